//! What a coordinator does to a case, and to the cases of a service.

use crate::Reference;
use crate::assessment::Tier;
use crate::case::{
    Answered, ChoiceReason, CloseReason, ComplaintAbout, ComplaintStep, ConflictClearedReason,
    ContactChangeReason, CoordinatorReason, Criterion, DisclosedScope, DisclosedTo,
    DisclosureReason, HandOnBasis, HandOnReason, LimitReason, MergeReason, Pathway, ReassessReason,
    ReopenReason, SetAsideStep, TaskKind, TaskOutcome, UpliftReason, WindDownReason,
};
use crate::command_spec::{CodeKind, FieldKind, commands};
use crate::referral::{
    Basis, ChannelKind, GivenBy, IncidentFlag, Modality, NeedCode, RestorativeJusticeWish, Risk,
    Scope, SuspectKnown, Weight, WorkerGender,
};
use jiff::Timestamp;
use serde_json::Value;

const SERVICE: FieldKind = FieldKind::Code(CodeKind::Service);
const SERVICES: FieldKind = FieldKind::Codes(CodeKind::Service);

commands! {
    /// A command of a coordinator: `POST /hub/cases/{reference}/{name}`.
    #[serde(deny_unknown_fields)]
    pub enum CoordinatorCommand {
        /// A service that had a conflict of interest may be offered the case.
        "clear-conflict" => ClearConflict { reason: ConflictClearedReason }
        /// The services that the person wants, and those that they do not want.
        "choice" => Choice {
            wanted: Option<Vec<String>> as SERVICES,
            unwanted: Option<Vec<String>> as SERVICES,
            reason: ChoiceReason,
        }
        /// The case is offered to a service that the coordinator chose.
        "hand-on" => HandOn { service: String as SERVICE, basis: HandOnBasis, reason: HandOnReason }
        /// A coordinator stays with the person: the sender, where `to` is left out.
        "assign" => Assign { to: Option<String> as FieldKind::Account }
        /// The coordinators have looked at what was given to them.
        "look" => Look { why: CoordinatorReason }
        /// A case that was set aside, because many referrals came from the same connection, goes on like any other.
        "let-through" => LetThrough {}
        /// A task is given to the coordinators.
        "task" if_match => Task { kind: TaskKind, from: Option<Timestamp>, due: Option<Timestamp> }
        /// A task is done.
        "task-done" => TaskDone { task: u32, outcome: TaskOutcome, way: Option<ChannelKind> }
        /// The person needs more support, or is at more risk, than the assessment says.
        "uplift" => Uplift {
            tier: Option<Tier> as FieldKind::Choice(Tier::SET.only(&["enhanced"])),
            risk: Option<Risk>,
            reason: UpliftReason,
        }
        /// What was learned since the referral. The hub assesses the person again. What is left out does not change.
        "reassess" if_match => Reassess {
            why: ReassessReason,
            spoken: Answered,
            needs: Option<Vec<NeedCode>>,
            weight: Option<Weight>,
            needs_over: Option<Vec<NeedCode>>,
            happened: Option<Vec<IncidentFlag>>,
            in_danger_now: Option<Answered>,
            thoughts_of_suicide: Option<Answered>,
            someone_may_see_device: Option<Answered>,
            lives_with_suspect: Option<Answered>,
            suspect_known: Option<SuspectKnown>,
            afraid: Option<Answered>,
            getting_worse: Option<Answered>,
            threats_to_kill: Option<Answered>,
            strangled_or_choked: Option<Answered>,
            weapon: Option<Answered>,
            recently_separated: Option<Answered>,
            forced_marriage_or_honour: Option<Answered>,
            child_at_risk: Option<Answered>,
            times_in_12_months: Option<u32> as FieldKind::Number { min: 1, max: 999 },
            targeted_deliberately: Option<Answered>,
            mental_disorder: Option<Answered>,
            learning_disability: Option<Answered>,
            physical_disability: Option<Answered>,
            afraid_to_give_evidence: Option<Answered>,
            lives_alone: Option<Answered>,
            children_at_home: Option<Answered>,
            caring_responsibilities: Option<Answered>,
            dash_ticks: Option<u32> as FieldKind::Number { min: 0, max: 24 },
            dash_judgement: Option<Risk>,
            dash_reason: Option<String> as FieldKind::Text { max: 2_000 },
            modality: Option<Vec<Modality>>,
            worker_gender: Option<WorkerGender>,
            restorative_justice: Option<RestorativeJusticeWish>,
        }
        /// The case is taken to a safeguarding meeting.
        "pathway" => Pathway { pathway: Pathway, criterion: Criterion, basis: HandOnBasis }
        /// The meeting has confirmed that it has the case.
        "acknowledge-pathway" => AcknowledgePathway { pathway: Pathway }
        /// Something will be shared without consent, after a second coordinator approves it.
        "disclose" if_match => Disclose {
            to: DisclosedTo,
            reason: DisclosureReason,
            scope: Vec<DisclosedScope>,
            approver: String as FieldKind::Account,
            reader: Option<String> as FieldKind::Account,
        }
        /// The second coordinator approves.
        "approve-disclosure" => ApproveDisclosure { disclosure: u32 }
        /// The person complains.
        "complaint" if_match => Complaint { about: ComplaintAbout, words: String as FieldKind::Text { max: 5_000 } }
        /// A complaint was acknowledged or answered.
        "answer-complaint" => AnswerComplaint { complaint: u32, step: ComplaintStep }
        /// The case is over.
        "close" if_match => Close { why: CloseReason }
        /// The same person has another case, which goes on after another coordinator approves it. It is
        /// the older one, unless a reason is given.
        "merge" if_match => Merge {
            into: Reference,
            reason: Option<MergeReason>,
            approver: Option<String> as FieldKind::Account,
        }
        /// Another coordinator approves that this case goes on in the other one.
        "approve-merge" => ApproveMerge { proposal: u32 }
        /// The coordinator has spoken to the person: they are the one in the earlier cases that the
        /// hub found. Only now does the earlier case count for their rights.
        "confirm-same-person" => ConfirmSamePerson {}
        /// The case goes on.
        "reopen" => Reopen { why: ReopenReason }
        /// The person wants to hear nothing until then.
        "pause" => Pause { until: Timestamp }
        /// The person wants to hear again.
        "resume" => Resume {}
        /// The person has died.
        "died" if_match => Died {}
        /// The case may not be deleted, or may be deleted again.
        "legal-hold" => LegalHold { on: bool }
        /// The person is reached in other ways.
        "contact" if_match => Contact {
            contact: Value,
            why: ContactChangeReason as FieldKind::Choice(ContactChangeReason::SET.only(&["asked", "found-out"])),
        }
        /// The coordinator has spoken to the person in a way that was safe before. The contact details
        /// that changed on their page are the person's own, and may be used.
        "confirm-contact" if_match => ConfirmContact {}
        /// What the person agrees to now.
        "consent" if_match => Consent { basis: Option<Basis>, given_by: Option<GivenBy>, scope: Option<Vec<Scope>> }
        /// The person gets new words, which the coordinator says to them in a call. The answer has them, once.
        "new-words" => NewWords {}
        /// Nobody can open the person's page until they get new words.
        "close-page" => ClosePage {}
        /// Where the person lives. If it is left out, they live in another area.
        "home" => Home { local_authority: Option<String> as FieldKind::Code(CodeKind::Council) }
        /// Only the named coordinator, duty managers and the accounts that this names one after the
        /// other may open the case: the sender, where `account` is left out.
        "restrict" => Restrict { account: Option<String> as FieldKind::Account, reason: LimitReason }
        /// The whole team may open the case again.
        "unrestrict" => Unrestrict { reason: LimitReason }
        /// This account of the hub, a service or the police never opens the case.
        "exclude" => Exclude { account: String as FieldKind::Account, reason: LimitReason }
        /// The account may open the case again.
        "include" => Include { account: String as FieldKind::Account, reason: LimitReason }
        /// What says who the person is gets deleted after another coordinator approves it. It cannot be
        /// undone, so the body names the case again.
        "erase" => Erase { reference: Reference, approver: Option<String> as FieldKind::Account }
        /// Another coordinator approves the deletion.
        "approve-erasure" => ApproveErasure { proposal: u32 }
    }
}

commands! {
    /// A command of a coordinator that is about no single case: `POST /hub/wind-downs`.
    #[serde(deny_unknown_fields)]
    pub enum HubCommand {
        /// The cases of a service go to another one, a batch at a time.
        "wind-downs" => WindDown {
            service: String as SERVICE,
            to: Option<String> as SERVICE,
            reason: WindDownReason,
            next: Option<String> as FieldKind::Next,
        }
        /// All cases that were set aside under one mark go on, or are closed as a mistake, a batch at a time.
        "set-aside" => SetAside {
            mark: String as FieldKind::Text { max: 64 },
            step: SetAsideStep,
            next: Option<String> as FieldKind::Next,
        }
    }
}
