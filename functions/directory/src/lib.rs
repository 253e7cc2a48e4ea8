//! The directory of services: Open Referral UK 3.0 for everyone, and more for the police and providers (CA15).
//!
//! The function reads only the profile. It never logs a request, because a request may hold a postcode. It answers
//! the lists and documents, the views of staff, and the search of the public page. The edge caches what is the same
//! for everyone.

mod api;
mod search;

use domain::calendar::london_today;
use domain::directory::{Directory, View};
use domain::place::PostcodeTable;
use frontend::Assets;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::PortError;
use platform::http::{Staff, problem, staff, unavailable};
use platform::ports::ReadDirectory;
use std::sync::LazyLock;
use words::problems;

/// Every postcode of the country with its council. `infra/reference` says where the data comes from.
static POSTCODES: &[u8] = include_bytes!("../../../infra/reference/postcodes.bin");
static TABLE: LazyLock<Option<PostcodeTable<'static>>> =
    LazyLock::new(|| PostcodeTable::new(POSTCODES).ok());

pub trait Ports: ReadDirectory {}
impl<P: ReadDirectory> Ports for P {}

/// What all requests share.
#[derive(Debug)]
pub struct Context<'a, P> {
    pub ports: &'a P,
    /// The names of the site's files.
    pub assets: &'a Assets,
}

pub async fn handle<P: Ports>(
    context: &Context<'_, P>,
    request: Request,
    now: Timestamp,
) -> Response<Body> {
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    if (request.method(), parts.as_slice()) == (&Method::POST, &["directory", "search"]) {
        return match context.ports.profile().await {
            Ok(profile) => search::answer(context, &profile, &request, now),
            Err(error) => unavailable(&error, None),
        };
    }
    // 1. Who asks?
    let (view, rest) = match (request.method(), parts.as_slice()) {
        (&Method::GET | &Method::HEAD, ["open-referral", rest @ ..]) => (Ok(View::Public), rest),
        (&Method::GET, ["police", "directory", rest @ ..]) => (signed_in(&request, police), rest),
        (&Method::GET, ["provider", "directory", rest @ ..]) => {
            (signed_in(&request, provider), rest)
        }
        _ => return not_found(),
    };
    let view = match view {
        Ok(view) => view,
        Err((status, title)) => return problem(status, title),
    };
    // 2. What may they see?
    let profile = match context.ports.profile().await {
        Ok(profile) => profile,
        Err(error) => return unavailable(&error, None),
    };
    let table = match table() {
        Ok(table) => table,
        Err(error) => return unavailable(&error, None),
    };
    let directory = Directory {
        profile: &profile,
        table,
        view,
        day: london_today(now),
    };
    // 3. What do they ask for?
    let answer = api::respond(&directory, rest, &request);
    if request.method() == Method::HEAD {
        answer.map(|_| Body::Empty)
    } else {
        answer
    }
}

/// The view for a signed-in account, or why it has none.
fn signed_in(
    request: &Request,
    view: fn(&Staff) -> Option<View>,
) -> Result<View, (StatusCode, &'static str)> {
    let who = staff(request).ok_or((StatusCode::UNAUTHORIZED, problems::sign_in()))?;
    view(&who).ok_or((StatusCode::FORBIDDEN, problems::not_your_view()))
}

fn police(who: &Staff) -> Option<View> {
    who.has_role("police").then_some(View::Police)
}

fn provider(who: &Staff) -> Option<View> {
    if who.has_role("coordinator") {
        return Some(View::Coordinator);
    }
    who.provider().map(|code| View::Provider(code.to_owned()))
}

fn table() -> Result<&'static PostcodeTable<'static>, PortError> {
    TABLE
        .as_ref()
        .ok_or_else(|| PortError::Permanent("the postcode table is damaged".to_owned()))
}

fn not_found() -> Response<Body> {
    problem(StatusCode::NOT_FOUND, problems::no_such_address())
}
