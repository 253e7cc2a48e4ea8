//! Each accepted referral is exactly one case and reaches exactly one owner, whatever goes wrong on the way.
#![expect(clippy::unwrap_used, reason = "a run that cannot start fails")]

use simulation::Run;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use twins::sample;

/// How many seeds a run of the suite tries, always the same: a change is judged by stories that were true before it.
/// `HUB_SEEDS` tries so many new ones.
const SEEDS: u64 = 120;

fn seeds() -> Vec<u64> {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
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
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() * 1_000)
}

fn live(seed: u64, in_a_thousand: u32, people: usize, all: &mut BTreeMap<String, u64>) {
    let shared = sample::lines("referrals.jsonl");
    let mut run = Run::seeded(seed, in_a_thousand);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(run.live(people, &shared))
    }));
    if let Err(broken) = outcome {
        eprintln!("{}\n\nHUB_SEED={seed} replays this story", run.story.text());
        resume_unwind(broken);
    }
    for (what, count) in run.all_that_happened() {
        *all.entry(what).or_default() += count;
    }
}

/// What has to happen in the suite's seeds: a simulation that never does something says nothing of it. Every event that
/// there is has a sample; every fault that a twin can have; and the refusals that a case can give.
fn what_has_to_happen() -> Vec<String> {
    let samples = std::fs::read_dir(sample::root().join("events/samples")).unwrap();
    let names = samples.map(|file| file.unwrap().file_name().into_string().unwrap());
    let events = names.filter_map(|name| {
        let event = name
            .strip_prefix("case-event.")?
            .strip_suffix(".json")?
            .split('.')
            .next()?
            .to_owned();
        Some(format!("event: {event}"))
    });
    let faults = ["None", "Before", "After", "DiesBefore", "DiesAfter"]
        .map(|fault| format!("fault: {fault}"));
    events
        .chain(faults)
        .chain(HAPPENS.map(str::to_owned))
        .collect()
}

/// Whatever else happens at least once.
const HAPPENS: [&str; 34] = [
    "the stream brings the same again",
    "two cases are reacted to at one moment",
    "a request to tell somebody comes again",
    "the clock dies and begins again",
    "two read a file at one moment",
    "somebody's guesses are noticed",
    "a provider winds down",
    "a provider refers on",
    "the police are shown what was disclosed",
    "done: withdraw",
    "done: reopen",
    "done: pause",
    "done: resume",
    "done: change-contact",
    "done: agree",
    "done: refuse",
    "done: say",
    "done: call",
    "done: complain",
    "done: feedback",
    "done: restorative-justice",
    "done: panel",
    "done: delete",
    "refused: The case is over: reopen it first",
    "refused: The case is not over",
    "refused: Nothing is lowered by hand",
    "refused: The person’s details have been deleted",
    "refused: Somebody else has to approve it: nobody approves what they do themselves",
    "refused: Only whoever was named to approve it can, signed in as themselves",
    "refused: This cannot be deleted yet: close the case and lift its legal hold first",
    "refused: The case has no such task",
    "refused: Say who agreed, and to what",
    "refused: This is not within the times that you called safe, or it is too near their end. Choose another time",
    "refused: Choose one of the answers first",
];

#[test]
fn every_accepted_referral_is_one_case_with_one_owner_in_a_failing_world() {
    let (seeds, mut all) = (seeds(), BTreeMap::new());
    let whole = seeds.len() >= usize::try_from(SEEDS).unwrap();
    eprintln!("seeds {}..={}", seeds[0], seeds[seeds.len() - 1]);
    for seed in seeds {
        // From a calm world to one in which every fifth call fails.
        live(seed, u32::try_from(seed % 5).unwrap() * 50, 12, &mut all);
    }
    let never: Vec<String> = what_has_to_happen()
        .into_iter()
        .filter(|what| !all.contains_key(what))
        .collect();
    assert!(
        !whole || never.is_empty(),
        "these never happened: {never:#?}, but {all:#?}"
    );
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let story = || {
        let shared = sample::lines("referrals.jsonl");
        let mut run = Run::seeded(7, 100);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(run.live(10, &shared));
        run.story.text()
    };
    let (one, other) = (story(), story());
    let differs = one
        .lines()
        .zip(other.lines())
        .find(|(one, other)| one != other);
    assert_eq!(differs, None);
    assert_eq!(one.lines().count(), other.lines().count());
}
