//! An area of any size, made by arithmetic alone: the same number gives the same area, for tests and for measuring.

use domain::matching::{Loads, Seeker};
use events::assessment::{Complexity, Funding, Risk, Specialism};
use events::profile::{LocalAuthority, Profile, Provider, ProviderKind, Service};
use events::referral::{AccessNeed, AgeBand, Modality, Need, NeedCode, Role, Weight, WorkerGender};
use jiff::civil::{Date, date};
use serde_json::json;

/// The day on which most contracts run.
pub const TODAY: Date = date(2026, 11, 23);

/// How many providers, and councils, the services are spread over.
const PROVIDERS: usize = 120;
const COUNCILS: usize = 12;

/// An area with that many services, the first of which takes everyone. Of the others, about half serve the home of
/// [`seeker`], and about one in thirty is for them.
pub fn profile(services: usize) -> Profile {
    let mut profile: Profile = serde_json::from_value(json!({
        "area": "here", "name": "Here", "hub_name": "Here", "sender_name": "The desk",
        "neutral_domain": "mail.example.net", "exit_url": "https://example.org", "rules": "2021-04.1",
        "consent_models": [], "labels": {"coordinator": "Coordinator", "touchpoint": "Touchpoint", "stages": {}},
        "local_authorities": [], "helplines": [], "providers": [], "services": [], "partners": [], "touchpoints": []
    }))
    .unwrap();
    profile.local_authorities = (0..COUNCILS)
        .map(|n| LocalAuthority {
            code: council(n),
            name: format!("Council {n}"),
            county: "County".to_owned(),
            csp: format!("Council {n}"),
        })
        .collect();
    profile.providers = (0..PROVIDERS)
        .map(|n| Provider {
            code: provider(n),
            name: format!("Provider {n}"),
            kind: if n % 8 == 7 {
                ProviderKind::Hub
            } else {
                ProviderKind::Local
            },
            illustrative: true,
            works_with_offenders: n % 5 == 4,
            police_staffed: n % 9 == 8,
        })
        .collect();
    profile.services = (0..services).map(service).collect();
    profile
}

/// Somebody with three needs and a specialism, for whom most has to be looked at: every list says something.
pub fn seeker() -> Seeker {
    let need = |code, weight| Need {
        code,
        weight: Some(weight),
    };
    Seeker {
        needs: vec![
            need(NeedCode::TroubleSleeping, Weight::ALot),
            need(NeedCode::CompensationClaim, Weight::ALittle),
            need(NeedCode::OngoingTargetingOrThreats, Weight::Overwhelming),
        ],
        specialisms: vec![Specialism::HateCrime, Specialism::RestorativeJustice],
        stages: vec![1, 2, 3],
        national: Vec::new(),
        complexity: Complexity::Complex,
        risk: Risk::Medium,
        role: Role::Victim,
        local_authority: Some(council(3)),
        age_band: Some(AgeBand::From25To59),
        funding: Funding::MojGrant,
        access_needs: vec![AccessNeed::StepFree],
        language: "pl".to_owned(),
        interpreter: true,
        worker_gender: Some(WorkerGender::Woman),
        modality: vec![Modality::Phone, Modality::FaceToFace],
        conflict_check: true,
        not_to_police: true,
        already_with: vec![provider(1)],
        wanted: Vec::new(),
        unwanted: vec![code(2)],
        refused: vec![code(3)],
        with: Vec::new(),
    }
}

/// Somebody whom nearly every open service of the home could take: the most there can be to choose from.
pub fn seeker_for_everything() -> Seeker {
    Seeker {
        specialisms: Specialism::ALL.to_vec(),
        needs: NeedCode::ALL
            .iter()
            .map(|code| Need {
                code: *code,
                weight: None,
            })
            .collect(),
        access_needs: Vec::new(),
        language: "en".to_owned(),
        interpreter: false,
        worker_gender: None,
        conflict_check: false,
        ..seeker()
    }
}

/// How busy the services of [`profile`] are: one in eleven is full.
pub fn loads(services: usize) -> Loads {
    Loads(
        (0..services)
            .map(|n| (code(n), (n * 7 % 22) as u32))
            .collect(),
    )
}

fn council(n: usize) -> String {
    format!("E07{n:06}")
}

fn provider(n: usize) -> String {
    format!("provider-{n:03}")
}

fn code(n: usize) -> String {
    // Neither in the order of the profile nor told apart by its first letters.
    format!("service-{:04}", n * 7919 % 10_000)
}

fn service(n: usize) -> Service {
    let some =
        |every: usize, of: usize| (0..of).filter(move |at| (at * 5 + n * 7).is_multiple_of(every));
    let special = [1, 4].contains(&(n % 6));
    serde_json::from_value(json!({
        "code": code(n), "provider": provider(n * 31 % PROVIDERS), "name": format!("Service {n}"), "about": "",
        "stage": if special { 3 } else { 1 + n % 3 }, "universal": n == 0,
        "needs": some(4, 24).map(|at| NeedCode::ALL[at]).collect::<Vec<_>>(),
        "specialisms": special.then(|| Specialism::ALL[n * 7 % 12]).into_iter().collect::<Vec<_>>(),
        "local_authorities": if n.is_multiple_of(3) { Vec::new() } else { some(3, COUNCILS).map(council).collect::<Vec<_>>() },
        "funding": ["moj-grant", "pcc-budget"],
        "modalities": some(2, 5).map(|at| Modality::ALL[at]).collect::<Vec<_>>(),
        "access_needs": AccessNeed::ALL.iter().skip(n % 5).collect::<Vec<_>>(),
        "languages": if n.is_multiple_of(4) { vec!["ur", "pl"] } else { Vec::new() },
        "interpreters": !n.is_multiple_of(5),
        "worker_genders": if n % 3 == 1 { Vec::new() } else { vec!["woman", "man"] },
        "capacity": (n != 0).then_some(20),
        "from": "2018-04-01", "until": (n % 7 == 6).then_some("2019-03-31"), "public": true
    }))
    .unwrap()
}
