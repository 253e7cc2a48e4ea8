//! The differences between two assessments of one referral: before and after a change of the rules.

use events::assessment::Assessment;
use serde::Serialize;
use std::fmt::{self, Display};

/// A part of an assessment that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The part's name in the contract. `reasons` compares the rules' codes.
    pub field: &'static str,
    /// What only the first assessment has.
    pub gone: Vec<String>,
    /// What only the second assessment has.
    pub new: Vec<String>,
}

impl Display for Difference {
    /// One value as `tier standard→enhanced`, a list as `flags +marac −device-unsafe`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field)?;
        if is_list(self.field) {
            self.new.iter().try_for_each(|new| write!(f, " +{new}"))?;
            self.gone.iter().try_for_each(|gone| write!(f, " −{gone}"))
        } else {
            write!(f, " {}→{}", self.gone.concat(), self.new.concat())
        }
    }
}

/// The differences, in the contract's order. Empty if both assessments conclude the same for the
/// same reasons.
///
/// The version of the rules and the text of a reason do not count, because they can change without
/// changing anything for a person. The order of a list does not count either.
pub fn differences(before: &Assessment, after: &Assessment) -> Vec<Difference> {
    let automatic = |of: &Assessment| {
        of.contact
            .automatic
            .map_or_else(|| "none".to_owned(), |kind| kind.to_string())
    };
    let rules = |of: &Assessment| {
        of.reasons
            .iter()
            .map(|reason| reason.rule.clone())
            .collect::<Vec<_>>()
    };
    [
        one("tier", before.tier, after.tier),
        list("categories", &before.categories, &after.categories),
        one("risk", before.risk, after.risk),
        one("complexity", before.complexity, after.complexity),
        list("flags", &before.flags, &after.flags),
        list("national", &before.national, &after.national),
        one("funding", before.funding, after.funding),
        list("stages", &before.stages, &after.stages),
        list("specialisms", &before.specialisms, &after.specialisms),
        one("contact.automatic", automatic(before), automatic(after)),
        one("contact.task", before.contact.task, after.contact.task),
        list("reasons", &rules(before), &rules(after)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_list(field: &str) -> bool {
    matches!(
        field,
        "categories" | "flags" | "national" | "stages" | "specialisms" | "reasons"
    )
}

fn one<T: PartialEq + Display>(field: &'static str, before: T, after: T) -> Option<Difference> {
    (before != after).then(|| Difference {
        field,
        gone: vec![before.to_string()],
        new: vec![after.to_string()],
    })
}

fn list<T: PartialEq + Display>(
    field: &'static str,
    before: &[T],
    after: &[T],
) -> Option<Difference> {
    let without = |some: &[T], others: &[T]| -> Vec<String> {
        some.iter()
            .filter(|one| !others.contains(one))
            .map(T::to_string)
            .collect()
    };
    let (gone, new) = (without(before, after), without(after, before));
    (!gone.is_empty() || !new.is_empty()).then_some(Difference { field, gone, new })
}
