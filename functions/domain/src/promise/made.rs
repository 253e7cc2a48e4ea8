//! The promises that a step makes, and their due times.

use super::rules::{Edition, Rule};
use super::warned_between;
use crate::calendar::{
    end_of_this_working_day, end_of_working_day_after, is_verified, last_working_day_within_months,
    london_today,
};
use events::assessment::{Specialism, Tier};
use events::case::Case;
use events::justice::{Limit, Promise, PromiseId, PromiseOwner, Recorded, RuleCode, Step};
use events::referral::{Basis, SourceKind};
use jiff::Timestamp;

/// What decides the rights of the person to whom the promises are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// Standard or enhanced rights.
    pub tier: Tier,
    /// The specialisms that they need, because some rules apply only to some of them.
    pub specialisms: &'a [Specialism],
}

/// A step that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// The step.
    pub step: Step,
    /// When it was done.
    pub at: Timestamp,
    /// The number of the event that records it.
    pub proof: u32,
}

/// The steps that were done in a case so far. A referral by the police counts as the step of referring. With consent,
/// it also counts as the step of asking before the referral.
pub fn done(case: &Case) -> Vec<Done> {
    let by_police = case.received.source == SourceKind::Police;
    let asked = by_police && case.received.basis == Some(Basis::Consent);
    let received = |step| Done {
        step,
        at: case.opened_at,
        proof: 1,
    };
    let implied = [
        by_police.then(|| received(Step::ReferredToSupport)),
        asked.then(|| received(Step::AskedBeforeReferral)),
    ];
    let recorded = case.justice.progress.iter().map(|recorded| Done {
        step: recorded.progress.step,
        at: recorded.progress.at,
        proof: recorded.seq,
    });
    implied.into_iter().flatten().chain(recorded).collect()
}

/// The end of a limit that began at `from`. For a named limit, `from` itself.
///
/// A limit in working days ends at 17:00 in London on the last day. A limit in months ends on the last working day in
/// it.
pub fn due(limit: Limit, from: Timestamp) -> Timestamp {
    match limit {
        Limit::WorkingDays(0) => end_of_this_working_day(from),
        Limit::WorkingDays(days) => end_of_working_day_after(from, days),
        Limit::Months(months) => last_working_day_within_months(from, months),
        Limit::Named => from,
    }
}

/// Whether every bank holiday from the day of `from` to the day of `due` is known.
pub fn calendar_reaches(from: Timestamp, due: Timestamp) -> bool {
    is_verified(london_today(from)) && is_verified(london_today(due))
}

/// The promises that `recorded` makes to `person`, by the rules of `edition`.
///
/// `done` has the earlier steps. A two-step rule makes two promises. The second waits for the first, unless witness
/// care has already received the court's decision. If a promise is owed only once and its step was done before, the
/// promise is kept from the start.
pub fn promises_for(
    recorded: &Recorded,
    person: Person<'_>,
    done: &[Done],
    edition: &Edition,
) -> Vec<Promise> {
    let step = recorded.progress.step;
    let rules = edition
        .rules
        .iter()
        .filter(|rule| rule.step == step && rule.is_for(person.specialisms));
    rules
        .flat_map(|rule| of_rule(rule, recorded, person.tier, done))
        .collect()
}

fn of_rule(rule: &Rule, recorded: &Recorded, tier: Tier, done: &[Done]) -> Vec<Promise> {
    let progress = &recorded.progress;
    let latest = |step| {
        done.iter()
            .filter(|one| one.step == step)
            .map(|one| one.at)
            .max()
    };
    let from = rule.clock_from.and_then(latest).unwrap_or(progress.at);
    let make = |code: &str, what: &str, owner, from, limit| {
        promise(rule, recorded.seq, code, what, owner, from, limit)
    };
    let own = |from| {
        make(
            &rule.code,
            &rule.what,
            rule.owed_by(progress.recorded_by),
            from,
            rule.limit.of(tier),
        )
    };
    let Some(first) = &rule.first else {
        let before = done
            .iter()
            .filter(|one| rule.once && Some(one.step) == rule.kept_by)
            .min_by_key(|one| one.at);
        let kept_at = before.map(|one| one.at);
        let mut promise = Promise {
            kept_at,
            proof: before.map(|one| one.proof),
            ..own(from)
        };
        // The step that ends the time limit may have been done before this step was recorded.
        let too_late = done
            .iter()
            .filter(|one| Some(one.step) == rule.before)
            .map(|one| one.at)
            .min();
        too_late
            .into_iter()
            .for_each(|at| no_later_than(&mut promise, at, rule.verified, recorded.seq));
        return vec![promise];
    };
    let court = make(
        &first.code,
        &first.what,
        first.owner,
        from,
        first.limit.of(tier),
    );
    match progress.heard_at {
        Some(heard) => {
            vec![
                Promise {
                    kept_at: Some(heard),
                    proof: Some(recorded.seq),
                    ..court
                },
                own(heard),
            ]
        }
        None => {
            let second = Promise {
                waits_for: Some(court.code.clone()),
                ..own(court.due)
            };
            vec![court, second]
        }
    }
}

fn promise(
    rule: &Rule,
    seq: u32,
    code: &str,
    what: &str,
    owner: PromiseOwner,
    from: Timestamp,
    limit: Limit,
) -> Promise {
    let due = due(limit, from);
    Promise {
        code: PromiseId::new(RuleCode::of_the_code(code.to_owned()), seq),
        what: what.to_owned(),
        owner,
        from,
        limit,
        due,
        timed_by: seq,
        verified: rule.verified && calendar_reaches(from, due),
        authority: rule.authority.clone(),
        waits_for: None,
        kept_by: rule.kept_by,
        kept_at: None,
        proof: None,
        told: None,
        broken_at: None,
        warn_at: warned_between(from, due),
        warned_at: None,
        released_at: None,
    }
}

/// Sets the due time of the promise. From that follow the time of the warning, and whether every bank holiday up to the
/// due time is known. `checked` says whether the rule was checked against its source. `seq` is the number of the event
/// that sets the due time.
pub(crate) fn set_due(promise: &mut Promise, due: Timestamp, checked: bool, seq: u32) {
    promise.due = due;
    promise.timed_by = seq;
    promise.warn_at = warned_between(promise.from, due);
    promise.verified = checked && calendar_reaches(promise.from, due);
}

/// Sets the due time to `at`, if it is later than `at`.
pub(super) fn no_later_than(promise: &mut Promise, at: Timestamp, checked: bool, seq: u32) {
    if at < promise.due {
        set_due(promise, at, checked, seq);
    }
}

/// A promise of the hub or a provider to do something by a named time.
pub fn make_named(
    code: PromiseId,
    what: &str,
    owner: PromiseOwner,
    authority: &str,
    from: Timestamp,
    due: Timestamp,
    timed_by: u32,
) -> Promise {
    Promise {
        code,
        what: what.to_owned(),
        owner,
        from,
        limit: Limit::Named,
        due,
        timed_by,
        verified: calendar_reaches(from, due),
        authority: authority.to_owned(),
        waits_for: None,
        kept_by: None,
        kept_at: None,
        proof: None,
        told: None,
        broken_at: None,
        warn_at: warned_between(from, due),
        warned_at: None,
        released_at: None,
    }
}
