//! What an operator does: the stock AWS command line, the hub's log, the schedule.

use crate::{Hub, soon};
use events::update::{UpdateKind, UpdateRequest};
use serde_json::{Value, json};
use std::process::{Command, Output};

impl Hub {
    /// The stock AWS command line with that key and its secret.
    pub fn aws_as(&self, key: &str, secret: &str, arguments: &[&str]) -> Output {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.hub/tools/aws/bin/aws");
        Command::new(program)
            .args(["--endpoint-url", &self.endpoint, "--region", &self.region, "--output", "json"])
            .args(arguments)
            .env("AWS_ACCESS_KEY_ID", key)
            .env("AWS_SECRET_ACCESS_KEY", secret)
            .output()
            .expect("the AWS command line")
    }

    /// The same with the local stack's own key, which may do everything on a laptop.
    pub fn aws(&self, arguments: &[&str]) -> Output {
        self.aws_as("test", "test", arguments)
    }

    /// The lines of the functions' log that have that text, such as a case's reference.
    pub fn log_of(&self, text: &str) -> Vec<String> {
        let (group, pattern) = (format!("/hub/{}", self.area), format!("\"{text}\""));
        let output = self.aws(&["logs", "filter-log-events", "--log-group-name", &group, "--filter-pattern", &pattern]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let log: Value = serde_json::from_slice(&output.stdout).expect("a list of lines");
        let lines = log["events"].as_array().expect("lines").iter().filter_map(|line| line["message"].as_str());
        lines.filter(|line| line.contains(text)).map(str::to_owned).collect()
    }

    /// Puts a request for each kind of update about these cases on the queue, as if the hub had asked for them again.
    pub fn ask_for_every_update(&self, references: &[String]) {
        let queue = format!("{}/000000000000/hub-{}-updates", self.endpoint, self.area);
        for (place, kind) in UpdateKind::ALL.iter().enumerate() {
            // Ten messages are the most that a batch takes.
            for batch in references.chunks(10) {
                let entries: Vec<Value> = (0..)
                    .zip(batch)
                    .map(|(number, reference)| {
                        let request = UpdateRequest { reference: reference.parse().expect("a reference"), kind: *kind };
                        json!({"Id": format!("{place}-{number}"), "MessageBody": json!(request).to_string()})
                    })
                    .collect();
                let entries = json!(entries).to_string();
                let output = self.aws(&["sqs", "send-message-batch", "--queue-url", &queue, "--entries", &entries]);
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            }
        }
    }

    /// Lets the clock look now, as its schedule does each minute; and again where a case moved under it, as it does.
    pub fn let_the_clock_look(&self) {
        soon("a look of the clock", || self.invoke("clock", &json!({})));
    }

    /// Hands every event of a case to that function once more, as a stream does that was not acknowledged.
    pub fn replay(&self, reference: &str, function: &str) {
        let table = format!("hub-{}-cases", self.area);
        let values = json!({":case": {"S": format!("CASE#{reference}")}, ":events": {"S": "EVENT#"}}).to_string();
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
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
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

    /// Calls a function of the hub; nothing where it fails for now.
    fn invoke(&self, function: &str, payload: &Value) -> Option<()> {
        let name = format!("hub-{}-{function}", self.area);
        let payload = payload.to_string();
        let output = self.aws(&["lambda", "invoke", "--function-name", &name, "--payload", &payload, "/dev/null"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let failed = String::from_utf8_lossy(&output.stdout).contains("FunctionError");
        (!failed).then_some(())
    }
}
