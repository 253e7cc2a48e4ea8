//! What a person does on their own page.

use crate::case::{ChoiceReason, ComplaintAbout};
use crate::command_spec::{CodeKind, FieldKind, commands};
use crate::referral::Scope;
use serde_json::Value;

const OWN_WORDS: FieldKind = FieldKind::Text { max: 2_000 };
const MARK: FieldKind = FieldKind::Number { min: 1, max: 5 };

commands! {
    /// A command of a person: `POST /me/{name}`. Each body also has `reference` and `word`, or `pass`; a command that would do
    /// something twice has the `version` that the person has seen.
    #[serde(deny_unknown_fields)]
    pub enum PersonCommand {
        /// Their safe ways of contact. A way that is new is used only after it is confirmed. The e-mail
        /// address from before is told only where it is still safe.
        "change-contact" => ChangeContact { contact: Value, old_mail_safe: Option<bool> }
        /// The code that was sent to their new e-mail address.
        "confirm-contact" => ConfirmContact { code: String as FieldKind::Text { max: 20 } }
        /// All that they agree to.
        "agree" => Agree { scope: Vec<Scope> }
        /// A provider that they do not want.
        "refuse" => Refuse {
            provider: String as FieldKind::Code(CodeKind::Provider),
            reason: Option<ChoiceReason>,
        }
        /// Something in their own words.
        "say" if_match => Say { words: String as OWN_WORDS }
        /// A call at a time of their choice.
        "call" if_match => Call { day: String as FieldKind::Date, time: String as FieldKind::Time }
        /// They want to hear about restorative justice.
        "restorative-justice" => RestorativeJustice {}
        /// A complaint about a service, or about the Victims' Code.
        "complain" if_match => Complain { about: ComplaintAbout, words: String as OWN_WORDS }
        /// How the support was for them.
        "feedback" if_match => Feedback {
            helped: Option<u8> as MARK,
            had_a_say: Option<u8> as MARK,
            felt_safe: Option<u8> as MARK,
            service: Option<String> as FieldKind::Code(CodeKind::Service),
        }
        /// They want to hear about the panel of victims.
        "panel" => Panel {}
        /// They want new words. The answer has them, once: the same `id` from the page before gets it again.
        "new-words" => NewWords { id: Option<String> as FieldKind::Id }
        /// Nobody can open their page until they call.
        "close-page" => ClosePage {}
        /// They want to hear nothing for some weeks.
        "pause" => Pause { weeks: u8 as FieldKind::OneOf(&[1, 2, 4, 12]) }
        /// They want to hear again.
        "resume" => Resume {}
        /// They no longer want support.
        "withdraw" => Withdraw {}
        /// They want support again.
        "reopen" => Reopen {}
        /// They want their details deleted.
        "delete" => Delete {}
    }
}
