//! Which services together make a care package.

use super::*;
use NeedCode::{
    CompensationClaim, DamageToProperty, LossOfAppetite, MediaAttention, RestorativeJustice,
    TroubleSleeping,
};
use events::assessment::National;
use events::referral::AccessNeed;

fn looking_for(codes: &[NeedCode]) -> Seeker {
    Seeker {
        needs: needs(codes),
        ..seeker()
    }
}

fn living_through(specialisms: &[Specialism]) -> Seeker {
    Seeker {
        specialisms: specialisms.to_vec(),
        complexity: Complexity::Complex,
        ..seeker()
    }
}

fn justice() -> Service {
    Service {
        needs: vec![RestorativeJustice],
        ..for_special("rj", &[Specialism::RestorativeJustice])
    }
}

#[test]
fn several_needs_go_to_the_several_providers_that_meet_them() {
    let services = [
        for_needs("sleep", &[TroubleSleeping]),
        for_needs("claim", &[CompensationClaim, DamageToProperty]),
        everyone(),
    ];
    let asked = looking_for(&[TroubleSleeping, CompensationClaim, DamageToProperty]);
    check(&asked, &services, &["claim", "sleep"]);
    let profile = area(services.to_vec());
    let found = package(&asked, &profile, &Loads::default(), today());
    assert_eq!(found.taken[0].needs, [CompensationClaim, DamageToProperty]);
    assert_eq!(found.taken[1].needs, [TroubleSleeping]);
    assert_eq!(why(&found, "everyone"), Some(WhyLeft::Covered));
}

#[test]
fn the_universal_service_covers_what_remains() {
    let asked = Seeker {
        needs: weighed(&[
            (MediaAttention, Weight::ALittle),
            (TroubleSleeping, Weight::ALot),
            (LossOfAppetite, Weight::Overwhelming),
        ]),
        ..seeker()
    };
    let services = [for_needs("sleep", &[TroubleSleeping]), everyone()];
    check(&asked, &services, &["sleep", "everyone"]);
    let profile = area(services.to_vec());
    let found = package(&asked, &profile, &Loads::default(), today());
    assert_eq!(
        (found.taken[1].needs.as_slice(), found.unmet.len()),
        (&[LossOfAppetite, MediaAttention][..], 0)
    );
    let profile = area(services[..1].to_vec());
    let found = package(&asked, &profile, &Loads::default(), today());
    assert_eq!(
        found.unmet,
        [LossOfAppetite, MediaAttention],
        "the heaviest first"
    );
}

#[test]
fn a_person_without_needs_gets_general_support() {
    let asked = looking_for(&[]);
    check(&asked, &[service("all"), everyone()], &["all"]);
    check(
        &asked,
        &[for_needs("sleep", &[TroubleSleeping]), everyone()],
        &["everyone"],
    );
    check(&asked, &[], &[]);
}

#[test]
fn specialists_come_first_and_cover_each_specialism() {
    let services = [
        service("all"),
        everyone(),
        for_special("hate", &[Specialism::HateCrime]),
        Service {
            needs: vec![MediaAttention],
            ..for_special("young", &[Specialism::YoungPeople])
        },
        for_special("fraud", &[Specialism::Fraud]),
    ];
    check(
        &living_through(&[Specialism::YoungPeople, Specialism::HateCrime]),
        &services,
        &["hate", "young"],
    );
    check(
        &living_through(&[Specialism::Stalking]),
        &services,
        &["all"],
    );
    let profile = area(services.to_vec());
    let stalked = living_through(&[Specialism::Stalking, Specialism::HateCrime]);
    let found = package(&stalked, &profile, &Loads::default(), today());
    assert_eq!(found.unserved, [Specialism::Stalking]);
}

#[test]
fn one_service_for_two_specialisms_beats_two_services() {
    let services = [
        for_special("a", &[Specialism::Idva]),
        for_special("b", &[Specialism::DomesticAbuse]),
        for_special("c", &[Specialism::Idva, Specialism::DomesticAbuse]),
    ];
    check(
        &living_through(&[Specialism::Idva, Specialism::DomesticAbuse]),
        &services,
        &["c"],
    );
}

#[test]
fn a_heavier_need_comes_before_any_number_of_lighter_ones() {
    let asked = Seeker {
        needs: weighed(&[
            (MediaAttention, Weight::ALittle),
            (DamageToProperty, Weight::ALittle),
            (TroubleSleeping, Weight::Overwhelming),
        ]),
        ..seeker()
    };
    let services = [
        for_needs("light", &[MediaAttention, DamageToProperty]),
        for_needs("heavy", &[TroubleSleeping]),
    ];
    check(&asked, &services, &["heavy", "light"]);
}

