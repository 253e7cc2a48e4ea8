//! The tables of one quarter and place. Page, CSV and JSON show exactly these.

use crate::labels::{code_label, district_label};
use crate::table::{Line, Table};
use crate::{Ports, finding};
use application::Refusal;
use domain::calendar::london_today;
use events::profile::Profile;
use jiff::Timestamp;
use jiff::civil::Date;
use lambda_http::{Request, RequestExt};
use measures::{Breakdown, Codes, ELSEWHERE, OTHER, QUESTIONS, Question, UNKNOWN};
use platform::ports::Standing;
use serde_json::{Value, json};
use std::sync::Arc;
use suppression::{Cell, Month, Period, Place, Published, Span};

/// How many quarters before the present one can be chosen.
const BACK: i32 = 7;

/// What was asked for.
pub(crate) struct Wanted {
    period: Option<String>,
    district: Option<String>,
}

impl Wanted {
    pub(crate) fn of(request: &Request) -> Result<Self, Refusal> {
        let query = request.query_string_parameters_ref();
        let field = |name| {
            let value = query.and_then(|query| query.first(name));
            value.filter(|value| !value.is_empty()).map(str::to_owned)
        };
        Ok(Self {
            period: field("period"),
            district: field("district"),
        })
    }
}

/// Everything on the page.
pub(crate) struct View {
    pub(crate) profile: Arc<Profile>,
    pub(crate) period: String,
    pub(crate) district: Option<String>,
    /// The quarters that can be chosen, the newest first.
    pub(crate) periods: Vec<String>,
    /// `None` if nothing was published.
    pub(crate) standing: Option<Standing>,
    pub(crate) tables: Vec<Table>,
}

/// Reads what was published of the wanted quarter: one read for all tables, and one for the choice of the quarter.
pub(crate) async fn read<P: Ports>(
    ports: &P,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<View, Refusal> {
    let profile = ports.profile().await?;
    let quarters = quarters(london_today(now));
    let district = match &wanted.district {
        None => None,
        Some(code) if codes(measures::Dimension::District, &profile).contains(code) => {
            Some(code.clone())
        }
        Some(_) => {
            return Err(Refusal::unreadable(words::oversight::district_wrong()));
        }
    };
    let quarter = match &wanted.period {
        Some(name) => quarters
            .iter()
            .find(|quarter| quarter.to_string() == *name)
            .copied()
            .ok_or_else(|| Refusal::unreadable(words::oversight::period_wrong()))?,
        None => last_final(ports, &quarters).await?,
    };
    let keys = |standing: Standing| {
        QUESTIONS
            .iter()
            .map(move |question| standing.key(question, &quarter.to_string()))
    };
    let all: Vec<String> = keys(Standing::Final)
        .chain(keys(Standing::Provisional))
        .collect();
    let mut releases = ports.releases(&all).await?;
    let mut of = |standing| -> Vec<_> {
        keys(standing)
            .filter_map(|key| releases.remove(&key))
            .collect()
    };
    let (finals, provisional) = (of(Standing::Final), of(Standing::Provisional));
    let (standing, releases) = match (finals.is_empty(), provisional.is_empty()) {
        (false, _) => (Some(Standing::Final), finals),
        (true, false) => (Some(Standing::Provisional), provisional),
        (true, true) => (None, Vec::new()),
    };
    let source = Source {
        published: Published::of(releases),
        quarter,
        district: district.clone(),
        profile: &profile,
    };
    let tables = QUESTIONS
        .iter()
        .filter(|question| district.is_none() || question.by_district)
        .flat_map(|question| {
            question
                .breakdowns
                .iter()
                .flat_map(|breakdown| source.tables(question, breakdown))
        })
        .collect();
    Ok(View {
        period: quarter.to_string(),
        district,
        periods: quarters.iter().map(ToString::to_string).collect(),
        standing,
        tables,
        profile,
    })
}

/// The newest quarter with final figures, or the present quarter.
async fn last_final<P: Ports>(ports: &P, quarters: &[Period]) -> Result<Period, Refusal> {
    let question = &QUESTIONS[0];
    let key = |quarter: &Period| Standing::Final.key(question, &quarter.to_string());
    let keys: Vec<String> = quarters.iter().map(key).collect();
    let found = ports.releases(&keys).await?;
    let last = quarters
        .iter()
        .find(|quarter| found.contains_key(&key(quarter)));
    Ok(last
        .or(quarters.first())
        .copied()
        .unwrap_or_else(|| Period::of(month_of(Date::ZERO), Span::Quarter)))
}

/// The present quarter and those before it, the newest first.
fn quarters(today: Date) -> Vec<Period> {
    let back = |quarters: i32| {
        let span = jiff::Span::new().months(quarters * 3);
        Period::of(
            month_of(today.first_of_month().saturating_sub(span)),
            Span::Quarter,
        )
    };
    (0..=BACK).map(back).collect()
}

fn month_of(day: Date) -> Month {
    let month = u8::try_from(day.month()).unwrap_or(1);
    Month::new(day.year(), month).unwrap_or_else(|| month_of(Date::ZERO))
}

/// The codes of a dimension in that area, in the order of the page.
pub(crate) fn codes(dimension: measures::Dimension, profile: &Profile) -> Vec<String> {
    let own = |code: &str| code.to_owned();
    match dimension.codes() {
        Codes::Closed(codes) => codes.iter().copied().map(own).collect(),
        Codes::Districts => {
            let councils = profile.local_authorities.iter();
            let more = [ELSEWHERE, UNKNOWN].map(own);
            councils
                .map(|council| council.code.clone())
                .chain(more)
                .collect()
        }
        Codes::Providers => {
            let providers = profile.providers.iter();
            providers
                .map(|provider| provider.code.clone())
                .chain([own(OTHER)])
                .collect()
        }
    }
}

/// Where the numbers of the tables come from.
struct Source<'a> {
    published: Published,
    quarter: Period,
    district: Option<String>,
    profile: &'a Profile,
}

