//! One person's two cases become one. The case that goes on takes in the other first, then the other ends: whatever
//! breaks between, neither is lost, and saying it again finishes it. What is not safe in both is not safe from then on.

use crate::moves::{Deed, Stored, illegal_move, moved, record, refuse, refused, store};
use crate::{Desk, Ports, no_such_case};
use domain::case::commands::merge::{close_merged, join, may_join, safe_in_both};
use events::Reference;
use events::case::Case;
use lambda_http::{Body, Response};
use platform::PortError;

/// `POST /hub/cases/{reference}/merge` with `{"into"}`: `case` goes on in the other. Nothing where either moved meanwhile.
pub(crate) async fn merge<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    into: &Reference,
) -> Result<Option<Response<Body>>, PortError> {
    let Some(other) = desk.case(into.as_str()).await? else {
        return Ok(Some(no_such_case()));
    };
    if let Err(no) = may_join(&other, case) {
        return Ok(Some(refuse(refused(no))));
    }
    let by = desk.who.subject.as_str();
    let mut joined = Deed::of(join(&other, case, by, desk.now));
    if !joined.is_nothing() {
        let (here, there) = (
            desk.ports.person(into).await?,
            desk.ports.person(&case.reference).await?,
        );
        if let (Some(here), Some(there)) = (here, there) {
            joined.reached(safe_in_both(&here, &there).ok_or_else(not_read)?);
        }
    }
    match store(desk, &other, joined).await? {
        Stored::Done(..) => {}
        Stored::Illegal(illegal) => return Ok(Some(refuse(illegal_move(illegal)))),
        Stored::Full | Stored::Moved => return Ok(None),
    }
    Ok(
        match record(desk, case, close_merged(case, into, by)).await? {
            Stored::Done(after, events) => {
                tracing::info!(case.reference = %case.reference, into = %into, "a coordinator made two cases one");
                Some(moved(&after, &events))
            }
            Stored::Illegal(illegal) => Some(refuse(illegal_move(illegal))),
            Stored::Full | Stored::Moved => None,
        },
    )
}

fn not_read() -> PortError {
    PortError::Lasting("a stored referral cannot be read".to_owned())
}
