//! Who may use which address, on whose case. The addresses come from the published descriptions, each cell is tried over
//! HTTP, and the result is compared with `docs/roles.md`. `UPDATE_ROLES=1` writes that file again, for review.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::case_events::CasePerson;
use api::{Answer, HUB, new_id, person, police};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The accounts of the table. `own` is the provider that supports the person, `other` one that was never asked.
const ROLES: [&str; 13] = [
    "nobody",
    "coordinator",
    "duty-manager",
    "police-coordinator",
    "police",
    "witness-care",
    "oversight",
    "touchpoint",
    "own provider",
    "own volunteer",
    "other provider",
    "other volunteer",
    "source:police",
];
/// A case that does not exist.
const UNKNOWN: &str = "22222222";
/// No case has this version, so that a command which needs nothing else changes nothing.
const NEVER: &str = "\"999999\"";
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/roles.md");
const HEAD: &str = "# Who may do what

Each row is an address and a kind of case, and each cell was tried over HTTP on a running hub: `yes` means that the
account may use it, and a number is the answer that it gets instead. 404 is the same answer as for a case that does not
exist. 422 means that the body is read before the case, so that the answer says nothing about a case. `own` is the provider
that supports the person, and `other` one that was never asked. A `restricted` case is for a coordinator who restricted it
and for duty managers; it does not limit services and the police, who see only what they saw before. From the `excluded`
case each account but the first coordinator's is excluded. A coordinator says why they open a colleague's case or a closed
one; without that, the answer is 403. `tests/api/tests/roles.rs`
tries every cell and compares it with this table, which it makes from the descriptions in `/api/`.

";

/// A case of the table, by its kind.
struct Subject {
    kind: &'static str,
    reference: String,
    onward: String,
    /// The provider that supports the person.
    own: String,
}

fn supported(kind: &'static str, source: fn(&Value) -> Value) -> (Subject, Vec<String>) {
    let one = CasePerson::refer(
        kind,
        &source(&json!({"needs": [{"code": "trouble-sleeping", "weight": "a-lot"}]})),
    );
    HUB.offered_services(&one.reference);
    assert!(one.answer_offer("accept", &json!({})), "{kind}: accepted");
    let (_, onward) = one.onward("accepted").expect("an accepted one");
    let case = one.case();
    let onwards = case["onwards"].as_array().expect("onwards");
    let offered = |field: &str| {
        onwards
            .iter()
            .map(|one| &one["offered"])
            .filter_map(|offered| Some((offered["onward"].as_str()?, offered[field].as_str()?)))
            .map(|(onward, value)| (onward.to_owned(), value.to_owned()))
            .collect::<BTreeMap<_, _>>()
    };
    let providers = offered("provider");
    let code = onward.rsplit('/').next().unwrap_or(&onward).to_owned();
    let subject = Subject {
        kind,
        reference: one.reference.clone(),
        onward: code.clone(),
        own: providers[&code].clone(),
    };
    (subject, providers.into_values().collect())
}

/// The token of a role. `None` for nobody.
fn token(role: &str, own: &str, other: &str) -> Option<String> {
    Some(match role {
        "nobody" => return None,
        "own provider" => HUB.token(&format!("provider-{own}")),
        "own volunteer" => HUB.token(&format!("volunteer-{own}")),
        "other provider" => HUB.token(&format!("provider-{other}")),
        "other volunteer" => HUB.token(&format!("volunteer-{other}")),
        "source:police" => HUB.partner_token("police"),
        staff => HUB.token(staff),
    })
}

/// Sends a request of a version that no case has, so that it changes nothing.
fn try_it(token: Option<&str>, method: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {}", token.unwrap_or_default());
    let mut headers = vec![("if-match", NEVER), ("content-type", "application/json")];
    if token.is_some() {
        headers.push(("authorization", &bearer));
    }
    let body = if method == "POST" {
        body.to_string()
    } else {
        String::new()
    };
    HUB.send(method, path, &headers, body.as_bytes())
}

/// The smallest body that the description allows.
fn smallest(schema: &Value, all: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        return smallest(all.pointer(pointer).unwrap_or(&Value::Null), all);
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    match schema["type"].as_str() {
        Some("object") => schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|name| (name.to_owned(), smallest(&schema["properties"][name], all)))
            .collect::<Map<_, _>>()
            .into(),
        Some("array") => json!([smallest(&schema["items"], all)]),
        Some("integer") => json!(schema["minimum"].as_i64().unwrap_or(1)),
        Some("boolean") => json!(true),
        _ if schema["format"] == "date-time" => json!("2026-11-23T10:00:00Z"),
        _ if schema["format"] == "uuid" => json!(new_id()),
        _ => json!("GJWVXRYT"),
    }
}

