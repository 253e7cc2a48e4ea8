//! Counts the AWS calls of one self-referral, from the POST to the offer and the e-mail. Every call is billed.
//!
//! The functions that work on one case use a proxy, which counts each call under the name that the function sends in
//! its user agent. Polling is the emulator's, and `figures` is not counted.

use super::Figure;
use super::cost::{self, Request};
use crate::aws::Aws;
use crate::http::Http;
use crate::test::TestHub;
use crate::token;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The functions that work on one case.
const FUNCTIONS: [&str; 3] = ["refer", "react", "notify"];
/// The others whose requests are part of the bill.
const ALSO_BILLED: [&str; 3] = ["provide", "coordinate", "figures"];

/// How many calls they make for it at most. `refer` stores it in one transaction. `react` reads the loads of services, unless
/// it did in the last seconds, stores the routed case, and sends the offer and the request for a letter. `notify` reads the
/// case in two parts without its looks, and the person; it claims the letter, sends it and records that. On AWS there are
/// three more, because referrals from a connection and letters to an address are counted there.
const CALLS: f64 = 11.0;

type Counts = Arc<Mutex<Vec<Request>>>;

/// The AWS calls of one self-referral, by function.
///
/// # Errors
/// The referral does not reach its provider.
pub async fn measure(hub: &TestHub) -> Result<Vec<Figure>> {
    let counts = Counts::default();
    let door = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("http://{}", door.local_addr()?);
    let upstream = hub
        .status()
        .endpoint
        .trim_start_matches("http://")
        .to_owned();
    let counting = tokio::spawn(count(door, upstream, Arc::clone(&counts)));
    let aws = Aws::local(&hub.status().endpoint);
    for function in FUNCTIONS.iter().chain(&ALSO_BILLED) {
        send_through(&aws, &hub.status().area, function, &address).await?;
    }
    // Warm up: a process reads the directory and the secret once, not for each case.
    for _ in 0..3 {
        refer(hub).await?;
    }
    counts.lock().map(|mut counts| counts.clear()).ok();
    let reference = refer(hub).await?;
    let taken = || counts.lock().map(|all| all.clone()).unwrap_or_default();
    let mut counted = BTreeMap::<String, u32>::new();
    for request in taken() {
        *counted.entry(request.function).or_default() += 1;
    }
    let answered = 1 + accept(hub, &reference).await?;
    counting.abort();
    let billed = taken();
    let total: u32 = FUNCTIONS.iter().filter_map(|name| counted.get(*name)).sum();
    if total == 0 {
        bail!("No call was counted: the functions do not use the proxy");
    }
    let mut figures = vec![Figure::new(
        "AWS calls for one self-referral",
        f64::from(total),
        "",
        CALLS,
    )];
    for name in FUNCTIONS {
        let value = f64::from(counted.get(name).copied().unwrap_or(0));
        figures.push(Figure {
            what: format!("  by {name}"),
            value,
            unit: "",
            at_most: None,
        });
    }
    figures.extend(cost::figures(&billed, answered)?);
    Ok(figures)
}

/// A coordinator reads the case, and its provider reads and accepts the offer. Returns how many requests that took.
async fn accept(hub: &TestHub, reference: &str) -> Result<u64> {
    let (http, ready) = (Http::new(), hub.ready().await?);
    let api = &hub.status().api;
    let coordinator = token::token(&ready, "coordinator").await?;
    let path = format!("{api}/hub/cases/{reference}");
    let case = http.get(&path, Some(&coordinator)).await?.json();
    let provider = first_provider(&case).context("The case was offered to nobody")?;
    let staff = token::token(&ready, &format!("provider-{provider}")).await?;
    let offer = format!("{api}/provider/onwards/{reference}-1");
    for url in [&format!("{api}/provider/onwards"), &offer] {
        http.get(url, Some(&staff)).await?;
    }
    let accepted = http
        .post(
            &format!("{offer}/accept"),
            Some(&staff),
            "application/json",
            "{}".to_owned(),
        )
        .await?;
    if !accepted.status.is_success() {
        bail!("The offer was not accepted: {}", accepted.status);
    }
    // What reacts to it is counted too. Nothing says when all of it has ended.
    tokio::time::sleep(Duration::from_secs(3)).await;
    Ok(4)
}

/// The first provider that a case names.
fn first_provider(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => match fields.get("provider") {
            Some(Value::String(code)) => Some(code.clone()),
            _ => fields.values().find_map(first_provider),
        },
        Value::Array(items) => items.iter().find_map(first_provider),
        _ => None,
    }
}

