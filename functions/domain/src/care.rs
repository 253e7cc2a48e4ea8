//! What a provider may record of its support under an onward referral that it accepted.

use crate::calendar::end_of_working_day_after;
use events::care::{Act, Attempt, Care, ContactOutcome, Measure, Outcome, Point, Scores};
use events::referral::NeedCode;
use jiff::Timestamp;
use std::fmt;

/// In how many working days after the last thing it did a provider does something for the person again: the hub's own
/// policy, so that nobody is forgotten half-way (AS8, DC7).
const SILENCE: u32 = 20;
/// In how many working days it tries again where it has not reached the person.
const TRY_AGAIN: u32 = 2;
/// The longest session that is believed, in minutes.
const LONGEST: u16 = 600;

/// Why an act does not follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IllegalAct {
    /// The support is over.
    Over,
    /// A session is between 1 and 600 minutes.
    Minutes,
    /// A score is between 0 and 10.
    Score,
    /// A need remains once.
    NeedTwice,
    /// The beginning and the end are each measured once.
    MeasuredBefore,
    /// Middle and end are measured after the beginning.
    NoBeginning,
    /// What is completed was measured at its beginning and at its end; the person may rather not say.
    NotMeasured,
    /// The person was never reached, so nothing can have been completed.
    NotReached,
}

impl fmt::Display for IllegalAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Over => "the support under this onward referral is over",
            Self::Minutes => "a session lasts between 1 and 600 minutes",
            Self::Score => "a score is between 0 and 10",
            Self::NeedTwice => "a need is named twice",
            Self::MeasuredBefore => "this was measured before: the beginning and the end are measured once each",
            Self::NoBeginning => "the beginning was not measured yet",
            Self::NotMeasured => {
                "measure the beginning and the end first; where the person would rather not say, record that"
            }
            Self::NotReached => "the person was not reached yet: record the contact first",
        })
    }
}

impl std::error::Error for IllegalAct {}

/// Adds what was done at `at`. Contact and support set the time of the next thing; a measure or a stage does not, for it
/// is taken in a conversation, which is recorded as what it was.
///
/// # Errors
/// [`IllegalAct`] where it does not follow; nothing is changed.
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
            // Whoever was supported was reached.
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
