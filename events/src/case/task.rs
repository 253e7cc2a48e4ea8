//! What somebody does by hand.

use super::NotSentReason;
use crate::closed_set::closed_set;
use crate::update::UpdateKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

closed_set! {
    /// What has to be done by hand.
    pub enum TaskKind {
        /// Tell the person what no machine may, or could.
        TellPerson = "tell-person",
        /// Ring the person at the time they asked for.
        Call = "call",
        /// Write to the person.
        Letter = "letter",
        /// Name a coordinator who stays with the person (AS8).
        NameCoordinator = "name-coordinator",
        /// Look at the case of a person in danger now, or with thoughts of suicide, beside any offer (contract 1.1).
        LookAtDanger = "look-at-danger",
        /// Find out how the person can be reached safely: a message came back, or somebody objected to it.
        CheckContact = "check-contact",
        /// Find out whether the person has died, as a provider heard. Until it is done no machine tells the person anything:
        /// the case is closed as `died`, or the task is done as `not-needed`, because it was a mistake.
        CheckDeath = "check-death",
        /// Somebody tried to open the person's page with wrong words, again and again.
        WrongWords = "wrong-words",
        /// Read what the person wrote, and answer.
        ReadWords = "read-words",
        /// Tell the person about restorative justice, which they asked for (AS16).
        RestorativeJustice = "restorative-justice",
        /// Ask the person onto the panel (DC8).
        Panel = "panel",
        /// Delete what the person asked to have deleted, or say why not.
        Deletion = "deletion",
        /// Decide whether the case goes to a MARAC.
        ConsiderMarac = "consider-marac",
        /// Decide whether the case goes to a MASH.
        ConsiderMash = "consider-mash",
        /// See whether this is one person's second case.
        Duplicate = "duplicate",
        /// Help the person with a complaint.
        Complaint = "complaint",
        /// Ask an agency of justice why something promised to the person was not done, and tell them. Whatever else breaks
        /// meanwhile is asked with it.
        ChasePromise = "chase-promise",
        /// Somebody asked for support notes and was refused: see to it that they stay private, and tell the person.
        NotesRequest = "notes-request",
        /// Approve that something is shared without consent, or refuse it. The task has the number of the disclosure.
        ApproveDisclosure = "approve-disclosure",
    }
}

closed_set! {
    /// What came of a task.
    pub enum TaskOutcome {
        /// It is done.
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

/// Somebody has something to do by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskGiven {
    /// What.
    pub kind: TaskKind,
    /// Not before, where the person named a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// By when.
    pub due: Timestamp,
}

/// A task is off somebody's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskDone {
    /// Which, by the place of the event that gave it.
    pub task: u32,
    /// What came of it.
    pub outcome: TaskOutcome,
    /// The account of whoever did it.
    pub by: String,
}

/// One task of a case, folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// The place in the case of the event that gave it: its number.
    pub task: u32,
    /// What.
    pub kind: TaskKind,
    /// What the person should be told, where that is the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<UpdateKind>,
    /// Why no machine told them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<NotSentReason>,
    /// Not before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// By when.
    pub due: Timestamp,
    /// What came of it, once something has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<TaskOutcome>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
}

impl Task {
    /// Whether it is still to be done.
    pub const fn is_open(&self) -> bool {
        self.outcome.is_none()
    }
}
