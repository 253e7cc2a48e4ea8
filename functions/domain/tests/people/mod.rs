//! People and small areas with few councils, needs and providers, so that most rules apply.

use super::services::TODAY;
use domain::matching::{Loads, Seeker};
use events::assessment::{Complexity, Funding, National, Risk, Specialism};
use events::profile::{Profile, Provider, ProviderKind, Service};
use events::referral::{AccessNeed, AgeBand, Modality, Need, NeedCode, Role, Weight, WorkerGender};
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

/// The universal service, and its provider.
pub const EVERYONE: &str = "everyone";

const SERVICES: usize = 9;
const PROVIDERS: [&str; 4] = ["p0", "p1", "hub", "offenders"];
const HOMES: [&str; 3] = ["E07000001", "E07000002", "E06000099"];
const NEEDS: [NeedCode; 6] = [
    NeedCode::TroubleSleeping,
    NeedCode::LossOfAppetite,
    NeedCode::MediaAttention,
    NeedCode::CompensationClaim,
    NeedCode::DamageToProperty,
    NeedCode::RestorativeJustice,
];
const SPECIALISMS: [Specialism; 4] = [
    Specialism::HateCrime,
    Specialism::YoungPeople,
    Specialism::Fraud,
    Specialism::RestorativeJustice,
];

/// An empty list three times out of four, otherwise some values: most lists are empty in most
/// areas.
fn seldom<T: Clone + std::fmt::Debug + 'static>(of: &[T]) -> BoxedStrategy<Vec<T>> {
    prop_oneof![3 => Just(Vec::new()), 1 => subsequence(of.to_vec(), 1..=of.len())].boxed()
}

fn some<T: Clone + std::fmt::Debug + 'static>(of: &[T]) -> BoxedStrategy<Vec<T>> {
    subsequence(of.to_vec(), 0..=of.len()).boxed()
}

fn codes(of: &[&str]) -> Vec<String> {
    of.iter().map(|code| (*code).to_owned()).collect()
}

fn service(n: usize) -> impl Strategy<Value = Service> {
    let what = (
        select(PROVIDERS.to_vec()),
        prop_oneof![1 => Just(1_u8), 3 => Just(2), 2 => Just(3), 1 => Just(4)],
        some(&NEEDS),
        seldom(&SPECIALISMS),
        prop::option::weighted(0.1, select(National::ALL)),
        prop::bool::weighted(0.05),
        prop::bool::weighted(0.1),
    );
    let whom = (
        seldom(&codes(&HOMES)),
        seldom(AgeBand::ALL),
        seldom(Role::ALL),
        seldom(Risk::ALL),
        seldom(Complexity::ALL),
        prop_oneof![1 => some(Funding::ALL), 5 => Just(Funding::ALL.to_vec())],
    );
    let how = (
        some(Modality::ALL),
        some(AccessNeed::ALL),
        seldom(&codes(&["pl", "cy"])),
        any::<bool>(),
        some(WorkerGender::ALL),
        prop::option::of(0_u32..5),
        (-1_i64..30, prop::option::weighted(0.3, -1_i64..30)),
    );
    (what, whom, how).prop_map(move |(what, whom, how)| Service {
        code: format!("s{n}"),
        provider: what.0.to_owned(),
        stage: what.1,
        needs: what.2,
        specialisms: what.3,
        national: what.4,
        refuge: what.5,
        universal: what.6,
        local_authorities: whom.0,
        ages: whom.1,
        roles: whom.2,
        risks: whom.3,
        complexities: whom.4,
        funding: whom.5,
        modalities: how.0,
        access_needs: how.1,
        languages: how.2,
        interpreters: how.3,
        worker_genders: how.4,
        capacity: how.5,
        from: TODAY - how.6.0.days(),
        until: how.6.1.map(|after| TODAY + after.days()),
        ..everyone()
    })
}

fn everyone() -> Service {
    let services = super::services::profile(1).services;
    let anyone = services.into_iter().next().unwrap();
    Service {
        code: EVERYONE.to_owned(),
        provider: EVERYONE.to_owned(),
        local_authorities: Vec::new(),
        universal: true,
        funding: Funding::ALL.to_vec(),
        capacity: None,
        until: None,
        ..anyone
    }
}

