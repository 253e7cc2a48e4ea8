//! What several of a person's pages list: both journeys on one line of time, promises, who sees what, who looked.

use domain::justice::said;
use domain::promise::standing;
use domain::times;
use events::care::{Act, ContactOutcome};
use events::case::{Case, CaseChange, CaseFile, OnwardState, TaskKind};
use events::justice::{Promise, PromiseId, PromiseOwner, PromiseStatus};
use events::profile::Profile;
use events::referral::{Scope, SourceKind};
use frontend::view::{Became, Journey, LookLine, ProgressStep, PromiseLine, Sees, SeesView};
use jiff::Timestamp;
use platform::ports::{AccessRecord, ReaderGroup};

/// What happened, oldest first, in words (KE4).
pub(crate) fn steps(file: &CaseFile, profile: &Profile) -> Vec<ProgressStep> {
    let case = &file.case;
    let service_of = |onward: &str| {
        let offered = case
            .onward(onward)
            .map(|onward| onward.offered.service.as_str());
        offered
            .map(|service| service_name(profile, service).to_owned())
            .unwrap_or_default()
    };
    let step = |at: Timestamp, title: &str, detail: String, journey| {
        let when = times::moment(at);
        (
            at,
            ProgressStep {
                title: title.to_owned(),
                detail,
                when,
                done: true,
                journey,
            },
        )
    };
    let mut steps: Vec<(Timestamp, ProgressStep)> = Vec::new();
    for event in &file.events {
        let support =
            |title: &str, detail: String| Some(step(event.at, title, detail, Journey::Support));
        steps.extend(match &event.what {
            CaseChange::Received(_) => support("We got what you sent", String::new()),
            CaseChange::Offered(offered) if offered.hand_on.is_some() => support(
                "We asked another team to help you",
                service_of(&offered.onward),
            ),
            CaseChange::Offered(offered) => support(
                "We asked a service to help you",
                service_of(&offered.onward),
            ),
            CaseChange::Accepted { onward, .. } => {
                support("A service said yes", service_of(onward))
            }
            CaseChange::Withdrawn { onward } => support(
                "We told a service that you do not want it",
                service_of(onward),
            ),
            CaseChange::Chosen(_) => support("You told us what you want", String::new()),
            CaseChange::Declined { onward, .. } => support(
                "A service could not help, so we are finding another way",
                service_of(onward),
            ),
            CaseChange::Expired { .. } => support(
                "The service did not answer in time, so we are finding another way",
                String::new(),
            ),
            CaseChange::GivenToCoordinators { .. } => {
                support("Our own team is looking at it", String::new())
            }
            CaseChange::Cared { onward, act, .. } => {
                care(act).and_then(|title| support(title, service_of(onward)))
            }
            CaseChange::HomeTold { .. } => support("You told us where you live", String::new()),
            CaseChange::HandedOver { to, .. } => {
                support("Another service goes on for you", service_of(to))
            }
            CaseChange::Transferred { onward } => {
                support("A service has taken on your case", service_of(onward))
            }
            CaseChange::PromiseKept(kept) => {
                let what = promise(case, &kept.promise).and_then(|promise| words(case, promise));
                what.map(|what| {
                    step(
                        event.at,
                        "A promise to you was kept",
                        what,
                        Journey::Justice,
                    )
                })
            }
            CaseChange::PromiseBroken { promise: code } => {
                promise(case, code).and_then(|promise| {
                    let title =
                        "A promise to you was not kept in time. If you want to complain, tell us";
                    let journey = if promise.owner.is_justice() {
                        Journey::Justice
                    } else {
                        Journey::Support
                    };
                    words(case, promise).map(|what| step(event.at, title, what, journey))
                })
            }
            // A page is not how they hear of it first: whoever owes them the telling tells them.
            CaseChange::Progress(progress) if is_told(case, event.seq) => Some(step(
                progress.at,
                said(progress.step),
                String::new(),
                Journey::Justice,
            )),
            other => lifecycle(other).and_then(|title| support(title, String::new())),
        });
    }
    for sent in file.updates.iter().filter_map(|update| update.sent_at) {
        steps.push(step(
            sent,
            "We sent you an e-mail",
            String::new(),
            Journey::Support,
        ));
    }
    steps.sort_by_key(|(at, _)| *at);
    steps.into_iter().map(|(_, step)| step).collect()
}

