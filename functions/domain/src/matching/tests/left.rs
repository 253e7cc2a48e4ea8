//! Every reason for not choosing a service.

use super::*;
use events::assessment::National;
use events::referral::{AccessNeed, AgeBand, Modality, WorkerGender};

/// The service is not chosen, for that reason alone. The universal service is chosen instead.
fn left(seeker: &Seeker, service: Service, expected: WhyLeft) {
    let code = service.code.clone();
    let profile = area(vec![service, everyone()]);
    let found = package(seeker, &profile, &Loads::default(), today());
    assert_eq!(why(&found, &code), Some(expected));
    assert_eq!(taken(&found), ["everyone"]);
}

/// Only this service is chosen.
fn fits(seeker: &Seeker, service: Service) {
    let code = service.code.clone();
    check(seeker, &[service, everyone()], &[code.as_str()]);
}

#[test]
fn a_service_without_a_current_contract_is_excluded() {
    let on = |day: &str| day.parse::<Date>().unwrap();
    left(
        &seeker(),
        Service {
            until: Some(on("2026-11-22")),
            ..service("a")
        },
        WhyLeft::ContractNotOpen,
    );
    left(
        &seeker(),
        Service {
            from: on("2026-11-24"),
            ..service("a")
        },
        WhyLeft::ContractNotOpen,
    );
    fits(
        &seeker(),
        Service {
            from: on("2026-11-23"),
            until: Some(on("2026-11-23")),
            ..service("a")
        },
    );
}

#[test]
fn another_areas_hub_is_never_matched() {
    let mut profile = area(vec![service("a"), everyone()]);
    profile.providers[0].kind = ProviderKind::Hub;
    let found = package(&seeker(), &profile, &Loads::default(), today());
    assert_eq!(why(&found, "a"), Some(WhyLeft::AnotherHub));
}

#[test]
fn a_service_for_other_councils_is_excluded() {
    let some = || Service {
        local_authorities: codes(&["E07000177"]),
        ..service("a")
    };
    left(&seeker(), some(), WhyLeft::AnotherArea);
    left(
        &Seeker {
            local_authority: None,
            ..seeker()
        },
        some(),
        WhyLeft::AnotherArea,
    );
    fits(
        &Seeker {
            local_authority: Some("E07000177".to_owned()),
            ..seeker()
        },
        some(),
    );
    fits(
        &Seeker {
            local_authority: None,
            ..seeker()
        },
        service("a"),
    );
}

#[test]
fn a_home_elsewhere_fits_only_services_that_name_its_council() {
    let outside = Seeker {
        local_authority: Some("E06000023".to_owned()),
        ..seeker()
    };
    check(&outside, &[service("a"), everyone()], &[]);
    fits(
        &outside,
        Service {
            local_authorities: codes(&["E06000023"]),
            ..service("a")
        },
    );
}

#[test]
fn a_national_service_for_something_else_is_left() {
    left(
        &seeker(),
        Service {
            national: Some(National::Homicide),
            ..service("a")
        },
        WhyLeft::AnotherNational,
    );
}

#[test]
fn money_for_something_else_is_not_spent_on_this_person() {
    left(
        &seeker(),
        Service {
            funding: vec![Funding::PccBudget],
            ..service("a")
        },
        WhyLeft::AnotherFunding,
    );
    check(
        &Seeker {
            funding: Funding::PccBudget,
            ..seeker()
        },
        &[everyone()],
        &[],
    );
}

#[test]
fn a_service_for_another_role_is_left() {
    left(
        &seeker(),
        Service {
            roles: vec![Role::Witness],
            ..service("a")
        },
        WhyLeft::AnotherRole,
    );
    fits(
        &seeker(),
        Service {
            roles: vec![Role::Witness, Role::Victim],
            ..service("a")
        },
    );
}

#[test]
fn an_unknown_age_neither_excludes_nor_admits() {
    let young = || Service {
        ages: vec![AgeBand::From16To17],
        ..service("a")
    };
    left(&seeker(), young(), WhyLeft::AnotherAge);
    left(
        &Seeker {
            age_band: Some(AgeBand::SixtyPlus),
            ..seeker()
        },
        young(),
        WhyLeft::AnotherAge,
    );
    fits(
        &Seeker {
            age_band: Some(AgeBand::From16To17),
            ..seeker()
        },
        young(),
    );
    fits(&seeker(), service("a"));
}

#[test]
fn a_service_for_another_risk_or_another_complexity_is_left() {
    left(
        &seeker(),
        Service {
            risks: vec![Risk::Medium],
            ..service("a")
        },
        WhyLeft::AnotherRisk,
    );
    let complex = || Service {
        complexities: vec![Complexity::Complex],
        ..service("a")
    };
    left(&seeker(), complex(), WhyLeft::AnotherComplexity);
    fits(
        &Seeker {
            complexity: Complexity::Complex,
            ..seeker()
        },
        complex(),
    );
}

