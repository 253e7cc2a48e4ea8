//! Measures `refer` as Lambda runs it: the release program between a runtime API and a store of ours. Both are on this
//! machine and answer immediately, so what is left is the function's own time.

use super::Figure;
use super::cost::item_bytes;
use crate::profile;
use anyhow::{Context, Result, bail};
use launcher::say::Step;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How often the program is started, to measure its start and its first referral.
const STARTS: usize = 21;
/// Referrals before and while it is measured.
const WARM: usize = 200;
const ROUNDS: usize = 2_000;
/// A program that does nothing for that time is stuck.
const PATIENCE: Duration = Duration::from_secs(20);
/// What only the edge sends.
const EDGE: &str = "not-a-secret-not-a-secret-not-a-secret";
/// A referral that a person sends of themselves.
const REFERRAL: &str = include_str!("../../../events/samples/referral.self.json");

/// A request to the store: the operation, and its body.
struct Asked {
    operation: String,
    body: String,
}

/// What the runtime API saw.
enum Seen {
    /// The program asks for an event.
    Ready,
    /// It answered, and that time after it was given the event.
    Answered(Duration, Value),
}

/// The figures of `refer`.
///
/// # Errors
/// The program does not start, or does not accept a referral.
pub(super) async fn measure(binary: PathBuf, area: &str) -> Result<Vec<Figure>> {
    let step = Step::begin("Sending referrals to refer as Lambda does");
    let profile = profile::load(area)?.document;
    let measured = tokio::task::spawn_blocking(move || all(&binary, &profile));
    let figures = measured.await.context("The measurement was stopped")??;
    step.done();
    Ok(figures)
}

fn all(binary: &Path, profile: &str) -> Result<Vec<Figure>> {
    let store = Store::open(profile)?;
    let (mut polls, mut before, mut first) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut run = Run::start(binary, &store)?;
        run.ready()?;
        polls.push(run.begun.elapsed().as_secs_f64() * 1_000.0);
        let init = run.cpu()?;
        before.push(init * 1_000.0);
        run.refer()?;
        first.push((run.cpu()? - init) * 1_000.0);
    }
    let mut run = Run::start(binary, &store)?;
    run.ready()?;
    for _ in 0..WARM {
        run.refer()?;
    }
    store.taken();
    let before_rounds = run.cpu()?;
    let mut waits = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        waits.push(run.refer()?.as_secs_f64() * 1_000.0);
    }
    let each = (run.cpu()? - before_rounds) * 1_000.0 / ROUNDS as f64;
    let asked = store.taken();
    let held = run.held_at_most()?;
    let own = |what: &str, value: f64, unit| Figure {
        what: what.to_owned(),
        value,
        unit,
        at_most: None,
    };
    let mut figures = vec![
        Figure::new("refer: processor time of a self-referral", each, "ms", 0.4),
        Figure::new(
            "refer: time of a self-referral, median",
            median(&mut waits),
            "ms",
            0.6,
        ),
        Figure::new(
            "refer: spawn to first poll with its secrets and profile, median",
            median(&mut polls),
            "ms",
            9.0,
        ),
        own(
            "  processor time until then, median",
            median(&mut before),
            "ms",
        ),
        Figure::new(
            "refer: processor time of the first referral, median",
            median(&mut first),
            "ms",
            4.0,
        ),
        Figure::new("refer: memory at most", held, "MiB", 16.0),
        own(
            "refer: calls of AWS for a self-referral",
            asked.len() as f64 / ROUNDS as f64,
            "",
        ),
    ];
    figures.extend(written(&asked)?);
    Ok(figures)
}

