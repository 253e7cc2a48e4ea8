//! Referring a person on to another member of the network (DC24).

use crate::care::is_of_this_version;
use crate::{Ports, ProviderRequest, onward_in};
use application::{Decision, OnConflict, Refusal, current_loads};
use domain::case::commands::refer_on::{choices as choices_of, refer_on as refer};
use events::case::ReferOn;
use events::profile::{Profile, Service};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::http::json;
use platform::ports::Freshness;
use serde_json::{Value, json};

/// `POST /provider/onwards/{onward}/refer-on`: a [`ReferOn`]. The request names the version of the case that its
/// writer has seen.
pub(crate) async fn refer_on<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
    wanted: &ReferOn,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let outcome = asked
        .execute(
            code,
            "a provider referred a person on",
            OnConflict::Refuse,
            |case| async move {
                let from = onward_in(&case, code)?;
                is_of_this_version(&case, request)?;
                let profile = asked.ports.profile().await?;
                let loads = current_loads(asked.ports, &profile, Freshness::Now, asked.now).await?;
                let offered = refer(&case, &profile, &loads, from, wanted, asked.now)?;
                Ok(Decision::of(vec![offered]))
            },
        )
        .await
        .map_err(|refusal| refusal.introduced_by(words::provider::not_done()))?;
    asked.show(&outcome.state, code).await
}

/// `GET /provider/onwards/{onward}/refer-on`: the services that could take the person today, with the needs that each
/// meets. For each other service, the reason why not, in words for the person.
pub(crate) async fn choices<P: Ports>(
    asked: &ProviderRequest<'_, P>,
    code: &str,
) -> Result<Response<Body>, Refusal> {
    let case = asked.case(code).await?;
    asked.no_volunteers(words::provider::volunteers_cannot_refer())?;
    let from = onward_in(&case, code)?;
    asked.written_down(&case).await?;
    let profile = asked.ports.profile().await?;
    let loads = current_loads(asked.ports, &profile, Freshness::Now, asked.now).await?;
    let (could, left) = choices_of(&case, &profile, &loads, from, asked.now);
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
            one["words"] = json!(domain::matching::explain(*why));
            one
        })
        .collect();
    Ok(json(
        StatusCode::OK,
        &json!({"choices": choices, "left": left}),
    ))
}

fn named(service: &Service, profile: &Profile) -> Value {
    let provider = profile.provider(&service.provider);
    json!({
        "service": service.code,
        "service_name": service.name,
        "provider_name": provider.map(|provider| provider.name.as_str()),
        "about": service.about,
    })
}
