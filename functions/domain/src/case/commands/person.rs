//! What the person can do on their own page, and what follows.

use super::access::close_if_not_safe;
use super::consent;
use super::lifecycle;
use crate::calendar::{
    end_of_working_day_after, last_working_day_within_months, opening_after_weeks,
};
use crate::case::deadlines::case_due;
use crate::contact_change::contact_changed;
use crate::gate::next_opening;
use events::assessment::{Flag, Risk, Specialism};
use events::case::{
    Actor, Case, CaseChange, ChoiceReason, Chosen, CloseReason, ConsentChanged,
    ContactChangeReason, ContactChanged, CoordinatorReason, Pathway, Paused, ReopenReason, Routing,
    Task, TaskGiven, TaskKind, TaskOutcome,
};
use events::profile::Profile;
use events::referral::{
    Basis, Channel, ChannelKind, GivenBy, Referral, RestorativeJusticeWish, Scope, Way,
};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

/// The lengths of pause that a person can choose, in weeks.
pub const PAUSE_WEEKS: [u8; 4] = [1, 2, 4, 12];
/// The working days in which somebody tells the person about restorative justice or the panel.
/// Nobody waits in danger.
const TELL_WITHIN: u32 = 5;
/// The shortest notice for a call.
const SOONEST: SignedDuration = SignedDuration::from_hours(1);
/// How far ahead a call can be requested.
const FURTHEST: SignedDuration = SignedDuration::from_hours(28 * 24);
/// The longest and shortest time in which the call is made, in minutes.
const CALL_WITHIN: [i64; 4] = [60, 45, 30, 15];
/// How long after a task about wrong words the next one is possible.
const WRONG_WORDS_AGAIN: SignedDuration = SignedDuration::from_hours(24);
/// From so many wrong words for one reference within 30 days on, the person's page says that there were some.
pub const SOME_WRONG_WORDS: usize = 5;
/// So many are not typing mistakes: a coordinator looks.
pub const MANY_WRONG_WORDS: u32 = 25;
/// After so many, no words open the page until a coordinator has given new ones in a call.
pub const MOST_WRONG_WORDS: u32 = 100;

/// Why a call at that time is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCall {
    /// No phone number is safe.
    NoSafePhone,
    /// The time is too soon, or has passed.
    TooSoon,
    /// The time is more than four weeks ahead.
    TooFar,
    /// The time is outside the safe hours, or too close to their end.
    OutsideHours,
}

/// Requests a call at that time in London, on a safe number and within the safe hours (KE5).
///
/// # Errors
/// [`NoCall`]. Unknown is never safe.
pub fn request_call(
    referral: &Referral,
    at: DateTime,
    now: Timestamp,
) -> Result<TaskGiven, NoCall> {
    let phones: Vec<&Channel> = referral
        .usable()
        .filter(|channel| channel.kind == ChannelKind::Phone)
        .collect();
    if phones.is_empty() {
        return Err(NoCall::NoSafePhone);
    }
    let from = at
        .to_zoned(jiff::tz::get!("Europe/London"))
        .map_err(|_| NoCall::TooFar)?
        .timestamp();
    if from < now + SOONEST {
        return Err(NoCall::TooSoon);
    }
    if from > now + FURTHEST {
        return Err(NoCall::TooFar);
    }
    let open = |phone: &Channel, moment| next_opening(phone, moment) == Some(moment);
    let ends = CALL_WITHIN
        .iter()
        .map(|minutes| from + SignedDuration::from_mins(*minutes));
    let safe_until = |due: &Timestamp| {
        phones
            .iter()
            .any(|phone| open(phone, from) && open(phone, *due))
    };
    let due = ends
        .into_iter()
        .find(safe_until)
        .ok_or(NoCall::OutsideHours)?;
    Ok(TaskGiven {
        kind: TaskKind::Call,
        from: Some(from),
        due,
    })
}

/// The quiet that the person asked for; `None` if [`PAUSE_WEEKS`] does not offer that number of weeks.
pub fn request_pause(weeks: u8, now: Timestamp) -> Option<CaseChange> {
    PAUSE_WEEKS.contains(&weeks).then(|| pause(weeks, now))
}

/// Ends the quiet early. Returns no event if there is none.
pub fn resume(case: &Case) -> Vec<CaseChange> {
    let resumed = case
        .contact
        .paused_until
        .map(|_| CaseChange::Resumed { by: Actor::Person });
    resumed.into_iter().collect()
}

/// Closes the case because the person withdraws. Returns no event if somebody has closed it already.
pub fn withdraw(case: &Case, now: Timestamp) -> Vec<CaseChange> {
    if case.lifecycle.is_closed() {
        Vec::new()
    } else {
        let closed = lifecycle::close(case, CloseReason::Withdrew, None, Actor::Person);
        with_a_look(case, closed, now)
    }
}

