//! Updates to the person: requests, claims and sending, and the clock's agenda.

use super::PortError;
use domain::coordinator_queue::{Band, band};
use domain::gate::Permitted;
use events::Reference;
use events::case::{Case, Update};
use events::update::{UpdateKind, UpdateRequest, first};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// A request that the clock makes at a later time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// The case.
    pub reference: Reference,
    /// The kind of update to request.
    pub kind: UpdateKind,
    /// The number of the event that it is about, or the day of a digest.
    #[serde(default = "first")]
    pub about: u32,
    /// When the request is made.
    pub at: Timestamp,
}

impl Timer {
    /// A timer that makes `request` at this time.
    pub fn of(request: &UpdateRequest, at: Timestamp) -> Self {
        Self {
            reference: request.reference.clone(),
            kind: request.kind,
            about: request.about,
            at,
        }
    }

    /// The request that it makes.
    pub fn request(&self) -> UpdateRequest {
        UpdateRequest {
            reference: self.reference.clone(),
            kind: self.kind,
            about: self.about,
        }
    }
}

/// Requests updates.
pub trait RequestUpdate {
    /// Puts a request on the updates queue.
    fn request_update(
        &self,
        request: &UpdateRequest,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Whether the caller may send an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The caller may send it.
    Ours,
    /// The caller may send it. The mail service refused it before, for the first time then.
    Again(Timestamp),
    /// It was claimed before. It has been sent, is being sent, or is a coordinator's task.
    Taken,
}

/// Makes sure that an update is sent at most once.
pub trait ClaimUpdate {
    /// Claims an update, for ever, unless the claim is released.
    fn claim(
        &self,
        reference: &Reference,
        update: &Update,
    ) -> impl Future<Output = Result<Claim, PortError>> + Send;
    /// Releases a claim whose update was certainly not sent, so that it can be claimed again. `refused_at` is when that was
    /// so for the first time.
    fn release_claim(
        &self,
        request: &UpdateRequest,
        refused_at: Timestamp,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
    /// Records that a claimed update was sent.
    fn record_sent(
        &self,
        request: &UpdateRequest,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Sets timers.
pub trait SetTimer {
    /// Sets a timer. A request has one timer: the last one that was set.
    fn set_timer(&self, timer: &Timer) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Ends a claim whose update a coordinator has to give.
pub trait SettleClaim {
    /// Takes a claim off the agenda, once a coordinator has the task. The claim itself stays.
    fn settle_claim(
        &self,
        request: &UpdateRequest,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// The content of an email. The gate decides whether it is sent, and to which address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The neutral name and address of the sender.
    pub from: String,
    /// The subject, which gives nothing away.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// The answer of the mail service to a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It took the letter.
    Accepted,
    /// It did not take it, and will later: too many at the same time, sending is paused, or something is not set up yet. The
    /// text says what and names no address.
    Refused(String),
    /// It will never take this letter. The text says why and names no address.
    Rejected(String),
}

/// Sends mail.
pub trait SendMail {
    /// Sends `letter` to the address that the gate permitted. A bounce or complaint will name `request`. It waits for its
    /// turn, so that the account's rate is kept.
    ///
    /// An error says that nobody knows whether the letter was sent, or that it can never be.
    fn send(
        &self,
        request: &UpdateRequest,
        permitted: &Permitted,
        letter: &Letter,
    ) -> impl Future<Output = Result<Sent, PortError>> + Send;
}

/// Something on the agenda whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// A case whose owner did not act in time.
    Case(Reference),
    /// An update to request.
    Timer(Timer),
    /// An update that was claimed, with no record that it was sent.
    Claim(Reference, Update),
}

impl Due {
    /// The case that it is about.
    pub const fn reference(&self) -> &Reference {
        match self {
            Self::Case(reference) | Self::Claim(reference, _) => reference,
            Self::Timer(timer) => &timer.reference,
        }
    }
}

/// A part of the agenda. Each lane is read separately, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Cases of people in danger and at high risk, which never wait for others.
    Urgent,
    /// All other cases.
    Usual,
    /// Cases that were set aside, because many came from one connection. They never delay the others.
    SetAside,
}

impl Lane {
    /// The lanes, in the order of the clock.
    pub const ALL: [Self; 3] = [Self::Urgent, Self::Usual, Self::SetAside];

    /// The lane of a case.
    pub fn of(case: &Case) -> Self {
        if case.set_aside().is_some() {
            Self::SetAside
        } else if band(case) <= Band::High {
            Self::Urgent
        } else {
            Self::Usual
        }
    }
}

/// A position in the agenda: the stored sort key of the item after which the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgendaCursor(pub String);

/// One page of what is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgendaPage {
    /// What is due, oldest first, at most 100. Unreadable items are left out.
    pub due: Vec<Due>,
    /// Where the next page begins, or `None` on the last page.
    pub next: Option<AgendaCursor>,
}

/// Reads the agenda.
pub trait Agenda {
    /// What is due in a lane at `now`, from the start or after the cursor.
    fn due(
        &self,
        lane: Lane,
        now: Timestamp,
        after: Option<&AgendaCursor>,
    ) -> impl Future<Output = Result<AgendaPage, PortError>> + Send;
    /// Deletes a timer that has been acted on, unless it was set again with another time.
    fn forget_timer(&self, timer: &Timer) -> impl Future<Output = Result<(), PortError>> + Send;
}
