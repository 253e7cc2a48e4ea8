//! What is offered and how it is read.

use suppression::{
    Breakdown, Cell, Cube, Dimension, Edition, Family, Fault, Month, Period, Place, Policy,
    Published, Question, Span, publish,
};

fn month(year: i16, month: u8) -> Month {
    Month::new(year, month).unwrap()
}

fn family() -> Family {
    let source = Dimension::new("source", ["police", "self", "partner"]);
    let tier = Dimension::new("tier", ["standard", "enhanced"]);
    let question = Question {
        name: "referrals".to_owned(),
        unit: Span::Quarter,
        breakdowns: vec![Breakdown::two(source, tier)],
        by_district: true,
    };
    Family::new(["north", "south"], vec![question]).unwrap()
}

/// Plenty of everything: at least 20 in each cell of each page.
fn plenty() -> Cube {
    let mut cube = Cube::new(family(), month(2027, 4));
    for m in Period::of(month(2027, 4), Span::Year).months() {
        for (place, more) in [("north", 20), ("south", 30)] {
            for (source, some) in [("police", 5), ("self", 2), ("partner", 3)] {
                for (tier, few) in [("standard", 4), ("enhanced", 1)] {
                    let values = [("tier", tier), ("source", source)];
                    cube.add_cases("referrals", m, place, &values, more + some + few)
                        .unwrap();
                }
            }
        }
    }
    cube
}

fn edition(earlier: &Published, closed: Month) -> Edition<'_> {
    Edition {
        policy: Policy::OFFICE,
        closed,
        earlier,
        within: None,
    }
}

#[test]
fn where_all_counts_are_large_all_are_shown_exactly() {
    let none = Published::default();
    let published = publish(&plenty(), edition(&none, month(2028, 3))).unwrap();
    let quarter = Period::of(month(2027, 4), Span::Quarter);
    let year = Period::of(month(2027, 4), Span::Year);
    let cell = |period, place, at: &[(&str, &str)]| published.cell("referrals", period, place, at);
    let north = Place::District("north");
    assert_eq!(
        cell(quarter, north, &[("source", "police")]),
        Cell::Value(3 * 55)
    );
    assert_eq!(
        cell(year, north, &[("source", "police")]),
        Cell::Value(12 * 55)
    );
    assert_eq!(cell(year, north, &[]), Cell::Value(12 * 155));
    assert_eq!(
        cell(
            year,
            Place::Area,
            &[("tier", "enhanced"), ("source", "self")]
        ),
        Cell::Value(12 * (23 + 33))
    );
    let may = Period::of(month(2027, 5), Span::Month);
    assert_eq!(
        cell(may, Place::Area, &[("source", "self")]),
        Cell::Value(118)
    );
    for release in published.releases() {
        let text = serde_json::to_string(release).unwrap();
        assert!(!text.contains("null"), "{text}");
    }
}

#[test]
fn what_is_not_offered_or_not_yet_closed_is_not_available() {
    let none = Published::default();
    let published = publish(&plenty(), edition(&none, month(2027, 8))).unwrap();
    let cell = |m, span, place, at: &[(&str, &str)]| {
        published.cell("referrals", Period::of(m, span), place, at)
    };
    let (april, july) = (month(2027, 4), month(2027, 7));
    let north = Place::District("north");
    for (m, span, place, at) in [
        (april, Span::Month, north, &[][..]),
        (july, Span::Month, Place::Area, &[]),
        (july, Span::Quarter, Place::Area, &[]),
        (april, Span::Year, Place::Area, &[]),
        (
            april,
            Span::Quarter,
            north,
            &[("source", "self"), ("tier", "enhanced")],
        ),
        (
            april,
            Span::Month,
            Place::Area,
            &[("source", "self"), ("tier", "enhanced")],
        ),
        (april, Span::Quarter, Place::District("west"), &[]),
        (april, Span::Quarter, Place::Area, &[("colour", "red")]),
    ] {
        assert_eq!(
            cell(m, span, place, at),
            Cell::NotAvailable,
            "{span:?} {at:?}"
        );
    }
    let no_such_value = cell(april, Span::Quarter, Place::Area, &[("source", "nobody")]);
    assert_eq!(no_such_value, Cell::NotApplicable);
}

#[test]
fn a_question_says_what_a_page_may_ask() {
    let family = family();
    let question = &family.questions()[0];
    assert!(question.offers(Span::Month, false, &["source"]));
    assert!(question.offers(Span::Year, true, &["tier"]));
    assert!(question.offers(Span::Quarter, false, &["tier", "source"]));
    assert!(!question.offers(Span::Month, true, &[]));
    assert!(!question.offers(Span::Month, false, &["tier", "source"]));
    assert!(!question.offers(Span::Quarter, true, &["tier", "source"]));
    assert!(!question.offers(Span::Quarter, false, &["colour"]));
}

#[test]
fn a_release_is_stored_and_read_back() {
    let none = Published::default();
    let published = publish(&plenty(), edition(&none, month(2027, 9))).unwrap();
    let stored: Vec<String> = published
        .releases()
        .map(|release| serde_json::to_string(release).unwrap())
        .collect();
    let read = stored
        .iter()
        .map(|text| serde_json::from_str(text).unwrap());
    assert_eq!(Published::of(read), published);
}

#[test]
fn a_breakdown_that_does_not_add_up_is_refused() {
    let mut cube = plenty();
    cube.add_total("referrals", month(2027, 4), "north", 1)
        .unwrap();
    let none = Published::default();
    let refused = publish(&cube, edition(&none, month(2028, 3)));
    assert!(matches!(refused, Err(Fault::Unequal { .. })), "{refused:?}");
}

#[test]
fn a_dimension_is_in_one_breakdown_only() {
    let source = || Dimension::new("source", ["police", "self"]);
    let tier = Dimension::new("tier", ["standard", "enhanced"]);
    let question = Question {
        name: "referrals".to_owned(),
        unit: Span::Quarter,
        breakdowns: vec![Breakdown::one(source()), Breakdown::two(source(), tier)],
        by_district: false,
    };
    let refused = Family::new(["north"], vec![question]);
    assert!(matches!(refused, Err(Fault::Declaration(_))), "{refused:?}");
}
