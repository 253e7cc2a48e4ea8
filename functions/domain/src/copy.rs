//! What of the hub's conclusions a person can read on their own page. Anybody may hold the page, so it is only there where
//! the person said that nobody else may see their device, and nothing speaks for somebody near them being the danger.
//! Everybody else has it from a coordinator.

use events::Referral;
use events::assessment::{Assessment, Flag, Risk, Specialism};
use events::case::{CaseChange, CaseFile, CoordinatorReason, Onward, OwnerKind, Received};
use events::justice::{PromiseId, RuleCode};
use events::referral::{GivenBy, Incident, IncidentFlag, SuspectKnown};
use events::update::UpdateKind;
use jiff::Timestamp;

/// Flags of people whom somebody near them may watch, or about whom others may be talking.
const WATCHED: [Flag; 7] = [
    Flag::ImmediateDanger,
    Flag::Marac,
    Flag::MashChild,
    Flag::MashAdult,
    Flag::DeviceUnsafe,
    Flag::ConflictCheck,
    Flag::GuardianConflict,
];

/// Specialisms for harm by somebody near the person.
const NEAR: [Specialism; 5] = [
    Specialism::DomesticAbuse,
    Specialism::Idva,
    Specialism::Stalking,
    Specialism::Exploitation,
    Specialism::ModernSlavery,
];

/// Whether the assessment can be on the person's own page. It depends on the answers alone, so that the page does not
/// change when coordinators or services find out more. Unknown counts as unsafe.
pub fn conclusions_on_page(received: &Received, answers: &Referral) -> bool {
    let device = answers.safety.as_ref();
    let unwatched = device.and_then(|safety| safety.someone_may_see_device) == Some(false);
    let own = matches!(received.given_by, None | Some(GivenBy::Person));
    unwatched && own && !is_near(&received.assessment) && !names_somebody_near(answers)
}

/// The answers as the person's own page has them: what a coordinator recorded later is not there, because
/// somebody else may read it. How the person is contacted is always that of today.
#[must_use]
pub fn answers_for_page(mut answers: Referral) -> Referral {
    let mut earlier = std::mem::take(&mut answers.earlier_answers).into_iter();
    let Some(first) = earlier.next() else {
        return answers;
    };
    if let Some(incident) = &mut answers.incident {
        incident.flags = first.flags;
    }
    answers.incident = answers
        .incident
        .filter(|incident| *incident != Incident::default());
    answers.needs = first.needs;
    answers.circumstances = first.circumstances;
    // Nobody may learn from the page that it is seen. Where it may be, it is no safer than unknown.
    let seen = answers.safety.unwrap_or_default().someone_may_see_device;
    answers.safety = first.safety;
    if let Some(safety) = answers.safety.as_mut().filter(|_| seen != Some(false)) {
        safety.someone_may_see_device = safety.someone_may_see_device.filter(|seen| *seen);
    }
    answers.dash = first.dash;
    answers.wishes = first.wishes;
    answers
}

/// The case as the person's own page has it. What was learned after the referral changes nothing there:
/// the conclusions stay, and no service is shown that was asked because of it, which would say what it is.
/// Once the service has spoken to the person, they see it.
#[must_use]
pub fn case_for_page(mut file: CaseFile) -> CaseFile {
    let Some(first) = file.case.coordination.reassessments.first().cloned() else {
        return file;
    };
    let at_first = file.events.iter().find_map(|event| match &event.what {
        CaseChange::Received(received) => Some(received.assessment.clone()),
        _ => None,
    });
    if let Some(mut assessment) = at_first {
        // How the person is contacted is always that of today.
        assessment.contact = file.case.received.assessment.contact;
        file.case.received.assessment = assessment;
    }
    let is_known = |onward: &Onward| onward.seq < first.number || onward.care.reached_at.is_some();
    let hidden: Vec<(String, u32)> = file
        .case
        .support
        .onwards
        .iter()
        .filter(|onward| !is_known(onward))
        .map(|onward| (onward.offered.onward.clone(), onward.seq))
        .collect();
    let is_hidden = |code: &str| hidden.iter().any(|(onward, _)| onward == code);
    let looks: Vec<u32> = file
        .events
        .iter()
        .filter(|event| event.seq > first.number && is_about_what_was_learned(&event.what))
        .map(|event| event.seq)
        .collect();
    let learned: Vec<Timestamp> = file
        .case
        .coordination
        .reassessments
        .iter()
        .map(|one| one.at)
        .collect();
    file.events.retain(|event| {
        let by_hub =
            matches!(event.what, CaseChange::Withdrawn { .. }) && learned.contains(&event.at);
        let about = event.what.onward().is_some_and(is_hidden);
        !by_hub && !about && !looks.contains(&event.seq)
    });
    let case = &mut file.case;
    case.received
        .needs
        .retain(|need| first.before.needs.contains(&need.code));
    case.support
        .onwards
        .retain(|onward| !is_hidden(&onward.offered.onward));
    case.justice.promises.retain(|promise| {
        let by_service = [RuleCode::ANSWER, RuleCode::FIRST_CONTACT].contains(&promise.code.rule);
        let number = promise.code.event_number;
        let of_search = promise.code.rule == RuleCode::LOOK && looks.contains(&number);
        let of_service = by_service && hidden.iter().any(|(_, seq)| *seq == number);
        !(of_search || of_service)
    });
    // A coordinator looks sooner than the person was told.
    let told = case.coordination.holds.iter().filter_map(|hold| {
        let look = PromiseId::new(RuleCode::LOOK, hold.seq);
        let mut promises = case.justice.promises.iter();
        promises.find(|one| one.code == look).map(|one| one.due)
    });
    match (case.owner.kind, told.min()) {
        (OwnerKind::Coordinators, Some(due)) => case.owner.due = due,
        (OwnerKind::Coordinators, None) if !case.coordination.holds.is_empty() => {
            case.owner.kind = OwnerKind::Hub;
        }
        _ => {}
    }
    if case.support.routed {
        case.support.match_by = None;
    }
    case.coordination.reassessments.clear();
    file
}

