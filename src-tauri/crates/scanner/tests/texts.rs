//! What a code says is told whole or not at all.
#![allow(clippy::unwrap_used, missing_docs)]

mod cases;
mod strict;

use proptest::prelude::*;
use qrcode::bits::Bits;
use qrcode::types::{EcLevel, Version};
use qrcode::{Color, QrCode};
use scanner::{Gray, LiveReader, read_gray};
use strict::Piece;

/// Of the codes here.
const VERSION: i16 = 5;

/// A code of these bits.
fn code(write: impl FnOnce(&mut Bits)) -> Gray {
    let mut bits = Bits::new(Version::Normal(VERSION));
    write(&mut bits);
    bits.push_terminator(EcLevel::M).unwrap();
    let code = QrCode::with_bits(bits, EcLevel::M).unwrap();
    let (side, module) = (code.width(), 5);
    let size = (side + 8) * module;
    let light = |at: usize| {
        let (x, y) = ((at % size / module).wrapping_sub(4), (at / size / module).wrapping_sub(4));
        if x < side && y < side && code[(x, y)] == Color::Dark { 20 } else { 235 }
    };
    Gray { width: size, height: size, pixels: (0..size * size).map(light).collect() }
}

/// What is told of it, as a still picture and live, which must be the same.
fn told(write: impl FnOnce(&mut Bits)) -> Vec<String> {
    let picture = code(write);
    let texts = |found: Vec<scanner::Found>| found.into_iter().map(|found| found.text).collect::<Vec<_>>();
    // A machine with much else to do may be late for one answer, and then for another.
    let still = texts((0..50).find_map(|_| read_gray(&picture).ok()).unwrap());
    assert_eq!(texts(LiveReader::new().look(&picture)), still);
    still
}

const NOTHING: [&str; 0] = [];

#[test]
fn a_part_of_several_codes_is_no_text() {
    let part = |bits: &mut Bits| {
        strict::second_of_three(bits);
        bits.push_numeric_data(b"1300000017").unwrap();
    };
    assert_eq!(told(part), NOTHING);
}

#[test]
fn a_segment_that_is_empty_or_goes_before_another_is_not_told_twice() {
    let empty_first = told(|bits| {
        bits.push_byte_data(b"").unwrap();
        bits.push_numeric_data(b"1300000017").unwrap();
    });
    assert_eq!(empty_first, ["1300000017"]);
    for ecis in [&[3, 26][..], &[26, 3], &[3], &[26], &[20, 3, 26]] {
        let bytes = told(|bits| {
            ecis.iter().for_each(|eci| bits.push_eci_designator(*eci).unwrap());
            bits.push_byte_data(b"13000000").unwrap();
        });
        assert_eq!(bytes, ["13000000"], "{ecis:?}");
    }
}

#[test]
fn a_text_of_which_a_part_cannot_be_decoded_is_not_told_at_all() {
    let kanji = told(|bits| {
        bits.push_numeric_data(b"130000").unwrap();
        bits.push_kanji_data(&[0x81, 0xff, 0x81, 0x7f]).unwrap();
        bits.push_numeric_data(b"0017").unwrap();
    });
    assert_eq!(kanji, NOTHING);
    for (eci, bytes) in
        [(26, &b"99\xff\xfe88"[..]), (20, b"1\x81"), (25, b"\x001\x003\x00"), (27, b"\xe9"), (150, b"\xe9")]
    {
        let bytes = told(|bits| {
            bits.push_numeric_data(b"130000").unwrap();
            bits.push_eci_designator(eci).unwrap();
            bits.push_byte_data(bytes).unwrap();
            bits.push_numeric_data(b"0017").unwrap();
        });
        assert_eq!(bytes, NOTHING, "{eci}");
    }
    let unsaid = told(|bits| {
        bits.push_byte_data(b"13\xff\xfe").unwrap();
        bits.push_numeric_data(b"0017").unwrap();
    });
    assert_eq!(unsaid, NOTHING);
}

