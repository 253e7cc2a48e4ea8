//! What the person is told of what happens to their case, and when (AS13, CA11, KE3).
//!
//! One place decides which event leads to which update: [`kind_of`]. Whether it may be said at all is the gate's word
//! ([`crate::gate`]), on the answers of the moment in which it would be sent.

mod digest;
mod news;
mod owed;
mod returned;

pub use digest::{day_of, digest_due, digest_of};
pub(crate) use news::was_told;
pub use news::{Asked, Notification, news};
pub use owed::{by_hand, is_owed, owed};
pub use returned::{Went, came_back, mail_moved, stopped, went};

use crate::assess::automatic_contact;
use crate::gate::ContactStatus;
use events::care::{Act, Outcome};
use events::case::{
    Actor, Case, CaseChange, CaseEvent, CloseReason, ComplaintStep, ContactChangeReason,
    CoordinatorReason, TaskKind,
};
use events::justice::NotificationMethod;
use events::referral::{Basis, ChannelKind, Frequency, Referral};
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;

/// What the person is told of an event of that sort; nothing where they are not told by a machine.
///
/// | event | told | source |
/// |---|---|---|
/// | received | the acknowledgement | contract, "What follows a 201" |
/// | accepted | a service said yes, and by when it tries to reach them | CA11, DC7 |
/// | declined, expired | another way is looked for | CA11, KE3 |
/// | given to coordinators: nobody has it, it lies elsewhere, they could not be reached | our own team is looking | CA11, CA12 |
/// | support completed; closed | it has come to its end | CA11 |
/// | withdrew, reopened, resumed, consent changed by the person | a receipt | KE5 |
/// | promise broken | what we said was not done in time | DC7 |
/// | promise kept by the police or witness care | something new on the page | AS13, CA8 |
/// | complaint acknowledged | it is there, and is answered by a time | Code right 12 |
/// | contact changed, as asked or found out | the ways to reach them are others | victims-code, "Safe contact" |
///
/// A step of the justice system leads to nothing: whoever owes the person the telling tells them first (Code right 6), and
/// only once they say that they did does a letter point to the page. Nor does what was unsafe: somebody finds a safe way.
/// Who asks for quiet sees at once on their page that they have it; a letter would break it.
pub const fn kind_of(what: &CaseChange) -> Option<UpdateKind> {
    match what {
        CaseChange::Received(_) => Some(UpdateKind::Acknowledgement),
        CaseChange::Accepted { .. } => Some(UpdateKind::HelpFound),
        CaseChange::Declined { .. } | CaseChange::Expired { .. } => Some(UpdateKind::LookingAgain),
        CaseChange::GivenToCoordinators { why, .. } => match why {
            CoordinatorReason::NoService
            | CoordinatorReason::OutsideArea
            | CoordinatorReason::NotReached => Some(UpdateKind::OurTeam),
            // The acknowledgement says when somebody looks.
            CoordinatorReason::NotToBeShared | CoordinatorReason::GuardianConflict => None,
            // The promise that was broken is told.
            CoordinatorReason::Overdue => None,
            CoordinatorReason::Unsafe | CoordinatorReason::NothingLeft => None,
        },
        CaseChange::Cared {
            act: Act::Closed {
                outcome: Outcome::Completed,
            },
            ..
        } => Some(UpdateKind::SupportOver),
        CaseChange::Closed(closed) => match closed.why {
            CloseReason::Withdrew => Some(UpdateKind::AsAsked),
            CloseReason::SupportOver | CloseReason::NoMoreNeeds | CloseReason::NotReached => {
                Some(UpdateKind::SupportOver)
            }
            // Whoever has it now tells them.
            CloseReason::MovedOn | CloseReason::Duplicate => None,
            CloseReason::Died | CloseReason::EnteredInError => None,
        },
        CaseChange::Resumed { .. } | CaseChange::Reopened { .. } => Some(UpdateKind::AsAsked),
        CaseChange::ConsentChanged(changed) if matches!(changed.by, Actor::Person) => {
            Some(UpdateKind::AsAsked)
        }
        CaseChange::PromiseBroken { .. } => Some(UpdateKind::PromiseBroken),
        CaseChange::PromiseKept(kept) => match kept.how {
            // A court's notice reached witness care, and the person not yet.
            NotificationMethod::CourtNotice => None,
            NotificationMethod::InPerson
            | NotificationMethod::Phone
            | NotificationMethod::Text
            | NotificationMethod::Email
            | NotificationMethod::Letter
            | NotificationMethod::Online => Some(UpdateKind::OnYourPage),
        },
        CaseChange::ComplaintAnswered {
            step: ComplaintStep::Acknowledged,
            ..
        } => Some(UpdateKind::ComplaintReceived),
        CaseChange::ContactChanged(changed) => match changed.why {
            ContactChangeReason::Asked | ContactChangeReason::FoundOut => {
                Some(UpdateKind::ContactChanged)
            }
            ContactChangeReason::Bounced | ContactChangeReason::Complained => None,
        },
        // The person did it themselves and saw it done, or it is the hub's own affair.
        _ => None,
    }
}

