//! The ways to contact the person, and their home.

use super::{ChannelKind, Day, Frequency, Referral};
use jiff::Timestamp;
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

/// The contact details that changed on the person's page and that nobody has confirmed yet. The change
/// may not be the person's own. The hub keeps it with their answers. No sender may send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageChange {
    /// When it last changed.
    pub at: Timestamp,
    /// The ways that are new, or safe again, and that nobody has confirmed. They are used for nothing
    /// but one message with a code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<Way>,
    /// The code that confirms an e-mail address. The message with it goes there and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<WayCode>,
    /// The ways that were safe before, the last ones first, for a coordinator who checks the change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Channel>,
    /// Whether the person said that their e-mail address from before is still safe, so that it is
    /// told about the change. No answer means no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tell_before: bool,
}

/// One way of contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// The kind of channel.
    pub kind: ChannelKind,
    /// The number or address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A code that was sent to an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayCode {
    /// The address.
    pub address: String,
    /// Nine digits.
    pub code: String,
}

impl Channel {
    /// Whether it is that way, whatever its hours.
    pub fn is(&self, way: &Way) -> bool {
        let plain = |address: &Option<String>| {
            let text = address.as_deref().unwrap_or_default();
            text.trim().to_lowercase()
        };
        self.kind == way.kind && plain(&self.address) == plain(&way.address)
    }

    /// The way of contact, without its hours.
    pub fn way(&self) -> Way {
        Way {
            kind: self.kind,
            address: self.address.clone(),
        }
    }
}

impl Referral {
    /// Whether nobody has confirmed this way since it was changed on the person's page.
    pub fn is_unconfirmed(&self, channel: &Channel) -> bool {
        self.page_change
            .iter()
            .flat_map(|change| &change.unconfirmed)
            .any(|way| channel.is(way))
    }

    /// Whether the way may be used: the person called it safe, and it is confirmed.
    pub fn may_use(&self, channel: &Channel) -> bool {
        channel.safe && !self.is_unconfirmed(channel)
    }

    /// The ways that may be used, in their order.
    pub fn usable(&self) -> impl Iterator<Item = &Channel> {
        self.contact
            .channels
            .iter()
            .filter(|channel| self.may_use(channel))
    }
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
