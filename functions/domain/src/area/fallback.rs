//! The universal service for everyone, without a limit (AS27). Without it a person could have no
//! offer at all.

use super::Ground;
use super::faults::Faults;
use events::assessment::Funding;
use events::profile::{Profile, ProviderKind, Service};
use jiff::civil::Date;

/// What prevents a universal service from accepting everyone: its field, the problem and how to fix
/// it.
type Obstacle = (&'static str, String, &'static str);

/// Checks that one open universal service accepts everyone. If none does, reports what the closest
/// one lacks.
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

/// The last day until which a universal service is available without a break from `day`. `None` if
/// no end is known.
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
        // The latest end of the open contracts counts. A contract without an end is the latest.
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

/// A capacity limit is an error in any universal service, so the check of the service reports it.
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
