//! A returned mail is a safety event: somebody else may read that mailbox, or nobody (victims-code,
//! "Safe contact").

use super::digest::said_in;
use super::{tasks_to_tell, to_tell_by_hand};
use crate::case::deadlines::case_due;
use crate::contact_change::contact_changed;
use crate::copy::case_for_page;
use crate::gate::{ContactStatus, needs_a_person};
use events::case::{
    Actor, CaseChange, CaseFile, ContactChangeReason, NotSentReason, TaskGiven, TaskKind,
};
use events::parse::PAGE_CHANGE;
use events::referral::{Channel, PageChange, Referral};
use events::update::{MailReturned, Returned, UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

/// How close to the claiming of a mail a change of address makes it unclear which address was used.
/// The answers were read a moment earlier, by another clock.
const UNSURE: SignedDuration = SignedDuration::from_mins(5);

/// The address of a returned mail, as far as the hub can tell without storing addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailAddress {
    /// The current address.
    ThereToday,
    /// An earlier address: it has changed once since, so it is not the current one.
    Elsewhere,
    /// The address is unclear.
    Unsure,
    /// An address from which another mail has come back since. That is known already.
    Known,
}

/// The address of the mail that carried `request`. `None` if the hub never sent it.
pub fn address_of(file: &CaseFile, request: &UpdateRequest) -> Option<MailAddress> {
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
            return Some(MailAddress::Known);
        }
        if changed.mail_moved && event.at > claimed + UNSURE {
            moved += 1;
        } else if changed.mail_moved {
            unsure |= event.at + UNSURE >= claimed;
        }
    }
    Some(match moved {
        0 if !unsure => MailAddress::ThereToday,
        1 if !unsure => MailAddress::Elsewhere,
        // After two changes, the old address may be the current one again.
        _ => MailAddress::Unsure,
    })
}

/// Whether the address for e-mail differs between the person's documents `before` and `after`.
pub fn mail_moved(before: &Value, after: &Value) -> bool {
    let goes_to = |document: &Value| {
        let change = page_change(document);
        let channels = document.pointer("/contact/channels")?.as_array()?;
        channels
            .iter()
            .find(|channel| is_safe_mail(channel) && !is_unconfirmed(channel, change.as_ref()))
            .and_then(address)
    };
    goes_to(before) != goes_to(after)
}

/// The person's document without the safe addresses to which the mail may have gone: the current
/// one (the first safe one), all others if the address changed since, or all if it is unclear.
/// `None` if no address was safe.
pub fn stopped(document: &Value, kind: UpdateKind, address_of: MailAddress) -> Option<Value> {
    let mut document = document.clone();
    let change = page_change(&document);
    let channels = document.pointer_mut("/contact/channels")?.as_array_mut()?;
    let confirmed =
        |channel: &&Value| is_safe_mail(channel) && !is_unconfirmed(channel, change.as_ref());
    let first = channels.iter().find(confirmed);
    // The message with a code went to the address that it confirms.
    let coded = change
        .as_ref()
        .and_then(|change| change.code.as_ref())
        .map(|code| code.address.to_lowercase())
        .filter(|_| kind == UpdateKind::ConfirmContact);
    let today = coded.or_else(|| address(first?));
    if today.is_none() && !channels.iter().any(is_safe_mail) {
        return None;
    }
    let may_be_it = |channel: &Value| match address_of {
        MailAddress::ThereToday | MailAddress::Known => address(channel) == today,
        MailAddress::Elsewhere => address(channel) != today,
        MailAddress::Unsure => true,
    };
    let by_mail = channels
        .iter_mut()
        .filter(|channel| channel["kind"] == "email");
    by_mail
        .filter(|channel| may_be_it(channel))
        .for_each(|channel| channel["safe"] = Value::Bool(false));
    Some(document)
}

fn page_change(document: &Value) -> Option<PageChange> {
    serde_json::from_value(document.get(PAGE_CHANGE)?.clone()).ok()
}

fn is_unconfirmed(channel: &Value, change: Option<&PageChange>) -> bool {
    let Ok(channel) = serde_json::from_value::<Channel>(channel.clone()) else {
        return true;
    };
    change.is_some_and(|change| change.unconfirmed.iter().any(|way| channel.is(way)))
}

fn is_safe_mail(channel: &Value) -> bool {
    channel["kind"] == "email" && channel["safe"] == true
}

fn address(channel: &Value) -> Option<String> {
    channel["address"].as_str().map(str::to_lowercase)
}

/// What follows from `returned`, the mail that carried `request`. `before` is the person's
/// document, and `after` is the document with the channel stopped ([`stopped`]). Returns no events
/// if the hub never sent it, if the problem is known, or if the person has died or was deleted.
///
/// A permanent failure or a complaint stops the address to which the mail was sent, and no other.
/// If the address is unclear, not sending is safer. The person who looks into it may make it safe
/// again. A temporary failure (a full mailbox, an automatic reply) stops nothing, because the
/// address may be right. The update may not have arrived, though, so somebody gives it if the
/// person waits for it.
pub fn follow_up_returned(
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
    let Some(address_of) = address_of(file, request) else {
        return Vec::new();
    };
    let standing = ContactStatus::of(case);
    if standing == ContactStatus::Silent {
        return Vec::new();
    }
    let due = case_due(case, now);
    let bounced = returned.event == Returned::Bounce;
    let news = if request.kind == UpdateKind::Digest {
        // The letter said nothing that the page does not show.
        said_in(&case_for_page(file.clone()), update, now)
    } else {
        Vec::new()
    };
    let untold = if bounced {
        to_tell_by_hand(request.kind, &news)
    } else {
        Vec::new()
    };
    let tell = |from| {
        tasks_to_tell(
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
    if address_of == MailAddress::Known {
        return Vec::new();
    }
    let tell_by_hand = needs_a_person(request.kind, after, standing, now)
        .map(tell)
        .unwrap_or_default();
    // Nothing is sent there again, but this update may have reached nobody.
    if before.contact.channels == after.contact.channels {
        return tell_by_hand;
    }
    let why = if bounced {
        ContactChangeReason::Bounced
    } else {
        ContactChangeReason::Complained
    };
    let moved = address_of != MailAddress::Elsewhere;
    let mut events = vec![CaseChange::ContactChanged(contact_changed(
        after,
        moved,
        why,
        Actor::Machine,
    ))];
    if !case
        .coordination
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
