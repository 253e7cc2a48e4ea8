//! The contract's rules at their edges, beyond the shared people.

use super::*;
use events::assessment::{Category, Complexity, Flag, Risk, Specialism, Tier};
use events::referral::{AgeBand, ChannelKind};
use jiff::civil::date;
use serde_json::{Value, json};

const TODAY: Date = date(2026, 11, 22);

/// A person of whom only the given sections are known, referred by the police.
fn referral(sections: Value) -> Referral {
    let mut document = json!({
        "id": "3fd2dfcf-f561-4e4d-868d-9e3640615a78",
        "source": {"kind": "police"},
        "consent": {"basis": "consent"},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": []},
    });
    for (name, section) in sections.as_object().unwrap() {
        match (
            document.get_mut(name).and_then(Value::as_object_mut),
            section,
        ) {
            (Some(there), Value::Object(more)) => there.extend(more.clone()),
            _ => document[name] = section.clone(),
        }
    }
    events::parse::referral(&document, TODAY)
        .unwrap_or_else(|errors| panic!("{document}: {errors:?}"))
}

fn assessed(sections: Value) -> Assessment {
    assess(&referral(sections), rule_set("2021-04.1").unwrap(), TODAY)
}

#[test]
fn an_empty_referral_is_standard_with_all_reasons() {
    let nothing = assessed(json!({}));
    assert_eq!(
        (nothing.tier, nothing.risk, nothing.complexity),
        (Tier::Standard, Risk::Standard, Complexity::SelfHelp)
    );
    assert_eq!(
        (nothing.funding, nothing.stages),
        (Funding::MojGrant, vec![1])
    );
    assert!(
        nothing.flags.is_empty() && nothing.national.is_empty() && nothing.specialisms.is_empty()
    );
    assert!(
        nothing
            .reasons
            .iter()
            .any(|reason| reason.rule == "R-STANDARD")
    );
    assert_eq!(nothing.rules, "2021-04.1");
}

#[test]
fn domestic_abuse_is_recognised_without_its_flag() {
    for sections in [
        json!({"incident": {"flags": ["domestic-abuse"]}}),
        json!({"dash": {"ticks": 0}}),
        json!({"circumstances": {"suspect_known": "partner-or-ex"}}),
        json!({"safety": {"forced_marriage_or_honour": true}}),
    ] {
        let found = assessed(sections.clone());
        assert_eq!(found.categories, [Category::MostSeriousCrime], "{sections}");
        assert!(found.specialisms.contains(&Specialism::DomesticAbuse));
        assert_eq!(found.complexity, Complexity::Complex);
    }
    let family = assessed(
        json!({"circumstances": {"suspect_known": "family"}, "safety": {"forced_marriage_or_honour": false}}),
    );
    assert_eq!(family.categories, []);
}

#[test]
fn the_serious_crimes_are_those_of_the_code() {
    for (flag, serious) in [
        ("sexual-offence", true),
        ("hate-race", true),
        ("hate-transgender", true),
        ("modern-slavery", true),
        ("bereaved-by-crime", true),
        ("attempted-murder", true),
        ("kidnap", true),
        ("false-imprisonment", true),
        ("arson-endangering-life", true),
        ("wounding-with-intent", true),
        ("terrorism", true),
        ("stalking-or-harassment", false),
        ("fraud", false),
        ("exploitation", false),
    ] {
        let found = assessed(json!({"incident": {"flags": [flag]}}));
        assert_eq!(
            found.categories.contains(&Category::MostSeriousCrime),
            serious,
            "{flag}"
        );
    }
}

#[test]
fn persistently_is_twice_and_on_purpose_or_stalked() {
    let category = |c: Value| {
        assessed(json!({"circumstances": c}))
            .categories
            .contains(&Category::PersistentlyTargeted)
    };
    assert!(category(
        json!({"times_in_12_months": 2, "targeted_deliberately": true})
    ));
    assert!(!category(
        json!({"times_in_12_months": 1, "targeted_deliberately": true})
    ));
    assert!(!category(json!({"times_in_12_months": 999})));
    assert!(!category(json!({"targeted_deliberately": true})));
    let by_dash = assessed(
        json!({"dash": {"ticks": 1, "events_in_12_months": 9}, "circumstances": {"targeted_deliberately": true}}),
    );
    assert!(
        !by_dash.categories.contains(&Category::PersistentlyTargeted),
        "the practitioner's number is for MARAC"
    );
}

#[test]
fn each_danger_alone_is_high_and_judgement_never_lowers_it() {
    for sign in [
        "in_danger_now",
        "strangled_or_choked",
        "threats_to_kill",
        "forced_marriage_or_honour",
    ] {
        assert_eq!(
            assessed(json!({"safety": {sign: true}})).risk,
            Risk::High,
            "{sign}"
        );
        let lowered = assessed(
            json!({"safety": {sign: true}, "dash": {"ticks": 0, "professional_judgement": "standard"}}),
        );
        assert_eq!(lowered.risk, Risk::High, "{sign}");
        assert_eq!(
            assessed(json!({"safety": {sign: false}})).risk,
            Risk::Standard,
            "{sign}"
        );
    }
    for (ticks, judgement, risk) in [
        (14, "standard", Risk::High),
        (13, "standard", Risk::Medium),
        (10, "standard", Risk::Medium),
        (9, "standard", Risk::Standard),
        (9, "medium", Risk::Medium),
        (0, "high", Risk::High),
        (13, "high", Risk::High),
        (14, "medium", Risk::High),
    ] {
        let dash = json!({"dash": {"ticks": ticks, "professional_judgement": judgement}});
        assert_eq!(assessed(dash).risk, risk, "{ticks} {judgement}");
    }
}

