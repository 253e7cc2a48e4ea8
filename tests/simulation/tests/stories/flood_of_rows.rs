//! The largest daily file is read while people ask for help: they are routed as if there were no file.

use crate::test_hub::{HUB, TestHub, recognisable_referral};
use events::Reference;
use events::case::{CaseEvent, OwnerKind};
use feed::{MAX_ROWS, Progress, ReadLimits};
use jiff::{SignedDuration, Timestamp};
use platform::ports::EventKey;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use twins::File;

/// The reader of the stream has time for so many calls of ports in a second: as many as a laptop, far fewer than AWS.
const STREAM: u64 = 60;
/// Cases that the slow lane handles in a second.
const LANE: usize = 4;
/// By when a self-referral must be offered or with the coordinators (contract).
const PROMISED: SignedDuration = SignedDuration::from_secs(5);
/// How long the story lasts. The file is still being read at its end.
const SECONDS: i64 = 120;

/// A file of as many rows as the hub accepts.
fn largest() -> Vec<u8> {
    let sample = include_str!("../../../../events/samples/feed.jsonl");
    let row = sample.lines().next().expect("a row");
    let mut file = Vec::with_capacity((row.len() + 8) * 100_000);
    for number in 0..MAX_ROWS {
        file.extend(row.replacen("-V1", &format!("-V{number}"), 1).bytes());
        file.push(b'\n');
    }
    file
}

/// The machines of the hub, each with its share of a second.
struct Machines {
    seen: usize,
    followed: BTreeMap<Reference, Timestamp>,
}

impl Machines {
    /// The reader of the stream, in order, for a second.
    async fn read_stream(&mut self, hub: &TestHub) {
        let calls = || hub.twin.faults_that_happened().values().sum::<u64>();
        let begun = calls();
        while calls() - begun < STREAM {
            let next: Option<CaseEvent> = hub.twin.state().stream.get(self.seen).cloned();
            let Some(event) = next else { return };
            self.seen += 1;
            if event.seq == 1 && hub.twin.state().slow.contains(&event.reference) {
                continue;
            }
            react::handle(&hub.twin, HUB, event, hub.now).await.unwrap();
        }
    }

    /// The slow lane, for a second.
    async fn read_lane(&self, hub: &TestHub) {
        let waiting: Vec<EventKey> = {
            let lane = &mut hub.twin.state().slow_lane;
            let some = LANE.min(lane.len());
            lane.drain(..some).collect()
        };
        for key in waiting {
            react::handle_later(&hub.twin, HUB, &key, hub.now)
                .await
                .unwrap();
        }
    }

    /// A case that is routed is no longer followed. Nobody waits for longer than was promised.
    fn check(&mut self, hub: &TestHub) {
        self.followed.retain(|reference, since| {
            let routed = hub.case(reference).owner.kind != OwnerKind::Hub;
            let waited = hub.now.duration_since(*since);
            let behind = hub.twin.state().stream.len() - self.seen;
            assert!(
                routed || waited < PROMISED,
                "{reference} has waited for {waited} behind {behind} events at {}",
                hub.now
            );
            !routed
        });
    }
}

#[tokio::test]
async fn a_file_of_100_000_rows_makes_nobody_wait() {
    let mut hub = TestHub::of("thames-valley");
    let key = "in/tvp/day.jsonl";
    let file = File::of(largest(), hub.now);
    hub.twin.state().files.insert(key.to_owned(), file);
    let limits = ReadLimits {
        batch_rows: u32::try_from(LANE).unwrap(),
        rows_per_second: NonZeroU32::new(u32::try_from(LANE).unwrap()).unwrap(),
        ..ReadLimits::USUAL
    };
    let mut machines = Machines {
        seen: 0,
        followed: BTreeMap::new(),
    };
    let (mut rows, mut routed) = (0, 0);
    for second in 0..SECONDS {
        // The reader of the file takes its share of this second, and waits for the rest of it.
        let before = hub.twin.state().paused;
        let clock = || hub.now + (hub.twin.state().paused - before);
        let until = hub.now + SignedDuration::from_secs(1);
        let progress = feed::read(&hub.twin, key, limits, clock, until)
            .await
            .unwrap();
        assert_eq!(progress, Progress::OutOfTime, "the file ended too soon");
        rows = hub.twin.state().slow.len();
        assert!(
            rows <= LANE * usize::try_from(second + 2).unwrap(),
            "{rows} rows after {second} seconds"
        );
        // From the tenth of one connection on they would be set aside.
        if second % 15 == 0 {
            let number = u32::try_from(second).unwrap();
            let mut document = recognisable_referral("self", number);
            document["person"]["name"] = format!("Robin {number}").into();
            let reference = hub.refer(&document).await;
            machines.followed.insert(reference, hub.now);
            routed += 1;
        }
        machines.read_stream(&hub).await;
        machines.read_lane(&hub).await;
        machines.check(&hub);
        hub.wait(SignedDuration::from_secs(1));
    }
    assert_eq!((routed, machines.followed.len()), (8, 0));
    // The rows are routed as well, before the clock has to do it.
    let waiting = hub.twin.state().slow_lane.len();
    assert!(
        rows > 450 && waiting <= 2 * LANE,
        "{rows} rows, {waiting} wait"
    );
}
