//! What a coordinator may do, and what is refused.

use super::*;
use crate::case::apply::{append_all, open};
use crate::case::commands::routing::route;
use crate::matching::Loads;
use events::case::{
    CaseEvent, ChoiceReason, CoordinatorReason, HandOnReason, OnwardState, OwnerKind, TaskKind,
};
use serde_json::{Value, json};

/// The sample case from West Berkshire, changed by `change` and just received.
fn case(change: impl FnOnce(&mut Value)) -> Case {
    let sample = include_str!("../../../../../../events/samples/case-event.received.json");
    let mut event: Value = serde_json::from_str(sample).unwrap();
    change(&mut event["what"]);
    let event: CaseEvent = serde_json::from_value(event).unwrap();
    let CaseChange::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    open(event.reference, *received, event.at).0
}

fn guarded() -> Case {
    case(|what| {
        what["routing"] = json!({"to-coordinators": "guardian-conflict"});
        what["assessment"]["flags"] = json!(["guardian-conflict"]);
    })
}

fn outside(home: &str) -> Case {
    case(|what| {
        what["routing"] = json!({"to-coordinators": "outside-area"});
        what["local_authority"] = json!(home);
    })
}

/// Two services of the area, another area's hub and a national service.
fn profile() -> Profile {
    let provider = |code: &str, kind: &str| json!({"code": code, "name": code, "kind": kind, "illustrative": true});
    let service = |code: &str, more: Value| {
        let mut service = json!({
            "code": code, "provider": code, "name": code, "about": "", "stage": 2, "needs": [], "specialisms": [],
            "local_authorities": [], "funding": ["moj-grant"], "modalities": [], "from": "2018-04-01", "until": null,
            "public": true, "worker_genders": ["woman"]
        });
        for (name, value) in more.as_object().unwrap() {
            service[name] = value.clone();
        }
        service
    };
    serde_json::from_value(json!({
        "area": "here", "name": "Here", "hub_name": "Here", "sender_name": "The desk",
        "neutral_domain": "mail.example.net", "exit_url": "https://example.org", "rules": "2021-04.1",
        "consent_models": [], "labels": {"coordinator": "Coordinator", "touchpoint": "Touchpoint", "stages": {}},
        "local_authorities": [{"code": "E06000038", "name": "Reading", "county": "Berkshire", "csp": "Reading"}],
        "helplines": [], "partners": [], "touchpoints": [],
        "providers": [
            provider("everyone", "local"), provider("abuse", "local"), provider("next", "hub"),
            provider("bereaved", "national")
        ],
        "services": [
            service("everyone", json!({"universal": true})),
            service("abuse", json!({"specialisms": ["domestic-abuse"]})),
            service("next", json!({"local_authorities": ["E09000033"]})),
            service("bereaved", json!({"national": "homicide"}))
        ]
    }))
    .unwrap()
}

fn after(case: &Case, changes: Vec<CaseChange>) -> Case {
    append_all(case, changes, case.opened_at).unwrap().0
}

fn routed(case: &Case) -> Case {
    after(
        case,
        route(case, &profile(), &Loads::default(), case.opened_at),
    )
}

fn live(case: &Case) -> Vec<&str> {
    case.support
        .live()
        .map(|onward| onward.offered.service.as_str())
        .collect()
}

fn chosen(wanted: &[&str], unwanted: &[&str]) -> Chosen {
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    Chosen {
        wanted: codes(wanted),
        unwanted: codes(unwanted),
        reason: ChoiceReason::Asked,
        by: "someone".to_owned(),
    }
}

fn handing(case: &Case, service: &str, basis: HandOnBasis) -> Result<Vec<CaseChange>, Refused> {
    let ground = HandOn {
        basis,
        reason: HandOnReason::LivesThere,
        by: "someone".to_owned(),
    };
    hand_on(case, &profile(), service, ground, case.opened_at)
}

