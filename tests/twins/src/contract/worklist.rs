//! The contract of a provider's worklist.

use super::Store;
use crate::sample::{self, new_case, offered};
use events::case::{CaseChange, Matched, OnwardState};
use jiff::{SignedDuration, Timestamp};
use platform::ports::SideWrites;
use std::collections::BTreeSet;

pub(super) async fn a_provider_sees_its_own_worklist(store: &impl Store, n: u64, now: Timestamp) {
    let provider = format!("provider-{n}");
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let (after, events) = offered(&new.case, &provider, now);
    store
        .append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    let offers = store
        .worklist(&provider, OnwardState::Offered, None)
        .await
        .unwrap();
    assert_eq!(
        offers.rows,
        vec![(new.case.reference.clone(), after.support.onwards[0].clone())]
    );
    let yes = CaseChange::Accepted {
        onward: after.support.onwards[0].offered.onward.clone(),
        provider: provider.clone(),
        first_contact_by: now,
    };
    let (accepted, events) =
        domain::case::apply::append_all(&after, vec![yes], now).expect("an accept follows");
    store
        .append(&accepted, &events, SideWrites::default())
        .await
        .unwrap();
    assert!(
        store
            .worklist(&provider, OnwardState::Offered, None)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    assert_eq!(
        store
            .worklist(&provider, OnwardState::Accepted, None)
            .await
            .unwrap()
            .rows
            .len(),
        1
    );
    store
        .audit(&platform::ports::Look {
            reference: new.case.reference.clone(),
            at: now,
            role: "coordinator".to_owned(),
            account: "reader".to_owned(),
            reason: None,
            marks: Vec::new(),
        })
        .await
        .unwrap();
    let file = store
        .case_file(&new.case.reference)
        .await
        .unwrap()
        .expect("a file");
    assert_eq!(file.events.len(), 3, "a recorded read is not an event");
}

/// A page holds 100. Many are due at the same moment. An onward referral that leaves the list between two pages hides
/// no other.
pub(super) async fn a_long_worklist_is_read_page_by_page(
    store: &impl Store,
    n: u64,
    now: Timestamp,
) {
    let provider = format!("provider-of-many-{n}");
    let mut last = None;
    let mut all = BTreeSet::new();
    for place in 0..103 {
        let new = new_case(n + 20_000 + place * 100_000, now);
        store.accept(&new).await.unwrap();
        let mut offer = sample::offer(&new.case, &provider, now);
        if place % 2 == 0 {
            offer.accept_by += SignedDuration::from_millis(i64::try_from(place).unwrap());
        }
        // The hub has looked for services, so the clock has nothing to do before the offers expire.
        let found = CaseChange::Matched(Matched {
            left: Vec::new(),
            unmet: Vec::new(),
            newly_unmet: Vec::new(),
            unserved: Vec::new(),
            local_authority: None,
        });
        let (after, events) = domain::case::apply::append_all(
            &new.case,
            vec![found, CaseChange::Offered(offer)],
            now,
        )
        .expect("an offer follows");
        store
            .append(&after, &events, SideWrites::default())
            .await
            .unwrap();
        all.insert(after.reference.clone());
        last = Some(after);
    }
    let first = store
        .worklist(&provider, OnwardState::Offered, None)
        .await
        .unwrap();
    assert_eq!(first.rows.len(), 100);
    let by: Vec<Timestamp> = first
        .rows
        .iter()
        .map(|(_, onward)| onward.offered.accept_by)
        .collect();
    assert!(by.is_sorted(), "the most urgent come first");
    // The last one of the page is answered before the next page is read.
    let ended = first
        .rows
        .last()
        .map(|(reference, _)| reference.clone())
        .unwrap();
    let case = store.case(&ended).await.unwrap().or(last).unwrap();
    let onward = case.support.onwards[0].offered.onward.clone();
    let withdrawn =
        domain::case::apply::append_all(&case, vec![CaseChange::Withdrawn { onward }], now)
            .expect("it follows");
    store
        .append(&withdrawn.0, &withdrawn.1, SideWrites::default())
        .await
        .unwrap();
    let second = store
        .worklist(&provider, OnwardState::Offered, first.next.as_ref())
        .await
        .unwrap();
    assert_eq!(second.next, None);
    let seen: BTreeSet<_> = first
        .rows
        .iter()
        .chain(&second.rows)
        .map(|(reference, _)| reference.clone())
        .collect();
    assert_eq!(
        (seen, first.rows.len() + second.rows.len()),
        (all, 103),
        "each once"
    );
}
