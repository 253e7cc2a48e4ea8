//! Which step of the justice system may follow those that are known, and how a step is described to the person.

mod list;
mod words;

pub use list::Row;
pub use words::describe;

use crate::calendar::london_today;
use events::case::Case;
use events::justice::{Agency, Progress, Step};
use jiff::Timestamp;
use std::fmt;

/// More steps than any case has. The stored state of a case with this many steps still fits, so nobody can fill a case until
/// the hub can no longer act on it.
const MOST_STEPS: usize = 200;

/// Why a step cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The other agency records it.
    NotYours(Agency),
    /// The moment is in the future.
    InTheFuture,
    /// The witness care unit was told before it happened.
    HeardTooEarly,
    /// The moment is before the crime was reported.
    BeforeTheReport,
    /// One of these has to be recorded first.
    Needs(&'static [Step]),
    /// The moment is before the step that it follows.
    BeforeWhatItNeeds(&'static [Step]),
    /// The same step at the same moment is recorded.
    RecordedAlready,
    /// The case has too many steps.
    TooMany,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let either = |steps: &[Step]| {
            steps
                .iter()
                .map(|step| step.as_str())
                .collect::<Vec<_>>()
                .join(" or ")
        };
        match self {
            Self::NotYours(Agency::Police) => f.write_str("the police record that"),
            Self::NotYours(Agency::WitnessCare) => f.write_str("witness care records that"),
            Self::InTheFuture => f.write_str("that moment is in the future"),
            Self::HeardTooEarly => f.write_str("nobody can be told before it happened"),
            Self::BeforeTheReport => f.write_str("that was before the crime was reported"),
            Self::Needs(steps) => write!(f, "{} has to be recorded first", either(steps)),
            Self::BeforeWhatItNeeds(steps) => write!(f, "that was before {}", either(steps)),
            Self::TooMany => {
                f.write_str("the case has more steps than any case should have; call the hub")
            }
            Self::RecordedAlready => {
                f.write_str("the same step at the same moment is recorded already")
            }
        }
    }
}

impl std::error::Error for Refusal {}

/// Whether `progress` may be recorded in the case at `now`.
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
        .progress
        .iter()
        .any(|recorded| same(&recorded.progress))
    {
        return Err(Refusal::RecordedAlready);
    }
    if case.progress.len() >= MOST_STEPS {
        return Err(Refusal::TooMany);
    }
    Ok(())
}

/// Who records the step, the more usual agency first. Police who were in court may record what it decided; the witness care
/// unit records it from the court's notice.
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
