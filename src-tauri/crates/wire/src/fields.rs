//! Integer-keyed CBOR maps, written in ascending key order so that the bytes are deterministic.

use ciborium::value::Value;

use crate::WireError;

/// Collects fields in the order given; callers add them by ascending key.
#[derive(Default)]
pub(crate) struct Writer(Vec<(Value, Value)>);

impl Writer {
    pub(crate) fn put(mut self, key: u64, value: impl Into<Value>) -> Self {
        self.0.push((Value::Integer(key.into()), value.into()));
        self
    }

    pub(crate) fn put_some(self, key: u64, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    pub(crate) fn bytes(self) -> Result<Vec<u8>, WireError> {
        let mut out = Vec::with_capacity(256);
        ciborium::into_writer(&Value::Map(self.0), &mut out).map_err(|e| WireError::NotCbor(e.to_string()))?;
        Ok(out)
    }

    pub(crate) fn value(self) -> Value {
        Value::Map(self.0)
    }
}

/// Reads fields by key and says which one is wrong.
pub(crate) struct Reader(Vec<(Value, Value)>);

impl Reader {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Reader, WireError> {
        let value: Value = ciborium::from_reader(bytes).map_err(|e| WireError::NotCbor(e.to_string()))?;
        Reader::of(value, "map")
    }

    pub(crate) fn of(value: Value, name: &'static str) -> Result<Reader, WireError> {
        value.into_map().map(Reader).map_err(|_| WireError::Field(name))
    }

    pub(crate) fn find(&self, key: u64) -> Option<&Value> {
        let key = Value::Integer(key.into());
        self.0.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    pub(crate) fn text(&self, key: u64, name: &'static str) -> Result<String, WireError> {
        let value = self.find(key).and_then(Value::as_text);
        value.map(str::to_owned).ok_or(WireError::Field(name))
    }

    pub(crate) fn uint(&self, key: u64, name: &'static str) -> Result<u64, WireError> {
        self.int(key, name)?.try_into().map_err(|_| WireError::Field(name))
    }

    pub(crate) fn int(&self, key: u64, name: &'static str) -> Result<i64, WireError> {
        let value = self.find(key).and_then(Value::as_integer);
        value.and_then(|i| i.try_into().ok()).ok_or(WireError::Field(name))
    }

    pub(crate) fn array<const N: usize>(&self, key: u64, name: &'static str) -> Result<[u8; N], WireError> {
        let value = self.find(key).and_then(Value::as_bytes);
        value.and_then(|b| b.as_slice().try_into().ok()).ok_or(WireError::Field(name))
    }
}
