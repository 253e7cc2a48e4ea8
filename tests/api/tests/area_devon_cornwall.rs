//! Devon, Cornwall and Scilly, after its paper of 2021: the needs decide, a network answers, every match is explained,
//! and every locality has the required services.
use api::{HUB, person, service};
use events::referral::NeedCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PLYMOUTH: &str = "E06000026";
const SCILLY: &str = "E06000053";

fn at(home: &str, needs: &[&str], more: &Value) -> Value {
    let mut referral = person(more);
    referral["residence"] = json!({"local_authority": home});
    referral["needs"] = needs
        .iter()
        .map(|need| json!({"code": need, "weight": "a-lot"}))
        .collect();
    referral
}

#[test]
fn each_group_of_needs_has_a_matching_service() {
    // DC16 to DC21: one need of each group.
    let profile = HUB.profile();
    for need in [
        "trouble-sleeping",
        "impact-on-family",
        "police-liaison",
        "ongoing-targeting-or-threats",
        "court-attendance",
        "compensation-claim",
    ] {
        let code = NeedCode::parse(need).expect("a need");
        let offered = HUB.offered(&at(PLYMOUTH, &[need], &json!({})));
        let meets = |service_code: &String| {
            let service = service(&profile, service_code);
            service.needs.is_empty() || service.needs.contains(&code)
        };
        assert!(offered.iter().any(meets), "{need}: {offered:?}");
    }
}

#[test]
fn a_network_meets_several_needs_and_matches_are_explained() {
    // DC2, DC5.
    let needs = [
        "trouble-sleeping",
        "isolation-or-loneliness",
        "compensation-claim",
        "legal-representation",
    ];
    let reference = HUB.refer(&at(PLYMOUTH, &needs, &json!({})));
    HUB.offered_services(&reference);
    let case = HUB.settled(&reference);
    let onwards = case["onwards"].as_array().expect("onwards");
    let providers: BTreeSet<&str> = onwards
        .iter()
        .filter_map(|o| o["offered"]["provider"].as_str())
        .collect();
    assert!(
        providers.len() > 1,
        "one organisation's offer only: {providers:?}"
    );
    assert!(onwards.iter().all(|o| {
        o["offered"]["reasons"]
            .as_array()
            .is_some_and(|why| !why.is_empty())
    }));
    let left = case["left"].as_array().expect("what was left");
    assert!(
        !left.is_empty() && left.iter().all(|one| one["words"].is_string()),
        "{left:?}"
    );
}

#[test]
fn every_locality_has_the_required_services() {
    // DC3.
    let young = json!({"person": {"role": "victim", "name": "Robin", "age_band": "16-17"}});
    let hate = json!({"incident": {"flags": ["hate-disability"]}});
    let justice = json!({"wishes": {"restorative_justice": "interested"}});
    for home in [PLYMOUTH, SCILLY] {
        assert!(
            HUB.offered(&at(home, &["trouble-sleeping"], &young))
                .contains("young-people"),
            "{home}"
        );
        assert!(
            HUB.offered(&at(home, &["trouble-sleeping"], &hate))
                .contains("equality-hate"),
            "{home}"
        );
        assert!(
            HUB.offered(&at(home, &["trouble-sleeping"], &justice))
                .contains("restorative-justice"),
            "{home}"
        );
    }
}

#[test]
fn people_who_never_reported_are_helped() {
    // DC4.
    let quiet = at(
        SCILLY,
        &["lack-of-trust"],
        &json!({"incident": {"reported": "no", "flags": ["sexual-offence"]}}),
    );
    assert!(HUB.offered(&quiet).contains("isva"));
}

#[test]
fn a_case_is_walked_from_a_phone_to_its_end() {
    let reference = HUB.refer(&at(
        PLYMOUTH,
        &["trouble-sleeping", "compensation-claim"],
        &json!({}),
    ));
    assert_eq!(HUB.support_to_the_end(&reference)["coping"], 5);
}
