//! What an operator uses: the stock AWS command line, the hub's log, the schedule.

use crate::{HUB, Hub, soon};
use events::update::{UpdateKind, UpdateRequest};
use serde_json::{Value, json};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A turn of [`Hub::guessing`].
#[derive(Debug)]
pub struct Turn {
    _turn: MutexGuard<'static, bool>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        HUB.forget_askers();
    }
}

impl Hub {
    /// Runs the stock AWS command line with that key and secret.
    pub fn aws_as(&self, key: &str, secret: &str, arguments: &[&str]) -> Output {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.hub/tools/aws/bin/aws");
        Command::new(program)
            .args([
                "--endpoint-url",
                &self.endpoint,
                "--region",
                &self.region,
                "--output",
                "json",
            ])
            .args(arguments)
            .env("AWS_ACCESS_KEY_ID", key)
            .env("AWS_SECRET_ACCESS_KEY", secret)
            .output()
            .expect("the AWS command line")
    }

    /// The same with the local stack's root key, which may do everything on a laptop.
    pub fn aws(&self, arguments: &[&str]) -> Output {
        self.aws_as("test", "test", arguments)
    }

    /// A turn for a test that sends wrong words. All tests ask from one address, so one of them at a time does, and nobody
    /// has to wait for what an earlier one sent.
    pub fn guessing(&self) -> Turn {
        static TURN: Mutex<bool> = Mutex::new(false);
        let mut turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        // Another program may have sent some before.
        if !std::mem::replace(&mut *turn, true) {
            self.forget_askers();
        }
        Turn { _turn: turn }
    }

    /// Forgets how many wrong words came from each address. What was sent for each reference is counted for longer.
    pub fn forget_askers(&self) {
        let table = format!("hub-{}-attempts", self.area);
        let output = self.aws(&["dynamodb", "scan", "--table-name", &table]);
        let all: Value = serde_json::from_slice(&output.stdout).expect("the counts");
        let soon = jiff::Timestamp::now().as_second() + 3_600;
        let until = |item: &Value| item["ttl"]["N"].as_str()?.parse::<i64>().ok();
        for item in all["Items"].as_array().into_iter().flatten() {
            if item["wrong"].is_object() && until(item).is_some_and(|until| until < soon) {
                let key = serde_json::json!({"pk": item["pk"]}).to_string();
                self.aws(&[
                    "dynamodb",
                    "delete-item",
                    "--table-name",
                    &table,
                    "--key",
                    &key,
                ]);
            }
        }
    }

