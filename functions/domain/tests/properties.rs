//! Properties of every referral.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod generate;

use domain::assess::{assess, rule_set};
use events::{form, ijson, parse};
use generate::{TODAY, accepted, config, judged, read, shaped};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A section of the document, created if it is missing.
fn section<'a>(document: &'a mut Value, name: &str) -> &'a mut Value {
    document
        .as_object_mut()
        .unwrap()
        .entry(name)
        .or_insert_with(|| json!({}))
}

/// Adds one more danger.
fn endanger(document: &mut Value, which: usize) {
    const SIGNS: [&str; 11] = [
        "in_danger_now",
        "afraid",
        "someone_may_see_device",
        "getting_worse",
        "threats_to_kill",
        "strangled_or_choked",
        "weapon",
        "recently_separated",
        "forced_marriage_or_honour",
        "child_at_risk",
        "thoughts_of_suicide",
    ];
    const ANSWERS: [&str; 7] = [
        "targeted_deliberately",
        "lives_with_suspect",
        "mental_disorder",
        "learning_disability",
        "physical_disability",
        "afraid_to_give_evidence",
        "children_at_home",
    ];
    match which {
        0..11 => section(document, "safety")[SIGNS[which]] = json!(true),
        11..18 => section(document, "circumstances")[ANSWERS[which - 11]] = json!(true),
        18 => section(document, "circumstances")["times_in_12_months"] = json!(999),
        19 => section(document, "circumstances")["suspect_known"] = json!("partner-or-ex"),
        20 | 21 => {
            let flag = json!(["domestic-abuse", "stalking-or-harassment"][which - 20]);
            let incident = section(document, "incident").as_object_mut().unwrap();
            let flags = incident
                .entry("flags")
                .or_insert_with(|| json!([]))
                .as_array_mut()
                .unwrap();
            if !flags.contains(&flag) {
                flags.push(flag);
            }
        }
        _ => {
            if let Some(dash) = document.get_mut("dash") {
                dash["ticks"] = json!(24);
                dash["events_in_12_months"] = json!(1000);
            }
        }
    }
}

/// The same document with every list reversed, except the channels: their order is the person's.
fn turned_round(document: &Value) -> Value {
    let mut turned = document.clone();
    for pointer in [
        "/needs",
        "/incident/flags",
        "/consent/scope",
        "/person/access_needs",
        "/wishes/modality",
    ] {
        if let Some(list) = turned.pointer_mut(pointer).and_then(Value::as_array_mut) {
            list.reverse();
        }
    }
    turned
}

/// What a page with these answers would send: no unticked boxes, and lists with gaps for them.
fn as_form(value: &Value, name: &str, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            let unticked = |(token, v): &(&String, &Value)| *token == "safe" && **v == json!(false);
            let members = members.iter().filter(|member| !unticked(member));
            members.for_each(|(token, value)| as_form(value, &format!("{name}/{token}"), fields));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(i, item)| as_form(item, &format!("{name}/{}", i * 3 + 1), fields));
        }
        Value::String(text) => fields.push((name.to_owned(), text.replace('\n', "\r\n"))),
        other => fields.push((name.to_owned(), other.to_string())),
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |out, byte| match byte {
        b' ' => out + "+",
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out + &char::from(byte).to_string(),
        other => out + &format!("%{other:02X}"),
    })
}

/// Removes empty texts, objects and lists, which a form does not have.
fn pruned(value: &Value, name: &str) -> Option<Value> {
    match value {
        Value::Object(members) => {
            let kept: serde_json::Map<_, _> = members
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), pruned(value, name)?)))
                .collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        Value::Array(items) => {
            let kept: Vec<_> = items.iter().filter_map(|item| pruned(item, "")).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        Value::String(text) => Some(form::written(name, text, None))
            .filter(|text| !text.is_empty())
            .map(Value::String),
        other => Some(other.clone()),
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn anything_of_the_contracts_shape_gets_an_answer(document in shaped()) {
        if let Ok(referral) = parse::referral(&document, TODAY) {
            let assessment = assess(&referral, rule_set("2021-04.1").unwrap(), TODAY);
            prop_assert!(assessment.reasons.iter().all(|reason| !reason.because.is_empty()));
        }
    }

    #[test]
    fn what_was_read_says_what_was_sent(document in accepted()) {
        let again = serde_json::to_value(read(&document)).unwrap();
        prop_assert_eq!(read(&again), read(&document));
    }

    #[test]
    fn more_danger_never_lowers_anything(document in accepted(), which in 0..23_usize) {
        let before = judged(&document);
        let mut worse = document.clone();
        endanger(&mut worse, which);
        let after = judged(&worse);
        prop_assert!(after.tier >= before.tier && after.risk >= before.risk && after.complexity >= before.complexity);
        prop_assert!(before.flags.iter().all(|flag| after.has(*flag)));
        prop_assert!(before.categories.iter().all(|category| after.categories.contains(category)));
        prop_assert!(before.stages.iter().all(|stage| after.stages.contains(stage)));
    }

    #[test]
    fn the_order_of_answers_never_matters(document in accepted()) {
        prop_assert_eq!(judged(&turned_round(&document)), judged(&document));
    }

    #[test]
    fn the_crime_type_never_matters(document in accepted(), code in "[a-z-]{1,20}") {
        let mut labelled = document.clone();
        section(&mut labelled, "incident")["category"] = json!({"scheme": "police.uk", "code": code});
        prop_assert_eq!(judged(&labelled), judged(&document));
    }

    #[test]
    fn a_machine_never_uses_what_was_not_called_safe(document in accepted()) {
        let referral = read(&document);
        let contact = judged(&document).contact;
        let safe = |kind| referral.contact.channels.iter().any(|channel| channel.kind == kind && channel.safe);
        prop_assert!(contact.automatic.is_none_or(safe));
        prop_assert!(contact.automatic.is_some() || contact.task);
    }

    #[test]
    fn the_form_says_what_the_json_says(document in accepted()) {
        let document = pruned(&document, "").unwrap();
        let mut fields = Vec::new();
        as_form(&document, "", &mut fields);
        fields.reverse();
        let body: Vec<_> = fields.iter().map(|(name, text)| format!("{}={}", encoded(name), encoded(text))).collect();
        let form = form::parse(body.join("&").as_bytes(), None).unwrap();
        prop_assert_eq!(&form.errors, &[]);
        prop_assert_eq!(form.values().len(), fields.len());
        prop_assert_eq!(ijson::canonical(&form.value), ijson::canonical(&document));
        prop_assert_eq!(parse::referral(&form.value, TODAY), parse::referral(&document, TODAY));
    }
}
