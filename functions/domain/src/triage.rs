//! Triage: earlier referrals of the same person, and places with repeated incidents (CA5, CA10).
//!
//! What it finds is for coordinators alone until one of them has confirmed with the person that they
//! are the same. Anyone who sends a referral may want to find out whether the person asked for help, or
//! where they live now.

use crate::calendar::midnight_after;
use crate::place::{Postcode, postcode_of};
use events::assessment::Tier;
use events::case::{Received, Sighting, TriageFinding, Triaged};
use events::{Reference, Referral};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many cases with incidents at one place within twelve months are a pattern.
const PATTERN: usize = 3;

/// The key that recognises a person: name, date of birth and home postcode, normalised. `None` if
/// one of them is missing, because many people share a name.
///
/// Two people may share all three, such as twins with the same name. A coordinator judges what was
/// found.
pub fn identity(referral: &Referral) -> Option<[String; 3]> {
    let name = recognisable(&referral.person.name);
    let born: Date = referral.person.date_of_birth.as_deref()?.parse().ok()?;
    let home = postcode_of(referral.residence.as_ref())?.to_string();
    (!name.is_empty()).then(|| [name, born.to_string(), home])
}

/// What a finding means, as a sentence for a coordinator.
pub fn explain(finding: TriageFinding) -> &'static str {
    words::matching::finding(finding.as_str()).unwrap_or_default()
}

/// The key that recognises the place of the incident. `None` if it is not known. The home does not
/// count as the place.
pub fn place(referral: &Referral) -> Option<String> {
    let postcode = Postcode::parse(referral.incident.as_ref()?.postcode.as_deref()?).ok()?;
    Some(postcode.to_string()).filter(|_| postcode.is_home())
}

/// Whether there is anything to look for.
pub fn wanted(received: &Received) -> bool {
    received.identified || received.placed
}

/// What follows from the earlier cases of the same person and those at the same place.
pub fn triage(
    assessed: Tier,
    of_person: &[Sighting],
    at_place: &[Sighting],
    this: &Sighting,
) -> Triaged {
    let mut found = Vec::new();
    let mut tier = assessed;
    let before = of_person
        .iter()
        .filter(|earlier| is_recent(earlier, this) && earlier.reference != this.reference);
    let earlier: Vec<_> = before.map(|earlier| earlier.reference.clone()).collect();
    if !earlier.is_empty() {
        // Repeat victims have enhanced rights as persistently targeted (Victims' Code 2020).
        found.push(TriageFinding::EarlierReferral);
        tier = Tier::Enhanced;
    }
    let cases: BTreeSet<_> = at_place
        .iter()
        .filter(|earlier| is_recent(earlier, this))
        .map(|s| &s.reference)
        .collect();
    if cases
        .iter()
        .filter(|reference| ***reference != this.reference)
        .count()
        + 1
        >= PATTERN
    {
        found.push(TriageFinding::RepeatPlace);
    }
    Triaged {
        found,
        tier,
        earlier,
        check_by: None,
    }
}

/// From how many different homes one name and date of birth within a day look like a search for the
/// person.
pub const MANY_HOMES: usize = 5;
/// How long a home counts for that.
const SEARCHED_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// How many different homes `seen` and `this` name within 24 hours.
pub fn homes_within_a_day(seen: &[Sighting], this: &Sighting) -> usize {
    let homes: BTreeSet<&str> = seen
        .iter()
        .chain([this])
        .filter(|one| is_recent(one, this))
        .filter_map(|one| Some(one.home.as_ref()?.home.as_str()))
        .collect();
    homes.len()
}

/// The memory after `this` was added once, without entries older than twelve months.
pub fn remembered(before: &[Sighting], this: &Sighting) -> Vec<Sighting> {
    let others = before
        .iter()
        .filter(|earlier| is_recent(earlier, this) && earlier.reference != this.reference);
    others.cloned().chain([this.clone()]).collect()
}

/// The memory after `reference` was forgotten.
pub fn without(seen: &[Sighting], reference: &Reference) -> Vec<Sighting> {
    seen.iter()
        .filter(|one| one.reference != *reference)
        .cloned()
        .collect()
}

