//! The API's documents, views and lists.

use super::super::documents::AtLocationSummary;
use super::super::*;
use super::{TODAY, opening, profile, service};
use crate::place::{PostcodeTable, build};
use events::parse::Postcode;
use events::profile::{Place, Service};
use events::referral::{AgeBand, Day, NeedCode};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A location with that postcode, some metres north of Carfax Tower.
fn place_at(postcode: &str, metres: f64) -> Place {
    serde_json::from_value(json!({
        "name": format!("House at {postcode}"), "address": "1 High Street, Oxford", "postcode": postcode,
        "latitude": 51.752 + metres / 111_195.0, "longitude": -1.258
    }))
    .unwrap()
}

/// OX1 1AA is in Oxford, RG1 1AA in Reading, and W1A 1AA elsewhere.
fn table_bytes() -> Vec<u8> {
    let rows = [
        ("OX1 1AA", "E07000178"),
        ("RG1 1AA", "E06000038"),
        ("W1A 1AA", "E09000033"),
    ];
    build(
        rows.iter()
            .map(|(postcode, code)| (Postcode::parse(postcode).unwrap(), *code)),
    )
}

/// Runs `then` with the directory of those services.
fn seen<T>(services: &[Service], view: View, then: impl FnOnce(&Directory<'_>) -> T) -> T {
    let (profile, bytes) = (profile(services.to_vec()), table_bytes());
    let table = PostcodeTable::new(&bytes).unwrap();
    then(&Directory {
        profile: &profile,
        table: &table,
        view,
        day: TODAY,
    })
}

fn query(list: List, given: &[(&str, &str)]) -> Query {
    Query::read(list, |name| {
        given
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| *text)
    })
    .unwrap()
}

/// The names in `/services` for those parameters, in the public view.
fn names(services: &[Service], given: &[(&str, &str)]) -> Vec<String> {
    seen(services, View::Public, |directory| {
        let page = directory.services_page(&query(List::Services, given));
        page.contents
            .into_iter()
            .map(|service| service.name)
            .collect()
    })
}

fn rich() -> Service {
    Service {
        needs: vec![NeedCode::TroubleSleeping],
        ages: vec![AgeBand::From12To15, AgeBand::From16To17],
        local_authorities: vec!["E07000178".to_owned()],
        opening: vec![opening(&[Day::Mon, Day::Tue], "09:00:00", "17:00:00")],
        place: Some(place_at("OX1 1AA", 0.0)),
        phone: Some("01865 000000".to_owned()),
        languages: vec!["pl".to_owned()],
        until: Some(date(2027, 3, 31)),
        capacity: Some(12),
        about: "Someone who knows what it is like to be young.".to_owned(),
        ..service("rich")
    }
}

#[test]
fn a_service_document_has_all_its_fields() {
    let document = seen(&[rich()], View::Public, |directory| {
        let id = identify("small", "service", "rich");
        serde_json::to_value(directory.service(&id).unwrap()).unwrap()
    });
    let required = |value: &Value, fields: &[&str]| {
        for field in fields {
            assert!(
                !value[field].as_str().unwrap_or_default().is_empty(),
                "{field} is missing in {value}"
            );
        }
    };
    required(
        &document,
        &["id", "name", "status", "organization_id", "description"],
    );
    assert_eq!(document["status"], "active");
    assert_eq!(
        (&document["minimum_age"], &document["maximum_age"]),
        (&json!(12), &json!(17))
    );
    required(&document["organization"], &["id", "name", "description"]);
    let schedule = &document["schedules"][0];
    assert_eq!(
        (&schedule["freq"], &schedule["byday"]),
        (&json!("WEEKLY"), &json!("MO,TU"))
    );
    assert_eq!(
        (&schedule["opens_at"], &schedule["closes_at"]),
        (&json!("09:00:00"), &json!("17:00:00"))
    );
    assert_eq!(
        (&schedule["valid_from"], &schedule["valid_to"]),
        (&json!("2018-04-01"), &json!("2027-03-31"))
    );
    required(
        &document["attributes"][0],
        &["id", "link_id", "taxonomy_term_id"],
    );
    required(
        &document["attributes"][0]["taxonomy_term"],
        &["id", "name", "description"],
    );
    let location = &document["service_at_locations"][0]["location"];
    required(location, &["id", "location_type"]);
    let address = &location["addresses"][0];
    required(
        address,
        &[
            "id",
            "address_1",
            "city",
            "state_province",
            "postal_code",
            "country",
            "address_type",
        ],
    );
    assert_eq!(
        (&address["city"], &address["state_province"]),
        (&json!("Oxford"), &json!("Oxfordshire"))
    );
    let alert = document["alert"].as_str().unwrap();
    assert!(
        alert.contains("not a real service") && alert.contains("until 31 March 2027"),
        "{alert}"
    );
}