#[test]
fn a_specialist_is_only_for_its_specialism() {
    let specialist = || Service {
        needs: vec![NeedCode::TroubleSleeping],
        ..for_special("a", &[Specialism::HateCrime])
    };
    left(&seeker(), specialist(), WhyLeft::AnotherSpecialism);
    fits(
        &Seeker {
            specialisms: vec![Specialism::HateCrime],
            ..seeker()
        },
        specialist(),
    );
}

#[test]
fn the_fourth_stage_needs_a_named_need() {
    left(
        &Seeker {
            stages: vec![1, 2],
            ..seeker()
        },
        Service {
            stage: 3,
            ..service("a")
        },
        WhyLeft::AnotherStage,
    );
    left(
        &seeker(),
        Service {
            stage: 4,
            ..service("a")
        },
        WhyLeft::AnotherStage,
    );
    fits(
        &seeker(),
        Service {
            stage: 4,
            ..for_needs("a", &[NeedCode::TroubleSleeping])
        },
    );
    let hated = Seeker {
        specialisms: vec![Specialism::HateCrime],
        ..seeker()
    };
    fits(
        &hated,
        Service {
            stage: 4,
            ..for_special("a", &[Specialism::HateCrime])
        },
    );
}

#[test]
fn a_service_that_meets_none_of_the_needs_is_left() {
    left(
        &seeker(),
        for_needs("a", &[NeedCode::MediaAttention]),
        WhyLeft::AnotherNeed,
    );
    left(
        &Seeker {
            needs: Vec::new(),
            ..seeker()
        },
        for_needs("a", &[NeedCode::MediaAttention]),
        WhyLeft::AnotherNeed,
    );
}

#[test]
fn a_service_with_the_case_is_not_asked_again() {
    let seeker = Seeker {
        with: codes(&["a", "everyone"]),
        ..seeker()
    };
    let profile = area(vec![service("a"), everyone()]);
    let found = package(&seeker, &profile, &Loads::default(), today());
    assert_eq!((taken(&found), found.unmet.len()), (Vec::new(), 0));
    assert!(
        found
            .left
            .iter()
            .all(|left| left.why == WhyLeft::AlreadyOnOffer)
    );
}

#[test]
fn a_refusal_outweighs_a_choice_and_the_universal_service() {
    left(
        &Seeker {
            unwanted: codes(&["a"]),
            wanted: codes(&["a"]),
            ..seeker()
        },
        service("a"),
        WhyLeft::PersonSaidNo,
    );
    check(
        &Seeker {
            unwanted: codes(&["everyone"]),
            ..seeker()
        },
        &[everyone()],
        &[],
    );
}

#[test]
fn a_service_that_declined_is_not_asked_again() {
    left(
        &Seeker {
            refused: codes(&["a"]),
            ..seeker()
        },
        service("a"),
        WhyLeft::RefusedBefore,
    );
    check(
        &Seeker {
            refused: codes(&["everyone"]),
            ..seeker()
        },
        &[everyone()],
        &[],
    );
}

#[test]
fn a_current_provider_is_not_asked_again() {
    left(
        &Seeker {
            already_with: codes(&["provider-of-a"]),
            ..seeker()
        },
        service("a"),
        WhyLeft::AlreadySupports,
    );
}

#[test]
fn a_provider_that_serves_offenders_waits_for_a_coordinator() {
    let mut profile = area(vec![service("a"), everyone()]);
    profile
        .providers
        .iter_mut()
        .for_each(|provider| provider.works_with_offenders = true);
    let at_home = Seeker {
        conflict_check: true,
        ..seeker()
    };
    let found = package(&at_home, &profile, &Loads::default(), today());
    assert!(found.taken.is_empty(), "not even the service for everyone");
    assert_eq!(why(&found, "a"), Some(WhyLeft::MayServeSuspect));
    assert_eq!(
        taken(&package(&seeker(), &profile, &Loads::default(), today())),
        ["a"]
    );
}

#[test]
fn police_staff_need_consent_of_people_who_came_alone() {
    let mut profile = area(vec![service("a"), everyone()]);
    profile
        .providers
        .iter_mut()
        .for_each(|provider| provider.police_staffed = provider.code == "provider-of-a");
    let quiet = Seeker {
        not_to_police: true,
        wanted: codes(&["a"]),
        ..seeker()
    };
    let found = package(&quiet, &profile, &Loads::default(), today());
    assert_eq!(
        (taken(&found), why(&found, "a")),
        (vec!["everyone"], Some(WhyLeft::PoliceStaffed))
    );
    assert_eq!(
        taken(&package(&seeker(), &profile, &Loads::default(), today())),
        ["a"]
    );
}

