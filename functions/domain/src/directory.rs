//! The directory: who can help, as people and other systems ask for it (AS20, CA15).
//!
//! Everything is a function of the area's profile and a day. A refuge's place is in none of its answers: whoever shows a
//! place takes it from [`place`].

mod hours;
mod search;

pub use hours::{always_open, open_at};
pub use search::{Found, Search, search};

use events::profile::{Place, Profile, Provider, ProviderKind, Service};

/// Where people can go, where they may be told: never where the service is a refuge, whatever its profile says.
pub fn place(service: &Service) -> Option<&Place> {
    service.place.as_ref().filter(|_| !service.refuge)
}

/// Who offers a service.
pub fn provider_of<'a>(profile: &'a Profile, service: &Service) -> Option<&'a Provider> {
    profile.providers.iter().find(|provider| provider.code == service.provider)
}

/// Whether a service is for people who live in that council. One that names no council serves all of the area's, and
/// the whole country where its provider is national (AS6).
pub fn serves(profile: &Profile, service: &Service, council: &str) -> bool {
    if !service.local_authorities.is_empty() {
        return service.local_authorities.iter().any(|served| served == council);
    }
    profile.local_authorities.iter().any(|known| known.code == council)
        || provider_of(profile, service).is_some_and(|provider| provider.kind == ProviderKind::National)
}

#[cfg(test)]
mod tests;
