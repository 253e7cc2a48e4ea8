//! What came of what a person did on their own page.

use crate::view::Said;

/// In plain words: what happens now, or what to do.
pub const fn said(said: Said) -> &'static str {
    match said {
        Said::ContactChanged => "We wrote it down. From now on we use only what you ticked",
        Said::Agreed => "We wrote down what you agree to. It counts from now on",
        Said::AgreedToNothing => {
            "We took it all back. Services that had been asked are told, and see nothing more of you"
        }
        Said::SameAsBefore => "It is so already. Nothing had to change",
        Said::Refused => {
            "We told them that you do not want them. They see nothing more of you, and we do not ask them again"
        }
        Said::WordsGot => "We have what you wrote. One of our team reads it and answers",
        Said::CallAsked => "One of our team rings you then, on a number that you called safe",
        Said::RestorativeAsked => {
            "One of our team tells you what it is. You can say no at any time"
        }
        Said::ComplaintGot => {
            "We have your complaint. You hear from us within 10 working days, and get an answer within 20. It changes nothing about the help you get"
        }
        Said::FeedbackGot => "Thank you. We have what you told us",
        Said::PanelAsked => "One of our team tells you about the panel. You can say no at any time",
        Said::Paused => {
            "It is quiet from now on. We send you nothing, and nobody has to reach you before the quiet ends"
        }
        Said::Resumed => {
            "The quiet is over. Whoever helps you tries to reach you again, only in a way you said is safe"
        }
        Said::Withdrawn => {
            "We took everything back. Services are told, and see nothing more of you. What the police and the courts have to tell you goes on. You can come back at any time"
        }
        Said::Reopened => "We go on. We look again for who can help you",
        Said::DeletionAsked => {
            "One of our team deletes what we know of you, or tells you why we have to keep some of it"
        }
        Said::Moved => {
            "Something changed since you opened this page. If you pressed twice, we have it once. See below how things stand, and send it again only if it is not there. What you typed is still here"
        }
        Said::TryAgain => {
            "Something on our side is not working. It is not your fault. It may not have reached us. What you typed is still here: send it again in a minute. Sending it twice does no harm"
        }
        Said::NoSafePhone => {
            "No number for calls is ticked as safe, so we do not ring you. You can write to us below, or tick a number under “How we reach you”"
        }
        Said::NotHere => {
            "This cannot be changed on this page. Write to us or ask for a call: one of our team looks at it with you"
        }
        Said::Over => {
            "We closed this. You can go on under “Pause or stop”. You can write to us at any time"
        }
        Said::NotToReopen => {
            "This cannot go on here. Write to us, or ask for help with a new form: it is never too late"
        }
        Said::TooMuchWaiting => {
            "We have a lot from you that nobody has read yet. One of our team reads it first. If you cannot wait, ring one of the lines below"
        }
        Said::CheckContact => "Please check what is marked below. Nothing is changed yet",
        Said::NoWords => "Write something first. A few words are enough",
        Said::WordsTooLong => {
            "This is too long for us to take. Use at most 2,000 letters. You can send the rest after it"
        }
        Said::WordsNotAllowed => {
            "There is a hidden sign in it that we cannot take. Delete it and type it again"
        }
        Said::NoTime => "Say on which day and at what time, like 2026-11-24 and 14:30",
        Said::TooSoon => "This is too soon for us. Choose a time at least one hour from now",
        Said::TooFar => "Choose a time within the next four weeks",
        Said::OutsideHours => {
            "This is not within the times that you called safe, or it is too near their end. Choose another time"
        }
        Said::NothingChosen => "Choose one of the answers first",
    }
}
