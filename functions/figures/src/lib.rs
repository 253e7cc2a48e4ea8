//! Counts every case event once. No counter says who a case is about.

use domain::calendar::london_today;
use events::care::Act;
use events::case::{Actor, CaseChange, CaseEvent, Feedback, Received};
use events::profile::ConsentModel;
use events::referral::{Basis, NeedCode};
use platform::PortError;
use platform::ports::{Count, Gap, Tally};
use std::collections::BTreeSet;

/// Counts one case event, on its day in London.
///
/// # Errors
/// [`PortError`] of the port. A repeat is not counted twice.
pub async fn handle<P: Count>(ports: &P, event: CaseEvent) -> Result<(), PortError> {
    let tally = Tally {
        counters: counters(&event.what),
        gaps: gaps(&event.what),
    };
    ports
        .count(&event.id(), london_today(event.at), &tally)
        .await
}

/// What an event adds to the register of unmet needs.
fn gaps(what: &CaseChange) -> BTreeSet<Gap> {
    let CaseChange::Matched(matched) = what else {
        return BTreeSet::new();
    };
    let gap = |need: &NeedCode| Gap {
        need: *need,
        local_authority: matched.local_authority.clone(),
    };
    matched.newly_unmet.iter().map(gap).collect()
}

/// The counters that an event raises: one for its name, and one for its name with each of its coarse facts.
pub fn counters(what: &CaseChange) -> BTreeSet<String> {
    let name = what.name();
    let mut counters = BTreeSet::from([name.to_owned()]);
    let mut by = |dimension: &str, value: &str| {
        counters.insert(format!("{name}.{dimension}.{value}"));
    };
    match what {
        CaseChange::Received(received) => by_received(received, &mut by),
        CaseChange::Triaged(triaged) => triaged
            .found
            .iter()
            .for_each(|found| by("found", found.as_str())),
        CaseChange::Matched(matched) => {
            for need in &matched.newly_unmet {
                by("unmet", need.as_str());
            }
            matched
                .unserved
                .iter()
                .for_each(|specialism| by("unserved", specialism.as_str()));
        }
        CaseChange::Offered(offered) => {
            by("provider", &offered.provider);
            by("service", &offered.service);
            if let Some(hand_on) = &offered.hand_on {
                by("handed-on", hand_on.basis.as_str());
            }
            if let Some(referred_on) = &offered.referred_on {
                by("referred-on", referred_on.reason.as_str());
                by("referred-on-by", &referred_on.by);
            }
        }
        CaseChange::GivenToCoordinators { why, .. } | CaseChange::Looked { why, .. } => {
            by("why", why.as_str())
        }
        CaseChange::Accepted { provider, .. } => by("provider", provider),
        CaseChange::Declined { provider, why, .. } => {
            by("provider", provider);
            by("why", why.as_str());
        }
        CaseChange::Cared { provider, act, .. } => {
            by("provider", provider);
            by_act(act, &mut by);
        }
        CaseChange::LetThrough { .. }
        | CaseChange::Expired { .. }
        | CaseChange::Withdrawn { .. }
        | CaseChange::HandedOver { .. }
        | CaseChange::Transferred { .. }
        | CaseChange::Paused(_)
        | CaseChange::Joined(_)
        | CaseChange::DisclosureApproved(_)
        | CaseChange::Assigned { .. } => {}
        CaseChange::ConflictCleared { reason, .. } => by("why", reason.as_str()),
        CaseChange::Chosen(chosen) => {
            by("why", chosen.reason.as_str());
            chosen
                .wanted
                .iter()
                .for_each(|service| by("wanted", service));
            chosen
                .unwanted
                .iter()
                .for_each(|service| by("unwanted", service));
        }
        CaseChange::HomeTold { local_authority } => {
            by("home", local_authority.as_deref().unwrap_or("elsewhere"))
        }
        CaseChange::UpdateNeedsPerson { why, .. } => by("why", why.as_str()),
        CaseChange::Progress(progress) => by("step", progress.step.as_str()),
        CaseChange::PromiseKept(kept) => {
            by("rule", kept.promise.rule.as_str());
            by("when", if kept.in_time { "in-time" } else { "late" });
        }
        CaseChange::PromiseBroken { promise } | CaseChange::PromiseNear { promise } => {
            by("rule", promise.rule.as_str())
        }
        CaseChange::Resumed { by: who }
        | CaseChange::ToBeErased { by: who }
        | CaseChange::Erased { by: who } => by("by", who_did(who)),
        CaseChange::Closed(closed) => {
            by("why", closed.why.as_str());
            by("by", who_did(&closed.by));
        }
        CaseChange::Reopened { why, .. } => by("why", why.as_str()),
        CaseChange::Uplifted(uplifted) => by("why", uplifted.reason.as_str()),
        CaseChange::PathwayTaken(taken) => {
            by("pathway", taken.pathway.as_str());
            by("criterion", taken.criterion.as_str());
        }
        CaseChange::PathwayAcknowledged { pathway, .. } => by("pathway", pathway.as_str()),
        CaseChange::Disclosed(disclosed) => {
            by("to", disclosed.to.as_str());
            by("why", disclosed.reason.as_str());
        }
        CaseChange::TaskGiven(given) => by("kind", given.kind.as_str()),
        CaseChange::TaskDone(done) => by("outcome", done.outcome.as_str()),
        CaseChange::ContactChanged(changed) => by("why", changed.why.as_str()),
        CaseChange::ConsentChanged(changed) => {
            by("basis", changed.basis.map_or("none", Basis::as_str))
        }
        CaseChange::Complained { about, .. } => by("about", about.as_str()),
        CaseChange::ComplaintAnswered { step, .. } => by("step", step.as_str()),
        CaseChange::AccessChanged(changed) => {
            by("what", changed.what.as_str());
            by("by", who_did(&changed.by));
        }
        CaseChange::FeedbackGiven(feedback) => by_feedback(feedback, &mut by),
        CaseChange::Proposed(proposed) => by("act", proposed.act.as_str()),
        CaseChange::ProposalApproved(_) => {}
        CaseChange::ReadersChanged(changed) => by("what", changed.step.as_str()),
        CaseChange::LegalHold { on, .. } => by("on", if *on { "yes" } else { "no" }),
        CaseChange::NotesRequested(request) => by("reason", request.reason.as_str()),
    }
    counters
}

