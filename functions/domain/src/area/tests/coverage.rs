//! Which services cover which needs, where, and how long.

use super::*;
use events::assessment::{Funding, Specialism};
use events::profile::Service;
use events::referral::{AccessNeed, AgeBand, IncidentFlag, NeedCode};
use proptest::prelude::*;
use serde_json::json;

const OXFORD: &str = "E07000178";
const READING: &str = "E06000038";

fn service(code: &str, change: Value) -> Service {
    let mut service = json!({
        "code": code, "provider": "local", "name": code, "about": "", "stage": 2, "needs": [], "specialisms": [],
        "local_authorities": [], "funding": ["moj-grant"], "modalities": [], "from": "2018-04-01", "until": null, "public": true
    });
    for (name, value) in change.as_object().unwrap() {
        service[name] = value.clone();
    }
    serde_json::from_value(service).unwrap()
}

/// Two councils, a provider of each kind, the universal service, and these.
fn area(services: impl IntoIterator<Item = Service>) -> Profile {
    let mut document = document("thames-valley");
    document["local_authorities"] = json!([
        {"code": READING, "name": "Reading", "county": "Berkshire", "csp": "Reading"},
        {"code": OXFORD, "name": "Oxford", "county": "Oxfordshire", "csp": "Oxford"}
    ]);
    document["providers"] = json!([
        {"code": "local", "name": "Local", "illustrative": true},
        {"code": "national", "name": "National", "kind": "national", "illustrative": true},
        {"code": "hub", "name": "Hub", "kind": "hub", "illustrative": true}
    ]);
    let all = service(
        "all",
        json!({"universal": true, "funding": ["moj-grant", "pcc-budget"]}),
    );
    let services = std::iter::once(all).chain(services).collect();
    Profile {
        services,
        ..read(&document)
    }
}

/// The councils where no service covers the need.
fn gaps(profile: &Profile, sought: Sought) -> Vec<String> {
    let report = coverage(profile, TODAY);
    report
        .rows
        .into_iter()
        .find(|row| row.sought == sought)
        .unwrap()
        .gaps
}

const SLEEP: Sought = Sought::Need(NeedCode::TroubleSleeping);

#[test]
fn where_only_the_universal_service_is_there_is_a_gap() {
    let report = coverage(&area([]), TODAY);
    assert_eq!(report.gaps().count(), report.rows.len());
    assert!(
        report
            .rows
            .iter()
            .all(|row| row.gaps == [READING, OXFORD] && row.services.is_empty())
    );
}

#[test]
fn a_service_covers_its_councils_needs_and_contract_days() {
    let sleep = |change: Value| {
        let mut all = json!({"needs": ["trouble-sleeping"]});
        change
            .as_object()
            .unwrap()
            .iter()
            .for_each(|(name, value)| all[name] = value.clone());
        gaps(&area([service("one", all)]), SLEEP)
    };
    let (none, both) = (
        Vec::<String>::new(),
        vec![READING.to_owned(), OXFORD.to_owned()],
    );
    assert_eq!(sleep(json!({})), none);
    assert_eq!(
        sleep(json!({"needs": []})),
        none,
        "a service without needs meets them all"
    );
    assert_eq!(
        sleep(json!({"needs": [], "specialisms": ["fraud"]})),
        both,
        "unless it is for some alone"
    );
    assert_eq!(sleep(json!({"needs": ["media-attention"]})), both);
    assert_eq!(sleep(json!({"local_authorities": [OXFORD]})), [READING]);
    assert_eq!(
        sleep(json!({"until": TODAY})),
        none,
        "its last day is a day"
    );
    assert_eq!(sleep(json!({"until": "2026-11-21"})), both);
    assert_eq!(sleep(json!({"from": "2026-11-23"})), both);
    assert_eq!(sleep(json!({"universal": true})), both);
    assert_eq!(
        sleep(json!({"provider": "national", "national": "homicide"})),
        both
    );
    assert_eq!(sleep(json!({"provider": "hub"})), both);
    assert_eq!(sleep(json!({"provider": "nobody"})), both);
}

