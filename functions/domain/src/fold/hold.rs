//! What the coordinators hold of a case, and what takes it off their hands.

use super::looked;
use events::case::{Case, Hold, Onward, OnwardState, WhyCoordinators};
use jiff::Timestamp;

/// They are given the case. What they hold already stays theirs: a provider that is late beside a need that nobody meets
/// is one thing more, and what is not safe outweighs both.
pub(super) fn given(case: &mut Case, new: Hold, at: Timestamp) {
    case.why_coordinators = Some(new.why);
    match new.why {
        WhyCoordinators::Overdue => {
            let late = |onward: &&mut Onward| onward.state == OnwardState::Accepted && onward.overdue(at);
            case.onwards.iter_mut().filter(late).for_each(|onward| onward.pursued = true);
        }
        // What a provider found says nothing of whether the hub still has to look for somebody else.
        WhyCoordinators::Unsafe | WhyCoordinators::NotReached => {}
        WhyCoordinators::NotToBeShared
        | WhyCoordinators::OutsideArea
        | WhyCoordinators::GuardianConflict
        | WhyCoordinators::NoService => looked(case),
    }
    case.hold = Some(match case.hold.take() {
        Some(held) if weight(held.why) > weight(new.why) => Hold { due: held.due.min(new.due), ..held },
        _ => new,
    });
}

/// A service is asked: that is what they were given the case for, or they hand it on themselves. But a late provider is
/// pursued until it acts, and what the hub offers by itself is no answer to what is not safe.
pub(super) fn asked(case: &mut Case, handed_on: bool) {
    let Some(held) = case.hold.take() else { return };
    let pursued = case.live().any(|onward| onward.pursued);
    case.hold = if needs_a_word(held.why) && !handed_on {
        Some(held)
    } else {
        pursued.then_some(Hold { why: WhyCoordinators::Overdue, ..held })
    };
}

/// A coordinator has spoken to the person.
pub(super) fn spoken(case: &mut Case) {
    let Some(held) = case.hold.take() else { return };
    let pursued = case.live().any(|onward| onward.pursued);
    case.hold = if needs_a_word(held.why) {
        pursued.then_some(Hold { why: WhyCoordinators::Overdue, ..held })
    } else {
        Some(held)
    };
}

/// A provider that may have been late has acted, or has the case no more.
pub(super) fn done(case: &mut Case) {
    let pursued = case.live().any(|onward| onward.pursued);
    case.hold = case.hold.take().filter(|hold| hold.why != WhyCoordinators::Overdue || pursued);
}

/// Whether somebody has to speak to the person, or find out why nobody can.
const fn needs_a_word(why: WhyCoordinators) -> bool {
    matches!(why, WhyCoordinators::Unsafe | WhyCoordinators::NotReached)
}

/// What outweighs what where they hold a case for more than one reason.
const fn weight(why: WhyCoordinators) -> u8 {
    match why {
        WhyCoordinators::Overdue => 0,
        WhyCoordinators::NotToBeShared
        | WhyCoordinators::OutsideArea
        | WhyCoordinators::GuardianConflict
        | WhyCoordinators::NoService => 1,
        WhyCoordinators::NotReached => 2,
        WhyCoordinators::Unsafe => 3,
    }
}
