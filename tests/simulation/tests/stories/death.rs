//! What follows when the person has died: nobody asks for them any more, and nobody is told anything.

use crate::forgotten::task;
use crate::house::{House, somebody};
use events::case::{CloseReason, OnwardState, OwnerKind, TaskKind};
use events::justice::PromiseStatus;
use events::offer::CloudEvent;
use lambda_http::http::Method;
use serde_json::json;

#[tokio::test]
async fn every_provider_hears_that_it_is_over_and_nobody_owes_anything_any_more() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("police", 1)).await;
    house.deliver().await;
    let arrested =
        json!({"id": "00000000-0000-4000-8000-000000000009", "step": "arrested", "at": house.now});
    let path = format!("/police/cases/{reference}/progress");
    assert_eq!(
        house
            .ask("police", Method::POST, &path, Some(&arrested))
            .await
            .0,
        201
    );
    house
        .happens(&reference, |_| vec![task(TaskKind::Call)])
        .await;
    let asked: Vec<_> = house
        .case(&reference)
        .live()
        .map(|onward| onward.offered.clone())
        .collect();
    assert!(!asked.is_empty());
    let accept = format!("/provider/onwards/{}/accept", asked[0].onward);
    let group = format!("provider-{}", asked[0].provider);
    assert_eq!(house.ask(&group, Method::POST, &accept, None).await.0, 200);
    house.close(&reference, CloseReason::Died).await;
    house.deliver().await;

    let case = house.case(&reference);
    assert!(
        case.onwards
            .iter()
            .all(|onward| onward.state == OnwardState::Withdrawn)
    );
    assert_eq!(
        (case.owner.kind, case.watch_at(), case.open_tasks().count()),
        (OwnerKind::Nobody, None, 0)
    );
    for promise in &case.promises {
        let stands = domain::promise::standing(promise, house.now);
        assert!(
            matches!(stands, PromiseStatus::Kept | PromiseStatus::Released),
            "{}: {stands:?}",
            promise.code
        );
    }
    for offered in &asked {
        let state = house.twin.state();
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

    // The journey of justice goes on; nobody is promised to be told of it.
    let charged =
        json!({"id": "00000000-0000-4000-8000-000000000010", "step": "charged", "at": house.now});
    let (status, view) = house
        .ask("police", Method::POST, &path, Some(&charged))
        .await;
    assert_eq!((status, &view["tell"]), (201, &json!([])));
    house.days(30);
    house.minute().await;
    assert_eq!(house.case(&reference).promises.len(), case.promises.len());
    assert_eq!(house.case(&reference).owner.kind, OwnerKind::Nobody);
    assert!(
        house
            .case(&reference)
            .promises
            .iter()
            .all(|promise| promise.broken_at.is_none())
    );
}

#[tokio::test]
async fn who_was_taken_for_dead_by_mistake_is_owed_all_that_they_were_and_what_is_late_is_seen() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("police", 1)).await;
    house.deliver().await;
    house
        .happens(&reference, |_| vec![task(TaskKind::Call)])
        .await;
    house.close(&reference, CloseReason::Died).await;
    house.deliver().await;
    let arrested =
        json!({"id": "00000000-0000-4000-8000-000000000009", "step": "arrested", "at": house.now});
    let path = format!("/police/cases/{reference}/progress");
    assert_eq!(
        house
            .ask("police", Method::POST, &path, Some(&arrested))
            .await
            .0,
        201
    );
    house.days(31);
    house.minute().await;
    assert!(
        house
            .case(&reference)
            .promises
            .iter()
            .all(|promise| promise.broken_at.is_none()),
        "nobody owes it"
    );
    let path = format!("/hub/cases/{reference}/reopen");
    let why = json!({"why": "closed-in-error"});
    assert_eq!(
        house
            .ask("coordinator", Method::POST, &path, Some(&why))
            .await
            .0,
        200
    );
    house.deliver().await;
    house.minute().await;
    let case = house.case(&reference);
    assert!(case.open_tasks().any(|task| task.kind == TaskKind::Call));
    let broken = |rule: &str| {
        case.promises
            .iter()
            .any(|one| one.code.rule.as_str() == rule && one.broken_at.is_some())
    };
    assert!(broken("task") && broken("arrested"), "{:?}", case.promises);
}

#[tokio::test]
async fn whoever_mourns_them_has_a_case_and_rights_of_their_own() {
    let mut house = House::of("thames-valley");
    let died = house.refer(&somebody("self", 1)).await;
    house.deliver().await;
    house.close(&died, CloseReason::Died).await;
    house.deliver().await;
    let before = house.case(&died);
    let mut relative = somebody("phone", 2);
    relative["person"] = json!({"role": "family-member", "name": "Ashley Featherstonehaugh"});
    relative["incident"] = json!({"flags": ["bereaved-by-crime"]});
    let theirs = house.refer(&relative).await;
    house.deliver().await;
    let case = house.case(&theirs);
    assert_eq!(case.tier(), events::assessment::Tier::Enhanced);
    assert!(
        case.live().next().is_some() && case.triage.is_none_or(|triage| triage.earlier.is_empty())
    );
    assert_eq!(house.case(&died), before, "the other case stays as it was");
}

#[tokio::test]
async fn nothing_is_sent_after_the_person_has_died() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("self", 1)).await;
    house.deliver().await;
    house.close(&reference, CloseReason::Died).await;
    house.deliver().await;
    house.twin.state().mails.clear();
    house.notify().await;
    house.days(1);
    house.minute().await;
    house.notify().await;
    assert!(house.twin.state().mails.is_empty());
    assert!(
        !house
            .case(&reference)
            .tasks
            .iter()
            .any(|task| task.is_open()),
        "nobody rings instead"
    );
}
