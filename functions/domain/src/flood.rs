//! Many referrals from one connection: which are set aside until a coordinator has looked, and how many letters an
//! address gets that nobody has confirmed.
//!
//! Nobody is refused, and nobody is told that they were counted. A family, a refuge, a library and all customers of a
//! mobile network may share one connection, so the numbers are not small.

use crate::notifications::is_sender_caused;
use events::care::{Act, ContactOutcome};
use events::case::{Actor, CaseChange, CaseFile, ContactChangeReason};
use events::referral::ChannelKind;
use events::update::UpdateKind;
use jiff::{SignedDuration, Timestamp};

/// How long the referrals of a connection are counted, from the first, and how many make the last one set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The name under which they are counted.
    pub name: &'static str,
    /// How long a count lasts.
    pub lasts: SignedDuration,
    /// The first number that is set aside.
    pub many: u32,
}

/// Ten within an hour, or thirty within a day.
pub const WINDOWS: [Window; 2] = [
    Window {
        name: "hour",
        lasts: SignedDuration::from_hours(1),
        many: 10,
    },
    Window {
        name: "day",
        lasts: SignedDuration::from_hours(24),
        many: 30,
    },
];

/// Whether a referral is set aside, from its number in each of the [`WINDOWS`]. A count that could not be made sets
/// nothing aside: a person in danger must not wait because of our own fault.
pub fn is_set_aside(numbers: [Option<u32>; 2]) -> bool {
    WINDOWS
        .iter()
        .zip(numbers)
        .any(|(window, number)| number.is_some_and(|number| number >= window.many))
}

/// How many letters go to an address within a day that nobody has confirmed, and for how long one is counted.
pub const LETTERS: (u32, SignedDuration) = (1, SignedDuration::from_hours(24));

/// The mailbox that an address reaches, as one text for all its spellings.
pub fn mailbox(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let Some((local, host)) = address.rsplit_once('@') else {
        return address;
    };
    let local = local.split('+').next().unwrap_or_default();
    match host {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{host}"),
    }
}

/// Whether a letter counts for its address: one that nobody has confirmed, in a case that somebody without an account
/// sent over the internet.
///
/// What the sender can cause always counts, and a digest too. News that somebody else caused counts only in a case that has not
/// written to the person within a day, because then the address may be another case's. A change of contact is told to
/// the address from before once a day without being counted: it is how the person finds out that somebody else asked.
pub fn counts(file: &CaseFile, kind: UpdateKind, now: Timestamp) -> bool {
    let since = now - LETTERS.1;
    let sent_lately = |of: Option<UpdateKind>, without: &[UpdateKind]| {
        file.updates.iter().any(|update| {
            of.is_none_or(|kind| update.kind == kind)
                && !without.contains(&update.kind)
                && update.sent_at.is_some_and(|sent| sent > since)
        })
    };
    // Such a letter may have gone to another address than the others.
    let about_change = [UpdateKind::ConfirmContact, UpdateKind::ContactChanged];
    let has_written = sent_lately(None, &about_change);
    let free = match kind {
        UpdateKind::ContactChanged => has_written && !sent_lately(Some(kind), &[]),
        _ => !is_sender_caused(kind) && has_written,
    };
    file.case.received.counted && !is_confirmed(file) && !free
}

/// Whether somebody showed that the person reads the address: with a code that was sent there, or a coordinator or a
/// provider who reached them.
fn is_confirmed(file: &CaseFile) -> bool {
    file.events.iter().any(|event| match &event.what {
        CaseChange::ContactChanged(changed) => {
            changed.why == ContactChangeReason::Confirmed
                || matches!(changed.by, Actor::Coordinator { .. })
        }
        CaseChange::Cared {
            act: Act::ContactTried { by, outcome, .. },
            ..
        } => *by == ChannelKind::Email && *outcome == ContactOutcome::Reached,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tenth_in_an_hour_and_the_thirtieth_in_a_day_are_set_aside() {
        for (hour, day, aside) in [
            (1, 1, false),
            (9, 29, false),
            (10, 10, true),
            (1, 30, true),
            (500, 500, true),
        ] {
            assert_eq!(is_set_aside([Some(hour), Some(day)]), aside, "{hour} {day}");
        }
        assert!(is_set_aside([None, Some(30)]) && is_set_aside([Some(10), None]));
        assert!(!is_set_aside([None, None]), "our own fault");
    }

    #[test]
    fn spellings_of_one_mailbox_are_counted_together() {
        for (one, other) in [
            ("Robin@Example.org", "robin@example.org "),
            ("robin+1@example.org", "robin+2@example.org"),
            ("r.o.bin@gmail.com", "robin+x@googlemail.com"),
        ] {
            assert_eq!(mailbox(one), mailbox(other));
        }
        assert_ne!(mailbox("r.obin@example.org"), mailbox("robin@example.org"));
        assert_eq!(mailbox("nonsense"), "nonsense");
    }

    fn file(counted: bool, updates: &[(UpdateKind, i64)]) -> CaseFile {
        let sample = include_str!("../../../events/samples/case-event.received.json");
        let event: events::case::CaseEvent = serde_json::from_str(sample).unwrap();
        let CaseChange::Received(mut received) = event.what.clone() else {
            panic!("the sample is a received case")
        };
        received.counted = counted;
        let (case, event) = crate::case::apply::open(event.reference, *received, event.at);
        let updates = updates.iter().map(|(kind, hours)| {
            let at = case.opened_at + SignedDuration::from_hours(*hours);
            events::case::Update {
                sent_at: Some(at),
                ..events::case::Update::claimed(*kind, 1, None, at)
            }
        });
        CaseFile {
            updates: updates.collect(),
            events: vec![event],
            case,
        }
    }

    #[test]
    fn what_a_sender_can_cause_counts_for_its_address() {
        use UpdateKind::*;
        let counts = |updates: &[(UpdateKind, i64)], kind| {
            let file = file(true, updates);
            counts(
                &file,
                kind,
                file.case.opened_at + SignedDuration::from_hours(2),
            )
        };
        for kind in [Acknowledgement, AsAsked, ConfirmContact, Digest] {
            assert!(
                counts(&[], kind) && counts(&[(Acknowledgement, 1)], kind),
                "{kind}"
            );
        }
        for kind in [HelpFound, LookingAgain, OurTeam, PromiseBroken] {
            assert!(counts(&[], kind), "{kind}");
            assert!(!counts(&[(Acknowledgement, 1)], kind), "{kind}");
            assert!(
                counts(&[(Acknowledgement, -23)], kind),
                "{kind}: a day has passed"
            );
            assert!(
                counts(&[(ConfirmContact, 1)], kind),
                "{kind}: to another address"
            );
        }
        assert!(counts(&[], ContactChanged));
        assert!(!counts(&[(Acknowledgement, 1)], ContactChanged));
        assert!(counts(
            &[(Acknowledgement, 1), (ContactChanged, 1)],
            ContactChanged
        ));
        assert!(!super::counts(
            &file(false, &[]),
            Acknowledgement,
            Timestamp::UNIX_EPOCH
        ));
    }
}
