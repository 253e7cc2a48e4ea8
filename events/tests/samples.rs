//! The samples say what the types say: one file for each trigger of a function.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test helper that fails is a test that fails")]

use events::case::CaseEvent;
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

/// Reads a sample as `T` and writes it again: nothing is lost, nothing is added.
fn check<T: Serialize + DeserializeOwned>(name: &str) {
    let written = sample(name);
    let read: T = serde_json::from_value(written.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), written, "{name}");
}

#[test]
fn every_case_event_has_a_sample_that_reads_and_writes_the_same() {
    let names = [
        "received",
        "triaged",
        "matched",
        "offered",
        "given-to-coordinators",
        "looked",
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
        "pathway-taken",
        "pathway-acknowledged",
        "disclosed",
        "task-given",
        "task-done",
        "contact-changed",
        "consent-changed",
        "complained",
        "complaint-answered",
        "feedback-given",
        "legal-hold",
        "to-be-erased",
        "erased",
    ];
    for name in names {
        let file = format!("case-event.{name}.json");
        check::<CaseEvent>(&file);
        let event: CaseEvent = serde_json::from_value(sample(&file)).unwrap();
        assert_eq!(event.what.name(), name);
    }
}

#[test]
fn the_messages_of_the_queues_have_samples() {
    check::<CloudEvent<Offer>>("onward-referral.offered.v1.json");
    check::<CloudEvent<Offer>>("onward-referral.withdrawn.v1.json");
    check::<UpdateMessage>("update-request.json");
    check::<UpdateMessage>("update-request.digest.json");
    check::<UpdateMessage>("mail-returned.bounce.json");
    check::<UpdateMessage>("mail-returned.complaint.json");
}

#[test]
fn a_request_from_before_there_were_several_of_a_kind_is_about_the_first_event() {
    let old: UpdateRequest = serde_json::from_str(r#"{"reference": "6DNAQGJF", "kind": "acknowledgement"}"#).unwrap();
    assert_eq!((old.kind, old.about), (UpdateKind::Acknowledgement, UpdateRequest::FIRST));
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
fn a_whole_number_written_with_a_point_is_read_again_as_it_was_taken() {
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
