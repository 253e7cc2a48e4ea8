//! A search in the directory: what the person typed, and what it means.

use events::assessment::Specialism;
use events::parse::Postcode;
use events::referral::{AgeBand, Modality, NeedCode};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// The form's names, in the order of its questions. Nothing else that is sent is kept.
const NAMES: [&str; 7] = [
    "postcode",
    "need",
    "specialism",
    "age",
    "how",
    "open",
    "council",
];
/// No answer of this form is longer.
const LONGEST: usize = 40;

/// Why a postcode does not say where someone lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostcodeProblem {
    /// It is not a postcode.
    NotAPostcode,
    /// No table has it: it is new, old, or made up by someone without a home.
    NotKnown,
}

/// When a service should be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// At the moment of the search.
    Now,
    /// At that moment, or later on the same day.
    Today,
}

/// A search in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryQuery {
    /// What the person typed or chose, by form name. The form shows it again; nothing else does.
    values: BTreeMap<String, String>,
    /// The code of the postcode's council; otherwise of the chosen one. It may be outside the area.
    pub council: Option<String>,
    /// Why the postcode did not help, where the person chose no council. The status of the page is 422 then.
    pub problem: Option<PostcodeProblem>,
    /// The moment of the search, in London.
    pub now: DateTime,
}

impl DirectoryQuery {
    /// Reads the form's names and values, and asks `council_of` for the postcode's council.
    ///
    /// A postcode is more exact than a choice from a list, so a known postcode decides; otherwise the choice does. An answer
    /// that the form does not offer does not count.
    pub fn read(
        fields: impl IntoIterator<Item = (String, String)>,
        now: DateTime,
        council_of: impl FnOnce(&Postcode) -> Option<String>,
    ) -> Self {
        let values: BTreeMap<_, _> = fields
            .into_iter()
            .filter(|(name, _)| NAMES.contains(&name.as_str()))
            .map(|(name, text)| (name, text.trim().chars().take(LONGEST).collect::<String>()))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let chosen = values.get("council").cloned();
        let (found, problem) = match values.get("postcode").map(|text| Postcode::parse(text)) {
            None => (None, None),
            Some(Err(_)) => (None, Some(PostcodeProblem::NotAPostcode)),
            Some(Ok(postcode)) => match council_of(&postcode) {
                Some(council) => (Some(council), None),
                None => (None, Some(PostcodeProblem::NotKnown)),
            },
        };
        let problem = problem.filter(|_| chosen.is_none());
        Self {
            council: found.or(chosen),
            problem,
            values,
            now,
        }
    }

    /// What was typed or chosen under `name`, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The need that was chosen.
    pub fn need(&self) -> Option<NeedCode> {
        NeedCode::parse(self.value("need"))
    }

    /// What it is about.
    pub fn specialism(&self) -> Option<Specialism> {
        Specialism::parse(self.value("specialism"))
    }

    /// How old the person is.
    pub fn age(&self) -> Option<AgeBand> {
        AgeBand::parse(self.value("age"))
    }

    /// How they would like to be supported.
    pub fn modality(&self) -> Option<Modality> {
        Modality::parse(self.value("how"))
    }

    /// When the service should be open.
    pub fn open(&self) -> Option<Open> {
        match self.value("open") {
            "now" => Some(Open::Now),
            "today" => Some(Open::Today),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(fields: &[(&str, &str)], council: Option<&str>) -> DirectoryQuery {
        let fields = fields
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        DirectoryQuery::read(
            fields,
            DateTime::constant(2026, 11, 23, 10, 0, 0, 0),
            |_| council.map(str::to_owned),
        )
    }

    #[test]
    fn a_postcode_that_is_known_decides_over_the_list() {
        let query = asked(
            &[("postcode", " rg1 1aa "), ("council", "E06000060")],
            Some("E06000038"),
        );
        assert_eq!(
            (query.council.as_deref(), query.problem),
            (Some("E06000038"), None)
        );
        assert_eq!(query.value("postcode"), "rg1 1aa");
    }

    #[test]
    fn a_postcode_that_does_not_help_is_said_unless_a_council_was_chosen() {
        let malformed = asked(
            &[("postcode", "nonsense"), ("need", "trouble-sleeping")],
            None,
        );
        assert_eq!(malformed.problem, Some(PostcodeProblem::NotAPostcode));
        assert_eq!(
            malformed.need(),
            Some(NeedCode::TroubleSleeping),
            "the other choices are kept"
        );
        assert_eq!(
            asked(&[("postcode", "ZZ99 3WZ")], None).problem,
            Some(PostcodeProblem::NotKnown)
        );
        let chosen = asked(&[("postcode", "nonsense"), ("council", "E06000038")], None);
        assert_eq!(
            (chosen.council.as_deref(), chosen.problem),
            (Some("E06000038"), None)
        );
        assert_eq!(
            asked(&[("postcode", "  ")], None).problem,
            None,
            "it may be left out"
        );
    }

    #[test]
    fn what_the_form_does_not_offer_counts_as_not_said() {
        let query = asked(
            &[
                ("need", "a pony"),
                ("open", "never"),
                ("age", "18-24"),
                ("name", "Robin"),
            ],
            None,
        );
        assert_eq!(
            (query.need(), query.open(), query.age()),
            (None, None, Some(AgeBand::From18To24))
        );
        assert_eq!(query.value("name"), "");
    }
}
