//! Areas of chance: made of a seed, so that each can be made again.

use suppression::{
    Breakdown, Cube, Dimension, Family, Month, Period, Policy, Question, Rounding, Span, Zeros,
};

/// Numbers that a seed decides: SplitMix64.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn from(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    pub fn of<T: Copy>(&mut self, choice: &[T]) -> T {
        choice[self.from(0, choice.len() as u64 - 1) as usize]
    }
}

pub struct Area {
    pub cube: Cube,
    pub cases: Vec<Case>,
    pub policy: Policy,
    pub closed: Month,
}

/// Its month, district, and value in each dimension.
pub type Case = (Month, usize, Vec<usize>);

/// The dimensions of some breakdowns, each once.
pub fn dimensions(breakdowns: &[Breakdown]) -> Vec<Dimension> {
    let mut dimensions: Vec<Dimension> = Vec::new();
    for breakdown in breakdowns {
        for dimension in std::iter::once(&breakdown.rows).chain(&breakdown.columns) {
            if !dimensions.contains(dimension) {
                dimensions.push(dimension.clone());
            }
        }
    }
    dimensions
}

pub const QUESTION: &str = "referrals";

pub fn april() -> Month {
    Month::new(2027, 4).unwrap()
}

fn dimension(name: &str, values: u64) -> Dimension {
    Dimension::new(name, (0..values).map(|value| format!("{name}{value}")))
}

/// One question in one unit, with one to five districts and one or two breakdowns, sparse or full, even or uneven.
pub fn area(seed: u64) -> Area {
    let mut chance = Chance(seed);
    let unit = chance.of(&[
        Span::Quarter,
        Span::Quarter,
        Span::Quarter,
        Span::Month,
        Span::Year,
    ]);
    let a = dimension("a", chance.from(2, 4));
    // In some areas the second dimension says the same as the first, in the reverse order.
    let mirrors = chance.from(0, 3) == 0;
    let b = dimension(
        "b",
        if mirrors {
            a.values.len() as u64
        } else {
            chance.from(2, 3)
        },
    );
    let c = dimension("c", chance.from(2, 3));
    let two = |one: &Dimension, other: &Dimension| Breakdown::two(one.clone(), other.clone());
    let breakdowns = match chance.from(0, 7) {
        0 | 1 => vec![Breakdown::one(a)],
        2 | 3 => vec![two(&a, &b)],
        4 => vec![two(&a, &b), Breakdown::one(c)],
        5 => vec![Breakdown::one(a), Breakdown::one(b), Breakdown::one(c)],
        6 => vec![two(&a, &b), two(&a, &c)],
        _ => vec![two(&a, &b), two(&b, &c)],
    };
    let districts: Vec<String> = (0..chance.from(1, 5)).map(|d| format!("d{d}")).collect();
    let question = Question {
        name: QUESTION.to_owned(),
        unit,
        breakdowns,
        by_district: chance.from(0, 4) > 0,
    };
    fill(question, districts, mirrors, chance)
}

/// An area of two districts in which that question is asked.
pub fn area_that_asks(question: Question, seed: u64) -> Area {
    let districts = vec!["d0".to_owned(), "d1".to_owned()];
    fill(question, districts, false, Chance(seed))
}

/// Adds cases to a question: sparse or full, even or uneven.
fn fill(question: Question, districts: Vec<String>, mirrors: bool, mut chance: Chance) -> Area {
    let (unit, breakdowns) = (question.unit, question.breakdowns.clone());
    let policy = Policy {
        threshold: chance.of(&[3, 5, 5, 10]),
        zeros: chance.of(&[
            Zeros::Shown,
            Zeros::HiddenWhereTheyDisclose,
            Zeros::HiddenWhereTheyDisclose,
            Zeros::Hidden,
        ]),
        rounding: Rounding::Exact,
    };
    let cases = chance.of(&[3, 8, 20, 60, 150, 400, 400, 1500, 1500]);
    let uneven = chance.from(0, 3);
    // The larger `uneven`, the more often the first values come.
    let pick = |count: usize, chance: &mut Chance| {
        let mut least = count;
        for _ in 0..=uneven {
            least = least.min(chance.from(0, count as u64 - 1) as usize);
        }
        least
    };
    let family = Family::new(districts.clone(), vec![question]).unwrap();
    let period = Period::of(april(), unit);
    let months: Vec<Month> = period.months().collect();
    let dimensions = dimensions(&breakdowns);
    // In some areas one fact decides most others: who lives where, came when, and how.
    let alike = chance.of(&[0, 0, 70, 95]);
    let cases: Vec<Case> = (0..cases)
        .map(|_| {
            let fact = chance.from(0, 11) as usize;
            let mut one = |count: usize, uneven: bool| {
                if chance.from(0, 99) < alike {
                    fact % count
                } else if uneven {
                    pick(count, &mut chance)
                } else {
                    chance.from(0, count as u64 - 1) as usize
                }
            };
            let month = months[one(months.len(), false)];
            let district = one(districts.len(), true);
            let values = dimensions.iter().map(|of| one(of.values.len(), true));
            let mut values: Vec<usize> = values.collect();
            if mirrors && values.len() > 1 {
                values[1] = dimensions[1].values.len() - 1 - values[0];
            }
            (month, district, values)
        })
        .collect();
    Area {
        cube: count(family, &cases),
        cases,
        policy,
        closed: period.last(),
    }
}

/// The same cases, asked otherwise: a question with fewer breakdowns or dimensions than the area's own.
pub fn area_of(districts: &[String], question: Question, area: &Area) -> Area {
    let family = Family::new(districts.to_vec(), vec![question]).unwrap();
    Area {
        cube: count(family, &area.cases),
        cases: area.cases.clone(),
        policy: area.policy,
        closed: area.closed,
    }
}

fn count(family: Family, cases: &[Case]) -> Cube {
    let mut cube = Cube::new(family.clone(), april());
    let dimensions = dimensions(&family.questions()[0].breakdowns);
    for (month, district, values) in cases {
        let values: Vec<(&str, &str)> = (dimensions.iter().zip(values))
            .map(|(of, value)| (of.name.as_str(), of.values[*value].as_str()))
            .collect();
        let district = &family.districts()[*district];
        cube.add_cases(QUESTION, *month, district, &values, 1)
            .unwrap();
    }
    cube
}
