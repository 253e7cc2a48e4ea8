//! Which service a person is offered: by need, specialism, home, age and money; never by crime type (AS2, AS23, AS27).

use events::assessment::{Funding, Specialism};
use events::case::Received;
use events::profile::{Profile, Service};
use events::referral::{AgeBand, NeedCode};
use jiff::civil::Date;

/// What matching may know of a person. It has no field for a crime type, so none can be a routing key (AS2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// What they need.
    pub needs: Vec<NeedCode>,
    /// What a service should specialise in.
    pub specialisms: Vec<Specialism>,
    /// The stages of support that fit (AS26).
    pub stages: Vec<u8>,
    /// The council of the home, where known.
    pub local_authority: Option<String>,
    /// How old, where known.
    pub age_band: Option<AgeBand>,
    /// Whose money pays.
    pub funding: Funding,
}

impl From<&Received> for Seeker {
    fn from(received: &Received) -> Self {
        Self {
            needs: received.needs.iter().map(|need| need.code).collect(),
            // Restorative justice comes beside support and never instead of it, so it does not decide who supports.
            specialisms: received
                .assessment
                .specialisms
                .iter()
                .copied()
                .filter(|specialism| *specialism != Specialism::RestorativeJustice)
                .collect(),
            stages: received.assessment.stages.clone(),
            local_authority: received.local_authority.clone(),
            age_band: received.age_band,
            funding: received.assessment.funding,
        }
    }
}

/// A service that fits, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<'a> {
    /// The service.
    pub service: &'a Service,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// The service that fits best on `today`, or `None` where no contract is open for this person.
///
/// A specialist for what the person lives through comes first, then the service that meets most needs, then the
/// universal service that takes everyone. Equal ones go by code, so that the same question has the same answer.
pub fn best<'a>(seeker: &Seeker, profile: &'a Profile, today: Date) -> Option<Match<'a>> {
    profile
        .services
        .iter()
        .filter(|service| may_take(seeker, service, today))
        .map(|service| (specialist_hits(seeker, service), need_hits(seeker, service), service))
        .filter(|(specialist, needs, service)| service.universal || *specialist > 0 || *needs > 0)
        .max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| b.2.code.cmp(&a.2.code)))
        .map(|(specialist, needs, service)| Match { service, reasons: reasons(seeker, service, specialist, needs) })
}

/// What no service may be offered without: an open contract, the person's home, age, stage and money.
fn may_take(seeker: &Seeker, service: &Service, today: Date) -> bool {
    let serves_home = service.local_authorities.is_empty()
        || seeker.local_authority.as_ref().is_some_and(|home| service.local_authorities.contains(home));
    // An unknown age is not a reason to turn anyone away from a service for everyone, nor a way into one for some.
    let takes_age = service.ages.is_empty() || seeker.age_band.is_some_and(|band| service.ages.contains(&band));
    let fits_stage = service.universal || seeker.stages.contains(&service.stage) || service.stage == 4;
    service.open_on(today) && serves_home && takes_age && fits_stage && service.funding.contains(&seeker.funding)
}

fn specialist_hits(seeker: &Seeker, service: &Service) -> usize {
    seeker.specialisms.iter().filter(|wanted| service.specialisms.contains(wanted)).count()
}

fn need_hits(seeker: &Seeker, service: &Service) -> usize {
    // A specialist service is for those it specialises in; its needs alone do not open it to others. The universal
    // service meets every need, and is for whoever nobody else is for.
    let closed_to_others = !service.specialisms.is_empty() && specialist_hits(seeker, service) == 0;
    if service.universal || closed_to_others {
        return 0;
    }
    seeker.needs.iter().filter(|need| service.needs.is_empty() || service.needs.contains(need)).count()
}

