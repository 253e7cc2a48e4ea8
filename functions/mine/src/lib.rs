//! `/me`: the person's own page, by reference and memorable word, without an account.
//!
//! An unknown reference and a wrong word do the same work, take as long and look the same. Wrong answers slow whoever
//! asks; the right words are never shut out.

mod council;
mod view;

use events::Reference;
use events::case::CaseFile;
use frontend::Assets;
use frontend::view::{Problem, ProblemView, ProgressProblem, Site};
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{asker, content_type, json, page, problem, unavailable};
use platform::keys::Keys;
use platform::ports::{AppendEvents, Attempts, ReadCaseFile, ReadDirectory, Submission};
use serde::Deserialize;
use std::time::Duration;

/// What a person's own page needs of the world.
pub trait Ports: ReadCaseFile + ReadDirectory + AppendEvents + Attempts {}
impl<P: ReadCaseFile + ReadDirectory + AppendEvents + Attempts> Ports for P {}

/// What does not change from request to request.
#[derive(Debug)]
pub struct Room<'a, P> {
    /// The world.
    pub ports: &'a P,
    /// Keys for words.
    pub keys: Keys,
    /// The names of the site's files.
    pub assets: &'a Assets,
}

/// What the person gives; both are there, or the page asks again.
#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    reference: String,
    #[serde(default)]
    word: String,
    /// A council of the area by code, or `elsewhere`.
    #[serde(default)]
    council: String,
}

/// Answers one request, a form (a page) or JSON: `POST /me/progress` shows how things stand, `POST /me/council` takes the
/// council first.
pub async fn handle<P: Ports>(room: &Room<'_, P>, request: Request, now: Timestamp) -> Response<Body> {
    let tells_council = match (request.method(), request.raw_http_path().trim_end_matches('/')) {
        (&Method::POST, "/me/progress") => false,
        (&Method::POST, "/me/council") => true,
        _ => return problem(StatusCode::NOT_FOUND, "There is nothing at this address"),
    };
    let as_json = content_type(&request).is_some_and(|kind| kind.starts_with("application/json"));
    let outcome = progress(room, &request, as_json, tells_council, now).await;
    outcome.unwrap_or_else(|error| unavailable(&error, None))
}

async fn progress<P: Ports>(
    room: &Room<'_, P>,
    request: &Request,
    as_json: bool,
    tells_council: bool,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    let profile = room.ports.profile().await?;
    let site = Site { profile: &profile, assets: room.assets };
    let Some(ask) = read(request, as_json) else {
        let view = ProblemView { problem: Problem::Broken, wait: None };
        return Ok(page(StatusCode::BAD_REQUEST, frontend::problem(&site, &view)));
    };
    if ask.reference.trim().is_empty() || ask.word.trim().is_empty() {
        let again = frontend::progress_form(&site, Some(ProgressProblem::Incomplete));
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, again));
    }
    let mut opened = open(room, &ask, &asker(request), now).await?;
    if let Some(file) = opened.as_mut().filter(|_| tells_council) {
        *file = council::told(room.ports, file, &ask.council, &profile, now).await?;
    }
    Ok(match opened {
        Some(file) if as_json => json(StatusCode::OK, &view::json(&file, &profile)),
        Some(file) => page(StatusCode::OK, frontend::progress(&site, &view::progress(&file, &profile, &ask.word))),
        None if as_json => problem(StatusCode::NOT_FOUND, "No case has this reference and these words"),
        None => page(StatusCode::NOT_FOUND, frontend::progress_form(&site, Some(ProgressProblem::NotFound))),
    })
}

/// The file of the case that the reference and the words open together.
///
/// The same reads and the same arithmetic are done whether the reference exists or not.
async fn open<P: Ports>(
    room: &Room<'_, P>,
    ask: &Ask,
    asker: &str,
    now: Timestamp,
) -> Result<Option<CaseFile>, PortError> {
    let tried = ask.reference.parse().unwrap_or_else(|_| Reference::from_number(0));
    let keys = [room.keys.name("asker", asker), room.keys.name("reference", tried.as_str())];
    let wait = pause(room.ports.wrong_answers(&keys).await?);
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    let file = room.ports.case_file(&tried).await?;
    let submission = file.as_ref().map_or_else(
        || Submission { sender: String::new(), id: String::new() },
        |file| Submission { sender: file.case.received.sender.clone(), id: file.case.received.submission.clone() },
    );
    let right = room.keys.word(&submission).is(&ask.word);
    let named = ask.reference.parse::<Reference>().is_ok();
    let opened = file.filter(|_| right & named);
    if opened.is_none() {
        room.ports.note_wrong_answer(&keys, now).await?;
    }
    Ok(opened)
}

/// The first three slips cost nothing; then each doubles the wait, up to four seconds. Right words wait as long, and
/// then get in.
fn pause(wrong: u32) -> Duration {
    match wrong.saturating_sub(3) {
        0 => Duration::ZERO,
        more => Duration::from_millis(250_u64 << more.min(4)),
    }
}

fn read(request: &Request, as_json: bool) -> Option<Ask> {
    let bytes: &[u8] = match request.body() {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => return None,
    };
    // Two short answers never need more.
    if bytes.len() > 2_048 {
        return None;
    }
    if as_json { serde_json::from_slice(bytes).ok() } else { serde_urlencoded::from_bytes(bytes).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_answers_slow_the_asker_and_never_for_longer_than_four_seconds() {
        assert_eq!(pause(0), Duration::ZERO);
        assert_eq!(pause(3), Duration::ZERO);
        assert_eq!(pause(4), Duration::from_millis(500));
        assert_eq!(pause(1_000_000), Duration::from_secs(4));
    }
}
