//! How long a self-referral waits for its offer: alone, while a daily file is read, and when many come together.

use super::Figure;
use crate::feed;
use crate::http::Http;
use crate::test::TestHub;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Rows of the file: it is read for longer than the referrals need.
const ROWS: usize = 120;
/// Referrals that are sent in that time, one after the other.
const REFERRALS: usize = 12;
/// By when a case is offered or has an owner (contract).
const PROMISED: f64 = 5.0;
/// After this nothing more is measured.
const PATIENCE: Duration = Duration::from_secs(60);

/// Referrals that are sent at the same moment.
const TOGETHER: usize = 120;

/// The longest and the middle wait, alone, behind a file, and of many together.
///
/// # Errors
/// The file is not taken, or a referral does not reach a provider.
pub async fn measure(hub: &TestHub) -> Result<Vec<Figure>> {
    let alone = waits(hub).await?;
    let crowd = together(hub).await?;
    let feeds = &hub.status().feeds;
    let police = feeds.get("police").context("The police send no files")?;
    let mark = rand::random::<u32>();
    let rows: Vec<String> = (0..ROWS).map(|number| row(mark, number)).collect();
    let name = format!("measure-{mark}.jsonl");
    feed::drop_text(&hub.status().endpoint, police, &name, rows.join("\n")).await?;
    // The first rows are on their way.
    sleep(Duration::from_secs(3)).await;
    let behind = waits(hub).await?;
    let figure = |what: &str, value: f64, at_most: Option<f64>| Figure {
        what: what.to_owned(),
        value,
        unit: "s",
        at_most,
    };
    Ok(vec![
        figure(
            "self-referral to offer, the longest",
            longest(&alone),
            Some(PROMISED),
        ),
        figure(
            "  while a daily file is read",
            longest(&behind),
            Some(PROMISED),
        ),
        figure("  the middle, alone", middle(&alone), None),
        // The emulator handles one request after the other, so this says more about it than about the hub on AWS.
        figure(
            &format!("  when {TOGETHER} are sent together, the longest"),
            longest(&crowd),
            None,
        ),
        figure("  when they are, the middle", middle(&crowd), None),
        figure(
            "  the middle, while a daily file is read",
            middle(&behind),
            None,
        ),
    ])
}

fn row(mark: u32, number: usize) -> String {
    json!({
        "row": format!("{mark}-{number}-V1"), "source": {"code": "TVP"},
        "person": {"role": "victim", "name": format!("Robin {mark} {number}")},
        "contact": {"channels": [{"kind": "phone", "address": "07700 900102", "safe": false}]},
        "residence": {"postcode": "OX1 1PT"},
        "incident": {"reported": "yes", "crime_reference": format!("43{number:09}"), "flags": ["domestic-abuse"]},
    })
    .to_string()
}

/// The seconds from each answer to its offer.
async fn waits(hub: &TestHub) -> Result<Vec<f64>> {
    let mut waits = Vec::with_capacity(REFERRALS);
    for _ in 0..REFERRALS {
        waits.push(wait(hub).await?);
    }
    waits.sort_by(f64::total_cmp);
    Ok(waits)
}

/// The seconds from each answer to its offer, of referrals that are sent together.
async fn together(hub: &TestHub) -> Result<Vec<f64>> {
    let status = hub.status();
    let mut sent = tokio::task::JoinSet::new();
    for _ in 0..TOGETHER {
        let api = status.api.clone();
        sent.spawn(async move { send(&api).await });
    }
    let (http, mut waiting) = (Http::new(), Vec::with_capacity(TOGETHER));
    let queues = format!("{}/_ministack/sqs/messages", status.endpoint);
    let (begun, mut waits) = (Instant::now(), Vec::with_capacity(TOGETHER));
    while waits.len() < TOGETHER {
        while let Some(one) = sent.try_join_next() {
            waiting.push(one.context("A referral was not sent")??);
        }
        let offers = http.get(&queues, None).await?.body;
        let offers = String::from_utf8_lossy(&offers);
        waiting.retain(|(reference, since): &(String, Instant)| {
            let offered = offers.contains(&format!("{reference}-1.offered"));
            if offered {
                waits.push(since.elapsed().as_secs_f64());
            }
            !offered
        });
        if begun.elapsed() > PATIENCE {
            bail!("A referral has waited for a minute");
        }
        sleep(Duration::from_millis(100)).await;
    }
    waits.sort_by(f64::total_cmp);
    Ok(waits)
}

/// Sends a self-referral. Returns its reference, and when it was answered.
async fn send(api: &str) -> Result<(String, Instant)> {
    let referral = json!({
        "id": super::calls::uuid_like(),
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "how": "form", "scope": ["assess", "share-with-providers"]},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": [{"kind": "online", "safe": true}], "preferred": "online"},
    });
    let answer = Http::new()
        .post(
            &format!("{api}/referrals"),
            None,
            "application/json",
            referral.to_string(),
        )
        .await?;
    let answered = Instant::now();
    let reference = answer.json()["reference"]
        .as_str()
        .map(str::to_owned)
        .context("The referral was not accepted")?;
    Ok((reference, answered))
}

async fn wait(hub: &TestHub) -> Result<f64> {
    let (http, status) = (Http::new(), hub.status());
    let (reference, since) = send(&status.api).await?;
    let wanted = format!("{reference}-1.offered");
    let queues = format!("{}/_ministack/sqs/messages", status.endpoint);
    loop {
        let offers = http.get(&queues, None).await?.body;
        let found = offers
            .windows(wanted.len())
            .any(|part| part == wanted.as_bytes());
        if found {
            return Ok(since.elapsed().as_secs_f64());
        }
        if since.elapsed() > PATIENCE {
            bail!("A referral has waited for a minute");
        }
        sleep(Duration::from_millis(100)).await;
    }
}

fn longest(waits: &[f64]) -> f64 {
    waits.last().copied().unwrap_or_default()
}

fn middle(waits: &[f64]) -> f64 {
    waits.get(waits.len() / 2).copied().unwrap_or_default()
}
