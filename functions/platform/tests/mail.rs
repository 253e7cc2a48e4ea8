//! A mail is requested once, whatever the mail service answers.
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
use platform::ports::{Letter, SendMail};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A mail service that answers everything with 502, and a count of its requests.
fn broken_service() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
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
            counter.fetch_add(1, Ordering::SeqCst);
            let answer =
                "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (address, asked)
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

#[tokio::test]
async fn a_mail_whose_answer_is_lost_is_never_sent_again() {
    let (address, asked) = broken_service();
    let config = aws_config::SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .endpoint_url(address)
        .region(Region::new("eu-west-2"))
        .retry_config(aws_config::retry::RetryConfig::standard())
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "test", "test", None, None, "test",
        )))
        .build();
    let hub = Hub::new(
        Settings::from([("MAIL_CONFIGURATION_SET", "mail")]),
        &config,
    );
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
    let sent = hub.send(&request, &permitted(), &letter).await;
    assert!(matches!(sent, Err(PortError::Transient(_))), "{sent:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}
