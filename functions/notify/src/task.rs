//! What no machine may say becomes a person's task, once.

use crate::{Ports, taken};
use domain::case::apply::append_all;
use domain::case::deadlines::case_due;
use domain::updates::by_hand;
use events::case::{Case, Update, What, WhyNotSent};
use events::update::UpdateKind;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Appended, Beside, Claim, People};

/// How often it is tried when the case moves meanwhile.
pub(crate) const TRIES: usize = 4;

/// Gives the coordinators the task to tell the person of `kinds`, which is what `update` holds for them, unless one of them
/// has to tell them the same already.
///
/// Claimed first, so that it is given once; a claim that is never settled is made a task by the clock.
pub(crate) async fn give<P: Ports>(
    ports: &P,
    mut case: Case,
    update: &Update,
    kinds: &[UpdateKind],
    now: Timestamp,
) -> Result<(), PortError> {
    let reference = case.reference.clone();
    if ports.claim(&reference, update).await? == Claim::Taken {
        return taken(ports, &case, update, now).await;
    }
    for _ in 0..TRIES {
        let tasks = by_hand(
            &case,
            kinds,
            WhyNotSent::NoSafeChannel,
            case_due(&case, now),
        );
        if tasks.is_empty()
            || append(ports, &case, tasks, People::Same, now).await? == Appended::Done
        {
            tracing::info!(case.reference = %reference, "what no machine may tell is a person's task");
            return ports.settle_claim(&update.request(&reference)).await;
        }
        let stands = ports.case_file(&reference).await?;
        case = stands
            .ok_or_else(|| PortError::Lasting("the case is gone".to_owned()))?
            .case;
    }
    Err(moved())
}

/// Appends `whats` to the case as it was read.
pub(crate) async fn append<P: Ports>(
    ports: &P,
    case: &Case,
    whats: Vec<What>,
    people: People<'_>,
    now: Timestamp,
) -> Result<Appended, PortError> {
    let (after, events) =
        append_all(case, whats, now).map_err(|illegal| PortError::Lasting(illegal.to_string()))?;
    ports
        .append(
            &after,
            &events,
            Beside {
                people,
                ..Beside::default()
            },
        )
        .await
}

/// The case moved each time.
pub(crate) fn moved() -> PortError {
    PortError::Passing("a case moved while a task was given".to_owned())
}
