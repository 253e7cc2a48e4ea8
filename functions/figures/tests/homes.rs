//! People whose home is in another area are counted, and not as people whose home nobody knows.
#![allow(clippy::expect_used, reason = "in a test a panic is how it fails")]

use events::case::CaseChange;
use figures::{handle, publish};
use jiff::Timestamp;
use measures::{ELSEWHERE, QUESTIONS, UNKNOWN};
use platform::ports::{AcceptReferral, Standing};
use suppression::{Cell, Month, Period, Place, Published, Span};
use twins::{Faults, Twin, sample};

#[tokio::test]
async fn a_home_in_another_area_is_published_as_elsewhere() {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    let now: Timestamp = "2026-07-03T09:00:00Z".parse().expect("a time");
    // Thirty in each, so that nothing is hidden.
    for number in 0..90 {
        let mut new = sample::new_case(number, now);
        new.case.received.local_authority = match number % 3 {
            0 => Some("E07000178".to_owned()),
            1 => Some("E09000007".to_owned()),
            _ => None,
        };
        new.event.what = CaseChange::Received(Box::new(new.case.received.clone()));
        twin.accept(&new).await.expect("accepted");
        handle(&twin, new.event).await.expect("counted");
    }
    let later = "2026-11-02T05:00:00Z".parse().expect("a time");
    publish(&twin, later).await.expect("published");
    let quarter = Period::of(Month::new(2026, 7).expect("July"), Span::Quarter);
    let key = Standing::Final.key(&QUESTIONS[0], &quarter.to_string());
    let published = Published::of([twin.state().releases[&key].clone()]);
    for district in ["E07000178", ELSEWHERE, UNKNOWN] {
        let cell = published.cell(QUESTIONS[0].name, quarter, Place::District(district), &[]);
        assert_eq!(cell, Cell::Value(30), "{district}");
    }
}
