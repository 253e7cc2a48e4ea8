//! Notifications: what the person is told about their case, and when (AS13, CA11, KE3).
//!
//! [`kind_of`] alone decides which event leads to which update. The contact gate ([`crate::gate`]) decides whether the hub
//! may send it, from the current answers at the time of sending.

mod by_hand;
mod content;
mod digest;
mod returned;
mod together;

pub use by_hand::{needs_telling, tasks_instead_of_letter, tasks_to_tell, to_tell_by_hand};
pub(crate) use content::was_promised_to_person;
pub use content::{Notification, RequestedChange, code_message, content_of};
pub use digest::{day_of, digest_due, digest_of};
pub use returned::{MailAddress, address_of, follow_up_returned, mail_moved, stopped};
pub use together::{APART, Receipt, receipt};

use crate::assess::automatic_contact;
use crate::gate::ContactStatus;
use events::care::{Act, Outcome};
use events::case::{
    Actor, Case, CaseChange, CaseEvent, CaseFile, CloseReason, ComplaintStep, ContactChangeReason,
    CoordinatorReason, TaskKind,
};
use events::justice::NotificationMethod;
use events::referral::{Basis, ChannelKind, Frequency, Referral};
use events::update::{UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};

/// The update that an event leads to. `None` if the hub does not tell the person about it.
///
/// | event | update | source |
/// |---|---|---|
/// | received | the acknowledgement | contract, "What follows a 201" |
/// | accepted | a service accepted, and when it will try to reach the person | CA11, DC7 |
/// | declined, expired | the hub is looking for another service | CA11, KE3 |
/// | given to coordinators: no service, another area, not reached | our own team is looking | CA11, CA12 |
/// | support completed; closed | the support is over | CA11 |
/// | withdrew, reopened, resumed, consent changed by the person | a receipt | KE5 |
/// | promise broken | something that we promised was not done in time | DC7 |
/// | promise kept by the police or witness care | there is news on the page | AS13, CA8 |
/// | complaint acknowledged | the complaint arrived, and when it will be answered | Code right 12 |
/// | contact changed, by the person or after a finding | the contact details changed | victims-code, "Safe contact" |
///
/// A justice step leads to no update: the responsible agency tells the person first (Code right 6), and an e-mail points to
/// the page only after the agency has confirmed that. A safety problem leads to none either: somebody finds a safe way. A
/// person who pauses contact sees that on their page, and an e-mail would break the pause.
pub const fn kind_of(what: &CaseChange) -> Option<UpdateKind> {
    match what {
        CaseChange::Received(_) | CaseChange::LetThrough { .. } => {
            Some(UpdateKind::Acknowledgement)
        }
        CaseChange::Accepted { .. } => Some(UpdateKind::HelpFound),
        CaseChange::Declined { .. } | CaseChange::Expired { .. } => Some(UpdateKind::LookingAgain),
        CaseChange::GivenToCoordinators { why, .. } => match why {
            CoordinatorReason::NoService
            | CoordinatorReason::OutsideArea
            | CoordinatorReason::NotReached => Some(UpdateKind::OurTeam),
            // The acknowledgement says when somebody looks.
            CoordinatorReason::NotToBeShared | CoordinatorReason::GuardianConflict => None,
            // The broken promise leads to an update.
            CoordinatorReason::Overdue => None,
            CoordinatorReason::Unsafe
            | CoordinatorReason::NothingLeft
            | CoordinatorReason::SetAside => None,
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
            // The recipient of the transfer tells them.
            CloseReason::MovedOn | CloseReason::Duplicate => None,
            CloseReason::Died | CloseReason::EnteredInError => None,
        },
        CaseChange::Resumed { .. } | CaseChange::Reopened { .. } => Some(UpdateKind::AsAsked),
        CaseChange::ConsentChanged(changed) if matches!(changed.by, Actor::Person) => {
            Some(UpdateKind::AsAsked)
        }
        CaseChange::PromiseBroken { .. } => Some(UpdateKind::PromiseBroken),
        CaseChange::PromiseKept(kept) => match kept.how {
            // The court's notice reached witness care, and not yet the person.
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
            // A code that was entered is its own receipt.
            ContactChangeReason::Bounced
            | ContactChangeReason::Complained
            | ContactChangeReason::Confirmed => None,
        },
        // A receipt is for a change that somebody else could have made in the person's name.
        CaseChange::ConsentChanged(_) => None,
        // The answer itself says so, or reaches the person with the answer.
        CaseChange::ComplaintAnswered {
            step: ComplaintStep::Replied,
            ..
        }
        | CaseChange::Complained { .. }
        | CaseChange::FeedbackGiven(_)
        | CaseChange::AccessChanged(_)
        | CaseChange::HomeTold { .. }
        | CaseChange::Chosen(_)
        | CaseChange::Paused(_)
        | CaseChange::ToBeErased { .. }
        | CaseChange::Erased { .. } => None,
        // The agency tells the person about a justice step first (Code right 6).
        CaseChange::Progress(_) | CaseChange::PromiseNear { .. } => None,
        // Work of a service or of the team that they tell the person about themselves.
        CaseChange::Cared { .. }
        | CaseChange::Withdrawn { .. }
        | CaseChange::HandedOver { .. }
        | CaseChange::Transferred { .. }
        | CaseChange::Joined(_)
        | CaseChange::Assigned { .. }
        | CaseChange::TaskGiven(_)
        | CaseChange::GivenQuietly(_)
        | CaseChange::TaskDone(_)
        | CaseChange::UpdateNeedsPerson { .. } => None,
        // Decisions about routing, risk and safety stay inside the hub: an update about them could
        // be read by the wrong person.
        CaseChange::Triaged(_)
        | CaseChange::Matched(_)
        | CaseChange::Offered(_)
        | CaseChange::Looked { .. }
        | CaseChange::ConflictCleared { .. }
        | CaseChange::Uplifted(_)
        | CaseChange::Reassessed(_)
        | CaseChange::PathwayTaken(_)
        | CaseChange::PathwayAcknowledged { .. }
        | CaseChange::Disclosed(_)
        | CaseChange::DisclosureApproved(_)
        | CaseChange::NotesRequested(_)
        | CaseChange::Proposed(_)
        | CaseChange::ProposalApproved(_)
        | CaseChange::ReadersChanged(_)
        | CaseChange::LegalHold { .. } => None,
    }
}

