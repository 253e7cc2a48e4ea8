//! Kent, after its paper of 2014: one point of contact, the same person recognised, one timeline, capacity respected.
use api::{HUB, person, police, soon};
use serde_json::{Value, json};

const CANTERBURY: &str = "E07000106";

fn here(more: &Value) -> Value {
    let mut referral = person(more);
    referral["residence"] = json!({"local_authority": CANTERBURY});
    referral
}

#[test]
fn several_needs_have_a_single_point_of_contact() {
    // KE2, KE7: extensive contact across agencies is the gap that the centre closes.
    let reference = HUB.refer(&here(&json!({"needs": [
        {"code": "information-on-case", "weight": "a-lot"},
        {"code": "understanding-entitlements", "weight": "a-little"},
        {"code": "lack-of-trust", "weight": "a-little"},
    ]})));
    HUB.offered_services(&reference);
    let case = HUB.settled(&reference);
    let mut providers: Vec<&Value> = case["onwards"]
        .as_array()
        .expect("onwards")
        .iter()
        .map(|onward| &onward["offered"]["provider"])
        .collect();
    providers.dedup();
    assert_eq!(providers, ["victims-centre"]);
    assert_eq!(case["owner"]["provider"], "victims-centre", "a named owner");
}

#[test]
fn the_same_person_is_recognised_from_any_source() {
    // KE3, TV16: one person, many sources.
    let who =
        json!({"role": "victim", "name": "Alex Sample-Person", "date_of_birth": "1985-03-14"});
    let home = json!({"postcode": "CT1 2EH"});
    let mut first = person(&json!({"residence": home}));
    first["person"] = who.clone();
    HUB.settled(&HUB.refer(&first));
    let mut second = police(&json!({"residence": home}));
    second["person"] = who;
    second["person"]["name"] = json!("  alex SAMPLE person ");
    let reference = HUB.refer(&second);
    let case = soon("what was found", || {
        Some(HUB.case(&reference)).filter(|case| !case["triage"].is_null())
    });
    assert_eq!(case["triage"]["found"][0]["what"], "earlier-referral");
    assert_eq!(case["triage"]["tier"], "enhanced");
    assert_eq!(
        case["assessment"]["tier"], "standard",
        "what was concluded at first contact stays"
    );
}

#[test]
fn every_answer_says_what_happens_next_and_by_when() {
    // KE3, KE5.
    let answer = HUB.post(&here(&json!({}))).json();
    let next = answer["next"].as_array().expect("next steps");
    assert!(!next.is_empty());
    for step in next {
        assert!(step["what"].as_str().is_some_and(|what| !what.is_empty()));
        assert!(
            step["by"]
                .as_str()
                .expect("a time")
                .parse::<jiff::Timestamp>()
                .expect("a time")
                > jiff::Timestamp::now()
        );
    }
}

#[test]
fn a_full_provider_declines_and_another_is_asked() {
    // KE10: respect providers' capacity and capability.
    let reference = HUB.refer(&here(
        &json!({"incident": {"flags": ["stalking-or-harassment"]}}),
    ));
    assert!(HUB.offered_services(&reference).contains("stalking"));
    let offers = HUB.offers(&reference);
    let offer = &offers
        .iter()
        .find(|offer| offer["data"]["service"] == "stalking")
        .expect("the offer")["data"];
    let token = HUB.token(&format!(
        "provider-{}",
        offer["provider"].as_str().expect("a provider")
    ));
    let href = offer["href"].as_str().expect("an address");
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let no = HUB.send(
        "POST",
        &format!("{href}/decline"),
        &headers,
        br#"{"why": "no-capacity"}"#,
    );
    assert_eq!(no.status, 200, "{}", no.text);
    assert_eq!(HUB.ask(&token, "GET", href).status, 410);
    soon("somebody else", || {
        let case = HUB.settled(&reference);
        let asked = case["onwards"].as_array()?.iter().any(|onward| {
            onward["state"] == "offered" && onward["offered"]["service"] != "stalking"
        });
        (asked || case["owner"]["kind"] == "coordinators").then_some(())
    });
}

#[test]
fn a_case_is_walked_from_the_police_to_its_end() {
    let referral = police(
        &json!({"residence": {"local_authority": CANTERBURY}, "needs": [{"code": "lack-of-trust"}]}),
    );
    let reference = HUB.refer(&referral);
    assert_eq!(HUB.support_to_the_end(&reference)["informed"], 10);
}
