//! Somebody else's case does not exist, and each attempt is logged: an operator reads the case and the cause in the
//! log, and nothing personal.

#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::case_events::CasePerson;
use api::{HUB, new_id, person, police, soon};
use serde_json::{Value, json};

/// Texts that only the person and their helpers may read.
const PERSONAL: [&str; 6] = [
    "Wilhelmina Oakapple",
    "wilhelmina@example.org",
    "07700 900654",
    "the blue gate",
    "OX1 1AA",
    "1971-02-03",
];

/// A referral with every personal field.
fn full_referral(source: fn(&Value) -> Value) -> Value {
    source(&json!({
        "person": {"role": "victim", "name": PERSONAL[0], "date_of_birth": PERSONAL[5]},
        "contact": {"channels": [
            {"kind": "email", "safe": true, "address": PERSONAL[1]},
            {"kind": "phone", "safe": true, "address": PERSONAL[2]},
        ]},
        "residence": {"postcode": PERSONAL[4]},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "wishes": {"own_words": PERSONAL[3]},
    }))
}

/// Waits for that many log lines about the case with all of these words, and checks that none is personal.
fn assert_logged(reference: &str, times: usize, words: &[&str]) {
    let lines = soon("a line in the log", || {
        let lines = HUB.log_of(reference);
        let these = lines
            .iter()
            .filter(|line| words.iter().all(|word| line.contains(word)))
            .count();
        (these >= times).then_some((these, lines))
    });
    assert_eq!(
        lines.0, times,
        "{words:?} is not written down once for each"
    );
    for (line, word) in lines
        .1
        .iter()
        .flat_map(|line| PERSONAL.map(|word| (line, word)))
    {
        assert!(
            !line.contains(word),
            "a line of the log says who it is about"
        );
    }
}

/// A case that one provider supports: the person, the provider, and the onward referral's address.
fn supported_case() -> (CasePerson, String, String) {
    let one = CasePerson::refer("supported", &full_referral(person));
    HUB.offered_services(&one.reference);
    assert!(one.answer_offer("accept", &json!({})));
    let onward = &one.case()["onwards"].as_array().expect("onwards").clone();
    let accepted = onward
        .iter()
        .find(|onward| onward["state"] == "accepted")
        .expect("an accepted one");
    let text = |name: &str| {
        accepted["offered"][name]
            .as_str()
            .expect("a code")
            .to_owned()
    };
    (
        one,
        text("provider"),
        format!("/provider/onwards/{}", text("onward")),
    )
}

#[test]
fn another_providers_case_is_404_and_each_try_logged() {
    let (one, provider, href) = supported_case();
    let asked: Vec<String> = one.case()["onwards"]
        .as_array()
        .expect("onwards")
        .iter()
        .filter_map(|onward| Some(onward["offered"]["provider"].as_str()?.to_owned()))
        .collect();
    let other = HUB
        .queues
        .keys()
        .find(|code| !asked.contains(code))
        .expect("another provider");
    let nowhere = "/provider/onwards/22222222-1";
    for role in ["provider", "volunteer"] {
        let token = HUB.token(&format!("{role}-{other}"));
        let unknown = HUB.ask(&token, "GET", nowhere);
        let before = one.case()["events"].as_array().map(Vec::len);
        let tries = [
            HUB.ask(&token, "GET", &href),
            HUB.ask(&token, "GET", &format!("{href}/notes")),
            HUB.post_as(
                &token,
                &format!("{href}/notes"),
                &json!({"id": new_id(), "text": "seen"}),
            ),
            HUB.post_as(
                &token,
                &format!("{href}/acts"),
                &json!({"act": "session-held", "modality": "phone", "minutes": 9}),
            ),
        ];
        for answer in &tries {
            assert_eq!(
                (answer.status, &answer.text),
                (404, &unknown.text),
                "{role}: as if there were none"
            );
        }
        assert_eq!(
            one.case()["events"].as_array().map(Vec::len),
            before,
            "and nothing is written"
        );
    }
    let token = HUB.token(&format!("provider-{other}"));
    for answer in ["accept", "decline"] {
        let body = json!({"why": "no-capacity"});
        assert_eq!(
            HUB.post_as(&token, &format!("{href}/{answer}"), &body)
                .status,
            404,
            "{answer}"
        );
    }
    assert_logged(
        &one.reference,
        10,
        &[
            "WARN",
            "a provider asked for a case that is not theirs",
            other,
            "by=",
        ],
    );
    // Its own provider sees it, and is not logged as refused.
    assert_eq!(
        HUB.ask(&HUB.token(&format!("provider-{provider}")), "GET", &href)
            .status,
        200
    );
    let denied =
        |line: &String| line.contains("not theirs") && line.contains(&format!("\"{provider}\""));
    assert!(!HUB.log_of(&one.reference).iter().any(denied));
}

