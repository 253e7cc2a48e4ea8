//! A small area, and what each test changes in it.

mod left;
mod package;
mod reasons;

use super::*;
use events::assessment::{Complexity, Funding, Risk};
use events::referral::{Need, Role, Weight};
use serde_json::json;

const HOME: &str = "E07000178";

fn today() -> Date {
    "2026-11-23".parse().unwrap()
}

/// An open service for everybody in the area and every need, with a separate provider.
fn service(code: &str) -> Service {
    serde_json::from_value(json!({
        "code": code, "provider": format!("provider-of-{code}"), "name": code, "about": "", "stage": 2, "needs": [],
        "specialisms": [], "local_authorities": [], "funding": ["moj-grant"], "modalities": [],
        "from": "2018-04-01", "until": null, "public": true
    }))
    .unwrap()
}

fn for_needs(code: &str, needs: &[NeedCode]) -> Service {
    Service {
        needs: needs.to_vec(),
        ..service(code)
    }
}

fn for_special(code: &str, specialisms: &[Specialism]) -> Service {
    Service {
        specialisms: specialisms.to_vec(),
        stage: 3,
        ..service(code)
    }
}

fn everyone() -> Service {
    Service {
        universal: true,
        ..service("everyone")
    }
}

/// The area with those services, each provider a local one.
fn area(services: Vec<Service>) -> Profile {
    let providers: Vec<_> = services
        .iter()
        .map(|service| json!({"code": service.provider, "name": service.provider, "illustrative": true}))
        .collect();
    let mut profile: Profile = serde_json::from_value(json!({
        "area": "here", "name": "Here", "hub_name": "Here", "sender_name": "The desk",
        "neutral_domain": "mail.example.net", "exit_url": "https://example.org", "rules": "2021-04.1",
        "consent_models": [], "labels": {"coordinator": "Coordinator", "touchpoint": "Touchpoint", "stages": {}},
        "local_authorities": [
            {"code": HOME, "name": "Oxford", "county": "Oxfordshire", "csp": "Oxford"},
            {"code": "E07000177", "name": "Cherwell", "county": "Oxfordshire", "csp": "Cherwell"}
        ],
        "helplines": [], "providers": providers, "services": [], "partners": [], "touchpoints": []
    }))
    .unwrap();
    profile.services = services;
    profile
}

fn needs(codes: &[NeedCode]) -> Vec<Need> {
    codes
        .iter()
        .map(|code| Need {
            code: *code,
            weight: None,
        })
        .collect()
}

fn weighed(needs: &[(NeedCode, Weight)]) -> Vec<Need> {
    needs
        .iter()
        .map(|(code, weight)| Need {
            code: *code,
            weight: Some(*weight),
        })
        .collect()
}

/// A victim in the area who has trouble sleeping.
fn seeker() -> Seeker {
    Seeker {
        needs: needs(&[NeedCode::TroubleSleeping]),
        specialisms: Vec::new(),
        stages: vec![1, 2, 3],
        national: Vec::new(),
        complexity: Complexity::Low,
        risk: Risk::Standard,
        role: Role::Victim,
        local_authority: Some(HOME.to_owned()),
        age_band: None,
        funding: Funding::MojGrant,
        access_needs: Vec::new(),
        language: "en".to_owned(),
        interpreter: false,
        worker_gender: None,
        modality: Vec::new(),
        conflict_check: false,
        not_to_police: false,
        already_with: Vec::new(),
        wanted: Vec::new(),
        unwanted: Vec::new(),
        refused: Vec::new(),
        with: Vec::new(),
    }
}

fn loads(open: &[(&str, u32)]) -> Loads {
    Loads(
        open.iter()
            .map(|(code, open)| ((*code).to_owned(), *open))
            .collect(),
    )
}

fn codes(of: &[&str]) -> Vec<String> {
    of.iter().map(|code| (*code).to_owned()).collect()
}

fn taken<'a>(package: &Package<'a>) -> Vec<&'a str> {
    package
        .taken
        .iter()
        .map(|found| found.service.code.as_str())
        .collect()
}

fn why(package: &Package<'_>, code: &str) -> Option<WhyLeft> {
    package
        .left
        .iter()
        .find(|left| left.service.code == code)
        .map(|left| left.why)
}

/// The chosen services in order, with no load anywhere.
fn check(seeker: &Seeker, services: &[Service], expected: &[&str]) {
    let profile = area(services.to_vec());
    let found = package(seeker, &profile, &Loads::default(), today());
    assert_eq!(taken(&found), expected, "{:?}", found.left);
    assert!(
        found.taken.iter().all(|found| !found.reasons.is_empty()),
        "every match is explained"
    );
}
