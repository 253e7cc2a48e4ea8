//! Who is recognised again.

use events::Reference;
use events::assessment::Tier;
use events::case::{CaseChange, TaskKind, TriageFinding};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A case of a person has an earlier one if another case of theirs was remembered when triage looked, and not forgotten
/// since. A case at a place is part of a pattern if at least two others were. Judged by the documents, in which the same
/// person has the same birthday and home, and by the order in which the events were stored.
pub(super) fn check_sightings<'a>(
    state: &twins::State,
    documents: impl Iterator<Item = (&'a Reference, &'a Value)>,
) {
    let mut people: BTreeMap<String, BTreeSet<&Reference>> = BTreeMap::new();
    let mut places: BTreeMap<String, BTreeSet<&Reference>> = BTreeMap::new();
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
                .insert(reference);
        }
        let place = text(&document["incident"]["postcode"])
            .replace(' ', "")
            .to_lowercase();
        if !place.is_empty() {
            places.entry(place).or_default().insert(reference);
        }
    }
    for cases in people.values() {
        check_findings(state, cases, TriageFinding::EarlierReferral, 1);
        let found = cases.iter().filter(|reference| {
            let triage = state.cases[**reference].triage.as_ref();
            triage.is_some_and(|triage| triage.found.contains(&TriageFinding::EarlierReferral))
        });
        for reference in found {
            let case = &state.cases[*reference];
            assert!(
                case.likely_tier() == Tier::Enhanced
                    && case
                        .coordination
                        .tasks
                        .iter()
                        .any(|task| task.kind == TaskKind::Duplicate),
                "{reference}: nobody compares two cases of one person"
            );
        }
    }
    for cases in places.values() {
        check_findings(state, cases, TriageFinding::RepeatPlace, 2);
    }
}

/// Each of `cases` was found to be what `finding` says if and only if that many others were remembered then.
fn check_findings(
    state: &twins::State,
    cases: &BTreeSet<&Reference>,
    finding: TriageFinding,
    others: usize,
) {
    let mut remembered: BTreeSet<&Reference> = BTreeSet::new();
    for event in &state.stream {
        let reference = &event.reference;
        match &event.what {
            CaseChange::Triaged(triaged) if cases.contains(reference) => {
                assert_eq!(
                    triaged.found.contains(&finding),
                    remembered.len() >= others,
                    "{reference}: {finding} with {remembered:?} before it"
                );
                remembered.insert(reference);
            }
            CaseChange::Erased { .. } => {
                remembered.remove(reference);
            }
            _ => {}
        }
    }
    let triaged = |reference: &&&Reference| state.cases[**reference].triage.is_some();
    let erased = |reference: &&&Reference| state.cases[**reference].lifecycle.erasure.is_done();
    assert!(
        cases.iter().all(|one| triaged(&one) || erased(&one)),
        "triage never looked for a case that could be recognised"
    );
}
