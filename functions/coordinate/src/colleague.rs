//! Checks that a colleague named to stay with a person, or to approve a disclosure, exists and can see the case.

use crate::{Desk, Ports};
use domain::moves::{self, Refused};
use events::case::Case;
use platform::PortError;

/// The account with that name, as the case stores it. Refused unless it is a coordinator who can see the case.
pub(crate) async fn colleague<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    name: &str,
) -> Result<Result<String, Refused>, PortError> {
    if desk.names().contains(&name) {
        return Ok(Ok(name.to_owned()));
    }
    let nobody = Refused::Wrong("There is no coordinator with this account");
    if !moves::is_account(name) {
        return Ok(Err(nobody));
    }
    let Some(found) = desk.ports.find_staff(name).await? else {
        return Ok(Err(nobody));
    };
    if !found.has_role("coordinator") {
        return Ok(Err(nobody));
    }
    if found.is_employed_by_police() && !moves::known_to_police(case) {
        return Ok(Err(Refused::Wrong(
            "This colleague works for the police, and cannot see this case",
        )));
    }
    // The case stores one spelling, so that colleagues find their own cases.
    Ok(Ok(match found.username {
        Some(username) if username.eq_ignore_ascii_case(name) => username,
        _ => found.subject,
    }))
}