/// Reopens the case because the person asks for it. Returns no event if it is not over, and `None` if this is not the case
/// to reopen: another case took it in, the person has died, or it was entered in error.
pub fn reopen(case: &Case, now: Timestamp) -> Option<Vec<CaseChange>> {
    let Some(ended) = &case.lifecycle.ended else {
        return Some(Vec::new());
    };
    let may_go_on = !matches!(
        ended.why,
        CloseReason::Duplicate | CloseReason::Died | CloseReason::EnteredInError
    );
    may_go_on.then(|| lifecycle::reopen(case, ReopenReason::Asked, Actor::Person, now))
}

/// Something that a person asks the hub's team to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Explain restorative justice.
    RestorativeJustice,
    /// Explain the panel of people with experience of crime.
    Panel,
    /// Delete the person's data.
    Deletion,
}

/// Gives the task that the request needs. Returns no event if one of its kind is open already.
pub fn request(case: &Case, request: Request, now: Timestamp) -> Vec<CaseChange> {
    let (kind, due) = match request {
        Request::RestorativeJustice => (
            TaskKind::RestorativeJustice,
            end_of_working_day_after(now, TELL_WITHIN),
        ),
        Request::Panel => (TaskKind::Panel, end_of_working_day_after(now, TELL_WITHIN)),
        // "Without undue delay and in any event within one month" (UK GDPR, articles 12 and 17).
        Request::Deletion => (TaskKind::Deletion, last_working_day_within_months(now, 1)),
    };
    // A hidden task promises the person nothing.
    let promised = |task: &Task| task.kind == kind && !task.is_hidden();
    if case.coordination.open_tasks().any(promised) {
        return Vec::new();
    }
    vec![CaseChange::TaskGiven(TaskGiven {
        kind,
        from: None,
        due,
    })]
}

/// Has a coordinator offer restorative justice again, after the step with that number (AS16). Nobody but coordinators
/// notices, because the person did not ask. Returns no event for a person who said no or is interested already, where
/// somebody has that task, or if the case is over in a way that ends contact. `said` is the answer in the person's
/// document.
pub fn offer_restorative_justice_again(
    case: &Case,
    said: Option<RestorativeJusticeWish>,
    after: u32,
    now: Timestamp,
) -> Vec<CaseChange> {
    let interested = {
        let specialisms = &case.received.assessment.specialisms;
        specialisms.contains(&Specialism::RestorativeJustice)
    };
    let given = case.coordination.tasks.iter().any(|task| {
        task.kind == TaskKind::RestorativeJustice && (task.is_open() || task.task > after)
    });
    let over = case.lifecycle.ended.as_ref().is_some_and(|ended| {
        let still_welcome = [CloseReason::SupportOver, CloseReason::NoMoreNeeds];
        !still_welcome.contains(&ended.why)
    });
    let no = declined_restorative_justice(case, said);
    if interested || no || given || over || case.lifecycle.is_forgotten() {
        return Vec::new();
    }
    vec![CaseChange::GivenQuietly(TaskGiven {
        kind: TaskKind::RestorativeJustice,
        from: None,
        due: end_of_working_day_after(now, TELL_WITHIN),
    })]
}

/// Whether the last answer about restorative justice was no: in the referral, in a talk that was recorded, or to
/// somebody whose task it was to tell the person.
fn declined_restorative_justice(case: &Case, said: Option<RestorativeJusticeWish>) -> bool {
    let entries = &case.coordination.reassessments;
    let taken_back = |number| entries.iter().any(|one| one.corrects == Some(number));
    let mut recorded = entries.iter().rev().filter(|one| !taken_back(one.number));
    let recorded = recorded.find_map(|one| Some((one.at, one.restorative_justice?)));
    let answered = recorded.or_else(|| Some((case.opened_at, said?)));
    let not_wanted = case.coordination.tasks.iter().filter(|task| {
        task.kind == TaskKind::RestorativeJustice && task.outcome == Some(TaskOutcome::NotWanted)
    });
    let told = not_wanted.filter_map(|task| task.done_at).max();
    match (answered, told) {
        // A person who says "not now" when they are told does not want it now.
        (Some((at, wish)), told) if told.is_none_or(|told| at >= told) => {
            wish == RestorativeJusticeWish::No
        }
        (_, told) => told.is_some(),
    }
}

/// Whether the person called a number for calls safe, and it is confirmed.
pub fn may_be_called(referral: &Referral) -> bool {
    referral
        .usable()
        .any(|channel| channel.kind == ChannelKind::Phone)
}

