//! Multi-agency meetings, and sharing without consent.

use super::{IllegalMove, owed};
use events::case::{Case, Disclosed, Pathway, PathwayTaken, Taken};
use jiff::Timestamp;

/// The case was put to a meeting, which is to acknowledge that it has it (AS15).
pub(super) fn taken(case: &mut Case, taken: &PathwayTaken, at: Timestamp) -> Result<(), IllegalMove> {
    let waits = |one: &Taken| one.taken.pathway == taken.pathway && one.acknowledged_at.is_none();
    if case.pathways.iter().any(waits) {
        return Err(IllegalMove::PathwayTaken);
    }
    let seq = case.version + 1;
    case.pathways.push(Taken { taken: taken.clone(), seq, acknowledged_at: None });
    owed::pathway(case, taken.acknowledge_by, at);
    Ok(())
}

/// The meeting has acknowledged that it has it.
pub(super) fn acknowledged(case: &mut Case, pathway: Pathway, at: Timestamp) -> Result<(), IllegalMove> {
    let waits = |one: &&mut Taken| one.taken.pathway == pathway && one.acknowledged_at.is_none();
    let one = case.pathways.iter_mut().find(waits).ok_or(IllegalMove::NoSuchPathway)?;
    one.acknowledged_at = Some(at);
    let seq = one.seq;
    owed::pathway_acknowledged(case, seq, at);
    Ok(())
}

/// Something was shared without consent: with a reason, with somebody else's approval, and no more than is named.
pub(super) fn disclosed(case: &mut Case, disclosed: &Disclosed) -> Result<(), IllegalMove> {
    if disclosed.approver.trim().is_empty() || disclosed.approver == disclosed.by || disclosed.scope.is_empty() {
        return Err(IllegalMove::NotApproved);
    }
    case.disclosures.push(disclosed.clone());
    Ok(())
}
