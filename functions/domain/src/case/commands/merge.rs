//! Merging two cases of one person.

use super::access::close_page;
use super::record_for_person::PersonUpdate;
use super::tasks::finish_open;
use super::{Refused, lifecycle};
use crate::case::apply::append_all;
use crate::case::deadlines::case_due;
use crate::case::sharing::hidden_from_police;
use crate::contact_change::contact_changed;
use crate::notifications::mail_moved;
use events::Reference;
use events::assessment::Flag;
use events::case::{
    Actor, Case, CaseChange, CloseReason, ContactChangeReason, CoordinatorReason, Joined,
    MergeReason, Paused, Routing, TaskGiven, TaskKind, UpliftReason, Uplifted,
};
use events::referral::{Channel, Frequency, Referral, SourceKind};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Whether `from` may be merged into `case`. This includes a merge that has begun, so that
/// repeating the command completes it.
///
/// # Errors
/// Returns [`Refused`] if:
///
/// - both cases are the same;
/// - the person died or was deleted;
/// - the continuing case is over;
/// - the other case was closed for another reason, or has an open conflict;
/// - the police know the other case (they record under its reference, so their records would reach
///   nobody);
/// - the person shared `from` with fewer people;
/// - `case` is the newer one, without a reason. A case that the police sent always continues.
pub fn may_join(case: &Case, from: &Case, reason: Option<MergeReason>) -> Result<(), Refused> {
    if case.reference == from.reference {
        return Err(Refused::Wrong(words::refusals::merge_same()));
    }
    if case.lifecycle.erasure.is_done() || from.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::data_deleted_in_one()));
    }
    if case
        .lifecycle
        .ended
        .as_ref()
        .is_some_and(|ended| ended.said)
    {
        return Err(Refused::NotNow(words::refusals::merge_into_closed()));
    }
    if from.received.source == SourceKind::Police {
        return Err(Refused::NotNow(words::refusals::merge_police()));
    }
    if from.coordination.perhaps_died() {
        return Err(Refused::NotNow(words::refusals::merge_perhaps_died()));
    }
    let is_newer = case.opened_at > from.opened_at && case.received.source != SourceKind::Police;
    let begun = case.lifecycle.joined.contains(&from.reference);
    if is_newer && reason.is_none() && !begun {
        return Err(Refused::NotNow(words::refusals::merge_newer()));
    }
    let not_shared =
        |case: &Case| case.routing() == Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    let hidden = |case: &Case| hidden_from_police(case.received.source, &case.received.scope);
    if not_shared(from) && !not_shared(case) || hidden(from) && !hidden(case) {
        return Err(Refused::NotNow(words::refusals::merge_consent()));
    }
    let flags = &from.received.assessment;
    if (flags.has(Flag::ConflictCheck) || flags.has(Flag::GuardianConflict))
        && !from.support.conflict_cleared
    {
        return Err(Refused::NotNow(words::refusals::merge_conflict()));
    }
    let ended = from.lifecycle.ended.as_ref().filter(|ended| ended.said);
    if ended.is_some_and(|ended| ended.into.as_ref() != Some(&case.reference)) {
        return Err(Refused::NotNow(words::refusals::closed_for_another_reason()));
    }
    Ok(())
}

