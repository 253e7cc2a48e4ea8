//! Somebody who has every page, period, district and file, knows what may be asked and what the counts add up to, and
//! solves for what is hidden.

use crate::area::{QUESTION, april};
use crate::simplex::{Polytope, Step};
use std::collections::BTreeMap;
use suppression::{Breakdown, Cell, Dimension, Family, Period, Place, Published, Question};

/// A count that may be asked for, and the variables that it is the sum of.
#[derive(Clone)]
pub struct Request {
    pub period: Period,
    pub district: Option<String>,
    pub at: Vec<(String, String)>,
    sums: Vec<Vec<usize>>,
}

impl Request {
    pub fn cell(&self, published: &Published) -> Cell {
        let at: Vec<(&str, &str)> = (self.at.iter())
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let place = match &self.district {
            None => Place::Area,
            Some(name) => Place::District(name),
        };
        published.cell(QUESTION, self.period, place, &at)
    }

    pub fn sum(&self, point: &[f64]) -> f64 {
        self.sums[0].iter().map(|variable| point[*variable]).sum()
    }
}

impl std::fmt::Display for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.district.as_deref().unwrap_or("area");
        write!(f, "{} {place} {:?}", self.period, self.at)
    }
}

/// The variables: for each breakdown the cases by part of the unit, district, row and column. That is as fine as
/// anything that is published, and no finer model knows more: if two breakdowns agree about what they have in common,
/// their cases can be matched.
pub struct World {
    pub requests: Vec<Request>,
    pub variables: usize,
    equal: Vec<(Vec<usize>, Vec<usize>)>,
    pub shape: Vec<Shape>,
}

pub struct Shape {
    pub breakdown: Breakdown,
    pub parts: Vec<Period>,
    pub districts: Vec<String>,
    start: usize,
}

impl Shape {
    fn columns(&self) -> usize {
        self.breakdown
            .columns
            .as_ref()
            .map_or(1, |c| c.values.len())
    }

    fn dimensions(&self) -> Vec<(usize, &Dimension)> {
        let columns = self.breakdown.columns.iter();
        let both = std::iter::once(&self.breakdown.rows).chain(columns);
        both.enumerate().collect()
    }

    pub fn variable(&self, part: usize, district: usize, row: usize, column: usize) -> usize {
        let rows = self.breakdown.rows.values.len();
        let cell = ((part * self.districts.len() + district) * rows + row) * self.columns();
        self.start + cell + column
    }

    /// The variables that a request is the sum of.
    fn sum(
        &self,
        part: Option<usize>,
        district: Option<usize>,
        row: Option<usize>,
        column: Option<usize>,
    ) -> Vec<usize> {
        let every = |chosen: Option<usize>, count: usize| match chosen {
            Some(index) => index..index + 1,
            None => 0..count,
        };
        let mut variables = Vec::new();
        for p in every(part, self.parts.len()) {
            for d in every(district, self.districts.len()) {
                for r in every(row, self.breakdown.rows.values.len()) {
                    for c in every(column, self.columns()) {
                        variables.push(self.variable(p, d, r, c));
                    }
                }
            }
        }
        variables
    }
}

