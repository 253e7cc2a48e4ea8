//! Telling the person: asking for it, claiming it, sending it, and the clock's agenda.

use super::PortError;
use domain::coordinator_queue::{Band, band};
use domain::gate::Permitted;
use events::Reference;
use events::case::{Case, Update};
use events::update::{UpdateKind, UpdateRequest, first};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Something the clock has to do for a case at a later time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// The case.
    pub reference: Reference,
    /// What to ask for.
    pub kind: UpdateKind,
    /// Of which event; of a digest, for which day.
    #[serde(default = "first")]
    pub about: u32,
    /// When.
    pub at: Timestamp,
}

impl Timer {
    /// What asks for `request` at that time.
    pub fn of(request: &UpdateRequest, at: Timestamp) -> Self {
        Self {
            reference: request.reference.clone(),
            kind: request.kind,
            about: request.about,
            at,
        }
    }

    /// What it asks for when its time comes.
    pub fn request(&self) -> UpdateRequest {
        UpdateRequest {
            reference: self.reference.clone(),
            kind: self.kind,
            about: self.about,
        }
    }
}

/// Asks for the person to be told something.
pub trait RequestUpdate {
    /// Puts the request on the updates queue.
    fn request_update(
        &self,
        request: &UpdateRequest,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Whether an update may be sent by this caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is this caller's to send.
    Ours,
    /// It was claimed before: it is sent, being sent, or somebody's task.
    Taken,
}

/// Claims, and records, what the person is told: at most once.
pub trait ClaimUpdate {
    /// Claims the update. Once claimed it is claimed for ever.
    fn claim(
        &self,
        reference: &Reference,
        update: &Update,
    ) -> impl Future<Output = Result<Claim, PortError>> + Send;
    /// Records that a claimed update was sent.
    fn record_sent(
        &self,
        request: &UpdateRequest,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Sets the clock.
pub trait SetTimer {
    /// Sets the clock to ask at that time. One request has one timer: the last that was set.
    fn set_timer(&self, timer: &Timer) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// Hands what no machine tells, or could, to a person.
pub trait SettleClaim {
    /// Takes a claim off the agenda once a person has the task; the claim itself stays.
    fn settle_claim(
        &self,
        request: &UpdateRequest,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// What an e-mail says. Who gets it and whether, the gate has decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The bland name and neutral address it comes from.
    pub from: String,
    /// Subject: gives nothing away.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
}

/// Sends mail.
pub trait SendMail {
    /// Sends `letter` to the address that the gate permitted. What comes back names `request`.
    fn send(
        &self,
        request: &UpdateRequest,
        permitted: &Permitted,
        letter: &Letter,
    ) -> impl Future<Output = Result<(), PortError>> + Send;
}

/// One thing whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// A case whose owner let the time pass.
    Case(Reference),
    /// An update to ask for.
    Timer(Timer),
    /// An update that was claimed and never recorded.
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

/// A part of the agenda: each is read by itself, from the oldest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// The cases of people in danger and at high risk: what is due for them waits for nobody else's.
    Urgent,
    /// Everything else.
    Usual,
}

impl Lane {
    /// Both, in the order in which the clock goes through them.
    pub const ALL: [Self; 2] = [Self::Urgent, Self::Usual];

    /// Where a case lies.
    pub fn of(case: &Case) -> Self {
        if band(case) <= Band::High {
            Self::Urgent
        } else {
            Self::Usual
        }
    }
}

/// The last thing of a page of the agenda, which the next page begins after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgendaCursor {
    /// When it was due, as it is stored.
    pub at: String,
    /// Its partition key.
    pub pk: String,
    /// Its sort key.
    pub sk: String,
}

/// One page of what is due.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgendaPage {
    /// What is due, the oldest first; at most 100. What cannot be read is not in it.
    pub due: Vec<Due>,
    /// Where the next page begins; nothing where this is the last.
    pub next: Option<AgendaCursor>,
}

/// Reads and settles what is due.
pub trait Agenda {
    /// What of that lane is due at `now`, from the beginning or from after the mark on.
    fn due(
        &self,
        lane: Lane,
        now: Timestamp,
        after: Option<&AgendaCursor>,
    ) -> impl Future<Output = Result<AgendaPage, PortError>> + Send;
    /// Forgets a timer that was acted on; one that has been set anew meanwhile stays.
    fn forget_timer(&self, timer: &Timer) -> impl Future<Output = Result<(), PortError>> + Send;
}
