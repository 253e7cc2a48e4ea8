//! The hub's own additions to a service, for people who work with the hub.

use serde::Serialize;

/// Details of a service for people who work with the hub (CA15).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HubDetails {
    /// Whether the public directory has it.
    pub public: bool,
    /// The stage of support, 1 to 4 (AS26).
    pub stage: u8,
    /// The area's name for that stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage_name: Option<String>,
    /// Whether it is a refuge, whose location is never shown.
    pub refuge: bool,
    pub contract: Contract,
    /// The service's criteria.
    pub takes: Takes,
    /// How people are referred to it.
    pub referral: HowToRefer,
    /// Its capacity in open cases, if it has a limit and the view includes it.
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
    /// The date up to which it may be extended (TV1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extendable_until: Option<String>,
    /// Whether it fills the gap after a contract that ended early (TV12).
    pub interim: bool,
    /// The commissioner, if it is not the area's (TV23).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commissioner: Option<String>,
    /// Other areas that it covers, by code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<String>,
    /// The sources of funding (AS4).
    pub funding: Vec<String>,
}

/// The criteria of a service. A missing list includes everyone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Takes {
    /// The roles in the crime (AS5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// The levels of risk (TV24).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<String>,
    /// The complexity (TV7).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub complexities: Vec<String>,
    /// The national need that it serves (AS6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub national: Option<String>,
}

/// How people are referred to a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HowToRefer {
    /// The kinds of sender that may refer.
    pub by: Vec<String>,
    /// How to refer, in plain words.
    pub how: String,
}