#[test]
fn two_signs_are_high_only_in_abuse_and_stalking() {
    for (one, other) in [
        ("afraid", "weapon"),
        ("getting_worse", "recently_separated"),
    ] {
        let safety = json!({one: true, other: true});
        assert_eq!(assessed(json!({"safety": safety})).risk, Risk::Medium);
        assert_eq!(
            assessed(json!({"safety": safety, "incident": {"flags": ["stalking-or-harassment"]}}))
                .risk,
            Risk::High
        );
        assert_eq!(
            assessed(json!({"safety": safety, "dash": {"ticks": 0}})).risk,
            Risk::High
        );
        assert_eq!(
            assessed(json!({"safety": {one: true}, "dash": {"ticks": 0}})).risk,
            Risk::Medium
        );
    }
    assert_eq!(
        assessed(json!({"safety": {"child_at_risk": true, "thoughts_of_suicide": true}})).risk,
        Risk::Standard
    );
}

#[test]
fn marac_follows_from_risk_events_or_need() {
    let marac = |sections: Value| assessed(sections).has(Flag::Marac);
    assert!(marac(json!({"dash": {"ticks": 14}})));
    assert!(marac(
        json!({"dash": {"ticks": 0, "events_in_12_months": 3}})
    ));
    assert!(marac(
        json!({"dash": {"ticks": 0, "events_in_12_months": 0}, "circumstances": {"times_in_12_months": 3}})
    ));
    assert!(!marac(
        json!({"dash": {"ticks": 0, "events_in_12_months": 2}, "circumstances": {"times_in_12_months": 2}})
    ));
    assert!(marac(
        json!({"dash": {"ticks": 0}, "needs": [{"code": "marac-or-mash", "weight": "a-little"}]})
    ));
    assert!(!marac(
        json!({"safety": {"in_danger_now": true}, "needs": [{"code": "marac-or-mash"}]})
    ));
}

#[test]
fn children_at_home_count_in_domestic_abuse_at_high_risk() {
    let home = json!({"children_at_home": true});
    assert!(assessed(json!({"circumstances": home, "dash": {"ticks": 14}})).has(Flag::MashChild));
    assert!(!assessed(json!({"circumstances": home, "dash": {"ticks": 13}})).has(Flag::MashChild));
    assert!(
        !assessed(json!({"circumstances": home, "safety": {"threats_to_kill": true}}))
            .has(Flag::MashChild)
    );
    assert!(assessed(json!({"safety": {"child_at_risk": true}})).has(Flag::MashChild));
}

#[test]
fn a_guardian_conflict_is_checked_first() {
    let signed = |given_by: &str, circumstances: Value| {
        let sections = json!({"consent": {"given_by": given_by}, "circumstances": circumstances});
        assessed(sections).has(Flag::GuardianConflict)
    };
    for circumstances in [
        json!({"suspect_known": "family"}),
        json!({"suspect_known": "partner-or-ex"}),
        json!({"suspect_known": "stranger", "lives_with_suspect": true}),
    ] {
        assert!(signed("parent-or-guardian", circumstances.clone()));
        // Anyone who speaks for somebody may be the one whom they fear.
        assert!(signed("representative", circumstances.clone()));
        assert!(!signed("person", circumstances));
    }
    assert!(!signed(
        "parent-or-guardian",
        json!({"suspect_known": "neighbour", "lives_with_suspect": false})
    ));
}

#[test]
fn complexity_asks_for_risk_for_weight_and_for_groups() {
    let of = |needs: Value| assessed(json!({"needs": needs})).complexity;
    let need = |code: &str, weight: &str| json!({"code": code, "weight": weight});
    assert_eq!(
        of(json!([need("media-attention", "overwhelming")])),
        Complexity::Complex
    );
    assert_eq!(
        of(json!([{"code": "media-attention"}])),
        Complexity::Low,
        "no weight counts as a-lot"
    );
    assert_eq!(
        of(json!([
            need("media-attention", "a-little"),
            need("police-liaison", "a-little")
        ])),
        Complexity::SelfHelp
    );
    assert_eq!(
        of(
            json!([need("trouble-sleeping", "a-lot"), need("lack-of-trust", "a-lot"), {"code": "police-liaison"}])
        ),
        Complexity::Complex
    );
    assert_eq!(
        of(
            json!([need("trouble-sleeping", "a-lot"), need("physical-injuries", "a-lot"), {"code": "police-liaison"}])
        ),
        Complexity::Low
    );
    assert_eq!(
        of(json!([
            need("trouble-sleeping", "a-lot"),
            need("trouble-sleeping", "a-little")
        ])),
        Complexity::Low,
        "the heavier weight"
    );
    assert_eq!(
        assessed(json!({"safety": {"thoughts_of_suicide": true}})).complexity,
        Complexity::Low,
        "a flag"
    );
    assert_eq!(
        assessed(json!({"incident": {"flags": ["fraud"]}})).complexity,
        Complexity::SelfHelp
    );
}

