//! Two cases of one person become one, whatever breaks between.

use crate::support::{
    BOSS, act_on_what_stands, approved, ask, at, document, given, happens, merged, stored, world,
};
use domain::case::apply::open;
use events::assessment::{Flag, Risk, Specialism};
use events::case::{
    Case, CaseChange, CloseReason, CoordinatorReason, Joined, Paused, TaskGiven, TaskKind,
};
use events::referral::{Need, NeedCode, Scope, SourceKind};
use serde_json::json;
use twins::{Faults, Twin, sample};

fn sleepless(case: &mut Case) {
    case.received.needs = vec![Need {
        code: NeedCode::TroubleSleeping,
        weight: None,
    }];
}

async fn two(twin: &Twin) -> (Case, Case) {
    let first = given(twin, 1, |_| {}).await;
    let second = given(twin, 2, |new| sleepless(&mut new.case)).await;
    (first, second)
}

/// The second goes on in the first, once and for good.
fn check_one(twin: &Twin, first: &Case, second: &Case) {
    let (one, other) = (
        stored(twin, &first.reference),
        stored(twin, &second.reference),
    );
    assert_eq!(
        one.lifecycle.joined,
        std::slice::from_ref(&second.reference)
    );
    assert_eq!(one.received.needs.len(), 1);
    let ended = other.lifecycle.ended.unwrap();
    assert_eq!(
        (ended.why, ended.into),
        (CloseReason::Duplicate, Some(first.reference.clone()))
    );
    assert!(one.lifecycle.ended.is_none());
    let joined = |event: &events::case::CaseEvent| matches!(event.what, CaseChange::Joined(_));
    assert_eq!(
        twin.state().events[&first.reference]
            .iter()
            .filter(|event| joined(event))
            .count(),
        1
    );
}

#[tokio::test]
async fn what_is_needed_in_the_one_is_needed_in_the_other_and_comparing_them_is_done() {
    let twin = world();
    let (first, second) = two(&twin).await;
    let compare = TaskGiven {
        kind: TaskKind::Duplicate,
        from: None,
        due: at("2026-11-24T17:00:00Z"),
    };
    happens(
        &twin,
        &second.reference,
        vec![CaseChange::TaskGiven(compare)],
    )
    .await;
    for _ in 0..2 {
        let (status, answer) = merged(&twin, &second, json!({"into": first.reference})).await;
        assert_eq!(status, 200, "{answer}");
        check_one(&twin, &first, &second);
    }
    assert_eq!(
        stored(&twin, &second.reference)
            .coordination
            .open_tasks()
            .count(),
        0
    );
    assert_eq!(
        merged(&twin, &first, json!({"into": second.reference}))
            .await
            .0,
        409,
        "nor the other way round"
    );
    assert_eq!(
        merged(&twin, &first, json!({"into": first.reference}))
            .await
            .0,
        422
    );
    assert_eq!(
        merged(&twin, &first, json!({"into": "22222222"})).await.0,
        404
    );
}

#[tokio::test]
async fn what_was_left_half_way_is_finished_by_saying_it_again_whichever_half_it_was() {
    // Joined, and not closed: the process died between.
    let twin = world();
    let (first, second) = two(&twin).await;
    let joined = Joined {
        reason: None,
        from: second.reference.clone(),
        needs: second.received.needs.clone(),
        specialisms: Vec::new(),
        unwanted: Vec::new(),
        updates_taken_back: false,
        by: "me".to_owned(),
    };
    happens(&twin, &first.reference, vec![CaseChange::Joined(joined)]).await;
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        200
    );
    check_one(&twin, &first, &second);

    // Closed as a duplicate, and not joined: nothing is lost of it either.
    let twin = world();
    let (first, second) = two(&twin).await;
    let by = events::case::Actor::Coordinator {
        account: "me".to_owned(),
    };
    let into = Some(first.reference.clone());
    let changes =
        domain::case::commands::lifecycle::close(&second, CloseReason::Duplicate, into, by);
    happens(&twin, &second.reference, changes).await;
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        200
    );
    check_one(&twin, &first, &second);
}

