//! Limits on who may open a case: named accounts only, or everyone but one.

use super::Refused;
use events::case::{Case, CaseChange, LimitReason, ReaderStep, ReadersChanged};

/// The account that a limit is about, as the sign-in service has found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name that people know.
    pub account: String,
    /// The name that the sign-in service gave, if that is another.
    pub subject: Option<String>,
}

impl Account {
    fn names(&self) -> Vec<&str> {
        std::iter::once(self.account.as_str())
            .chain(self.subject.as_deref())
            .collect()
    }
}

/// Restricts the case to its named coordinator, duty managers and the accounts that this names one
/// after the other. Returns no events if the account is named already.
///
/// # Errors
/// [`Refused`] for an account that may never open the case.
pub fn restrict(
    case: &Case,
    account: Account,
    reason: LimitReason,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let readers = &case.coordination.readers;
    if readers.excludes(&account.names()) {
        return Err(Refused::NotNow(words::staff_access::excluded_account()));
    }
    if readers.restricted && readers.names(&account.names()) {
        return Ok(Vec::new());
    }
    Ok(changed(ReaderStep::Restricted, Some(account), reason, by))
}

/// Ends the restriction. Returns no events if there is none.
pub fn unrestrict(case: &Case, reason: LimitReason, by: &str) -> Vec<CaseChange> {
    if case.coordination.readers.restricted {
        changed(ReaderStep::Unrestricted, None, reason, by)
    } else {
        Vec::new()
    }
}

/// Makes sure that the account never opens the case. Returns no events if it is excluded already.
///
/// # Errors
/// [`Refused`] for the coordinator who stays with the person: first somebody else has to.
pub fn exclude(
    case: &Case,
    account: Account,
    reason: LimitReason,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let names = account.names();
    let stays = case
        .coordination
        .coordinator
        .as_deref()
        .is_some_and(|one| names.iter().any(|name| name.eq_ignore_ascii_case(one)));
    if stays {
        return Err(Refused::NotNow(words::staff_access::assign_first()));
    }
    if case.coordination.readers.excludes(&names) {
        return Ok(Vec::new());
    }
    Ok(changed(ReaderStep::Excluded, Some(account), reason, by))
}

/// The account may open the case again. Returns no events if it is not excluded.
pub fn include(case: &Case, account: Account, reason: LimitReason, by: &str) -> Vec<CaseChange> {
    if case.coordination.readers.excludes(&account.names()) {
        changed(ReaderStep::Included, Some(account), reason, by)
    } else {
        Vec::new()
    }
}

/// What the limits of the other case add to this one, after a merge.
pub fn limits_of(from: &Case, case: &Case, by: &str) -> Vec<CaseChange> {
    let (there, here) = (&from.coordination.readers, &case.coordination.readers);
    let each = |step, names: &[String], known: &dyn Fn(&[&str]) -> bool| -> Vec<CaseChange> {
        names
            .iter()
            .filter(|name| !known(&[name.as_str()]))
            .map(|name| Account {
                account: name.clone(),
                subject: None,
            })
            .flat_map(|account| changed(step, Some(account), LimitReason::Safeguarding, by))
            .collect()
    };
    let excluded = each(ReaderStep::Excluded, &there.excluded, &|names| {
        here.excludes(names)
    });
    // If both are restricted, the continuing case keeps its names.
    let restricted = match (there.restricted && !here.restricted, there.named.is_empty()) {
        (false, _) => Vec::new(),
        (true, true) => changed(ReaderStep::Restricted, None, LimitReason::Safeguarding, by),
        (true, false) => each(ReaderStep::Restricted, &there.named, &|_| false),
    };
    excluded.into_iter().chain(restricted).collect()
}

fn changed(
    step: ReaderStep,
    account: Option<Account>,
    reason: LimitReason,
    by: &str,
) -> Vec<CaseChange> {
    let (account, subject) = account.map_or((None, None), |one| (Some(one.account), one.subject));
    vec![CaseChange::ReadersChanged(ReadersChanged {
        step,
        account,
        subject,
        reason,
        by: by.to_owned(),
    })]
}
