//! The cases that the police referred, with the promises of each agency and their due times (DC7). Overdue and nearly
//! due promises come first. Nothing about support is shown.

use crate::{JusticeRequest, Ports};
use application::Refusal;
use domain::promise::{standing, text};
use events::justice::{Promise, PromiseStatus};
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::json;
use platform::ports::JusticeCursor;
use serde_json::{Value, json};

/// A promise that is due later than this is not nearly due. An agency is warned on the working day before the due day,
/// and offices are never closed for this long.
const NEAR: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The cases that the request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// `GET /police/cases`: all of them.
    All,
    /// `GET /police/due`: those in which a promise of the agency is nearly due or overdue.
    Due,
}

/// One page of the list. `?after=` takes the `next` of the page before.
pub(crate) async fn list<P: Ports>(
    asked: &JusticeRequest<'_, P>,
    wanted: Wanted,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let JusticeRequest {
        ports, agency, now, ..
    } = *asked;
    let query = request.query_string_parameters_ref();
    let after = query
        .and_then(|query| query.first("after"))
        .map(str::parse::<JusticeCursor>)
        .transpose()
        .map_err(|_| Refusal::unreadable(words::police::after_wrong()))?;
    let by = (wanted == Wanted::Due).then(|| now + NEAR);
    let page = ports.justice(agency, by, after.as_ref()).await?;
    let shown = |promise: &&Promise| wanted == Wanted::All || is_near(promise, now);
    let known = page
        .rows
        .iter()
        .filter(|row| !asked.who.is_one_of(&row.hidden_from));
    let rows = known.map(|row| {
        let owed: Vec<Value> = row.owed_by(agency).filter(shown).map(|one| promise(one, now)).collect();
        json!({"reference": row.reference, "opened_at": row.opened_at, "tier": row.tier, "owed": owed})
    });
    let rows: Vec<Value> = rows
        .filter(|row| wanted == Wanted::All || row["owed"] != json!([]))
        .collect();
    tracing::info!(by = %asked.who.subject, %agency, cases = rows.len(), "a list of cases was read");
    Ok(json(
        StatusCode::OK,
        &json!({"cases": rows, "next": page.next.map(|spot| spot.to_string())}),
    ))
}

fn promise(promise: &Promise, now: Timestamp) -> Value {
    json!({
        "promise": promise.code,
        "what": text(promise),
        "owner": promise.owner,
        "by": promise.due,
        "standing": standing(promise, now),
        "kept_by": promise.kept_by,
    })
}

fn is_near(promise: &Promise, now: Timestamp) -> bool {
    matches!(
        standing(promise, now),
        PromiseStatus::DueSoon | PromiseStatus::Broken
    )
}
