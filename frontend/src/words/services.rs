//! What is said of a service.

use ::words::codes;
use events::assessment::Specialism;
use events::referral::{AgeBand, Role, WorkerGender};

/// What a service specialises in, as somebody would say what it is about.
pub fn specialism(specialism: Specialism) -> &'static str {
    codes::specialism(specialism.as_str()).unwrap_or(specialism.as_str())
}

/// Whom a service takes by what they are to the crime.
pub fn taken(role: Role) -> &'static str {
    codes::taken(role.as_str()).unwrap_or(role.as_str())
}

/// Which worker can be asked for; nothing where it makes no difference.
pub const fn can_ask_for(gender: WorkerGender) -> Option<&'static str> {
    match gender {
        WorkerGender::Woman => Some("a woman"),
        WorkerGender::Man => Some("a man"),
        WorkerGender::NoPreference => None,
    }
}

/// Whom a service takes by age: `any age`, `under 18`, `12 to 17 or 60 and over`.
pub fn ages(bands: &[AgeBand]) -> String {
    let of = |band: &AgeBand| AgeBand::ALL.iter().position(|one| one == band);
    let mut taken: Vec<usize> = bands.iter().filter_map(of).collect();
    taken.sort_unstable();
    taken.dedup();
    if taken.is_empty() || taken.len() == AgeBand::ALL.len() {
        return "any age".to_owned();
    }
    let rows = taken.chunk_by(|one, next| one + 1 == *next);
    let row = |row: &[usize]| {
        let edge = |at: Option<&usize>| {
            at.and_then(|at| AgeBand::ALL.get(*at))
                .map_or((0, None), |band| years(*band))
        };
        let ((from, _), (_, until)) = (edge(row.first()), edge(row.last()));
        match (from, until) {
            (0, Some(until)) => format!("under {}", until + 1),
            (from, Some(until)) if until == from + 1 => format!("{from} or {until}"),
            (from, Some(until)) => format!("{from} to {until}"),
            (from, None) => format!("{from} and over"),
        }
    };
    rows.map(row).collect::<Vec<_>>().join(", or ")
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

/// A language's own name, for whoever reads it; the tag itself where we do not know it.
pub fn language(tag: &str) -> &str {
    let named =
        |list: &'static [(&'static str, &'static str)]| list.iter().find(|(one, _)| *one == tag);
    named(&super::LANGUAGES)
        .or_else(|| named(&MORE_LANGUAGES))
        .map_or(tag, |(_, name)| *name)
}

/// Languages that services speak and the form's short list does not have.
const MORE_LANGUAGES: [(&str, &str); 18] = [
    ("bfi", "British Sign Language"),
    ("bg", "Български"),
    ("cs", "Čeština"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("ku", "Kurdî"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("rom", "Romani"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("ta", "தமிழ்"),
    ("tr", "Türkçe"),
    ("vi", "Tiếng Việt"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_said_as_people_say_them() {
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
    fn a_language_is_named_in_itself() {
        assert_eq!(
            (language("pl"), language("so"), language("xx")),
            ("Polski", "Soomaali", "xx")
        );
    }

    #[test]
    fn every_value_has_a_label_and_no_label_is_left_over() {
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
