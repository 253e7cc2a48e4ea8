//! What the person is owed: derived from each step, kept or seen to be broken, never forgotten.

use crate::witness::{Account, working_days_after};
use events::assessment::Tier;
use events::case::Case;
use events::justice::{Limit, Promise, PromiseOwner, Step};
use events::referral::SourceKind;
use jiff::Timestamp;

/// The time limits that the Code gives for telling a person of a step, in working days: standard and enhanced rights.
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

/// Each recorded step makes what the Code says is owed for it, once, by the right day.
pub(super) fn each_step_makes_what_it_owes(account: &Account, case: &Case) {
    for (seq, progress, tier) in &account.steps {
        for (_, rule, standard, enhanced) in TELL.iter().filter(|(step, ..)| *step == progress.step)
        {
            let code = format!("{rule}.{seq}");
            let made: Vec<&Promise> = case
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
    for promise in &case.promises {
        let Limit::WorkingDays(days @ 1..) = promise.limit else {
            continue;
        };
        let due = working_days_after(promise.from, days);
        let due = if promise.code.rule.as_str() == "ask-first" {
            referred(account).map_or(due, |at| due.min(at))
        } else {
            due
        };
        assert_eq!(promise.due, due, "{} is due on another day", promise.code);
    }
}

/// When the person was first referred, before which they were to be asked: a referral by the police is that already.
fn referred(account: &Account) -> Option<Timestamp> {
    let case = account.folded.as_ref()?;
    let sent = (case.received.source == SourceKind::Police).then_some(case.opened_at);
    let steps = account
        .steps
        .iter()
        .filter(|(_, progress, _)| progress.step == Step::ReferredToSupport);
    steps.map(|(_, progress, _)| progress.at).chain(sent).min()
}

/// Nothing counts as kept that nobody said was kept, nor as broken before its time or when it was kept before.
pub(super) fn what_is_kept_or_broken_was_recorded(account: &Account, case: &Case) {
    let of_the_code = |promise: &&Promise| !account.owed.contains_key(&promise.code.to_string());
    for promise in case.promises.iter().filter(of_the_code) {
        let code = &promise.code.to_string();
        let said = account.kept.get(code);
        let proof = promise.proof.unwrap_or(u32::MAX);
        if promise.kept_at.is_some() {
            let by_step = account.steps.iter().any(|(seq, progress, _)| {
                *seq == proof
                    && (promise.kept_by == Some(progress.step)
                        || progress.heard_at == promise.kept_at)
            });
            let by_referral = proof == 1 && promise.kept_by.is_some();
            let by_word =
                said.is_some_and(|(seq, at)| *seq == proof && Some(*at) == promise.kept_at);
            let by_step = by_step || account.steps_for_nobody.contains_key(&proof);
            assert!(
                by_step || by_referral || by_word,
                "{code} counts as kept and nobody kept it"
            );
        } else {
            assert_eq!(said, None, "{code} was kept and does not count");
        }
        let broken = account.broken.get(code);
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

/// Whatever somebody owed by now was kept, or is seen to be broken.
pub(super) fn nothing_is_broken_unseen(account: &Account, case: &Case, now: Timestamp) {
    for promise in case
        .promises
        .iter()
        .filter(|promise| promise.owner != PromiseOwner::Person && promise.due < now)
    {
        let waits = promise
            .waits_for
            .as_ref()
            .is_some_and(|first| !account.kept.contains_key(&first.to_string()));
        let seen = promise.kept_at.is_some()
            || promise.released_at.is_some()
            || account.broken.contains_key(&promise.code.to_string());
        assert!(
            waits || seen,
            "{} was to be kept by {}, and nobody sees that it was not",
            promise.code,
            promise.due
        );
    }
}

/// For each promise that telling kept, whether that was in time.
pub(super) fn kept_in_time(account: &Account) -> Vec<bool> {
    let case = account.folded.as_ref().expect("a case");
    let due = |code: &str| {
        case.promises
            .iter()
            .find(|promise| promise.code == *code)
            .expect("a promise")
            .due
    };
    account
        .kept
        .iter()
        .map(|(code, (_, at))| *at <= due(code))
        .collect()
}
