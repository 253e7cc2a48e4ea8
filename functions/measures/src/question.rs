//! The questions, each declared once.

use crate::dimension::Dimension;
use crate::facts::{Fact, Measure};

/// The cell that holds the number of facts of a question, whatever their codes.
pub const TOTAL: &str = "total";
/// The district of a question that cannot be asked about one district.
pub const AREA: &str = "area";

/// Which span of time a counter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// The month in London.
    Month,
    /// The year in London.
    Year,
}

/// How the facts of a question are broken down: by one dimension, or by two that cross. Its title and its definition are
/// in the words, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// Its name, which addresses use.
    pub name: &'static str,
    /// The rows of its table.
    pub rows: Dimension,
    /// The columns of its table.
    pub columns: Option<Dimension>,
    /// The demand that it answers.
    pub answers: &'static str,
}

/// What is counted of one measure. Every count of the same things is in one question: otherwise two tables together could
/// give away what each of them hides. For the same reason no codes of different dimensions may mean the same things. A
/// dimension may cross several others, as long as the breakdowns make no circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name.
    pub name: &'static str,
    /// Raised when what it counts changes, together with a recount of every case. Its counters then begin again.
    pub edition: u32,
    /// What it counts.
    pub measure: Measure,
    /// Its breakdowns, in the order of the page.
    pub breakdowns: &'static [Breakdown],
    /// Whether it can be asked about one district.
    pub by_district: bool,
    /// The span of time of its counters.
    pub period: Period,
}

const fn crossed(
    name: &'static str,
    rows: Dimension,
    columns: Dimension,
    answers: &'static str,
) -> Breakdown {
    Breakdown {
        name,
        rows,
        columns: Some(columns),
        answers,
    }
}

const fn by(name: &'static str, rows: Dimension, answers: &'static str) -> Breakdown {
    Breakdown {
        name,
        rows,
        columns: None,
        answers,
    }
}

const fn waits(name: &'static str, measure: Measure, breakdowns: &'static [Breakdown]) -> Question {
    Question {
        name,
        edition: 1,
        measure,
        breakdowns,
        by_district: true,
        period: Period::Month,
    }
}

/// The questions that are published, in the order of the page.
pub const QUESTIONS: [Question; 13] = [
    Question {
        name: "people",
        edition: 1,
        measure: Measure::People,
        breakdowns: &[
            crossed("losses", Dimension::Route, Dimension::Ending, "TV3"),
            crossed("stages", Dimension::Route, Dimension::Stage, "TV2"),
            crossed("rights-and-risk", Dimension::Tier, Dimension::Risk, "CA5"),
            by("repeats", Dimension::Repeat, "AS12"),
            by("restorative-justice", Dimension::Restorative, "TV20"),
            by("touchpoints", Dimension::Touchpoint, "TV14"),
        ],
        by_district: true,
        period: Period::Month,
    },
    waits(
        "waits-for-offer",
        Measure::WaitsForOffer,
        &[by("time-to-offer", Dimension::ToOffer, "AS10")],
    ),
    waits(
        "waits-for-acceptance",
        Measure::WaitsForAcceptance,
        &[by("time-to-acceptance", Dimension::ToAcceptance, "AS10")],
    ),
    waits(
        "waits-for-contact",
        Measure::WaitsForContact,
        &[by("time-to-contact", Dimension::ToContact, "KE2")],
    ),
    Question {
        name: "needs",
        edition: 1,
        measure: Measure::Needs,
        breakdowns: &[crossed("needs-met", Dimension::Need, Dimension::Met, "DC6")],
        by_district: true,
        period: Period::Month,
    },
    Question {
        name: "specialisms",
        edition: 1,
        measure: Measure::Specialisms,
        breakdowns: &[crossed(
            "specialists",
            Dimension::Specialism,
            Dimension::Served,
            "TV15",
        )],
        by_district: true,
        period: Period::Month,
    },
    Question {
        name: "onwards",
        edition: 1,
        measure: Measure::Onwards,
        breakdowns: &[crossed(
            "offers",
            Dimension::Provider,
            Dimension::Answer,
            "TV25",
        )],
        by_district: false,
        period: Period::Month,
    },
    Question {
        name: "full",
        edition: 1,
        measure: Measure::TurnedAway,
        breakdowns: &[crossed(
            "full",
            Dimension::Service,
            Dimension::AfterFull,
            "KE10",
        )],
        by_district: false,
        period: Period::Month,
    },
    Question {
        name: "contacts",
        edition: 1,
        measure: Measure::Contacts,
        breakdowns: &[crossed(
            "contact",
            Dimension::Provider,
            Dimension::FirstContact,
            "KE8",
        )],
        by_district: false,
        period: Period::Month,
    },
    Question {
        name: "endings",
        edition: 1,
        measure: Measure::Endings,
        breakdowns: &[
            crossed("outcomes", Dimension::Provider, Dimension::Outcome, "TV25"),
            crossed("distance", Dimension::Provider, Dimension::Distance, "DC31"),
        ],
        by_district: false,
        period: Period::Month,
    },
    Question {
        name: "journeys",
        edition: 1,
        measure: Measure::Journeys,
        breakdowns: &[
            by("distance-health", Dimension::DistanceHealth, "DC15"),
            by("distance-coping", Dimension::DistanceCoping, "DC15"),
            by("distance-safety", Dimension::DistanceSafety, "DC15"),
            by(
                "distance-reintegration",
                Dimension::DistanceReintegration,
                "DC15",
            ),
            by("distance-informed", Dimension::DistanceInformed, "DC15"),
            by("distance-justice", Dimension::DistanceJustice, "DC15"),
        ],
        by_district: false,
        period: Period::Month,
    },
    Question {
        name: "sessions",
        edition: 1,
        measure: Measure::Sessions,
        breakdowns: &[
            crossed(
                "sessions-held",
                Dimension::Provider,
                Dimension::Modality,
                "DC25",
            ),
            crossed(
                "first-sessions",
                Dimension::Provider,
                Dimension::First,
                "KE8",
            ),
            crossed(
                "session-lengths",
                Dimension::Provider,
                Dimension::Length,
                "DC25",
            ),
        ],
        by_district: false,
        period: Period::Month,
    },
    Question {
        name: "promises",
        edition: 1,
        measure: Measure::Promises,
        breakdowns: &[crossed(
            "promises-kept",
            Dimension::Agency,
            Dimension::Kept,
            "DC7",
        )],
        by_district: false,
        period: Period::Month,
    },
];

