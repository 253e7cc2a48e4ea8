//! Referring a person on to another member of the network (DC24).

use crate::care::{body, moved_on, of_another_version};
use crate::{Desk, Ports, not_here, own_case, show};
use domain::case::apply::append_all;
use domain::case::commands::refer_on::NotReferred;
use domain::case::commands::refer_on::choices as choices_of;
use domain::case::commands::refer_on::refer_on as refer;
use domain::case::commands::routing::limited_services;
use domain::matching::Loads;
use events::case::{ReferOn, WhyReferredOn};
use events::profile::{Profile, Service};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::PortError;
use platform::http::{json, problem};
use platform::ports::{Age, Appended, Beside};
use serde_json::{Value, json};

/// `POST /provider/onwards/{onward}/refer-on`: a [`ReferOn`], of the version of the case that its writer has seen.
pub(crate) async fn refer_on<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
    request: &Request,
) -> Result<Response<Body>, PortError> {
    let Some(case) = own_case(desk, code).await? else {
        return Ok(not_here());
    };
    if desk.volunteer {
        return Ok(not_for_volunteers());
    }
    let Ok(asked) = serde_json::from_slice::<ReferOn>(body(request)) else {
        let reasons: Vec<&str> = WhyReferredOn::ALL.iter().map(|why| why.as_str()).collect();
        let title = format!(
            "service is a code, needs are codes of needs, agreed is true once the person has said yes, and reason is one of {}",
            reasons.join(", ")
        );
        return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, &title));
    };
    if let Some(refused) = of_another_version(&case, request) {
        return Ok(refused);
    }
    let Some(from) = case.onward(code) else {
        return Ok(not_here());
    };
    let profile = desk.ports.profile().await?;
    let loads = loads(desk, &profile).await?;
    let what = match refer(&case, &profile, &loads, from, &asked, desk.now) {
        Ok(what) => what,
        Err(NotReferred::Wrong(why)) => return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, why)),
        Err(NotReferred::NotNow(why)) => return Ok(problem(StatusCode::CONFLICT, why)),
        Err(NotReferred::Left(why)) => {
            let title = format!(
                "The service cannot be asked. What you can tell the person: {}",
                why.words()
            );
            return Ok(problem(StatusCode::CONFLICT, &title));
        }
    };
    let (after, events) = match append_all(&case, vec![what], desk.now) {
        Ok(moved) => moved,
        Err(illegal) => {
            return Ok(problem(
                StatusCode::CONFLICT,
                &format!("This cannot be done: {illegal}"),
            ));
        }
    };
    match desk
        .ports
        .append(&after, &events, Beside::default())
        .await?
    {
        Appended::Done => {}
        Appended::Full => {
            return Ok(problem(
                StatusCode::CONFLICT,
                "The service has no room any more: choose another",
            ));
        }
        Appended::Stale | Appended::Behind => return Ok(moved_on()),
    }
    tracing::info!(case.reference = %case.reference, onward = code, "a provider referred a person on");
    let Some(onward) = after.onward(code) else {
        return Ok(not_here());
    };
    show(desk, &after, onward).await
}

/// `GET /provider/onwards/{onward}/refer-on`: where the person could be referred on to today, with the needs that each
/// meets; and in words for the person why not to the others.
pub(crate) async fn choices<P: Ports>(
    desk: &Desk<'_, P>,
    code: &str,
) -> Result<Response<Body>, PortError> {
    let Some(case) = own_case(desk, code).await? else {
        return Ok(not_here());
    };
    if desk.volunteer {
        return Ok(not_for_volunteers());
    }
    let Some(from) = case.onward(code) else {
        return Ok(not_here());
    };
    desk.ports
        .audit(&case.reference, &desk.reader(), desk.now)
        .await?;
    let profile = desk.ports.profile().await?;
    let loads = loads(desk, &profile).await?;
    let (could, left) = choices_of(&case, &profile, &loads, from, desk.now);
    let choices: Vec<Value> = could
        .iter()
        .map(|fit| {
            let mut choice = named(fit.service, &profile);
            choice["needs"] = json!(fit.needs);
            choice
        })
        .collect();
    let left: Vec<Value> = left
        .iter()
        .map(|(service, why)| {
            let mut one = named(service, &profile);
            one["why"] = json!(why);
            one["words"] = json!(why.words());
            one
        })
        .collect();
    Ok(json(
        StatusCode::OK,
        &json!({"choices": choices, "left": left}),
    ))
}

/// How busy the services are that can hold so many and no more.
async fn loads<P: Ports>(desk: &Desk<'_, P>, profile: &Profile) -> Result<Loads, PortError> {
    let limited = limited_services(profile, desk.now);
    if limited.is_empty() {
        Ok(Loads::default())
    } else {
        desk.ports.loads(&limited, Age::Now).await
    }
}

fn named(service: &Service, profile: &Profile) -> Value {
    let provider = profile
        .providers
        .iter()
        .find(|provider| provider.code == service.provider);
    json!({
        "service": service.code,
        "service_name": service.name,
        "provider_name": provider.map(|provider| provider.name.as_str()),
        "about": service.about,
    })
}

fn not_for_volunteers() -> Response<Body> {
    problem(
        StatusCode::FORBIDDEN,
        "A volunteer does not refer on: your team does",
    )
}