#[tokio::test]
async fn a_case_that_ended_otherwise_is_not_merged_and_nothing_is_taken_from_it() {
    let twin = world();
    let (first, second) = two(&twin).await;
    act_on_what_stands(&twin, &second, "close", json!({"why": "withdrew"})).await;
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        409
    );
    assert_eq!(stored(&twin, &first.reference).version, 1);
}

#[tokio::test]
async fn who_says_it_until_it_is_answered_has_one_case_whatever_went_wrong() {
    for seed in 0..60 {
        let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(seed, 300));
        let mut cases = Vec::new();
        for number in 1..=2 {
            let mut new = sample::new_case(number, at("2026-11-23T10:00:00Z"));
            if number == 2 {
                sleepless(&mut new.case);
            }
            let (case, event) = open(
                new.case.reference,
                new.case.received,
                at("2026-11-23T10:00:00Z"),
            );
            let mut state = twin.state();
            state
                .people
                .insert(case.reference.clone(), document(number));
            state.events.insert(case.reference.clone(), vec![event]);
            state.cases.insert(case.reference.clone(), case.clone());
            cases.push(case);
        }
        let path = format!("/hub/cases/{}/merge", cases[1].reference);
        let body = json!({"into": cases[0].reference});
        let mut tries = 0;
        loop {
            let seen = stored(&twin, &cases[1].reference).version;
            let proposed = ask(&twin, "coordinator", &path, Some(body.clone()), Some(seen)).await;
            // An answer may have been lost, so that it waits already.
            let approved = approved(&twin, BOSS, &cases[1], "approve-merge").await;
            let done = stored(&twin, &cases[1].reference).lifecycle.is_closed();
            if approved.is_some_and(|answer| answer.0 == 200) || done {
                break;
            }
            assert!(matches!(proposed.0, 200 | 409 | 412 | 503), "{proposed:?}");
            tries += 1;
            assert!(tries < 200, "seed {seed}: never answered");
        }
        check_one(&twin, &cases[0], &cases[1]);
        assert!(
            twin.state().reads.len() >= 2,
            "seed {seed}: both were written down"
        );
    }
}

#[tokio::test]
async fn what_only_one_of_the_two_calls_safe_is_not_safe_and_the_greater_danger_holds() {
    let twin = world();
    let first = given(&twin, 1, |_| {}).await;
    let second = given(&twin, 2, |new| {
        new.case.received.assessment.risk = Risk::High;
        new.case.received.assessment.specialisms = vec![Specialism::DomesticAbuse];
        new.person["contact"]["channels"][0]["safe"] = json!(false);
    })
    .await;
    let due = at("2026-11-24T17:00:00Z");
    let found = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::Unsafe,
        due,
    };
    happens(&twin, &second.reference, vec![found]).await;
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        200
    );
    let one = stored(&twin, &first.reference);
    assert_eq!(
        twin.state().people[&first.reference]["contact"]["channels"][0]["safe"],
        false
    );
    assert_eq!(
        (
            one.received.safe_channels.len(),
            one.received.assessment.contact.automatic
        ),
        (0, None)
    );
    assert_eq!(one.risk(), Risk::High);
    assert!(
        one.coordination.held(CoordinatorReason::Unsafe) && one.contact.unsafe_since.is_some(),
        "what a provider found there holds here"
    );
    assert_eq!(
        one.received.assessment.specialisms,
        [Specialism::DomesticAbuse]
    );
    assert!(
        one.coordination
            .open_tasks()
            .any(|task| task.kind == TaskKind::CheckContact),
        "somebody asks the person"
    );
    assert!(
        one.support.match_by.is_some(),
        "who helped there has to be found again"
    );
}

#[tokio::test]
async fn a_case_that_the_police_know_goes_on_and_takes_in_the_other() {
    let twin = world();
    let own = given(&twin, 1, |_| {}).await;
    let agreed = given(&twin, 3, |new| {
        new.case.received.scope.push(Scope::ShareWithPolice)
    })
    .await;
    let by_police = given(&twin, 2, |new| {
        new.case.received.source = SourceKind::Police
    })
    .await;
    assert_eq!(
        merged(&twin, &by_police, json!({"into": own.reference}))
            .await
            .0,
        409
    );
    let into = json!({"into": by_police.reference});
    assert_eq!(
        merged(&twin, &own, into.clone()).await.0,
        409,
        "they did not say that the police may"
    );
    assert_eq!(merged(&twin, &agreed, into).await.0, 200);
}

