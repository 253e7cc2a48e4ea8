//! What a person is told about what they did on their page.

/// A message to a person about what they did on their page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    ContactChanged,
    /// The code was right.
    ContactConfirmed,
    ConsentSaved,
    /// They no longer agree to anything.
    ConsentWithdrawn,
    /// It was set like this already.
    NothingNew,
    ServiceRefused,
    MessageReceived,
    /// Someone will call them.
    CallRequested,
    /// Someone will tell them about restorative justice.
    RestorativeJusticeRequested,
    ComplaintReceived,
    FeedbackReceived,
    /// Someone will tell them about the panel.
    PanelRequested,
    Paused,
    Resumed,
    Withdrawn,
    Reopened,
    /// Someone will delete, or say why not.
    DeletionRequested,
    /// Their words are new, and on the page that says so.
    WordsChanged,
    /// Their words are new, and the diary came along.
    WordsAndDiaryChanged,
    /// Their words are new, and only the old ones open the diary.
    WordsChangedDiaryStays,
    /// A diary begins.
    DiaryBegun,
    /// It opens with the words of today from now on.
    DiaryMoved,
    DiaryWritten,
    /// An entry is gone.
    DiaryRemoved,
    DiaryDeleted,
    /// Nobody can open the page any more.
    PageClosed,
    /// 503: something on our side does not work.
    TryAgain,
    /// 409: they did something since they opened the page, perhaps this.
    CaseChanged,
    /// 409: no number is safe to call.
    NoSafePhone,
    /// 409: that cannot be changed on a page.
    NotOnThisPage,
    /// 409: the case is closed.
    CaseClosed,
    /// 409: the case is not closed, or it continues elsewhere.
    CannotReopen,
    /// 409: too many messages are waiting to be read.
    TooManyWaiting,
    /// 422: something is wrong with a way to contact them; each field says more.
    CheckContact,
    /// 422: there is no text.
    MessageEmpty,
    /// 422: more than two thousand characters.
    MessageTooLong,
    /// 422: control characters in the text.
    MessageNotAllowed,
    /// 422: no day, or no time.
    TimeMissing,
    /// 422: too soon for anyone to call.
    TooSoon,
    /// 422: too far ahead.
    TooFar,
    /// 422: not within the safe hours.
    OutsideHours,
    /// 422: not the code that was sent.
    CodeWrong,
    /// 422: nothing was chosen.
    NothingChosen,
    /// 422: the words are needed.
    DiaryWords,
    /// 422: what was typed does not open the diary.
    DiaryNotOpened,
    /// 422: one's own sentence is too short.
    DiaryOwnShort,
    /// 422: the entry has nothing in it.
    DiaryEmpty,
    /// 422: not a day, or one that has not come.
    DiaryDay,
    /// 422: deleting it needs a tick.
    DiarySure,
    /// 409: it is closed, and has to be opened first.
    DiaryClosed,
    /// 409: it is full.
    DiaryFull,
    /// 409: it was opened or changed too often within an hour.
    DiaryWait,
}

impl Message {
    /// Whether the page with this message shows new words.
    pub const fn gives_words(self) -> bool {
        matches!(
            self,
            Self::WordsChanged | Self::WordsAndDiaryChanged | Self::WordsChangedDiaryStays
        )
    }

    /// The status of the answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::CaseChanged
            | Self::NoSafePhone
            | Self::NotOnThisPage
            | Self::CaseClosed
            | Self::CannotReopen
            | Self::DiaryClosed
            | Self::DiaryFull
            | Self::DiaryWait
            | Self::TooManyWaiting => 409,
            Self::CheckContact
            | Self::MessageEmpty
            | Self::MessageTooLong
            | Self::MessageNotAllowed
            | Self::TimeMissing
            | Self::TooSoon
            | Self::TooFar
            | Self::OutsideHours
            | Self::CodeWrong
            | Self::DiaryWords
            | Self::DiaryNotOpened
            | Self::DiaryOwnShort
            | Self::DiaryEmpty
            | Self::DiaryDay
            | Self::DiarySure
            | Self::NothingChosen => 422,
            Self::TryAgain => 503,
            _ => 200,
        }
    }
}
