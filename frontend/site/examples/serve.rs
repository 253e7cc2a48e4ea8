//! Serves a built site on this computer, together with a fake of the functions behind it. The fake stores nothing and
//! routes nothing, but its answers follow the contract. It is for looking at pages, and for the browser tests.
//!
//! ```text
//! cargo run -p site --example serve -- SITE_DIR PROFILE [PORT]
//! ```

use anyhow::{Context as _, Result};
use domain::place::PostcodeTable;
use events::profile::Profile;
use events::{FieldError, Reference};
use frontend::{
    Assets, CaseStatus, DirectoryQuery, FormView, HelpNow, Journey, NextStep, PageState, Problem,
    ProblemView, ProgressProblem, ProgressStep, ProgressView, SentView, Site,
};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

const HEADERS: &str = "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n\
    referrer-policy: no-referrer\r\nx-content-type-options: nosniff\r\n\r\n";
const WORD: &str = "apple river chair";
const PASS: &str = "open";

struct Served {
    root: PathBuf,
    profile: Profile,
    assets: Assets,
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    more: String,
    body: Vec<u8>,
}

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let root = PathBuf::from(words.next().context("which folder?")?);
    let profile = fs::read_to_string(words.next().context("which profile?")?)?;
    let port = words.next().unwrap_or_else(|| "0".to_owned());
    let served = Served {
        profile: serde_json::from_str(&profile)?,
        assets: Assets::from_json(&fs::read_to_string(root.join("assets.json"))?)?,
        root,
    };
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    eprintln!("http://{}/", listener.local_addr()?);
    let served: &'static Served = Box::leak(Box::new(served));
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || handle(served, &stream));
    }
    Ok(())
}

fn handle(served: &Served, stream: &TcpStream) -> Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let mut first = String::new();
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        let (mut length, mut cookie) = (0, String::new());
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "cookie" => cookie = value.to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let mut parts = first.split_whitespace();
        let (method, target) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let path = target.split('?').next().unwrap_or_default();
        let answer = route(served, method, path, &body, &cookie);
        let (status, kind, more) = (answer.status, answer.kind, &answer.more);
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n{more}{HEADERS}",
            answer.body.len()
        );
        (&mut &*stream).write_all(head.as_bytes())?;
        (&mut &*stream).write_all(&answer.body)?;
    }
}

fn route(served: &Served, method: &str, path: &str, body: &[u8], cookie: &str) -> Answer {
    let site = Site {
        profile: &served.profile,
        assets: &served.assets,
    };
    match (method, path) {
        ("POST", "/referrals") => refer(&site, body),
        ("GET", "/referrals/sent") if cookie.contains("sent=yes") => {
            html("200 OK", frontend::sent(&site, &sent(&site)))
        }
        ("GET", "/referrals/sent") => html(
            "410 Gone",
            frontend::problem(
                &site,
                &ProblemView {
                    problem: Problem::Closed,
                    wait: None,
                },
            ),
        ),
        ("POST", "/me/progress") => progress(&site, body),
        ("POST", "/directory/search") => search(&site, body),
        ("POST", "/exit") => Answer {
            status: "204 No Content",
            kind: "text/plain",
            more: String::new(),
            body: Vec::new(),
        },
        ("GET", "/exit") => Answer {
            status: "303 See Other",
            kind: "text/plain",
            more: "location: /elsewhere\r\nset-cookie: sent=-; HttpOnly; SameSite=Strict; Path=/; Max-Age=1\r\n"
                .to_owned(),
            body: Vec::new(),
        },
        ("GET", "/elsewhere") => html(
            "200 OK",
            "<!DOCTYPE html><title>Weather</title><p>Rain later.".to_owned(),
        ),
        _ => file(served, &site, path),
    }
}

fn refer(site: &Site, body: &[u8]) -> Answer {
    let Ok(form) = events::form::parse(body, None) else {
        return html(
            "400 Bad Request",
            frontend::problem(
                site,
                &ProblemView {
                    problem: Problem::Broken,
                    wait: None,
                },
            ),
        );
    };
    let mut errors = form.errors.clone();
    let mut value = form.value.clone();
    if let Some(object) = value.as_object_mut() {
        object
            .entry("id")
            .or_insert_with(|| "00000000-0000-4000-8000-000000000000".into());
    }
    if let Err(found) = events::parse::referral(&value, jiff::civil::date(2026, 11, 21)) {
        errors.extend(
            found
                .into_iter()
                .map(|error| FieldError::new(form.name_of(&error.field), error.code)),
        );
    }
    if errors.is_empty() {
        let more = "location: /referrals/sent\r\nset-cookie: sent=yes; HttpOnly; SameSite=Strict; Path=/\r\n";
        return Answer {
            status: "303 See Other",
            kind: "text/plain",
            more: more.to_owned(),
            body: Vec::new(),
        };
    }
    let id = form.values().get("/id").cloned();
    html(
        "422 Unprocessable Content",
        frontend::support_form(
            site,
            &FormView {
                values: form.values().clone(),
                errors,
                id,
                sent_before: false,
            },
        ),
    )
}

