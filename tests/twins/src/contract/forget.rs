//! The contract of erasure and of the lists of justice agencies.

use crate::sample::{new_case, offered};
use domain::case::apply::{append_all, open};
use domain::case::commands::lifecycle::close;
use domain::retention::remains;
use events::case::{Actor, Case, CaseChange, CloseReason};
use events::justice::{Agency, Progress, Step};
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};
use platform::notes::{Note, Notes};
use platform::ports::{
    AcceptReferral, Acceptance, AppendEvents, AppendOutcome, AuditRead, Forget, ListJustice, Look,
    People, ReadAccessLog, ReadCaseFile, ReadExpired, ReadPerson, ReadWords, RegisterErasures,
    SideWrites, Words,
};

/// The ports of erasure.
pub trait Store:
    AcceptReferral
    + AppendEvents
    + AuditRead
    + Forget
    + Notes
    + ReadAccessLog
    + ReadCaseFile
    + ReadExpired
    + ReadPerson
    + ReadWords
    + RegisterErasures
{
}
impl<P> Store for P where
    P: AcceptReferral
        + AppendEvents
        + AuditRead
        + Forget
        + Notes
        + ReadAccessLog
        + ReadCaseFile
        + ReadExpired
        + ReadPerson
        + ReadWords
        + RegisterErasures
{
}

/// More notes than one transaction can delete.
const MANY_NOTES: usize = 95;

/// All personal data is deleted, but only from the case as read. Then the case leaves the list of expired cases.
pub(super) async fn a_person_is_erased_only_from_the_current_case(
    store: &impl Store,
    n: u64,
    now: Timestamp,
) {
    let new = new_case(n, now);
    let reference = new.case.reference.clone();
    store.accept(&new).await.unwrap();
    let (ended, events) = follows(
        &new.case,
        close(&new.case, CloseReason::Withdrew, None, Actor::Person),
        now,
    );
    let words = Words {
        seq: 2,
        at: now,
        text: "what was said".to_owned(),
    };
    let side_writes = SideWrites {
        words: Some(&words),
        ..SideWrites::default()
    };
    assert_eq!(
        store.append(&ended, &events, side_writes).await.unwrap(),
        AppendOutcome::Stored
    );
    // More than fit into one transaction.
    for number in 0..MANY_NOTES {
        let note = Note {
            id: format!("00000000-0000-4000-8000-{number:012x}"),
            at: now,
            by: "worker".to_owned(),
            text: "what was noted".to_owned(),
        };
        store.keep_note(&reference, "door", &note).await.unwrap();
    }
    let look = Look {
        reference: reference.clone(),
        at: now,
        role: "coordinator".to_owned(),
        account: "someone".to_owned(),
        reason: None,
        marks: Vec::new(),
    };
    store.audit(&look).await.unwrap();

    let six_weeks = now + SignedDuration::from_hours(43 * 24);
    let due = |places: Vec<(Timestamp, events::Reference)>| {
        places.iter().any(|(_, one)| *one == reference)
    };
    assert!(!due(store.expired(now, None).await.unwrap()));
    assert!(due(store.expired(six_weeks, None).await.unwrap()));
    let place = (
        domain::retention::keeping(&ended).unwrap().until,
        reference.clone(),
    );
    assert!(
        !due(store.expired(six_weeks, Some(&place)).await.unwrap()),
        "from there on"
    );

    assert_eq!(
        store.expire(&new.case, Some(six_weeks)).await.unwrap(),
        AppendOutcome::Stale
    );
    assert_eq!(
        store.forget_words_and_notes(&new.case).await.unwrap(),
        AppendOutcome::Stale
    );
    assert_eq!(
        store.words(&reference, &[2]).await.unwrap(),
        [words],
        "a stale case erases nothing"
    );
    for from in [Some(six_weeks), None, Some(six_weeks)] {
        assert_eq!(
            store.expire(&ended, from).await.unwrap(),
            AppendOutcome::Stored
        );
    }
    assert!(
        store.person(&reference).await.unwrap().is_some(),
        "it is there until then"
    );

    let (asked, events) = follows(
        &ended,
        vec![CaseChange::ToBeErased { by: Actor::Machine }],
        now,
    );
    store
        .append(&asked, &events, SideWrites::default())
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(
            store.forget_words_and_notes(&asked).await.unwrap(),
            AppendOutcome::Stored
        );
    }
    assert!(store.words(&reference, &[2]).await.unwrap().is_empty());
    assert!(store.notes(&reference, "door").await.unwrap().is_empty());
    let (erased, events) = follows(&asked, vec![CaseChange::Erased { by: Actor::Machine }], now);
    let side_writes = SideWrites {
        people: People::Erased(&[]),
        ..SideWrites::default()
    };
    assert_eq!(
        store.append(&erased, &events, side_writes).await.unwrap(),
        AppendOutcome::Stored
    );
    assert_eq!(store.person(&reference).await.unwrap(), None);
    assert!(!due(store.expired(six_weeks, None).await.unwrap()));
    assert_eq!(
        store.expire(&erased, Some(six_weeks)).await.unwrap(),
        AppendOutcome::Stored
    );
    assert_eq!(
        store.person(&reference).await.unwrap(),
        None,
        "nothing comes back"
    );
    let left = remains(&erased).unwrap().expect("it is erased");
    assert_eq!(
        store.leave_remains(&asked, &left).await.unwrap(),
        AppendOutcome::Stale
    );
    for _ in 0..2 {
        assert_eq!(
            store.leave_remains(&erased, &left).await.unwrap(),
            AppendOutcome::Stored
        );
        let file = store.case_file(&reference).await.unwrap().unwrap();
        assert_eq!(
            (file.case, file.events),
            (left.case.clone(), left.events.clone())
        );
        assert!(file.updates.is_empty());
    }
    assert!(store.access_log(&reference).await.unwrap().is_empty());
    let again = store.accept(&new).await.unwrap();
    assert_eq!(
        again,
        Acceptance::OtherContent,
        "a repeat makes no new case"
    );

    let week = left.case.opened_at;
    for _ in 0..2 {
        store
            .register_erasure(&reference, week, left.until)
            .await
            .unwrap();
    }
    let (mut registered, mut after) = (Vec::new(), None);
    loop {
        let page = store.erasures(after.as_ref()).await.unwrap();
        after = page.last().cloned();
        registered.extend(page);
        if after.is_none() {
            break;
        }
    }
    let times = registered.iter().filter(|one| **one == reference).count();
    assert_eq!(times, 1);
}

