//! How long a family of a realistic size takes, and how much of it is shown.
//! Run it with `cargo run --release -p suppression --example speed`.
#![expect(clippy::print_stdout, reason = "it reports to a terminal")]

use std::collections::BTreeMap;
use std::time::Instant;
use suppression::{
    Breakdown, Cell, Cube, Dimension, Edition, Family, Fault, Month, Period, Place, Policy,
    Published, Question, Span, publish,
};

const DISTRICTS: u64 = 40;
const ROWS: u64 = 10;
const COLUMNS: u64 = 6;

fn main() -> Result<(), Fault> {
    for (unit, policy) in [
        (Span::Quarter, Policy::OFFICE),
        (Span::Year, Policy::OFFICE),
        (Span::Month, Policy::OFFICE),
        (Span::Quarter, Policy::PUBLIC),
    ] {
        for cases in [3_000, 20_000, 100_000] {
            run(unit, policy, cases)?;
        }
    }
    for cases in [3_000, 20_000, 100_000] {
        star(Span::Quarter, cases, true)?;
        star(Span::Quarter, cases, false)?;
    }
    Ok(())
}

/// A stage of seven by five other dimensions.
fn star(unit: Span, cases: usize, by_district: bool) -> Result<(), Fault> {
    let (districts, stages) = (names("d", DISTRICTS), names("s", 7));
    let others: Vec<Dimension> = (0..5)
        .map(|index| Dimension::new(&format!("o{index}"), names("v", COLUMNS)))
        .collect();
    let stage = Dimension::new("stage", stages.clone());
    let breakdowns = others
        .iter()
        .map(|of| Breakdown::two(stage.clone(), of.clone()));
    let question = Question {
        name: "cases".to_owned(),
        unit,
        breakdowns: breakdowns.collect(),
        by_district,
    };
    let Some(april) = Month::new(2027, 4) else {
        return Ok(());
    };
    let year = Period::of(april, Span::Year);
    let months: Vec<Month> = year.months().chain(year.next().months()).collect();
    let mut cube = Cube::new(Family::new(districts.clone(), vec![question])?, april);
    let mut seed = 1;
    for number in 0..cases {
        let district = &districts[pick(&mut seed, DISTRICTS)];
        let mut values = vec![("stage", stages[pick(&mut seed, 7)].as_str())];
        for other in &others {
            let value = other.values[pick(&mut seed, COLUMNS)].as_str();
            values.push((other.name.as_str(), value));
        }
        cube.add_cases("cases", months[number % months.len()], district, &values, 1)?;
    }
    let edition = Edition {
        policy: Policy::OFFICE,
        closed: year.next().last(),
        earlier: &Published::default(),
        within: None,
    };
    let start = Instant::now();
    let published = publish(&cube, edition)?;
    let took = start.elapsed();
    let cells: Vec<Cell> = published
        .releases()
        .flat_map(|release| stages.iter().map(|stage| (release.unit(), stage)))
        .map(|(unit, stage)| published.cell("cases", unit, Place::Area, &[("stage", stage)]))
        .collect();
    let shown = cells.iter().filter(|cell| cell.value().is_some()).count();
    println!(
        "{unit:?}, star, districts {by_district}, {cases} cases: {took:.0?}, stages {} %",
        shown * 100 / cells.len()
    );
    Ok(())
}

fn names(of: &str, count: u64) -> Vec<String> {
    (0..count).map(|index| format!("{of}{index}")).collect()
}

/// From 0 to `count - 1`, the first more often: a number that the seed decides.
fn pick(seed: &mut u64, count: u64) -> usize {
    let mut least = count;
    for _ in 0..2 {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        least = least.min((*seed >> 33) % count);
    }
    usize::try_from(least).unwrap_or_default()
}

fn run(unit: Span, policy: Policy, cases: u32) -> Result<(), Fault> {
    let (districts, rows, columns) = (names("d", DISTRICTS), names("r", ROWS), names("c", COLUMNS));
    let question = Question {
        name: "cases".to_owned(),
        unit,
        breakdowns: vec![Breakdown::two(
            Dimension::new("row", rows.clone()),
            Dimension::new("column", columns.clone()),
        )],
        by_district: true,
    };
    let Some(april) = Month::new(2027, 4) else {
        return Ok(());
    };
    let year = Period::of(april, Span::Year);
    let months: Vec<Month> = year.months().chain(year.next().months()).collect();
    let family = Family::new(districts.clone(), vec![question])?;
    let mut cube = Cube::new(family, april);
    let mut seed = 1;
    let mut tables = [(); 4].map(|()| BTreeMap::new());
    for number in 0..cases as usize {
        let month = months[number % months.len()];
        let district = &districts[pick(&mut seed, DISTRICTS)];
        let values = [
            ("row", rows[pick(&mut seed, ROWS)].as_str()),
            ("column", columns[pick(&mut seed, COLUMNS)].as_str()),
        ];
        let period = Period::of(month, unit);
        let keys = [
            (period, values[0].1, ""),
            (Period::of(month, Span::Month), values[0].1, ""),
            (period, values[0].1, district.as_str()),
            (period, values[0].1, values[1].1),
        ];
        for (table, key) in tables.iter_mut().zip(keys) {
            *table.entry(key).or_insert(0) += 1;
        }
        cube.add_cases("cases", month, district, &values, 1)?;
    }
    let large = tables.map(|table| {
        let counts = table.values();
        counts.filter(|count| **count >= policy.threshold).count()
    });
    let none = Published::default();
    let edition = Edition {
        policy,
        closed: year.next().last(),
        earlier: &none,
        within: None,
    };
    let start = Instant::now();
    let published = publish(&cube, edition)?;
    let took = start.elapsed();

    let mut line = format!(
        "{unit:?}, under {}, {cases} cases: {took:.0?}",
        policy.threshold
    );
    let mut large = large.into_iter();
    let mut shown = |what: &str, cells: Vec<Cell>, line: &mut String| {
        let values = cells.iter().filter(|cell| cell.value().is_some()).count();
        let large = large.next().unwrap_or_default();
        line.push_str(&format!(
            ", {what} {} % of {} %",
            values * 100 / cells.len().max(1),
            large * 100 / cells.len().max(1)
        ));
    };
    let units: Vec<Period> = published.releases().map(|release| release.unit()).collect();
    let ask = |period, place, at: &[(&str, &str)]| published.cell("cases", period, place, at);
    let area = |period: &Period| -> Vec<Cell> {
        rows.iter()
            .map(|row| ask(*period, Place::Area, &[("row", row)]))
            .collect()
    };
    shown("whole", units.iter().flat_map(area).collect(), &mut line);
    let months = months.iter().map(|month| Period::of(*month, Span::Month));
    shown(
        "months",
        months.flat_map(|month| area(&month)).collect(),
        &mut line,
    );
    let mut cells = Vec::new();
    for period in &units {
        for district in &districts {
            cells.extend(
                rows.iter()
                    .map(|row| ask(*period, Place::District(district), &[("row", row)])),
            );
        }
    }
    shown("districts", cells, &mut line);
    let mut cells = Vec::new();
    for period in &units {
        for row in &rows {
            let columns = columns.iter();
            cells.extend(
                columns
                    .map(|column| ask(*period, Place::Area, &[("row", row), ("column", column)])),
            );
        }
    }
    shown("crossed", cells, &mut line);
    println!("{line}");
    Ok(())
}
