//! Checks the services and their contracts.

use super::Ground;
use super::faults::{ABOUT, CODE, Faults, NAME};
use super::head::known;
use events::assessment::National;
use events::parse::{self, Postcode};
use events::profile::{Place, ProviderKind, Service};
use std::collections::BTreeSet;

/// England's bounds in degrees north and east (Scilly and Berwick, Land's End and Lowestoft) with a
/// small margin.
const NORTH: std::ops::RangeInclusive<f64> = 49.8..=55.9;
const EAST: std::ops::RangeInclusive<f64> = -6.5..=1.9;

pub(super) fn check(ground: &Ground<'_>, faults: &mut Faults) {
    let services = &ground.profile.services;
    faults.codes(
        "services",
        services.iter().map(|service| service.code.as_str()),
        CODE,
    );
    for (index, service) in services.iter().enumerate() {
        let path = format!("/services/{index}");
        let provider = ground
            .profile
            .providers
            .iter()
            .find(|provider| provider.code == service.provider);
        let kind = provider.map(|provider| provider.kind);
        let what = format!("`{}` is no provider of the area", service.provider);
        faults.expect(
            kind.is_some(),
            format!("{path}/provider"),
            what,
            "Write the code of one of /providers.",
        );
        words(&path, service, faults);
        if !(1..=4).contains(&service.stage) {
            let mend = "Write a number from 1 to 4: practical, emotional, specialist, other specialist (AS26).";
            faults.add(
                format!("{path}/stage"),
                format!("there is no stage {}", service.stage),
                mend,
            );
        }
        if service.universal && service.capacity.is_some() {
            let mend = "Leave it out: the universal service takes everyone (AS27).";
            faults.add(
                format!("{path}/capacity"),
                "a universal service has no limit",
                mend,
            );
        }
        if let Some(kind) = kind {
            of_kind(&path, kind, service, faults);
        }
        councils(ground, &path, kind, service, faults);
        contract(&path, service, faults);
        faults.hours(&path, &service.opening);
        if let Some(place) = &service.place {
            let path = format!("{path}/place");
            if service.refuge {
                let mend = "Leave it out: nobody is ever shown where a refuge is.";
                faults.add(path, "a refuge has no place here", mend);
            } else {
                check_location(ground, &path, kind, place, faults);
            }
        }
        for (index, area) in service.shared_with.iter().enumerate() {
            let field = format!("{path}/shared_with/{index}");
            if faults.code(field.as_str(), area, CODE) && *area == ground.profile.area {
                faults.add(
                    field,
                    format!("`{area}` is this area"),
                    "Name the other areas alone (TV1, CA26).",
                );
            }
        }
    }
    for national in National::ALL {
        let served = |service: &Service| {
            service.national == Some(*national) && service.takes_new_on(ground.today)
        };
        let what = format!("no service that is open has `\"national\": \"{national}\"`");
        let mend = "Add the national service that people with this need are handed on to (AS6).";
        faults.expect(
            ground.profile.services.iter().any(served),
            "/services",
            what,
            mend,
        );
    }
}

/// The pages of the site that can be a service.
const PAGES: [&str; 2] = ["/guides/", "/what-to-expect/"];

fn words(path: &str, service: &Service, faults: &mut Faults) {
    faults.text(format!("{path}/name"), &service.name, NAME);
    faults.text(format!("{path}/about"), &service.about, ABOUT);
    if let Some(commissioner) = &service.commissioner {
        faults.text(format!("{path}/commissioner"), commissioner, NAME);
    }
    if let Some(phone) = &service.phone {
        faults.phone(format!("{path}/phone"), phone);
    }
    if let Some(url) = &service.url {
        faults.url(format!("{path}/url"), url);
    }
    if let Some(page) = &service.page {
        let what = format!("`{page}` is not a page of this site that helps by itself");
        let mend = format!("Write one of {}.", PAGES.join(", "));
        faults.expect(
            PAGES.contains(&page.as_str()),
            format!("{path}/page"),
            what,
            mend,
        );
    }
    for (index, language) in service.languages.iter().enumerate() {
        let what = format!("`{language}` is not a language tag");
        let mend = "Write a BCP 47 tag, such as `pl` for Polish.";
        faults.expect(
            parse::is_language(language),
            format!("{path}/languages/{index}"),
            what,
            mend,
        );
    }
}

/// Checks fields that depend on the kind of provider.
fn of_kind(path: &str, kind: ProviderKind, service: &Service, faults: &mut Faults) {
    match (kind, service.national) {
        (ProviderKind::National, None) => {
            let mend = "Say which need it serves, or make its provider `local` (AS6).";
            faults.add(
                format!("{path}/national"),
                "its provider is national and it names no national need",
                mend,
            );
        }
        (ProviderKind::Local | ProviderKind::Hub, Some(national)) => {
            let what = format!("`{}` is no national provider", service.provider);
            let mend = format!(
                "Give the need `{national}` to a provider of kind `national` (AS6), or leave `national` out."
            );
            faults.add(format!("{path}/provider"), what, mend);
        }
        (ProviderKind::Local, None) if service.funding.is_empty() => {
            let mend =
                "Name `moj-grant`, `pcc-budget` or both (AS4): without money it is never offered.";
            faults.add(format!("{path}/funding"), "nobody pays for it", mend);
        }
        _ => {}
    }
}