/// What happened to the case as a whole, as the person would say it. A meeting about their safety is not on a page that
/// somebody else may see. They hear of a step of the justice system from whoever
/// owes them the telling, not from a page first.
const fn lifecycle(what: &CaseChange) -> Option<&'static str> {
    match what {
        CaseChange::Paused(_) => Some("You asked for some quiet"),
        CaseChange::Resumed { .. } => Some("The quiet time is over"),
        CaseChange::Closed(_) => Some("We closed this"),
        CaseChange::Reopened { .. } => Some("We go on where we stopped"),
        CaseChange::Joined(_) => Some("We put together what you told us at two times"),
        CaseChange::Assigned { .. } => Some("One person of our team stays with you from now on"),
        CaseChange::Uplifted(_) => Some("We saw that you need more help, and changed our plan"),
        CaseChange::TaskDone(_) => Some("Our team did something that we had promised you"),
        CaseChange::ContactChanged(_) => Some("How we may reach you changed"),
        CaseChange::ConsentChanged(_) => Some("What you agree to changed"),
        CaseChange::Complained { .. } => Some("You complained, and we wrote it down"),
        CaseChange::ComplaintAnswered { .. } => Some("Your complaint went on"),
        CaseChange::FeedbackGiven(_) => Some("You told us how it was for you"),
        CaseChange::Erased { .. } => Some("We deleted what says who you are"),
        CaseChange::TaskGiven(given) => asked_for(given.kind),
        _ => None,
    }
}

/// What the person asked for. What somebody else has to do is their affair until it is done.
const fn asked_for(kind: TaskKind) -> Option<&'static str> {
    match kind {
        TaskKind::Call => Some("You asked us to ring you"),
        TaskKind::ReadWords => Some("You wrote to us"),
        TaskKind::RestorativeJustice => Some("You asked about restorative justice"),
        TaskKind::Panel => Some("You asked about the panel"),
        TaskKind::Deletion => Some("You asked us to delete what we know about you"),
        _ => None,
    }
}

/// What a service did, as the person would say it. What they said in it is theirs and is not repeated here.
const fn care(act: &Act) -> Option<&'static str> {
    match act {
        Act::ContactTried {
            outcome: ContactOutcome::Reached,
            ..
        } => Some("The service spoke with you"),
        Act::ContactTried { .. } => Some("The service tried to reach you"),
        Act::SessionHeld { .. } => Some("You had support"),
        Act::Closed { .. } => Some("This support came to its end"),
        Act::Measured { .. } | Act::StageReached { .. } => None,
    }
}

/// What was promised, in the order in which it is due: what nobody owes any more, what has not begun and the courts' own
/// part is left out, but for a promise that was broken (DC7).
pub(crate) fn promises(case: &Case, now: Timestamp) -> Vec<PromiseLine> {
    let mut owed: Vec<&Promise> = case.promises.iter().collect();
    owed.sort_by_key(|promise| promise.due);
    let line = |promise: &Promise| {
        let stands = standing(promise, now);
        let became = match stands {
            PromiseStatus::Open | PromiseStatus::DueSoon => Became::ToCome,
            PromiseStatus::Kept => Became::Kept,
            PromiseStatus::KeptLate => Became::KeptLate,
            PromiseStatus::Broken => Became::Broken,
            PromiseStatus::Waiting | PromiseStatus::Lapsed | PromiseStatus::Released => {
                return None;
            }
        };
        let courts =
            promise.owner == PromiseOwner::Court && matches!(became, Became::ToCome | Became::Kept);
        let when = match promise.kept_at {
            Some(at) => format!("at {}", times::moment(at)),
            None if became == Became::Broken => format!("It was due {}", times::by(promise.due)),
            None => times::by(promise.due),
        };
        let what = words(case, promise).filter(|_| !courts)?;
        Some(PromiseLine { what, when, became })
    };
    owed.into_iter().filter_map(line).collect()
}

/// What was promised, without its full stop. Where a step has not been told yet, that somebody tells of it and not what: a broken
/// promise is always seen (DC7).
pub(crate) fn words(case: &Case, promise: &Promise) -> Option<String> {
    let seq = promise.code.event_number;
    let untold = promise.owner.is_justice() && is_step(case, seq) && !is_told(case, seq);
    if !untold {
        return Some(promise.what.trim_end_matches('.').to_owned());
    }
    let (tells, does) = match promise.owner {
        PromiseOwner::Police => (
            "The police tell you",
            "The police do something that they owe you",
        ),
        PromiseOwner::Cps => (
            "The Crown Prosecution Service tells you",
            "The Crown Prosecution Service does something that it owes you",
        ),
        PromiseOwner::WitnessCare => (
            "The witness care unit tells you",
            "The witness care unit does something that it owes you",
        ),
        PromiseOwner::Probation => (
            "Probation tells you",
            "Probation does something that it owes you",
        ),
        PromiseOwner::Court => (
            "The court tells the witness care unit",
            "The court does something that it owes you",
        ),
        PromiseOwner::Person | PromiseOwner::Hub | PromiseOwner::Provider => return None,
    };
    Some(match promise.kept_by {
        None => format!("{tells} of a step that was taken"),
        Some(_) => does.to_owned(),
    })
}

