//! Applies what was learned after the case was accepted.

use super::coordinator_queue;
use super::illegal::IllegalChange;
use crate::case::deadlines::{hub_due, look_at_danger_by};
use events::assessment::Flag;
use events::case::{Case, Known, Reassessed, Reassessment, Routing};
use events::referral::Need;
use jiff::Timestamp;

/// Assesses the person again. Both versions stay. Support that is under way continues, and the hub
/// searches for what else fits. Neither tier nor risk falls, other than back to what was known before
/// the entry that this one corrects.
pub(super) fn reassess(
    case: &mut Case,
    reassessed: &Reassessed,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let before = known(case);
    let (tier, risk) = match reassessed.corrects {
        None => (before.tier, before.risk),
        Some(number) => {
            let last = case.coordination.reassessments.last();
            let wrong = last
                .filter(|one| one.number == number)
                .ok_or(IllegalChange::Lowered)?;
            (wrong.before.tier, wrong.before.risk)
        }
    };
    if reassessed.assessment.tier < tier || reassessed.assessment.risk < risk {
        return Err(IllegalChange::Lowered);
    }
    let (routing_before, risk_before) = (case.routing(), case.risk());
    let new_flag = |flag| reassessed.assessment.has(flag) && !case.received.assessment.has(flag);
    // What a coordinator cleared was another conflict.
    if new_flag(Flag::GuardianConflict) || new_flag(Flag::ConflictCheck) {
        case.support.conflict_cleared = false;
    }
    let received = &mut case.received;
    received.needs = all_needs(reassessed);
    received.modality.clone_from(&reassessed.modality);
    received.worker_gender = reassessed.worker_gender;
    received.safe_channels.clone_from(&reassessed.safe_channels);
    received.assessment = reassessed.assessment.clone();
    let specialisms = &mut received.assessment.specialisms;
    specialisms.extend(&reassessed.other_specialisms);
    specialisms.sort_unstable();
    specialisms.dedup();
    received.routing = reassessed.routing;
    let after = known(case);
    case.coordination.reassessments.push(Reassessment {
        number: case.version + 1,
        at,
        why: reassessed.why,
        spoken: reassessed.spoken,
        parts: reassessed.parts.clone(),
        before,
        after,
        restorative_justice: reassessed.restorative_justice,
        corrects: reassessed.corrects,
        by: reassessed.by.clone(),
    });
    let in_danger = look_at_danger_by(&case.received.assessment, at).is_some();
    if in_danger || case.risk() > risk_before {
        coordinator_queue::bring_forward_quietly(case, at);
    }
    let may_be_offered = case.routing() == Routing::ToProviders;
    if case.support.routed && (may_be_offered || case.routing() != routing_before) {
        case.support.match_by = Some(hub_due(at));
    }
    Ok(())
}

/// The needs by the answers, and those from elsewhere that are not among them.
fn all_needs(reassessed: &Reassessed) -> Vec<Need> {
    let own = |need: &&Need| {
        let mut named = reassessed.needs.iter();
        named.any(|known| known.code == need.code)
    };
    let others = reassessed.other_needs.iter().filter(|need| !own(need));
    reassessed.needs.iter().chain(others).copied().collect()
}

/// What is known now.
fn known(case: &Case) -> Known {
    let assessment = &case.received.assessment;
    Known {
        tier: assessment.tier,
        risk: assessment.risk,
        complexity: assessment.complexity,
        flags: assessment.flags.clone(),
        specialisms: assessment.specialisms.clone(),
        needs: case.received.needs.iter().map(|need| need.code).collect(),
    }
}
