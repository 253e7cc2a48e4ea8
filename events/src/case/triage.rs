//! What the hub finds in its earlier cases after it has accepted a referral.

use crate::Reference;
use crate::assessment::Tier;
use crate::closed_set::closed_set;
use jiff::Timestamp;
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

/// The result of triage. Until a coordinator confirms with the person that they are the same, only
/// coordinators see it, and nothing else follows from it: anyone who sent the referral may be somebody
/// who wants to find out whether the person asked for help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triaged {
    /// The findings. Empty if the hub searched and found nothing.
    pub found: Vec<TriageFinding>,
    /// The tier of the case if the person is the same. Never lower than the assessed one.
    pub tier: Tier,
    /// Earlier cases of the same person. A coordinator checks whether this case repeats one of them
    /// (KE3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Reference>,
    /// By when a coordinator compares the case with the earlier ones. The task has the number of
    /// this event, so that a case with an earlier one has as many events as a case without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_by: Option<Timestamp>,
}

/// A remembered case. Its key does not identify the person or the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// The case's reference.
    pub reference: Reference,
    /// The date in London on which it was accepted.
    pub day: Date,
    /// The home that it named, under a keyed hash, and when. Only where the hub counts how many
    /// homes one name and date of birth are sent with in a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<SeenHome>,
}

/// A home that a referral named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenHome {
    /// The keyed hash of the person together with the home.
    pub home: String,
    /// When the referral was accepted.
    pub at: Timestamp,
}
