//! How the hub may contact the person automatically: never through a channel that nobody called
//! safe.

use super::facts::yes;
use super::reasons::Reasons;
use super::rule::Rule;
use events::assessment::AutomaticContact;
use events::referral::{ChannelKind, Referral};

/// The channel for automatic contact today, and whether somebody has to make contact by hand.
pub fn automatic_contact(referral: &Referral) -> AutomaticContact {
    let contact = &referral.contact;
    let safe = |kind: ChannelKind| referral.usable().any(|channel| channel.kind == kind);
    let stated = |kind: ChannelKind| contact.preferred == Some(kind);
    // If somebody may see the device, the hub uses e-mail only because the person explicitly asked
    // for it.
    let watched = yes(referral.safety.unwrap_or_default().someone_may_see_device);
    let usable = |kind: ChannelKind| match kind {
        ChannelKind::Email => safe(kind) && (!watched || stated(kind)),
        ChannelKind::Online => safe(kind),
        ChannelKind::Text | ChannelKind::Phone | ChannelKind::Letter => false,
    };
    let in_order = contact
        .preferred
        .into_iter()
        .chain([ChannelKind::Email, ChannelKind::Online]);
    let automatic = in_order.into_iter().find(|kind| usable(*kind));
    let task = automatic.is_none()
        || contact
            .preferred
            .is_some_and(|preferred| automatic != Some(preferred));
    AutomaticContact { automatic, task }
}

/// The same, with its reasons.
pub(super) fn explained(referral: &Referral, why: &mut Reasons<'_>) -> AutomaticContact {
    let contact = automatic_contact(referral);
    match contact.automatic {
        None => why.add(Rule::ContactNone),
        Some(_) if !contact.task && referral.contact.preferred.is_some() => {
            why.add(Rule::ContactPreferred)
        }
        Some(_) => why.add(Rule::ContactSafe),
    }
    why.when(contact.task, Rule::ContactTask);
    contact
}