#[test]
fn ties_go_to_the_lighter_load_then_the_code() {
    let profile = area(vec![
        Service {
            capacity: Some(10),
            ..service("b")
        },
        Service {
            capacity: Some(100),
            ..service("c")
        },
        Service {
            capacity: Some(10),
            ..service("a")
        },
    ]);
    for (open, expected) in [
        (&[][..], "a"),
        (&[("a", 5), ("b", 5)], "c"),
        (&[("a", 5), ("c", 51), ("b", 4)], "b"),
    ] {
        assert_eq!(
            taken(&package(&seeker(), &profile, &loads(open), today())),
            [expected]
        );
    }
}

#[test]
fn a_second_provider_beats_a_second_service() {
    let of = |code: &str, provider: &str, need| Service {
        provider: provider.to_owned(),
        ..for_needs(code, &[need])
    };
    let services = [
        of("a1", "a", TroubleSleeping),
        of("a2", "a", CompensationClaim),
        of("z", "z", CompensationClaim),
    ];
    let asked = looking_for(&[TroubleSleeping, CompensationClaim]);
    check(&asked, &services, &["a1", "z"]);
    check(
        &asked,
        &[&services[..2], &[everyone()]].concat(),
        &["a1", "a2"],
    );
}

#[test]
fn a_specialism_justifies_a_second_service_of_one_provider() {
    let of = |code: &str, provider: &str, special| Service {
        provider: provider.to_owned(),
        ..for_special(code, &[special])
    };
    let services = [
        of("a", "one", Specialism::HateCrime),
        of("b", "two", Specialism::YoungPeople),
        of("c", "one", Specialism::YoungPeople),
    ];
    check(
        &living_through(&[Specialism::HateCrime, Specialism::YoungPeople]),
        &services,
        &["a", "c"],
    );
}

#[test]
fn a_service_whose_part_the_others_play_is_dropped_again() {
    let services = [
        for_needs("a", &[TroubleSleeping, LossOfAppetite, MediaAttention]),
        for_needs("b", &[TroubleSleeping, LossOfAppetite, DamageToProperty]),
        for_needs("c", &[MediaAttention, CompensationClaim]),
    ];
    let asked = looking_for(&[
        TroubleSleeping,
        LossOfAppetite,
        MediaAttention,
        DamageToProperty,
        CompensationClaim,
    ]);
    check(&asked, &services, &["b", "c"]);
}

#[test]
fn at_most_four_services_and_the_last_covers_the_rest() {
    let all = &NeedCode::ALL[..6];
    let one_each: Vec<Service> = all
        .iter()
        .map(|need| for_needs(need.as_str(), &[*need]))
        .collect();
    let asked = looking_for(all);
    let profile = area([one_each.as_slice(), &[everyone()]].concat());
    let found = package(&asked, &profile, &Loads::default(), today());
    assert_eq!(
        (found.taken.len(), taken(&found)[3], found.unmet.len()),
        (package_builder::MOST_SERVICES, "everyone", 0)
    );
    assert!(found.left.iter().all(|left| left.why == WhyLeft::Enough));
    let profile = area(one_each);
    let found = package(&asked, &profile, &Loads::default(), today());
    assert_eq!(
        (found.taken.len(), found.unmet.len()),
        (package_builder::MOST_SERVICES, 2)
    );
}

#[test]
fn restorative_justice_comes_beside_support_and_never_alone() {
    let asked = Seeker {
        specialisms: vec![Specialism::RestorativeJustice],
        ..looking_for(&[TroubleSleeping, RestorativeJustice])
    };
    check(
        &asked,
        &[
            justice(),
            for_needs("sleep", &[TroubleSleeping]),
            everyone(),
        ],
        &["sleep", "rj"],
    );
    check(&asked, &[justice(), everyone()], &["everyone", "rj"]);
    let only_that = Seeker {
        needs: needs(&[RestorativeJustice]),
        ..asked.clone()
    };
    check(&only_that, &[justice(), everyone()], &["everyone", "rj"]);
    check(
        &Seeker {
            with: codes(&["sleep"]),
            ..asked.clone()
        },
        &[justice(), service("sleep")],
        &["rj"],
    );
    let profile = area(vec![justice()]);
    let found = package(&asked, &profile, &Loads::default(), today());
    assert_eq!(
        (why(&found, "rj"), found.unmet.len()),
        (Some(WhyLeft::OnlyBesideSupport), 2)
    );
}

#[test]
fn restorative_justice_is_for_those_who_are_interested() {
    let young = Seeker {
        specialisms: vec![Specialism::YoungPeople],
        ..seeker()
    };
    let for_the_young = Service {
        specialisms: vec![Specialism::YoungPeople],
        ..justice()
    };
    check(&young, &[for_the_young, everyone()], &["everyone"]);
    check(&seeker(), &[justice(), everyone()], &["everyone"]);
}

