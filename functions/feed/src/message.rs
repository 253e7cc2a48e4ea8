//! The messages on the feeds queue: S3 says that a file was dropped, or the hub asks to continue with one.

use percent_encoding::percent_decode_str;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    /// From the hub: continue with this file.
    Continue { r#continue: String },
    /// From S3: files were dropped.
    Dropped {
        #[serde(rename = "Records")]
        records: Vec<Record>,
    },
    /// From S3, once: a test of the connection.
    Test {
        #[serde(rename = "Event")]
        event: String,
    },
}

/// One dropped file. Its size and tag are looked up, because the key may hold another file by now.
#[derive(Deserialize)]
struct Record {
    s3: S3Entity,
}

#[derive(Deserialize)]
struct S3Entity {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

/// The keys of the files that a message names, or `None` if it is not a message of this queue.
pub fn keys_in(body: &str) -> Option<Vec<String>> {
    match serde_json::from_str(body).ok()? {
        Message::Continue { r#continue: key } => Some(vec![key]),
        Message::Dropped { records } => records
            .iter()
            .map(|record| decoded(&record.s3.object.key))
            .collect(),
        Message::Test { event } => (event == "s3:TestEvent").then(Vec::new),
    }
}

/// Decodes a key. S3 encodes keys as a form does.
fn decoded(key: &str) -> Option<String> {
    percent_decode_str(&key.replace('+', " "))
        .decode_utf8()
        .ok()
        .map(|key| key.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_files_that_it_is_about() {
        let dropped = include_str!("../../../events/samples/feed.dropped.json");
        assert_eq!(
            keys_in(dropped),
            Some(vec!["in/tvp/referrals 2026-11-22.csv".to_owned()])
        );
        assert_eq!(
            keys_in(r#"{"continue": "in/tvp/a b+c.csv"}"#),
            Some(vec!["in/tvp/a b+c.csv".to_owned()])
        );
        let test = r#"{"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-11-22T06:00:00Z", "Bucket": "b"}"#;
        assert_eq!(keys_in(test), Some(Vec::new()));
        for other in ["", "{}", "[]", r#"{"Event": "other"}"#] {
            assert_eq!(keys_in(other), None, "{other}");
        }
    }
}
