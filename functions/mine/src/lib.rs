//! `/me`: the person's own page, by reference and memorable word, without an account.
//!
//! An unknown reference and a wrong word do the same work, take as long and look the same. Wrong answers slow down the next
//! try. After very many for one reference, a coordinator gives the person new words in a call. Every page after the first
//! carries a pass in place of the words. The pass is only in the page and expires by itself. It ends when the words are
//! changed, the page is closed, or the person leaves with Exit: `POST /me/leave/{end}`, where `end` is what ends this visit
//! and opens nothing. When the page closes, the phone forgets it, and no other tab has it, as it would have a
//! cookie.

mod access;
mod command;
mod contact;
mod council;
mod decide;
mod diary;
mod execute;
mod export;
mod html;
mod input;
mod json;
mod lists;
mod open;
mod overview;
mod page;
mod reply;
mod requests;
mod timeline;

use command::PersonCommand;
use domain::copy::case_for_page;
use events::case::CaseFile;
use events::profile::Profile;
use frontend::Assets;
use frontend::view::{Message, ProblemView, ProgressProblem, Site};
use input::{Input, Refused};
use jiff::Timestamp;
use lambda_http::http::header::{HeaderValue, RETRY_AFTER};
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use open::{Opened, Visit};
use page::Page;
use platform::PortError;
use platform::http::{client_address, problem, unavailable};
use platform::keys::Keys;
use platform::ports::{
    AppendEvents, Attempts, Diaries, Moments, ReadAccessLog, ReadCaseFile, ReadDirectory,
    ReadPerson, ReadWords,
};
use reply::Reply;

/// The ports of a person's own page.
pub trait Ports:
    ReadCaseFile
    + ReadDirectory
    + ReadPerson
    + ReadWords
    + ReadAccessLog
    + AppendEvents
    + Attempts
    + Moments
    + Diaries
{
}
impl<
    P: ReadCaseFile
        + ReadDirectory
        + ReadPerson
        + ReadWords
        + ReadAccessLog
        + AppendEvents
        + Attempts
        + Moments
        + Diaries,
> Ports for P
{
}

/// What does not change from request to request.
#[derive(Debug)]
pub struct Context<'a, P> {
    pub ports: &'a P,
    /// Keys for the words and the passes.
    pub keys: Keys,
    /// The names of the site's files.
    pub assets: &'a Assets,
}

/// A request of a person who opened the case.
pub(crate) struct PersonRequest<'a, P> {
    pub(crate) context: &'a Context<'a, P>,
    pub(crate) profile: &'a Profile,
    pub(crate) input: &'a Input,
    pub(crate) now: Timestamp,
    /// When the words were entered that opened it.
    pub(crate) opened_at: Timestamp,
}

/// What a request asks for: a page, or a command.
#[derive(Clone, Copy)]
enum Route {
    See(Page),
    Tell,
    Do(PersonCommand),
    Diary(diary::Act),
}

/// Answers a form with a page, and JSON with JSON. `POST /me/{page}` shows a page; `POST /me/{command}` carries out a command.
pub async fn handle<P: Ports>(
    context: &Context<'_, P>,
    request: Request,
    now: Timestamp,
) -> Response<Body> {
    let path = request.raw_http_path().trim_end_matches('/').to_owned();
    let name = path.strip_prefix("/me/").unwrap_or_default();
    if let (Some(end), &Method::POST) = (name.strip_prefix("leave/"), request.method()) {
        return open::leave(context, end, now)
            .await
            .unwrap_or_else(|error| unavailable(&error, None));
    }
    let route = match name {
        "council" => Some(Route::Tell),
        _ => Page::parse(name)
            .map(Route::See)
            .or_else(|| PersonCommand::parse(name).map(Route::Do))
            .or_else(|| diary::Act::parse(name).map(Route::Diary)),
    };
    match route.filter(|_| request.method() == Method::POST) {
        None => problem(StatusCode::NOT_FOUND, error_title("not-found")),
        Some(route) => serve(context, &request, route, now)
            .await
            .unwrap_or_else(|error| unavailable(&error, None)),
    }
}

