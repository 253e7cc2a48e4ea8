//! One run: a seed, some people, a world that fails, and an end at which everything has come to rest.

mod coordinators;
mod machines;
mod person;
mod police;
mod police_files;
mod providers;
mod requests;

use crate::actions::ActionLog;
use crate::area::scarce;
use crate::invariants;
use crate::people::{Submission, draw};
use crate::witness::Witness;
use events::Reference;
use frontend::Assets;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use twins::{Faults, Twin, sample};

/// Where providers reach the hub of a run.
const HUB: &str = "https://hub.example.net";

/// How much happens when everybody has come.
const MORE: usize = 50;

/// What happened in a run, in words, oldest first.
#[derive(Debug, Default)]
pub struct Story(Vec<String>);

impl Story {
    /// Tells one more thing.
    pub fn tell(&mut self, line: String) {
        self.0.push(line);
    }

    /// The whole story.
    pub fn text(&self) -> String {
        self.0.join("\n")
    }
}

/// A run of the hub over the twins.
pub struct Run {
    /// The world.
    pub twin: Twin,
    /// What happened.
    pub story: Story,
    /// Every submission that was accepted, with the reference it was answered with.
    pub accepted: BTreeMap<String, Reference>,
    /// The memorable words that were given out, by reference.
    pub words: BTreeMap<Reference, String>,
    /// Every submission that was sent, accepted or not.
    pub sent: BTreeMap<String, Submission>,
    pub(crate) witness: Witness,
    pub(crate) actions: ActionLog,
    /// How much of each provider's queue was judged, and of the mail.
    pub(crate) heard: BTreeMap<String, usize>,
    pub(crate) mail: invariants::Mail,
    /// How often each thing happened that is to happen in any suite of seeds.
    happened: BTreeMap<String, u64>,
    chance: StdRng,
    now: Timestamp,
    assets: Assets,
    /// The daily files that were dropped.
    files: Vec<police_files::DroppedFile>,
    /// Events on their way to a consumer: position in the stream, for each.
    delivered: HashMap<&'static str, usize>,
}

impl Run {
    /// A run from a seed; so many in a thousand calls of a port go wrong.
    pub fn seeded(seed: u64, in_a_thousand: u32) -> Self {
        let faults = Faults::seeded(seed ^ 0xfa17, in_a_thousand).deadly();
        let twin = Twin::new(scarce(sample::profile("thames-valley"), seed), faults);
        for kind in events::referral::SourceKind::ALL {
            twin.state()
                .tokens
                .insert(format!("token-{kind}"), format!("client-{kind}"));
            twin.state().clients.insert(format!("client-{kind}"), *kind);
        }
        twin.state().staff = ["someone", "another", "someone-0", "someone-1"]
            .map(|name| sample::staff(name, &["coordinator"]))
            .into();
        Self {
            twin,
            story: Story::default(),
            accepted: BTreeMap::new(),
            words: BTreeMap::new(),
            sent: BTreeMap::new(),
            witness: Witness::default(),
            actions: ActionLog::default(),
            heard: BTreeMap::new(),
            mail: invariants::Mail::default(),
            happened: BTreeMap::new(),
            chance: StdRng::seed_from_u64(seed),
            now: "2026-11-23T08:00:00Z".parse().expect("a moment"),
            assets: Assets::unhashed(),
            files: Vec::new(),
            delivered: HashMap::new(),
        }
    }

    /// So many people, in a failing world, until all has come to rest; every promise is checked on the way.
    pub async fn live(&mut self, people: usize, shared: &[Value]) {
        for _ in 0..people {
            let submission = draw(shared, &mut self.chance);
            self.sent.insert(
                submission.document["id"].as_str().unwrap().to_owned(),
                submission,
            );
        }
        self.wait(SignedDuration::ZERO);
        let mut posts: Vec<String> = self.sent.keys().cloned().collect();
        // People press the button again when the line drops, and programmes retry.
        posts.extend(
            posts
                .clone()
                .into_iter()
                .filter(|_| self.chance.random_bool(0.4)),
        );
        posts.shuffle(&mut self.chance);
        while let Some(id) = posts.pop() {
            self.post(&id).await;
            invariants::always(self);
            for _ in 0..self.chance.random_range(0..6) {
                self.step().await;
            }
        }
        // Nobody new comes; what was begun goes on.
        for _ in 0..MORE {
            self.step().await;
        }
        self.come_to_rest().await;
        self.weeks_go_by().await;
    }

