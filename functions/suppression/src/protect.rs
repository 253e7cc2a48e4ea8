//! Which cells of a unit are hidden.

mod cross;
mod exchange;
mod group;
mod sheet;

use crate::cube::Cube;
use crate::family::{Breakdown, Dimension, Question};
use crate::period::Period;
use crate::policy::Policy;
use crate::published::{Cross, Held, Margin, Page, Place, Published, Release};
use crate::{Edition, Fault};
use group::{Group, is_small};
use sheet::{Cases, Must, Pages, Sheet};
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
                let within = match edition.within {
                    None => Some(Limit::None),
                    Some(within) => within.release(&question.name, unit).map(Limit::Release),
                };
                // What the smaller circle has not seen yet, nobody else sees.
                if let Some(within) = within {
                    let unit = Unit::new(cube, index, question, unit, edition.policy, within);
                    published.keep(unit.release());
                }
            }
            unit = unit.next();
        }
    }
    Ok(published)
}

/// What other readers see already.
#[derive(Clone, Copy)]
enum Limit<'a> {
    None,
    Release(&'a Release),
}

impl Limit<'_> {
    fn hides(self, period: Period, place: Place<'_>, at: &[(&str, &str)]) -> bool {
        match self {
            Limit::None => false,
            Limit::Release(release) => {
                let held = release.page(period, place).map(|page| page.held(at));
                !matches!(held, Some(Held::Exactly(_)))
            }
        }
    }
}

/// One question in one unit.
struct Unit<'a> {
    cube: &'a Cube,
    index: usize,
    question: &'a Question,
    period: Period,
    policy: Policy,
    within: Limit<'a>,
    parts: Vec<Period>,
    districts: &'a [String],
    total: u64,
    part_totals: Vec<u64>,
    district_totals: Vec<u64>,
    times: Group,
    places: Group,
}

impl<'a> Unit<'a> {
    fn new(
        cube: &'a Cube,
        index: usize,
        question: &'a Question,
        period: Period,
        policy: Policy,
        within: Limit<'a>,
    ) -> Self {
        let parts: Vec<Period> = match question.unit.shorter() {
            Some(span) => period.parts(span).collect(),
            None => vec![period],
        };
        let districts = cube.family().districts();
        let mut part_totals = vec![0; parts.len()];
        let mut district_totals = vec![0; districts.len()];
        for (time, part) in parts.iter().enumerate() {
            let range = (part.first(), 0)..=(part.last(), usize::MAX);
            for ((_, place), count) in cube.totals(index).range(range) {
                part_totals[time] += count;
                district_totals[*place] += count;
            }
        }
        let total = part_totals.iter().sum();
        let times = if parts.len() > 1 {
            let must: Vec<bool> = (parts.iter())
                .map(|part| within.hides(*part, Place::Area, &[]))
                .collect();
            Group::of(&part_totals, &must, policy)
        } else {
            Group::whole(1, total)
        };
        let places = if question.by_district && districts.len() > 1 {
            let must: Vec<bool> = (districts.iter())
                .map(|name| within.hides(period, Place::District(name), &[]))
                .collect();
            Group::of(&district_totals, &must, policy)
        } else {
            Group::whole(districts.len(), total)
        };
        Self {
            cube,
            index,
            question,
            period,
            policy,
            within,
            parts,
            districts,
            total,
            part_totals,
            district_totals,
            times,
            places,
        }
    }

    fn release(&self) -> Release {
        let mut pages = vec![self.page(self.period, None)];
        if self.parts.len() > 1 {
            pages.extend(self.parts.iter().map(|part| self.page(*part, None)));
        }
        if self.question.by_district {
            let districts = self.districts.iter();
            pages.extend(districts.map(|name| self.page(self.period, Some(name.clone()))));
        }
        let hidden =
            is_small(self.total, self.policy) || self.within.hides(self.period, Place::Area, &[]);
        if !hidden {
            self.show_totals(&mut pages);
        }
        if hidden {
            for breakdown in &self.question.breakdowns {
                hide(breakdown, &mut pages);
            }
        } else {
            self.show(&mut pages);
        }
        Release {
            question: self.question.name.clone(),
            unit: self.period,
            rounding: self.policy.rounding,
            pages,
        }
    }

    fn page(&self, period: Period, district: Option<String>) -> Page {
        Page {
            period,
            district,
            total: None,
            margins: BTreeMap::new(),
            crosses: Vec::new(),
        }
    }