const fn who_did(by: &Actor) -> &'static str {
    match by {
        Actor::Person => "person",
        Actor::Coordinator { .. } => "coordinator",
        Actor::Provider { .. } => "provider",
        Actor::Machine => "machine",
    }
}

/// Counts the answers of 1 to 5 to each question (AS30).
fn by_feedback(feedback: &Feedback, by: &mut impl FnMut(&str, &str)) {
    let said = [
        ("helped", feedback.helped),
        ("had-a-say", feedback.had_a_say),
        ("felt-safe", feedback.felt_safe),
    ];
    for (question, answer) in said {
        if let Some(answer) = answer {
            by(question, &answer.to_string());
        }
    }
}

/// Counts what a provider did and its outcome. It never counts the score of one person.
fn by_act(act: &Act, by: &mut impl FnMut(&str, &str)) {
    match act {
        Act::ContactTried {
            by: channel,
            outcome,
        } => {
            by("contact-by", channel.as_str());
            by("contact", outcome.as_str());
        }
        Act::SessionHeld { modality, .. } => by("session", modality.as_str()),
        Act::Measured { point, .. } => by("measured", point.as_str()),
        Act::StageReached { stage } => by("stage", stage.as_str()),
        Act::Closed { outcome } => by("outcome", outcome.as_str()),
    }
}

fn by_received(received: &Received, by: &mut impl FnMut(&str, &str)) {
    let assessment = &received.assessment;
    by("source", received.source.as_str());
    by(
        "consent-model",
        received
            .consent_model
            .map_or("unknown", ConsentModel::as_str),
    );
    if let Some(touchpoint) = &received.touchpoint {
        by("touchpoint", touchpoint);
    }
    by("tier", assessment.tier.as_str());
    by("risk", assessment.risk.as_str());
    by("complexity", assessment.complexity.as_str());
    by("funding", assessment.funding.as_str());
    by(
        "home",
        received.local_authority.as_deref().unwrap_or("unknown"),
    );
    for need in &received.needs {
        by("need", need.code.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::case::{ChoiceReason, Chosen};

    #[test]
    fn a_fact_named_twice_is_counted_once() {
        let chosen = CaseChange::Chosen(Chosen {
            wanted: vec!["a".to_owned(), "a".to_owned()],
            unwanted: Vec::new(),
            reason: ChoiceReason::Asked,
            by: "person".to_owned(),
        });
        let raised: Vec<String> = counters(&chosen).into_iter().collect();
        assert_eq!(raised, ["chosen", "chosen.wanted.a", "chosen.why.asked"]);
    }
}
