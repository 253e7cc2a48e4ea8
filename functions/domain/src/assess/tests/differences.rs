//! Which assessments a change of the rules would change, and why.

use super::*;

fn described(before: &Assessment, after: &Assessment) -> Vec<String> {
    differences(before, after)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn the_same_conclusions_for_the_same_reasons_are_no_difference() {
    let before =
        assessed(json!({"incident": {"flags": ["sexual-offence"]}, "dash": {"ticks": 12}}));
    let mut after = before.clone();
    "2999-01.1".clone_into(&mut after.rules);
    after
        .reasons
        .iter_mut()
        .for_each(|reason| reason.because.push_str(", in newer words"));
    after.reasons.reverse();
    after.specialisms.reverse();
    assert_eq!(differences(&before, &after), []);
}

#[test]
fn a_difference_says_what_is_gone_and_what_is_new() {
    let before = assessed(
        json!({"incident": {"flags": ["arson-endangering-life"]}, "safety": {"afraid": true}}),
    );
    let after = assessed(
        json!({"circumstances": {"lives_with_suspect": true}, "safety": {"strangled_or_choked": true}}),
    );
    assert_eq!(
        described(&before, &after),
        [
            "tier enhanced→standard",
            "categories −most-serious-crime",
            "risk medium→high",
            "complexity low→complex",
            "flags +conflict-check",
            "stages +3",
            "reasons +R-STANDARD +R-RISK-STRANGLED +R-CONFLICT-CHECK +R-COMPLEX-RISK +R-STAGE-3 −R-ARSON −R-RISK-ONE-SIGN −R-LOW",
        ]
    );
    let back = differences(&after, &before);
    let turned = |d: &Difference| Difference {
        field: d.field,
        gone: d.new.clone(),
        new: d.gone.clone(),
    };
    assert_eq!(
        back.iter().map(turned).collect::<Vec<_>>(),
        differences(&before, &after)
    );
}

#[test]
fn every_part_of_an_assessment_is_looked_at() {
    let before = serde_json::to_value(assessed(json!({}))).unwrap();
    let other = serde_json::to_value(assessed(json!({
        "source": {"kind": "police"},
        "incident": {"flags": ["sexual-offence"], "antisocial_behaviour_only": true},
        "safety": {"in_danger_now": true},
        "contact": {"channels": [{"kind": "online", "safe": true}]},
    })))
    .unwrap();
    for (name, value) in before.as_object().unwrap() {
        let mut changed = before.clone();
        changed[name] = match name.as_str() {
            "rules" => continue,
            "funding" => json!("pcc-budget"),
            _ => other[name].clone(),
        };
        assert_ne!(changed[name], *value, "{name} is not tried");
        let read =
            |document: &Value| serde_json::from_value::<Assessment>(document.clone()).unwrap();
        let found = differences(&read(&before), &read(&changed));
        assert!(
            !found.is_empty() && found.iter().all(|one| one.field.starts_with(name.as_str())),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn a_contact_that_is_lost_is_said_in_words() {
    let online = json!({"contact": {"channels": [{"kind": "online", "safe": true}]}});
    assert_eq!(
        described(&assessed(online), &assessed(json!({}))),
        [
            "contact.automatic online→none",
            "contact.task false→true",
            "reasons +R-CONTACT-NONE +R-CONTACT-TASK −R-CONTACT-SAFE"
        ]
    );
}
