//! Which step of the justice system may follow those that are known, and how a step is described to the person.

mod list;
mod page;
mod words;

pub use list::Row;
pub use page::page_of;
pub use words::describe;

use crate::calendar::london_today;
use ::words::refusals;
use events::case::Case;
use events::justice::{Agency, Progress, Step};
use jiff::Timestamp;

/// The most steps that a case may have. No real case has so many. A case with this many steps still fits into the
/// store, so nobody can fill a case until the hub can no longer act on it.
const MOST_STEPS: usize = 200;

/// Why a step cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", refusals::other_agency(.0.as_str()))]
    NotYours(Agency),
    #[error("{}", refusals::in_the_future())]
    InTheFuture,
    #[error("{}", refusals::heard_too_early())]
    HeardTooEarly,
    #[error("{}", refusals::before_the_report())]
    BeforeTheReport,
    /// One of these steps has to be recorded first.
    #[error("{}", refusals::step_needs(either(.0)))]
    Needs(&'static [Step]),
    /// The moment is before the step that it follows.
    #[error("{}", refusals::before_step(either(.0)))]
    BeforeWhatItNeeds(&'static [Step]),
    #[error("{}", refusals::step_recorded())]
    RecordedAlready,
    /// The case has the maximum number of steps.
    #[error("{}", refusals::too_many_steps())]
    TooMany,
}

/// The steps by their codes, as alternatives.
fn either(steps: &[Step]) -> String {
    let codes: Vec<_> = steps.iter().map(|step| step.as_str()).collect();
    match codes.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => refusals::either(others.join(", "), last),
        None => String::new(),
    }
}

/// Checks whether `progress` may be recorded in the case at `now`.
///
/// Moments are compared by their day in London, because people who record a step later do not know the minute.
///
/// # Errors
/// [`Refusal`]: the first reason against it, in words for the sender.
pub fn check(case: &Case, progress: &Progress, now: Timestamp) -> Result<(), Refusal> {
    let recorders = recorders(progress.step);
    if !recorders.contains(&progress.recorded_by) {
        return Err(Refusal::NotYours(recorders[0]));
    }
    if progress.at > now || progress.heard_at.is_some_and(|heard| heard > now) {
        return Err(Refusal::InTheFuture);
    }
    if progress.heard_at.is_some_and(|heard| heard < progress.at) {
        return Err(Refusal::HeardTooEarly);
    }
    let day = london_today(progress.at);
    let first_day_of = |steps: &[Step]| {
        let known = case
            .justice
            .progress
            .iter()
            .map(|recorded| &recorded.progress)
            .filter(|one| steps.contains(&one.step));
        known.map(|one| london_today(one.at)).min()
    };
    if first_day_of(&[Step::CrimeReported]).is_some_and(|reported| day < reported) {
        return Err(Refusal::BeforeTheReport);
    }
    let needed = needs(progress.step);
    match first_day_of(needed) {
        None if !needed.is_empty() => return Err(Refusal::Needs(needed)),
        Some(first) if day < first => return Err(Refusal::BeforeWhatItNeeds(needed)),
        _ => {}
    }
    let same = |one: &Progress| one.step == progress.step && one.at == progress.at;
    if case
        .justice
        .progress
        .iter()
        .any(|recorded| same(&recorded.progress))
    {
        return Err(Refusal::RecordedAlready);
    }
    if case.justice.progress.len() >= MOST_STEPS {
        return Err(Refusal::TooMany);
    }
    Ok(())
}

/// Who records the step, the more usual agency first. Police who were in court may record its decision. The witness
/// care unit records the decision from the court's notice.
pub const fn recorders(step: Step) -> &'static [Agency] {
    use Step::*;
    const POLICE: &[Agency] = &[Agency::Police];
    const WITNESS_CARE: &[Agency] = &[Agency::WitnessCare];
    const POLICE_FIRST: &[Agency] = &[Agency::Police, Agency::WitnessCare];
    const WITNESS_CARE_FIRST: &[Agency] = &[Agency::WitnessCare, Agency::Police];
    match step {
        CrimeReported
        | NeedsAssessed
        | AskedBeforeReferral
        | ReferredToSupport
        | UpdatesAgreed
        | NotInvestigated
        | Arrested
        | InterviewedUnderCaution
        | ReleasedWithoutCharge
        | BailedOrUnderInvestigation
        | BailChanged
        | OutOfCourtDisposalConsidered
        | Charged
        | NotProsecutedByPolice
        | PoliceReviewRequested
        | PoliceReviewAcknowledged
        | PoliceReviewDecided => POLICE,
        NotProsecutedByCps
        | ChargeDroppedOrAltered
        | CpsReviewRequested
        | CpsReviewDecided
        | CpsIndependentReviewRequested
        | CpsIndependentReviewDecided
        | VpsOffered
        | ComplaintMade
        | ComplaintAcknowledged
        | ComplaintAnswered => POLICE_FIRST,
        CourtBailDecided | CourtBailChanged | WarrantIssued | Rearrested | Verdict | Sentenced => {
            WITNESS_CARE_FIRST
        }
        HearingSet
        | MustGiveEvidence
        | AppealNotice
        | AppealDateSet
        | AppealChanged
        | AppealOutcome
        | ContactSchemeEligible
        | ContactSchemeReferred
        | LiaisonOfficerContact => WITNESS_CARE,
    }
}

/// The steps that it may follow: one of these has to be known. Empty if a case may come to the hub at that point.
pub const fn needs(step: Step) -> &'static [Step] {
    use Step::*;
    match step {
        BailChanged => &[BailedOrUnderInvestigation],
        ChargeDroppedOrAltered
        | HearingSet
        | CourtBailDecided
        | WarrantIssued
        | MustGiveEvidence
        | Verdict
        | Sentenced => &[Charged],
        CourtBailChanged => &[CourtBailDecided, BailedOrUnderInvestigation, Charged],
        Rearrested => &[Arrested, Charged],
        PoliceReviewRequested => &[
            NotProsecutedByPolice,
            NotInvestigated,
            ReleasedWithoutCharge,
        ],
        PoliceReviewAcknowledged | PoliceReviewDecided => &[PoliceReviewRequested],
        CpsReviewRequested => &[NotProsecutedByCps, ChargeDroppedOrAltered],
        CpsReviewDecided => &[CpsReviewRequested],
        CpsIndependentReviewRequested => &[CpsReviewDecided],
        CpsIndependentReviewDecided => &[CpsIndependentReviewRequested],
        AppealNotice => &[Verdict, Sentenced],
        AppealDateSet | AppealChanged | AppealOutcome => &[AppealNotice],
        ContactSchemeEligible => &[Sentenced],
        ContactSchemeReferred => &[ContactSchemeEligible],
        LiaisonOfficerContact => &[ContactSchemeReferred],
        ComplaintAcknowledged | ComplaintAnswered => &[ComplaintMade],
        _ => &[],
    }
}
