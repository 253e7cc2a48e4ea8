//! Who opened which cases. The office sees references and accounts, and nothing that a case says.

use crate::Ports;
use application::Refusal;
use events::Reference;
use events::case::LookMark;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::json;
use platform::ports::Look;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How far back the answer begins if the request does not say it.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What is unusual about the looks of one account.
#[derive(Default)]
struct Unusual {
    over_budget: u32,
    not_theirs: u32,
    denied: u32,
    last: Option<Timestamp>,
}

/// `GET /oversight/looks?account=…&from=…`: the cases that the account opened since then, when and why. Without `account`
/// the accounts whose looks were unusual: too many in an hour, not theirs, or denied.
pub(crate) async fn looks<P: Ports>(
    ports: &P,
    request: &Request,
    by: &str,
    now: Timestamp,
) -> Result<Response<Body>, Refusal> {
    let query = request.query_string_parameters_ref();
    let value = |name| query.and_then(|query| query.first(name));
    let from = match value("from") {
        None => now - WEEK,
        Some(text) => {
            moment(text).ok_or_else(|| Refusal::unreadable(words::staff_access::from_wrong()))?
        }
    };
    let Some(account) = value("account") else {
        tracing::info!(by, "the unusual looks were read");
        return Ok(json(StatusCode::OK, &unusual(ports, from, now).await?));
    };
    let looks = ports.looks_of(account, from).await?;
    // A name that no account has could be anything that somebody typed, so it is not logged.
    let known = (!looks.is_empty()).then_some(account);
    tracing::info!(by, account = known, "the looks of an account were read");
    let opened = looks.iter().filter(|look| !is_denied(look));
    let cases: BTreeSet<&Reference> = opened.map(|look| &look.reference).collect();
    Ok(json(
        StatusCode::OK,
        &json!({
            "account": account,
            "from": from,
            "cases": cases.len(),
            "looks": looks.iter().map(row).collect::<Vec<_>>(),
        }),
    ))
}

/// The accounts with unusual looks, those with the most first.
async fn unusual<P: Ports>(ports: &P, from: Timestamp, now: Timestamp) -> Result<Value, Refusal> {
    let mut accounts: BTreeMap<String, Unusual> = BTreeMap::new();
    for look in ports.marked_looks(from, now).await? {
        let one = accounts.entry(look.account).or_default();
        for mark in look.marks {
            match mark {
                LookMark::OverBudget => one.over_budget += 1,
                LookMark::NotTheirs => one.not_theirs += 1,
                LookMark::Denied => one.denied += 1,
            }
        }
        one.last = one.last.max(Some(look.at));
    }
    let mut rows: Vec<(String, Unusual)> = accounts.into_iter().collect();
    rows.sort_by_key(|(_, one)| std::cmp::Reverse((one.over_budget, one.denied, one.not_theirs)));
    let rows = rows.iter().map(|(account, one)| {
        json!({
            "account": account,
            "over_budget": one.over_budget,
            "denied": one.denied,
            "not_theirs": one.not_theirs,
            "last": one.last,
        })
    });
    Ok(json!({"from": from, "accounts": rows.collect::<Vec<_>>()}))
}

fn row(look: &Look) -> Value {
    json!({
        "reference": look.reference,
        "at": look.at,
        "role": look.role,
        "reason": look.reason,
        "marks": look.marks,
    })
}

fn is_denied(look: &Look) -> bool {
    look.marks.contains(&LookMark::Denied)
}

/// A moment, or the beginning of a day in UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let of_day = |day: Date| Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp());
    text.parse().ok().or_else(|| of_day(text.parse().ok()?))
}
