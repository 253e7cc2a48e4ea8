//! The police and witness care: they record justice progress, see what the person is owed, and see no support data.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, person};
use serde_json::{Value, json};

/// A case that the police referred.
fn referred() -> String {
    let referral = person(&json!({
        "source": {"kind": "police", "code": "TVP"},
        "consent": {"basis": "consent", "given_by": "person", "how": "spoken",
                    "scope": ["assess", "share-with-providers"]},
        "residence": {"local_authority": "E07000178"},
        "incident": {"flags": ["domestic-abuse"], "reported": "yes"},
    }));
    HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned()
}

fn post(token: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    HUB.send("POST", path, &headers, body.to_string().as_bytes())
}

fn id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The current moment, in whole seconds.
fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second())
        .expect("a moment")
        .to_string()
}

#[test]
fn an_arrest_is_owed_until_the_person_is_told() {
    let reference = referred();
    let police = HUB.token("police");
    let path = format!("/police/cases/{reference}");
    let arrest = json!({"id": id(), "step": "arrested", "at": now()});
    let recorded = post(&police, &format!("{path}/progress"), &arrest);
    assert_eq!(recorded.status, 201, "{}", recorded.text);
    assert_eq!(recorded.json()["tier"], "enhanced");
    let promise = recorded.json()["tell"][0]["promise"]
        .as_str()
        .expect("something to tell")
        .to_owned();
    assert_eq!(
        post(&police, &format!("{path}/progress"), &arrest).status,
        200,
        "sent again"
    );

    let told = post(
        &police,
        &format!("{path}/told"),
        &json!({"id": id(), "promise": promise, "how": "phone"}),
    );
    assert_eq!(told.status, 201, "{}", told.text);
    let case = HUB.ask(&police, "GET", &path).json();
    assert_eq!(case["promises"][0]["standing"], "kept", "{case}");
    assert_eq!(case["tell"], json!([]));
    assert_eq!(
        HUB.ask(&HUB.token("witness-care"), "GET", &path).status,
        200
    );
}

#[test]
fn a_sentence_before_a_charge_is_refused_in_plain_words() {
    let path = format!("/police/cases/{}/progress", referred());
    let answer = post(
        &HUB.token("witness-care"),
        &path,
        &json!({"id": id(), "step": "sentenced", "at": now()}),
    );
    assert_eq!(
        (answer.status, answer.json()["title"].as_str()),
        (409, Some("Charged must be recorded first"))
    );
}

#[test]
fn a_self_referral_does_not_exist_for_the_police() {
    let answer = HUB.post(&person(&json!({}))).json();
    let reference = answer["reference"].as_str().expect("a reference");
    for role in ["police", "witness-care"] {
        let token = HUB.token(role);
        let there = HUB.ask(&token, "GET", &format!("/police/cases/{reference}"));
        let nowhere = HUB.ask(&token, "GET", "/police/cases/22222222");
        assert_eq!((there.status, &there.text), (404, &nowhere.text));
    }
    for role in ["coordinator", "oversight", "touchpoint"] {
        assert_eq!(
            HUB.ask(
                &HUB.token(role),
                "GET",
                &format!("/police/cases/{}", referred())
            )
            .status,
            403,
            "{role}"
        );
    }
}

#[test]
fn a_promise_is_listed_for_the_agency_that_owes_it() {
    let reference = referred();
    let police = HUB.token("police");
    // Ten days ago: some of the promises are overdue by now, on any day of the week.
    let ago = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(240);
    let crime = json!({"id": id(), "step": "crime-reported", "at": ago});
    assert_eq!(
        post(
            &police,
            &format!("/police/cases/{reference}/progress"),
            &crime
        )
        .status,
        201
    );
    let find = |token: &str, list: &str| {
        let mut path = list.to_owned();
        loop {
            let page = HUB.ask(token, "GET", &path);
            assert_eq!(page.status, 200, "{}", page.text);
            let page = page.json();
            let row = page["cases"]
                .as_array()?
                .iter()
                .find(|row| row["reference"] == reference.as_str())
                .cloned();
            if row.is_some() {
                return row;
            }
            path = format!("{list}?after={}", page["next"].as_str()?);
        }
    };
    let row = find(&police, "/police/cases").expect("the case");
    assert_eq!(row["tier"], "enhanced");
    assert!(
        row["owed"].as_array().is_some_and(|owed| owed.len() > 2),
        "{row}"
    );
    let due = find(&police, "/police/due").expect("the case");
    assert!(
        due["owed"].as_array().is_some_and(|owed| !owed.is_empty()),
        "{due}"
    );
    let care = find(&HUB.token("witness-care"), "/police/cases").expect("the case");
    assert_eq!(care["owed"], json!([]));
    assert!(find(&HUB.token("witness-care"), "/police/due").is_none());
    assert_eq!(
        HUB.ask(&HUB.token("coordinator"), "GET", "/police/cases")
            .status,
        403
    );
    let edge = HUB.send(
        "GET",
        &format!("{}police/cases", HUB.site),
        &[("authorization", &format!("Bearer {police}"))],
        b"",
    );
    assert_eq!(edge.status, 200, "through the edge too");
}

#[test]
fn requests_for_notes_are_refused_and_coordinators_informed() {
    let reference = referred();
    let body = json!({"id": id(), "reason": "line-of-enquiry"});
    let answer = post(
        &HUB.token("police"),
        &format!("/police/cases/{reference}/request-notes"),
        &body,
    );
    assert_eq!(answer.status, 403, "{}", answer.text);
    assert!(answer.text.contains("proportionate"));
    let case = HUB
        .ask(
            &HUB.token("coordinator"),
            "GET",
            &format!("/hub/cases/{reference}"),
        )
        .json();
    let events = case["events"].as_array().expect("events");
    let request = events
        .iter()
        .find(|event| event["what"]["event"] == "notes-requested")
        .expect("it is registered");
    assert_eq!(request["what"]["reason"], "line-of-enquiry");
    assert!(
        case["tasks"]
            .as_array()
            .expect("tasks")
            .iter()
            .any(|task| task["kind"] == "notes-request"),
        "{case}"
    );
}
