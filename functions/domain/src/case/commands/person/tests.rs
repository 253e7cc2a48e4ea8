//! What a person may ask for, and what is refused.

use super::*;
use crate::case::apply::{append_all, open};
use crate::case::commands::routing::route;
use crate::matching::Loads;
use events::case::{CaseEvent, CoordinatorReason, OnwardState, Routing};
use events::referral::SourceKind;
use serde_json::json;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn profile() -> Profile {
    serde_json::from_str(include_str!(
        "../../../../../../infra/areas/thames-valley/profile.json"
    ))
    .unwrap()
}

/// The sample case, routed.
fn offered() -> Case {
    let sample = include_str!("../../../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    let case = open(event.reference, *received, event.at).0;
    let found = route(&case, &profile(), &Loads::default(), event.at);
    let case = append_all(&case, found, event.at).unwrap().0;
    assert!(
        case.support.live().next().is_some(),
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
fn a_call_is_only_possible_when_it_is_safe() {
    // Monday morning, when London is at UTC.
    let now = at("2026-11-23T09:00:00Z");
    let asked = |channel: Channel, time: &str| {
        let mut referral = reached_by(json!([]));
        referral.contact.channels.push(channel);
        request_call(&referral, time.parse().unwrap(), now)
    };
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
fn a_pause_ends_in_the_morning_across_clock_changes() {
    for (now, weeks, until) in [
        ("2026-11-23T18:30:00Z", 1, "2026-11-30T09:00:00Z"),
        ("2026-10-20T18:30:00Z", 1, "2026-10-27T09:00:00Z"),
        ("2027-03-22T00:30:00Z", 1, "2027-03-29T08:00:00Z"),
        ("2026-11-23T03:00:00Z", 12, "2027-02-15T09:00:00Z"),
        // 00:30 on Monday 19 October in summer time, and 23:30 on Monday 22 March.
        ("2026-10-18T23:30:00Z", 1, "2026-10-26T09:00:00Z"),
        ("2027-03-22T23:30:00Z", 1, "2027-03-29T08:00:00Z"),
    ] {
        assert_eq!(
            pause(weeks, at(now)),
            CaseChange::Paused(Paused {
                until: at(until),
                by: Actor::Person
            })
        );
    }
}

#[test]
fn a_refused_provider_is_withdrawn_and_not_asked_again() {
    let case = offered();
    let now = case.opened_at;
    let provider = case.support.live().next().unwrap().offered.provider.clone();
    let changes = refuse_provider(
        &case,
        &profile(),
        &provider,
        ChoiceReason::KnownThere,
        at("2026-11-23T10:00:00Z"),
    );
    let after = append_all(&case, changes, now).unwrap().0;
    assert!(
        after
            .support
            .live()
            .all(|onward| onward.offered.provider != provider)
    );
    let again = route(&after, &profile(), &Loads::default(), now);
    let asked = again
        .iter()
        .any(|what| matches!(what, CaseChange::Offered(offered) if offered.provider == provider));
    assert!(!asked, "{again:?}");
    assert!(
        refuse_provider(
            &case,
            &profile(),
            "nobody",
            ChoiceReason::Asked,
            at("2026-11-23T10:00:00Z")
        )
        .is_empty()
    );
}

#[test]
fn who_chooses_on_their_own_page_was_not_spoken_to() {
    let case = offered();
    let provider = case.support.live().next().unwrap().offered.provider.clone();
    let unsafe_now = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::Unsafe,
        due: case.opened_at,
    };
    let refused = refuse_provider(
        &case,
        &profile(),
        &provider,
        ChoiceReason::Asked,
        at("2026-11-23T10:00:00Z"),
    );
    let after = append_all(&case, [vec![unsafe_now], refused].concat(), case.opened_at)
        .unwrap()
        .0;
    assert!(after.coordination.held(CoordinatorReason::Unsafe));
}

#[test]
fn consent_can_be_withdrawn_and_given_again() {
    let case = offered();
    let none = change_consent(&case, &profile(), &[], at("2026-11-23T10:00:00Z")).unwrap();
    let after = append_all(&case, none, case.opened_at).unwrap().0;
    assert!(
        after
            .support
            .onwards
            .iter()
            .all(|onward| onward.state == OnwardState::Withdrawn)
    );
    assert_eq!(
        after.routing(),
        Routing::ToCoordinators(CoordinatorReason::NotToBeShared)
    );
    assert_eq!(
        change_consent(&after, &profile(), &[], at("2026-11-23T10:00:00Z")),
        Some(Vec::new()),
        "twice is once"
    );
    let again = change_consent(
        &after,
        &profile(),
        &[Scope::ShareWithProviders],
        at("2026-11-23T10:00:00Z"),
    )
    .unwrap();
    let again = append_all(&after, again, case.opened_at).unwrap().0;
    assert_eq!(
        (again.routing(), again.support.match_by.is_some()),
        (Routing::ToProviders, true)
    );
    assert_eq!(
        again.received.scope,
        [Scope::Assess, Scope::ShareWithProviders]
    );
}

#[test]
fn withdrawing_police_consent_withdraws_police_staffed_providers() {
    let mut case = offered();
    case.received.source = SourceKind::SelfReferral;
    case.received.basis = Some(Basis::Consent);
    case.received.scope = vec![
        Scope::Assess,
        Scope::ShareWithProviders,
        Scope::ShareWithPolice,
    ];
    let asked = case.support.live().next().unwrap().offered.clone();
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
    let withdrawn = |changes: &[CaseChange]| {
        changes.contains(&CaseChange::Withdrawn {
            onward: asked.onward.clone(),
        })
    };
    assert!(
        !withdrawn(&change_consent(&case, &profile, &kept, at("2026-11-23T10:00:00Z")).unwrap()),
        "the police may still know"
    );
    let changes = change_consent(&case, &profile, &taken_back, at("2026-11-23T10:00:00Z")).unwrap();
    assert!(withdrawn(&changes));
    let others = case
        .support
        .live()
        .filter(|onward| onward.offered.provider != asked.provider);
    let stay: Vec<String> = others.map(|onward| onward.offered.onward.clone()).collect();
    let after = append_all(&case, changes, case.opened_at).unwrap().0;
    assert!(
        stay.iter()
            .all(|onward| after.support.onward(onward).unwrap().live()),
        "nobody else loses the person"
    );
    let again = route(&after, &profile, &Loads::default(), case.opened_at);
    let asks = |what: &CaseChange| matches!(what, CaseChange::Offered(offer) if offer.provider == asked.provider);
    assert!(!again.is_empty() && !again.iter().any(asks), "{again:?}");
    // The police know the people that they refer.
    case.received.source = SourceKind::Police;
    assert!(!withdrawn(
        &change_consent(&case, &profile, &taken_back, at("2026-11-23T10:00:00Z")).unwrap()
    ));
}

#[test]
fn an_unasked_person_can_agree_or_decline() {
    let mut case = offered();
    case.support.onwards.clear();
    case.received.basis = Some(Basis::AwaitingConsent);
    case.received.scope = vec![Scope::Assess];
    case.received.routing = Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    let no = change_consent(&case, &profile(), &[], at("2026-11-23T10:00:00Z")).unwrap();
    assert_eq!(
        new_consent(&no).unwrap().basis,
        Some(Basis::AwaitingConsent)
    );
    let yes = change_consent(
        &case,
        &profile(),
        &[Scope::ShareWithProviders, Scope::Updates],
        at("2026-11-23T10:00:00Z"),
    )
    .unwrap();
    assert_eq!(new_consent(&yes).unwrap().routing, Routing::ToProviders);
}

#[test]
fn a_harm_override_cannot_be_withdrawn_on_a_page() {
    let mut case = offered();
    case.received.basis = Some(Basis::SeriousHarmOverride);
    assert_eq!(
        change_consent(&case, &profile(), &[], at("2026-11-23T10:00:00Z")),
        None
    );
}

#[test]
fn wrong_words_give_at_most_one_task_a_day() {
    let case = offered();
    let now = case.opened_at;
    let given = check_wrong_words(&case, now).unwrap();
    let case = append_all(&case, vec![given], now).unwrap().0;
    let day = SignedDuration::from_hours(24);
    assert_eq!(
        check_wrong_words(&case, now + day + day),
        None,
        "the task is still open"
    );
    let task = case
        .coordination
        .tasks
        .iter()
        .find(|task| task.kind == TaskKind::WrongWords)
        .unwrap()
        .task;
    let outcome = TaskOutcome::Done;
    let done = CaseChange::TaskDone(events::case::TaskDone {
        way: None,
        task,
        outcome,
        by: "somebody".to_owned(),
    });
    let case = append_all(&case, vec![done], now).unwrap().0;
    assert_eq!(
        check_wrong_words(&case, now + day - SignedDuration::from_secs(1)),
        None
    );
    assert!(check_wrong_words(&case, now + day).is_some());
}

#[test]
fn a_provider_is_refused_once() {
    let case = offered();
    let provider = case.support.live().next().unwrap().offered.provider.clone();
    assert!(may_refuse(&case, &provider) && !may_refuse(&case, "nobody"));
    let refuse = |case: &Case| {
        refuse_provider(
            case,
            &profile(),
            &provider,
            ChoiceReason::NotReady,
            at("2026-11-23T10:00:00Z"),
        )
    };
    let after = append_all(&case, refuse(&case), case.opened_at).unwrap().0;
    assert!(refuse(&after).is_empty());
}

#[test]
fn a_person_withdraws_once_and_comes_back() {
    let case = offered();
    let now = case.opened_at;
    assert_eq!(reopen(&case, now), Some(Vec::new()), "nothing is over");
    let over = append_all(&case, withdraw(&case, now), now).unwrap().0;
    assert_eq!(
        over.lifecycle.ended.as_ref().unwrap().why,
        CloseReason::Withdrew
    );
    assert!(withdraw(&over, now).is_empty());
    let again = append_all(&over, reopen(&over, now).unwrap(), now)
        .unwrap()
        .0;
    assert!(again.lifecycle.ended.is_none());
}

#[test]
fn the_person_cannot_reopen_a_merged_case() {
    let case = offered();
    let now = case.opened_at;
    for why in CloseReason::ALL {
        let closed = lifecycle::close(&case, *why, None, Actor::Machine);
        let over = append_all(&case, closed, now).unwrap().0;
        let may_go_on = !matches!(
            why,
            CloseReason::Duplicate | CloseReason::Died | CloseReason::EnteredInError
        );
        assert_eq!(reopen(&over, now).is_some(), may_go_on, "{why}");
    }
}

#[test]
fn a_request_makes_one_task_with_its_time() {
    // A Monday morning.
    let now = at("2026-11-23T10:00:00Z");
    let case = offered();
    for (asked, due) in [
        (Request::RestorativeJustice, "2026-11-30T17:00:00Z"),
        (Request::Panel, "2026-11-30T17:00:00Z"),
        (Request::Deletion, "2026-12-23T17:00:00Z"),
    ] {
        let changes = request(&case, asked, now);
        let [CaseChange::TaskGiven(given)] = changes.as_slice() else {
            panic!("{changes:?}")
        };
        assert_eq!(given.due, at(due), "{asked:?}");
        let after = append_all(&case, changes, now).unwrap().0;
        assert!(request(&after, asked, now).is_empty());
    }
}

#[test]
fn a_pause_has_a_listed_length_and_ends_once() {
    let case = offered();
    let now = case.opened_at;
    let offered = |weeks: &u8| request_pause(*weeks, now).is_some();
    assert_eq!(
        (0..=u8::MAX).filter(offered).collect::<Vec<_>>(),
        PAUSE_WEEKS
    );
    let paused = append_all(&case, vec![pause(1, now)], now).unwrap().0;
    assert_eq!(resume(&paused), [CaseChange::Resumed { by: Actor::Person }]);
    assert!(resume(&case).is_empty());
}

fn reached_by(channels: serde_json::Value) -> Referral {
    serde_json::from_value(json!({
        "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10", "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Robin"}, "contact": {"channels": channels}
    }))
    .unwrap()
}

#[test]
fn a_call_that_is_no_longer_safe_is_checked_once() {
    let case = offered();
    let now = case.opened_at;
    let call = TaskGiven {
        kind: TaskKind::Call,
        from: None,
        due: now + SignedDuration::from_hours(24),
    };
    let to_call = append_all(&case, vec![CaseChange::TaskGiven(call)], now)
        .unwrap()
        .0;
    let phone = |safe| json!([{"kind": "phone", "safe": safe, "address": "07700900114"}]);
    let (safe, not_safe) = (reached_by(phone(true)), reached_by(phone(false)));
    let checks = |case: &Case, referral: &Referral| {
        let changes = change_contact(case, &reached_by(json!([])), referral, false, now);
        assert!(
            matches!(&changes[0], CaseChange::ContactChanged(changed) if changed.by == Actor::Person)
        );
        changes.len() - 1
    };
    assert_eq!(checks(&case, &not_safe), 0, "nobody was to call");
    assert_eq!(checks(&to_call, &safe), 0, "the call is still safe");
    assert_eq!(checks(&to_call, &not_safe), 1);
    let changes = change_contact(&to_call, &safe, &not_safe, false, now);
    let checked = append_all(&to_call, changes, now).unwrap().0;
    assert_eq!(checks(&checked, &not_safe), 0, "somebody checks already");
}

/// The case, with a risk and a flag.
fn at_risk(risk: Risk, flags: Vec<Flag>) -> Case {
    let mut case = offered();
    case.received.assessment.risk = risk;
    case.received.assessment.flags = flags;
    case
}

#[test]
fn a_sudden_stop_in_danger_is_looked_at() {
    let now = at("2026-11-23T10:00:00Z");
    let looks = |changes: &[CaseChange]| {
        changes.iter().find_map(|change| match change {
            CaseChange::TaskGiven(given) if given.kind == TaskKind::CheckStopped => Some(given.due),
            _ => None,
        })
    };
    let calm = at_risk(Risk::Standard, Vec::new());
    assert_eq!(looks(&withdraw(&calm, now)), None);
    let high = at_risk(Risk::High, Vec::new());
    let due = Some(now + SignedDuration::from_hours(1));
    assert_eq!(looks(&withdraw(&high, now)), due);
    assert_eq!(
        looks(&change_consent(&high, &profile(), &[], now).unwrap()),
        due
    );
    let provider = high.support.onwards[0].offered.provider.clone();
    let refused = refuse_provider(&high, &profile(), &provider, ChoiceReason::Asked, now);
    assert_eq!(looks(&refused), due);
    for flag in [Flag::Marac, Flag::DeviceUnsafe] {
        let case = at_risk(Risk::Standard, vec![flag]);
        assert!(looks(&withdraw(&case, now)).is_some(), "{flag}");
    }
    let (stopped, _) = append_all(&high, withdraw(&high, now), now).unwrap();
    assert!(stopped.coordination.has_open_task(TaskKind::CheckStopped));
    assert_eq!(withdraw(&stopped, now), Vec::new(), "one look is enough");
}

#[test]
fn a_stop_is_looked_at_in_a_way_that_was_confirmed_before() {
    use crate::case::commands::tasks::finish_task;
    let now = at("2026-11-23T10:00:00Z");
    let mut high = at_risk(Risk::High, Vec::new());
    high.received.safe_channels = vec![ChannelKind::Phone];
    let before = reached_by(json!([{"kind": "phone", "safe": true, "address": "07700900114"}]));
    let mut after = reached_by(json!([{"kind": "text", "safe": true, "address": "07700900999"}]));
    after.page_change =
        crate::contact_change::page_change(&before, &after, false, now, |_| String::new());
    let changes = change_contact(&high, &before, &after, false, now);
    let (case, _) = append_all(&high, changes, now).unwrap();
    assert!(case.coordination.has_open_task(TaskKind::CheckContact));
    assert!(
        case.justice
            .promises
            .iter()
            .all(|promise| promise.what != "promises.task-check-contact")
    );
    let (case, _) = append_all(&case, withdraw(&case, now), now).unwrap();
    let task = case.coordination.tasks.last().unwrap().task;
    let done = |way| finish_task(&case, task, TaskOutcome::Done, way, "someone");
    assert!(done(None).is_err(), "it says how");
    for way in [ChannelKind::Text, ChannelKind::Email, ChannelKind::Online] {
        assert!(done(Some(way)).is_err(), "{way} was not confirmed");
    }
    assert!(done(Some(ChannelKind::Phone)).is_ok(), "it was safe before");
    assert!(finish_task(&case, task, TaskOutcome::NotSafe, None, "someone").is_ok());
}

#[test]
fn a_change_on_the_page_makes_nothing_safe_again() {
    let now = at("2026-11-23T10:00:00Z");
    let mut case = offered();
    case.contact.unsafe_since = Some(now);
    let (before, after) = (
        reached_by(json!([])),
        reached_by(json!([{"kind": "phone", "safe": true, "address": "07700900114"}])),
    );
    let changes = change_contact(&case, &before, &after, false, now);
    let (case, _) = append_all(&case, changes, now).unwrap();
    assert_eq!(case.contact.unsafe_since, Some(now));
}

#[test]
fn a_safe_address_is_not_swapped_silently() {
    let now = at("2026-11-23T10:00:00Z");
    let mut case = at_risk(Risk::Standard, Vec::new());
    case.received.assessment.specialisms.clear();
    case.received.safe_channels = vec![ChannelKind::Email, ChannelKind::Online];
    let ways = |more: serde_json::Value| {
        let mut channels = vec![json!({"kind": "online", "safe": true})];
        channels.extend(more.as_array().unwrap().iter().cloned());
        reached_by(json!(channels))
    };
    let mail = |address: &str| json!({"kind": "email", "safe": true, "address": address});
    let phone = |until: &str| json!({"kind": "phone", "safe": true, "address": "07700900114", "until": until});
    let (one, other) = (mail("one@example.org"), mail("other@example.org"));
    for (before, after, told_before, checked) in [
        // The page stays, so a way that was safe is left.
        (json!([one]), json!([other]), false, true),
        // The person said that the old address is still safe: a letter goes there.
        (json!([one]), json!([other]), true, false),
        (json!([one]), json!([phone("17:00")]), false, true),
        (json!([phone("17:00")]), json!([other]), false, true),
        // Nothing is lost.
        (json!([one]), json!([one, other]), false, false),
        (json!([]), json!([other]), false, false),
        // Nothing is new.
        (json!([one]), json!([]), false, false),
        // The same number at more hours.
        (
            json!([phone("17:00")]),
            json!([phone("18:00")]),
            false,
            false,
        ),
    ] {
        let (before, mut after) = (ways(before), ways(after));
        after.page_change =
            crate::contact_change::page_change(&before, &after, told_before, now, |_| {
                String::new()
            });
        let changes = change_contact(&case, &before, &after, false, now);
        let CaseChange::ContactChanged(changed) = &changes[0] else {
            panic!("{changes:?}")
        };
        let what = format!("{:?}", after.contact.channels);
        assert_eq!(changed.check_by.is_some(), checked, "{what}");
        assert_eq!(changed.tells_before, told_before, "{what}");
        assert_eq!(changes.len(), 1, "the page stays open: {what}");
        let after = append_all(&case, changes, now).unwrap().0;
        let to_check = after.coordination.has_open_task(TaskKind::CheckContact);
        assert_eq!(to_check, checked, "{what}");
    }
}

#[test]
fn restorative_justice_is_offered_again_once_after_each_step_and_not_to_who_said_no() {
    let now = at("2026-11-23T12:00:00Z");
    let mut case = offered();
    case.received.assessment.specialisms.clear();
    let after = case.version;
    let again = |case: &Case, after| offer_restorative_justice_again(case, None, after, now);
    let given = again(&case, after);
    let [CaseChange::GivenQuietly(task)] = given.as_slice() else {
        panic!("{given:?}")
    };
    assert_eq!(task.kind, TaskKind::RestorativeJustice);
    let asked = append_all(&case, given.clone(), now).unwrap().0;
    assert_eq!(
        asked.justice.promises, case.justice.promises,
        "nobody else notices"
    );
    assert_eq!(again(&asked, after), []);
    // The person may ask for it themselves, and is promised an answer.
    assert_eq!(request(&asked, Request::RestorativeJustice, now).len(), 1);
    let done = |outcome| {
        let done = CaseChange::TaskDone(events::case::TaskDone {
            task: asked.version,
            outcome,
            by: "coordinator".to_owned(),
            way: None,
        });
        append_all(&asked, vec![done], now).unwrap().0
    };
    let told = done(TaskOutcome::NotReached);
    assert_eq!(again(&told, after), [], "the event came again");
    assert_eq!(again(&told, told.version).len(), 1);
    let declined = done(TaskOutcome::NotWanted);
    assert_eq!(again(&declined, declined.version), []);
    // What the referral said counts too, until they say something else.
    for (said, offered) in [
        (RestorativeJusticeWish::No, 0),
        (RestorativeJusticeWish::NotNow, 1),
    ] {
        let found = offer_restorative_justice_again(&case, Some(said), after, now);
        assert_eq!(found.len(), offered, "{said}");
    }
    let mut interested = case.clone();
    interested.received.assessment.specialisms = vec![Specialism::RestorativeJustice];
    assert_eq!(again(&interested, after), []);
    let gone = append_all(&case, withdraw(&case, now), now).unwrap().0;
    assert_eq!(again(&gone, gone.version), []);
}
