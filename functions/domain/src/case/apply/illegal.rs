//! Why a change is not allowed in a case.

use crate::care::IllegalAct;
use crate::justice::Refusal;
use crate::promise::NotKept;
use words::refusals;

/// Why a change is not allowed in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IllegalChange {
    #[error("{}", refusals::already_received())]
    AlreadyReceived,
    #[error("{}", refusals::no_such_onward())]
    NoSuchOnward,
    #[error("{}", refusals::not_on_offer())]
    NotOnOffer,
    #[error("{}", refusals::service_has_it())]
    ServiceHasIt,
    #[error("{}", refusals::known_onward())]
    KnownOnward,
    #[error("{}", refusals::not_to_be_shared())]
    NotToBeShared,
    #[error("{}", refusals::home_known())]
    HomeKnown,
    #[error("{}", refusals::not_accepted())]
    NotAccepted,
    #[error("{0}")]
    Care(IllegalAct),
    #[error("{0}")]
    Progress(Refusal),
    #[error("{0}")]
    Promise(NotKept),
    #[error("{}", refusals::case_closed())]
    Ended,
    #[error("{}", refusals::case_open())]
    NotEnded,
    #[error("{}", refusals::still_live())]
    StillLive,
    #[error("{}", refusals::erased())]
    Erased,
    #[error("{}", refusals::no_pause())]
    NoPause,
    #[error("{}", refusals::not_transferred())]
    NotHandedOn,
    #[error("{}", refusals::already_merged())]
    JoinedAlready,
    #[error("{}", refusals::already_named())]
    NamedAlready,
    #[error("{}", refusals::nothing_raised())]
    NothingRaised,
    /// A reassessment would lower the tier or the risk, or corrects an entry that is not the last.
    #[error("{}", refusals::nothing_lowered())]
    Lowered,
    #[error("{}", refusals::meeting_has_it())]
    PathwayTaken,
    #[error("{}", refusals::no_such_meeting())]
    NoSuchPathway,
    /// The approver is the requester, or nothing is shared.
    #[error("{}", refusals::needs_approval())]
    NotApproved,
    /// It was refused, approved before or never requested.
    #[error("{}", refusals::nothing_to_approve())]
    NoSuchDisclosure,
    /// The same waits for approval already.
    #[error("{}", words::staff_access::proposed_already())]
    ProposedAlready,
    #[error("{}", refusals::task_not_open())]
    NoSuchTask,
    /// There is no such complaint, or it has reached that stage already.
    #[error("{}", refusals::complaint_not_open())]
    NoSuchComplaint,
    /// The case is open, or under a legal hold.
    #[error("{}", refusals::not_to_be_erased())]
    NotToBeErased,
    #[error("{}", refusals::hold_unchanged())]
    HeldSo,
    #[error("{}", refusals::not_held())]
    NotHeld,
    /// Nobody can open the person's page, or the code was used.
    #[error("{}", refusals::page_closed())]
    PageClosed,
    /// The page of a case that goes on elsewhere stays closed.
    #[error("{}", refusals::page_ended_here())]
    PageEnded,
    #[error("{}", refusals::still_late())]
    StillLate,
    #[error("{}", refusals::nothing_planned())]
    NothingPlanned,
    #[error("{}", refusals::was_not_set_aside())]
    NotSetAside,
    /// The case was set aside, and nothing goes to services before it is let through.
    #[error("{}", refusals::is_set_aside())]
    SetAside,
}
