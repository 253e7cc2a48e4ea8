//! A case as the person sees it: what happened, and what happens next and by when.

use domain::answer::{Next, help_now};
use domain::plain;
use events::case::{Case, CaseFile, OwnerKind, Routing, What, WhyCoordinators};
use events::profile::Profile;
use frontend::view::{HelpNow, NextStep, ProgressStep, ProgressView};
use serde_json::Value;

/// The page.
pub(crate) fn progress(file: &CaseFile, profile: &Profile) -> ProgressView {
    ProgressView {
        reference: file.case.reference.clone(),
        steps: steps(file, profile),
        next: next(&file.case)
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
        "steps": steps,
        "next": next(&file.case),
        "help_now": help_now(&file.case.received.assessment, profile),
    })
}

/// What happened, oldest first, in words.
fn steps(file: &CaseFile, profile: &Profile) -> Vec<ProgressStep> {
    let service_of = |onward: &str| {
        let offered = file.case.onward(onward).map(|onward| onward.offered.service.as_str());
        let service = profile.services.iter().find(|service| Some(service.code.as_str()) == offered);
        service.map(|service| service.name.clone()).unwrap_or_default()
    };
    let mut steps: Vec<ProgressStep> = file
        .events
        .iter()
        .filter_map(|event| {
            let (title, detail) = match &event.what {
                What::Received(_) => ("We got what you sent".to_owned(), String::new()),
                What::Offered(offered) => ("We asked a service to help you".to_owned(), service_of(&offered.onward)),
                What::Accepted { onward, .. } => ("A service said yes".to_owned(), service_of(onward)),
                What::Expired { .. } => {
                    ("The service did not answer in time, so we are finding another way".to_owned(), String::new())
                }
                What::GivenToCoordinators { .. } => ("Our own team is looking at it".to_owned(), String::new()),
                What::UpdateNeedsPerson { .. }
                | What::Progress(_)
                | What::PromiseKept(_)
                | What::PromiseBroken { .. }
                | What::NotesRequested(_) => return None,
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

/// What the owner has promised, and by when.
fn next(case: &Case) -> Vec<Next> {
    let what = match case.owner.kind {
        OwnerKind::Hub => match case.received.routing {
            Routing::ToProviders => "We ask a support service near you to help.",
            Routing::ToCoordinators(_) => "One of our team reads what you sent.",
        },
        OwnerKind::Queue => "The service tells us if it can help. If not, one of our team finds someone else.",
        OwnerKind::Provider => "The service gets in touch, only in a way you said is safe.",
        OwnerKind::Coordinators => match case.why_coordinators {
            Some(WhyCoordinators::NotToBeShared) => {
                "One of our team reads what you sent. We do not pass it on unless you say yes."
            }
            Some(WhyCoordinators::OutsideArea) => "One of our team finds the right team where you live.",
            _ => "One of our team reads what you sent and plans what to do.",
        },
    };
    vec![Next { what: what.to_owned(), by: case.owner.due }]
}