    /// The lines of the functions' log that contain a text, such as a case's reference.
    pub fn log_of(&self, text: &str) -> Vec<String> {
        let (group, pattern) = (format!("/hub/{}", self.area), format!("\"{text}\""));
        let output = self.aws(&[
            "logs",
            "filter-log-events",
            "--log-group-name",
            &group,
            "--filter-pattern",
            &pattern,
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let log: Value = serde_json::from_slice(&output.stdout).expect("a list of lines");
        let lines = log["events"]
            .as_array()
            .expect("lines")
            .iter()
            .filter_map(|line| line["message"].as_str());
        lines
            .filter(|line| line.contains(text))
            .map(str::to_owned)
            .collect()
    }

    /// Queues a request for every update that the events of these cases can lead to, as if the hub had asked again, and
    /// for two digests.
    pub fn queue_every_update(&self, references: &[String]) {
        let queue = format!("{}/000000000000/hub-{}-updates", self.endpoint, self.area);
        let of_case = |reference: &String| {
            let case = self.case(reference);
            let events = case["events"].as_array().cloned().unwrap_or_default();
            let of_event = |event: Value| -> Vec<(UpdateKind, u32)> {
                let about = event["seq"]
                    .as_u64()
                    .and_then(|seq| u32::try_from(seq).ok())
                    .expect("a number");
                may_lead_to(event["what"]["event"].as_str().expect("a name"))
                    .iter()
                    .map(|kind| (*kind, about))
                    .collect()
            };
            let digests = [(UpdateKind::Digest, 20_785), (UpdateKind::Digest, 20_786)];
            let asked =
                events
                    .into_iter()
                    .flat_map(of_event)
                    .chain(digests)
                    .map(|(kind, about)| {
                        json!(UpdateRequest {
                            reference: reference.parse().expect("a reference"),
                            kind,
                            about
                        })
                    });
            asked.collect::<Vec<_>>()
        };
        let requests: Vec<Value> = references.iter().flat_map(of_case).collect();
        // A batch takes at most ten messages.
        for batch in requests.chunks(10) {
            let entries: Vec<Value> = (0..)
                .zip(batch)
                .map(|(number, request)| json!({"Id": number.to_string(), "MessageBody": request.to_string()}))
                .collect();
            let entries = json!(entries).to_string();
            let output = self.aws(&[
                "sqs",
                "send-message-batch",
                "--queue-url",
                &queue,
                "--entries",
                &entries,
            ]);
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }

    /// Publishes the figures, as happens each day.
    pub fn publish_figures(&self) {
        let day = json!({"tick": "day"});
        soon("figures that are published", || {
            self.invoke("figures", &day)
        });
    }

    /// Runs the clock once, as its schedule does each minute. Retries if a case changed during the run.
    pub fn run_clock(&self) {
        soon("a look of the clock", || self.invoke("clock", &json!({})));
    }

    /// Delivers every event of a case to that function again, as a stream does without an acknowledgement.
    pub fn replay(&self, reference: &str, function: &str) {
        let table = format!("hub-{}-cases", self.area);
        let values =
            json!({":case": {"S": format!("CASE#{reference}")}, ":events": {"S": "EVENT#"}})
                .to_string();
        let condition = "pk = :case AND begins_with(sk, :events)";
        let output = self.aws(&[
            "dynamodb",
            "query",
            "--table-name",
            &table,
            "--key-condition-expression",
            condition,
            "--expression-attribute-values",
            &values,
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let found: Value = serde_json::from_slice(&output.stdout).expect("items");
        let items = found["Items"].as_array().expect("items");
        assert!(!items.is_empty(), "the case has no events");
        let record = |(number, item): (usize, &Value)| {
            json!({
                "eventID": number.to_string(), "eventName": "INSERT", "eventVersion": "1.1",
                "eventSource": "aws:dynamodb", "awsRegion": self.region, "eventSourceARN": "arn:aws:dynamodb:::table",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1.0, "Keys": {"pk": item["pk"], "sk": item["sk"]}, "NewImage": item,
                    "SequenceNumber": number.to_string(), "SizeBytes": 1, "StreamViewType": "NEW_IMAGE",
                },
            })
        };
        let records: Vec<Value> = items.iter().enumerate().map(record).collect();
        let batch = json!({"Records": records});
        soon("a batch that is taken", || self.invoke(function, &batch));
    }

    /// Invokes a function of the hub. Returns `None` if it failed temporarily.
    fn invoke(&self, function: &str, payload: &Value) -> Option<()> {
        let name = format!("hub-{}-{function}", self.area);
        let payload = payload.to_string();
        let output = self.aws(&[
            "lambda",
            "invoke",
            "--function-name",
            &name,
            "--payload",
            &payload,
            "/dev/null",
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let failed = String::from_utf8_lossy(&output.stdout).contains("FunctionError");
        (!failed).then_some(())
    }
}

/// The updates that an event of that name can lead to.
fn may_lead_to(event: &str) -> &'static [UpdateKind] {
    match event {
        "received" => &[UpdateKind::Acknowledgement],
        "accepted" => &[UpdateKind::HelpFound],
        "declined" | "expired" => &[UpdateKind::LookingAgain],
        "given-to-coordinators" => &[UpdateKind::OurTeam],
        "cared" => &[UpdateKind::SupportOver],
        "closed" => &[UpdateKind::SupportOver, UpdateKind::AsAsked],
        "resumed" | "reopened" | "consent-changed" => &[UpdateKind::AsAsked],
        "promise-broken" => &[UpdateKind::PromiseBroken],
        "promise-kept" => &[UpdateKind::OnYourPage],
        "complaint-answered" => &[UpdateKind::ComplaintReceived],
        "contact-changed" => &[UpdateKind::ContactChanged],
        _ => &[],
    }
}
