//! The lists of a person's pages: both journeys on one line of time, promises, who sees what, who looked.

use domain::guides::Screen;
use domain::justice::{describe, page_of};
use domain::promise::{standing, text};
use domain::times;
use events::care::{Act, ContactOutcome};
use events::case::{Case, CaseChange, CaseEvent, CaseFile, LookReason, OnwardState, TaskKind};
use events::justice::{
    Promise, PromiseId, PromiseOwner, PromiseStatus, RuleCode, Step as JusticeStep,
};
use events::profile::Profile;
use events::referral::{Scope, SourceKind};
use frontend::step_path;
use frontend::view::{
    AccessLine, Journey, ProgressStep, PromiseLine, PromiseOutcome, ServiceAccess, ServiceLine,
};
use jiff::Timestamp;
use platform::ports::{AccessRecord, ReaderGroup};
use words::timeline;

/// What happened, oldest first, in words (KE4). On a screen that nobody else sees, the latest step of the justice system leads
/// to what to expect then. The address of that page would say more to others.
pub(crate) fn steps(
    file: &CaseFile,
    profile: &Profile,
    screen: Screen,
    now: Timestamp,
) -> Vec<ProgressStep> {
    let happened = file
        .events
        .iter()
        .filter_map(|event| step_of(event, &file.case, profile));
    let emails = file
        .updates
        .iter()
        .filter_map(|update| update.sent_at)
        .map(|at| Step::support(at, timeline::email_sent()));
    let mut steps: Vec<Step> = happened.chain(emails).collect();
    steps.sort_by_key(|step| step.at);
    let latest = steps.iter().rposition(|step| step.justice.is_some());
    let latest = latest.filter(|_| screen == Screen::Private);
    steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| ProgressStep {
            expect: step
                .justice
                .filter(|_| latest == Some(at))
                .map(|justice| step_path(page_of(justice))),
            title: step.title.to_owned(),
            detail: step.detail,
            when: times::time(step.at, now),
            done: true,
            journey: step.journey,
        })
        .collect()
}

/// Something that happened.
struct Step {
    at: Timestamp,
    title: &'static str,
    detail: String,
    journey: Journey,
    /// The step of the justice system that it is.
    justice: Option<JusticeStep>,
}

impl Step {
    const fn new(at: Timestamp, title: &'static str, journey: Journey) -> Self {
        Self {
            at,
            title,
            detail: String::new(),
            journey,
            justice: None,
        }
    }

    const fn support(at: Timestamp, title: &'static str) -> Self {
        Self::new(at, title, Journey::Support)
    }

    fn about(self, detail: String) -> Self {
        Self { detail, ..self }
    }
}

fn step_of(event: &CaseEvent, case: &Case, profile: &Profile) -> Option<Step> {
    let service = |onward: &str| {
        let offered = case
            .support
            .onward(onward)
            .map(|onward| onward.offered.service.as_str());
        offered
            .map(|service| service_name(profile, service).to_owned())
            .unwrap_or_default()
    };
    let support = |title| Step::support(event.at, title);
    Some(match &event.what {
        CaseChange::Received(_) => support(timeline::received()),
        CaseChange::Offered(offered) => {
            let title = if offered.hand_on.is_some() {
                timeline::asked_team()
            } else {
                timeline::asked_service()
            };
            support(title).about(service(&offered.onward))
        }
        CaseChange::Accepted { onward, .. } => support(timeline::accepted()).about(service(onward)),
        CaseChange::Withdrawn { onward } => {
            support(timeline::service_refused()).about(service(onward))
        }
        CaseChange::Chosen(_) => support(timeline::chosen()),
        CaseChange::Declined { onward, .. } => support(timeline::declined()).about(service(onward)),
        CaseChange::Expired { .. } => support(timeline::expired()),
        CaseChange::GivenToCoordinators { .. } => support(timeline::with_our_team()),
        CaseChange::Cared { onward, act, .. } => support(care(act)?).about(service(onward)),
        CaseChange::HomeTold { .. } => support(timeline::home_told()),
        CaseChange::HandedOver { to, .. } => support(timeline::handed_over()).about(service(to)),
        CaseChange::Transferred { onward } => {
            support(timeline::transferred()).about(service(onward))
        }
        CaseChange::PromiseKept(kept) => {
            let what = promise_text(case, promise(case, &kept.promise)?)?;
            Step::new(event.at, timeline::promise_kept(), Journey::Justice).about(what)
        }
        CaseChange::PromiseBroken { promise: id } => {
            let promise = promise(case, id).filter(|promise| !is_of_hidden_task(case, promise))?;
            let journey = if promise.owner.is_justice() {
                Journey::Justice
            } else {
                Journey::Support
            };
            Step::new(event.at, timeline::promise_broken(), journey)
                .about(promise_text(case, promise)?)
        }
        // The person must not learn it from a page first. The agency that has to tell them does that.
        CaseChange::Progress(progress) if is_told(case, event.seq) => {
            let justice = Some(progress.step);
            Step {
                justice,
                ..Step::new(progress.at, describe(progress.step), Journey::Justice)
            }
        }
        CaseChange::TaskDone(done) if is_hidden(case, done.task) => return None,
        other => support(lifecycle(other)?),
    })
}

