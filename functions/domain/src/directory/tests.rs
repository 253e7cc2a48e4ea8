//! Which services a search finds, and in which order.

mod api;

use super::*;
use events::assessment::Specialism;
use events::profile::Opening;
use events::referral::{AgeBand, Day, Modality, NeedCode};
use jiff::civil::{Date, Time, date};
use serde_json::json;

const TODAY: Date = date(2026, 11, 23);

pub(super) fn service(code: &str) -> Service {
    serde_json::from_value(json!({
        "code": code, "provider": "first", "name": code, "about": "", "stage": 2, "needs": [], "specialisms": [],
        "local_authorities": [], "funding": ["moj-grant"], "modalities": ["phone"], "from": "2018-04-01", "until": null,
        "public": true
    }))
    .unwrap()
}

pub(super) fn profile(services: Vec<Service>) -> Profile {
    let mut profile: Profile = serde_json::from_value(json!({
        "area": "small", "name": "Small", "hub_name": "Small Hub", "sender_name": "Small", "neutral_domain": "example.org",
        "exit_url": "https://example.org/", "rules": "2021-04.1",
        "consent_models": [{"model": "opt-in", "from": "2018-04-01"}],
        "labels": {"coordinator": "Coordinator", "touchpoint": "Touchpoint", "stages": {"2": "Emotional support"}},
        "local_authorities": [
            {"code": "E07000178", "name": "Oxford", "county": "Oxfordshire", "csp": "Oxford"},
            {"code": "E06000038", "name": "Reading", "county": "Berkshire", "csp": "Reading"}
        ],
        "helplines": [],
        "providers": [
            {"code": "first", "name": "First", "illustrative": true},
            {"code": "nation", "name": "Nation", "kind": "national", "illustrative": true},
            {"code": "next-door", "name": "Next Door", "kind": "hub", "illustrative": true}
        ],
        "services": [], "partners": [], "touchpoints": []
    }))
    .unwrap();
    profile.services = services;
    profile
}

fn opening(days: &[Day], from: &str, until: &str) -> Opening {
    Opening {
        days: days.to_vec(),
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
    }
}

fn names(services: Vec<Service>, asked: Search) -> Vec<String> {
    search(&profile(services), &asked, TODAY)
        .iter()
        .map(|found| found.service.code.clone())
        .collect()
}

#[test]
fn results_sort_by_need_then_hours_then_name() {
    let sleep = Service {
        needs: vec![NeedCode::TroubleSleeping],
        ..service("z-sleep")
    };
    let other = Service {
        needs: vec![NeedCode::DamageToProperty],
        ..service("a-locks")
    };
    let open = Service {
        opening: vec![opening(Day::ALL, "00:00:00", "23:59:59")],
        ..service("y-open")
    };
    let found = names(
        vec![service("b"), service("a"), open, other, sleep],
        Search {
            need: Some(NeedCode::TroubleSleeping),
            ..Search::default()
        },
    );
    assert_eq!(found, ["z-sleep", "y-open", "a", "b"]);
}

#[test]
fn a_service_for_others_only_is_left_out() {
    let hate = Service {
        specialisms: vec![Specialism::HateCrime],
        ..service("hate")
    };
    let young = Service {
        specialisms: vec![Specialism::YoungPeople],
        ages: vec![AgeBand::Under12],
        ..service("young")
    };
    let all = vec![hate, young, service("everyone")];
    let asked = Search {
        specialism: Some(Specialism::HateCrime),
        ..Search::default()
    };
    assert_eq!(names(all.clone(), asked), ["hate", "everyone"]);
    let asked = Search {
        age_band: Some(AgeBand::From18To24),
        ..Search::default()
    };
    assert_eq!(names(all.clone(), asked), ["everyone", "hate"]);
    let asked = Search {
        modality: Some(Modality::Group),
        ..Search::default()
    };
    assert_eq!(names(all, asked), Vec::<String>::new());
}

#[test]
fn a_home_elsewhere_finds_national_services_and_its_hub() {
    let oxford = Service {
        local_authorities: vec!["E07000178".to_owned()],
        ..service("oxford")
    };
    let nation = Service {
        provider: "nation".to_owned(),
        ..service("nation")
    };
    let next_door = Service {
        provider: "next-door".to_owned(),
        local_authorities: vec!["E09000001".to_owned()],
        ..service("next-door")
    };
    let all = vec![oxford, nation, service("area"), next_door];
    let of = |council: &str| {
        names(
            all.clone(),
            Search {
                council: Some(council.to_owned()),
                ..Search::default()
            },
        )
    };
    assert_eq!(of("E07000178"), ["area", "nation", "oxford"]);
    assert_eq!(of("E06000038"), ["area", "nation"]);
    assert_eq!(of("E09000001"), ["nation", "next-door"]);
    assert_eq!(of("E09000002"), ["nation"]);
    assert_eq!(
        names(all.clone(), Search::default()),
        ["area", "nation", "oxford"],
        "nobody said where they live"
    );
}

#[test]
fn only_public_services_under_contract_are_found() {
    let hidden = Service {
        public: false,
        ..service("hidden")
    };
    let ended = Service {
        until: Some(date(2026, 11, 22)),
        ..service("ended")
    };
    let later = Service {
        from: date(2026, 11, 24),
        ..service("later")
    };
    let last_day = Service {
        until: Some(TODAY),
        ..service("last-day")
    };
    assert_eq!(
        names(vec![hidden, ended, later, last_day], Search::default()),
        ["last-day"]
    );
}

#[test]
fn opening_hours_are_exact_and_never_guessed() {
    let day = Service {
        opening: vec![opening(&[Day::Mon], "09:00:00", "17:00:00")],
        ..service("day")
    };
    let night = Service {
        opening: vec![opening(&[Day::Sun], "20:00:00", "02:00:00")],
        ..service("night")
    };
    let whole = Service {
        opening: vec![opening(&[Day::Mon], "00:00:00", "23:59:59")],
        ..service("whole")
    };
    let all = vec![day, night, whole, service("unknown")];
    let at = |day, time: &str| {
        names(
            all.clone(),
            Search {
                open_at: Some((day, time.parse().unwrap())),
                ..Search::default()
            },
        )
    };
    assert_eq!(at(Day::Mon, "09:00:00"), ["day", "whole"]);
    assert_eq!(at(Day::Mon, "17:00:00"), ["whole"]);
    assert_eq!(at(Day::Mon, "01:59:00"), ["night", "whole"]);
    assert_eq!(at(Day::Sun, "20:00:00"), ["night"]);
    assert_eq!(at(Day::Mon, "02:00:00"), ["whole"]);
    assert_eq!(at(Day::Tue, "01:00:00"), Vec::<String>::new());
    assert_eq!(at(Day::Mon, "23:59:59"), ["whole"]);
    assert!(!always_open(&all[2]) && open_at(&all[2], Day::Mon, Time::midnight()));
}

#[test]
fn a_refuge_never_says_where_it_is() {
    let place: Place = serde_json::from_value(json!({
        "name": "House", "address": "1 Street, Town", "postcode": "OX1 1AA", "latitude": 51.7, "longitude": -1.2
    }))
    .unwrap();
    let refuge = Service {
        refuge: true,
        place: Some(place.clone()),
        ..service("refuge")
    };
    let office = Service {
        place: Some(place),
        ..service("office")
    };
    let profile = profile(vec![refuge, office]);
    let found = search(&profile, &Search::default(), TODAY);
    let places: Vec<bool> = found.iter().map(|found| found.place().is_some()).collect();
    assert_eq!(places, [true, false]);
}
