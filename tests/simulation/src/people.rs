//! The people of a run: the shared referrals, each with other answers to the questions that decide what may be done.

use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

/// A referral of a run, ready to be sent any number of times.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The document.
    pub document: Value,
    /// The token that goes with it.
    pub token: Option<String>,
    /// The source kind.
    pub kind: String,
}

/// Draws a referral from the shared ones, with a new id and other consent, channels and home.
pub fn draw(shared: &[Value], chance: &mut StdRng) -> Submission {
    // The police refer more often than they are among the shared.
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
        somebody_known(&mut document, chance);
    }
    if chance.random_bool(0.3) {
        document["incident"]["postcode"] = json!(PLACES[chance.random_range(0..PLACES.len())]);
    }
    if chance.random_bool(0.15) {
        document["residence"] = json!({"postcode": NOWHERE});
    }
    // Words and addresses are one person's each, so that it is known whose they are wherever they turn up.
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
        document,
        token,
        kind,
    }
}

/// A row of a daily file: what the police know of somebody whom nobody has asked yet.
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
        somebody_known(&mut document, chance);
    }
    if chance.random_bool(0.3) {
        document["incident"] = json!({"postcode": PLACES[chance.random_range(0..PLACES.len())]});
    }
    document
}

/// A postcode that is in no list.
const NOWHERE: &str = "OX99 9ZZ";

/// Places where things happen again and again.
const PLACES: [&str; 2] = ["OX1 1PT", "RG1 1AZ"];

/// Somebody who is referred again and again, each time written in another way. Born long ago: before anything happened.
fn somebody_known(document: &mut Value, chance: &mut StdRng) {
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

/// Ways to reach somebody, some of them safe.
pub(crate) fn contact(chance: &mut StdRng) -> Value {
    let mut email =
        json!({"kind": "email", "safe": chance.random_bool(0.6), "address": "robin@example.org"});
    if chance.random_bool(0.3) {
        email["from"] = json!("09:00");
        email["until"] = json!("17:00");
    }
    // An address that is not safe often comes before the one that is.
    let home = json!({"kind": "email", "safe": false, "address": "home@example.org"});
    let phone =
        json!({"kind": "phone", "safe": chance.random_bool(0.5), "address": "07700 900114"});
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
