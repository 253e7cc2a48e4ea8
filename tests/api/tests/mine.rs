//! The person's own page: the reference and the three words, and nothing else.

use api::{Answer, HUB, form, person};
use serde_json::json;

fn open(reference: &str, word: &str) -> Answer {
    let body = form(&[("reference", reference), ("word", word)]);
    HUB.send("POST", "/me/progress", &[("content-type", "application/x-www-form-urlencoded")], body.as_bytes())
}

#[test]
fn the_right_words_open_the_page_however_they_are_written() {
    let answer = HUB.post(&person(&json!({}))).json();
    let (reference, word) = (answer["reference"].as_str().unwrap(), answer["memorable_word"].as_str().unwrap());
    let page = open(reference, word);
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("We got what you sent"));
    assert_eq!(page.header("cache-control"), "no-store");
    let spaced = format!("{}-{}", &reference[..4].to_lowercase(), &reference[4..].to_lowercase());
    assert_eq!(open(&spaced, &word.to_uppercase()).status, 200);
}

#[test]
fn an_unknown_reference_and_a_wrong_word_look_the_same_and_never_shut_out_the_right_one() {
    let answer = HUB.post(&person(&json!({}))).json();
    let (reference, word) = (answer["reference"].as_str().unwrap(), answer["memorable_word"].as_str().unwrap());
    let unknown = open("22222222", "three wrong words");
    let wrong = open(reference, "three wrong words");
    assert_eq!((unknown.status, &unknown.text), (404, &wrong.text));
    assert_eq!(wrong.status, 404);
    for _ in 0..4 {
        assert_eq!(open(reference, "three wrong words").status, 404);
    }
    assert_eq!(open(reference, word).status, 200, "the right words get in, however often others were tried");
}

#[test]
fn a_missing_answer_is_asked_for_again() {
    assert_eq!(open("", "").status, 422);
}
