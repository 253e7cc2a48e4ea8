//! Mistakes by people and machines: an unknown reference, somebody else's words, an old version, a repeat, an
//! impossible act, a clock that was put back. The answer is clear each time, and nothing is lost.

#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::case_events::CasePerson;
use api::{Answer, HUB, new_id, person, police};
use serde_json::{Value, json};

/// Checks that an answer is a problem document in plain words.
fn assert_refused(answer: &Answer, status: u16, words: &str) {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert!(
        answer
            .header("content-type")
            .starts_with("application/problem+json"),
        "{}",
        answer.text
    );
    assert_eq!(answer.json()["status"], status, "{}", answer.text);
    let title = answer.json()["title"].as_str().expect("a title").to_owned();
    assert!(title.contains(words), "{title}");
}

fn referred(referral: &Value) -> CasePerson {
    CasePerson::refer("somebody", referral)
}

/// How many events a case has.
fn version(one: &CasePerson) -> usize {
    one.case()["events"].as_array().expect("events").len()
}

/// A case that a provider supports: a token of the provider, and the onward referral's address.
fn supported_case() -> (CasePerson, String, String) {
    let one = referred(&person(
        &json!({"residence": {"local_authority": "E07000178"}, "needs": [{"code": "trouble-sleeping"}]}),
    ));
    HUB.offered_services(&one.reference);
    assert!(one.answer_offer("accept", &json!({})));
    let (token, href) = one.onward("accepted").expect("an accepted onward referral");
    (one, token, href)
}

#[test]
fn an_invalid_reference_is_answered_like_an_unknown_one() {
    let coordinator = HUB.token("coordinator");
    let police = HUB.token("police");
    for reference in [
        "22222222",
        "NOTACASE",
        "2222",
        "22222222-22222222-22222222",
        "%F0%9F%92%A9",
        "..%2F..%2Fhub",
    ] {
        let hub = |what: &str| format!("/hub/cases/{reference}{what}");
        let there = HUB.ask(&coordinator, "GET", &hub(""));
        assert_eq!(there.status, 404, "{reference}: {}", there.text);
        for (what, body) in [
            ("/clear-conflict", json!({"reason": "spoken-alone"})),
            (
                "/choice",
                json!({"wanted": ["esas-support"], "reason": "asked"}),
            ),
            (
                "/hand-on",
                json!({"service": "nat-court", "basis": "consent", "reason": "national-need"}),
            ),
        ] {
            assert_eq!(
                HUB.post_as(&coordinator, &hub(what), &body).status,
                404,
                "{reference}{what}"
            );
        }
        let case = format!("/police/cases/{reference}");
        assert_eq!(HUB.ask(&police, "GET", &case).status, 404, "{case}");
        let step = json!({"id": new_id(), "step": "arrested", "at": "2026-01-05T10:00:00Z"});
        assert_eq!(
            HUB.post_as(&police, &format!("{case}/progress"), &step)
                .status,
            404,
            "{case}"
        );
        let provider = HUB.token("provider-esas");
        for onward in [
            reference.to_owned(),
            format!("{reference}-1"),
            format!("{reference}-999999999999"),
        ] {
            let answer = HUB.ask(&provider, "GET", &format!("/provider/onwards/{onward}"));
            assert_eq!(answer.status, 404, "{onward}: {}", answer.text);
        }
    }
}

#[test]
fn the_words_of_one_case_open_no_other() {
    let (mine, theirs) = (referred(&person(&json!({}))), referred(&person(&json!({}))));
    let crossed = CasePerson {
        reference: theirs.reference.clone(),
        word: mine.word.clone(),
        ..referred(&person(&json!({})))
    };
    for (what, more) in [
        ("progress", ("", "")),
        ("council", ("council", "E07000178")),
    ] {
        let answer = crossed.page_command(
            what,
            if more.0.is_empty() {
                &[]
            } else {
                std::slice::from_ref(&more)
            },
        );
        assert_eq!(answer.status, 404, "{what}");
        assert!(!answer.text.contains(&theirs.reference), "{what}");
    }
    assert_eq!(
        theirs.case()["local_authority"],
        Value::Null,
        "nobody else says where they live"
    );
    assert_eq!(
        (
            mine.page_command("progress", &[]).status,
            theirs.page_command("progress", &[]).status
        ),
        (200, 200)
    );
}

