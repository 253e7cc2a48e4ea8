//! Reasons why somebody has to look at a case.

use crate::closed_set::closed_set;

closed_set! {
    /// Why the coordinators own a case.
    pub enum CoordinatorReason {
        /// There is no consent or other basis, or it does not cover sharing with providers.
        NotToBeShared = "not-to-be-shared",
        /// The person lives in another area.
        OutsideArea = "outside-area",
        /// The person who referred them may be the source of the danger.
        GuardianConflict = "guardian-conflict",
        /// No service fits. The unmet needs are registered too.
        NoService = "no-service",
        /// The owner missed the due time.
        Overdue = "overdue",
        /// A provider found that it was not safe to continue.
        Unsafe = "unsafe",
        /// A provider could not reach the person.
        NotReached = "not-reached",
        /// Nothing is left to do, and nobody has supported the person. A coordinator closes it with
        /// a reason, or gives a task that says what happens next.
        NothingLeft = "nothing-left",
        /// Many referrals came from the same connection. A coordinator lets it go on, or closes it.
        SetAside = "set-aside",
    }
}

closed_set! {
    /// Why the hub did not tell the person automatically.
    pub enum NotSentReason {
        /// No safe channel can be used automatically.
        NoSafeChannel = "no-safe-channel",
        /// The mail service refused the message, or its answer was lost. The hub does not send it
        /// again.
        NotConfirmed = "not-confirmed",
        /// Nobody has confirmed the address, and it has had its letter of the day.
        LetterToday = "letter-today",
    }
}
