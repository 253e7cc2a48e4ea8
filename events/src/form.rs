//! The public form: converts `application/x-www-form-urlencoded` to the JSON document of the
//! contract.
//!
//! The name of a form field is the JSON pointer of the value that it holds
//! (`/contact/channels/0/address`). A form always sends unanswered text fields and cannot say the
//! type of an answer. An empty field therefore counts as absent, and the contract's schema says
//! which text is a boolean and which is a number. List items have an index, and gaps from unticked
//! boxes are closed. [`FormDocument::name_of`] maps a place in the document back to the form.
//! Dates, times and numbers may be written as people write them ([`written`]).

mod written;

pub use written::{written, written_in_browser};

use crate::parse::at_mut;
use crate::{Code, FieldError};
use jiff::civil::Date;
use percent_encoding::percent_decode;
use serde_json::{Map, Number, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

/// The contract's schema. It gives the known field names and their types.
static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../contract/referral.schema.json")).unwrap_or_default()
});

/// More fields than any page of the hub sends.
const MAX_FIELDS: usize = 2_000;

/// The highest list index. No page has more boxes.
const MAX_INDEX: usize = 999;

/// The bytes are not a form: the decoded text is not UTF-8, or it has far too many fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAForm;

impl fmt::Display for NotAForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a form in UTF-8")
    }
}

impl std::error::Error for NotAForm {}

/// A form as a document, with the errors that only a form can have and the text that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct FormDocument {
    /// The document, always an object.
    pub value: Value,
    /// Unknown names, and names that came twice. `field` is the form's name here.
    pub errors: Vec<FieldError>,
    typed: BTreeMap<String, String>,
    moved: BTreeMap<String, String>,
}

impl FormDocument {
    /// What the person typed, by form name, so that a page can show it again. If a name came twice,
    /// the first value.
    pub fn values(&self) -> &BTreeMap<String, String> {
        &self.typed
    }

    /// The form's name for a place in the document: the same pointer, with the form's own index.
    ///
    /// ```
    /// let form = events::form::parse(b"/needs/17/code=nonsense", None).unwrap();
    /// assert_eq!(form.value, serde_json::json!({"needs": [{"code": "nonsense"}]}));
    /// assert_eq!(form.name_of("/needs/0/code"), "/needs/17/code");
    /// ```
    pub fn name_of(&self, pointer: &str) -> String {
        let ends = pointer
            .char_indices()
            .filter(|(_, c)| *c == '/')
            .map(|(at, _)| at)
            .chain([pointer.len()]);
        // The longest matching list item: its form name already has the indexes of the items above
        // it.
        let found = ends.rev().find_map(|end| {
            self.moved
                .get(&pointer[..end])
                .map(|name| (name, &pointer[end..]))
        });
        found.map_or_else(
            || pointer.to_owned(),
            |(name, rest)| format!("{name}{rest}"),
        )
    }
}

/// Parses a form. `today` tells the century of a year of two digits.
///
/// # Errors
///
/// [`NotAForm`] if the bytes are not a form. Errors in single fields are in
/// [`FormDocument::errors`] and in the result of [`crate::parse::referral`].
pub fn parse(body: &[u8], today: Option<Date>) -> Result<FormDocument, NotAForm> {
    let pairs: Vec<&[u8]> = body
        .split(|b| *b == b'&')
        .filter(|pair| !pair.is_empty())
        .collect();
    if pairs.len() > MAX_FIELDS {
        return Err(NotAForm);
    }
    Ok(document(
        pairs
            .into_iter()
            .map(read_pair)
            .collect::<Result<Vec<_>, _>>()?,
        today,
    ))
}

/// Builds the document from names and texts, from a form or from a row under its header.
pub fn document(
    pairs: impl IntoIterator<Item = (String, String)>,
    today: Option<Date>,
) -> FormDocument {
    let mut root = Node::Object(BTreeMap::new());
    let mut errors = Vec::new();
    let mut typed = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for (name, text) in pairs {
        if typed.contains_key(&name) {
            if twice.insert(name.clone()) {
                errors.push(FieldError::new(name, Code::Duplicate));
            }
            continue;
        }
        match kind_of(&name) {
            None => errors.push(FieldError::new(name.clone(), Code::UnknownField)),
            Some(kind) => {
                let text = written(&name, &text, today);
                if !text.is_empty() {
                    root.put(&name, kind.read(&text));
                }
            }
        }
        typed.insert(name, text);
    }
    let mut moved = BTreeMap::new();
    let mut value = root.into_value("", "", &mut moved);
    unsafe_unless_said(&mut value);
    FormDocument {
        value,
        errors,
        typed,
        moved,
    }
}

/// Whether the contract has a single value with that name.
pub fn is_field(name: &str) -> bool {
    kind_of(name).is_some()
}

/// One decoded `name=value`. All line breaks become one character, because browsers differ.
fn read_pair(pair: &[u8]) -> Result<(String, String), NotAForm> {
    let (name, text) = match pair.iter().position(|b| *b == b'=') {
        Some(at) => (&pair[..at], &pair[at + 1..]),
        None => (pair, &pair[pair.len()..]),
    };
    let decode = |part: &[u8]| {
        let spaced: Vec<u8> = part
            .iter()
            .map(|b| if *b == b'+' { b' ' } else { *b })
            .collect();
        percent_decode(&spaced)
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| NotAForm)
    };
    Ok((decode(name)?, decode(text)?.replace("\r\n", "\n")))
}

