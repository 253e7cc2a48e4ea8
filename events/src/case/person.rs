//! What the person changes, reports and asks for. Their own text is in `people`, never here.

use super::{Actor, Routing};
use crate::assessment::AutomaticContact;
use crate::closed_set::closed_set;
use crate::referral::{Basis, ChannelKind, Frequency, GivenBy, Scope};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Why the person's contact details changed.
    pub enum ContactChangeReason {
        /// The person changed them.
        Asked = "asked",
        /// A message could not be delivered.
        Bounced = "bounced",
        /// A recipient of a message complained about it.
        Complained = "complained",
        /// A coordinator learned of the change.
        FoundOut = "found-out",
        /// A way was confirmed: by the code that was sent there, or by a coordinator who spoke to the
        /// person in a way that was safe before.
        Confirmed = "confirmed",
    }
}

/// The ways to contact the person from now on, as kinds of channel. Addresses are never kept here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactChanged {
    /// The kinds of channel that are safe, without repeats.
    pub safe_channels: Vec<ChannelKind>,
    /// How often the person wants updates.
    pub frequency: Option<Frequency>,
    /// How the hub may contact the person automatically.
    pub contact: AutomaticContact,
    /// Whether the address for e-mail changed, including to or from none. The address is never kept
    /// here. A later bounce belongs to the address to which the message was sent. `None` means that
    /// nothing is known to have changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mail_moved: bool,
    /// The kinds of channel that are called safe and not confirmed, without repeats. They are not
    /// among the safe channels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<ChannelKind>,
    /// Whether a new e-mail address is sent a code to confirm it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sends_code: bool,
    /// Whether the e-mail address from before is told, because the person said that it is still safe.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tells_before: bool,
    /// By when a coordinator checks with the person that the change is theirs. The task has the
    /// number of this event, and is hidden from the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_by: Option<Timestamp>,
    /// The reason.
    pub why: ContactChangeReason,
    /// Who recorded the change.
    pub by: Actor,
}

/// The person's consent from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentChanged {
    /// The ground.
    pub basis: Option<Basis>,
    /// Who gave it.
    pub given_by: Option<GivenBy>,
    /// The scope.
    pub scope: Vec<Scope>,
    /// Whether the case may go to providers on this ground, and if not, why.
    pub routing: Routing,
    /// Who recorded it.
    pub by: Actor,
}

closed_set! {
    /// The subject of a complaint. The two kinds are handled separately (CA18).
    pub enum ComplaintAbout {
        /// The hub or a service.
        Service = "service",
        /// A right under the Victims' Code that an agency did not keep.
        Code = "code",
    }
}

closed_set! {
    /// The stage of a complaint.
    pub enum ComplaintStep {
        /// The complaint was acknowledged. The limit is 10 working days (Code right 12).
        Acknowledged = "acknowledged",
        /// The complaint was answered. The limit is 20 working days.
        Replied = "replied",
    }
}

/// One complaint, as the case keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// The number of the event that made it.
    pub complaint: u32,
    /// The subject.
    pub about: ComplaintAbout,
    /// When it was made.
    pub at: Timestamp,
    /// When it was acknowledged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Timestamp>,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replied_at: Option<Timestamp>,
}

/// The person's ratings, each from 1 (not at all) to 5 (very much). `None` where the person gave no
/// rating (AS30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// Whether the support helped.
    pub helped: Option<u8>,
    /// Whether they had a say in the support.
    pub had_a_say: Option<u8>,
    /// Whether they felt safe.
    pub felt_safe: Option<u8>,
    /// The code of the service that the ratings are about. `None` means the whole hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
}