#[test]
fn a_need_met_for_some_is_reported_apart() {
    let only_for_some = |change: Value| {
        let rows = coverage(&area([service("one", change)]), TODAY).rows;
        rows.into_iter()
            .find(|row| row.sought == SLEEP)
            .unwrap()
            .only_for_some
    };
    let need = json!(["trouble-sleeping"]);
    for (limit, value) in [
        ("specialisms", json!(["young-people"])),
        ("ages", json!(["under-12"])),
        ("roles", json!(["victim"])),
        ("risks", json!(["high"])),
        ("complexities", json!(["complex"])),
    ] {
        assert_eq!(
            only_for_some(json!({"needs": need, limit: value})),
            [READING, OXFORD],
            "{limit}"
        );
    }
    assert!(only_for_some(json!({"needs": need})).is_empty());
    assert!(
        only_for_some(json!({"needs": need, "complexities": ["low", "complex"]})).is_empty(),
        "self-help is not a service's"
    );
    let calm = json!({"needs": need, "risks": ["standard", "medium"]});
    assert_eq!(
        only_for_some(calm),
        [READING, OXFORD],
        "high risk is left out"
    );
    let low = service("low", json!({"needs": need, "complexities": ["low"]}));
    let complex = service(
        "complex",
        json!({"needs": need, "complexities": ["complex"]}),
    );
    let together = coverage(&area([low, complex]), TODAY).rows;
    assert!(
        together.iter().all(|row| row.only_for_some.is_empty()),
        "each takes whom the other does not"
    );
    let wise = service(
        "wise",
        json!({"needs": ["restorative-justice"], "specialisms": ["restorative-justice"]}),
    );
    let rows = coverage(&area([wise]), TODAY).rows;
    assert!(
        rows.iter().all(|row| row.only_for_some.is_empty()),
        "it specialises in the need itself"
    );
}

#[test]
fn age_hate_access_and_funding_are_reported_separately() {
    let young = service(
        "young",
        json!({"specialisms": ["young-people"], "ages": ["under-12", "12-15", "16-17"]}),
    );
    let hate = service(
        "hate",
        json!({"specialisms": ["hate-crime"], "local_authorities": [OXFORD], "funding": ["pcc-budget"]}),
    );
    let signed = service(
        "signed",
        json!({"needs": ["court-attendance"], "access_needs": ["british-sign-language"]}),
    );
    let profile = area([young, hate, signed]);
    for (sought, expected) in [
        (Sought::YoungPeople(AgeBand::From16To17), &[][..]),
        (Sought::YoungPeople(AgeBand::From18To24), &[READING, OXFORD]),
        (Sought::Specialism(Specialism::YoungPeople), &[]),
        (Sought::Specialism(Specialism::HateCrime), &[READING]),
        (Sought::Hate(IncidentFlag::HateTransgender), &[READING]),
        (
            Sought::Specialism(Specialism::RestorativeJustice),
            &[READING, OXFORD],
        ),
        (Sought::Access(AccessNeed::BritishSignLanguage), &[]),
        (Sought::Access(AccessNeed::EasyRead), &[READING, OXFORD]),
        (Sought::Funding(Funding::PccBudget), &[READING]),
        (Sought::Funding(Funding::MojGrant), &[]),
    ] {
        assert_eq!(gaps(&profile, sought), expected, "{sought}");
    }
}

#[test]
fn the_report_covers_each_need_and_specialism_once() {
    let rows = coverage(&area([]), TODAY).rows;
    let names: std::collections::BTreeSet<String> =
        rows.iter().map(|row| row.sought.to_string()).collect();
    assert_eq!(names.len(), rows.len());
    assert_eq!(
        rows.len(),
        NeedCode::ALL.len() + Specialism::ALL.len() + 4 + 5 + 6 + 2
    );
    let due = |sought| {
        rows.iter()
            .find(|row| row.sought == sought)
            .unwrap()
            .due_everywhere
    };
    assert!(
        due(Sought::Specialism(Specialism::RestorativeJustice))
            && due(Sought::Hate(IncidentFlag::HateRace))
    );
    assert!(due(Sought::YoungPeople(AgeBand::Under12)) && !due(SLEEP));
}

