//! Profiles with one fault each: the fault is found, at its field, with a fix, and nothing else is.

use super::*;
use serde_json::json;

/// Makes the changes to the shipped Thames Valley profile, and compares the fields that have a fault.
#[track_caller]
fn faulty(changes: &[(&str, Value)], expected: &[&str]) {
    let mut document = document("thames-valley");
    for (path, value) in changes {
        put(&mut document, path, value.clone());
    }
    let faults = faults_of(&read(&document), "thames-valley");
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    let expected: Vec<String> = expected
        .iter()
        .map(|path| pointer(&document, path))
        .collect();
    assert_eq!(fields, expected, "after {changes:?}: {faults:#?}");
    assert!(
        faults
            .iter()
            .all(|fault| !fault.what.is_empty() && fault.mend.ends_with(['.', ')'])),
        "{faults:#?}"
    );
}

/// One change, and the one field that it makes faulty: the same one.
#[track_caller]
fn at(path: &str, values: &[Value]) {
    for value in values {
        faulty(&[(path, value.clone())], &[path]);
    }
}

fn place(change: (&str, Value)) -> Value {
    let mut place = json!({
        "name": "The library", "address": "Queen's Road, Reading", "postcode": "RG1 4BQ", "latitude": 51.4536, "longitude": -0.9661
    });
    place[change.0] = change.1;
    place
}

#[test]
fn the_head_of_a_profile_is_judged_field_by_field() {
    at("/area", &[json!("kent"), json!("Thames Valley")]);
    at(
        "/name",
        &[
            json!(""),
            json!(" "),
            json!("x".repeat(101)),
            json!("two\nlines"),
        ],
    );
    at("/hub_name", &[json!("")]);
    at(
        "/exit_url",
        &[
            json!("http://www.bbc.co.uk/"),
            json!("bbc.co.uk"),
            json!("https://"),
            json!("https://a b.uk/"),
        ],
    );
    at("/labels/coordinator", &[json!("")]);
    at(
        "/labels/stages",
        &[json!({"1": "Practical", "2": "Emotional", "3": "Specialist"})],
    );
    at("/labels/stages/5", &[json!("More")]);
    at("/labels/stages/2", &[json!("")]);
}

#[test]
fn sender_and_domain_tell_nobody_what_they_are_about() {
    at(
        "/sender_name",
        &[
            json!("Victims First"),
            json!("The HUB"),
            json!("The desk of the valley"),
            json!("Police"),
        ],
    );
    let domains = [
        "mail",
        "mail example.net",
        "crime-desk.net",
        "thamesmail.net",
        "abuse.example.net",
        "10.0.0.1",
    ];
    at("/neutral_domain", &domains.map(|domain| json!(domain)));
}

#[test]
fn bounds_and_clocks_are_tightened_and_never_loosened() {
    at("/rules", &[json!("1999-01.1"), json!("")]);
    at("/clocks/accept_working_hours", &[json!(5), json!(0)]);
    at("/clocks/accept_minutes_high_risk", &[json!(61)]);
    at("/clocks/first_contact_working_days", &[json!(3)]);
    at("/thresholds/dash_high", &[json!(15), json!(10), json!(0)]);
    at("/thresholds/dash_medium", &[json!(11), json!(0)]);
    at("/thresholds/marac_events", &[json!(4)]);
    at("/figures/hidden_below", &[json!(4), json!(0)]);
    faulty(
        &[
            ("/thresholds/dash_high", json!(9)),
            ("/thresholds/dash_medium", json!(9)),
        ],
        &["/thresholds/dash_medium"],
    );
    for (path, value) in [
        (
            "/clocks",
            json!({"accept_working_hours": 4, "accept_minutes_high_risk": 15, "first_contact_working_days": 1}),
        ),
        (
            "/thresholds",
            json!({"dash_high": 12, "dash_medium": 9, "marac_events": 2}),
        ),
        ("/figures", json!({"hidden_below": 10})),
    ] {
        faulty(&[(path, value)], &[]);
    }
}

