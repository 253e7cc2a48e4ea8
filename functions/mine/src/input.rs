//! What a person sends: a form or JSON, in bounds, with what opens the case and what they say.

use events::form::FormDocument;
use events::{form, ijson};
use frontend::view::Problem;
use lambda_http::Request;
use lambda_http::http::StatusCode;
use platform::http::{body_within, content_type};
use serde_json::Value;
use std::collections::BTreeMap;

/// The longest form has six ways to reach somebody, the longest words two thousand letters of any script.
const MOST_BYTES: usize = 49_152;

/// A request that is not looked into any further.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) title: &'static str,
    pub(crate) problem: Problem,
    pub(crate) is_json: bool,
}

/// What a person sends.
#[derive(Debug)]
pub(crate) struct Input {
    /// Whether a programme asks.
    pub(crate) is_json: bool,
    pub(crate) reference: String,
    pub(crate) word: String,
    /// What a page carries in place of both.
    pub(crate) pass: String,
    /// The version of the case that they have seen.
    pub(crate) version: Option<u32>,
    fields: Fields,
}

#[derive(Debug)]
enum Fields {
    /// Plain names, and those that are pointers into the referral.
    Form(BTreeMap<String, String>, Box<FormDocument>),
    Json(Value),
}

impl Input {
    /// What was said under a name; empty where nothing was.
    pub(crate) fn text(&self, name: &str) -> &str {
        match &self.fields {
            Fields::Form(plain, _) => plain.get(name).map_or("", String::as_str),
            Fields::Json(value) => value.get(name).and_then(Value::as_str).unwrap_or_default(),
        }
    }

    /// A small number; nothing where there is none, or none so small.
    pub(crate) fn number(&self, name: &str) -> Option<u8> {
        match &self.fields {
            Fields::Form(plain, _) => plain.get(name)?.parse().ok(),
            Fields::Json(value) => value.get(name)?.as_u64()?.try_into().ok(),
        }
    }

    /// Whether something was said under a name.
    pub(crate) fn says(&self, name: &str) -> bool {
        match &self.fields {
            Fields::Form(plain, _) => plain.get(name).is_some_and(|text| !text.is_empty()),
            Fields::Json(value) => value.get(name).is_some_and(|value| !value.is_null()),
        }
    }

    /// A list: in JSON by that name, in a form a box for each of `names`. Nothing where it is no list of texts, or where
    /// JSON has none of that name: who leaves a box empty says so, and who names nothing may have meant something else.
    pub(crate) fn list(&self, name: &str, names: &[&str]) -> Option<Vec<String>> {
        match &self.fields {
            Fields::Form(plain, _) => {
                let ticked = |one: &&&str| plain.get(**one).is_some_and(|value| value == "true");
                Some(
                    names
                        .iter()
                        .filter(ticked)
                        .map(|one| (*one).to_owned())
                        .collect(),
                )
            }
            Fields::Json(value) => value
                .get(name)?
                .as_array()?
                .iter()
                .map(|one| one.as_str().map(str::to_owned))
                .collect(),
        }
    }

    /// The answers about safe contact, as the referral has them under `contact`.
    pub(crate) fn contact(&self) -> Value {
        match &self.fields {
            Fields::Form(_, document) => document.value.get("contact").cloned().unwrap_or_default(),
            Fields::Json(value) => value.get("contact").cloned().unwrap_or_default(),
        }
    }

    /// The form that came, where it was one.
    pub(crate) fn form(&self) -> Option<(&BTreeMap<String, String>, &FormDocument)> {
        match &self.fields {
            Fields::Form(plain, document) => Some((plain, document)),
            Fields::Json(_) => None,
        }
    }
}

/// Reads the body: its size, then JSON or form.
pub(crate) fn read(request: &Request) -> Result<Input, Refused> {
    let is_json = content_type(request).is_some_and(|kind| kind.starts_with("application/json"));
    let refused = |status, title, problem| Refused {
        status,
        title,
        problem,
        is_json,
    };
    let bytes = body_within(request.body(), MOST_BYTES).ok_or_else(|| {
        refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "More than 49,152 bytes",
            Problem::TooLong,
        )
    })?;
    let broken = || {
        refused(
            StatusCode::BAD_REQUEST,
            "The body is neither a form nor I-JSON (RFC 7493)",
            Problem::Broken,
        )
    };
    let input = if is_json {
        of_json(bytes)
    } else {
        of_form(bytes)
    };
    input.ok_or_else(broken)
}

fn of_json(bytes: &[u8]) -> Option<Input> {
    let value = ijson::parse(bytes).ok().filter(Value::is_object)?;
    let text = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let version = value
        .get("version")
        .and_then(Value::as_u64)
        .and_then(|version| u32::try_from(version).ok());
    let (reference, word, pass) = (text("reference"), text("word"), text("pass"));
    Some(Input {
        is_json: true,
        reference,
        word,
        pass,
        version,
        fields: Fields::Json(value),
    })
}

/// A name that begins with a slash is a pointer into the referral, and read as the form of a referral is.
fn of_form(bytes: &[u8]) -> Option<Input> {
    let is_pointer = |pair: &&[u8]| {
        pair.starts_with(b"/") || pair.starts_with(b"%2F") || pair.starts_with(b"%2f")
    };
    let (pointers, plain): (Vec<&[u8]>, Vec<&[u8]>) =
        bytes.split(|byte| *byte == b'&').partition(is_pointer);
    let document = form::parse(&pointers.join(&b'&')).ok()?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&plain.join(&b'&')).ok()?;
    let mut plain = BTreeMap::new();
    for (name, text) in pairs {
        plain
            .entry(name)
            .or_insert_with(|| text.replace("\r\n", "\n"));
    }
    let text = |name: &str| plain.get(name).cloned().unwrap_or_default();
    let (reference, word, pass) = (text("reference"), text("word"), text("pass"));
    let version = plain
        .get("version")
        .and_then(|version| version.parse().ok());
    Some(Input {
        is_json: false,
        reference,
        word,
        pass,
        version,
        fields: Fields::Form(plain, Box::new(document)),
    })
}
