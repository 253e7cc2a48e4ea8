//! Receipts for what a person asked soon after something else.

use super::*;
use events::case::{ConsentChanged, ReopenReason, Routing};

fn consent() -> CaseChange {
    CaseChange::ConsentChanged(ConsentChanged {
        basis: None,
        given_by: None,
        scope: Vec::new(),
        routing: Routing::ToProviders,
        by: Actor::Person,
    })
}

fn reopened() -> CaseChange {
    CaseChange::Reopened {
        why: ReopenReason::Asked,
        by: Actor::Person,
    }
}

/// The case after those changes at their minutes.
fn at_times(changes: Vec<(i64, CaseChange)>) -> CaseFile {
    let mut file = file(unchanged, Vec::new());
    for (minutes, what) in changes {
        let (case, events) = append_all(&file.case, vec![what], at(minutes)).unwrap();
        file.case = case;
        file.events.extend(events);
    }
    file
}

fn receipt_about(file: &CaseFile, about: u32, now: Timestamp) -> Receipt {
    let request = UpdateRequest {
        reference: file.case.reference.clone(),
        kind: UpdateKind::AsAsked,
        about,
    };
    receipt(file, &request, now)
}

const CONSENT: Notification = Notification::AsAsked(RequestedChange::Consent);
const STOP: Notification = Notification::AsAsked(RequestedChange::Stop);
const DAY: i64 = 24 * 60;

#[test]
fn a_receipt_says_what_it_is_about_however_long_it_waited() {
    let file = at_times(vec![(0, consent())]);
    for days in [0, 1, 2, 30] {
        let said = receipt_about(&file, 2, at(days * DAY));
        assert_eq!(said, Receipt::Says(vec![CONSENT]), "{days}");
    }
}

#[test]
fn each_receipt_is_in_a_later_one_or_is_sent() {
    let within = |minutes: i64| {
        at_times(vec![
            (0, consent()),
            (minutes, closed(CloseReason::Withdrew)),
        ])
    };
    let late = at(6 * DAY);
    let soon = within(DAY - 1);
    assert_eq!(receipt_about(&soon, 2, late), Receipt::InLater);
    let both = Receipt::Says(vec![CONSENT, STOP]);
    assert_eq!(receipt_about(&soon, 3, late), both);
    let mut apart = within(DAY);
    assert_eq!(receipt_about(&apart, 2, late), Receipt::Says(vec![CONSENT]));
    assert_eq!(receipt_about(&apart, 3, late), Receipt::Says(vec![STOP]));
    // The later one was sent first.
    let sent = late - APART;
    let update = Update::claimed(UpdateKind::AsAsked, 3, None, sent);
    apart.updates.push(update);
    assert_eq!(receipt_about(&apart, 2, late), Receipt::Says(vec![CONSENT]));
}

#[test]
fn a_later_receipt_that_says_nothing_any_more_takes_no_other_with_it() {
    let file = at_times(vec![
        (0, consent()),
        (1, closed(CloseReason::MovedOn)),
        (2, reopened()),
        (3, closed(CloseReason::MovedOn)),
    ]);
    assert_eq!(receipt_about(&file, 2, at(5)), Receipt::Says(vec![CONSENT]));
}

#[test]
fn the_end_of_a_pause_stays_in_the_digest_when_a_receipt_follows() {
    let pause = CaseChange::Paused(Paused {
        until: at(500),
        by: Actor::Person,
    });
    let resumed = CaseChange::Resumed { by: Actor::Person };
    let mut file = at_times(vec![(0, pause), (10, resumed), (20, consent())]);
    let receipt = receipt_about(&file, 4, at(20));
    assert_eq!(receipt, Receipt::Says(vec![CONSENT]));
    let update = Update::claimed(UpdateKind::AsAsked, 4, None, at(20));
    file.updates.push(update);
    assert_eq!(
        digest_of(&file, at(30)).0,
        [Notification::AsAsked(RequestedChange::Quiet)]
    );
}