/// What happened to the case, in words to the person. A page that someone else may see leaves out a meeting about their
/// safety, and a step of the justice system that nobody has told them about.
fn lifecycle(change: &CaseChange) -> Option<&'static str> {
    Some(match change {
        CaseChange::Paused(_) => timeline::paused(),
        CaseChange::Resumed { .. } => timeline::resumed(),
        CaseChange::Closed(_) => timeline::closed(),
        CaseChange::Reopened { .. } => timeline::reopened(),
        CaseChange::Joined(_) => timeline::joined(),
        CaseChange::Assigned { .. } => timeline::coordinator_named(),
        CaseChange::Uplifted(_) => timeline::uplifted(),
        CaseChange::TaskDone(_) => timeline::task_done(),
        CaseChange::ContactChanged(_) => timeline::contact_changed(),
        CaseChange::ConsentChanged(_) => timeline::consent_changed(),
        CaseChange::Complained { .. } => timeline::complained(),
        CaseChange::ComplaintAnswered { .. } => timeline::complaint_answered(),
        CaseChange::FeedbackGiven(_) => timeline::feedback_given(),
        CaseChange::Erased { .. } => timeline::erased(),
        CaseChange::TaskGiven(given) => return asked_for(given.kind),
        _ => return None,
    })
}

/// What the person asked for. A task that someone else started is not shown before it is done.
fn asked_for(kind: TaskKind) -> Option<&'static str> {
    Some(match kind {
        TaskKind::Call => timeline::asked_for_call(),
        TaskKind::ReadWords => timeline::asked_for_reading(),
        TaskKind::RestorativeJustice => timeline::asked_for_restorative_justice(),
        TaskKind::Panel => timeline::asked_for_panel(),
        TaskKind::Deletion => timeline::asked_for_deletion(),
        _ => return None,
    })
}

/// What a service did, in words to the person. What they said to the service is not repeated here.
fn care(act: &Act) -> Option<&'static str> {
    Some(match act {
        Act::ContactTried {
            outcome: ContactOutcome::Reached,
            ..
        } => timeline::service_reached_you(),
        Act::ContactTried { .. } => timeline::service_tried(),
        Act::SessionHeld { .. } => timeline::session_held(),
        Act::Closed { .. } => timeline::support_ended(),
        Act::Measured { .. } | Act::StageReached { .. } => return None,
    })
}

/// What was promised, in the order in which it is due. Promises that are no longer owed or have not begun are left out, and
/// so is the courts' part. A broken promise is always shown (DC7).
pub(crate) fn promises(case: &Case, now: Timestamp) -> Vec<PromiseLine> {
    let mut owed: Vec<&Promise> = shown_promises(case).collect();
    owed.sort_by_key(|promise| promise.due);
    let line = |promise: &Promise| {
        let outcome = match standing(promise, now) {
            PromiseStatus::Open | PromiseStatus::DueSoon => PromiseOutcome::ToCome,
            PromiseStatus::Kept => PromiseOutcome::Kept,
            PromiseStatus::KeptLate => PromiseOutcome::KeptLate,
            PromiseStatus::Broken => PromiseOutcome::Broken,
            PromiseStatus::Waiting | PromiseStatus::Lapsed | PromiseStatus::Released => {
                return None;
            }
        };
        let courts = promise.owner == PromiseOwner::Court
            && matches!(outcome, PromiseOutcome::ToCome | PromiseOutcome::Kept);
        let by = times::by_time(promise.due, now);
        let when = match promise.kept_at {
            Some(at) => timeline::done_at(times::time(at, now)),
            None if outcome == PromiseOutcome::Broken => timeline::was_due(by),
            None => by,
        };
        let what = promise_text(case, promise).filter(|_| !courts)?;
        Some(PromiseLine {
            what,
            when,
            outcome,
        })
    };
    owed.into_iter().filter_map(line).collect()
}

/// The promises that the person may see.
pub(crate) fn shown_promises(case: &Case) -> impl Iterator<Item = &Promise> {
    case.justice
        .promises
        .iter()
        .filter(|promise| !is_of_hidden_task(case, promise))
}

/// Whether the promise is that of a hidden task. Cases from before those tasks were hidden have such promises.
fn is_of_hidden_task(case: &Case, promise: &Promise) -> bool {
    promise.code.rule == RuleCode::TASK && is_hidden(case, promise.code.event_number)
}

/// Whether the task with that number is hidden from everybody but the coordinators.
fn is_hidden(case: &Case, number: u32) -> bool {
    case.coordination
        .tasks
        .iter()
        .any(|task| task.task == number && task.is_hidden())
}

/// What was promised, without its full stop. If nobody has told the person about the step yet, it says who will tell them and
/// not what. A broken promise is always shown (DC7).
pub(crate) fn promise_text(case: &Case, promise: &Promise) -> Option<String> {
    let seq = promise.code.event_number;
    let untold = promise.owner.is_justice() && is_step(case, seq) && !is_told(case, seq);
    if !untold {
        return Some(text(promise).trim_end_matches('.').to_owned());
    }
    let owner = promise.owner.as_str();
    let told_later = match promise.kept_by {
        None => timeline::step_told(owner),
        Some(_) => timeline::step_owed(owner),
    };
    told_later.map(ToOwned::to_owned)
}

