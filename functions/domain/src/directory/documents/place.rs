//! Services at places. A refuge is never among them.

use super::{ServiceDocument, ServiceSummary};
use serde::Serialize;

/// A service at a place, as part of the service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceLocation {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// The place.
    pub location_id: String,
    /// The place.
    pub location: Location,
}

/// A service at a place, with what it has one of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AtLocationSummary {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// The place.
    pub location_id: String,
    /// The place.
    pub location: Location,
    /// The service.
    pub service: ServiceSummary,
}

/// A service at a place, with everything.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AtLocationDocument {
    /// Its identifier.
    pub id: String,
    /// The service.
    pub service_id: String,
    /// The place.
    pub location_id: String,
    /// The place.
    pub location: Location,
    /// The service.
    pub service: ServiceDocument,
}

/// A place that people can go to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Location {
    /// Its identifier.
    pub id: String,
    /// Always `physical`.
    pub location_type: String,
    /// What it is called.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Its address; left out of lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
}

/// Where a place is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// Its identifier.
    pub id: String,
    /// The place.
    pub location_id: String,
    /// The street.
    pub address_1: String,
    /// The town.
    pub city: String,
    /// The county.
    pub state_province: String,
    /// The postcode.
    pub postal_code: String,
    /// Always `GB`.
    pub country: String,
    /// Always `physical`.
    pub address_type: String,
}
