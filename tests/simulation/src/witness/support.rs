//! Who is asked, who has it, what they do: the onlooker's rules for the onward referrals of a case.

use super::account::{Account, LOOKING};
use super::given::{Given, Stand};
use events::care::{Act, ContactOutcome, Outcome};
use events::case::{Offered, WhyCoordinators};
use events::justice::PromiseOwner;
use jiff::Timestamp;

impl Account {
    /// A service is asked.
    pub(super) fn asked(&mut self, offered: &Offered, seq: u32, at: Timestamp) {
        assert!(
            !self.closed(),
            "{} is asked about a case that is closed",
            offered.service
        );
        let same = |given: &&Given| given.offered.service == offered.service;
        assert!(
            !self.onwards.values().filter(same).any(Given::live),
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
                self.shared,
                "{} is offered what was not to be shared",
                offered.service
            );
        }
        if let Some(from) = passed_on {
            let has = self
                .onwards
                .get(from)
                .is_some_and(|given| given.stand == Stand::Has);
            assert!(has, "{} is asked by one who has it not", offered.service);
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
                .any(|given| given.closed().is_some());
            assert!(
                !over || self.wanted.contains(&offered.service),
                "{} had done its part",
                offered.service
            );
        }
        // What whoever supports the person has found that they need, they need.
        if offered.referred_on.is_some() {
            self.needs.extend(offered.needs.iter().copied());
        }
        self.owes("answer", seq, PromiseOwner::Provider, offered.accept_by, at);
        if passed_on.is_none() {
            // What is not safe, and whom nobody reached, a person looks at: the hub's own offer is no answer to that. And
            // a late provider is pursued whoever else is asked.
            let by_hand = offered.hand_on.is_some();
            self.looked_at(seq, at, |why| match why {
                WhyCoordinators::Unsafe | WhyCoordinators::NotReached => by_hand,
                WhyCoordinators::Overdue => false,
                _ => true,
            });
        }
        let given = Given::new(offered.clone(), seq, at);
        assert!(
            self.onwards.insert(offered.onward.clone(), given).is_none(),
            "{} is there twice",
            offered.onward
        );
    }

    /// A provider says yes.
    pub(super) fn accepted(
        &mut self,
        onward: &str,
        first_contact_by: Timestamp,
        seq: u32,
        at: Timestamp,
    ) {
        let paused = self.paused;
        let given = self.asked_still(onward);
        assert!(
            at < given.due(),
            "{onward} was accepted when the offer had lapsed"
        );
        given.taken(first_contact_by, paused, at);
        let (offer, by) = (given.seq, given.first_contact_due().expect("a time"));
        self.keeps("answer", offer, at, seq);
        self.owes("first-contact", offer, PromiseOwner::Provider, by, at);
    }

    /// A provider says no.
    pub(super) fn declined(&mut self, onward: &str, seq: u32, at: Timestamp) {
        let given = self.asked_still(onward);
        given.end(at);
        let offer = given.seq;
        self.keeps("answer", offer, at, seq);
        self.look_by = Some(at + LOOKING);
    }

    /// A provider said nothing.
    pub(super) fn lapsed(&mut self, onward: &str, at: Timestamp) {
        let given = self.asked_still(onward);
        assert!(given.due() <= at, "{onward} lapsed before its time");
        given.end(at);
        self.look_by = Some(at + LOOKING);
    }

    /// The person does not want it, or not this way.
    pub(super) fn taken_back(&mut self, onward: &str, at: Timestamp) {
        let given = self.onwards.get_mut(onward).expect("an onward referral");
        assert!(given.live(), "{onward} was over and is taken back");
        given.end(at);
        let offer = given.seq;
        let from = given.offered.moved_from.clone();
        self.releases(at, |rule, seq| {
            seq == offer && ["answer", "first-contact"].contains(&rule)
        });
        // Nobody has to take over what is over.
        let over = from.is_some_and(|from| self.onwards[&from].closed().is_some());
        self.look_by = if over {
            self.look_by
        } else {
            Some(at + LOOKING)
        };
    }

    /// Another has taken over, that was asked to and said yes: whether it does all that is needed the hub looks.
    pub(super) fn handed_over(&mut self, onward: &str, to: &str, seq: u32, at: Timestamp) {
        let other = &self.onwards[to];
        let takes =
            other.stand == Stand::Has && other.offered.moved_from.as_deref() == Some(onward);
        assert!(takes, "{to} has not said that it takes over from {onward}");
        let given = self.onwards.get_mut(onward).expect("an onward referral");
        assert!(
            given.stand == Stand::Has,
            "{onward} was handed over by one that has it not"
        );
        given.end(at);
        given.handed_over = true;
        let (offer, begun) = (given.seq, given.beginning());
        self.onwards.get_mut(to).expect("who takes over").begun = begun;
        self.releases(at, |rule, seq| {
            seq == offer && ["answer", "first-contact"].contains(&rule)
        });
        let met = !self.unmet;
        self.looked_at(seq, at, |why| why == WhyCoordinators::NoService && met);
        self.look_by = self
            .may_be_offered()
            .then_some(at + LOOKING)
            .or(self.look_by);
    }

    /// Whoever it was handed on to has it for its own.
    pub(super) fn transferred(&mut self, onward: &str, at: Timestamp) {
        let given = self.onwards.get_mut(onward).expect("an onward referral");
        let handed_on = given.offered.hand_on.is_some();
        assert!(
            handed_on && given.stand == Stand::Has,
            "{onward} was transferred to one that has not taken it on"
        );
        given.end(at);
        given.transferred = true;
        let offer = given.seq;
        self.releases(at, |rule, seq| seq == offer && rule == "first-contact");
    }

    /// A provider did something.
    pub(super) fn cared_for(&mut self, onward: &str, act: &Act, seq: u32, at: Timestamp) {
        let given = self.onwards.get_mut(onward).expect("an onward referral");
        given.did(act, at);
        let offer = given.seq;
        self.cared.push((seq, onward.to_owned(), act.clone()));
        match act {
            Act::ContactTried { .. } | Act::SessionHeld { .. } => {
                self.keeps("first-contact", offer, at, seq)
            }
            Act::Closed { .. } => {
                self.releases(at, |rule, seq| seq == offer && rule == "first-contact")
            }
            Act::Measured { .. } | Act::StageReached { .. } => {}
        }
        // Whether somebody has died a coordinator finds out.
        let died = matches!(
            act,
            Act::ContactTried {
                outcome: ContactOutcome::MayHaveDied,
                ..
            } | Act::Closed {
                outcome: Outcome::Died
            }
        );
        self.death_heard |= died && !self.perhaps_died();
        self.not_safe |= matches!(
            act,
            Act::ContactTried {
                outcome: ContactOutcome::Unsafe,
                ..
            } | Act::Closed {
                outcome: Outcome::Unsafe
            }
        );
        // What a provider finds somebody has to look at, whatever else is recorded of it.
        let asked = |given: &Given| {
            given.stand == Stand::Asked && given.offered.moved_from.as_deref() == Some(onward)
        };
        let taken_over = self.onwards.values().any(asked);
        self.found.extend(match act {
            Act::ContactTried {
                outcome: ContactOutcome::Unsafe,
                ..
            }
            | Act::Closed {
                outcome: Outcome::Unsafe,
            } => Some(WhyCoordinators::Unsafe),
            Act::Closed {
                outcome: Outcome::NotReached | Outcome::WrongDetails,
            } => Some(WhyCoordinators::NotReached),
            // Unless another is asked to take over, who answers for it.
            Act::Closed {
                outcome: Outcome::NoCapacity | Outcome::OutOfArea,
            } if !taken_over => Some(WhyCoordinators::NoService),
            _ => None,
        });
    }

    fn asked_still(&mut self, onward: &str) -> &mut Given {
        let given = self.onwards.get_mut(onward).expect("an onward referral");
        assert!(
            given.stand == Stand::Asked,
            "{onward} was answered twice, or is over"
        );
        given
    }
}
