//! What a coordinator does beyond consent to keep somebody safe: meetings, and sharing to prevent serious harm.

use super::Refused;
use super::team::{is_account, settled};
use crate::calendar::end_of_working_day_after;
use events::case::{Case, Criterion, Disclosed, DisclosedScope, HandOnBasis, Pathway, PathwayTaken, TaskKind, What};
use events::referral::SourceKind;
use jiff::Timestamp;

/// In how many working days a meeting acknowledges that it has a case.
const ACKNOWLEDGED_IN: u32 = 1;

/// The case is put to a multi-agency meeting (AS15), which was the task; nothing where it is there and waits.
///
/// # Errors
/// [`Refused`] for a criterion of the other meeting, and where nobody is left whom it could be about.
pub fn put_to(
    case: &Case,
    pathway: Pathway,
    criterion: Criterion,
    basis: HandOnBasis,
    by: &str,
    now: Timestamp,
) -> Result<Vec<What>, Refused> {
    let safeguarding = matches!(criterion, Criterion::ChildAtRisk | Criterion::AdultAtRisk);
    let repeat = criterion == Criterion::Repeat;
    match pathway {
        Pathway::Marac if safeguarding => {
            return Err(Refused::Wrong("A child or an adult at risk is a matter for the MASH"));
        }
        Pathway::Mash if repeat => return Err(Refused::Wrong("A repeat is a matter for the MARAC")),
        Pathway::Marac | Pathway::Mash => {}
    }
    if case.erased_at.is_some() {
        return Err(Refused::NotNow("Who the case is about has been deleted"));
    }
    if case.pathways.iter().any(|one| one.taken.pathway == pathway && one.acknowledged_at.is_none()) {
        return Ok(Vec::new());
    }
    let acknowledge_by = end_of_working_day_after(now, ACKNOWLEDGED_IN);
    let taken = PathwayTaken { pathway, criterion, basis, acknowledge_by, by: by.to_owned() };
    let considered = match pathway {
        Pathway::Marac => [TaskKind::ConsiderMarac],
        Pathway::Mash => [TaskKind::ConsiderMash],
    };
    Ok(std::iter::once(What::PathwayTaken(taken)).chain(settled(case, &considered, by)).collect())
}

/// The meeting has acknowledged that it has the case; nothing where it had already.
///
/// # Errors
/// [`Refused`] where the case was never put to it.
pub fn acknowledge(case: &Case, pathway: Pathway, by: &str) -> Result<Vec<What>, Refused> {
    let mut there = case.pathways.iter().filter(|one| one.taken.pathway == pathway).peekable();
    if there.peek().is_none() {
        return Err(Refused::NotNow("The case was not put to that meeting"));
    }
    let waits = there.any(|one| one.acknowledged_at.is_none());
    Ok(if waits { vec![What::PathwayAcknowledged { pathway, by: by.to_owned() }] } else { Vec::new() })
}

/// Something is shared without consent, to prevent serious harm: with a reason, with somebody else's approval, and no more
/// than is named. `names` are all the names of whoever does it: they cannot approve it under another.
///
/// # Errors
/// [`Refused`] where nothing is named, something twice, nobody else approved it, or nobody is left whom it could be about.
pub fn disclose(case: &Case, disclosed: Disclosed, names: &[&str]) -> Result<Vec<What>, Refused> {
    let scope = &disclosed.scope;
    let twice = |which: &DisclosedScope| scope.iter().filter(|one| *one == which).count() > 1;
    if scope.is_empty() || scope.iter().any(twice) {
        return Err(Refused::Wrong("scope names what is shared, each thing once"));
    }
    if !is_account(&disclosed.approver) {
        return Err(Refused::Wrong("approver is the account of whoever approved it"));
    }
    if names.iter().any(|name| name.eq_ignore_ascii_case(&disclosed.approver)) {
        return Err(Refused::Wrong("Somebody else has to approve it: nobody approves what they do themselves"));
    }
    if case.erased_at.is_some() {
        return Err(Refused::NotNow("Who the case is about has been deleted"));
    }
    Ok(vec![What::Disclosed(disclosed)])
}

/// Whether the police know of the case because it came from a police force or its channels. A coordinator whom the police
/// employ sees no other: they have the same limits as the police (CA4, CA24).
pub fn known_to_police(case: &Case) -> bool {
    came_by_police(case.received.source)
}

/// Whether that source is a police force or one of its channels.
pub(crate) const fn came_by_police(source: SourceKind) -> bool {
    matches!(source, SourceKind::Police | SourceKind::BritishTransportPolice | SourceKind::ActionFraud)
}
