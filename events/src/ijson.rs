//! I-JSON (RFC 7493), as the contract requires it: UTF-8, no repeated name, no lone surrogate, at
//! most 100 levels.
//!
//! A repeated name is refused because two readers could choose different values, and `safe` is such
//! a value. Two spellings of one document have the same content: [`canonical`] compares them.

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::collections::BinaryHeap;
use std::fmt::{self, Write as _};

/// The maximum depth of objects and lists. The document itself is the first level.
pub const MAX_DEPTH: usize = 100;

/// The bytes are not one I-JSON document of at most [`MAX_DEPTH`] levels. The error does not say
/// why: a broken document can hold anything, and its content must not reach a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotIJson;

impl fmt::Display for NotIJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one I-JSON document (RFC 7493), or nested deeper than 100")
    }
}

impl std::error::Error for NotIJson {}

/// Parses one document, with only white space after it.
///
/// A number beyond the largest double, such as `1e400`, is refused too. RFC 7493 discourages it,
/// and no reader would know its value.
///
/// # Errors
///
/// [`NotIJson`], as early as possible: parsing stops when the nesting is too deep.
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

/// Parses one value that may open `left` more levels.
struct Level {
    left: usize,
}

impl Level {
    /// The next level, unless this is the last.
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

/// The canonical text of a JSON value, for hashing and for comparing content: names sorted, no
/// white space, and one spelling for each number (`1`, `1.0` and `1e0` are equal).
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
    write_value(value, &mut text, write_number);
    text
}

/// A text that is equal for two values if, and only if, they are equal: as in the canonical text,
/// whatever the spelling. It needs no code that writes a fraction in decimals, which a browser would
/// have to load.
pub(crate) fn key(value: &Value) -> String {
    let mut text = String::new();
    write_value(value, &mut text, write_number_key);
    text
}

fn write_value(value: &Value, out: &mut String, number: fn(&Number, &mut String)) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(value) => number(value, out),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(item, out, number);
            }
            out.push(']');
        }
        Value::Object(members) => {
            // Sorted here: the map's own order depends on a feature that any crate of the build can turn on. A
            // heap sorts with less code than a slice does.
            let names: BinaryHeap<_> = members.keys().collect();
            out.push('{');
            for (i, name) in names.into_sorted_vec().into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                if let Some(value) = members.get(name) {
                    write_value(value, out, number);
                }
            }
            out.push('}');
        }
    }
}

/// Writes a whole number without a fraction, and any other number as the shortest text that parses
/// to the same double.
fn write_number(number: &Number, out: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = if let Some(whole) = number.as_u64() {
        write!(out, "{whole}")
    } else if let Some(whole) = number.as_i64() {
        write!(out, "{whole}")
    } else {
        let double = number.as_f64().unwrap_or_default();
        // A whole double is written as an integer. Minus zero is zero.
        if double == 0.0 {
            write!(out, "0")
        } else if double.fract() == 0.0 && double.abs() < 1e20 {
            write!(out, "{double}")
        } else {
            write!(out, "{double:e}")
        }
    };
}

/// Writes a whole number in digits, and any other as the bits of its double.
fn write_number_key(number: &Number, out: &mut String) {
    // `as` saturates, but no double inside these limits is beyond its integer.
    let whole = |double: f64| double.fract() == 0.0 && double < 18_446_744_073_709_551_616.0;
    let _ = match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(digits), ..) => write!(out, "{digits}"),
        (_, Some(digits), _) => write!(out, "{digits}"),
        (.., Some(double)) if double >= 0.0 && whole(double) => write!(out, "{}", double as u64),
        (.., Some(double)) if double >= -9_223_372_036_854_775_808.0 && whole(double) => {
            write!(out, "{}", double as i64)
        }
        (.., double) => write!(out, "x{}", double.unwrap_or_default().to_bits()),
    };
}

/// Control characters, quotes and backslashes have one escape each. All other characters are
/// unchanged.
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
