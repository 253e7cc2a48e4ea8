//! Who is recognised again.

use events::Reference;
use events::assessment::Tier;
use events::case::{TaskKind, TriageFinding};
use serde_json::Value;
use std::collections::BTreeMap;

/// Every case of a person except the first is known to have an earlier one. Every case at a place except the first two
/// is part of a pattern. Judged by the documents: in them the same person has the same birthday and home.
pub(super) fn check_sightings<'a>(
    state: &twins::State,
    documents: impl Iterator<Item = (&'a Reference, &'a Value)>,
) {
    let mut people: BTreeMap<String, Vec<&events::case::Case>> = BTreeMap::new();
    let mut places: BTreeMap<String, Vec<&events::case::Case>> = BTreeMap::new();
    for (reference, document) in documents {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (born, home) = (
            text(&document["person"]["date_of_birth"]),
            text(&document["residence"]["postcode"]),
        );
        if born.len() == 10 && !home.is_empty() {
            let name = text(&document["person"]["name"])
                .replace(['-', '\'', ' '], "")
                .to_lowercase();
            let home = home.replace(' ', "").to_lowercase();
            people
                .entry(format!("{name} {born} {home}"))
                .or_default()
                .push(&state.cases[reference]);
        }
        let place = text(&document["incident"]["postcode"])
            .replace(' ', "")
            .to_lowercase();
        if !place.is_empty() {
            places
                .entry(place)
                .or_default()
                .push(&state.cases[reference]);
        }
    }
    let finds = |case: &events::case::Case, what| {
        case.triage
            .as_ref()
            .is_some_and(|t| t.found.contains(&what))
    };
    for cases in people.values() {
        let found = cases
            .iter()
            .filter(|case| finds(case, TriageFinding::EarlierReferral))
            .count();
        assert_eq!(found, cases.len() - 1, "a person was not found again");
        let compared = |case: &&events::case::Case| {
            case.likely_tier() == Tier::Enhanced
                && case
                    .coordination
                    .tasks
                    .iter()
                    .any(|task| task.kind == TaskKind::Duplicate)
        };
        assert!(
            cases
                .iter()
                .filter(|c| finds(c, TriageFinding::EarlierReferral))
                .all(compared),
            "nobody compares two cases of one person"
        );
    }
    for cases in places.values() {
        let found = cases
            .iter()
            .filter(|case| finds(case, TriageFinding::RepeatPlace))
            .count();
        assert_eq!(
            found,
            cases.len().saturating_sub(2),
            "a pattern was not found"
        );
    }
}