#[test]
fn a_rule_set_judges_nobody_before_it_is_in_force() {
    let before = |fault: &Fault| {
        fault.field == "/rules" && fault.what.contains("not in force before 2021-04-01")
    };
    let profile = read(&document("thames-valley"));
    assert!(
        faults_on(date(2021, 3, 31), &profile, "thames-valley")
            .iter()
            .any(before)
    );
    assert!(
        !faults_on(date(2021, 4, 1), &profile, "thames-valley")
            .iter()
            .any(before)
    );
}

#[test]
fn one_consent_model_holds_today_and_they_are_in_order() {
    at(
        "/consent_models",
        &[
            json!([]),
            json!([{"model": "opt-in", "from": "2030-01-01"}]),
        ],
    );
    faulty(
        &[(
            "/consent_models",
            json!([{"model": "opt-in", "from": "2018-04-01"}, {"model": "automatic-transfer", "from": "2014-10-01"}]),
        )],
        &["/consent_models/1/from"],
    );
    let twice = json!([{"model": "automatic-transfer", "from": "2018-04-01"}, {"model": "opt-in", "from": "2018-04-01"}]);
    faulty(&[("/consent_models", twice)], &["/consent_models/1/from"]);
}

#[test]
fn each_council_is_known_and_named_once() {
    let council =
        |code: &str| json!({"code": code, "name": "Here", "county": "Here", "csp": "Here"});
    for code in ["E0600003", "E07000246", "L99999999", ""] {
        faulty(
            &[("/local_authorities/+", council(code))],
            &["/local_authorities/-/code"],
        );
    }
    faulty(
        &[("/local_authorities/+", council("E06000038"))],
        &["/local_authorities/-/code"],
    );
    at("/local_authorities/E06000038/csp", &[json!("")]);
}

#[test]
fn a_general_and_a_suicide_helpline_are_always_open() {
    at(
        "/helplines/0/phone",
        &[
            json!("help"),
            json!("11"),
            json!("0808  168"),
            json!("12345678901234567"),
        ],
    );
    at("/helplines/0/url", &[json!("www.samaritans.org")]);
    at("/helplines/0/why", &[json!("x".repeat(401))]);
    let document = document("thames-valley");
    let lines = document["helplines"].as_array().unwrap();
    let but = |leave: fn(&Value) -> bool| {
        json!(lines.iter().filter(|line| !leave(line)).collect::<Vec<_>>())
    };
    at("/helplines", &[but(|line| line["suicide"] == true)]);
    at(
        "/helplines",
        &[but(|line| {
            line["suicide"] != true && line["specialisms"] == json!([])
        })],
    );
}

#[test]
fn codes_are_plain_short_and_given_once() {
    let provider = |code: &str| json!({"code": code, "name": "Here", "illustrative": true});
    for code in [
        "Open",
        "open door",
        "-open",
        "open--door",
        "9-lives",
        "",
        "a-code-of-25-characters-x",
        "sa-fe",
        "safe",
    ] {
        faulty(&[("/providers/+", provider(code))], &["/providers/-/code"]);
    }
    faulty(
        &[("/providers/+", provider("a-code-of-24-characters-"))],
        &["/providers/-/code"],
    );
    faulty(
        &[("/providers/+", provider("a-code-of-24-characters1"))],
        &[],
    );
    faulty(&[("/services/1/code", json!("VF"))], &["/services/1/code"]);
    faulty(
        &[("/services/1/code", json!("vf-telephone"))],
        &["/services/1/code"],
    );
    let point = |code: &str| {
        json!({"code": code, "name": "A library", "sort": "a library", "local_authority": "E06000038",
            "address": "Reading", "illustrative": true})
    };
    faulty(&[("/touchpoints/+", point("Tp"))], &["/touchpoints/-/code"]);
    faulty(
        &[
            ("/touchpoints/+", point("tp-new")),
            ("/touchpoints/+", point("tp-new")),
        ],
        &["/touchpoints/-/code"],
    );
    faulty(
        &[
            ("/touchpoints/+", point("tp-new")),
            ("/touchpoints/-/local_authority", json!("E06000023")),
        ],
        &["/touchpoints/-/local_authority"],
    );
}

