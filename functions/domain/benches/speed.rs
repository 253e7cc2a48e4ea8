//! The speed of the decisions. Prints one JSON line of medians. To count instructions, it can run
//! one benchmark a given number of times without output: `speed run assess 3`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints, and stops where it cannot"
)]

#[path = "../tests/services/mod.rs"]
mod services;

use domain::assess::{assess, rule_set};
use domain::matching::package;
use domain::place::{PostcodeTable, home};
use events::parse;
use events::referral::{Referral, Residence};
use serde_json::{Value, json};
use services::TODAY;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// The number of services in the largest area.
const SERVICES: usize = 500;

/// The number of timings. The median counts.
const ROUNDS: usize = 201;

/// A benchmark: its name, the number of decisions in one run, and the run.
struct Task<'a> {
    name: &'static str,
    decisions: usize,
    go: Box<dyn Fn() + 'a>,
}

impl Task<'_> {
    /// The median time of one decision, in microseconds.
    fn median(&self) -> f64 {
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let begun = Instant::now();
                (self.go)();
                begun.elapsed().as_secs_f64() * 1e6 / self.decisions as f64
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 2]
    }
}

fn main() -> ExitCode {
    let bytes = file("infra/reference/postcodes.bin");
    let table = PostcodeTable::new(&bytes).unwrap();
    let shared = shared();
    let homes = homes(&shared);
    let rules = rule_set("2021-04.1").unwrap();
    let (area, loads) = (services::profile(SERVICES), services::loads(SERVICES));
    let (person, everything) = (services::seeker(), services::seeker_for_everything());
    let matched = |seeker| drop(black_box(package(black_box(seeker), &area, &loads, TODAY)));
    let tasks = [
        Task {
            name: "assess",
            decisions: shared.len(),
            go: Box::new(|| {
                shared
                    .iter()
                    .for_each(|one| drop(black_box(assess(black_box(one), rules, TODAY))))
            }),
        },
        Task {
            name: "match",
            decisions: 1,
            go: Box::new(|| matched(&person)),
        },
        Task {
            name: "match-most",
            decisions: 1,
            go: Box::new(|| matched(&everything)),
        },
        Task {
            name: "postcode",
            decisions: homes.len(),
            go: Box::new(|| {
                homes
                    .iter()
                    .for_each(|one| drop(black_box(home(Some(black_box(one)), &table))))
            }),
        },
    ];
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [run, name, times] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..]
        && run == "run"
    {
        let Some(task) = tasks.iter().find(|task| task.name == name) else {
            eprintln!("there is no task {name}");
            return ExitCode::FAILURE;
        };
        (0..times.parse().unwrap()).for_each(|_: usize| (task.go)());
        return ExitCode::SUCCESS;
    }
    let told = |task: &Task| {
        (
            task.name.to_owned(),
            json!({"median_us": task.median(), "decisions": task.decisions}),
        )
    };
    let mut line: serde_json::Map<String, Value> = tasks.iter().map(told).collect();
    // The table is read in place, so its memory is its bytes.
    line.insert("postcode_table_bytes".to_owned(), json!(bytes.len()));
    println!("{}", Value::Object(line));
    ExitCode::SUCCESS
}

fn file(path: &str) -> Vec<u8> {
    std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(path),
    )
    .unwrap()
}

/// The shared people.
fn shared() -> Vec<Referral> {
    let text = String::from_utf8(file("tests/data/referrals.jsonl")).unwrap();
    let read = |line: &str| {
        parse::referral(
            &serde_json::from_str::<Value>(line).unwrap()["referral"],
            TODAY,
        )
        .unwrap()
    };
    text.lines().map(read).collect()
}

/// Homes all over the country: the districts of the shared people, with every sector and some units
/// of each, in an order in which no look-up profits from the one before.
fn homes(shared: &[Referral]) -> Vec<Residence> {
    let given = shared
        .iter()
        .filter_map(|one| one.residence.as_ref()?.postcode.as_deref());
    let districts: Vec<String> = given
        .map(|text| text.replace(' ', ""))
        .map(|t| t[..t.len() - 3].to_owned())
        .collect();
    let inward = |n: usize| {
        format!(
            "{}{}{}",
            n % 10,
            char::from(b"ABDEFGHJ"[n / 10 % 8]),
            char::from(b"LNPQRSTU"[n % 8])
        )
    };
    let home = |n: usize| Residence {
        postcode: Some(format!(
            "{} {}",
            districts[n % districts.len()],
            inward(n / districts.len())
        )),
        local_authority: None,
        no_fixed_address: None,
    };
    (0..districts.len() * 80).map(home).collect()
}