    /// The world heals, everybody retries, the clock goes on, and nothing is left to deliver.
    async fn come_to_rest(&mut self) {
        self.twin.heal();
        self.story.tell("the world heals".to_owned());
        self.every_file_is_read().await;
        let unanswered: Vec<String> = self
            .sent
            .keys()
            .filter(|id| !self.accepted.contains_key(*id))
            .cloned()
            .collect();
        for id in unanswered {
            self.post(&id).await;
        }
        for _ in 0..6 {
            self.deliver_all().await;
            self.wait(SignedDuration::from_mins(3));
            self.tick().await;
        }
        self.deliver_all().await;
        invariants::delivered(self);
        // Windows open, offers lapse or are taken.
        for hour in 0..4 * 24 {
            self.wait(SignedDuration::from_hours(1));
            if hour % 4 == 0 {
                self.a_provider_answers().await;
            }
            self.tick().await;
            self.deliver_all().await;
        }
        self.nothing_is_due().await;
        invariants::at_rest(self);
    }

    /// Those who work bring what they have to its end; those who are silent are seen.
    async fn weeks_go_by(&mut self) {
        for day in 0..60 {
            if day < 12 {
                self.everyone_works().await;
            }
            if day < 20 {
                self.the_police_record().await;
                self.a_coordinator_decides().await;
                self.a_person_asks().await;
                self.somebody_is_deleted().await;
                invariants::always(self);
            }
            // The clock is looked at at every hour of the day, so that every window is open once.
            self.wait(SignedDuration::from_hours(25));
            self.tick().await;
            self.deliver_all().await;
        }
        self.nothing_is_due().await;
        invariants::in_the_end(self);
    }

    /// What the last events set the clock for at this very minute is done, too.
    async fn nothing_is_due(&mut self) {
        for _ in 0..3 {
            self.tick().await;
            self.deliver_all().await;
        }
    }

    /// Something happens, anything.
    async fn step(&mut self) {
        match self.chance.random_range(0..34) {
            0..=4 => self.deliver("react").await,
            5..=6 => self.deliver("figures").await,
            7..=8 => self.tell_someone().await,
            9..=10 => self.a_provider_answers().await,
            11..=13 => Box::pin(self.a_provider_works()).await,
            14 => self.a_coordinator_acts().await,
            15 => self.someone_looks_at_their_page().await,
            16..=17 => Box::pin(self.the_police_record()).await,
            18 => Box::pin(self.someone_pries()).await,
            19..=21 => Box::pin(self.a_person_asks()).await,
            22..=24 => Box::pin(self.a_coordinator_decides()).await,
            25..=26 => Box::pin(self.a_provider_passes_on()).await,
            27 => self.a_mail_comes_back().await,
            28 => Box::pin(self.somebody_guesses()).await,
            29 => self.a_file_is_dropped(),
            30 => Box::pin(self.a_file_is_read()).await,
            _ => {
                let minutes = if self.chance.random_bool(0.2) {
                    1_500
                } else {
                    90
                };
                let minutes = self.chance.random_range(1..minutes);
                self.wait(SignedDuration::from_mins(minutes));
                self.tick().await;
            }
        }
        invariants::always(self);
    }

    /// Time passes.
    fn wait(&mut self, time: SignedDuration) {
        self.now += time;
        self.twin.state().now = self.now;
    }

    /// Notes that something happened.
    pub(crate) fn happened(&mut self, what: &str) {
        *self.happened.entry(what.to_owned()).or_default() += 1;
    }

    /// How often each thing happened: every kind of event, fault and refusal, by name.
    pub fn all_that_happened(&self) -> BTreeMap<String, u64> {
        let mut all = self.happened.clone();
        for (name, count) in self
            .witness
            .records
            .values()
            .flat_map(|record| &record.events_by_name)
        {
            *all.entry(format!("event: {name}")).or_default() += count;
        }
        for (fault, count) in self.twin.faults_that_happened() {
            *all.entry(format!("fault: {fault:?}")).or_default() += count;
        }
        all
    }

    /// Tells one more thing, with the time.
    fn tell(&mut self, line: &str) {
        self.story.tell(format!("{} {line}", self.now));
    }
}
