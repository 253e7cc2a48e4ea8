//! The hub's own state of a case after its events. Only one thing is checked with it: that the stored state follows
//! from the events. Every other rule of the observer is derived separately.

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
