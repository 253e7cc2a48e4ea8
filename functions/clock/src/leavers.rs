//! An operator closed the account of a coordinator: each of their cases gets the task of naming somebody else.
//!
//! Cognito knows which accounts are open. The hub does not ask it for each row of the queue: the command that closes an
//! account says which cases were theirs, and the task is what the queue shows.

use crate::Ports;
use application::{Decision, Execution, OnConflict};
use domain::case::commands::lifecycle;
use events::Reference;
use events::case::Case;
use jiff::Timestamp;
use platform::PortError;
use serde::Deserialize;
use std::future::ready;
use std::sync::Arc;

/// The request of an operator.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Left {
    /// Every name of the account.
    pub names: Vec<String>,
    /// The cases that were assigned to it.
    pub cases: Vec<Reference>,
}

impl Left {
    /// Reads a message. `None` if it is that of a schedule.
    ///
    /// # Errors
    /// It is a request of an operator that cannot be read, so nothing is done.
    pub fn of(message: &serde_json::Value) -> Result<Option<Self>, serde_json::Error> {
        message
            .get("coordinator_left")
            .map(Self::deserialize)
            .transpose()
    }
}

/// Gives the task in each case that is still theirs, and returns how many got it. A second run gives none.
///
/// # Errors
/// [`PortError`] of the last case that failed. The others have the task.
pub async fn coordinator_left<P: Ports>(
    ports: &P,
    left: &Left,
    now: Timestamp,
) -> Result<usize, PortError> {
    let (mut given, mut failed) = (0, None);
    for reference in &left.cases {
        match name_another(ports, reference, &left.names, now).await {
            Ok(stored) => given += usize::from(stored),
            Err(error) => {
                tracing::error!(case.reference = %reference, cause = %error, "a case whose coordinator left has no task yet");
                failed = Some(error);
            }
        }
    }
    failed.map_or(Ok(given), Err)
}

async fn name_another<P: Ports>(
    ports: &P,
    reference: &Reference,
    names: &[String],
    now: Timestamp,
) -> Result<bool, PortError> {
    let execution = Execution {
        ports,
        now,
        action: "its coordinator left",
        on_conflict: OnConflict::Retry,
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let decide = |case: Arc<Case>| {
        let changes = lifecycle::coordinator_left(&case, &names, now);
        ready(Ok::<_, PortError>(Decision::of(changes)))
    };
    let outcome = execution.run(|| ports.case(reference), decide).await?;
    Ok(outcome.is_some_and(|outcome| outcome.is_stored()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_that_cannot_be_read_is_an_error_and_no_tick() {
        let of = |message| Left::of(&message);
        let left = Left {
            names: vec!["ann".to_owned()],
            cases: Vec::new(),
        };
        let asked = json!({"coordinator_left": {"names": ["ann"], "cases": []}});
        assert_eq!(of(asked).unwrap(), Some(left));
        assert!(of(json!({"coordinator_left": {"names": "ann"}})).is_err());
        assert_eq!(of(json!({"tick": "day"})).unwrap(), None);
    }
}
