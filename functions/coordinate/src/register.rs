//! The register of unmet needs: the needs that no service met, and where. It never identifies a person (TV15, DC6,
//! CA25).

use crate::{Ports, StaffRequest};
use application::Refusal;
use domain::calendar::london_today;
use events::profile::Profile;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::json;
use platform::ports::Gap;
use serde_json::Value;

/// The fewest cases in a row that somebody whom the police employ sees.
const FEW: u64 = 5;

/// `GET /hub/unmet-needs?year=2026`: each need that no service met, by the council of the home, with the number of
/// cases, the most frequent first. Without `year`, it is this year's.
pub(crate) async fn unmet_needs<P: Ports>(
    asked: &StaffRequest<'_, P>,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let (ports, now) = (asked.ports, asked.now);
    let query = request.query_string_parameters_ref();
    let year = match query
        .and_then(|query| query.first("year"))
        .map(str::parse::<i16>)
    {
        None => london_today(now).year(),
        Some(Ok(year)) => year,
        Some(Err(_)) => {
            return Err(Refusal::unreadable(words::coordinator::year_wrong()));
        }
    };
    let mut gaps = ports.gaps(year).await?;
    // The police could tell who a few people in one council are.
    if asked.who.is_employed_by_police() {
        gaps.retain(|(_, cases)| *cases >= FEW);
    }
    gaps.sort_by(|(a, most), (b, other)| other.cmp(most).then_with(|| a.cmp(b)));
    let profile = ports.profile().await?;
    let rows: Vec<Value> = gaps
        .iter()
        .map(|(gap, cases)| row(gap, *cases, &profile))
        .collect();
    Ok(json(
        StatusCode::OK,
        &serde_json::json!({"year": year, "unmet": rows}),
    ))
}

fn row(gap: &Gap, cases: u64, profile: &Profile) -> Value {
    let home = gap.local_authority.as_deref();
    let council = profile
        .local_authorities
        .iter()
        .find(|council| Some(council.code.as_str()) == home);
    serde_json::json!({
        "need": gap.need,
        "local_authority": home,
        "council": council.map(|council| council.name.as_str()),
        "cases": cases,
    })
}
