//! Properties of matching for every person and every area.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod generate;
mod people;
mod services;

use domain::assess::{assess, rule_set};
use domain::matching::{Left, Loads, Match, Package, Seeker, WhyLeft, package};
use events::assessment::Specialism;
use events::case::{Received, Routing};
use events::parse;
use events::profile::{Profile, ProviderKind, Service};
use events::referral::{Need, NeedCode, Referral, SourceKind};
use people::{EVERYONE, area, loads, person, shuffled};
use proptest::prelude::*;
use serde_json::{Value, json};
use services::TODAY;
use std::collections::BTreeSet;

fn of<'a>(seeker: &Seeker, profile: &'a Profile, loads: &Loads) -> Package<'a> {
    package(seeker, profile, loads, TODAY)
}

fn codes(package: &Package<'_>) -> Vec<String> {
    package
        .taken
        .iter()
        .map(|found| found.service.code.clone())
        .collect()
}

fn local<'p, 'a>(package: &'p Package<'a>) -> impl Iterator<Item = &'p Match<'a>> {
    package
        .taken
        .iter()
        .filter(|found| found.service.national.is_none())
}

fn is_restorative(service: &Service) -> bool {
    let only_that = service.needs == [NeedCode::RestorativeJustice]
        || service.specialisms == [Specialism::RestorativeJustice];
    only_that && !service.universal
}

/// The same person without any answer or attempt that excludes them from the universal service.
fn open_to_everyone(mut seeker: Seeker, profile: &Profile) -> Seeker {
    let inside = |home: &String| {
        profile
            .local_authorities
            .iter()
            .any(|council| council.code == *home)
    };
    seeker.local_authority = seeker.local_authority.filter(inside);
    seeker.with.clear();
    for list in [
        &mut seeker.unwanted,
        &mut seeker.refused,
        &mut seeker.already_with,
    ] {
        list.retain(|code| code != EVERYONE);
    }
    seeker
}

proptest! {
    #[test]
    fn the_order_of_no_list_matters(
        (seeker, other_seeker) in person().prop_flat_map(|seeker| (Just(seeker.clone()), people::turned(seeker))),
        (profile, other_profile) in area().prop_flat_map(|profile| (Just(profile.clone()), shuffled(profile))),
        loads in loads(),
    ) {
        prop_assert_eq!(of(&seeker, &profile, &loads), of(&other_seeker, &other_profile, &loads));
    }

    #[test]
    fn every_service_is_taken_or_left_once(seeker in person(), profile in area(), loads in loads()) {
        let found = of(&seeker, &profile, &loads);
        let left = found.left.iter().map(|left| left.service.code.clone());
        let all: Vec<String> = codes(&found).into_iter().chain(left).collect();
        prop_assert_eq!(all.len(), profile.services.len());
        prop_assert_eq!(BTreeSet::from_iter(all).len(), profile.services.len());
    }

    #[test]
    fn nobody_is_taken_whom_a_hard_rule_forbids(seeker in person(), profile in area(), loads in loads()) {
        let found = of(&seeker, &profile, &loads);
        for Match { service, reasons, .. } in &found.taken {
            let provider = profile.providers.iter().find(|provider| provider.code == service.provider).unwrap();
            prop_assert!(service.open_on(TODAY));
            prop_assert!(service.capacity.is_none_or(|capacity| loads.of(&service.code) < capacity));
            prop_assert!(service.funding.contains(&seeker.funding));
            for said in [&seeker.unwanted, &seeker.refused, &seeker.with] {
                prop_assert!(!said.contains(&service.code));
            }
            prop_assert!(!seeker.already_with.contains(&service.provider));
            prop_assert!(!(seeker.conflict_check && provider.works_with_offenders));
            prop_assert!(!(seeker.not_to_police && provider.police_staffed));
            prop_assert!(provider.kind != ProviderKind::Hub);
            prop_assert!(service.national.is_none_or(|national| seeker.national.contains(&national)));
            prop_assert!(!reasons.is_empty());
        }
    }

    #[test]
    fn the_universal_service_leaves_no_need_unmet(
        seeker in person(), profile in area(), loads in loads(),
    ) {
        let seeker = open_to_everyone(seeker, &profile);
        let found = of(&seeker, &profile, &loads);
        prop_assert!(local(&found).any(|found| !is_restorative(found.service)));
        prop_assert_eq!(found.unmet, []);
    }

    #[test]
    fn each_need_is_met_once_or_unmet(seeker in person(), profile in area(), loads in loads()) {
        let seeker = Seeker { with: Vec::new(), ..seeker };
        let found = of(&seeker, &profile, &loads);
        let mut all: Vec<NeedCode> = found.taken.iter().flat_map(|found| &found.needs).chain(&found.unmet).copied().collect();
        all.sort_unstable();
        let named: BTreeSet<NeedCode> = seeker.needs.iter().map(|need| need.code).collect();
        prop_assert_eq!(all, Vec::from_iter(named));
    }

    #[test]
    fn each_specialism_is_covered_or_reported(
        seeker in person(), profile in area(), loads in loads(),
    ) {
        let seeker = Seeker { with: Vec::new(), ..seeker };
        let found = of(&seeker, &profile, &loads);
        for special in &seeker.specialisms {
            let served = local(&found).any(|found| {
                let only = found.service.needs == [NeedCode::RestorativeJustice];
                let serves = found.service.specialisms.contains(special) && !found.service.universal;
                serves && (!only || *special == Specialism::RestorativeJustice)
            });
            prop_assert_eq!(!served, found.unserved.contains(special));
        }
    }

    #[test]
    fn one_more_need_takes_no_other_need_from_anyone(
        seeker in person(), profile in area(), loads in loads(), more in prop::sample::select(NeedCode::ALL),
    ) {
        let before = of(&seeker, &profile, &loads);
        let mut with_more = seeker.clone();
        with_more.needs.push(Need { code: more, weight: None });
        let after = of(&with_more, &profile, &loads);
        // A person with the maximum number of services may lack what one more could do.
        prop_assume!(local(&after).count() + seeker.with.len() < 4);
        prop_assert!(after.unmet.iter().all(|need| *need == more || before.unmet.contains(need)));
    }

    #[test]
    fn a_package_is_small_and_has_support(
        seeker in person(), profile in area(), loads in loads(),
    ) {
        let found = of(&seeker, &profile, &loads);
        prop_assert!(local(&found).count() <= 4);
        let supported = local(&found).any(|found| !is_restorative(found.service));
        prop_assert!(supported || local(&found).count() == 0 || !seeker.with.is_empty());
        let each: BTreeSet<_> = found.taken.iter().filter_map(|found| found.service.national).collect();
        prop_assert_eq!(each.len(), found.taken.len() - local(&found).count(), "one for each national need");
    }

    #[test]
    fn who_is_asked_again_with_the_package_needs_nothing_more(seeker in person(), profile in area(), loads in loads()) {
        let found = of(&seeker, &profile, &loads);
        let mut again = seeker.clone();
        again.with.extend(codes(&found));
        prop_assert_eq!(codes(&of(&again, &profile, &loads)), Vec::<String>::new());
        prop_assert_eq!(of(&again, &profile, &loads).unmet, found.unmet);
    }

    #[test]
    fn what_nobody_would_miss_is_not_in_the_package(seeker in person(), profile in area(), loads in loads()) {
        for Match { service, needs, .. } in local(&of(&seeker, &profile, &loads)) {
            let special = service.specialisms.iter().any(|special| seeker.specialisms.contains(special));
            let chosen = seeker.wanted.contains(&service.code);
            prop_assert!(special || chosen || !needs.is_empty() || seeker.needs.is_empty() || service.universal);
        }
    }

    #[test]
    fn a_service_left_for_being_full_would_have_fitted(seeker in person(), profile in area(), loads in loads()) {
        let found = of(&seeker, &profile, &loads);
        let empty = of(&seeker, &profile, &Loads::default());
        let last = |why: WhyLeft| why >= WhyLeft::Full;
        for Left { service, why } in &found.left {
            let idle = empty.left.iter().find(|left| left.service.code == service.code).map(|left| left.why);
            // Without load, a service is chosen, or others cover its part. Any other reason stays
            // the same.
            prop_assert!(idle.is_none_or(|idle| idle == *why || (last(*why) && last(idle))), "{why:?} {idle:?}");
        }
    }

    #[test]
    fn the_crime_type_changes_nothing(document in generate::accepted(), category in "[a-z]{1,12}") {
        let mut other = document.clone();
        let incident = other.as_object_mut().unwrap().entry("incident").or_insert_with(|| json!({}));
        incident["category"] = json!({"scheme": "police.uk", "code": category});
        prop_assert_eq!(Seeker::from(&received(&document)), Seeker::from(&received(&other)));
    }
}

