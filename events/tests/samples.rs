//! The samples agree with the types. There is one file for each trigger of a function.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test helper that fails is a test that fails"
)]

use events::case::{CaseEvent, EventVersion};
use events::offer::{CloudEvent, Offer};
use events::update::{UpdateKind, UpdateMessage, UpdateRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn sample(name: &str) -> Value {
    let path = format!("{}/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Parses a sample as `T` and writes it again. Nothing is lost and nothing is added.
fn check<T: Serialize + DeserializeOwned>(name: &str) {
    let written = sample(name);
    let read: T =
        serde_json::from_value(written.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), written, "{name}");
}

#[test]
fn every_case_event_has_a_sample() {
    let names = [
        "received",
        "triaged",
        "matched",
        "offered",
        "given-to-coordinators",
        "looked",
        "let-through",
        "accepted",
        "declined",
        "expired",
        "withdrawn",
        "conflict-cleared",
        "chosen",
        "update-needs-person",
        "cared",
        "home-told",
        "progress",
        "promise-kept",
        "promise-broken",
        "notes-requested",
        "promise-near",
        "handed-over",
        "transferred",
        "paused",
        "resumed",
        "closed",
        "reopened",
        "joined",
        "assigned",
        "uplifted",
        "reassessed",
        "pathway-taken",
        "pathway-acknowledged",
        "disclosed",
        "disclosure-approved",
        "task-given",
        "given-quietly",
        "task-done",
        "contact-changed",
        "consent-changed",
        "complained",
        "complaint-answered",
        "feedback-given",
        "access-changed",
        "proposed",
        "proposal-approved",
        "readers-changed",
        "legal-hold",
        "to-be-erased",
        "erased",
    ];
    for name in names {
        let file = format!("case-event.{name}.json");
        check::<CaseEvent>(&file);
        let event: CaseEvent = serde_json::from_value(sample(&file)).unwrap();
        assert_eq!(event.what.name(), name);
        // A sample keeps the version with which it was written: a new code does not change it.
        assert!((1..=CaseEvent::VERSION).contains(&event.v), "{file}");
    }
    // No sample is of an unknown event, even if an event has several samples.
    let files = std::fs::read_dir(format!("{}/samples", env!("CARGO_MANIFEST_DIR"))).unwrap();
    for file in files.map(|file| file.unwrap().file_name().into_string().unwrap()) {
        let Some(name) = file
            .strip_prefix("case-event.")
            .and_then(|rest| rest.split('.').next())
        else {
            continue;
        };
        check::<CaseEvent>(&file);
        let event: CaseEvent = serde_json::from_value(sample(&file)).unwrap();
        assert!(event.what.name() == name && names.contains(&name), "{file}");
    }
}

#[test]
fn each_thing_that_a_provider_does_has_a_sample() {
    let mut acts = Vec::new();
    for variant in [
        "",
        ".contact-tried",
        ".session-held",
        ".stage-reached",
        ".closed",
    ] {
        acts.push(sample(&format!("case-event.cared{variant}.json"))["what"]["act"]["act"].clone());
    }
    assert_eq!(
        acts,
        [
            "measured",
            "contact-tried",
            "session-held",
            "stage-reached",
            "closed"
        ]
    );
}

#[test]
fn an_event_without_a_version_has_version_one() {
    let mut old = sample("case-event.looked.json");
    assert!(old.as_object_mut().unwrap().remove("v").is_some());
    assert_eq!(
        serde_json::from_value::<CaseEvent>(old.clone()).unwrap().v,
        1
    );
    assert_eq!(
        serde_json::from_value::<EventVersion>(old).unwrap(),
        EventVersion { v: 1 }
    );
    // Only the version of a newer event has to be readable.
    let newer =
        serde_json::json!({"v": CaseEvent::VERSION + 1, "what": {"event": "something-new"}});
    assert!(
        serde_json::from_value::<EventVersion>(newer.clone())
            .unwrap()
            .is_newer()
    );
    assert!(serde_json::from_value::<CaseEvent>(newer).is_err());
}

#[test]
fn the_messages_of_the_queues_have_samples() {
    check::<CloudEvent<Offer>>("onward-referral.offered.v1.json");
    check::<CloudEvent<Offer>>("onward-referral.updated.v1.json");
    check::<CloudEvent<Offer>>("onward-referral.withdrawn.v1.json");
    check::<UpdateMessage>("update-request.json");
    check::<UpdateMessage>("update-request.digest.json");
    check::<UpdateMessage>("mail-returned.bounce.json");
    check::<UpdateMessage>("mail-returned.complaint.json");
}

#[test]
fn an_old_request_is_about_the_first_event() {
    let old: UpdateRequest =
        serde_json::from_str(r#"{"reference": "6DNAQGJF", "kind": "acknowledgement"}"#).unwrap();
    assert_eq!(
        (old.kind, old.about),
        (UpdateKind::Acknowledgement, UpdateRequest::FIRST)
    );
}

#[test]
fn the_sample_referrals_are_ones_that_the_hub_takes() {
    let today = jiff::civil::date(2026, 11, 22);
    for name in ["referral.self.json", "referral.police.json"] {
        let errors = events::parse::referral(&sample(name), today).err();
        assert_eq!(errors, None, "{name}");
    }
}

#[test]
fn a_number_with_a_zero_fraction_round_trips() {
    let today = jiff::civil::date(2026, 11, 22);
    let mut document = sample("referral.police.json");
    document["circumstances"] = serde_json::json!({"times_in_12_months": 3.0});
    document["dash"] = serde_json::json!({"ticks": 14.0, "events_in_12_months": 1e30});
    let taken = events::parse::referral(&document, today).unwrap();
    let read: events::Referral = serde_json::from_value(document).unwrap();
    assert_eq!(read.circumstances, taken.circumstances);
    assert_eq!(read.dash, taken.dash);
    assert_eq!(read.dash.unwrap().events_in_12_months, Some(u64::MAX));
}
