//! The contract of the access log.

use crate::sample::new_case;
use jiff::{SignedDuration, Timestamp};
use platform::ports::{AcceptReferral, AccessRecord, AuditRead, ReadAccessLog, ReaderGroup};

/// The log has the time and the organisation of each read, latest first, and only for its case.
pub(super) async fn the_access_log_is_latest_first(
    store: &(impl AcceptReferral + AuditRead + ReadAccessLog),
    n: u64,
    now: Timestamp,
) {
    let (one, other) = (new_case(n, now), new_case(n + 10_000, now));
    for new in [&one, &other] {
        store.accept(new).await.unwrap();
    }
    assert_eq!(store.access_log(&one.case.reference).await.unwrap(), []);
    let later = now + SignedDuration::from_mins(5);
    store
        .audit(&one.case.reference, "coordinator/someone", now)
        .await
        .unwrap();
    store
        .audit(&one.case.reference, "provider-door/another", later)
        .await
        .unwrap();
    store
        .audit(&other.case.reference, "police/someone", now)
        .await
        .unwrap();
    let latest = AccessRecord {
        at: later,
        by: ReaderGroup::Provider("door".to_owned()),
    };
    assert_eq!(
        store.access_log(&one.case.reference).await.unwrap(),
        [
            latest,
            AccessRecord {
                at: now,
                by: ReaderGroup::Hub
            }
        ]
    );
}
