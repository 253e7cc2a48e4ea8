//! The hub's own state of a case after its events. It judges nothing here but one thing: that the stored state is what the
//! events make of it. Every other rule of the onlooker is derived a second time.

use events::case::{Case, CaseChange, CaseEvent};

/// The state after one more event.
pub(super) fn after(before: Option<Case>, event: &CaseEvent) -> Case {
    match (before, &event.what) {
        (None, CaseChange::Received(received)) => {
            domain::case::apply::open(event.reference.clone(), (**received).clone(), event.at).0
        }
        (None, _) => panic!("a case begins with a referral"),
        (Some(mut case), what) => {
            domain::case::apply::append(&mut case, what.clone(), event.at)
                .expect("what was stored follows");
            case
        }
    }
}
