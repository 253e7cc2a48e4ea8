//! Anyone who sends a referral in a person's name learns nothing about their earlier ones.

use api::{HUB, new_id, person, police, soon};
use serde_json::{Value, json};

/// A referral of that name, born on that day, at that home.
fn named(name: &str, home: &str) -> Value {
    let mut referral = person(&json!({"residence": {"postcode": home}}));
    referral["person"] = json!({"role": "victim", "name": name, "date_of_birth": "1971-02-03"});
    referral
}

/// Everything on the page of anyone who sent it, without what differs from case to case.
fn page_of(answer: &Value) -> String {
    let reference = answer["reference"].as_str().expect("a reference");
    soon("what was found", || {
        Some(HUB.case(reference)).filter(|case| !case["triage"].is_null())
    });
    HUB.settled(reference);
    let mut shown = Vec::new();
    for path in ["progress", "contact", "consent", "ask", "stop", "export"] {
        let body = json!({"reference": reference, "word": answer["memorable_word"]});
        let headers = [("content-type", "application/json")];
        let mut page = HUB
            .send(
                "POST",
                &format!("/me/{path}"),
                &headers,
                body.to_string().as_bytes(),
            )
            .json();
        assert!(
            page["version"].is_null() || page["version"].is_string(),
            "{page}"
        );
        without_times(&mut page);
        if let Some(answers) = page["answers"].as_object_mut() {
            answers.remove("residence");
        }
        shown.push(page.to_string());
    }
    shown.join("\n").replace(reference, "")
}

/// Takes out times and marks.
fn without_times(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for name in [
                "when",
                "by",
                "as_of",
                "opened_at",
                "opened",
                "sent_at",
                "version",
                "given_at",
                "id",
            ] {
                members.remove(name);
            }
            members.values_mut().for_each(without_times);
        }
        Value::Array(items) => items.iter_mut().for_each(without_times),
        _ => {}
    }
}

#[test]
fn a_stranger_cannot_find_out_whether_or_where_a_person_is_known() {
    let name = format!(
        "Wilhelmina {}",
        &new_id()[..8].replace(|c: char| c.is_ascii_digit(), "x")
    );
    let first = HUB.post(&named(&name, "OX1 1PT")).json();
    HUB.settled(first["reference"].as_str().expect("a reference"));
    let elsewhere = HUB.post(&named(&name, "OX4 4PU")).json();
    let there = HUB.post(&named(&name, "OX1 1PT")).json();
    let case = soon("what was found", || {
        let case = HUB.case(there["reference"].as_str()?);
        Some(case).filter(|case| !case["triage"].is_null())
    });
    assert_eq!(case["triage"]["found"][0]["what"], "earlier-referral");
    assert_eq!(page_of(&elsewhere), page_of(&there));
}

#[test]
fn the_police_see_the_tier_that_the_referral_itself_has() {
    let name = format!(
        "Winifred {}",
        &new_id()[..8].replace(|c: char| c.is_ascii_digit(), "x")
    );
    let first = HUB.post(&named(&name, "OX1 1PT")).json();
    HUB.settled(first["reference"].as_str().expect("a reference"));
    let mut second = police(&json!({"residence": {"postcode": "OX1 1PT"}}));
    second["person"] = named(&name, "OX1 1PT")["person"].clone();
    let reference = HUB.refer(&second);
    let case = soon("what was found", || {
        Some(HUB.case(&reference)).filter(|case| !case["triage"].is_null())
    });
    assert_eq!(case["triage"]["tier"], "enhanced", "{case}");
    let seen = HUB
        .ask(
            &HUB.token("police"),
            "GET",
            &format!("/police/cases/{reference}"),
        )
        .json();
    assert_eq!(seen["tier"], case["assessment"]["tier"]);
}