/// Whether the person has been told of the step that this event recorded, or nobody owes them the telling.
fn is_told(case: &Case, seq: u32) -> bool {
    let tells = |promise: &&Promise| {
        let by_others = !matches!(promise.owner, PromiseOwner::Court | PromiseOwner::Person);
        promise.code.event_number == seq
            && promise.owner.is_justice()
            && promise.kept_by.is_none()
            && by_others
    };
    let mut owed = case.promises.iter().filter(tells).peekable();
    owed.peek().is_none() || owed.any(|promise| promise.kept_at.is_some())
}

fn is_step(case: &Case, seq: u32) -> bool {
    case.progress.iter().any(|recorded| recorded.seq == seq)
}

fn promise<'a>(case: &'a Case, code: &PromiseId) -> Option<&'a Promise> {
    case.promises.iter().find(|promise| promise.code == *code)
}

/// Each service that was asked, and what it sees now.
pub(crate) fn services(case: &Case, profile: &Profile) -> Vec<SeesView> {
    let sees = |state| match state {
        OnwardState::Offered => Sees::WhatIsNeeded,
        OnwardState::Accepted => Sees::WhoYouAre,
        OnwardState::Declined
        | OnwardState::Expired
        | OnwardState::Closed
        | OnwardState::Withdrawn
        | OnwardState::HandedOver => Sees::Nothing,
    };
    let view = |onward: &events::case::Onward| SeesView {
        provider: onward.offered.provider.clone(),
        name: name(profile, &onward.offered.provider, &onward.offered.service),
        sees: sees(onward.state),
    };
    case.onwards.iter().map(view).collect()
}

/// A provider and its service, as people call them.
pub(crate) fn name(profile: &Profile, provider: &str, service: &str) -> String {
    match (
        provider_name(profile, provider),
        service_name(profile, service),
    ) {
        ("", "") => "A service".to_owned(),
        (name, "") | ("", name) => name.to_owned(),
        (provider, service) => format!("{provider}: {service}"),
    }
}

fn provider_name<'a>(profile: &'a Profile, code: &str) -> &'a str {
    profile
        .provider(code)
        .map_or("", |provider| provider.name.as_str())
}

/// Who looked, by organisation; looks of one after the other, at one minute, are one.
///
/// That the police looked is said where the person knows that they may: they referred the case, or the person agreed. Any
/// other look of theirs is at a disclosure, and whoever reads over the person's shoulder must not learn of that.
pub(crate) fn looks(looks: &[AccessRecord], case: &Case, profile: &Profile) -> Vec<LookLine> {
    let received = &case.received;
    let police =
        received.source == SourceKind::Police || received.scope.contains(&Scope::ShareWithPolice);
    let told = |look: &&AccessRecord| {
        police || !matches!(look.by, ReaderGroup::Police | ReaderGroup::WitnessCare)
    };
    let who = |by: &ReaderGroup| match by {
        ReaderGroup::Hub => "Our own team".to_owned(),
        ReaderGroup::Provider(code) => match provider_name(profile, code) {
            "" => "A service".to_owned(),
            name => name.to_owned(),
        },
        ReaderGroup::Police => "The police".to_owned(),
        ReaderGroup::WitnessCare => "The witness care unit".to_owned(),
        ReaderGroup::Unknown => "Somebody who works with us".to_owned(),
    };
    let mut lines: Vec<LookLine> = looks
        .iter()
        .filter(told)
        .map(|look| LookLine {
            who: who(&look.by),
            when: times::moment(look.at),
        })
        .collect();
    lines.dedup();
    lines
}

/// What people call a service; nothing where the profile has it no more.
pub(crate) fn service_name<'a>(profile: &'a Profile, code: &str) -> &'a str {
    profile
        .service(code)
        .map_or("", |service| service.name.as_str())
}
