//! Tasks: work that somebody does by hand.

use super::NotSentReason;
use crate::closed_set::closed_set;
use crate::referral::ChannelKind;
use crate::update::UpdateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// A kind of task.
    pub enum TaskKind {
        /// Tell the person something that the hub may not, or could not, send automatically.
        TellPerson = "tell-person",
        /// Call the person at the time that they asked for.
        Call = "call",
        /// Write to the person.
        Letter = "letter",
        /// Name a coordinator who stays with the person (AS8).
        NameCoordinator = "name-coordinator",
        /// Look at the case of a person in immediate danger or with thoughts of suicide, in
        /// addition to any offer (contract 1.1).
        LookAtDanger = "look-at-danger",
        /// Find a safe way to contact the person: a message came back, or a recipient complained
        /// about it.
        CheckContact = "check-contact",
        /// Check a provider's report that the person has died. Until the task is done, the hub
        /// sends the person nothing. The case is then closed as `died`, or the task is done as
        /// `not-needed` because the report was a mistake.
        CheckDeath = "check-death",
        /// Check repeated attempts to open the person's page with wrong words.
        WrongWords = "wrong-words",
        /// Read the person's message, and answer it.
        ReadWords = "read-words",
        /// Tell the person about restorative justice, which they asked for (AS16).
        RestorativeJustice = "restorative-justice",
        /// Invite the person to join the panel (DC8).
        Panel = "panel",
        /// Delete the data that the person asked to have deleted, or explain why it has to be kept.
        Deletion = "deletion",
        /// Decide whether the case is referred to a MARAC.
        ConsiderMarac = "consider-marac",
        /// Decide whether the case is referred to a MASH.
        ConsiderMash = "consider-mash",
        /// Check whether this is a second case of the same person.
        Duplicate = "duplicate",
        /// Help the person with a complaint.
        Complaint = "complaint",
        /// Ask a justice agency why it did not keep a promise, and tell the person. Promises that
        /// break while the task is open are covered by it.
        ChasePromise = "chase-promise",
        /// Make sure that support notes stay private after a request for them was refused, and tell
        /// the person.
        NotesRequest = "notes-request",
        /// Look at a case that was stopped, or lost its consent or a service, on the person's page,
        /// although the danger is great: it may not have been the person. It is done only by a way
        /// of contact that was confirmed before, and nothing about it is on the page.
        CheckStopped = "check-stopped",
        /// Approve or refuse sharing without consent. The task has the number of the disclosure.
        ApproveDisclosure = "approve-disclosure",
        /// Approve or refuse the deletion of the person's data. The task has the number of the
        /// proposal.
        ApproveErasure = "approve-erasure",
        /// Approve or refuse the merging of two cases. The task has the number of the proposal.
        ApproveMerge = "approve-merge",
    }
}

impl TaskKind {
    /// Whether every task of the kind is hidden: [`Task::is_hidden`].
    pub const fn is_hidden(self) -> bool {
        matches!(
            self,
            Self::Duplicate | Self::CheckStopped | Self::ApproveErasure | Self::ApproveMerge
        )
    }
}

closed_set! {
    /// The result of a task.
    pub enum TaskOutcome {
        /// The task was done.
        Done = "done",
        /// The person could not be reached.
        NotReached = "not-reached",
        /// There was no safe way.
        NotSafe = "not-safe",
        /// The person does not want it.
        NotWanted = "not-wanted",
        /// It was not needed, or something else was done instead.
        NotNeeded = "not-needed",
    }
}

/// A new task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskGiven {
    /// The kind of task.
    pub kind: TaskKind,
    /// When the task may start, if the person named a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The due time.
    pub due: Timestamp,
}

/// The end of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskDone {
    /// The number of the event that gave the task.
    pub task: u32,
    /// The result.
    pub outcome: TaskOutcome,
    /// The account of the person who did it.
    pub by: String,
    /// The way of contact that was used to speak to the person, for a task that must say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<ChannelKind>,
}

/// One task, as the case keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The number of the event that gave it.
    pub task: u32,
    /// The kind of task.
    pub kind: TaskKind,
    /// The update that the person should get, for a task that is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<UpdateKind>,
    /// Why the hub did not send that update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<NotSentReason>,
    /// When the task may start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// The due time.
    pub due: Timestamp,
    /// The result. `None` while the task is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<TaskOutcome>,
    /// When it was finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// Whether it is hidden although tasks of its kind are not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
}

impl Task {
    /// Whether the task is open.
    pub const fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    /// Whether nothing outside the coordinators' own pages may show that the task exists, or that it
    /// is done: it would tell anyone who opened the person's page what the hub knows or suspects. Such
    /// a task promises nothing, and does not keep a case open.
    pub const fn is_hidden(&self) -> bool {
        self.quiet || self.kind.is_hidden()
    }
}
