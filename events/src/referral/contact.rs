//! How the person may be reached, and where they live.

use super::{ChannelKind, Day, Frequency};
use serde::{Deserialize, Serialize};

/// How the person may be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Each way, and whether the person said it is safe. At most six.
    pub channels: Vec<Channel>,
    /// The way they like best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<ChannelKind>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Someone they trust. Never contacted by a machine; by a coordinator only where `knows` is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_person: Option<TrustedPerson>,
}

/// One way to reach the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which way.
    pub kind: ChannelKind,
    /// Number or address; `online` has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// True only where the person said so.
    pub safe: bool,
    /// Start of the hours in which it is safe, `HH:MM` in London.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// End of those hours, exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Days on which it is safe; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// Whether a message may be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voicemail: Option<bool>,
    /// A word by which the person knows the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_word: Option<String>,
}

/// Someone the person trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedPerson {
    /// Their name.
    pub name: String,
    /// What they are to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    /// How to reach them.
    pub channel: String,
    /// Whether they know what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knows: Option<bool>,
}

/// Where the person lives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residence {
    /// The home postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// The council's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_authority: Option<String>,
    /// No fixed address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_fixed_address: Option<bool>,
}
