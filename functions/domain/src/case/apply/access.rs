//! Applies the changes of the access to the person's page.

use super::illegal::IllegalChange;
use crate::case::access::ends_for_good;
use events::case::{AccessChanged, AccessStep, Case};
use jiff::Timestamp;

/// Ends the words and the open pages from before. What a code opens is open once.
pub(super) fn change(
    case: &mut Case,
    changed: &AccessChanged,
    at: Timestamp,
) -> Result<(), IllegalChange> {
    let open = case.has_open_page();
    match changed.what {
        AccessStep::Closed if !open => return Err(IllegalChange::PageClosed),
        AccessStep::CodeUsed if !open || case.access.generation > 0 => {
            return Err(IllegalChange::PageClosed);
        }
        AccessStep::NewWords if ends_for_good(case) => return Err(IllegalChange::PageEnded),
        AccessStep::Closed | AccessStep::CodeUsed | AccessStep::NewWords => {}
    }
    case.access.generation += 1;
    case.access.changed_at = Some(at);
    case.access.closed = changed.what == AccessStep::Closed;
    Ok(())
}