/// A service covers councils of the area. Another area's hub covers councils outside it.
fn councils(
    ground: &Ground<'_>,
    path: &str,
    kind: Option<ProviderKind>,
    service: &Service,
    faults: &mut Faults,
) {
    let abroad = kind == Some(ProviderKind::Hub);
    if abroad && service.local_authorities.is_empty() {
        let mend = "Name the councils of its area: none would mean all of this one's (AS23).";
        faults.add(
            format!("{path}/local_authorities"),
            "the hub of another area serves no council",
            mend,
        );
    }
    let mut seen = BTreeSet::new();
    for (index, code) in service.local_authorities.iter().enumerate() {
        let field = format!("{path}/local_authorities/{index}");
        if !seen.insert(code) {
            faults.add(
                field,
                format!("`{code}` is given twice"),
                "Name each council once.",
            );
        } else if abroad && ground.has_council(code) {
            let mend = "Name councils of the other area alone (AS23).";
            faults.add(field, format!("`{code}` is a council of this area"), mend);
        } else if abroad {
            known(ground, &field, code, faults);
        } else {
            let mend = "Write codes of /local_authorities, or none where it serves them all.";
            faults.expect(
                ground.has_council(code),
                field,
                format!("`{code}` is not a council of the area"),
                mend,
            );
        }
    }
}

fn contract(path: &str, service: &Service, faults: &mut Faults) {
    if let Some(until) = service.until
        && until < service.from
    {
        let what = format!("{until} is before {}, its first day", service.from);
        faults.add(
            format!("{path}/until"),
            what,
            "Write the contract's last day, or null where it has none.",
        );
    }
    if let Some(last) = service.new_until
        && (last < service.from || service.until.is_some_and(|until| until < last))
    {
        let mend = "Write a day of the contract, or leave it out (AS24).";
        faults.add(
            format!("{path}/new_until"),
            format!("{last} is no day of the contract"),
            mend,
        );
    }
    for (index, pair) in service.values.windows(2).enumerate() {
        if let [before, after] = pair
            && before.from >= after.from
        {
            faults.add(
                format!("{path}/values/{}/from", index + 1),
                format!("{} is not later than the one before it", after.from),
                "List what the contract is worth by its first day, the oldest first (TV29).",
            );
        }
    }
    match (service.until, service.extendable_until) {
        (None, Some(_)) => {
            let mend = "Write the last day in `until`, or leave this out: what has no end is not extended (TV1).";
            faults.add(
                format!("{path}/extendable_until"),
                "the contract has no last day",
                mend,
            );
        }
        (Some(until), Some(extendable)) if extendable < until => {
            let what = format!("{extendable} is before {until}, its last day");
            faults.add(
                format!("{path}/extendable_until"),
                what,
                "Write the last day of the longest extension (TV1).",
            );
        }
        _ => {}
    }
}

/// Checks that a place can be found: the postcode is known, and lies in the provider's area.
fn check_location(
    ground: &Ground<'_>,
    path: &str,
    kind: Option<ProviderKind>,
    place: &Place,
    faults: &mut Faults,
) {
    faults.text(format!("{path}/name"), &place.name, NAME);
    faults.text(format!("{path}/address"), &place.address, NAME);
    let field = format!("{path}/postcode");
    let mend = "Write the postcode of the place, as on a letter.";
    match Postcode::parse(&place.postcode).map(|postcode| ground.table.local_authority(&postcode)) {
        Err(_) => faults.add(
            field,
            format!("`{}` is not a postcode", place.postcode),
            mend,
        ),
        Ok(None) => faults.add(field, format!("`{}` does not exist", place.postcode), mend),
        Ok(Some(council)) if kind == Some(ProviderKind::Local) && !ground.has_council(council) => {
            let what = format!(
                "`{}` lies in `{council}`, which is not of the area",
                place.postcode
            );
            faults.add(
                field,
                what,
                "Write a place in the area, or leave the place out.",
            );
        }
        Ok(Some(_)) => {}
    }
    let what = |degrees: f64| format!("{degrees} is not in England");
    let mend = "Write degrees as a decimal number, such as 51.4551.";
    faults.expect(
        NORTH.contains(&place.latitude),
        format!("{path}/latitude"),
        what(place.latitude),
        mend,
    );
    let mend =
        "Write degrees east as a decimal number, west of Greenwich below zero, such as -0.9787.";
    faults.expect(
        EAST.contains(&place.longitude),
        format!("{path}/longitude"),
        what(place.longitude),
        mend,
    );
}
