//! The contract of the ports. The twins and the AWS adapters run the same checks.

mod access_log;
pub mod agenda;
mod attempts;
mod coordinator_queue;
mod diaries;
pub mod feed;
mod forget;
mod notes;
mod sightings;
pub mod staff;
mod updates;
mod worklist;

use crate::sample::{self, new_case, offered};
use events::case::{Case, CaseChange};
use events::referral::NeedCode;
use jiff::{SignedDuration, Timestamp};
use measures::{Changes, Counters};
use platform::notes::Notes;
use platform::ports::{
    AcceptReferral, Acceptance, Agenda, AppendEvents, AppendOutcome, Attempts, AuditRead,
    ClaimUpdate, Diaries, Due, EventKey, FactsOutcome, Forget, Freshness, Gap, KeepFacts,
    KeepReleases, KeptFacts, ListJustice, Moments, NewCase, Pace, ReadAccessLog, ReadCase,
    ReadCaseFile, ReadCoordinatorQueue, ReadCounters, ReadEvent, ReadExpired, ReadGaps, ReadLoads,
    ReadLooks, ReadPerson, ReadReleases, ReadSightings, ReadWords, ReadWorklist, RegisterErasures,
    SetTimer, SettleClaim, SideWrites, Standing,
};
use suppression::{
    Breakdown, Cube, Dimension, Edition, Family, Month, Policy, Published, Release, Span,
};

/// All ports that store something.
pub trait Store:
    AcceptReferral
    + ReadCase
    + ReadCaseFile
    + ReadEvent
    + ReadPerson
    + ReadWorklist
    + AppendEvents
    + AuditRead
    + ClaimUpdate
    + SetTimer
    + SettleClaim
    + Agenda
    + KeepFacts
    + ReadCounters
    + KeepReleases
    + ReadReleases
    + ReadGaps
    + ReadLoads
    + ReadSightings
    + Attempts
    + Moments
    + Notes
    + Diaries
    + ReadCoordinatorQueue
    + ReadWords
    + Forget
    + ReadExpired
    + ListJustice
    + ReadAccessLog
    + ReadLooks
    + RegisterErasures
{
}
impl<P> Store for P where
    P: AcceptReferral
        + ReadCase
        + ReadCaseFile
        + ReadEvent
        + ReadPerson
        + ReadWorklist
        + AppendEvents
        + AuditRead
        + ClaimUpdate
        + SetTimer
        + SettleClaim
        + Agenda
        + KeepFacts
        + ReadCounters
        + KeepReleases
        + ReadReleases
        + ReadGaps
        + ReadLoads
        + ReadSightings
        + Attempts
        + Moments
        + Notes
        + Diaries
        + ReadCoordinatorQueue
        + ReadWords
        + Forget
        + ReadExpired
        + ListJustice
        + ReadAccessLog
        + ReadLooks
        + RegisterErasures
{
}

/// Runs every check on `store`. `seed` separates the cases of different runs.
pub async fn holds(store: &impl Store, seed: u64) {
    holds_for_few(store, seed).await;
    let now = now();
    agenda::a_long_agenda_is_read_page_by_page(store, seed + 19, now).await;
    agenda::people_in_danger_have_a_separate_lane(store, seed + 20, now).await;
    worklist::a_long_worklist_is_read_page_by_page(store, seed + 18, now).await;
}

fn now() -> Timestamp {
    "2026-11-23T10:00:00.123Z".parse().expect("a moment")
}

