//! The answer to a referral: what happens next and by when, whom to call now, and what a provider
//! is offered.

use crate::calendar::end_of_working_day_after;
use crate::case::deadlines::{accept_by, coordinators_due, first_contact_by, look_at_danger_by};
use events::Reference;
use events::assessment::{Assessment, Flag, Risk};
use events::case::{Case, CoordinatorReason, Offered, Received, Routing};
use events::offer::Offer;
use events::profile::{Clocks, Helpline, Profile};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that will happen, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    pub what: String,
    pub by: Timestamp,
}

/// Someone whom the person can call now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    pub name: String,
    pub phone: String,
    pub url: Option<String>,
    /// What the line is for, in plain words.
    pub why: String,
}

/// What happens next, and by when: the promise on the first page.
///
/// It never implies that someone is watching now.
pub fn next_steps(received: &Received, clocks: &Clocks, now: Timestamp) -> Vec<Next> {
    let council = received.ask_council.then(|| Next {
        what: "Tell us on your page which council you live in. We do not know your postcode."
            .to_owned(),
        by: end_of_working_day_after(now, 1),
    });
    council
        .into_iter()
        .chain(routed_steps(received, clocks, now))
        .collect()
}

fn routed_steps(received: &Received, clocks: &Clocks, now: Timestamp) -> Vec<Next> {
    let assessment = &received.assessment;
    let step = |what: &str, by| Next {
        what: what.to_owned(),
        by,
    };
    match received.routing {
        Routing::ToProviders => {
            let answered = accept_by(assessment.risk, clocks, now);
            let danger = look_at_danger_by(assessment, now).map(|looked| {
                step(
                    "One of our team reads what you sent and plans what to do with you.",
                    looked,
                )
            });
            let services = [
                step(
                    "We ask a support service near you to help. They tell us yes or no.",
                    answered,
                ),
                step(
                    "If they cannot help, one of our team finds someone else for you.",
                    if assessment.risk == Risk::High {
                        answered
                    } else {
                        end_of_working_day_after(answered, 1)
                    },
                ),
                step(
                    "The service that helps you tries to reach you, only in a way you said is safe.",
                    first_contact_by(clocks, answered),
                ),
            ];
            danger.into_iter().chain(services).collect()
        }
        Routing::ToCoordinators(why) => {
            let looked = coordinators_due(assessment, now);
            vec![step(
                match why {
                    CoordinatorReason::NotToBeShared => {
                        "One of our team reads what you sent. We do not pass it on unless you say yes."
                    }
                    CoordinatorReason::OutsideArea => {
                        "One of our team reads what you sent and finds the right team where you live."
                    }
                    CoordinatorReason::GuardianConflict
                    | CoordinatorReason::NoService
                    | CoordinatorReason::Overdue
                    | CoordinatorReason::Unsafe
                    | CoordinatorReason::NotReached
                    | CoordinatorReason::NothingLeft => {
                        "One of our team reads what you sent and plans what to do with you."
                    }
                },
                looked,
            )]
        }
    }
}

/// The helplines to show: first those that are open day and night, then those for the person's
/// situation. The list is never empty if the profile has a line for everyone.
pub fn help_now(assessment: &Assessment, profile: &Profile) -> Vec<Help> {
    let fits = |line: &&Helpline| {
        let special = assessment
            .specialisms
            .iter()
            .any(|specialism| line.specialisms.contains(specialism));
        let for_everyone =
            line.specialisms.is_empty() && (!line.suicide || assessment.has(Flag::SuicideRisk));
        special || for_everyone
    };
    let mut lines: Vec<&Helpline> = profile.helplines.iter().filter(fits).collect();
    lines.sort_by_key(|line| (!line.always_open, line.specialisms.is_empty()));
    let in_danger = assessment.has(Flag::ImmediateDanger) || assessment.risk == Risk::High;
    in_danger
        .then(emergency)
        .into_iter()
        .chain(lines.into_iter().map(help))
        .collect()
}

/// The helplines with those names, in that order. Names that the profile no longer has are left
/// out.
pub fn help_named(names: &[String], profile: &Profile) -> Vec<Help> {
    let find = |name: &String| {
        let emergency = Some(emergency()).filter(|help| help.name == *name);
        emergency.or_else(|| {
            profile
                .helplines
                .iter()
                .find(|line| line.name == *name)
                .map(help)
        })
    };
    names.iter().filter_map(find).collect()
}

fn emergency() -> Help {
    Help {
        name: "Police, fire or ambulance".to_owned(),
        phone: "999".to_owned(),
        url: None,
        why: "If you are in danger now. If you cannot speak, stay on the line and press 55."
            .to_owned(),
    }
}

fn help(line: &Helpline) -> Help {
    Help {
        name: line.name.clone(),
        phone: line.phone.clone(),
        url: line.url.clone(),
        why: format!("{} {}", line.why, line.hours),
    }
}

/// What a provider may know of a case before it accepts. `hub` is the address at which providers
/// reach the hub.
pub fn offer(case: &Case, offered: &Offered, hub: &str) -> Offer {
    let received = &case.received;
    let assessment = &received.assessment;
    Offer {
        reference: case.reference.clone(),
        onward: offered.onward.clone(),
        provider: offered.provider.clone(),
        service: offered.service.clone(),
        tier: case.tier(),
        risk: case.risk(),
        complexity: assessment.complexity,
        needs: offered.needs.clone(),
        stages: assessment.stages.clone(),
        local_authority: received.local_authority.clone(),
        language: received.language.clone(),
        interpreter: received.interpreter,
        access_needs: received.access_needs.clone(),
        specialisms: assessment.specialisms.clone(),
        accept_by: offered.accept_by,
        href: format!(
            "{}/provider/onwards/{}",
            hub.trim_end_matches('/'),
            offered.onward
        ),
    }
}

/// The reference of the case that an onward referral's code belongs to.
pub fn case_of_onward(onward: &str) -> Option<Reference> {
    let (reference, number) = onward.split_once('-')?;
    number.parse::<u32>().ok()?;
    reference.parse().ok()
}
