//! What somebody who looks for help is shown.

use super::{always_open, open_at, place, provider_of, serves};
use events::assessment::Specialism;
use events::profile::{Place, Profile, Provider, ProviderKind, Service};
use events::referral::{AgeBand, Day, Modality, NeedCode};
use jiff::civil::{Date, Time};
use std::cmp::Reverse;

/// What somebody looks for. What is absent is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The council of their home, by code.
    pub council: Option<String>,
    /// What they need help with.
    pub need: Option<NeedCode>,
    /// What the service should know about.
    pub specialism: Option<Specialism>,
    /// How old they are.
    pub age_band: Option<AgeBand>,
    /// How they would like to be helped.
    pub modality: Option<Modality>,
    /// When it should be open, in London.
    pub open_at: Option<(Day, Time)>,
}

/// A service that fits, and who offers it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found<'a> {
    /// The service.
    pub service: &'a Service,
    /// Who offers it.
    pub provider: &'a Provider,
}

impl<'a> Found<'a> {
    /// Where people can go; a refuge never says.
    pub fn place(&self) -> Option<&'a Place> {
        place(self.service)
    }
}

/// The public services that fit, whose contracts run on `day`: those that name the need or the specialism first, then
/// those open day and night, then by name.
///
/// A service for everything fits every need, and one without a specialism is for everyone; one that is for others only
/// is left out. Where the opening hours are asked, a service that does not say its own is left out too.
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
    // Where nobody said where they live, the hub of another area is no answer.
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

/// How much of what was asked the service names itself.
fn named(service: &Service, search: &Search) -> usize {
    let need = search
        .need
        .is_some_and(|need| service.needs.contains(&need));
    let specialism = search
        .specialism
        .is_some_and(|wanted| service.specialisms.contains(&wanted));
    usize::from(need) + usize::from(specialism)
}
