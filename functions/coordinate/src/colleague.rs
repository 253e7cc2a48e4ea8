//! Checks that a colleague named to stay with a person, or to approve a disclosure, exists and can see the case.

use crate::{Ports, StaffRequest};
use application::Refusal;
use domain::case::commands::tasks::is_account;
use domain::case::sharing::known_to_police;
use events::case::Case;

/// The account with that name, as the case stores it. Refused unless it is a coordinator who can see the case.
pub(crate) async fn colleague<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    name: &str,
) -> Result<String, Refusal> {
    if asked.names().contains(&name) {
        return Ok(name.to_owned());
    }
    let nobody = || Refusal::invalid(words::coordinator::no_such_account());
    if !is_account(name) {
        return Err(nobody());
    }
    let Some(found) = asked.ports.find_staff(name).await? else {
        return Err(nobody());
    };
    if !(found.has_role("coordinator") && found.has_employer()) {
        return Err(nobody());
    }
    if found.is_employed_by_police() && !known_to_police(case) {
        return Err(Refusal::invalid(words::coordinator::colleague_with_police()));
    }
    // The case stores one spelling, so that colleagues find their own cases.
    Ok(match found.username {
        Some(username) if username.eq_ignore_ascii_case(name) => username,
        _ => found.subject,
    })
}
