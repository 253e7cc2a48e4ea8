//! What a person sends: a form or JSON, in bounds, with what opens the case and what they say.

use events::form::FormDocument;
use events::{form, ijson};
use frontend::view::Problem;
use lambda_http::Request;
use lambda_http::http::StatusCode;
use platform::http::{body_within, content_type};
use serde_json::Value;
use std::collections::BTreeMap;

/// The longest form has six ways to contact someone; the longest message has two thousand characters of any script.
const MOST_BYTES: usize = 49_152;

/// A request that cannot be read.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    /// The code of its title.
    pub(crate) error: &'static str,
    pub(crate) problem: Problem,
    pub(crate) is_json: bool,
}

/// What a person sends.
#[derive(Debug)]
pub(crate) struct Input {
    /// Whether a program sent it.
    pub(crate) is_json: bool,
    pub(crate) reference: String,
    pub(crate) word: String,
    /// What a page carries in place of the reference and the words.
    pub(crate) pass: String,
    /// The version of the case that the person saw.
    pub(crate) version: Option<String>,
    fields: Fields,
}

#[derive(Debug)]
enum Fields {
    /// Plain names, and those that are pointers into the referral.
    Form(BTreeMap<String, String>, Box<FormDocument>),
    Json(Value),
}

impl Input {
    /// The text with this name; empty if there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        match &self.fields {
            Fields::Form(plain, _) => plain.get(name).map_or("", String::as_str),
            Fields::Json(value) => value.get(name).and_then(Value::as_str).unwrap_or_default(),
        }
    }

    /// A small number; `None` if there is none, or if it is too large.
    pub(crate) fn number(&self, name: &str) -> Option<u8> {
        match &self.fields {
            Fields::Form(plain, _) => plain.get(name)?.parse().ok(),
            Fields::Json(value) => value.get(name)?.as_u64()?.try_into().ok(),
        }
    }

    /// Whether the answer with this name is yes. No answer is no.
    pub(crate) fn flag(&self, name: &str) -> bool {
        match &self.fields {
            Fields::Form(plain, _) => plain.get(name).is_some_and(|text| text == "true"),
            Fields::Json(value) => value.get(name).and_then(Value::as_bool) == Some(true),
        }
    }

    /// Whether there is a value with this name.
    pub(crate) fn says(&self, name: &str) -> bool {
        match &self.fields {
            Fields::Form(plain, _) => plain.get(name).is_some_and(|text| !text.is_empty()),
            Fields::Json(value) => value.get(name).is_some_and(|value| !value.is_null()),
        }
    }

    /// A list: in JSON the value `name`, in a form one box for each of `names`. `None` if JSON has no list of texts with this
    /// name. An empty box in a form is an answer; a missing name in JSON may be a mistake.
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

    /// The form; `None` if JSON was sent.
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
    let refused = |status, error, problem| Refused {
        status,
        error,
        problem,
        is_json,
    };
    let bytes = body_within(request.body(), MOST_BYTES)
        .ok_or_else(|| refused(StatusCode::PAYLOAD_TOO_LARGE, "too-long", Problem::TooLong))?;
    let broken = || refused(StatusCode::BAD_REQUEST, "unreadable", Problem::Broken);
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
    let version = value.get("version").filter(|version| !version.is_null());
    // A version of another type is not the version that was seen.
    let version = version.map(|version| version.as_str().unwrap_or_default().to_owned());
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

/// A name that begins with a slash is a pointer into the referral, and is read like the form of a referral.
fn of_form(bytes: &[u8]) -> Option<Input> {
    let is_pointer = |pair: &&[u8]| {
        pair.starts_with(b"/") || pair.starts_with(b"%2F") || pair.starts_with(b"%2f")
    };
    let (pointers, plain): (Vec<&[u8]>, Vec<&[u8]>) =
        bytes.split(|byte| *byte == b'&').partition(is_pointer);
    let document = form::parse(&pointers.join(&b'&'), None).ok()?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&plain.join(&b'&')).ok()?;
    let mut plain = BTreeMap::new();
    for (name, text) in pairs {
        plain
            .entry(name)
            .or_insert_with(|| text.replace("\r\n", "\n"));
    }
    let text = |name: &str| plain.get(name).cloned().unwrap_or_default();
    let (reference, word, pass) = (text("reference"), text("word"), text("pass"));
    let version = plain.get("version").cloned();
    Some(Input {
        is_json: false,
        reference,
        word,
        pass,
        version,
        fields: Fields::Form(plain, Box::new(document)),
    })
}
