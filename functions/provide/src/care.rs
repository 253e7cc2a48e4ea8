//! What a provider records after it has accepted: its work, and its notes.

use crate::{MOST_BYTES, Ports, ProviderRequest, not_here, onward_in, view};
use application::{Decision, OnConflict, Refusal, check_version, json_object, require_version};
use domain::case::commands::provider::follow_up;
use events::care::Act;
use events::case::{
    Case, CaseChange, CloseReason, CoordinatorReason, Onward, OnwardState, Routing,
};
use events::commands::Commands;
use events::parse::trimmed;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::PortError;
use platform::http::{if_match, json};
use platform::notes::{Note, NoteKept};

/// The longest note, in characters.
const MOST_TEXT: usize = 5_000;
/// How many merges, one after the other, are followed to the case that goes on.
const MOST_MERGES: usize = 8;

/// `POST /provider/onwards/{onward}/acts`: records one [`Act`]. The request names the version of the case that its
/// writer has seen. A second tap, or a repeat after a lost answer, names an older version, so nothing is recorded
/// twice.
pub(crate) async fn act<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let act: &Option<Act> = &read_act(request);
    let outcome = asked
        .execute(
            code,
            "a provider recorded what it did",
            OnConflict::Refuse,
            |case| async move {
                let act = act.clone().ok_or_else(unknown_act)?;
                if !view::for_volunteers(&act) {
                    asked.no_volunteers(words::provider::volunteers_record_support())?;
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
        .map_err(|refusal| refusal.introduced_by(words::provider::not_recorded()))?;
    asked.show(&outcome.state, code).await
}

/// The act in the body.
fn read_act(request: &Request) -> Option<Act> {
    let mut body = json_object(request.body(), MOST_BYTES)?;
    let name = body.remove("act")?;
    Act::from_body(Act::spec_of(name.as_str()?)?, body)
}

/// 422, with a list of the acts.
fn unknown_act() -> Refusal {
    let acts: Vec<&str> = Act::COMMANDS.iter().map(|spec| spec.name).collect();
    Refusal::invalid(words::provider::unknown_act(acts.join(", ")))
}

/// `POST /provider/onwards/{onward}/notes`: `{"id", "text"}`. Sending the same note again is 200. Another text
/// under a known id is 409, so that a correction is never lost.
pub(crate) async fn write_note<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    id: &str,
    text: String,
) -> Result<Response<Body>, Refusal> {
    let case = asked.case(code).await?;
    if state(&case, code) != Some(OnwardState::Accepted) {
        return Err(Refusal::conflict(words::provider::notes_while_supporting()));
    }
    let is_id = uuid::Uuid::try_parse(id).is_ok();
    if !is_id || !(1..=MOST_TEXT).contains(&trimmed(&text).chars().count()) {
        return Err(Refusal::invalid(words::provider::note_wrong()));
    }
    let note = Note {
        id: id.to_lowercase(),
        at: asked.now,
        by: asked.who.subject.clone(),
        text,
    };
    let kept = asked
        .ports
        .keep_note(&case.reference, asked.provider, &note)
        .await?;
    let (status, note) = match kept {
        NoteKept::New => (StatusCode::CREATED, note),
        NoteKept::Same(kept) => (StatusCode::OK, kept),
        NoteKept::OtherText => {
            return Err(Refusal::conflict(words::provider::note_id_used()));
        }
    };
    Ok(json(
        status,
        &serde_json::json!({"id": note.id, "at": note.at}),
    ))
}

/// `GET /provider/onwards/{onward}/notes`: the provider's own notes, oldest first. They stay readable after its support
/// is over, and after the case has become part of another one. Volunteers see none (CA27).
pub(crate) async fn read_notes<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
) -> Result<Response<Body>, Refusal> {
    let case = asked.case(code).await?;
    asked.no_volunteers(words::provider::notes_for_staff())?;
    let onward = onward_in(&case, code)?;
    let readable = match onward.state {
        OnwardState::Accepted | OnwardState::Closed | OnwardState::HandedOver => true,
        OnwardState::Withdrawn => ended_by_merge(asked, &case, onward).await?,
        OnwardState::Offered | OnwardState::Declined | OnwardState::Expired => false,
    };
    if !readable {
        return Err(not_here());
    }
    asked.written_down(&case).await?;
    let notes = asked.ports.notes(&case.reference, asked.provider).await?;
    Ok(json(StatusCode::OK, &serde_json::json!({"notes": notes})))
}

/// Whether the provider had accepted the onward referral, and only the merge of its case ended it. What the person then
/// withdraws in the case that goes on is withdrawn here too.
async fn ended_by_merge<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    case: &Case,
    onward: &Onward,
) -> Result<bool, PortError> {
    let merged = |case: &Case| {
        let ended = case.lifecycle.ended.as_ref();
        let ended = ended.filter(|ended| ended.said && ended.why == CloseReason::Duplicate)?;
        Some((ended.at, ended.into.clone()?))
    };
    let Some((at, mut into)) = merged(case) else {
        return Ok(false);
    };
    // Withdrawn earlier, it was the person's wish, or a coordinator's decision.
    if !onward.was_accepted() || onward.since != at {
        return Ok(false);
    }
    for _ in 0..MOST_MERGES {
        let Some(goes_on) = asked.ports.case(&into).await? else {
            return Ok(false);
        };
        let withdrawn = goes_on.routing()
            == Routing::ToCoordinators(CoordinatorReason::NotToBeShared)
            || goes_on.support.unwanted.contains(&onward.offered.service)
            || goes_on.lifecycle.erasure.is_done()
            || goes_on.coordination.readers.excludes(&asked.who.names());
        if withdrawn {
            return Ok(false);
        }
        match merged(&goes_on) {
            Some((_, next)) => into = next,
            None => return Ok(true),
        }
    }
    Ok(false)
}

fn state(case: &Case, code: &str) -> Option<OnwardState> {
    case.support.onward(code).map(|onward| onward.state)
}

/// Refuses a request that does not name the version of the case that its writer has seen, or names an older one.
pub(crate) fn is_of_this_version(case: &Case, request: &Request) -> Result<(), Refusal> {
    check_version(case, require_version(if_match(request))?)
}
