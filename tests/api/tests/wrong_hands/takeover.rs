//! Somebody has the person's words, and changes the ways of contact or stops everything.

use api::{Answer, HUB, new_id, person, soon};
use serde_json::{Value, json};

/// A person with a safe e-mail address and a safe phone.
struct Person {
    reference: String,
    word: String,
    mail: String,
}

impl Person {
    fn new(more: &Value) -> Self {
        let mail = format!("robin-{}@example.org", new_id());
        let mut referral = person(&json!({
            "residence": {"postcode": "OX1 1PT"},
            "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
            "contact": {"channels": [
                {"kind": "online", "safe": true},
                {"kind": "email", "safe": true, "address": mail},
                {"kind": "phone", "safe": true, "address": "07700 900123"},
            ], "preferred": "email"},
        }));
        for (name, value) in more.as_object().into_iter().flatten() {
            referral[name] = value.clone();
        }
        let answer = HUB.post(&referral).json();
        let text = |name: &str| {
            answer[name]
                .as_str()
                .expect("an accepted referral")
                .to_owned()
        };
        let one = Self {
            reference: text("reference"),
            word: text("memorable_word"),
            mail,
        };
        HUB.settled(&one.reference);
        one
    }

    fn ask(&self, path: &str, mut body: Value) -> Answer {
        body["reference"] = json!(self.reference);
        body["word"] = json!(self.word);
        let headers = [("content-type", "application/json")];
        let answer = HUB.send(
            "POST",
            &format!("/me/{path}"),
            &headers,
            body.to_string().as_bytes(),
        );
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer
    }

    fn case(&self) -> Value {
        HUB.case(&self.reference)
    }

    fn has_task(&self, kind: &str) -> bool {
        let case = self.case();
        let tasks = case["tasks"].as_array().expect("tasks").clone();
        tasks
            .iter()
            .any(|task| task["kind"] == kind && task["outcome"].is_null())
    }
}

/// The texts of the mails to that address.
fn mails_to(address: &str) -> Vec<String> {
    let mails = HUB.mails();
    let to = mails
        .iter()
        .filter(|mail| mail.to_string().contains(address));
    to.map(Value::to_string).collect()
}

#[test]
fn a_new_address_gets_a_code_and_nothing_else_until_it_is_confirmed() {
    let one = Person::new(&json!({}));
    let new = format!("other-{}@example.org", new_id());
    let contact = json!({"channels": [{"kind": "email", "safe": true, "address": new}]});
    one.ask(
        "change-contact",
        json!({"contact": contact, "old_mail_safe": true}),
    );
    soon("the code", || (!mails_to(&new).is_empty()).then_some(()));
    soon("the notice to the address from before", || {
        (mails_to(&one.mail).len() >= 2).then_some(())
    });
    assert!(one.has_task("check-contact"), "every safe way was replaced");
    assert_eq!(one.case()["safe_channels"], json!([]));
    HUB.settled(&one.reference);
    assert_eq!(mails_to(&new).len(), 1, "{:?}", mails_to(&new));
    // The page itself is no longer among the safe ways, so it is closed.
    assert!(one.case()["page_closed_since"].is_string());
}

#[test]
fn without_an_answer_the_old_address_is_not_written_to() {
    let one = Person::new(&json!({}));
    soon("the first mail", || {
        (!mails_to(&one.mail).is_empty()).then_some(())
    });
    let before = mails_to(&one.mail).len();
    let new = format!("other-{}@example.org", new_id());
    let contact = json!({"channels": [{"kind": "email", "safe": true, "address": new}]});
    one.ask("change-contact", json!({"contact": contact}));
    soon("the code", || (!mails_to(&new).is_empty()).then_some(()));
    assert_eq!(mails_to(&one.mail).len(), before);
}

#[test]
fn a_sudden_stop_at_high_risk_is_looked_at_and_the_page_does_not_say_so() {
    let danger = json!({"safety": {"in_danger_now": true}});
    let one = Person::new(&danger);
    one.ask("withdraw", json!({}));
    HUB.settled(&one.reference);
    assert!(one.has_task("check-stopped"), "{}", one.case());
    assert!(
        one.case()["kept"].is_null(),
        "nothing is deleted before it is looked at"
    );
    for path in ["progress", "consent", "ask", "stop", "export"] {
        let page = one.ask(path, json!({})).text;
        assert!(!page.contains("check-stopped"), "{path}: {page}");
    }
    let calm = Person::new(&json!({}));
    calm.ask("withdraw", json!({}));
    HUB.settled(&calm.reference);
    assert!(!calm.has_task("check-stopped"));
}
