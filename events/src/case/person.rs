//! What the person changes, says and asks for. What they write in words of their own is in `people`, never here.

use super::{Actor, Routing};
use crate::assessment::AutomaticContact;
use crate::closed_set::closed_set;
use crate::referral::{Basis, ChannelKind, Frequency, GivenBy, Scope};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Why the ways to reach a person are others now.
    pub enum ContactChangeReason {
        /// The person said so.
        Asked = "asked",
        /// A message came back: nobody is there.
        Bounced = "bounced",
        /// Whoever got a message objected to it.
        Complained = "complained",
        /// A coordinator was told, or found out.
        FoundOut = "found-out",
    }
}

/// How the person may be reached from now on: kinds, never addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactChanged {
    /// The kinds of channel that are safe, each once.
    pub safe_channels: Vec<ChannelKind>,
    /// How often the person wants to hear.
    pub frequency: Option<Frequency>,
    /// How a machine may reach them.
    pub contact: AutomaticContact,
    /// Whether mail goes to another address from then on, or to none, or to one again. Never which: what comes back later
    /// belongs to the address that it was sent to. Where that is not said, nothing is known to have moved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mail_moved: bool,
    /// Why.
    pub why: ContactChangeReason,
    /// Who said so.
    pub by: Actor,
}

/// What the person agreed to from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentChanged {
    /// The ground.
    pub basis: Option<Basis>,
    /// Who gave it.
    pub given_by: Option<GivenBy>,
    /// To what.
    pub scope: Vec<Scope>,
    /// Whether the case goes to providers by it, and if not, why.
    pub routing: Routing,
    /// Who said so.
    pub by: Actor,
}

closed_set! {
    /// What a complaint is about: the two are kept apart (CA18).
    pub enum ComplaintAbout {
        /// The hub or a service.
        Service = "service",
        /// A right under the Victims' Code that somebody did not keep.
        Code = "code",
    }
}

closed_set! {
    /// How far a complaint has come.
    pub enum ComplaintStep {
        /// The person was told that it is there: 10 working days (Code right 12).
        Acknowledged = "acknowledged",
        /// They had a reply: 20 working days.
        Replied = "replied",
    }
}

/// A complaint of a case, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// The place in the case of the event that made it: its number.
    pub complaint: u32,
    /// About what.
    pub about: ComplaintAbout,
    /// When.
    pub at: Timestamp,
    /// When the person was told that it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
    /// When they had a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Timestamp>,
}

/// How it was for the person: each from 1, not at all, to 5, very much; nothing where they did not say (AS30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// Whether it helped.
    pub helped: Option<u8>,
    /// Whether they had a say in it.
    pub had_a_say: Option<u8>,
    /// Whether they felt safe with how it was done.
    pub felt_safe: Option<u8>,
    /// The service that it is about, by code; the whole hub where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}
