//! CBOR (RFC 8949) as a coupon may hold it: definite lengths, no duplicate keys, bounded depth,
//! nothing behind the end. General CBOR libraries accept more, so the reader is our own.

/// Arrays, maps and tags may be nested this deep.
const DEEPEST: usize = 6;

/// A data item.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Item {
    /// Any integer; CBOR's span fits.
    Int(i128),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Item>),
    Map(Vec<(Item, Item)>),
    Tag(u64, Box<Item>),
    /// Floats, booleans, null and other simple values, by their head and bits.
    Other(u8, u64),
}

impl Item {
    /// Reads exactly one item; none for anything else.
    pub(crate) fn read(bytes: &[u8]) -> Option<Item> {
        let mut rest = bytes;
        let item = item(&mut rest, 0)?;
        rest.is_empty().then_some(item)
    }

    pub(crate) fn int(&self) -> Option<i128> {
        if let Item::Int(i) = self { Some(*i) } else { None }
    }

    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        if let Item::Bytes(b) = self { Some(b) } else { None }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Item::Text(t) = self { Some(t) } else { None }
    }

    pub(crate) fn array(&self) -> Option<&[Item]> {
        if let Item::Array(a) = self { Some(a) } else { None }
    }

    pub(crate) fn is_empty_map(&self) -> bool {
        matches!(self, Item::Map(entries) if entries.is_empty())
    }

    /// The value under an integer key, whatever its width was.
    pub(crate) fn at(&self, key: i128) -> Option<&Item> {
        let Item::Map(entries) = self else { return None };
        entries.iter().find(|(k, _)| *k == Item::Int(key)).map(|(_, v)| v)
    }
}

fn item(rest: &mut &[u8], depth: usize) -> Option<Item> {
    let head = take(rest, 1)?[0];
    let (major, info) = (head >> 5, head & 0x1f);
    let argument = argument(rest, info)?;
    let inner = depth + 1;
    if (4..=6).contains(&major) && inner > DEEPEST {
        return None;
    }
    Some(match major {
        0 => Item::Int(i128::from(argument)),
        1 => Item::Int(-1 - i128::from(argument)),
        2 => Item::Bytes(take(rest, usize::try_from(argument).ok()?)?.to_vec()),
        3 => {
            let bytes = take(rest, usize::try_from(argument).ok()?)?;
            Item::Text(std::str::from_utf8(bytes).ok()?.to_owned())
        }
        4 => Item::Array((0..argument).map(|_| item(rest, inner)).collect::<Option<_>>()?),
        5 => map(rest, argument, inner)?,
        6 => Item::Tag(argument, Box::new(item(rest, inner)?)),
        // A simple value below 32 in two bytes is not well-formed.
        _ if info == 24 && argument < 32 => return None,
        _ => Item::Other(info, argument),
    })
}

fn map(rest: &mut &[u8], entries: u64, depth: usize) -> Option<Item> {
    let mut read: Vec<(Item, Item)> = vec![];
    for _ in 0..entries {
        let key = item(rest, depth)?;
        if read.iter().any(|(k, _)| *k == key) {
            return None;
        }
        let value = item(rest, depth)?;
        read.push((key, value));
    }
    Some(Item::Map(read))
}

/// The number in or behind an item's head; none for indefinite and reserved lengths.
fn argument(rest: &mut &[u8], info: u8) -> Option<u64> {
    let width = match info {
        0..24 => return Some(u64::from(info)),
        24..=27 => 1usize << (info - 24),
        _ => return None,
    };
    Some(take(rest, width)?.iter().fold(0, |n, b| (n << 8) | u64::from(*b)))
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(n)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_any_width_are_the_same_key() {
        let wide = [0xa1, 0x18, 0x01, 0x02];
        assert_eq!(Item::read(&wide).and_then(|m| m.at(1)?.int()), Some(2));
        let twice = [0xa2, 0x01, 0x02, 0x18, 0x01, 0x03];
        assert_eq!(Item::read(&twice), None);
    }

    #[test]
    fn indefinite_lengths_trailing_bytes_and_bad_text_are_refused() {
        for bad in [&[0x9f, 0xff][..], &[0x01, 0x01], &[0x61, 0xff], &[0xf8, 0x10], &[0x1c], &[]] {
            assert_eq!(Item::read(bad), None, "{bad:02x?}");
        }
    }

    #[test]
    fn six_levels_are_read_and_seven_are_not() {
        assert!(Item::read(&[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x00]).is_some());
        assert!(Item::read(&[0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x00]).is_none());
    }

    #[test]
    fn a_length_that_is_not_there_costs_no_memory() {
        assert_eq!(Item::read(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(Item::read(&[0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
    }
}
