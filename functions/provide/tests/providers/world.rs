//! A small world: a few people of Oxford, a coordinator, providers, and the stream delivered immediately.

use domain::case::apply::{append_all, open};
use events::Reference;
use events::assessment::{Complexity, Tier};
use events::case::{Case, CaseChange, CaseEvent, Onward, OnwardState};
use events::referral::{Basis, GivenBy, Need, NeedCode, Scope};
use jiff::{SignedDuration, Timestamp};
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::http::Method;
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::ports::AcceptReferral;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use twins::{Faults, Twin, sample};

/// Where providers reach the hub.
pub const HUB: &str = "https://hub.example.net";
/// A Monday morning.
pub const NOW: &str = "2026-11-23T10:00:00Z";

/// The council of Oxford.
const HOME: &str = "E07000178";

pub struct World {
    pub twin: Twin,
    delivered: AtomicUsize,
}

impl World {
    pub fn new() -> Self {
        Self::of(sample::profile("thames-valley"))
    }

    pub fn of(profile: events::profile::Profile) -> Self {
        Self {
            twin: Twin::new(profile, Faults::seeded(0, 0)),
            delivered: AtomicUsize::new(0),
        }
    }

    /// A person of Oxford who sleeps badly and agreed to be shared with services; offered by the hub.
    pub async fn person(&self, number: u64) -> Reference {
        let mut new = sample::new_case(number, at(0));
        let received = &mut new.case.received;
        received.basis = Some(Basis::Consent);
        received.given_by = Some(GivenBy::Person);
        received.scope = vec![Scope::Assess, Scope::ShareWithProviders];
        received.local_authority = Some(HOME.to_owned());
        received.needs = vec![Need {
            code: NeedCode::TroubleSleeping,
            weight: None,
        }];
        received.assessment.complexity = Complexity::Low;
        received.assessment.tier = Tier::Standard;
        received.assessment.stages = vec![1, 2];
        let (case, event) = open(new.case.reference, new.case.received, at(0));
        (new.case, new.event) = (case, event);
        new.person = json!({
            "id": format!("00000000-0000-4000-8000-{number:012}"),
            "source": {"kind": "self"},
            "person": {"role": "victim", "name": "Quiet Robin"},
            "contact": {"channels": [{"kind": "phone", "safe": true, "address": "07700 900111"}]},
            "wishes": {"own_words": "Please ring before nine."},
        });
        self.twin.accept(&new).await.unwrap();
        self.deliver(at(0)).await;
        new.case.reference
    }

