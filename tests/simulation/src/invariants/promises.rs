//! Checks the promises to a person. The promises of the hub and its services are kept, due, warned about and broken at
//! exactly the right time. The promises of the justice agencies follow from each step. Each is kept or found broken, and none is
//! forgotten.

use crate::witness::{CaseRecord, working_days_after};
use events::assessment::Tier;
use events::case::Case;
use events::justice::{Limit, Promise, PromiseOwner, Step};
use events::referral::SourceKind;
use jiff::Timestamp;

/// The Code's limits for telling a person about a step, in working days: standard and enhanced rights.
const TELL: [(Step, &str, u32, u32); 15] = [
    (Step::CrimeReported, "written-confirmation", 5, 5),
    (Step::NotInvestigated, "not-investigated", 5, 1),
    (Step::Arrested, "arrested", 5, 1),
    (
        Step::InterviewedUnderCaution,
        "interviewed-under-caution",
        5,
        1,
    ),
    (Step::ReleasedWithoutCharge, "released-without-charge", 5, 1),
    (
        Step::BailedOrUnderInvestigation,
        "bailed-or-under-investigation",
        5,
        1,
    ),
    (Step::BailChanged, "bail-changed", 5, 1),
    (
        Step::OutOfCourtDisposalConsidered,
        "out-of-court-disposal",
        5,
        1,
    ),
    (Step::Charged, "charged", 5, 1),
    (
        Step::NotProsecutedByPolice,
        "not-prosecuted-by-police",
        5,
        1,
    ),
    (Step::NotProsecutedByCps, "not-prosecuted-by-cps", 5, 1),
    (
        Step::ChargeDroppedOrAltered,
        "charge-dropped-or-altered",
        5,
        1,
    ),
    (Step::HearingSet, "hearing-set", 1, 1),
    (Step::MustGiveEvidence, "must-give-evidence", 1, 1),
    (Step::AppealNotice, "appeal-notice", 1, 1),
];

/// Each recorded step makes the promises that the Code requires, once, and due on the right day.
pub(super) fn check_promises_of_steps(record: &CaseRecord, case: &Case) {
    for (seq, progress, tier) in &record.justice.steps {
        for (_, rule, standard, enhanced) in TELL.iter().filter(|(step, ..)| *step == progress.step)
        {
            let code = format!("{rule}.{seq}");
            let made: Vec<&Promise> = case
                .justice
                .promises
                .iter()
                .filter(|promise| promise.code == *code.as_str())
                .collect();
            let [promise] = made.as_slice() else {
                panic!("{code} is owed, and promised {} times", made.len())
            };
            let days = if *tier == Tier::Enhanced {
                *enhanced
            } else {
                *standard
            };
            assert_eq!(
                promise.due,
                working_days_after(progress.at, days),
                "{code} is due on another day"
            );
        }
    }
    for promise in &case.justice.promises {
        let Limit::WorkingDays(days @ 1..) = promise.limit else {
            continue;
        };
        let due = working_days_after(promise.from, days);
        let due = if promise.code.rule.as_str() == "ask-first" {
            referred(record).map_or(due, |at| due.min(at))
        } else {
            due
        };
        assert_eq!(promise.due, due, "{} is due on another day", promise.code);
    }
}

/// When the person was first referred. They had to be asked before that. A referral by the police counts.
fn referred(record: &CaseRecord) -> Option<Timestamp> {
    let case = record.hub_state.as_ref()?;
    let sent = (case.received.source == SourceKind::Police).then_some(case.opened_at);
    let steps = record
        .justice
        .steps
        .iter()
        .filter(|(_, progress, _)| progress.step == Step::ReferredToSupport);
    steps.map(|(_, progress, _)| progress.at).chain(sent).min()
}

