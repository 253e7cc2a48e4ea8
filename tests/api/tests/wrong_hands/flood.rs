//! Somebody sends many forms from one connection. The tests ask from the laptop's own address, which is never counted, so
//! these forms go to the interface as the edge sends them, with a separate connection.

use api::{Answer, HUB, new_id, person, soon};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The first form of a connection within an hour that is set aside.
const TENTH: usize = 10;

/// What the edge sends, so that the functions answer it.
fn edge() -> &'static str {
    static EDGE: OnceLock<String> = OnceLock::new();
    EDGE.get_or_init(|| {
        let name = format!("hub-{}-edge-a", HUB.area);
        let output = HUB.aws(&["secretsmanager", "get-secret-value", "--secret-id", &name]);
        let answer: Value = serde_json::from_slice(&output.stdout).expect("the secret");
        let text = answer["SecretString"].as_str().expect("its text");
        let versions: Value = serde_json::from_str(text).expect("its versions");
        let versions = versions.as_object().expect("its versions").values();
        let mut values = versions.filter_map(Value::as_str);
        let known = values.find(|value| {
            let path = "/_aws/execute-api/a11ce001/$default/open-referral/services";
            let address = format!("{}{path}", HUB.endpoint);
            HUB.send("GET", &address, &[("x-hub-edge", value)], b"")
                .status
                == 200
        });
        known.expect("a value that the functions know").to_owned()
    })
}

/// A connection that nobody used before.
struct Connection(String);

impl Connection {
    fn new() -> Self {
        let id = new_id();
        Self(format!("2001:db8:{}:{}::1", &id[..4], &id[4..8]))
    }

    fn post(&self, referral: &Value) -> Answer {
        let headers = [
            ("content-type", "application/json"),
            ("x-hub-edge", edge()),
            ("x-hub-asker", self.0.as_str()),
        ];
        let path = "/_aws/execute-api/a11ce001/$default/referrals";
        let answer = HUB.send(
            "POST",
            &format!("{}{path}", HUB.endpoint),
            &headers,
            referral.to_string().as_bytes(),
        );
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer
    }

    /// Sends so many forms, and returns the answers.
    fn flood(&self, many: usize, form: impl Fn(usize) -> Value) -> Vec<Value> {
        let send = |number| self.post(&form(number)).json();
        (1..=many).map(send).collect()
    }
}

fn address() -> String {
    format!("robin-{}@example.org", new_id())
}

fn form(address: &str, in_danger: bool) -> Value {
    person(&json!({
        "residence": {"postcode": "OX1 1PT"},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
        "safety": {"in_danger_now": in_danger},
        "contact": {"channels": [
            {"kind": "online", "safe": true},
            {"kind": "email", "safe": true, "address": address},
        ], "preferred": "email"},
    }))
}

fn reference(answer: &Value) -> &str {
    answer["reference"].as_str().expect("a reference")
}

/// How many letters went to an address.
fn letters(address: &str) -> usize {
    let mails = HUB.mails();
    let to = |mail: &&Value| mail.to_string().contains(address);
    mails.iter().filter(to).count()
}

/// Whether the hub is done with the acknowledgement, sent or not.
fn is_acknowledged(case: &Value) -> bool {
    let updates = case["updates"].as_array();
    updates.is_some_and(|all| all.iter().any(|one| one["kind"] == "acknowledgement"))
}

#[test]
fn thirty_forms_send_one_letter_and_ask_few_services() {
    let (connection, target) = (Connection::new(), address());
    let answers = connection.flood(30, |_| form(&target, false));
    for (number, answer) in (1..).zip(&answers) {
        let case = HUB.settled(reference(answer));
        if number < TENTH {
            assert_eq!(case["set_aside"], Value::Null, "{number}");
            soon("the end of each acknowledgement", || {
                is_acknowledged(&HUB.case(reference(answer))).then_some(())
            });
        } else {
            assert!(case["set_aside"].is_string(), "{number}");
            assert_eq!(case["onwards"], json!([]), "{number}");
            assert_eq!(case["owner"]["kind"], "coordinators", "{number}");
            assert_eq!(case["updates"], json!([]), "{number}");
        }
    }
    soon("the letter", || (letters(&target) == 1).then_some(()));
}