#[test]
fn identifiers_are_stable_and_differ_between_areas() {
    let id = identify("thames-valley", "service", "vf-telephone");
    assert_eq!(id.len(), 36);
    assert_eq!(
        &id[14..15],
        "8",
        "the version of RFC 9562 for one's own hash"
    );
    assert_ne!(id, identify("kent", "service", "vf-telephone"));
}

#[test]
fn each_view_shows_its_own_details() {
    let other = Service {
        provider: "nation".to_owned(),
        capacity: Some(3),
        public: false,
        ..service("other")
    };
    let services = [rich(), other];
    let details = |view: View| {
        seen(&services, view, |directory| {
            let page = directory.services_page(&query(List::Services, &[]));
            page.contents
                .into_iter()
                .map(|service| (service.name, service.hub))
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(details(View::Public), [("rich".to_owned(), None)]);
    let capacities = |view: View| -> Vec<Option<u32>> {
        details(view)
            .into_iter()
            .map(|(_, hub)| hub.unwrap().capacity)
            .collect()
    };
    assert_eq!(capacities(View::Police), [None, None]);
    assert_eq!(
        capacities(View::Provider("first".to_owned())),
        [None, Some(12)]
    );
    assert_eq!(capacities(View::Coordinator), [Some(3), Some(12)]);
    let (_, rich) = details(View::Police).pop().unwrap();
    let rich = rich.unwrap();
    assert_eq!(
        (rich.contract.from.as_str(), rich.contract.until.as_deref()),
        ("2018-04-01", Some("2027-03-31"))
    );
    assert_eq!(
        (rich.stage_name.as_deref(), rich.contract.funding),
        (Some("Emotional support"), vec!["moj-grant".to_owned()])
    );
    assert_eq!(rich.referral.by, ["self"]);
}

#[test]
fn the_status_follows_the_contract_days() {
    let over = Service {
        until: Some(date(2026, 11, 22)),
        ..service("over")
    };
    let to_come = Service {
        from: date(2026, 12, 1),
        ..service("to-come")
    };
    let statuses = |view| {
        seen(&[over.clone(), to_come.clone()], view, |directory| {
            let page = directory.services_page(&query(List::Services, &[]));
            page.contents
                .into_iter()
                .map(|service| service.status)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(statuses(View::Public), ["inactive"]);
    assert_eq!(statuses(View::Police), ["defunct", "inactive"]);
}

#[test]
fn each_parameter_leaves_what_it_asks_for() {
    let all = [rich(), service("plain")];
    let term = |code: &str| identify("", "needs", code);
    assert_eq!(
        names(&all, &[("search", "RICH first")]),
        ["rich"],
        "every word, in name or organization"
    );
    assert_eq!(
        names(&all, &[("search", "rich plain")]),
        Vec::<String>::new()
    );
    assert_eq!(
        names(&all, &[("taxonomy_term_id", &term("trouble-sleeping"))]),
        ["plain", "rich"]
    );
    assert_eq!(
        names(&all, &[("taxonomy_term_id", &term("damage-to-property"))]),
        ["plain"]
    );
    assert_eq!(
        names(&all, &[("taxonomy_id", &identify("", "taxonomy", "ages"))]),
        ["rich"]
    );
    assert_eq!(
        names(&all, &[("taxonomy_id", "nonsense")]),
        Vec::<String>::new()
    );
    assert_eq!(names(&all, &[("minimum_age", "12")]), ["rich"]);
    assert_eq!(names(&all, &[("minimum_age", "0")]), ["plain", "rich"]);
    assert_eq!(names(&all, &[("maximum_age", "17")]), ["rich"]);
    assert_eq!(names(&all, &[("maximum_age", "16")]), Vec::<String>::new());
    assert_eq!(
        names(
            &all,
            &[
                ("day", "TU"),
                ("start_time", "09:00"),
                ("end_time", "17:00")
            ]
        ),
        ["rich"]
    );
    assert_eq!(names(&all, &[("day", "WE")]), Vec::<String>::new());
    assert_eq!(
        names(&all, &[("start_time", "09:01")]),
        Vec::<String>::new()
    );
}

#[test]
fn a_postcode_filters_by_council() {
    let in_oxford = Service {
        place: Some(place_at("OX1 1AA", 0.0)),
        ..service("in-oxford")
    };
    let near = Service {
        place: Some(place_at("RG1 1AA", 900.0)),
        ..service("near")
    };
    let far = Service {
        place: Some(place_at("RG1 1AA", 9_000.0)),
        ..service("far")
    };
    let elsewhere = Service {
        local_authorities: vec!["E06000038".to_owned()],
        ..in_oxford.clone()
    };
    let elsewhere = Service {
        code: "elsewhere".to_owned(),
        name: "elsewhere".to_owned(),
        ..elsewhere
    };
    let all = [in_oxford, near, far, elsewhere];
    let of = |given: &[(&str, &str)]| {
        seen(&all, View::Public, |directory| {
            let page = directory.at_locations_page(&query(List::AtLocations, given))?;
            Ok::<_, BadParameter>(
                page.contents
                    .into_iter()
                    .map(|at: AtLocationSummary| at.service.name)
                    .collect::<Vec<_>>(),
            )
        })
    };
    assert_eq!(
        of(&[("postcode", "ox11aa")]).unwrap(),
        ["far", "in-oxford", "near"]
    );
    assert_eq!(
        of(&[("postcode", "OX1 1AA"), ("proximity", "0")]).unwrap(),
        ["in-oxford"]
    );
    assert_eq!(
        of(&[("postcode", "OX1 1AA"), ("proximity", "1000")]).unwrap(),
        ["in-oxford", "near"]
    );
    assert_eq!(
        of(&[("postcode", "W1A 1AA")]).unwrap(),
        Vec::<String>::new(),
        "no service of this area is for them"
    );
    assert_eq!(of(&[("postcode", "OX1 9ZZ")]).unwrap_err().name, "postcode");
}

/// Services of every kind. Some are refuges whose profile wrongly has a location.
fn services() -> impl Strategy<Value = Vec<Service>> {
    let one = (any::<[bool; 5]>(), 0_u32..4);
    prop::collection::vec(one, 0..140).prop_map(|all| {
        let service_of = |(number, ([public, refuge, placed, dated, specialist], year)): (
            usize,
            ([bool; 5], u32),
        )| Service {
            public,
            refuge,
            place: placed.then(|| place_at("OX1 1AA", f64::from(year))),
            until: dated.then(|| date(2025 + i16::try_from(year).unwrap(), 1, 1)),
            provider: if specialist { "nation" } else { "first" }.to_owned(),
            ..service(&format!("service-{number}"))
        };
        all.into_iter().enumerate().map(service_of).collect()
    })
}

fn views() -> impl Strategy<Value = View> {
    prop_oneof![
        Just(View::Public),
        Just(View::Police),
        Just(View::Provider("first".to_owned())),
        Just(View::Coordinator)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_pages_cover_each_service_once(services in services(), view in views(), per_page in 1_usize..=100) {
        let per_page = per_page.to_string();
        seen(&services, view, |directory| {
            let page = |page: usize| {
                let page = page.to_string();
                directory.services_page(&query(List::Services, &[("page", &page), ("per_page", &per_page)]))
            };
            let first = page(1);
            let (mut ids, mut number) = (Vec::new(), 1);
            loop {
                let here = page(number);
                assert_eq!((here.total_items, here.total_pages), (first.total_items, first.total_pages));
                assert_eq!((here.first_page, here.empty, here.size), (number == 1, here.contents.is_empty(), here.contents.len()));
                ids.extend(here.contents.into_iter().map(|service| service.id));
                if here.last_page {
                    break;
                }
                number += 1;
            }
            assert_eq!(number, first.total_pages.max(1));
            assert_eq!(ids.len(), first.total_items);
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "one came twice");
            assert!(page(number + 1).empty && page(number + 1).last_page);
        });
    }

    #[test]
    fn a_refuge_never_has_a_location(mut services in services(), view in views()) {
        // Every location belongs to a refuge, so no location may appear anywhere.
        for service in &mut services {
            service.refuge |= service.place.is_some();
        }
        seen(&services, view, |directory| {
            let at = directory.at_locations_page(&query(List::AtLocations, &[])).unwrap();
            assert_eq!(at.total_items, 0);
            let near = directory.at_locations_page(&query(List::AtLocations, &[("postcode", "OX1 1AA"), ("proximity", "9999")]));
            assert_eq!(near.unwrap().total_items, 0, "nor by distance");
            let list = serde_json::to_string(&directory.services_page(&query(List::Services, &[("per_page", "100")])));
            let mut told = vec![list.unwrap()];
            for service in directory.services_page(&query(List::Services, &[("per_page", "100")])).contents {
                told.push(serde_json::to_string(&directory.service(&service.id)).unwrap());
            }
            for text in told {
                for word in ["House at", "High Street", "OX1 1AA", "51.7", "latitude"] {
                    assert!(!text.contains(word), "{word} is told in {text}");
                }
            }
        });
    }

    #[test]
    fn every_listed_document_is_public_and_exists(services in services()) {
        seen(&services, View::Public, |directory| {
            let hundred = [("per_page", "100")];
            for service in directory.services_page(&query(List::Services, &hundred)).contents {
                let document = serde_json::to_string(&directory.service(&service.id).unwrap()).unwrap();
                assert!(!document.contains("\"hub\""), "a contract is public: {document}");
            }
            for at in directory.at_locations_page(&query(List::AtLocations, &hundred)).unwrap().contents {
                let document = serde_json::to_string(&directory.at_location(&at.id).unwrap()).unwrap();
                assert!(!document.contains("\"hub\""), "a contract is public: {document}");
            }
            for taxonomy in directory.taxonomies_page(&query(List::Taxonomies, &hundred)).contents {
                assert!(directory.taxonomy(&taxonomy.id).is_some());
            }
            for term in directory.terms_page(&query(List::Terms, &hundred)).contents {
                assert!(directory.term(&term.id).is_some());
            }
        });
    }
}
