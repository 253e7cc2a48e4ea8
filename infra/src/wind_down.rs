//! Winds down a service: moves everyone whom it supports to other services, batch by batch, as a coordinator would.

use crate::http::{Answer, Http};
use crate::status::Ready;
use crate::token;
use anyhow::{Result, bail};
use clap::Args;
use events::case::WindDownReason;
use launcher::say;
use serde_json::{Value, json};

/// How often to retry the cases that could not be moved.
const PASSES: usize = 3;
/// How often to send a batch again that was not answered.
const TRIES: usize = 3;

/// The service that ends, and its successor.
#[derive(Debug, Args)]
pub struct WindDownArgs {
    /// The code of the service that ends. Set its last day for new people (`new_until`) in the profile first.
    service: String,
    /// The code of the service that takes over. If it is not given or cannot take a person, the best match is asked.
    #[arg(long)]
    to: Option<String>,
    /// `contract-ends`, `ends-early` or `provider-stops`.
    #[arg(long, default_value = "contract-ends", value_parser = reason)]
    reason: WindDownReason,
}

fn reason(text: &str) -> Result<WindDownReason, String> {
    let known: Vec<&str> = WindDownReason::ALL.iter().map(|why| why.as_str()).collect();
    WindDownReason::parse(text).ok_or_else(|| format!("choose one of {}", known.join(", ")))
}

/// How many cases had each outcome.
#[derive(Debug, Default)]
struct Tally {
    asked: u64,
    waiting: u64,
    matched_again: u64,
    told: u64,
    failed: Vec<String>,
    takes_new: bool,
}

/// Moves everyone and prints the outcome. A second run moves only the cases that are left.
///
/// # Errors
/// The hub refused, or some cases could not be moved. Those cases stay with their service, and the text names them.
pub async fn wind_down(ready: &Ready, args: &WindDownArgs) -> Result<()> {
    let token = token::token(ready, "coordinator").await?;
    let mut tally = Tally::default();
    for pass in 0..PASSES {
        let once = pass_over(ready, &token, args).await?;
        tally.asked += once.asked;
        tally.matched_again += once.matched_again;
        // Later passes skip those that were asked in this run.
        if pass == 0 {
            (tally.waiting, tally.told) = (once.waiting, once.told);
        }
        (tally.failed, tally.takes_new) = (once.failed, once.takes_new);
        if tally.failed.is_empty() {
            break;
        }
    }
    say::line(format!("Winding down {}", args.service));
    say::note(format!(
        "{:>5} asked: another service decides whether to take them over; they stay until it does",
        tally.asked
    ));
    say::note(format!(
        "{:>5} waiting: another service was asked before",
        tally.waiting
    ));
    say::note(format!(
        "{:>5} matched again: this service had not answered yet",
        tally.matched_again
    ));
    say::note(format!(
        "{:>5} with the coordinators: no other service can take over at present",
        tally.told
    ));
    if tally.takes_new {
        say::note("The profile still sends new people to it: set its `new_until`.");
    }
    if !tally.failed.is_empty() {
        bail!(
            "{} cases could not be moved and stay where they are: {}.",
            tally.failed.len(),
            tally.failed.join(", ")
        );
    }
    Ok(())
}

/// Looks at every case once.
async fn pass_over(ready: &Ready, token: &str, args: &WindDownArgs) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut next = Value::Null;
    loop {
        let body =
            json!({"service": args.service, "to": args.to, "reason": args.reason, "next": next});
        let answer = batch(ready, token, &body.to_string()).await?;
        let said = answer.json();
        if answer.status.as_u16() != 200 {
            bail!(
                "The hub answers {}: {}.",
                answer.status.as_u16(),
                said["title"].as_str().unwrap_or("it does not say why")
            );
        }
        let count = |name: &str| said[name].as_u64().unwrap_or_default();
        tally.asked += count("asked");
        tally.waiting += count("waiting");
        tally.matched_again += count("matched_again");
        tally.told += count("told");
        let failed = said["failed"].as_array().into_iter().flatten();
        tally
            .failed
            .extend(failed.filter_map(|reference| reference.as_str().map(str::to_owned)));
        tally.takes_new = said["takes_new"] == true;
        next = said["next"].clone();
        if next.is_null() {
            return Ok(tally);
        }
    }
}

/// Sends one batch, again if the hub has no time. A repeat changes nothing twice.
async fn batch(ready: &Ready, token: &str, body: &str) -> Result<Answer> {
    let url = format!("{}/hub/wind-downs", ready.status.api);
    let mut tries = 0;
    loop {
        let answer = Http::new()
            .post(&url, Some(token), "application/json", body.to_owned())
            .await?;
        tries += 1;
        if ![429, 502, 503, 504].contains(&answer.status.as_u16()) || tries == TRIES {
            return Ok(answer);
        }
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    }
}
