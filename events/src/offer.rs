//! The onward referral on a provider's queue: a CloudEvent 1.0 that holds nothing personal.

use crate::Reference;
use crate::assessment::{Complexity, Risk, Specialism, Tier};
use crate::referral::{AccessNeed, NeedCode};
use serde::{Deserialize, Serialize};

/// `type` of the event that offers a case.
pub const OFFERED: &str = "hub.onward-referral.offered.v1";
/// `type` of the event that changes an offer.
pub const UPDATED: &str = "hub.onward-referral.updated.v1";
/// `type` of the event that takes an offer back.
pub const WITHDRAWN: &str = "hub.onward-referral.withdrawn.v1";

/// A CloudEvent in JSON, structured mode. Its attributes hold no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloudEvent<T> {
    /// Always `1.0`.
    pub specversion: String,
    /// Unique; a repeat of the same event has the same id.
    pub id: String,
    /// Which kind of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// `/hub/{area}`.
    pub source: String,
    /// The reference of the case.
    pub subject: Reference,
    /// When, RFC 3339 in UTC.
    pub time: jiff::Timestamp,
    /// Always `application/json`.
    pub datacontenttype: String,
    /// Which schema the data keeps.
    pub dataschema: String,
    /// What it says.
    pub data: T,
}

/// What a provider may know before it accepts. Never a name, address, number, postcode, date of birth or free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The case.
    pub reference: Reference,
    /// This onward referral, such as `ABCDEFGH-1`.
    pub onward: String,
    /// The provider's code.
    pub provider: String,
    /// The service's code.
    pub service: String,
    /// Victims' Code tier.
    pub tier: Tier,
    /// Risk.
    pub risk: Risk,
    /// Complexity.
    pub complexity: Complexity,
    /// Which needs, heaviest first.
    pub needs: Vec<NeedCode>,
    /// Stages of support.
    pub stages: Vec<u8>,
    /// The council of the home, where known.
    pub local_authority: Option<String>,
    /// BCP 47.
    pub language: String,
    /// Whether an interpreter is needed.
    pub interpreter: bool,
    /// What the service must be able to do.
    pub access_needs: Vec<AccessNeed>,
    /// What it must specialise in.
    pub specialisms: Vec<Specialism>,
    /// When the offer lapses.
    pub accept_by: jiff::Timestamp,
    /// Where the provider reads what it may.
    pub href: String,
}

impl CloudEvent<Offer> {
    /// The event that puts `offer` on its provider's queue; `id` is the same each time the same offer is sent.
    pub fn offered(area: &str, offer: Offer, time: jiff::Timestamp) -> Self {
        Self::about(area, offer, time, "offered", OFFERED)
    }

    /// The event that takes an offer back, because it lapsed or is not wanted any more.
    pub fn withdrawn(area: &str, offer: Offer, time: jiff::Timestamp) -> Self {
        Self::about(area, offer, time, "withdrawn", WITHDRAWN)
    }

    /// The event that reminds a provider of what it has promised: the time of it comes near. `seq` is the place in the case
    /// of the event that says so.
    pub fn updated(area: &str, offer: Offer, time: jiff::Timestamp, seq: u32) -> Self {
        Self::about(area, offer, time, &format!("updated.{seq}"), UPDATED)
    }

    fn about(area: &str, offer: Offer, time: jiff::Timestamp, what: &str, kind: &str) -> Self {
        Self {
            specversion: "1.0".to_owned(),
            id: format!("{}.{what}", offer.onward),
            kind: kind.to_owned(),
            source: format!("/hub/{area}"),
            subject: offer.reference.clone(),
            time,
            datacontenttype: "application/json".to_owned(),
            dataschema: "urn:hub:onward-referral:1".to_owned(),
            data: offer,
        }
    }
}
