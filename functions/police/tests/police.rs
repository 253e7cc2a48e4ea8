//! The police and witness care over the twins: what they may record, what they see, and what they never do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::case::apply::{append, open};
use events::Reference;
use events::case::{Case, CaseChange};
use events::justice::Step;
use events::referral::SourceKind;
use jiff::Timestamp;
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::http::Method;
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt};
use platform::ports::AcceptReferral;
use serde_json::{Value, json};
use std::collections::HashMap;
use twins::{Faults, Twin, sample};

const NOW: &str = "2026-11-23T10:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A world with one case of that source, and its reference.
async fn world(source: SourceKind) -> (Twin, Reference) {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    let mut new = sample::new_case(1, at(NOW));
    new.case.received.source = source;
    let (case, event) = open(new.case.reference, new.case.received, at(NOW));
    (new.case, new.event) = (case, event);
    twin.accept(&new).await.unwrap();
    let reference = new.case.reference;
    (twin, reference)
}

fn signed_in(groups: &str) -> RequestContext {
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    jwt.claims = HashMap::from([
        ("sub".to_owned(), "someone".to_owned()),
        ("cognito:groups".to_owned(), groups.to_owned()),
    ]);
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    RequestContext::ApiGatewayV2(context)
}

/// Status and body of one request by someone of that group.
async fn ask(twin: &Twin, group: &str, path: &str, body: Option<Value>, now: &str) -> (u16, Value) {
    let path = format!("/police/cases/{path}");
    let request = lambda_http::http::Request::builder()
        .method(if body.is_some() {
            Method::POST
        } else {
            Method::GET
        })
        .uri(format!("https://hub.example.net{path}"))
        .body(body.map_or(Body::Empty, |body| Body::from(body.to_string())))
        .unwrap()
        .with_raw_http_path(path)
        .with_request_context(signed_in(group));
    let answer = police::handle(twin, request, at(now)).await;
    let Body::Text(text) = answer.body() else {
        panic!("no text")
    };
    (
        answer.status().as_u16(),
        serde_json::from_str(text).unwrap(),
    )
}

async fn record(
    twin: &Twin,
    group: &str,
    reference: &Reference,
    number: u32,
    step: &str,
    now: &str,
) -> (u16, Value) {
    let body = json!({"id": id(number), "step": step, "at": now});
    ask(
        twin,
        group,
        &format!("{reference}/progress"),
        Some(body),
        now,
    )
    .await
}

fn stored(twin: &Twin, reference: &Reference) -> Case {
    twin.state().cases[reference].clone()
}

#[tokio::test]
async fn a_recorded_step_says_what_to_tell_the_person_and_telling_keeps_it() {
    let (twin, reference) = world(SourceKind::Police).await;
    let (status, view) = record(&twin, "police", &reference, 1, "arrested", NOW).await;
    assert_eq!(status, 201, "{view}");
    assert_eq!(view["tell"][0]["promise"], "arrested.2");
    assert_eq!(view["tell"][0]["by"], "2026-11-30T17:00:00Z");
    assert_eq!(view["promises"][0]["standing"], "open");
    let told = json!({"id": id(2), "promise": "arrested.2", "how": "phone"});
    let path = format!("{reference}/told");
    let (status, view) = ask(
        &twin,
        "police",
        &path,
        Some(told.clone()),
        "2026-11-24T10:00:00Z",
    )
    .await;
    assert_eq!(
        (status, &view["promises"][0]["standing"]),
        (201, &json!("kept")),
        "{view}"
    );
    assert_eq!(
        (&view["tell"], &view["promises"][0]["told"]),
        (&json!([]), &json!("phone"))
    );
    let (again, _) = ask(&twin, "police", &path, Some(told), "2026-11-25T10:00:00Z").await;
    assert_eq!((again, stored(&twin, &reference).version), (200, 3));
}

#[tokio::test]
async fn the_same_record_sent_again_is_one_and_with_other_content_a_conflict() {
    let (twin, reference) = world(SourceKind::Police).await;
    assert_eq!(
        record(&twin, "police", &reference, 1, "arrested", NOW)
            .await
            .0,
        201
    );
    assert_eq!(
        record(&twin, "police", &reference, 1, "arrested", NOW)
            .await
            .0,
        200
    );
    assert_eq!(
        record(&twin, "police", &reference, 1, "charged", NOW)
            .await
            .0,
        409
    );
    assert_eq!(stored(&twin, &reference).justice.progress.len(), 1);
}

