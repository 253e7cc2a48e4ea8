//! What was disclosed to the police of a case that is not theirs: that, and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::case::apply::append_all;
use events::Reference;
use events::case::{
    CaseChange, Disclosed, DisclosedScope, DisclosedTo, DisclosureApproved, DisclosureReason,
    LimitReason, ReaderStep, ReadersChanged,
};
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt};
use platform::ports::{AcceptReferral, AppendEvents, SideWrites};
use serde_json::{Value, json};
use twins::{Faults, Twin, sample};

const NOW: &str = "2026-11-23T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// A self-referral whose `scope` was shared with `to`, for another hour.
async fn disclosed(to: DisclosedTo, scope: &[DisclosedScope]) -> (Twin, Reference) {
    asked_for(SourceKind::SelfReferral, to, scope, true).await
}

/// The same of a case that came so, whether or not somebody approved it.
async fn asked_for(
    source: SourceKind,
    to: DisclosedTo,
    scope: &[DisclosedScope],
    approved: bool,
) -> (Twin, Reference) {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    let mut new = sample::new_case(1, now());
    new.person = json!({
        "id": "00000000-0000-4000-8000-000000000001",
        "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Quiet Robin", "date_of_birth": "1990-01-02"},
        "contact": {"channels": [
            {"kind": "email", "safe": false, "address": "shared@example.org"},
            {"kind": "phone", "safe": true, "address": "07700 900123", "code_word": "daffodil"},
        ]},
        "residence": {"postcode": "RG1 1AA"},
        "wishes": {"own_words": "He came back."},
    });
    new.case.received.source = source;
    twin.accept(&new).await.unwrap();
    let shared = Disclosed {
        to,
        reason: DisclosureReason::DangerToLife,
        reader: (to == DisclosedTo::Police).then(|| "someone".to_owned()),
        scope: scope.to_vec(),
        approver: "boss".to_owned(),
        approve_by: Some(now() + SignedDuration::from_hours(1)),
        by: "somebody".to_owned(),
    };
    let until = now() + SignedDuration::from_hours(1);
    let approval = DisclosureApproved {
        disclosure: 2,
        until,
        by: "boss".to_owned(),
    };
    let mut changes = vec![CaseChange::Disclosed(shared)];
    changes.extend(approved.then_some(CaseChange::DisclosureApproved(approval)));
    let (after, events) = append_all(&new.case, changes, now()).unwrap();
    twin.append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    (twin, after.reference)
}

/// Status and body of one request by someone of that group.
async fn ask(twin: &Twin, group: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    ask_at(twin, group, path, body, now()).await
}

async fn ask_at(
    twin: &Twin,
    group: &str,
    path: &str,
    body: Option<Value>,
    now: Timestamp,
) -> (u16, Value) {
    // `police/other` is another account of the police.
    let (group, account) = group.split_once('/').unwrap_or((group, "someone"));
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    let claims = [("sub", account), ("cognito:groups", group)];
    jwt.claims = claims
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    let path = format!("/police/cases/{path}");
    let request = lambda_http::http::Request::builder()
        .method(if body.is_some() { "POST" } else { "GET" })
        .uri(format!("https://hub.example.net{path}"))
        .body(body.map_or(Body::Empty, |body| Body::from(body.to_string())))
        .unwrap()
        .with_raw_http_path(path)
        .with_request_context(RequestContext::ApiGatewayV2(context));
    let answer = police::handle(twin, request, now).await;
    let Body::Text(text) = answer.body() else {
        panic!("no text")
    };
    (
        answer.status().as_u16(),
        serde_json::from_str(text).unwrap(),
    )
}

#[tokio::test]
async fn the_police_see_what_was_disclosed_and_the_read_is_written_down() {
    let robin = json!({"name": "Quiet Robin", "preferred_name": null, "pronouns": null, "date_of_birth": "1990-01-02"});
    let phone =
        json!({"kind": "phone", "address": "07700 900123", "safe": true, "code_word": "daffodil"});
    for (scope, wanted) in [
        (
            DisclosedScope::Concern,
            json!({"concern": ["danger-to-life"]}),
        ),
        (
            DisclosedScope::SafeContact,
            json!({"safe_contact": {"channels": [phone], "preferred": null, "someone_may_see": null,
                "stop": null, "quiet_until": null}}),
        ),
        (DisclosedScope::Identity, json!({"identity": robin})),
        (
            DisclosedScope::Whereabouts,
            json!({"whereabouts": {"postcode": "RG1 1AA"}}),
        ),
    ] {
        let (twin, reference) = disclosed(DisclosedTo::Police, &[scope]).await;
        let mut wanted = wanted;
        wanted["reference"] = json!(reference);
        assert_eq!(
            ask(&twin, "police", reference.as_str(), None).await,
            (200, wanted)
        );
        assert_eq!(
            twin.state().reads,
            [(reference, now(), "police/someone".to_owned())]
        );
    }
}

