//! The council of a home whose postcode is in no list: the person says it, and the hub looks again.

use crate::Ports;
use domain::case::apply::append_all;
use events::case::{CaseFile, What};
use events::profile::Profile;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Appended, Beside};

/// What says that the council is none of the area's.
const ELSEWHERE: &str = "elsewhere";
/// How often it is said again when the case moves under it.
const TRIES: usize = 4;

/// The file once `council` is known: a council of the area by its code, or [`ELSEWHERE`]. Anything else, and what was
/// answered before, changes nothing: the page asks again, or not any more.
pub(crate) async fn told<P: Ports>(
    ports: &P,
    file: &CaseFile,
    council: &str,
    profile: &Profile,
    now: Timestamp,
) -> Result<CaseFile, PortError> {
    let known = profile
        .local_authorities
        .iter()
        .any(|one| one.code == council);
    let mut file = file.clone();
    for _ in 0..TRIES {
        let case = &file.case;
        if !case.received.ask_council || !(known || council == ELSEWHERE) {
            return Ok(file);
        }
        let told = What::HomeTold {
            local_authority: known.then(|| council.to_owned()),
        };
        // What is over, or deleted, takes no council any more.
        let Ok((after, events)) = append_all(case, vec![told], now) else {
            return Ok(file);
        };
        if ports.append(&after, &events, Beside::default()).await? == Appended::Done {
            tracing::info!(case.reference = %after.reference, "a person told their council");
            file.case = after;
            file.events.extend(events);
            return Ok(file);
        }
        let again = ports.case_file(&case.reference).await?;
        file = again.ok_or_else(|| PortError::Lasting("the case is gone".to_owned()))?;
    }
    Err(PortError::Passing(
        "a case kept moving while a council was told".to_owned(),
    ))
}
