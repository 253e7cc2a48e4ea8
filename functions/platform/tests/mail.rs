//! A mail is requested once, whatever the mail service answers, and no faster than the account may send.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test that fails is a test that fails"
)]

use aws_sdk_sesv2::config::{Credentials, Region, SharedCredentialsProvider};
use domain::gate::{ContactStatus, Decision, Permitted, decide};
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::{Letter, SendMail, Sent};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A mail service, and what it counts.
struct Service {
    address: String,
    /// The letters that it was asked to send.
    letters: Arc<AtomicUsize>,
}

/// The limits of an account: letters a second.
fn account(rate: f64) -> String {
    json!({
        "ProductionAccessEnabled": true,
        "SendingEnabled": true,
        "SendQuota": {"Max24HourSend": 50_000.0, "MaxSendRate": rate, "SentLast24Hours": 0.0},
    })
    .to_string()
}

/// A mail service with that account, which answers each letter with this status and code.
fn service(rate: f64, status: &'static str, code: &'static str) -> Service {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let letters = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&letters);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut part = [0; 4_096];
            while !is_whole(&request) {
                let length = stream.read(&mut part).unwrap();
                request.extend_from_slice(&part[..length]);
                if length == 0 {
                    break;
                }
            }
            let (status, body) = if request.starts_with(b"GET /v2/email/account ") {
                ("200 OK", account(rate))
            } else {
                counter.fetch_add(1, Ordering::SeqCst);
                (status, json!({"MessageId": "1"}).to_string())
            };
            let answer = format!(
                "HTTP/1.1 {status}\r\nx-amzn-errortype: {code}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    Service { address, letters }
}

/// Whether the request has arrived with its whole body.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    });
    body.len() >= length.unwrap_or(0)
}

/// The gate's permission for a person with one safe address.
fn permitted() -> Permitted {
    let referral = serde_json::from_value(json!({
        "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10",
        "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}]},
    }));
    match decide(
        UpdateKind::Acknowledgement,
        &referral.unwrap(),
        ContactStatus::Open,
        Timestamp::now(),
    ) {
        Decision::Send(permitted) => permitted,
        other => panic!("{other:?}"),
    }
}

/// A hub that sends through this service.
fn hub(service: &Service) -> Hub {
    let config = aws_config::SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .endpoint_url(&service.address)
        .region(Region::new("eu-west-2"))
        .retry_config(aws_config::retry::RetryConfig::standard())
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "test", "test", None, None, "test",
        )))
        .build();
    let settings = Settings::from([("MAIL_CONFIGURATION_SET", "mail"), ("MAIL_READERS", "2")]);
    Hub::new(settings, &config)
}

/// Sends a letter.
async fn send(hub: &Hub) -> Result<Sent, PortError> {
    let request = UpdateRequest {
        reference: events::Reference::from_number(1),
        kind: UpdateKind::Acknowledgement,
        about: UpdateRequest::FIRST,
    };
    let text = |text: &str| text.to_owned();
    let letter = Letter {
        from: text("Updates <updates@example.net>"),
        subject: text("An update"),
        text: text("Hello"),
        html: text("<p>Hello</p>"),
    };
    hub.send(&request, &permitted(), &letter).await
}

#[tokio::test]
async fn a_mail_whose_answer_is_lost_is_never_sent_again() {
    for (status, code) in [
        ("502 Bad Gateway", ""),
        ("500 Internal Server Error", "InternalServiceErrorException"),
    ] {
        let service = service(1_000.0, status, code);
        let sent = send(&hub(&service)).await;
        assert!(matches!(sent, Err(PortError::Transient(_))), "{sent:?}");
        assert_eq!(service.letters.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_refusal_of_the_account_may_end() {
    for (status, code) in [
        ("429 Too Many Requests", "TooManyRequestsException"),
        ("400 Bad Request", "LimitExceededException"),
        ("400 Bad Request", "MailFromDomainNotVerifiedException"),
        ("400 Bad Request", "SendingPausedException"),
        ("400 Bad Request", "AccountSuspendedException"),
        ("404 Not Found", "NotFoundException"),
        ("403 Forbidden", "AccessDeniedException"),
    ] {
        let service = service(1_000.0, status, code);
        let sent = send(&hub(&service)).await.unwrap();
        assert_eq!(sent, Sent::Refused(code.to_owned()));
        assert_eq!(service.letters.load(Ordering::SeqCst), 1, "{code}");
    }
}

#[tokio::test]
async fn a_refusal_of_the_letter_itself_never_ends() {
    for code in ["BadRequestException", "MessageRejected"] {
        let service = service(1_000.0, "400 Bad Request", code);
        let sent = send(&hub(&service)).await.unwrap();
        assert_eq!(sent, Sent::Rejected(code.to_owned()));
        assert_eq!(service.letters.load(Ordering::SeqCst), 1, "{code}");
    }
}

#[tokio::test]
async fn letters_keep_the_share_of_the_accounts_rate() {
    let service = service(20.0, "200 OK", "");
    let hub = hub(&service);
    let begun = Instant::now();
    for _ in 0..4 {
        assert_eq!(send(&hub).await.unwrap(), Sent::Accepted);
    }
    // Two processes share twenty letters a second: there is a tenth of a second between two letters of each.
    assert!(begun.elapsed() >= Duration::from_millis(300));
}
