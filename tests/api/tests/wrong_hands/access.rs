//! Words, codes and pages in the hands of somebody who should not have them.

use api::{Answer, HUB, person};
use serde_json::{Value, json};

/// A person with a case.
struct Someone {
    reference: String,
    /// What the sender was given: words or a code.
    given: String,
}

impl Someone {
    fn refer(more: &Value) -> Self {
        let answer = HUB.post(&person(more)).json();
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        let one = Self {
            reference: text("reference"),
            given: text("memorable_word") + &text("opening_code"),
        };
        HUB.settled(&one.reference);
        one
    }

    /// Opens the page with what was given first.
    fn open(&self, page: &str) -> Answer {
        self.open_with(page, &self.given, &json!({}))
    }

    fn open_with(&self, page: &str, word: &str, more: &Value) -> Answer {
        let mut body = json!({"reference": self.reference, "word": word});
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let headers = [("content-type", "application/json")];
        HUB.send(
            "POST",
            &format!("/me/{page}"),
            &headers,
            body.to_string().as_bytes(),
        )
    }

    fn coordinator(&self, command: &str, body: &Value) -> Answer {
        let token = HUB.token("coordinator");
        let version = HUB.case(&self.reference)["version"].to_string();
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("if-match", version.as_str()),
        ];
        let path = format!("/hub/cases/{}/{command}", self.reference);
        HUB.send("POST", &path, &headers, body.to_string().as_bytes())
    }

    /// No page opens with the old words.
    fn is_shut(&self, after: &str) {
        for page in ["progress", "export", "contact"] {
            let answer = self.open(page);
            assert_eq!(answer.status, 404, "{page} after {after}: {}", answer.text);
            assert!(answer.json().get("answers").is_none());
        }
    }
}

