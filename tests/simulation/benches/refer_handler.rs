//! Measures how long `refer` takes from request to answer with a stubbed store. Prints one line of JSON.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark prints, and stops where it cannot"
)]

use frontend::Assets;
use jiff::Timestamp;
use lambda_http::http::Method;
use lambda_http::{Body, RequestExt};
use platform::keys::Keys;
use std::time::Instant;
use twins::{Faults, Twin, sample};

/// Rounds to warm up, and rounds to measure.
const WARM: usize = 200;
const ROUNDS: usize = 2_000;

fn main() {
    let shared = sample::lines("referrals.jsonl");
    let bodies: Vec<String> = shared
        .iter()
        .map(|line| line["referral"].clone())
        .filter(|referral| referral["source"]["kind"] == "self")
        .map(|referral| referral.to_string())
        .collect();
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    let assets = Assets::unhashed();
    let room = refer::Context {
        ports: &twin,
        keys: Keys::new("a secret for the benchmark"),
        assets: &assets,
        secure: true,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let mut micros: Vec<u128> = Vec::with_capacity(ROUNDS);
    for round in 0..WARM + ROUNDS {
        let id = uuid::Builder::from_random_bytes((round as u128 + 1).to_be_bytes())
            .into_uuid()
            .to_string();
        let mut referral: serde_json::Value =
            serde_json::from_str(&bodies[round % bodies.len()]).expect("a referral");
        referral["id"] = serde_json::json!(id);
        let request = lambda_http::http::Request::builder()
            .method(Method::POST)
            .uri("https://hub.example.net/referrals")
            .header("content-type", "application/json")
            .body(Body::from(referral.to_string()))
            .expect("a request")
            .with_raw_http_path("/referrals");
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().expect("a moment");
        let begun = Instant::now();
        let answer = runtime.block_on(refer::handle(&room, request, now, round as u64 * 7_919));
        if round >= WARM {
            micros.push(begun.elapsed().as_micros());
        }
        assert_eq!(answer.status(), 201, "the benchmark sends good referrals");
    }
    micros.sort_unstable();
    println!(
        "{{\"median_us\":{},\"p99_us\":{}}}",
        micros[ROUNDS / 2],
        micros[ROUNDS * 99 / 100]
    );
}