/// Whether it is said at once also to those who want to hear once a week or a month: that the hub has their referral, and
/// the receipts by which they see that nobody else asked in their name.
pub const fn is_at_once(kind: UpdateKind) -> bool {
    match kind {
        UpdateKind::Acknowledgement
        | UpdateKind::AsAsked
        | UpdateKind::ContactChanged
        | UpdateKind::Digest => true,
        UpdateKind::HelpFound
        | UpdateKind::LookingAgain
        | UpdateKind::OurTeam
        | UpdateKind::SupportOver
        | UpdateKind::PromiseBroken
        | UpdateKind::OnYourPage
        | UpdateKind::ComplaintReceived => false,
    }
}

/// When the person is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Not at all.
    Never,
    /// Now.
    Now(UpdateRequest),
    /// Then, with all else that is new by then.
    Then(UpdateRequest, Timestamp),
}

/// When the person is told of `event`, by what is known of the case without knowing who they are: how often they want to
/// hear, and whether they want quiet. What is put on the queue by this is a request and no permission.
pub fn when(case: &Case, event: &CaseEvent, now: Timestamp) -> When {
    let received = &case.received;
    let silent = received.frequency == Some(Frequency::OnlyWhenAsked)
        || received.basis == Some(Basis::AwaitingConsent);
    if silent
        || matches!(
            ContactStatus::of(case),
            ContactStatus::PerhapsDied | ContactStatus::Unwanted | ContactStatus::Silent
        )
    {
        return When::Never;
    }
    if lives_after_all(case, event) {
        return When::Then(digest_on(case, now), now);
    }
    let Some(kind) = kind_of(&event.what).filter(|kind| is_news(case, event, *kind)) else {
        return When::Never;
    };
    let request = UpdateRequest {
        reference: case.reference.clone(),
        kind,
        about: event.seq,
    };
    if kind == UpdateKind::Acknowledgement {
        // Where its time is yet to come, the timer that was set with the first routing asks.
        let due = received.acknowledge_at.is_some_and(|at| at <= now);
        return if due { When::Now(request) } else { When::Never };
    }
    let by_mail = received.assessment.contact.automatic == Some(ChannelKind::Email);
    let then = |at| When::Then(digest_on(case, at), at);
    match (case.paused_until, &event.what) {
        // With the receipt comes what was kept back meanwhile: by mail, or by whoever has to say it.
        (_, CaseChange::Resumed { .. }) => then(now),
        _ if !by_mail && !is_owed(kind) => When::Never,
        (Some(until), _) if until > now => then(until),
        // The gate sees that no machine may say it, and who has to.
        _ if !by_mail => When::Now(request),
        _ => match digest_due(case, received.frequency, now) {
            Some(at) if !is_at_once(kind) => then(at),
            _ => When::Now(request),
        },
    }
}

/// Whether a coordinator found out that the person lives, of whom a provider had heard that they died: what was kept back
/// while nobody knew is told.
fn lives_after_all(case: &Case, event: &CaseEvent) -> bool {
    let CaseChange::TaskDone(done) = &event.what else {
        return false;
    };
    case.tasks
        .iter()
        .any(|task| task.task == done.task && task.kind == TaskKind::CheckDeath)
        && !case.perhaps_died()
}

/// When the next digest is due that `kind` is kept for, by today's answers; nothing where it is said by itself, or where no
/// machine may say it at all.
pub fn kept_until(
    kind: UpdateKind,
    case: &Case,
    referral: &Referral,
    now: Timestamp,
) -> Option<Timestamp> {
    let by_mail = automatic_contact(referral).automatic == Some(ChannelKind::Email);
    digest_due(case, referral.contact.frequency, now).filter(|_| by_mail && !is_at_once(kind))
}

/// What `request` asks for where it is done at `at`: each day has one digest, so that two which waited for one moment are
/// one, whenever each was asked for.
pub fn as_of(case: &Case, request: &UpdateRequest, at: Timestamp) -> UpdateRequest {
    if request.kind == UpdateKind::Digest {
        digest_on(case, at)
    } else {
        request.clone()
    }
}

/// The digest that is due on the day of `at`.
pub fn digest_on(case: &Case, at: Timestamp) -> UpdateRequest {
    UpdateRequest {
        reference: case.reference.clone(),
        kind: UpdateKind::Digest,
        about: day_of(at),
    }
}

/// Whether the event is one that the person waits to hear of, the case being as it is.
fn is_news(case: &Case, event: &CaseEvent, kind: UpdateKind) -> bool {
    let before = || case.onwards.iter().filter(|onward| onward.seq < event.seq);
    match (&event.what, kind) {
        // The first time somebody looks, the acknowledgement says so; and of a refusal they have been told.
        (
            CaseChange::GivenToCoordinators {
                why: CoordinatorReason::NoService,
                ..
            },
            _,
        ) => before().next().is_some() && !before().any(|onward| onward.refused()),
        (CaseChange::GivenToCoordinators { .. }, _) => before().next().is_some(),
        // Who supports the person goes on until somebody else takes over (AS24).
        (CaseChange::Declined { onward, .. } | CaseChange::Expired { onward }, _) => case
            .onward(onward)
            .is_some_and(|onward| onward.offered.moved_from.is_none()),
        // That the last support was completed says the same.
        (CaseChange::Closed(closed), _) if closed.why == CloseReason::SupportOver => !case
            .onwards
            .iter()
            .any(|onward| onward.care.outcome == Some(Outcome::Completed)),
        (CaseChange::PromiseBroken { promise }, _) => was_told(case, promise),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
