//! Bytes as the segments of a code.

#[path = "../../../src-tauri/crates/scanner/tests/strict/mod.rs"]
pub mod strict;

use qrcode::bits::{Bits, ExtendedMode};
use qrcode::types::{EcLevel, Mode, Version};
use qrcode::{Color, QrCode};
use scanner::Gray;
use strict::Piece;

const VERSION: Version = Version::Normal(5);
const MODULE: usize = 4;

/// The data of a code and the code, if the bytes fit into one: each segment is a kind, a length, and what is in it.
pub fn drawn(bytes: &[u8]) -> Option<(Vec<u8>, Gray)> {
    let data = bits(bytes)?.into_bytes();
    let code = QrCode::with_bits(bits(bytes)?, EcLevel::M).ok()?;
    let side = code.width();
    let size = (side + 8) * MODULE;
    let light = |at: usize| {
        let (x, y) = ((at % size / MODULE).wrapping_sub(4), (at / size / MODULE).wrapping_sub(4));
        if x < side && y < side && code[(x, y)] == Color::Dark { 20 } else { 235 }
    };
    Some((data, Gray { width: size, height: size, pixels: (0..size * size).map(light).collect() }))
}

fn bits(mut bytes: &[u8]) -> Option<Bits> {
    let mut bits = Bits::new(VERSION);
    while let [kind, length, rest @ ..] = bytes {
        let (inside, rest) = rest.split_at_checked(usize::from(*length)).unwrap_or((rest, &[]));
        bytes = rest;
        let inside = inside.to_vec();
        let piece = match kind % 10 {
            0 => Piece::Number(inside.iter().map(|byte| b'0' + byte % 10).collect()),
            1 => Piece::Signs(inside.iter().map(|byte| b"0123456789AZ $%*+-./:"[usize::from(*byte) % 21]).collect()),
            2 | 3 => Piece::Bytes(inside),
            4 => Piece::Kanji(inside),
            5 => Piece::Eci([3, 20, 25, 26, 27, 33, 34, 7, 23, 150][usize::from(*length) % 10]),
            6 => Piece::FirstFnc1,
            7 => Piece::SecondFnc1,
            8 => Piece::SecondOfThree,
            // Fours of bits that no writer would put there.
            _ => {
                for byte in inside {
                    bits.push_mode_indicator(four(byte)).ok()?;
                }
                continue;
            }
        };
        piece.write(&mut bits).ok()?;
    }
    bits.push_terminator(EcLevel::M).ok()?;
    Some(bits)
}

fn four(byte: u8) -> ExtendedMode {
    match byte % 7 {
        0 => ExtendedMode::Data(Mode::Numeric),
        1 => ExtendedMode::Data(Mode::Alphanumeric),
        2 => ExtendedMode::Data(Mode::Byte),
        3 => ExtendedMode::Data(Mode::Kanji),
        4 => ExtendedMode::Eci,
        5 => ExtendedMode::StructuredAppend,
        _ => ExtendedMode::Fnc1First,
    }
}

/// A few mixes.
pub fn seeds() -> Vec<Vec<u8>> {
    vec![
        b"\x00\x0a1300000017".to_vec(),
        b"\x02\x00\x00\x0a1300000017".to_vec(),
        b"\x05\x00\x05\x03\x02\x0813000000".to_vec(),
        b"\x00\x06130000\x04\x04\x93\x12\x55\x21\x00\x040017".to_vec(),
        b"\x02\x06130000\x05\x03\x02\x0699\xff\xfe88\x05\x00\x02\x040017".to_vec(),
        b"\x06\x00\x01\x09PPC1:A%B%\x07\x00\x00\x040017".to_vec(),
        b"\x08\x00\x00\x0a1300000017\x09\x04\x01\x02\x03\x04".to_vec(),
        "\x02\x06佐藤".as_bytes().to_vec(),
    ]
}
