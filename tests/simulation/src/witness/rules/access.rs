//! Rules for the access to the person's page.

use crate::witness::case_record::CaseRecord;
use events::care::{Act, ContactOutcome};
use events::case::{AccessChanged, AccessStep, Actor, CloseReason, ContactChanged, Received};
use events::referral::ChannelKind;
use jiff::{SignedDuration, Timestamp};

/// How long a partner's code can be used.
const CODE: SignedDuration = SignedDuration::from_hours(72);

impl CaseRecord {
    pub(super) fn on_access_begun(&mut self, received: &Received, at: Timestamp) {
        self.access.safe = received.safe_channels.contains(&ChannelKind::Online);
        self.access.since = Some(at);
    }

    pub(super) fn on_access_changed(&mut self, changed: &AccessChanged, at: Timestamp) {
        assert!(!self.lifecycle.erased, "nobody is left to open a page");
        let open = !self.access.closed;
        match changed.what {
            AccessStep::Closed => assert!(open, "a closed page was closed"),
            AccessStep::NewWords => {
                assert!(
                    open || changed.by != Actor::Person,
                    "somebody opened a closed page without a call"
                );
                let goes_on = matches!(
                    self.lifecycle.ended,
                    Some((CloseReason::Duplicate | CloseReason::EnteredInError, true))
                );
                assert!(
                    !goes_on,
                    "words were given for a case that goes on elsewhere"
                );
            }
            AccessStep::CodeUsed => {
                let source = self.received.as_ref().expect("a referral").source.as_str();
                let handed_over = ["touchpoint", "provider", "hub", "phone"].contains(&source);
                let until = self.access.since.expect("a moment") + CODE;
                assert!(
                    open && self.access.changes == 0 && handed_over && at < until,
                    "a code was used that cannot be"
                );
            }
        }
        self.access.changes += 1;
        self.access.closed = changed.what == AccessStep::Closed;
        self.access.must_close = None;
    }

    /// A person, or a coordinator who spoke to them, says which ways are safe.
    pub(super) fn on_page_called_safe(&mut self, changed: &ContactChanged) {
        let told = matches!(changed.by, Actor::Person | Actor::Coordinator { .. });
        self.on_page_safety(&changed.safe_channels, told);
    }

    /// The channels that are safe now, and whether somebody said so who would know.
    pub(super) fn on_page_safety(&mut self, channels: &[ChannelKind], told: bool) {
        let safe = channels.contains(&ChannelKind::Online);
        if self.access.safe && !safe && told {
            self.page_must_close("it is not safe");
        }
        self.access.safe = safe;
    }

    /// A provider found that it was not safe.
    pub(super) fn on_page_found_unsafe(&mut self, act: &Act) {
        let on_page = Act::ContactTried {
            by: ChannelKind::Online,
            outcome: ContactOutcome::Unsafe,
        };
        if *act == on_page {
            self.page_must_close("a provider found it not safe");
        }
    }

    pub(super) fn page_must_close(&mut self, why: &'static str) {
        if !self.access.closed {
            self.access.must_close = Some(why);
        }
    }
}
