//! One onward referral, by its events: its stage, when its provider must act, and what the provider did.

use super::calendar::working_days_after;
use events::care::{Act, ContactOutcome, Outcome, Point, Scores};
use events::case::Offered;
use jiff::Timestamp;
use serde_json::Value;

/// In how many working days somebody is tried again who was not reached, and not left alone who was.
const TRY_AGAIN: u32 = 2;
const SILENCE: u32 = 20;

/// How far an onward referral has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// A provider is asked.
    Offered,
    /// A provider has said yes.
    Accepted,
    /// It is over.
    Ended,
}

/// One onward referral.
#[derive(Clone, Debug)]
pub(crate) struct OnwardReferral {
    pub(crate) offered: Offered,
    pub(crate) stage: Stage,
    /// Since when it has been at this stage.
    pub(crate) since: Timestamp,
    /// By when the provider answers, or does the next thing.
    by: Timestamp,
    /// By when it makes first contact, where it said yes.
    pub(super) first_contact_by: Option<Timestamp>,
    /// Until when the person asked for quiet.
    quiet: Option<Timestamp>,
    /// The place of the offer in the case.
    pub(super) seq: u32,
    /// Whether it let that time pass, so that the coordinators pursue it.
    pub(crate) pursued: bool,
    /// Whether another took over.
    pub(crate) handed_over: bool,
    /// Whether its provider has the case for its own.
    pub(crate) transferred: bool,
    /// What the provider did.
    pub(crate) acts: Vec<Act>,
    /// How the person was when the provider before this one began, where this one took over and that was measured.
    pub(super) begun: Option<Option<Scores>>,
}

impl OnwardReferral {
    /// As it is when the service is asked.
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

    /// The provider said yes.
    pub(super) fn accept(
        &mut self,
        first_contact_by: Timestamp,
        quiet: Option<Timestamp>,
        at: Timestamp,
    ) {
        (self.stage, self.since, self.by) = (Stage::Accepted, at, first_contact_by);
        (self.first_contact_by, self.quiet) = (Some(first_contact_by), quiet);
    }

    /// By when the provider answers, or does the next thing; it waits while the person wants quiet.
    pub(crate) fn due(&self) -> Timestamp {
        self.quiet.map_or(self.by, |quiet| self.by.max(quiet))
    }

    /// By when it is to make first contact, quiet or not.
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

    /// Whether the act can follow on what was done.
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

    /// What the person said at that point; none if nobody asked.
    fn scores_at(&self, end: Point) -> Option<Option<Scores>> {
        self.acts.iter().find_map(|act| match act {
            Act::Measured { point, scores, .. } if *point == end => Some(*scores),
            _ => None,
        })
    }

    /// The same for the beginning, also if another provider had the person then.
    pub(super) fn beginning(&self) -> Option<Option<Scores>> {
        self.scores_at(Point::Beginning).or(self.begun)
    }

    /// How far the person has come, by area; null unless they said how they were at both ends.
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
            "{} was cared for by one that has it not",
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
