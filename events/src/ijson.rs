//! I-JSON (RFC 7493), as the contract takes it: UTF-8, no name twice, no lone surrogate, nested at most 100 deep.
//!
//! A name twice is refused because two readers could each believe another one of the values, and `safe` is such a
//! value. The same document written differently is still the same content: [`canonical`] decides that.

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt::{self, Write as _};

/// How deep objects and lists may lie in each other; the document itself is the first level.
pub const MAX_DEPTH: usize = 100;

/// The bytes are not one I-JSON document of at most [`MAX_DEPTH`] levels. Why is not told: a broken document can hold
/// anything, and what it holds must not reach a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotIJson;

impl fmt::Display for NotIJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one I-JSON document (RFC 7493), or nested deeper than 100")
    }
}

impl std::error::Error for NotIJson {}

/// Reads one document and nothing after it but white space.
///
/// A number beyond the greatest double, such as `1e400`, is refused too: RFC 7493 names it as what not to send, and
/// no reader would know its value.
///
/// # Errors
///
/// [`NotIJson`], as soon as it is known: what is nested too deep is not read to its end.
///
/// ```
/// use events::ijson;
/// assert_eq!(ijson::parse(br#"{"safe": true}"#), Ok(serde_json::json!({"safe": true})));
/// assert_eq!(ijson::parse(br#"{"safe": false, "s\u0061fe": true}"#), Err(ijson::NotIJson));
/// ```
pub fn parse(bytes: &[u8]) -> Result<Value, NotIJson> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Level { left: MAX_DEPTH }
        .deserialize(&mut reader)
        .map_err(|_| NotIJson)?;
    reader.end().map_err(|_| NotIJson)?;
    Ok(value)
}

/// Reads one value in which `left` more levels may be opened.
struct Level {
    left: usize,
}

impl Level {
    /// The level below, unless this is the last.
    fn below<E: de::Error>(&self) -> Result<usize, E> {
        self.left
            .checked_sub(1)
            .ok_or_else(|| E::custom("nested too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let left = self.below()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Level { left })? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let left = self.below()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(Level { left })?;
            if object.insert(name, value).is_some() {
                return Err(de::Error::custom("a name twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

/// One text for one JSON value, for hashing and for "the same content": names sorted, no white space, and a number in
/// one spelling, however it was written (`1`, `1.0` and `1e0` are one).
///
/// ```
/// use events::ijson::{canonical, parse};
/// let one = parse(br#"{"b": 1.0, "a": [true]}"#).unwrap();
/// let two = parse(br#"{ "a":[true] , "b":1e0 }"#).unwrap();
/// assert_eq!(canonical(&one), r#"{"a":[true],"b":1}"#);
/// assert_eq!(canonical(&one), canonical(&two));
/// ```
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, &mut text);
    text
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            // Sorted here: the map's own order depends on a feature that any crate of the build can turn on.
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            out.push('{');
            for (i, (name, value)) in members.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write_value(value, out);
            }
            out.push('}');
        }
    }
}

/// A whole number without a fraction, anything else as the shortest text that reads back as the same double.
fn write_number(number: &Number, out: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = if let Some(whole) = number.as_u64() {
        write!(out, "{whole}")
    } else if let Some(whole) = number.as_i64() {
        write!(out, "{whole}")
    } else {
        let double = number.as_f64().unwrap_or_default();
        // A whole double reads as the integer that it is; minus nought is nought.
        if double == 0.0 {
            write!(out, "0")
        } else if double.fract() == 0.0 && double.abs() < 1e20 {
            write!(out, "{double}")
        } else {
            write!(out, "{double:e}")
        }
    };
}

/// Control characters, quotes and backslashes escaped in one way, everything else as it is.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests;
