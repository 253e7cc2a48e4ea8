//! What the hub finds in its earlier cases after it has accepted a referral.

use crate::Reference;
use crate::assessment::Tier;
use crate::closed_set::closed_set;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What the hub finds in its earlier cases.
    pub enum TriageFinding {
        /// The same person was referred before within twelve months. They count as persistently
        /// targeted and get enhanced rights (CA5).
        EarlierReferral = "earlier-referral",
        /// Three or more cases had incidents at one place within twelve months, which may mean
        /// tension in the area (CA10).
        RepeatPlace = "repeat-place",
    }
}

/// The result of triage, and the tier that follows. Triage can raise a tier and never lowers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triaged {
    /// The findings. Empty if the hub searched and found nothing.
    pub found: Vec<TriageFinding>,
    /// The tier of the case from now on.
    pub tier: Tier,
    /// Earlier cases of the same person. A coordinator checks whether this case repeats one of them
    /// (KE3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Reference>,
}

/// A remembered case. Its key does not identify the person or the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// The case's reference.
    pub reference: Reference,
    /// The date in London on which it was accepted.
    pub day: Date,
}
