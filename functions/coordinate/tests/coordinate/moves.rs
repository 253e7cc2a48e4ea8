//! Coordinators' commands: each applies once, is refused in plain words, and is recorded first.

use crate::support::{ME, NOW, act, act_on_what_stands, ask, at, given, happens, stored, world};
use events::assessment::{Flag, Risk, Tier};
use events::case::{
    Case, CaseChange, CloseReason, CoordinatorReason, OnwardState, OwnerKind, TaskKind,
};
use events::referral::ChannelKind;
use platform::ports::NewCase;
use serde_json::{Value, json};
use twins::{Twin, sample};

async fn one(change: impl FnOnce(&mut NewCase)) -> (Twin, Case) {
    let twin = world();
    let case = given(&twin, 1, change).await;
    (twin, case)
}

fn title(answer: &Value) -> &str {
    answer["title"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_second_tap_changes_nothing_and_a_second_coordinator_is_a_handover() {
    let (twin, case) = one(|_| {}).await;
    for _ in 0..2 {
        assert_eq!(act(&twin, &case, "assign", json!({})).await.0, 200);
    }
    let after = stored(&twin, &case.reference);
    assert_eq!(
        (
            after.version,
            after.coordination.coordinator.as_deref(),
            after.coordination.handovers
        ),
        (2, Some(ME), 0)
    );
    assert_eq!(
        act(&twin, &case, "assign", json!({"to": "another"}))
            .await
            .0,
        200
    );
    assert_eq!(stored(&twin, &case.reference).coordination.handovers, 1);
    assert_eq!(
        act(
            &twin,
            &case,
            "assign",
            json!({"to": "Robin Hood of Sherwood"})
        )
        .await
        .0,
        422
    );
    for (what, body) in [
        (
            "uplift",
            json!({"tier": "enhanced", "risk": "high", "reason": "judgement"}),
        ),
        (
            "pathway",
            json!({"pathway": "marac", "criterion": "visible-high-risk", "basis": "consent"}),
        ),
        ("acknowledge-pathway", json!({"pathway": "marac"})),
        ("legal-hold", json!({"on": true})),
        ("pause", json!({"until": "2026-12-01T09:00:00Z"})),
        ("resume", json!({})),
        ("home", json!({"local_authority": "E07000178"})),
        (
            "consent",
            json!({"basis": "consent", "given_by": "person", "scope": ["assess", "updates"]}),
        ),
        ("close", json!({"why": "withdrew"})),
    ] {
        let before = stored(&twin, &case.reference).version;
        let first = act_on_what_stands(&twin, &case, what, body.clone()).await;
        assert_eq!(first.0, 200, "{what}: {}", first.1);
        let once = stored(&twin, &case.reference);
        assert!(once.version > before, "{what} did nothing");
        assert_eq!(
            act_on_what_stands(&twin, &case, what, body).await.0,
            200,
            "{what} again"
        );
        assert_eq!(stored(&twin, &case.reference), once, "{what} twice");
    }
}

#[tokio::test]
async fn what_adds_something_each_time_is_of_the_version_that_was_seen() {
    let (twin, case) = one(|_| {}).await;
    let path = format!("/hub/cases/{}/task", case.reference);
    let call = json!({"kind": "call"});
    assert_eq!(
        ask(&twin, "coordinator", &path, Some(call.clone()), None)
            .await
            .0,
        428
    );
    let (status, answer) = ask(&twin, "coordinator", &path, Some(call.clone()), Some(1)).await;
    assert_eq!((status, &answer["recorded"][0]["number"]), (200, &json!(2)));
    assert_eq!(
        ask(&twin, "coordinator", &path, Some(call), Some(1))
            .await
            .0,
        412,
        "a second tap"
    );
    let task = stored(&twin, &case.reference).coordination.tasks[0].clone();
    assert_eq!(
        (task.kind, task.due),
        (TaskKind::Call, at("2026-11-24T17:00:00Z"))
    );
    assert_eq!(stored(&twin, &case.reference).coordination.tasks.len(), 1);
}

#[tokio::test]
async fn what_overwrites_the_persons_answers_or_ends_their_case_is_of_the_version_that_was_seen() {
    let (twin, case) = one(|_| {}).await;
    let other = given(&twin, 2, |_| {}).await;
    let before = twin.state().people[&case.reference].clone();
    let contact =
        json!({"channels": [{"kind": "email", "safe": true, "address": "shared@example.org"}]});
    let moves = [
        ("contact", json!({"contact": contact, "why": "asked"})),
        (
            "consent",
            json!({"basis": "consent", "given_by": "person", "scope": ["assess", "updates"]}),
        ),
        ("close", json!({"why": "withdrew"})),
        ("died", json!({})),
        ("merge", json!({"into": other.reference})),
    ];
    // The person has changed something on their own page since the coordinator looked.
    let meanwhile = CaseChange::FeedbackGiven(events::case::Feedback {
        helped: None,
        had_a_say: None,
        felt_safe: None,
        service: None,
    });
    happens(&twin, &case.reference, vec![meanwhile]).await;
    for (what, body) in moves {
        let path = format!("/hub/cases/{}/{what}", case.reference);
        assert_eq!(
            ask(&twin, "coordinator", &path, Some(body.clone()), None)
                .await
                .0,
            428,
            "{what}"
        );
        assert_eq!(
            ask(&twin, "coordinator", &path, Some(body), Some(1))
                .await
                .0,
            412,
            "{what}"
        );
    }
    let after = twin.state().people[&case.reference].clone();
    assert_eq!((after, stored(&twin, &case.reference).version), (before, 2));
    assert_eq!(
        stored(&twin, &other.reference).version,
        1,
        "nothing is taken from the other either"
    );
}

#[tokio::test]
async fn who_looked_and_gave_a_task_has_kept_the_promise_to_look() {
    let (twin, case) = one(|_| {}).await;
    let given = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::NotReached,
        due: at("2026-11-24T17:00:00Z"),
    };
    happens(&twin, &case.reference, vec![given]).await;
    let look = json!({"why": "not-reached"});
    let (status, answer) = act(&twin, &case, "look", look.clone()).await;
    assert_eq!(
        (status, title(&answer)),
        (
            409,
            "Give a task first, to say what happens next and by when"
        )
    );
    assert_eq!(
        act_on_what_stands(&twin, &case, "task", json!({"kind": "letter"}))
            .await
            .0,
        200
    );
    assert_eq!(act(&twin, &case, "look", look.clone()).await.0, 200);
    let after = stored(&twin, &case.reference);
    let kept = after
        .justice
        .promises
        .iter()
        .find(|promise| promise.code == "look.2")
        .unwrap()
        .kept_at;
    assert_eq!((after.coordination.holds.len(), kept), (0, Some(at(NOW))));
    assert_eq!(act(&twin, &case, "look", look).await.0, 200);
    assert_eq!(stored(&twin, &case.reference), after);
}

#[tokio::test]
async fn tier_and_risk_are_raised_with_a_reason_and_never_lowered() {
    let (twin, case) = one(|new| new.case.received.assessment.risk = Risk::Medium).await;
    for (body, status) in [
        (json!({"risk": "high"}), 422),
        (json!({"reason": "judgement"}), 422),
        (json!({"risk": "standard", "reason": "judgement"}), 409),
        (json!({"risk": "medium", "reason": "judgement"}), 409),
        (
            json!({"tier": "enhanced", "risk": "standard", "reason": "judgement"}),
            409,
        ),
    ] {
        assert_eq!(
            act(&twin, &case, "uplift", body.clone()).await.0,
            status,
            "{body}"
        );
    }
    assert_eq!(stored(&twin, &case.reference).version, 1);
    let raised = json!({"tier": "enhanced", "risk": "high", "reason": "greater-danger"});
    assert_eq!(act(&twin, &case, "uplift", raised).await.0, 200);
    let after = stored(&twin, &case.reference);
    assert_eq!((after.tier(), after.risk()), (Tier::Enhanced, Risk::High));
    let task = after.coordination.open_tasks().next().unwrap();
    assert_eq!(task.kind, TaskKind::NameCoordinator);
    let body = json!({"task": task.task, "outcome": "not-needed"});
    assert_eq!(
        act(&twin, &case, "task-done", body).await.0,
        409,
        "nobody is left without a coordinator"
    );
}

#[tokio::test]
async fn whether_somebody_has_died_a_coordinator_finds_out_and_says() {
    for mistake in [true, false] {
        let (twin, case) = one(|_| {}).await;
        let (kind, due) = (TaskKind::CheckDeath, at("2026-11-24T17:00:00Z"));
        let heard = CaseChange::TaskGiven(events::case::TaskGiven {
            kind,
            from: None,
            due,
        });
        happens(&twin, &case.reference, vec![heard]).await;
        let said = |outcome: &str| json!({"task": 2, "outcome": outcome});
        for vague in ["done", "not-reached", "not-safe", "not-wanted"] {
            assert_eq!(
                act(&twin, &case, "task-done", said(vague)).await.0,
                409,
                "{vague}"
            );
        }
        assert!(stored(&twin, &case.reference).coordination.perhaps_died());
        let decided = if mistake {
            ("task-done", said("not-needed"))
        } else {
            ("died", json!({}))
        };
        assert_eq!(
            act_on_what_stands(&twin, &case, decided.0, decided.1)
                .await
                .0,
            200
        );
        let after = stored(&twin, &case.reference);
        assert_eq!(
            (
                after.coordination.perhaps_died(),
                after.lifecycle.ended.is_some()
            ),
            (false, !mistake)
        );
    }
}

#[tokio::test]
async fn a_meeting_acknowledges_within_a_working_day_and_considering_it_is_done() {
    let (twin, case) = one(|new| new.case.received.assessment.flags = vec![Flag::Marac]).await;
    let task = events::case::TaskGiven {
        kind: TaskKind::ConsiderMarac,
        from: None,
        due: at("2026-11-24T17:00:00Z"),
    };
    happens(&twin, &case.reference, vec![CaseChange::TaskGiven(task)]).await;
    assert_eq!(
        act(
            &twin,
            &case,
            "acknowledge-pathway",
            json!({"pathway": "marac"})
        )
        .await
        .0,
        409
    );
    let wrong = json!({"pathway": "marac", "criterion": "child-at-risk", "basis": "consent"});
    assert_eq!(act(&twin, &case, "pathway", wrong).await.0, 422);
    let taken = json!({"pathway": "marac", "criterion": "visible-high-risk", "basis": "serious-harm-override"});
    assert_eq!(act(&twin, &case, "pathway", taken).await.0, 200);
    let after = stored(&twin, &case.reference);
    assert_eq!(
        after.coordination.pathways[0].taken.acknowledge_by,
        at("2026-11-24T17:00:00Z")
    );
    assert_eq!(after.coordination.open_tasks().count(), 0);
    assert!(
        domain::coordinator_queue::place(&after).is_some(),
        "somebody must acknowledge it"
    );
    assert_eq!(
        act(
            &twin,
            &case,
            "acknowledge-pathway",
            json!({"pathway": "marac"})
        )
        .await
        .0,
        200
    );
    assert_eq!(
        domain::coordinator_queue::place(&stored(&twin, &case.reference)),
        None
    );
}

#[tokio::test]
async fn a_complaint_is_taken_down_in_the_persons_words_apart_from_the_case_and_answered_in_time() {
    let (twin, case) = one(|_| {}).await;
    assert_eq!(
        act_on_what_stands(
            &twin,
            &case,
            "complaint",
            json!({"about": "code", "words": " "})
        )
        .await
        .0,
        422
    );
    let words = "Nobody told me that he was out.";
    let body = json!({"about": "code", "words": words});
    let (status, answer) = act_on_what_stands(&twin, &case, "complaint", body).await;
    let number = answer["recorded"][0]["number"].clone();
    assert_eq!((status, &number), (200, &json!(2)), "{answer}");
    let after = stored(&twin, &case.reference);
    assert_eq!(
        after.coordination.open_tasks().next().unwrap().kind,
        TaskKind::Complaint,
        "somebody passes it on"
    );
    assert!(
        !serde_json::to_string(&twin.state().events[&case.reference])
            .unwrap()
            .contains("Nobody")
    );
    let (_, view) = ask(
        &twin,
        "coordinator",
        &format!("/hub/cases/{}", case.reference),
        None,
        None,
    )
    .await;
    assert_eq!(
        (&view["words"][0]["text"], &view["words"][0]["kind"]),
        (&json!(words), &json!("code"))
    );
    for step in ["acknowledged", "replied", "acknowledged"] {
        let body = json!({"complaint": number, "step": step});
        assert_eq!(
            act(&twin, &case, "answer-complaint", body).await.0,
            200,
            "{step}"
        );
    }
    assert_eq!(
        stored(&twin, &case.reference).coordination.complaints[0].replied_at,
        Some(at(NOW))
    );
    assert_eq!(
        act(
            &twin,
            &case,
            "answer-complaint",
            json!({"complaint": 77, "step": "replied"})
        )
        .await
        .0,
        422
    );
}

#[tokio::test]
async fn a_contact_told_by_phone_is_judged_as_on_the_form_and_replaces_what_was_said() {
    let (twin, case) = one(|_| {}).await;
    let wrong = json!({"contact": {"channels": [{"kind": "email", "safe": true, "address": "robin"}]}, "why": "asked"});
    let (status, answer) = act_on_what_stands(&twin, &case, "contact", wrong).await;
    let error = json!([{"field": "/contact/channels/0/address", "code": "NOT_AN_EMAIL"}]);
    assert_eq!((status, &answer["errors"]), (422, &error));
    assert_eq!(
        act_on_what_stands(
            &twin,
            &case,
            "contact",
            json!({"contact": {"channels": []}, "why": "bounced"})
        )
        .await
        .0,
        422
    );
    let told = json!({"contact": {"channels": [
        {"kind": "email", "safe": false, "address": "robin@example.org"},
        {"kind": "phone", "safe": true, "address": "07700 900123"},
    ], "frequency": "weekly"}, "why": "asked"});
    for _ in 0..2 {
        assert_eq!(
            act_on_what_stands(&twin, &case, "contact", told.clone())
                .await
                .0,
            200
        );
    }
    // The page, which was safe before, closes with it.
    let after = stored(&twin, &case.reference);
    assert_eq!(
        (after.version, &after.received.safe_channels[..]),
        (3, &[ChannelKind::Phone][..])
    );
    assert_eq!(after.received.assessment.contact.automatic, None);
    let person = twin.state().people[&case.reference].clone();
    assert_eq!(
        (&person["contact"], &person["person"]["name"]),
        (&told["contact"], &json!("Quiet Robin"))
    );
}

#[tokio::test]
async fn consent_that_is_withdrawn_by_phone_takes_back_what_is_live_and_changes_the_document() {
    let (twin, case) = one(|_| {}).await;
    let (after, events) = sample::offered(&case, "one", at(NOW));
    platform::ports::AppendEvents::append(
        &twin,
        &after,
        &events,
        platform::ports::SideWrites::default(),
    )
    .await
    .unwrap();
    let forged =
        json!({"basis": "serious-harm-override", "given_by": "person", "scope": ["assess"]});
    assert_eq!(
        act_on_what_stands(&twin, &case, "consent", forged).await.0,
        422
    );
    assert_eq!(
        act_on_what_stands(
            &twin,
            &case,
            "consent",
            json!({"basis": "consent", "scope": ["assess"]})
        )
        .await
        .0,
        422
    );
    let less = json!({"basis": "consent", "given_by": "person", "scope": ["assess", "updates"]});
    assert_eq!(
        act_on_what_stands(&twin, &case, "consent", less).await.0,
        200
    );
    let after = stored(&twin, &case.reference);
    assert_eq!(after.support.live().count(), 0);
    let consent = twin.state().people[&case.reference]["consent"].clone();
    assert_eq!(
        (&consent["scope"], &consent["how"]),
        (&json!(["assess", "updates"]), &json!("spoken"))
    );
}

#[tokio::test]
async fn a_case_is_closed_with_what_is_live_taken_back_and_goes_on_only_when_it_is_reopened() {
    let (twin, case) = one(|_| {}).await;
    let (after, events) = sample::offered(&case, "one", at(NOW));
    platform::ports::AppendEvents::append(
        &twin,
        &after,
        &events,
        platform::ports::SideWrites::default(),
    )
    .await
    .unwrap();
    assert_eq!(
        act_on_what_stands(&twin, &case, "close", json!({"why": "duplicate"}))
            .await
            .0,
        422,
        "a duplicate is merged"
    );
    assert_eq!(
        act_on_what_stands(&twin, &case, "died", json!({})).await.0,
        200
    );
    let after = stored(&twin, &case.reference);
    assert_eq!(
        (after.support.live().count(), after.owner.kind),
        (0, OwnerKind::Nobody)
    );
    assert_eq!(after.lifecycle.ended.unwrap().why, CloseReason::Died);
    assert_eq!(
        act_on_what_stands(&twin, &case, "close", json!({"why": "withdrew"}))
            .await
            .0,
        409
    );
    let (status, answer) = act(
        &twin,
        &case,
        "uplift",
        json!({"risk": "high", "reason": "judgement"}),
    )
    .await;
    assert_eq!(
        (status, title(&answer)),
        (409, "The case is closed. Reopen it first")
    );
    assert_eq!(
        act(&twin, &case, "reopen", json!({"why": "asked"})).await.0,
        409,
        "who has died asks for nothing"
    );
    assert_eq!(
        act(&twin, &case, "reopen", json!({"why": "closed-in-error"}))
            .await
            .0,
        200
    );
    assert_eq!(stored(&twin, &case.reference).owner.kind, OwnerKind::Hub);
}

#[tokio::test]
async fn a_case_moves_on_to_somebody_who_said_yes_and_they_keep_the_person() {
    let mut profile = sample::profile("thames-valley");
    let national = json!({"code": "far", "provider": "far-away", "name": "Far", "about": "", "stage": 4, "needs": [],
        "specialisms": [], "local_authorities": [], "funding": ["moj-grant"], "modalities": [], "from": "2018-04-01",
        "until": null, "public": true, "national": "homicide"});
    let provider =
        json!({"code": "far-away", "name": "Far", "kind": "national", "illustrative": true});
    profile
        .providers
        .push(serde_json::from_value(provider).unwrap());
    profile
        .services
        .push(serde_json::from_value(national).unwrap());
    let twin = Twin::new(profile, twins::Faults::seeded(0, 0));
    let case = given(&twin, 1, |_| {}).await;
    let moved_on = json!({"why": "moved-on"});
    assert_eq!(
        act_on_what_stands(&twin, &case, "close", moved_on.clone())
            .await
            .0,
        409,
        "nobody was asked"
    );
    let to = json!({"service": "far", "basis": "consent", "reason": "lives-there"});
    assert_eq!(act(&twin, &case, "hand-on", to).await.0, 200);
    assert_eq!(
        act_on_what_stands(&twin, &case, "close", moved_on.clone())
            .await
            .0,
        409,
        "nobody has answered"
    );
    let onward = stored(&twin, &case.reference).support.onwards[0]
        .offered
        .onward
        .clone();
    let (provider, first_contact_by) = ("far-away".to_owned(), at("2026-11-25T17:00:00Z"));
    happens(
        &twin,
        &case.reference,
        vec![CaseChange::Accepted {
            onward,
            provider,
            first_contact_by,
        }],
    )
    .await;
    assert_eq!(
        act_on_what_stands(&twin, &case, "close", moved_on).await.0,
        200
    );
    let after = stored(&twin, &case.reference);
    assert_eq!(after.lifecycle.ended.unwrap().why, CloseReason::MovedOn);
    assert_eq!(
        after.support.onwards[0].state,
        OnwardState::Closed,
        "it is over here, and not taken back"
    );
}

#[tokio::test]
async fn a_list_that_names_something_twice_is_refused() {
    let (twin, case) = one(|_| {}).await;
    let service = twin.profile().services[0].code.clone();
    for body in [
        json!({"wanted": [service, service], "reason": "asked"}),
        json!({"unwanted": [service, service], "reason": "asked"}),
        json!({"wanted": [service], "unwanted": [service], "reason": "asked"}),
    ] {
        let (status, answer) = act(&twin, &case, "choice", body.clone()).await;
        assert_eq!(status, 422, "{body}: {answer}");
    }
    let twice = json!({"basis": "consent", "given_by": "person", "scope": ["assess", "assess"]});
    let (status, answer) = act_on_what_stands(&twin, &case, "consent", twice).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(stored(&twin, &case.reference).version, 1);
}

#[tokio::test]
async fn nobody_is_assigned_who_is_not_a_coordinator() {
    let (twin, case) = one(|_| {}).await;
    for nobody in ["nobody-such", "a-provider"] {
        let (status, answer) = act(&twin, &case, "assign", json!({"to": nobody})).await;
        assert_eq!(status, 422, "{nobody}: {answer}");
    }
    let after = stored(&twin, &case.reference);
    assert_eq!(
        (
            after.version,
            after.coordination.coordinator,
            after.justice.promises.len()
        ),
        (1, None, 0)
    );
}