#[tokio::test]
async fn a_disclosure_is_not_the_case_and_not_for_anybody_else() {
    let (twin, reference) = disclosed(DisclosedTo::Police, DisclosedScope::ALL).await;
    let (_, view) = ask(&twin, "police", reference.as_str(), None).await;
    let text = view.to_string();
    assert!(
        !text.contains("shared@example.org") && !text.contains("came back"),
        "{text}"
    );
    assert_eq!(view.as_object().unwrap().len(), 5, "{text}");
    let step = json!({"id": "00000000-0000-4000-8000-000000000009", "step": "arrested", "at": NOW});
    let progress = format!("{reference}/progress");
    assert_eq!(
        ask(&twin, "police", &progress, Some(step)).await.0,
        404,
        "they get it, not the case"
    );
    let unknown = ask(
        &twin,
        "witness-care",
        Reference::from_number(77).as_str(),
        None,
    )
    .await;
    assert_eq!(
        ask(&twin, "witness-care", reference.as_str(), None).await,
        unknown
    );
    let (twin, reference) = disclosed(DisclosedTo::Marac, DisclosedScope::ALL).await;
    assert_eq!(
        ask(&twin, "police", reference.as_str(), None).await,
        unknown
    );
    assert!(twin.state().reads.is_empty());
}

#[tokio::test]
async fn who_was_deleted_is_not_found_in_a_disclosure() {
    let (twin, reference) = disclosed(DisclosedTo::Police, &[DisclosedScope::Identity]).await;
    twin.state().people.clear();
    let wanted = json!({"reference": reference, "identity": null});
    assert_eq!(
        ask(&twin, "police", reference.as_str(), None).await,
        (200, wanted)
    );
}

#[tokio::test]
async fn what_nobody_else_has_approved_or_whose_time_has_passed_is_not_there() {
    let all = DisclosedScope::ALL;
    let (twin, reference) =
        asked_for(SourceKind::SelfReferral, DisclosedTo::Police, all, false).await;
    let unknown = ask(&twin, "police", Reference::from_number(77).as_str(), None).await;
    assert_eq!(
        ask(&twin, "police", reference.as_str(), None).await,
        unknown
    );
    let (twin, reference) = disclosed(DisclosedTo::Police, all).await;
    let last = now() + SignedDuration::from_mins(59);
    assert_eq!(
        ask_at(&twin, "police", reference.as_str(), None, last)
            .await
            .0,
        200
    );
    let after = now() + SignedDuration::from_hours(1);
    assert_eq!(
        ask_at(&twin, "police", reference.as_str(), None, after).await,
        unknown
    );
}

#[tokio::test]
async fn of_a_case_that_they_referred_the_police_see_beside_it_what_was_disclosed_and_witness_care_does_not()
 {
    let scope = [DisclosedScope::Whereabouts];
    for approved in [true, false] {
        let (twin, reference) =
            asked_for(SourceKind::Police, DisclosedTo::Police, &scope, approved).await;
        let (status, view) = ask(&twin, "police", reference.as_str(), None).await;
        let wanted = if approved {
            json!({"whereabouts": {"postcode": "RG1 1AA"}})
        } else {
            Value::Null
        };
        assert_eq!(
            (status, &view["disclosed"], view["tier"].is_string()),
            (200, &wanted, true)
        );
        let (_, view) = ask(&twin, "witness-care", reference.as_str(), None).await;
        assert_eq!(
            (&view["disclosed"], view["tier"].is_string()),
            (&Value::Null, true)
        );
    }
}

#[tokio::test]
async fn only_the_named_account_of_the_police_reads_it() {
    let (twin, reference) = disclosed(DisclosedTo::Police, DisclosedScope::ALL).await;
    let unknown = ask(
        &twin,
        "police/other",
        Reference::from_number(77).as_str(),
        None,
    )
    .await;
    let other = ask(&twin, "police/other", reference.as_str(), None).await;
    assert_eq!((other.0, &other), (404, &unknown));
    assert_eq!(
        ask(&twin, "police/SOMEONE", reference.as_str(), None)
            .await
            .0,
        200
    );
    let scope = [DisclosedScope::Whereabouts];
    let (twin, reference) = asked_for(SourceKind::Police, DisclosedTo::Police, &scope, true).await;
    let (status, view) = ask(&twin, "police/other", reference.as_str(), None).await;
    assert_eq!((status, &view["disclosed"]), (200, &Value::Null));
}

#[tokio::test]
async fn a_case_does_not_exist_for_an_excluded_account() {
    for source in [SourceKind::Police, SourceKind::SelfReferral] {
        let (twin, reference) =
            asked_for(source, DisclosedTo::Police, DisclosedScope::ALL, true).await;
        let unknown = ask(&twin, "police", Reference::from_number(77).as_str(), None).await;
        let out = CaseChange::ReadersChanged(ReadersChanged {
            step: ReaderStep::Excluded,
            account: Some("someone".to_owned()),
            subject: None,
            reason: LimitReason::KnowsSuspect,
            by: "somebody".to_owned(),
        });
        let case = twin.state().cases[&reference].clone();
        let (after, events) = append_all(&case, vec![out], now()).unwrap();
        twin.append(&after, &events, SideWrites::default())
            .await
            .unwrap();
        assert_eq!(
            ask(&twin, "police", reference.as_str(), None).await,
            unknown
        );
        let step =
            json!({"id": "00000000-0000-4000-8000-000000000009", "step": "arrested", "at": NOW});
        let progress = format!("{reference}/progress");
        assert_eq!(ask(&twin, "police", &progress, Some(step)).await, unknown);
        let list = ask(&twin, "police", "", None).await;
        assert!(!list.1.to_string().contains(reference.as_str()));
        assert!(twin.state().reads.is_empty());
    }
}
