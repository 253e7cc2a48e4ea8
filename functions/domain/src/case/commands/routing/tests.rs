//! Where a case goes, and by when.

use super::*;
use crate::case::apply::{append_all, open};
use events::case::{CaseEvent, OwnerKind};
use events::justice::PromiseOwner;
use events::profile::Clocks;
use jiff::SignedDuration;
use serde_json::{Value, json};

/// A service of the provider `of-{code}`.
fn service(code: &str, more: Value) -> Service {
    let mut service = json!({
        "code": code, "provider": format!("of-{code}"), "name": code, "about": "", "stage": 2, "needs": [],
        "specialisms": [], "local_authorities": [], "funding": ["moj-grant"], "modalities": [], "from": "2018-04-01",
        "until": null, "public": true, "worker_genders": ["woman"]
    });
    for (name, value) in more.as_object().unwrap() {
        service[name] = value.clone();
    }
    serde_json::from_value(service).unwrap()
}

/// The sample case: domestic abuse in West Berkshire, with trouble sleeping and worries about the
/// family.
fn case() -> Case {
    let sample = include_str!("../../../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    open(event.reference, *received, event.at).0
}

fn profile(services: Vec<Service>) -> Profile {
    let mut profile: Profile = serde_json::from_value(json!({
        "area": "here", "name": "Here", "hub_name": "Here", "sender_name": "The desk",
        "neutral_domain": "mail.example.net", "exit_url": "https://example.org", "rules": "2021-04.1",
        "consent_models": [], "labels": {"coordinator": "Coordinator", "touchpoint": "Touchpoint", "stages": {}},
        "local_authorities": [{"code": "E06000038", "name": "Reading", "county": "Berkshire", "csp": "Reading"}],
        "helplines": [], "providers": [], "services": [], "partners": [], "touchpoints": []
    }))
    .unwrap();
    profile.services = services;
    profile
}

/// The case after routing.
fn routed(case: &Case, profile: &Profile) -> Case {
    let now = case.opened_at;
    append_all(case, route(case, profile, &Loads::default(), now), now)
        .unwrap()
        .0
}

fn live(case: &Case) -> Vec<&str> {
    case.support
        .live()
        .map(|onward| onward.offered.service.as_str())
        .collect()
}

fn declined(case: &Case, service: &str, why: DeclineReason) -> Case {
    let onward = case
        .support
        .live()
        .find(|onward| onward.offered.service == service)
        .unwrap()
        .offered
        .clone();
    let no = CaseChange::Declined {
        onward: onward.onward,
        provider: onward.provider,
        why,
    };
    append_all(case, vec![no], case.opened_at).unwrap().0
}

fn specialist(code: &str) -> Service {
    service(code, json!({"specialisms": ["domestic-abuse"], "stage": 3}))
}

fn everyone() -> Service {
    service("everyone", json!({"universal": true}))
}

#[test]
fn declines_lead_to_the_next_service_then_coordinators() {
    let profile = profile(vec![specialist("a"), specialist("b"), everyone()]);
    let mut case = routed(&case(), &profile);
    assert_eq!(live(&case), ["a"]);
    case = routed(&declined(&case, "a", DeclineReason::NoCapacity), &profile);
    assert_eq!(
        (live(&case), case.owner.kind),
        (vec!["b"], OwnerKind::Queue)
    );
    case = routed(&declined(&case, "b", DeclineReason::NotEligible), &profile);
    assert_eq!(
        (live(&case), case.owner.kind),
        (vec!["everyone"], OwnerKind::Queue)
    );
    case = routed(
        &declined(&case, "everyone", DeclineReason::Unsafe),
        &profile,
    );
    assert_eq!(
        (live(&case), case.owner.kind),
        (vec![], OwnerKind::Coordinators)
    );
    assert_eq!(
        route(&case, &profile, &Loads::default(), case.opened_at),
        Vec::new(),
        "and then it rests"
    );
}

#[test]
fn a_conflict_excludes_all_services_of_the_provider() {
    let sister = Service {
        provider: "of-a".to_owned(),
        ..specialist("b")
    };
    let profile = profile(vec![specialist("a"), sister, everyone()]);
    let first = routed(&case(), &profile);
    let full = routed(&declined(&first, "a", DeclineReason::NoCapacity), &profile);
    assert_eq!(live(&full), ["b"]);
    let conflict = routed(
        &declined(&first, "a", DeclineReason::ConflictOfInterest),
        &profile,
    );
    assert_eq!(live(&conflict), ["everyone"]);
}

#[test]
fn a_declined_need_goes_to_coordinators_if_unmet() {
    let sleep = service("sleep", json!({"needs": ["trouble-sleeping"]}));
    let family = service("family", json!({"needs": ["impact-on-family"]}));
    let profile = profile(vec![sleep, family]);
    let case = routed(&case(), &profile);
    assert_eq!((live(&case).len(), case.support.unmet.len()), (2, 0));
    let case = routed(
        &declined(&case, "family", DeclineReason::NoCapacity),
        &profile,
    );
    assert_eq!(
        (live(&case), case.owner.kind),
        (vec!["sleep"], OwnerKind::Coordinators)
    );
    assert_eq!(
        case.support.unmet,
        ["impact-on-family"].map(|need| events::referral::NeedCode::parse(need).unwrap())
    );
}

#[test]
fn a_need_is_new_to_the_register_once() {
    let profile = profile(vec![service(
        "sleep",
        json!({"needs": ["trouble-sleeping"]}),
    )]);
    let matched = |case: &Case| {
        let changes = route(case, &profile, &Loads::default(), case.opened_at);
        let found = changes.into_iter().find_map(|what| match what {
            CaseChange::Matched(matched) => Some(matched),
            _ => None,
        });
        found.unwrap()
    };
    let first = matched(&case());
    assert_eq!((first.unmet.len(), first.newly_unmet.len()), (1, 1));
    assert_eq!(first.local_authority.as_deref(), Some("E06000038"));
    let again = matched(&declined(
        &routed(&case(), &profile),
        "sleep",
        DeclineReason::NoCapacity,
    ));
    assert_eq!((again.unmet.len(), again.newly_unmet.len()), (2, 1));
}

#[test]
fn completed_support_is_only_repeated_by_choice() {
    use events::care::{Act, Outcome};
    let sleep = service("sleep", json!({"needs": ["trouble-sleeping"]}));
    let family = service("family", json!({"needs": ["impact-on-family"]}));
    let profile = profile(vec![sleep, family]);
    let case = routed(&case(), &profile);
    let onward = case
        .support
        .live()
        .find(|onward| onward.offered.service == "sleep")
        .unwrap()
        .offered
        .clone();
    let yes = CaseChange::Accepted {
        onward: onward.onward.clone(),
        provider: onward.provider.clone(),
        first_contact_by: case.opened_at,
    };
    let act = Act::Closed {
        outcome: Outcome::MovedOn,
    };
    let over = CaseChange::Cared {
        onward: onward.onward,
        provider: onward.provider,
        act,
    };
    let case = append_all(&case, vec![yes, over], case.opened_at)
        .unwrap()
        .0;
    let case = routed(
        &declined(&case, "family", DeclineReason::NoCapacity),
        &profile,
    );
    assert_eq!(
        (live(&case), case.support.unmet.len()),
        (vec![], 1),
        "what was done is done"
    );
    let chosen = events::case::Chosen {
        wanted: vec!["sleep".to_owned()],
        unwanted: Vec::new(),
        reason: events::case::ChoiceReason::KnowsIt,
        by: "someone".to_owned(),
    };
    let case = append_all(&case, vec![CaseChange::Chosen(chosen)], case.opened_at)
        .unwrap()
        .0;
    assert_eq!(live(&routed(&case, &profile)), ["sleep"]);
}

#[test]
fn a_coordinator_looks_at_a_danger_while_services_are_asked() {
    for flag in [Flag::ImmediateDanger, Flag::SuicideRisk] {
        let mut received = case().received;
        received.assessment.flags = vec![flag];
        let now = case().opened_at;
        let (case, _) = open(case().reference, received, now);
        let after = routed(&case, &profile(vec![everyone()]));
        assert_eq!(after.owner.kind, OwnerKind::Queue);
        let by = now + SignedDuration::from_mins(15);
        let to_look = |case: &Case| {
            let tasks = case.coordination.open_tasks();
            tasks
                .filter(|task| task.kind == TaskKind::LookAtDanger && task.due == by)
                .count()
        };
        assert_eq!(to_look(&after), 1, "{:?}", after.coordination.tasks);
        assert_eq!(
            crate::coordinator_queue::place(&after).map(|place| place.due),
            Some(by)
        );
        let next = crate::answer::next_steps(&after.received, &Clocks::default(), now);
        let promised = after
            .justice
            .promises
            .iter()
            .find(|one| one.due == by)
            .unwrap();
        assert_eq!((next[0].by, promised.owner), (by, PromiseOwner::Hub));
        // It is one task, even after several searches.
        let code = live(&after)[0].to_owned();
        let again = routed(
            &declined(&after, &code, DeclineReason::NoCapacity),
            &profile(vec![everyone()]),
        );
        assert_eq!(to_look(&again), 1);
    }
}

#[test]
fn a_way_of_contact_that_was_left_out_is_a_task_once() {
    let now = case().opened_at;
    for left_out in [false, true] {
        let mut received = case().received;
        received.contact_left_out = left_out;
        let (case, _) = open(case().reference, received, now);
        let after = routed(&case, &profile(vec![everyone()]));
        let tasks = |case: &Case| {
            let tasks = case.coordination.open_tasks();
            tasks
                .filter(|task| task.kind == TaskKind::CheckContact)
                .count()
        };
        assert_eq!(tasks(&after), usize::from(left_out));
        let code = live(&after)[0].to_owned();
        let again = routed(
            &declined(&after, &code, DeclineReason::NoCapacity),
            &profile(vec![everyone()]),
        );
        assert_eq!(tasks(&again), usize::from(left_out));
    }
}

/// The sample case, set aside and routed.
fn set_aside(more: impl Fn(&mut events::case::Received)) -> (Case, Case) {
    let mut received = case().received;
    received.set_aside = Some("0f".to_owned());
    more(&mut received);
    let (case, _) = open(case().reference, received, case().opened_at);
    let held = routed(&case, &profile(vec![everyone()]));
    (case, held)
}

fn let_through(case: &Case, now: Timestamp) -> Case {
    let changes = super::super::coordinator::let_through(case, "somebody").unwrap();
    let through = append_all(case, changes, now).unwrap().0;
    let changes = route(&through, &profile(vec![everyone()]), &Loads::default(), now);
    append_all(&through, changes, now).unwrap().0
}

#[test]
fn a_case_that_was_set_aside_waits_with_the_coordinators() {
    for (flag, risk, minutes) in [
        (Some(Flag::ImmediateDanger), Risk::High, 15),
        (Some(Flag::SuicideRisk), Risk::Standard, 15),
        (None, Risk::High, 30),
    ] {
        let (_, held) = set_aside(|received| {
            received.assessment.flags = flag.into_iter().collect();
            received.assessment.risk = risk;
        });
        assert_eq!(held.owner.kind, OwnerKind::Coordinators);
        let due = held.opened_at + SignedDuration::from_mins(minutes);
        assert_eq!(held.owner.due, due, "{flag:?}");
        assert!(live(&held).is_empty() && held.coordination.tasks.is_empty());
        assert!(!held.support.routed, "the first routing is to come");
    }
}

#[test]
fn what_the_person_was_told_stays_true_after_a_let_through() {
    let danger = |received: &mut events::case::Received| {
        received.assessment.flags = vec![Flag::ImmediateDanger];
        received.assessment.risk = Risk::High;
    };
    let told = routed(
        &{
            let mut received = case().received;
            danger(&mut received);
            open(case().reference, received, case().opened_at).0
        },
        &profile(vec![everyone()]),
    );
    let (_, held) = set_aside(danger);
    let due = |case: &Case| {
        let look = case
            .coordination
            .open_tasks()
            .find(|task| task.kind == TaskKind::LookAtDanger);
        let offer = case.support.live().next().expect("an offer");
        (look.expect("a look").due, offer.offered.accept_by)
    };
    let soon = let_through(&held, held.opened_at + SignedDuration::from_mins(10));
    assert_eq!(due(&soon), due(&told));
    // After the time that was told, the usual time counts from now, and a service has at least half of its time.
    let now = held.opened_at + SignedDuration::from_mins(50);
    let (look, answer) = due(&let_through(&held, now));
    assert_eq!(look, now + SignedDuration::from_mins(15));
    assert_eq!(answer, now + SignedDuration::from_mins(30));
}

#[test]
fn only_letting_it_through_ends_that_a_case_was_set_aside() {
    let (_, held) = set_aside(|_| {});
    let now = held.opened_at;
    for what in [
        CaseChange::Looked {
            why: CoordinatorReason::SetAside,
            by: "somebody".to_owned(),
        },
        CaseChange::Offered(
            routed(&case(), &profile(vec![everyone()])).support.onwards[0]
                .offered
                .clone(),
        ),
    ] {
        assert!(
            append_all(&held, vec![what.clone()], now).is_err(),
            "{what:?}"
        );
    }
    // Whatever makes the hub search again leads back.
    let mut again = held.clone();
    again.support.match_by = Some(now);
    assert_eq!(routed(&again, &profile(vec![everyone()])).owner, held.owner);
    let through = let_through(&held, now);
    assert!(through.set_aside().is_none() && !live(&through).is_empty());
    let twice = super::super::coordinator::let_through(&through, "somebody");
    assert_eq!(twice, Ok(Vec::new()));
    let never = super::super::coordinator::let_through(&case(), "somebody");
    assert!(never.is_err());
}
