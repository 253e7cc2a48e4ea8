//! A case as the person sees it: what happened, and what happens next and by when.

use domain::answer::{Next, help_now};
use domain::plain;
use events::care::{Act, ContactOutcome};
use events::case::{Case, CaseFile, OnwardState, OwnerKind, Routing, What, WhyCoordinators};
use events::profile::Profile;
use frontend::view::{HelpNow, NextStep, ProgressStep, ProgressView};
use serde_json::Value;

/// The page.
pub(crate) fn progress(file: &CaseFile, profile: &Profile, word: &str) -> ProgressView {
    ProgressView {
        reference: file.case.reference.clone(),
        ask_council: file.case.received.ask_council.then(|| word.to_owned()),
        steps: steps(file, profile),
        next: next(&file.case, profile)
            .into_iter()
            .map(|next| NextStep { what: next.what.trim_end_matches('.').to_owned(), by: plain::by(next.by) })
            .collect(),
        help_now: help_now(&file.case.received.assessment, profile)
            .into_iter()
            .map(|help| HelpNow { name: help.name, phone: help.phone, url: help.url, why: help.why })
            .collect(),
    }
}

/// The same for a programme.
pub(crate) fn json(file: &CaseFile, profile: &Profile) -> Value {
    let steps: Vec<Value> = steps(file, profile)
        .into_iter()
        .map(|step| serde_json::json!({"title": step.title, "detail": step.detail, "when": step.when}))
        .collect();
    serde_json::json!({
        "reference": file.case.reference,
        "ask_council": file.case.received.ask_council,
        "steps": steps,
        "next": next(&file.case, profile),
        "help_now": help_now(&file.case.received.assessment, profile),
    })
}

/// What happened, oldest first, in words.
fn steps(file: &CaseFile, profile: &Profile) -> Vec<ProgressStep> {
    let service_of = |onward: &str| {
        let offered = file.case.onward(onward).map(|onward| onward.offered.service.as_str());
        offered.map(|service| service_name(profile, service).to_owned()).unwrap_or_default()
    };
    let mut steps: Vec<ProgressStep> = file
        .events
        .iter()
        .filter_map(|event| {
            let (title, detail) = match &event.what {
                What::Received(_) => ("We got what you sent".to_owned(), String::new()),
                What::Offered(offered) if offered.hand_on.is_some() => {
                    ("We asked another team to help you".to_owned(), service_of(&offered.onward))
                }
                What::Offered(offered) => ("We asked a service to help you".to_owned(), service_of(&offered.onward)),
                What::Accepted { onward, .. } => ("A service said yes".to_owned(), service_of(onward)),
                What::Withdrawn { onward } => {
                    ("We told a service that you do not want it".to_owned(), service_of(onward))
                }
                What::Chosen(_) => ("You told us what you want".to_owned(), String::new()),
                What::Declined { onward, .. } => {
                    ("A service could not help, so we are finding another way".to_owned(), service_of(onward))
                }
                What::Expired { .. } => {
                    ("The service did not answer in time, so we are finding another way".to_owned(), String::new())
                }
                What::GivenToCoordinators { .. } => ("Our own team is looking at it".to_owned(), String::new()),
                What::Cared { onward, act, .. } => (care(act)?.to_owned(), service_of(onward)),
                What::PromiseKept(kept) => {
                    ("A promise to you was kept".to_owned(), promised(&file.case, &kept.promise)?.to_owned())
                }
                What::PromiseBroken { promise } => (
                    "A promise to you was not kept in time. If you want to complain, tell us".to_owned(),
                    promised(&file.case, promise)?.to_owned(),
                ),
                What::HomeTold { .. } => ("You told us where you live".to_owned(), String::new()),
                What::HandedOver { to, .. } => ("Another service goes on for you".to_owned(), service_of(to)),
                other => (whole(other)?.to_owned(), String::new()),
            };
            Some(ProgressStep { title, detail, when: plain::moment(event.at), done: true })
        })
        .collect();
    for update in &file.updates {
        if let Some(at) = update.sent_at {
            steps.push(ProgressStep {
                title: "We sent you an e-mail".to_owned(),
                detail: String::new(),
                when: plain::moment(at),
                done: true,
            });
        }
    }
    steps
}

