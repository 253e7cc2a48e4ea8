//! Limits for a coordinator for whom another case of the same person does not exist. Whom the police employ does not learn
//! from a case that the police sent that there is one that they did not send, or what was said there (CA4, CA24). Nobody is
//! told about a case from which they are excluded, or that is restricted.

use crate::{Ports, StaffRequest};
use events::Reference;
use events::assessment::{Specialism, Tier};
use events::case::{
    Case, CaseChange, CaseFile, Joined, TaskKind, TriageFinding, Triaged, UpliftReason, Uplifted,
};
use events::justice::{PromiseId, RuleCode};
use events::referral::NeedCode;
use platform::PortError;
use serde_json::Value;
use std::collections::BTreeSet;

/// The case's file as the account may see it, without events about hidden cases.
pub(crate) async fn of_file<P: Ports>(
    desk: &StaffRequest<'_, P>,
    mut file: CaseFile,
) -> Result<CaseFile, PortError> {
    let named = file
        .events
        .iter()
        .flat_map(|event| others_in(&event.what))
        .chain(others(&file.case))
        .collect();
    let hidden = hidden(desk, named).await?;
    if hidden.is_empty() {
        return Ok(file);
    }
    let speaks = |what: &CaseChange| match what {
        CaseChange::Joined(joined) => hidden.contains(&joined.from),
        CaseChange::Closed(closed) => closed
            .into
            .as_ref()
            .is_some_and(|into| hidden.contains(into)),
        _ => false,
    };
    let said: BTreeSet<NeedCode> = file
        .events
        .iter()
        .flat_map(|event| needs_in(&event.what))
        .collect();
    let tasks = compared(&file.case, &hidden);
    let joined = file
        .events
        .iter()
        .filter(|event| speaks(&event.what))
        .filter_map(|event| joined_in(&event.what));
    let not_wanted_there: BTreeSet<String> = joined
        .flat_map(|joined| joined.unwanted.iter().cloned())
        .collect();
    // The reasons for an offer name what the person needs, also what they said only there.
    let joined_at = file
        .events
        .iter()
        .filter(|event| joined_in(&event.what).is_some() && speaks(&event.what))
        .map(|event| event.seq)
        .min();
    let assessed = file.case.received.assessment.tier;
    file.events.retain(|event| {
        let done = match &event.what {
            CaseChange::TaskDone(done) => tasks.contains(&done.task),
            CaseChange::ProposalApproved(one) => tasks.contains(&one.proposal),
            _ => false,
        };
        let given = tasks.contains(&event.seq) && !matches!(event.what, CaseChange::Triaged(_));
        !speaks(&event.what) && !given && !done
    });
    let known: BTreeSet<NeedCode> = file
        .events
        .iter()
        .flat_map(|event| needs_in(&event.what))
        .collect();
    let only_there: BTreeSet<NeedCode> = said.difference(&known).copied().collect();
    let known_specialisms: BTreeSet<Specialism> = file
        .events
        .iter()
        .flat_map(|event| specialisms_in(&event.what))
        .collect();
    for event in &mut file.events {
        match &mut event.what {
            CaseChange::Triaged(triaged) => forget(triaged, assessed, &hidden),
            CaseChange::Uplifted(uplifted) => no_other_case(uplifted),
            CaseChange::Reassessed(reassessed) => {
                let known = |one: &Specialism| known_specialisms.contains(one);
                reassessed
                    .other_needs
                    .retain(|need| !only_there.contains(&need.code));
                reassessed.other_specialisms.retain(known);
            }
            CaseChange::Offered(offered) => {
                offered.needs.retain(|need| !only_there.contains(need));
                if joined_at.is_some_and(|seq| event.seq > seq) {
                    offered.reasons.clear();
                }
            }
            CaseChange::Matched(matched) => {
                matched
                    .unserved
                    .retain(|specialism| known_specialisms.contains(specialism));
                matched.unmet.retain(|need| !only_there.contains(need));
                matched
                    .newly_unmet
                    .retain(|need| !only_there.contains(need));
            }
            _ => {}
        }
    }
    let case = &mut file.case;
    strip(case, &hidden);
    case.received
        .needs
        .retain(|need| !only_there.contains(&need.code));
    case.received
        .assessment
        .specialisms
        .retain(|specialism| known_specialisms.contains(specialism));
    case.support
        .unserved
        .retain(|specialism| known_specialisms.contains(specialism));
    let chosen: BTreeSet<String> = file
        .events
        .iter()
        .flat_map(|event| unwanted_in(&event.what))
        .collect();
    case.support
        .unwanted
        .retain(|code| !not_wanted_there.contains(code) || chosen.contains(code));
    case.support.unmet.retain(|need| !only_there.contains(need));
    for one in &mut case.coordination.reassessments {
        for known in [&mut one.before, &mut one.after] {
            known.needs.retain(|need| !only_there.contains(need));
            known
                .specialisms
                .retain(|specialism| known_specialisms.contains(specialism));
        }
    }
    case.support.onwards.iter_mut().for_each(|onward| {
        let offered = &mut onward.offered;
        offered.needs.retain(|need| !only_there.contains(need));
        if joined_at.is_some_and(|seq| onward.seq > seq) {
            offered.reasons.clear();
        }
    });
    Ok(file)
}