#[test]
fn a_stale_command_is_refused_and_a_repeat_recorded_once() {
    let (one, token, href) = supported_case();
    let seen = HUB.ask(&token, "GET", &href).json()["version"]
        .as_u64()
        .expect("a version");
    let session = json!({"act": "session-held", "modality": "phone", "minutes": 30});
    let unnamed = HUB.post_as(&token, &format!("{href}/acts"), &session);
    assert_refused(&unnamed, 428, "If-Match");
    assert_eq!(HUB.act_of(&token, &href, &session, seen).status, 200);
    let before = version(&one);
    // A second tap, and an older sheet of paper.
    for old in [seen, seen - 1, 0, seen + 7] {
        assert_refused(
            &HUB.act_of(&token, &href, &session, old),
            412,
            "has changed since you looked",
        );
    }
    assert_eq!(version(&one), before);
    let now = HUB.ask(&token, "GET", &href).json();
    assert_eq!(
        (
            now["care"]["sessions"].as_u64(),
            now["care"]["minutes"].as_u64()
        ),
        (Some(1), Some(30))
    );
    // Two at the same time for the same version: one is recorded.
    let seen = now["version"].as_u64().expect("a version");
    let both: Vec<u16> = std::thread::scope(|scope| {
        let one_of = || scope.spawn(|| HUB.act_of(&token, &href, &session, seen).status);
        [one_of(), one_of()]
            .map(|one| one.join().expect("an answer"))
            .to_vec()
    });
    assert!(both == [200, 412] || both == [412, 200], "{both:?}");
}

#[test]
fn an_impossible_act_is_refused_with_a_reason() {
    let one = referred(&person(
        &json!({"residence": {"local_authority": "E07000178"}, "needs": [{"code": "trouble-sleeping"}]}),
    ));
    HUB.offered_services(&one.reference);
    let (token, href) = one.onward("offered").expect("an offer");
    let reached = json!({"act": "contact-tried", "by": "phone", "outcome": "reached"});
    let before = version(&one);
    let now = |one: &CasePerson| u64::try_from(version(one)).expect("a version");
    assert_refused(
        &HUB.act_of(&token, &href, &reached, now(&one)),
        409,
        "cannot be recorded",
    );
    let note = json!({"id": new_id(), "text": "too early"});
    assert_refused(
        &HUB.post_as(&token, &format!("{href}/notes"), &note),
        409,
        "Accept the referral first",
    );
    assert_eq!(version(&one), before);
    assert!(one.answer_offer("accept", &json!({})));
    let (token, href) = one.onward("accepted").expect("an accepted onward referral");
    let all = |score: u8| json!({"health": score, "coping": 5, "safety": 5, "reintegration": 5, "informed": 5, "justice": 5});
    let before = version(&one);
    for (act, words) in [
        (
            json!({"act": "measured", "point": "end", "scores": all(5)}),
            "measure the start first",
        ),
        (
            json!({"act": "measured", "point": "beginning", "scores": all(11)}),
            "between 0 and 10",
        ),
        (
            json!({"act": "session-held", "modality": "phone", "minutes": 0}),
            "between 1 and 600 minutes",
        ),
        (
            json!({"act": "session-held", "modality": "phone", "minutes": 601}),
            "between 1 and 600 minutes",
        ),
        (
            json!({"act": "closed", "outcome": "completed"}),
            "no contact with the person is recorded yet",
        ),
    ] {
        assert_refused(&HUB.act(&token, &href, &act), 409, words);
    }
    for act in [
        json!({"act": "danced"}),
        json!({"act": "closed", "outcome": "bored"}),
        json!([]),
        json!({}),
    ] {
        assert_refused(&HUB.act(&token, &href, &act), 422, " is one of ");
    }
    assert_eq!(version(&one), before);
    assert_eq!(
        HUB.act(
            &token,
            &href,
            &json!({"act": "closed", "outcome": "declined"})
        )
        .status,
        200
    );
    let over = HUB.act_of(&token, &href, &reached, now(&one));
    assert_refused(&over, 409, "over");
}

