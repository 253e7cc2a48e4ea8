//! What is offered, and the way to read it.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use suppression::{
    Breakdown, Cell, Cube, Dimension, Edition, Family, Fault, Month, Period, Place, Policy,
    Published, Question, Rounding, Span, Zeros, publish,
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
fn breakdowns_may_share_a_dimension_but_make_no_circle() {
    let [source, tier, need] =
        ["source", "tier", "need"].map(|name| Dimension::new(name, ["x", "y"]));
    let two = |one: &Dimension, other: &Dimension| Breakdown::two(one.clone(), other.clone());
    let family = |breakdowns| {
        let question = Question {
            name: "referrals".to_owned(),
            unit: Span::Quarter,
            breakdowns,
            by_district: false,
        };
        Family::new(["north"], vec![question])
    };
    assert!(family(vec![two(&source, &tier), two(&source, &need)]).is_ok());
    assert!(family(vec![two(&source, &tier), Breakdown::one(need.clone())]).is_ok());
    let other = Dimension::new("source", ["x", "z"]);
    for wrong in [
        vec![two(&source, &tier), two(&source, &need), two(&tier, &need)],
        vec![two(&source, &tier), two(&tier, &source)],
        vec![two(&source, &source)],
        vec![two(&source, &tier), two(&other, &need)],
    ] {
        let refused = family(wrong);
        assert!(matches!(refused, Err(Fault::Declaration(_))), "{refused:?}");
    }
}

#[test]
fn breakdowns_that_disagree_about_a_shared_dimension_are_refused() {
    let [source, tier, need] =
        ["source", "tier", "need"].map(|name| Dimension::new(name, ["x", "y"]));
    let question = Question {
        name: "referrals".to_owned(),
        unit: Span::Quarter,
        breakdowns: vec![
            Breakdown::two(source.clone(), tier),
            Breakdown::two(source, need),
        ],
        by_district: false,
    };
    let april = month(2027, 4);
    let mut cube = Cube::new(Family::new(["north"], vec![question]).unwrap(), april);
    cube.add_total("referrals", april, "north", 9).unwrap();
    for (row, column) in [("x", "tier"), ("y", "need")] {
        cube.add(
            "referrals",
            april,
            "north",
            ("source", row),
            Some((column, "x")),
            9,
        )
        .unwrap();
    }
    let refused = publish(&cube, edition(&Published::default(), month(2027, 6)));
    assert!(matches!(refused, Err(Fault::Unequal { .. })), "{refused:?}");
}

/// Referrals of one quarter by district and tier, all in its first month, from one source.
fn tiers(policy: Policy, tier: Dimension, counts: &[(&str, [u64; 3])]) -> Published {
    let question = Question {
        name: "referrals".to_owned(),
        unit: Span::Quarter,
        breakdowns: vec![Breakdown::one(tier.clone())],
        by_district: true,
    };
    let family = Family::new(counts.iter().map(|(name, _)| *name), vec![question]).unwrap();
    let mut cube = Cube::new(family, month(2027, 4));
    for (district, counts) in counts {
        for (tier_of, count) in tier.values.iter().zip(counts) {
            let values = [("tier", tier_of.as_str())];
            cube.add_cases("referrals", month(2027, 4), district, &values, *count)
                .unwrap();
        }
    }
    let earlier = Published::default();
    let edition = Edition {
        policy,
        ..edition(&earlier, month(2027, 6))
    };
    publish(&cube, edition).unwrap()
}

fn three() -> Dimension {
    Dimension::new("tier", ["low", "medium", "high"])
}

/// The row of a district.
fn row(published: &Published, place: Place<'_>) -> [String; 4] {
    let quarter = Period::of(month(2027, 4), Span::Quarter);
    let cell = |at: &[(&str, &str)]| published.cell("referrals", quarter, place, at).to_string();
    [
        cell(&[("tier", "low")]),
        cell(&[("tier", "medium")]),
        cell(&[("tier", "high")]),
        cell(&[]),
    ]
}

