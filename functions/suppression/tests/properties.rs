//! What holds of every publication.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use proptest::prelude::*;
use suppression::{
    Breakdown, Cell, Cube, Dimension, Edition, Family, Month, Period, Place, Policy, Published,
    Question, Rounding, Span, Zeros, publish,
};

const DISTRICTS: [&str; 3] = ["north", "south", "east"];
const ROWS: [&str; 3] = ["police", "self", "partner"];
const COLUMNS: [&str; 2] = ["standard", "enhanced"];

/// A case: months after April, then its place in the lists above.
type Case = (u8, usize, usize, usize);

fn cases() -> impl Strategy<Value = Vec<Case>> {
    prop_oneof![0..30usize, 100..300usize].prop_flat_map(|count| {
        let uneven = |count: usize| (0..count, 0..count).prop_map(|(one, other)| one.min(other));
        let case = (0..12u8, uneven(3), uneven(3), uneven(2));
        proptest::collection::vec(case, count)
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    let zeros = prop_oneof![
        Just(Zeros::Shown),
        Just(Zeros::HiddenWhereTheyDisclose),
        Just(Zeros::Hidden)
    ];
    (2..12u64, zeros).prop_map(|(threshold, zeros)| Policy {
        threshold,
        zeros,
        rounding: Rounding::Exact,
    })
}

fn unit() -> impl Strategy<Value = Span> {
    prop_oneof![Just(Span::Month), Just(Span::Quarter), Just(Span::Year)]
}

fn april() -> Month {
    Month::new(2027, 4).unwrap()
}

fn cube(unit: Span, cases: &[Case]) -> Cube {
    let question = Question {
        name: "cases".to_owned(),
        unit,
        breakdowns: vec![Breakdown::two(
            Dimension::new("source", ROWS),
            Dimension::new("tier", COLUMNS),
        )],
        by_district: true,
    };
    let family = Family::new(DISTRICTS, vec![question]).unwrap();
    let mut cube = Cube::new(family, april());
    let months: Vec<Month> = Period::of(april(), Span::Year).months().collect();
    for (month, district, row, column) in cases {
        let values = [("source", ROWS[*row]), ("tier", COLUMNS[*column])];
        let month = months[usize::from(*month)];
        cube.add_cases("cases", month, DISTRICTS[*district], &values, 1)
            .unwrap();
    }
    cube
}

fn published(cube: &Cube, policy: Policy) -> Published {
    let edition = Edition {
        policy,
        closed: Month::new(2028, 3).unwrap(),
        earlier: &Published::default(),
        within: None,
    };
    publish(cube, edition).unwrap()
}

/// Each cell that a question offers in the year, with its true count.
fn each_cell(
    unit: Span,
    cases: &[Case],
    mut look: impl FnMut(Period, Place<'_>, &[(&str, &str)], u64),
) {
    let family = cube(unit, &[]).family().clone();
    let question = &family.questions()[0];
    let year = Period::of(april(), Span::Year);
    let months: Vec<Month> = year.months().collect();
    let mut cells: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    cells.extend(ROWS.iter().map(|row| vec![("source", *row)]));
    cells.extend(COLUMNS.iter().map(|column| vec![("tier", *column)]));
    for row in ROWS {
        cells.extend(
            COLUMNS
                .iter()
                .map(|column| vec![("source", row), ("tier", *column)]),
        );
    }
    for span in [Span::Month, Span::Quarter, Span::Year] {
        for period in year.parts(span) {
            for district in [None, Some(0), Some(1), Some(2)] {
                for at in &cells {
                    let names: Vec<&str> = at.iter().map(|(name, _)| *name).collect();
                    if !question.offers(span, district.is_some(), &names) {
                        continue;
                    }
                    let count = cases.iter().filter(|(month, place, row, column)| {
                        period.contains(months[usize::from(*month)])
                            && district.is_none_or(|district| district == *place)
                            && at.iter().all(|(name, value)| match *name {
                                "source" => ROWS[*row] == *value,
                                _ => COLUMNS[*column] == *value,
                            })
                    });
                    let place = district.map_or(Place::Area, |d| Place::District(DISTRICTS[d]));
                    look(period, place, at, count.count() as u64);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_exact_and_never_small(
        cases in cases(), policy in policy(), unit in unit()
    ) {
        let published = published(&cube(unit, &cases), policy);
        each_cell(unit, &cases, |period, place, at, count| {
            match published.cell("cases", period, place, at) {
                Cell::Value(shown) => {
                    assert_eq!(shown, count);
                    assert!(shown == 0 || shown >= policy.threshold);
                    assert!(shown > 0 || policy.zeros != Zeros::Hidden);
                }
                Cell::Confidential => {}
                other => panic!("{period} {place:?} {at:?} is {other:?}"),
            }
        });
    }

    #[test]
    fn parts_that_are_all_shown_add_up_and_a_longer_period_is_the_sum(
        cases in cases(), policy in policy(), unit in unit()
    ) {
        let published = published(&cube(unit, &cases), policy);
        let year = Period::of(april(), Span::Year);
        each_cell(unit, &cases, |period, place, at, _| {
            let ask = |period, at: &[(&str, &str)]| published.cell("cases", period, place, at);
            let cell = ask(period, at);
            if at.is_empty() {
                let rows = ROWS.map(|row| ask(period, &[("source", row)]).value());
                if let Some(rows) = rows.into_iter().collect::<Option<Vec<u64>>>() {
                    assert_eq!(cell, Cell::Value(rows.iter().sum()));
                }
            }
            if period == year && unit < Span::Year {
                let parts: Option<Vec<u64>> =
                    year.parts(unit).map(|part| ask(part, at).value()).collect();
                let sum = parts.map_or(Cell::Confidential, |p| Cell::Value(p.iter().sum()));
                assert_eq!(cell, sum);
            }
        });
    }

    #[test]
    fn the_same_cell_has_the_same_answer_on_each_path(
        cases in cases(), policy in policy(), unit in unit()
    ) {
        let one = published(&cube(unit, &cases), policy);
        // Neither the order of the records nor the number of nights in between matters, nor the order of the names.
        let backwards: Vec<Case> = cases.iter().rev().copied().collect();
        let backwards = cube(unit, &backwards);
        let mut nightly = Published::default();
        for closed in Period::of(april(), Span::Year).months() {
            let edition = Edition { policy, closed, earlier: &nightly, within: None };
            nightly = publish(&backwards, edition).unwrap();
        }
        prop_assert_eq!(&one, &nightly);
        each_cell(unit, &cases, |period, place, at, _| {
            let turned: Vec<(&str, &str)> = at.iter().rev().copied().collect();
            let cell = one.cell("cases", period, place, at);
            assert_eq!(cell, one.cell("cases", period, place, &turned));
            assert_eq!(cell, one.sum("cases", period, place, &[at]));
        });
    }

    #[test]
    fn a_later_publication_adds_periods_and_changes_nothing(
        cases in cases(), late in proptest::collection::vec(0..4u8, 300),
        policy in policy(), unit in unit()
    ) {
        // Each case is recorded some months after it happened, so the counts of closed periods grow.
        let mut before = Published::default();
        for (number, closed) in Period::of(april(), Span::Year).months().enumerate() {
            let recorded: Vec<Case> = (cases.iter().zip(&late))
                .filter(|((month, ..), late)| usize::from(*month + **late) <= number)
                .map(|(case, _)| *case)
                .collect();
            let edition = Edition { policy, closed, earlier: &before, within: None };
            let after = publish(&cube(unit, &recorded), edition).unwrap();
            each_cell(unit, &[], |period, place, at, _| {
                let [earlier, later] = [&before, &after].map(|of| of.cell("cases", period, place, at));
                let new = earlier == Cell::NotAvailable;
                assert!(new || earlier == later, "{period} {place:?} {at:?}: {earlier:?}, {later:?}");
                assert!(later == Cell::NotAvailable || period.last() <= closed);
            });
            before = after;
        }
    }

    #[test]
    fn a_percentage_never_shows_a_hidden_count(
        cases in cases(), policy in policy(), unit in unit()
    ) {
        let published = published(&cube(unit, &cases), policy);
        each_cell(unit, &cases, |period, place, at, _| {
            let part = published.cell("cases", period, place, at);
            let base = published.cell("cases", period, place, &[]);
            let percent = Published::percent(part, base);
            if part == Cell::Confidential || base == Cell::Confidential {
                assert!(percent.value().is_none());
            }
        });
    }

    #[test]
    fn what_is_large_everywhere_is_untouched(more in 0..20u64, unit in unit()) {
        let mut every = Vec::new();
        for month in 0..12 {
            for district in 0..3 {
                for row in 0..3 {
                    for column in 0..2 {
                        let times = 10 + (more + row as u64 * 3 + column as u64) as usize % 7;
                        every.extend(std::iter::repeat_n((month, district, row, column), times));
                    }
                }
            }
        }
        let published = published(&cube(unit, &every), Policy::PUBLIC);
        each_cell(unit, &every, |period, place, at, count| {
            assert_eq!(published.cell("cases", period, place, at), Cell::Value(count));
        });
    }
}
