//! What the police and witness care send: read field by field, so that a refusal names the field in plain words.

use application::Refusal;
use events::ijson;
use events::justice::{NotesRequestReason, NotificationMethod, Step};
use jiff::Timestamp;
use lambda_http::Request;
use lambda_http::http::StatusCode;
use platform::http::body_within;
use serde_json::{Map, Value};

/// Longer than any of these bodies has to be.
const MOST_BYTES: usize = 4_096;

/// Something that an agency does: the last part of the address, and what the body says of it.
pub(crate) enum JusticeCommand {
    /// A step of the justice system was taken.
    Progress(ProgressBody),
    /// The person was told of one.
    PromiseProof(ToldBody),
    /// Support notes are asked for.
    RequestNotes(NotesBody),
}

/// The command of that name, as its body says it.
pub(crate) fn read(name: &str, request: &Request) -> Result<JusticeCommand, Refusal> {
    match name {
        "progress" => progress(request).map(JusticeCommand::Progress),
        "told" => told(request).map(JusticeCommand::PromiseProof),
        "request-notes" => notes(request).map(JusticeCommand::RequestNotes),
        _ => Err(Refusal::no_such_address()),
    }
}

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
    pub how: NotificationMethod,
    pub at: Option<Timestamp>,
}

/// `POST …/request-notes`.
pub(crate) struct NotesBody {
    pub id: String,
    pub reason: NotesRequestReason,
}

fn progress(request: &Request) -> Result<ProgressBody, Refusal> {
    let fields = Fields::read(request, &["id", "step", "at", "heard_at"])?;
    let step = fields
        .text("step")
        .and_then(Step::parse)
        .ok_or_else(|| Refusal::invalid("step is not one of the steps"))?;
    let at = fields
        .moment("at")?
        .ok_or_else(|| Refusal::invalid("at is missing: when it happened"))?;
    Ok(ProgressBody {
        id: fields.id()?,
        step,
        at,
        heard_at: fields.moment("heard_at")?,
    })
}

fn told(request: &Request) -> Result<ToldBody, Refusal> {
    let fields = Fields::read(request, &["id", "promise", "how", "at"])?;
    let promise = fields
        .text("promise")
        .ok_or_else(|| Refusal::invalid("promise is missing: the code of a promise"))?
        .to_owned();
    let how = fields
        .text("how")
        .and_then(NotificationMethod::parse)
        .ok_or_else(|| Refusal::invalid("how is not one of the ways to tell"))?;
    Ok(ToldBody {
        id: fields.id()?,
        promise,
        how,
        at: fields.moment("at")?,
    })
}

fn notes(request: &Request) -> Result<NotesBody, Refusal> {
    let fields = Fields::read(request, &["id", "reason"])?;
    let reason = fields
        .text("reason")
        .and_then(NotesRequestReason::parse)
        .ok_or_else(|| Refusal::invalid("reason is not one of the reasons"))?;
    Ok(NotesBody {
        id: fields.id()?,
        reason,
    })
}

struct Fields(Map<String, Value>);

impl Fields {
    fn read(request: &Request, known: &[&str]) -> Result<Self, Refusal> {
        let bytes = body_within(request.body(), MOST_BYTES).ok_or_else(|| {
            Refusal::Problem(StatusCode::PAYLOAD_TOO_LARGE, "The body is too long".into())
        })?;
        let Ok(Value::Object(fields)) = ijson::parse(bytes) else {
            return Err(Refusal::unreadable("The body is not a JSON object"));
        };
        // A misspelt field would otherwise pass for one that was left out.
        if fields.keys().any(|name| !known.contains(&name.as_str())) {
            return Err(Refusal::invalid("There is a field that nobody knows"));
        }
        Ok(Self(fields))
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// The sender's id of the record; two spellings of one UUID are one id.
    fn id(&self) -> Result<String, Refusal> {
        let id = self
            .text("id")
            .and_then(|text| uuid::Uuid::try_parse(text).ok());
        id.map(|id| id.hyphenated().to_string())
            .ok_or_else(|| Refusal::invalid("id is not a UUID"))
    }

    /// A moment with its offset, or nothing where the field is absent.
    fn moment(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        match self.0.get(name) {
            None => Ok(None),
            Some(value) => match value.as_str().and_then(|text| text.parse().ok()) {
                Some(at) => Ok(Some(at)),
                None => Err(Refusal::invalid(
                    "A moment is not like 2026-11-23T10:00:00Z",
                )),
            },
        }
    }
}