impl Source<'_> {
    /// The published number at a place of a table.
    fn cell(&self, question: &Question, at: &[(&str, &str)]) -> Cell {
        let place = self
            .district
            .as_deref()
            .map_or(Place::Area, Place::District);
        self.published.cell(question.name, self.quarter, place, at)
    }

    /// The table of a breakdown, or the two of its dimensions for a district: there they do not cross.
    fn tables(&self, question: &'static Question, breakdown: &'static Breakdown) -> Vec<Table> {
        match breakdown.columns {
            None => vec![self.table(question, breakdown, breakdown.rows, None)],
            Some(columns) if self.district.is_none() => {
                vec![self.table(question, breakdown, breakdown.rows, Some(columns))]
            }
            Some(columns) => [breakdown.rows, columns]
                .map(|dimension| self.table(question, breakdown, dimension, None))
                .into(),
        }
    }

    fn table(
        &self,
        question: &'static Question,
        breakdown: &'static Breakdown,
        rows: measures::Dimension,
        columns: Option<measures::Dimension>,
    ) -> Table {
        let heads: Vec<(String, String)> = columns
            .map(|columns| {
                let codes = codes(columns, self.profile).into_iter();
                codes
                    .map(|code| {
                        let label = code_label(columns, &code, self.profile);
                        (code, label)
                    })
                    .collect()
            })
            .unwrap_or_default();
        let across = columns.map_or("", measures::Dimension::as_str);
        let lines = codes(rows, self.profile).into_iter().map(|code| Line {
            label: code_label(rows, &code, self.profile),
            cells: heads
                .iter()
                .map(|(column, _)| self.cell(question, &[(rows.as_str(), &code), (across, column)]))
                .collect(),
            total: self.cell(question, &[(rows.as_str(), &code)]),
            code,
        });
        let apart = self.district.is_some() && breakdown.columns.is_some();
        let mut table = Table {
            name: if apart {
                format!("{}.{}", breakdown.name, rows.as_str())
            } else {
                breakdown.name.to_owned()
            },
            question,
            breakdown,
            rows,
            columns,
            lines: lines.collect(),
            totals: heads
                .iter()
                .map(|(column, _)| self.cell(question, &[(across, column)]))
                .collect(),
            heads,
            total: self.cell(question, &[]),
            finding: String::new(),
        };
        table.finding = finding::of(&table);
        table
    }
}

impl View {
    /// The name of the place.
    pub(crate) fn place(&self) -> String {
        self.district.as_deref().map_or_else(
            || words::oversight::whole_area().to_owned(),
            |district| district_label(district, &self.profile),
        )
    }

    pub(crate) fn to_json(&self) -> Value {
        let standing = match self.standing {
            Some(Standing::Final) => "final",
            Some(Standing::Provisional) => "provisional",
            None => "none",
        };
        let tables: Vec<Value> = self.tables.iter().map(Table::to_json).collect();
        json!({
            "period": self.period,
            "district": self.district,
            "standing": standing,
            "periods": self.periods,
            "tables": tables,
        })
    }
}