#[test]
fn every_kind_of_sender_has_a_partner_except_self() {
    let partner = |code: &str, kind: &str| json!({"code": code, "name": "Somebody", "kind": kind});
    faulty(
        &[("/partners/+", partner("somebody", "self"))],
        &["/partners/-/kind"],
    );
    faulty(
        &[("/partners/+", partner("Somebody", "police"))],
        &["/partners/-/code"],
    );
    // What a first partner is listed under would be another's too.
    for code in ["hub", "police"] {
        faulty(
            &[("/partners/+", partner(code, "police"))],
            &["/partners/-/code"],
        );
    }
    let document = document("thames-valley");
    for kind in [
        "police",
        "phone",
        "touchpoint",
        "british-transport-police",
        "action-fraud",
        "provider",
        "hub",
    ] {
        let others: Vec<_> = document["partners"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|p| p["kind"] != kind)
            .collect();
        faulty(&[("/partners", json!(others))], &["/partners"]);
    }
}

#[test]
fn a_service_is_judged_field_by_field() {
    let service = |field: &str| format!("/services/vf-practical/{field}");
    at(&service("provider"), &[json!("nobody"), json!("")]);
    at(&service("name"), &[json!("x".repeat(101))]);
    at(&service("about"), &[json!("x".repeat(401)), json!("")]);
    at(&service("stage"), &[json!(0), json!(5)]);
    at(&service("funding"), &[json!([])]);
    at(&service("until"), &[json!("2018-03-31")]);
    at(&service("extendable_until"), &[json!("2030-03-31")]);
    at(&service("phone"), &[json!("by post")]);
    at(&service("url"), &[json!("http://example.org")]);
    at(&service("commissioner"), &[json!("")]);
    for (field, value, at) in [
        ("languages", json!(["pl", "English, please"]), "languages/1"),
        (
            "local_authorities",
            json!(["E06000038", "E06000023"]),
            "local_authorities/1",
        ),
        (
            "local_authorities",
            json!(["E06000038", "E06000038"]),
            "local_authorities/1",
        ),
        (
            "shared_with",
            json!(["hampshire", "Surrey"]),
            "shared_with/1",
        ),
        ("shared_with", json!(["thames-valley"]), "shared_with/0"),
        (
            "opening",
            json!([{"days": [], "from": "09:00:00", "until": "17:00:00"}]),
            "opening/0/days",
        ),
        (
            "opening",
            json!([{"days": ["mon"], "from": "17:00:00", "until": "09:00:00"}]),
            "opening/0/until",
        ),
        (
            "place",
            place(("postcode", json!("READING"))),
            "place/postcode",
        ),
        (
            "place",
            place(("postcode", json!("RG99 9ZZ"))),
            "place/postcode",
        ),
        (
            "place",
            place(("postcode", json!("SW1A 1AA"))),
            "place/postcode",
        ),
        ("place", place(("latitude", json!(-0.9))), "place/latitude"),
        (
            "place",
            place(("longitude", json!(51.4))),
            "place/longitude",
        ),
        ("place", place(("address", json!(""))), "place/address"),
    ] {
        faulty(&[(&service(field), value)], &[&service(at)]);
    }
    faulty(
        &[(&service("place"), place(("name", json!("The office"))))],
        &[],
    );
    faulty(&[(&service("until"), json!("2018-04-01"))], &[]);
    faulty(
        &[
            (&service("until"), json!("2030-03-31")),
            (&service("extendable_until"), json!("2030-03-30")),
        ],
        &[&service("extendable_until")],
    );
}

#[test]
fn a_refuge_has_no_place() {
    let service = "/services/east-berks-da";
    let place = place(("name", json!("A house")));
    faulty(
        &[
            (&format!("{service}/refuge"), json!(true)),
            (&format!("{service}/place"), place),
        ],
        &[&format!("{service}/place")],
    );
}

#[test]
fn national_needs_and_national_providers_go_together() {
    let provider =
        json!({"code": "somebody", "name": "Somebody", "kind": "national", "illustrative": true});
    let mut changes = vec![
        ("/providers/+", provider),
        ("/services/vf-practical/provider", json!("somebody")),
    ];
    faulty(&changes, &["/services/vf-practical/national"]);
    changes.push(("/services/vf-practical/national", json!("homicide")));
    faulty(&changes, &[]);
    changes.push((
        "/services/vf-practical/place",
        place(("postcode", json!("SW1A 1AA"))),
    ));
    faulty(&changes, &[]);
    changes.pop();
    faulty(&changes[2..], &["/services/vf-practical/provider"]);
    let mut profile = read(&document("thames-valley"));
    profile
        .services
        .retain(|service| service.national.is_none());
    let faults = faults_of(&profile, "thames-valley");
    assert_eq!(faults.len(), 4, "one for each national need: {faults:#?}");
    assert!(
        faults
            .iter()
            .all(|fault| fault.field == "/services" && fault.what.contains("\"national\""))
    );
    let mut profile = read(&document("thames-valley"));
    let ended = profile
        .services
        .iter_mut()
        .filter(|service| service.national.is_some());
    ended.for_each(|service| service.until = Some(TODAY.yesterday().unwrap().max(service.from)));
    assert_eq!(
        faults_of(&profile, "thames-valley").len(),
        4,
        "what has ended serves nobody"
    );
}