/// Points a function to the proxy.
async fn send_through(aws: &Aws, area: &str, function: &str, address: &str) -> Result<()> {
    let name = format!("hub-{area}-{function}");
    let what = "A function cannot be pointed to the counting proxy";
    let known = aws
        .call(
            what,
            [
                "lambda",
                "get-function-configuration",
                "--function-name",
                &name,
            ],
        )
        .await?;
    let known: Value = serde_json::from_str(&known)?;
    let mut environment = known["Environment"].clone();
    // The emulator sets the endpoint of all services. The endpoint of a single service takes precedence.
    for service in ["DYNAMODB", "SQS", "SESV2", "SECRETS_MANAGER"] {
        environment["Variables"][format!("AWS_ENDPOINT_URL_{service}")] = json!(address);
    }
    let environment = json!({"Variables": environment["Variables"]}).to_string();
    let update = [
        "lambda",
        "update-function-configuration",
        "--function-name",
        &name,
        "--environment",
        &environment,
    ];
    aws.call(what, update).await?;
    Ok(())
}

/// Posts a referral with a safe e-mail address, and waits until its letter is sent and its offer is on a queue.
async fn refer(hub: &TestHub) -> Result<String> {
    let http = Http::new();
    let id = uuid_like();
    let address = format!("{id}@example.org");
    let referral = json!({
        "id": id,
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "how": "form", "scope": ["assess", "share-with-providers"]},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": address}], "preferred": "email"},
    });
    let status = hub.status();
    let url = format!("{}/referrals", status.api);
    let answer = http
        .post(&url, None, "application/json", referral.to_string())
        .await?;
    let reference = answer.json()["reference"]
        .as_str()
        .map(str::to_owned)
        .context("The referral was not accepted")?;
    let queues = format!("{}/_ministack/sqs/messages", status.endpoint);
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let mails = http.get(&status.mailbox, None).await?.body;
        let offers = http.get(&queues, None).await?.body;
        let has =
            |body: &[u8], text: &str| body.windows(text.len()).any(|part| part == text.as_bytes());
        if has(&mails, &address) && has(&offers, &format!("{reference}-1.offered")) {
            // The letter is recorded after it is sent.
            tokio::time::sleep(Duration::from_secs(1)).await;
            return Ok(reference);
        }
        if Instant::now() > end {
            bail!("A referral did not reach its queue and its mailbox");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A random id in the form of a UUID.
pub(super) fn uuid_like() -> String {
    let random = format!("{:032x}", rand::random::<u128>());
    [
        &random[..8],
        &random[8..12],
        &random[12..16],
        &random[16..20],
        &random[20..],
    ]
    .join("-")
}

/// Forwards connections, and counts the requests in them by function name.
async fn count(door: TcpListener, upstream: String, counts: Counts) {
    loop {
        let Ok((client, _)) = door.accept().await else {
            continue;
        };
        let (upstream, counts) = (upstream.clone(), Arc::clone(&counts));
        tokio::spawn(async move {
            let Ok(server) = TcpStream::connect(&upstream).await else {
                return;
            };
            let _ = pass(client, server, &counts).await;
        });
    }
}

/// Forwards one connection, and reads the requests in what the client sends.
async fn pass(client: TcpStream, server: TcpStream, counts: &Counts) -> std::io::Result<()> {
    let (mut from, mut back) = client.into_split();
    let (mut answers, mut to) = server.into_split();
    let answers = tokio::spawn(async move { tokio::io::copy(&mut answers, &mut back).await });
    let (mut piece, mut unread) = (vec![0; 64 * 1024], Vec::new());
    loop {
        let read = from.read(&mut piece).await?;
        if read == 0 {
            break;
        }
        unread.extend_from_slice(&piece[..read]);
        while let Some((length, request)) = first(&unread) {
            unread.drain(..length);
            if let (Some(request), Ok(mut counts)) = (request, counts.lock()) {
                counts.push(request);
            }
        }
        to.write_all(&piece[..read]).await?;
    }
    drop(to);
    let _ = answers.await;
    Ok(())
}

/// The first complete request in these bytes, and its length. It is none if no function of the hub sent it.
fn first(bytes: &[u8]) -> Option<(usize, Option<Request>)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    let (from, to) = (end + 4, end + 4 + length.unwrap_or(0));
    let body = bytes.get(from..to)?;
    Some((to, Request::of(&head, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_one_after_the_other() {
        let one = "POST / HTTP/1.1\r\nuser-agent: app/hub-refer\r\nContent-Length: 2\r\n\r\n{}";
        let two = format!("{one}{one}");
        let (length, request) = first(two.as_bytes()).expect("a request");
        assert_eq!(length, one.len());
        assert!(request.is_some_and(|request| request.function == "refer"));
        assert!(
            first(&one.as_bytes()[..one.len() - 1]).is_none(),
            "it is not complete"
        );
    }

    #[test]
    fn the_provider_of_a_case_is_found() {
        let case = json!({"onward": [{"id": "A-1", "provider": "wise"}]});
        assert_eq!(first_provider(&case).as_deref(), Some("wise"));
    }
}
