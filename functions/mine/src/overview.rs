//! A case as the person sees it: its status, what happens next and by when.

use crate::execute::page_version;
use crate::timeline::service_name;
use crate::{PersonRequest, open, timeline};
use domain::answer::help_now;
use domain::guides::Screen;
use domain::promise::standing;
use domain::times;
use events::case::{
    Case, CaseFile, CloseReason, CoordinatorReason, Onward, OnwardState, OwnerKind, Routing,
};
use events::justice::{Promise, PromiseStatus, RuleCode};
use events::profile::Profile;
use frontend::view::{CaseStatus, GuideLink, HelpNow, NextStep, PageState, ProgressView};
use jiff::Timestamp;
use words::own_page;

/// What each page carries.
pub(crate) fn page_state<P>(request: &PersonRequest<'_, P>, file: &CaseFile) -> PageState {
    let case = &file.case;
    let pass = open::pass(request.context, case, request.opened_at, request.now);
    PageState {
        reference: case.reference.clone(),
        pass,
        end: open::visit_end(request.context, case, request.opened_at),
        version: page_version(request, file),
        message: None,
        field: None,
    }
}

/// What is offered to read, and who may see it.
pub(crate) struct Offer {
    pub(crate) guides: Vec<GuideLink>,
    pub(crate) screen: Screen,
}

/// The page.
pub(crate) fn progress(
    page: PageState,
    file: &CaseFile,
    profile: &Profile,
    some_wrong_words: bool,
    offer: Offer,
    now: Timestamp,
) -> ProgressView {
    let case = &file.case;
    ProgressView {
        page,
        guides: offer.guides,
        status: status(case, now),
        some_wrong_words,
        ask_council: case.received.ask_council && !case.lifecycle.erasure.is_done(),
        steps: timeline::steps(file, profile, offer.screen, now),
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

/// When a step is due. If that has passed, that it is late, and that helplines are open (DC7).
fn when(by: Timestamp, now: Timestamp) -> String {
    let by_time = times::by_time(by, now);
    if by > now {
        by_time
    } else {
        own_page::late(by_time)
    }
}

/// The state of the case.
pub(crate) fn status(case: &Case, now: Timestamp) -> CaseStatus {
    if let Some(at) = case.lifecycle.erasure.done_at() {
        return CaseStatus::Erased(times::time(at, now));
    }
    match (&case.lifecycle.ended, case.contact.paused_until) {
        (Some(ended), _) => match ended.why {
            CloseReason::Duplicate | CloseReason::Died | CloseReason::EnteredInError => {
                CaseStatus::CannotReopen
            }
            _ => CaseStatus::Closed,
        },
        (None, Some(until)) => CaseStatus::Paused(times::time(until, now)),
        (None, None) => CaseStatus::Open,
    }
}

/// Something that happens next.
pub(crate) struct Upcoming {
    pub(crate) what: String,
    pub(crate) by: Timestamp,
}

/// What was promised and is still open, the soonest first.
pub(crate) fn next(case: &Case, profile: &Profile, now: Timestamp) -> Vec<Upcoming> {
    let hub = case.support.match_by.map(|by| (hub_step(case), by));
    let coordinators = (case.owner.kind == OwnerKind::Coordinators)
        .then(|| (coordinator_step(case), case.owner.due));
    let mut next: Vec<Upcoming> = hub
        .into_iter()
        .chain(coordinators)
        .map(|(what, by)| Upcoming {
            what: what.to_owned(),
            by,
        })
        .collect();
    // One service needs no name: the step that says which service was asked has it.
    let several = case.support.live().count() > 1;
    next.extend(case.support.live().filter_map(|onward| {
        let name = if several {
            service_name(profile, &onward.offered.service)
        } else {
            ""
        };
        Some(Upcoming {
            what: service_step(onward, name),
            by: onward.due()?,
        })
    }));
    next.extend(promised_next(case, now));
    next.sort_by_key(|next| next.by);
    next
}

/// What a service does next. `name` is empty if there is only one service.
fn service_step(onward: &Onward, name: &str) -> String {
    let reached = onward.care.reached_at.is_some();
    let accepted = onward.state == OnwardState::Accepted;
    match (name, reached, accepted) {
        ("", true, _) => own_page::next_contact_again().to_owned(),
        (_, true, _) => own_page::next_contact_again_named(name),
        ("", false, true) => own_page::next_contact().to_owned(),
        (_, false, true) => own_page::next_contact_named(name),
        ("", false, false) => own_page::next_answer().to_owned(),
        (_, false, false) => own_page::next_answer_named(name),
    }
}

/// The other promises that are still open.
fn promised_next(case: &Case, now: Timestamp) -> impl Iterator<Item = Upcoming> {
    let said_above = [RuleCode::ANSWER, RuleCode::FIRST_CONTACT, RuleCode::LOOK];
    let new = move |promise: &&Promise| !said_above.contains(&promise.code.rule);
    let to_come = move |promise: &&Promise| {
        matches!(
            standing(promise, now),
            PromiseStatus::Open | PromiseStatus::DueSoon
        )
    };
    let next = move |promise: &Promise| {
        Some(Upcoming {
            what: timeline::promise_text(case, promise)?,
            by: promise.due,
        })
    };
    timeline::shown_promises(case)
        .filter(new)
        .filter(to_come)
        .filter_map(next)
}

/// What the hub itself is doing.
fn hub_step(case: &Case) -> &'static str {
    match case.routing() {
        Routing::ToProviders => words::next::ask_service(),
        Routing::ToCoordinators(_) => words::next::plan(),
    }
}

fn coordinator_step(case: &Case) -> &'static str {
    match case.coordination.why_coordinators {
        Some(CoordinatorReason::NotToBeShared) => words::next::ask_before_sharing(),
        Some(CoordinatorReason::OutsideArea) => words::next::find_right_team(),
        _ => words::next::plan(),
    }
}
