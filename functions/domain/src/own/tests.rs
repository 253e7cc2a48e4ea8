//! What a person may ask for, and what is refused.

use super::*;
use crate::fold::{append_all, open};
use crate::matching::Loads;
use crate::routing::route;
use events::case::{CaseEvent, OnwardState, Routing, WhyCoordinators};
use events::referral::SourceKind;
use serde_json::json;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn profile() -> Profile {
    serde_json::from_str(include_str!(
        "../../../../infra/areas/thames-valley/profile.json"
    ))
    .unwrap()
}

/// The sample, offered to whom the hub finds.
fn offered() -> Case {
    let sample = include_str!("../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let What::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    let case = open(event.reference, *received, event.at).0;
    let found = route(&case, &profile(), &Loads::default(), event.at);
    let case = append_all(&case, found, event.at).unwrap().0;
    assert!(
        case.live().next().is_some(),
        "the sample is offered to somebody"
    );
    case
}

fn phone(more: serde_json::Value) -> Channel {
    let mut channel = json!({"kind": "phone", "safe": true, "address": "07700900114"});
    for (name, value) in more.as_object().unwrap() {
        channel[name] = value.clone();
    }
    serde_json::from_value(channel).unwrap()
}

#[test]
fn a_call_is_asked_for_only_where_and_when_it_is_safe() {
    // Monday morning; London is at UTC.
    let now = at("2026-11-23T09:00:00Z");
    let asked = |channel: Channel, time: &str| call(&[channel], time.parse().unwrap(), now);
    let afternoons = || phone(json!({"from": "13:00", "until": "16:00", "days": ["tue"]}));
    let given = asked(afternoons(), "2026-11-24T13:00").unwrap();
    assert_eq!(
        (given.from, given.due),
        (Some(at("2026-11-24T13:00:00Z")), at("2026-11-24T14:00:00Z"))
    );
    assert_eq!(
        asked(afternoons(), "2026-11-24T15:40").unwrap().due,
        at("2026-11-24T15:55:00Z"),
        "never past the hours"
    );
    for (time, why) in [
        ("2026-11-24T12:59", NoCall::OutsideHours),
        ("2026-11-24T15:50", NoCall::OutsideHours),
        ("2026-11-24T16:00", NoCall::OutsideHours),
        ("2026-11-25T13:00", NoCall::OutsideHours),
        ("2026-11-23T09:59", NoCall::TooSoon),
        ("2026-11-20T13:00", NoCall::TooSoon),
        ("2027-11-23T13:00", NoCall::TooFar),
    ] {
        assert_eq!(asked(afternoons(), time), Err(why), "{time}");
    }
    assert!(
        asked(phone(json!({})), "2026-11-23T23:30").is_ok(),
        "any hour, where none is named"
    );
    assert_eq!(
        asked(phone(json!({"safe": false})), "2026-11-24T13:00"),
        Err(NoCall::NoSafePhone)
    );
    assert_eq!(
        asked(phone(json!({"kind": "text"})), "2026-11-24T13:00"),
        Err(NoCall::NoSafePhone)
    );
    assert_eq!(
        asked(phone(json!({"from": "soon"})), "2026-11-24T13:00"),
        Err(NoCall::OutsideHours)
    );
}

#[test]
fn quiet_ends_in_the_morning_also_across_the_change_of_the_clocks() {
    for (now, weeks, until) in [
        ("2026-11-23T18:30:00Z", 1, "2026-11-30T09:00:00Z"),
        ("2026-10-20T18:30:00Z", 1, "2026-10-27T09:00:00Z"),
        ("2027-03-22T00:30:00Z", 1, "2027-03-29T08:00:00Z"),
        ("2026-11-23T03:00:00Z", 12, "2027-02-15T09:00:00Z"),
        // Half past midnight on Monday 19 October, summer time; and half past eleven at night on Monday 22 March.
        ("2026-10-18T23:30:00Z", 1, "2026-10-26T09:00:00Z"),
        ("2027-03-22T23:30:00Z", 1, "2027-03-29T08:00:00Z"),
    ] {
        assert_eq!(
            pause(weeks, at(now)),
            What::Paused(Paused {
                until: at(until),
                by: By::Person
            })
        );
    }
}

#[test]
fn a_provider_that_is_not_wanted_has_nothing_any_more_and_is_not_asked_again() {
    let case = offered();
    let now = case.opened_at;
    let provider = case.live().next().unwrap().offered.provider.clone();
    let whats = refuse(&case, &profile(), &provider, WhyChosen::KnownThere);
    let after = append_all(&case, whats, now).unwrap().0;
    assert!(
        after
            .live()
            .all(|onward| onward.offered.provider != provider)
    );
    let again = route(&after, &profile(), &Loads::default(), now);
    let asked = again
        .iter()
        .any(|what| matches!(what, What::Offered(offered) if offered.provider == provider));
    assert!(!asked, "{again:?}");
    assert!(refuse(&case, &profile(), "nobody", WhyChosen::Asked).is_empty());
}

#[test]
fn who_chooses_on_their_own_page_was_not_spoken_to() {
    let case = offered();
    let provider = case.live().next().unwrap().offered.provider.clone();
    let unsafe_now = What::GivenToCoordinators {
        why: WhyCoordinators::Unsafe,
        due: case.opened_at,
    };
    let refused = refuse(&case, &profile(), &provider, WhyChosen::Asked);
    let after = append_all(&case, [vec![unsafe_now], refused].concat(), case.opened_at)
        .unwrap()
        .0;
    assert!(after.held(WhyCoordinators::Unsafe));
}

#[test]
fn consent_that_is_taken_back_takes_back_what_is_live_and_can_be_given_again() {
    let case = offered();
    let none = agree(&case, &profile(), &[]).unwrap();
    let after = append_all(&case, none, case.opened_at).unwrap().0;
    assert!(
        after
            .onwards
            .iter()
            .all(|onward| onward.state == OnwardState::Withdrawn)
    );
    assert_eq!(
        after.routing(),
        Routing::ToCoordinators(WhyCoordinators::NotToBeShared)
    );
    assert_eq!(
        agree(&after, &profile(), &[]),
        Some(Vec::new()),
        "twice is once"
    );
    let again = agree(&after, &profile(), &[Scope::ShareWithProviders]).unwrap();
    let again = append_all(&after, again, case.opened_at).unwrap().0;
    assert_eq!(
        (again.routing(), again.match_by.is_some()),
        (Routing::ToProviders, true)
    );
    assert_eq!(
        again.received.scope,
        [Scope::Assess, Scope::ShareWithProviders]
    );
}

#[test]
fn who_takes_it_back_that_the_police_may_know_is_taken_back_from_whom_the_police_staff() {
    let mut case = offered();
    case.received.source = SourceKind::SelfReferral;
    case.received.basis = Some(Basis::Consent);
    case.received.scope = vec![
        Scope::Assess,
        Scope::ShareWithProviders,
        Scope::ShareWithPolice,
    ];
    let asked = case.live().next().unwrap().offered.clone();
    let mut profile = profile();
    let its = profile
        .providers
        .iter_mut()
        .filter(|provider| provider.code == asked.provider);
    its.for_each(|provider| provider.police_staffed = true);
    let (kept, taken_back) = (
        [
            Scope::ShareWithProviders,
            Scope::ShareWithPolice,
            Scope::Updates,
        ],
        [Scope::ShareWithProviders],
    );
    let withdrawn = |whats: &[What]| {
        whats.contains(&What::Withdrawn {
            onward: asked.onward.clone(),
        })
    };
    assert!(
        !withdrawn(&agree(&case, &profile, &kept).unwrap()),
        "the police may still know"
    );
    let whats = agree(&case, &profile, &taken_back).unwrap();
    assert!(withdrawn(&whats));
    let others = case
        .live()
        .filter(|onward| onward.offered.provider != asked.provider);
    let stay: Vec<String> = others.map(|onward| onward.offered.onward.clone()).collect();
    let after = append_all(&case, whats, case.opened_at).unwrap().0;
    assert!(
        stay.iter()
            .all(|onward| after.onward(onward).unwrap().live()),
        "nobody else loses the person"
    );
    let again = route(&after, &profile, &Loads::default(), case.opened_at);
    let asks =
        |what: &What| matches!(what, What::Offered(offer) if offer.provider == asked.provider);
    assert!(!again.is_empty() && !again.iter().any(asks), "{again:?}");
    // Of whom the police sent they know already.
    case.received.source = SourceKind::Police;
    assert!(!withdrawn(&agree(&case, &profile, &taken_back).unwrap()));
}

#[test]
fn whom_nobody_asked_stays_unasked_by_saying_no_and_is_shared_by_saying_yes() {
    let mut case = offered();
    case.onwards.clear();
    case.received.basis = Some(Basis::AwaitingConsent);
    case.received.scope = vec![Scope::Assess];
    case.received.routing = Routing::ToCoordinators(WhyCoordinators::NotToBeShared);
    let no = agree(&case, &profile(), &[]).unwrap();
    assert_eq!(agreed(&no).unwrap().basis, Some(Basis::AwaitingConsent));
    let yes = agree(
        &case,
        &profile(),
        &[Scope::ShareWithProviders, Scope::Updates],
    )
    .unwrap();
    assert_eq!(agreed(&yes).unwrap().routing, Routing::ToProviders);
}

#[test]
fn what_is_shared_to_prevent_serious_harm_is_not_taken_back_on_a_page() {
    let mut case = offered();
    case.received.basis = Some(Basis::SeriousHarmOverride);
    assert_eq!(agree(&case, &profile(), &[]), None);
}

#[test]
fn wrong_words_are_one_task_a_day_however_many_there_are() {
    let case = offered();
    let now = case.opened_at;
    let given = wrong_words(&case, now).unwrap();
    let case = append_all(&case, vec![given], now).unwrap().0;
    let day = SignedDuration::from_hours(24);
    assert_eq!(
        wrong_words(&case, now + day + day),
        None,
        "while it is to be done"
    );
    let task = case
        .tasks
        .iter()
        .find(|task| task.kind == TaskKind::WrongWords)
        .unwrap()
        .task;
    let outcome = events::case::TaskOutcome::Done;
    let done = What::TaskDone(events::case::TaskDone {
        task,
        outcome,
        by: "somebody".to_owned(),
    });
    let case = append_all(&case, vec![done], now).unwrap().0;
    assert_eq!(
        wrong_words(&case, now + day - SignedDuration::from_secs(1)),
        None
    );
    assert!(wrong_words(&case, now + day).is_some());
}
