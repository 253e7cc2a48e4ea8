//! What the hub and its services owe: each thing that they say they will do, kept exactly when, due exactly when, warned of
//! before and seen to be broken after.

use crate::witness::Account;
use events::case::Case;
use events::justice::PromiseOwner;
use jiff::Timestamp;

/// The promises of the hub and its services are what the events make of them, and nothing else.
pub(super) fn what_the_hub_owes_is_what_was_recorded(account: &Account, case: &Case) {
    let mut found = 0;
    for promise in &case.promises {
        let code = &promise.code.to_string();
        let Some(owed) = account.owed.get(code) else {
            let own = matches!(promise.owner, PromiseOwner::Hub | PromiseOwner::Provider);
            assert!(
                !own,
                "{}: {code} is owed and nobody promised it",
                case.reference
            );
            let released = promise
                .released_at
                .is_none_or(|at| account.deaths.contains(&at));
            assert!(
                released,
                "{}: {code} is owed no more, and the person lives",
                case.reference
            );
            continue;
        };
        found += 1;
        assert_eq!(
            promise.due, owed.due,
            "{}: {code} is due at another time",
            case.reference
        );
        assert_eq!(
            promise.owner, owed.owner,
            "{}: another owes {code}",
            case.reference
        );
        let kept = promise.kept_at.zip(promise.proof);
        assert_eq!(
            kept, owed.kept,
            "{}: {code} was kept at another time",
            case.reference
        );
        assert_eq!(
            promise.broken_at, owed.broken,
            "{}: {code} was broken at another time",
            case.reference
        );
        assert_eq!(
            promise.released_at, owed.released,
            "{}: {code} was released at another time",
            case.reference
        );
        assert_eq!(
            promise.warned_at, owed.warned,
            "{}: {code} was warned of at another time",
            case.reference
        );
    }
    assert_eq!(
        found,
        account.owed.len(),
        "{}: something that was promised is forgotten",
        case.reference
    );
}

/// Whoever has little time was told, and whatever was not done in time is seen.
pub(super) fn nobody_forgets_what_they_owe(
    account: &Account,
    reference: &events::Reference,
    now: Timestamp,
) {
    for (code, owed) in &account.owed {
        assert!(
            !owed.open() || now <= owed.due,
            "{reference}: {code} was due by {}, and nobody saw it",
            owed.due
        );
        assert!(
            !owed.near(now),
            "{reference}: {code} is due by {}, and nobody was warned",
            owed.due
        );
    }
}
