//! The onward referral on a provider's queue: a CloudEvent 1.0 without personal data.

use crate::Reference;
use crate::assessment::{Complexity, Risk, Specialism, Tier};
use crate::referral::{AccessNeed, NeedCode};
use serde::{Deserialize, Serialize};

/// `type` of the event that offers a case.
pub const OFFERED: &str = "hub.onward-referral.offered.v1";
/// `type` of the event that changes an offer.
pub const UPDATED: &str = "hub.onward-referral.updated.v1";
/// `type` of the event that withdraws an offer.
pub const WITHDRAWN: &str = "hub.onward-referral.withdrawn.v1";

/// A CloudEvent in structured JSON mode. Its attributes hold no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloudEvent<T> {
    /// Always `1.0`.
    pub specversion: String,
    /// The event's id, unique and the same in a repeat.
    pub id: String,
    /// The type of event: one of the constants above.
    #[serde(rename = "type")]
    pub kind: String,
    /// `/hub/{area}`.
    pub source: String,
    /// The reference of the case.
    pub subject: Reference,
    /// When it happened, in RFC 3339 and UTC.
    pub time: jiff::Timestamp,
    /// Always `application/json`.
    pub datacontenttype: String,
    /// The URL of the schema of the data.
    pub dataschema: String,
    /// The content.
    pub data: T,
}

/// What a provider may know before it accepts. It never holds a name, address, number, postcode,
/// date of birth or free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The case's reference.
    pub reference: Reference,
    /// The code of this onward referral, such as `ABCDEFGH-1`.
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
    /// The needs, heaviest first.
    pub needs: Vec<NeedCode>,
    /// The stages of support that fit.
    pub stages: Vec<u8>,
    /// The council of the home, if known.
    pub local_authority: Option<String>,
    /// The person's language, as a BCP 47 tag.
    pub language: String,
    /// Whether an interpreter is needed.
    pub interpreter: bool,
    /// The adaptations that the service must make.
    pub access_needs: Vec<AccessNeed>,
    /// The specialisms that the service must have.
    pub specialisms: Vec<Specialism>,
    /// When the offer expires.
    pub accept_by: jiff::Timestamp,
    /// The URL at which the provider reads what it may see.
    pub href: String,
}

impl CloudEvent<Offer> {
    /// Creates the event that puts `offer` on its provider's queue. The `id` is the same each time
    /// the same offer is sent.
    pub fn offered(area: &str, offer: Offer, time: jiff::Timestamp) -> Self {
        Self::about(area, offer, time, "offered", OFFERED)
    }

    /// Creates the event that withdraws an expired or unwanted offer.
    pub fn withdrawn(area: &str, offer: Offer, time: jiff::Timestamp) -> Self {
        Self::about(area, offer, time, "withdrawn", WITHDRAWN)
    }

    /// Creates the event that reminds a provider of a promise that is due soon. `seq` is the number
    /// of the case event that records the warning.
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