/// Runs every check that needs no long list: for a store that is slow.
pub async fn holds_for_few(store: &impl Store, seed: u64) {
    let now = now();
    a_referral_is_stored_once(store, seed, now).await;
    a_taken_reference_stores_nothing(store, seed + 1, now).await;
    an_event_is_read_by_its_key(store, seed + 24, now).await;
    events_are_appended_only_to_the_version_they_follow_from(store, seed + 3, now).await;
    worklist::a_provider_sees_its_own_worklist(store, seed + 4, now).await;
    updates::an_update_is_claimed_once(store, seed + 5, now).await;
    updates::a_released_claim_is_free(store, seed + 23, now).await;
    updates::a_timer_falls_due_and_is_forgotten(store, seed + 6, now).await;
    an_overdue_case_is_on_the_agenda(store, seed + 7, now).await;
    facts_are_kept_once_and_counters_move_with_them(store, seed + 8).await;
    a_final_release_stays_and_a_provisional_one_is_replaced(store, seed + 8).await;
    attempts::tries_are_counted_up_to_a_limit_for_a_time(store, seed + 9).await;
    attempts::tries_at_the_same_moment_are_each_counted(store, seed + 9).await;
    attempts::the_latest_moments_are_remembered_for_a_time(store, seed + 9).await;
    notes::only_its_provider_reads_a_note(store, seed + 10, now).await;
    diaries::a_diary_is_changed_only_as_it_was_read(store, seed + 26, now).await;
    the_register_of_unmet_needs_is_counted_by_year(store, seed + 11).await;
    a_service_never_holds_more_than_it_can(store, seed + 12, now).await;
    sightings::persons_and_places_are_remembered_by_key(store, seed + 13, now).await;
    forget::a_person_is_erased_only_from_the_current_case(store, seed + 14, now).await;
    forget::the_police_have_a_list_of_their_cases(store, seed + 15, now).await;
    coordinator_queue::the_coordinators_queue_holds_open_work(store, seed + 16, now).await;
    access_log::the_access_log_is_latest_first(store, seed + 17, now).await;
    access_log::looks_are_listed_by_reader(store, seed + 21, now).await;
    access_log::opened_cases_are_counted_by_the_hour(store, seed + 22, now).await;
}

async fn a_referral_is_stored_once(store: &impl Store, n: u64, now: Timestamp) {
    let new = new_case(n, now);
    assert_eq!(store.accept(&new).await.unwrap(), Acceptance::New);
    let mut again = new_case(n, now + SignedDuration::from_mins(5));
    again.case.reference = events::Reference::from_number(n + 500_000);
    match store.accept(&again).await.unwrap() {
        Acceptance::Repeat(answer) => assert_eq!(*answer, new.answer),
        other => panic!("a repeat was taken for {other:?}"),
    }
    again.content = "other".to_owned();
    assert_eq!(
        store.accept(&again).await.unwrap(),
        Acceptance::OtherContent
    );
    let earlier = async |content: &str| store.earlier(&new.submission, content).await.unwrap();
    assert_eq!(
        earlier(&new.content).await,
        Some(Acceptance::Repeat(Box::new(new.answer.clone())))
    );
    assert_eq!(earlier("other").await, Some(Acceptance::OtherContent));
    let unknown = new_case(n + 600_000, now).submission;
    assert_eq!(store.earlier(&unknown, "any").await.unwrap(), None);
    assert_eq!(
        store.case(&new.case.reference).await.unwrap(),
        Some(new.case.clone())
    );
    assert_eq!(
        store.case(&again.case.reference).await.unwrap(),
        None,
        "a repeat stores nothing"
    );
    assert_eq!(
        store.person(&new.case.reference).await.unwrap(),
        Some(new.person),
        "as sent, 1.0 and all"
    );
    let file = store
        .case_file(&new.case.reference)
        .await
        .unwrap()
        .expect("a file");
    assert_eq!(
        (file.case, file.events, file.updates),
        (new.case, vec![new.event], Vec::new())
    );
}

async fn a_taken_reference_stores_nothing(store: &impl Store, n: u64, now: Timestamp) {
    let first = new_case(n, now);
    store.accept(&first).await.unwrap();
    let mut second = new_case(n + 1, now);
    second.case.reference = first.case.reference.clone();
    second.event.reference = first.case.reference.clone();
    assert_eq!(
        store.accept(&second).await.unwrap(),
        Acceptance::ReferenceTaken
    );
    // The submission id was not used up: with another reference it is accepted.
    assert_eq!(
        store.accept(&new_case(n + 1, now)).await.unwrap(),
        Acceptance::New
    );
}

async fn an_event_is_read_by_its_key(store: &impl Store, n: u64, now: Timestamp) {
    let new = NewCase {
        pace: Pace::Slow,
        ..new_case(n, now)
    };
    let mut key = EventKey::of(&new.event);
    assert_eq!(store.event(&key).await.unwrap(), None);
    store.accept(&new).await.unwrap();
    assert_eq!(store.event(&key).await.unwrap(), Some(new.event));
    key.seq = 2;
    assert_eq!(store.event(&key).await.unwrap(), None);
}