/// The type of value that the contract expects in a field.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Boolean,
    Whole,
}

impl Kind {
    /// Converts the text to that type, or returns it unchanged. The parser then reports the wrong
    /// type.
    fn read(self, text: &str) -> Value {
        match (self, text) {
            (Self::Boolean, "true") => Value::Bool(true),
            (Self::Boolean, "false") => Value::Bool(false),
            (Self::Whole, digits) => whole(digits).unwrap_or_else(|| Value::from(digits)),
            (Self::Boolean | Self::Text, text) => Value::from(text),
        }
    }
}

/// The number that the digits represent. A minus sign is allowed, so that a negative number gets
/// the right error.
fn whole(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let exact = text
        .parse::<u64>()
        .map(Number::from)
        .or_else(|_| text.parse::<i64>().map(Number::from))
        .ok();
    exact
        .or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
        .map(Value::Number)
}

/// What the contract expects under a name. `None` if the field is unknown or holds more than one
/// value.
fn kind_of(name: &str) -> Option<Kind> {
    let mut schema = &*SCHEMA;
    for token in name.strip_prefix('/')?.split('/') {
        schema = match schema.get("items") {
            Some(items) => index(token).map(|_| items)?,
            None => schema.get("properties")?.get(token)?,
        };
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object" | "array") => None,
        Some("boolean") => Some(Kind::Boolean),
        Some("integer") => Some(Kind::Whole),
        _ => Some(Kind::Text),
    }
}

/// An index as JSON pointers spell it: no sign and no leading zero.
fn index(token: &str) -> Option<usize> {
    let index = token.parse::<usize>().ok().filter(|i| *i <= MAX_INDEX)?;
    (index.to_string() == token).then_some(index)
}

/// The document under construction. Its lists may still have gaps.
enum Node {
    Leaf(Value),
    Object(BTreeMap<String, Node>),
    List(BTreeMap<usize, Node>),
}

impl Node {
    /// Puts a value at its name. The schema has already confirmed that the path is valid.
    fn put(&mut self, name: &str, value: Value) {
        let mut node = self;
        let mut rest = name.split('/').skip(1).peekable();
        while let Some(token) = rest.next() {
            // No field of the contract has a number as its name, so the next token tells whether
            // this is a list.
            let empty = match rest.peek().map(|next| index(next)) {
                None => Self::Leaf(Value::Null),
                Some(Some(_)) => Self::List(BTreeMap::new()),
                Some(None) => Self::Object(BTreeMap::new()),
            };
            node = match (node, index(token)) {
                (Self::Object(members), _) => members.entry(token.to_owned()).or_insert(empty),
                (Self::List(items), Some(index)) => items.entry(index).or_insert(empty),
                (Self::Leaf(_), _) | (Self::List(_), None) => return,
            };
        }
        *node = Self::Leaf(value);
    }

    /// Closes the gaps in every list, and records the original index of each item.
    fn into_value(self, pointer: &str, name: &str, moved: &mut BTreeMap<String, String>) -> Value {
        match self {
            Self::Leaf(value) => value,
            Self::Object(members) => {
                let member = |(token, node): (String, Self)| {
                    let value = node.into_value(
                        &format!("{pointer}/{token}"),
                        &format!("{name}/{token}"),
                        moved,
                    );
                    (token, value)
                };
                Value::Object(members.into_iter().map(member).collect::<Map<_, _>>())
            }
            Self::List(items) => {
                let item = |(place, (index, node)): (usize, (usize, Self))| {
                    let (pointer, name) = (format!("{pointer}/{place}"), format!("{name}/{index}"));
                    let value = node.into_value(&pointer, &name, moved);
                    moved.insert(pointer, name);
                    value
                };
                Value::Array(items.into_iter().enumerate().map(item).collect())
            }
        }
    }
}

/// Takes the address, and what belongs to it, from every channel that is not safe. On the public
/// form, such a channel is one that the person did not tick, or ticked and thought better of.
pub fn forget_unticked(document: &mut Value) {
    for channel in channels_of(document) {
        if channel.get("safe") != Some(&Value::Bool(true)) {
            // A new map, because to take something from a map is more code for a browser to load.
            let mut kept = Map::new();
            for name in ["kind", "safe"] {
                if let Some(value) = channel.get_mut(name) {
                    kept.insert(name.to_owned(), value.take());
                }
            }
            *channel = kept;
        }
    }
}

/// Browsers do not send an unticked box, and a channel that was not ticked is not safe.
fn unsafe_unless_said(document: &mut Value) {
    for channel in channels_of(document) {
        channel.entry("safe").or_insert(Value::Bool(false));
    }
}

fn channels_of(document: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let channels = at_mut(document, "/contact/channels").and_then(Value::as_array_mut);
    channels
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
}

#[cfg(test)]
mod tests;
