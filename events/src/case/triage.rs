//! What is found after the fact, by what was already held.

use crate::Reference;
use crate::assessment::Tier;
use crate::closed_set::closed_set;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What the hub finds in its own memory, beside what it was told.
    pub enum TriageFinding {
        /// The same person was referred before, within twelve months: persistently targeted, and so enhanced (CA5).
        EarlierReferral = "earlier-referral",
        /// Three or more cases' incidents lay at one place within twelve months: tension in the area (CA10).
        RepeatPlace = "repeat-place",
    }
}

impl TriageFinding {
    /// What it means, in words for a coordinator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::EarlierReferral => {
                "Somebody of the same name, birthday and postcode was referred within twelve months: persistently targeted."
            }
            Self::RepeatPlace => "Three or more cases within twelve months happened at this place.",
        }
    }
}

/// What triage found, and the tier that follows. It can raise a tier, never lower it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triaged {
    /// What was found; nothing where the hub looked and there was nothing.
    pub found: Vec<TriageFinding>,
    /// The tier of the case from now on.
    pub tier: Tier,
    /// Earlier cases of the same person, for a coordinator to see whether this is one of them once more (KE3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Reference>,
}

/// A case that is remembered under the key of a person or a place, which says neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sighting {
    /// The case.
    pub reference: Reference,
    /// The day on which it was accepted, in London.
    pub day: Date,
}
