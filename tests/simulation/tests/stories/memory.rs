//! What the hub remembers about earlier referrals is hidden from anybody who sends another referral: until a
//! coordinator has confirmed it with the person, every page, list, view and message is the same as without it.

use crate::test_hub::{TestHub, recognisable_referral};
use events::Reference;
use events::assessment::Tier;
use events::case::{CloseReason, TaskKind};
use jiff::SignedDuration;
use lambda_http::http::Method;
use serde_json::{Value, json};
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The lines that are logged, each with its fields.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {field}={value:?}"));
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push_str(&(line.0 + "\n"));
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// A hub with an earlier referral of the same person, or of another, and then the same one.
async fn with_earlier(same: bool, kind: &str) -> (TestHub, Reference) {
    let mut hub = TestHub::of("thames-valley");
    let mut earlier = recognisable_referral("self", 1);
    if !same {
        earlier["person"]["name"] = json!("Somebody Else");
    }
    hub.refer(&earlier).await;
    hub.deliver().await;
    hub.wait(SignedDuration::from_hours(3));
    let document = recognisable_referral(kind, 2);
    let reference = hub.refer(&document).await;
    hub.deliver().await;
    (hub, reference)
}

/// Everything that anybody outside the coordinators can read about the case.
async fn seen_outside(hub: &TestHub, reference: &Reference) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    for page in ["progress", "contact", "consent", "ask", "stop", "export"] {
        for as_json in [true, false] {
            let (status, text) = hub.page(reference, page, &json!({}), as_json).await;
            seen.push((format!("{page} {as_json} {status}"), text));
        }
    }
    let mut read = Vec::new();
    for group in ["police", "witness-care"] {
        read.push((group.to_owned(), format!("/police/cases/{reference}")));
        read.push((group.to_owned(), "/police/cases".to_owned()));
        read.push((group.to_owned(), "/police/due".to_owned()));
    }
    for onward in &hub.case(reference).support.onwards {
        let group = format!("provider-{}", onward.offered.provider);
        read.push((
            group.clone(),
            format!("/provider/onwards/{}", onward.offered.onward),
        ));
        for state in ["offered", "accepted", "withdrawn", "closed", "declined"] {
            read.push((group.clone(), format!("/provider/onwards?state={state}")));
        }
    }
    for (group, path) in read {
        let (status, body) = hub.ask(&group, Method::GET, &path, None).await;
        // The list of a provider also has the earlier case, which is about somebody else here.
        seen.push((
            format!("{group} {path} {status}"),
            only_about(&body, reference),
        ));
    }
    let state = hub.twin.state();
    for (provider, queue) in &state.queues {
        let about = queue.iter().filter(|message| message.subject == *reference);
        let text: Vec<String> = about.map(|m| serde_json::to_string(m).unwrap()).collect();
        seen.push((provider.clone(), text.join("\n")));
    }
    let mails = state
        .mails
        .iter()
        .filter(|mail| mail.update.reference == *reference);
    seen.push((
        "mail".to_owned(),
        format!("{:?}", mails.collect::<Vec<_>>()),
    ));
    seen
}

/// The answer without the rows of other cases.
fn only_about(body: &Value, reference: &Reference) -> String {
    let mut body = body.clone();
    for list in ["cases", "onwards", "rows"] {
        if let Some(rows) = body[list].as_array_mut() {
            rows.retain(|row| row["reference"] == reference.as_str());
        }
    }
    body.to_string()
}

async fn assert_same(known: &TestHub, unknown: &TestHub, reference: &Reference, when: &str) {
    let (one, other) = (
        seen_outside(known, reference).await,
        seen_outside(unknown, reference).await,
    );
    assert!(one.len() > 20, "little was compared");
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other, "{when}: it shows that the person was known");
    }
}

