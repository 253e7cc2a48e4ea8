//! After a person has died: nobody contacts them, and nobody is told anything.

use crate::forgotten::task;
use crate::test_hub::{TestHub, recognisable_referral};
use events::case::{CloseReason, OnwardState, OwnerKind, TaskKind};
use events::justice::PromiseStatus;
use events::offer::CloudEvent;
use lambda_http::http::Method;
use serde_json::json;

#[tokio::test]
async fn death_ends_support_and_releases_every_promise() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("police", 1)).await;
    hub.deliver().await;
    let arrested =
        json!({"id": "00000000-0000-4000-8000-000000000009", "step": "arrested", "at": hub.now});
    let path = format!("/police/cases/{reference}/progress");
    assert_eq!(
        hub.ask("police", Method::POST, &path, Some(&arrested))
            .await
            .0,
        201
    );
    hub.append(&reference, |_| vec![task(TaskKind::Call)]).await;
    let asked: Vec<_> = hub
        .case(&reference)
        .support
        .live()
        .map(|onward| onward.offered.clone())
        .collect();
    assert!(!asked.is_empty());
    let accept = format!("/provider/onwards/{}/accept", asked[0].onward);
    let group = format!("provider-{}", asked[0].provider);
    assert_eq!(hub.ask(&group, Method::POST, &accept, None).await.0, 200);
    hub.close(&reference, CloseReason::Died).await;
    hub.deliver().await;

    let case = hub.case(&reference);
    assert!(
        case.support
            .onwards
            .iter()
            .all(|onward| onward.state == OnwardState::Withdrawn)
    );
    assert_eq!(
        (
            case.owner.kind,
            case.watch_at(),
            case.coordination.open_tasks().count()
        ),
        (OwnerKind::Nobody, None, 0)
    );
    for promise in &case.justice.promises {
        let stands = domain::promise::standing(promise, hub.now);
        assert!(
            matches!(stands, PromiseStatus::Kept | PromiseStatus::Released),
            "{}: {stands:?}",
            promise.code
        );
    }
    for offered in &asked {
        let state = hub.twin.state();
        let withdrawn = |event: &&CloudEvent<_>| event.kind.contains("withdrawn");
        assert_eq!(
            state.queues[&offered.provider]
                .iter()
                .filter(withdrawn)
                .count(),
            1,
            "{}",
            offered.provider
        );
    }

    // The journey of justice continues, and makes no promise to tell anyone.
    let charged =
        json!({"id": "00000000-0000-4000-8000-000000000010", "step": "charged", "at": hub.now});
    let (status, view) = hub.ask("police", Method::POST, &path, Some(&charged)).await;
    assert_eq!((status, &view["tell"]), (201, &json!([])));
    hub.days(30);
    hub.minute().await;
    assert_eq!(
        hub.case(&reference).justice.promises.len(),
        case.justice.promises.len()
    );
    assert_eq!(hub.case(&reference).owner.kind, OwnerKind::Nobody);
    assert!(
        hub.case(&reference)
            .justice
            .promises
            .iter()
            .all(|promise| promise.broken_at.is_none())
    );
}

#[tokio::test]
async fn a_mistaken_death_restores_promises_and_shows_late_ones() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("police", 1)).await;
    hub.deliver().await;
    hub.append(&reference, |_| vec![task(TaskKind::Call)]).await;
    hub.close(&reference, CloseReason::Died).await;
    hub.deliver().await;
    let arrested =
        json!({"id": "00000000-0000-4000-8000-000000000009", "step": "arrested", "at": hub.now});
    let path = format!("/police/cases/{reference}/progress");
    assert_eq!(
        hub.ask("police", Method::POST, &path, Some(&arrested))
            .await
            .0,
        201
    );
    hub.days(31);
    hub.minute().await;
    assert!(
        hub.case(&reference)
            .justice
            .promises
            .iter()
            .all(|promise| promise.broken_at.is_none()),
        "nobody owes it"
    );
    let path = format!("/hub/cases/{reference}/reopen");
    let why = json!({"why": "closed-in-error"});
    assert_eq!(
        hub.ask("coordinator employer-hub", Method::POST, &path, Some(&why))
            .await
            .0,
        200
    );
    hub.deliver().await;
    hub.minute().await;
    let case = hub.case(&reference);
    assert!(
        case.coordination
            .open_tasks()
            .any(|task| task.kind == TaskKind::Call)
    );
    let broken = |rule: &str| {
        case.justice
            .promises
            .iter()
            .any(|one| one.code.rule.as_str() == rule && one.broken_at.is_some())
    };
    assert!(
        broken("task") && broken("arrested"),
        "{:?}",
        case.justice.promises
    );
}

#[tokio::test]
async fn a_bereaved_relative_has_a_separate_case_and_rights() {
    let mut hub = TestHub::of("thames-valley");
    let died = hub.refer(&recognisable_referral("self", 1)).await;
    hub.deliver().await;
    hub.close(&died, CloseReason::Died).await;
    hub.deliver().await;
    let before = hub.case(&died);
    let mut relative = recognisable_referral("phone", 2);
    relative["person"] = json!({"role": "family-member", "name": "Ashley Featherstonehaugh"});
    relative["incident"] = json!({"flags": ["bereaved-by-crime"]});
    let theirs = hub.refer(&relative).await;
    hub.deliver().await;
    let case = hub.case(&theirs);
    assert_eq!(case.tier(), events::assessment::Tier::Enhanced);
    assert!(
        case.support.live().next().is_some()
            && case.triage.is_none_or(|triage| triage.earlier.is_empty())
    );
    assert_eq!(hub.case(&died), before, "the other case does not change");
}

#[tokio::test]
async fn nothing_is_sent_after_the_person_has_died() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("self", 1)).await;
    hub.deliver().await;
    hub.close(&reference, CloseReason::Died).await;
    hub.deliver().await;
    hub.twin.state().mails.clear();
    hub.notify().await;
    hub.days(1);
    hub.minute().await;
    hub.notify().await;
    assert!(hub.twin.state().mails.is_empty());
    assert!(
        !hub.case(&reference)
            .coordination
            .tasks
            .iter()
            .any(|task| task.is_open()),
        "nobody rings instead"
    );
}
