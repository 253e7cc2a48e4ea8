//! `cargo hub simulate` builds this program and starts it, so that nobody waits for it who only wants a hub. Its one
//! argument is JSON.
#![expect(clippy::expect_used, reason = "a play that cannot go on stops")]

use jiff::civil::Date;
use measures::export;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::{FactsOutcome, KeepFacts, KeepReleases, Standing};
use serde::Deserialize;
use simulation::population::{Plan, Played, play};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What to play, and where the result goes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    area: String,
    from: Date,
    until: Date,
    scale: f64,
    seed: u64,
    /// The folder for the facts and their dictionary.
    export: Option<PathBuf>,
    /// Whether the facts, counters and releases go into the hub that the environment describes.
    into_hub: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let argument = std::env::args().nth(1).expect("an argument: what to play");
    let asked: Asked = serde_json::from_str(&argument).expect("the argument is what to play");
    let since = Instant::now();
    let plan = Plan {
        area: asked.area.clone(),
        from: asked.from,
        until: asked.until,
        scale: asked.scale,
        seed: asked.seed,
        publishes: true,
    };
    let played = play(plan, say).await;
    summary(&played);
    if let Some(folder) = &asked.export {
        write(&played, folder, &asked.until.strftime("%Y-%m").to_string());
    }
    if asked.into_hub {
        load(&played).await;
    }
    say(&format!(
        "Played in {:.0} s.",
        since.elapsed().as_secs_f64()
    ));
}

/// What happened, and each published number with the played one.
fn summary(played: &Played) {
    say("\nWhat happened:");
    for (what, count) in &played.happened {
        say(&format!("  {count:>9}  {what}"));
    }
    say("\nPublished, and played:");
    for one in &played.comparisons {
        let verdict = if one.holds() { "" } else { "  DIFFERS" };
        say(&format!(
            "  {:>10.3} {:>10.3}  {} ({}){verdict}",
            one.published.number, one.played, one.what, one.published.by
        ));
    }
}

fn write(played: &Played, folder: &Path, through: &str) {
    let facts = played.facts();
    let profile = played.twin.profile();
    let table = export::csv(facts.iter(), through, profile);
    std::fs::create_dir_all(folder).expect("a folder for the facts");
    std::fs::write(folder.join("facts.csv"), table).expect("the facts are written");
    let dictionary = folder.join("dictionary.csv");
    std::fs::write(dictionary, export::dictionary(profile)).expect("the dictionary is written");
    say(&format!("The facts are in {}.", folder.display()));
}

/// Puts the facts with their counters, and the releases, where the hub has its own.
async fn load(played: &Played) {
    let hub = Hub::connect(Settings::from_env()).await;
    let (facts, releases) = {
        let state = played.twin.state();
        (state.facts.clone(), state.releases.clone())
    };
    let all = facts.len();
    for (place, (key, kept)) in facts.into_iter().enumerate() {
        let changes = measures::changes(&[], &[], &kept.facts);
        let outcome = hub.keep_facts(&key, None, &kept, &changes).await;
        let outcome = outcome.expect("the hub keeps facts");
        assert_eq!(
            outcome,
            FactsOutcome::Kept,
            "this population is in the hub already: start it with --fresh"
        );
        if (place + 1) % 500 == 0 {
            say(&format!("  {} of {all} cases are in the hub", place + 1));
        }
    }
    for (key, release) in &releases {
        let standing = if key.starts_with("final#") {
            Standing::Final
        } else {
            Standing::Provisional
        };
        hub.keep_release(key, release, standing)
            .await
            .expect("the hub keeps releases");
    }
    say(&format!(
        "  {all} cases and {} releases are in the hub",
        releases.len()
    ));
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").expect("somebody reads the output");
}
