//! What follows when a mail comes back.

use super::*;
use events::case::{NotSentReason, TaskKind};
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
    let json =
        json!({"eventType": event, "bounce": {"bounceType": bounce}, "mail": {"messageId": "1"}});
    serde_json::from_value(json).unwrap()
}

/// What follows when the mail about the third event comes back.
fn back(
    file: &CaseFile,
    kind: UpdateKind,
    returned: &MailReturned,
    document: &Value,
) -> Vec<CaseChange> {
    let request = UpdateRequest {
        reference: file.case.reference.clone(),
        kind,
        about: 3,
    };
    let answers =
        |document: &Value| -> Referral { serde_json::from_value(document.clone()).unwrap() };
    let address_of = address_of(file, &request).unwrap_or(MailAddress::ThereToday);
    let after = stopped(document, kind, address_of).unwrap();
    follow_up_returned(
        file,
        &request,
        returned,
        (&answers(document), &answers(&after)),
        at(100),
    )
}

/// The person's answers with those addresses, all safe and in that order.
fn mailed(addresses: &[&str]) -> Value {
    let channels: Vec<Value> = addresses
        .iter()
        .map(|address| json!({"kind": "email", "safe": true, "address": address}))
        .collect();
    referral(json!({"channels": channels}))
}

/// The person changes the address for e-mail, or something else.
fn changes(mail_moved: bool) -> CaseChange {
    CaseChange::ContactChanged(ContactChanged {
        unconfirmed: Vec::new(),
        sends_code: false,
        tells_before: false,
        check_by: None,
        safe_channels: vec![ChannelKind::Email],
        frequency: None,
        contact: events::assessment::AutomaticContact {
            automatic: Some(ChannelKind::Email),
            task: false,
        },
        mail_moved,
        why: ContactChangeReason::Asked,
        by: Actor::Person,
    })
}

/// The address of the mail about the third event, claimed that many minutes after the start. The
/// person changed their contact details after thirty minutes, forty minutes and so on.
fn sent_and_then(claimed: i64, moves: &[bool]) -> (CaseFile, MailAddress) {
    let told = vec![offered(1), accepted(1)];
    let mut file = file(
        unchanged,
        [told, moves.iter().map(|moved| changes(*moved)).collect()].concat(),
    );
    file.updates
        .push(Update::claimed(UpdateKind::HelpFound, 3, None, at(claimed)));
    let request = UpdateRequest {
        reference: file.case.reference.clone(),
        kind: UpdateKind::HelpFound,
        about: 3,
    };
    let address_of = address_of(&file, &request).unwrap();
    (file, address_of)
}

#[test]
fn a_mails_address_follows_from_the_change_times() {
    for (claimed, moves, there) in [
        (21, &[][..], MailAddress::ThereToday),
        (21, &[false], MailAddress::ThereToday),
        (21, &[true], MailAddress::Elsewhere),
        (21, &[false, true], MailAddress::Elsewhere),
        (21, &[true, true], MailAddress::Unsure),
        (50, &[true], MailAddress::ThereToday),
        (28, &[true], MailAddress::Unsure),
        (32, &[true], MailAddress::Unsure),
    ] {
        assert_eq!(
            sent_and_then(claimed, moves).1,
            there,
            "sent at {claimed}, then {moves:?}"
        );
    }
    let nobody = UpdateRequest {
        reference: "6DNAQGJF".parse().unwrap(),
        kind: UpdateKind::Digest,
        about: 3,
    };
    assert_eq!(
        address_of(&file(unchanged, Vec::new()), &nobody),
        None,
        "the hub never sent it"
    );
}

