//! What a coordinator does beyond consent to keep somebody safe: meetings, and sharing to prevent serious harm.

use super::Refused;
use super::tasks::{finish_open, is_account};
use crate::calendar::end_of_working_day_after;
use events::case::{
    Case, CaseChange, Criterion, Disclosed, DisclosedScope, DisclosureApproved, HandOnBasis,
    Pathway, PathwayTaken, TaskKind,
};
use jiff::{SignedDuration, Timestamp};

/// In how many working days a meeting acknowledges that it has a case.
const ACKNOWLEDGED_IN: u32 = 1;
/// In what time the approver of a disclosure has looked: the contract's clock for high risk, one hour of any day.
const APPROVED_IN: SignedDuration = SignedDuration::from_hours(1);
/// For how long a disclosure is shown once it is approved: enough to act on it. Where the person lives later on, or how they
/// are reached then, takes another.
const SHOWN_FOR: SignedDuration = SignedDuration::from_hours(28 * 24);

/// The case is put to a multi-agency meeting (AS15), which was the task; nothing where it is there and waits.
///
/// # Errors
/// [`Refused`] for a criterion of the other meeting, and where nobody is left whom it could be about.
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
            return Err(Refused::Wrong(
                "A child or an adult at risk is a matter for the MASH",
            ));
        }
        Pathway::Mash if repeat => {
            return Err(Refused::Wrong("A repeat is a matter for the MARAC"));
        }
        Pathway::Marac | Pathway::Mash => {}
    }
    if case.erased_at.is_some() {
        return Err(Refused::NotNow("Who the case is about has been deleted"));
    }
    if case
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

/// The meeting has acknowledged that it has the case; nothing where it had already.
///
/// # Errors
/// [`Refused`] where the case was never put to it.
pub fn acknowledge_meeting(
    case: &Case,
    pathway: Pathway,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let mut there = case
        .pathways
        .iter()
        .filter(|one| one.taken.pathway == pathway)
        .peekable();
    if there.peek().is_none() {
        return Err(Refused::NotNow("The case was not put to that meeting"));
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

/// Something is to be shared without consent, to prevent serious harm: with a reason, no more than is named, and only once
/// somebody else has approved it, whose task it is from now on. `names` are all the names of whoever asks: they cannot
/// approve it under another.
///
/// # Errors
/// [`Refused`] where nothing is named, something twice, nobody else is to approve it, or nobody is left whom it could be
/// about.
pub fn disclose(
    case: &Case,
    disclosed: Disclosed,
    names: &[&str],
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let scope = &disclosed.scope;
    let twice = |which: &DisclosedScope| scope.iter().filter(|one| *one == which).count() > 1;
    if scope.is_empty() || scope.iter().any(twice) {
        return Err(Refused::Wrong(
            "scope names what is shared, each thing once",
        ));
    }
    if !is_account(&disclosed.approver) {
        return Err(Refused::Wrong(
            "approver is the account of whoever is to approve it",
        ));
    }
    if is_one_of(&disclosed.approver, names) {
        return Err(Refused::Wrong(
            "Somebody else has to approve it: nobody approves what they do themselves",
        ));
    }
    if case.erased_at.is_some() {
        return Err(Refused::NotNow("Who the case is about has been deleted"));
    }
    Ok(vec![CaseChange::Disclosed(Disclosed {
        approve_by: Some(now + APPROVED_IN),
        ..disclosed
    })])
}

/// Whoever was named approves it, which was their task: from now on it is shared, for a time. Nothing where they have.
/// `names` are all the names of whoever approves, and the first is their account.
///
/// # Errors
/// [`Refused`] where nothing of that number waits, it is somebody else's to approve, it was refused, or nobody is left whom
/// it could be about.
pub fn approve_disclosure(
    case: &Case,
    number: u32,
    names: &[&str],
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let asked = case.disclosures.iter().find(|one| one.disclosure == number);
    let asked = asked.ok_or(Refused::Wrong("The case has no such disclosure"))?;
    let by = names
        .first()
        .filter(|_| is_one_of(&asked.approver, names) && !is_one_of(&asked.by, names));
    let by = by.ok_or(Refused::NotNow(
        "Only whoever was named to approve it can, signed in as themselves",
    ))?;
    if asked.approved_at.is_some() {
        return Ok(Vec::new());
    }
    if case.erased_at.is_some() {
        return Err(Refused::NotNow("Who the case is about has been deleted"));
    }
    if !case.open_tasks().any(|task| task.task == number) {
        return Err(Refused::NotNow(
            "It was refused, or is not needed any more: it has to be asked for anew",
        ));
    }
    let until = now + SHOWN_FOR;
    Ok(vec![CaseChange::DisclosureApproved(DisclosureApproved {
        disclosure: number,
        until,
        by: (*by).to_owned(),
    })])
}

/// Whether the account is one of the names of somebody. The login does not tell capitals apart.
fn is_one_of(account: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(account))
}
