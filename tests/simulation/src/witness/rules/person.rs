//! Rules for what the person gives, agrees to and complains about.

use crate::witness::calendar::SEARCH_TIME;
use crate::witness::case_record::CaseRecord;
use crate::witness::onward_referral::OnwardReferral;
use events::case::{
    Actor, ComplaintStep, ConsentChanged, CoordinatorReason, HandOnBasis, Received, Routing,
};
use events::referral::{Basis, Scope};
use jiff::Timestamp;

impl CaseRecord {
    pub(super) fn on_home_told(&mut self, council: Option<String>, at: Timestamp) {
        assert!(
            self.routing.council_given.is_none(),
            "a council was told twice"
        );
        let unknown =
            |received: &Received| received.ask_council || received.local_authority.is_none();
        assert!(
            self.received.as_deref().is_some_and(unknown),
            "a council was told that was known"
        );
        let guarded = self.routing.decided
            == Some(Routing::ToCoordinators(CoordinatorReason::GuardianConflict));
        let offerable = self.may_be_offered() || guarded;
        let look = if council.is_some() {
            self.may_be_offered()
        } else {
            offerable
        };
        if council.is_none() && offerable {
            self.routing.decided = Some(Routing::ToCoordinators(CoordinatorReason::OutsideArea));
        }
        self.routing.council_given = Some(council);
        self.routing.search_by = look.then_some(at + SEARCH_TIME).or(self.routing.search_by);
    }

    pub(super) fn on_consent_changed(&mut self, changed: &ConsentChanged, seq: u32, at: Timestamp) {
        let ground = matches!(
            changed.basis,
            Some(Basis::Consent | Basis::SeriousHarmOverride)
        );
        let shared_before = self.routing.shared;
        let shares = ground && changed.scope.contains(&Scope::ShareWithProviders);
        if changed.by == Actor::Person && shared_before && !shares {
            self.stops_suddenly();
        }
        self.routing.shared = ground && changed.scope.contains(&Scope::ShareWithProviders);
        self.routing.consent_changed = true;
        let told = changed.scope.contains(&Scope::Updates);
        self.contact.agreed_to_updates = self
            .contact
            .agreed_to_updates
            .map(|_| told)
            .or(told.then_some(true));
        let not = Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
        assert_eq!(
            self.routing.shared,
            changed.routing != not,
            "what is agreed to leads elsewhere"
        );
        // Agreement given in a call is withdrawn with the rest.
        let taken_back = shared_before || changed.scope.is_empty();
        let own_ground = |referral: &OnwardReferral| match referral
            .offered
            .hand_on
            .as_ref()
            .map(|hand_on| hand_on.basis)
        {
            Some(HandOnBasis::SeriousHarmOverride) => true,
            Some(HandOnBasis::Consent) => !taken_back,
            None => false,
        };
        let has = self
            .onwards
            .values()
            .any(|referral| referral.is_live() && !own_ground(referral));
        assert!(
            self.routing.shared || !has,
            "somebody has a case that they may not have"
        );
        let effective = |routing: Option<Routing>, cleared: bool| match routing {
            Some(Routing::ToCoordinators(CoordinatorReason::GuardianConflict)) if cleared => {
                Some(Routing::ToProviders)
            }
            other => other,
        };
        let before = effective(
            self.routing.decided.replace(changed.routing),
            self.routing.conflict_cleared,
        );
        if before != effective(self.routing.decided, self.routing.conflict_cleared)
            && self.lifecycle.ended.is_none()
        {
            self.routing.search_by = Some(at + SEARCH_TIME);
            self.mark_looked(seq, at, |why| why == CoordinatorReason::NotToBeShared);
        }
    }

    pub(super) fn on_complaint_answered(
        &mut self,
        complaint: u32,
        step: ComplaintStep,
        seq: u32,
        at: Timestamp,
    ) {
        let come = self
            .coordinators
            .complaints
            .get_mut(&complaint)
            .expect("a complaint");
        let replied = step == ComplaintStep::Replied;
        assert!(
            !(if replied { come.1 } else { come.0 }),
            "a complaint was answered twice"
        );
        *come = (true, come.1 || replied);
        self.promises
            .keep("complaint-acknowledged", complaint, at, seq);
        if replied {
            self.promises.keep("complaint-replied", complaint, at, seq);
        }
    }

    /// An agency says that it told the person. If that was about a complaint, the complaint has reached that step.
    pub(super) fn on_agency_told(&mut self, promise: &str, seq: u32, at: Timestamp) {
        let Some((rule, complaint)) = promise
            .rsplit_once('.')
            .filter(|(rule, _)| rule.starts_with("complaint-"))
        else {
            return;
        };
        // The Code's promises about a complaint that the police recorded are not the hub's.
        let number: u32 = complaint.parse().expect("a number");
        if let Some(come) = self.coordinators.complaints.get_mut(&number) {
            let replied = rule == "complaint-replied";
            *come = (true, come.1 || replied);
            self.promises
                .keep("complaint-acknowledged", number, at, seq);
            if replied {
                self.promises.keep("complaint-replied", number, at, seq);
            }
        }
    }
}