/// An area with an open universal service.
pub fn area() -> impl Strategy<Value = Profile> {
    let each: Vec<_> = (0..SERVICES).map(service).collect();
    (each, 0..=SERVICES).prop_map(|(mut services, kept)| {
        services.truncate(kept);
        services.push(everyone());
        let mut profile = super::services::profile(0);
        profile.local_authorities.truncate(2);
        profile
            .local_authorities
            .iter_mut()
            .zip(HOMES)
            .for_each(|(council, code)| council.code = code.to_owned());
        let provider = |code: &str| Provider {
            code: code.to_owned(),
            name: code.to_owned(),
            kind: if code == "hub" {
                ProviderKind::Hub
            } else {
                ProviderKind::Local
            },
            illustrative: true,
            works_with_offenders: code == "offenders",
            police_staffed: code == "p1",
        };
        profile.providers = PROVIDERS
            .iter()
            .chain([&EVERYONE])
            .map(|code| provider(code))
            .collect();
        profile.services = services;
        profile
    })
}

/// The same area with its lists in another order.
pub fn shuffled(profile: Profile) -> impl Strategy<Value = Profile> {
    (
        Just(profile.services.clone()).prop_shuffle(),
        Just(profile.providers.clone()).prop_shuffle(),
    )
        .prop_map(move |(services, providers)| Profile {
            services,
            providers,
            ..profile.clone()
        })
}

/// Some codes of services, mostly none.
fn named() -> BoxedStrategy<Vec<String>> {
    let all: Vec<String> = (0..SERVICES)
        .map(|n| format!("s{n}"))
        .chain([EVERYONE.to_owned()])
        .collect();
    prop_oneof![3 => Just(Vec::new()), 1 => subsequence(all, 1..=3)].boxed()
}

/// Any person.
pub fn person() -> impl Strategy<Value = Seeker> {
    let weight = prop::option::of(select(Weight::ALL));
    let need = (select(NEEDS.to_vec()), weight).prop_map(|(code, weight)| Need { code, weight });
    let what = (
        prop::collection::vec(need, 0..7),
        some(&SPECIALISMS),
        some(&[1_u8, 2, 3]),
        seldom(National::ALL),
        select(Complexity::ALL),
        select(Risk::ALL),
        select(Role::ALL),
    );
    let who = (
        prop::option::weighted(0.8, select(codes(&HOMES))),
        prop::option::of(select(AgeBand::ALL)),
        select(Funding::ALL),
        seldom(AccessNeed::ALL),
        select(vec!["en", "en", "en-GB", "pl-PL", "CY", "bfi", "ar"]),
        prop::bool::weighted(0.2),
        prop::option::of(select(WorkerGender::ALL)),
    );
    let said = (
        seldom(Modality::ALL),
        any::<bool>(),
        seldom(&codes(&PROVIDERS)),
        named(),
        named(),
        named(),
        named(),
    );
    (what, who, said).prop_map(|(what, who, said)| Seeker {
        needs: what.0,
        specialisms: what.1,
        stages: what.2,
        national: what.3,
        complexity: what.4,
        risk: what.5,
        role: what.6,
        local_authority: who.0,
        age_band: who.1,
        funding: who.2,
        access_needs: who.3,
        language: who.4.to_owned(),
        interpreter: who.5,
        worker_gender: who.6,
        modality: said.0,
        conflict_check: said.1,
        not_to_police: said.1,
        already_with: said.2,
        wanted: said.3,
        unwanted: said.4,
        refused: said.5,
        with: said.6,
    })
}

/// The same person with every list in another order, and some items repeated.
pub fn turned(seeker: Seeker) -> impl Strategy<Value = Seeker> {
    any::<[Index; 3]>().prop_map(move |twice| {
        let mut turned = seeker.clone();
        fn turn<T: Clone>(list: &mut Vec<T>, twice: &Index) {
            if !list.is_empty() {
                list.push(list[twice.index(list.len())].clone());
            }
            list.reverse();
        }
        turn(&mut turned.needs, &twice[0]);
        turn(&mut turned.specialisms, &twice[1]);
        turn(&mut turned.stages, &twice[2]);
        turn(&mut turned.national, &twice[0]);
        turn(&mut turned.access_needs, &twice[1]);
        turn(&mut turned.modality, &twice[2]);
        for list in [
            &mut turned.already_with,
            &mut turned.wanted,
            &mut turned.unwanted,
            &mut turned.refused,
            &mut turned.with,
        ] {
            turn(list, &twice[0]);
        }
        turned
    })
}

/// The load of the services of [`area`].
pub fn loads() -> impl Strategy<Value = Loads> {
    prop::collection::vec(0_u32..5, SERVICES).prop_map(|open| {
        Loads(
            open.into_iter()
                .enumerate()
                .map(|(n, open)| (format!("s{n}"), open))
                .collect(),
        )
    })
}
