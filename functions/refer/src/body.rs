//! Reads the body of a request: its size, its type, and its document.

use events::form::FormDocument;
use events::{FieldError, Referral};
use frontend::view::Problem;
use jiff::civil::Date;
use lambda_http::http::StatusCode;
use lambda_http::{Request, RequestExt};
use platform::http::{body_bytes, content_type};
use serde_json::Value;
use words::referral;

/// The maximum size of a body (contract).
const MAX_BYTES: usize = 65_536;

/// A request that is refused because of its body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused {
    pub status: StatusCode,
    /// For a partner.
    pub title: &'static str,
    /// For a person.
    pub problem: Problem,
    /// Whether the response is a page for a person.
    pub for_person: bool,
}

impl Refused {
    /// The sender used the same id before for other content.
    pub(crate) fn conflict(document: &Document) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            title: referral::other_content(),
            problem: Problem::AlreadySent,
            for_person: matches!(document, Document::Form(_)),
        }
    }
}

#[derive(Debug)]
pub(crate) enum Document {
    Json(Value),
    Form(Form),
}

/// A form. Its value holds the submission's id.
#[derive(Debug)]
pub(crate) struct Form {
    pub document: FormDocument,
    pub value: Value,
    pub id: Option<String>,
}

impl Form {
    /// Gives the form an id.
    pub(crate) fn identify(&mut self, id: String) {
        if let Value::Object(fields) = &mut self.value {
            fields.insert("id".to_owned(), Value::String(id.clone()));
        }
        self.id = Some(id);
    }
}

impl Document {
    pub(crate) fn value(&self) -> &Value {
        match self {
            Self::Json(value) => value,
            Self::Form(form) => &form.value,
        }
    }

    /// Parses the referral, or returns all its errors.
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
pub(crate) fn read(request: &Request, today: Date) -> Result<Document, Refused> {
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
        for_person: is_form,
    };
    if bytes.len() > MAX_BYTES {
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
        Some("application/x-www-form-urlencoded") => events::form::parse(bytes, Some(today))
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

/// The form with its id, from the page or from the URL. A way to reach the person that they did not tick has no address.
fn identified(document: FormDocument, request: &Request) -> Form {
    let mut value = document.value.clone();
    events::form::forget_unticked(&mut value);
    let given = value.get("id").and_then(Value::as_str).map(str::to_owned);
    let id = given.or_else(|| {
        request
            .query_string_parameters_ref()?
            .first("submission")
            .map(str::to_owned)
    });
    let mut form = Form {
        document,
        value,
        id: None,
    };
    if let Some(id) = id {
        form.identify(id);
    }
    form
}
