//! What a provider may record about its support under an onward referral that it accepted.

use crate::calendar::end_of_working_day_after;
use events::care::{Act, Attempt, Care, ContactOutcome, Measure, Outcome, Point, Scores};
use events::referral::NeedCode;
use jiff::Timestamp;
use words::refusals;

/// How many working days after its last action a provider must act again. This is the hub's own
/// policy, so that nobody is forgotten halfway (AS8, DC7).
const SILENCE: u32 = 20;
/// How many working days after a failed contact the provider tries again.
const TRY_AGAIN: u32 = 2;
/// The longest plausible session, in minutes.
const LONGEST: u16 = 600;

/// Why an action is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IllegalAct {
    #[error("{}", refusals::support_over())]
    Over,
    #[error("{}", refusals::session_minutes())]
    Minutes,
    #[error("{}", refusals::score_range())]
    Score,
    #[error("{}", refusals::need_twice())]
    NeedTwice,
    #[error("{}", refusals::measured_before())]
    MeasuredBefore,
    #[error("{}", refusals::start_not_measured())]
    NoBeginning,
    /// The person may prefer not to say, which counts as a measurement.
    #[error("{}", refusals::not_measured())]
    NotMeasured,
    #[error("{}", refusals::not_reached())]
    NotReached,
}

/// Records an action at `at`. Contact and sessions set the next due time. Measurements and stages
/// do not, because the provider records the conversation in which they were taken separately.
///
/// # Errors
/// [`IllegalAct`] if the action is not allowed. Nothing is changed then.
pub fn record(care: &mut Care, act: &Act, at: Timestamp) -> Result<(), IllegalAct> {
    if care.outcome.is_some() {
        return Err(IllegalAct::Over);
    }
    match act {
        Act::ContactTried { by, outcome } => {
            care.attempts.push(Attempt {
                at,
                by: *by,
                outcome: *outcome,
            });
            if *outcome == ContactOutcome::Reached {
                care.reached_at.get_or_insert(at);
            }
            let reached = care.reached_at.is_some();
            care.next_by = Some(end_of_working_day_after(
                at,
                if reached { SILENCE } else { TRY_AGAIN },
            ));
        }
        Act::SessionHeld { minutes, .. } => {
            if !(1..=LONGEST).contains(minutes) {
                return Err(IllegalAct::Minutes);
            }
            care.sessions += 1;
            care.minutes += u32::from(*minutes);
            // A person who had a session was reached.
            care.reached_at.get_or_insert(at);
            care.next_by = Some(end_of_working_day_after(at, SILENCE));
        }
        Act::Measured {
            point,
            scores,
            needs,
        } => {
            may_measure(care, *point, scores.as_ref(), needs.as_deref())?;
            care.measures.push(Measure {
                at,
                point: *point,
                scores: *scores,
                needs: needs.clone(),
            });
        }
        Act::StageReached { stage } => care.stage = Some(*stage),
        Act::Closed { outcome } => {
            may_close(care, *outcome)?;
            care.outcome = Some(*outcome);
            care.next_by = None;
        }
    }
    Ok(())
}

fn may_measure(
    care: &Care,
    point: Point,
    scores: Option<&Scores>,
    needs: Option<&[NeedCode]>,
) -> Result<(), IllegalAct> {
    let needs = needs.unwrap_or_default();
    if needs
        .iter()
        .enumerate()
        .any(|(at, need)| needs.iter().skip(at + 1).any(|other| other == need))
    {
        return Err(IllegalAct::NeedTwice);
    }
    if scores.is_some_and(|scores| scores.all().iter().any(|(_, score)| *score > Scores::MOST)) {
        return Err(IllegalAct::Score);
    }
    if point != Point::Middle && care.measured(point).is_some() {
        return Err(IllegalAct::MeasuredBefore);
    }
    if point != Point::Beginning && care.beginning().is_none() {
        return Err(IllegalAct::NoBeginning);
    }
    Ok(())
}

fn may_close(care: &Care, outcome: Outcome) -> Result<(), IllegalAct> {
    if outcome != Outcome::Completed {
        return Ok(());
    }
    if care.reached_at.is_none() {
        return Err(IllegalAct::NotReached);
    }
    let both = care.beginning().is_some() && care.measured(Point::End).is_some();
    if both {
        Ok(())
    } else {
        Err(IllegalAct::NotMeasured)
    }
}
