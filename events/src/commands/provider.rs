//! What a provider's staff do under an onward referral. [`Act`](crate::care::Act) is the body of `acts`.

use crate::case::{DeclineReason, ReferOnReason};
use crate::command_spec::{CodeKind, FieldKind, commands};
use crate::referral::NeedCode;

commands! {
    /// A command of a provider's staff: `POST /provider/onwards/{onward}/{name}`.
    #[serde(deny_unknown_fields)]
    pub enum ProviderCommand {
        /// The provider accepts.
        "accept" => Accept {}
        /// The provider declines.
        "decline" => Decline { why: DeclineReason }
        /// A note, which only the provider's own staff can read.
        "notes" => Note { id: String as FieldKind::Id, text: String as FieldKind::Text { max: 5_000 } }
        /// The person is referred on to another service.
        "refer-on" if_match => ReferOn {
            service: String as FieldKind::Code(CodeKind::Service),
            needs: Vec<NeedCode>,
            reason: ReferOnReason,
            agreed: bool,
        }
    }
}
