//! The tables of one period and place. Page, CSV and JSON show exactly these.

use crate::labels::{code_label, district_label};
use crate::providers::{ProviderLine, provider_lines};
use crate::switches::{Switch, switches};
use crate::table::{Line, Table};
use crate::{Ports, finding};
use application::Refusal;
use domain::calendar::london_today;
use events::profile::Profile;
use jiff::Timestamp;
use jiff::civil::Date;
use lambda_http::{Request, RequestExt};
use measures::{Breakdown, QUESTIONS, Question};
use platform::ports::Standing;
use serde_json::{Value, json};
use std::sync::Arc;
use suppression::{Cell, Month, Period, Place, Published, Span};

/// How many quarters before the present one can be chosen.
const BACK: i32 = 7;
/// How many financial years that have ended can be chosen.
const YEARS: i16 = 3;

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

    /// The same period of the whole area.
    pub(crate) fn of_whole_area(self) -> Self {
        Self {
            district: None,
            ..self
        }
    }
}

/// Everything on the page.
pub(crate) struct View {
    pub(crate) profile: Arc<Profile>,
    pub(crate) period: String,
    pub(crate) district: Option<String>,
    /// The quarters and the financial years that can be chosen, the newest first.
    pub(crate) periods: Vec<String>,
    /// Whether the period is a financial year.
    pub(crate) is_year: bool,
    /// `None` if nothing was published.
    pub(crate) standing: Option<Standing>,
    pub(crate) tables: Vec<Table>,
    /// What providers did and cost. Empty for one district.
    pub(crate) providers: Vec<ProviderLine>,
    /// The districts that switched to consent, before and after. Empty for a view of one provider.
    pub(crate) switches: Vec<Switch>,
    /// The provider whose own figures these are, if they are one's.
    pub(crate) own: Option<String>,
}

/// Reads what was published of the wanted period: one read for all tables, one for the choice of the quarter, and one for
/// the quarters around each switch to consent.
pub(crate) async fn read<P: Ports>(
    ports: &P,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<View, Refusal> {
    let profile = ports.profile().await?;
    let today = london_today(now);
    let quarters = quarters(today);
    let district = match &wanted.district {
        None => None,
        Some(code) if codes(measures::Dimension::District, &profile).contains(code) => {
            Some(code.clone())
        }
        Some(_) => {
            return Err(Refusal::unreadable(words::oversight::district_wrong()));
        }
    };
    let choice: Vec<Period> = quarters.iter().copied().chain(years(today)).collect();
    let period = match &wanted.period {
        Some(name) => choice
            .iter()
            .find(|period| period.to_string() == *name)
            .copied()
            .ok_or_else(|| Refusal::unreadable(words::oversight::period_wrong()))?,
        None => last_final(ports, &quarters).await?,
    };
    let (standing, published) = published(ports, period).await?;
    let source = Source {
        published,
        period,
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
    let providers = if district.is_none() {
        provider_lines(&source.published, period, &profile, today)
    } else {
        Vec::new()
    };
    let switches = switches(ports, &profile, district.as_deref()).await?;
    Ok(View {
        period: period.to_string(),
        is_year: period.span() == Span::Year,
        district,
        periods: choice.iter().map(ToString::to_string).collect(),
        standing,
        tables,
        providers,
        switches,
        own: None,
        profile,
    })
}

/// What was published of a period. A financial year is shown when its four quarters are final: with a provisional
/// quarter, its rounded sum and the rounded quarter together would say more than either.
async fn published<P: Ports>(
    ports: &P,
    period: Period,
) -> Result<(Option<Standing>, Published), Refusal> {
    let quarters: Vec<Period> = if period.span() == Span::Year {
        period.parts(Span::Quarter).collect()
    } else {
        vec![period]
    };
    let keys = |standing: Standing, quarter: &Period| {
        let quarter = quarter.to_string();
        QUESTIONS.map(|question| standing.key(&question, &quarter))
    };
    let standings: &[Standing] = if quarters.len() > 1 {
        &[Standing::Final]
    } else {
        &[Standing::Final, Standing::Provisional]
    };
    let all: Vec<String> = standings
        .iter()
        .flat_map(|standing| quarters.iter().flat_map(|quarter| keys(*standing, quarter)))
        .collect();
    let mut found = ports.releases(&all).await?;
    for standing in standings {
        let releases: Vec<Vec<_>> = quarters
            .iter()
            .map(|quarter| {
                let keys = keys(*standing, quarter);
                keys.iter().filter_map(|key| found.remove(key)).collect()
            })
            .collect();
        if releases.iter().all(|quarter| !quarter.is_empty()) {
            let releases = releases.into_iter().flatten();
            return Ok((Some(*standing), Published::of(releases)));
        }
    }
    Ok((None, Published::of([])))
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
pub(crate) fn quarters(today: Date) -> Vec<Period> {
    let back = |quarters: i32| {
        let span = jiff::Span::new().months(quarters * 3);
        Period::of(
            month_of(today.first_of_month().saturating_sub(span)),
            Span::Quarter,
        )
    };
    (0..=BACK).map(back).collect()
}

pub(crate) fn month_of(day: Date) -> Month {
    let month = u8::try_from(day.month()).unwrap_or(1);
    Month::new(day.year(), month).unwrap_or_else(|| month_of(Date::ZERO))
}

/// The financial years that have ended, the newest first.
fn years(today: Date) -> impl Iterator<Item = Period> {
    let this = Period::of(month_of(today), Span::Year).first();
    (1..=YEARS).filter_map(move |back| {
        let month = Month::new(this.year() - back, this.month())?;
        Some(Period::of(month, Span::Year))
    })
}

/// The codes of a dimension in that area, in the order of the page.
pub(crate) fn codes(dimension: measures::Dimension, profile: &Profile) -> Vec<String> {
    dimension.codes().of(profile)
}

/// Where the numbers of the tables come from.
struct Source<'a> {
    published: Published,
    period: Period,
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
        self.published.cell(question.name, self.period, place, at)
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
    /// The same, with what is about one provider only. Nothing in it is about another, and no total of all.
    pub(crate) fn of_provider(mut self, provider: &str) -> Self {
        let profile = Arc::clone(&self.profile);
        let tables = std::mem::take(&mut self.tables).into_iter();
        self.tables = tables
            .filter_map(|table| table.of_provider(provider, &profile))
            .map(|table| Table {
                finding: finding::of(&table),
                ..table
            })
            .collect();
        self.providers.retain(|line| line.code == provider);
        self.switches = Vec::new();
        self.own = Some(provider.to_owned());
        self
    }

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
            "providers": self.providers.iter().map(ProviderLine::to_json).collect::<Vec<_>>(),
            "switches": self.switches.iter().map(Switch::to_json).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The store reads a hundred keys together.
    #[test]
    fn a_view_of_any_period_is_one_read_of_releases() {
        assert!(QUESTIONS.len() * 4 <= 100);
    }

    #[test]
    fn the_years_that_can_be_chosen_have_ended() {
        let names = |day: &str| {
            let years = years(day.parse().unwrap());
            years.map(|year| year.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names("2026-03-31"), ["2024/25", "2023/24", "2022/23"]);
        assert_eq!(names("2026-04-01"), ["2025/26", "2024/25", "2023/24"]);
    }
}
