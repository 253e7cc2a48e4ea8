//! The questions, each declared once.

use crate::dimension::Dimension;
use crate::facts::{Fact, Measure};

/// Which span of time a counter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The month in London.
    Month,
    /// The year in London.
    Year,
    /// Now: what has ended does not count.
    Standing,
}

/// A question about the facts. Its title, its definition and the names of its codes are in the words, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name, which addresses use.
    pub name: &'static str,
    /// Raised when what it counts changes. Its counters then begin again.
    pub edition: u32,
    /// What it counts.
    pub measure: Measure,
    /// The rows of its table.
    pub rows: Dimension,
    /// The columns of its table.
    pub columns: Dimension,
    /// It counts only facts with one of these codes.
    pub only: Option<(Dimension, &'static [&'static str])>,
    /// Whether it can be asked about one district.
    pub by_district: bool,
    /// The span of time.
    pub period: Period,
    /// The demand that it answers.
    pub answers: &'static str,
}

const fn people(
    name: &'static str,
    rows: Dimension,
    columns: Dimension,
    answers: &'static str,
) -> Question {
    Question {
        name,
        edition: 1,
        measure: Measure::People,
        rows,
        columns,
        only: None,
        by_district: true,
        period: Period::Month,
        answers,
    }
}

const fn of(
    measure: Measure,
    name: &'static str,
    rows: Dimension,
    columns: Dimension,
    answers: &'static str,
) -> Question {
    Question {
        measure,
        by_district: false,
        ..people(name, rows, columns, answers)
    }
}

/// What a person does not get is a loss, unless the support is over.
const LOSSES: &[&str] = &["withdrew", "not-reached", "no-more-needs", "moved-on", "died"];

/// Every question, in the order of the page.
pub const QUESTIONS: [Question; 15] = [
    people("stages-by-consent-model", Dimension::ConsentModel, Dimension::Stage, "TV3"),
    people("stages-by-source", Dimension::Source, Dimension::Stage, "TV2"),
    Question {
        only: Some((Dimension::Ending, LOSSES)),
        ..people("losses", Dimension::Ending, Dimension::ConsentModel, "TV3")
    },
    Question {
        by_district: true,
        ..of(Measure::Cases, "cases", Dimension::Source, Dimension::Ending, "TV16")
    },
    people("risk", Dimension::Tier, Dimension::Risk, "CA5"),
    Question {
        by_district: true,
        ..of(Measure::Needs, "needs", Dimension::Need, Dimension::Met, "DC6")
    },
    Question {
        by_district: true,
        ..of(Measure::Specialisms, "specialists", Dimension::Specialism, Dimension::Served, "TV15")
    },
    people("time-to-offer", Dimension::ToOffer, Dimension::Risk, "DC1"),
    people("time-to-acceptance", Dimension::ToAcceptance, Dimension::Risk, "DC1"),
    people("time-to-contact", Dimension::ToContact, Dimension::Risk, "KE2"),
    of(Measure::Promises, "promises", Dimension::Agency, Dimension::Kept, "DC7"),
    of(Measure::Promises, "duties", Dimension::Duty, Dimension::Kept, "DC7"),
    of(Measure::Onwards, "offers", Dimension::Provider, Dimension::OfferState, "TV25"),
    Question {
        only: Some((Dimension::OfferState, &["declined"])),
        ..of(Measure::Onwards, "declined", Dimension::Provider, Dimension::DeclineReason, "TV25")
    },
    of(Measure::Sessions, "sessions", Dimension::Provider, Dimension::Modality, "DC25"),
];

/// What services have open now, against what they can hold (KE10).
const OPEN_NOW: Question = Question {
    only: Some((Dimension::OfferState, &["offered", "accepted"])),
    period: Period::Standing,
    ..of(Measure::Onwards, "open-now", Dimension::Service, Dimension::OfferState, "KE10")
};

/// The register of unmet needs of a year, by need and council (TV15, DC6, CA25).
pub const UNMET_REGISTER: Question = Question {
    period: Period::Year,
    ..of(Measure::Gaps, "unmet-register", Dimension::Need, Dimension::District, "TV15")
};

/// Every question, also those that are not on the page of a period.
pub fn every_question() -> impl Iterator<Item = Question> {
    QUESTIONS.into_iter().chain([OPEN_NOW, UNMET_REGISTER])
}

impl Question {
    /// The question with that name.
    pub fn named(name: &str) -> Option<Self> {
        every_question().find(|question| question.name == name)
    }

    /// Its name and edition, as the store knows which questions a case was counted in.
    pub fn mark(&self) -> String {
        format!("{}.{}", self.name, self.edition)
    }

    /// The key of its counters for a period: a month, a year or `now`.
    pub fn key(&self, period: &str) -> String {
        format!("{}#{period}", self.mark())
    }

    /// The counter that a fact raises: the key of its period, and its cell. `None` if the question does not count it.
    pub(crate) fn cell_of(&self, fact: &Fact) -> Option<(String, String)> {
        if fact.measure != self.measure {
            return None;
        }
        let code = |dimension: Dimension| fact.codes.get(&dimension).map(String::as_str);
        if let Some((dimension, codes)) = self.only
            && !code(dimension).is_some_and(|code| codes.contains(&code))
        {
            return None;
        }
        let (row, column) = (code(self.rows)?, code(self.columns)?);
        let cell = if self.by_district {
            format!("{}/{row}/{column}", code(Dimension::District)?)
        } else {
            format!("{row}/{column}")
        };
        let period = match self.period {
            Period::Month => fact.month.as_str(),
            Period::Year => fact.month.split('-').next().unwrap_or_default(),
            Period::Standing => "now",
        };
        Some((self.key(period), cell))
    }
}
