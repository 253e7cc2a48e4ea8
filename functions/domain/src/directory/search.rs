//! The search for help.

use super::{always_open, open_at, place, provider_of, serves};
use events::assessment::Specialism;
use events::profile::{Place, Profile, Provider, ProviderKind, Service};
use events::referral::{AgeBand, Day, Modality, NeedCode};
use jiff::civil::{Date, Time};
use std::cmp::Reverse;

/// What somebody is looking for. Missing fields match everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The council of their home, by code.
    pub council: Option<String>,
    pub need: Option<NeedCode>,
    /// A specialism that the service should have.
    pub specialism: Option<Specialism>,
    pub age_band: Option<AgeBand>,
    /// The kind of support.
    pub modality: Option<Modality>,
    /// When the service should be open, in London.
    pub open_at: Option<(Day, Time)>,
}

/// A service that matches, and its provider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found<'a> {
    pub service: &'a Service,
    pub provider: &'a Provider,
}

impl<'a> Found<'a> {
    /// The service's location. A refuge has none.
    pub fn place(&self) -> Option<&'a Place> {
        place(self.service)
    }
}

/// The public services that match, with a contract on `day`: first those that name the need or the
/// specialism, then those open day and night, then by name.
///
/// A service for all needs matches every need. A service without a specialism is for everyone, and
/// one with another specialism does not match. If the search asks for opening hours, services with
/// unknown hours do not match.
pub fn search<'a>(profile: &'a Profile, search: &Search, day: Date) -> Vec<Found<'a>> {
    let mut found: Vec<Found<'a>> = profile
        .services
        .iter()
        .filter(|service| service.public && service.open_on(day) && fits(profile, service, search))
        .filter_map(|service| {
            Some(Found {
                service,
                provider: provider_of(profile, service)?,
            })
        })
        .collect();
    found.sort_by_key(|found| {
        let service = found.service;
        (
            Reverse(named(service, search)),
            Reverse(always_open(service)),
            &service.name,
            &service.code,
        )
    });
    found
}

fn fits(profile: &Profile, service: &Service, search: &Search) -> bool {
    // Without a home, another area's hub cannot help.
    let home = match search.council.as_deref() {
        Some(council) => serves(profile, service, council),
        None => {
            provider_of(profile, service).is_some_and(|provider| provider.kind != ProviderKind::Hub)
        }
    };
    let need = search
        .need
        .is_none_or(|need| service.needs.is_empty() || service.needs.contains(&need));
    let specialism = { search.specialism }.is_none_or(|wanted| {
        service.specialisms.is_empty() || service.specialisms.contains(&wanted)
    });
    let age = search
        .age_band
        .is_none_or(|band| service.ages.is_empty() || service.ages.contains(&band));
    let modality = search
        .modality
        .is_none_or(|modality| service.modalities.contains(&modality));
    let open = search
        .open_at
        .is_none_or(|(day, time)| open_at(service, day, time));
    home && need && specialism && age && modality && open
}

/// How many of the search terms the service names itself.
fn named(service: &Service, search: &Search) -> usize {
    let need = search
        .need
        .is_some_and(|need| service.needs.contains(&need));
    let specialism = search
        .specialism
        .is_some_and(|wanted| service.specialisms.contains(&wanted));
    usize::from(need) + usize::from(specialism)
}
