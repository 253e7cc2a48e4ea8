//! What the police and witness care send: read field by field, so that a refusal names the field in plain words.

use events::ijson;
use events::justice::{HowTold, Step, WhyNotes};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request};
use serde_json::{Map, Value};

/// Longer than any of these bodies has to be.
const MOST_BYTES: usize = 4_096;

/// Why a body is not read: a status and a plain sentence.
pub(crate) type Unread = (StatusCode, &'static str);

/// `POST …/progress`.
pub(crate) struct ProgressBody {
    pub id: String,
    pub step: Step,
    pub at: Timestamp,
    pub heard_at: Option<Timestamp>,
}

/// `POST …/told`.
pub(crate) struct ToldBody {
    pub id: String,
    pub promise: String,
    pub how: HowTold,
    pub at: Option<Timestamp>,
}

/// `POST …/request-notes`.
pub(crate) struct NotesBody {
    pub id: String,
    pub reason: WhyNotes,
}

pub(crate) fn progress(request: &Request) -> Result<ProgressBody, Unread> {
    let fields = Fields::read(request, &["id", "step", "at", "heard_at"])?;
    let step = fields
        .text("step")
        .and_then(Step::parse)
        .ok_or(mistake("step is not one of the steps"))?;
    let at = fields
        .moment("at")?
        .ok_or(mistake("at is missing: when it happened"))?;
    Ok(ProgressBody {
        id: fields.id()?,
        step,
        at,
        heard_at: fields.moment("heard_at")?,
    })
}

pub(crate) fn told(request: &Request) -> Result<ToldBody, Unread> {
    let fields = Fields::read(request, &["id", "promise", "how", "at"])?;
    let promise = fields
        .text("promise")
        .ok_or(mistake("promise is missing: the code of a promise"))?
        .to_owned();
    let how = fields
        .text("how")
        .and_then(HowTold::parse)
        .ok_or(mistake("how is not one of the ways to tell"))?;
    Ok(ToldBody {
        id: fields.id()?,
        promise,
        how,
        at: fields.moment("at")?,
    })
}

pub(crate) fn notes(request: &Request) -> Result<NotesBody, Unread> {
    let fields = Fields::read(request, &["id", "reason"])?;
    let reason = fields
        .text("reason")
        .and_then(WhyNotes::parse)
        .ok_or(mistake("reason is not one of the reasons"))?;
    Ok(NotesBody {
        id: fields.id()?,
        reason,
    })
}

const fn mistake(title: &'static str) -> Unread {
    (StatusCode::UNPROCESSABLE_ENTITY, title)
}

struct Fields(Map<String, Value>);

impl Fields {
    fn read(request: &Request, known: &[&str]) -> Result<Self, Unread> {
        let bytes: &[u8] = match request.body() {
            Body::Text(text) => text.as_bytes(),
            Body::Binary(bytes) => bytes,
            _ => &[],
        };
        if bytes.len() > MOST_BYTES {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, "The body is too long"));
        }
        let Ok(Value::Object(fields)) = ijson::parse(bytes) else {
            return Err((StatusCode::BAD_REQUEST, "The body is not a JSON object"));
        };
        // A misspelt field would otherwise pass for one that was left out.
        if fields.keys().any(|name| !known.contains(&name.as_str())) {
            return Err(mistake("There is a field that nobody knows"));
        }
        Ok(Self(fields))
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// The sender's id of the record; two spellings of one UUID are one id.
    fn id(&self) -> Result<String, Unread> {
        let id = self
            .text("id")
            .and_then(|text| uuid::Uuid::try_parse(text).ok());
        id.map(|id| id.hyphenated().to_string())
            .ok_or(mistake("id is not a UUID"))
    }

    /// A moment with its offset, or nothing where the field is absent.
    fn moment(&self, name: &str) -> Result<Option<Timestamp>, Unread> {
        match self.0.get(name) {
            None => Ok(None),
            Some(value) => match value.as_str().and_then(|text| text.parse().ok()) {
                Some(at) => Ok(Some(at)),
                None => Err(mistake("A moment is not like 2026-11-23T10:00:00Z")),
            },
        }
    }
}
