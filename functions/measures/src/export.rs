//! The facts as a table for analysts, with its dictionary.
//!
//! A row is one fact. It has no name of its case, and nothing tells which rows belong to one case. The rows are sorted by
//! their content, so that their order says nothing either. A rare combination of codes may still describe one person that
//! somebody knows: the table is for the office's analysts, and it is never published.

use crate::dimension::{Codes, Dimension, ELSEWHERE, NONE, OTHER, PARTNER, UNKNOWN};
use crate::facts::{Fact, Measure};
use crate::question::every_question;
use events::profile::Profile;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The columns that every fact fills.
const ALWAYS: [&str; 2] = ["measure", "month"];

/// The facts of those months as CSV: what is counted, the month, and a column for each dimension. A column that a fact
/// does not have is empty. A council of another area is only [`ELSEWHERE`]: few people live in each.
pub fn csv<'a>(facts: impl Iterator<Item = &'a Fact>, through: &str, profile: &Profile) -> String {
    let mut rows: Vec<String> = facts
        .filter(|fact| fact.month.as_str() <= through)
        .map(|fact| row(fact, profile))
        .collect();
    rows.sort_unstable();
    let dimensions = Dimension::ALL.iter().map(|dimension| dimension.as_str());
    let mut text = line(ALWAYS.into_iter().chain(dimensions));
    rows.iter().for_each(|row| text.push_str(row));
    text
}

fn row(fact: &Fact, profile: &Profile) -> String {
    let code = |dimension: &Dimension| {
        let code = fact.codes.get(dimension);
        code.map_or("", |code| known(*dimension, code, profile))
    };
    let codes = Dimension::ALL.iter().map(code);
    line(
        [fact.measure.as_str(), fact.month.as_str()]
            .into_iter()
            .chain(codes),
    )
}

/// The code as the table shows it: one of the area's own, or the one for all others.
pub fn known<'a>(dimension: Dimension, code: &'a str, profile: &Profile) -> &'a str {
    let codes = dimension.codes();
    let others = match codes {
        Codes::Closed(_) => return code,
        Codes::Districts => ELSEWHERE,
        Codes::Providers | Codes::Services | Codes::Touchpoints => OTHER,
    };
    if name(codes, code, profile).is_some() {
        code
    } else {
        others
    }
}

/// What the area calls one of its codes, or what stands for no code. A closed code has no name here.
fn name<'a>(codes: Codes, code: &str, profile: &'a Profile) -> Option<&'a str> {
    match (codes, code) {
        (Codes::Closed(_), _) => None,
        (Codes::Districts, ELSEWHERE) => Some(words::oversight::elsewhere()),
        (Codes::Districts, UNKNOWN) => Some(words::oversight::unknown()),
        (Codes::Touchpoints, PARTNER) => Some(words::oversight_more::any_partner()),
        (Codes::Touchpoints, NONE) => Some(words::oversight_more::no_touchpoint()),
        (Codes::Providers | Codes::Services | Codes::Touchpoints, OTHER) => {
            Some(words::oversight::other())
        }
        (Codes::Districts, _) => profile.local_authority(code).map(|one| one.name.as_str()),
        (Codes::Providers, _) => profile.provider(code).map(|one| one.name.as_str()),
        (Codes::Services, _) => profile.service(code).map(|one| one.name.as_str()),
        (Codes::Touchpoints, _) => {
            let mut places = profile.touchpoints.iter();
            places
                .find(|one| one.code == code)
                .map(|one| one.name.as_str())
        }
    }
}

/// What each column means, as CSV: a line for each of its codes.
pub fn dictionary(profile: &Profile) -> String {
    let mut text = line(["column", "meaning", "counted", "code", "code_meaning"]);
    for measure in Measure::ALL {
        let means = match measure {
            Measure::Gaps => words::export::gaps(),
            shown => words::oversight::measure(shown.as_str()).unwrap_or_default(),
        };
        let (what, code) = (words::export::measure(), measure.as_str());
        text.push_str(&line(["measure", what, "", code, means]));
    }
    text.push_str(&line(["month", words::export::month(), "", "", ""]));
    for dimension in Dimension::ALL {
        let name = dimension.as_str();
        let means = words::oversight::dimension(name).unwrap_or_default();
        let counted = counted_by(*dimension).join(" ");
        for code in dimension.codes().of(profile) {
            let code_means = self::name(dimension.codes(), &code, profile).unwrap_or_default();
            text.push_str(&line([name, means, &counted, &code, code_means]));
        }
    }
    text
}