    fn show_totals(&self, pages: &mut [Page]) {
        for page in pages {
            page.total = match self.which(page) {
                Which::Whole => Some(self.total),
                Which::Part(time) => (!self.times.in_pool(time)).then(|| self.part_totals[time]),
                Which::District(place) => {
                    (!self.places.in_pool(place)).then(|| self.district_totals[place])
                }
            };
        }
    }

    fn which(&self, page: &Page) -> Which {
        match &page.district {
            Some(name) => {
                let place = self.districts.iter().position(|district| district == name);
                Which::District(place.unwrap_or_default())
            }
            None => match self.parts.iter().position(|part| *part == page.period) {
                Some(time) if self.parts.len() > 1 => Which::Part(time),
                _ => Which::Whole,
            },
        }
    }

    /// Shows the breakdowns on all pages.
    fn show(&self, pages: &mut [Page]) {
        let breakdowns: Vec<(&Breakdown, Vec<Cases>)> = (self.question.breakdowns.iter())
            .enumerate()
            .map(|(number, breakdown)| (breakdown, self.cases(number)))
            .collect();
        let mut sides: BTreeMap<&str, Protected<'_>> = BTreeMap::new();
        for (breakdown, cases) in &breakdowns {
            for (side, dimension) in breakdown.dimensions().enumerate() {
                let protected = sides.entry(&dimension.name).or_insert_with(|| Protected {
                    declared: dimension,
                    dimension: self.dimension(dimension),
                    layers: Vec::new(),
                    sheet: None,
                });
                protected.layers.push(match side {
                    0 => cases.clone(),
                    _ => cases.iter().map(Cases::turned).collect(),
                });
            }
        }
        let mut crosses = Vec::new();
        loop {
            for protected in sides.values_mut() {
                if protected.sheet.is_none() {
                    let sheet = sheet::protect(&protected.dimension, &protected.layers);
                    protected.sheet = Some(sheet);
                }
            }
            crosses.clear();
            let mut stuck = None;
            for (breakdown, cases) in &breakdowns {
                match self.cross(breakdown, cases, &sides) {
                    None => {}
                    Some(Ok(cells)) => crosses.push(cells),
                    Some(Err(row)) => {
                        stuck = Some((breakdown.rows.name.as_str(), row));
                        break;
                    }
                }
            }
            // A row that cannot be protected where it crosses the columns is hidden altogether. With all rows hidden there
            // is nothing left to protect but the columns, which are large.
            let Some((protected, row)) =
                stuck.and_then(|(name, row)| Some((sides.get_mut(name)?, row)))
            else {
                break;
            };
            if !protected.hide_more(row) {
                break;
            }
        }
        for protected in sides.values() {
            if let Some(sheet) = &protected.sheet {
                self.show_margin(protected.declared, sheet, pages);
            }
        }
        if let Some(page) = pages.first_mut() {
            page.crosses = crosses;
        }
    }

    /// Where the dimensions of a breakdown cross, if it has two. Or a row that cannot be protected.
    fn cross(
        &self,
        breakdown: &Breakdown,
        cases: &[Cases],
        sides: &BTreeMap<&str, Protected<'_>>,
    ) -> Option<Result<Cross, usize>> {
        let (rows, columns) = (&breakdown.rows, breakdown.columns.as_ref()?);
        let hides = |row: &str, column: &str| {
            let at = [(rows.name.as_str(), row), (columns.name.as_str(), column)];
            self.within.hides(self.period, Place::Area, &at)
        };
        let must: Vec<Vec<bool>> = (rows.values.iter())
            .map(|row| (columns.values.iter().map(|column| hides(row, column))).collect())
            .collect();
        let [down, across] = [rows, columns].map(|of| sides.get(of.name.as_str())?.side());
        let cells = cross::protect(down?, across?, cases, &must);
        Some(cells.map(|cells| cross(rows, columns, cells)))
    }

    fn cases(&self, number: usize) -> Vec<Cases> {
        let mut cases = BTreeMap::new();
        for (time, part) in self.parts.iter().enumerate() {
            let range = (part.first(), 0, 0, 0)..=(part.last(), usize::MAX, 0, 0);
            for ((_, place, row, column), count) in
                self.cube.counts(self.index, number).range(range)
            {
                let key = (
                    self.times.merged[time],
                    self.places.merged[*place],
                    *row,
                    *column,
                );
                *cases.entry(key).or_insert(0) += count;
            }
        }
        cases
            .into_iter()
            .map(|((time, place, value, other), count)| Cases {
                time,
                place,
                value,
                other,
                count,
            })
            .collect()
    }

