//! Which page says what to expect after a step.

use events::justice::Step;

/// The slug of the page about what to expect at this step.
pub const fn page_of(step: Step) -> &'static str {
    match step {
        Step::CrimeReported
        | Step::NeedsAssessed
        | Step::AskedBeforeReferral
        | Step::ReferredToSupport
        | Step::UpdatesAgreed => "report",
        Step::NotInvestigated => "investigation",
        Step::Arrested
        | Step::InterviewedUnderCaution
        | Step::ReleasedWithoutCharge
        | Step::BailedOrUnderInvestigation
        | Step::BailChanged => "suspect",
        Step::OutOfCourtDisposalConsidered
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
        | Step::CpsIndependentReviewDecided => "charge",
        Step::HearingSet
        | Step::CourtBailDecided
        | Step::CourtBailChanged
        | Step::WarrantIssued
        | Step::Rearrested => "first-hearing",
        Step::MustGiveEvidence | Step::Verdict => "trial",
        Step::VpsOffered
        | Step::Sentenced
        | Step::AppealNotice
        | Step::AppealDateSet
        | Step::AppealChanged
        | Step::AppealOutcome => "sentence",
        Step::ContactSchemeEligible | Step::ContactSchemeReferred | Step::LiaisonOfficerContact => {
            "after-sentence"
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
