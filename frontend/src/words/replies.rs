//! The reply to what a person did on their page.

use crate::view::Message;
use ::words::replies;

/// What will happen now, or what to do.
pub fn reply(message: Message) -> &'static str {
    match message {
        Message::ContactChanged => replies::contact_changed(),
        Message::ContactConfirmed => replies::contact_confirmed(),
        Message::CodeWrong => replies::code_wrong(),
        Message::ConsentSaved => replies::consent_saved(),
        Message::ConsentWithdrawn => replies::consent_withdrawn(),
        Message::NothingNew => replies::nothing_new(),
        Message::ServiceRefused => replies::service_refused(),
        Message::MessageReceived => replies::message_received(),
        Message::CallRequested => replies::call_requested(),
        Message::RestorativeJusticeRequested => replies::restorative_justice_requested(),
        Message::ComplaintReceived => replies::complaint_received(),
        Message::FeedbackReceived => replies::feedback_received(),
        Message::PanelRequested => replies::panel_requested(),
        Message::Paused => replies::paused(),
        Message::Resumed => replies::resumed(),
        Message::Withdrawn => replies::withdrawn(),
        Message::Reopened => replies::reopened(),
        Message::DeletionRequested => replies::deletion_requested(),
        Message::WordsChanged => replies::words_changed(),
        Message::PageClosed => replies::page_closed(),
        Message::CaseChanged => replies::case_changed(),
        Message::TryAgain => replies::try_again(),
        Message::NoSafePhone => replies::no_safe_phone(),
        Message::NotOnThisPage => replies::not_on_this_page(),
        Message::CaseClosed => replies::case_closed(),
        Message::CannotReopen => replies::cannot_reopen(),
        Message::TooManyWaiting => replies::too_many_waiting(),
        Message::CheckContact => replies::check_contact(),
        Message::MessageEmpty => replies::message_empty(),
        Message::MessageTooLong => replies::message_too_long(),
        Message::MessageNotAllowed => replies::message_not_allowed(),
        Message::TimeMissing => replies::time_missing(),
        Message::TooSoon => replies::too_soon(),
        Message::TooFar => replies::too_far(),
        Message::OutsideHours => replies::outside_hours(),
        Message::NothingChosen => replies::nothing_chosen(),
    }
}
