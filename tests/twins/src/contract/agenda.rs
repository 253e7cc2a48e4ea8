//! The contract of the clock's agenda.

use crate::sample::new_case;
use domain::case::apply::append_all;
use events::assessment::Risk;
use events::case::{CaseChange, UpliftReason, Uplifted};
use events::update::{UpdateKind, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use platform::ports::{
    AcceptReferral, Agenda, AppendEvents, Due, Lane, SetTimer, SideWrites, Timer,
};

/// Everything that is due in both lanes, page by page.
pub async fn whole(store: &impl Agenda, now: Timestamp) -> Vec<Due> {
    let mut due = Vec::new();
    for lane in Lane::ALL {
        due.extend(of(store, lane, now).await);
    }
    due
}

async fn of(store: &impl Agenda, lane: Lane, now: Timestamp) -> Vec<Due> {
    let (mut due, mut after) = (Vec::new(), None);
    loop {
        let page = store.due(lane, now, after.as_ref()).await.unwrap();
        assert!(page.due.len() <= 100, "a page has at most a hundred");
        assert!(page.next.is_none() || page.next > after, "it continues");
        due.extend(page.due);
        match page.next {
            None => return due,
            next => after = next,
        }
    }
}

/// Each item once, oldest first, even if many are due at the same moment.
pub(super) async fn a_long_agenda_is_read_page_by_page<P>(store: &P, n: u64, now: Timestamp)
where
    P: AcceptReferral + Agenda + SetTimer,
{
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let reference = &new.case.reference;
    // Before anything else that is due here.
    let first = now - SignedDuration::from_hours(24);
    let timers: Vec<Timer> = (1..=230_u32)
        .map(|about| {
            let request = UpdateRequest {
                reference: reference.clone(),
                kind: UpdateKind::Digest,
                about,
            };
            Timer::of(
                &request,
                first + SignedDuration::from_mins(i64::from(about / 70)),
            )
        })
        .collect();
    for timer in &timers {
        store.set_timer(timer).await.unwrap();
    }
    let mine = |due: Vec<Due>| -> Vec<Timer> {
        let mine = |due| {
            if let Due::Timer(timer) = due {
                Some(timer)
            } else {
                None
            }
        };
        due.into_iter()
            .filter_map(mine)
            .filter(|timer| timer.reference == *reference)
            .collect()
    };
    let all = mine(whole(store, now).await);
    assert!(
        all.windows(2).all(|pair| pair[0].at <= pair[1].at),
        "the oldest first"
    );
    let mut found = all.clone();
    found.sort_by_key(|timer| timer.about);
    assert_eq!(found, timers, "each once");
    assert_eq!(
        mine(whole(store, first).await).len(),
        69,
        "nothing that is due later is on a page"
    );
    for timer in &timers {
        store.forget_timer(timer).await.unwrap();
    }
    assert!(mine(whole(store, now).await).is_empty());
}

/// A hundred thousand rows of a file do not delay these cases. A case whose risk is raised moves to this lane.
pub(super) async fn people_in_danger_have_a_separate_lane<P>(store: &P, n: u64, now: Timestamp)
where
    P: AcceptReferral + Agenda + AppendEvents,
{
    let mut urgent = new_case(n, now);
    urgent.case.received.assessment.risk = Risk::High;
    (urgent.case, urgent.event) =
        domain::case::apply::open(urgent.case.reference, urgent.case.received, now);
    let mut usual = new_case(n + 10_000, now);
    usual.case.received.assessment.risk = Risk::Standard;
    (usual.case, usual.event) =
        domain::case::apply::open(usual.case.reference, usual.case.received, now);
    for new in [&urgent, &usual] {
        store.accept(new).await.unwrap();
    }
    let due = urgent.case.owner.due;
    let lies = async |lane, case: &events::case::Case| {
        of(store, lane, due)
            .await
            .contains(&Due::Case(case.reference.clone()))
    };
    assert!(lies(Lane::Urgent, &urgent.case).await && !lies(Lane::Usual, &urgent.case).await);
    assert!(lies(Lane::Usual, &usual.case).await && !lies(Lane::Urgent, &usual.case).await);
    let raised = Uplifted {
        tier: None,
        risk: Some(Risk::High),
        reason: UpliftReason::ALL[0],
        by: "somebody".to_owned(),
    };
    let (after, events) =
        append_all(&usual.case, vec![CaseChange::Uplifted(raised)], now).expect("it follows");
    store
        .append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    assert!(lies(Lane::Urgent, &after).await && !lies(Lane::Usual, &after).await);
    // What was set aside never stands before anybody, however great the danger in it is.
    let mut aside = new_case(n + 20_000, now);
    aside.case.received.assessment.risk = Risk::High;
    aside.case.received.set_aside = Some("0f".to_owned());
    (aside.case, aside.event) =
        domain::case::apply::open(aside.case.reference, aside.case.received, now);
    store.accept(&aside).await.unwrap();
    assert!(lies(Lane::SetAside, &aside.case).await && !lies(Lane::Urgent, &aside.case).await);
    let through = CaseChange::LetThrough {
        by: "somebody".to_owned(),
    };
    let (after, events) = append_all(&aside.case, vec![through], now).expect("it follows");
    store
        .append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    assert!(lies(Lane::Urgent, &after).await && !lies(Lane::SetAside, &after).await);
}
