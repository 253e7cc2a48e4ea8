//! Which cells of a unit are hidden.

use crate::cube::Cube;
use crate::family::Question;
use crate::period::Period;
use crate::policy::{Policy, Zeros};
use crate::published::{Cross, Margin, Page, Published, Release};
use crate::{Edition, Fault};
use std::collections::BTreeMap;

pub(crate) fn publish(cube: &Cube, edition: Edition<'_>) -> Result<Published, Fault> {
    if edition.policy.threshold < 2 {
        return Err(Fault::Threshold(edition.policy.threshold));
    }
    cube.check()?;
    let mut published = edition.earlier.clone();
    for (index, question) in cube.family().questions().iter().enumerate() {
        let mut unit = Period::of(cube.from(), question.unit);
        while unit.last() <= edition.closed {
            if published.release(&question.name, unit).is_none() {
                published.keep(release(cube, index, question, unit, edition.policy));
            }
            unit = unit.next();
        }
    }
    Ok(published)
}

fn release(
    cube: &Cube,
    index: usize,
    question: &Question,
    unit: Period,
    policy: Policy,
) -> Release {
    let mut places = vec![(unit, None)];
    if let Some(span) = question.unit.shorter() {
        places.extend(unit.parts(span).map(|part| (part, None)));
    }
    if question.by_district {
        let districts = cube.family().districts().iter().enumerate();
        places.extend(districts.map(|(index, name)| (unit, Some((index, name)))));
    }
    let show = |count: u64| {
        let small = count < policy.threshold && (count > 0 || policy.zeros == Zeros::Hidden);
        (!small).then_some(count)
    };
    let page = |(period, district): (Period, Option<(usize, &String)>)| {
        let within = |month, place| {
            period.contains(month) && district.is_none_or(|(index, _)| index == place)
        };
        let totals = cube.totals(index).iter();
        let total = totals
            .filter(|((month, place), _)| within(*month, *place))
            .map(|(_, count)| count)
            .sum();
        let mut margins = BTreeMap::new();
        let mut crosses = Vec::new();
        for (b, breakdown) in question.breakdowns.iter().enumerate() {
            let sum = |row: Option<usize>, column: Option<usize>| -> u64 {
                let counts = cube.counts(index, b).iter();
                counts
                    .filter(|((month, place, r, c), _)| {
                        within(*month, *place)
                            && row.is_none_or(|row| row == *r)
                            && column.is_none_or(|column| column == *c)
                    })
                    .map(|(_, count)| count)
                    .sum()
            };
            let rows = breakdown.rows.values.iter().enumerate();
            let margin: Margin = rows
                .map(|(r, value)| (value.clone(), show(sum(Some(r), None))))
                .collect();
            margins.insert(breakdown.rows.name.clone(), margin);
            if let Some(columns) = &breakdown.columns {
                let values = || columns.values.iter().enumerate();
                let margin: Margin = values()
                    .map(|(c, value)| (value.clone(), show(sum(None, Some(c)))))
                    .collect();
                margins.insert(columns.name.clone(), margin);
                if period == unit && district.is_none() {
                    let row = |r| {
                        values()
                            .map(|(c, value)| (value.clone(), show(sum(Some(r), Some(c)))))
                            .collect()
                    };
                    let rows = breakdown.rows.values.iter().enumerate();
                    crosses.push(Cross {
                        rows: breakdown.rows.name.clone(),
                        columns: columns.name.clone(),
                        cells: rows.map(|(r, value)| (value.clone(), row(r))).collect(),
                    });
                }
            }
        }
        Page {
            period,
            district: district.map(|(_, name)| name.clone()),
            total: show(total),
            margins,
            crosses,
        }
    };
    Release {
        question: question.name.clone(),
        unit,
        rounding: policy.rounding,
        pages: places.into_iter().map(page).collect(),
    }
}
