//! Checks that a colleague named to stay with a person, or to approve a disclosure, exists and can see the case.

use crate::{Ports, StaffRequest};
use application::Refusal;
use domain::case::commands::readers::Account;
use domain::case::commands::tasks::is_account;
use domain::case::readers::{coordinator_left, may_open};
use domain::case::sharing::known_to_police;
use events::case::Case;
use platform::http::Staff;

/// The account with that name, as the case stores it. Refused unless it is a coordinator who can see the case.
pub(crate) async fn colleague<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    name: &str,
) -> Result<String, Refusal> {
    // A token outlives the account that was closed for up to an hour, and does not give its cases back.
    let had_left = coordinator_left(case) && asked.is_theirs(case);
    if asked.names().contains(&name) && !had_left {
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
    if !may_open(case, &names_of(&found), found.has_role("duty-manager")) {
        return Err(Refusal::invalid(words::staff_access::may_not_open()));
    }
    // The case stores one spelling, so that colleagues find their own cases.
    Ok(match found.username {
        Some(username) if username.eq_ignore_ascii_case(name) => username,
        _ => found.subject,
    })
}

fn names_of(found: &Staff) -> Vec<&str> {
    std::iter::once(found.subject.as_str())
        .chain(found.username.as_deref())
        .collect()
}

/// Any account, for a limit on who may open the case.
pub(crate) async fn any_account<P: Ports>(
    asked: &StaffRequest<'_, P>,
    name: &str,
) -> Result<Account, Refusal> {
    if asked.names().contains(&name) {
        return Ok(own(asked));
    }
    let nobody = || Refusal::invalid(words::coordinator::no_such_account());
    if !is_account(name) {
        return Err(nobody());
    }
    let found = asked.ports.find_staff(name).await?.ok_or_else(nobody)?;
    Ok(account(&found))
}

/// The account that asks.
pub(crate) fn own<P>(asked: &StaffRequest<'_, P>) -> Account {
    account(asked.who)
}

fn account(staff: &Staff) -> Account {
    let subject = staff.subject.clone();
    match &staff.username {
        Some(username) => Account {
            account: username.clone(),
            subject: Some(subject),
        },
        None => Account {
            account: subject,
            subject: None,
        },
    }
}

/// The account in the police that may read a disclosure, under the name that it signs in with.
pub(crate) async fn reader<P: Ports>(
    asked: &StaffRequest<'_, P>,
    case: &Case,
    name: &str,
) -> Result<String, Refusal> {
    let nobody = || Refusal::invalid(words::staff_access::no_such_reader());
    if !is_account(name) {
        return Err(nobody());
    }
    let found = asked.ports.find_staff(name).await?.ok_or_else(nobody)?;
    let excluded = case.coordination.readers.excludes(&names_of(&found));
    if !found.has_role("police") || excluded {
        return Err(nobody());
    }
    Ok(found.username.unwrap_or(found.subject))
}
