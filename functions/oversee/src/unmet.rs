//! The needs that no service met, by council. Small numbers are not shown.

use crate::Ports;
use application::Refusal;
use domain::calendar::london_today;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::json;
use serde_json::{Value, json};

/// A number below this is not shown.
const THRESHOLD: u64 = 5;

/// `GET /oversight/unmet-needs?year=2026`: each need with the council of the home and the number of cases. A number
/// that is too small is `[c]`. Without `year`, it is this year's.
pub(crate) async fn unmet_needs<P: Ports>(
    ports: &P,
    request: &Request,
    now: Timestamp,
) -> Result<Response<Body>, Refusal> {
    let query = request.query_string_parameters_ref();
    let year = match query
        .and_then(|query| query.first("year"))
        .map(str::parse::<i16>)
    {
        None => london_today(now).year(),
        Some(Ok(year)) => year,
        Some(Err(_)) => return Err(Refusal::unreadable(words::oversight::year_wrong())),
    };
    let mut gaps = ports.gaps(year).await?;
    // By name: an order by number would tell which of two small numbers is the larger one.
    gaps.sort();
    let rows: Vec<Value> = gaps
        .iter()
        .map(|(gap, cases)| {
            let cases = if *cases < THRESHOLD {
                json!("[c]")
            } else {
                json!(cases)
            };
            json!({"need": gap.need, "local_authority": gap.local_authority, "cases": cases})
        })
        .collect();
    Ok(json(StatusCode::OK, &json!({"year": year, "unmet": rows})))
}