fn reasons(seeker: &Seeker, service: &Service, specialist: usize, needs: usize) -> Vec<String> {
    let mut reasons = Vec::new();
    if specialist > 0 {
        let shared: Vec<&str> =
            seeker.specialisms.iter().filter(|s| service.specialisms.contains(s)).map(|s| s.as_str()).collect();
        reasons.push(format!("it specialises in {}", shared.join(", ")));
    }
    if needs > 0 {
        reasons.push(format!("it meets {needs} of the {} needs named", seeker.needs.len()));
    }
    if service.universal {
        reasons.push("it takes everyone in the area (AS27)".to_owned());
    }
    reasons.push(match (&seeker.local_authority, service.local_authorities.is_empty()) {
        (_, true) => "it serves the whole area".to_owned(),
        (home, false) => format!("it serves the home council {}", home.as_deref().unwrap_or("unknown")),
    });
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::profile::{Clocks, Labels, Thresholds};
    use serde_json::json;
    use std::collections::BTreeMap;

    fn service(code: &str) -> Service {
        serde_json::from_value(json!({
            "code": code, "provider": format!("provider-of-{code}"), "name": code, "about": "", "stage": 2, "needs": [],
            "specialisms": [], "local_authorities": [], "funding": ["moj-grant"], "modalities": ["phone"],
            "from": "2018-04-01", "until": null, "public": true
        }))
        .unwrap()
    }

    fn profile() -> Profile {
        let local = Service {
            needs: vec![NeedCode::TroubleSleeping, NeedCode::LossOfAppetite],
            local_authorities: vec!["E07000178".to_owned()],
            ..service("local")
        };
        let hate = Service { specialisms: vec![Specialism::HateCrime], stage: 3, ..service("hate") };
        let ended = Service { until: Some("2019-03-31".parse().unwrap()), ..local.clone() };
        Profile {
            area: "here".to_owned(),
            name: "Here".to_owned(),
            hub_name: "Here".to_owned(),
            sender_name: "The desk".to_owned(),
            neutral_domain: "mail.example.net".to_owned(),
            exit_url: "https://example.org".to_owned(),
            rules: "2021-04.1".to_owned(),
            consent_models: Vec::new(),
            labels: Labels {
                coordinator: "Coordinator".to_owned(),
                touchpoint: "Touchpoint".to_owned(),
                stages: BTreeMap::new(),
            },
            clocks: Clocks::default(),
            thresholds: Thresholds::default(),
            local_authorities: Vec::new(),
            helplines: Vec::new(),
            providers: Vec::new(),
            services: vec![
                Service { code: "ended".to_owned(), ..ended },
                Service { universal: true, ..service("everyone") },
                hate,
                local,
            ],
            partners: Vec::new(),
            touchpoints: Vec::new(),
        }
    }

    fn seeker() -> Seeker {
        Seeker {
            needs: vec![NeedCode::TroubleSleeping],
            specialisms: Vec::new(),
            stages: vec![1, 2, 3],
            local_authority: Some("E07000178".to_owned()),
            age_band: None,
            funding: Funding::MojGrant,
        }
    }

    fn check(seeker: Seeker, expected: Option<&str>) {
        let profile = profile();
        let found = best(&seeker, &profile, "2026-11-23".parse().unwrap());
        assert_eq!(found.as_ref().map(|found| found.service.code.as_str()), expected);
        assert!(found.is_none_or(|found| !found.reasons.is_empty()), "every match is explained");
    }

    #[test]
    fn a_local_service_that_meets_the_need_comes_before_the_one_for_everyone() {
        check(seeker(), Some("local"));
    }

    #[test]
    fn a_specialist_comes_before_both_and_is_for_nobody_else() {
        check(Seeker { specialisms: vec![Specialism::HateCrime], ..seeker() }, Some("hate"));
        check(Seeker { needs: vec![NeedCode::MediaAttention], ..seeker() }, Some("everyone"));
    }

    #[test]
    fn who_lives_elsewhere_or_gives_no_home_gets_the_service_for_everyone() {
        check(Seeker { local_authority: Some("E07000177".to_owned()), ..seeker() }, Some("everyone"));
        check(Seeker { local_authority: None, ..seeker() }, Some("everyone"));
    }

    #[test]
    fn money_that_may_not_be_spent_on_this_person_offers_nothing() {
        check(Seeker { funding: Funding::PccBudget, ..seeker() }, None);
    }
}
