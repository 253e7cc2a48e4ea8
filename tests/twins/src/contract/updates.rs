//! The contract of claims and timers.

use super::{Store, agenda};
use crate::sample::new_case;
use events::case::Update;
use events::update::{UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use platform::ports::{Claim, Due, Timer};

/// The acknowledgement and an update about a later event are claimed separately.
pub(super) async fn an_update_is_claimed_once(store: &impl Store, n: u64, now: Timestamp) {
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let reference = &new.case.reference;
    let first = Update::claimed(UpdateKind::Acknowledgement, UpdateRequest::FIRST, None, now);
    let digest = Update::claimed(
        UpdateKind::Digest,
        20_785,
        Some(7),
        now + SignedDuration::from_secs(1),
    );
    let claimed = |due: Vec<Due>| -> Vec<Update> {
        let of_this = |due| match due {
            Due::Claim(of, update) if of == *reference => Some(update),
            _ => None,
        };
        due.into_iter().filter_map(of_this).collect()
    };
    assert_eq!(store.claim(reference, &first).await.unwrap(), Claim::Ours);
    assert_eq!(store.claim(reference, &first).await.unwrap(), Claim::Taken);
    assert!(claimed(agenda::whole(store, now + SignedDuration::from_secs(119)).await).is_empty());
    let due = || agenda::whole(store, now + SignedDuration::from_secs(121));
    assert_eq!(claimed(due().await), std::slice::from_ref(&first));
    assert_eq!(
        store.claim(reference, &digest).await.unwrap(),
        Claim::Ours,
        "another kind, another number"
    );
    assert_eq!(claimed(due().await), [first.clone(), digest.clone()]);
    let next_day = Update {
        about: 20_786,
        ..digest.clone()
    };
    assert_eq!(
        store.claim(reference, &next_day).await.unwrap(),
        Claim::Ours,
        "another number of the same kind"
    );
    store
        .record_sent(&next_day.request(reference), now)
        .await
        .unwrap();
    store
        .record_sent(&first.request(reference), now)
        .await
        .unwrap();
    assert_eq!(claimed(due().await), std::slice::from_ref(&digest));
    assert_eq!(
        store.claim(reference, &first).await.unwrap(),
        Claim::Taken,
        "a record does not free a claim"
    );
    store
        .settle_claim(&digest.request(reference))
        .await
        .unwrap();
    assert!(claimed(due().await).is_empty());
    assert_eq!(
        store.claim(reference, &digest).await.unwrap(),
        Claim::Taken,
        "nor does a settlement"
    );
    let file = store.case_file(reference).await.unwrap().expect("a file");
    let sent = |update: Update| Update {
        sent_at: Some(now),
        ..update
    };
    assert_eq!(file.updates, [sent(first), digest, sent(next_day)]);
}

/// What the mail service refused is claimed again, and is no update until then. What was sent stays claimed.
pub(super) async fn a_released_claim_is_free(store: &impl Store, n: u64, now: Timestamp) {
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let reference = &new.case.reference;
    let update = Update::claimed(UpdateKind::HelpFound, 3, None, now);
    let request = update.request(reference);
    let later = now + SignedDuration::from_mins(5);
    let is_watched = async || {
        let due = agenda::whole(store, later).await;
        due.contains(&Due::Claim(reference.clone(), update.clone()))
    };
    assert_eq!(store.claim(reference, &update).await.unwrap(), Claim::Ours);
    assert!(is_watched().await);
    for _ in 0..2 {
        store.release_claim(&request, now).await.unwrap();
        assert!(!is_watched().await);
        let file = store.case_file(reference).await.unwrap().expect("a file");
        assert_eq!(file.updates, []);
    }
    let again = store.claim(reference, &update).await.unwrap();
    assert_eq!(again, Claim::Again(now));
    assert_eq!(store.claim(reference, &update).await.unwrap(), Claim::Taken);
    assert!(is_watched().await);
    store.record_sent(&request, later).await.unwrap();
    store.release_claim(&request, later).await.unwrap();
    assert_eq!(store.claim(reference, &update).await.unwrap(), Claim::Taken);
    let file = store.case_file(reference).await.unwrap().expect("a file");
    assert_eq!(file.updates[0].sent_at, Some(later));
}

/// A request has one timer. Another event number is another request.
pub(super) async fn a_timer_falls_due_and_is_forgotten(store: &impl Store, n: u64, now: Timestamp) {
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let at = now + SignedDuration::from_mins(30);
    let request = |about| UpdateRequest {
        reference: new.case.reference.clone(),
        kind: UpdateKind::HelpFound,
        about,
    };
    let timer = Timer::of(&request(3), at);
    store.set_timer(&timer).await.unwrap();
    let has = |due: Vec<Due>, timer: &Timer| due.contains(&Due::Timer(timer.clone()));
    assert!(!has(
        agenda::whole(store, at - SignedDuration::from_secs(1)).await,
        &timer
    ));
    assert!(has(agenda::whole(store, at).await, &timer));
    let other = Timer::of(&request(4), at);
    store.set_timer(&other).await.unwrap();
    let later = Timer {
        at: at + SignedDuration::from_mins(1),
        ..timer.clone()
    };
    store.set_timer(&later).await.unwrap();
    store.forget_timer(&timer).await.unwrap();
    assert!(
        has(agenda::whole(store, later.at).await, &later),
        "a timer that was set again stays"
    );
    store.forget_timer(&later).await.unwrap();
    assert!(!has(agenda::whole(store, later.at).await, &later));
    assert!(
        has(agenda::whole(store, later.at).await, &other),
        "another's timer stays"
    );
    store.forget_timer(&other).await.unwrap();
}
