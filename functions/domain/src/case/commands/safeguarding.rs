//! A coordinator's actions beyond consent to keep somebody safe: meetings, and sharing to prevent
//! serious harm.

use super::Refused;
use super::tasks::{finish_open, is_account};
use crate::calendar::end_of_working_day_after;
use events::case::{
    Case, CaseChange, Criterion, Disclosed, DisclosedScope, DisclosedTo, DisclosureApproved,
    HandOnBasis, Pathway, PathwayTaken, TaskKind,
};
use jiff::{SignedDuration, Timestamp};

/// The working days in which a meeting must acknowledge a case.
const ACKNOWLEDGED_IN: u32 = 1;
/// The time in which the approver of a disclosure must look: the contract's deadline for high risk,
/// one hour at any time.
const APPROVED_IN: SignedDuration = SignedDuration::from_hours(1);
/// How long an approved disclosure is shown: long enough to act on it. Later changes of address or
/// contact details need another disclosure.
const SHOWN_FOR: SignedDuration = SignedDuration::from_hours(28 * 24);

/// Refers the case to a multi-agency meeting (AS15), and ends the task for it. Returns no events if
/// the meeting has it and has not acknowledged it yet.
///
/// # Errors
/// [`Refused`] for a criterion of the other kind of meeting, and if the person has died or was
/// deleted.
pub fn put_to_meeting(
    case: &Case,
    pathway: Pathway,
    criterion: Criterion,
    basis: HandOnBasis,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let safeguarding = matches!(criterion, Criterion::ChildAtRisk | Criterion::AdultAtRisk);
    let repeat = criterion == Criterion::Repeat;
    match pathway {
        Pathway::Marac if safeguarding => {
            return Err(Refused::Wrong(words::refusals::mash_criterion()));
        }
        Pathway::Mash if repeat => {
            return Err(Refused::Wrong(words::refusals::marac_criterion()));
        }
        Pathway::Marac | Pathway::Mash => {}
    }
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    if case
        .coordination
        .pathways
        .iter()
        .any(|one| one.taken.pathway == pathway && one.acknowledged_at.is_none())
    {
        return Ok(Vec::new());
    }
    let acknowledge_by = end_of_working_day_after(now, ACKNOWLEDGED_IN);
    let taken = PathwayTaken {
        pathway,
        criterion,
        basis,
        acknowledge_by,
        by: by.to_owned(),
    };
    let considered = match pathway {
        Pathway::Marac => [TaskKind::ConsiderMarac],
        Pathway::Mash => [TaskKind::ConsiderMash],
    };
    Ok(std::iter::once(CaseChange::PathwayTaken(taken))
        .chain(finish_open(case, &considered, by))
        .collect())
}

/// Records that the meeting acknowledged the case. Returns no events if it has already.
///
/// # Errors
/// [`Refused`] if the case was not referred to it.
pub fn acknowledge_meeting(
    case: &Case,
    pathway: Pathway,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let mut there = case
        .coordination
        .pathways
        .iter()
        .filter(|one| one.taken.pathway == pathway)
        .peekable();
    if there.peek().is_none() {
        return Err(Refused::NotNow(words::refusals::not_referred_to_meeting()));
    }
    let waits = there.any(|one| one.acknowledged_at.is_none());
    Ok(if waits {
        vec![CaseChange::PathwayAcknowledged {
            pathway,
            by: by.to_owned(),
        }]
    } else {
        Vec::new()
    })
}

/// Requests sharing without consent to prevent serious harm. The request names the reason and the
/// fewest items, and another person has to approve it. `names` are all the account names of the
/// requester, who cannot approve it under any of them.
///
/// # Errors
/// [`Refused`] if no item is named, an item is named twice, the approver is the requester, or the
/// person has died or was deleted.
pub fn disclose(
    case: &Case,
    disclosed: Disclosed,
    names: &[&str],
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let scope = &disclosed.scope;
    let twice = |which: &DisclosedScope| scope.iter().filter(|one| *one == which).count() > 1;
    if scope.is_empty() || scope.iter().any(twice) {
        return Err(Refused::Wrong(words::refusals::scope_each_once()));
    }
    if !is_account(&disclosed.approver) {
        return Err(Refused::Wrong(words::refusals::approver_account()));
    }
    if is_one_of(&disclosed.approver, names) {
        return Err(Refused::Wrong(words::refusals::approver_is_requester()));
    }
    // Every account of the police that had the reference could read it otherwise.
    if (disclosed.to == DisclosedTo::Police) != disclosed.reader.is_some() {
        return Err(Refused::Wrong(words::staff_access::name_the_reader()));
    }
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    Ok(vec![CaseChange::Disclosed(Disclosed {
        approve_by: Some(now + APPROVED_IN),
        ..disclosed
    })])
}

/// Approves sharing without consent for a limited time, and ends the approver's task. Returns no
/// events if it is approved already. `names` are all the account names of the approver, the main
/// one first.
///
/// # Errors
/// [`Refused`] if nothing with that number waits for approval, it is somebody else's to approve, it
/// was refused, or the person has died or was deleted.
pub fn approve_disclosure(
    case: &Case,
    number: u32,
    names: &[&str],
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let asked = case
        .coordination
        .disclosures
        .iter()
        .find(|one| one.disclosure == number);
    let asked = asked.ok_or(Refused::Wrong(words::refusals::no_such_disclosure()))?;
    let by = names
        .first()
        .filter(|_| is_one_of(&asked.approver, names) && !is_one_of(&asked.by, names));
    let by = by.ok_or(Refused::NotNow(words::refusals::not_the_approver()))?;
    if asked.approved_at.is_some() {
        return Ok(Vec::new());
    }
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    if !case
        .coordination
        .open_tasks()
        .any(|task| task.task == number)
    {
        return Err(Refused::NotNow(words::refusals::disclosure_refused()));
    }
    let until = now + SHOWN_FOR;
    Ok(vec![CaseChange::DisclosureApproved(DisclosureApproved {
        disclosure: number,
        until,
        by: (*by).to_owned(),
    })])
}

/// Whether the account is one of a person's names. The sign-in service ignores case.
fn is_one_of(account: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(account))
}
