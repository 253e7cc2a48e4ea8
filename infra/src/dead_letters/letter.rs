//! What a dead letter is about. It is recognised by its form.

use super::position::Position;
use events::Reference;
use events::update::UpdateMessage;
use platform::ports::{DeadLetter, EventKey};
use platform::schema;
use serde_json::Value;

/// A dead letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Letter {
    /// An event that a function could not handle.
    Event {
        function: String,
        key: EventKey,
        cause: String,
    },
    /// A message of one of the hub's queues, which is named as in `hub-AREA-QUEUE`.
    Message {
        queue: &'static str,
        about: String,
        body: String,
        cause: String,
    },
    /// Events that Lambda gave up on.
    Missed(Position),
    /// A message that a provider did not handle.
    Offer {
        provider: String,
        about: String,
        body: String,
    },
    /// Anything else. It stays where it is.
    Unknown { cause: String },
}

/// The cause of a message that its queue set aside.
const NEVER_FINISHED: &str = "no reader finished it";

impl Letter {
    /// Reads a letter of the hub's own queues, or of a provider's.
    pub(super) fn read(body: &str, provider: Option<&str>) -> Self {
        if let Some(provider) = provider {
            return Self::Offer {
                provider: provider.to_owned(),
                about: offer_about(body),
                body: body.to_owned(),
            };
        }
        if let Ok(position) = serde_json::from_str::<Position>(body) {
            return Self::Missed(position);
        }
        let Ok(letter) = serde_json::from_str::<DeadLetter>(body) else {
            return Self::message(body, NEVER_FINISHED.to_owned());
        };
        let DeadLetter {
            from,
            record,
            message,
            cause,
        } = letter;
        match (record.as_deref().and_then(schema::event_key), message) {
            (Some(key), _) => Self::Event {
                function: from,
                key,
                cause,
            },
            (None, Some(message)) => Self::message(&message, cause),
            (None, None) => Self::Unknown { cause },
        }
    }

    /// A message of one of the queues.
    fn message(body: &str, cause: String) -> Self {
        let of = |queue, about: String| Self::Message {
            queue,
            about,
            body: body.to_owned(),
            cause: cause.clone(),
        };
        let case = |reference: &Reference| reference.to_string();
        match serde_json::from_str(body) {
            Ok(UpdateMessage::Asked(request)) => {
                return of(
                    "updates",
                    format!("{} {}", case(&request.reference), request.kind),
                );
            }
            Ok(UpdateMessage::Returned(returned)) => {
                let named = returned.update().map(|update| case(&update.reference));
                return of("returned-mail", named.unwrap_or_default());
            }
            Err(_) => {}
        }
        if let Ok(key) = serde_json::from_str::<EventKey>(body) {
            return of("slow-lane", event_about(&key));
        }
        match sender_of_file(body) {
            Some(sender) => of("feeds", format!("a file of {sender}")),
            None => Self::Unknown { cause },
        }
    }

    /// A row of the list.
    pub(super) fn row(&self, age: String) -> String {
        let (what, about, cause) = match self {
            Self::Event {
                function,
                key,
                cause,
            } => (function.as_str(), event_about(key), cause.as_str()),
            Self::Message {
                queue,
                about,
                cause,
                ..
            } => (*queue, about.clone(), cause.as_str()),
            Self::Missed(position) => (
                function_of(&position.function),
                format!("{} events of {}", position.count(), position.from()),
                position.condition.as_str(),
            ),
            Self::Offer {
                provider, about, ..
            } => (
                provider.as_str(),
                about.clone(),
                "the provider took it off its queue ten times",
            ),
            Self::Unknown { cause } => ("?", "no message of the hub".to_owned(), cause.as_str()),
        };
        format!("{what:<14} {about:<34} {age:>8}  {cause}")
    }
}

fn event_about(key: &EventKey) -> String {
    format!("{} event {}", key.reference, key.seq)
}

