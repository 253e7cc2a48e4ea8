//! A case as the person sees it: where it stands, what happens next and by when.

use crate::timeline::service_name;
use crate::{PersonRequest, open, timeline};
use domain::answer::{Next, help_now};
use domain::promise::standing;
use domain::times;
use events::case::{
    Case, CaseFile, CloseReason, CoordinatorReason, OnwardState, OwnerKind, Routing,
};
use events::justice::{Promise, PromiseStatus, RuleCode};
use events::profile::Profile;
use frontend::view::{HelpNow, NextStep, Own, ProgressView, Stands};
use jiff::Timestamp;

/// What each page has.
pub(crate) fn own<P>(request: &PersonRequest<'_, P>, case: &Case) -> Own {
    let pass = open::pass(request.context, &case.reference, request.now);
    Own {
        reference: case.reference.clone(),
        pass,
        version: case.version,
        said: None,
        at: None,
    }
}

/// The page.
pub(crate) fn progress(
    own: Own,
    file: &CaseFile,
    profile: &Profile,
    now: Timestamp,
) -> ProgressView {
    let case = &file.case;
    ProgressView {
        own,
        stands: stands(case),
        ask_council: case.received.ask_council && case.erased_at.is_none(),
        steps: timeline::steps(file, profile),
        promises: timeline::promises(case, now),
        next: next(case, profile, now)
            .into_iter()
            .map(|next| NextStep {
                what: next.what.trim_end_matches('.').to_owned(),
                by: when(next.by, now),
            })
            .collect(),
        help_now: help_now(&case.received.assessment, profile)
            .into_iter()
            .map(|help| HelpNow {
                name: help.name,
                phone: help.phone,
                url: help.url,
                why: help.why,
            })
            .collect(),
    }
}

/// By when a step is to be taken; and where that has passed, that it is late, and who is there meanwhile (DC7).
fn when(by: Timestamp, now: Timestamp) -> String {
    if by > now {
        return times::by(by);
    }
    let by = times::by(by);
    format!(
        "This should have happened {by}. It is late, and that is not your fault. To talk to someone now, ring a number at \
         the end of this page"
    )
}

/// Where the case stands as a whole.
pub(crate) fn stands(case: &Case) -> Stands {
    if let Some(at) = case.erased_at {
        return Stands::Erased(times::moment(at));
    }
    match (&case.ended, case.paused_until) {
        (Some(ended), _) => match ended.why {
            CloseReason::Duplicate | CloseReason::Died | CloseReason::EnteredInError => {
                Stands::Elsewhere
            }
            _ => Stands::Over,
        },
        (None, Some(until)) => Stands::Quiet(times::moment(until)),
        (None, None) => Stands::Open,
    }
}

/// What whoever has something to do has promised, and by when; the soonest first.
pub(crate) fn next(case: &Case, profile: &Profile, now: Timestamp) -> Vec<Next> {
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
        let name = if several {
            service_name(profile, &onward.offered.service)
        } else {
            ""
        };
        let who = if name.is_empty() {
            "The service".to_owned()
        } else {
            format!("“{name}”")
        };
        step(
            if onward.care.reached_at.is_some() {
                format!("{who} tries to reach you again by then.")
            } else if onward.state == OnwardState::Accepted {
                format!("{who} tries to reach you, only in a way you said is safe.")
            } else {
                format!("{who} tells us if it can help. If not, we find someone else.")
            },
            by,
        );
    }
    next.extend(promised_next(case, now));
    next.sort_by_key(|next| next.by);
    next
}

/// What was promised beside, and is still to come.
fn promised_next(case: &Case, now: Timestamp) -> impl Iterator<Item = Next> {
    let said_above = [RuleCode::ANSWER, RuleCode::FIRST_CONTACT, RuleCode::LOOK];
    let new = move |promise: &&Promise| !said_above.contains(&promise.code.rule);
    let to_come = move |promise: &&Promise| {
        matches!(
            standing(promise, now),
            PromiseStatus::Open | PromiseStatus::DueSoon
        )
    };
    let next = move |promise: &Promise| {
        Some(Next {
            what: timeline::words(case, promise)?,
            by: promise.due,
        })
    };
    case.promises
        .iter()
        .filter(new)
        .filter(to_come)
        .filter_map(next)
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
        Some(CoordinatorReason::NotToBeShared) => {
            "One of our team reads what you sent. We do not pass it on unless you say yes."
        }
        Some(CoordinatorReason::OutsideArea) => {
            "One of our team finds the right team where you live."
        }
        _ => "One of our team reads what you sent and plans what to do.",
    }
}