/// The names of the internal events of the hub. An account that the police employ sees them in no case, so that
/// a number that is missing among the events says nothing about another case.
const INSIDE: [&str; 5] = ["triaged", "matched", "looked", "joined", "promise-near"];

/// The events of a case as the account may see them.
pub(crate) fn of_events<P>(desk: &StaffRequest<'_, P>, view: &mut Value) {
    if !desk.who.is_employed_by_police() {
        return;
    }
    if let Some(events) = view["events"].as_array_mut() {
        let inside = |event: &Value| {
            event["what"]["event"]
                .as_str()
                .is_some_and(|name| INSIDE.contains(&name))
        };
        events.retain(|event| !inside(event));
    }
}

/// The same for a case in the queue, which has no events.
pub(crate) async fn of_case<P: Ports>(
    desk: &StaffRequest<'_, P>,
    mut case: Case,
) -> Result<Case, PortError> {
    let hidden = hidden(desk, others(&case).collect()).await?;
    strip(&mut case, &hidden);
    Ok(case)
}

/// The cases among these that are hidden from the account. It cannot see them, so no read is recorded.
async fn hidden<P: Ports>(
    desk: &StaffRequest<'_, P>,
    named: BTreeSet<Reference>,
) -> Result<BTreeSet<Reference>, PortError> {
    let mut hidden = BTreeSet::new();
    for reference in named {
        if !desk
            .ports
            .case(&reference)
            .await?
            .is_some_and(|case| desk.may_see(&case))
        {
            hidden.insert(reference);
        }
    }
    Ok(hidden)
}

/// The other cases that this case names.
fn others(case: &Case) -> impl Iterator<Item = Reference> {
    let into = case
        .lifecycle
        .ended
        .iter()
        .filter_map(|ended| ended.into.clone());
    let earlier = case
        .triage
        .iter()
        .flat_map(|triage| triage.earlier.iter().cloned());
    let proposed = case
        .coordination
        .proposals
        .iter()
        .filter_map(|one| one.into.clone());
    case.lifecycle
        .joined
        .iter()
        .cloned()
        .chain(earlier)
        .chain(into)
        .chain(proposed)
}

fn others_in(what: &CaseChange) -> Vec<Reference> {
    match what {
        CaseChange::Triaged(triaged) => triaged.earlier.clone(),
        CaseChange::Joined(joined) => vec![joined.from.clone()],
        CaseChange::Closed(closed) => closed.into.iter().cloned().collect(),
        CaseChange::Proposed(proposed) => proposed.into.iter().cloned().collect(),
        _ => Vec::new(),
    }
}

