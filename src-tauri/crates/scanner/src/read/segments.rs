//! What the corrected bits of a code say, segment by segment (ISO/IEC 18004). A segment that cannot be decoded to the
//! last character leaves no text: half of a number is another number.

use encoding_rs::Encoding;

/// How bytes are to be read.
#[derive(Clone, Copy, PartialEq)]
enum Charset {
    /// Nothing is said: UTF-8 or, in Japan, Shift_JIS. All bytes of a code in the same way.
    Unsaid,
    Latin1,
    Utf32 {
        big_endian: bool,
    },
    Of(&'static Encoding),
    /// Known by its number alone.
    Ascii,
}

enum Segment {
    Text(String),
    Bytes(Charset, Vec<u8>),
}

/// The text of the corrected bytes of a code of this version.
pub(super) fn text(bytes: &[u8], version: u8) -> Option<String> {
    let segments = segments(Bits { bytes, at: 0 }, version)?;
    [encoding_rs::UTF_8, encoding_rs::SHIFT_JIS].into_iter().find_map(|unsaid| {
        let texts = segments.iter().map(|segment| match segment {
            Segment::Text(text) => Some(text.clone()),
            Segment::Bytes(Charset::Unsaid, bytes) => strictly(unsaid, bytes),
            Segment::Bytes(charset, bytes) => by(*charset, bytes),
        });
        texts.collect()
    })
}

fn segments(mut bits: Bits<'_>, version: u8) -> Option<Vec<Segment>> {
    let mut segments: Vec<Segment> = vec![];
    let mut charset = Charset::Unsaid;
    let mut fields = false;
    let size = usize::from(version >= 10) + usize::from(version >= 27);
    while bits.left() >= 4 {
        let segment = match bits.take(4)? {
            0 => break,
            1 => Segment::Text(number(&mut bits, [10, 12, 14][size])?),
            2 if fields => Segment::Text(separated(&alphanumeric(&mut bits, [9, 11, 13][size])?)),
            2 => Segment::Text(alphanumeric(&mut bits, [9, 11, 13][size])?),
            4 => {
                let count = bits.take([8, 16, 16][size])?;
                let bytes = (0..count).map(|_| bits.take(8).and_then(|byte| u8::try_from(byte).ok()));
                let mut bytes = bytes.collect::<Option<Vec<u8>>>()?;
                // One text may be cut anywhere between two segments.
                match segments.last_mut() {
                    Some(Segment::Bytes(before, all)) if *before == charset => {
                        all.append(&mut bytes);
                        continue;
                    }
                    _ => Segment::Bytes(charset, bytes),
                }
            }
            8 => Segment::Text(pairs(&mut bits, [8, 10, 12][size], KANJI)?),
            // Before everything else: fields of GS1.
            5 if segments.is_empty() => {
                fields = true;
                continue;
            }
            // One code of one, which says no more than another code.
            3 if bits.take(16)? >> 8 & 15 == 0 => continue,
            7 => {
                charset = charset_of(designator(&mut bits)?);
                continue;
            }
            13 if bits.take(4)? == 1 => Segment::Text(pairs(&mut bits, [8, 10, 12][size], HANZI)?),
            _ => return None,
        };
        segments.push(segment);
    }
    Some(segments)
}

fn number(bits: &mut Bits<'_>, size: usize) -> Option<String> {
    let mut left = bits.take(size)? as usize;
    let mut text = String::new();
    while left > 0 {
        let digits = left.min(3);
        let value = bits.take(1 + 3 * digits)?;
        if value >= 10u32.pow(digits as u32) {
            return None;
        }
        text += &format!("{value:0digits$}");
        left -= digits;
    }
    Some(text)
}

fn alphanumeric(bits: &mut Bits<'_>, size: usize) -> Option<String> {
    const SIGNS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let mut left = bits.take(size)? as usize;
    let mut text = String::new();
    let sign = |value: u32| SIGNS.get(value as usize).copied().map(char::from);
    while left > 1 {
        let two = bits.take(11)?;
        text.extend([sign(two / 45)?, sign(two % 45)?]);
        left -= 2;
    }
    if left == 1 {
        text.push(sign(bits.take(6)?)?);
    }
    Some(text)
}

/// A percent sign parts two fields, and two are one.
fn separated(text: &str) -> String {
    text.split("%%").map(|part| part.replace('%', "\u{1d}")).collect::<Vec<_>>().join("%")
}

/// How 13 bits become the two bytes of a character.
struct Pairs {
    encoding: &'static Encoding,
    seconds: u32,
    /// Below this the first is added, from it on the second.
    limit: u32,
    added: [u32; 2],
}

const KANJI: Pairs = Pairs { encoding: encoding_rs::SHIFT_JIS, seconds: 0xc0, limit: 0x1f00, added: [0x8140, 0xc140] };
const HANZI: Pairs = Pairs { encoding: encoding_rs::GB18030, seconds: 0x60, limit: 0x0a00, added: [0xa1a1, 0xa6a1] };

fn pairs(bits: &mut Bits<'_>, size: usize, pairs: Pairs) -> Option<String> {
    let count = bits.take(size)?;
    let mut text = String::new();
    for _ in 0..count {
        let value = bits.take(13)?;
        let two = ((value / pairs.seconds) << 8) | (value % pairs.seconds);
        let two = two + pairs.added[usize::from(two >= pairs.limit)];
        let character = strictly(pairs.encoding, &u16::try_from(two).ok()?.to_be_bytes())?;
        if character.chars().count() != 1 {
            return None;
        }
        text += &character;
    }
    Some(text)
}

/// The number of an ECI, in one, two or three bytes.
fn designator(bits: &mut Bits<'_>) -> Option<u32> {
    let first = bits.take(8)?;
    match first {
        0..0x80 => Some(first),
        0x80..0xc0 => Some((first & 0x3f) << 8 | bits.take(8)?),
        0xc0..0xe0 => Some((first & 0x1f) << 16 | bits.take(16)?),
        _ => None,
    }
}

fn charset_of(eci: u32) -> Charset {
    use encoding_rs as known;
    match eci {
        1 | 3 => Charset::Latin1,
        4 => Charset::Of(known::ISO_8859_2),
        5 => Charset::Of(known::ISO_8859_3),
        6 => Charset::Of(known::ISO_8859_4),
        7 => Charset::Of(known::ISO_8859_5),
        8 => Charset::Of(known::ISO_8859_6),
        9 => Charset::Of(known::ISO_8859_7),
        10 => Charset::Of(known::ISO_8859_8),
        11 => Charset::Of(known::WINDOWS_1254),
        12 => Charset::Of(known::ISO_8859_10),
        13 => Charset::Of(known::WINDOWS_874),
        15 => Charset::Of(known::ISO_8859_13),
        16 => Charset::Of(known::ISO_8859_14),
        17 => Charset::Of(known::ISO_8859_15),
        18 => Charset::Of(known::ISO_8859_16),
        20 => Charset::Of(known::SHIFT_JIS),
        21 => Charset::Of(known::WINDOWS_1250),
        22 => Charset::Of(known::WINDOWS_1251),
        23 => Charset::Of(known::WINDOWS_1252),
        24 => Charset::Of(known::WINDOWS_1256),
        25 => Charset::Of(known::UTF_16BE),
        26 => Charset::Of(known::UTF_8),
        28 => Charset::Of(known::BIG5),
        29 | 32 => Charset::Of(known::GB18030),
        30 => Charset::Of(known::EUC_KR),
        33 => Charset::Of(known::UTF_16LE),
        34 => Charset::Utf32 { big_endian: true },
        35 => Charset::Utf32 { big_endian: false },
        _ => Charset::Ascii,
    }
}

fn by(charset: Charset, bytes: &[u8]) -> Option<String> {
    match charset {
        Charset::Unsaid | Charset::Ascii => bytes.is_ascii().then(|| strictly(encoding_rs::UTF_8, bytes))?,
        Charset::Latin1 => Some(bytes.iter().copied().map(char::from).collect()),
        Charset::Utf32 { big_endian } => {
            let (fours, rest) = bytes.as_chunks::<4>();
            let character = |four: &[u8; 4]| {
                char::from_u32(if big_endian { u32::from_be_bytes(*four) } else { u32::from_le_bytes(*four) })
            };
            if rest.is_empty() { fours.iter().map(character).collect() } else { None }
        }
        Charset::Of(encoding) => strictly(encoding, bytes),
    }
}

/// Nothing is put in the place of bytes that mean nothing.
fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        self.bytes.len() * 8 - self.at
    }

    /// So many bits, or none where they are not there.
    fn take(&mut self, count: usize) -> Option<u32> {
        if count > self.left() {
            return None;
        }
        let bit = |at: usize| u32::from(self.bytes[at / 8] >> (7 - at % 8) & 1);
        let value = (self.at..self.at + count).fold(0, |value, at| value << 1 | bit(at));
        self.at += count;
        Some(value)
    }
}
