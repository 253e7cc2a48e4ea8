//! Why somebody has to look.

use crate::closed_set::closed_set;

closed_set! {
    /// Why the coordinators own a case.
    pub enum CoordinatorReason {
        /// No consent, no basis, or a basis that does not reach providers.
        NotToBeShared = "not-to-be-shared",
        /// The person lives in another area.
        OutsideArea = "outside-area",
        /// Whoever signed may be the danger.
        GuardianConflict = "guardian-conflict",
        /// No service took it: also in the unmet-need register.
        NoService = "no-service",
        /// Whoever owned it let the time pass.
        Overdue = "overdue",
        /// A provider found that it was not safe to go on.
        Unsafe = "unsafe",
        /// A provider gave up reaching the person.
        NotReached = "not-reached",
        /// Nothing is left to be done, and nobody has supported the person: it is closed with a reason, or a task says what
        /// happens next.
        NothingLeft = "nothing-left",
    }
}

closed_set! {
    /// Why a machine did not tell the person.
    pub enum NotSentReason {
        /// No channel that a machine can use was called safe.
        NoSafeChannel = "no-safe-channel",
        /// The mail service refused it, or its answer was lost: it is never sent again by a machine.
        NotConfirmed = "not-confirmed",
    }
}
