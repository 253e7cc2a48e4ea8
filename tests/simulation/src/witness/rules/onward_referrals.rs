//! Rules for the onward referrals of a case: offers, answers, care, hand-over.

use crate::witness::calendar::SEARCH_TIME;
use crate::witness::case_record::CaseRecord;
use crate::witness::onward_referral::{OnwardReferral, Stage};
use events::care::{Act, ContactOutcome, Outcome};
use events::case::{CoordinatorReason, Offered};
use events::justice::PromiseOwner;
use events::referral::ChannelKind;
use jiff::Timestamp;

impl CaseRecord {
    /// A service is asked.
    pub(super) fn on_offered(&mut self, offered: &Offered, seq: u32, at: Timestamp) {
        assert!(
            !self.closed(),
            "{} is asked about a case that is closed",
            offered.service
        );
        assert!(
            !self.coordinators.aside,
            "{} is asked about a case that was set aside",
            offered.service
        );
        let same = |referral: &&OnwardReferral| referral.offered.service == offered.service;
        assert!(
            !self
                .onwards
                .values()
                .filter(same)
                .any(OnwardReferral::is_live),
            "{} has a case twice",
            offered.service
        );
        let passed_on = offered
            .referred_on
            .as_ref()
            .map(|on| &on.from)
            .or(offered.moved_from.as_ref());
        if offered.hand_on.is_none() {
            assert!(
                self.routing.shared,
                "{} is offered what was not to be shared",
                offered.service
            );
        }
        if let Some(from) = passed_on {
            let has = self
                .onwards
                .get(from)
                .is_some_and(|referral| referral.stage == Stage::Accepted);
            assert!(
                has,
                "{} is asked by a provider that does not have it",
                offered.service
            );
        } else if offered.hand_on.is_none() {
            assert!(
                self.may_be_offered(),
                "{} is offered what may not be offered to it",
                offered.service
            );
            let over = self
                .onwards
                .values()
                .filter(same)
                .any(|referral| referral.outcome().is_some());
            assert!(
                !over || self.routing.wanted.contains(&offered.service),
                "{} had done its part",
                offered.service
            );
        }
        // A need that a supporting provider found counts as the person's.
        if offered.referred_on.is_some() {
            self.routing.needs.extend(offered.needs.iter().copied());
        }
        self.promises
            .make("answer", seq, PromiseOwner::Provider, offered.accept_by, at);
        if passed_on.is_none() {
            // A person looks at a case that is not safe or whose person nobody reached: an offer by the hub does not
            // settle that. A late provider is pursued even if others are asked.
            let by_hand = offered.hand_on.is_some();
            self.mark_looked(seq, at, |why| match why {
                CoordinatorReason::Unsafe | CoordinatorReason::NotReached => by_hand,
                CoordinatorReason::Overdue => false,
                _ => true,
            });
        }
        let referral = OnwardReferral::new(offered.clone(), seq, at);
        assert!(
            self.onwards
                .insert(offered.onward.clone(), referral)
                .is_none(),
            "{} is there twice",
            offered.onward
        );
    }

    /// A provider accepts.
    pub(super) fn on_accepted(
        &mut self,
        onward: &str,
        first_contact_by: Timestamp,
        seq: u32,
        at: Timestamp,
    ) {
        let paused = self.contact.quiet_until;
        let referral = self.offered_still(onward);
        assert!(
            at < referral.due(),
            "{onward} was accepted when the offer had lapsed"
        );
        referral.accept(first_contact_by, paused, at);
        let (offer, by) = (referral.seq, referral.first_contact_due().expect("a time"));
        self.promises.keep("answer", offer, at, seq);
        self.promises
            .make("first-contact", offer, PromiseOwner::Provider, by, at);
    }

    /// A provider declines.
    pub(super) fn on_declined(&mut self, onward: &str, seq: u32, at: Timestamp) {
        let referral = self.offered_still(onward);
        referral.end(at);
        let offer = referral.seq;
        self.promises.keep("answer", offer, at, seq);
        self.routing.search_by = Some(at + SEARCH_TIME);
    }

    /// A provider did not answer.
    pub(super) fn on_expired(&mut self, onward: &str, at: Timestamp) {
        let referral = self.offered_still(onward);
        assert!(referral.due() <= at, "{onward} lapsed before its time");
        referral.end(at);
        self.routing.search_by = Some(at + SEARCH_TIME);
    }

    /// The person does not want it, or not in this way.
    pub(super) fn on_withdrawn(&mut self, onward: &str, at: Timestamp) {
        let referral = self.onwards.get_mut(onward).expect("an onward referral");
        assert!(referral.is_live(), "{onward} was over and is taken back");
        referral.end(at);
        let offer = referral.seq;
        let from = referral.offered.moved_from.clone();
        self.promises.release(at, |rule, seq| {
            seq == offer && ["answer", "first-contact"].contains(&rule)
        });
        // Nobody has to take over what has ended.
        let over = from.is_some_and(|from| self.onwards[&from].outcome().is_some());
        self.routing.search_by = if over {
            self.routing.search_by
        } else {
            Some(at + SEARCH_TIME)
        };
    }

