//! What the hub answers: what happens next and by when, which helplines to call now, and what a provider is offered.

use crate::calendar::end_of_working_day_after;
use crate::case::deadlines::{accept_by, coordinators_due, first_contact_by, look_at_danger_by};
use events::Reference;
use events::assessment::{Assessment, Flag, Risk};
use events::case::{Case, CoordinatorReason, Offered, Received, Routing};
use events::offer::Offer;
use events::profile::{Clocks, Helpline, Profile};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use words::{helplines, next};

/// Something that will happen, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// The key of the words. [`Next::text`] shows them.
    pub what: String,
    pub by: Timestamp,
}

impl Next {
    /// What will happen, in plain words.
    pub fn text(&self) -> Cow<'_, str> {
        words::kept(&self.what)
    }
}

/// A service to call now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    pub name: String,
    pub phone: String,
    /// A page, if there is one.
    pub url: Option<String>,
    /// Why someone would call, and when the line is open.
    pub why: String,
}

/// What happens next, and by when: the promise on the first page.
///
/// It never implies that someone is watching now.
pub fn next_steps(received: &Received, clocks: &Clocks, now: Timestamp) -> Vec<Next> {
    let council = received
        .ask_council
        .then(|| step(next::TELL_COUNCIL, end_of_working_day_after(now, 1)));
    council
        .into_iter()
        .chain(routed_steps(received, clocks, now))
        .collect()
}

fn step(what: &str, by: Timestamp) -> Next {
    Next {
        what: what.to_owned(),
        by,
    }
}

fn routed_steps(received: &Received, clocks: &Clocks, now: Timestamp) -> Vec<Next> {
    let assessment = &received.assessment;
    match received.routing {
        Routing::ToProviders => {
            let answered = accept_by(assessment.risk, clocks, now);
            let found = if assessment.risk == Risk::High {
                answered
            } else {
                end_of_working_day_after(answered, 1)
            };
            let danger = look_at_danger_by(assessment, now).map(|by| step(next::PLAN, by));
            let services = [
                step(next::ASK_SERVICE, answered),
                step(next::FIND_SOMEONE_ELSE, found),
                step(next::FIRST_CONTACT, first_contact_by(clocks, answered)),
            ];
            danger.into_iter().chain(services).collect()
        }
        Routing::ToCoordinators(why) => {
            let what = match why {
                CoordinatorReason::NotToBeShared => next::ASK_BEFORE_SHARING,
                CoordinatorReason::OutsideArea => next::FIND_RIGHT_TEAM,
                CoordinatorReason::GuardianConflict
                | CoordinatorReason::NoService
                | CoordinatorReason::Overdue
                | CoordinatorReason::Unsafe
                | CoordinatorReason::NotReached
                | CoordinatorReason::NothingLeft
                | CoordinatorReason::SetAside => next::PLAN,
            };
            vec![step(what, coordinators_due(assessment, now))]
        }
    }
}

/// The helplines to call now: those that are open day and night first, then those for what the person is going through. The
/// list is never empty if the profile has a helpline for everyone.
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

/// The helplines with those names, in the same order. A name that is no longer in the profile is left out.
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
        name: helplines::emergency_services().to_owned(),
        phone: "999".to_owned(),
        url: None,
        why: helplines::emergency_services_why().to_owned(),
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
