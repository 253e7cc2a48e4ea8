//! The people of a run: the shared referrals, with varied answers to the questions that decide what the hub may do.

use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// A referral of a run. It can be sent any number of times.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The document.
    pub document: Value,
    /// The token to send it with.
    pub token: Option<String>,
    pub kind: String,
    /// The connection that it is sent from. Each person has their own.
    pub asker: String,
}

/// Draws one of the shared referrals and gives it a new id, other consent, channels and home.
pub fn draw(shared: &[Value], chance: &mut StdRng) -> Submission {
    // The police refer more often here than in the shared referrals.
    let police: Vec<&Value> = shared
        .iter()
        .filter(|line| line["referral"]["source"]["kind"] == "police")
        .collect();
    let any = &shared[chance.random_range(0..shared.len())];
    let line = if chance.random_bool(0.2) {
        police[chance.random_range(0..police.len())]
    } else {
        any
    };
    let mut document = line["referral"].clone();
    document["id"] = json!(
        uuid::Builder::from_random_bytes(chance.random())
            .into_uuid()
            .to_string()
    );
    let kind = document["source"]["kind"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    if chance.random_bool(0.5) {
        document["contact"] = contact(chance);
    }
    if kind == "self" && chance.random_bool(0.3) {
        document["consent"] = consent(chance);
    }
    if chance.random_bool(0.6) {
        document["residence"] = json!({"local_authority": "E07000178"});
    }
    if chance.random_bool(0.3) {
        known_person(&mut document, chance);
    }
    if chance.random_bool(0.3) {
        document["incident"]["postcode"] = json!(PLACES[chance.random_range(0..PLACES.len())]);
    }
    if chance.random_bool(0.15) {
        document["residence"] = json!({"postcode": NOWHERE});
    }
    // Texts and addresses belong to one person each, so that a leak shows whose they are.
    let whose = document["id"].as_str().unwrap_or_default().to_owned();
    if chance.random_bool(0.7) {
        document["wishes"]["own_words"] = json!(format!("Own words of {whose}."));
    }
    let channels = document["contact"]["channels"]
        .as_array_mut()
        .into_iter()
        .flatten();
    for (place, channel) in channels
        .enumerate()
        .filter(|(_, channel)| channel["kind"] == "email")
    {
        channel["address"] = json!(format!("{whose}.{place}@example.org"));
    }
    let token = (kind != "self").then(|| format!("token-{kind}"));
    Submission {
        asker: home_of(&whose),
        document,
        token,
        kind,
    }
}

/// The connection of the person who sends that submission.
pub fn home_of(id: &str) -> String {
    let half: String = id.chars().filter(|c| *c != '-').take(8).collect();
    format!("2001:db8:{}:{}::1", &half[..4], &half[4..])
}

/// The connection from which the floods of all runs come, and the address of somebody who never asked.
pub const FLOODER: &str = "198.51.100.7";
pub const TARGET: &str = "somebody-else@example.com";

/// One of many referrals that one sender makes up: all in danger or none, and all with the address of somebody else.
pub fn made_up(in_danger: bool, chance: &mut StdRng) -> Submission {
    let id = uuid::Builder::from_random_bytes(chance.random())
        .into_uuid()
        .to_string();
    let document = json!({
        "id": id,
        "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Nobody", "date_of_birth": "1950-02-03"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": TARGET}]},
        "residence": {"postcode": "OX1 1PT"},
        "consent": {"basis": "consent", "given_by": "person", "scope": ["assess", "share-with-providers", "updates"]},
        "safety": {"in_danger_now": in_danger},
        "needs": [{"code": "trouble-sleeping"}],
    });
    Submission {
        document,
        token: None,
        kind: "self".to_owned(),
        asker: FLOODER.to_owned(),
    }
}

/// A row of a daily file: what the police know about somebody whom nobody has asked yet.
pub fn row(name: &str, chance: &mut StdRng) -> Value {
    let mut document = json!({
        "row": name,
        "person": {"role": "victim", "name": format!("Somebody {name}")},
        "contact": {"channels": [
            {"kind": "email", "address": format!("{name}@example.org"), "safe": chance.random_bool(0.5)},
            {"kind": "phone", "address": "07700 900114", "safe": chance.random_bool(0.3)},
        ]},
        "residence": {"local_authority": "E07000178"},
        "wishes": {"own_words": format!("Own words of {name}.")},
    });
    if chance.random_bool(0.4) {
        known_person(&mut document, chance);
    }
    if chance.random_bool(0.3) {
        document["incident"] = json!({"postcode": PLACES[chance.random_range(0..PLACES.len())]});
    }
    document
}

/// A postcode that is in no list.
const NOWHERE: &str = "OX99 9ZZ";

/// Places where incidents recur.
const PLACES: [&str; 2] = ["OX1 1PT", "RG1 1AZ"];

/// A person who is referred repeatedly, each time spelt differently. Their birthday is before every incident.
fn known_person(document: &mut Value, chance: &mut StdRng) {
    let people = [
        ("Ann O'Neill", "ANN ONEILL", "1939-02-28"),
        ("Bo Li", "Bo-Li", "1938-05-01"),
    ];
    let (name, other, born) = people[chance.random_range(0..people.len())];
    let otherwise = chance.random_bool(0.5);
    document["person"]["name"] = json!(if otherwise { other } else { name });
    document["person"]["date_of_birth"] = json!(born);
    document["residence"] = json!({"postcode": if otherwise { "ox11pt" } else { "OX1 1PT" }});
}

/// Ways of contact, some of them safe.
pub(crate) fn contact(chance: &mut StdRng) -> Value {
    let mut email =
        json!({"kind": "email", "safe": chance.random_bool(0.6), "address": "robin@example.org"});
    if chance.random_bool(0.3) {
        email["from"] = json!("09:00");
        email["until"] = json!("17:00");
    }
    // An unsafe address often comes before the safe one.
    let home = json!({"kind": "email", "safe": false, "address": "home@example.org"});
    let mut phone =
        json!({"kind": "phone", "safe": chance.random_bool(0.5), "address": "07700 900114"});
    if chance.random_bool(0.3) {
        phone["from"] = json!("09:00");
        phone["until"] = json!("17:00");
    }
    let mut contact = json!({"channels": [home, email, phone, {"kind": "online", "safe": chance.random_bool(0.5)}]});
    if chance.random_bool(0.2) {
        contact["frequency"] = json!("only-when-asked");
    }
    contact
}

fn consent(chance: &mut StdRng) -> Value {
    match chance.random_range(0..3) {
        0 => json!({}),
        1 => json!({"basis": "awaiting-consent", "scope": ["assess", "share-with-providers"]}),
        _ => json!({"basis": "consent", "scope": ["assess"]}),
    }
}
