//! The words for services.

use ::words::{codes, directory};
use events::assessment::Specialism;
use events::referral::{AgeBand, Role};

/// What a service specialises in, as a person would say what it is about.
pub fn specialism(specialism: Specialism) -> &'static str {
    codes::specialism(specialism.as_str()).unwrap_or(specialism.as_str())
}

/// Who a service takes, by what they are to the crime.
pub fn taken(role: Role) -> &'static str {
    codes::taken(role.as_str()).unwrap_or(role.as_str())
}

/// Who a service takes by age: `any age`, `under 18`, `12 to 17, or 60 and over`.
pub fn ages(bands: &[AgeBand]) -> String {
    let of = |band: &AgeBand| AgeBand::ALL.iter().position(|one| one == band);
    let mut taken: Vec<usize> = bands.iter().filter_map(of).collect();
    taken.sort_unstable();
    taken.dedup();
    if taken.is_empty() || taken.len() == AgeBand::ALL.len() {
        return directory::ages_any().to_owned();
    }
    let rows = taken.chunk_by(|one, next| one + 1 == *next);
    let row = |row: &[usize]| {
        let edge = |at: Option<&usize>| {
            at.and_then(|at| AgeBand::ALL.get(*at))
                .map_or((0, None), |band| years(*band))
        };
        let ((from, _), (_, until)) = (edge(row.first()), edge(row.last()));
        match (from, until) {
            (0, Some(until)) => directory::ages_under(until + 1),
            (from, Some(until)) if until == from + 1 => directory::ages_either(from, until),
            (from, Some(until)) => directory::ages_from_until(from, until),
            (from, None) => directory::ages_over(from),
        }
    };
    rows.map(row)
        .reduce(directory::ages_several)
        .unwrap_or_default()
}

/// The first and the last year of a band.
const fn years(band: AgeBand) -> (u8, Option<u8>) {
    match band {
        AgeBand::Under12 => (0, Some(11)),
        AgeBand::From12To15 => (12, Some(15)),
        AgeBand::From16To17 => (16, Some(17)),
        AgeBand::From18To24 => (18, Some(24)),
        AgeBand::From25To59 => (25, Some(59)),
        AgeBand::SixtyPlus => (60, None),
    }
}

/// A language's own name; the tag itself where we do not know it.
pub fn language(tag: &str) -> &str {
    codes::language(tag).unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_people_say_them() {
        use AgeBand::*;
        for (bands, said) in [
            (&[][..], "any age"),
            (AgeBand::ALL, "any age"),
            (&[Under12, From12To15, From16To17], "under 18"),
            (&[From16To17], "16 or 17"),
            (&[From16To17, From12To15], "12 to 17"),
            (&[From18To24, From25To59, SixtyPlus], "18 and over"),
            (&[Under12, SixtyPlus], "under 12, or 60 and over"),
        ] {
            assert_eq!(ages(bands), said);
        }
    }

    #[test]
    fn a_language_has_its_own_name() {
        assert_eq!(
            (language("pl"), language("so"), language("xx")),
            ("Polski", "Soomaali", "xx")
        );
    }

    #[test]
    fn labels_match_the_closed_sets() {
        let sets: Vec<(Vec<&str>, &[&str])> = vec![
            (
                Specialism::ALL.iter().map(|one| one.as_str()).collect(),
                codes::SPECIALISM,
            ),
            (
                Role::ALL.iter().map(|one| one.as_str()).collect(),
                codes::TAKEN,
            ),
        ];
        for (mut values, labels) in sets {
            let mut labels = labels.to_vec();
            values.sort_unstable();
            labels.sort_unstable();
            assert_eq!(labels, values);
        }
    }
}
