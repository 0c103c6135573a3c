//! What the bits of a code say, decoded once more and by nothing of the scanner: strings of ones and noughts, and every
//! doubt is no text. Shared by the tests and by the fuzz targets.
#![allow(dead_code, missing_docs, unreachable_pub)]

use qrcode::bits::{Bits, ExtendedMode};
use qrcode::types::{Mode, QrResult};

/// A segment, or what may stand before one.
#[derive(Debug, Clone)]
pub enum Piece {
    Number(Vec<u8>),
    Signs(Vec<u8>),
    Bytes(Vec<u8>),
    Kanji(Vec<u8>),
    Eci(u32),
    FirstFnc1,
    SecondFnc1,
    SecondOfThree,
}

impl Piece {
    pub fn write(&self, bits: &mut Bits) -> QrResult<()> {
        match self {
            Piece::Number(digits) => bits.push_numeric_data(digits),
            Piece::Signs(signs) => bits.push_alphanumeric_data(signs),
            Piece::Bytes(bytes) => bits.push_byte_data(bytes),
            // Any 13 bits, also those that are no character.
            Piece::Kanji(bytes) => {
                let pairs = bytes.chunks_exact(2).flat_map(|two| [0x81 + two[0] % 0x1f, 0x40 + two[1] % 0xc0]);
                bits.push_kanji_data(&pairs.collect::<Vec<u8>>())
            }
            Piece::Eci(number) => bits.push_eci_designator(*number),
            Piece::FirstFnc1 => bits.push_fnc1_first_position(),
            Piece::SecondFnc1 => bits.push_fnc1_second_position(12),
            Piece::SecondOfThree => {
                second_of_three(bits);
                Ok(())
            }
        }
    }
}

/// Structured append: the fours of bits are written as the modes that have them.
pub fn second_of_three(bits: &mut Bits) {
    let fours = [
        ExtendedMode::StructuredAppend,
        ExtendedMode::Data(Mode::Numeric),
        ExtendedMode::Data(Mode::Alphanumeric),
        ExtendedMode::Eci,
        ExtendedMode::Eci,
    ];
    for four in fours {
        let written = bits.push_mode_indicator(four);
        assert!(written.is_ok(), "a code that is no micro code has every mode");
    }
}

/// The text of the data of a code of version 1 to 9.
pub fn text(bytes: &[u8]) -> Option<String> {
    let all: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    ["utf-8", "shift_jis"].into_iter().find_map(|unsaid| walk(&all, unsaid)).filter(|text| !text.is_empty())
}

fn walk(mut bits: &str, unsaid: &str) -> Option<String> {
    let mut text = String::new();
    let (mut eci, mut application, mut begun) = (None, false, false);
    // Bytes wait until something else comes: a character may go over two segments.
    let mut waiting: Vec<u8> = vec![];
    loop {
        let mode = if bits.len() < 4 { "0000" } else { next(&mut bits, 4)? };
        if mode != "0100" && !(mode == "0111" && same(bits, eci)) {
            text += &decoded(&std::mem::take(&mut waiting), eci, unsaid)?;
        }
        let data = ["0001", "0010", "0100", "1000"].contains(&mode);
        match mode {
            "0000" => return Some(text),
            "0001" => {
                let mut count = value(next(&mut bits, 10)?);
                while count > 0 {
                    let digits = count.min(3) as usize;
                    let digits = format!("{:0digits$}", value(next(&mut bits, [0, 4, 7, 10][digits])?));
                    if digits.len() != count.min(3) as usize {
                        return None;
                    }
                    count -= digits.len() as u32;
                    text += &digits;
                }
            }
            "0010" => {
                let mut count = value(next(&mut bits, 9)?);
                let before = text.len();
                let sign = |value: u32| "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".chars().nth(value as usize);
                while count > 1 {
                    let two = value(next(&mut bits, 11)?);
                    text.extend([sign(two / 45)?, sign(two % 45)?]);
                    count -= 2;
                }
                if count == 1 {
                    text.push(sign(value(next(&mut bits, 6)?))?);
                }
                if application {
                    let signs = text.split_off(before);
                    text += &signs.replace("%%", "\n").replace('%', "\u{1d}").replace('\n', "%");
                }
            }
            "0100" => {
                for _ in 0..value(next(&mut bits, 8)?) {
                    waiting.push(value(next(&mut bits, 8)?) as u8);
                }
            }
            "1000" => {
                for _ in 0..value(next(&mut bits, 8)?) {
                    let packed = value(next(&mut bits, 13)?);
                    let two = (packed / 0xc0 * 0x100 + packed % 0xc0) as u16;
                    let two = two.wrapping_add(if two < 0x1f00 { 0x8140 } else { 0xc140 });
                    let character = of_encoding("shift_jis", &two.to_be_bytes())?;
                    if character.chars().count() != 1 {
                        return None;
                    }
                    text += &character;
                }
            }
            "0111" => eci = Some(designator(&mut bits)?),
            "0101" if !begun => application = true,
            // Several codes, data of an application, or a mode that no code here has.
            _ => return None,
        }
        begun |= data;
    }
}

fn designator(bits: &mut &str) -> Option<u32> {
    let first = next(bits, 8)?;
    let (head, more) = match first {
        _ if first.starts_with('0') => (&first[1..], 0),
        _ if first.starts_with("10") => (&first[2..], 8),
        _ if first.starts_with("110") => (&first[3..], 16),
        _ => return None,
    };
    Some(value(&format!("{head}{}", next(bits, more)?)))
}

/// Does an ECI follow that changes nothing?
fn same(mut bits: &str, eci: Option<u32>) -> bool {
    designator(&mut bits).is_some_and(|next| Some(next) == eci)
}

fn decoded(bytes: &[u8], eci: Option<u32>, unsaid: &str) -> Option<String> {
    match eci {
        None => of_encoding(unsaid, bytes),
        Some(1 | 3) => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
        Some(7) => of_encoding("iso-8859-5", bytes),
        Some(20) => of_encoding("shift_jis", bytes),
        Some(23) => of_encoding("windows-1252", bytes),
        Some(25) => of_encoding("utf-16be", bytes),
        Some(26) => of_encoding("utf-8", bytes),
        Some(33) => of_encoding("utf-16le", bytes),
        Some(34) if bytes.len().is_multiple_of(4) => {
            let character = |four: &[u8]| four.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte));
            bytes.chunks(4).map(|four| char::from_u32(character(four))).collect()
        }
        Some(34) => None,
        Some(_) if bytes.is_ascii() => of_encoding("utf-8", bytes),
        Some(_) => None,
    }
}

fn of_encoding(name: &str, bytes: &[u8]) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len())?);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    (result == encoding_rs::DecoderResult::InputEmpty && read == bytes.len()).then_some(text)
}

fn next<'a>(bits: &mut &'a str, count: usize) -> Option<&'a str> {
    let (taken, rest) = bits.split_at_checked(count)?;
    *bits = rest;
    Some(taken)
}

fn value(bits: &str) -> u32 {
    bits.bytes().fold(0, |value, bit| value * 2 + u32::from(bit == b'1'))
}