/// Changes the person's contact details from those in `before` to those in `referral`, which has what
/// is not confirmed. If a planned call is no longer safe, a coordinator finds another way. If the page
/// is no longer safe, it closes. `mail_moved` says whether the address for e-mail changed.
///
/// A coordinator checks with the person that the change is theirs if no way that was safe is left, if
/// another way takes the place of a safe address without a letter to the old one, or if anyone who else
/// may have made it is a danger: at high risk, and in domestic abuse. The page does not show that.
pub fn change_contact(
    case: &Case,
    before: &Referral,
    referral: &Referral,
    mail_moved: bool,
    now: Timestamp,
) -> Vec<CaseChange> {
    let loses_call = case.coordination.has_open_task(TaskKind::Call)
        && !case.coordination.has_open_task(TaskKind::CheckContact)
        && !may_be_called(referral);
    let due = case_due(case, now);
    let check = CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::CheckContact,
        from: None,
        due,
    });
    let page = referral.page_change.as_ref();
    let code = |of: &Referral| of.page_change.as_ref().and_then(|page| page.code.clone());
    let is_new = |way: &Way| {
        let known = before.page_change.as_ref();
        !known.is_some_and(|known| known.unconfirmed.contains(way))
    };
    let adds = page.is_some_and(|page| page.unconfirmed.iter().any(is_new));
    let loses = before
        .usable()
        .any(|old| !referral.usable().any(|channel| channel.is(&old.way())));
    let tells_before = page.is_some_and(|page| page.tell_before) && loses;
    let is_kept = |old: &Channel| {
        let mut channels = referral.contact.channels.iter();
        channels.any(|channel| channel.safe && channel.is(&old.way()))
    };
    let nothing_left = before.usable().next().is_some() && referral.usable().next().is_none();
    let swapped = before
        .usable()
        .any(|old| old.address.is_some() && !is_kept(old));
    let replaced = adds && (nothing_left || (swapped && !tells_before));
    let dangerous = case.risk() == Risk::High || in_domestic_abuse(case);
    let to_check = (replaced || (dangerous && (adds || loses)))
        && !loses_call
        && !case.coordination.has_open_task(TaskKind::CheckContact);
    let changed = ContactChanged {
        sends_code: code(referral).is_some() && code(referral) != code(before),
        tells_before,
        check_by: to_check.then_some(due),
        ..contact_changed(
            referral,
            mail_moved,
            ContactChangeReason::Asked,
            Actor::Person,
        )
    };
    let changed = CaseChange::ContactChanged(changed);
    let closes = close_if_not_safe(case, &changed);
    std::iter::once(changed)
        .chain(loses_call.then_some(check))
        .chain(closes)
        .collect()
}

/// The address of the code is confirmed. `referral` no longer has it among those that are not.
pub fn confirm_contact(referral: &Referral, mail_moved: bool) -> CaseChange {
    CaseChange::ContactChanged(contact_changed(
        referral,
        mail_moved,
        ContactChangeReason::Confirmed,
        Actor::Person,
    ))
}

fn in_domestic_abuse(case: &Case) -> bool {
    let specialisms = &case.received.assessment.specialisms;
    specialisms.contains(&Specialism::DomesticAbuse) || specialisms.contains(&Specialism::Idva)
}

/// Whether it may be a warning if support suddenly ends: the risk is high, or the danger is such that
/// somebody else may have ended it, or made the person end it.
fn sudden_end_is_a_warning(case: &Case) -> bool {
    let assessment = &case.received.assessment;
    let to_marac = case
        .coordination
        .pathways
        .iter()
        .any(|meeting| meeting.taken.pathway == Pathway::Marac);
    let flags = [Flag::Marac, Flag::ImmediateDanger, Flag::DeviceUnsafe];
    case.risk() == Risk::High
        || assessment.specialisms.contains(&Specialism::Idva)
        || to_marac
        || flags.into_iter().any(|flag| assessment.has(flag))
}

/// What the person stops on their page stops immediately. If a sudden end may be a warning, a coordinator
/// also looks at it, in a way that was confirmed before. The page shows nothing about that, and
/// nothing is deleted before.
fn with_a_look(case: &Case, changes: Vec<CaseChange>, now: Timestamp) -> Vec<CaseChange> {
    let not_shared = Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    let stops = changes.iter().any(|change| match change {
        CaseChange::Closed(_) | CaseChange::Withdrawn { .. } => true,
        CaseChange::ConsentChanged(changed) => {
            changed.routing == not_shared && case.routing() != not_shared
        }
        _ => false,
    });
    let known = case.coordination.has_open_task(TaskKind::CheckStopped);
    let look = (stops && !known && sudden_end_is_a_warning(case)).then(|| {
        CaseChange::TaskGiven(TaskGiven {
            kind: TaskKind::CheckStopped,
            from: None,
            due: case_due(case, now),
        })
    });
    changes.into_iter().chain(look).collect()
}

