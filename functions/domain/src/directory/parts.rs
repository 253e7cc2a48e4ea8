//! What a service has several of, as documents.

use super::documents::{Attribute, FundingSource, Language, Phone, Schedule, ServiceArea};
use super::identify;
use super::terms::terms_of;
use events::assessment::Funding;
use events::profile::{Profile, Service};
use events::referral::Day;

/// Its opening hours, each as one weekly rule for as long as its contract runs. Empty where they are not known.
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

/// A day as RFC 5545 has it.
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

/// The councils it serves, or the area where it serves all of it.
pub(super) fn areas(profile: &Profile, service: &Service, id: &str) -> Vec<ServiceArea> {
    let area = |code: &str, name: String, extent: Option<String>| ServiceArea {
        id: identify(id, "area", code),
        service_id: id.to_owned(),
        name,
        extent_type: extent
            .as_ref()
            .map(|_| "ONS local authority district code".to_owned()),
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

/// The languages of its workers: English, and those that its profile names.
pub(super) fn languages(service: &Service, id: &str) -> Vec<Language> {
    let codes = std::iter::once("en").chain(service.languages.iter().map(String::as_str));
    let language = |code: &str| Language {
        id: identify(id, "language", code),
        service_id: id.to_owned(),
        code: code.to_owned(),
    };
    codes.map(language).collect()
}

/// Its public number.
pub(super) fn phones(service: &Service, id: &str) -> Vec<Phone> {
    let phone = |number: &String| Phone {
        id: identify(id, "phone", number),
        service_id: id.to_owned(),
        number: number.clone(),
    };
    service.phone.iter().map(phone).collect()
}

/// Whose money it may spend (AS4).
pub(super) fn funding(service: &Service, id: &str) -> Vec<FundingSource> {
    let source = |funding: &Funding| FundingSource {
        id: identify(id, "funding", funding.as_str()),
        service_id: id.to_owned(),
        source: match funding {
            Funding::MojGrant => "The Ministry of Justice's grant".to_owned(),
            Funding::PccBudget => "The commissioner's own budget".to_owned(),
        },
    };
    service.funding.iter().map(source).collect()
}

/// The terms that hold for it.
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
