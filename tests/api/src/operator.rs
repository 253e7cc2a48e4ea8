//! What an operator does: the stock AWS command line, the hub's log, the schedule.

use crate::Hub;
use serde_json::Value;
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

    /// The lines of the functions' log that name that case, as they were written.
    pub fn log_of(&self, reference: &str) -> Vec<Value> {
        let group = format!("/hub/{}", self.area);
        let output = self.aws(&["logs", "filter-log-events", "--log-group-name", &group]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let log: Value = serde_json::from_slice(&output.stdout).expect("a list of lines");
        let lines = log["events"].as_array().expect("lines").iter().filter_map(|line| line["message"].as_str());
        lines.filter(|line| line.contains(reference)).filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// Lets the clock look now, as its schedule does each minute.
    pub fn let_the_clock_look(&self) {
        let name = format!("hub-{}-clock", self.area);
        let output = self.aws(&["lambda", "invoke", "--function-name", &name, "/dev/null"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
