//! Codes of a person: whether it happened before, and restorative justice.

use crate::onward::is_universal;
use events::assessment::{Category, Risk, Specialism, Tier};
use events::case::{
    Case, CaseChange, CaseEvent, OfferReason, Onward, ReopenReason, StoredOfferReason, TaskKind,
    TaskOutcome, UpliftReason,
};
use events::referral::NeedCode;

/// Whether the person was harmed before, or is known from an earlier case (AS12). Only what somebody said or confirmed
/// counts as the same person. A likeness that nobody has checked is a separate code.
pub(crate) fn repeat(case: &Case, events: &[CaseEvent]) -> &'static str {
    let again = events.iter().any(|event| match &event.what {
        CaseChange::Reopened { why, .. } => *why == ReopenReason::HarmedAgain,
        CaseChange::Uplifted(uplifted) => uplifted.reason == UpliftReason::HappenedAgain,
        _ => false,
    });
    let merged = events
        .iter()
        .any(|event| matches!(event.what, CaseChange::Joined(_)));
    let assessment = &case.received.assessment;
    if again {
        "harmed-again"
    } else if merged {
        "same-person"
    } else if assessment
        .categories
        .contains(&Category::PersistentlyTargeted)
    {
        "targeted-before"
    } else if case.coordination.has_open_task(TaskKind::Duplicate) {
        "being-checked"
    } else {
        "no-sign"
    }
}

/// The tier and the risk now, and whether they were the same at first (AS11). One code says both: in a separate dimension,
/// what rose since would be a part of a tier, and the rest of it could be worked out however small it is.
pub(crate) fn rights_and_risk(case: &Case, events: &[CaseEvent]) -> (&'static str, &'static str) {
    let first = events.iter().find_map(|event| match &event.what {
        CaseChange::Received(received) => Some(&received.assessment),
        _ => None,
    });
    let first = first.unwrap_or(&case.received.assessment);
    let tier = match case.tier() {
        Tier::Standard => "standard",
        Tier::Enhanced if first.tier < Tier::Enhanced => "enhanced-since",
        Tier::Enhanced => "enhanced-at-first",
    };
    let risk = match case.risk() {
        Risk::Standard => "standard",
        Risk::Medium if first.risk < Risk::Medium => "medium-since",
        Risk::Medium => "medium-at-first",
        Risk::High if first.risk < Risk::High => "high-since",
        Risk::High => "high-at-first",
    };
    (tier, risk)
}

/// What became of restorative justice (AS16, TV20). A service for it is one that was chosen for that need.
pub(crate) fn restorative(case: &Case) -> &'static str {
    let named = case.received.needs.iter();
    let asked = named
        .map(|need| need.code)
        .any(|code| code == NeedCode::RestorativeJustice);
    let interested = case
        .received
        .assessment
        .specialisms
        .contains(&Specialism::RestorativeJustice);
    // Matching gives a service of restorative justice that need only.
    let for_it = |onward: &&Onward| {
        let offered = &onward.offered;
        let specialises = |reason: &StoredOfferReason| {
            matches!(reason, StoredOfferReason::Reason(OfferReason::Specialises { specialisms })
                if specialisms.as_slice() == [Specialism::RestorativeJustice])
        };
        !is_universal(onward)
            && (offered.needs == [NeedCode::RestorativeJustice]
                || offered.reasons.iter().any(specialises))
    };
    let onwards: Vec<&Onward> = case.support.onwards.iter().filter(for_it).collect();
    let tasks = case.coordination.tasks.iter();
    // Nobody asked for one that the hub gave, unless somebody has told the person since.
    let tasks: Vec<Option<TaskOutcome>> = tasks
        .filter(|task| task.kind == TaskKind::RestorativeJustice)
        .filter(|task| !task.quiet || task.outcome.is_some())
        .map(|task| task.outcome)
        .collect();
    if onwards.iter().any(|onward| onward.care.sessions > 0) {
        "took-part"
    } else if onwards.iter().any(|onward| onward.was_accepted()) {
        "accepted"
    } else if !onwards.is_empty() {
        "offered"
    } else if tasks.contains(&Some(TaskOutcome::Done)) {
        "told"
    } else if tasks.contains(&Some(TaskOutcome::NotWanted)) {
        "not-wanted"
    } else if asked || interested || !tasks.is_empty() {
        "asked"
    } else {
        "not-asked"
    }
}
