//! `POST /directory/search`: the page with the services that fit. The choices are in the body and never in a URL,
//! because a postcode tells where somebody lives.

use crate::{Context, table};
use domain::place::PostcodeTable;
use events::profile::Profile;
use frontend::view::{Problem, ProblemView, Site};
use frontend::{DirectoryQuery, directory_results};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::http::{body_within, page, unavailable};

/// Far more bytes than the choices need.
const MAX_BYTES: usize = 4_096;

/// The page with the services that fit. With an unusable postcode: 422, and the page with the person's choices.
pub(crate) fn answer<P>(
    context: &Context<'_, P>,
    profile: &Profile,
    request: &Request,
    now: Timestamp,
) -> Response<Body> {
    let site = Site {
        profile,
        assets: context.assets,
    };
    let Some(fields) = fields(request) else {
        let view = ProblemView {
            problem: Problem::Broken,
            wait: None,
        };
        return page(StatusCode::BAD_REQUEST, frontend::problem(&site, &view));
    };
    let table = match table() {
        Ok(table) => table,
        Err(error) => return unavailable(&error, None),
    };
    let query = read(fields, table, now);
    let status = if query.problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, directory_results(&site, &query))
}

/// The names and values of the form, or `None` if the body is not a form or is too long.
fn fields(request: &Request) -> Option<Vec<(String, String)>> {
    let bytes = body_within(request.body(), MAX_BYTES)?;
    serde_urlencoded::from_bytes(bytes).ok()
}

fn read(
    fields: Vec<(String, String)>,
    table: &PostcodeTable<'_>,
    now: Timestamp,
) -> DirectoryQuery {
    let here = now.to_zoned(jiff::tz::get!("Europe/London")).datetime();
    DirectoryQuery::read(fields, here, |postcode| {
        table.local_authority(postcode).map(str::to_owned)
    })
}