#[tokio::test]
async fn what_they_do_not_want_to_hear_and_the_quiet_they_asked_for_hold_in_the_case_that_goes_on()
{
    let twin = world();
    let first = given(&twin, 1, |_| {}).await;
    let second = given(&twin, 2, |_| {}).await;
    let until = at("2026-12-21T09:00:00Z");
    let person = events::case::Actor::Person;
    happens(
        &twin,
        &second.reference,
        vec![CaseChange::Paused(Paused { until, by: person })],
    )
    .await;
    twin.state()
        .cases
        .get_mut(&second.reference)
        .unwrap()
        .contact
        .updates_taken_back = true;
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        200
    );
    let one = stored(&twin, &first.reference);
    assert_eq!(
        (one.contact.updates_taken_back, one.contact.paused_until),
        (true, Some(until))
    );
}

#[tokio::test]
async fn an_address_that_only_one_of_them_names_is_not_safe_any_more() {
    let twin = world();
    let first = given(&twin, 1, |_| {}).await;
    let second = given(&twin, 2, |new| {
        new.person["contact"]["channels"][0]["address"] = json!("new@example.org");
    })
    .await;
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        200
    );
    assert_eq!(
        twin.state().people[&first.reference]["contact"]["channels"][0]["safe"],
        false
    );
}

#[tokio::test]
async fn who_may_stand_on_the_other_side_is_found_out_before_two_cases_are_one() {
    let twin = world();
    let first = given(&twin, 1, |_| {}).await;
    let second = given(&twin, 2, |new| {
        new.case.received.assessment.flags = vec![Flag::ConflictCheck]
    })
    .await;
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        409
    );
    assert_eq!(
        act_on_what_stands(
            &twin,
            &second,
            "clear-conflict",
            json!({"reason": "spoken-alone"})
        )
        .await
        .0,
        200
    );
    assert_eq!(
        merged(&twin, &second, json!({"into": first.reference}))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn a_legal_hold_of_either_case_is_on_the_case_that_goes_on() {
    for held in [[true, false], [false, true], [true, true]] {
        let twin = world();
        let (first, second) = two(&twin).await;
        for (case, on) in [&first, &second].into_iter().zip(held) {
            if on {
                let by = "court".to_owned();
                happens(
                    &twin,
                    &case.reference,
                    vec![CaseChange::LegalHold { on, by }],
                )
                .await;
            }
        }
        let into = json!({"into": first.reference});
        let (status, answer) = merged(&twin, &second, into).await;
        assert_eq!(status, 200, "{answer}");
        assert!(
            stored(&twin, &first.reference).lifecycle.legal_hold,
            "{held:?}"
        );
        let ended = stored(&twin, &second.reference).lifecycle;
        assert_eq!(ended.legal_hold, held[1], "it is not changed");
    }
}

#[tokio::test]
async fn after_a_merge_only_a_call_opens_the_page_of_the_case_that_goes_on() {
    let twin = world();
    let (first, second) = two(&twin).await;
    let into = json!({"into": first.reference});
    assert_eq!(merged(&twin, &second, into.clone()).await.0, 200);
    let one = stored(&twin, &first.reference);
    assert!(!one.has_open_page() && one.access.generation == 1);
    assert!(one.coordination.has_open_task(TaskKind::CheckContact));
    let mails = twin.state().requests.len();
    let (status, answer) = act_on_what_stands(&twin, &first, "new-words", json!({})).await;
    assert_eq!(status, 200, "{answer}");
    assert!(stored(&twin, &first.reference).has_open_page());
    assert_eq!(twin.state().requests.len(), mails, "nobody is written to");
    // A repeat of the approval does not close it again.
    assert_eq!(merged(&twin, &second, into).await.0, 200);
    assert!(stored(&twin, &first.reference).has_open_page());
}
