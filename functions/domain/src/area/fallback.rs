//! The universal service for everyone, with no limit (AS27): without it a person could be offered to nobody.

use super::Ground;
use super::faults::Faults;
use events::assessment::Funding;
use events::profile::{Profile, ProviderKind, Service};
use jiff::civil::Date;

/// What keeps a universal service from being for everyone: its field, what is wrong, the mend.
type Obstacle = (&'static str, String, &'static str);

/// One open universal service takes everyone. Where none does, the one that is nearest to it is told what it lacks.
pub(super) fn check(ground: &Ground<'_>, faults: &mut Faults) {
    let universal = ground
        .profile
        .services
        .iter()
        .enumerate()
        .filter(|(_, service)| service.universal);
    let nearest = universal
        .map(|(index, service)| (index, obstacles(ground.profile, service, ground.today)))
        .min_by_key(|(_, obstacles)| obstacles.len());
    match nearest {
        None => faults.add(
            "/services",
            "no service is universal, so a person could be offered to nobody (AS27)",
            "Give one open service of a local provider `\"universal\": true`, both kinds of funding and no limit.",
        ),
        Some((index, obstacles)) => {
            for (field, what, mend) in obstacles {
                let what = format!("{what}, and no other universal service is for everyone (AS27)");
                faults.add(format!("/services/{index}/{field}"), what, mend);
            }
        }
    }
}

/// The last day up to which somebody takes everyone without a break from `day` on; `None` where no end is known.
pub(super) fn holds_until(profile: &Profile, day: Date) -> Option<Date> {
    let mut at = day;
    loop {
        let for_everyone = |service: &&Service| {
            service.universal
                && service.capacity.is_none()
                && obstacles(profile, service, at).is_empty()
        };
        let ends: Vec<Option<Date>> = profile
            .services
            .iter()
            .filter(for_everyone)
            .map(|service| service.last_for_new())
            .collect();
        // The latest end of those that are open counts, and none is the latest of all.
        let last = match ends.iter().copied().collect::<Option<Vec<Date>>>() {
            None => return None,
            Some(days) => days.into_iter().max(),
        };
        match last.map(|last| last.tomorrow()) {
            Some(Ok(next)) => at = next,
            // The calendar ends before the contract does.
            Some(Err(_)) => return None,
            None => return at.yesterday().ok(),
        }
    }
}

/// A limit is a fault of every universal service and is judged with the service.
fn obstacles(profile: &Profile, service: &Service, day: Date) -> Vec<Obstacle> {
    let mut found = Vec::new();
    let mut unless = |holds: bool, field, what: &str, mend| {
        if !holds {
            found.push((field, what.to_owned(), mend));
        }
    };
    let local = { profile.providers.iter() }
        .find(|provider| provider.code == service.provider)
        .is_none_or(|provider| provider.kind == ProviderKind::Local);
    unless(
        local,
        "provider",
        "its provider is not local",
        "Let a provider of kind `local` hold it.",
    );
    let police = { profile.providers.iter() }
        .any(|provider| provider.code == service.provider && provider.police_staffed);
    let mend = "Let a provider hold it whose staff the police do not employ.";
    unless(
        !police,
        "provider",
        "police staff work there, so it is not for everybody who came by themselves (CA24)",
        mend,
    );
    let everywhere = service.local_authorities.is_empty()
        || profile
            .local_authorities
            .iter()
            .all(|council| service.local_authorities.contains(&council.code));
    unless(
        everywhere,
        "local_authorities",
        "it does not serve every council",
        "Leave the list empty.",
    );
    unless(
        service.ages.is_empty(),
        "ages",
        "it does not take every age",
        "Leave the list empty.",
    );
    unless(
        service.roles.is_empty(),
        "roles",
        "it does not take everyone affected (AS5)",
        "Leave the list empty.",
    );
    unless(
        service.risks.is_empty(),
        "risks",
        "it does not take every risk",
        "Leave the list empty.",
    );
    unless(
        service.complexities.is_empty(),
        "complexities",
        "it does not take everything",
        "Leave the list empty.",
    );
    for funding in Funding::ALL {
        let what = format!("`{funding}` may not be spent on it (AS4)");
        unless(
            service.funding.contains(funding),
            "funding",
            &what,
            "Write [\"moj-grant\", \"pcc-budget\"].",
        );
    }
    let what = format!("its contract has not begun on {day}");
    unless(
        service.from <= day,
        "from",
        &what,
        "Keep the service before it until then.",
    );
    let what = format!("it takes nobody new on {day}");
    unless(
        service.new_until.is_none_or(|last| day <= last),
        "new_until",
        &what,
        "Leave it out.",
    );
    let what = format!("its contract has ended by {day}");
    unless(
        service.until.is_none_or(|until| day <= until),
        "until",
        &what,
        "Add the service that follows it.",
    );
    found
}