#[test]
fn a_small_count_hides_another_in_its_row_and_column() {
    let counts = [
        ("north", [12, 8, 3]),
        ("south", [20, 9, 14]),
        ("east", [50, 40, 30]),
    ];
    let published = tiers(Policy::OFFICE, three(), &counts);
    let shown = |place| row(&published, place);
    assert_eq!(shown(Place::Area), ["82", "57", "47", "186"]);
    assert_eq!(shown(Place::District("north")), ["12", "[c]", "[c]", "23"]);
    assert_eq!(shown(Place::District("south")), ["20", "[c]", "[c]", "43"]);
    assert_eq!(shown(Place::District("east")), ["50", "40", "30", "120"]);
}

#[test]
fn a_small_place_hides_another_place() {
    let counts = [
        ("north", [1, 1, 0]),
        ("south", [20, 9, 14]),
        ("east", [50, 40, 30]),
    ];
    let published = tiers(Policy::OFFICE, three(), &counts);
    let shown = |place| row(&published, place);
    assert_eq!(shown(Place::Area), ["71", "50", "44", "165"]);
    assert_eq!(shown(Place::District("north")), ["[c]"; 4]);
    assert_eq!(shown(Place::District("south")), ["[c]"; 4]);
    assert_eq!(shown(Place::District("east")), ["50", "40", "30", "120"]);
}

#[test]
fn zeros_are_hidden_where_one_value_holds_everybody() {
    let counts = [
        ("north", [0, 12, 0]),
        ("south", [20, 0, 14]),
        ("east", [50, 40, 30]),
    ];
    let shown = |policy, tier| {
        let published = tiers(policy, tier, &counts);
        [
            row(&published, Place::District("north")),
            row(&published, Place::District("south")),
        ]
    };
    let [north, south] = shown(Policy::OFFICE, three());
    assert_eq!(north, ["[c]", "[c]", "[c]", "12"]);
    assert_eq!(south[1], "0", "it says nothing about anybody");
    let plain = [["0", "12", "0", "12"], ["20", "0", "14", "34"]];
    assert_eq!(shown(Policy::OFFICE, three().not_secret()), plain);
    let zeros = Policy {
        zeros: Zeros::Shown,
        ..Policy::OFFICE
    };
    assert_eq!(shown(zeros, three()), plain);
    let hidden = Policy {
        zeros: Zeros::Hidden,
        ..Policy::OFFICE
    };
    assert_eq!(shown(hidden, three())[1][1], "[c]");
}

#[test]
fn rounding_comes_last_and_low_is_not_zero() {
    let policy = Policy {
        threshold: 2,
        rounding: Rounding::Nearest(10),
        ..Policy::OFFICE
    };
    let published = tiers(policy, three(), &[("north", [25, 4, 94])]);
    assert_eq!(row(&published, Place::Area), ["30", "[low]", "90", "120"]);
}

#[test]
fn what_was_published_stays_whatever_is_recorded_later() {
    let none = Published::default();
    let mut cube = plenty();
    let june = publish(&cube, edition(&none, month(2027, 6))).unwrap();
    // One case is recorded late. The difference of two publications would be a count of one.
    let values = [("source", "self"), ("tier", "enhanced")];
    cube.add_cases("referrals", month(2027, 5), "north", &values, 1)
        .unwrap();
    cube.add_cases("referrals", month(2027, 7), "north", &values, 1)
        .unwrap();
    let september = publish(&cube, edition(&june, month(2027, 9))).unwrap();
    for release in june.releases() {
        let later = september.release(release.question(), release.unit());
        assert_eq!(later, Some(release));
    }
    assert_eq!(september.releases().count(), 2);
    let total = |published: &Published, m| {
        let quarter = Period::of(month(2027, m), Span::Quarter);
        published
            .cell("referrals", quarter, Place::Area, &[])
            .value()
    };
    assert_eq!(total(&september, 4), total(&june, 4));
    assert_eq!(total(&september, 7), total(&june, 4).map(|count| count + 1));
    let afresh = publish(&cube, edition(&none, month(2027, 9))).unwrap();
    assert_eq!(total(&afresh, 4), total(&june, 4).map(|count| count + 1));
}

#[test]
fn the_public_waits_for_the_office() {
    let none = Published::default();
    let cube = plenty();
    let office = publish(&cube, edition(&none, month(2027, 6))).unwrap();
    let public = Edition {
        policy: Policy::PUBLIC,
        within: Some(&office),
        ..edition(&none, month(2027, 9))
    };
    let public = publish(&cube, public).unwrap();
    assert_eq!(public, office, "nothing is small, and one quarter is out");
}
