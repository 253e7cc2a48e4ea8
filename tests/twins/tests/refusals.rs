//! What the adapters make of the errors that AWS documents: what may pass is never called permanent, and what never
//! passes is never retried.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use aws_config::retry::RetryConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::{
    AcceptReferral, Acceptance, AppendEvents, AppendOutcome, DeadLetter, FactsOutcome, KeepFacts,
    KeptFacts, ReadCase, RequestUpdate, SendToDeadLetters, SideWrites,
};
use std::io::{Read, Write};
use std::net::TcpListener;
use twins::sample::{new_case, offered};

const CONDITION: &str = "ConditionalCheckFailed";

/// A service that answers every request with this body, and this status.
fn service(status: u16, body: String) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut part = [0; 65_536];
            while !is_whole(&request) {
                let length = stream.read(&mut part).unwrap();
                request.extend_from_slice(&part[..length]);
                if length == 0 {
                    break;
                }
            }
            let answer = format!(
                "HTTP/1.1 {status} Answer\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    address
}

/// Whether the request has arrived with its whole body.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let line = line.to_lowercase();
        line.strip_prefix("content-length: ")?.parse::<usize>().ok()
    });
    request.len() >= head.len() + 4 + length.unwrap_or(0)
}

/// A hub whose AWS answers everything with this.
fn hub(status: u16, body: String) -> Hub {
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(service(status, body))
        .region(Region::new("eu-west-2"))
        .retry_config(RetryConfig::disabled())
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            "test", "test", None, None, "test",
        )))
        .build();
    let tables = [
        "CASES_TABLE",
        "PEOPLE_TABLE",
        "NOTES_TABLE",
        "DIARIES_TABLE",
        "SUBMISSIONS_TABLE",
        "FIGURES_TABLE",
        "UPDATES_QUEUE_URL",
        "DEAD_LETTER_QUEUE_URL",
    ];
    Hub::new(Settings::from(tables.map(|name| (name, "a-name"))), &config)
}

fn refused(code: &str) -> Hub {
    hub(
        400,
        serde_json::json!({"__type": format!("com.amazonaws.dynamodb.v20120810#{code}"), "message": "no"})
            .to_string(),
    )
}

/// A hub whose transactions are cancelled for these reasons.
fn cancelled(reasons: &[&str]) -> Hub {
    let reasons: Vec<_> = reasons
        .iter()
        .map(|code| serde_json::json!({"Code": code}))
        .collect();
    let body = serde_json::json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": reasons,
    });
    hub(400, body.to_string())
}

/// What became of a call.
#[derive(Debug, PartialEq, Eq)]
enum Became<T> {
    Outcome(T),
    Passes,
    Never,
}

fn became<T>(result: Result<T, PortError>) -> Became<T> {
    match result {
        Ok(outcome) => Became::Outcome(outcome),
        Err(PortError::Transient(_)) => Became::Passes,
        Err(PortError::Permanent(_)) => Became::Never,
    }
}

fn now() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

async fn append(hub: &Hub) -> Became<AppendOutcome> {
    let (after, events) = offered(&new_case(1, now()).case, "one", now());
    became(hub.append(&after, &events, SideWrites::default()).await)
}

async fn accept(hub: &Hub) -> Became<Acceptance> {
    became(hub.accept(&new_case(1, now())).await)
}

async fn keep_facts(hub: &Hub) -> Became<FactsOutcome> {
    let facts = KeptFacts::default();
    became(
        hub.keep_facts("key", None, &facts, &std::collections::BTreeMap::default())
            .await,
    )
}

/// The reasons that the documentation of `TransactWriteItems` lists for what is in AWS's or another's hands.
const PASSING: [&str; 3] = [
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
];
/// Those that stay until the request is another.
const LASTING: [&str; 2] = ["ValidationError", "ItemCollectionSizeLimitExceeded"];

#[tokio::test]
async fn each_reason_of_a_cancelled_transaction_passes_or_stays() {
    for (reasons, passes) in [(&PASSING[..], true), (&LASTING[..], false)] {
        for reason in reasons {
            let hub = cancelled(&["None", reason, "None"]);
            let text = format!("{reason}: ");
            let expected = |never: bool| if never { "Never" } else { "Passes" };
            for became in [
                format!("{:?}", append(&hub).await),
                format!("{:?}", accept(&hub).await),
                format!("{:?}", keep_facts(&hub).await),
            ] {
                assert_eq!(became, expected(!passes), "{text}");
            }
        }
    }
}

#[tokio::test]
async fn a_failed_condition_is_an_outcome_and_no_error() {
    // The state, the event and the onward referral.
    let stale = cancelled(&[CONDITION, "None", "None"]);
    assert_eq!(append(&stale).await, Became::Outcome(AppendOutcome::Stale));
    let taken = cancelled(&["None", CONDITION, "None", "None"]);
    assert_eq!(
        accept(&taken).await,
        Became::Outcome(Acceptance::ReferenceTaken)
    );
    let other = cancelled(&[CONDITION]);
    assert_eq!(
        keep_facts(&other).await,
        Became::Outcome(FactsOutcome::Stale)
    );
    // With a conflict too, the case has changed all the same.
    let both = cancelled(&[CONDITION, "TransactionConflict", "None"]);
    assert_eq!(append(&both).await, Became::Outcome(AppendOutcome::Stale));
}

#[tokio::test]
async fn what_an_operator_or_time_puts_right_may_pass() {
    for code in [
        "AccessDeniedException",
        "ResourceNotFoundException",
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "InternalServerError",
        "TransactionInProgressException",
        "ExpiredTokenException",
        "UnrecognizedClientException",
        "KMSDisabledException",
        "QueueDoesNotExist",
        "RequestThrottled",
        "KmsThrottled",
        "something that AWS adds later",
    ] {
        let hub = refused(code);
        assert_eq!(append(&hub).await, Became::Passes, "{code}");
        let reference = new_case(1, now()).case.reference;
        assert_eq!(became(hub.case(&reference).await), Became::Passes, "{code}");
    }
}

#[tokio::test]
async fn a_request_that_breaks_a_rule_never_passes() {
    for code in [
        "ValidationException",
        "ItemCollectionSizeLimitExceededException",
        "IdempotentParameterMismatchException",
        "SerializationException",
    ] {
        assert_eq!(append(&refused(code)).await, Became::Never, "{code}");
    }
    let request = UpdateRequest {
        reference: new_case(1, now()).case.reference,
        kind: UpdateKind::HelpFound,
        about: 3,
    };
    let hub = refused("InvalidMessageContents");
    assert_eq!(became(hub.request_update(&request).await), Became::Never);
}

#[tokio::test]
async fn a_dead_letter_that_cannot_be_written_is_an_error() {
    let hub = refused("RequestThrottled");
    let letter = DeadLetter::of_record("react", "CASE#1/EVENT#1".to_owned(), "why".to_owned());
    assert_eq!(
        became(hub.send_to_dead_letters(&letter).await),
        Became::Passes
    );
}
