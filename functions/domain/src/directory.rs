//! The directory: the services that can help, for people and for other systems (AS20, CA15).
//!
//! Everything here is a function of the area's profile and a date. No answer contains the location
//! of a refuge: all code takes locations from [`place`].

pub mod documents;
mod hours;
mod ids;
mod lists;
#[cfg(feature = "openapi")]
mod openapi;
mod parts;
mod places;
mod publish;
mod query;
mod search;
mod terms;
#[cfg(test)]
mod tests;
mod view;

pub use hours::{always_open, open_at};
pub use ids::identify;
pub use lists::PER_PAGE;
#[cfg(feature = "openapi")]
pub use openapi::openapi;
pub use publish::{BASE, details};
pub use query::{BadParameter, Kind, List, Parameter, Query};
pub use search::{Found, Search, search};
pub use view::{Directory, View};

use events::profile::{Place, Profile, Provider, ProviderKind, Service};

/// The location of a service, if it may be shown. Never for a refuge, whatever its profile says.
pub fn place(service: &Service) -> Option<&Place> {
    service.place.as_ref().filter(|_| !service.refuge)
}

/// The provider of a service.
pub fn provider_of<'a>(profile: &'a Profile, service: &Service) -> Option<&'a Provider> {
    profile
        .providers
        .iter()
        .find(|provider| provider.code == service.provider)
}

/// Whether a service is for people who live in that council. A service without councils covers the
/// whole area, or the whole country if its provider is national (AS6). Without councils, another
/// area's hub covers nobody.
pub fn serves(profile: &Profile, service: &Service, council: &str) -> bool {
    if !service.local_authorities.is_empty() {
        return service
            .local_authorities
            .iter()
            .any(|served| served == council);
    }
    match provider_of(profile, service).map(|provider| provider.kind) {
        Some(ProviderKind::National) => true,
        Some(ProviderKind::Hub) => false,
        Some(ProviderKind::Local) | None => profile
            .local_authorities
            .iter()
            .any(|known| known.code == council),
    }
}
