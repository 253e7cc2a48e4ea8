//! The assessments of the shared people and of generated ones: a line with the rule sets, then one
//! for each referral as it would be sent, with the date and the exact assessment. A browser must
//! conclude the same.
//!
//! ```text
//! cargo run -p domain --example assessed -- HOW_MANY SEED
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "it prints, and stops where it cannot"
)]

#[path = "../tests/generate/mod.rs"]
mod generate;

use domain::assess::{RuleSet, assess, rule_set};
use events::profile::Thresholds;
use events::{ijson, parse};
use generate::accepted;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::{Value, json};
use std::path::Path;

/// A day in winter, and one on which some of the shared people are a year older.
const DAYS: [Date; 2] = [generate::TODAY, date(2027, 7, 10)];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let how_many: usize = arguments.next().unwrap().parse().unwrap();
    let seed: u64 = arguments.next().unwrap().parse().unwrap();
    let rules = rule_set("2021-04.1").unwrap();
    let bounds = Thresholds {
        dash_high: Some(11),
        dash_medium: Some(7),
        marac_events: Some(2),
    };
    let tighter = rules.tightened(&bounds, "here").into_owned();

    let sets = [rules, &tighter].map(|set| {
        (
            set.version.clone(),
            json!(serde_json::to_string(set).unwrap()),
        )
    });
    println!("{}", Value::Object(sets.into_iter().collect()));
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/referrals.jsonl");
    for line in std::fs::read_to_string(shared).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        for day in DAYS {
            tell(
                line["name"].as_str().unwrap(),
                &line["referral"],
                rules,
                day,
            );
        }
    }
    let config = ProptestConfig {
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    };
    let mut runner = TestRunner::new(config);
    for n in 0..how_many {
        let document = accepted().new_tree(&mut runner).unwrap().current();
        tell(
            &format!("{seed}/{n}"),
            &document,
            if n % 2 == 0 { rules } else { &tighter },
            generate::TODAY,
        );
    }
}

fn tell(name: &str, document: &Value, rules: &RuleSet, day: Date) {
    let sent = document.to_string();
    let document = ijson::parse(sent.as_bytes()).unwrap();
    let referral =
        parse::referral(&document, day).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    let assessment = serde_json::to_string(&assess(&referral, rules, day)).unwrap();
    let line = json!({"name": name, "today": day, "referral": sent, "rules": rules.version, "assessment": assessment});
    println!("{line}");
}
