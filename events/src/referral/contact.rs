//! The ways to contact the person, and their home.

use super::{ChannelKind, Day, Frequency};
use serde::{Deserialize, Serialize};

/// The ways to contact the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The channels, each with whether the person called it safe. At most six.
    pub channels: Vec<Channel>,
    /// The channel that they prefer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<ChannelKind>,
    /// How often they want updates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Somebody they trust. The hub never contacts them automatically. A coordinator does only if
    /// `knows` is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_person: Option<TrustedPerson>,
}

/// One channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// The kind of channel.
    pub kind: ChannelKind,
    /// The number or address. `online` has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether the person said that it is safe. Otherwise `false`.
    pub safe: bool,
    /// The start of the safe hours, as `HH:MM` in London.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The end of the safe hours, exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The safe days. Empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// Whether a message may be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voicemail: Option<bool>,
    /// A code word that identifies the hub to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_word: Option<String>,
}

/// Someone the person trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedPerson {
    /// Their name.
    pub name: String,
    /// Their relation to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    /// How to contact them.
    pub channel: String,
    /// Whether they know what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knows: Option<bool>,
}

/// The person's home.
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
