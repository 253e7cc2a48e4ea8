//! The promises that a story must lead to, worked out from the Code's table and a separate calendar.

use super::story::Report;
use super::time_limits::{Limit, Rights, Row, TABLE};
use jiff::Timestamp;
use jiff::civil::Date;

/// A court must notify witness care within five working days.
const COURT: Limit = Limit::Days(5);

/// One promise that somebody owes.
#[derive(Clone, Debug)]
pub struct ExpectedPromise {
    pub rule: String,
    pub owner: String,
    /// When the clock began. If it waits for a court, the latest possible time.
    pub from: Timestamp,
    /// The due time. If it waits for a court, the latest possible time.
    pub due: Timestamp,
    /// Whether a public source confirms the figure.
    pub verified: bool,
    /// Whether it waits for a court's notice.
    pub waits_for_court: bool,
    /// When it was kept.
    pub kept_at: Option<Timestamp>,
    /// How the person was told, if that kept it.
    pub told: Option<&'static str>,
    limit: Limit,
}

impl ExpectedPromise {
    /// Its standing. `open` includes promises that are nearly due.
    pub fn standing(&self, now: Timestamp) -> &'static str {
        match self.kept_at {
            Some(at) if at <= self.due => "kept",
            Some(_) => "kept-late",
            None if self.waits_for_court => "waiting",
            None if now <= self.due => "open",
            None if self.owner == "person" => "lapsed",
            None => "broken",
        }
    }
}

/// The person in a story, and how they were referred.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub rights: Rights,
    /// When the police referred them. This counts as the step of referring, unless that step was recorded before.
    pub referred_at: Timestamp,
    /// Whether they had agreed, which means that they had been asked.
    pub agreed: bool,
}

/// The promises that a story has led to so far.
#[derive(Clone, Debug)]
pub struct ExpectedPromises {
    person: Person,
    start: Date,
    steps: Vec<(&'static str, Timestamp)>,
    /// The promises, in the order in which they were made.
    pub promises: Vec<ExpectedPromise>,
}

impl ExpectedPromises {
    /// Before the first report of a story that begins on `start`.
    pub fn of(person: Person, start: Date) -> Self {
        let mut steps = vec![("referred-to-support", person.referred_at)];
        steps.extend(
            person
                .agreed
                .then_some(("asked-before-referral", person.referred_at)),
        );
        Self {
            person,
            start,
            steps,
            promises: Vec::new(),
        }
    }

    /// After a whole story.
    pub fn after(person: Person, start: Date, reports: &[Report]) -> Self {
        let mut expected = Self::of(person, start);
        reports.iter().for_each(|report| expected.add(report));
        expected
    }

    /// Adds one report.
    pub fn add(&mut self, report: &Report) {
        match *report {
            Report::Step {
                step,
                by,
                at,
                notified,
            } => {
                self.step(
                    step,
                    by,
                    at.in_story_from(self.start),
                    notified.map(|at| at.in_story_from(self.start)),
                );
            }
            Report::Told { rule, how, at, .. } => {
                self.told(rule, how, at.in_story_from(self.start))
            }
        }
    }

    fn step(&mut self, step: &'static str, by: &str, at: Timestamp, notified: Option<Timestamp>) {
        // A step keeps the oldest open promise of its owner.
        for row in TABLE.iter().filter(|row| row.kept_by == Some(step)) {
            let owner = row.owner.unwrap_or(by);
            let asked = |owed: &&mut ExpectedPromise| {
                owed.rule == row.rule && owed.owner == owner && owed.kept_at.is_none()
            };
            if let Some(first) = self.promises.iter_mut().find(asked) {
                first.kept_at = Some(at);
            }
        }
        let rights = self.person.rights;
        let holds = |row: &&Row| row.step == step && (!row.ask_first || rights == Rights::Enhanced);
        for row in TABLE.iter().filter(holds) {
            let from = row
                .clock_from
                .and_then(|step| self.last(step))
                .unwrap_or(at);
            let owner = row.owner.unwrap_or(by);
            let limit = row.limit(rights);
            if row.by_court {
                self.two_clocks(row, owner, from, notified);
            } else {
                // A step that came before the promise keeps it from the start, if the promise is made only once.
                let before = row
                    .kept_by
                    .filter(|_| step == "crime-reported" || row.rule == "vps");
                let kept_at = before.and_then(|step| self.first(step));
                self.promises.push(ExpectedPromise {
                    kept_at,
                    ..promise(row, row.rule, owner, from, limit)
                });
            }
        }
        self.steps.push((step, at));
        // A person who must be asked first must be asked before the referral (right 4).
        let Some(referred) = self.first("referred-to-support") else {
            return;
        };
        let asked_first = |rule: &str| TABLE.iter().any(|row| row.ask_first && row.rule == rule);
        for owed in self
            .promises
            .iter_mut()
            .filter(|owed| asked_first(&owed.rule))
        {
            owed.due = owed.due.min(referred);
        }
    }

    /// The clock of the court, and the clock of the agency that it notifies. The second starts with the notice, or when
    /// the court's time ends.
    fn two_clocks(&mut self, row: &Row, owner: &str, from: Timestamp, notified: Option<Timestamp>) {
        let court = promise(row, &format!("{}-court", row.rule), "court", from, COURT);
        let begins = notified.unwrap_or(court.due);
        let second = promise(row, row.rule, owner, begins, row.limit(self.person.rights));
        // Telling keeps this promise, so a step stops neither clock.
        self.promises.push(ExpectedPromise {
            kept_at: notified,
            ..court
        });
        self.promises.push(ExpectedPromise {
            waits_for_court: notified.is_none(),
            ..second
        });
    }

    fn told(&mut self, rule: &str, how: &'static str, at: Timestamp) {
        let place = self
            .promises
            .iter()
            .rposition(|owed| owed.rule == rule)
            .expect("something to tell");
        self.promises[place].kept_at = Some(at);
        self.promises[place].told = Some(how);
        if let Some(waiting) = rule.strip_suffix("-court") {
            let place = self
                .promises
                .iter()
                .rposition(|owed| owed.rule == waiting)
                .expect("a promise that waits for the court");
            let owed = &mut self.promises[place];
            (owed.waits_for_court, owed.from, owed.due) = (false, at, owed.limit.after(at));
        }
    }

    fn first(&self, step: &str) -> Option<Timestamp> {
        self.steps
            .iter()
            .filter(|done| done.0 == step)
            .map(|done| done.1)
            .min()
    }

    fn last(&self, step: &str) -> Option<Timestamp> {
        self.steps
            .iter()
            .filter(|done| done.0 == step)
            .map(|done| done.1)
            .max()
    }
}

fn promise(row: &Row, rule: &str, owner: &str, from: Timestamp, limit: Limit) -> ExpectedPromise {
    ExpectedPromise {
        rule: rule.to_owned(),
        owner: owner.to_owned(),
        from,
        due: limit.after(from),
        verified: row.verified,
        waits_for_court: false,
        kept_at: None,
        told: None,
        limit,
    }
}