async fn events_are_appended_only_to_the_version_they_follow_from(
    store: &impl Store,
    n: u64,
    now: Timestamp,
) {
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let (after, events) = offered(&new.case, "one", now);
    assert_eq!(
        store
            .append(&after, &events, SideWrites::default())
            .await
            .unwrap(),
        AppendOutcome::Stored
    );
    assert_eq!(
        store
            .append(&after, &events, SideWrites::default())
            .await
            .unwrap(),
        AppendOutcome::Stale,
        "a second append is stale"
    );
    let (other, others) = offered(&new.case, "two", now);
    assert_eq!(
        store
            .append(&other, &others, SideWrites::default())
            .await
            .unwrap(),
        AppendOutcome::Stale,
        "so is another from the same version"
    );
    let file = store
        .case_file(&new.case.reference)
        .await
        .unwrap()
        .expect("a file");
    assert_eq!(file.case, after);
    assert_eq!(
        file.events
            .iter()
            .map(|event| event.seq)
            .collect::<Vec<_>>(),
        [1, 2]
    );
}

async fn an_overdue_case_is_on_the_agenda(store: &impl Store, n: u64, now: Timestamp) {
    let new = new_case(n, now);
    store.accept(&new).await.unwrap();
    let due = Due::Case(new.case.reference.clone());
    assert!(!agenda::whole(store, now).await.contains(&due));
    assert!(
        agenda::whole(store, new.case.owner.due)
            .await
            .contains(&due)
    );
    let what = CaseChange::GivenToCoordinators {
        why: events::case::CoordinatorReason::NoService,
        due: now,
    };
    let (after, events) =
        domain::case::apply::append_all(&new.case, vec![what], now).expect("it follows");
    store
        .append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    let later = now + SignedDuration::from_hours(48);
    assert!(
        agenda::whole(store, later).await.contains(&due),
        "the clock has to see that no coordinator looked"
    );
    let (after, events) = domain::case::apply::append_all(
        &after,
        domain::case::commands::clock::overdue(&after, later),
        later,
    )
    .expect("it follows");
    store
        .append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    assert!(
        !agenda::whole(store, later).await.contains(&due),
        "the coordinators keep what they own"
    );
}

/// Moves the counter of one cell.
fn moved(key: &str, cell: &str, by: i64) -> Changes {
    Changes::from([(key.to_owned(), Counters::from([(cell.to_owned(), by)]))])
}

async fn facts_are_kept_once_and_counters_move_with_them(store: &impl Store, n: u64) {
    let (key, counters) = (format!("key-{n}"), format!("counters-{n}"));
    let of = |version| KeptFacts {
        version,
        counted: vec![format!("question-{version}")],
        ..KeptFacts::default()
    };
    let (one, two) = (of(1), of(2));
    assert_eq!(store.facts(&key).await.unwrap(), None);
    let both = Changes::from([
        (
            counters.clone(),
            Counters::from([("one/a".to_owned(), 1), ("one/b".to_owned(), 2)]),
        ),
        (format!("other-{n}"), Counters::from([("c".to_owned(), 1)])),
    ]);
    for outcome in [FactsOutcome::Kept, FactsOutcome::Stale] {
        assert_eq!(
            store.keep_facts(&key, None, &one, &both).await.unwrap(),
            outcome
        );
    }
    assert_eq!(store.facts(&key).await.unwrap(), Some(one));
    let back = moved(&counters, "one/a", -1);
    for outcome in [FactsOutcome::Kept, FactsOutcome::Stale] {
        assert_eq!(
            store.keep_facts(&key, Some(1), &two, &back).await.unwrap(),
            outcome
        );
    }
    assert_eq!(store.facts(&key).await.unwrap(), Some(two));
    let keys = [counters.clone(), format!("none-{n}")];
    let read = store.counters(&keys).await.unwrap();
    let left = Counters::from([("one/b".to_owned(), 2)]);
    assert_eq!(read, [(counters, left)].into());
}

/// A release of one question with so many cases.
fn release(cases: u64) -> Release {
    let question = suppression::Question {
        name: "people".to_owned(),
        unit: Span::Quarter,
        breakdowns: vec![Breakdown::one(Dimension::new("source", ["self"]))],
        by_district: false,
    };
    let family = Family::new(["north"], vec![question]).expect("a family");
    let month = Month::new(2026, 7).expect("July");
    let mut cube = Cube::new(family, month);
    cube.add_cases("people", month, "north", &[("source", "self")], cases)
        .expect("declared");
    let edition = Edition {
        policy: Policy::OFFICE,
        closed: Month::new(2026, 9).expect("September"),
        earlier: &Published::default(),
        within: None,
    };
    let published = suppression::publish(&cube, edition).expect("published");
    published.releases().next().expect("a release").clone()
}