#[test]
fn old_words_open_nothing_after_new_words() {
    let _turn = HUB.guessing();
    let one = Someone::refer(&json!({}));
    assert_eq!(one.open("progress").status, 200);
    let new = one.coordinator("new-words", &json!({}));
    assert_eq!(new.status, 200, "{}", new.text);
    let words = new.json()["memorable_word"].as_str().unwrap().to_owned();
    one.is_shut("new words");
    assert_eq!(one.open_with("progress", &words, &json!({})).status, 200);
    // The person changes them again, on their page.
    let changed = one.open_with(
        "new-words",
        &words,
        &json!({"version": version(&one, &words)}),
    );
    assert_eq!(changed.status, 200, "{}", changed.text);
    let newest = changed.json()["memorable_word"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(one.open_with("progress", &words, &json!({})).status, 404);
    let opened = one.open_with("progress", &newest, &json!({}));
    assert_eq!(opened.status, 200);
    let seen = HUB.case(&one.reference);
    for words in [&words, &newest] {
        assert!(
            !seen.to_string().contains(words.as_str()),
            "they are stored"
        );
        assert!(!opened.text.contains(words.as_str()));
    }
    assert!(seen["page_open_since"].is_string());
}

/// The version in the page that these words open.
fn version(one: &Someone, words: &str) -> Value {
    one.open_with("progress", words, &json!({})).json()["version"].clone()
}

#[test]
fn old_words_open_nothing_after_a_merge() {
    let _turn = HUB.guessing();
    // The older case continues.
    let (stays, old) = (Someone::refer(&json!({})), Someone::refer(&json!({})));
    let proposed = old.coordinator("merge", &json!({"into": stays.reference}));
    assert_eq!(proposed.status, 200, "{}", proposed.text);
    assert_eq!(old.open("progress").status, 200, "nothing is merged yet");
    let proposal = json!({"proposal": proposed.json()["recorded"][0]["number"]});
    let path = format!("/hub/cases/{}/approve-merge", old.reference);
    let merged = HUB.post_as(&HUB.token("duty-manager"), &path, &proposal);
    assert_eq!(merged.status, 200, "{}", merged.text);
    old.is_shut("a merge");
    // Nobody knows yet who sent the case that stays.
    stays.is_shut("a merge");
    let case = HUB.case(&stays.reference);
    let tasks = case["tasks"].as_array().expect("tasks");
    let to_call = |task: &Value| task["kind"] == "check-contact" && task["outcome"].is_null();
    assert!(tasks.iter().any(to_call), "{case}");
    let refused = old.coordinator("new-words", &json!({}));
    assert_eq!(refused.status, 409, "{}", refused.text);
    let new = stays.coordinator("new-words", &json!({})).json();
    let words = new["memorable_word"].as_str().expect("words");
    assert_eq!(stays.open_with("progress", words, &json!({})).status, 200);
    stays.is_shut("new words");
}

#[test]
fn nothing_opens_a_closed_page_until_a_call() {
    let _turn = HUB.guessing();
    let (by_team, by_person) = (Someone::refer(&json!({})), Someone::refer(&json!({})));
    let closed = by_team.coordinator("close-page", &json!({}));
    assert_eq!(closed.status, 200, "{}", closed.text);
    let closed = by_person.open("close-page");
    assert_eq!(closed.json()["stands"], "page-closed", "{}", closed.text);
    for one in [by_team, by_person] {
        one.is_shut("closing");
        assert!(HUB.case(&one.reference)["page_closed_since"].is_string());
        let new = one.coordinator("new-words", &json!({})).json();
        let words = new["memorable_word"].as_str().unwrap().to_owned();
        assert_eq!(one.open_with("progress", &words, &json!({})).status, 200);
        one.is_shut("new words");
    }
}

#[test]
fn a_page_that_is_not_safe_closes() {
    let _turn = HUB.guessing();
    let contact = json!({"channels": [{"kind": "online", "safe": false}]});
    let by_person = Someone::refer(&json!({}));
    let more = json!({"contact": contact, "version": version(&by_person, &by_person.given)});
    let changed = by_person.open_with("change-contact", &by_person.given, &more);
    assert_eq!(changed.status, 200, "{}", changed.text);
    by_person.is_shut("the person called it not safe");
    let by_team = Someone::refer(&json!({}));
    let body = json!({"contact": contact, "why": "asked"});
    let changed = by_team.coordinator("contact", &body);
    assert_eq!(changed.status, 200, "{}", changed.text);
    by_team.is_shut("a coordinator was told that it is not safe");
}

#[test]
fn the_police_are_given_nothing_that_opens_a_page() {
    for kind in ["police", "british-transport-police", "action-fraud"] {
        if !HUB.partners.contains_key(kind) {
            continue;
        }
        let referral = person(&json!({"source": {"kind": kind}}));
        for status in [201, 200] {
            let answer = HUB.post(&referral);
            assert_eq!(answer.status, status, "{kind}: {}", answer.text);
            for given in ["memorable_word", "opening_code"] {
                assert!(
                    answer.json().get(given).is_none(),
                    "{kind} is given {given}"
                );
            }
        }
    }
}

#[test]
fn a_partners_code_opens_the_page_once() {
    let _turn = HUB.guessing();
    let referral = person(&json!({"source": {"kind": "touchpoint", "code": "LIB-1"}}));
    let (first, again) = (HUB.post(&referral), HUB.post(&referral));
    assert_eq!((first.status, again.status), (201, 200));
    let code = first.json()["opening_code"].as_str().unwrap().to_owned();
    assert_eq!(again.json()["opening_code"], json!(code));
    assert!(first.json().get("memorable_word").is_none());
    let one = Someone {
        reference: first.json()["reference"].as_str().unwrap().to_owned(),
        given: code.clone(),
    };
    HUB.settled(&one.reference);
    let opened = one.open("progress");
    assert_eq!(opened.status, 200, "{}", opened.text);
    let words = opened.json()["memorable_word"].as_str().unwrap().to_owned();
    one.is_shut("its first use");
    let page = one.open_with("progress", &words, &json!({}));
    assert_eq!(page.status, 200);
    assert!(page.json().get("memorable_word").is_none());
    // A repeat of the referral still has the code, which opens nothing.
    assert_eq!(HUB.post(&referral).json()["opening_code"], json!(code));
    one.is_shut("a repeat");
}

#[test]
fn the_person_sees_each_opening() {
    let _turn = HUB.guessing();
    let one = Someone::refer(&json!({}));
    assert_eq!(one.open("progress").status, 200);
    let case_version = || HUB.case(&one.reference)["version"].clone();
    let before = case_version();
    let wrong = one.open_with("progress", "three wrong words", &json!({}));
    assert_eq!(wrong.status, 404);
    let shown = one.open("access").json();
    assert!(!shown["page"]["opened"].as_array().unwrap().is_empty());
    assert_eq!(shown["page"]["wrong_words"].as_array().unwrap().len(), 1);
    let export = one.open("export").json();
    assert!(!export["page"]["opened"].as_array().unwrap().is_empty());
    assert_eq!(case_version(), before, "looking is no event");
}

#[test]
fn an_asker_with_many_wrong_words_is_told_to_wait() {
    let _turn = HUB.guessing();
    let one = Someone::refer(&json!({}));
    let ask = |kind: &str, word: &str| {
        let body = match kind {
            "application/json" => json!({"reference": one.reference, "word": word}).to_string(),
            _ => api::form(&[("reference", &one.reference), ("word", word)]),
        };
        let headers = [("content-type", kind)];
        HUB.send("POST", "/me/progress", &headers, body.as_bytes())
    };
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    for _ in 0..20 {
        assert_eq!(ask(json, "three wrong words").status, 404);
    }
    let waits = ask(json, &one.given);
    assert_eq!((waits.status, waits.header("retry-after")), (429, "900"));
    let page = ask(form, &one.given);
    assert_eq!(page.status, 429);
    assert!(page.text.contains("Wait 15 minutes"), "{}", page.text);
    HUB.forget_askers();
    assert_eq!(ask(json, &one.given).status, 200);
}
