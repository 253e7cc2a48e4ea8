//! Counters are sums over facts. A case that changes moves them by the difference.

use crate::facts::Fact;
use crate::question::{Question, every_question};
use std::collections::BTreeMap;

/// The key of the counters of one question and period.
pub type CounterKey = String;
/// The counters under one key, by cell.
pub type Counters = BTreeMap<String, i64>;
/// How counters change. Nothing in it is zero.
pub type Changes = BTreeMap<CounterKey, Counters>;

/// The sums of some facts, for those questions.
pub fn sums<'a>(facts: impl IntoIterator<Item = &'a Fact>, questions: &[Question]) -> Changes {
    let mut sums = Changes::new();
    for fact in facts {
        for question in questions {
            if let Some((key, cells)) = question.cells_of(fact) {
                let counters = sums.entry(key).or_default();
                for cell in cells {
                    *counters.entry(cell.name()).or_default() += 1;
                }
            }
        }
    }
    sums
}

/// How the counters change when the facts of a case become `after`. `before` was counted in the questions `counted` only:
/// a question that is new since then counts the case from nothing.
pub fn changes(before: &[Fact], counted: &[String], after: &[Fact]) -> Changes {
    let all: Vec<Question> = every_question().collect();
    let known: Vec<Question> = all
        .iter()
        .filter(|question| counted.contains(&question.mark()))
        .copied()
        .collect();
    let mut changes = sums(after, &all);
    for (key, cells) in sums(before, &known) {
        let changed = changes.entry(key).or_default();
        for (cell, count) in cells {
            *changed.entry(cell).or_default() -= count;
        }
    }
    for cells in changes.values_mut() {
        cells.retain(|_, change| *change != 0);
    }
    changes.retain(|_, cells| !cells.is_empty());
    changes
}