/// What the hub knows of a referral that it has accepted.
fn received(document: &Value) -> Received {
    let referral: Referral = parse::referral(document, generate::TODAY).unwrap();
    let wishes = referral.wishes.clone().unwrap_or_default();
    Received {
        source: SourceKind::SelfReferral,
        sender: "self".to_owned(),
        submission: referral.id.clone(),
        basis: None,
        given_by: None,
        scope: Vec::new(),
        role: referral.person.role,
        age_band: referral.person.age_band,
        language: "en".to_owned(),
        interpreter: false,
        access_needs: referral.person.access_needs.clone(),
        modality: wishes.modality,
        worker_gender: wishes.worker_gender,
        local_authority: None,
        needs: referral.needs.clone(),
        frequency: None,
        contact_left_out: false,
        counted: false,
        set_aside: None,
        safe_channels: Vec::new(),
        touchpoint: None,
        consent_model: None,
        ask_council: false,
        elsewhere: false,
        already_with: Vec::new(),
        identified: false,
        placed: false,
        assessment: assess(&referral, rule_set("2021-04.1").unwrap(), generate::TODAY),
        routing: Routing::ToProviders,
        acknowledge_at: None,
    }
}

#[test]
fn a_seeker_has_no_field_for_a_crime_type() {
    // A new field must be listed here to confirm that it is not a routing key.
    let Seeker {
        needs: _,
        specialisms: _,
        stages: _,
        national: _,
        complexity: _,
        risk: _,
        role: _,
        local_authority: _,
        age_band: _,
        funding: _,
        access_needs: _,
        language: _,
        interpreter: _,
        worker_gender: _,
        modality: _,
        conflict_check: _,
        not_to_police: _,
        already_with: _,
        wanted: _,
        unwanted: _,
        refused: _,
        with: _,
    } = services::seeker();
}

#[test]
fn a_large_area_gives_a_package_of_several() {
    let (profile, loads) = (services::profile(500), services::loads(500));
    let found = of(&services::seeker(), &profile, &loads);
    assert_eq!(
        (found.taken.len() + found.left.len(), found.unmet.len()),
        (500, 0)
    );
    assert!(
        found.taken.len() > 1
            && of(&services::seeker_for_everything(), &profile, &loads)
                .taken
                .len()
                == 4
    );
}