/// Pauses contact for some weeks, until the morning of the last day.
pub fn pause(weeks: u8, now: Timestamp) -> CaseChange {
    CaseChange::Paused(Paused {
        until: opening_after_weeks(now, weeks),
        by: Actor::Person,
    })
}

/// Refuses a provider for the person: none of its services is asked again, and its onward referrals
/// are withdrawn. Returns no event if the area has no such provider, or if the person has refused
/// it before.
pub fn refuse_provider(
    case: &Case,
    profile: &Profile,
    provider: &str,
    reason: ChoiceReason,
    now: Timestamp,
) -> Vec<CaseChange> {
    let offered = case
        .support
        .onwards
        .iter()
        .map(|onward| &onward.offered)
        .filter(|offered| offered.provider == provider);
    let services = profile
        .services
        .iter()
        .filter(|service| service.provider == provider);
    let mut unwanted: Vec<String> = services
        .map(|service| service.code.clone())
        .chain(offered.map(|offered| offered.service.clone()))
        .collect();
    unwanted.sort();
    unwanted.dedup();
    let live = || {
        case.support
            .live()
            .filter(|onward| onward.offered.provider == provider)
    };
    let is_new = unwanted
        .iter()
        .any(|code| !case.support.unwanted.contains(code));
    if !is_new && live().next().is_none() {
        return Vec::new();
    }
    let by = Chosen::BY_PERSON.to_owned();
    let taken_back = live().map(|onward| CaseChange::Withdrawn {
        onward: onward.offered.onward.clone(),
    });
    let chosen = CaseChange::Chosen(Chosen {
        wanted: Vec::new(),
        unwanted,
        reason,
        by,
    });
    let changes = std::iter::once(chosen).chain(taken_back).collect();
    with_a_look(case, changes, now)
}

/// Whether the provider was ever asked in this case, so that the person can refuse it.
pub fn may_refuse(case: &Case, provider: &str) -> bool {
    case.support
        .onwards
        .iter()
        .any(|onward| onward.offered.provider == provider)
}

/// Sets the person's consent to exactly `scope`. Returns no events if that is the consent already,
/// and `None` if the case is shared to prevent serious harm, which the person cannot withdraw on a
/// page.
pub fn change_consent(
    case: &Case,
    profile: &Profile,
    scope: &[Scope],
    now: Timestamp,
) -> Option<Vec<CaseChange>> {
    let received = &case.received;
    if received.basis == Some(Basis::SeriousHarmOverride) {
        return None;
    }
    let assess = (!scope.is_empty()).then_some(Scope::Assess);
    let scope: Vec<Scope> = Scope::ALL
        .iter()
        .copied()
        .filter(|one| scope.contains(one) || assess == Some(*one))
        .collect();
    // Nobody had asked the person before they said no. That answer agrees to nothing.
    let unasked = received.basis == Some(Basis::AwaitingConsent) && scope.is_empty();
    let basis = Some(if unasked {
        Basis::AwaitingConsent
    } else {
        Basis::Consent
    });
    let same =
        scope.len() == received.scope.len() && scope.iter().all(|one| received.scope.contains(one));
    if same && basis == received.basis {
        return Some(Vec::new());
    }
    let given_by = received.given_by.or(Some(GivenBy::Person));
    let changes = consent::change_consent(case, profile, basis, given_by, scope, Actor::Person);
    Some(with_a_look(case, changes, now))
}

/// The new consent with `changes` applied.
pub fn new_consent(changes: &[CaseChange]) -> Option<&ConsentChanged> {
    changes.iter().find_map(|what| match what {
        CaseChange::ConsentChanged(changed) => Some(changed),
        _ => None,
    })
}

/// Gives the task to look into wrong words for the case's reference: one at a time, and at most one
/// a day, so that a stranger cannot flood a case with tasks.
pub fn check_wrong_words(case: &Case, now: Timestamp) -> Option<CaseChange> {
    let tasks = || {
        case.coordination
            .tasks
            .iter()
            .filter(|task| task.kind == TaskKind::WrongWords)
    };
    let lately = tasks().any(|task| {
        task.done_at
            .is_none_or(|done| done + WRONG_WORDS_AGAIN > now)
    });
    let given = TaskGiven {
        kind: TaskKind::WrongWords,
        from: None,
        due: case_due(case, now),
    };
    (!lately && !case.lifecycle.erasure.is_done()).then_some(CaseChange::TaskGiven(given))
}

#[cfg(test)]
mod tests;
