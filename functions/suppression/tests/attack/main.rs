//! An attacker with every page, filter, period and file, who solves for what is hidden.

mod area;
mod attacker;
mod simplex;

use area::{Area, QUESTION, area};
use attacker::{Request, World};
use suppression::{Cell, Edition, Published, publish};

/// The counts as the records have them.
fn truth(world: &World, area: &Area) -> Vec<f64> {
    let mut counts = vec![0.0; world.variables];
    for (month, district, values) in &area.cases {
        let mut values = values.iter();
        for shape in &world.shape {
            let part = shape.parts.iter().position(|part| part.contains(*month));
            let row = values.next().unwrap();
            let column = match shape.breakdown.columns {
                Some(_) => *values.next().unwrap(),
                None => 0,
            };
            counts[shape.variable(part.unwrap(), *district, *row, column)] += 1.0;
        }
    }
    counts
}

/// Why a hidden count is not protected.
fn fault(low: f64, high: f64, count: f64, threshold: f64) -> Option<String> {
    // Counts are whole numbers.
    let (low, high) = ((low - 1e-6).ceil(), (high + 1e-6).floor());
    assert!(low <= count && count <= high, "the truth is not possible");
    let fault = if high - low < 0.5 {
        "is known"
    } else if high - low < threshold {
        "is nearly known"
    } else if count < threshold && high < threshold {
        "is known to be small"
    } else {
        return None;
    };
    Some(format!("{count} {fault}: {low} to {high}"))
}

#[test]
fn nobody_can_work_out_a_hidden_count_in_200_areas() {
    let (mut hidden, mut shown, mut withheld, mut whole) = (0, 0, 0, 0);
    let mut faults = Vec::new();
    let seeds = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seeds = seeds.map_or(
        0..std::env::var("SEEDS")
            .ok()
            .and_then(|n| n.parse().ok())
            .unwrap_or(200),
        |seed: u64| seed..seed + 1,
    );
    for seed in seeds {
        let area = area(seed);
        let family = area.cube.family();
        let question = &family.questions()[0];
        let world = World::new(family, question);
        let truth = truth(&world, &area);
        let none = Published::default();
        let edition = Edition {
            policy: area.policy,
            closed: area.closed,
            earlier: &none,
            within: None,
        };
        let published = publish(&area.cube, edition).unwrap();
        for request in &world.requests {
            match request.cell(&published) {
                Cell::Value(count) => {
                    assert_eq!(count as f64, request.sum(&truth), "{seed}: {request}");
                    shown += 1;
                }
                Cell::Confidential => hidden += 1,
                Cell::NotAvailable => withheld += 1,
                cell => panic!("{seed}: {request} is {cell:?}"),
            }
        }
        let mut attack = world.attack(|request| request.cell(&published).value());
        assert!(attack.is_consistent(), "{seed}: nothing agrees");
        assert!(attack.agrees(&truth), "{seed}: the truth does not agree");
        let threshold = area.policy.threshold as f64;
        for request in &world.requests {
            if request.cell(&published) != Cell::Confidential {
                continue;
            }
            let count = request.sum(&truth);
            let (low, high) = if count < threshold {
                (
                    0f64.max(count - threshold),
                    threshold.max(count + threshold),
                )
            } else {
                (count - threshold, count + threshold)
            };
            let (low, high) = attack.bounds(request, low, high);
            if let Some(fault) = fault(low, high, count, threshold) {
                faults.push(format!(
                    "seed {seed}, {:?}: {request}: {fault}",
                    area.policy
                ));
            }
        }
        whole += usize::from(
            attack
                .points
                .iter()
                .all(|p| p.iter().all(|v| (v - v.round()).abs() < 1e-6)),
        );
        for point in &attack.points {
            assert!(attack.agrees(point), "{seed}: the solver is wrong");
        }
    }
    println!(
        "200 areas, seeds 0 to 199: {shown} shown, {hidden} hidden, {withheld} withheld, whole {whole}"
    );
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[allow(dead_code)]
fn unused(_: &Request) {}
