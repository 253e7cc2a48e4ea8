//! People who must not be written to get no mail, whatever happens to their case.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::case_events::{CASE_EVENTS, CasePerson};
use api::{HUB, person, police, soon};
use jiff::ToSpan;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A person, and every address that the hub has of them and of those around them.
struct Recipient {
    person: CasePerson,
    /// A text that only their addresses contain.
    mark: String,
    /// How many mails they got while an address was safe.
    mails_before: usize,
}

impl Recipient {
    /// Posts their referral. Every `@` in it gets a unique address.
    fn refer(name: &'static str, referral: &Value) -> Self {
        let mark = uuid::Uuid::new_v4().simple().to_string();
        let referral: Value =
            serde_json::from_str(&referral.to_string().replace('@', &format!("-{mark}@")))
                .expect("JSON");
        Self {
            person: CasePerson::refer(name, &referral),
            mark,
            mails_before: 0,
        }
    }

    /// How many mails name one of their addresses, anywhere.
    fn mails(&self) -> usize {
        HUB.mails()
            .iter()
            .filter(|mail| mail.to_string().contains(&self.mark))
            .count()
    }

    /// They say that nothing is safe any longer.
    fn turn_silent(mut self) -> Self {
        soon("a mail while it was safe", || {
            (self.mails() > 0).then_some(())
        });
        let mut contact = self.person.case()["referral"]["contact"].clone();
        for channel in contact["channels"].as_array_mut().expect("channels") {
            channel["safe"] = json!(false);
        }
        assert!(
            self.person
                .coordinator_command("contact", &json!({"contact": contact, "why": "asked"}))
        );
        self.mails_before = self.mails();
        self
    }
}

/// A person at home in Oxford, with needs that services meet.
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

/// People whom no machine may write to, each for a different reason.
fn silent_people() -> Vec<Recipient> {
    let online = json!({"kind": "online", "safe": true});
    let guardian = json!({"basis": "consent", "given_by": "parent-or-guardian", "how": "form",
                          "scope": ["assess", "share-with-providers", "updates"]});
    let awaiting = json!({"basis": "awaiting-consent", "scope": ["assess", "share-with-providers", "updates"]});
    vec![
        Recipient::refer(
            "no way is safe, the police referred them",
            &at_home(
                police,
                &json!({"channels": [email(false), phone(false), {"kind": "online", "safe": false}], "preferred": "email"}),
                &json!({"incident": {"flags": ["domestic-abuse"]}}),
            ),
        ),
        Recipient::refer(
            "no way is safe, and the guardian who signed may be the suspect",
            &at_home(
                person,
                &json!({"channels": [email(false), phone(false)], "preferred": "email"}),
                &json!({"consent": guardian, "circumstances": {"suspect_known": "family"}}),
            ),
        ),
        Recipient::refer(
            "somebody may see the device",
            &at_home(
                person,
                &json!({"channels": [email(true), phone(true)], "preferred": "phone"}),
                &json!({"safety": {"someone_may_see_device": true}}),
            ),
        ),
        Recipient::refer(
            "they want to hear only when they ask",
            &at_home(
                police,
                &json!({"channels": [email(true), online], "preferred": "email", "frequency": "only-when-asked"}),
                &json!({}),
            ),
        ),
        Recipient::refer(
            "nobody has asked them yet",
            &at_home(
                police,
                &json!({"channels": [email(true)], "preferred": "email"}),
                &json!({"consent": awaiting}),
            ),
        ),
        Recipient::refer(
            "it is not the day",
            &at_home(
                person,
                &json!({"channels": [later_in_the_week()], "preferred": "email"}),
                &json!({"residence": {"postcode": "OX99 9ZZ"}}),
            ),
        ),
        Recipient::refer(
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
fn control(name: &'static str, source: fn(&Value) -> Value) -> Recipient {
    let contact =
        json!({"channels": [email(true), {"kind": "online", "safe": true}], "preferred": "email"});
    Recipient::refer(name, &at_home(source, &contact, &json!({})))
}

#[test]
fn nobody_is_written_to_unless_it_is_safe() {
    let mut silent = silent_people();
    silent.push(control("nothing is safe any more", person).turn_silent());
    let controls = [
        control("a safe address", person),
        control("a safe address, by the police", police),
    ];
    let everybody: Vec<&Recipient> = silent.iter().chain(&controls).collect();
    // Two at a time, each through all events: as many as this machine can handle.
    let happened: BTreeSet<&str> = std::thread::scope(|scope| {
        let halves: Vec<_> = everybody.chunks(everybody.len().div_ceil(2)).collect();
        let lives: Vec<_> = halves
            .into_iter()
            .map(|some| scope.spawn(move || try_every_event(some)))
            .collect();
        lives
            .into_iter()
            .flat_map(|lives| lives.join().expect("their lives"))
            .collect()
    });
    let never: Vec<&str> = CASE_EVENTS
        .iter()
        .map(|(what, _)| *what)
        .filter(|what| !happened.contains(what))
        .collect();
    assert_eq!(
        never,
        Vec::<&str>::new(),
        "happened to nobody, so that it shows nothing"
    );

    // A queued message is a request and not a permission, even if it is delivered twice.
    let references: Vec<String> = everybody
        .iter()
        .map(|somebody| somebody.person.reference.clone())
        .collect();
    HUB.queue_every_update(&references);
    HUB.run_clock();
    // The last person is written to only after everything that was queued before.
    let last = control("the last person", person);
    for control in controls.iter().chain([&last]) {
        soon("a mail to who may be written to", || {
            (control.mails() > 0).then_some(())
        });
    }
    for one in &silent {
        assert_eq!(
            one.mails(),
            one.mails_before,
            "{}: was sent something",
            one.person.name
        );
        assert_eq!(
            sent_updates(one),
            one.mails_before,
            "{}: is on record as told",
            one.person.name
        );
    }
    assert_eq!(
        HUB.log_of("@example.org"),
        Vec::<String>::new(),
        "an address is in the log"
    );
    for control in &controls {
        // Every mail on record was sent, once.
        soon("each mail on record", || {
            (control.mails() == sent_updates(control)).then_some(())
        });
    }
}

/// How many updates a machine has sent, according to the case. Updates that somebody has to tell are listed there too,
/// but not sent.
fn sent_updates(one: &Recipient) -> usize {
    let case = one.person.case();
    case["updates"]
        .as_array()
        .expect("updates")
        .iter()
        .filter(|update| update["sent_at"].is_string())
        .count()
}

/// Tries every event on each of them in turn. Returns the events that happened to somebody whom no machine may write
/// to.
fn try_every_event(some: &[&Recipient]) -> BTreeSet<&'static str> {
    let mut happened = BTreeSet::new();
    for Recipient { person, .. } in some {
        for (what, event) in CASE_EVENTS {
            if event(person) && !person.name.starts_with("a safe address") {
                happened.insert(*what);
            }
        }
        person.wait_until_settled();
    }
    happened
}
