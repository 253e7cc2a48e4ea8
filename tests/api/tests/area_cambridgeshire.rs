//! Cambridgeshire, as its paper of 2014 has it: triage at the point of report and not by the offence alone, a self-help
//! lane for the least vulnerable, coordinators for the most, services across force areas.
use api::{HUB, person, police};
use serde_json::{Value, json};

const PETERBOROUGH: &str = "E06000031";
const FENLAND: &str = "E07000010";

fn at(home: &str, more: &Value) -> Value {
    let mut referral = person(more);
    referral["residence"] = json!({"local_authority": home});
    referral
}

/// Consent that reaches the police too: the hub's own coordinators are police staff (CA4).
fn with_police() -> Value {
    json!({"basis": "consent", "given_by": "person", "how": "form",
           "scope": ["assess", "share-with-providers", "share-with-police", "updates"]})
}

#[test]
fn the_officer_knows_the_tier_at_the_point_of_report() {
    // CA6, AS9: not days later.
    let report = police(&json!({
        "residence": {"local_authority": FENLAND},
        "circumstances": {"times_in_12_months": 3, "targeted_deliberately": true},
    }));
    assert_eq!(HUB.post(&report).json()["tier"], "enhanced");
}

#[test]
fn the_least_vulnerable_are_shown_to_self_help_and_the_most_vulnerable_to_more() {
    // CA7.
    let least = at(
        FENLAND,
        &json!({"needs": [{"code": "damage-to-property", "weight": "a-little"}]}),
    );
    let offered = HUB.offered(&least);
    assert!(
        offered.contains("self-help") && offered.len() == 1,
        "{offered:?}"
    );
    let most = at(
        FENLAND,
        &json!({
            "consent": with_police(),
            "needs": [{"code": "intimidation-or-bullying", "weight": "overwhelming"}],
            "circumstances": {"lives_alone": true, "physical_disability": true},
            "safety": {"threats_to_kill": true},
        }),
    );
    let offered = HUB.offered(&most);
    assert!(
        !offered.contains("self-help") && offered.contains("vcc-package"),
        "{offered:?}"
    );
}

#[test]
fn the_offence_alone_decides_nothing() {
    // CA5, AS2.
    let burglary = json!({"category": {"scheme": "police.uk", "code": "burglary"}});
    let robbery = json!({"category": {"scheme": "police.uk", "code": "robbery"}});
    let of = |incident: &Value, weight: &str| {
        HUB.offered(&at(
            FENLAND,
            &json!({"incident": incident, "needs": [{"code": "trouble-sleeping", "weight": weight}]}),
        ))
    };
    assert_eq!(of(&burglary, "a-lot"), of(&robbery, "a-lot"));
    assert_ne!(of(&burglary, "overwhelming"), of(&burglary, "a-little"));
}

#[test]
fn a_service_that_several_areas_share_takes_people_of_this_one() {
    // CA26.
    let used = at(
        PETERBOROUGH,
        &json!({"incident": {"flags": ["exploitation"]}}),
    );
    assert!(HUB.offered(&used).contains("regional-freedom"));
    let shared = HUB
        .profile()
        .services
        .into_iter()
        .find(|service| service.code == "regional-freedom");
    assert!(!shared.expect("the service").shared_with.is_empty());
}

#[test]
fn help_does_not_need_the_police_and_does_not_tell_them() {
    // CA2, CA24.
    let quiet = at(
        FENLAND,
        &json!({"incident": {"reported": "no"}, "needs": [{"code": "lack-of-trust"}]}),
    );
    let reference = HUB.refer(&quiet);
    assert!(!HUB.offered_services(&reference).is_empty());
    let officer = HUB.token("police");
    assert_eq!(
        HUB.ask(&officer, "GET", &format!("/hub/cases/{reference}"))
            .status,
        403
    );
}

#[test]
fn police_staff_need_consent_of_people_who_came_alone() {
    // CA24, CA27: volunteers and charities are there for them, and everybody else has the coordinators too.
    let need = json!({"needs": [{"code": "information-on-case", "weight": "a-lot"}]});
    let quiet = HUB.offered(&at(FENLAND, &need));
    assert!(
        !quiet.is_empty() && quiet.iter().all(|code| !code.starts_with("vcc-")),
        "{quiet:?}"
    );
    let mut open = at(FENLAND, &need);
    open["consent"] = with_police();
    assert!(HUB.offered(&open).contains("vcc-practical"));
}

#[test]
fn a_case_is_walked_from_the_report_to_its_end() {
    let report = police(
        &json!({"residence": {"local_authority": PETERBOROUGH}, "needs": [{"code": "lack-of-trust"}]}),
    );
    let reference = HUB.refer(&report);
    assert_eq!(HUB.support_to_the_end(&reference)["safety"], 3);
}
