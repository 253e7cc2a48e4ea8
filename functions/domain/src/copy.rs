//! What of the hub's conclusions a person can read on their own page. Anybody may hold the page, so it is only there where
//! the person said that nobody else may see their device, and nothing speaks for somebody near them being the danger.
//! Everybody else has it from a coordinator.

mod learned;

use events::Referral;
use events::assessment::{Assessment, Flag, Risk, Specialism};
use events::case::{
    Case, CaseChange, CaseEvent, CaseFile, CoordinatorReason, Hold, OnwardState, Owner, OwnerKind,
    Received, Routing,
};
use events::justice::{PromiseId, RuleCode};
use events::referral::{GivenBy, Incident, IncidentFlag, SuspectKnown};
use events::update::UpdateKind;
use jiff::Timestamp;
use learned::Learned;

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
/// the conclusions stay, no service is shown that was asked because of it, and a service that is not asked
/// any more stays on offer. Each would say what was learned. Once a service has spoken to the person, they
/// see it.
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
    let learned = Learned::of(&file, &first);
    let reassessed: Vec<(u32, Timestamp)> = file
        .case
        .coordination
        .reassessments
        .iter()
        .map(|one| (one.number, one.at))
        .collect();
    let by_hub = |event: &CaseEvent| {
        let then = |(number, at): &(u32, Timestamp)| *number < event.seq && *at == event.at;
        matches!(event.what, CaseChange::Withdrawn { .. }) && reassessed.iter().any(then)
    };
    keep_offers(&mut file, &learned, &by_hub);
    reopen_looks(&mut file, &learned);
    let is_gone = |code: &PromiseId| {
        let by_service = [RuleCode::ANSWER, RuleCode::FIRST_CONTACT].contains(&code.rule);
        (by_service && learned.hides_offer(code.event_number))
            || (code.rule == RuleCode::LOOK && learned.hides_hold(code.event_number))
            || (code.rule == RuleCode::PATHWAY && code.event_number > first.number)
    };
    let mut gone = Vec::new();
    file.events.retain(|event| {
        let about = event.what.onward().is_some_and(|code| learned.hides(code));
        let promised = match &event.what {
            CaseChange::PromiseBroken { promise } | CaseChange::PromiseNear { promise } => {
                is_gone(promise)
            }
            _ => false,
        };
        let hidden = by_hub(event) || about || promised || learned.hides_hold(event.seq);
        if hidden {
            gone.push(event.seq);
        }
        !hidden
    });
    // A digest has the number of its day.
    file.updates
        .retain(|update| update.kind == UpdateKind::Digest || !gone.contains(&update.about));
    let case = &mut file.case;
    case.received
        .needs
        .retain(|need| first.before.needs.contains(&need.code));
    case.support
        .onwards
        .retain(|onward| !learned.hides(&onward.offered.onward));
    case.justice
        .promises
        .retain(|promise| !is_gone(&promise.code));
    case.coordination
        .holds
        .retain(|hold| !learned.hides_hold(hold.seq));
    if learned.hides_holds() {
        case.coordination.why_coordinators =
            file.events.iter().rev().find_map(|event| why(&event.what));
    }
    if case.support.routed && learned.is_searching {
        case.support.match_by = None;
    }
    own_again(case);
    case.coordination.reassessments.clear();
    file
}

/// Keeps the offers on the page that the hub withdrew because of what it learned: that they ended would say that there is
/// something. They stay until the person or somebody else decides about them, or the page shows another service.
fn keep_offers(file: &mut CaseFile, learned: &Learned, by_hub: &impl Fn(&CaseEvent) -> bool) {
    let withdrawn = file.events.iter().filter(|event| by_hub(event));
    let withdrawn: Vec<(String, u32, Timestamp)> = withdrawn
        .filter_map(|event| Some((event.what.onward()?.to_owned(), event.seq, event.at)))
        .collect();
    for (code, seq, at) in withdrawn {
        let mut later = file.events.iter().filter(|event| event.seq > seq);
        let decided = later.any(|event| ends_offers(&event.what));
        let support = &mut file.case.support;
        let another = support
            .onwards
            .iter()
            .any(|onward| onward.seq > seq && !learned.hides(&onward.offered.onward));
        if decided || another || file.case.lifecycle.ended.is_some() {
            continue;
        }
        let unwanted = &support.unwanted;
        let offer = support.onwards.iter_mut().find(|onward| {
            onward.offered.onward == code
                && onward.state == OnwardState::Withdrawn
                && !unwanted.contains(&onward.offered.service)
        });
        let Some(offer) = offer else {
            continue;
        };
        offer.state = OnwardState::Offered;
        let answer = PromiseId::new(RuleCode::ANSWER, offer.seq);
        let promises = file.case.justice.promises.iter_mut();
        promises
            .filter(|one| one.code == answer && one.released_at == Some(at))
            .for_each(|one| one.released_at = None);
    }
}

/// Whether the person or somebody else decided to end every offer. Any other change of what the person agrees to does not
/// change an offer, so it must not show that the hub withdrew it.
const fn ends_offers(what: &CaseChange) -> bool {
    match what {
        CaseChange::Closed(_) => true,
        CaseChange::ConsentChanged(changed) => matches!(
            changed.routing,
            Routing::ToCoordinators(CoordinatorReason::NotToBeShared)
        ),
        _ => false,
    }
}

/// Opens the looks again that a hidden offer ended, until its service answers.
fn reopen_looks(file: &mut CaseFile, learned: &Learned) {
    let CaseFile { case, events, .. } = file;
    let onwards = &case.support.onwards;
    for promise in &mut case.justice.promises {
        let proof = promise.proof.filter(|seq| learned.hides_offer(*seq));
        let offer = onwards.iter().find(|onward| Some(onward.seq) == proof);
        let Some(offer) = offer.filter(|_| promise.code.rule == RuleCode::LOOK) else {
            continue;
        };
        if offer.state != OnwardState::Offered {
            promise.kept_at = Some(offer.since);
            continue;
        }
        promise.kept_at = None;
        promise.proof = None;
        let seq = promise.code.event_number;
        let event = events.iter().find(|event| event.seq == seq);
        let why = event.and_then(|event| why(&event.what));
        case.coordination.holds.push(Hold {
            why: why.unwrap_or(CoordinatorReason::NothingLeft),
            due: promise.due,
            seq,
        });
    }
}

/// Why the event gave the case to the coordinators.
const fn why(what: &CaseChange) -> Option<CoordinatorReason> {
    match what {
        CaseChange::GivenToCoordinators { why, .. } => Some(*why),
        _ => None,
    }
}

/// The owner of what is left on the page. A coordinator looks sooner than the person was told.
fn own_again(case: &mut Case) {
    for hold in &mut case.coordination.holds {
        let look = PromiseId::new(RuleCode::LOOK, hold.seq);
        let mut promises = case.justice.promises.iter();
        if let Some(told) = promises.find(|one| one.code == look) {
            hold.due = told.due;
        }
    }
    if case.lifecycle.ended.is_none() {
        let nobody = Owner {
            kind: OwnerKind::Hub,
            provider: None,
            due: case.owner.due,
        };
        case.owner = case.owned().unwrap_or(nobody);
    }
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
