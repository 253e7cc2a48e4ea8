//! Each accepted referral is exactly one case and reaches exactly one owner, whatever goes wrong.
#![expect(clippy::unwrap_used, reason = "a run that cannot start fails")]

use simulation::Run;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use twins::sample;

/// How many seeds the suite tries. They never change, so that a change is judged by the same stories. `HUB_SEEDS` tries
/// that many new ones.
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

/// A new first seed each time. It is printed, so that a failure can be replayed.
fn new_seed() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() * 1_000)
}

fn play(seed: u64, in_a_thousand: u32, people: usize, all: &mut BTreeMap<String, u64>) {
    let shared = sample::lines("referrals.jsonl");
    let mut run = Run::seeded(seed, in_a_thousand);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(run.play(people, &shared))
    }));
    if let Err(broken) = outcome {
        eprintln!("{}\n\nHUB_SEED={seed} replays this story", run.story.text());
        resume_unwind(broken);
    }
    for (what, count) in run.counts() {
        *all.entry(what).or_default() += count;
    }
}

/// What must happen in the suite's seeds: a simulation that never does something does not test it. Every event with a
/// sample, and every fault of a twin.
fn required_events() -> Vec<String> {
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

/// Things that must happen at least once.
const HAPPENS: [&str; 39] = [
    "a message of the slow lane is delivered again",
    "the stream delivers the same events again",
    "two cases are processed at the same moment",
    "a request for an update is delivered again",
    "the clock dies and starts again",
    "two readers read a file at the same moment",
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
    "done: new-words",
    "done: close-page",
    "a code opens a page",
    "a used code opens nothing",
    "a coordinator gives new words",
    "old words open nothing",
    "two people erase somebody",
    "a case asks why it is opened",
    "a curious coordinator looks",
    "a case does not exist for a curious coordinator",
    "a referral of a flood was set aside",
    "an address had had its letter of the day",
    "a case that was set aside goes on",
    "all of one connection go on",
    "all of one connection are closed",
];

/// Refusals that must happen at least once, by the end of their title. A title may begin with an introduction.
fn required_refusals() -> [&'static str; 14] {
    [
        words::refusals::case_closed(),
        words::refusals::case_open(),
        words::refusals::nothing_lowered(),
        words::refusals::person_deleted(),
        words::refusals::approver_is_requester(),
        words::refusals::not_the_approver(),
        words::staff_access::not_to_be_erased(),
        words::staff_access::own_proposal(),
        words::staff_access::proposed_already(),
        words::staff_access::assign_first(),
        words::refusals::no_such_task(),
        words::refusals::consent_incomplete(),
        words::replies::outside_hours(),
        words::replies::nothing_chosen(),
    ]
}

#[test]
fn every_accepted_referral_is_one_owned_case_despite_faults() {
    let (seeds, mut all) = (seeds(), BTreeMap::new());
    let whole = seeds.len() >= usize::try_from(SEEDS).unwrap();
    eprintln!("seeds {}..={}", seeds[0], seeds[seeds.len() - 1]);
    for seed in seeds {
        // From a world without faults to one where every fifth call fails.
        play(seed, u32::try_from(seed % 5).unwrap() * 50, 12, &mut all);
    }
    let refused = |title: &str| {
        let title = title.to_lowercase();
        let mut titles = all.keys().filter_map(|what| what.strip_prefix("refused: "));
        titles.any(|happened| happened.to_lowercase().ends_with(&title))
    };
    let events = required_events().into_iter();
    let refusals = required_refusals().into_iter();
    let never: Vec<String> = events
        .filter(|what| !all.contains_key(what))
        .chain(refusals.filter(|title| !refused(title)).map(str::to_owned))
        .collect();
    assert!(
        !whole || never.is_empty(),
        "these never happened: {never:#?}, but {all:#?}"
    );
}

#[test]
fn a_seed_always_gives_the_same_story() {
    let story = || {
        let shared = sample::lines("referrals.jsonl");
        let mut run = Run::seeded(7, 100);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        runtime.block_on(run.play(10, &shared));
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
