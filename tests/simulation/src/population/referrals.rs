//! Who is referred: documents as the senders would write them.

use super::calibration::Funnel;
use events::profile::{ConsentModel, Profile};
use events::referral::{NeedCode, SourceKind};
use jiff::civil::Date;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

/// A person who is referred.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) document: Value,
    pub(super) source: SourceKind,
    pub(super) under_25: bool,
    /// Whether a system sent them before anybody had asked them.
    pub(super) unasked: bool,
    /// Whether they refer themselves again within weeks.
    pub(super) comes_twice: bool,
}

/// Where referrals come from, in a thousand. No hub has published this: most come from the police.
const SOURCES: [(SourceKind, u32); 8] = [
    (SourceKind::Police, 620),
    (SourceKind::SelfReferral, 150),
    (SourceKind::Phone, 70),
    (SourceKind::Touchpoint, 60),
    (SourceKind::Provider, 50),
    (SourceKind::ActionFraud, 30),
    (SourceKind::BritishTransportPolice, 15),
    (SourceKind::Hub, 5),
];

/// What happened to people with enhanced rights.
const SERIOUS: [&str; 12] = [
    "domestic-abuse",
    "domestic-abuse",
    "domestic-abuse",
    "domestic-abuse",
    "sexual-offence",
    "sexual-offence",
    "hate-race",
    "hate-religion",
    "hate-sexual-orientation",
    "hate-disability",
    "hate-transgender",
    "stalking-or-harassment",
];

/// Draws a person who is referred on that day.
pub(super) fn draw(
    number: u64,
    day: Date,
    profile: &Profile,
    funnel: &Funnel,
    chance: &mut StdRng,
) -> Person {
    let source = *weighted(&SOURCES, chance);
    let by_system = matches!(
        source,
        SourceKind::Police | SourceKind::BritishTransportPolice | SourceKind::ActionFraud
    );
    let home = home(profile, chance);
    let model = domain::attribution::consent_model(profile, home.as_deref(), day);
    let unasked = source == SourceKind::Police && model == Some(ConsentModel::AutomaticTransfer);
    let under_25 = chance.random_bool(funnel.under_25.number);
    let ages = match (under_25, chance.random_bool(0.3)) {
        (true, true) => 8..18,
        (true, false) => 18..25,
        (false, true) => 60..90,
        (false, false) => 25..60,
    };
    let age = chance.random_range(ages);
    // Three in ten of the young are children. They have enhanced rights, so fewer others need to.
    let children = funnel.under_25.number * 0.3;
    let others = (funnel.enhanced.number - children) / (1.0 - children);
    let serious = age < 18 || chance.random_bool(others);
    let basis = if unasked {
        "awaiting-consent"
    } else {
        "consent"
    };
    let mut document = json!({
        "id": id(chance),
        "source": {"kind": source},
        "consent": {"basis": basis},
        "person": {
            "role": "victim",
            "name": format!("Person {number}"),
            "date_of_birth": born(day, age, chance).to_string(),
        },
        "contact": {"channels": channels(number, chance)},
        "incident": {"reported": if by_system { "yes" } else { "no" }, "occurred": day.strftime("%Y-%m").to_string()},
        "needs": needs(serious, chance),
        "circumstances": {"suspect_known": if serious { "acquaintance" } else { "stranger" }},
    });
    if !unasked {
        let given_by = if age < 14 {
            "parent-or-guardian"
        } else {
            "person"
        };
        document["consent"] = json!({
            "basis": basis, "given_by": given_by,
            "scope": ["assess", "share-with-providers", "updates"],
        });
    }
    if let Some(home) = home {
        document["residence"] = json!({"local_authority": home});
    }
    if serious && age >= 18 {
        let flag = *SERIOUS.choose(chance).expect("a flag");
        document["incident"]["flags"] = json!([flag]);
        if flag == "domestic-abuse" {
            document["circumstances"]["suspect_known"] = json!("partner-or-ex");
            document["safety"] = json!({"afraid": chance.random_bool(0.6), "getting_worse": chance.random_bool(0.3)});
        }
    }
    Person {
        document,
        source,
        under_25,
        unasked,
        comes_twice: chance.random_bool(funnel.duplicates.number),
    }
}

/// The same person, who refers themselves again.
pub(super) fn again(person: &Person, chance: &mut StdRng) -> Person {
    let mut document = person.document.clone();
    document["id"] = json!(id(chance));
    document["source"] = json!({"kind": SourceKind::SelfReferral});
    document["consent"] = json!({
        "basis": "consent", "given_by": "person",
        // The police sent the first referral and may know of this one, or the two cases could not be one.
        "scope": ["assess", "share-with-providers", "updates", "share-with-police"],
    });
    Person {
        document,
        source: SourceKind::SelfReferral,
        unasked: false,
        comes_twice: false,
        ..person.clone()
    }
}

fn id(chance: &mut StdRng) -> String {
    uuid::Builder::from_random_bytes(chance.random())
        .into_uuid()
        .to_string()
}

fn born(day: Date, age: i64, chance: &mut StdRng) -> Date {
    let days = chance.random_range(1..360);
    day.saturating_sub(jiff::Span::new().years(age).days(days))
}

/// Most live in the larger districts; a few elsewhere, or nobody knows where.
fn home(profile: &Profile, chance: &mut StdRng) -> Option<String> {
    match chance.random_range(0..100) {
        0..3 => None,
        3..5 => Some("E09000007".to_owned()),
        _ => {
            let councils = &profile.local_authorities;
            let (one, other) = (
                chance.random_range(0..councils.len()),
                chance.random_range(0..councils.len()),
            );
            Some(councils[one.min(other)].code.clone())
        }
    }
}

fn channels(number: u64, chance: &mut StdRng) -> Value {
    json!([
        {"kind": "phone", "address": "07700 900114", "safe": chance.random_bool(0.85)},
        {"kind": "email", "address": format!("person.{number}@example.org"), "safe": chance.random_bool(0.6)},
    ])
}

fn needs(serious: bool, chance: &mut StdRng) -> Value {
    let many = chance.random_range(if serious { 1..5 } else { 0..3 });
    let drawn = NeedCode::ALL.choose_multiple(chance, many);
    let needs = drawn.map(|need| {
        let weight = *["a-little", "a-lot", "a-lot", "overwhelming"]
            .choose(chance)
            .expect("a weight");
        json!({"code": need, "weight": weight})
    });
    Value::from(needs.collect::<Vec<_>>())
}

/// One of them, by weight.
pub(super) fn weighted<'a, T>(of: &'a [(T, u32)], chance: &mut StdRng) -> &'a T {
    let all = of.iter().map(|(_, weight)| weight).sum();
    let mut place = chance.random_range(0..all);
    for (one, weight) in of {
        if place < *weight {
            return one;
        }
        place -= weight;
    }
    &of[0].0
}
