//! A service comes to its end: its people move to others in bounded batches (AS24, TV12, CA20).

use crate::{Desk, Ports};
use domain::calendar::london_today;
use domain::case::apply::append_all;
use domain::case::commands::routing::limited_services;
use domain::case::commands::wind_down::{WindDown, WindDownOutcome, wind_down};
use domain::matching::Loads;
use events::Reference;
use events::case::{Offered, Onward, OnwardState, WhyWoundDown};
use events::profile::{Profile, Service};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{json, problem};
use platform::ports::{Age, Appended, Beside, Mark};
use serde::Deserialize;
use serde_json::{Value, json};

/// How many cases one request moves: well within the time that it has.
const BATCH: usize = 20;
/// How many pages of the worklist one request reads: a provider may have many whom it supports in other services.
const PAGES: usize = 5;
/// How often a case is tried again when it, or the loads, move under it.
const TRIES: usize = 4;
/// A few codes; more bytes than this are not read.
const MOST_BYTES: usize = 2_048;

/// What the body of a wind-down says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    service: String,
    to: Option<String>,
    reason: WhyWoundDown,
    /// Where the batch before ended: what its answer said is `next`.
    next: Option<String>,
}

/// What became of the cases of one batch.
#[derive(Debug, Default)]
struct Tally {
    asked: usize,
    waiting: usize,
    matched_again: usize,
    told: usize,
    failed: Vec<Value>,
}

/// `POST /hub/wind-downs` with `{"service", "to", "reason", "next"}`: asks the service `to`, or whoever fits, to take over
/// from `service`, case by case. Each stays where it is until another has said yes.
///
/// One request does one batch, and says with `next` where the next one begins; nothing in it once all were looked at. The
/// same again moves only what is left.
pub(crate) async fn act<P: Ports>(
    desk: &Desk<'_, P>,
    body: &Body,
) -> Result<Response<Body>, PortError> {
    if desk.who.is_employed_by_police() {
        return Ok(not_theirs());
    }
    let profile = desk.ports.profile().await?;
    let (asked, service, from) = match read(body, &profile) {
        Ok(read) => read,
        Err(why) => return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, &why)),
    };
    let down = WindDown {
        service: &asked.service,
        to: asked.to.as_deref(),
        reason: asked.reason,
    };
    let winding = Winding {
        desk,
        profile: &profile,
        down,
    };
    let mut tally = Tally::default();
    let next = winding.batch(service, from, &mut tally).await?;
    let Tally {
        asked: moved, told, ..
    } = tally;
    tracing::info!(service = down.service, to = down.to, reason = %down.reason, moved, told, "a service is wound down");
    Ok(json(
        StatusCode::OK,
        &json!({
            "service": down.service,
            "to": down.to,
            "asked": tally.asked,
            "waiting": tally.waiting,
            "matched_again": tally.matched_again,
            "told": tally.told,
            "failed": tally.failed,
            "next": next.map(written),
            "takes_new": service.takes_new_on(london_today(desk.now)),
        }),
    ))
}

/// `GET /hub/wind-downs`: the services of the area, one of which may come to its end: each with its names, and its last
/// day where that is known.
pub(crate) async fn services<P: Ports>(desk: &Desk<'_, P>) -> Result<Response<Body>, PortError> {
    if desk.who.is_employed_by_police() {
        return Ok(not_theirs());
    }
    let profile = desk.ports.profile().await?;
    let today = london_today(desk.now);
    let provider = |code: &str| {
        profile
            .providers
            .iter()
            .find(|one| one.code == code)
            .map(|one| one.name.as_str())
    };
    let service = |service: &Service| {
        json!({
            "service": service.code,
            "service_name": service.name,
            "provider_name": provider(&service.provider),
            "until": service.until,
            "takes_new": service.takes_new_on(today),
        })
    };
    let services: Vec<Value> = profile.services.iter().map(service).collect();
    Ok(json(StatusCode::OK, &json!({"services": services})))
}

fn not_theirs() -> Response<Body> {
    let title = "A service's cases are not all the police's to see: ask a coordinator whom they do not employ";
    problem(StatusCode::FORBIDDEN, title)
}

