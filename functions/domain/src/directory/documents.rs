//! What Open Referral UK 3.0 calls things: the documents of its endpoints, field by field.
//!
//! Names and required fields are those of the UK profile of the Human Services Data Specification 3.0. Times are those
//! of London: an offset would be wrong for half of the year. What only this hub says stands under `hub`, and only in the
//! views of those who work with it.

mod hub;
mod parts;
mod place;
mod taxonomy;

pub use hub::{Contract, HowToRefer, HubDetails, Takes};
pub use parts::{Attribute, FundingSource, Language, Phone, Schedule, ServiceArea};
pub use place::{Address, AtLocationDocument, AtLocationSummary, Location, ServiceLocation};
pub use taxonomy::{TaxonomyDocument, TermDocument};

use serde::Serialize;

/// `/`: which standard this is, and where it is described.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiDetails {
    /// The version of the standard.
    pub version: String,
    /// The profile of the standard.
    pub profile: String,
    /// The address of the description of this API.
    pub openapi_url: String,
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// How many items there are on all pages.
    pub total_items: usize,
    /// How many pages there are; none where there is no item.
    pub total_pages: usize,
    /// Which page this is, from 1.
    pub page_number: usize,
    /// How many items this page has.
    pub size: usize,
    /// Whether it is the first.
    pub first_page: bool,
    /// Whether none follows.
    pub last_page: bool,
    /// Whether it has no item.
    pub empty: bool,
    /// The items.
    pub contents: Vec<T>,
}

/// A service with what it has one of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceSummary {
    /// Its identifier.
    pub id: String,
    /// Who offers it.
    pub organization_id: String,
    /// Its name.
    pub name: String,
    /// What it does, in plain words.
    pub description: String,
    /// Its website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `active` while its contract runs, `inactive` before, `defunct` after.
    pub status: String,
    /// Whom it takes: the youngest, in years, where it does not take everyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<u8>,
    /// Whom it takes: the oldest, in years, where it does not take everyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_age: Option<u8>,
    /// What to know before relying on it: that it is an example, or ends soon or begins later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// Who offers it.
    pub organization: Organization,
    /// What those who work with the hub may know beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubDetails>,
}

/// A service with everything.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceDocument {
    /// What it has one of.
    #[serde(flatten)]
    pub summary: ServiceSummary,
    /// When it is open; unknown where empty.
    pub schedules: Vec<Schedule>,
    /// Where its people live.
    pub service_areas: Vec<ServiceArea>,
    /// Where people can go. A refuge has none.
    pub service_at_locations: Vec<ServiceLocation>,
    /// The languages of its workers.
    pub languages: Vec<Language>,
    /// Its public number.
    pub phones: Vec<Phone>,
    /// Whose money pays; for those who work with the hub only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funding: Vec<FundingSource>,
    /// What it helps with, and how.
    pub attributes: Vec<Attribute>,
}

/// Who offers a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organization {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is to people of the area.
    pub description: String,
}
