//! An attacker with every page, filter, period and file, who solves for what is hidden.
//!
//! A percentage is a function of two published cells, and a file shows the cells of pages, so both add nothing to what
//! the attacker has: see `tests/published.rs`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

mod area;
mod attacker;
mod simplex;

use area::{Area, QUESTION, area, area_of, area_that_asks, dimensions};
use attacker::{Request, World};
use suppression::{
    Breakdown, Cell, Dimension, Edition, Policy, Published, Question, Span, Zeros, publish,
};

/// The seeds of the areas. `SEEDS=3000` tries more.
fn seeds() -> std::ops::Range<u64> {
    let wanted = std::env::var("SEEDS").ok();
    200..200 + wanted.and_then(|text| text.parse().ok()).unwrap_or(200)
}

fn world(area: &Area) -> World {
    let family = area.cube.family();
    World::new(family, &family.questions()[0])
}

fn published(area: &Area, policy: Policy, within: Option<&Published>) -> Published {
    let edition = Edition {
        policy,
        closed: area.closed,
        earlier: &Published::default(),
        within,
    };
    publish(&area.cube, edition).unwrap()
}

/// The counts as the records have them, by variable of the attacker's.
fn truth(world: &World, area: &Area) -> Vec<f64> {
    let mut counts = vec![0.0; world.variables];
    let breakdowns: Vec<Breakdown> = world.shape.iter().map(|s| s.breakdown.clone()).collect();
    let dimensions = dimensions(&breakdowns);
    for (month, district, values) in &area.cases {
        let value = |of: &Dimension| values[dimensions.iter().position(|d| d == of).unwrap()];
        for shape in &world.shape {
            let part = shape.parts.iter().position(|part| part.contains(*month));
            let row = value(&shape.breakdown.rows);
            let column = shape.breakdown.columns.as_ref().map_or(0, value);
            counts[shape.variable(part.unwrap(), *district, row, column)] += 1.0;
        }
    }
    counts
}

/// What is wrong with how a hidden count is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Known,
    NearlyKnown,
    KnownToBeSmall,
}

/// Solves for each count that is hidden, of what is seen. Returns the faults, each with what it is about.
fn attack(
    world: &World,
    truth: &[f64],
    threshold: u64,
    seen: impl Fn(&Request) -> Option<u64>,
) -> Vec<(Fault, String)> {
    let threshold = threshold as f64;
    let mut faults = Vec::new();
    let mut attack = world.attack(&seen);
    assert!(attack.agrees(truth), "the truth does not agree");
    for request in world.requests.iter().filter(|of| seen(of).is_none()) {
        let count = request.sum(truth);
        let (low, high) = ((count - threshold).max(0.0), count + threshold);
        let (low, high) = attack.bounds(request, low, high);
        // Counts are whole numbers.
        let (low, high) = ((low - 1e-6).ceil(), (high + 1e-6).floor());
        assert!(low <= count && count <= high, "{request}: {low} to {high}");
        let fault = if high - low < 0.5 {
            Fault::Known
        } else if high - low < threshold {
            Fault::NearlyKnown
        } else if high < threshold {
            Fault::KnownToBeSmall
        } else {
            continue;
        };
        let what = format!("{request}: {count} is from {low} to {high}");
        faults.push((fault, what));
    }
    for point in &attack.points {
        assert!(attack.agrees(point), "the solver is wrong");
    }
    faults
}

#[test]
fn nobody_can_work_out_a_hidden_count_in_200_areas() {
    let (mut shown, mut hidden) = (0, 0);
    for seed in seeds() {
        let area = area(seed);
        let world = world(&area);
        let truth = truth(&world, &area);
        let published = published(&area, area.policy, None);
        for request in &world.requests {
            match request.cell(&published) {
                Cell::Value(count) => {
                    assert_eq!(count as f64, request.sum(&truth), "seed {seed}: {request}");
                    shown += 1;
                }
                Cell::Confidential => hidden += 1,
                cell => panic!("seed {seed}: {request} is {cell:?}"),
            }
        }
        let faults = attack(&world, &truth, area.policy.threshold, |request| {
            request.cell(&published).value()
        });
        assert!(
            faults.is_empty(),
            "seed {seed}, {:?}: {faults:#?}",
            area.policy
        );
    }
    println!("seeds {:?}: {shown} counts shown, {hidden} hidden", seeds());
    // Hiding everything would be safe too.
    assert!(shown * 2 > hidden, "{shown} counts shown, {hidden} hidden");
}

/// A question of the hub in its own shape. Each dimension has its first codes only, so that the attacker can solve it.
fn declared(question: &measures::Question) -> Question {
    const FEW: usize = 3;
    let dimension = |of: measures::Dimension| {
        let codes: Vec<String> = match of.codes() {
            measures::Codes::Closed(codes) => codes.iter().map(|code| (*code).to_owned()).collect(),
            _ => (0..FEW)
                .map(|place| format!("{}{place}", of.as_str()))
                .collect(),
        };
        Dimension::new(of.as_str(), codes.into_iter().take(FEW))
    };
    let breakdowns = question
        .breakdowns
        .iter()
        .map(|breakdown| match breakdown.columns {
            Some(columns) => Breakdown::two(dimension(breakdown.rows), dimension(columns)),
            None => Breakdown::one(dimension(breakdown.rows)),
        });
    Question {
        name: QUESTION.to_owned(),
        unit: Span::Quarter,
        breakdowns: breakdowns.collect(),
        by_district: question.by_district,
    }
}