impl World {
    /// Everything that may be asked about one unit.
    pub fn new(family: &Family, question: &Question) -> Self {
        let unit = Period::of(april(), question.unit);
        let parts: Vec<Period> = match question.unit {
            suppression::Span::Month => vec![unit],
            suppression::Span::Quarter => unit.parts(suppression::Span::Month).collect(),
            suppression::Span::Year => unit.parts(suppression::Span::Quarter).collect(),
        };
        let mut shape = Vec::new();
        let mut variables = 0;
        for breakdown in &question.breakdowns {
            let of = Shape {
                breakdown: breakdown.clone(),
                parts: parts.clone(),
                districts: family.districts().to_vec(),
                start: variables,
            };
            variables += of.sum(None, None, None, None).len();
            shape.push(of);
        }
        let mut world = Self {
            requests: Vec::new(),
            variables,
            equal: Vec::new(),
            shape,
        };
        let mut pages: Vec<(Period, Option<usize>, Option<usize>)> = vec![(unit, None, None)];
        if parts.len() > 1 {
            pages.extend(
                parts
                    .iter()
                    .enumerate()
                    .map(|(p, part)| (*part, Some(p), None)),
            );
        }
        for index in 0..family.districts().len() {
            pages.push((unit, None, Some(index)));
        }
        for (period, part, district) in pages {
            let one = district.is_some();
            world.ask(question, (period, part, district), &[], one);
            for breakdown in &question.breakdowns {
                let dimensions: Vec<&Dimension> = std::iter::once(&breakdown.rows)
                    .chain(&breakdown.columns)
                    .collect();
                for dimension in &dimensions {
                    world.ask(question, (period, part, district), &[dimension], one);
                }
                if dimensions.len() == 2 {
                    world.ask(question, (period, part, district), &dimensions, one);
                }
            }
        }
        // Each breakdown splits the same cases, and those that share a dimension agree about it.
        for (index, one) in world.shape.iter().enumerate() {
            for other in &world.shape[index + 1..] {
                for p in 0..parts.len() {
                    for d in 0..family.districts().len() {
                        let all = |of: &Shape| of.sum(Some(p), Some(d), None, None);
                        world.equal.push((all(one), all(other)));
                        for (side, dimension) in one.dimensions() {
                            let shared = other.dimensions().into_iter();
                            for (other_side, _) in shared.filter(|(_, of)| *of == dimension) {
                                for value in 0..dimension.values.len() {
                                    let of = |shape: &Shape, side: usize| match side {
                                        0 => shape.sum(Some(p), Some(d), Some(value), None),
                                        _ => shape.sum(Some(p), Some(d), None, Some(value)),
                                    };
                                    let pair = (of(one, side), of(other, other_side));
                                    world.equal.push(pair);
                                }
                            }
                        }
                    }
                }
            }
        }
        world
    }

    fn ask(
        &mut self,
        question: &Question,
        (period, part, district): (Period, Option<usize>, Option<usize>),
        dimensions: &[&Dimension],
        one: bool,
    ) {
        let names: Vec<&str> = dimensions.iter().map(|d| d.name.as_str()).collect();
        if !question.offers(period.span(), one, &names) {
            return;
        }
        let mut cells: Vec<Vec<(String, String)>> = vec![Vec::new()];
        for dimension in dimensions {
            cells = cells
                .into_iter()
                .flat_map(|cell| {
                    dimension.values.iter().map(move |value| {
                        let mut cell = cell.clone();
                        cell.push((dimension.name.clone(), value.clone()));
                        cell
                    })
                })
                .collect();
        }
        for at in cells {
            let value = |name: &str, values: &[String]| {
                let found = at.iter().find(|(dimension, _)| dimension == name);
                found.and_then(|(_, value)| values.iter().position(|known| known == value))
            };
            let sums: Vec<Vec<usize>> = (self.shape.iter())
                .filter_map(|shape| {
                    let rows = &shape.breakdown.rows;
                    let row = value(&rows.name, &rows.values);
                    let columns = shape.breakdown.columns.as_ref();
                    let column = columns.and_then(|c| value(&c.name, &c.values));
                    let known = usize::from(row.is_some()) + usize::from(column.is_some());
                    (known == at.len()).then(|| shape.sum(part, district, row, column))
                })
                .collect();
            self.requests.push(Request {
                period,
                district: district.map(|index| self.shape[0].districts[index].clone()),
                at,
                sums,
            });
        }
    }

    /// What the attacker knows: each value that is published.
    pub fn attack<'a>(&'a self, seen: impl Fn(&Request) -> Option<u64>) -> Attack<'a> {
        let mut zero = vec![false; self.variables];
        let mut equations: Vec<(Vec<usize>, f64)> = Vec::new();
        for request in &self.requests {
            match seen(request) {
                Some(0) => {
                    for variable in request.sums.iter().flatten() {
                        zero[*variable] = true;
                    }
                }
                Some(count) => {
                    equations.extend(request.sums.iter().map(|sum| (sum.clone(), count as f64)));
                }
                None => {}
            }
        }
        Attack::new(self, &zero, equations)
    }
}