/// What happened to the case as a whole, as the person would say it. A meeting about their safety is not on a page that
/// somebody else may see. They hear of a step of the justice system from whoever
/// owes them the telling, not from a page first.
const fn whole(what: &What) -> Option<&'static str> {
    match what {
        What::Paused(_) => Some("You asked for some quiet"),
        What::Resumed { .. } => Some("The quiet time is over"),
        What::Closed(_) => Some("We closed this"),
        What::Reopened { .. } => Some("We go on where we stopped"),
        What::Joined(_) => Some("We put together what you told us at two times"),
        What::Assigned { .. } => Some("One person of our team stays with you from now on"),
        What::Uplifted(_) => Some("We saw that you need more help, and changed our plan"),
        What::TaskDone(_) => Some("Our team did something that we had promised you"),
        What::ContactChanged(_) => Some("How we may reach you changed"),
        What::ConsentChanged(_) => Some("What you agree to changed"),
        What::Complained { .. } => Some("You complained, and we wrote it down"),
        What::ComplaintAnswered { .. } => Some("Your complaint went on"),
        What::FeedbackGiven(_) => Some("You told us how it was for you"),
        _ => None,
    }
}

/// What was promised under that code, in plain words.
fn promised<'a>(case: &'a Case, code: &str) -> Option<&'a str> {
    case.promises.iter().find(|promise| promise.code == code).map(|promise| promise.what.as_str())
}

/// What a service did, as the person would say it. What they said in it is theirs and is not repeated here.
const fn care(act: &Act) -> Option<&'static str> {
    match act {
        Act::ContactTried { outcome: ContactOutcome::Reached, .. } => Some("The service spoke with you"),
        Act::ContactTried { .. } => Some("The service tried to reach you"),
        Act::SessionHeld { .. } => Some("You had support"),
        Act::Closed { .. } => Some("This support came to its end"),
        Act::Measured { .. } | Act::StageReached { .. } => None,
    }
}

/// What whoever has something to do has promised, and by when; the soonest first.
fn next(case: &Case, profile: &Profile) -> Vec<Next> {
    let mut next = Vec::new();
    let mut step = |what: String, by| next.push(Next { what, by });
    if let Some(by) = case.match_by {
        step(looking(case).to_owned(), by);
    }
    if case.owner.kind == OwnerKind::Coordinators {
        step(coordinators(case).to_owned(), case.owner.due);
    }
    // Where there is one service it needs no name: the step that says who was asked has it.
    let several = case.live().count() > 1;
    for onward in case.live() {
        let Some(by) = onward.due() else { continue };
        let name = if several { service_name(profile, &onward.offered.service) } else { "" };
        let who = if name.is_empty() { "The service".to_owned() } else { format!("“{name}”") };
        step(
            if onward.care.reached_at.is_some() {
                format!("{who} is in touch with you again by then.")
            } else if onward.state == OnwardState::Accepted {
                format!("{who} gets in touch, only in a way you said is safe.")
            } else {
                format!("{who} tells us if it can help. If not, we find someone else.")
            },
            by,
        );
    }
    next.sort_by_key(|next| next.by);
    next
}

/// What the hub itself is doing.
fn looking(case: &Case) -> &'static str {
    match case.routing() {
        Routing::ToProviders => "We ask a support service near you to help.",
        Routing::ToCoordinators(_) => "One of our team reads what you sent.",
    }
}

fn coordinators(case: &Case) -> &'static str {
    match case.why_coordinators {
        Some(WhyCoordinators::NotToBeShared) => {
            "One of our team reads what you sent. We do not pass it on unless you say yes."
        }
        Some(WhyCoordinators::OutsideArea) => "One of our team finds the right team where you live.",
        _ => "One of our team reads what you sent and plans what to do.",
    }
}

/// What people call a service; nothing where the profile has it no more.
fn service_name<'a>(profile: &'a Profile, code: &str) -> &'a str {
    profile.services.iter().find(|service| service.code == code).map_or("", |service| service.name.as_str())
}
