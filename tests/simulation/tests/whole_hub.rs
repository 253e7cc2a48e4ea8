//! Each accepted referral is exactly one case and reaches exactly one owner, whatever goes wrong on the way.
#![expect(clippy::unwrap_used, reason = "a run that cannot start fails")]

use simulation::Run;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use twins::sample;

/// How many seeds a run of the suite tries, always the same: a change is judged by stories that were true before it.
/// `HUB_SEEDS` tries so many new ones.
const SEEDS: u64 = 120;

fn seeds() -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    match number("HUB_SEED") {
        Some(seed) => vec![seed],
        None => match number("HUB_SEEDS") {
            Some(many) => (new_seed()..).zip(0..many).map(|(seed, _)| seed).collect(),
            None => (1..=SEEDS).collect(),
        },
    }
}

/// A new place to look at each time; the seed is printed, so nothing is lost.
fn new_seed() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() * 1_000)
}

fn live(seed: u64, in_a_thousand: u32, people: usize) {
    let shared = sample::lines("referrals.jsonl");
    let mut run = Run::seeded(seed, in_a_thousand);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run.live(people, &shared))));
    if let Err(broken) = outcome {
        eprintln!("{}\n\nHUB_SEED={seed} replays this story", run.story.text());
        resume_unwind(broken);
    }
}

#[test]
fn every_accepted_referral_is_one_case_with_one_owner_in_a_failing_world() {
    let seeds = seeds();
    eprintln!("seeds {}..={}", seeds[0], seeds[seeds.len() - 1]);
    for seed in seeds {
        // From a calm world to one in which every fifth call fails.
        live(seed, u32::try_from(seed % 5).unwrap() * 50, 12);
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let story = || {
        let shared = sample::lines("referrals.jsonl");
        let mut run = Run::seeded(7, 100);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(run.live(10, &shared));
        run.story.text()
    };
    let (one, other) = (story(), story());
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert_eq!(differs, None);
    assert_eq!(one.lines().count(), other.lines().count());
}