    /// Another provider was asked to take over and accepted. The hub checks whether it covers everything.
    pub(super) fn on_handed_over(&mut self, onward: &str, to: &str, seq: u32, at: Timestamp) {
        let other = &self.onwards[to];
        let takes =
            other.stage == Stage::Accepted && other.offered.moved_from.as_deref() == Some(onward);
        assert!(takes, "{to} has not said that it takes over from {onward}");
        let referral = self.onwards.get_mut(onward).expect("an onward referral");
        assert!(
            referral.stage == Stage::Accepted,
            "{onward} was handed over by a provider that does not have it"
        );
        referral.end(at);
        referral.handed_over = true;
        let (offer, begun) = (referral.seq, referral.beginning());
        self.onwards.get_mut(to).expect("who takes over").begun = begun;
        self.promises.release(at, |rule, seq| {
            seq == offer && ["answer", "first-contact"].contains(&rule)
        });
        let met = !self.routing.has_unmet_need;
        self.mark_looked(seq, at, |why| why == CoordinatorReason::NoService && met);
        self.routing.search_by = self
            .may_be_offered()
            .then_some(at + SEARCH_TIME)
            .or(self.routing.search_by);
    }

    /// The service that it was handed on to has it for good.
    pub(super) fn on_transferred(&mut self, onward: &str, at: Timestamp) {
        let referral = self.onwards.get_mut(onward).expect("an onward referral");
        let handed_on = referral.offered.hand_on.is_some();
        assert!(
            handed_on && referral.stage == Stage::Accepted,
            "{onward} was transferred to one that has not taken it on"
        );
        referral.end(at);
        referral.transferred = true;
        let offer = referral.seq;
        self.promises
            .release(at, |rule, seq| seq == offer && rule == "first-contact");
    }

    /// A provider recorded an act.
    pub(super) fn on_cared(&mut self, onward: &str, act: &Act, seq: u32, at: Timestamp) {
        self.contact.address_confirmed |= matches!(
            act,
            Act::ContactTried {
                by: ChannelKind::Email,
                outcome: ContactOutcome::Reached,
            }
        );
        let referral = self.onwards.get_mut(onward).expect("an onward referral");
        referral.record(act, at);
        let offer = referral.seq;
        self.acts.push((seq, onward.to_owned(), act.clone()));
        self.on_page_found_unsafe(act);
        match act {
            Act::ContactTried { .. } | Act::SessionHeld { .. } => {
                self.promises.keep("first-contact", offer, at, seq)
            }
            Act::Closed { .. } => self
                .promises
                .release(at, |rule, seq| seq == offer && rule == "first-contact"),
            Act::Measured { .. } | Act::StageReached { .. } => {}
        }
        // A coordinator finds out whether somebody has died.
        let died = matches!(
            act,
            Act::ContactTried {
                outcome: ContactOutcome::MayHaveDied,
                ..
            } | Act::Closed {
                outcome: Outcome::Died
            }
        );
        self.lifecycle.death_reported |= died && !self.perhaps_died();
        self.contact.not_safe |= matches!(
            act,
            Act::ContactTried {
                outcome: ContactOutcome::Unsafe,
                ..
            } | Act::Closed {
                outcome: Outcome::Unsafe
            }
        );
        // Somebody looks at what a provider found, whatever else is recorded.
        let asked = |referral: &OnwardReferral| {
            referral.stage == Stage::Offered
                && referral.offered.moved_from.as_deref() == Some(onward)
        };
        let taken_over = self.onwards.values().any(asked);
        self.coordinators.findings.extend(match act {
            Act::ContactTried {
                outcome: ContactOutcome::Unsafe,
                ..
            }
            | Act::Closed {
                outcome: Outcome::Unsafe,
            } => Some(CoordinatorReason::Unsafe),
            Act::Closed {
                outcome: Outcome::NotReached | Outcome::WrongDetails,
            } => Some(CoordinatorReason::NotReached),
            // Unless another provider is asked to take over and is responsible for it.
            Act::Closed {
                outcome: Outcome::NoCapacity | Outcome::OutOfArea,
            } if !taken_over => Some(CoordinatorReason::NoService),
            _ => None,
        });
    }

    fn offered_still(&mut self, onward: &str) -> &mut OnwardReferral {
        let referral = self.onwards.get_mut(onward).expect("an onward referral");
        assert!(
            referral.stage == Stage::Offered,
            "{onward} was answered twice, or is over"
        );
        referral
    }
}
