//! The deadlines of a case: the contract's, or an area's if they are tighter.

use crate::calendar::{after_working_hours, end_of_working_day_after};
use events::assessment::{Assessment, Flag, Risk};
use events::case::Case;
use events::profile::Clocks;
use jiff::{SignedDuration, Timestamp};

/// How long the hub itself may hold a case before the clock routes it.
const ROUTING: SignedDuration = SignedDuration::from_mins(2);

/// When the hub must route a new case.
pub fn hub_due(now: Timestamp) -> Timestamp {
    now + ROUTING
}

/// When a coordinator must look: 15 minutes in danger, one hour at high risk,
/// otherwise one working day (contract).
pub fn coordinators_due(assessment: &Assessment, now: Timestamp) -> Timestamp {
    looked_by(assessment, assessment.risk, now)
}

/// The same deadline for a case, by its current risk.
pub fn case_due(case: &Case, now: Timestamp) -> Timestamp {
    looked_by(&case.received.assessment, case.risk(), now)
}

fn looked_by(assessment: &Assessment, risk: Risk, now: Timestamp) -> Timestamp {
    look_at_danger_by(assessment, now).unwrap_or_else(|| {
        if risk == Risk::High {
            now + SignedDuration::from_hours(1)
        } else {
            end_of_working_day_after(now, 1)
        }
    })
}

/// When a coordinator must look at the case of a person in immediate danger or with
/// thoughts of suicide, in addition to any offers: 15 minutes (contract 1.1). `None` for every
/// other case.
pub fn look_at_danger_by(assessment: &Assessment, now: Timestamp) -> Option<Timestamp> {
    let danger = assessment.has(Flag::ImmediateDanger) || assessment.has(Flag::SuicideRisk);
    danger.then(|| now + SignedDuration::from_mins(15))
}

/// When a provider must answer an offer: one hour at any time at high risk, otherwise
/// four working hours (contract), or less if the area says so.
pub fn accept_by(risk: Risk, clocks: &Clocks, now: Timestamp) -> Timestamp {
    if risk == Risk::High {
        now + SignedDuration::from_mins(tighter(clocks.accept_minutes_high_risk, 60).into())
    } else {
        after_working_hours(now, tighter(clocks.accept_working_hours, 4).into())
    }
}

/// When a coordinator must have looked at a case that was set aside: a quarter of an hour in danger, otherwise half of
/// the time in which a service answers. If it then goes on, what the person was told when they asked stays true.
pub fn set_aside_due(case: &Case, clocks: &Clocks, now: Timestamp) -> Timestamp {
    let half = half_of_answer(case.risk(), clocks, now);
    look_at_danger_by(&case.received.assessment, now).map_or(half, |danger| danger.min(half))
}

/// When a service must answer an offer of this case. For the first offers of a case that was set aside: by when the
/// person was told, but a service has at least half of its time.
pub fn answer_by(case: &Case, clocks: &Clocks, now: Timestamp) -> Timestamp {
    let usual = accept_by(case.risk(), clocks, now);
    if !is_told_before(case) {
        return usual;
    }
    accept_by(case.risk(), clocks, case.opened_at)
        .max(half_of_answer(case.risk(), clocks, now))
        .min(usual)
}

/// A deadline of a case that is first routed: from now, or from when the person was told, if the case was set aside
/// since and that time is still to come.
pub fn since_told(
    case: &Case,
    now: Timestamp,
    deadline: impl Fn(Timestamp) -> Timestamp,
) -> Timestamp {
    let told = deadline(case.opened_at);
    if is_told_before(case) && told > now {
        told
    } else {
        deadline(now)
    }
}

/// When the acknowledgement is due, if these changes were the first to route the case and it has to wait for a safe
/// hour. The hub, a coordinator or a service that winds down may decide them. A case that was set aside is not
/// routed, and is acknowledged when it goes on.
pub fn later_acknowledgement(before: &Case, after: &Case, now: Timestamp) -> Option<Timestamp> {
    let first = after.support.routed && !before.support.routed && after.set_aside().is_none();
    after
        .received
        .acknowledge_at
        .filter(|at| first && *at > now)
}

fn is_told_before(case: &Case) -> bool {
    case.received.set_aside.is_some() && !case.support.routed
}

fn half_of_answer(risk: Risk, clocks: &Clocks, now: Timestamp) -> Timestamp {
    if risk == Risk::High {
        let all = SignedDuration::from_mins(tighter(clocks.accept_minutes_high_risk, 60).into());
        now + all / 2
    } else {
        let hours = tighter(clocks.accept_working_hours, 4) / 2;
        after_working_hours(now, hours.max(1).into())
    }
}

/// When a provider that accepted must make first contact: two working days (contract),
/// or less if the area says so.
pub fn first_contact_by(clocks: &Clocks, now: Timestamp) -> Timestamp {
    end_of_working_day_after(now, tighter(clocks.first_contact_working_days, 2).into())
}

/// The area's limit if it is tighter than the contract's. An area cannot loosen a limit.
fn tighter(area: Option<u8>, contract: u8) -> u8 {
    area.map_or(contract, |area| area.min(contract))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_area_may_tighten_a_clock_and_never_loosen_it() {
        let now = at("2026-11-23T10:00:00Z");
        let tight = Clocks {
            accept_working_hours: Some(2),
            accept_minutes_high_risk: Some(20),
            first_contact_working_days: Some(1),
        };
        let loose = Clocks {
            accept_working_hours: Some(40),
            accept_minutes_high_risk: Some(200),
            first_contact_working_days: Some(9),
        };
        for (clocks, answer, at_high_risk, contact) in [
            (
                Clocks::default(),
                "2026-11-23T14:00:00Z",
                "2026-11-23T11:00:00Z",
                "2026-11-25T17:00:00Z",
            ),
            (
                tight,
                "2026-11-23T12:00:00Z",
                "2026-11-23T10:20:00Z",
                "2026-11-24T17:00:00Z",
            ),
            (
                loose,
                "2026-11-23T14:00:00Z",
                "2026-11-23T11:00:00Z",
                "2026-11-25T17:00:00Z",
            ),
        ] {
            assert_eq!(accept_by(Risk::Standard, &clocks, now), at(answer));
            assert_eq!(accept_by(Risk::High, &clocks, now), at(at_high_risk));
            assert_eq!(first_contact_by(&clocks, now), at(contact));
        }
    }
}