    /// Gives everything that was stored since the last time to `react`.
    pub async fn deliver(&self, now: Timestamp) {
        loop {
            let next: Option<CaseEvent> = self
                .twin
                .state()
                .stream
                .get(self.delivered.load(Ordering::Relaxed))
                .cloned();
            let Some(event) = next else { return };
            react::handle(&self.twin, HUB, event, now).await.unwrap();
            self.delivered.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub fn case(&self, reference: &Reference) -> Case {
        self.twin.state().cases[reference].clone()
    }

    /// The case after that.
    pub fn happens(&self, reference: &Reference, changes: Vec<CaseChange>) {
        let (after, _) = append_all(&self.case(reference), changes, at(1)).unwrap();
        self.twin.state().cases.insert(reference.clone(), after);
    }

    /// The one onward referral that stands so.
    pub fn onward(&self, reference: &Reference, state: OnwardState) -> Onward {
        let case = self.case(reference);
        let mut found = case
            .support
            .onwards
            .into_iter()
            .filter(|onward| onward.state == state);
        let one = found.next().unwrap_or_else(|| panic!("nothing is {state}"));
        assert!(found.next().is_none(), "more than one is {state}");
        one
    }

    /// The provider that was asked says yes.
    pub async fn accepted(&self, reference: &Reference) -> Onward {
        let onward = self.onward(reference, OnwardState::Offered);
        let said = self.post(&onward, "accept", &json!({})).await;
        assert_eq!(said.0, 200, "{}", said.1);
        self.deliver(at(0)).await;
        self.case(reference)
            .support
            .onward(&onward.offered.onward)
            .unwrap()
            .clone()
    }

    /// A provider's staff post something of an onward referral, of the version that stands.
    pub async fn post(&self, onward: &Onward, what: &str, body: &Value) -> (u16, Value) {
        self.post_as(
            &format!("provider-{}", onward.offered.provider),
            onward,
            what,
            body,
            at(0),
        )
        .await
    }

    pub async fn post_as(
        &self,
        group: &str,
        onward: &Onward,
        what: &str,
        body: &Value,
        now: Timestamp,
    ) -> (u16, Value) {
        let reference = domain::answer::case_of_onward(&onward.offered.onward).unwrap();
        let version = format!("\"{}\"", self.case(&reference).version);
        let path = format!("/provider/onwards/{}/{what}", onward.offered.onward);
        let request = request(Method::POST, &path, Some(body), group, Some(&version));
        answer(provide::handle(&self.twin, HUB, request, now).await)
    }

    pub async fn get_as(&self, group: &str, onward: &Onward, what: &str) -> (u16, Value) {
        let path = format!("/provider/onwards/{}{what}", onward.offered.onward);
        answer(
            provide::handle(
                &self.twin,
                HUB,
                request(Method::GET, &path, None, group, None),
                at(0),
            )
            .await,
        )
    }

    /// What its provider's staff see of it.
    pub async fn seen(&self, onward: &Onward) -> Value {
        let (status, body) = self
            .get_as(&format!("provider-{}", onward.offered.provider), onward, "")
            .await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// A coordinator winds a service down, to the end.
    pub async fn winds_down(&self, service: &str, to: Option<&str>, now: Timestamp) -> Vec<Value> {
        let mut answers = Vec::new();
        let mut next = Value::Null;
        loop {
            let body = json!({"service": service, "to": to, "reason": "ends-early", "next": next});
            let request = request(
                Method::POST,
                "/hub/wind-downs",
                Some(&body),
                "[coordinator employer-hub]",
                None,
            );
            let (status, said) = answer(coordinate::handle(&self.twin, request, now).await);
            assert_eq!(status, 200, "{said}");
            next = said["next"].clone();
            answers.push(said);
            if next.is_null() {
                self.deliver(now).await;
                return answers;
            }
        }
    }

    /// How many messages of that type about an onward referral are on its provider's queue.
    pub fn messages(&self, onward: &Onward, kind: &str) -> usize {
        let state = self.twin.state();
        let queue = state
            .queues
            .get(&onward.offered.provider)
            .map(Vec::as_slice)
            .unwrap_or_default();
        queue
            .iter()
            .filter(|m| m.data.onward == onward.offered.onward && m.kind == kind)
            .count()
    }

    /// Every limited service holds as many as there are live onward referrals to it.
    pub fn loads_are_right(&self) {
        let state = self.twin.state();
        for service in self
            .twin
            .profile()
            .services
            .iter()
            .filter(|service| service.capacity.is_some())
        {
            let live = state
                .cases
                .values()
                .flat_map(|case| case.support.live())
                .filter(|o| o.offered.service == service.code);
            let held = state.loads.get(&service.code).copied().unwrap_or(0);
            assert_eq!(live.count(), held as usize, "{}", service.code);
        }
    }
}

/// So many hours after the beginning.
pub fn at(hours: i64) -> Timestamp {
    NOW.parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

pub fn answer(answer: Response<Body>) -> (u16, Value) {
    let Body::Text(text) = answer.body() else {
        panic!("no text")
    };
    (
        answer.status().as_u16(),
        serde_json::from_str(text).unwrap(),
    )
}

pub fn request(
    method: Method,
    path: &str,
    body: Option<&Value>,
    group: &str,
    version: Option<&str>,
) -> Request {
    let mut request = lambda_http::http::Request::builder()
        .method(method)
        .uri(format!("{HUB}{path}"));
    if let Some(version) = version {
        request = request.header("if-match", version);
    }
    request
        .body(body.map_or(Body::Empty, |body| Body::from(body.to_string())))
        .unwrap()
        .with_raw_http_path(path)
        .with_request_context(signed_in(group))
}

fn signed_in(group: &str) -> RequestContext {
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    jwt.claims = HashMap::from([
        ("sub".to_owned(), "someone".to_owned()),
        ("cognito:groups".to_owned(), group.to_owned()),
    ]);
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    RequestContext::ApiGatewayV2(context)
}