fn help(site: &Site) -> Vec<HelpNow> {
    site.profile
        .helplines
        .iter()
        .filter(|line| line.always_open)
        .map(HelpNow::from)
        .collect()
}

fn next(what: &str, by: &str) -> NextStep {
    NextStep {
        what: what.to_owned(),
        by: by.to_owned(),
    }
}

fn sent(site: &Site) -> SentView {
    SentView {
        reference: Reference::from_number(20_211),
        word: Some(WORD.to_owned()),
        next: vec![
            next(
                "We will ask a service that fits you",
                "by 5pm on Monday 23 November",
            ),
            next(
                "Someone will contact you, in a way you said is safe",
                "by 5pm on Wednesday 25 November",
            ),
        ],
        help_now: help(site),
        guides: Vec::new(),
        on_their_own: false,
    }
}

fn progress(site: &Site, body: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(body);
    let field = |name: &str| {
        let pair = text
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.unwrap_or_default().replace(['+', '-'], " ")
    };
    let reference = Reference::from_number(20_211);
    let known = field("pass") == PASS
        || field("reference").parse() == Ok(reference.clone())
            && field("word").to_lowercase().trim() == WORD;
    if !known && (field("reference").is_empty() || field("word").is_empty()) {
        return html(
            "422 Unprocessable Content",
            frontend::progress_form(site, Some(ProgressProblem::Incomplete)),
        );
    }
    if !known {
        return html(
            "404 Not Found",
            frontend::progress_form(site, Some(ProgressProblem::NotFound)),
        );
    }
    let step = |title: &str, detail: &str, when: &str, done| ProgressStep {
        title: title.to_owned(),
        detail: detail.to_owned(),
        when: when.to_owned(),
        done,
        journey: Journey::Support,
        expect: None,
    };
    let view = ProgressView {
        page: PageState {
            reference,
            pass: PASS.to_owned(),
            end: "left".to_owned(),
            version: "4".to_owned(),
            message: None,
            field: None,
        },
        status: CaseStatus::Open,
        some_wrong_words: false,
        guides: Vec::new(),
        promises: Vec::new(),
        ask_council: false,
        steps: vec![
            step(
                "We received what you sent",
                "",
                "Saturday 21 November, 10:12am",
                true,
            ),
            step(
                "We asked a service to help you",
                "Someone to talk to",
                "Saturday 21 November, 10:12am",
                true,
            ),
            step(
                "A service agreed to help you",
                "Someone to talk to",
                "Saturday 21 November, 11:40am",
                true,
            ),
        ],
        next: vec![next(
            "The service will try to contact you",
            "by 5pm on Wednesday 25 November",
        )],
        help_now: help(site),
    };
    html("200 OK", frontend::progress(site, &view))
}

/// The directory's answer, with the real table of postcodes, at this moment.
fn search(site: &Site, body: &[u8]) -> Answer {
    let table = fs::read("infra/reference/postcodes.bin").unwrap_or_default();
    let table = PostcodeTable::new(&table).ok();
    let now = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .datetime();
    let fields = form_fields(body);
    let query = DirectoryQuery::read(fields, now, |postcode| {
        table?.local_authority(postcode).map(str::to_owned)
    });
    let status = if query.problem.is_some() {
        "422 Unprocessable Content"
    } else {
        "200 OK"
    };
    html(status, frontend::directory_results(site, &query))
}

/// Names and values of a small form.
fn form_fields(body: &[u8]) -> Vec<(String, String)> {
    let text = |part: &str| {
        let bytes = part.replace('+', " ").into_bytes();
        let mut read = Vec::new();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let code = bytes
                .get(at + 1..at + 3)
                .and_then(|code| str::from_utf8(code).ok());
            match code
                .and_then(|code| u8::from_str_radix(code, 16).ok())
                .filter(|_| *byte == b'%')
            {
                Some(escaped) => {
                    read.push(escaped);
                    at += 3;
                }
                None => {
                    read.push(*byte);
                    at += 1;
                }
            }
        }
        String::from_utf8_lossy(&read).into_owned()
    };
    let body = String::from_utf8_lossy(body);
    body.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (text(name), text(value)))
        .collect()
}

fn file(served: &Served, site: &Site, path: &str) -> Answer {
    let name = if path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    let file = served.root.join(name.trim_start_matches('/'));
    if name.contains("..") || !file.is_file() {
        return html(
            "404 Not Found",
            frontend::problem(
                site,
                &ProblemView {
                    problem: Problem::NotFound,
                    wait: None,
                },
            ),
        );
    }
    let kind = match Path::new(&name)
        .extension()
        .and_then(|ending| ending.to_str())
    {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/json",
    };
    let body = fs::read(file).unwrap_or_default();
    Answer {
        status: "200 OK",
        kind,
        more: if kind.starts_with("text/html") {
            "cache-control: no-store\r\n".to_owned()
        } else {
            "cache-control: no-cache\r\n".to_owned()
        },
        body,
    }
}

fn html(status: &'static str, page: String) -> Answer {
    let more = "cache-control: no-store\r\n".to_owned();
    Answer {
        status,
        kind: "text/html; charset=utf-8",
        more,
        body: page.into_bytes(),
    }
}