/// The bytes of the transaction that stores a referral, and of its items.
fn written(asked: &[Asked]) -> Result<Vec<Figure>> {
    let one = asked
        .iter()
        .rev()
        .find(|asked| asked.operation == "TransactWriteItems")
        .context("No referral was stored")?;
    let body: Value = serde_json::from_str(&one.body)?;
    let mut items = BTreeMap::<String, usize>::new();
    for part in body["TransactItems"].as_array().into_iter().flatten() {
        let (table, item) = (&part["Put"]["TableName"], &part["Put"]["Item"]);
        let of = item["sk"]["S"].as_str().map_or(String::new(), |key| {
            format!(" {}", key.split('#').next().unwrap_or_default())
        });
        let table = table.as_str().unwrap_or_default();
        items.insert(format!("  in {table}{of}"), item_bytes(item));
    }
    let all: usize = items.values().sum();
    let mut figures = vec![
        Figure::new(
            "refer: sent to store a self-referral",
            one.body.len() as f64 / 1_000.0,
            "kB",
            5.5,
        ),
        Figure {
            what: "refer: stored of a self-referral, as DynamoDB counts it".to_owned(),
            value: all as f64 / 1_000.0,
            unit: "kB",
            at_most: None,
        },
    ];
    figures.extend(items.into_iter().map(|(what, bytes)| Figure {
        what,
        value: bytes as f64 / 1_000.0,
        unit: "kB",
        at_most: None,
    }));
    Ok(figures)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// A running program.
struct Run {
    child: Child,
    begun: Instant,
    events: Sender<String>,
    seen: Receiver<Seen>,
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Run {
    fn start(binary: &Path, store: &Store) -> Result<Self> {
        let runtime = TcpListener::bind(("127.0.0.1", 0))?;
        let address = runtime.local_addr()?.to_string();
        let (events, waiting) = channel();
        let (tell, seen) = channel();
        std::thread::spawn(move || serve(&runtime, waiting, &tell));
        let mut command = super::starts::as_lambda(binary, &address)?;
        command
            .env("AWS_ENDPOINT_URL", &store.address)
            .env("AWS_SDK_UA_APP_ID", "hub-refer")
            .env("EDGE_SECRETS", EDGE)
            .envs(["WORDS", "SEAL", "LIMITS"].map(|of| (format!("{of}_SECRET_ID"), of)))
            .envs(
                ["CASES", "PEOPLE", "SUBMISSIONS", "DIRECTORY", "ATTEMPTS"]
                    .map(|of| (format!("{of}_TABLE"), of.to_lowercase())),
            );
        let begun = Instant::now();
        Ok(Self {
            child: command.spawn()?,
            begun,
            events,
            seen,
        })
    }

    /// Waits until the program asks for an event.
    fn ready(&mut self) -> Result<()> {
        match self.seen.recv_timeout(PATIENCE) {
            Ok(Seen::Ready) => Ok(()),
            Ok(Seen::Answered(..)) => bail!("It answered what nobody asked"),
            Err(_) => bail!("It asked for nothing"),
        }
    }

    /// Sends a referral to a program that waits for one, until it waits again. Returns how long it took to answer.
    fn refer(&mut self) -> Result<Duration> {
        let mut referral: Value = serde_json::from_str(REFERRAL)?;
        referral["id"] = json!(super::calls::uuid_like());
        self.events.send(request(&referral))?;
        let answered = self.seen.recv_timeout(PATIENCE);
        let Ok(Seen::Answered(taken, answer)) = answered else {
            bail!("A referral was not answered");
        };
        if answer["statusCode"] != 201 {
            bail!("A referral was not accepted: {}", answer["statusCode"]);
        }
        self.ready()?;
        Ok(taken)
    }

    /// The seconds of processor time that all its threads have had.
    fn cpu(&self) -> Result<f64> {
        let mut sum = 0.0;
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let text = std::fs::read_to_string(thread?.path().join("schedstat"))?;
            let nanoseconds = text.split(' ').next().and_then(|first| first.parse().ok());
            let nanoseconds: f64 = nanoseconds.context("The system does not count time")?;
            sum += nanoseconds / 1e9;
        }
        Ok(sum)
    }

    /// The most memory that it had, in MiB.
    fn held_at_most(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
        Ok(kibibytes.context("The system does not count memory")? / 1_024.0)
    }
}

/// An event as API Gateway sends it.
fn request(referral: &Value) -> String {
    json!({
        "version": "2.0", "routeKey": "POST /referrals", "rawPath": "/referrals", "rawQueryString": "",
        "headers": {
            "accept": "application/json", "accept-encoding": "br, gzip", "host": "api.example.net",
            "user-agent": "Amazon CloudFront", "via": "2.0 cloudfront.net", "x-forwarded-proto": "https",
            "x-hub-asker": "203.0.113.7:4711", "x-hub-content-type": "application/json", "x-hub-edge": EDGE,
        },
        "requestContext": {
            "accountId": "1", "apiId": "1", "domainName": "api.example.net", "domainPrefix": "api",
            "http": {
                "method": "POST", "path": "/referrals", "protocol": "HTTP/1.1", "sourceIp": "203.0.113.8",
                "userAgent": "Amazon CloudFront",
            },
            "requestId": "1", "routeKey": "POST /referrals", "stage": "$default",
            "time": "29/Nov/2026:10:00:00 +0000", "timeEpoch": 1_795_946_400_000_u64,
        },
        "body": referral.to_string(), "isBase64Encoded": false,
    })
    .to_string()
}

/// The runtime API of one program: hands out the events that wait, one after the other.
fn serve(listener: &TcpListener, waiting: Receiver<String>, tell: &Sender<Seen>) {
    let waiting = Arc::new(Mutex::new(waiting));
    let given = Arc::new(Mutex::new(Instant::now()));
    while let Ok((stream, _)) = listener.accept() {
        let (waiting, given, tell) = (Arc::clone(&waiting), Arc::clone(&given), tell.clone());
        std::thread::spawn(move || {
            each_request(stream, |head, body| {
                if !head.starts_with("GET") {
                    let taken = given.lock().ok()?.elapsed();
                    let answer = serde_json::from_slice(body).unwrap_or_default();
                    tell.send(Seen::Answered(taken, answer)).ok()?;
                    return Some(answered(202, "", "{}"));
                }
                tell.send(Seen::Ready).ok()?;
                let event = waiting.lock().ok()?.recv().ok()?;
                let deadline = jiff::Timestamp::now().as_millisecond() + 15_000;
                let headers = format!(
                    "lambda-runtime-aws-request-id: measured\r\nlambda-runtime-deadline-ms: {deadline}\r\nlambda-runtime-invoked-function-arn: arn:aws:lambda:eu-west-2:1:function:refer\r\n"
                );
                *given.lock().ok()? = Instant::now();
                Some(answered(200, &headers, &event))
            });
        });
    }
}

/// A store that accepts everything, and keeps what it was asked.
struct Store {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Store {
    fn open(profile: &str) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = format!("http://{}", listener.local_addr()?);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        let item = json!({"Item": {"pk": {"S": "PROFILE"}, "profile": {"S": profile}}}).to_string();
        let secret = json!({"1764000000": "not-a-secret".repeat(4)}).to_string();
        let secret = json!({"Name": "measured", "SecretString": secret}).to_string();
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let (kept, item, secret) = (Arc::clone(&kept), item.clone(), secret.clone());
                std::thread::spawn(move || {
                    each_request(stream, |head, body| {
                        let operation = operation(head)?;
                        let answer = match operation.as_str() {
                            "GetItem" => item.as_str(),
                            "GetSecretValue" => secret.as_str(),
                            "UpdateItem" => r#"{"Attributes": {"wrong": {"N": "1"}}}"#,
                            _ => "{}",
                        };
                        let body = String::from_utf8_lossy(body).into_owned();
                        kept.lock().ok()?.push(Asked { operation, body });
                        let header = "content-type: application/x-amz-json-1.0\r\n";
                        Some(answered(200, header, answer))
                    });
                });
            }
        });
        Ok(Self { address, asked })
    }

    /// What it was asked since the last time.
    fn taken(&self) -> Vec<Asked> {
        let all = self.asked.lock();
        all.map(|mut all| std::mem::take(&mut *all))
            .unwrap_or_default()
    }
}

