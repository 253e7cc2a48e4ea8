//! What a service has several of.

use super::TermDocument;
use serde::Serialize;

/// Hours on some days of every week.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Schedule {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// The first day it holds for.
    pub valid_from: String,
    /// The last day it holds for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// Always `WEEKLY`.
    pub freq: String,
    /// Always 1.
    pub interval: u8,
    /// The days, such as `MO,TU`.
    pub byday: String,
    /// From when, in London.
    pub opens_at: String,
    /// Until when, in London; on the next day where it is earlier than the opening.
    pub closes_at: String,
}

/// Where a service's people live.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceArea {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// The council, or the whole area.
    pub name: String,
    /// The council's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extent: Option<String>,
    /// What the code is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extent_type: Option<String>,
}

/// A language that workers speak.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Language {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// Its BCP 47 tag.
    pub code: String,
}

/// A number to ring.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Phone {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// The number, as people write it.
    pub number: String,
}

/// Whose money pays.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FundingSource {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// Whose money.
    pub source: String,
}

/// That a term holds for a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attribute {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub link_id: String,
    /// Always `service`.
    pub link_entity: String,
    /// The term.
    pub taxonomy_term_id: String,
    /// The term.
    pub taxonomy_term: TermDocument,
}