/// The case of an event on a provider's queue, and its type.
fn offer_about(body: &str) -> String {
    let event: Value = serde_json::from_str(body).unwrap_or_default();
    let text = |name: &str| event[name].as_str().unwrap_or("?").to_owned();
    let short = text("type").replace("hub.onward-referral.", "");
    format!("{} {short}", text("subject"))
}

/// The last part of a function's name or ARN.
pub(super) fn function_of(function: &str) -> &str {
    ["react", "figures"]
        .into_iter()
        .find(|name| {
            function.ends_with(&format!("-{name}"))
                || function.contains(&format!("-{name}:"))
                || function == *name
        })
        .unwrap_or("react")
}

/// The sender of the file that a message of the feeds queue names. The name of the file is not shown: its sender chose it.
fn sender_of_file(body: &str) -> Option<String> {
    let message: Value = serde_json::from_str(body).ok()?;
    let key = message["continue"]
        .as_str()
        .or_else(|| message["Records"][0]["s3"]["object"]["key"].as_str())?;
    Some(key.strip_prefix("in/")?.split_once('/')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reference() -> Reference {
        Reference::from_number(7)
    }

    fn key() -> EventKey {
        EventKey {
            reference: reference(),
            seq: 3,
        }
    }

    #[test]
    fn a_record_of_the_stream_is_an_event_again() {
        let record = format!("CASE#{}/EVENT#00000003", reference());
        let letter = DeadLetter::of_record("figures", record, "it is too large".to_owned());
        let read = Letter::read(&serde_json::to_string(&letter).expect("JSON"), None);
        let expected = Letter::Event {
            function: "figures".to_owned(),
            key: key(),
            cause: "it is too large".to_owned(),
        };
        assert_eq!(read, expected);
        let row = read.row("3 h".to_owned());
        for part in [
            "figures",
            &reference().to_string(),
            "event 3",
            "3 h",
            "it is too large",
        ] {
            assert!(row.contains(part), "{row}");
        }
    }

    #[test]
    fn each_message_goes_back_to_its_queue() {
        let update = json!({"reference": reference(), "kind": "help-found", "about": 4});
        let returned = json!({"eventType": "Complaint", "mail": {"messageId": "1", "tags": {"case": [reference()], "kind": ["help-found"], "number": ["4"]}}});
        let dropped = include_str!("../../../events/samples/feed.dropped.json");
        for (body, queue) in [
            (update.to_string(), "updates"),
            (returned.to_string(), "returned-mail"),
            (
                json!({"continue": "in/tvp/a name.csv"}).to_string(),
                "feeds",
            ),
            (dropped.to_owned(), "feeds"),
            (serde_json::to_string(&key()).expect("JSON"), "slow-lane"),
        ] {
            // As its queue set it aside, and as its function did.
            let named = DeadLetter::of_message("notify", body.clone(), "why".to_owned());
            let named = serde_json::to_string(&named).expect("JSON");
            for written in [&body, &named] {
                let Letter::Message {
                    queue: found,
                    body: kept,
                    ..
                } = Letter::read(written, None)
                else {
                    panic!("{written}");
                };
                assert_eq!((found, &kept), (queue, &body));
            }
            let row = Letter::read(&body, None).row(String::new());
            assert!(!row.contains("name.csv"), "{row}");
        }
    }

    #[test]
    fn what_nothing_can_read_stays() {
        for body in [
            "",
            "{}",
            "[]",
            r#"{"from": "feed", "message": "x", "cause": "y"}"#,
        ] {
            let letter = Letter::read(body, None);
            assert!(matches!(letter, Letter::Unknown { .. }), "{letter:?}");
        }
    }

    #[test]
    fn a_function_is_known_by_its_arn() {
        for (arn, name) in [
            (
                "arn:aws:lambda:eu-west-2:1:function:hub-kent-react",
                "react",
            ),
            (
                "arn:aws:lambda:eu-west-2:1:function:hub-kent-figures:$LATEST",
                "figures",
            ),
            ("figures", "figures"),
        ] {
            assert_eq!(function_of(arn), name);
        }
    }
}