#[test]
fn another_areas_hub_serves_councils_outside_and_no_other() {
    let provider = json!({"code": "somewhere", "name": "Hub", "kind": "hub", "illustrative": true});
    for (councils, expected) in [
        (json!(["E06000023"]), vec![]),
        (json!([]), vec!["/services/vf-practical/local_authorities"]),
        (
            json!(["E06000023", "E06000038"]),
            vec!["/services/vf-practical/local_authorities/1"],
        ),
        (
            json!(["E07000246"]),
            vec!["/services/vf-practical/local_authorities/0"],
        ),
    ] {
        let changes = [
            ("/providers/+", provider.clone()),
            ("/services/vf-practical/provider", json!("somewhere")),
            ("/services/vf-practical/local_authorities", councils),
        ];
        faulty(&changes, &expected);
    }
}

#[test]
fn somebody_takes_everyone_without_a_limit() {
    let universal = |field: &str| format!("/services/vf-telephone/{field}");
    faulty(&[(&universal("universal"), json!(false))], &["/services"]);
    for (field, value) in [
        ("capacity", json!(100)),
        ("funding", json!(["moj-grant"])),
        ("funding", json!(["pcc-budget"])),
        ("local_authorities", json!(["E06000038"])),
        ("ages", json!(["18-24"])),
        ("roles", json!(["victim"])),
        ("risks", json!(["standard"])),
        ("complexities", json!(["self-help", "low"])),
        ("until", json!("2026-11-21")),
        ("from", json!("2026-11-23")),
    ] {
        faulty(&[(&universal(field), value)], &[&universal(field)]);
    }
    let national =
        json!({"code": "somebody", "name": "Somebody", "kind": "national", "illustrative": true});
    faulty(
        &[
            ("/providers/+", national),
            (&universal("provider"), json!("somebody")),
            (&universal("national"), json!("homicide")),
        ],
        &[&universal("provider")],
    );
    // What one universal service lacks is no fault where another has it.
    faulty(
        &[
            ("/services/vf-practical/universal", json!(true)),
            (&universal("funding"), json!(["moj-grant"])),
        ],
        &[],
    );
}

#[test]
fn all_faults_are_reported_in_order() {
    faulty(
        &[
            ("/name", json!("")),
            ("/rules", json!("none")),
            ("/helplines/0/phone", json!("")),
            ("/services/vf-practical/provider", json!("nobody")),
            ("/services/vf-practical/stage", json!(9)),
        ],
        &[
            "/name",
            "/rules",
            "/helplines/0/phone",
            "/services/vf-practical/provider",
            "/services/vf-practical/stage",
        ],
    );
}

#[test]
fn a_fault_is_one_sentence_with_its_mend() {
    let fault = Fault {
        field: "/services/3/provider".to_owned(),
        what: "`wise` is no provider of the area".to_owned(),
        mend: "Write the code of one of /providers.".to_owned(),
    };
    assert_eq!(
        fault.to_string(),
        "/services/3/provider: `wise` is no provider of the area. Fix: Write the code of one of /providers."
    );
}

#[test]
fn values_of_a_contract_are_in_the_order_of_their_days() {
    let value = |from: &str| json!({"from": from, "pounds_a_year": 1_000});
    let values = json!([value("2026-04-01"), value("2027-04-01")]);
    faulty(&[("/services/0/values", values)], &[]);
    let values = json!([value("2027-04-01"), value("2027-04-01")]);
    faulty(
        &[("/services/0/values", values)],
        &["/services/0/values/1/from"],
    );
}