#[test]
fn a_contract_that_ends_soon_is_told_where_nobody_follows() {
    let sleep = |code: &str, from: &str, until: Value| {
        service(
            code,
            json!({"needs": ["trouble-sleeping"], "from": from, "until": until, "local_authorities": [OXFORD]}),
        )
    };
    let first = || sleep("first", "2020-04-01", json!("2027-03-31"));
    let report = coverage(&area([first()]), TODAY);
    assert_eq!(report.endings.len(), 1);
    let ending = &report.endings[0];
    assert_eq!(
        (ending.service.as_str(), ending.until),
        ("first", date(2027, 3, 31))
    );
    assert!(
        ending
            .opens
            .iter()
            .any(|gap| gap.sought == SLEEP && gap.councils == [OXFORD])
    );
    let endings = |services: Vec<Service>, day| coverage(&area(services), day).endings.len();
    assert_eq!(
        endings(vec![first()], date(2026, 9, 30)),
        0,
        "it is more than six months away"
    );
    assert_eq!(endings(vec![first()], date(2026, 10, 1)), 1);
    assert_eq!(
        endings(vec![first()], date(2027, 4, 1)),
        0,
        "it has ended, and the gap is there"
    );
    assert_eq!(
        endings(
            vec![first(), sleep("next", "2027-04-01", json!(null))],
            TODAY
        ),
        0
    );
    assert_eq!(
        endings(
            vec![first(), sleep("late", "2027-04-02", json!(null))],
            TODAY
        ),
        1,
        "one day is a gap"
    );
    let other = service(
        "other",
        json!({"needs": ["media-attention"], "until": "2027-03-31"}),
    );
    let ends = coverage(&area([first(), other]), TODAY).endings;
    assert!(
        ends.iter()
            .all(|ending| ending.opens.iter().any(|gap| gap.sought == SLEEP)
                == (ending.service == "first"))
    );
    assert_eq!(
        endings(
            vec![first(), sleep("twin", "2020-04-01", json!("2027-03-31"))],
            TODAY
        ),
        2
    );
}

#[test]
fn the_universal_service_holds_as_long_as_one_follows_another() {
    let both = json!(["moj-grant", "pcc-budget"]);
    let everyone = |code: &str, from: &str, until: Value| {
        service(
            code,
            json!({"universal": true, "funding": both, "from": from, "until": until}),
        )
    };
    let until = |services: Vec<Service>| {
        coverage(
            &Profile {
                services,
                ..area([])
            },
            TODAY,
        )
        .universal_until
    };
    let first = || everyone("first", "2020-04-01", json!("2027-03-31"));
    assert_eq!(
        until(vec![everyone("ever", "2020-04-01", json!(null))]),
        None
    );
    assert_eq!(until(vec![first()]), Some(date(2027, 3, 31)));
    assert_eq!(
        until(vec![
            first(),
            everyone("next", "2027-04-01", json!("2028-03-31"))
        ]),
        Some(date(2028, 3, 31))
    );
    assert_eq!(
        until(vec![first(), everyone("late", "2027-04-02", json!(null))]),
        Some(date(2027, 3, 31))
    );
    assert_eq!(
        until(vec![]),
        Some(date(2026, 11, 21)),
        "nobody is there on the day itself"
    );
    let national = Service {
        provider: "national".to_owned(),
        ..everyone("national", "2020-04-01", json!(null))
    };
    assert_eq!(until(vec![national]), Some(date(2026, 11, 21)));
    assert_eq!(
        until(vec![everyone("today", "2020-04-01", json!(TODAY))]),
        Some(TODAY),
        "its last day is a day"
    );
    let limited = Service {
        capacity: Some(1),
        ..everyone("limited", "2020-04-01", json!(null))
    };
    assert_eq!(until(vec![limited]), Some(date(2026, 11, 21)));
}

proptest! {
    // Each case asks two reports of a whole area.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_service_more_never_opens_a_gap(
        needs in prop::sample::subsequence(NeedCode::ALL, 0..=4),
        specialisms in prop::sample::subsequence(Specialism::ALL, 0..=3),
        councils in prop::sample::subsequence(vec![READING, OXFORD], 0..=2),
        ages in prop::sample::subsequence(AgeBand::ALL, 0..=3),
        from in 0_i16..=14, length in 0_i16..=14,
    ) {
        let day = |months: i16| TODAY.saturating_add(jiff::Span::new().months(months - 7));
        let more = service("more", json!({
            "needs": needs, "specialisms": specialisms, "local_authorities": councils, "ages": ages,
            "from": day(from), "until": day(from + length)
        }));
        let shipped = read(&document("thames-valley"));
        let mut with_one_more = shipped.clone();
        with_one_more.services.push(more);
        let (before, after) = (coverage(&shipped, TODAY), coverage(&with_one_more, TODAY));
        for (before, after) in before.rows.iter().zip(&after.rows) {
            prop_assert!(after.gaps.iter().all(|council| before.gaps.contains(council)), "{}", after.sought);
        }
        // Whatever ends in a gap does so without it too, unless it is its own end.
        for ending in after.endings.iter().filter(|ending| ending.service != "more") {
            prop_assert!(before.endings.iter().any(|other| other.service == ending.service));
        }
    }
}