async fn serve<P: Ports>(
    context: &Context<'_, P>,
    request: &Request,
    route: Route,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    let profile = context.ports.profile().await?;
    let site = Site {
        profile: &profile,
        assets: context.assets,
    };
    // 1. Read the request.
    let input = match input::read(request) {
        Ok(input) => input,
        Err(refused) => return Ok(not_read(&site, &refused)),
    };
    if input.pass.is_empty() && (input.reference.trim().is_empty() || input.word.trim().is_empty())
    {
        return Ok(not_opened(&site, &input, ProgressProblem::Incomplete));
    }
    // 2. Open the case.
    let asker = client_address(request);
    let new_words = matches!(route, Route::Do(PersonCommand::NewWords));
    let Visit {
        file,
        opened_at,
        by_code,
    } = match open::open(context, &input, &asker, new_words, now).await? {
        Opened::File(visit) => *visit,
        Opened::Closed => return Ok(not_opened(&site, &input, ProgressProblem::Closed)),
        Opened::No => return Ok(not_opened(&site, &input, ProgressProblem::NotFound)),
        Opened::AfterCall => return Ok(not_opened(&site, &input, ProgressProblem::AfterCall)),
        Opened::Wait(time) => {
            let mut answer = not_opened(&site, &input, ProgressProblem::TooManyTries);
            let seconds = HeaderValue::from(time.as_secs().unsigned_abs());
            answer.headers_mut().insert(RETRY_AFTER, seconds);
            return Ok(answer);
        }
    };
    let asked = PersonRequest {
        context,
        profile: &profile,
        input: &input,
        now,
        opened_at,
    };
    // 3. A code gives the person words, whatever else was asked for.
    if by_code {
        return match access::use_code(&asked, file).await? {
            Some(file) => {
                let reply = Some(Message::WordsChanged.into());
                shown(&asked, &file, Page::Access, reply).await
            }
            None => Ok(not_opened(&site, &input, ProgressProblem::NotFound)),
        };
    }
    // 4. Carry out the command, or show the page.
    match route {
        Route::See(page) => shown(&asked, &file, page, None).await,
        Route::Tell
            if file.case.received.ask_council
                && !council::is_answer(input.text("council"), &profile) =>
        {
            let reply = Some(Message::NothingChosen.into());
            shown(&asked, &file, Page::Progress, reply).await
        }
        Route::Tell => {
            let file =
                council::told(context.ports, &file, input.text("council"), &profile, now).await?;
            shown(&asked, &file, Page::Progress, None).await
        }
        Route::Diary(act) => diary::serve(&asked, file, act).await,
        Route::Do(command) => match execute::execute(&asked, command, file.clone()).await {
            Ok((after, reply)) if reply.message == Message::WordsChanged => {
                let reply = diary::reply_to_new_words(&asked, &file.case, &after.case, reply).await;
                shown(&asked, &after, command.page(), Some(reply)).await
            }
            Ok((file, reply)) => shown(&asked, &file, command.page(), Some(reply)).await,
            Err(error) if input.is_json => Err(error),
            // A fault on our side must not lose what the person typed.
            Err(error) => {
                let _logged = unavailable(&error, Some(file.case.reference.as_str()));
                let reply = Some(Message::TryAgain.into());
                shown(&asked, &file, command.page(), reply).await
            }
        },
    }
}

/// The page, or the same for a program.
async fn shown<P: Ports>(
    asked: &PersonRequest<'_, P>,
    file: &CaseFile,
    page: Page,
    reply: Option<Reply>,
) -> Result<Response<Body>, PortError> {
    if !file.case.has_open_page() {
        return Ok(closed(asked, file, reply));
    }
    // Somebody else may read it.
    let file = &case_for_page(file.clone());
    if asked.input.is_json {
        json::answer(asked, file, page, reply).await
    } else {
        html::answer(asked, file, page, reply).await
    }
}

/// The answer to what closed the page: nothing more is shown.
fn closed<P>(
    asked: &PersonRequest<'_, P>,
    file: &CaseFile,
    reply: Option<Reply>,
) -> Response<Body> {
    if asked.input.is_json {
        return json::closed(file, reply);
    }
    let site = Site {
        profile: asked.profile,
        assets: asked.context.assets,
    };
    let message = reply.map(|reply| reply.message);
    platform::http::page(StatusCode::OK, frontend::page_closed(&site, message))
}

/// The answer if the case was not opened. An unknown reference and a wrong word look the same.
fn not_opened(site: &Site, input: &Input, why: ProgressProblem) -> Response<Body> {
    let (status, error) = match why {
        ProgressProblem::Incomplete => (StatusCode::UNPROCESSABLE_ENTITY, "incomplete"),
        ProgressProblem::Closed => (StatusCode::GONE, "page-closed"),
        ProgressProblem::NotFound => (StatusCode::NOT_FOUND, "no-such-case"),
        ProgressProblem::AfterCall => (StatusCode::FORBIDDEN, "after-call"),
        ProgressProblem::TooManyTries => (StatusCode::TOO_MANY_REQUESTS, "too-many-tries"),
    };
    if input.is_json {
        return problem(status, error_title(error));
    }
    platform::http::page(status, frontend::progress_form(site, Some(why)))
}

/// The title of a problem, by its code.
fn error_title(code: &str) -> &'static str {
    words::own_page::error(code).unwrap_or_default()
}

/// The answer if the request cannot be read.
fn not_read(site: &Site, refused: &Refused) -> Response<Body> {
    if refused.is_json {
        return problem(refused.status, error_title(refused.error));
    }
    let view = ProblemView {
        problem: refused.problem,
        wait: None,
    };
    platform::http::page(refused.status, frontend::problem(site, &view))
}