#[tokio::test]
async fn a_sender_that_tries_until_it_is_answered_has_recorded_once_whatever_went_wrong() {
    for seed in 0..40 {
        let (_, reference) = world(SourceKind::Police).await;
        let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(seed, 300));
        let mut new = sample::new_case(1, at(NOW));
        new.case.received.source = SourceKind::Police;
        twin.state().cases.insert(reference.clone(), new.case);
        let mut tries = 0;
        while record(&twin, "police", &reference, 1, "arrested", NOW)
            .await
            .0
            >= 500
        {
            tries += 1;
            assert!(tries < 100, "seed {seed}: never answered");
        }
        assert_eq!(
            stored(&twin, &reference).justice.progress.len(),
            1,
            "seed {seed}"
        );
        assert!(
            !twin.state().reads.is_empty(),
            "seed {seed}: a read that was not written down"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_plain_words_and_nothing_is_stored() {
    let (twin, reference) = world(SourceKind::Police).await;
    let path = format!("{reference}/progress");
    let steps: Vec<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
    let step_help = format!("step is one of {}", steps.join(", "));
    for (group, body, status, title) in [
        (
            "witness-care",
            json!({"id": id(1), "step": "sentenced", "at": NOW}),
            409,
            "Charged must be recorded first",
        ),
        (
            "police",
            json!({"id": id(1), "step": "arrested", "at": "2026-11-24T10:00:00Z"}),
            422,
            "This time is in the future",
        ),
        (
            "witness-care",
            json!({"id": id(1), "step": "arrested", "at": NOW}),
            403,
            "The police record this",
        ),
        (
            "police",
            json!({"id": id(1), "step": "dismissed", "at": NOW}),
            422,
            &step_help,
        ),
        (
            "police",
            json!({"id": "7", "step": "arrested", "at": NOW}),
            422,
            "id is a UUID",
        ),
        (
            "police",
            json!({"id": id(1), "step": "arrested"}),
            422,
            "at is a moment, such as 2026-12-24T09:00:00Z",
        ),
        (
            "police",
            json!({"id": id(1), "step": "arrested", "at": "today"}),
            422,
            "at is a moment, such as 2026-12-24T09:00:00Z",
        ),
        (
            "police",
            json!({"id": id(1), "step": "arrested", "at": NOW, "note": "x"}),
            422,
            "There is a field that this command does not have",
        ),
        (
            "police",
            json!({"id": id(1), "step": "arrested", "at": NOW, "heard_at": NOW}),
            422,
            "heard_at is for what a court decided, from witness care",
        ),
        ("police", json!([]), 400, "The body is not a JSON object"),
    ] {
        let (got, problem) = ask(&twin, group, &path, Some(body), NOW).await;
        assert_eq!((got, problem["title"].as_str()), (status, Some(title)));
    }
    let body = json!({"id": id(1), "promise": "arrested.2", "how": "phone"});
    assert_eq!(
        ask(
            &twin,
            "police",
            &format!("{reference}/told"),
            Some(body),
            NOW
        )
        .await
        .0,
        404
    );
    assert_eq!(stored(&twin, &reference).version, 1);
}

#[tokio::test]
async fn a_verdict_has_two_clocks_and_the_second_begins_when_witness_care_hears() {
    let (twin, reference) = world(SourceKind::Police).await;
    record(&twin, "police", &reference, 1, "charged", NOW).await;
    record(&twin, "police", &reference, 2, "verdict", NOW).await;
    let (_, view) = ask(
        &twin,
        "witness-care",
        &reference.to_string(),
        None,
        "2026-11-24T10:00:00Z",
    )
    .await;
    assert_eq!(view["tell"][0]["promise"], "verdict-court.3");
    let told = |number: u32, promise: &str, how: &str| json!({"id": id(number), "promise": promise, "how": how});
    let path = format!("{reference}/told");
    let early = told(3, "verdict.3", "phone");
    assert_eq!(
        ask(
            &twin,
            "witness-care",
            &path,
            Some(early),
            "2026-11-24T10:00:00Z"
        )
        .await
        .0,
        409
    );
    let notice = told(4, "verdict-court.3", "court-notice");
    let (status, view) = ask(
        &twin,
        "witness-care",
        &path,
        Some(notice),
        "2026-11-26T10:00:00Z",
    )
    .await;
    assert_eq!(
        (status, &view["tell"][0]["promise"]),
        (201, &json!("verdict.3"))
    );
    assert_eq!(view["tell"][0]["by"], "2026-11-27T17:00:00Z");
    // Recorded by witness care itself, the court has done its part by then.
    let (status, view) = record(
        &twin,
        "witness-care",
        &reference,
        5,
        "sentenced",
        "2026-11-26T11:00:00Z",
    )
    .await;
    assert_eq!(status, 201);
    let standings: HashMap<_, _> = view["promises"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["code"].as_str().unwrap().to_owned(),
                one["standing"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(
        (
            standings["sentenced-court.5"].as_str(),
            standings["sentenced.5"].as_str()
        ),
        ("kept", "open")
    );
}

#[tokio::test]
async fn a_self_referral_and_another_partners_case_do_not_exist_for_the_police() {
    for source in SourceKind::ALL
        .iter()
        .filter(|source| **source != SourceKind::Police)
    {
        let (twin, reference) = world(*source).await;
        let unknown = Reference::from_number(77);
        for group in ["police", "witness-care"] {
            let there = ask(&twin, group, &reference.to_string(), None, NOW).await;
            assert_eq!(
                there,
                ask(&twin, group, &unknown.to_string(), None, NOW).await,
                "{source}"
            );
            assert_eq!(there.0, 404);
        }
        assert_eq!(
            record(&twin, "police", &reference, 1, "arrested", NOW)
                .await
                .0,
            404
        );
        assert!(twin.state().reads.is_empty(), "nothing was read");
        assert_eq!(stored(&twin, &reference).version, 1);
    }
}

#[tokio::test]
async fn support_notes_are_refused_alike_whatever_the_case_and_every_request_is_registered() {
    for source in [SourceKind::Police, SourceKind::SelfReferral] {
        let (twin, reference) = world(source).await;
        let body = json!({"id": id(1), "reason": "line-of-enquiry"});
        let refused = ask(
            &twin,
            "police",
            &format!("{reference}/request-notes"),
            Some(body.clone()),
            NOW,
        )
        .await;
        let unknown = format!("{}/request-notes", Reference::from_number(77));
        assert_eq!(
            refused,
            ask(&twin, "police", &unknown, Some(body.clone()), NOW).await
        );
        assert_eq!(refused.0, 403);
        assert!(
            refused.1["title"]
                .as_str()
                .unwrap()
                .contains("neither necessary nor proportionate")
        );
        ask(
            &twin,
            "police",
            &format!("{reference}/request-notes"),
            Some(body),
            NOW,
        )
        .await;
        let events = twin.state().events[&reference].clone();
        let requests = events
            .iter()
            .filter(|event| matches!(event.what, CaseChange::NotesRequested(_)))
            .count();
        assert_eq!(
            (
                requests,
                stored(&twin, &reference).justice.notes_requests.len()
            ),
            (1, 1),
            "registered once"
        );
    }
}

#[tokio::test]
async fn requests_for_notes_cannot_fill_up_a_case() {
    let (twin, reference) = world(SourceKind::SelfReferral).await;
    for number in 0..103 {
        let body = json!({"id": id(number), "reason": "other"});
        assert_eq!(
            ask(
                &twin,
                "police",
                &format!("{reference}/request-notes"),
                Some(body),
                NOW
            )
            .await
            .0,
            403
        );
    }
    assert_eq!(stored(&twin, &reference).justice.notes_requests.len(), 20);
}

#[tokio::test]
async fn the_police_see_nothing_of_support() {
    let (twin, reference) = world(SourceKind::Police).await;
    let mut case = stored(&twin, &reference);
    let (after, _) = sample::offered(&case, "sexual-violence-service", at(NOW));
    case = after;
    let request = events::justice::NotesRequest {
        id: id(9),
        reason: events::justice::NotesRequestReason::Other,
        asked_by: events::justice::Agency::Police,
    };
    append(&mut case, CaseChange::NotesRequested(request), at(NOW)).unwrap();
    twin.state().cases.insert(reference.clone(), case);
    let (status, view) = ask(&twin, "police", &reference.to_string(), None, NOW).await;
    assert_eq!(status, 200);
    let mut names: Vec<&str> = view
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "opened_at",
            "progress",
            "promises",
            "reference",
            "tell",
            "tier"
        ]
    );
    assert!(!view.to_string().contains("violence"), "{view}");
}

#[tokio::test]
async fn only_the_police_and_witness_care_come_in() {
    let (twin, reference) = world(SourceKind::Police).await;
    for group in [
        "coordinator",
        "provider-esas",
        "oversight",
        "touchpoint",
        "",
    ] {
        assert_eq!(
            ask(&twin, group, &reference.to_string(), None, NOW).await.0,
            403,
            "{group}"
        );
    }
}

#[tokio::test]
async fn an_account_asks_for_notes_in_few_cases_within_an_hour() {
    let (twin, known) = world(SourceKind::SelfReferral).await;
    let body = || Some(json!({"id": id(1), "reason": "other"}));
    for number in 1_000..1_020 {
        let path = format!("{}/request-notes", Reference::from_number(number));
        assert_eq!(ask(&twin, "police", &path, body(), NOW).await.0, 403);
    }
    for reference in [known.clone(), Reference::from_number(2_000)] {
        let path = format!("{reference}/request-notes");
        let answer = ask(&twin, "police", &path, body(), NOW).await;
        assert_eq!(answer.0, 429, "known and unknown alike");
    }
    assert_eq!(stored(&twin, &known).version, 1);
}