#[test]
fn nobody_can_work_out_a_hidden_count_of_a_declared_question() {
    for question in &measures::QUESTIONS {
        let (mut shown, mut hidden) = (0, 0);
        for seed in 0..14 {
            let area = area_that_asks(declared(question), seed);
            let world = world(&area);
            let truth = truth(&world, &area);
            let published = published(&area, area.policy, None);
            // In an area of a few people hardly anything can be shown.
            if area.cases.len() > 300 {
                for request in &world.requests {
                    match request.cell(&published) {
                        Cell::Value(_) => shown += 1,
                        _ => hidden += 1,
                    }
                }
            }
            let faults = attack(&world, &truth, area.policy.threshold, |request| {
                request.cell(&published).value()
            });
            assert!(
                faults.is_empty(),
                "{} seed {seed}, {:?}: {faults:#?}",
                question.name,
                area.policy
            );
        }
        println!("{}: {shown} counts shown, {hidden} hidden", question.name);
        assert!(shown > 2 * hidden, "{}", question.name);
    }
}

#[test]
fn the_attacker_finds_what_is_hidden_alone() {
    let mut found = Vec::new();
    for seed in 0..40 {
        let area = area(seed);
        let world = world(&area);
        let truth = truth(&world, &area);
        let threshold = area.policy.threshold;
        let faults = attack(&world, &truth, threshold, |request| {
            let count = request.sum(&truth) as u64;
            (count == 0 || count >= threshold).then_some(count)
        });
        found.extend(
            (faults.iter().filter(|(fault, _)| *fault == Fault::Known))
                .map(|(_, what)| format!("seed {seed}: {what}")),
        );
    }
    println!("found {}, first {:#?}", found.len(), found.first());
    assert!(found.len() > 50, "the attacker found only {}", found.len());
}

#[test]
fn the_attacker_links_tables_that_were_protected_apart() {
    let mut found = Vec::new();
    for seed in 0..40 {
        let area = area(seed);
        let family = area.cube.family();
        let question = &family.questions()[0];
        // The same cases again, as if each table were a separate question: one of the whole area, one of districts.
        let mut breakdowns = question.breakdowns.clone();
        breakdowns.truncate(1);
        let whole = Question {
            by_district: false,
            breakdowns: breakdowns.clone(),
            ..question.clone()
        };
        let districts = Question {
            by_district: true,
            breakdowns: vec![Breakdown::one(breakdowns[0].rows.clone())],
            ..question.clone()
        };
        let together = Question {
            by_district: true,
            breakdowns,
            ..question.clone()
        };
        let [whole, districts, together] = [whole, districts, together]
            .map(|question| area_of(family.districts(), question, &area));
        let policy = area.policy;
        let apart = [whole, districts].map(|area| published(&area, policy, None));
        let world = world(&together);
        let truth = truth(&world, &together);
        let both = |request: &Request| apart.iter().find_map(|of| request.cell(of).value());
        let faults = attack(&world, &truth, policy.threshold, both);
        let known = faults.iter().filter(|(fault, _)| *fault == Fault::Known);
        found.extend(known.map(|(_, what)| format!("seed {seed}: {what}")));

        let one = published(&together, policy, None);
        let faults = attack(&world, &truth, policy.threshold, |request| {
            request.cell(&one).value()
        });
        assert!(faults.is_empty(), "seed {seed}: {faults:#?}");
    }
    println!("found {}, first {:#?}", found.len(), found.first());
    assert!(found.len() > 10, "the attacker found only {}", found.len());
}

#[test]
fn the_office_and_the_public_learn_no_more_together() {
    let public = Policy {
        zeros: Zeros::Shown,
        ..Policy::PUBLIC
    };
    let mut found = 0;
    for seed in 200..320 {
        let area = area(seed);
        let world = world(&area);
        let truth = truth(&world, &area);
        let office = published(&area, Policy::OFFICE, None);
        let within = published(&area, public, Some(&office));
        for request in &world.requests {
            if let Cell::Value(count) = request.cell(&within) {
                assert_eq!(
                    request.cell(&office),
                    Cell::Value(count),
                    "seed {seed}: {request}"
                );
            }
        }
        let faults = attack(&world, &truth, public.threshold, |request| {
            request.cell(&within).value()
        });
        assert!(faults.is_empty(), "seed {seed}: {faults:#?}");

        // Protected apart, the one gives away what the other hides.
        let apart = published(&area, public, None);
        let faults = attack(&world, &truth, Policy::OFFICE.threshold, |request| {
            let office = request.cell(&office).value();
            office.or_else(|| request.cell(&apart).value())
        });
        found += faults.len();
    }
    assert!(found > 3, "the attacker found only {found}");
}
