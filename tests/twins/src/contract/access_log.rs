//! The contract of the access log.

use crate::sample::new_case;
use events::Reference;
use events::case::{LookMark, LookReason};
use jiff::{SignedDuration, Timestamp};
use platform::ports::{
    AcceptReferral, AccessRecord, AuditRead, Look, NewCase, ReadAccessLog, ReadCaseFile, ReadLooks,
    ReaderGroup,
};

/// The log has the time and the organisation of each read, latest first, and only for its case.
pub(super) async fn the_access_log_is_latest_first(
    store: &(impl AcceptReferral + AuditRead + ReadAccessLog + ReadCaseFile),
    n: u64,
    now: Timestamp,
) {
    let (one, other) = (new_case(n, now), new_case(n + 10_000, now));
    for new in [&one, &other] {
        store.accept(new).await.unwrap();
    }
    assert_eq!(store.access_log(&one.case.reference).await.unwrap(), []);
    let later = now + SignedDuration::from_mins(5);
    let look = |new: &NewCase, at, role: &str, reason| Look {
        reference: new.case.reference.clone(),
        at,
        role: role.to_owned(),
        account: format!("someone-{n}"),
        reason,
        marks: Vec::new(),
    };
    let covering = Some(LookReason::Covering);
    for recorded in [
        look(&one, now, "coordinator", covering),
        look(&one, later, "provider-door", None),
        look(&other, now, "police", None),
    ] {
        store.audit(&recorded).await.unwrap();
    }
    let latest = AccessRecord {
        at: later,
        by: ReaderGroup::Provider("door".to_owned()),
        reason: None,
    };
    let first = AccessRecord {
        at: now,
        by: ReaderGroup::Hub,
        reason: covering,
    };
    assert_eq!(
        store.access_log(&one.case.reference).await.unwrap(),
        [latest, first]
    );
    assert_eq!(
        store
            .case_file(&one.case.reference)
            .await
            .unwrap()
            .unwrap()
            .events
            .len(),
        1
    );
}

/// Every look and every refused attempt is listed under its reader, and unusual ones in a separate list. The log of the
/// case has no attempts.
pub(super) async fn looks_are_listed_by_reader(
    store: &(impl AcceptReferral + AuditRead + ReadAccessLog + ReadLooks),
    n: u64,
    now: Timestamp,
) {
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let reference = &new.case.reference;
    let later = now + SignedDuration::from_mins(5);
    let look = |at, marks: &[LookMark]| Look {
        reference: reference.clone(),
        at,
        role: "coordinator".to_owned(),
        account: format!("reader-{n}"),
        reason: None,
        marks: marks.to_vec(),
    };
    let (usual, denied) = (look(now, &[]), look(later, &[LookMark::Denied]));
    store.audit(&usual).await.unwrap();
    store.audit_denied(&denied).await.unwrap();
    let all = store.looks_of(&usual.account, now).await.unwrap();
    assert_eq!(all, [denied.clone(), usual.clone()]);
    let since = store.looks_of(&usual.account, later).await.unwrap();
    assert_eq!(since, std::slice::from_ref(&denied));
    let marked = store.marked_looks(now, later).await.unwrap();
    let of_reader: Vec<&Look> = marked
        .iter()
        .filter(|look| look.account == usual.account)
        .collect();
    assert_eq!(of_reader, [&denied]);
    assert_eq!(store.access_log(reference).await.unwrap().len(), 1);
}

/// Of the cases that an account opens within an hour of the clock, each counts once.
pub(super) async fn opened_cases_are_counted_by_the_hour(
    store: &impl AuditRead,
    n: u64,
    now: Timestamp,
) {
    let account = format!("counted-{n}");
    let cases: Vec<Reference> = [n, n + 1].map(Reference::from_number).to_vec();
    let next_hour = now + SignedDuration::from_hours(1);
    for (case, at, counted, new) in [
        (0, now, 1, true),
        (0, now, 1, false),
        (1, now, 2, true),
        (0, now, 2, false),
        (1, next_hour, 1, true),
    ] {
        let opened = store
            .count_opened(&account, &cases[case], at)
            .await
            .unwrap();
        assert_eq!((opened.cases, opened.new), (counted, new));
    }
}
