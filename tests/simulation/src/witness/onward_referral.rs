//! One onward referral, derived from its events: its stage, when its provider must act, and what the provider did.

use super::calendar::working_days_after;
use events::care::{Act, ContactOutcome, Outcome, Point, Scores};
use events::case::Offered;
use jiff::Timestamp;
use serde_json::Value;

/// Working days until the next attempt to reach a person, and until the next contact with one who was reached.
const TRY_AGAIN: u32 = 2;
const SILENCE: u32 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// A provider is asked.
    Offered,
    /// A provider has accepted.
    Accepted,
    /// It has ended.
    Ended,
}

#[derive(Clone, Debug)]
pub(crate) struct OnwardReferral {
    pub(crate) offered: Offered,
    pub(crate) stage: Stage,
    /// The start of this stage.
    pub(crate) since: Timestamp,
    /// By when the provider must answer, or do the next act.
    by: Timestamp,
    /// By when it must make first contact, after acceptance.
    pub(super) first_contact_by: Option<Timestamp>,
    /// The end of the person's quiet time.
    quiet: Option<Timestamp>,
    /// The event number of the offer.
    pub(super) seq: u32,
    /// Whether it let that time pass, so that the coordinators pursue it.
    pub(crate) pursued: bool,
    /// Whether another provider took over.
    pub(crate) handed_over: bool,
    /// Whether the case was transferred to its provider.
    pub(crate) transferred: bool,
    /// The provider's acts.
    pub(crate) acts: Vec<Act>,
    /// The person's scores at the beginning, measured by the provider before a hand-over.
    pub(super) begun: Option<Option<Scores>>,
}

impl OnwardReferral {
    /// When the service is asked.
    pub(super) fn new(offered: Offered, seq: u32, at: Timestamp) -> Self {
        let by = offered.accept_by;
        let (stage, acts) = (Stage::Offered, Vec::new());
        Self {
            offered,
            stage,
            since: at,
            by,
            first_contact_by: None,
            quiet: None,
            seq,
            begun: None,
            pursued: false,
            handed_over: false,
            transferred: false,
            acts,
        }
    }

    /// The provider accepted.
    pub(super) fn accept(
        &mut self,
        first_contact_by: Timestamp,
        quiet: Option<Timestamp>,
        at: Timestamp,
    ) {
        (self.stage, self.since, self.by) = (Stage::Accepted, at, first_contact_by);
        (self.first_contact_by, self.quiet) = (Some(first_contact_by), quiet);
    }

    /// By when the provider must answer, or do the next act. It waits during a quiet time.
    pub(crate) fn due(&self) -> Timestamp {
        self.quiet.map_or(self.by, |quiet| self.by.max(quiet))
    }

    /// By when it must make first contact, regardless of a quiet time.
    pub(super) fn first_contact_due(&self) -> Option<Timestamp> {
        self.first_contact_by.max(self.quiet)
    }

    /// The provider leaves the person alone until then.
    pub(super) fn wait_until(&mut self, until: Timestamp) {
        if self.stage == Stage::Accepted {
            self.quiet = Some(until);
        }
    }

    pub(crate) fn reached(&self) -> bool {
        self.acts.iter().any(|act| {
            matches!(
                act,
                Act::SessionHeld { .. }
                    | Act::ContactTried {
                        outcome: ContactOutcome::Reached,
                        ..
                    }
            )
        })
    }

    pub(crate) fn measured(&self, point: Point) -> bool {
        self.acts
            .iter()
            .any(|act| matches!(act, Act::Measured { point: at, .. } if *at == point))
    }

    pub(crate) fn outcome(&self) -> Option<Outcome> {
        self.acts.iter().find_map(|act| {
            if let Act::Closed { outcome } = act {
                Some(*outcome)
            } else {
                None
            }
        })
    }

    /// Whether the act can follow the earlier acts.
    pub(crate) fn allows(&self, act: &Act) -> bool {
        match act {
            Act::ContactTried { .. } | Act::StageReached { .. } => true,
            Act::SessionHeld { minutes, .. } => (1..=600).contains(minutes),
            Act::Measured { point, scores, .. } => {
                let scored =
                    scores.is_none_or(|scores| scores.all().iter().all(|(_, score)| *score <= 10));
                let begun = *point == Point::Beginning || self.beginning().is_some();
                scored && begun && (*point == Point::Middle || !self.measured(*point))
            }
            Act::Closed {
                outcome: Outcome::Completed,
            } => self.reached() && self.beginning().is_some() && self.measured(Point::End),
            Act::Closed { .. } => true,
        }
    }

    /// The scores at that point; `None` if nobody asked.
    fn scores_at(&self, end: Point) -> Option<Option<Scores>> {
        self.acts.iter().find_map(|act| match act {
            Act::Measured { point, scores, .. } if *point == end => Some(*scores),
            _ => None,
        })
    }

    /// The scores at the beginning, even if another provider had the person then.
    pub(super) fn beginning(&self) -> Option<Option<Scores>> {
        self.scores_at(Point::Beginning).or(self.begun)
    }

    /// The outcome by area of life; null unless scores exist for both ends.
    pub(crate) fn distance(&self) -> Value {
        let (Some(Some(first)), Some(Some(last))) = (self.beginning(), self.scores_at(Point::End))
        else {
            return Value::Null;
        };
        let (first, last) = (serde_json::json!(first), serde_json::json!(last));
        let areas = first.as_object().expect("areas").iter();
        let gone = |area: &String, from: &Value| {
            Value::from(last[area].as_i64().unwrap() - from.as_i64().unwrap())
        };
        Value::Object(
            areas
                .map(|(area, from)| (area.clone(), gone(area, from)))
                .collect(),
        )
    }

    pub(crate) fn is_live(&self) -> bool {
        self.stage != Stage::Ended
    }

    pub(super) fn record(&mut self, act: &Act, at: Timestamp) {
        assert!(
            self.stage == Stage::Accepted,
            "{} was cared for by a provider that does not have it",
            self.offered.onward
        );
        self.acts.push(act.clone());
        match act {
            Act::ContactTried { .. } => {
                self.by = working_days_after(at, if self.reached() { SILENCE } else { TRY_AGAIN })
            }
            Act::SessionHeld { .. } => self.by = working_days_after(at, SILENCE),
            Act::Closed { .. } => self.end(at),
            Act::Measured { .. } | Act::StageReached { .. } => {}
        }
        self.pursued = self.pursued && !self.reached();
    }

    pub(super) fn end(&mut self, at: Timestamp) {
        (self.stage, self.since, self.pursued) = (Stage::Ended, at, false);
    }
}