async fn a_final_release_stays_and_a_provisional_one_is_replaced(store: &impl Store, n: u64) {
    let keys = ["final", "provisional", "none"].map(|name| format!("{name}#{n}"));
    let (first, second) = (release(50), release(60));
    for release in [&first, &second] {
        for (key, standing) in keys.iter().zip([Standing::Final, Standing::Provisional]) {
            store.keep_release(key, release, standing).await.unwrap();
        }
    }
    let read = store.releases(&keys).await.unwrap();
    assert_eq!(
        read,
        [(keys[0].clone(), first), (keys[1].clone(), second)].into()
    );
}

/// Each year has a separate register. The year of this run is not disturbed by others.
async fn the_register_of_unmet_needs_is_counted_by_year(store: &impl Store, n: u64) {
    let year = 3_000 + i16::try_from(n % 5_000).expect("a year");
    let gap = |need, home: Option<&str>| Gap {
        need,
        local_authority: home.map(str::to_owned),
    };
    let sleep = gap(NeedCode::TroubleSleeping, Some("E07000178"));
    let nowhere = gap(NeedCode::TroubleSleeping, None);
    assert_eq!(store.gaps(year).await.unwrap(), Vec::new());
    let key = measures::UNMET_REGISTER.key(&year.to_string());
    for (case, cell) in ["E07000178", "unknown", "E07000178"]
        .into_iter()
        .enumerate()
    {
        let change = moved(&key, &format!("{cell}/unmet/trouble-sleeping"), 1);
        let facts = KeptFacts::default();
        store
            .keep_facts(&format!("gap-{n}-{case}"), None, &facts, &change)
            .await
            .unwrap();
    }
    let mut gaps = store.gaps(year).await.unwrap();
    gaps.sort();
    assert_eq!(gaps, [(nowhere, 1), (sleep, 2)]);
}

async fn a_service_never_holds_more_than_it_can(store: &impl Store, n: u64, now: Timestamp) {
    let service = format!("limited-{n}");
    let offer = |case: &Case| {
        let mut what = sample::offer(case, "one", now);
        what.service.clone_from(&service);
        what.capacity = Some(2);
        domain::case::apply::append_all(case, vec![CaseChange::Offered(what)], now)
            .expect("an offer follows")
    };
    let mut cases = Vec::new();
    for place in 0..3 {
        let new = new_case(n + place * 10_000, now);
        store.accept(&new).await.unwrap();
        let (after, events) = offer(&new.case);
        let outcome = store
            .append(&after, &events, SideWrites::default())
            .await
            .unwrap();
        assert_eq!(
            outcome,
            if place < 2 {
                AppendOutcome::Stored
            } else {
                AppendOutcome::ServiceFull
            }
        );
        let stands = if place < 2 { after } else { new.case };
        assert_eq!(
            store.case(&stands.reference).await.unwrap(),
            Some(stands.clone()),
            "a full service stores nothing"
        );
        cases.push(stands);
    }
    let held = async || {
        store
            .loads(&[service.as_str(), "nobody"], Freshness::Now)
            .await
            .unwrap()
            .of(&service)
    };
    assert_eq!(held().await, 2);
    // Accepting changes nothing and declining frees a place, once, even if it is repeated.
    let of = |case: &Case| case.support.onwards[0].offered.onward.clone();
    let yes = CaseChange::Accepted {
        onward: of(&cases[0]),
        provider: "one".to_owned(),
        first_contact_by: now,
    };
    let (after, events) =
        domain::case::apply::append_all(&cases[0], vec![yes], now).expect("an accept follows");
    store
        .append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    assert_eq!(held().await, 2);
    let no = CaseChange::Expired {
        onward: of(&cases[1]),
    };
    let (after, events) =
        domain::case::apply::append_all(&cases[1], vec![no], now).expect("a lapse follows");
    for expected in [AppendOutcome::Stored, AppendOutcome::Stale] {
        assert_eq!(
            store
                .append(&after, &events, SideWrites::default())
                .await
                .unwrap(),
            expected
        );
        assert_eq!(held().await, 1);
    }
    let (after, events) = offer(&cases[2]);
    assert_eq!(
        store
            .append(&after, &events, SideWrites::default())
            .await
            .unwrap(),
        AppendOutcome::Stored
    );
    assert_eq!(held().await, 2);
}