/// Whether the person has been told about the step that this event recorded, or nobody has to tell them.
fn is_told(case: &Case, seq: u32) -> bool {
    let tells = |promise: &&Promise| {
        let by_others = !matches!(promise.owner, PromiseOwner::Court | PromiseOwner::Person);
        promise.code.event_number == seq
            && promise.owner.is_justice()
            && promise.kept_by.is_none()
            && by_others
    };
    let mut owed = case.justice.promises.iter().filter(tells).peekable();
    owed.peek().is_none() || owed.any(|promise| promise.kept_at.is_some())
}

fn is_step(case: &Case, seq: u32) -> bool {
    case.justice
        .progress
        .iter()
        .any(|recorded| recorded.seq == seq)
}

fn promise<'a>(case: &'a Case, code: &PromiseId) -> Option<&'a Promise> {
    case.justice
        .promises
        .iter()
        .find(|promise| promise.code == *code)
}

/// Each service that was asked, and what it sees now.
pub(crate) fn services(case: &Case, profile: &Profile) -> Vec<ServiceLine> {
    let access = |onward: &events::case::Onward| match onward.state {
        OnwardState::Offered => ServiceAccess::WhatIsNeeded,
        OnwardState::Accepted => ServiceAccess::WhoYouAre,
        _ if onward.was_accepted() => ServiceAccess::ItsOwnNotes,
        OnwardState::Declined
        | OnwardState::Expired
        | OnwardState::Closed
        | OnwardState::Withdrawn
        | OnwardState::HandedOver => ServiceAccess::Nothing,
    };
    let line = |onward: &events::case::Onward| ServiceLine {
        provider: onward.offered.provider.clone(),
        name: name(profile, &onward.offered.provider, &onward.offered.service),
        access: access(onward),
    };
    case.support.onwards.iter().map(line).collect()
}

/// A provider and its service, as people call them.
pub(crate) fn name(profile: &Profile, provider: &str, service: &str) -> String {
    match (
        provider_name(profile, provider),
        service_name(profile, service),
    ) {
        ("", "") => timeline::a_service().to_owned(),
        (name, "") | ("", name) => name.to_owned(),
        (provider, service) => timeline::service(provider, service),
    }
}

fn provider_name<'a>(profile: &'a Profile, code: &str) -> &'a str {
    profile
        .provider(code)
        .map_or("", |provider| provider.name.as_str())
}

/// Who looked, by organisation. Looks in the same minute, one after the other, are one line.
///
/// A look by the police is shown if the person knows that the police can look: the police referred the case, or the person
/// agreed. Any other look by the police is at a disclosure, which a person who reads over their shoulder must not see. A look
/// by a service is shown if the case, as the page has it, shows that the service was asked.
pub(crate) fn looks(
    looks: &[AccessRecord],
    case: &Case,
    profile: &Profile,
    now: Timestamp,
) -> Vec<AccessLine> {
    let received = &case.received;
    let police =
        received.source == SourceKind::Police || received.scope.contains(&Scope::ShareWithPolice);
    let asked = |provider: &str| {
        let mut onwards = case.support.onwards.iter();
        onwards.any(|onward| onward.offered.provider == provider)
    };
    let told = |look: &&AccessRecord| match &look.by {
        ReaderGroup::Police | ReaderGroup::WitnessCare => police,
        ReaderGroup::Provider(code) => asked(code),
        ReaderGroup::Hub | ReaderGroup::Unknown => true,
    };
    let who = |by: &ReaderGroup| match by {
        ReaderGroup::Hub => timeline::our_team().to_owned(),
        ReaderGroup::Provider(code) => match provider_name(profile, code) {
            "" => timeline::a_service().to_owned(),
            name => name.to_owned(),
        },
        ReaderGroup::Police => timeline::police().to_owned(),
        ReaderGroup::WitnessCare => timeline::witness_care().to_owned(),
        ReaderGroup::Unknown => timeline::unknown_reader().to_owned(),
    };
    let mut lines: Vec<AccessLine> = looks
        .iter()
        .filter(told)
        .map(|look| AccessLine {
            who: because(&look.by, look.reason).unwrap_or_else(|| who(&look.by)),
            when: times::time(look.at, now),
        })
        .collect();
    lines.dedup();
    lines
}

/// Our own team, with the reason. None where the reason would tell someone who reads along what the page does not show.
fn because(by: &ReaderGroup, reason: Option<LookReason>) -> Option<String> {
    let why = words::staff_access::told(reason?.as_str())?;
    (*by == ReaderGroup::Hub).then(|| words::staff_access::team_because(why))
}

/// The name of a service; empty if the profile no longer has it.
pub(crate) fn service_name<'a>(profile: &'a Profile, code: &str) -> &'a str {
    profile
        .service(code)
        .map_or("", |service| service.name.as_str())
}