/// When none of it counts any longer: twelve months after the last entry. The store may then delete
/// it.
pub fn forgotten_at(seen: &[Sighting]) -> Option<Timestamp> {
    let homes = seen.iter().map(|one| Some(one.home.as_ref()?.at));
    if let Some(Some(last)) = homes
        .collect::<Option<Vec<_>>>()
        .map(|at| at.into_iter().max())
    {
        return last.checked_add(SEARCHED_WITHIN).ok();
    }
    let last = seen.iter().map(|one| one.day).max()?;
    let noon = last
        .to_datetime(Time::constant(12, 0, 0, 0))
        .to_zoned(TimeZone::UTC)
        .ok()?
        .timestamp();
    Some(midnight_after(noon, Span::new().months(12)))
}

/// Whether an earlier case was accepted within the twelve months before this one; for homes, within
/// the day before.
fn is_recent(earlier: &Sighting, this: &Sighting) -> bool {
    if let (Some(earlier), Some(this)) = (&earlier.home, &this.home) {
        return this.at.duration_since(earlier.at) < SEARCHED_WITHIN;
    }
    let since = this
        .day
        .checked_sub(Span::new().months(12))
        .unwrap_or(Date::MIN);
    since <= earlier.day
}

/// A name without what people write in different ways: case, accents, apostrophes, hyphens, spaces,
/// and everything invisible. Letters and digits only, after NFKD and case folding (contract 1.1).
fn recognisable(text: &str) -> String {
    let letters = |text: &str| -> String {
        text.nfkd()
            .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
            .collect()
    };
    // In capitals, letters that only differ in case are the same, such as ß and ss.
    let folded: String = letters(text)
        .chars()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect();
    letters(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::Reference;
    use events::case::SeenHome;
    use serde_json::{Value, json};

    fn seen(number: u64, day: &str) -> Sighting {
        Sighting {
            reference: Reference::from_number(number),
            day: day.parse().unwrap(),
            home: None,
        }
    }

    fn check(person: &[Sighting], place: &[Sighting], found: &[TriageFinding], tier: Tier) {
        let triaged = triage(Tier::Standard, person, place, &seen(1, "2026-11-23"));
        assert_eq!((triaged.found.as_slice(), triaged.tier), (found, tier));
    }

    #[test]
    fn an_earlier_referral_within_twelve_months_raises_the_tier() {
        check(
            &[seen(2, "2025-11-23")],
            &[],
            &[TriageFinding::EarlierReferral],
            Tier::Enhanced,
        );
        check(&[seen(2, "2025-11-22")], &[], &[], Tier::Standard);
        check(&[seen(1, "2026-11-23")], &[], &[], Tier::Standard);
        let triaged = triage(Tier::Enhanced, &[], &[], &seen(1, "2026-11-23"));
        assert_eq!(
            (triaged.found, triaged.tier),
            (Vec::new(), Tier::Enhanced),
            "nothing lowers it"
        );
    }

    #[test]
    fn the_third_case_at_a_place_is_a_pattern() {
        let two = [seen(2, "2026-01-05"), seen(3, "2026-10-05")];
        check(&[], &two[..1], &[], Tier::Standard);
        check(&[], &two, &[TriageFinding::RepeatPlace], Tier::Standard);
        check(
            &[],
            &[
                seen(2, "2026-01-05"),
                seen(2, "2026-02-05"),
                seen(1, "2026-11-23"),
            ],
            &[],
            Tier::Standard,
        );
    }

    #[test]
    fn homes_of_one_name_are_counted_for_a_day() {
        let seen_at = |number, home: &str, at: &str| Sighting {
            home: Some(SeenHome {
                home: home.to_owned(),
                at: at.parse().unwrap(),
            }),
            ..seen(number, &at[..10])
        };
        let before = [
            seen_at(2, "a", "2026-11-22T09:59:00Z"),
            seen_at(3, "b", "2026-11-22T10:01:00Z"),
            seen_at(4, "b", "2026-11-23T09:00:00Z"),
            seen_at(5, "c", "2026-11-23T09:30:00Z"),
        ];
        let this = seen_at(1, "d", "2026-11-23T10:00:00Z");
        assert_eq!(homes_within_a_day(&before, &this), 3);
        let kept = remembered(&before, &this);
        assert_eq!(kept.len(), 4, "what is older than a day is forgotten");
        assert_eq!(
            forgotten_at(&kept),
            Some("2026-11-24T10:00:00Z".parse().unwrap())
        );
    }

    #[test]
    fn what_is_older_than_twelve_months_is_forgotten() {
        let this = seen(1, "2026-11-23");
        let kept = remembered(
            &[seen(2, "2024-01-01"), seen(3, "2026-01-01"), this.clone()],
            &this,
        );
        assert_eq!(kept, [seen(3, "2026-01-01"), this]);
    }

    #[test]
    fn a_key_is_forgotten_with_its_last_case() {
        let seen = [seen(2, "2025-06-01"), seen(3, "2026-01-01")];
        assert_eq!(
            forgotten_at(&seen),
            Some("2027-01-02T00:00:00Z".parse().unwrap())
        );
        assert!(
            is_recent(&seen[1], &self::seen(1, "2027-01-01")),
            "until then it counts"
        );
        assert_eq!(without(&seen, &seen[0].reference), seen[1..]);
        assert_eq!(forgotten_at(&[]), None);
    }

    fn referral(person: Value, residence: Value) -> Referral {
        serde_json::from_value(json!({
            "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10", "source": {"kind": "self"},
            "person": person, "contact": {"channels": []}, "residence": residence
        }))
        .unwrap()
    }

    #[test]
    fn recognition_needs_name_birth_and_postcode() {
        let born =
            |name: &str, born: &str| json!({"role": "victim", "name": name, "date_of_birth": born});
        let of = |name: &str, postcode: &str| {
            identity(&referral(
                born(name, "1980-02-29"),
                json!({"postcode": postcode}),
            ))
        };
        assert_eq!(of("Robin O'Neill", "ox1 1aa"), of("ROBIN ONEILL", "OX11AA"));
        assert!(of("Robin O'Neill", "ox1 1aa").is_some());
        assert_ne!(of("Robin", "OX1 1AA"), of("Robin", "OX1 1AB"));
        assert_eq!(of("\u{200b}\u{2800}'", "OX1 1AA"), None);
        assert_eq!(of("!", "OX1 1AA"), None);
        assert_eq!(
            identity(&referral(
                born("Robin", "1980-02"),
                json!({"postcode": "OX1 1AA"})
            )),
            None
        );
        assert_eq!(
            identity(&referral(
                born("Robin", "1980-02-29"),
                json!({"no_fixed_address": true})
            )),
            None
        );
        let nameless = json!({"role": "victim", "name": "Robin"});
        assert_eq!(
            identity(&referral(nameless, json!({"postcode": "OX1 1AA"}))),
            None
        );
    }

    #[test]
    fn a_name_is_recognised_however_it_is_written() {
        for (one, other) in [
            ("Jos\u{e9}", "Jose\u{301}"),
            ("Zo\u{eb}", "ZOE"),
            ("STRASSE", "Stra\u{df}e"),
            ("\u{ff21}nn", "ann"),
            ("O'Neill", "O\u{2019}NEILL"),
            ("Anne-Marie de la Tour", "annemarie delatour"),
            (
                "\u{3a3}\u{3af}\u{3c3}\u{3c5}\u{3c6}\u{3bf}\u{3c2}",
                "\u{3a3}\u{399}\u{3a3}\u{3a5}\u{3a6}\u{39f}\u{3a3}",
            ),
            ("\u{130}pek", "ipek"),
            (
                "\u{645}\u{64f}\u{62d}\u{645}\u{651}\u{62f}",
                "\u{645}\u{62d}\u{645}\u{62f}",
            ),
            ("Al\u{200d}ice\u{202e}", "alice"),
            ("\u{fb01}ona", "Fiona"),
        ] {
            assert_eq!(recognisable(one), recognisable(other), "{one} {other}");
        }
        assert_ne!(recognisable("Sam Ali"), recognisable("Samina Ali"));
        assert_ne!(recognisable("Ann 2"), recognisable("Ann"));
    }

    proptest::proptest! {
        #[test]
        fn recognising_twice_changes_nothing(name in "\\PC{0,12}") {
            let once = recognisable(&name);
            proptest::prop_assert_eq!(recognisable(&once), once.clone());
            let marked: String = once.chars().flat_map(|c| [c, '\u{301}', '-', '\u{200b}']).collect();
            proptest::prop_assert_eq!(recognisable(&marked), once);
        }
    }
}
