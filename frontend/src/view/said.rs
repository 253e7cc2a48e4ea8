//! What a person hears of what they did on their own page.

/// What came of what the person did on their own page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// How they can be reached is written down.
    ContactChanged,
    /// What they agree to is written down.
    Agreed,
    /// They agree to nothing any more.
    AgreedToNothing,
    /// It was so already.
    SameAsBefore,
    /// A service has been told.
    Refused,
    /// Their words are there.
    WordsGot,
    /// Somebody rings.
    CallAsked,
    /// Somebody tells them about restorative justice.
    RestorativeAsked,
    /// The complaint is there.
    ComplaintGot,
    /// What they think is there.
    FeedbackGot,
    /// Somebody tells them about the panel.
    PanelAsked,
    /// It is quiet from now on.
    Paused,
    /// The quiet is over.
    Resumed,
    /// Everything is taken back.
    Withdrawn,
    /// It goes on.
    Reopened,
    /// Somebody deletes, or says why not.
    DeletionAsked,
    /// 503: something on our side does not work.
    TryAgain,
    /// 409: they did something since they opened the page, perhaps this.
    Moved,
    /// 409: no number was called safe.
    NoSafePhone,
    /// 409: that cannot be changed on a page.
    NotHere,
    /// 409: the case is over.
    Over,
    /// 409: it is not, or it goes on elsewhere.
    NotToReopen,
    /// 409: there is a lot that nobody has read yet.
    TooMuchWaiting,
    /// 422: a way to reach them is not as it should be; each field says more.
    CheckContact,
    /// 422: nothing was said.
    NoWords,
    /// 422: more than two thousand letters.
    WordsTooLong,
    /// 422: hidden signs in the words.
    WordsNotAllowed,
    /// 422: no day, or no time.
    NoTime,
    /// 422: too soon for anybody to ring.
    TooSoon,
    /// 422: too far ahead.
    TooFar,
    /// 422: not within the hours that were called safe.
    OutsideHours,
    /// 422: nothing was chosen.
    NothingChosen,
}

impl Said {
    /// The status that it is answered with.
    pub const fn status(self) -> u16 {
        match self {
            Self::Moved
            | Self::NoSafePhone
            | Self::NotHere
            | Self::Over
            | Self::NotToReopen
            | Self::TooMuchWaiting => 409,
            Self::CheckContact
            | Self::NoWords
            | Self::WordsTooLong
            | Self::WordsNotAllowed
            | Self::NoTime
            | Self::TooSoon
            | Self::TooFar
            | Self::OutsideHours
            | Self::NothingChosen => 422,
            Self::TryAgain => 503,
            _ => 200,
        }
    }
}
