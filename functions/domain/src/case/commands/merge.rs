//! Two cases of one person: one goes on in the other.

use super::record_for_person::{PersonUpdate, contact_changed};
use super::tasks::finish_open;
use super::{Refused, lifecycle};
use crate::case::apply::append_all;
use crate::case::deadlines::case_due;
use crate::case::sharing::hidden_from_police;
use crate::notifications::mail_moved;
use events::Reference;
use events::assessment::Flag;
use events::case::{
    Actor, Case, CaseChange, CloseReason, ContactChangeReason, CoordinatorReason, Joined, Paused,
    Routing, TaskGiven, TaskKind, UpliftReason, Uplifted,
};
use events::referral::{Channel, Frequency, Referral, SourceKind};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Whether `from` may go on in `case`: also where that was begun before, so that saying it again finishes it.
///
/// # Errors
/// [`Refused`] for a case and itself, for one of which nobody is left, where the case that is to go on is over, where the
/// other ended for something else, where a conflict waits in it, and for one that the police know: what they record comes
/// under its reference, and would be told to nobody; and where fewer may have what was said in `from`.
pub fn may_join(case: &Case, from: &Case) -> Result<(), Refused> {
    if case.reference == from.reference {
        return Err(Refused::Wrong("A case cannot go on in itself"));
    }
    if case.erased_at.is_some() || from.erased_at.is_some() {
        return Err(Refused::NotNow(
            "Who one of the cases is about has been deleted",
        ));
    }
    if case.ended.as_ref().is_some_and(|ended| ended.said) {
        return Err(Refused::NotNow("The other case is over: reopen it first"));
    }
    if from.received.source == SourceKind::Police {
        return Err(Refused::NotNow(
            "The police know this case by its reference and go on recording there: merge the other case into this one",
        ));
    }
    if from.perhaps_died() {
        return Err(Refused::NotNow(
            "A provider heard that the person has died: find out first",
        ));
    }
    let not_shared =
        |case: &Case| case.routing() == Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    let hidden = |case: &Case| hidden_from_police(case.received.source, &case.received.scope);
    if not_shared(from) && !not_shared(case) || hidden(from) && !hidden(case) {
        return Err(Refused::NotNow(
            "What they said in this case they let fewer people have than the other: ask them, and write down what they say",
        ));
    }
    let flags = &from.received.assessment;
    if (flags.has(Flag::ConflictCheck) || flags.has(Flag::GuardianConflict))
        && !from.conflict_cleared
    {
        return Err(Refused::NotNow(
            "Somebody may stand on the other side: clear the conflict in this case first",
        ));
    }
    let ended = from.ended.as_ref().filter(|ended| ended.said);
    if ended.is_some_and(|ended| ended.into.as_ref() != Some(&case.reference)) {
        return Err(Refused::NotNow(
            "The case is over already, for another reason",
        ));
    }
    Ok(())
}

/// The first half of what [`may_join`] allowed, once: the case that goes on takes in what is needed in the other, is as high
/// as the other was, and somebody checks how to reach the person, of whom two cases may say two things.
pub fn join(case: &Case, from: &Case, by: &str, now: Timestamp) -> Vec<CaseChange> {
    if case.joined.contains(&from.reference) {
        return Vec::new();
    }
    let keeps = |code: &&String| {
        case.wanted.contains(code) || case.live().any(|onward| onward.offered.service == **code)
    };
    let joined = Joined {
        from: from.reference.clone(),
        needs: from.received.needs.clone(),
        specialisms: from.received.assessment.specialisms.clone(),
        unwanted: from
            .unwanted
            .iter()
            .filter(|code| !keeps(code))
            .cloned()
            .collect(),
        updates_taken_back: from.updates_taken_back,
        by: by.to_owned(),
    };
    // Of the other one's earlier cases this is the first: there is nothing left to compare.
    let only = case
        .triage
        .as_ref()
        .is_some_and(|triage| triage.earlier == [from.reference.clone()]);
    let compared = finish_open(case, &[TaskKind::Duplicate], by).filter(|_| only);
    let tier = Some(from.tier()).filter(|tier| *tier > case.tier());
    let risk = Some(from.risk()).filter(|risk| *risk > case.risk());
    let higher = Uplifted {
        tier,
        risk,
        reason: UpliftReason::OtherCase,
        by: by.to_owned(),
    };
    // What it is from now on says what has to be considered.
    let with_it = append_all(case, vec![CaseChange::Joined(joined.clone())], now)
        .map_or_else(|_| case.clone(), |(it, _)| it);
    let raised =
        (tier.is_some() || risk.is_some()).then(|| lifecycle::uplift(&with_it, higher, now));
    // What was found not to be safe there is not safe here.
    let known = case.unsafe_since.is_some() && case.held(CoordinatorReason::Unsafe);
    let not_safe = from.unsafe_since.is_some() && !known;
    let found = CaseChange::GivenToCoordinators {
        why: CoordinatorReason::Unsafe,
        due: case_due(case, now),
    };
    let found = not_safe.then_some(found);
    // Quiet that they asked for there is quiet here.
    let quiet = from
        .paused_until
        .filter(|until| *until > now && Some(*until) > case.paused_until);
    let quiet = quiet.map(|until| {
        CaseChange::Paused(Paused {
            until,
            by: Actor::Machine,
        })
    });
    let to_check = case
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
        .chain(compared)
        .chain(check)
        .collect()
}

/// The second half: the case ends where the other has taken it in, once.
pub fn close_merged(case: &Case, into: &Reference, by: &str) -> Vec<CaseChange> {
    if case.ended.as_ref().is_some_and(|ended| ended.said) {
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

/// How the person may be reached where one case of theirs goes on in another, by the documents of both: a way is safe where
/// both call it so, at the same hours; nothing that only one of them knows makes it safe. Who wants to hear only when they
/// ask in one wants it in both. It is the hub that says so: nobody has spoken to the person by that. Nothing where all of
/// `here` is so in `there`; `None` where a document cannot be read.
pub fn safe_in_both(here: &Value, there: &Value) -> Option<PersonUpdate> {
    let mut document = here.clone();
    let other = serde_json::from_value::<Referral>(there.clone())
        .ok()?
        .contact;
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
        changes: vec![contact_changed(
            &referral,
            mail_moved(here, &document),
            ContactChangeReason::FoundOut,
            Actor::Machine,
        )],
        document,
    })
}

/// Whether the `others` name the same way, and wherever they do it is safe, at the same hours.
fn is_safe_there(known: &Channel, others: &[Channel]) -> bool {
    let address = |one: &Channel| one.address.as_deref().map(str::to_lowercase);
    let same = |other: &&Channel| other.kind == known.kind && address(other) == address(known);
    let hours = |one: &Channel| (one.from.clone(), one.until.clone(), one.days.clone());
    let mut named = others.iter().filter(same).peekable();
    named.peek().is_some() && named.all(|other| other.safe && hours(other) == hours(known))
}
