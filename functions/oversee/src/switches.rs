//! Districts that switched from automatic transfer to consent: how many people were lost in the last quarter before and in
//! the first quarter after (TV21, TV27). It is worked out from published numbers.

use crate::Ports;
use crate::finding::lost;
use crate::table::number;
use application::Refusal;
use events::profile::Profile;
use jiff::civil::Date;
use measures::{Dimension, QUESTIONS};
use platform::ports::Standing;
use serde_json::{Value, json};
use suppression::{Cell, Month, Period, Place, Published, Span};
use words::oversight_more;

/// A district, before and after its switch.
pub(crate) struct Switch {
    pub(crate) district: String,
    pub(crate) label: String,
    /// The first day on which the police refer only people who agreed.
    pub(crate) from: Date,
    /// The last quarter before it, and the first one after it.
    pub(crate) sides: [Side; 2],
}

/// The people referred from a district in a quarter, by anybody.
pub(crate) struct Side {
    pub(crate) period: Period,
    pub(crate) people: Cell,
    pub(crate) lost: Cell,
}

impl Side {
    /// How many of a hundred were lost.
    pub(crate) fn percent(&self) -> Cell {
        Published::percent(self.lost, self.people)
    }
}

impl Switch {
    /// What the numbers say, in a sentence.
    pub(crate) fn finding(&self) -> String {
        let [before, after] = &self.sides;
        let (before, after) = (before.percent().value(), after.percent().value());
        match before.zip(after) {
            Some((before, after)) if after < before => {
                oversight_more::switch_fewer(after, before, &self.label)
            }
            Some((before, after)) if after > before => {
                oversight_more::switch_more(after, before, &self.label)
            }
            Some((before, _)) => oversight_more::switch_same(before, &self.label),
            None => oversight_more::switch_unknown(&self.label),
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let [before, after] = self.sides.each_ref().map(|side| {
            json!({
                "period": side.period.to_string(),
                "people": number(side.people),
                "lost": number(side.lost),
                "percent": number(side.percent()),
            })
        });
        json!({
            "district": self.district,
            "label": self.label,
            "from": self.from.to_string(),
            "finding": self.finding(),
            "before": before,
            "after": after,
        })
    }
}

/// The switches of the area or of one district, in one read. Only final figures are compared.
pub(crate) async fn switches<P: Ports>(
    ports: &P,
    profile: &Profile,
    district: Option<&str>,
) -> Result<Vec<Switch>, Refusal> {
    let people = &QUESTIONS[0];
    let switching: Vec<_> = profile
        .local_authorities
        .iter()
        .filter(|council| district.is_none_or(|district| district == council.code))
        .filter_map(|council| {
            let from = council.opt_in_from?;
            Some((council, from, around(from)?))
        })
        .collect();
    if switching.is_empty() {
        return Ok(Vec::new());
    }
    let mut keys: Vec<String> = switching
        .iter()
        .flat_map(|(_, _, sides)| sides)
        .map(|quarter| Standing::Final.key(people, &quarter.to_string()))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let published = Published::of(ports.releases(&keys).await?.into_values());
    let side = |period: Period, code: &str| {
        let place = Place::District(code);
        let cell = |at: &[(&str, &str)]| published.cell(people.name, period, place, at);
        let all = cell(&[]);
        Side {
            people: all,
            lost: lost(all, |ending| cell(&[(Dimension::Ending.as_str(), ending)])),
            period,
        }
    };
    let switches = switching.into_iter().map(|(council, from, sides)| Switch {
        district: council.code.clone(),
        label: council.name.clone(),
        from,
        sides: sides.map(|period| side(period, &council.code)),
    });
    // The area's page leaves out a switch that was before the hub counted.
    let is_there = |switch: &Switch| {
        let mut people = switch.sides.iter().map(|side| side.people);
        district.is_some() || people.any(|people| people != Cell::NotAvailable)
    };
    Ok(switches.filter(is_there).collect())
}

/// The last quarter that ended before that day, and the first one that began on it or later.
fn around(from: Date) -> Option<[Period; 2]> {
    let quarter = |day: Date| {
        let month = u8::try_from(day.month()).ok()?;
        Some(Period::of(Month::new(day.year(), month)?, Span::Quarter))
    };
    let own = quarter(from)?;
    let first = Date::new(from.year(), i8::try_from(own.first().month()).ok()?, 1).ok()?;
    let before = quarter(first.yesterday().ok()?)?;
    let after = if first == from { own } else { own.next() };
    Some([before, after])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_quarters_around_a_switch_are_compared() {
        let around = |day: &str| {
            let sides = around(day.parse().unwrap()).unwrap();
            sides.map(|period| period.to_string())
        };
        assert_eq!(around("2017-07-01"), ["2017-Q2", "2017-Q3"]);
        assert_eq!(around("2017-09-01"), ["2017-Q2", "2017-Q4"]);
        assert_eq!(around("2018-01-02"), ["2017-Q4", "2018-Q2"]);
    }
}