/// What is owed soonest comes first and nothing owed last, across pages. Cases that the police did not refer are in
/// no list.
pub(super) async fn the_police_have_a_list_of_their_cases<P>(store: &P, n: u64, now: Timestamp)
where
    P: AcceptReferral + AppendEvents + ListJustice,
{
    let mut stored = Vec::new();
    for number in 0..4 {
        let mut new = new_case(n + number * 10_000, now);
        if number < 3 {
            new.case.received.source = SourceKind::Police;
            (new.case, new.event) = open(new.case.reference, new.case.received, now);
        }
        store.accept(&new).await.unwrap();
        let before = SignedDuration::from_hours(48 * i64::try_from(number).unwrap());
        let arrested = Progress {
            id: format!("{number}"),
            step: Step::Arrested,
            at: now - before,
            heard_at: None,
            recorded_by: Agency::Police,
        };
        // The first case owes nothing. The police did not refer the last one.
        let (after, events) = match number {
            0 => offered(&new.case, "somewhere", now),
            _ => follows(&new.case, vec![CaseChange::Progress(arrested)], now),
        };
        store
            .append(&after, &events, SideWrites::default())
            .await
            .unwrap();
        stored.push(after);
    }
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = store
            .justice(Agency::Police, None, after.as_ref())
            .await
            .unwrap();
        found.extend(page.rows);
        match page.next {
            None => break,
            next => after = next,
        }
    }
    let place = |case: &Case| found.iter().position(|row| row.reference == case.reference);
    let [nothing, later, sooner, own] = [0, 1, 2, 3].map(|number| place(&stored[number]));
    assert!(
        sooner < later && later < nothing && sooner.is_some(),
        "{sooner:?} {later:?} {nothing:?}"
    );
    assert_eq!(own, None);
    assert!(
        !serde_json::to_string(&found).unwrap().contains("somewhere"),
        "it holds nothing about support"
    );
    let due = found[sooner.unwrap()].owed[0].due;
    let near = store
        .justice(Agency::Police, Some(due), None)
        .await
        .unwrap()
        .rows;
    assert!(
        near.iter()
            .all(|row| row.due(Agency::Police).is_some_and(|at| at <= due))
            && !near.is_empty()
    );
    let spot = platform::ports::JusticeCursor {
        due: Some(due),
        reference: stored[2].reference.clone(),
    };
    let rest = store
        .justice(Agency::Police, None, Some(&spot))
        .await
        .unwrap()
        .rows;
    assert!(rest.iter().all(|row| row.reference != stored[2].reference) && !rest.is_empty());
    let care = store
        .justice(
            Agency::WitnessCare,
            Some(now + SignedDuration::from_hours(9_000)),
            None,
        )
        .await
        .unwrap();
    assert!(
        care.rows
            .iter()
            .all(|row| row.reference != stored[1].reference),
        "witness care does not owe what the police owe"
    );
}

fn follows(
    case: &Case,
    changes: Vec<CaseChange>,
    now: Timestamp,
) -> (Case, Vec<events::case::CaseEvent>) {
    append_all(case, changes, now).expect("it follows")
}
