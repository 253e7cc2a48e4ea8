//! What came of what a person did on their own page.

use crate::view::Said;
use ::words::said;

/// In plain words: what will happen now, or what to do.
pub fn said(outcome: Said) -> &'static str {
    match outcome {
        Said::ContactChanged => said::contact_changed(),
        Said::Agreed => said::agreed(),
        Said::AgreedToNothing => said::agreed_to_nothing(),
        Said::SameAsBefore => said::same_as_before(),
        Said::Refused => said::refused(),
        Said::WordsGot => said::words_got(),
        Said::CallAsked => said::call_asked(),
        Said::RestorativeAsked => said::restorative_asked(),
        Said::ComplaintGot => said::complaint_got(),
        Said::FeedbackGot => said::feedback_got(),
        Said::PanelAsked => said::panel_asked(),
        Said::Paused => said::paused(),
        Said::Resumed => said::resumed(),
        Said::Withdrawn => said::withdrawn(),
        Said::Reopened => said::reopened(),
        Said::DeletionAsked => said::deletion_asked(),
        Said::Moved => said::moved(),
        Said::TryAgain => said::try_again(),
        Said::NoSafePhone => said::no_safe_phone(),
        Said::NotHere => said::not_here(),
        Said::Over => said::over(),
        Said::NotToReopen => said::not_to_reopen(),
        Said::TooMuchWaiting => said::too_much_waiting(),
        Said::CheckContact => said::check_contact(),
        Said::NoWords => said::no_words(),
        Said::WordsTooLong => said::words_too_long(),
        Said::WordsNotAllowed => said::words_not_allowed(),
        Said::NoTime => said::no_time(),
        Said::TooSoon => said::too_soon(),
        Said::TooFar => said::too_far(),
        Said::OutsideHours => said::outside_hours(),
        Said::NothingChosen => said::nothing_chosen(),
    }
}
