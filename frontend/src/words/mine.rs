//! The closed sets of a person's own pages, as they would say them.

use events::case::{ComplaintAbout, WhyChosen};
use events::referral::{ChannelKind, Day, Scope};

/// A way to reach a person, shortly.
pub const fn channel(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Email => "Email",
        ChannelKind::Text => "Text",
        ChannelKind::Phone => "Call",
        ChannelKind::Letter => "Letter",
        ChannelKind::Online => "I come back here",
    }
}

/// That a way is safe.
pub const fn channel_safe(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Email => "An email is safe",
        ChannelKind::Text => "A text is safe",
        ChannelKind::Phone => "A call is safe",
        ChannelKind::Letter => "A letter is safe",
        ChannelKind::Online => "I come back to this site and look",
    }
}

/// A day of the week.
pub const fn day(day: Day) -> &'static str {
    match day {
        Day::Mon => "Monday",
        Day::Tue => "Tuesday",
        Day::Wed => "Wednesday",
        Day::Thu => "Thursday",
        Day::Fri => "Friday",
        Day::Sat => "Saturday",
        Day::Sun => "Sunday",
    }
}

/// What a person agrees to.
pub const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Assess => "You may work out what I need",
        Scope::ShareWithProviders => "You may pass on what I tell you to a service that fits me",
        Scope::Updates => "You may tell me when something happens, in the ways I called safe",
        Scope::ShareWithPolice => "You may tell the police what I tell you",
        Scope::Research => "You may count me in research, without my name",
    }
}

/// Why a person does not want a service; nothing where that is no reason against one.
pub const fn why_not(why: WhyChosen) -> &'static str {
    match why {
        WhyChosen::Asked | WhyChosen::KnowsIt => "",
        WhyChosen::TriedBefore => "I had it before, and it did not help",
        WhyChosen::KnownThere => "Someone I know is there",
        WhyChosen::NotReady => "I am not ready for it",
        WhyChosen::FoundOwnHelp => "I have found help myself",
    }
}

/// What a complaint is about.
pub const fn complaint(about: ComplaintAbout) -> &'static str {
    match about {
        ComplaintAbout::Service => "Us, or a service that helps me",
        ComplaintAbout::Code => {
            "The police or the courts: they did not do what the Victims' Code promises me"
        }
    }
}