#[test]
fn a_conflict_that_is_cleared_lets_the_case_be_offered() {
    let held = routed(&guarded());
    assert_eq!(
        (held.owner.kind, live(&held).len()),
        (OwnerKind::Coordinators, 0)
    );
    let cleared = after(
        &held,
        clear_conflict(&held, ConflictClearedReason::SpokenAlone, "someone").unwrap(),
    );
    assert!(cleared.support.match_by.is_some());
    let offered = routed(&cleared);
    assert_eq!(
        (offered.owner.kind, live(&offered)),
        (OwnerKind::Queue, vec!["abuse"])
    );
    assert!(matches!(
        clear_conflict(&offered, ConflictClearedReason::SpokenAlone, "someone"),
        Err(Refused::NotNow(_))
    ));
    assert!(matches!(
        clear_conflict(&case(|_| ()), ConflictClearedReason::SpokenAlone, "someone"),
        Err(Refused::NotNow(_))
    ));
}

#[test]
fn choices_withdraw_and_request_services() {
    let first = routed(&case(|_| ()));
    assert_eq!(live(&first), ["abuse"]);
    let changed = after(
        &first,
        choose(&first, &profile(), chosen(&["everyone"], &["abuse"])).unwrap(),
    );
    assert_eq!(changed.support.onwards[0].state, OnwardState::Withdrawn);
    let matched = routed(&changed);
    assert_eq!(live(&matched), ["everyone"]);
    // The person may change their mind.
    let back = routed(&after(
        &matched,
        choose(&matched, &profile(), chosen(&["abuse"], &[])).unwrap(),
    ));
    assert_eq!(live(&back), ["everyone", "abuse"]);
}

#[test]
fn who_wants_nobody_is_with_the_coordinators() {
    let first = routed(&case(|_| ()));
    let none = routed(&after(
        &first,
        choose(&first, &profile(), chosen(&[], &["abuse", "everyone"])).unwrap(),
    ));
    assert_eq!(
        (live(&none).len(), none.owner.kind),
        (0, OwnerKind::Coordinators)
    );
}

#[test]
fn a_choice_that_makes_no_sense_is_refused() {
    let case = routed(&case(|_| ()));
    for wrong in [
        chosen(&[], &[]),
        chosen(&["nobody"], &[]),
        chosen(&["abuse"], &["abuse"]),
    ] {
        assert!(matches!(
            choose(&case, &profile(), wrong),
            Err(Refused::Wrong(_))
        ));
    }
    let held = routed(&guarded());
    assert!(matches!(
        choose(&held, &profile(), chosen(&["abuse"], &[])),
        Err(Refused::NotNow(_))
    ));
}

#[test]
fn a_home_elsewhere_is_transferred_to_its_hub() {
    let held = routed(&outside("E09000033"));
    let profile = profile();
    let targets: Vec<&str> = hand_on_targets(&held, &profile, held.opened_at)
        .iter()
        .map(|s| s.code.as_str())
        .collect();
    assert_eq!(targets, ["next", "bereaved"]);
    let asked = after(&held, handing(&held, "next", HandOnBasis::Consent).unwrap());
    assert_eq!(
        (asked.owner.kind, asked.owner.provider.as_deref()),
        (OwnerKind::Queue, Some("next"))
    );
    assert!(matches!(
        handing(&asked, "next", HandOnBasis::Consent),
        Err(Refused::NotNow(_))
    ));
    // The offer expires, so the coordinators have the case again.
    let lapsed = routed(&after(
        &asked,
        vec![CaseChange::Expired {
            onward: asked.support.onwards[0].offered.onward.clone(),
        }],
    ));
    assert_eq!(
        (lapsed.owner.kind, lapsed.coordination.why_coordinators),
        (
            OwnerKind::Coordinators,
            Some(CoordinatorReason::OutsideArea)
        )
    );
}