fn cell(answer: &Answer) -> String {
    match answer.status {
        401 | 403 | 404 | 422 => answer.status.to_string(),
        500.. => panic!("{}: {}", answer.status, answer.text),
        _ => "yes".to_owned(),
    }
}

/// Every address of the staff's interfaces, with its method and the smallest body.
fn addresses() -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for interface in ["provider", "hub", "police", "oversight"] {
        let site = HUB.site.trim_end_matches('/');
        let description = HUB.send("GET", &format!("{site}/api/{interface}.json"), &[], b"");
        let description = description.json();
        let paths = description["paths"].as_object().expect("paths").clone();
        for (path, operations) in paths {
            for method in ["get", "post"] {
                let Some(operation) = operations.get(method) else {
                    continue;
                };
                let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
                // A provider's command needs no version: a body that it refuses changes nothing.
                let body = if interface == "provider" {
                    json!({"no-such-field": 1})
                } else {
                    smallest(schema, &description)
                };
                let body = if body.is_object() { body } else { json!({}) };
                all.push((method.to_uppercase(), path.clone(), body));
            }
        }
    }
    all
}

/// Limits who may open the case.
fn limit(subject: &Subject, command: &str, body: &Value) {
    let path = format!("/hub/cases/{}/{command}", subject.reference);
    let answer = HUB.post_as(&HUB.token("coordinator"), &path, body);
    assert_eq!(answer.status, 200, "{command}: {}", answer.text);
}

/// A case with each of these accounts excluded, and one that only a coordinator and duty managers may open.
fn limited() -> ([Subject; 2], Vec<String>) {
    let (restricted, mut asked) = supported("restricted", police);
    limit(&restricted, "restrict", &json!({"reason": "works-here"}));
    let (excluded, more) = supported("excluded", police);
    let (provider, volunteer) = (
        format!("provider-{}", excluded.own),
        format!("volunteer-{}", excluded.own),
    );
    let fixed = [
        "duty-manager",
        "police-coordinator",
        "police",
        "witness-care",
    ];
    for role in fixed.into_iter().chain([provider.as_str(), &volunteer]) {
        let account = &HUB.users[role].username;
        let body = json!({"account": account, "reason": "knows-suspect"});
        limit(&excluded, "exclude", &body);
    }
    asked.extend(more);
    ([restricted, excluded], asked)
}

#[test]
fn every_role_gets_what_the_table_says() {
    let (herself, asked) = supported("self-referral", person);
    let (by_police, also_asked) = supported("police referral", police);
    let ([restricted, excluded], more) = limited();
    let any = |code: &String| {
        asked
            .iter()
            .chain(&also_asked)
            .chain(&more)
            .any(|one| one == code)
    };
    let other = HUB
        .queues
        .keys()
        .find(|code| !any(code))
        .expect("a provider that was not asked");
    let unknown = Subject {
        kind: "unknown",
        reference: UNKNOWN.to_owned(),
        onward: format!("{UNKNOWN}-1"),
        own: herself.own.clone(),
    };
    let subjects = [herself, by_police, unknown, restricted, excluded];
    let mut table = HEAD.to_owned();
    writeln!(table, "| address | case | {} |", ROLES.join(" | ")).expect("text");
    writeln!(table, "|---|---|{}", "---|".repeat(ROLES.len())).expect("text");
    for (method, address, body) in addresses() {
        let of_a_case = address.contains('{');
        let row = |subject: &Subject| {
            let path = address
                .replace("{reference}", &subject.reference)
                .replace("{onward}", &subject.onward);
            let tokens = ROLES.map(|role| token(role, &subject.own, other));
            let cells: Vec<String> = tokens
                .iter()
                .map(|token| cell(&try_it(token.as_deref(), &method, &path, &body)))
                .collect();
            let kind = if of_a_case { subject.kind } else { "" };
            format!("| `{method} {address}` | {kind} | {} |", cells.join(" | "))
        };
        // All cases at the same time: one after the other takes minutes.
        let rows: Vec<String> = std::thread::scope(|scope| {
            let of = &subjects[..if of_a_case { subjects.len() } else { 1 }];
            let tried: Vec<_> = of
                .iter()
                .map(|subject| scope.spawn(|| row(subject)))
                .collect();
            let rows = tried.into_iter().map(|one| one.join().expect("a row"));
            rows.collect()
        });
        for row in rows {
            writeln!(table, "{row}").expect("text");
        }
    }
    if std::env::var_os("UPDATE_ROLES").is_some() {
        std::fs::write(FILE, &table).expect("the table is written");
    }
    let written = std::fs::read_to_string(FILE).expect("the table");
    for (is, was) in table.lines().zip(written.lines()) {
        assert_eq!(is, was, "docs/roles.md says something else");
    }
    assert_eq!(table.lines().count(), written.lines().count());
}
