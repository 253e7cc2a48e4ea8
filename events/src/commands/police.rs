//! What the police and witness care record in a case.

use crate::command_spec::{CodeKind, FieldKind, commands};
use crate::justice::{NotesRequestReason, NotificationMethod, Step};
use jiff::Timestamp;

commands! {
    /// A command of a justice agency: `POST /police/cases/{reference}/{name}`. Each carries an id that the sender
    /// chose: the same again is recorded once.
    #[serde(deny_unknown_fields)]
    pub enum JusticeCommand {
        /// A step of the justice system was taken.
        "progress" => Progress {
            id: String as FieldKind::Id,
            step: Step,
            at: Timestamp,
            heard_at: Option<Timestamp>,
        }
        /// The person was told about a step.
        "told" => Told {
            id: String as FieldKind::Id,
            promise: String as FieldKind::Code(CodeKind::Promise),
            how: NotificationMethod,
            at: Option<Timestamp>,
        }
        /// The agency asks for support notes, which are never given.
        "request-notes" => RequestNotes { id: String as FieldKind::Id, reason: NotesRequestReason }
    }
}
