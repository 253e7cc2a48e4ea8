//! Who may not be written to is never sent anything, whatever happens to the case.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::life::{LIFE, Someone};
use api::{HUB, person, police, soon};
use jiff::ToSpan;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Somebody, and every address that the hub has of them and those around them.
struct Addressed {
    one: Someone,
    /// A part of each of them that is theirs alone.
    own: String,
    /// How many mails they had while an address was safe.
    heard: usize,
}

impl Addressed {
    /// Refers them. Every `@` of the referral stands for an address of their own.
    fn refer(name: &'static str, referral: &Value) -> Self {
        let own = uuid::Uuid::new_v4().simple().to_string();
        let referral: Value =
            serde_json::from_str(&referral.to_string().replace('@', &format!("-{own}@")))
                .expect("JSON");
        Self {
            one: Someone::refer(name, &referral),
            own,
            heard: 0,
        }
    }

    /// How many mails name one of their addresses, in any header or word.
    fn mails(&self) -> usize {
        HUB.mails()
            .iter()
            .filter(|mail| mail.to_string().contains(&self.own))
            .count()
    }

    /// They said that nothing is safe any more.
    fn turned_silent(mut self) -> Self {
        soon("a mail while it was safe", || {
            (self.mails() > 0).then_some(())
        });
        let mut contact = self.one.case()["referral"]["contact"].clone();
        for channel in contact["channels"].as_array_mut().expect("channels") {
            channel["safe"] = json!(false);
        }
        assert!(
            self.one
                .coordinated("contact", &json!({"contact": contact, "why": "asked"}))
        );
        self.heard = self.mails();
        self
    }
}

/// A person at home in Oxford, with something that services are there for.
fn at_home(source: fn(&Value) -> Value, contact: &Value, more: &Value) -> Value {
    let mut referral = source(&json!({
        "residence": {"local_authority": "E07000178"},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}, {"code": "lack-of-trust"}],
        "contact": contact,
    }));
    for (name, value) in more.as_object().into_iter().flatten() {
        referral[name] = value.clone();
    }
    referral
}

fn email(safe: bool) -> Value {
    json!({"kind": "email", "safe": safe, "address": "robin@example.org"})
}

fn phone(safe: bool) -> Value {
    json!({"kind": "phone", "safe": safe, "address": "07700 900456"})
}

/// An address that is safe, but not today and not tomorrow.
fn later_in_the_week() -> Value {
    let today = workdays::day_of(jiff::Timestamp::now());
    let days: Vec<String> = [3, 4]
        .iter()
        .map(|days| {
            today
                .saturating_add(days.days())
                .strftime("%a")
                .to_string()
                .to_lowercase()
        })
        .collect();
    json!({"kind": "email", "safe": true, "address": "robin@example.org", "from": "10:00", "until": "11:00", "days": days})
}

/// Everybody whom no machine may write to, each for a reason of their own.
fn the_silent() -> Vec<Addressed> {
    let online = json!({"kind": "online", "safe": true});
    let guardian = json!({"basis": "consent", "given_by": "parent-or-guardian", "how": "form",
                          "scope": ["assess", "share-with-providers", "updates"]});
    let awaiting = json!({"basis": "awaiting-consent", "scope": ["assess", "share-with-providers", "updates"]});
    vec![
        Addressed::refer(
            "no way is safe, the police referred them",
            &at_home(
                police,
                &json!({"channels": [email(false), phone(false), {"kind": "online", "safe": false}], "preferred": "email"}),
                &json!({"incident": {"flags": ["domestic-abuse"]}}),
            ),
        ),
        Addressed::refer(
            "no way is safe, and whoever signed may be the one suspected",
            &at_home(
                person,
                &json!({"channels": [email(false), phone(false)], "preferred": "email"}),
                &json!({"consent": guardian, "circumstances": {"suspect_known": "family"}}),
            ),
        ),
        Addressed::refer(
            "somebody may see the device",
            &at_home(
                person,
                &json!({"channels": [email(true), phone(true)], "preferred": "phone"}),
                &json!({"safety": {"someone_may_see_device": true}}),
            ),
        ),
        Addressed::refer(
            "they want to hear only when they ask",
            &at_home(
                police,
                &json!({"channels": [email(true), online], "preferred": "email", "frequency": "only-when-asked"}),
                &json!({}),
            ),
        ),
        Addressed::refer(
            "nobody has asked them yet",
            &at_home(
                police,
                &json!({"channels": [email(true)], "preferred": "email"}),
                &json!({"consent": awaiting}),
            ),
        ),
        Addressed::refer(
            "it is not the day",
            &at_home(
                person,
                &json!({"channels": [later_in_the_week()], "preferred": "email"}),
                &json!({"residence": {"postcode": "OX99 9ZZ"}}),
            ),
        ),
        Addressed::refer(
            "only somebody they trust has an address",
            &at_home(
                person,
                &json!({"channels": [phone(true)], "trusted_person":
                        {"name": "Sam", "relationship": "sister", "channel": "sam@example.org", "knows": true}}),
                &json!({}),
            ),
        ),
    ]
}

