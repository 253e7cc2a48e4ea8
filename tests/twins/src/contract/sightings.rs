//! The contract of the hub's memory.

use super::Store;
use crate::sample::{new_case, offered};
use events::case::{Case, CaseChange, Sighting};
use jiff::Timestamp;
use platform::ports::{AppendOutcome, Remembered, SideWrites};

/// The entries are those that were read, changed by one writer at a time.
pub(super) async fn persons_and_places_are_remembered_by_key(
    store: &impl Store,
    n: u64,
    now: Timestamp,
) {
    let keys = [format!("PERSON#{n}"), format!("PLACE#{n}")];
    let empty = |key: &String| Remembered {
        key: key.clone(),
        seen: Vec::new(),
    };
    assert_eq!(
        store.sightings(&keys).await.unwrap(),
        [empty(&keys[0]), empty(&keys[1])]
    );
    let sighting = |case: &Case| Sighting {
        home: None,
        reference: case.reference.clone(),
        day: domain::calendar::london_today(now),
    };
    let (first, second) = (new_case(n, now), new_case(n + 10_000, now));
    for new in [&first, &second] {
        store.accept(new).await.unwrap();
    }
    let one = [
        (empty(&keys[0]), vec![sighting(&first.case)]),
        (empty(&keys[1]), vec![sighting(&first.case)]),
    ];
    let (after, events) = offered(&first.case, "one", now);
    assert_eq!(
        store
            .append(&after, &events, side_writes(&one))
            .await
            .unwrap(),
        AppendOutcome::Stored
    );
    // A writer with an older read stores nothing and is told so.
    let (after, events) = offered(&second.case, "one", now);
    let late = [(empty(&keys[0]), vec![sighting(&second.case)])];
    assert_eq!(
        store
            .append(&after, &events, side_writes(&late))
            .await
            .unwrap(),
        AppendOutcome::SightingsStale
    );
    assert_eq!(
        store.case(&second.case.reference).await.unwrap(),
        Some(second.case.clone())
    );
    let read = store.sightings(&keys).await.unwrap();
    assert_eq!(read[0].seen, [sighting(&first.case)]);
    let both = vec![sighting(&first.case), sighting(&second.case)];
    let again = [(read[0].clone(), both.clone())];
    assert_eq!(
        store
            .append(&after, &events, side_writes(&again))
            .await
            .unwrap(),
        AppendOutcome::Stored
    );
    let read = store.sightings(&keys).await.unwrap();
    assert_eq!(
        (read[0].seen.as_slice(), read[1].seen.len()),
        (both.as_slice(), 1)
    );
    // A key whose entries have all expired is the same as an unknown key.
    for now_seen in [vec![], vec![sighting(&second.case)]] {
        let read = store.sightings(&keys[..1]).await.unwrap();
        let stands = store
            .case(&second.case.reference)
            .await
            .unwrap()
            .expect("the case");
        let what = CaseChange::GivenToCoordinators {
            why: events::case::CoordinatorReason::NoService,
            due: now,
        };
        let (after, events) =
            domain::case::apply::append_all(&stands, vec![what], now).expect("it follows");
        let changed = [(read[0].clone(), now_seen)];
        assert_eq!(
            store
                .append(&after, &events, side_writes(&changed))
                .await
                .unwrap(),
            AppendOutcome::Stored
        );
    }
    assert_eq!(
        store.sightings(&keys[..1]).await.unwrap()[0].seen,
        [sighting(&second.case)]
    );
}

fn side_writes(sightings: &[(Remembered, Vec<Sighting>)]) -> SideWrites<'_> {
    SideWrites {
        sightings,
        ..SideWrites::default()
    }
}