#[test]
fn a_service_that_winds_down_accepts_nobody_new() {
    let ending = |last| Service {
        new_until: Some(last),
        until: Some("2027-03-31".parse().unwrap()),
        ..service("a")
    };
    fits(&seeker(), ending(today()));
    left(
        &seeker(),
        ending(today().yesterday().unwrap()),
        WhyLeft::ContractNotOpen,
    );
}

#[test]
fn other_access_needs_exclude_no_service() {
    let asks = Seeker {
        access_needs: vec![
            AccessNeed::StepFree,
            AccessNeed::EasyRead,
            AccessNeed::Other,
        ],
        ..seeker()
    };
    left(
        &asks,
        Service {
            access_needs: vec![AccessNeed::StepFree],
            ..service("a")
        },
        WhyLeft::AccessNotOffered,
    );
    fits(
        &asks,
        Service {
            access_needs: vec![AccessNeed::EasyRead, AccessNeed::StepFree],
            ..service("a")
        },
    );
}

#[test]
fn a_service_speaks_the_language_or_works_with_interpreters() {
    let speaker = |language: &str| Seeker {
        language: language.to_owned(),
        ..seeker()
    };
    left(&speaker("pt-BR"), service("a"), WhyLeft::LanguageNotSpoken);
    fits(
        &speaker("pt-BR"),
        Service {
            languages: codes(&["PT"]),
            ..service("a")
        },
    );
    fits(
        &speaker("pt-BR"),
        Service {
            interpreters: true,
            ..service("a")
        },
    );
    fits(&speaker("en-GB"), service("a"));
    let signs = Service {
        access_needs: vec![AccessNeed::BritishSignLanguage],
        ..service("a")
    };
    fits(&speaker("bfi"), signs);
    left(
        &Seeker {
            interpreter: true,
            ..seeker()
        },
        service("a"),
        WhyLeft::LanguageNotSpoken,
    );
    let speaks = Service {
        languages: codes(&["pl"]),
        ..service("a")
    };
    fits(
        &Seeker {
            interpreter: true,
            ..speaker("pl")
        },
        speaks,
    );
}

#[test]
fn a_service_must_promise_the_requested_worker() {
    let asks = |worker| Seeker {
        worker_gender: Some(worker),
        ..seeker()
    };
    left(
        &asks(WorkerGender::Woman),
        service("a"),
        WhyLeft::WorkerNotPromised,
    );
    fits(
        &asks(WorkerGender::Woman),
        Service {
            worker_genders: vec![WorkerGender::Woman],
            ..service("a")
        },
    );
    fits(&asks(WorkerGender::NoPreference), service("a"));
}

#[test]
fn a_service_must_offer_a_requested_kind_of_support() {
    let asks = Seeker {
        modality: vec![Modality::FaceToFace],
        ..seeker()
    };
    let by = |modalities| Service {
        modalities,
        ..service("a")
    };
    left(
        &asks,
        by(vec![Modality::Phone]),
        WhyLeft::ModalityNotOffered,
    );
    fits(&asks, by(vec![Modality::Phone, Modality::FaceToFace]));
    fits(&asks, by(Vec::new()));
}

#[test]
fn a_service_that_is_full_is_left() {
    let profile = area(vec![
        Service {
            capacity: Some(3),
            ..service("a")
        },
        everyone(),
    ]);
    for (open, expected) in [(0, "a"), (2, "a"), (3, "everyone"), (u32::MAX, "everyone")] {
        let loads = loads(&[("a", open)]);
        assert_eq!(
            taken(&package(&seeker(), &profile, &loads, today())),
            [expected],
            "{open} open"
        );
    }
    let found = package(&seeker(), &profile, &loads(&[("a", 3)]), today());
    assert_eq!(why(&found, "a"), Some(WhyLeft::Full));
}

#[test]
fn the_first_reason_is_the_one_that_lasts_longest() {
    let never = Service {
        until: Some("2019-03-31".parse().unwrap()),
        capacity: Some(0),
        ..service("a")
    };
    left(
        &Seeker {
            refused: codes(&["a"]),
            ..seeker()
        },
        never.clone(),
        WhyLeft::ContractNotOpen,
    );
    left(
        &Seeker {
            refused: codes(&["a"]),
            ..seeker()
        },
        Service {
            until: None,
            ..never
        },
        WhyLeft::RefusedBefore,
    );
}

#[test]
fn those_left_come_with_those_that_nearly_fitted_first() {
    let profile = area(vec![
        Service {
            funding: Vec::new(),
            ..service("z")
        },
        Service {
            funding: Vec::new(),
            ..service("y")
        },
        Service {
            capacity: Some(0),
            ..service("x")
        },
        everyone(),
    ]);
    let found = package(&seeker(), &profile, &Loads::default(), today());
    let order: Vec<&str> = found
        .left
        .iter()
        .map(|left| left.service.code.as_str())
        .collect();
    assert_eq!(order, ["x", "y", "z"]);
}
