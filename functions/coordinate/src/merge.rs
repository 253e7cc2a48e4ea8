//! Merges two cases of one person. The continuing case takes in the other first, and then the other ends. If something
//! fails in between, no case is lost, and repeating the command finishes the merge. After it, a channel is safe only if
//! both cases called it safe.

use crate::{Ports, StaffRequest};
use application::{Decision, Document, OnConflict, Refusal};
use domain::case::commands::merge::{join as join_cases, may_join, safe_in_both};
use events::Reference;
use events::case::{Case, MergeReason};
use platform::PortError;

/// The first half of `POST /hub/cases/{reference}/merge` with `{"into"}`: the case `into` takes in `case`.
pub(crate) async fn join<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    into: &Reference,
    reason: Option<MergeReason>,
) -> Result<(), Refusal> {
    let (by, now) = (asked.who.subject.as_str(), asked.now);
    asked
        .execute(
            into.as_str(),
            "a coordinator made two cases one",
            OnConflict::Retry,
            |other| async move {
                may_join(&other, case, reason)?;
                let mut changes = join_cases(&other, case, reason, by, now);
                if changes.is_empty() {
                    return Ok(Decision::nothing(()));
                }
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