#[test]
fn a_volunteer_sees_less_and_no_notes() {
    let (_, provider, href) = supported_case();
    let (team, volunteer) = (
        HUB.token(&format!("provider-{provider}")),
        HUB.token(&format!("volunteer-{provider}")),
    );
    let note = json!({"id": new_id(), "text": "She waters the tomatoes on Tuesdays."});
    assert_eq!(
        HUB.post_as(&team, &format!("{href}/notes"), &note).status,
        201
    );
    assert!(
        HUB.ask(&team, "GET", &format!("{href}/notes"))
            .text
            .contains("tomatoes")
    );
    for answer in [
        HUB.ask(&volunteer, "GET", &format!("{href}/notes")),
        HUB.post_as(&volunteer, &format!("{href}/notes"), &note),
        HUB.post_as(&volunteer, &format!("{href}/accept"), &json!({})),
        HUB.act(
            &volunteer,
            &href,
            &json!({"act": "closed", "outcome": "declined"}),
        ),
    ] {
        assert_eq!(answer.status, 403, "{}", answer.text);
        assert!(!answer.text.contains("tomatoes"));
    }
    let seen = HUB.ask(&volunteer, "GET", &href).text;
    assert!(
        seen.contains(PERSONAL[0]) && seen.contains(PERSONAL[2]),
        "a name and a safe way"
    );
    assert!(
        !seen.contains(PERSONAL[3]) && !seen.contains(PERSONAL[4]),
        "and no words and no home"
    );
}

#[test]
fn a_self_referral_is_404_for_the_police_and_logged() {
    let one = CasePerson::refer("herself", &full_referral(person));
    HUB.settled(&one.reference);
    let before = one.case()["events"].as_array().map(Vec::len);
    for agency in ["police", "witness-care"] {
        let id = new_id();
        let step = json!({"id": id, "step": "complaint-made", "at": "2026-01-05T10:00:00Z"});
        let told = json!({"id": id, "promise": "arrested.2", "how": "phone"});
        let unknown = HUB.ask(&HUB.token(agency), "GET", "/police/cases/22222222");
        for answer in [
            HUB.ask(
                &HUB.token(agency),
                "GET",
                &format!("/police/cases/{}", one.reference),
            ),
            one.agency_command(agency, "progress", &step),
            one.agency_command(agency, "told", &told),
        ] {
            assert_eq!((answer.status, &answer.text), (404, &unknown.text));
        }
        let agency = format!("agency={agency}");
        assert_logged(
            &one.reference,
            3,
            &["WARN", "a case that is not theirs was denied", &agency],
        );
    }
    assert_eq!(
        one.case()["events"].as_array().map(Vec::len),
        before,
        "nothing is written"
    );
}

#[test]
fn requests_for_notes_are_refused_registered_and_logged() {
    for source in [person, police] {
        let one = CasePerson::refer("asked for", &full_referral(source));
        HUB.settled(&one.reference);
        let ids = [new_id(), new_id()];
        let asks = [
            ("police", &ids[0], "prosecutor-asked"),
            ("witness-care", &ids[1], "defence-asked"),
            // The first one again, as after a lost answer.
            ("police", &ids[0], "prosecutor-asked"),
        ];
        for (agency, id, reason) in asks {
            let answer = one.agency_command(
                agency,
                "request-notes",
                &json!({"id": id, "reason": reason}),
            );
            assert_eq!(answer.status, 403, "{}", answer.text);
            assert!(answer.text.contains("proportionate"));
        }
        let case = one.case();
        let registered: Vec<(&str, &str)> = case["notes_requests"]
            .as_array()
            .expect("the requests")
            .iter()
            .map(|request| {
                (
                    request["asked_by"].as_str().expect("who"),
                    request["reason"].as_str().expect("why"),
                )
            })
            .collect();
        assert_eq!(
            registered,
            [
                ("police", "prosecutor-asked"),
                ("witness-care", "defence-asked")
            ]
        );
        assert_logged(
            &one.reference,
            3,
            &["WARN", "support notes were asked for and refused"],
        );
        assert_eq!(
            one.agency_command(
                "police",
                "request-notes",
                &json!({"id": ids[0], "reason": "because"})
            )
            .status,
            422
        );
    }
}
