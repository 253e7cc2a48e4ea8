//! Merges two cases of one person, after one coordinator proposed it and another approved it. The continuing case takes in
//! the other first, and then the other ends. If something fails in between, no case is lost, and repeating the approval
//! finishes the merge. After it, a channel is safe only if both cases called it safe, and who may not open one of them may
//! not open the other.

use crate::{Ports, StaffRequest};
use application::{Decision, Document, OnConflict, Refusal};
use domain::case::commands::merge::{close_merged, join as join_cases, may_join, safe_in_both};
use domain::case::commands::readers::limits_of;
use domain::case::commands::two_people::{Proposing, approvable, approved, propose as propose_it};
use events::Reference;
use events::case::{Case, MergeReason, Proposal, ProposedAct};
use platform::PortError;

/// `POST /hub/cases/{reference}/merge` with `{"into"}`: proposes that the case `into` takes in `case`. Returns no event if
/// it has already.
pub(crate) async fn propose<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    into: &Reference,
    reason: Option<MergeReason>,
    approver: Option<String>,
) -> Result<Decision, Refusal> {
    let other = asked.case(into.as_str()).await?;
    may_join(&other, case, reason)?;
    if case.lifecycle.is_closed() && other.lifecycle.joined.contains(&case.reference) {
        return Ok(Decision::nothing(()));
    }
    let proposing = Proposing {
        act: ProposedAct::Merge,
        into: Some(into.clone()),
        reason,
        approver,
    };
    let changes = propose_it(case, proposing, &asked.names(), asked.now)?;
    Ok(Decision::of(changes))
}

/// `POST /hub/cases/{reference}/approve-merge`: the case that was proposed takes in `case`, which then ends. Returns no
/// event if it has already.
pub(crate) async fn approve<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    number: u32,
) -> Result<Decision, Refusal> {
    let found = approvable(case, number, ProposedAct::Merge, &asked.names())?;
    let Some((proposal, into)) =
        found.and_then(|proposal| Some((proposal, proposal.into.as_ref()?)))
    else {
        return Ok(Decision::nothing(()));
    };
    join(asked, case, into, proposal).await?;
    let by = asked.who.subject.as_str();
    let ends = close_merged(case, into, by);
    Ok(Decision::of(
        std::iter::once(approved(proposal, by))
            .chain(ends)
            .collect(),
    ))
}

/// The first half of a merge: the case `into` takes in `case`.
async fn join<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    into: &Reference,
    proposal: &Proposal,
) -> Result<(), Refusal> {
    let reason = proposal.reason;
    let (by, now) = (asked.who.subject.as_str(), asked.now);
    asked
        .execute(
            into.as_str(),
            "a coordinator made two cases one",
            OnConflict::Retry,
            |other| async move {
                may_join(&other, case, reason)?;
                let begun = other.lifecycle.joined.contains(&case.reference);
                let changed = other
                    .contact
                    .page_changed_at
                    .is_some_and(|at| at > proposal.at);
                if changed && !begun {
                    return Err(Refusal::conflict(words::staff_access::changed_since()));
                }
                let mut changes = join_cases(&other, case, reason, by, now);
                if changes.is_empty() {
                    return Ok(Decision::nothing(()));
                }
                changes.extend(limits_of(case, &other, by));
                let here = asked.ports.person(into).await?;
                let there = asked.ports.person(&case.reference).await?;
                let mut document = Document::Unchanged;
                if let (Some(here), Some(there)) = (here, there) {
                    let reached = safe_in_both(&here, &there).ok_or_else(not_read)?;
                    if !reached.changes.is_empty() {
                        changes.extend(reached.changes);
                        document = Document::Replaced(reached.document);
                    }
                }
                Ok(Decision::of(changes).document(document))
            },
        )
        .await
        .map(|_| ())
}

fn not_read() -> PortError {
    PortError::Permanent("a stored referral cannot be read".to_owned())
}