#[test]
fn data_of_an_application_of_its_own_is_no_text_and_fields_of_gs1_are_parted() {
    let second = told(|bits| {
        bits.push_fnc1_second_position(12).unwrap();
        bits.push_numeric_data(b"00000017").unwrap();
    });
    assert_eq!(second, NOTHING);
    let first = told(|bits| {
        bits.push_fnc1_first_position().unwrap();
        bits.push_alphanumeric_data(b"10A%B%%C").unwrap();
        bits.push_byte_data(b"%\x1d1").unwrap();
    });
    assert_eq!(first, ["10A\u{1d}B%C%\u{1d}1"]);
    let not_first = told(|bits| {
        bits.push_numeric_data(b"13").unwrap();
        bits.push_fnc1_first_position().unwrap();
        bits.push_numeric_data(b"17").unwrap();
    });
    assert_eq!(not_first, NOTHING);
}

#[test]
fn every_character_set_that_is_named_and_both_that_are_not_are_read() {
    let kanji = |bits: &mut Bits| bits.push_kanji_data(b"\x8d\xb2\x93\xa1").unwrap();
    assert_eq!(told(kanji), ["佐藤"]);
    let by = |eci: Option<u32>, bytes: &[u8]| {
        let all = told(|bits| {
            eci.into_iter().for_each(|eci| bits.push_eci_designator(eci).unwrap());
            bits.push_byte_data(bytes).unwrap();
            bits.push_numeric_data(b"17").unwrap();
        });
        all.concat()
    };
    assert_eq!(by(None, "佐藤".as_bytes()), "佐藤17");
    assert_eq!(by(None, b"\x8d\xb2\x93\xa1"), "佐藤17");
    assert_eq!(by(Some(20), b"\x8d\xb2\x93\xa1"), "佐藤17");
    assert_eq!(by(Some(26), "佐藤".as_bytes()), "佐藤17");
    assert_eq!(by(Some(3), b"caf\xe9"), "café17");
    assert_eq!(by(Some(25), b"\x4f\x50"), "佐17");
    assert_eq!(by(Some(34), b"\x00\x00\x4f\x50"), "佐17");
    let cut = told(|bits| {
        let (begin, end) = "佐藤".as_bytes().split_at(2);
        bits.push_byte_data(begin).unwrap();
        bits.push_byte_data(end).unwrap();
    });
    assert_eq!(cut, ["佐藤"], "a text may be cut between two segments");
}

proptest! {
    #![proptest_config(cases::usually(96))]

    #[test]
    fn whatever_segments_a_code_has_all_of_it_is_told_or_nothing(pieces in prop::collection::vec(piece(), 1..6)) {
        let write = |bits: &mut Bits| pieces.iter().for_each(|piece| piece.write(bits).unwrap());
        let mut bits = Bits::new(Version::Normal(VERSION));
        write(&mut bits);
        // What is too much for the code cannot be drawn.
        if bits.push_terminator(EcLevel::M).is_ok() {
            let expected: Vec<String> = strict::text(&bits.into_bytes()).into_iter().collect();
            prop_assert_eq!(told(write), expected);
        }
    }
}

fn piece() -> impl Strategy<Value = Piece> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..6);
    let ascii = prop::collection::vec(0x20u8..0x7f, 0..12);
    let digits = prop::collection::vec(b'0'..=b'9', 0..9);
    let signs = prop::collection::vec(prop::sample::select(&b"09AZ $%*+-./:"[..]), 0..7);
    prop_oneof![
        3 => digits.prop_map(Piece::Number),
        2 => signs.prop_map(Piece::Signs),
        3 => ascii.prop_map(Piece::Bytes),
        1 => bytes().prop_map(Piece::Bytes),
        2 => "[a佐藤é]{0,4}".prop_map(|text| Piece::Bytes(text.into_bytes())),
        1 => bytes().prop_map(Piece::Kanji),
        1 => prop::sample::select(vec![b"\x8d\xb2".to_vec(), b"\x93\xa1\x81\x40".to_vec()]).prop_map(Piece::Kanji),
        3 => prop::sample::select(vec![1u32, 3, 7, 20, 23, 25, 26, 27, 33, 34, 150, 899, 20_000]).prop_map(Piece::Eci),
        1 => prop::sample::select(vec![Piece::FirstFnc1, Piece::SecondFnc1, Piece::SecondOfThree]),
    ]
}
