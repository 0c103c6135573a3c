//! A grid of modules → the text in it, whole or not at all. The first reader corrects the blocks; its own making of
//! texts drops what it cannot decode, so what the bits say is read here.

use rxing::common::cpp_essentials::DecoderResult;
use rxing::common::{AIFlag, BitMatrix};
use rxing::qrcode::common::{ErrorCorrectionLevel, Version};
use rxing::qrcode::cpp_port::decoder::{CorrectErrors, Decode};
use rxing::qrcode::decoder::{DataBlock, DataMask};

use super::segments;

/// The first reader's mark of the old model of 1997, whose grid is laid out otherwise.
const MODEL_1: u8 = b'0';
const MASKS: u8 = 8;

/// The text of a grid of modules, if every block of it was corrected and every segment says what it stands for.
pub(crate) fn text_of(modules: &BitMatrix) -> Option<String> {
    let decoded = Decode(modules).ok()?;
    let content = decoded.content();
    // A part of several codes, or an application's data that begin with a sign of its own: no text.
    let application = content.symbology.aiFlag;
    if decoded.structuredAppend().count > 1 || application == AIFlag::AIM {
        return None;
    }
    // Kanji are never ASCII, and only an ECI could make ASCII mean something else.
    let plain = content.bytes().is_ascii() && !content.has_eci && application == AIFlag::None;
    let text = if decoded.isValid() && plain {
        String::from_utf8(content.bytes().to_vec()).ok()
    } else if content.symbology.modifier == MODEL_1 {
        None
    } else {
        let version = u8::try_from(decoded.versionNumber()).ok()?;
        segments::text(&corrected(modules, &decoded)?, version)
    };
    text.filter(|text| !text.is_empty())
}

/// The corrected bytes, which the first reader does not give out. The mask is the one under which they can be
/// corrected; it must be the only one.
fn corrected(modules: &BitMatrix, decoded: &DecoderResult<bool>) -> Option<Vec<u8>> {
    let version = Version::getVersionForNumber(decoded.versionNumber()).ok()?;
    let level = match decoded.ecLevel() {
        "L" => ErrorCorrectionLevel::L,
        "M" => ErrorCorrectionLevel::M,
        "Q" => ErrorCorrectionLevel::Q,
        "H" => ErrorCorrectionLevel::H,
        _ => return None,
    };
    let fixed = version.buildFunctionPattern().ok()?;
    if fixed.width() != modules.width() {
        return None;
    }
    let mut under_a_mask = (0..MASKS).filter_map(|mask| {
        let raw = codewords(modules, &fixed, decoded.isMirrored(), DataMask::try_from(mask).ok()?);
        let raw = raw.get(..version.getTotalCodewords() as usize)?;
        let mut bytes = vec![];
        for block in DataBlock::getDataBlocks(raw, version, level).ok()? {
            let mut codewords = block.getCodewords().to_vec();
            CorrectErrors(&mut codewords, block.getNumDataCodewords()).ok()?;
            bytes.extend_from_slice(codewords.get(..block.getNumDataCodewords() as usize)?);
        }
        Some(bytes)
    });
    under_a_mask.next().filter(|_| under_a_mask.next().is_none())
}

/// The bytes along the pairs of columns, from the right, up and down by turns.
fn codewords(modules: &BitMatrix, fixed: &BitMatrix, mirrored: bool, mask: DataMask) -> Vec<u8> {
    let side = modules.width();
    let mut bits = vec![];
    let pairs = (0..side).rev().filter(|x| *x != 6).collect::<Vec<_>>();
    for (nth, pair) in pairs.chunks(2).enumerate() {
        for step in 0..side {
            let y = if nth % 2 == 0 { side - 1 - step } else { step };
            for x in pair.iter().copied().filter(|x| !fixed.get(*x, y)) {
                let dark = if mirrored { modules.get(y, x) } else { modules.get(x, y) };
                bits.push(dark != mask.isMasked(y, x));
            }
        }
    }
    let byte = |bits: &[bool]| bits.iter().fold(0u8, |byte, bit| byte << 1 | u8::from(*bit));
    bits.chunks_exact(8).map(byte).collect()
}