/// The first half of a merge that [`may_join`] allows, carried out once: the continuing case takes
/// over the needs, the higher tier and risk, and a legal hold. Somebody checks the contact details,
/// because two cases may have different ones. Anyone may have sent either of them, so the page of the
/// continuing case closes too, until a coordinator gives the person new words in a call.
pub fn join(
    case: &Case,
    from: &Case,
    reason: Option<MergeReason>,
    by: &str,
    now: Timestamp,
) -> Vec<CaseChange> {
    if case.lifecycle.joined.contains(&from.reference) {
        return Vec::new();
    }
    let keeps = |code: &&String| {
        case.support.wanted.contains(code)
            || case
                .support
                .live()
                .any(|onward| onward.offered.service == **code)
    };
    let joined = Joined {
        from: from.reference.clone(),
        needs: from.received.needs.clone(),
        specialisms: from.received.assessment.specialisms.clone(),
        unwanted: from
            .support
            .unwanted
            .iter()
            .filter(|code| !keeps(code))
            .cloned()
            .collect(),
        updates_taken_back: from.contact.updates_taken_back,
        reason,
        by: by.to_owned(),
    };
    // The first of the other case's earlier cases is this one, so there is nothing left to compare.
    let only = case
        .triage
        .as_ref()
        .is_some_and(|triage| triage.earlier == [from.reference.clone()]);
    let compared = finish_open(case, &[TaskKind::Duplicate], by).filter(|_| only);
    // A merge says that the person is the same, so what triage found counts from now on.
    let tier = Some(from.likely_tier().max(case.likely_tier())).filter(|tier| *tier > case.tier());
    let risk = Some(from.risk()).filter(|risk| *risk > case.risk());
    let higher = Uplifted {
        tier,
        risk,
        reason: UpliftReason::OtherCase,
        by: by.to_owned(),
    };
    // The new tier and risk decide which meetings to consider.
    let with_it = append_all(case, vec![CaseChange::Joined(joined.clone())], now)
        .map_or_else(|_| case.clone(), |(it, _)| it);
    let raised =
        (tier.is_some() || risk.is_some()).then(|| lifecycle::uplift(&with_it, higher, now));
    // What was unsafe in the other case is unsafe here.
    let known =
        case.contact.unsafe_since.is_some() && case.coordination.held(CoordinatorReason::Unsafe);
    let not_safe = from.contact.unsafe_since.is_some() && !known;
    let found = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::Unsafe,
        due: case_due(case, now),
    };
    let found = not_safe.then_some(found);
    // A pause in the other case is a pause here.
    let quiet = from
        .contact
        .paused_until
        .filter(|until| *until > now && Some(*until) > case.contact.paused_until);
    let quiet = quiet.map(|until| {
        CaseChange::Paused(Paused {
            until,
            by: Actor::Machine,
        })
    });
    // What must not be deleted there must not be deleted here.
    let held = from.lifecycle.legal_hold && !case.lifecycle.legal_hold;
    let held = held.then(|| CaseChange::LegalHold {
        on: true,
        by: by.to_owned(),
    });
    let to_check = case
        .coordination
        .open_tasks()
        .any(|task| task.kind == TaskKind::CheckContact);
    let check = TaskGiven {
        kind: TaskKind::CheckContact,
        from: None,
        due: case_due(case, now),
    };
    let check = (!to_check).then_some(CaseChange::TaskGiven(check));
    std::iter::once(CaseChange::Joined(joined))
        .chain(raised.into_iter().flatten())
        .chain(found)
        .chain(quiet)
        .chain(held)
        .chain(compared)
        .chain(close_page(case, Actor::coordinator(by)))
        .chain(check)
        .collect()
}

/// The second half of a merge, carried out once: closes the case after the other has taken it over.
pub fn close_merged(case: &Case, into: &Reference, by: &str) -> Vec<CaseChange> {
    if case
        .lifecycle
        .ended
        .as_ref()
        .is_some_and(|ended| ended.said)
    {
        return Vec::new();
    }
    let closed = lifecycle::close(
        case,
        CloseReason::Duplicate,
        Some(into.clone()),
        Actor::coordinator(by),
    );
    closed
        .into_iter()
        .chain(finish_open(case, &[TaskKind::Duplicate], by))
        .collect()
}

/// The contact details after a merge, from both documents. A channel is safe if both cases call it
/// safe, in the same hours. What only one case knows is not safe. If the person wants updates only
/// on request in one case, that applies in both. The hub makes this change, without talking to the
/// person. Returns no event if nothing changes, and `None` if a document cannot be read.
pub fn safe_in_both(here: &Value, there: &Value) -> Option<PersonUpdate> {
    let mut document = here.clone();
    let mut other = serde_json::from_value::<Referral>(there.clone()).ok()?;
    // What is not confirmed there is not safe here.
    let doubtful: Vec<bool> = other
        .contact
        .channels
        .iter()
        .map(|channel| other.is_unconfirmed(channel))
        .collect();
    for (channel, doubtful) in other.contact.channels.iter_mut().zip(doubtful) {
        channel.safe &= !doubtful;
    }
    let other = other.contact;
    let channels = document
        .get_mut("contact")
        .and_then(|contact| contact.get_mut("channels"));
    for channel in channels.and_then(Value::as_array_mut).into_iter().flatten() {
        let known = serde_json::from_value::<Channel>(channel.clone()).ok()?;
        if known.safe && !is_safe_there(&known, &other.channels) {
            channel["safe"] = json!(false);
        }
    }
    if other.frequency == Some(Frequency::OnlyWhenAsked) {
        document["contact"]["frequency"] = json!(Frequency::OnlyWhenAsked);
    }
    if document == *here {
        return Some(PersonUpdate {
            changes: Vec::new(),
            document,
        });
    }
    let referral = serde_json::from_value::<Referral>(document.clone()).ok()?;
    Some(PersonUpdate {
        changes: vec![CaseChange::ContactChanged(contact_changed(
            &referral,
            mail_moved(here, &document),
            ContactChangeReason::FoundOut,
            Actor::Machine,
        ))],
        document,
    })
}

/// Whether the `others` have the same channel, and it is safe wherever it appears, in the same
/// hours.
fn is_safe_there(known: &Channel, others: &[Channel]) -> bool {
    let address = |one: &Channel| one.address.as_deref().map(str::to_lowercase);
    let same = |other: &&Channel| other.kind == known.kind && address(other) == address(known);
    let hours = |one: &Channel| (one.from.clone(), one.until.clone(), one.days.clone());
    let mut named = others.iter().filter(same).peekable();
    named.peek().is_some() && named.all(|other| other.safe && hours(other) == hours(known))
}
