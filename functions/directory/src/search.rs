//! `POST /directory/search`: the page of those who fit. What is asked is in the body, never in an address: a postcode
//! tells where somebody lives.

use crate::{Room, table};
use domain::place::PostcodeTable;
use events::profile::Profile;
use frontend::view::{Problem, ProblemView, Site};
use frontend::{DirectoryQuery, directory_results};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::http::{body_within, page, unavailable};

/// More bytes than a few choices ever need.
const MOST_BYTES: usize = 4_096;

/// The page again, with what fits; 422 and the choices kept where the postcode says nothing.
pub(crate) fn answer<P>(
    room: &Room<'_, P>,
    profile: &Profile,
    request: &Request,
    now: Timestamp,
) -> Response<Body> {
    let site = Site {
        profile,
        assets: room.assets,
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

/// The form's names and values; nothing where the body is no form, or too long for one.
fn fields(request: &Request) -> Option<Vec<(String, String)>> {
    let bytes = body_within(request.body(), MOST_BYTES)?;
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
