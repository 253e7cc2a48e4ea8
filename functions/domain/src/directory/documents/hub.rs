//! What only this hub says of a service, to those who work with it.

use serde::Serialize;

/// What those who work with the hub may know of a service (CA15).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HubDetails {
    /// Whether the public directory has it.
    pub public: bool,
    /// The stage of support, 1 to 4 (AS26).
    pub stage: u8,
    /// What the area calls that stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_name: Option<String>,
    /// Whether it is a refuge, whose place nobody is told.
    pub refuge: bool,
    /// Its contract.
    pub contract: Contract,
    /// Whom it takes.
    pub takes: Takes,
    /// How people come to it.
    pub referral: HowToRefer,
    /// How many open cases it can hold, where whoever asks may know and there is a limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

/// A service's contract.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contract {
    /// Its first day.
    pub from: String,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Up to when it may be extended (TV1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extendable_until: Option<String>,
    /// Whether it fills the gap that another has left (TV12).
    pub interim: bool,
    /// Who commissions it, where that is not the commissioner of the area (TV23).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commissioner: Option<String>,
    /// Other areas that it serves, by code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<String>,
    /// Whose money it may spend (AS4).
    pub funding: Vec<String>,
}

/// Whom a service takes; everyone where a list is left out.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Takes {
    /// By what they are to the crime (AS5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// By risk (TV24).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<String>,
    /// By how much there is to do (TV7).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub complexities: Vec<String>,
    /// The national need it is for (AS6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub national: Option<String>,
}

/// How people come to a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HowToRefer {
    /// Who may refer, by source kind.
    pub by: Vec<String>,
    /// How, in plain words.
    pub how: String,
}