#[test]
fn each_group_of_needs_has_its_own_codes() {
    let one_of_each = [
        "anger-or-frustration",
        "impact-on-family",
        "legal-representation",
        "intimidation-or-bullying",
        "understanding-entitlements",
        "employment-or-education",
    ];
    for a in one_of_each {
        for b in one_of_each {
            for c in one_of_each {
                let different = a != b && b != c && a != c;
                let mut codes = vec![a, b, c];
                codes.sort_unstable();
                codes.dedup();
                let needs: Vec<_> = codes.iter().map(|code| json!({"code": code})).collect();
                let complexity = assessed(json!({"needs": needs})).complexity;
                assert_eq!(complexity == Complexity::Complex, different, "{codes:?}");
            }
        }
    }
}

#[test]
fn the_commissioner_pays_only_where_nothing_points_to_a_crime() {
    let funding = |sections: Value| assessed(sections).funding;
    assert_eq!(
        funding(json!({"incident": {"antisocial_behaviour_only": true}})),
        Funding::PccBudget
    );
    assert_eq!(
        funding(json!({"incident": {"antisocial_behaviour_only": true, "flags": ["fraud"]}})),
        Funding::MojGrant
    );
    assert_eq!(
        funding(json!({"incident": {"antisocial_behaviour_only": true}, "dash": {"ticks": 0}})),
        Funding::MojGrant
    );
    assert_eq!(
        funding(json!({"incident": {"antisocial_behaviour_only": false}})),
        Funding::MojGrant
    );
}

#[test]
fn the_third_stage_is_for_complex_cases_and_the_vulnerable() {
    assert_eq!(
        assessed(json!({"circumstances": {"mental_disorder": true}})).stages,
        [1, 2, 3]
    );
    assert_eq!(
        assessed(json!({"circumstances": {"afraid_to_give_evidence": true}})).stages,
        [1, 2]
    );
    assert_eq!(
        assessed(json!({"incident": {"flags": ["exploitation"]}})).stages,
        [1, 2, 3]
    );
}

#[test]
fn a_machine_uses_only_what_was_called_safe() {
    let contact = |channels: &[(&str, bool)], preferred: Option<&str>, watched: bool| {
        let address = |kind: &str| match kind {
            "email" => json!("robin@example.org"),
            "letter" => json!("1 A Street"),
            "online" => Value::Null,
            _ => json!("07700 900021"),
        };
        let channels = channels.iter().map(|(kind, safe)| {
            let mut channel = json!({"kind": kind, "safe": safe, "address": address(kind)});
            channel
                .as_object_mut()
                .unwrap()
                .retain(|_, value| !value.is_null());
            channel
        });
        let mut contact = json!({"channels": channels.collect::<Vec<_>>()});
        if let Some(preferred) = preferred {
            contact["preferred"] = json!(preferred);
        }
        let found = automatic_contact(&referral(
            json!({"contact": contact, "safety": {"someone_may_see_device": watched}}),
        ));
        (found.automatic, found.task)
    };
    let (email, online) = (Some(ChannelKind::Email), Some(ChannelKind::Online));
    for (channels, preferred, watched, expected) in [
        (&[("email", true)][..], None, false, (email, false)),
        (
            &[("online", true), ("email", true)],
            None,
            false,
            (email, false),
        ),
        (
            &[("online", true), ("email", true)],
            Some("online"),
            false,
            (online, false),
        ),
        (
            &[("email", true), ("text", true)],
            Some("text"),
            false,
            (email, true),
        ),
        (
            &[("online", true), ("text", true)],
            Some("letter"),
            false,
            (online, true),
        ),
        (
            &[("email", false), ("online", true)],
            Some("email"),
            false,
            (online, true),
        ),
        (&[("email", false)], Some("email"), false, (None, true)),
        (
            &[("phone", true), ("letter", true)],
            None,
            false,
            (None, true),
        ),
        (&[], None, false, (None, true)),
        (&[("email", true)], None, true, (None, true)),
        (&[("email", true)], Some("email"), true, (email, false)),
        (
            &[("email", true), ("online", true)],
            None,
            true,
            (online, false),
        ),
        (
            &[("email", true), ("online", true)],
            Some("phone"),
            true,
            (online, true),
        ),
        (
            &[("email", true), ("phone", true)],
            Some("phone"),
            true,
            (None, true),
        ),
    ] {
        assert_eq!(
            contact(channels, preferred, watched),
            expected,
            "{channels:?} {preferred:?} {watched}"
        );
    }
}

mod ages;
mod differences;
mod reasons;
mod rules;
