//! `/me`: the person's own page, by reference and memorable word, without an account.
//!
//! An unknown reference and a wrong word do the same work, take as long and look the same. Wrong answers slow whoever
//! asks; the right words are never shut out. The pages that follow the first carry a pass in place of the words: it is in
//! the page alone and lapses by itself, so that closing the page forgets it and no other tab of the phone has it, as it
//! would have a cookie.

mod act;
mod asked;
mod body;
mod contact;
mod council;
mod export;
mod json;
mod line;
mod open;
mod page;
mod plan;
mod view;

use act::Act;
use body::{Ask, Refused};
use events::case::CaseFile;
use events::profile::Profile;
use frontend::Assets;
use frontend::view::{ProblemView, ProgressProblem, Said, Site};
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use open::Opened;
use page::Page;
use plan::Heard;
use platform::PortError;
use platform::http::{asker, problem, unavailable};
use platform::keys::Keys;
use platform::ports::{
    AppendEvents, Attempts, ReadCaseFile, ReadDirectory, ReadLooks, ReadPerson, ReadWords,
};

/// What a person's own page needs of the world.
pub trait Ports:
    ReadCaseFile + ReadDirectory + ReadPerson + ReadWords + ReadLooks + AppendEvents + Attempts
{
}
impl<P: ReadCaseFile + ReadDirectory + ReadPerson + ReadWords + ReadLooks + AppendEvents + Attempts>
    Ports for P
{
}

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

/// One request of a person who is let in.
pub(crate) struct Visit<'a, P> {
    pub(crate) room: &'a Room<'a, P>,
    pub(crate) profile: &'a Profile,
    pub(crate) ask: &'a Ask,
    pub(crate) now: Timestamp,
}

/// What is asked of a case: to see a page of it, or to do something.
#[derive(Clone, Copy)]
enum Route {
    See(Page),
    Tell,
    Do(Act),
}

/// Answers one request, a form (a page) or JSON: `POST /me/{page}` shows, `POST /me/{act}` does.
pub async fn handle<P: Ports>(
    room: &Room<'_, P>,
    request: Request,
    now: Timestamp,
) -> Response<Body> {
    let path = request.raw_http_path().trim_end_matches('/').to_owned();
    let name = path.strip_prefix("/me/").unwrap_or_default();
    let route = match name {
        "council" => Some(Route::Tell),
        _ => Page::parse(name)
            .map(Route::See)
            .or_else(|| Act::parse(name).map(Route::Do)),
    };
    match route.filter(|_| request.method() == Method::POST) {
        None => problem(StatusCode::NOT_FOUND, "There is nothing at this address"),
        Some(route) => serve(room, &request, route, now)
            .await
            .unwrap_or_else(|error| unavailable(&error, None)),
    }
}

async fn serve<P: Ports>(
    room: &Room<'_, P>,
    request: &Request,
    route: Route,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    let profile = room.ports.profile().await?;
    let site = Site {
        profile: &profile,
        assets: room.assets,
    };
    // 1. What is asked.
    let ask = match body::read(request) {
        Ok(ask) => ask,
        Err(refused) => return Ok(not_read(&site, &refused)),
    };
    if ask.pass.is_empty() && (ask.reference.trim().is_empty() || ask.word.trim().is_empty()) {
        return Ok(not_opened(&site, &ask, ProgressProblem::Incomplete));
    }
    // 2. Whose case, if any.
    let file = match open::open(room, &ask, &asker(request), now).await? {
        Opened::File(file) => *file,
        Opened::Closed => return Ok(not_opened(&site, &ask, ProgressProblem::Closed)),
        Opened::No => return Ok(not_opened(&site, &ask, ProgressProblem::NotFound)),
    };
    let visit = Visit {
        room,
        profile: &profile,
        ask: &ask,
        now,
    };
    // 3. Done, or shown as it stands.
    match route {
        Route::See(page) => shown(&visit, &file, page, None).await,
        Route::Tell => {
            let file = council::told(room.ports, &file, ask.text("council"), &profile, now).await?;
            shown(&visit, &file, Page::Progress, None).await
        }
        Route::Do(act) => match act::done(&visit, act, file.clone()).await {
            Ok((file, heard)) => shown(&visit, &file, act.page(), Some(heard)).await,
            Err(error) if ask.is_json => Err(error),
            // What was typed is not lost because something does not work on our side.
            Err(error) => {
                let _logged = unavailable(&error, Some(file.case.reference.as_str()));
                shown(&visit, &file, act.page(), Some(Heard::of(Said::TryAgain))).await
            }
        },
    }
}

/// The page, or the same for a programme.
async fn shown<P: Ports>(
    visit: &Visit<'_, P>,
    file: &CaseFile,
    page: Page,
    heard: Option<Heard>,
) -> Result<Response<Body>, PortError> {
    if visit.ask.is_json {
        json::answer(visit, file, page, heard).await
    } else {
        page::answer(visit, file, page, heard).await
    }
}

/// The case was not opened: an unknown reference and a wrong word look the same.
fn not_opened(site: &Site, ask: &Ask, why: ProgressProblem) -> Response<Body> {
    let (status, title) = match why {
        ProgressProblem::Incomplete => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Send the reference and the three words",
        ),
        ProgressProblem::Closed => (
            StatusCode::GONE,
            "The page has closed: send the reference and the three words again",
        ),
        ProgressProblem::NotFound | ProgressProblem::TooManyTries => (
            StatusCode::NOT_FOUND,
            "No case has this reference and these words",
        ),
    };
    if ask.is_json {
        return problem(status, title);
    }
    platform::http::page(status, frontend::progress_form(site, Some(why)))
}

/// What came cannot be read.
fn not_read(site: &Site, refused: &Refused) -> Response<Body> {
    if refused.is_json {
        return problem(refused.status, refused.title);
    }
    let view = ProblemView {
        problem: refused.problem,
        wait: None,
    };
    platform::http::page(refused.status, frontend::problem(site, &view))
}
