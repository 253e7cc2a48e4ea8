//! What is owed to the person once the deeds of a story are done, by the Code's table and a calendar by hand: what the
//! hub has to come to as well.

use super::code::{Limit, Rights, Row, TABLE};
use super::story::Deed;
use jiff::Timestamp;
use jiff::civil::Date;

/// A court tells witness care within five working days.
const COURT: Limit = Limit::Days(5);

/// Something that somebody owes.
#[derive(Clone, Debug)]
pub struct Owed {
    /// The rule.
    pub rule: String,
    /// Who.
    pub owner: String,
    /// When the clock began; at the latest, where it waits.
    pub from: Timestamp,
    /// By when; at the latest, where it waits.
    pub due: Timestamp,
    /// Whether the figure was seen in a public source.
    pub sure: bool,
    /// Whether a court has to say something first.
    pub waits: bool,
    /// When it was done.
    pub kept_at: Option<Timestamp>,
    /// How the person was told, where that is what kept it.
    pub told: Option<&'static str>,
    limit: Limit,
}

impl Owed {
    /// Where it stands; `open` also where little time is left.
    pub fn standing(&self, now: Timestamp) -> &'static str {
        match self.kept_at {
            Some(at) if at <= self.due => "kept",
            Some(_) => "kept-late",
            None if self.waits => "waiting",
            None if now <= self.due => "open",
            None if self.owner == "person" => "lapsed",
            None => "broken",
        }
    }
}

/// The person that a story happens to, and how their case came to the hub.
#[derive(Clone, Copy, Debug)]
pub struct Who {
    /// Their rights.
    pub rights: Rights,
    /// When the police referred them: that is the step of referring, if it was not done before.
    pub referred_at: Timestamp,
    /// Whether they had agreed: then they had been asked.
    pub agreed: bool,
}

/// An account of what is owed.
#[derive(Clone, Debug)]
pub struct Account {
    who: Who,
    start: Date,
    steps: Vec<(&'static str, Timestamp)>,
    /// What is owed, in the order in which it came to be.
    pub owed: Vec<Owed>,
}

impl Account {
    /// Of a story that begins on `start`; nothing is owed yet.
    pub fn of(who: Who, start: Date) -> Self {
        let mut steps = vec![("referred-to-support", who.referred_at)];
        steps.extend(
            who.agreed
                .then_some(("asked-before-referral", who.referred_at)),
        );
        Self {
            who,
            start,
            steps,
            owed: Vec::new(),
        }
    }

    /// What is owed after a whole story.
    pub fn after(who: Who, start: Date, deeds: &[Deed]) -> Self {
        let mut account = Self::of(who, start);
        deeds.iter().for_each(|deed| account.does(deed));
        account
    }

    /// The account after one more deed.
    pub fn does(&mut self, deed: &Deed) {
        match *deed {
            Deed::Step {
                step,
                by,
                at,
                heard,
            } => {
                self.step(
                    step,
                    by,
                    at.in_story_from(self.start),
                    heard.map(|at| at.in_story_from(self.start)),
                );
            }
            Deed::Told { rule, how, at, .. } => self.told(rule, how, at.in_story_from(self.start)),
        }
    }

    fn step(&mut self, step: &'static str, by: &str, at: Timestamp, heard: Option<Timestamp>) {
        // Whoever owes it answers the first of what they were asked.
        for row in TABLE.iter().filter(|row| row.kept_by == Some(step)) {
            let owner = row.owner.unwrap_or(by);
            let asked = |owed: &&mut Owed| {
                owed.rule == row.rule && owed.owner == owner && owed.kept_at.is_none()
            };
            if let Some(first) = self.owed.iter_mut().find(asked) {
                first.kept_at = Some(at);
            }
        }
        let rights = self.who.rights;
        let holds = |row: &&Row| row.step == step && (!row.ask_first || rights == Rights::Enhanced);
        for row in TABLE.iter().filter(holds) {
            let from = row
                .clock_from
                .and_then(|step| self.last(step))
                .unwrap_or(at);
            let owner = row.owner.unwrap_or(by);
            let limit = row.limit(rights);
            if row.by_court {
                self.two_clocks(row, owner, from, heard);
            } else {
                // What was done before it was owed keeps it from the start, where it is owed once.
                let before = row
                    .kept_by
                    .filter(|_| step == "crime-reported" || row.rule == "vps");
                let kept_at = before.and_then(|step| self.first(step));
                self.owed.push(Owed {
                    kept_at,
                    ..owed(row, row.rule, owner, from, limit)
                });
            }
        }
        self.steps.push((step, at));
        // Whoever is asked first is asked before they are referred (right 4).
        let Some(referred) = self.first("referred-to-support") else {
            return;
        };
        let asked_first = |rule: &str| TABLE.iter().any(|row| row.ask_first && row.rule == rule);
        for owed in self.owed.iter_mut().filter(|owed| asked_first(&owed.rule)) {
            owed.due = owed.due.min(referred);
        }
    }

    /// The court's clock, and that of whoever hears of it: from then on, or once the court's time is over.
    fn two_clocks(&mut self, row: &Row, owner: &str, from: Timestamp, heard: Option<Timestamp>) {
        let court = owed(row, &format!("{}-court", row.rule), "court", from, COURT);
        let begins = heard.unwrap_or(court.due);
        let second = owed(row, row.rule, owner, begins, row.limit(self.who.rights));
        // A promise by telling: neither clock is stopped by a step.
        self.owed.push(Owed {
            kept_at: heard,
            ..court
        });
        self.owed.push(Owed {
            waits: heard.is_none(),
            ..second
        });
    }

    fn told(&mut self, rule: &str, how: &'static str, at: Timestamp) {
        let place = self
            .owed
            .iter()
            .rposition(|owed| owed.rule == rule)
            .expect("something to tell");
        self.owed[place].kept_at = Some(at);
        self.owed[place].told = Some(how);
        if let Some(waiting) = rule.strip_suffix("-court") {
            let place = self
                .owed
                .iter()
                .rposition(|owed| owed.rule == waiting)
                .expect("what waits for the court");
            let owed = &mut self.owed[place];
            (owed.waits, owed.from, owed.due) = (false, at, owed.limit.after(at));
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

fn owed(row: &Row, rule: &str, owner: &str, from: Timestamp, limit: Limit) -> Owed {
    Owed {
        rule: rule.to_owned(),
        owner: owner.to_owned(),
        from,
        due: limit.after(from),
        sure: row.sure,
        waits: false,
        kept_at: None,
        told: None,
        limit,
    }
}
