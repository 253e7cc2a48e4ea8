//! An area's own settings: consent models, words, tighter deadlines and thresholds, and
//! touchpoints.

use crate::closed_set::closed_set;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

closed_set! {
    /// How the police refer people.
    pub enum ConsentModel {
        /// Every victim, each day. Nobody has asked them yet, so each case waits for consent (TV2).
        AutomaticTransfer = "automatic-transfer",
        /// Only people who were asked and agreed (TV4).
        OptIn = "opt-in",
    }
}

/// A consent model and its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentPeriod {
    /// The consent model.
    pub model: ConsentModel,
    /// Its first day.
    pub from: Date,
}

/// The area's own words for things that every hub has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// The people who own complex cases, such as `Victim Care Coordinator` (CA12).
    pub coordinator: String,
    /// The places where people can ask for help, such as `Safe Location` (TV10).
    pub touchpoint: String,
    /// The names of the stages of support, 1 to 4 (AS26).
    pub stages: BTreeMap<u8, String>,
}

/// Deadlines that an area tightens. `None` means the contract's. An area cannot loosen one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// The working hours in which a provider answers an offer, at most 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_working_hours: Option<u8>,
    /// The minutes in which a provider answers an offer at high risk, at most 60.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_minutes_high_risk: Option<u8>,
    /// The working days in which a provider makes first contact, at most 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_working_days: Option<u8>,
}

/// Thresholds of risk that an area tightens. `None` means the rule set's. An area cannot loosen
/// one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// The DASH ticks from which the risk is high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash_high: Option<u32>,
    /// The DASH ticks from which it is medium.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash_medium: Option<u32>,
    /// The events in twelve months from which a MARAC considers domestic abuse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marac_events: Option<u64>,
}

/// What the figures hide. `None` means what the hub hides anyway. An area can hide more and never less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureLimits {
    /// The commissioner's office sees no number below this, at least 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden_below: Option<u64>,
}

/// A touchpoint: a place with staff who help people to ask for support (TV10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touchpoint {
    /// Its code, which posters carry: lower-case letters, digits and hyphens.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The kind of place in plain words, such as `a library`.
    pub sort: String,
    /// The code of its council.
    pub local_authority: String,
    /// Its address in plain words.
    pub address: String,
    /// Whether the profile invented it.
    pub illustrative: bool,
}
