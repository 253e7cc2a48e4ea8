//! A look at a case by a member of staff: counted and recorded before anything is shown.

use crate::Refusal;
use events::case::LookMark;
use jiff::{SignedDuration, Timestamp};
use platform::ports::{AuditRead, Look};

/// Counts the look and records it. If the account opened too many cases within the hour, it is refused.
///
/// # Errors
/// [`Refusal::TooMany`], or a port that failed.
pub async fn look<P: AuditRead>(ports: &P, mut look: Look) -> Result<(), Refusal> {
    let budget = ports.look_budget()?;
    let opened = ports
        .count_opened(&look.account, &look.reference, look.at)
        .await?;
    let (by, cases) = (&look.account, opened.cases);
    if opened.new && cases == budget.alert.saturating_add(1) {
        tracing::warn!(by, cases, "an account opened unusually many cases");
    }
    if cases > budget.alert {
        look.marks.push(LookMark::OverBudget);
    }
    if cases > budget.most {
        tracing::warn!(by, cases, "an account may open nothing else in this hour");
        look.marks.push(LookMark::Denied);
        ports.audit_denied(&look).await?;
        return Err(Refusal::TooMany(until_next_hour(look.at)));
    }
    if look.reason.is_some() {
        look.marks.push(LookMark::NotTheirs);
    }
    ports.audit(&look).await?;
    Ok(())
}

/// Records that an account tried to open a case that it is excluded from, or that is restricted.
///
/// # Errors
/// A port that failed.
pub async fn denied<P: AuditRead>(ports: &P, mut look: Look) -> Result<(), Refusal> {
    look.marks.push(LookMark::Denied);
    let by = &look.account;
    tracing::warn!(case.reference = %look.reference, by, "a case that is closed to the account was denied");
    ports.audit_denied(&look).await?;
    Ok(())
}

/// The seconds until the hour of the clock is over.
fn until_next_hour(now: Timestamp) -> u64 {
    let hour = SignedDuration::from_hours(1).as_secs();
    u64::try_from(hour - now.as_second().rem_euclid(hour)).unwrap_or(3_600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_ends_with_the_hour() {
        for (now, wait) in [
            ("2026-11-23T10:00:00Z", 3_600),
            ("2026-11-23T10:59:59.9Z", 1),
        ] {
            assert_eq!(until_next_hour(now.parse().expect("a moment")), wait);
        }
    }
}
