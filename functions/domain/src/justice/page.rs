//! Which page says what to expect after a step.

use events::justice::Step;

/// The slug of the page about what to expect at this step.
pub const fn page_of(step: Step) -> &'static str {
    match step {
        Step::CrimeReported
        | Step::NeedsAssessed
        | Step::AskedBeforeReferral
        | Step::ReferredToSupport
        | Step::UpdatesAgreed => "first-steps",
        Step::Arrested
        | Step::InterviewedUnderCaution
        | Step::ReleasedWithoutCharge
        | Step::BailedOrUnderInvestigation
        | Step::BailChanged => "someone-found",
        Step::NotInvestigated
        | Step::OutOfCourtDisposalConsidered
        | Step::Charged
        | Step::NotProsecutedByPolice
        | Step::NotProsecutedByCps
        | Step::ChargeDroppedOrAltered
        | Step::PoliceReviewRequested
        | Step::PoliceReviewAcknowledged
        | Step::PoliceReviewDecided
        | Step::CpsReviewRequested
        | Step::CpsReviewDecided
        | Step::CpsIndependentReviewRequested
        | Step::CpsIndependentReviewDecided => "decision",
        Step::HearingSet
        | Step::CourtBailDecided
        | Step::CourtBailChanged
        | Step::WarrantIssued
        | Step::Rearrested => "first-day",
        Step::MustGiveEvidence | Step::Verdict => "the-day",
        Step::VpsOffered
        | Step::Sentenced
        | Step::AppealNotice
        | Step::AppealDateSet
        | Step::AppealChanged
        | Step::AppealOutcome => "result",
        Step::ContactSchemeEligible | Step::ContactSchemeReferred | Step::LiaisonOfficerContact => {
            "later-on"
        }
        Step::ComplaintMade | Step::ComplaintAcknowledged | Step::ComplaintAnswered => "complaints",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::article::step_page;

    #[test]
    fn every_step_leads_to_a_page() {
        for step in Step::ALL {
            assert!(step_page(page_of(*step)).is_some(), "{step}");
        }
    }
}
