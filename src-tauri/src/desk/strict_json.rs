//! JSON read to the letter: an object is an object, a word is a string. What serde derives would also take
//! `[…]` for an object and `{"word":null}` for a word.

/// A struct that is read from an object with exactly these keys, each once.
macro_rules! object {
    (struct $name:ident { $($key:literal $field:ident: $of:ty),* $(,)? }) => {
        struct $name { $($field: $of),* }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                struct Keys;

                impl<'de> serde::de::Visitor<'de> for Keys {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<$name, M::Error> {
                        use serde::de::Error;
                        $(let mut $field: Option<$of> = None;)*
                        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                            match key.as_ref() {
                                $($key => {
                                    if $field.replace(map.next_value()?).is_some() {
                                        return Err(M::Error::duplicate_field($key));
                                    }
                                })*
                                _ => return Err(M::Error::custom("unknown key")),
                            }
                        }
                        Ok($name { $($field: $field.ok_or_else(|| M::Error::missing_field($key))?),* })
                    }
                }

                from.deserialize_map(Keys)
            }
        }
    };
}

/// A value that is read from one of these words.
macro_rules! words {
    ($name:ident => $of:ident { $($word:literal => $value:ident),* $(,)? }) => {
        struct $name($of);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let word = std::borrow::Cow::<'de, str>::deserialize(from)?;
                match word.as_ref() {
                    $($word => Ok($name($of::$value)),)*
                    _ => Err(serde::de::Error::custom("unknown word")),
                }
            }
        }
    };
}

pub(crate) use {object, words};
