//! New words that a coordinator says in a call, and closing the person's page.

use crate::support::{act, ask, given, stored, world};
use events::case::CloseReason;
use events::referral::SourceKind;
use platform::keys::Keys;
use platform::ports::Submission;
use serde_json::{Value, json};
use twins::SECRET;

#[tokio::test]
async fn new_words_are_in_one_answer_and_nowhere_else() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let mut told: Vec<String> = Vec::new();
    for generation in 1..4 {
        let (status, answer) = act(&twin, &case, "new-words", json!({})).await;
        assert_eq!(status, 200, "{answer}");
        let words = answer["memorable_word"].as_str().unwrap().to_owned();
        let expected = Keys::new(SECRET).word(&Submission::of(&case), generation);
        assert_eq!(words, expected.text());
        assert!(!told.contains(&words));
        told.push(words);
    }
    let path = format!("/hub/cases/{}", case.reference);
    let (_, seen) = ask(&twin, "coordinator", &path, None, None).await;
    let everything = format!("{seen} {:?}", twin.state());
    for words in told {
        assert!(!everything.contains(&words), "they are stored");
    }
    let (_, other) = act(&twin, &case, "assign", json!({})).await;
    assert_eq!(other.get("memorable_word"), None);
}

#[tokio::test]
async fn a_closed_page_is_shown_and_opens_with_new_words() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let path = format!("/hub/cases/{}", case.reference);
    let page = async || {
        let (_, seen) = ask(&twin, "coordinator", &path, None, None).await;
        [&seen["page_open_since"], &seen["page_closed_since"]].map(Value::is_string)
    };
    assert_eq!(page().await, [true, false]);
    for _ in 0..2 {
        assert_eq!(act(&twin, &case, "close-page", json!({})).await.0, 200);
        assert_eq!(page().await, [false, true]);
    }
    assert_eq!(stored(&twin, &case.reference).access.generation, 1);
    assert_eq!(act(&twin, &case, "new-words", json!({})).await.0, 200);
    assert_eq!(page().await, [true, false]);
}

#[tokio::test]
async fn a_case_that_goes_on_elsewhere_gets_no_words() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let why = json!({"why": CloseReason::EnteredInError});
    let path = format!("/hub/cases/{}/close", case.reference);
    let closed = ask(&twin, "coordinator", &path, Some(why), Some(1)).await;
    assert_eq!(closed.0, 200, "{}", closed.1);
    assert!(!stored(&twin, &case.reference).has_open_page());
    let (status, answer) = act(&twin, &case, "new-words", json!({})).await;
    assert_eq!(status, 409);
    assert_eq!(answer["title"], words::refusals::page_ended());
}

#[tokio::test]
async fn the_police_do_not_get_the_words_through_their_coordinator() {
    let twin = world();
    let case = given(&twin, 1, |new| {
        new.case.received.source = SourceKind::Police;
    })
    .await;
    let path = format!("/hub/cases/{}", case.reference);
    let groups = "coordinator employer-police";
    let command = async |name: &str| {
        let path = format!("{path}/{name}");
        ask(&twin, groups, &path, Some(json!({})), None).await
    };
    let (status, answer) = command("new-words").await;
    assert_eq!(status, 403);
    assert_eq!(answer.get("memorable_word"), None);
    assert_eq!(stored(&twin, &case.reference).access.generation, 0);
    assert_eq!(command("close-page").await.0, 200, "it makes it safer");
}
