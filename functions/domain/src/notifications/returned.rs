//! A mail that came back is a safety event: somebody else may read that mailbox, or nobody (victims-code, "Safe contact").

use super::digest::said_in;
use super::{by_hand, owed};
use crate::assess::automatic_contact;
use crate::case::deadlines::case_due;
use crate::gate::{ContactStatus, needs_a_person};
use events::case::{
    Actor, CaseChange, CaseFile, ContactChangeReason, ContactChanged, NotSentReason, TaskGiven,
    TaskKind,
};
use events::referral::{ChannelKind, Referral};
use events::update::{MailReturned, Returned, UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// For so long before and after a mail was claimed nobody can say which answers it was sent by: they were read a moment
/// before, by a clock that is another.
const UNSURE: SignedDuration = SignedDuration::from_mins(5);

/// Where a mail went that came back, as far as that can be told without keeping an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// To the address to which mail goes today.
    ThereToday,
    /// To another: mail has moved once since, so that it is not today's, whichever it was.
    Elsewhere,
    /// It cannot be told.
    Unsure,
    /// To one from which another mail came back since: that is known.
    Known,
}

/// Where the mail that was `request` went; nothing where the hub never sent it.
pub fn went(file: &CaseFile, request: &UpdateRequest) -> Option<Went> {
    let claimed = file
        .updates
        .iter()
        .find(|one| one.kind == request.kind && one.about == request.about)?
        .claimed_at;
    let (mut unsure, mut moved) = (false, 0);
    for event in &file.events {
        let CaseChange::ContactChanged(changed) = &event.what else {
            continue;
        };
        let stopped = matches!(
            changed.why,
            ContactChangeReason::Bounced | ContactChangeReason::Complained
        );
        if stopped && changed.mail_moved && event.at >= claimed && !unsure && moved == 0 {
            return Some(Went::Known);
        }
        if changed.mail_moved && event.at > claimed + UNSURE {
            moved += 1;
        } else if changed.mail_moved {
            unsure |= event.at + UNSURE >= claimed;
        }
    }
    Some(match moved {
        0 if !unsure => Went::ThereToday,
        1 if !unsure => Went::Elsewhere,
        // Who moved twice may be where they were.
        _ => Went::Unsure,
    })
}

/// Whether mail goes to another address by `after` than by `before`, the person's documents.
pub fn mail_moved(before: &Value, after: &Value) -> bool {
    let goes_to = |document: &Value| {
        let channels = document.pointer("/contact/channels")?.as_array()?;
        channels
            .iter()
            .find(|channel| is_safe_mail(channel))
            .and_then(address)
    };
    goes_to(before) != goes_to(after)
}

/// The person's document with every address called safe no more to which the mail may have gone: today's, which is the
/// first safe one, wherever it stands; or where mail has moved since, all others; or all. Nothing where none is safe.
pub fn stopped(document: &Value, went: Went) -> Option<Value> {
    let mut document = document.clone();
    let channels = document.pointer_mut("/contact/channels")?.as_array_mut()?;
    let today = address(channels.iter().find(|channel| is_safe_mail(channel))?);
    let may_be_it = |channel: &Value| match went {
        Went::ThereToday | Went::Known => address(channel) == today,
        Went::Elsewhere => address(channel) != today,
        Went::Unsure => true,
    };
    let by_mail = channels
        .iter_mut()
        .filter(|channel| channel["kind"] == "email");
    by_mail
        .filter(|channel| may_be_it(channel))
        .for_each(|channel| channel["safe"] = Value::Bool(false));
    Some(document)
}

fn is_safe_mail(channel: &Value) -> bool {
    channel["kind"] == "email" && channel["safe"] == true
}

fn address(channel: &Value) -> Option<String> {
    channel["address"].as_str().map(str::to_lowercase)
}

/// What follows from `returned`, the mail that was `request`: `before` is what the person answered, `after` is that where the
/// channel is stopped ([`stopped`]). Nothing where the hub never sent it, where it is known already, or where nobody is there
/// to be told.
///
/// What cannot be delivered for ever, and what somebody objected to, stops the address that it was sent to, and no other;
/// where that cannot be told, silence is the safe side. The person who finds out may call it safe again. What may pass (a
/// full mailbox, an automatic answer) stops nothing, for nobody said that the address is wrong; but what the person waits
/// for may not have reached them, and somebody tells them.
pub fn came_back(
    file: &CaseFile,
    request: &UpdateRequest,
    returned: &MailReturned,
    (before, after): (&Referral, &Referral),
    now: Timestamp,
) -> Vec<CaseChange> {
    let case = &file.case;
    let same = |update: &&events::case::Update| {
        update.kind == request.kind && update.about == request.about
    };
    let Some(update) = file.updates.iter().find(same) else {
        return Vec::new();
    };
    let Some(went) = went(file, request) else {
        return Vec::new();
    };
    let standing = ContactStatus::of(case);
    if standing == ContactStatus::Silent {
        return Vec::new();
    }
    let due = case_due(case, now);
    let bounced = returned.event == Returned::Bounce;
    let news = if request.kind == UpdateKind::Digest {
        said_in(file, update, now)
    } else {
        Vec::new()
    };
    let untold = if bounced {
        owed(request.kind, &news)
    } else {
        Vec::new()
    };
    let tell = |from| {
        by_hand(
            case,
            &untold,
            NotSentReason::NotConfirmed,
            case_due(case, from),
        )
    };
    if returned.may_pass() {
        return tell(if let ContactStatus::Quiet(until) = standing {
            until.max(now)
        } else {
            now
        });
    }
    if went == Went::Known {
        return Vec::new();
    }
    let tell_by_hand = needs_a_person(request.kind, after, standing, now)
        .map(tell)
        .unwrap_or_default();
    // Nothing is sent there any more; but what it said may have reached nobody.
    if before.contact.channels == after.contact.channels {
        return tell_by_hand;
    }
    let safe = |kind: &&ChannelKind| {
        after
            .contact
            .channels
            .iter()
            .any(|channel| channel.safe && channel.kind == **kind)
    };
    let why = if bounced {
        ContactChangeReason::Bounced
    } else {
        ContactChangeReason::Complained
    };
    let mut events = vec![CaseChange::ContactChanged(ContactChanged {
        safe_channels: ChannelKind::ALL.iter().filter(safe).copied().collect(),
        frequency: after.contact.frequency,
        contact: automatic_contact(after),
        mail_moved: went != Went::Elsewhere,
        why,
        by: Actor::Machine,
    })];
    if !case
        .open_tasks()
        .any(|task| task.kind == TaskKind::CheckContact)
    {
        events.push(CaseChange::TaskGiven(TaskGiven {
            kind: TaskKind::CheckContact,
            from: None,
            due,
        }));
    }
    events.extend(tell_by_hand);
    events
}
