//! Restorative justice is offered again to everybody who has not said no (AS16).

use crate::test_hub::{TestHub, recognisable_referral};
use events::case::{Case, CaseChange, TaskKind};
use events::justice::{Agency, Progress, Step};
use serde_json::json;

#[tokio::test]
async fn who_said_no_in_the_referral_is_not_asked_again() {
    let mut hub = TestHub::of("thames-valley");
    for (number, wish, asked) in [(1, "no", false), (2, "not-now", true)] {
        let mut document = recognisable_referral("police", number);
        document["wishes"]["restorative_justice"] = json!(wish);
        let reference = hub.refer(&document).await;
        hub.deliver().await;
        let now = hub.now;
        let step = |_: &Case| {
            vec![CaseChange::Progress(Progress {
                id: format!("00000000-0000-4000-9000-{number:012}"),
                step: Step::OutOfCourtDisposalConsidered,
                at: now,
                heard_at: None,
                recorded_by: Agency::Police,
            })]
        };
        hub.append(&reference, step).await;
        hub.deliver().await;
        let case = hub.case(&reference);
        let open = case
            .coordination
            .has_open_task(TaskKind::RestorativeJustice);
        assert_eq!(open, asked, "{wish}");
    }
}