/// What is asked for, of which service, and where to begin.
fn read<'a>(body: &Body, profile: &'a Profile) -> Result<(Asked, &'a Service, Place), String> {
    let bytes: &[u8] = match body {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => &[],
    };
    let asked = serde_json::from_slice::<Asked>(
        bytes.get(..bytes.len().min(MOST_BYTES)).unwrap_or_default(),
    );
    let Ok(asked) = asked else {
        let reasons: Vec<&str> = WhyWoundDown::ALL.iter().map(|why| why.as_str()).collect();
        return Err(format!(
            "service and to are codes of services; reason is one of {}",
            reasons.join(", ")
        ));
    };
    let find = |code: &str| profile.services.iter().find(|service| service.code == code);
    let no_such = |code: &str| format!("There is no service `{code}` in this area");
    let service = find(&asked.service).ok_or_else(|| no_such(&asked.service))?;
    if let Some(to) = &asked.to {
        find(to).ok_or_else(|| no_such(to))?;
        if *to == asked.service {
            return Err("A service cannot take over from itself".to_owned());
        }
    }
    let from = match &asked.next {
        None => (OnwardState::Offered, None),
        Some(text) => place(text).ok_or("next is what the batch before said")?,
    };
    Ok((asked, service, from))
}

/// Where a batch begins: the state, and after which onward referral.
type Place = (OnwardState, Option<Mark>);

fn place(text: &str) -> Option<Place> {
    let (state, mark) = text
        .split_once(' ')
        .map_or((text, None), |(state, mark)| (state, Some(mark)));
    let state = OnwardState::parse(state)
        .filter(|s| [OnwardState::Offered, OnwardState::Accepted].contains(s))?;
    Some((state, mark.map(str::parse).transpose().ok()?))
}

fn written((state, mark): Place) -> String {
    mark.map_or_else(|| state.to_string(), |mark| format!("{state} {mark}"))
}

/// One batch of a wind-down.
struct Winding<'a, P> {
    desk: &'a Desk<'a, P>,
    profile: &'a Profile,
    down: WindDown<'a>,
}

impl<P: Ports> Winding<'_, P> {
    /// Moves at most [`BATCH`] cases; where the next batch begins.
    async fn batch(
        &self,
        service: &Service,
        from: Place,
        tally: &mut Tally,
    ) -> Result<Option<Place>, PortError> {
        let (mut state, mut after) = from;
        let mut looked_at = 0;
        for _ in 0..PAGES {
            let page = self
                .desk
                .ports
                .worklist(&service.provider, state, after.as_ref())
                .await?;
            for (reference, onward) in page
                .rows
                .iter()
                .filter(|(_, onward)| onward.offered.service == service.code)
            {
                self.one(reference, tally).await;
                looked_at += 1;
                if looked_at == BATCH {
                    let Onward {
                        offered:
                            Offered {
                                accept_by, onward, ..
                            },
                        ..
                    } = onward.clone();
                    return Ok(Some((state, Some(Mark { accept_by, onward }))));
                }
            }
            after = page.next;
            if after.is_none() {
                if state == OnwardState::Accepted {
                    return Ok(None);
                }
                state = OnwardState::Accepted;
            }
        }
        Ok(Some((state, after)))
    }

    /// One case. What fails is counted and does not stop the others; the same call finds it again.
    async fn one(&self, reference: &Reference, tally: &mut Tally) {
        match self.moved(reference).await {
            Ok(WindDownOutcome::Asked) => tally.asked += 1,
            Ok(WindDownOutcome::Waiting) => tally.waiting += 1,
            Ok(WindDownOutcome::MatchedAgain) => tally.matched_again += 1,
            Ok(WindDownOutcome::Told) => tally.told += 1,
            Ok(WindDownOutcome::Gone) => {}
            Err(error) => {
                tracing::error!(case.reference = %reference, cause = %error, "a case could not be moved to another service");
                tally.failed.push(json!(reference));
            }
        }
    }

    async fn moved(&self, reference: &Reference) -> Result<WindDownOutcome, PortError> {
        let Self {
            desk: Desk { ports, who, now },
            profile,
            ..
        } = *self;
        let now = *now;
        for _ in 0..TRIES {
            let Some(case) = ports.case(reference).await? else {
                return Ok(WindDownOutcome::Gone);
            };
            let limited = limited_services(profile, now);
            let loads = if limited.is_empty() {
                Loads::default()
            } else {
                ports.loads(&limited, Age::Now).await?
            };
            let illegal =
                |illegal: domain::case::apply::IllegalMove| PortError::Lasting(illegal.to_string());
            let (whats, became) =
                wind_down(&case, profile, &loads, self.down, now).map_err(illegal)?;
            if whats.is_empty() {
                return Ok(became);
            }
            let (after, events) = append_all(&case, whats, now).map_err(illegal)?;
            // Written down first: what cannot be written down must not happen.
            ports
                .audit(reference, &who.reading_for("coordinator"), now)
                .await?;
            match ports.append(&after, &events, Beside::default()).await? {
                Appended::Done => return Ok(became),
                Appended::Stale | Appended::Full | Appended::Behind => {}
            }
        }
        Err(PortError::Passing(
            "a case kept moving while its service was wound down".to_owned(),
        ))
    }
}