/// Somebody to whom a machine may write at any hour.
fn the_control(name: &'static str, source: fn(&Value) -> Value) -> Addressed {
    let contact =
        json!({"channels": [email(true), {"kind": "online", "safe": true}], "preferred": "email"});
    Addressed::refer(name, &at_home(source, &contact, &json!({})))
}

#[test]
fn who_may_not_be_written_to_is_never_sent_anything_whatever_happens_to_the_case() {
    let mut silent = the_silent();
    silent.push(the_control("nothing is safe any more", person).turned_silent());
    let controls = [
        the_control("a safe address", person),
        the_control("a safe address, by the police", police),
    ];
    let everybody: Vec<&Addressed> = silent.iter().chain(&controls).collect();
    // Two at a time, each through a whole life: as many as the machine that this runs on can do at once.
    let happened: BTreeSet<&str> = std::thread::scope(|scope| {
        let halves: Vec<_> = everybody.chunks(everybody.len().div_ceil(2)).collect();
        let lives: Vec<_> = halves
            .into_iter()
            .map(|some| scope.spawn(move || lives(some)))
            .collect();
        lives
            .into_iter()
            .flat_map(|lives| lives.join().expect("their lives"))
            .collect()
    });
    let never: Vec<&str> = LIFE
        .iter()
        .map(|(what, _)| *what)
        .filter(|what| !happened.contains(what))
        .collect();
    assert_eq!(
        never,
        Vec::<&str>::new(),
        "happened to nobody, so that it shows nothing"
    );

    // A queued message is a request and not a permission, also where it comes twice.
    let references: Vec<String> = everybody
        .iter()
        .map(|somebody| somebody.one.reference.clone())
        .collect();
    HUB.ask_for_every_update(&references);
    HUB.let_the_clock_look();
    // Whoever comes last hears from the hub: what was asked for before has been looked at by then.
    let last = the_control("whoever comes last", person);
    for control in controls.iter().chain([&last]) {
        soon("a mail to who may be written to", || {
            (control.mails() > 0).then_some(())
        });
    }
    for one in &silent {
        assert_eq!(
            one.mails(),
            one.heard,
            "{}: was sent something",
            one.one.name
        );
        assert_eq!(
            told(one),
            one.heard,
            "{}: is on record as told",
            one.one.name
        );
    }
    assert_eq!(
        HUB.log_of("@example.org"),
        Vec::<String>::new(),
        "an address is in the log"
    );
    for control in &controls {
        // What is on record as sent was sent, once.
        soon("each mail on record", || {
            (control.mails() == told(control)).then_some(())
        });
    }
}

/// How many updates a machine has sent, by the case's own record. What somebody else has to tell is in it and was not sent.
fn told(one: &Addressed) -> usize {
    let case = one.one.case();
    case["updates"]
        .as_array()
        .expect("updates")
        .iter()
        .filter(|update| update["sent_at"].is_string())
        .count()
}

/// The whole life of each of them, one after the other; says what happened to somebody whom no machine may write to.
fn lives(some: &[&Addressed]) -> BTreeSet<&'static str> {
    let mut happened = BTreeSet::new();
    for Addressed { one, .. } in some {
        for (what, event) in LIFE {
            if event(one) && !one.name.starts_with("a safe address") {
                happened.insert(*what);
            }
        }
        one.rest();
    }
    happened
}
