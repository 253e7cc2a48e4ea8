//! How long a care package takes against an area of 500 services: `cargo run --release -p domain --example matching`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "it measures and prints")]

#[path = "../tests/services/mod.rs"]
mod services;

use domain::matching::package;
use std::hint::black_box;
use std::time::Instant;

const SERVICES: usize = 500;
/// The best of many short rounds is what it costs where nobody else uses the machine.
const ROUNDS: usize = 200;
const EACH: u32 = 10;

fn main() {
    let (profile, loads) = (services::profile(SERVICES), services::loads(SERVICES));
    for (who, seeker) in [("one person", services::seeker()), ("everything", services::seeker_for_everything())] {
        let once = || package(black_box(&seeker), black_box(&profile), black_box(&loads), services::TODAY);
        let found = once();
        let round = || {
            let began = Instant::now();
            (0..EACH).for_each(|_| drop(black_box(once())));
            began.elapsed() / EACH
        };
        let each = (0..ROUNDS).map(|_| round()).min().unwrap();
        println!("{who}: {each:?} for {SERVICES} services, {} taken, {} left", found.taken.len(), found.left.len());
        let mut why = std::collections::BTreeMap::<_, usize>::new();
        found.left.iter().for_each(|left| *why.entry(left.why).or_default() += 1);
        println!("  {}", why.iter().map(|(why, n)| format!("{why} {n}")).collect::<Vec<_>>().join(", "));
    }
}