/// The operation that the headers of a request name.
fn operation(head: &str) -> Option<String> {
    let line = head.lines().find(|line| {
        line.get(..13)
            .is_some_and(|name| name.eq_ignore_ascii_case("x-amz-target:"))
    })?;
    Some(line.rsplit('.').next()?.trim().to_owned())
}

fn answered(status: u16, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} OK\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Answers the requests of a connection, until there is none or no answer.
fn each_request(mut stream: TcpStream, mut answer: impl FnMut(&str, &[u8]) -> Option<String>) {
    let _ = stream.set_nodelay(true);
    let (mut unread, mut piece) = (Vec::new(), vec![0; 64 * 1_024]);
    loop {
        while let Some((head, body, length)) = complete(&unread) {
            let Some(answer) = answer(&head, body) else {
                return;
            };
            if stream.write_all(answer.as_bytes()).is_err() {
                return;
            }
            unread.drain(..length);
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return,
            Ok(read) => unread.extend_from_slice(&piece[..read]),
        }
    }
}

/// The first complete request: its head, its body, and the length of both. A body without a length comes in chunks, and
/// is complete with the last, which is empty.
fn complete(bytes: &[u8]) -> Option<(String, &[u8], usize)> {
    let from = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..from]).into_owned();
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    };
    if header("transfer-encoding").is_some() {
        let end = bytes[from..]
            .windows(5)
            .position(|five| five == b"0\r\n\r\n")?
            + from
            + 5;
        let first = bytes[from..end].windows(2).position(|two| two == b"\r\n")? + from + 2;
        return Some((head.clone(), &bytes[first..end - 7], end));
    }
    let length = header("content-length").and_then(|length| length.parse().ok());
    let to = from + length.unwrap_or(0);
    let body = bytes.get(from..to)?;
    Some((head, body, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_when_it_is_complete() {
        let head = "POST / HTTP/1.1\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n";
        let whole = format!("{head}content-length: 2\r\n\r\n{{}}GET");
        let (seen, body, length) = complete(whole.as_bytes()).expect("a request");
        assert_eq!(operation(&seen).as_deref(), Some("PutItem"));
        assert_eq!((body, length), (&b"{}"[..], whole.len() - 3));
        assert!(complete(&whole.as_bytes()[..length - 1]).is_none());
        let chunks = format!("{head}transfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n");
        let (_, body, length) = complete(chunks.as_bytes()).expect("a request");
        assert_eq!((body, length), (&b"{}"[..], chunks.len()));
    }
}
