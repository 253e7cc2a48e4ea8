//! The directory: who can help, as people and other systems ask for it (AS20, CA15).
//!
//! Everything is a function of the area's profile and a day. A refuge's place is in none of its answers: whoever shows a
//! place takes it from [`place`].

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
pub use publish::{BASE, Published};
pub use query::{BadParameter, Kind, List, Parameter, Query};
pub use search::{Found, Search, search};
pub use view::{Directory, View};

use events::profile::{Place, Profile, Provider, ProviderKind, Service};

/// Where people can go, where they may be told: never where the service is a refuge, whatever its profile says.
pub fn place(service: &Service) -> Option<&Place> {
    service.place.as_ref().filter(|_| !service.refuge)
}

/// Who offers a service.
pub fn provider_of<'a>(profile: &'a Profile, service: &Service) -> Option<&'a Provider> {
    profile
        .providers
        .iter()
        .find(|provider| provider.code == service.provider)
}

/// Whether a service is for people who live in that council. One that names no council serves all of the area's; the whole
/// country where its provider is national (AS6), and nobody's where it is the hub of another area, which has its own.
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
