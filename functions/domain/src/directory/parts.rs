//! The lists that belong to a service, as documents.

use super::documents::{Attribute, FundingSource, Language, Phone, Schedule, ServiceArea};
use super::identify;
use super::terms::terms_of;
use events::assessment::Funding;
use events::profile::{Profile, Service};
use events::referral::Day;

/// The opening hours, each as one weekly rule for as long as the contract runs. Empty if they are
/// unknown.
pub(super) fn schedules(service: &Service, id: &str) -> Vec<Schedule> {
    let each = service.opening.iter().enumerate();
    let schedule = each.map(|(place, opening)| Schedule {
        id: identify(id, "schedule", &place.to_string()),
        service_id: id.to_owned(),
        valid_from: service.from.to_string(),
        valid_to: service.until.map(|until| until.to_string()),
        freq: "WEEKLY".to_owned(),
        interval: 1,
        byday: opening
            .days
            .iter()
            .map(|day| day_code(*day))
            .collect::<Vec<_>>()
            .join(","),
        opens_at: opening.from.strftime("%H:%M:%S").to_string(),
        closes_at: opening.until.strftime("%H:%M:%S").to_string(),
    });
    schedule.collect()
}

/// A day as RFC 5545 spells it.
const fn day_code(day: Day) -> &'static str {
    match day {
        Day::Mon => "MO",
        Day::Tue => "TU",
        Day::Wed => "WE",
        Day::Thu => "TH",
        Day::Fri => "FR",
        Day::Sat => "SA",
        Day::Sun => "SU",
    }
}

/// The councils that the service covers, or the area if it covers all of it.
pub(super) fn areas(profile: &Profile, service: &Service, id: &str) -> Vec<ServiceArea> {
    let area = |code: &str, name: String, extent: Option<String>| ServiceArea {
        id: identify(id, "area", code),
        service_id: id.to_owned(),
        name,
        extent_type: extent
            .as_ref()
            .map(|_| words::open_referral::district_code().to_owned()),
        extent,
    };
    if service.local_authorities.is_empty() {
        return vec![area("", profile.name.clone(), None)];
    }
    let served = service.local_authorities.iter().map(|code| {
        let known = profile
            .local_authorities
            .iter()
            .find(|council| council.code == *code);
        area(
            code,
            known.map_or(code, |council| &council.name).clone(),
            Some(code.clone()),
        )
    });
    served.collect()
}

/// The languages of its staff: English, and those in the profile.
pub(super) fn languages(service: &Service, id: &str) -> Vec<Language> {
    let codes = std::iter::once("en").chain(service.languages.iter().map(String::as_str));
    let language = |code: &str| Language {
        id: identify(id, "language", code),
        service_id: id.to_owned(),
        code: code.to_owned(),
    };
    codes.map(language).collect()
}

pub(super) fn phones(service: &Service, id: &str) -> Vec<Phone> {
    let phone = |number: &String| Phone {
        id: identify(id, "phone", number),
        service_id: id.to_owned(),
        number: number.clone(),
    };
    service.phone.iter().map(phone).collect()
}

/// The sources of funding (AS4).
pub(super) fn funding(service: &Service, id: &str) -> Vec<FundingSource> {
    let source = |funding: &Funding| FundingSource {
        id: identify(id, "funding", funding.as_str()),
        service_id: id.to_owned(),
        source: words::open_referral::funding(funding.as_str())
            .unwrap_or(funding.as_str())
            .to_owned(),
    };
    service.funding.iter().map(source).collect()
}

/// The terms that apply to the service.
pub(super) fn attributes(service: &Service, id: &str) -> Vec<Attribute> {
    let attribute = |term: super::terms::Term| Attribute {
        id: identify(id, "attribute", &term.id()),
        link_id: id.to_owned(),
        link_entity: "service".to_owned(),
        taxonomy_term_id: term.id(),
        taxonomy_term: term.document(),
    };
    terms_of(service).into_iter().map(attribute).collect()
}