    fn dimension(&self, of: &Dimension) -> sheet::Dimension<'_> {
        let hides = |period, place| -> Vec<bool> {
            (of.values.iter())
                .map(|value| {
                    let at = [(of.name.as_str(), value.as_str())];
                    self.within.hides(period, place, &at)
                })
                .collect()
        };
        let merged = |group: &Group, pages: Vec<Vec<bool>>| {
            let mut must = vec![vec![false; of.values.len()]; group.len()];
            for (page, hidden) in pages.into_iter().enumerate() {
                let row = must[group.merged[page]].iter_mut();
                row.zip(hidden).for_each(|(must, hidden)| *must |= hidden);
            }
            must
        };
        let times = self.parts.iter().map(|part| hides(*part, Place::Area));
        let places = self.districts.iter();
        let places = places.map(|name| hides(self.period, Place::District(name)));
        sheet::Dimension {
            values: of.values.len(),
            coupled: self.question.breakdowns.len() > 1,
            secret: of.secret,
            policy: self.policy,
            times: &self.times,
            places: &self.places,
            must: Must {
                whole: hides(self.period, Place::Area),
                times: merged(&self.times, times.collect()),
                places: merged(&self.places, places.collect()),
            },
        }
    }

    fn show_margin(&self, dimension: &Dimension, sheet: &Sheet, pages: &mut [Page]) {
        let part = |group: &Group, shown: &Pages, page: usize, value: usize| {
            let merged = group.merged[page];
            let cell = shown.shown(sheet, merged, value, self.policy);
            // Of the pool only what nobody has is known of each page.
            cell.filter(|count| !group.in_pool(page) || *count == 0)
        };
        for page in pages {
            let which = self.which(page);
            let cell = |value: usize| match which {
                Which::Whole => (!sheet.whole[value]).then(|| sheet.counts[value]),
                Which::Part(time) => part(&self.times, &sheet.times, time, value),
                Which::District(place) => part(&self.places, &sheet.places, place, value),
            };
            let values = dimension.values.iter().enumerate();
            let margin: Margin = values
                .map(|(index, value)| (value.clone(), cell(index)))
                .collect();
            page.margins.insert(dimension.name.clone(), margin);
        }
    }
}

/// A dimension of a unit, and what is hidden of it.
struct Protected<'a> {
    declared: &'a Dimension,
    dimension: sheet::Dimension<'a>,
    layers: Vec<Vec<Cases>>,
    sheet: Option<Sheet>,
}

impl Protected<'_> {
    fn side(&self) -> Option<cross::Side<'_>> {
        Some(cross::Side {
            dimension: &self.dimension,
            sheet: self.sheet.as_ref()?,
            shared: self.layers.len() > 1,
        })
    }

    /// Hides one more value, and if it is not one that is shown, the smallest that is. What is hidden has to be worked
    /// out again. False if everything is hidden already.
    fn hide_more(&mut self, value: usize) -> bool {
        if !self.dimension.must.whole.contains(&false) {
            return false;
        }
        let Some(sheet) = self.sheet.take() else {
            return false;
        };
        let shown =
            |value: &usize| sheet.whole.get(*value) == Some(&false) && sheet.counts[*value] > 0;
        let smallest = (0..self.dimension.values)
            .filter(shown)
            .min_by_key(|value| sheet.counts[*value]);
        match Some(value).filter(shown).or(smallest) {
            Some(value) => self.dimension.must.whole[value] = true,
            None => self.dimension.must.whole.fill(true),
        }
        true
    }
}

/// Which page of a unit.
#[derive(Debug, Clone, Copy)]
enum Which {
    Whole,
    Part(usize),
    District(usize),
}

/// Hides a breakdown on all pages.
fn hide(breakdown: &Breakdown, pages: &mut [Page]) {
    if let (Some(columns), Some(page)) = (&breakdown.columns, pages.first_mut()) {
        let hidden = vec![vec![None; columns.values.len()]; breakdown.rows.values.len()];
        page.crosses.push(cross(&breakdown.rows, columns, hidden));
    }
    for page in pages {
        for dimension in breakdown.dimensions() {
            let values = dimension.values.iter();
            let margin = values.map(|value| (value.clone(), None)).collect();
            page.margins.insert(dimension.name.clone(), margin);
        }
    }
}

fn cross(rows: &Dimension, columns: &Dimension, cells: Vec<Vec<Option<u64>>>) -> Cross {
    let margin = |cells: Vec<Option<u64>>| columns.values.iter().cloned().zip(cells).collect();
    Cross {
        rows: rows.name.clone(),
        columns: columns.name.clone(),
        cells: (rows.values.iter().cloned().zip(cells))
            .map(|(row, cells)| (row, margin(cells)))
            .collect(),
    }
}
