//! A returned mail: the mail service's report, without the parts that identify the person.
//!
//! The names are those of an Amazon SES event record ("Contents of event data"). The event bus
//! passes on only these fields, so that no address is ever on a queue. A whole record parses the
//! same.

use super::{UpdateKind, UpdateRequest};
use crate::closed_set::closed_set;
use serde::{Deserialize, Serialize};

closed_set! {
    /// The kind of report.
    pub enum Returned {
        /// The mail could not be delivered.
        Bounce = "Bounce",
        /// The recipient complained about the mail.
        Complaint = "Complaint",
    }
}

/// A report of a returned mail: a message on the queue of returned mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailReturned {
    /// The kind of report.
    #[serde(rename = "eventType")]
    pub event: Returned,
    /// Why the mail could not be delivered, if that is the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounce: Option<Bounce>,
    /// The mail.
    pub mail: ReturnedMail,
}

/// Why a mail could not be delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// `Permanent`, `Transient` or `Undetermined`.
    #[serde(rename = "bounceType")]
    pub kind: String,
}

/// The returned mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedMail {
    /// The mail service's id of the mail.
    #[serde(rename = "messageId")]
    pub id: String,
    /// The tags with which it was sent: an update's case, kind and number.
    #[serde(default)]
    pub tags: ReturnedTags,
}

/// The tags of an update. They are in the mail service's records and not in the message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedTags {
    /// The case's reference.
    #[serde(default)]
    pub case: Vec<String>,
    /// The update's kind.
    #[serde(default)]
    pub kind: Vec<String>,
    /// The number of the event that the update is about.
    #[serde(default)]
    pub number: Vec<String>,
}

impl MailReturned {
    /// The update that the mail carried. `None` if the hub did not send it.
    pub fn update(&self) -> Option<UpdateRequest> {
        let ReturnedTags { case, kind, number } = &self.mail.tags;
        Some(UpdateRequest {
            reference: case.first()?.parse().ok()?,
            kind: UpdateKind::parse(kind.first()?)?,
            about: number.first()?.parse().ok()?,
        })
    }

    /// Whether a later mail to the same address may arrive: the mailbox was full, or the recipient
    /// is away. An unknown reason counts as permanent.
    pub fn may_pass(&self) -> bool {
        self.event == Returned::Bounce
            && self
                .bounce
                .as_ref()
                .is_some_and(|bounce| bounce.kind == "Transient")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_mail_record_parses_like_the_filtered_one() {
        let whole = include_str!("../../samples/ses.bounce.json");
        let whole: serde_json::Value = serde_json::from_str(whole).unwrap();
        let read: MailReturned = serde_json::from_value(whole["detail"].clone()).unwrap();
        let passed: MailReturned =
            serde_json::from_str(include_str!("../../samples/mail-returned.bounce.json")).unwrap();
        assert_eq!(read, passed);
        assert_eq!(read.update().unwrap().key(), "6DNAQGJF.help-found.5");
    }

    #[test]
    fn what_is_not_known_to_pass_does_not() {
        let returned = |kind: &str| -> MailReturned {
            let json = serde_json::json!({"eventType": "Bounce", "bounce": {"bounceType": kind}, "mail": {"messageId": "1"}});
            serde_json::from_value(json).unwrap()
        };
        assert!(returned("Transient").may_pass());
        assert!(!returned("Permanent").may_pass());
        assert!(!returned("Undetermined").may_pass());
        assert!(
            !MailReturned {
                event: Returned::Complaint,
                ..returned("Transient")
            }
            .may_pass()
        );
        assert_eq!(returned("Permanent").update(), None);
    }
}
