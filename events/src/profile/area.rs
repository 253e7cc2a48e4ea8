//! What an area decides for itself: its consent model, its words, its tighter clocks and bounds, its touchpoints.

use crate::closed_set::closed_set;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

closed_set! {
    /// How the police's cases come in.
    pub enum ConsentModel {
        /// Each day, all of them: nobody was asked yet, and each awaits consent (TV2).
        AutomaticTransfer = "automatic-transfer",
        /// Only of those who were asked and said yes (TV4).
        OptIn = "opt-in",
    }
}

/// A consent model, and from when it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentPeriod {
    /// The model.
    pub model: ConsentModel,
    /// Its first day.
    pub from: Date,
}

/// What this area calls things that every hub has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// Who owns the hard cases, such as `Victim Care Coordinator` (CA12).
    pub coordinator: String,
    /// Where people can come, such as `Safe Location` (TV10).
    pub touchpoint: String,
    /// What each stage of support is called, 1 to 4 (AS26).
    pub stages: BTreeMap<u8, String>,
}

/// Clocks that an area tightens. What is absent is the contract's; nothing can be loosened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// In how many working hours a provider answers an offer, at most 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_working_hours: Option<u8>,
    /// In how many minutes it does at high risk, at most 60.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_minutes_high_risk: Option<u8>,
    /// In how many working days it makes first contact, at most 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_working_days: Option<u8>,
}

/// Bounds of risk that an area tightens. What is absent is the rule set's; nothing can be loosened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// DASH ticks from which the risk is high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash_high: Option<u32>,
    /// DASH ticks from which it is medium.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash_medium: Option<u32>,
    /// Events in twelve months from which domestic abuse is for MARAC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marac_events: Option<u64>,
}

/// A place whose staff help people to ask for support (TV10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touchpoint {
    /// Its code, which a poster carries: lower-case letters, digits and hyphens.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What sort of place, in plain words, such as `a library`.
    pub sort: String,
    /// The council it lies in, by code.
    pub local_authority: String,
    /// Where it is, as people would say it.
    pub address: String,
    /// Whether the profile made it up.
    pub illustrative: bool,
}
