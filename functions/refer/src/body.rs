//! The body of a request: its size, its kind, and the document in it.

use events::form::FormDocument;
use events::{FieldError, Referral};
use frontend::view::Problem;
use jiff::civil::Date;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{HeaderValue, LOCATION};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{answer, body_bytes, content_type};
use serde_json::Value;
use words::referral;

/// The most bytes that a body may have (contract).
const MOST_BYTES: usize = 65_536;

/// A request that is not looked into any further.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    pub status: StatusCode,
    /// For a partner.
    pub title: &'static str,
    /// For a person.
    pub problem: Problem,
    /// Whether a person is looking at the answer.
    pub to_person: bool,
}

impl Refused {
    /// The same id came before with other content.
    pub(crate) fn conflict(document: &Document) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            title: referral::other_content(),
            problem: Problem::AlreadySent,
            to_person: matches!(document, Document::Form(_)),
        }
    }
}

/// A document, and how it came.
#[derive(Debug)]
pub(crate) enum Document {
    Json(Value),
    Form(Form),
}

/// A form, with its submission's id in its value.
#[derive(Debug)]
pub(crate) struct Form {
    pub document: FormDocument,
    pub value: Value,
    pub id: Option<String>,
}

impl Document {
    /// The document as JSON.
    pub(crate) fn value(&self) -> &Value {
        match self {
            Self::Json(value) => value,
            Self::Form(form) => &form.value,
        }
    }

    /// The referral in it, or every error at once.
    pub(crate) fn referral(&self, today: Date) -> Result<Referral, Vec<FieldError>> {
        let parsed = events::parse::referral(self.value(), today);
        let Self::Form(form) = self else {
            return parsed;
        };
        match parsed {
            Ok(referral) if form.document.errors.is_empty() => Ok(referral),
            Ok(_) => Err(form.document.errors.clone()),
            Err(errors) => {
                let named = errors
                    .into_iter()
                    .map(|error| FieldError::new(form.document.name_of(&error.field), error.code))
                    .filter(|error| !form.document.errors.contains(error));
                Err(form.document.errors.iter().cloned().chain(named).collect())
            }
        }
    }
}

/// Reads the body, in the contract's order: size, content type, JSON or form.
pub(crate) fn read(request: &Request) -> Result<Document, Refused> {
    let bytes = body_bytes(request.body());
    let kind = content_type(request).map(|kind| {
        kind.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    });
    let is_form = kind.as_deref() == Some("application/x-www-form-urlencoded");
    let refused = |status, title, problem| Refused {
        status,
        title,
        problem,
        to_person: is_form,
    };
    if bytes.len() > MOST_BYTES {
        return Err(refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            referral::too_large(),
            Problem::TooLong,
        ));
    }
    match kind.as_deref() {
        Some("application/json") => events::ijson::parse(bytes)
            .map(Document::Json)
            .map_err(|_| {
                refused(
                    StatusCode::BAD_REQUEST,
                    referral::not_i_json(),
                    Problem::Broken,
                )
            }),
        Some("application/x-www-form-urlencoded") => events::form::parse(bytes)
            .map(|document| Document::Form(identified(document, request)))
            .map_err(|_| {
                refused(
                    StatusCode::BAD_REQUEST,
                    referral::not_a_form(),
                    Problem::Broken,
                )
            }),
        _ => Err(refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            referral::wrong_content_type(),
            Problem::NotAForm,
        )),
    }
}

/// The form with its id: the one that the page made, or the one that the address carries.
fn identified(document: FormDocument, request: &Request) -> Form {
    let mut value = document.value.clone();
    let given = value.get("id").and_then(Value::as_str).map(str::to_owned);
    let id = given.or_else(|| {
        request
            .query_string_parameters_ref()?
            .first("submission")
            .map(str::to_owned)
    });
    if let (Value::Object(fields), Some(id)) = (&mut value, &id) {
        fields.insert("id".to_owned(), Value::String(id.clone()));
    }
    Form {
        document,
        value,
        id,
    }
}

/// Sends the browser back with an id in the address, by a redirect that keeps the body. From then on sending again is
/// the same submission. The address carries nothing but chance.
pub(crate) fn with_new_id(chance: u64) -> Response<Body> {
    let random = uuid::Builder::from_random_bytes(random_bytes(chance)).into_uuid();
    let mut redirect = answer(
        StatusCode::TEMPORARY_REDIRECT,
        "text/plain; charset=utf-8",
        String::new(),
    );
    if let Ok(location) = HeaderValue::from_str(&format!("/referrals?submission={random}")) {
        redirect.headers_mut().insert(LOCATION, location);
    }
    redirect
}

/// Sixteen bytes: half from `chance`, half from the process's own generator.
fn random_bytes(chance: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&chance.to_be_bytes());
    bytes[8..].copy_from_slice(&rand::random::<u64>().to_be_bytes());
    bytes
}