#[test]
fn a_transfer_needs_the_home_and_the_persons_wish() {
    let far = routed(&outside("E06000023"));
    assert!(matches!(
        handing(&far, "next", HandOnBasis::Consent),
        Err(Refused::Wrong(_))
    ));
    assert!(matches!(
        handing(&far, "abuse", HandOnBasis::Consent),
        Err(Refused::Wrong(_))
    ));
    assert!(matches!(
        handing(&far, "nobody", HandOnBasis::Consent),
        Err(Refused::Wrong(_))
    ));
    let held = routed(&guarded());
    assert!(matches!(
        handing(&held, "bereaved", HandOnBasis::Consent),
        Err(Refused::NotNow(_))
    ));
    let here = routed(&case(|_| ()));
    let unwilling = after(
        &here,
        choose(&here, &profile(), chosen(&[], &["bereaved"])).unwrap(),
    );
    assert!(matches!(
        handing(&unwilling, "bereaved", HandOnBasis::Consent),
        Err(Refused::NotNow(_))
    ));
    assert!(handing(&unwilling, "bereaved", HandOnBasis::SeriousHarmOverride).is_ok());
}

/// The case of a person with an unknown postcode.
fn unplaced(mut case: Case) -> Case {
    case.received.ask_council = true;
    case.received.local_authority = None;
    case
}

const ELSEWHERE: CaseChange = CaseChange::HomeTold {
    local_authority: None,
};

#[test]
fn a_home_elsewhere_stops_offers_here() {
    let begun = routed(&unplaced(case(|_| ())));
    assert_eq!(live(&begun), ["abuse"]);
    let told = routed(&after(&begun, vec![ELSEWHERE]));
    assert_eq!(
        (live(&told), told.owner.kind),
        (vec!["abuse"], OwnerKind::Coordinators),
        "what was begun goes on"
    );
    let onward = told.support.onwards[0].offered.onward.clone();
    let lapsed = routed(&after(&told, vec![CaseChange::Expired { onward }]));
    assert_eq!(
        (live(&lapsed).len(), lapsed.coordination.why_coordinators),
        (0, Some(CoordinatorReason::OutsideArea))
    );
    let asked = after(
        &lapsed,
        handing(&lapsed, "next", HandOnBasis::Consent).unwrap(),
    );
    assert_eq!(asked.owner.provider.as_deref(), Some("next"));
}

#[test]
fn a_home_elsewhere_still_gets_an_acknowledgement_task() {
    let mut early = unplaced(case(|_| ()));
    early.received.assessment.contact.automatic = None;
    early.received.safe_channels = vec![events::referral::ChannelKind::Phone];
    let told = routed(&after(&early, vec![ELSEWHERE]));
    let to_tell = told
        .coordination
        .tasks
        .iter()
        .filter(|task| task.kind == TaskKind::TellPerson)
        .count();
    assert_eq!(
        (told.owner.kind, live(&told).len(), to_tell),
        (OwnerKind::Coordinators, 0, 1)
    );
}

#[test]
fn an_open_conflict_prevents_a_transfer() {
    let mut elsewhere = outside("E09000033");
    elsewhere.received.assessment.flags = vec![Flag::GuardianConflict];
    for held in [
        routed(&elsewhere),
        routed(&after(&unplaced(guarded()), vec![ELSEWHERE])),
    ] {
        assert_eq!(
            held.coordination.why_coordinators,
            Some(CoordinatorReason::OutsideArea)
        );
        assert!(matches!(
            handing(&held, "next", HandOnBasis::Consent),
            Err(Refused::NotNow(_))
        ));
        let cleared = after(
            &held,
            clear_conflict(&held, ConflictClearedReason::SpokenAlone, "someone").unwrap(),
        );
        assert!(handing(&cleared, "next", HandOnBasis::Consent).is_ok());
        assert_eq!(
            live(&routed(&cleared)).len(),
            0,
            "a home elsewhere is not offered here"
        );
    }
}
