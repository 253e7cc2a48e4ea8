//! Why an event does not follow from a case, in plain words.

use crate::care::IllegalAct;
use crate::justice::Refusal;
use crate::promise::NotKept;
use std::fmt;

/// Why an event does not follow from a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IllegalMove {
    /// A case is received once, first.
    AlreadyReceived,
    /// The case has no such onward referral.
    NoSuchOnward,
    /// The onward referral is no longer on offer.
    NotOnOffer,
    /// The service has the case already, or is being asked.
    ServiceHasIt,
    /// Another onward referral of the case has that code.
    KnownOnward,
    /// The person has not agreed to share it with services.
    NotToBeShared,
    /// The council is known.
    HomeKnown,
    /// The provider has not said yes, or the support is over.
    NotAccepted,
    /// What was done does not follow from what was done before.
    Care(IllegalAct),
    /// The step of the justice system cannot be recorded.
    Progress(Refusal),
    /// The promise is not kept or broken by that.
    Promise(NotKept),
    /// The case is over.
    Ended,
    /// The case is not over.
    NotEnded,
    /// A provider has it, or is being asked.
    StillLive,
    /// There is nobody left whom it could be about.
    Erased,
    /// The quiet ends before it begins, or there is none to end.
    NoPause,
    /// No coordinator handed it on.
    NotHandedOn,
    /// It was joined before, or is the same case.
    JoinedAlready,
    /// The coordinator is named already.
    NamedAlready,
    /// That raises nothing.
    NothingRaised,
    /// The meeting has it already.
    PathwayTaken,
    /// The meeting does not have it, or has acknowledged it before.
    NoSuchPathway,
    /// Whoever does it cannot approve it, and something has to be shared.
    NotApproved,
    /// Nothing waits to be approved under that number: it was refused, approved before, or never asked for.
    NoSuchDisclosure,
    /// There is no such task, or it is done.
    NoSuchTask,
    /// There is no such complaint, or it is answered so far already.
    NoSuchComplaint,
    /// It has to be closed first, and nothing may hold it.
    NotToBeErased,
    /// It is held already, or not.
    HeldSo,
    /// The coordinators do not hold the case for that.
    NotHeld,
    /// The provider is still late.
    StillLate,
    /// No task says what happens next.
    NothingPlanned,
}

impl fmt::Display for IllegalMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AlreadyReceived => "the case has been received already",
            Self::NoSuchOnward => "the case has no such onward referral",
            Self::NotOnOffer => "the onward referral is no longer on offer",
            Self::ServiceHasIt => "the service has the case already, or is being asked",
            Self::KnownOnward => "another onward referral of the case has that code",
            Self::NotToBeShared => "the person has not agreed to share it with services",
            Self::HomeKnown => "the council is known already",
            Self::NotAccepted => "the provider has not said yes to it, or the support is over",
            Self::Care(illegal) => return illegal.fmt(f),
            Self::Progress(refusal) => return refusal.fmt(f),
            Self::Promise(reason) => return reason.fmt(f),
            Self::Ended => "the case is over: reopen it first",
            Self::NotEnded => "the case is not over",
            Self::StillLive => "a provider has the case, or is being asked: take that back first",
            Self::Erased => "who the case is about has been deleted",
            Self::NoPause => "the quiet ends before it begins, or there is none to end",
            Self::NotHandedOn => "no coordinator handed it on: it is for its provider to close",
            Self::JoinedAlready => "the cases are one already",
            Self::NamedAlready => "that coordinator is named already",
            Self::NothingRaised => "that raises nothing; nothing is lowered by hand",
            Self::PathwayTaken => "the meeting has the case already",
            Self::NoSuchPathway => {
                "the meeting does not have the case, or has acknowledged it before"
            }
            Self::NotApproved => {
                "somebody else has to approve it, and it has to say what is shared"
            }
            Self::NoSuchDisclosure => "nothing waits to be approved under that number",
            Self::NoSuchTask => "the case has no such task, or it is done",
            Self::NoSuchComplaint => "the case has no such complaint, or that was said before",
            Self::NotToBeErased => "close the case and lift its legal hold first",
            Self::HeldSo => "it is so already",
            Self::NotHeld => {
                "the coordinators do not hold the case for that, or one of them has looked"
            }
            Self::StillLate => {
                "the provider is still late: ask it to act, or take the case back from it"
            }
            Self::NothingPlanned => "give a task first: it says what happens next, and by when",
        })
    }
}

impl std::error::Error for IllegalMove {}
