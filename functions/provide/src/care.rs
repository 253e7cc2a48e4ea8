//! What a provider records once it has said yes: what it did, and its notes.

use crate::{Desk, Ports, not_here, own_case, show, view};
use domain::care::leads_to;
use domain::fold::append_all;
use events::care::Act;
use events::case::{Case, OnwardState, What};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::PortError;
use platform::http::{json, problem};
use platform::notes::{Note, NoteKept};
use platform::ports::{Appended, Beside};
use serde::Deserialize;

/// The longest body that is read.
const MOST_BYTES: usize = 32_768;
/// The longest note, in characters.
const MOST_TEXT: usize = 5_000;

/// `POST /provider/onwards/{onward}/acts`: one [`Act`], of the version of the case that its writer has seen. A second
/// tap, or a repeat after a lost answer, is of an older version and says nothing twice.
pub(crate) async fn act<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
    request: &Request,
) -> Result<Response<Body>, PortError> {
    let Some(case) = own_case(desk, code).await? else {
        return Ok(not_here());
    };
    let Ok(act) = serde_json::from_slice::<Act>(body(request)) else {
        let title = "This is no act that the hub knows: its description lists them";
        return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, title));
    };
    if desk.volunteer && !view::for_volunteers(&act) {
        return Ok(problem(
            StatusCode::FORBIDDEN,
            "A volunteer records contact and support; your team does the rest",
        ));
    }
    if let Some(refused) = of_another_version(&case, request) {
        return Ok(refused);
    }
    let leads_to = leads_to(&case, code, &act, desk.now);
    let did = What::Cared {
        onward: code.to_owned(),
        provider: desk.provider.to_owned(),
        act,
    };
    let whats = std::iter::once(did).chain(leads_to).collect();
    let (after, events) = match append_all(&case, whats, desk.now) {
        Ok(moved) => moved,
        Err(illegal) => {
            return Ok(problem(
                StatusCode::CONFLICT,
                &format!("This cannot be recorded: {illegal}"),
            ));
        }
    };
    if desk
        .ports
        .append(&after, &events, Beside::default())
        .await?
        != Appended::Done
    {
        return Ok(moved_on());
    }
    tracing::info!(case.reference = %case.reference, onward = code, "a provider recorded what it did");
    let Some(onward) = after.onward(code) else {
        return Ok(not_here());
    };
    show(desk, &after, onward).await
}

/// What a note is sent as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewNote {
    id: String,
    text: String,
}

/// `POST /provider/onwards/{onward}/notes`: `{"id", "text"}`. The same note again is 200; another text under a known id is
/// 409, so that a correction is never taken for kept.
pub(crate) async fn write_note<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
    request: &Request,
) -> Result<Response<Body>, PortError> {
    let Some(case) = own_case(desk, code).await? else {
        return Ok(not_here());
    };
    if desk.volunteer {
        return Ok(not_for_volunteers());
    }
    if case
        .onward(code)
        .is_none_or(|onward| onward.state != OnwardState::Accepted)
    {
        return Ok(problem(
            StatusCode::CONFLICT,
            "Notes are kept while you support the person: say yes first",
        ));
    }
    let new = serde_json::from_slice::<NewNote>(body(request))
        .ok()
        .filter(|new| {
            let length = new.text.trim().chars().count();
            uuid::Uuid::try_parse(&new.id).is_ok() && (1..=MOST_TEXT).contains(&length)
        });
    let Some(new) = new else {
        let title = "A note has an id, a UUID, and a text of 1 to 5,000 characters";
        return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, title));
    };
    let note = Note {
        id: new.id.to_lowercase(),
        at: desk.now,
        by: desk.who.subject.clone(),
        text: new.text,
    };
    let kept = desk
        .ports
        .keep_note(&case.reference, desk.provider, &note)
        .await?;
    let (status, note) = match kept {
        NoteKept::New => (StatusCode::CREATED, note),
        NoteKept::Same(kept) => (StatusCode::OK, kept),
        NoteKept::OtherText => {
            let title =
                "A note with this id is kept already, with another text: send yours with a new id";
            return Ok(problem(StatusCode::CONFLICT, title));
        }
    };
    Ok(json(
        status,
        &serde_json::json!({"id": note.id, "at": note.at}),
    ))
}

/// `GET /provider/onwards/{onward}/notes`: the provider's own, oldest first. Volunteers see none (CA27).
pub(crate) async fn read_notes<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
) -> Result<Response<Body>, PortError> {
    let Some(case) = own_case(desk, code).await? else {
        return Ok(not_here());
    };
    if desk.volunteer {
        return Ok(not_for_volunteers());
    }
    if case
        .onward(code)
        .is_none_or(|onward| !matches!(onward.state, OnwardState::Accepted | OnwardState::Closed))
    {
        return Ok(not_here());
    }
    desk.ports
        .audit(&case.reference, &desk.reader(), desk.now)
        .await?;
    let notes = desk.ports.notes(&case.reference, desk.provider).await?;
    Ok(json(StatusCode::OK, &serde_json::json!({"notes": notes})))
}

/// The body; nothing of one that is longer than any act or note.
pub(crate) fn body(request: &Request) -> &[u8] {
    let bytes: &[u8] = match request.body() {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => &[],
    };
    if bytes.len() > MOST_BYTES { &[] } else { bytes }
}

/// What is answered where the writer has not said which version of the case they have seen, or has seen an older one.
pub(crate) fn of_another_version(case: &Case, request: &Request) -> Option<Response<Body>> {
    match seen_version(request) {
        None => {
            let title = "Say with If-Match which version of the case you have seen";
            Some(problem(StatusCode::PRECONDITION_REQUIRED, title))
        }
        Some(seen) => (seen != case.version).then(moved_on),
    }
}

/// The version in `If-Match: "7"`.
fn seen_version(request: &Request) -> Option<u32> {
    let value = request.headers().get("if-match")?.to_str().ok()?;
    value.trim().trim_matches('"').parse().ok()
}

pub(crate) fn moved_on() -> Response<Body> {
    problem(
        StatusCode::PRECONDITION_FAILED,
        "The case has moved on since you looked: look again, then record it",
    )
}

fn not_for_volunteers() -> Response<Body> {
    problem(
        StatusCode::FORBIDDEN,
        "Notes are for the provider's own staff",
    )
}
