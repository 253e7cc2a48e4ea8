//! What a provider records once it has accepted: what it did, and its notes.

use crate::{Ports, ProviderRequest, not_here, view};
use application::{Decision, OnConflict, Refusal, check_version, require_version};
use domain::case::commands::provider::follow_up;
use events::care::Act;
use events::case::{Case, CaseChange, OnwardState};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::http::{body_within, if_match, json};
use platform::notes::{Note, NoteKept};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The longest body that is read.
const MOST_BYTES: usize = 32_768;
/// The longest note, in characters.
const MOST_TEXT: usize = 5_000;

/// `POST /provider/onwards/{onward}/acts`: one [`Act`], of the version of the case that its writer has seen. A second
/// tap, or a repeat after a lost answer, is of an older version and records nothing twice.
pub(crate) async fn act<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let act: &Option<Act> = &read(request);
    let outcome = asked
        .execute(
            code,
            "a provider recorded what it did",
            OnConflict::Refuse,
            |case| async move {
                let act = act.clone().ok_or_else(|| {
                    Refusal::invalid(
                        "This is no act that the hub knows: its description lists them",
                    )
                })?;
                if !view::for_volunteers(&act) {
                    asked.no_volunteers(
                        "A volunteer records contact and support; your team does the rest",
                    )?;
                }
                is_of_this_version(&case, request)?;
                let follows = follow_up(&case, code, &act, asked.now);
                let did = CaseChange::Cared {
                    onward: code.to_owned(),
                    provider: asked.provider.to_owned(),
                    act,
                };
                Ok(Decision::of(std::iter::once(did).chain(follows).collect()))
            },
        )
        .await
        .map_err(|refusal| refusal.introduced_by("This cannot be recorded"))?;
    asked.show(&outcome.state, code).await
}

/// What a note is sent as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewNote {
    id: String,
    text: String,
}

/// `POST /provider/onwards/{onward}/notes`: `{"id", "text"}`. Sending the same note again is 200. Another text
/// under a known id is 409, so that a correction is never lost.
pub(crate) async fn write_note<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let case = asked.case(code).await?;
    asked.no_volunteers(NO_NOTES)?;
    if state(&case, code) != Some(OnwardState::Accepted) {
        return Err(Refusal::conflict(
            "Notes are kept while you support the person: say yes first",
        ));
    }
    let new = read::<NewNote>(request)
        .filter(|new| {
            let length = new.text.trim().chars().count();
            uuid::Uuid::try_parse(&new.id).is_ok() && (1..=MOST_TEXT).contains(&length)
        })
        .ok_or_else(|| {
            Refusal::invalid("A note has an id, a UUID, and a text of 1 to 5,000 characters")
        })?;
    let note = Note {
        id: new.id.to_lowercase(),
        at: asked.now,
        by: asked.who.subject.clone(),
        text: new.text,
    };
    let kept = asked
        .ports
        .keep_note(&case.reference, asked.provider, &note)
        .await?;
    let (status, note) = match kept {
        NoteKept::New => (StatusCode::CREATED, note),
        NoteKept::Same(kept) => (StatusCode::OK, kept),
        NoteKept::OtherText => {
            return Err(Refusal::conflict(
                "A note with this id is kept already, with another text: send yours with a new id",
            ));
        }
    };
    Ok(json(
        status,
        &serde_json::json!({"id": note.id, "at": note.at}),
    ))
}

/// `GET /provider/onwards/{onward}/notes`: the provider's own, oldest first. Volunteers see none (CA27).
pub(crate) async fn read_notes<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
) -> Result<Response<Body>, Refusal> {
    let case = asked.case(code).await?;
    asked.no_volunteers(NO_NOTES)?;
    if !matches!(
        state(&case, code),
        Some(OnwardState::Accepted | OnwardState::Closed)
    ) {
        return Err(not_here());
    }
    asked
        .ports
        .audit(&case.reference, &asked.reader(), asked.now)
        .await?;
    let notes = asked.ports.notes(&case.reference, asked.provider).await?;
    Ok(json(StatusCode::OK, &serde_json::json!({"notes": notes})))
}

const NO_NOTES: &str = "Notes are for the provider's own staff";

fn state(case: &Case, code: &str) -> Option<OnwardState> {
    case.onward(code).map(|onward| onward.state)
}

/// The body, where it is what it should be, and no longer than any act or note.
pub(crate) fn read<T: DeserializeOwned>(request: &Request) -> Option<T> {
    let bytes = body_within(request.body(), MOST_BYTES)?;
    serde_json::from_slice(bytes).ok()
}

/// Refuses what does not say which version of the case its writer has seen, or says another one.
pub(crate) fn is_of_this_version(case: &Case, request: &Request) -> Result<(), Refusal> {
    check_version(case, require_version(if_match(request))?)
}
