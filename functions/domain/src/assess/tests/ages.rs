//! Which age counts: then or today, by date of birth or by band.

use super::*;

fn vulnerable(person: Value, incident: Value) -> bool {
    assessed(json!({"person": person, "incident": incident}))
        .categories
        .contains(&Category::Vulnerable)
}

#[test]
fn vulnerability_uses_the_age_at_the_incident() {
    let born = json!({"date_of_birth": "2008-06-15"});
    assert!(vulnerable(born.clone(), json!({"occurred": "2026-06-14"})));
    assert!(!vulnerable(born.clone(), json!({"occurred": "2026-06-15"})));
    assert!(
        vulnerable(born.clone(), json!({"occurred": "2026-06"})),
        "the youngest it can have been"
    );
    assert!(!vulnerable(born.clone(), json!({"occurred": "2026-07"})));
    assert!(vulnerable(born.clone(), json!({"occurred": "2026"})));
    assert!(!vulnerable(born, json!({})), "without a day, the age today");
    assert!(vulnerable(
        json!({"date_of_birth": "2008-11-23"}),
        json!({})
    ));
    assert!(!vulnerable(
        json!({"date_of_birth": "2008-11-22"}),
        json!({})
    ));
    assert!(vulnerable(
        json!({"date_of_birth": "1950-01-01"}),
        json!({"occurred": "1967"})
    ));
}

#[test]
fn an_age_band_counts_by_its_oldest_member() {
    let band = |band: &str, occurred: Value| vulnerable(json!({"age_band": band}), occurred);
    assert!(band("16-17", json!({})) && band("under-12", json!({"occurred": "2026-11-22"})));
    assert!(!band("18-24", json!({})) && !band("18-24", json!({"occurred": "2026"})));
    assert!(
        band("18-24", json!({"occurred": "2017"})) && !band("18-24", json!({"occurred": "2024"}))
    );
    assert!(
        band("25-59", json!({"occurred": "1980"})) && !band("25-59", json!({"occurred": "1995"}))
    );
    assert!(
        !band("60-plus", json!({"occurred": "1930"})),
        "the oldest band has no oldest"
    );
    assert!(
        !vulnerable(json!({}), json!({"occurred": "1930"})),
        "unknown is never under 18"
    );
}

#[test]
fn where_birth_and_band_disagree_the_younger_counts() {
    let both = |born: &str, band: &str| {
        referral(json!({"person": {"date_of_birth": born, "age_band": band}}))
    };
    assert_eq!(
        age_band_today(&both("2000-01-01", "16-17"), TODAY),
        Some(AgeBand::From16To17)
    );
    assert_eq!(
        age_band_today(&both("2010-01-01", "25-59"), TODAY),
        Some(AgeBand::From16To17)
    );
    assert_eq!(
        age_band_today(
            &referral(json!({"person": {"date_of_birth": "1966-11-22"}})),
            TODAY
        ),
        Some(AgeBand::SixtyPlus)
    );
    assert_eq!(age_band_today(&referral(json!({})), TODAY), None);
    assert!(vulnerable(
        json!({"date_of_birth": "2000-01-01", "age_band": "16-17"}),
        json!({"occurred": "2026-11"})
    ));
    assert!(vulnerable(
        json!({"date_of_birth": "2010-01-01", "age_band": "25-59"}),
        json!({"occurred": "2026-11"})
    ));
}

#[test]
fn safeguarding_uses_todays_age_and_defaults_to_adult() {
    let need = json!([{"code": "safeguarding-concerns", "weight": "a-little"}]);
    let flags = |person: Value| {
        assessed(json!({"person": person, "needs": need, "incident": {"occurred": "2020"}})).flags
    };
    assert_eq!(flags(json!({"age_band": "16-17"})), [Flag::MashChild]);
    assert_eq!(flags(json!({"age_band": "18-24"})), [Flag::MashAdult]);
    assert_eq!(
        flags(json!({"date_of_birth": "2008-11-22"})),
        [Flag::MashAdult]
    );
    assert_eq!(
        flags(json!({"date_of_birth": "2008-11-23"})),
        [Flag::MashChild]
    );
    assert_eq!(flags(json!({})), [Flag::MashAdult]);
    let disabled = |age: &str| {
        let sections = json!({"person": {"age_band": age}, "circumstances": {"physical_disability": true}, "safety": {"in_danger_now": true}});
        assessed(sections).flags
    };
    assert_eq!(
        disabled("12-15"),
        [Flag::ImmediateDanger, Flag::MashChild, Flag::MashAdult],
        "at any age"
    );
    assert_eq!(
        disabled("60-plus"),
        [Flag::ImmediateDanger, Flag::MashAdult]
    );
    let child = json!({"person": {"age_band": "under-12"}, "safety": {"weapon": true}});
    assert_eq!(assessed(child).flags, [Flag::MashChild]);
}
