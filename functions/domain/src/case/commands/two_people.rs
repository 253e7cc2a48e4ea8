//! Erasing and merging a case take two coordinators: one proposes, and another approves.

use super::Refused;
use super::tasks::is_account;
use crate::calendar::end_of_working_day_after;
use events::Reference;
use events::case::{
    Actor, Case, CaseChange, MergeReason, Proposal, ProposalApproved, Proposed, ProposedAct,
};
use jiff::Timestamp;

/// The working days in which the approver must look.
const APPROVED_IN: u32 = 1;

/// What a coordinator proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposing {
    pub act: ProposedAct,
    /// The case that continues, for a merge.
    pub into: Option<Reference>,
    pub reason: Option<MergeReason>,
    /// The account that must approve it. `None` if any other coordinator of the hub may.
    pub approver: Option<String>,
}

/// Proposes to erase the person's data, or to merge the case. `names` are all the account names of
/// the coordinator who proposes it, the main one first. The caller has checked that the act is
/// possible now.
///
/// # Errors
/// [`Refused`] if the approver is not another account, the same is proposed already, or the person
/// was deleted.
pub fn propose(
    case: &Case,
    proposing: Proposing,
    names: &[&str],
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let approver = proposing.approver.as_deref();
    if approver.is_some_and(|approver| !is_account(approver)) {
        return Err(Refused::Wrong(words::refusals::approver_account()));
    }
    if approver.is_some_and(|approver| is_one_of(approver, names)) {
        return Err(Refused::Wrong(words::refusals::approver_is_requester()));
    }
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    if case
        .coordination
        .open_proposals()
        .any(|one| one.act == proposing.act)
    {
        return Err(Refused::NotNow(words::staff_access::proposed_already()));
    }
    let Proposing {
        act,
        into,
        reason,
        approver,
    } = proposing;
    Ok(vec![CaseChange::Proposed(Proposed {
        act,
        into,
        reason,
        approver,
        approve_by: end_of_working_day_after(now, APPROVED_IN),
        by: names.first().copied().unwrap_or_default().to_owned(),
    })])
}

/// Whether the person's data may be deleted now.
///
/// # Errors
/// [`Refused`] while the case is open, or a legal hold is on it.
pub fn may_be_erased(case: &Case) -> Result<(), Refused> {
    if case.lifecycle.legal_hold || case.lifecycle.ended.is_none() {
        return Err(Refused::NotNow(words::staff_access::not_to_be_erased()));
    }
    Ok(())
}

/// The proposal of that number, if the account may approve it. `names` are all the names of the
/// account. `None` if it is approved already.
///
/// # Errors
/// [`Refused`] if the case has no such proposal, it is the account's own or somebody else's to
/// approve, it was refused, or the case has changed since.
pub fn approvable<'a>(
    case: &'a Case,
    number: u32,
    act: ProposedAct,
    names: &[&str],
) -> Result<Option<&'a Proposal>, Refused> {
    let found = case
        .coordination
        .proposals
        .iter()
        .find(|one| one.proposal == number && one.act == act);
    let proposal = found.ok_or(Refused::Wrong(words::staff_access::no_such_proposal()))?;
    if is_one_of(&proposal.by, names) {
        return Err(Refused::NotNow(words::staff_access::own_proposal()));
    }
    let named = proposal.approver.as_deref();
    if named.is_some_and(|approver| !is_one_of(approver, names)) {
        return Err(Refused::NotNow(words::refusals::not_the_approver()));
    }
    if proposal.approved_at.is_some() {
        return Ok(None);
    }
    if proposal.lapsed {
        return Err(Refused::NotNow(words::staff_access::changed_since()));
    }
    let open = case.coordination.open_proposals();
    if !open.into_iter().any(|one| one.proposal == number) {
        return Err(Refused::NotNow(words::refusals::disclosure_refused()));
    }
    Ok(Some(proposal))
}

/// The approval, which comes before the events that do it.
pub fn approved(proposal: &Proposal, by: &str) -> CaseChange {
    CaseChange::ProposalApproved(ProposalApproved {
        proposal: proposal.proposal,
        by: by.to_owned(),
    })
}

/// Approves the deletion of the person's data, which is then ordered. Returns no events if it is
/// approved already.
///
/// # Errors
/// As [`approvable`], and as [`may_be_erased`].
pub fn approve_erasure(
    case: &Case,
    number: u32,
    names: &[&str],
) -> Result<Vec<CaseChange>, Refused> {
    let Some(proposal) = approvable(case, number, ProposedAct::Erase, names)? else {
        return Ok(Vec::new());
    };
    may_be_erased(case)?;
    let by = names.first().copied().unwrap_or_default();
    let order = CaseChange::ToBeErased {
        by: Actor::coordinator(by),
    };
    Ok(vec![approved(proposal, by), order])
}

/// Whether the account is one of a person's names. The sign-in service ignores case.
fn is_one_of(account: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(account))
}
