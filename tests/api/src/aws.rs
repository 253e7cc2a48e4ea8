//! The local AWS, by its stock command line.

use crate::HUB;
use serde_json::Value;
use std::process::{Command, Output};

/// The stock AWS command line, with a key.
pub fn aws(key: &str, secret: &str, arguments: &[&str]) -> Output {
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.hub/tools/aws/bin/aws");
    Command::new(program)
        .args(["--endpoint-url", &HUB.endpoint, "--region", &HUB.region, "--output", "json"])
        .args(arguments)
        .env("AWS_ACCESS_KEY_ID", key)
        .env("AWS_SECRET_ACCESS_KEY", secret)
        .output()
        .expect("the AWS command line")
}

/// The same as an operator of a laptop, with what it printed.
pub fn operate(arguments: &[&str]) -> Value {
    let output = aws("test", "test", arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}