/// Nothing counts as kept without a record, or as broken before its time or after it was kept.
pub(super) fn check_kept_and_broken(record: &CaseRecord, case: &Case) {
    let of_the_code = |promise: &&Promise| {
        !record
            .promises
            .by_code
            .contains_key(&promise.code.to_string())
    };
    for promise in case.justice.promises.iter().filter(of_the_code) {
        let code = &promise.code.to_string();
        let said = record.justice.kept.get(code);
        let proof = promise.proof.unwrap_or(u32::MAX);
        if promise.kept_at.is_some() {
            let by_step = record.justice.steps.iter().any(|(seq, progress, _)| {
                *seq == proof
                    && (promise.kept_by == Some(progress.step)
                        || progress.heard_at == promise.kept_at)
            });
            let by_referral = proof == 1 && promise.kept_by.is_some();
            let by_word =
                said.is_some_and(|(seq, at)| *seq == proof && Some(*at) == promise.kept_at);
            let by_step = by_step || record.justice.steps_after_death.contains_key(&proof);
            assert!(
                by_step || by_referral || by_word,
                "{code} counts as kept and nobody kept it"
            );
        } else {
            assert_eq!(said, None, "{code} was kept and does not count");
        }
        let broken = record.justice.broken.get(code);
        assert_eq!(
            broken.map(|(_, at)| *at),
            promise.broken_at,
            "{code} is broken at another time than was said"
        );
        if let Some((seq, at)) = broken {
            assert!(promise.due < *at, "{code} was broken before its time");
            assert!(*seq < proof, "{code} was kept and then broken");
            assert!(
                promise.owner != PromiseOwner::Person,
                "{code} is the person's own time"
            );
        }
    }
}

/// Every promise that is due was kept, or is seen to be broken.
pub(super) fn check_missed_promises_are_seen(record: &CaseRecord, case: &Case, now: Timestamp) {
    for promise in case
        .justice
        .promises
        .iter()
        .filter(|promise| promise.owner != PromiseOwner::Person && promise.due < now)
    {
        let waits = promise
            .waits_for
            .as_ref()
            .is_some_and(|first| !record.justice.kept.contains_key(&first.to_string()));
        let seen = promise.kept_at.is_some()
            || promise.released_at.is_some()
            || record
                .justice
                .broken
                .contains_key(&promise.code.to_string());
        assert!(
            waits || seen,
            "{} had to be kept by {}, and nobody sees that it was not",
            promise.code,
            promise.due
        );
    }
}

/// For each promise that telling kept, whether it was in time.
pub(super) fn kept_in_time(record: &CaseRecord) -> Vec<bool> {
    let case = record.hub_state.as_ref().expect("a case");
    let due = |code: &str| {
        case.justice
            .promises
            .iter()
            .find(|promise| promise.code == *code)
            .expect("a promise")
            .due
    };
    record
        .justice
        .kept
        .iter()
        .map(|(code, (_, at))| *at <= due(code))
        .collect()
}

/// The promises of the hub and its services are exactly those that the events make.
pub(super) fn check_hub_promises(record: &CaseRecord, case: &Case) {
    let mut found = 0;
    for promise in &case.justice.promises {
        let code = &promise.code.to_string();
        let Some(owed) = record.promises.by_code.get(code) else {
            let own = matches!(promise.owner, PromiseOwner::Hub | PromiseOwner::Provider);
            assert!(
                !own,
                "{}: {code} is owed and nobody promised it",
                case.reference
            );
            let released = promise
                .released_at
                .is_none_or(|at| record.lifecycle.deaths.contains(&at));
            assert!(
                released,
                "{}: {code} is no longer owed, and the person lives",
                case.reference
            );
            continue;
        };
        found += 1;
        assert_eq!(
            promise.due, owed.due,
            "{}: {code} is due at another time",
            case.reference
        );
        assert_eq!(
            promise.owner, owed.owner,
            "{}: another owes {code}",
            case.reference
        );
        let kept = promise.kept_at.zip(promise.proof);
        assert_eq!(
            kept, owed.kept,
            "{}: {code} was kept at another time",
            case.reference
        );
        assert_eq!(
            promise.broken_at, owed.broken,
            "{}: {code} was broken at another time",
            case.reference
        );
        assert_eq!(
            promise.released_at, owed.released,
            "{}: {code} was released at another time",
            case.reference
        );
        assert_eq!(
            promise.warned_at, owed.warned,
            "{}: {code} was warned of at another time",
            case.reference
        );
    }
    assert_eq!(
        found,
        record.promises.by_code.len(),
        "{}: something that was promised is forgotten",
        case.reference
    );
}

/// Every promise that is nearly due was warned about, and every missed one is seen.
pub(super) fn check_warnings(record: &CaseRecord, reference: &events::Reference, now: Timestamp) {
    for (code, owed) in &record.promises.by_code {
        assert!(
            !owed.open() || now <= owed.due,
            "{reference}: {code} was due by {}, and nobody saw it",
            owed.due
        );
        assert!(
            !owed.near(now),
            "{reference}: {code} is due by {}, and nobody was warned",
            owed.due
        );
    }
}
