//! Stored keys never change, because later code must find older items. A change here is a migration.

use domain::case::apply::{append_all, open};
use events::Reference;
use events::case::{CaseEvent, OnwardState};
use events::update::UpdateKind;
use platform::ports::{Lane, Timer};
use platform::schema;

#[test]
fn the_keys_are_what_they_were() {
    let reference = Reference::from_number(1);
    let at = "2026-11-22T10:00:00.5Z".parse().expect("a moment");
    let written = [
        schema::case_pk(&reference),
        schema::event_sk(7),
        schema::onward_sk("32222223-1"),
        schema::update_sk(UpdateKind::Acknowledgement, 1),
        schema::timer_sk(UpdateKind::Acknowledgement, 1),
        schema::update_sk(UpdateKind::HelpFound, 5),
        schema::timer_sk(UpdateKind::Digest, 20_785),
        schema::read_sk(at, "someone"),
        schema::person_pk(&reference),
        schema::words_pk(&reference, 7),
        schema::submission_pk("self", "id"),
        schema::file_pk("file"),
        schema::client_pk("id"),
        schema::provider_pk("code"),
        schema::provider_key("code", OnwardState::Offered),
        schema::load_pk("service"),
        schema::person_seen_pk("hash"),
        schema::place_seen_pk("hash"),
        schema::facts_pk("hash"),
        schema::counters_pk("people.1#2026-11", 3),
        schema::release_pk("final#people.1#2026-Q4"),
        schema::moment(at),
        schema::owed_by(Some(at)),
        schema::owed_by(None),
        schema::due_key(Lane::Urgent, 0),
        schema::due_key(Lane::Usual, 3),
        schema::due_key(Lane::SetAside, 7),
        schema::due_at(at, &reference, schema::STATE),
        schema::desk_key(schema::shard("32222223")),
    ];
    let kept = [
        "CASE#32222223",
        "EVENT#00000007",
        "ONWARD#32222223-1",
        "UPDATE#acknowledgement",
        "TIMER#acknowledgement",
        "UPDATE#help-found#00000005",
        "TIMER#digest#00020785",
        "READ#2026-11-22T10:00:00.500Z#someone",
        "PERSON#32222223",
        "WORDS#32222223#7",
        "SUBMISSION#self#id",
        "FILE#file",
        "CLIENT#id",
        "PROVIDER#code",
        "code#offered",
        "LOAD#service",
        "PERSON#hash",
        "PLACE#hash",
        "FACTS#hash",
        "COUNT#people.1#2026-11~3",
        "RELEASE#final#people.1#2026-Q4",
        "2026-11-22T10:00:00.500Z",
        "2026-11-22T10:00:00.500Z",
        "nothing",
        "DUE#URGENT#0",
        "DUE#USUAL#3",
        "DUE#ASIDE#7",
        "2026-11-22T10:00:00.500Z#32222223#STATE",
        "DESK#2",
    ];
    assert_eq!(written, kept);
}

#[test]
fn a_case_lies_on_the_desk_by_urgency_and_then_by_time_while_there_is_something_to_do() {
    let sample = include_str!("../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).expect("the sample");
    let events::case::CaseChange::Received(received) = event.what else {
        unreachable!("the sample is a received event")
    };
    let (case, _) = open(event.reference, *received, event.at);
    assert_eq!(
        schema::coordinator_queue_position(&case),
        None,
        "the hub has it for the moment"
    );
    let given = events::case::CaseChange::GivenToCoordinators {
        why: events::case::CoordinatorReason::NoService,
        due: "2026-11-24T17:00:00Z".parse().expect("a moment"),
    };
    let named = events::case::CaseChange::Assigned {
        to: "somebody".to_owned(),
        by: "somebody".to_owned(),
    };
    let (case, _) = append_all(&case, vec![given, named], event.at).expect("it follows");
    let at = schema::coordinator_queue_position(&case).expect("a place");
    assert_eq!(at, format!("2#2026-11-24T17:00:00.000Z#{}", case.reference));
}

#[test]
fn no_attribute_is_classified_twice() {
    let mut names: Vec<&str> = schema::CLASSES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[test]
fn a_key_of_a_counter_or_release_is_read_back() {
    let counters = schema::counters_pk("people.1#2026-11", 7);
    assert_eq!(schema::counters_key(&counters), Some("people.1#2026-11"));
    let release = schema::release_pk("final#people.1#2026-Q4");
    assert_eq!(
        schema::release_key(&release),
        Some("final#people.1#2026-Q4")
    );
    assert_eq!(schema::counters_key(&release), None);
}

#[test]
fn a_timer_from_before_there_were_several_of_a_kind_is_about_the_first_event() {
    let old =
        r#"{"reference": "6DNAQGJF", "kind": "acknowledgement", "at": "2026-11-23T09:00:00Z"}"#;
    let timer: Timer = serde_json::from_str(old).expect("a timer");
    assert_eq!(
        (timer.request().about, timer.request().key().as_str()),
        (1, "6DNAQGJF.acknowledgement.1")
    );
    let sample = include_str!("../../../events/samples/timer.digest.json");
    let digest: Timer = serde_json::from_str(sample).expect("the sample");
    assert_eq!(digest.request().key(), "6DNAQGJF.digest.20785");
}
