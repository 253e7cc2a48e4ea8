//! What a person does on their page, through the running hub: every act once, and its effect.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, form, person, soon};
use serde_json::{Value, json};

/// A person who asked for help, with a safe e-mail and phone, and with a service that was found.
struct Person {
    reference: String,
    word: String,
}

impl Person {
    fn new() -> Self {
        let contact = json!({
            "channels": [
                {"kind": "online", "safe": true},
                {"kind": "phone", "safe": true, "address": "07700 900123"}
            ],
            "preferred": "online"
        });
        let answer = HUB.post(&person(&json!({"contact": contact}))).json();
        let text = |name: &str| {
            answer[name]
                .as_str()
                .expect("an accepted referral")
                .to_owned()
        };
        let one = Self {
            reference: text("reference"),
            word: text("memorable_word"),
        };
        HUB.settled(&one.reference);
        one
    }

    fn ask(&self, path: &str, more: Value) -> Answer {
        let mut body = more;
        body["reference"] = json!(self.reference);
        body["word"] = json!(self.word);
        HUB.send(
            "POST",
            &format!("/me/{path}"),
            &[("content-type", "application/json")],
            body.to_string().as_bytes(),
        )
    }

    /// Does it, based on the current version of the case.
    fn tell(&self, path: &str, mut more: Value) -> Answer {
        more["version"] = self.ask("progress", json!({})).json()["version"].clone();
        self.ask(path, more)
    }

    /// Does it, and it must be accepted.
    fn done(&self, path: &str, more: Value) -> Value {
        let answer = self.tell(path, more);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }
}

#[test]
fn every_act_of_a_person_is_recorded_once_and_seen() {
    let one = Person::new();
    // What they say and ask for.
    let version = one.ask("progress", json!({})).json()["version"].clone();
    let said = json!({"words": "ring me after the school run", "version": version});
    assert_eq!(one.ask("say", said.clone()).status, 200);
    assert_eq!(
        one.ask("say", said).status,
        409,
        "a lost answer and a second tap add nothing"
    );
    let tomorrow = jiff::Zoned::now()
        .date()
        .tomorrow()
        .expect("a day")
        .tomorrow()
        .expect("a day");
    one.done(
        "call",
        json!({"day": tomorrow.to_string(), "time": "14:00"}),
    );
    one.done("restorative-justice", json!({}));
    one.done("panel", json!({}));
    one.done(
        "complain",
        json!({"about": "service", "words": "nobody rang"}),
    );
    one.done(
        "complain",
        json!({"about": "code", "words": "nobody told me"}),
    );
    one.done("feedback", json!({"helped": 4, "felt_safe": 5}));
    let case = HUB.case(&one.reference).to_string();
    for kind in ["read-words", "call", "restorative-justice", "panel"] {
        assert!(
            case.contains(&format!("\"{kind}\"")),
            "{kind} is nobody's task: {case}"
        );
    }
    // Who has looked at the case: a coordinator, just now.
    let sees = one.ask("consent", json!({})).json();
    assert!(
        !sees["services"].as_array().expect("services").is_empty(),
        "{sees}"
    );
    assert_eq!(sees["looked"][0]["who"], "Our own team", "{sees}");
    // Their ways of contact, and what they agree to.
    let silent = json!({"channels": [
        {"kind": "online", "safe": true},
        {"kind": "phone", "safe": false, "address": "07700 900123"},
    ]});
    one.done("change-contact", json!({"contact": silent}));
    assert_eq!(HUB.case(&one.reference)["referral"]["contact"], silent);
    let wrong = one.tell(
        "change-contact",
        json!({"contact": {"channels": [{"kind": "email", "safe": true}]}}),
    );
    assert_eq!(
        (wrong.status, &wrong.json()["errors"][0]["code"]),
        (422, &json!("ADDRESS_REQUIRED"))
    );
    let refused = one.tell(
        "call",
        json!({"day": tomorrow.to_string(), "time": "14:00"}),
    );
    assert_eq!(
        refused.status, 409,
        "nobody rings a number that is not safe"
    );
    let provider = sees["services"][0]["provider"].clone();
    one.done(
        "refuse",
        json!({"provider": provider, "reason": "known-there"}),
    );
    one.done("agree", json!({"scope": []}));
    soon("everything taken back", || {
        let services = one.ask("consent", json!({})).json()["services"].clone();
        services
            .as_array()?
            .iter()
            .all(|service| service["sees"] == "nothing")
            .then_some(())
    });
    one.done("agree", json!({"scope": ["share-with-providers"]}));
    // No other provider takes everyone: if they refuse that one, the coordinators look for another.
    soon("somebody who looks again", || {
        let case = HUB.case(&one.reference);
        let holds = case["holds"].as_array()?;
        holds
            .iter()
            .any(|hold| hold["why"] == "no-service")
            .then_some(())
    });
    // A quiet time, an end, a reopening, deletion.
    assert_eq!(one.done("pause", json!({"weeks": 4}))["stands"], "paused");
    assert_eq!(one.done("resume", json!({}))["stands"], "open");
    assert_eq!(one.done("withdraw", json!({}))["stands"], "closed");
    assert_eq!(one.done("reopen", json!({}))["stands"], "open");
    one.done("delete", json!({}));
    // The export of everything that is known.
    let export = one.ask("export", json!({}));
    assert_eq!(
        export.header("content-disposition"),
        "attachment; filename=\"page.json\""
    );
    for held in [
        "Robin",
        "ring me after the school run",
        "nobody rang",
        "Our own team",
    ] {
        assert!(
            export.text.contains(held),
            "{held} is missing: {}",
            export.text
        );
    }
    assert!(
        !export.text.contains(&one.word),
        "the words are never given out again"
    );
}

#[test]
fn the_pages_work_as_plain_forms_and_carry_no_words() {
    let one = Person::new();
    let post = |path: &str, fields: &[(&str, &str)]| {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        HUB.send(
            "POST",
            &format!("/me/{path}"),
            &kind,
            form(fields).as_bytes(),
        )
    };
    let value = |page: &str, name: &str| {
        let mark = format!("name=\"{name}\" value=\"");
        page.split(&mark)
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("the field")
            .to_owned()
    };
    let mut page = post(
        "progress",
        &[("reference", &one.reference), ("word", &one.word)],
    )
    .text;
    for name in ["contact", "consent", "ask", "stop", "export", "progress"] {
        let pass = value(&page, "pass");
        let next = post(name, &[("pass", &pass)]);
        assert_eq!(
            (next.status, next.header("cache-control")),
            (200, "no-store"),
            "{name}"
        );
        assert!(!next.text.contains(&one.word), "{name}");
        page = next.text;
    }
    let (pass, version) = (value(&page, "pass"), value(&page, "version"));
    let fields = [
        ("pass", pass.as_str()),
        ("version", version.as_str()),
        ("weeks", "1"),
    ];
    assert!(
        post("pause", &fields)
            .text
            .contains("Contact is paused until")
    );
    let twice = post("pause", &fields);
    assert_eq!(twice.status, 409);
    assert!(
        twice
            .text
            .contains("If you pressed twice, we have received it once"),
        "{}",
        twice.text
    );
}