/// Whether an update is sent immediately even to people who want weekly or monthly updates: the
/// acknowledgement, and the receipts that show them that nobody else asked in their name.
pub const fn is_immediate(kind: UpdateKind) -> bool {
    match kind {
        UpdateKind::Acknowledgement
        | UpdateKind::AsAsked
        | UpdateKind::ContactChanged
        | UpdateKind::ConfirmContact
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

/// Whether anyone who sends a referral or opens the person's page can make the hub send it, or it may hold
/// such an update.
pub(crate) const fn is_sender_caused(kind: UpdateKind) -> bool {
    is_immediate(kind)
}

/// When the person gets an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Never.
    Never,
    /// Now.
    Now(UpdateRequest),
    /// At that time, with all other news.
    Then(UpdateRequest, Timestamp),
}

/// When an event leads to an update, from what is known without the person's identity: how often
/// they want updates, and whether they paused contact. The message on the queue is a request and
/// not a permission.
pub fn when(case: &Case, event: &CaseEvent, now: Timestamp) -> When {
    let received = &case.received;
    let silent = received.frequency == Some(Frequency::OnlyWhenAsked)
        || received.basis == Some(Basis::AwaitingConsent);
    if silent
        || matches!(
            ContactStatus::of(case),
            ContactStatus::PerhapsDied
                | ContactStatus::Unwanted
                | ContactStatus::SetAside
                | ContactStatus::Silent
        )
    {
        return When::Never;
    }
    if is_alive(case, event) {
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
        // If the event's time is still to come, the timer that was set at the first routing sends
        // it. A case has one acknowledgement, also if it was set aside before.
        let due = received.acknowledge_at.is_some_and(|at| at <= now);
        let request = UpdateRequest {
            about: UpdateRequest::FIRST,
            ..request
        };
        return if due { When::Now(request) } else { When::Never };
    }
    // The address from before is told about the change, although it is no longer in use.
    let told_before =
        matches!(&event.what, CaseChange::ContactChanged(changed) if changed.tells_before);
    let by_mail = told_before || received.assessment.contact.automatic == Some(ChannelKind::Email);
    let then = |at| When::Then(digest_on(case, at), at);
    match (case.contact.paused_until, &event.what) {
        // The receipt brings the updates that were kept back: by mail, or through somebody who has
        // to give them.
        (_, CaseChange::Resumed { .. }) => then(now),
        _ if !by_mail && !needs_telling(kind) => When::Never,
        (Some(until), _) if until > now => then(until),
        // The gate decides whether the hub may send it, and who has to give it otherwise.
        _ if !by_mail => When::Now(request),
        _ => match digest_due(case, received.frequency, now) {
            Some(at) if !is_immediate(kind) => then(at),
            _ => When::Now(request),
        },
    }
}

/// The request for the message with a code to a new e-mail address, if the event leads to one. The gate
/// decides whether it may be sent.
pub fn code_to_send(case: &Case, event: &CaseEvent) -> Option<UpdateRequest> {
    let CaseChange::ContactChanged(changed) = &event.what else {
        return None;
    };
    let nobody = matches!(
        ContactStatus::of(case),
        ContactStatus::PerhapsDied
            | ContactStatus::Unwanted
            | ContactStatus::SetAside
            | ContactStatus::Silent
    );
    (changed.sends_code && !nobody).then(|| UpdateRequest {
        reference: case.reference.clone(),
        kind: UpdateKind::ConfirmContact,
        about: event.seq,
    })
}

/// The most receipts of a case within a day. Anyone who has the page could otherwise have the hub write to
/// an address without end.
pub const MOST_RECEIPTS: usize = 3;

/// When there is room for another receipt, if the kind is one and the case has had as many within a day as it gets.
pub fn room_for_receipt(file: &CaseFile, kind: UpdateKind, now: Timestamp) -> Option<Timestamp> {
    let receipts = [
        UpdateKind::AsAsked,
        UpdateKind::ContactChanged,
        UpdateKind::ConfirmContact,
    ];
    let day = SignedDuration::from_hours(24);
    let mut lately: Vec<Timestamp> = file
        .updates
        .iter()
        .filter(|update| receipts.contains(&update.kind))
        .map(|update| update.claimed_at)
        .filter(|at| *at > now - day)
        .collect();
    lately.sort_unstable_by(|one, other| other.cmp(one));
    let oldest = lately.get(MOST_RECEIPTS - 1)?;
    receipts.contains(&kind).then_some(*oldest + day)
}

/// Whether a coordinator found that the person is alive, after a provider had reported that they
/// died. The updates that were kept back are then sent.
fn is_alive(case: &Case, event: &CaseEvent) -> bool {
    let CaseChange::TaskDone(done) = &event.what else {
        return false;
    };
    case.coordination
        .tasks
        .iter()
        .any(|task| task.task == done.task && task.kind == TaskKind::CheckDeath)
        && !case.coordination.perhaps_died()
}

/// When the next digest that includes `kind` is due, by the current answers. `None` if `kind` is
/// sent immediately, or must not be sent.
pub fn kept_until(
    kind: UpdateKind,
    case: &Case,
    referral: &Referral,
    now: Timestamp,
) -> Option<Timestamp> {
    let by_mail = automatic_contact(referral).automatic == Some(ChannelKind::Email);
    digest_due(case, referral.contact.frequency, now).filter(|_| by_mail && !is_immediate(kind))
}

/// The request as carried out at `at`. Each day has one digest, so two digests that waited for the
/// same moment become one.
pub fn as_of(case: &Case, request: &UpdateRequest, at: Timestamp) -> UpdateRequest {
    if request.kind == UpdateKind::Digest {
        digest_on(case, at)
    } else {
        request.clone()
    }
}

/// The digest for the day of `at`.
pub fn digest_on(case: &Case, at: Timestamp) -> UpdateRequest {
    UpdateRequest {
        reference: case.reference.clone(),
        kind: UpdateKind::Digest,
        about: day_of(at),
    }
}

/// Whether the person waits for news of this event, given the state of the case.
fn is_news(case: &Case, event: &CaseEvent, kind: UpdateKind) -> bool {
    let before = || {
        case.support
            .onwards
            .iter()
            .filter(|onward| onward.seq < event.seq)
    };
    match (&event.what, kind) {
        // The acknowledgement announces the first look, and the update about the decline the next.
        (
            CaseChange::GivenToCoordinators {
                why: CoordinatorReason::NoService,
                ..
            },
            _,
        ) => before().next().is_some() && !before().any(|onward| onward.refused()),
        (CaseChange::GivenToCoordinators { .. }, _) => before().next().is_some(),
        // The provider that supports the person continues until somebody else takes over (AS24).
        (CaseChange::Declined { onward, .. } | CaseChange::Expired { onward }, _) => case
            .support
            .onward(onward)
            .is_some_and(|onward| onward.offered.moved_from.is_none()),
        // The end of the last support says the same.
        (CaseChange::Closed(closed), _) if closed.why == CloseReason::SupportOver => !case
            .support
            .onwards
            .iter()
            .any(|onward| onward.care.outcome == Some(Outcome::Completed)),
        (CaseChange::PromiseBroken { promise }, _) => was_promised_to_person(case, promise),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