/// Whether the coordinators have the case because of a search that what was learned led to.
const fn is_about_what_was_learned(what: &CaseChange) -> bool {
    matches!(
        what,
        CaseChange::GivenToCoordinators {
            why: CoordinatorReason::NoService | CoordinatorReason::GuardianConflict,
            ..
        }
    )
}

/// Whether the answers name somebody near the person as the danger. They may have changed since the assessment.
fn names_somebody_near(answers: &Referral) -> bool {
    let around = answers.circumstances.unwrap_or_default();
    let known = matches!(
        around.suspect_known,
        Some(SuspectKnown::PartnerOrEx | SuspectKnown::Family)
    );
    let safety = answers.safety.unwrap_or_default();
    let flags = answers.incident.iter().flat_map(|incident| &incident.flags);
    let near = [
        IncidentFlag::DomesticAbuse,
        IncidentFlag::StalkingOrHarassment,
    ];
    known
        || around.lives_with_suspect == Some(true)
        || safety.forced_marriage_or_honour == Some(true)
        || answers.dash.is_some()
        || flags.into_iter().any(|flag| near.contains(flag))
}

/// Whether the assessment says, or may say, that the danger is near the person.
fn is_near(assessment: &Assessment) -> bool {
    assessment.risk == Risk::High
        || WATCHED.iter().any(|flag| assessment.has(*flag))
        || NEAR
            .iter()
            .any(|near| assessment.specialisms.contains(near))
}

/// Whether the page lists updates of that kind. Updates about a change of the page may have gone to another address, and
/// the person who made the change must not be told about them.
pub const fn update_on_page(kind: UpdateKind) -> bool {
    !matches!(
        kind,
        UpdateKind::AsAsked | UpdateKind::ContactChanged | UpdateKind::ConfirmContact
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::case::{CaseChange, CaseEvent};
    use serde_json::json;

    fn received() -> Received {
        let sample = include_str!("../../../events/samples/case-event.received.json");
        let event: CaseEvent = serde_json::from_str(sample).unwrap();
        let CaseChange::Received(mut received) = event.what else {
            panic!("the sample is a received case")
        };
        received.assessment.flags.clear();
        received.assessment.specialisms.clear();
        received.assessment.risk = Risk::Medium;
        received.given_by = Some(GivenBy::Person);
        *received
    }

    fn answers(device: Option<bool>) -> Referral {
        let mut answers = json!({
            "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10", "source": {"kind": "self"},
            "person": {"role": "victim", "name": "Robin"}, "contact": {"channels": []}, "safety": {}
        });
        if let Some(device) = device {
            answers["safety"]["someone_may_see_device"] = json!(device);
        }
        serde_json::from_value(answers).unwrap()
    }

    #[test]
    fn conclusions_are_on_the_page_only_where_nobody_may_see_it() {
        assert!(conclusions_on_page(&received(), &answers(Some(false))));
        assert!(!conclusions_on_page(&received(), &answers(Some(true))));
        assert!(
            !conclusions_on_page(&received(), &answers(None)),
            "unknown is not safe"
        );
        let mut parent = received();
        parent.given_by = Some(GivenBy::ParentOrGuardian);
        assert!(!conclusions_on_page(&parent, &answers(Some(false))));
    }

    #[test]
    fn a_danger_that_may_be_near_keeps_them_off_the_page() {
        for flag in WATCHED {
            let mut one = received();
            one.assessment.flags = vec![flag];
            assert!(!conclusions_on_page(&one, &answers(Some(false))), "{flag}");
        }
        for near in NEAR {
            let mut one = received();
            one.assessment.specialisms = vec![near];
            assert!(!conclusions_on_page(&one, &answers(Some(false))), "{near}");
        }
        for (part, name) in [("circumstances", "suspect_known"), ("incident", "flags")] {
            let mut near = json!(answers(Some(false)));
            near[part][name] = match part {
                "incident" => json!(["domestic-abuse"]),
                _ => json!("family"),
            };
            let near = serde_json::from_value(near).unwrap();
            assert!(!conclusions_on_page(&received(), &near), "{name}");
        }
        let mut high = received();
        high.assessment.risk = Risk::High;
        assert!(!conclusions_on_page(&high, &answers(Some(false))));
    }
}