#[test]
fn simple_cases_get_self_help_unless_they_need_a_specialist() {
    let little = Seeker {
        complexity: Complexity::SelfHelp,
        stages: vec![1],
        ..seeker()
    };
    let practical = Service {
        stage: 1,
        ..for_needs("practical", &[TroubleSleeping])
    };
    let self_help = Service {
        stage: 1,
        complexities: vec![Complexity::SelfHelp],
        ..service("self-help")
    };
    check(&little, &[practical.clone(), everyone()], &["everyone"]);
    check(
        &little,
        &[practical.clone(), everyone(), self_help],
        &["self-help"],
    );
    check(&little, std::slice::from_ref(&practical), &["practical"]);
    let defrauded = Seeker {
        specialisms: vec![Specialism::Fraud],
        ..little.clone()
    };
    let fraud = Service {
        stage: 1,
        ..for_special("fraud", &[Specialism::Fraud])
    };
    check(
        &defrauded,
        &[practical.clone(), everyone(), fraud],
        &["fraud"],
    );
    let profile = area(vec![practical, everyone()]);
    let found = package(&little, &profile, &Loads::default(), today());
    assert_eq!(why(&found, "practical"), Some(WhyLeft::SelfHelpSuffices));
}

#[test]
fn a_choice_comes_first_even_without_a_matching_need() {
    let asked = Seeker {
        wanted: codes(&["chosen", "everyone"]),
        ..seeker()
    };
    let chosen = Service {
        stage: 4,
        ..for_needs("chosen", &[MediaAttention])
    };
    check(
        &asked,
        &[service("all"), chosen, everyone()],
        &["everyone", "chosen", "all"],
    );
}

#[test]
fn a_choice_does_not_override_eligibility() {
    let asked = Seeker {
        wanted: codes(&["hate", "full"]),
        ..seeker()
    };
    let full = Service {
        capacity: Some(0),
        ..service("full")
    };
    check(
        &asked,
        &[
            for_special("hate", &[Specialism::HateCrime]),
            full,
            everyone(),
        ],
        &["everyone"],
    );
}

#[test]
fn a_refuge_is_offered_where_nobody_else_can_help() {
    let refuge = Service {
        refuge: true,
        ..for_special("a", &[Specialism::Idva, Specialism::DomesticAbuse])
    };
    let asked = living_through(&[Specialism::DomesticAbuse]);
    let at_home = for_special("b", &[Specialism::DomesticAbuse]);
    check(&asked, &[refuge.clone(), at_home, everyone()], &["b"]);
    check(&asked, &[refuge, everyone()], &["a"]);
}

#[test]
fn one_national_service_is_added_per_national_need() {
    let national = |code| Service {
        national: Some(National::Homicide),
        ..service(code)
    };
    let bereaved = Seeker {
        national: vec![National::Homicide],
        language: "pl".to_owned(),
        ..seeker()
    };
    check(
        &bereaved,
        &[national("n2"), national("n1"), everyone()],
        &["everyone", "n1"],
    );
    check(
        &Seeker {
            with: codes(&["n2"]),
            ..bereaved.clone()
        },
        &[national("n2"), national("n1")],
        &[],
    );
    let profile = area(vec![national("n1")]);
    let found = package(&bereaved, &profile, &Loads::default(), today());
    assert_eq!(
        (taken(&found), found.unmet.as_slice()),
        (vec!["n1"], &[TroubleSleeping][..]),
        "never instead of it"
    );
}

#[test]
fn after_a_decline_the_package_is_completed() {
    let services = [
        for_needs("a", &[TroubleSleeping]),
        for_needs("b", &[TroubleSleeping]),
        for_needs("claim", &[CompensationClaim]),
        for_needs("money", &[CompensationClaim]),
    ];
    let asked = looking_for(&[TroubleSleeping, CompensationClaim]);
    check(&asked, &services, &["a", "claim"]);
    check(
        &Seeker {
            with: codes(&["claim"]),
            refused: codes(&["a"]),
            ..asked
        },
        &services,
        &["b"],
    );
}

#[test]
fn the_service_for_everyone_adapts_to_everyone() {
    let asked = Seeker {
        access_needs: vec![AccessNeed::BritishSignLanguage],
        language: "pl".to_owned(),
        ..seeker()
    };
    check(&asked, &[service("a"), everyone()], &["everyone"]);
    let ready = Service {
        access_needs: vec![AccessNeed::BritishSignLanguage],
        interpreters: true,
        universal: true,
        ..service("ready")
    };
    check(&asked, &[everyone(), ready], &["ready"]);
}

#[test]
fn the_hub_of_another_area_is_found_by_the_home() {
    let hub = |code: &str| Service {
        local_authorities: codes(&["E06000023", HOME]),
        ..service(code)
    };
    let closed = Service {
        until: Some("2019-03-31".parse().unwrap()),
        ..hub("a")
    };
    let mut profile = area(vec![hub("c"), closed, hub("b"), hub("0")]);
    profile.providers[..3]
        .iter_mut()
        .for_each(|provider| provider.kind = ProviderKind::Hub);
    let found = |home| hub_for(home, &profile, today()).map(|service| service.code.as_str());
    assert_eq!(
        (found("E06000023"), found(HOME), found("E06000024")),
        (Some("b"), None, None)
    );
}
