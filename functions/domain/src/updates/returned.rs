//! A mail that came back is a safety event: somebody else may read that mailbox, or nobody (victims-code, "Safe contact").

use super::digest::said_in;
use super::{by_hand, owed};
use crate::assess::automatic_contact;
use crate::gate::{Standing, needs_a_person};
use crate::routing::case_due;
use events::case::{By, CaseFile, ContactChanged, TaskGiven, TaskKind, What, WhyContactChanged, WhyNotSent};
use events::referral::{ChannelKind, Referral};
use events::update::{MailReturned, Returned, UpdateKind, UpdateRequest};
use jiff::Timestamp;
use serde_json::Value;

/// The person's document with the address of its first safe e-mail called safe no more: the one by which they were written
/// to, wherever it stands. Nothing where none is safe.
pub fn stopped(document: &Value) -> Option<Value> {
    let mut document = document.clone();
    let channels = document.pointer_mut("/contact/channels")?.as_array_mut()?;
    let address = |channel: &Value| channel["address"].as_str().map(str::to_lowercase);
    let first_safe = channels.iter().find(|channel| channel["kind"] == "email" && channel["safe"] == true)?;
    let returned = address(first_safe);
    let by_mail = channels.iter_mut().filter(|channel| channel["kind"] == "email");
    by_mail.filter(|channel| address(channel) == returned).for_each(|channel| channel["safe"] = Value::Bool(false));
    Some(document)
}

/// What follows from `returned`, the mail that was `request`: `after` is the person's document where the channel is stopped.
/// Nothing where the hub never sent it, where it is known already, or where nobody is there to be told.
///
/// What cannot be delivered for ever, and what somebody objected to, stops the channel; the person who finds out may call it
/// safe again. It may have been another address, if the answers were changed since: silence is then the safe side. What may
/// pass (a full mailbox, an automatic answer) stops nothing, for nobody said that the address is wrong; but what the person
/// waits for may not have reached them, and somebody tells them.
pub fn came_back(
    file: &CaseFile,
    request: &UpdateRequest,
    returned: &MailReturned,
    after: &Referral,
    now: Timestamp,
) -> Vec<What> {
    let case = &file.case;
    let same = |update: &&events::case::Update| update.kind == request.kind && update.about == request.about;
    let Some(update) = file.updates.iter().find(same) else { return Vec::new() };
    let standing = Standing::of(case);
    if standing == Standing::Silent {
        return Vec::new();
    }
    let due = case_due(case, now);
    let bounced = returned.event == Returned::Bounce;
    let news = if request.kind == UpdateKind::Digest { said_in(file, update, now) } else { Vec::new() };
    let untold = if bounced { owed(request.kind, &news) } else { Vec::new() };
    let tell = |from| by_hand(case, &untold, WhyNotSent::NotConfirmed, case_due(case, from));
    if returned.may_pass() {
        return tell(if let Standing::Quiet(until) = standing { until.max(now) } else { now });
    }
    // What was sent before the channel was stopped went by the same one.
    let stopped = |what: &What| match what {
        What::ContactChanged(changed) => {
            matches!(changed.why, WhyContactChanged::Bounced | WhyContactChanged::Complained)
        }
        _ => false,
    };
    if file.events.iter().any(|event| stopped(&event.what) && event.at >= update.claimed_at) {
        return Vec::new();
    }
    let safe =
        |kind: &&ChannelKind| after.contact.channels.iter().any(|channel| channel.safe && channel.kind == **kind);
    let why = if bounced { WhyContactChanged::Bounced } else { WhyContactChanged::Complained };
    let mut events = vec![What::ContactChanged(ContactChanged {
        safe_channels: ChannelKind::ALL.iter().filter(safe).copied().collect(),
        frequency: after.contact.frequency,
        contact: automatic_contact(after),
        why,
        by: By::Machine,
    })];
    if !case.open_tasks().any(|task| task.kind == TaskKind::CheckContact) {
        events.push(What::TaskGiven(TaskGiven { kind: TaskKind::CheckContact, from: None, due }));
    }
    events.extend(needs_a_person(request.kind, after, standing, now).map(tell).unwrap_or_default());
    events
}