#[tokio::test]
async fn an_earlier_case_changes_nothing_that_anybody_outside_sees() {
    for kind in ["self", "police"] {
        let (mut known, reference) = with_earlier(true, kind).await;
        let (mut unknown, same) = with_earlier(false, kind).await;
        assert_eq!(reference, same, "the two hubs give the same references");
        let found = known.case(&reference);
        assert!(found.coordination.has_open_task(TaskKind::Duplicate));
        assert_eq!(found.likely_tier(), Tier::Enhanced, "the coordinators know");
        assert_eq!(found.tier(), unknown.case(&reference).tier());
        for hub in [&mut known, &mut unknown] {
            hub.notify().await;
        }
        assert_same(&known, &unknown, &reference, "offered").await;
        let onward = found.support.onwards[0].offered.clone();
        let group = format!("provider-{}", onward.provider);
        let path = format!("/provider/onwards/{}", onward.onward);
        for hub in [&mut known, &mut unknown] {
            hub.ask(
                &group,
                Method::POST,
                &format!("{path}/accept"),
                Some(&json!({})),
            )
            .await;
            if kind == "police" {
                let step = json!({"id": "0a6b3c7e-1111-4222-8333-444455556666", "step": "arrested",
                    "at": "2026-11-23T12:00:00Z"});
                let to = format!("/police/cases/{reference}/progress");
                let (status, body) = hub.ask("police", Method::POST, &to, Some(&step)).await;
                assert_eq!(status, 201, "{body}");
            }
            hub.deliver().await;
            hub.notify().await;
        }
        assert_same(&known, &unknown, &reference, "accepted").await;
        for days in 1..9 {
            for hub in [&mut known, &mut unknown] {
                hub.days(1);
                hub.minute().await;
                hub.day().await;
                hub.notify().await;
            }
            assert_same(&known, &unknown, &reference, &format!("{days} days later")).await;
        }
        for hub in [&mut known, &mut unknown] {
            hub.close(&reference, CloseReason::NoMoreNeeds).await;
            hub.deliver().await;
            hub.minute().await;
            hub.notify().await;
        }
        assert_same(&known, &unknown, &reference, "closed").await;
    }
}

#[tokio::test]
async fn a_coordinator_confirms_the_person_and_then_it_counts() {
    let (hub, reference) = with_earlier(true, "self").await;
    let path = format!("/hub/cases/{reference}");
    let (_, case) = hub
        .ask("coordinator employer-hub", Method::GET, &path, None)
        .await;
    assert_eq!(
        (&case["tier"], &case["triage"]["tier"]),
        (&json!("standard"), &json!("enhanced"))
    );
    let confirm = format!("{path}/confirm-same-person");
    let (status, answer) = hub
        .ask(
            "coordinator employer-hub",
            Method::POST,
            &confirm,
            Some(&json!({})),
        )
        .await;
    assert_eq!(status, 200, "{answer}");
    let case = hub.case(&reference);
    assert_eq!(case.tier(), Tier::Enhanced);
    assert!(case.coordination.has_open_task(TaskKind::NameCoordinator));
    assert!(!case.coordination.has_open_task(TaskKind::Duplicate));
    let (status, again) = hub
        .ask(
            "coordinator employer-hub",
            Method::POST,
            &confirm,
            Some(&json!({})),
        )
        .await;
    assert_eq!((status, &again["recorded"]), (200, &json!([])));
    let (_, export) = hub.page(&reference, "export", &json!({}), true).await;
    assert!(export.contains("\"rights\":\"enhanced\""), "{export}");
    let (unknown, other) = with_earlier(false, "self").await;
    let to = format!("/hub/cases/{other}/confirm-same-person");
    let refused = unknown
        .ask(
            "coordinator employer-hub",
            Method::POST,
            &to,
            Some(&json!({})),
        )
        .await;
    assert_eq!(refused.0, 409, "{}", refused.1);
}

#[tokio::test]
async fn one_name_with_many_homes_is_a_search() {
    let mut hub = TestHub::of("thames-valley");
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let homes = ["OX1 1PT", "OX1 1PA", "OX4 4PU", "RG1 1AZ", "RG1 1AF"];
    for (number, home) in (1..).zip(homes) {
        assert!(
            !log.text().contains("many homes"),
            "after {} homes",
            number - 1
        );
        let mut document = recognisable_referral("self", number);
        document["residence"]["postcode"] = json!(home);
        hub.refer(&document).await;
        hub.deliver().await;
    }
    let text = log.text();
    assert!(
        text.contains("one name and date of birth came with many homes"),
        "{text}"
    );
    assert!(
        !text.contains("Featherstonehaugh") && !text.contains("1980"),
        "{text}"
    );
}
