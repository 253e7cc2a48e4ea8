//! What a person hears of what they did.

use application::Decision;
use events::FieldError;
use events::case::CaseChange;
use frontend::view::Said;
use platform::PortError;

/// What the person hears, and what is wrong with which field.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) message: Said,
    /// By the names of the referral.
    pub(crate) errors: Vec<FieldError>,
}

impl From<Said> for Reply {
    fn from(message: Said) -> Self {
        Self {
            message,
            errors: Vec::new(),
        }
    }
}

/// Why nothing follows from what a person did.
pub(crate) enum Rejection {
    /// They hear why.
    Reply(Reply),
    /// A port failed.
    Port(PortError),
}

impl From<Said> for Rejection {
    fn from(message: Said) -> Self {
        Self::Reply(message.into())
    }
}

impl From<PortError> for Rejection {
    fn from(error: PortError) -> Self {
        Self::Port(error)
    }
}

/// These events, and what the person hears of them; where there are none, it is so already.
pub(crate) fn decided(changes: Vec<CaseChange>, message: Said) -> Decision<Reply> {
    let message = if changes.is_empty() {
        Said::SameAsBefore
    } else {
        message
    };
    Decision::with_result(changes, message.into())
}
