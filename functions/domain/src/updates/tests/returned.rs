//! What follows from a mail that came back.

use super::*;
use events::case::{TaskKind, WhyNotSent};
use events::referral::Referral;
use events::update::MailReturned;
use serde_json::{Value, json};

fn referral(contact: Value) -> Value {
    json!({
        "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10",
        "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Robin"},
        "consent": {"basis": "consent", "given_by": "person", "scope": ["updates"]},
        "contact": contact,
    })
}

fn returned(event: &str, bounce: &str) -> MailReturned {
    let json = json!({"eventType": event, "bounce": {"bounceType": bounce}, "mail": {"messageId": "1"}});
    serde_json::from_value(json).unwrap()
}

/// What follows when the mail about the third event comes back.
fn back(file: &CaseFile, kind: UpdateKind, returned: &MailReturned, document: &Value) -> Vec<What> {
    let request = UpdateRequest { reference: file.case.reference.clone(), kind, about: 3 };
    let after: Referral = serde_json::from_value(document.clone()).unwrap();
    came_back(file, &request, returned, &after, at(100))
}

#[test]
fn a_mail_that_came_back_stops_the_channel_and_somebody_finds_out_once() {
    let document = referral(json!({"channels": [
        {"kind": "email", "safe": false, "address": "old@example.org"},
        {"kind": "email", "safe": true, "address": "robin@example.org"},
        {"kind": "phone", "safe": true, "address": "07700900114"},
        {"kind": "email", "safe": true, "address": "Robin@example.org"},
        {"kind": "email", "safe": true, "address": "sister@example.org"}]}));
    let after = stopped(&document).unwrap();
    let safe: Vec<_> = after["contact"]["channels"].as_array().unwrap().iter().map(|one| one["safe"].clone()).collect();
    assert_eq!(safe, [false, false, true, false, true].map(Value::from), "the address, wherever it stands");
    for (event, bounce, why) in [
        ("Bounce", "Permanent", WhyContactChanged::Bounced),
        ("Bounce", "Undetermined", WhyContactChanged::Bounced),
        ("Complaint", "Transient", WhyContactChanged::Complained),
    ] {
        let mut sent = file(same, vec![offered(1), accepted(1)]);
        assert_eq!(back(&sent, UpdateKind::HelpFound, &returned(event, bounce), &after), [], "nobody sent it");
        sent.updates.push(Update::claimed(UpdateKind::HelpFound, 3, None, at(30)));
        let events = back(&sent, UpdateKind::HelpFound, &returned(event, bounce), &after);
        let [What::ContactChanged(changed), What::TaskGiven(task)] = &events[..] else { panic!("{events:?}") };
        assert_eq!((changed.why, task.kind), (why, TaskKind::CheckContact));
        assert_eq!(changed.safe_channels, [ChannelKind::Email, ChannelKind::Phone]);
        let (case, more) = append_all(&sent.case, events, at(100)).unwrap();
        sent.case = case;
        sent.events.extend(more);
        assert_eq!(back(&sent, UpdateKind::HelpFound, &returned(event, bounce), &after), [], "it is known");
        // A mail to the next address, sent later, comes back for itself; the task is there already.
        sent.updates[0].claimed_at = at(200);
        let again = back(&sent, UpdateKind::HelpFound, &returned(event, bounce), &stopped(&after).unwrap());
        let [What::ContactChanged(changed)] = &again[..] else { panic!("{again:?}") };
        assert_eq!(changed.safe_channels, [ChannelKind::Phone]);
    }
    assert_eq!(stopped(&stopped(&after).unwrap()), None, "no mail is safe any more");
}

#[test]
fn a_full_mailbox_stops_nothing_but_what_the_person_waits_for_is_told_by_somebody() {
    let document = referral(json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}]}));
    let after = stopped(&document).unwrap();
    let full = returned("Bounce", "Transient");
    let mut yes = file(same, vec![offered(1), accepted(1)]);
    yes.updates.push(Update::claimed(UpdateKind::HelpFound, 3, None, at(30)));
    assert_eq!(back(&yes, UpdateKind::HelpFound, &full, &after), [], "the service gets in touch itself");
    let mut no = file(same, vec![offered(1), declined(1)]);
    no.updates.push(Update::claimed(UpdateKind::LookingAgain, 3, None, at(30)));
    let events = back(&no, UpdateKind::LookingAgain, &full, &after);
    let [What::UpdateNeedsPerson { kind: UpdateKind::LookingAgain, why: WhyNotSent::NotConfirmed, .. }] = &events[..]
    else {
        panic!("{events:?}")
    };
    (no.case, _) = append_all(&no.case, events, at(100)).unwrap();
    assert_eq!(back(&no, UpdateKind::LookingAgain, &full, &after), [], "once");
}