/// The register of unmet needs of a year, by need and council (TV15, DC6, CA25). Coordinators read it.
pub const UNMET_REGISTER: Question = Question {
    name: "unmet-register",
    edition: 1,
    measure: Measure::Gaps,
    breakdowns: &[by("unmet", Dimension::Need, "TV15")],
    by_district: true,
    period: Period::Year,
};

/// Every question that is counted.
pub fn every_question() -> impl Iterator<Item = Question> {
    QUESTIONS.into_iter().chain([UNMET_REGISTER])
}

/// A counter of a question: its district, the breakdown and its codes. The text is the counter's name in the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The district, or [`AREA`].
    pub district: String,
    /// The name of the breakdown, or [`TOTAL`].
    pub breakdown: String,
    /// The code of the row, if it is not the total.
    pub row: String,
    /// The code of the column, if the breakdown has columns.
    pub column: Option<String>,
}

impl Cell {
    /// The counter's name.
    pub fn name(&self) -> String {
        let mut name = format!("{}/{}", self.district, self.breakdown);
        for part in [
            Some(&self.row).filter(|row| !row.is_empty()),
            self.column.as_ref(),
        ]
        .into_iter()
        .flatten()
        {
            name.push('/');
            name.push_str(part);
        }
        name
    }

    /// Reads the name of a counter. `None` if it is not one.
    pub fn parse(name: &str) -> Option<Self> {
        let mut parts = name.split('/').map(str::to_owned);
        let cell = Self {
            district: parts.next()?,
            breakdown: parts.next()?,
            row: parts.next().unwrap_or_default(),
            column: parts.next(),
        };
        parts.next().is_none().then_some(cell)
    }
}

impl Question {
    /// Its name and edition, as the store knows which questions a case was counted in.
    pub fn mark(&self) -> String {
        format!("{}.{}", self.name, self.edition)
    }

    /// The key of its counters for a period: a month or a year.
    pub fn key(&self, period: &str) -> String {
        format!("{}#{period}", self.mark())
    }

    /// Its breakdown with that name.
    pub fn breakdown(&self, name: &str) -> Option<&'static Breakdown> {
        self.breakdowns
            .iter()
            .find(|breakdown| breakdown.name == name)
    }

    /// The key and the cells of the counters that a fact raises. `None` if the question does not count it.
    pub(crate) fn cells_of(&self, fact: &Fact) -> Option<(String, Vec<Cell>)> {
        if fact.measure != self.measure {
            return None;
        }
        let code = |dimension: Dimension| fact.codes.get(&dimension).cloned();
        let district = if self.by_district {
            code(Dimension::District)?
        } else {
            AREA.to_owned()
        };
        let period = match self.period {
            Period::Month => fact.month.as_str(),
            Period::Year => fact.month.split('-').next().unwrap_or_default(),
        };
        let mut cells = vec![Cell {
            district: district.clone(),
            breakdown: TOTAL.to_owned(),
            row: String::new(),
            column: None,
        }];
        for breakdown in self.breakdowns {
            let column = match breakdown.columns {
                Some(columns) => Some(code(columns)?),
                None => None,
            };
            cells.push(Cell {
                district: district.clone(),
                breakdown: breakdown.name.to_owned(),
                row: code(breakdown.rows)?,
                column,
            });
        }
        Some((self.key(period), cells))
    }
}
