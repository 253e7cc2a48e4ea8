//! Which words open the page after what happened.

use super::*;
use crate::case::access::{GivenToSender, given_to_sender, takes_code};
use crate::case::apply::{IllegalChange, append_all, open};
use crate::case::commands::lifecycle::close;
use crate::case::commands::provider::follow_up;
use events::care::{Act, ContactOutcome};
use events::case::{CaseEvent, CloseReason, ContactChangeReason, Erasure};
use events::referral::SourceKind;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const NOW: &str = "2026-11-24T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// The sample case, as a library sent it now. The person calls their page safe.
fn case() -> Case {
    let sample = include_str!("../../../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(mut received) = event.what else {
        panic!("the sample is a received case")
    };
    received.source = SourceKind::Touchpoint;
    received.safe_channels = vec![ChannelKind::Online];
    open(event.reference, *received, now()).0
}

fn after(case: &Case, changes: Vec<CaseChange>) -> Case {
    append_all(case, changes, now()).unwrap().0
}

fn contact(safe: Vec<ChannelKind>, by: Actor) -> CaseChange {
    CaseChange::ContactChanged(ContactChanged {
        safe_channels: safe,
        frequency: None,
        contact: case().received.assessment.contact,
        mail_moved: false,
        unconfirmed: Vec::new(),
        sends_code: false,
        tells_before: false,
        check_by: None,
        why: ContactChangeReason::Asked,
        by,
    })
}

#[test]
fn only_the_person_gets_words_and_the_police_get_nothing() {
    for source in SourceKind::ALL {
        let given = |safe: &[ChannelKind]| given_to_sender(*source, safe);
        let expected = match source.as_str() {
            "self" => [GivenToSender::Words; 2],
            "police" | "british-transport-police" | "action-fraud" => [GivenToSender::Nothing; 2],
            _ => [GivenToSender::Nothing, GivenToSender::Code],
        };
        assert_eq!(
            [given(&[ChannelKind::Email]), given(&[ChannelKind::Online])],
            expected,
            "{source}"
        );
    }
}

#[test]
fn a_code_opens_the_page_once_and_for_three_days() {
    let case = case();
    let end = now() + SignedDuration::from_hours(72);
    assert!(takes_code(&case, end - SignedDuration::from_secs(1)));
    assert!(!takes_code(&case, end));
    let used = after(&case, use_code());
    assert!(!takes_code(&used, now()) && used.has_open_page());
    assert_eq!(
        append_all(&used, use_code(), now()).map(|_| ()),
        Err(IllegalChange::PageClosed)
    );
    let new = new_words(&case, None, Actor::coordinator("someone")).unwrap();
    assert!(!takes_code(&after(&case, new), now()));
    assert!(!takes_code(
        &after(&case, close_page(&case, Actor::Person)),
        now()
    ));
}

#[test]
fn a_closed_page_opens_again_with_new_words_only() {
    let closed = after(&case(), close_page(&case(), Actor::Person));
    assert!(!closed.has_open_page());
    assert_eq!(close_page(&closed, Actor::Person), []);
    let safe_again = after(
        &closed,
        vec![contact(vec![ChannelKind::Online], Actor::Person)],
    );
    assert!(!safe_again.has_open_page());
    let new = new_words(&safe_again, None, Actor::coordinator("someone")).unwrap();
    let open = after(&safe_again, new);
    assert!(open.has_open_page());
    assert_eq!(open.access.generation, 2);
}

#[test]
fn a_page_that_is_no_longer_safe_closes() {
    let case = case();
    let closes = |changed: &CaseChange| !close_if_not_safe(&case, changed).is_empty();
    assert!(closes(&contact(vec![ChannelKind::Email], Actor::Person)));
    assert!(closes(&contact(Vec::new(), Actor::coordinator("someone"))));
    assert!(!closes(&contact(vec![ChannelKind::Online], Actor::Person)));
    let tried = |by, outcome| {
        let follows = follow_up(&helped(), "one", &Act::ContactTried { by, outcome }, now());
        let closes = |what: &CaseChange| matches!(what, CaseChange::AccessChanged(_));
        follows.iter().any(closes)
    };
    assert!(tried(ChannelKind::Online, ContactOutcome::Unsafe));
    assert!(!tried(ChannelKind::Phone, ContactOutcome::Unsafe));
    assert!(!tried(ChannelKind::Online, ContactOutcome::Reached));
}

/// The case, with a provider that said yes.
fn helped() -> Case {
    let offered = events::case::Offered {
        onward: "one".to_owned(),
        provider: "provider".to_owned(),
        service: "service".to_owned(),
        needs: Vec::new(),
        accept_by: now(),
        reasons: Vec::new(),
        capacity: None,
        hand_on: None,
        referred_on: None,
        moved_from: None,
    };
    let accepted = CaseChange::Accepted {
        onward: "one".to_owned(),
        provider: "provider".to_owned(),
        first_contact_by: now(),
    };
    after(&case(), vec![CaseChange::Offered(offered), accepted])
}

#[test]
fn the_page_of_a_case_that_goes_on_elsewhere_stays_closed() {
    for why in CloseReason::ALL {
        let case = case();
        let closed = after(
            &case,
            close(&case, *why, None, Actor::coordinator("someone")),
        );
        let ends = ["duplicate", "entered-in-error"].contains(&why.as_str());
        assert_eq!(closed.has_open_page(), !ends, "{why}");
        let new = new_words(&closed, None, Actor::coordinator("someone"));
        assert_eq!(new.is_err(), ends, "{why}");
    }
    let mut erased = case();
    erased.lifecycle.erasure = Erasure::Done(now());
    assert!(!erased.has_open_page());
    assert!(new_words(&erased, None, Actor::Person).is_err());
    assert_eq!(close_page(&erased, Actor::Person), []);
}

proptest! {
    /// Whatever happens, each change has another number, so that the words from before never open the page again.
    #[test]
    fn the_number_of_the_words_only_grows(steps in prop::collection::vec(0..5_u8, 1..20)) {
        let mut case = case();
        for step in steps {
            let before = case.access.generation;
            let changes = match step {
                0 => new_words(&case, None, Actor::Person).unwrap_or_default(),
                1 => close_page(&case, Actor::Person),
                2 => use_code(),
                3 => {
                    let changed = contact(Vec::new(), Actor::Person);
                    let page = close_if_not_safe(&case, &changed);
                    std::iter::once(changed).chain(page).collect()
                }
                _ => vec![contact(vec![ChannelKind::Online], Actor::Person)],
            };
            let access = |what: &CaseChange| matches!(what, CaseChange::AccessChanged(_));
            let grows = u32::try_from(changes.iter().filter(|what| access(what)).count()).unwrap();
            if let Ok((after, _)) = append_all(&case, changes, now()) {
                prop_assert_eq!(after.access.generation, before + grows);
                case = after;
            }
        }
    }
}
