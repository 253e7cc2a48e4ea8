//! Justice: the steps of a criminal case from the report to the last appeal, and what agencies owe
//! the person for each.
//!
//! [`Step`] is something that happened, as the police or witness care recorded it. [`Promise`] is
//! something that somebody does by a time. A duty of the Victims' Code and a "we will … by …" of
//! the hub have the same type (DC7), so that the person sees one list of what was kept and what was
//! not. Nothing here identifies the person.

mod promise;
mod promise_id;

pub use promise::{Limit, Promise, PromiseOwner, PromiseProof, PromiseStatus};
pub use promise_id::{NotAPromiseId, PromiseId, RuleCode};

use crate::closed_set::closed_set;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Who records the progress of justice. The Crown Prosecution Service, the courts and probation
    /// have no account. The agency that hears about a decision records it.
    pub enum Agency {
        /// The police.
        Police = "police",
        /// The witness care unit.
        WitnessCare = "witness-care",
    }
}

closed_set! {
    /// A step of the justice system, in the usual order (the Code's table of time limits).
    pub enum Step {
        /// The crime was reported.
        CrimeReported = "crime-reported",
        /// The police asked what the person needs.
        NeedsAssessed = "needs-assessed",
        /// The police asked the person before they referred them.
        AskedBeforeReferral = "asked-before-referral",
        /// The person was referred to a support service.
        ReferredToSupport = "referred-to-support",
        /// The person and the police agreed how, and how often, to send updates.
        UpdatesAgreed = "updates-agreed",
        /// There will be no investigation.
        NotInvestigated = "not-investigated",
        /// A suspect was arrested.
        Arrested = "arrested",
        /// A suspect was interviewed under caution.
        InterviewedUnderCaution = "interviewed-under-caution",
        /// A suspect was released without charge.
        ReleasedWithoutCharge = "released-without-charge",
        /// A suspect was released on police bail or under investigation.
        BailedOrUnderInvestigation = "bailed-or-under-investigation",
        /// Police bail was changed.
        BailChanged = "bail-changed",
        /// An out-of-court disposal is considered.
        OutOfCourtDisposalConsidered = "out-of-court-disposal-considered",
        /// A suspect was charged.
        Charged = "charged",
        /// The police decided not to prosecute.
        NotProsecutedByPolice = "not-prosecuted-by-police",
        /// The Crown Prosecution Service decided not to prosecute.
        NotProsecutedByCps = "not-prosecuted-by-cps",
        /// A charge was dropped or substantially altered.
        ChargeDroppedOrAltered = "charge-dropped-or-altered",
        /// The person asked the police to review a decision.
        PoliceReviewRequested = "police-review-requested",
        /// The police acknowledged the request.
        PoliceReviewAcknowledged = "police-review-acknowledged",
        /// The police decided the review.
        PoliceReviewDecided = "police-review-decided",
        /// The person asked the Crown Prosecution Service to review a decision (the local stage).
        CpsReviewRequested = "cps-review-requested",
        /// The local stage was decided.
        CpsReviewDecided = "cps-review-decided",
        /// The person asked for the independent stage.
        CpsIndependentReviewRequested = "cps-independent-review-requested",
        /// The independent stage was decided.
        CpsIndependentReviewDecided = "cps-independent-review-decided",
        /// The police offered the person the chance to make a Victim Personal Statement.
        VpsOffered = "vps-offered",
        /// The time, date or place of a hearing was set or moved.
        HearingSet = "hearing-set",
        /// A court decided on bail.
        CourtBailDecided = "court-bail-decided",
        /// A court changed bail.
        CourtBailChanged = "court-bail-changed",
        /// A court issued a warrant.
        WarrantIssued = "warrant-issued",
        /// The accused was arrested again.
        Rearrested = "re-arrested",
        /// The person must give evidence.
        MustGiveEvidence = "must-give-evidence",
        /// There is a verdict or another outcome.
        Verdict = "verdict",
        /// There is a sentence.
        Sentenced = "sentenced",
        /// The offender appeals.
        AppealNotice = "appeal-notice",
        /// The date of the appeal was set.
        AppealDateSet = "appeal-date-set",
        /// Something about the appeal was changed.
        AppealChanged = "appeal-changed",
        /// The appeal was decided.
        AppealOutcome = "appeal-outcome",
        /// The sentence makes the person eligible for the Victim Contact Scheme.
        ContactSchemeEligible = "contact-scheme-eligible",
        /// The person was referred to the Victim Contact Scheme.
        ContactSchemeReferred = "contact-scheme-referred",
        /// The Victim Liaison Officer made first contact.
        LiaisonOfficerContact = "liaison-officer-contact",
        /// The person complained.
        ComplaintMade = "complaint-made",
        /// The complaint was acknowledged.
        ComplaintAcknowledged = "complaint-acknowledged",
        /// The complaint was answered.
        ComplaintAnswered = "complaint-answered",
    }
}

closed_set! {
    /// How the person was told something.
    pub enum NotificationMethod {
        /// Face to face.
        InPerson = "in-person",
        /// By voice.
        Phone = "phone",
        /// By text message.
        Text = "text",
        /// By e-mail.
        Email = "email",
        /// By letter.
        Letter = "letter",
        /// On a separate page for the person.
        Online = "online",
        /// Through the court's notice to the witness care unit, which is how a court keeps its
        /// part.
        CourtNotice = "court-notice",
    }
}

closed_set! {
    /// The reason that the police give for a request for support notes. The hub refuses every
    /// request.
    pub enum NotesRequestReason {
        /// A reasonable line of enquiry.
        LineOfEnquiry = "line-of-enquiry",
        /// The prosecutor asked.
        ProsecutorAsked = "prosecutor-asked",
        /// The defence asked.
        DefenceAsked = "defence-asked",
        /// Somebody may be harmed.
        RiskOfHarm = "risk-of-harm",
        /// Something else.
        Other = "other",
    }
}

/// A recorded step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// The recorder's id of the record, a UUID. A record with the same id is the same record.
    pub id: String,
    /// The step.
    pub step: Step,
    /// When it happened. If a court, a prosecutor or probation passes it on without a separate time
    /// limit, when the recorder was told.
    pub at: Timestamp,
    /// When witness care learned of a court's decision. `None` while they have not, and for every
    /// other step.
    pub heard_at: Option<Timestamp>,
    /// The agency that recorded it.
    pub recorded_by: Agency,
}

/// A step in the case that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The number of the event that recorded it.
    pub seq: u32,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The record itself.
    pub progress: Progress,
}

/// A record that a promise was kept by telling the person, or by a court's notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// The recorder's id of the record, a UUID.
    pub id: String,
    /// The promise's id.
    pub promise: PromiseId,
    /// How the person was told.
    pub how: NotificationMethod,
    /// When.
    pub at: Timestamp,
    /// The agency that recorded it.
    pub recorded_by: Agency,
    /// Whether the promise was kept in time. Counters see the event without the case.
    pub in_time: bool,
}

/// A request for support notes, which the hub refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotesRequest {
    /// The requester's id of the request, a UUID.
    pub id: String,
    /// The reason that the police gave.
    pub reason: NotesRequestReason,
    /// Who asked.
    pub asked_by: Agency,
}
