//! What the person tells, agrees to and complains of, by the onlooker's rules.

use super::account::{Account, LOOKING};
use super::given::Given;
use events::case::{
    ComplaintStep, ConsentChanged, HandOnBasis, Received, Routing, WhyCoordinators,
};
use events::referral::{Basis, Scope};
use jiff::Timestamp;

impl Account {
    pub(super) fn told_home(&mut self, council: Option<String>, at: Timestamp) {
        assert!(self.home_told.is_none(), "a council was told twice");
        let unknown =
            |received: &Received| received.ask_council || received.local_authority.is_none();
        assert!(
            self.received.as_deref().is_some_and(unknown),
            "a council was told that was known"
        );
        let guarded =
            self.routing == Some(Routing::ToCoordinators(WhyCoordinators::GuardianConflict));
        let offerable = self.may_be_offered() || guarded;
        let look = if council.is_some() {
            self.may_be_offered()
        } else {
            offerable
        };
        if council.is_none() && offerable {
            self.routing = Some(Routing::ToCoordinators(WhyCoordinators::OutsideArea));
        }
        self.home_told = Some(council);
        self.look_by = look.then_some(at + LOOKING).or(self.look_by);
    }

    pub(super) fn agreed(&mut self, changed: &ConsentChanged, seq: u32, at: Timestamp) {
        let ground = matches!(
            changed.basis,
            Some(Basis::Consent | Basis::SeriousHarmOverride)
        );
        let shared_before = self.shared;
        self.shared = ground && changed.scope.contains(&Scope::ShareWithProviders);
        self.agreed_anew = true;
        let told = changed.scope.contains(&Scope::Updates);
        self.told = self.told.map(|_| told).or(told.then_some(true));
        let not = Routing::ToCoordinators(WhyCoordinators::NotToBeShared);
        assert_eq!(
            self.shared,
            changed.routing != not,
            "what is agreed to leads elsewhere"
        );
        // What they agreed to in a call goes with all the rest that is taken back.
        let taken_back = shared_before || changed.scope.is_empty();
        let own_ground =
            |given: &Given| match given.offered.hand_on.as_ref().map(|hand_on| hand_on.basis) {
                Some(HandOnBasis::SeriousHarmOverride) => true,
                Some(HandOnBasis::Consent) => !taken_back,
                None => false,
            };
        let has = self
            .onwards
            .values()
            .any(|given| given.live() && !own_ground(given));
        assert!(
            self.shared || !has,
            "somebody has a case that they may not have"
        );
        let effective = |routing: Option<Routing>, cleared: bool| match routing {
            Some(Routing::ToCoordinators(WhyCoordinators::GuardianConflict)) if cleared => {
                Some(Routing::ToProviders)
            }
            other => other,
        };
        let before = effective(self.routing.replace(changed.routing), self.cleared);
        if before != effective(self.routing, self.cleared) && self.ended.is_none() {
            self.look_by = Some(at + LOOKING);
            self.looked_at(seq, at, |why| why == WhyCoordinators::NotToBeShared);
        }
    }

    pub(super) fn answered(
        &mut self,
        complaint: u32,
        step: ComplaintStep,
        seq: u32,
        at: Timestamp,
    ) {
        let come = self.complaints.get_mut(&complaint).expect("a complaint");
        let replied = step == ComplaintStep::Replied;
        assert!(
            !(if replied { come.1 } else { come.0 }),
            "a complaint was answered twice"
        );
        *come = (true, come.1 || replied);
        self.keeps("complaint-acknowledged", complaint, at, seq);
        if replied {
            self.keeps("complaint-replied", complaint, at, seq);
        }
    }

    /// An agency says that it told the person; where that was about a complaint, the complaint has come so far.
    pub(super) fn told(&mut self, promise: &str, seq: u32, at: Timestamp) {
        let Some((rule, complaint)) = promise
            .rsplit_once('.')
            .filter(|(rule, _)| rule.starts_with("complaint-"))
        else {
            return;
        };
        // The Code's own promises about a complaint that the police recorded are not the hub's.
        let number: u32 = complaint.parse().expect("a number");
        if let Some(come) = self.complaints.get_mut(&number) {
            let replied = rule == "complaint-replied";
            *come = (true, come.1 || replied);
            self.keeps("complaint-acknowledged", number, at, seq);
            if replied {
                self.keeps("complaint-replied", number, at, seq);
            }
        }
    }
}