#[test]
fn the_sender_does_not_learn_that_a_form_was_set_aside() {
    let (connection, target) = (Connection::new(), address());
    let answers = connection.flood(TENTH, |_| form(&target, true));
    let shape = |answer: &Value| {
        let mut shape = answer.clone();
        for name in ["reference", "memorable_word"] {
            assert!(shape[name].is_string(), "{name}");
            shape[name] = Value::Null;
        }
        for step in shape["next"].as_array_mut().expect("steps") {
            step["by"] = Value::Null;
        }
        shape.to_string()
    };
    let (first, last) = (&answers[0], &answers[TENTH - 1]);
    assert_eq!(shape(first), shape(last));
    let case = HUB.settled(reference(last));
    let mark = case["set_aside"].as_str().expect("a mark");
    let body = json!({"reference": reference(last), "word": last["memorable_word"]}).to_string();
    for page in ["progress", "export"] {
        let headers = [("content-type", "application/json")];
        let answer = HUB.send("POST", &format!("/me/{page}"), &headers, body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text);
        for word in [mark, "set_aside", "set-aside", "connection"] {
            assert!(!answer.text.contains(word), "{page}: {word}");
        }
    }
}

#[test]
fn a_flood_does_not_stand_before_a_person_in_danger() {
    let (connection, target) = (Connection::new(), address());
    let flood = connection.flood(TENTH + 2, |_| form(&target, true));
    let aside: BTreeSet<&str> = flood[TENTH - 1..].iter().map(reference).collect();
    for one in &aside {
        let case = HUB.settled(one);
        assert!(case["set_aside"].is_string());
        let (opened, due) = (&case["opened_at"], &case["owner"]["due"]);
        let at = |text: &Value| text.as_str()?.parse::<jiff::Timestamp>().ok();
        let waits = at(due)
            .expect("a time")
            .duration_since(at(opened).expect("a time"));
        assert!(waits.as_secs() <= 16 * 60, "nobody looks: {waits}");
    }
    let honest = HUB.post(&form(&address(), true)).json();
    let honest = reference(&honest).to_owned();
    HUB.settled(&honest);
    let coordinator = HUB.token("coordinator");
    let (mut path, mut found) = ("/hub/queue".to_owned(), false);
    loop {
        let page = HUB.ask(&coordinator, "GET", &path).json();
        for row in page["rows"].as_array().expect("rows") {
            found |= row["reference"] == honest.as_str();
            assert!(found || row["set_aside"].is_null(), "a flood comes first");
        }
        match page["next"].as_str().filter(|_| !found) {
            Some(next) => path = format!("/hub/queue?after={next}"),
            None => break,
        }
    }
    assert!(found, "the person in danger is not in the queue");
    // The separate lane has a count for each connection.
    let lane = HUB
        .ask(&coordinator, "GET", "/hub/queue?set_aside=true")
        .json();
    let mark = &HUB.case(aside.first().expect("one"))["set_aside"];
    let groups = lane["set_aside"].as_array().expect("the groups");
    let group = groups.iter().find(|group| group["mark"] == *mark);
    assert_eq!(group.expect("the group")["count"], aside.len());
    let others = HUB
        .ask(&coordinator, "GET", "/hub/queue?set_aside=false")
        .json();
    let rows = others["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["set_aside"].is_null()));
}

#[test]
fn what_is_let_through_goes_on_like_any_other() {
    let connection = Connection::new();
    let addresses: Vec<String> = (0..=TENTH + 2).map(|_| address()).collect();
    let answers = connection.flood(TENTH + 2, |number| form(&addresses[number], false));
    let aside: Vec<&str> = answers[TENTH - 1..].iter().map(reference).collect();
    let mark = HUB.settled(aside[0])["set_aside"].clone();
    for one in &aside {
        assert_eq!(HUB.settled(one)["set_aside"], mark);
    }
    let coordinator = HUB.token("coordinator");
    let path = format!("/hub/cases/{}", aside[0]);
    let refused = HUB.post_as(
        &coordinator,
        &format!("{path}/look"),
        &json!({"why": "set-aside"}),
    );
    assert_eq!(refused.status, 409, "{}", refused.text);
    let through = HUB.post_as(&coordinator, &format!("{path}/let-through"), &json!({}));
    assert_eq!(through.status, 200, "{}", through.text);
    let is_routed = |reference: &str| {
        let case = HUB.case(reference);
        let offered = case["onwards"]
            .as_array()
            .is_some_and(|all| !all.is_empty());
        (offered && case["set_aside"].is_null()).then_some(())
    };
    soon("an offer", || is_routed(aside[0]));
    soon("its letter", || {
        (letters(&addresses[TENTH]) == 1).then_some(())
    });
    // All others of the connection go on at once.
    let body = json!({"mark": mark, "step": "let-through"});
    let all = HUB.post_as(&coordinator, "/hub/set-aside", &body);
    assert_eq!(all.status, 200, "{}", all.text);
    assert_eq!(all.json()["done"], aside.len() - 1, "{}", all.text);
    for (number, one) in (TENTH + 1..).zip(&aside[1..]) {
        soon("an offer", || is_routed(one));
        soon("its letter", || {
            (letters(&addresses[number]) == 1).then_some(())
        });
    }
}
