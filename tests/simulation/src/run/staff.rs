//! What staff do in a run: providers answer, coordinators act.

use super::{HUB, Run};
use events::Reference;
use events::case::{DeclineReason, HandOnBasis, WhyChosen, WhyCleared, WhyHandedOn};
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription, ApiGatewayV2httpRequestContext,
};
use lambda_http::http::Method;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt};
use rand::Rng;
use serde_json::json;
use std::collections::HashMap;

impl Run {
    /// A provider reads a message on its queue, any it ever got, and says yes or no.
    pub(super) async fn a_provider_answers(&mut self) {
        let offers: Vec<(String, String)> = {
            let state = self.twin.state();
            let messages = state.queues.values().flatten();
            messages.map(|message| (message.data.provider.clone(), message.data.onward.clone())).collect()
        };
        if offers.is_empty() {
            return;
        }
        let (provider, onward) = &offers[self.chance.random_range(0..offers.len())];
        let yes = self.chance.random_bool(0.5);
        let why = DeclineReason::ALL[self.chance.random_range(0..DeclineReason::ALL.len())];
        let (answer, body) =
            if yes { ("accept", Body::Empty) } else { ("decline", Body::from(format!(r#"{{"why": "{why}"}}"#))) };
        let path = format!("/provider/onwards/{onward}/{answer}");
        let request = post(path, body, &format!("[provider-{provider}]"));
        let status = provide::handle(&self.twin, HUB, request, self.now).await.status().as_u16();
        self.story.tell(format!("{} {provider} says {answer} to {onward}: {status}", self.now));
        // A no after a yes is for the coordinators.
        let known = matches!(status, 200 | 410 | 503) || (status == 409 && !yes);
        assert!(known, "{answer} was answered with {status}");
    }

    /// A coordinator clears a conflict, notes what somebody wants, or hands a case on; sometimes what cannot be done.
    pub(super) async fn a_coordinator_acts(&mut self) {
        let references: Vec<Reference> = self.twin.state().cases.keys().cloned().collect();
        if references.is_empty() {
            return;
        }
        let reference = &references[self.chance.random_range(0..references.len())];
        let services = &self.twin.profile().services;
        let service = &services[self.chance.random_range(0..services.len())].code;
        let other = &services[self.chance.random_range(0..services.len())].code;
        let hub = self.chance.random_bool(0.5);
        let (what, body) = match self.chance.random_range(0..3) {
            0 => ("clear-conflict", json!({"reason": WhyCleared::SpokenAlone})),
            1 => ("choice", json!({"wanted": [service], "unwanted": [other], "reason": WhyChosen::Asked})),
            _ => {
                let service = if hub { "next-hub-service" } else { "far-national-service" };
                let (basis, reason) = (HandOnBasis::Consent, WhyHandedOn::LivesThere);
                ("hand-on", json!({"service": service, "basis": basis, "reason": reason}))
            }
        };
        let request = post(format!("/hub/cases/{reference}/{what}"), Body::from(body.to_string()), "[coordinator]");
        let status = coordinate::handle(&self.twin, request, self.now).await.status().as_u16();
        self.story.tell(format!("{} a coordinator: {what} of {reference} with {body}: {status}", self.now));
        assert!(matches!(status, 200 | 409 | 422 | 503), "{what} was answered with {status}");
    }
}

/// A post by somebody of those groups.
fn post(path: String, body: Body, groups: &str) -> Request {
    lambda_http::http::Request::builder()
        .method(Method::POST)
        .uri(format!("https://hub.example.net{path}"))
        .body(body)
        .expect("a request")
        .with_raw_http_path(path)
        .with_request_context(signed_in(groups))
}

/// The context that API Gateway's authorizer leaves.
fn signed_in(groups: &str) -> RequestContext {
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    jwt.claims =
        HashMap::from([("sub".to_owned(), "someone".to_owned()), ("cognito:groups".to_owned(), groups.to_owned())]);
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    RequestContext::ApiGatewayV2(context)
}