#[test]
fn a_repeated_police_record_is_known_and_changed_content_refused() {
    let one = referred(&police(&json!({})));
    let step = json!({"id": new_id(), "step": "arrested", "at": "2026-03-02T10:00:00Z"});
    let told = |id: &str, how: &str| json!({"id": id, "promise": "arrested.2", "how": how, "at": "2026-03-03T10:00:00Z"});
    HUB.settled(&one.reference);
    let recorded = one.agency_command("police", "progress", &step);
    assert_eq!(recorded.status, 201, "{}", recorded.text);
    let code = recorded.json()["tell"][0]["promise"].clone();
    let told = |id: &str, how: &str| {
        let mut body = told(id, how);
        body["promise"] = code.clone();
        one.agency_command("police", "told", &body)
    };
    let (first, second) = (new_id(), new_id());
    assert_eq!(told(&first, "phone").status, 201);
    let before = version(&one);
    assert_eq!(
        one.agency_command("police", "progress", &step).status,
        200,
        "the step again"
    );
    assert_eq!(told(&first, "phone").status, 200, "the telling again");
    // The same UUID in capitals is the same record.
    assert_eq!(told(&first.to_uppercase(), "phone").status, 200);
    assert_refused(
        &told(&first, "letter"),
        409,
        "This id was sent before with other content",
    );
    assert_refused(&told(&second, "phone"), 409, "The promise is kept already");
    assert_refused(
        &one.agency_command("witness-care", "progress", &step),
        409,
        "This id was sent before with other content",
    );
    let twice = json!({"id": new_id(), "step": "arrested", "at": "2026-03-02T10:00:00Z"});
    assert_refused(
        &one.agency_command("police", "progress", &twice),
        409,
        "already recorded",
    );
    assert_eq!(version(&one), before);
}

#[test]
fn an_event_delivered_again_changes_nothing() {
    let (one, _, href) = supported_case();
    one.wait_until_settled();
    let asked = || HUB.offers(&one.reference).len();
    let (version_before, asked_before) = (version(&one), asked());
    for _ in 0..2 {
        HUB.replay(&one.reference, "react");
        HUB.replay(&one.reference, "figures");
    }
    assert_eq!((version(&one), asked()), (version_before, asked_before));
    let put_aside = |line: &String| line.contains("put aside");
    assert!(
        !HUB.log_of(&one.reference).iter().any(put_aside),
        "they were read and recognised, and none is a dead letter"
    );
    assert_eq!(one.onward("accepted").map(|(_, href)| href), Some(href));
}

#[test]
fn both_hours_count_when_the_clocks_go_back() {
    let one = referred(&police(&json!({})));
    let arrest = |at: &str| {
        one.agency_command(
            "police",
            "progress",
            &json!({"id": new_id(), "step": "arrested", "at": at}),
        )
    };
    // Sunday 26 October 2025, half past one, in summer time and an hour later in winter time.
    for at in ["2025-10-26T01:30:00+01:00", "2025-10-26T01:30:00Z"] {
        assert_eq!(arrest(at).status, 201, "{at}");
    }
    // The first record again, with another UTC offset.
    assert_refused(
        &arrest("2025-10-26T02:30:00+02:00"),
        409,
        "already recorded",
    );
    // In summer, half an hour before midnight UTC is the next day in London.
    assert_eq!(arrest("2026-06-30T22:30:00Z").status, 201);
    let answer = arrest("2026-06-30T23:30:00Z");
    assert_eq!(answer.status, 201, "{}", answer.text);
    let due: Vec<Value> = answer.json()["promises"]
        .as_array()
        .expect("promises")
        .iter()
        .map(|promise| promise["due"].clone())
        .collect();
    // Five working days later, at five in the afternoon in London.
    let expected = [
        "2025-10-31T17:00:00Z",
        "2025-10-31T17:00:00Z",
        "2026-07-07T16:00:00Z",
        "2026-07-08T16:00:00Z",
    ]
    .map(Value::from);
    assert_eq!(due, expected);
    // Without an offset, a time in that night is ambiguous, so it is refused.
    for vague in [
        "2025-10-26T01:30:00",
        "2025-10-26",
        "26/10/2025 01:30",
        "1761442200",
    ] {
        assert_refused(&arrest(vague), 422, "at is a moment");
    }
    assert_refused(&arrest("2126-10-26T01:30:00Z"), 422, "in the future");
    assert_eq!(
        one.agency_command(
            "police",
            "progress",
            &json!({"id": new_id(), "step": "arrested"})
        )
        .status,
        422
    );
}