#[test]
fn a_late_bounce_stops_the_old_address() {
    let now = mailed(&["new@example.org"]);
    let (sent, _) = sent_and_then(21, &[true]);
    assert_eq!(
        back(
            &sent,
            UpdateKind::HelpFound,
            &returned("Bounce", "Permanent"),
            &now
        ),
        []
    );
    let both = mailed(&["new@example.org", "old@example.org", "NEW@example.org"]);
    let after = stopped(&both, UpdateKind::AsAsked, MailAddress::Elsewhere).unwrap();
    let safe: Vec<_> = after["contact"]["channels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["safe"].clone())
        .collect();
    assert_eq!(
        safe,
        [true, false, true].map(Value::from),
        "what is not today's may be it"
    );
    let events = back(
        &sent,
        UpdateKind::HelpFound,
        &returned("Bounce", "Permanent"),
        &both,
    );
    assert!(
        matches!(&events[0], CaseChange::ContactChanged(changed) if !changed.mail_moved),
        "{events:?}"
    );
}

#[test]
fn an_unclear_bounce_makes_all_mail_unsafe() {
    let both = mailed(&["one@example.org", "other@example.org"]);
    let after = stopped(&both, UpdateKind::AsAsked, MailAddress::Unsure).unwrap();
    assert!(
        after["contact"]["channels"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["safe"] == false)
    );
    let (sent, _) = sent_and_then(21, &[true, true]);
    let events = back(
        &sent,
        UpdateKind::HelpFound,
        &returned("Complaint", ""),
        &both,
    );
    let [
        CaseChange::ContactChanged(changed),
        CaseChange::TaskGiven(_),
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert!(changed.safe_channels.is_empty());
}

#[test]
fn the_address_of_mail_is_the_first_that_is_safe() {
    let moved = |before: &[&str], after: &[&str]| mail_moved(&mailed(before), &mailed(after));
    assert!(moved(&["a@example.org"], &["b@example.org"]) && moved(&["a@example.org"], &[]));
    assert!(moved(
        &["a@example.org", "b@example.org"],
        &["b@example.org", "a@example.org"]
    ));
    assert!(!moved(&["a@example.org"], &["A@example.org", "b@example.org"]) && !moved(&[], &[]));
}

#[test]
fn a_bounce_stops_the_channel_and_gives_one_task() {
    let document = referral(json!({"channels": [
        {"kind": "email", "safe": false, "address": "old@example.org"},
        {"kind": "email", "safe": true, "address": "robin@example.org"},
        {"kind": "phone", "safe": true, "address": "07700900114"},
        {"kind": "email", "safe": true, "address": "Robin@example.org"},
        {"kind": "email", "safe": true, "address": "sister@example.org"}]}));
    let after = stopped(&document, UpdateKind::AsAsked, MailAddress::ThereToday).unwrap();
    let safe: Vec<_> = after["contact"]["channels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["safe"].clone())
        .collect();
    assert_eq!(
        safe,
        [false, false, true, false, true].map(Value::from),
        "the address, wherever it stands"
    );
    for (event, bounce, why) in [
        ("Bounce", "Permanent", ContactChangeReason::Bounced),
        ("Bounce", "Undetermined", ContactChangeReason::Bounced),
        ("Complaint", "Transient", ContactChangeReason::Complained),
    ] {
        let mut sent = file(unchanged, vec![offered(1), accepted(1)]);
        assert_eq!(
            back(
                &sent,
                UpdateKind::HelpFound,
                &returned(event, bounce),
                &document
            ),
            [],
            "nobody sent it"
        );
        sent.updates
            .push(Update::claimed(UpdateKind::HelpFound, 3, None, at(30)));
        let events = back(
            &sent,
            UpdateKind::HelpFound,
            &returned(event, bounce),
            &document,
        );
        let [
            CaseChange::ContactChanged(changed),
            CaseChange::TaskGiven(task),
        ] = &events[..]
        else {
            panic!("{events:?}")
        };
        assert_eq!((changed.why, task.kind), (why, TaskKind::CheckContact));
        assert_eq!(
            changed.safe_channels,
            [ChannelKind::Email, ChannelKind::Phone]
        );
        let (case, more) = append_all(&sent.case, events, at(100)).unwrap();
        sent.case = case;
        sent.events.extend(more);
        assert_eq!(
            back(
                &sent,
                UpdateKind::HelpFound,
                &returned(event, bounce),
                &document
            ),
            [],
            "it is known"
        );
        // A later mail to the next address has its own report. The task exists already.
        sent.updates[0].claimed_at = at(200);
        let again = back(
            &sent,
            UpdateKind::HelpFound,
            &returned(event, bounce),
            &after,
        );
        let [CaseChange::ContactChanged(changed)] = &again[..] else {
            panic!("{again:?}")
        };
        assert_eq!(changed.safe_channels, [ChannelKind::Phone]);
    }
    let none = stopped(
        &stopped(&after, UpdateKind::AsAsked, MailAddress::ThereToday).unwrap(),
        UpdateKind::AsAsked,
        MailAddress::ThereToday,
    );
    assert_eq!(none, None, "no mail is safe any more");
}

#[test]
fn a_full_mailbox_only_gives_a_task() {
    let document = referral(
        json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}]}),
    );
    let full = returned("Bounce", "Transient");
    let mut yes = file(unchanged, vec![offered(1), accepted(1)]);
    yes.updates
        .push(Update::claimed(UpdateKind::HelpFound, 3, None, at(30)));
    assert_eq!(
        back(&yes, UpdateKind::HelpFound, &full, &document),
        [],
        "the service gets in touch itself"
    );
    let mut no = file(unchanged, vec![offered(1), declined(1)]);
    no.updates
        .push(Update::claimed(UpdateKind::LookingAgain, 3, None, at(30)));
    let events = back(&no, UpdateKind::LookingAgain, &full, &document);
    let [
        CaseChange::UpdateNeedsPerson {
            kind: UpdateKind::LookingAgain,
            why: NotSentReason::NotConfirmed,
            ..
        },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    (no.case, _) = append_all(&no.case, events, at(100)).unwrap();
    assert_eq!(
        back(&no, UpdateKind::LookingAgain, &full, &document),
        [],
        "once"
    );
}