pub struct Attack<'a> {
    world: &'a World,
    equations: Vec<(Vec<usize>, f64)>,
    /// Where each variable of the world is among those that may be more than 0.
    place: Vec<Option<usize>>,
    start: Option<Polytope>,
    /// Points that agree with everything published: the corners that were visited.
    pub points: Vec<Vec<f64>>,
}

impl<'a> Attack<'a> {
    fn new(world: &'a World, zero: &[bool], equations: Vec<(Vec<usize>, f64)>) -> Self {
        let mut place = vec![None; world.variables];
        let mut count = 0;
        for (variable, zero) in zero.iter().enumerate() {
            if !zero {
                place[variable] = Some(count);
                count += 1;
            }
        }
        let here = |of: &[usize]| -> Vec<usize> {
            of.iter().filter_map(|variable| place[*variable]).collect()
        };
        let mut rows: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
        for (of, sum) in &equations {
            rows.insert(here(of), *sum);
        }
        let mut rows: Vec<(Vec<usize>, Vec<usize>, f64)> = rows
            .into_iter()
            .map(|(of, sum)| (of, Vec::new(), sum))
            .collect();
        for (one, other) in &world.equal {
            rows.push((here(one), here(other), 0.0));
        }
        Self {
            world,
            equations,
            start: Polytope::new(count, &rows),
            place,
            points: Vec::new(),
        }
    }

    /// The least and the largest that a count can be, as far as it matters: the search ends early below `low` and above
    /// `high`.
    pub fn bounds(&mut self, request: &Request, low: f64, high: f64) -> (f64, f64) {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for point in &self.points {
            let sum = request.sum(point);
            least = least.min(sum);
            most = most.max(sum);
        }
        for (sign, goal) in [(1.0, high), (-1.0, -low)] {
            let found = if sign > 0.0 { most } else { -least };
            if found >= goal - 1e-6 {
                continue;
            }
            let mut polytope = self
                .start
                .clone()
                .expect("nothing agrees with what was published");
            let mut objective = vec![0.0; self.place.iter().flatten().count()];
            for variable in &request.sums[0] {
                if let Some(column) = self.place[*variable] {
                    objective[column] = sign;
                }
            }
            let mut reduced = polytope.reduced(&objective);
            loop {
                let point = self.world_point(&polytope);
                let sum = request.sum(&point);
                least = least.min(sum);
                most = most.max(sum);
                if sign * sum >= goal - 1e-6 {
                    self.points.push(point);
                    break;
                }
                match polytope.step(&mut reduced) {
                    Step::Moved => {}
                    Step::Optimal => {
                        self.points.push(point);
                        break;
                    }
                    Step::Unbounded => {
                        most = f64::INFINITY;
                        break;
                    }
                }
            }
            // The next search begins where this one ended.
            self.start = Some(polytope);
        }
        (least, most)
    }

    fn world_point(&self, polytope: &Polytope) -> Vec<f64> {
        let point = polytope.point();
        (self.place.iter())
            .map(|place| place.map_or(0.0, |column| point[column]))
            .collect()
    }

    /// Whether a point agrees with everything published, checked without the solver.
    pub fn agrees(&self, point: &[f64]) -> bool {
        let sum = |of: &[usize]| -> f64 { of.iter().map(|variable| point[*variable]).sum() };
        point.iter().all(|value| *value > -1e-6)
            && (self.place.iter().zip(point))
                .all(|(place, value)| place.is_some() || value.abs() < 1e-6)
            && (self.equations.iter()).all(|(of, count)| (sum(of) - count).abs() < 1e-4)
            && (self.world.equal.iter()).all(|(one, other)| (sum(one) - sum(other)).abs() < 1e-4)
    }
}
