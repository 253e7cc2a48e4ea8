//! The person's page: the reference and the memorable word open it.

use api::{Answer, HUB, form, person, soon};
use serde_json::json;

fn open(reference: &str, word: &str) -> Answer {
    let body = form(&[("reference", reference), ("word", word)]);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    HUB.send("POST", "/me/progress", &headers, body.as_bytes())
}

#[test]
fn the_right_words_open_the_page_however_they_are_written() {
    let _turn = HUB.guessing();
    let answer = HUB.post(&person(&json!({}))).json();
    let (reference, word) = (
        answer["reference"].as_str().unwrap(),
        answer["memorable_word"].as_str().unwrap(),
    );
    let page = open(reference, word);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("We received what you sent"));
    assert_eq!(page.header("cache-control"), "no-store");
    let spaced = format!(
        "{}-{}",
        &reference[..4].to_lowercase(),
        &reference[4..].to_lowercase()
    );
    assert_eq!(open(&spaced, &word.to_uppercase()).status, 200);
}

#[test]
fn wrong_references_and_words_look_alike_and_lock_nobody_out() {
    let _turn = HUB.guessing();
    let answer = HUB.post(&person(&json!({}))).json();
    let (reference, word) = (
        answer["reference"].as_str().unwrap(),
        answer["memorable_word"].as_str().unwrap(),
    );
    let unknown = open("22222222", "three wrong words");
    let wrong = open(reference, "three wrong words");
    assert_eq!((unknown.status, &unknown.text), (404, &wrong.text));
    assert_eq!(wrong.status, 404);
    for _ in 0..4 {
        assert_eq!(open(reference, "three wrong words").status, 404);
    }
    assert_eq!(
        open(reference, word).status,
        200,
        "the right words get in, however often others were tried"
    );
}

/// Each wrong answer makes the next wait longer, up to a second. Many come from several addresses.
#[test]
fn many_wrong_words_give_one_task() {
    let _turn = HUB.guessing();
    let answer = HUB.post(&person(&json!({}))).json();
    let (reference, word) = (
        answer["reference"].as_str().unwrap(),
        answer["memorable_word"].as_str().unwrap(),
    );
    HUB.settled(reference);
    let tasks = || {
        let case = HUB.case(reference);
        let all = case["tasks"].as_array().unwrap().clone();
        all.into_iter()
            .filter(|task| task["kind"] == "wrong-words")
            .count()
    };
    let guess = |number: usize| {
        if number % 12 == 11 {
            HUB.forget_askers();
        }
        assert_eq!(open(reference, "three wrong words").status, 404);
    };
    (0..24).for_each(guess);
    assert_eq!(tasks(), 0, "they may be slips");
    for number in 24..26 {
        guess(number);
        assert_eq!(tasks(), 1);
    }
    let page = open(reference, word);
    assert_eq!(page.status, 200);
    assert!(page.text.contains("wrong words for this page"));
}

#[test]
fn a_missing_answer_is_asked_for_again() {
    assert_eq!(open("", "").status, 422);
}

#[test]
fn an_unknown_postcode_is_accepted_and_the_council_asked_for() {
    let _turn = HUB.guessing();
    let referral = person(&json!({
        "residence": {"postcode": "OX99 9ZZ"},
        "needs": [{"code": "isolation-or-loneliness", "weight": "a-lot"}],
        "incident": {"flags": ["domestic-abuse"]},
        "safety": {"afraid": true},
    }));
    let answer = HUB.post(&referral).json();
    assert!(
        answer["next"].to_string().contains("which council"),
        "{answer}"
    );
    let (reference, word) = (
        answer["reference"].as_str().unwrap(),
        answer["memorable_word"].as_str().unwrap(),
    );
    HUB.settled(reference);
    let ask = |path: &str, council: &str| {
        let fields = form(&[
            ("reference", reference),
            ("word", word),
            ("council", council),
        ]);
        HUB.send(
            "POST",
            path,
            &[("content-type", "application/x-www-form-urlencoded")],
            fields.as_bytes(),
        )
    };
    let page = ask("/me/progress", "");
    assert!(
        page.text.contains("Which council do you live in?"),
        "{}",
        page.text
    );
    let told = ask("/me/council", "E06000039");
    assert_eq!(told.status, 200);
    assert!(
        !told.text.contains("Which council do you live in?")
            && told.text.contains("You told us where you live")
    );
    soon("a service of that council", || {
        HUB.offers(reference)
            .into_iter()
            .find(|offer| offer["data"]["service"] == "east-berks-da-at-medium-risk")
    });
    assert_eq!(HUB.case(reference)["local_authority"], "E06000039");
}
