//! What providers did and what that cost. Everything is worked out from published numbers and the dated values of
//! contracts in the profile, so it says nothing that those do not say.

use crate::finding::hours;
use crate::labels::code_label;
use crate::table::number;
use events::profile::{ContractValue, Profile, Service};
use jiff::civil::Date;
use measures::Dimension;
use serde_json::{Value, json};
use suppression::{Cell, Month, Period, Place, Published};

/// The months of a year, over which what a contract is worth is spread evenly.
const MONTHS: u64 = 12;

/// One provider in a period.
pub(crate) struct ProviderLine {
    pub(crate) code: String,
    pub(crate) label: String,
    /// Offers made in the period.
    pub(crate) offers: Cell,
    /// Those of them that ended without an answer.
    pub(crate) no_answer: Cell,
    /// First contacts due in the period.
    pub(crate) contacts: Cell,
    /// Those of them that the provider made or tried in time.
    pub(crate) contacts_kept: Cell,
    /// People who had their first session with it in the period.
    pub(crate) supported: Cell,
    /// Sessions held in the period.
    pub(crate) sessions: Cell,
    /// The least and the most hours that these sessions took.
    pub(crate) hours: Option<(u64, u64)>,
    /// What its contracts are worth in the period, in pounds, where the profile says so.
    pub(crate) pounds: Option<u64>,
}

impl ProviderLine {
    /// What it cost to support a person, in whole pounds.
    pub(crate) fn pounds_a_person(&self) -> Option<u64> {
        let people = self.supported.value().filter(|people| *people > 0)?;
        self.pounds.map(|pounds| (pounds + people / 2) / people)
    }

    /// The columns by their codes, as CSV and JSON have them. What is not known is not available.
    pub(crate) fn columns(&self) -> [(&'static str, Cell); 10] {
        let known = |number: Option<u64>| number.map_or(Cell::NotAvailable, Cell::Value);
        [
            ("offers", self.offers),
            ("no-answer", self.no_answer),
            ("contacts-due", self.contacts),
            ("contacts-kept", self.contacts_kept),
            ("people-supported", self.supported),
            ("sessions", self.sessions),
            ("hours-at-least", known(self.hours.map(|hours| hours.0))),
            ("hours-at-most", known(self.hours.map(|hours| hours.1))),
            ("pounds", known(self.pounds)),
            ("pounds-a-person", known(self.pounds_a_person())),
        ]
    }

    pub(crate) fn to_json(&self) -> Value {
        let columns = self.columns().into_iter();
        let columns: serde_json::Map<_, _> = columns
            .map(|(code, cell)| (code.to_owned(), number(cell)))
            .collect();
        json!({"code": self.code, "label": self.label, "columns": columns})
    }
}

/// The providers that did something in the period, or whose contracts are worth something then.
pub(crate) fn provider_lines(
    published: &Published,
    period: Period,
    profile: &Profile,
    today: Date,
) -> Vec<ProviderLine> {
    let cell = |question, at: &[(&str, &str)]| published.cell(question, period, Place::Area, at);
    let provider = Dimension::Provider.as_str();
    let codes = Dimension::Provider.codes().of(profile);
    let lines = codes.into_iter().map(|code| {
        let own = (provider, code.as_str());
        let first = (Dimension::First.as_str(), "first-session");
        let contact = Dimension::FirstContact.as_str();
        let kept = [
            [own, (contact, "reached-in-time")],
            [own, (contact, "tried-in-time")],
        ];
        let length = Dimension::Length.as_str();
        ProviderLine {
            label: code_label(Dimension::Provider, &code, profile),
            offers: cell("onwards", &[own]),
            no_answer: cell("onwards", &[own, (Dimension::Answer.as_str(), "expired")]),
            contacts: cell("contacts", &[own]),
            contacts_kept: published.sum(
                "contacts",
                period,
                Place::Area,
                &[kept[0].as_slice(), kept[1].as_slice()],
            ),
            supported: cell("sessions", &[own, first]),
            sessions: cell("sessions", &[own]),
            hours: hours(|of| Some(cell("sessions", &[own, (length, of)]))),
            pounds: worth(&code, period, profile, today),
            code,
        }
    });
    let nothing = |cell: Cell| matches!(cell, Cell::Value(0) | Cell::NotAvailable);
    lines
        .filter(|line| {
            let cells = [line.offers, line.contacts, line.sessions];
            !cells.into_iter().all(nothing) || line.pounds.is_some()
        })
        .collect()
}

/// What the provider's contracts are worth in the period (TV29, DC32). `None` unless the profile gives the value of each
/// contract that runs then, because a part of them would make people look cheap. `None` too if the period is not over: its
/// value would be shared among the people of a part of it.
fn worth(provider: &str, period: Period, profile: &Profile, today: Date) -> Option<u64> {
    first_day(period.last()).filter(|day| day.last_of_month() < today)?;
    let (mut twelfths, mut runs) = (0, false);
    for month in period.months() {
        let day = first_day(month)?;
        let services = profile.services.iter();
        for service in services.filter(|one| one.provider == provider && one.open_on(day)) {
            twelfths += a_year(service, day)?;
            runs = true;
        }
    }
    runs.then_some((twelfths + MONTHS / 2) / MONTHS)
}

/// What a contract is worth a year on that day.
fn a_year(service: &Service, day: Date) -> Option<u64> {
    let begun = |value: &&ContractValue| value.from <= day;
    let values = service.values.iter().filter(begun);
    let latest = values.max_by_key(|value| value.from)?;
    Some(latest.pounds_a_year)
}

fn first_day(month: Month) -> Option<Date> {
    let number = i8::try_from(month.month()).ok()?;
    Date::new(month.year(), number, 1).ok()
}