/// The measures whose tables are broken down by that dimension.
fn counted_by(dimension: Dimension) -> Vec<&'static str> {
    let by = |question: &crate::Question| {
        let district = question.by_district && dimension == Dimension::District;
        district
            || question
                .breakdowns
                .iter()
                .any(|by| by.rows == dimension || by.columns == Some(dimension))
    };
    let measures: BTreeSet<Measure> = every_question()
        .filter(by)
        .map(|question| question.measure)
        .collect();
    measures.into_iter().map(Measure::as_str).collect()
}

fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for (place, cell) in cells.into_iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let quoted = if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        };
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}{quoted}");
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A shipped profile.
    fn profile() -> Profile {
        let text = include_str!("../../../infra/areas/kent/profile.json");
        serde_json::from_str(text).expect("a profile")
    }

    fn fact(measure: Measure, month: &str, need: &str) -> Fact {
        Fact {
            measure,
            month: month.to_owned(),
            codes: BTreeMap::from([(Dimension::Need, need.to_owned())]),
        }
    }

    #[test]
    fn rows_of_open_months_are_left_out_and_order_says_nothing() {
        let facts = [
            fact(Measure::Needs, "2026-10", "trouble-sleeping"),
            fact(Measure::Needs, "2026-09", "lack-of-trust"),
            fact(Measure::Gaps, "2026-09", "court-attendance"),
        ];
        let text = csv(facts.iter(), "2026-09", &profile());
        let again = csv(facts.iter().rev(), "2026-09", &profile());
        assert_eq!(text, again);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].starts_with("gaps,2026-09,") && lines[1].contains("court-attendance"));
        assert!(!text.contains("2026-10"));
    }

    #[test]
    fn the_dictionary_has_every_column_and_every_code() {
        let profile = profile();
        let (table, dictionary) = (
            csv(std::iter::empty(), "9999-12", &profile),
            dictionary(&profile),
        );
        for column in table.trim().split(',') {
            let begins = format!("{column},");
            let mut lines = dictionary.lines().filter(|line| line.starts_with(&begins));
            let first = lines.next().unwrap_or_else(|| panic!("no {column}"));
            assert!(
                !first.starts_with(&format!("{column},,")),
                "{column} has no meaning"
            );
        }
        for measure in Measure::ALL {
            let line = format!(
                "measure,{},,{},",
                words::export::measure(),
                measure.as_str()
            );
            let found = dictionary.lines().find(|text| text.starts_with(&line));
            assert!(
                found.is_some_and(|text| text.len() > line.len()),
                "{measure:?}"
            );
        }
        for dimension in Dimension::ALL {
            if let Codes::Closed(codes) = dimension.codes() {
                for code in codes {
                    assert!(dictionary.contains(&format!(",{code},")), "{code}");
                }
            }
        }
    }

    #[test]
    fn a_home_in_another_area_is_elsewhere_and_no_more() {
        let mut fact = fact(Measure::Needs, "2026-09", "lack-of-trust");
        for (home, shown) in [
            ("E07000106", "E07000106"),
            ("E09000007", ELSEWHERE),
            (UNKNOWN, UNKNOWN),
        ] {
            fact.codes.insert(Dimension::District, home.to_owned());
            let text = csv([&fact].into_iter(), "2026-09", &profile());
            assert!(text.contains(&format!(",{shown},")), "{home}");
            assert!(home == shown || !text.contains(home), "{home}");
        }
    }

    #[test]
    fn a_comma_stays_in_its_cell() {
        assert_eq!(line(["a,b", "c\"d"]), "\"a,b\",\"c\"\"d\"\n");
    }
}
