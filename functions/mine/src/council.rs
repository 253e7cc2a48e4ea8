//! The council of a home whose postcode is in no list. The person tells us, and the hub looks again.

use crate::Ports;
use application::{Decision, Execution, OnConflict};
use events::case::{CaseChange, CaseFile};
use events::profile::Profile;
use jiff::Timestamp;
use platform::PortError;
use std::sync::Arc;

/// The answer of a person who lives outside the area.
const ELSEWHERE: &str = "elsewhere";

/// Whether `council` answers the question: the code of a council of the area, or [`ELSEWHERE`].
pub(crate) fn is_answer(council: &str, profile: &Profile) -> bool {
    council == ELSEWHERE || profile.local_authority(council).is_some()
}

/// Stores `council`: the code of a council of the area, or [`ELSEWHERE`]. Another answer changes nothing. A second answer
/// changes nothing either. Returns the file after that.
pub(crate) async fn told<P: Ports>(
    ports: &P,
    file: &CaseFile,
    council: &str,
    profile: &Profile,
    now: Timestamp,
) -> Result<CaseFile, PortError> {
    let known = profile.local_authority(council).is_some();
    let elsewhere = council == ELSEWHERE;
    let execution = Execution {
        ports,
        now,
        action: "a person told their council",
        on_conflict: OnConflict::Retry,
    };
    let decide = |file: Arc<CaseFile>| async move {
        if !file.case.received.ask_council || !(known || elsewhere) {
            return Ok(Decision::nothing(()));
        }
        let told = CaseChange::HomeTold {
            local_authority: known.then(|| council.to_owned()),
        };
        // A closed or deleted case takes no council.
        Ok::<_, PortError>(Decision::of(vec![told]).or_if_illegal(|_| ()))
    };
    let reference = &file.case.reference;
    execution
        .run_from(file.clone(), || ports.case_file(reference), decide)
        .await?
        .map(|outcome| outcome.state)
        .ok_or_else(|| PortError::Permanent("the case is gone".to_owned()))
}