/// The needs in the event.
fn needs_in(what: &CaseChange) -> Vec<NeedCode> {
    match what {
        CaseChange::Received(received) => received.needs.iter().map(|need| need.code).collect(),
        CaseChange::Joined(joined) => joined.needs.iter().map(|need| need.code).collect(),
        CaseChange::Reassessed(learned) => learned.needs.iter().map(|need| need.code).collect(),
        _ => Vec::new(),
    }
}

/// The specialisms that follow from the event.
fn specialisms_in(what: &CaseChange) -> Vec<Specialism> {
    match what {
        CaseChange::Received(received) => received.assessment.specialisms.clone(),
        CaseChange::Reassessed(learned) => learned.assessment.specialisms.clone(),
        _ => joined_in(what)
            .map(|joined| joined.specialisms.clone())
            .unwrap_or_default(),
    }
}

/// The services that the person refused in the event.
fn unwanted_in(what: &CaseChange) -> Vec<String> {
    match what {
        CaseChange::Chosen(chosen) => chosen.unwanted.clone(),
        _ => joined_in(what)
            .map(|joined| joined.unwanted.clone())
            .unwrap_or_default(),
    }
}

const fn joined_in(what: &CaseChange) -> Option<&Joined> {
    if let CaseChange::Joined(joined) = what {
        Some(joined)
    } else {
        None
    }
}

fn strip(case: &mut Case, hidden: &BTreeSet<Reference>) {
    if hidden.is_empty() {
        return;
    }
    let tasks = compared(case, hidden);
    let codes: Vec<PromiseId> = { tasks.iter() }
        .map(|task| PromiseId::new(RuleCode::TASK, *task))
        .collect();
    case.coordination
        .tasks
        .retain(|task| !tasks.contains(&task.task));
    case.coordination
        .proposals
        .retain(|one| !tasks.contains(&one.proposal));
    case.justice
        .promises
        .retain(|promise| !codes.contains(&promise.code));
    case.lifecycle
        .joined
        .retain(|other| !hidden.contains(other));
    let assessed = case.received.assessment.tier;
    case.triage
        .iter_mut()
        .for_each(|triaged| forget(triaged, assessed, hidden));
    case.coordination.uplifts.iter_mut().for_each(no_other_case);
    if let Some(ended) = &mut case.lifecycle.ended {
        ended.into = ended.into.take().filter(|into| !hidden.contains(into));
    }
}

/// The tasks to compare the case with others, if all the others are hidden, and to approve a merge into a hidden case.
fn compared(case: &Case, hidden: &BTreeSet<Reference>) -> Vec<u32> {
    let left = case
        .triage
        .iter()
        .flat_map(|triage| &triage.earlier)
        .any(|earlier| !hidden.contains(earlier));
    let compare = case
        .coordination
        .tasks
        .iter()
        .filter(|task| task.kind == TaskKind::Duplicate && !left);
    let proposed = case
        .coordination
        .proposals
        .iter()
        .filter(|one| one.into.as_ref().is_some_and(|into| hidden.contains(into)));
    compare
        .map(|task| task.task)
        .chain(proposed.map(|one| one.proposal))
        .collect()
}

/// The account sees the uplift as a coordinator's judgement. It does not see that another case was the reason.
fn no_other_case(uplifted: &mut Uplifted) {
    if uplifted.reason == UpliftReason::OtherCase {
        uplifted.reason = UpliftReason::Judgement;
    }
}

fn forget(triaged: &mut Triaged, assessed: Tier, hidden: &BTreeSet<Reference>) {
    let before = triaged.earlier.len();
    triaged.earlier.retain(|earlier| !hidden.contains(earlier));
    if triaged.earlier.is_empty() && before > 0 {
        triaged
            .found
            .retain(|found| *found != TriageFinding::EarlierReferral);
        (triaged.tier, triaged.check_by) = (assessed, None);
    }
}
