//! The reply to a command of a person.

use application::Decision;
use events::FieldError;
use events::case::CaseChange;
use frontend::view::Message;
use platform::PortError;

/// A message to the person, and the fields that are wrong.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) message: Message,
    /// With the names of the referral.
    pub(crate) errors: Vec<FieldError>,
}

impl From<Message> for Reply {
    fn from(message: Message) -> Self {
        Self {
            message,
            errors: Vec::new(),
        }
    }
}

/// Why a command is not carried out.
pub(crate) enum Rejection {
    /// The person is told why.
    Reply(Reply),
    /// A port failed.
    Port(PortError),
}

impl From<Message> for Rejection {
    fn from(message: Message) -> Self {
        Self::Reply(message.into())
    }
}

impl From<PortError> for Rejection {
    fn from(error: PortError) -> Self {
        Self::Port(error)
    }
}

/// These events and the message about them. If there are none, nothing was new.
pub(crate) fn decided(changes: Vec<CaseChange>, message: Message) -> Decision<Reply> {
    let message = if changes.is_empty() {
        Message::NothingNew
    } else {
        message
    };
    Decision::with_result(changes, message.into())
}
