//! One run: a seed, some people, a world with faults, and an end at which everything has settled.

mod access;
mod coordinators;
mod flood;
mod machines;
mod person;
mod police;
mod police_files;
mod providers;
pub(crate) mod requests;

use crate::actions::ActionLog;
use crate::area::with_little_capacity;
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

/// The address at which providers reach the hub of a run.
const HUB: &str = "https://hub.example.net";

/// How much happens after everybody has been referred.
const MORE: usize = 50;

/// What happened in a run, in words, oldest first.
#[derive(Debug, Default)]
pub struct Story(Vec<String>);

impl Story {
    /// Adds a line.
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
    pub twin: Twin,
    pub story: Story,
    /// Every accepted submission, with the reference in its answer.
    pub accepted: BTreeMap<String, Reference>,
    /// The memorable words that people hold and that open their pages, by reference.
    pub words: BTreeMap<Reference, String>,
    /// Everything else that opens a page, or did.
    openers: access::Openers,
    /// The versions that their pages carried so far, by reference.
    versions: BTreeMap<Reference, Vec<String>>,
    /// Every submission that was sent, accepted or not.
    pub sent: BTreeMap<String, Submission>,
    pub(crate) witness: Witness,
    pub(crate) actions: ActionLog,
    /// How much of each provider's queue, and of the mail, was judged.
    pub(crate) heard: BTreeMap<String, usize>,
    pub(crate) mail: invariants::Mail,
    /// What the sender of a flood was answered.
    heard_by_flooder: flood::HeardByFlooder,
    /// Whether somebody floods the hub in this run.
    has_flood: bool,
    /// How often each thing happened that every suite of seeds must include.
    happened: BTreeMap<String, u64>,
    chance: StdRng,
    now: Timestamp,
    assets: Assets,
    /// The daily files that were dropped.
    files: Vec<police_files::DroppedFile>,
    /// Events on their way to each consumer: its position in the stream.
    delivered: HashMap<&'static str, usize>,
}

impl Run {
    /// A run from a seed. In a thousand calls of a port, that many go wrong.
    pub fn seeded(seed: u64, in_a_thousand: u32) -> Self {
        let faults = Faults::seeded(seed ^ 0xfa17, in_a_thousand).deadly();
        let twin = Twin::new(
            with_little_capacity(sample::profile("thames-valley"), seed),
            faults,
        );
        for kind in events::referral::SourceKind::ALL {
            twin.state()
                .tokens
                .insert(format!("token-{kind}"), format!("client-{kind}"));
            twin.state().clients.insert(format!("client-{kind}"), *kind);
        }
        let coordinators = ["someone", "another", "someone-0", "someone-1", "curious"]
            .map(|name| sample::staff(name, &["coordinator", "employer-hub"]));
        let officers = ["officer", "officer-2"].map(|name| sample::staff(name, &["police"]));
        twin.state().staff = coordinators.into_iter().chain(officers).collect();
        Self {
            twin,
            story: Story::default(),
            accepted: BTreeMap::new(),
            words: BTreeMap::new(),
            openers: access::Openers::default(),
            versions: BTreeMap::new(),
            sent: BTreeMap::new(),
            witness: Witness::default(),
            actions: ActionLog::default(),
            heard: BTreeMap::new(),
            mail: invariants::Mail::default(),
            heard_by_flooder: flood::HeardByFlooder::default(),
            has_flood: seed.is_multiple_of(3),
            happened: BTreeMap::new(),
            chance: StdRng::seed_from_u64(seed),
            now: "2026-11-23T08:00:00Z".parse().expect("a moment"),
            assets: Assets::unhashed(),
            files: Vec::new(),
            delivered: HashMap::new(),
        }
    }

    /// Plays a run with that many people and faults until everything has settled. Checks every invariant on the way.
    pub async fn play(&mut self, people: usize, shared: &[Value]) {
        for _ in 0..people {
            let submission = draw(shared, &mut self.chance);
            self.sent.insert(
                submission.document["id"].as_str().unwrap().to_owned(),
                submission,
            );
        }
        self.wait(SignedDuration::ZERO);
        let mut posts: Vec<String> = self.sent.keys().cloned().collect();
        // People press the button again after a lost answer, and programmes retry.
        posts.extend(
            posts
                .clone()
                .into_iter()
                .filter(|_| self.chance.random_bool(0.4)),
        );
        posts.shuffle(&mut self.chance);
        let flood_at = posts.len() / 2;
        while let Some(id) = posts.pop() {
            Box::pin(self.post(&id)).await;
            invariants::always(self);
            if self.has_flood && posts.len() == flood_at {
                Box::pin(self.flood()).await;
            }
            for _ in 0..self.chance.random_range(0..6) {
                Box::pin(self.step()).await;
            }
        }
        // Nobody new is referred, and what has begun continues.
        for _ in 0..MORE {
            Box::pin(self.step()).await;
        }
        Box::pin(self.settle()).await;
        Box::pin(self.finish_work()).await;
    }

    /// The faults end, everybody retries, time passes, and nothing is left to deliver.
    async fn settle(&mut self) {
        self.twin.heal();
        self.story.tell("the faults end".to_owned());
        Box::pin(self.read_every_file()).await;
        let unanswered: Vec<String> = self
            .sent
            .keys()
            .filter(|id| !self.accepted.contains_key(*id))
            .cloned()
            .collect();
        for id in unanswered {
            Box::pin(self.post(&id)).await;
        }
        for _ in 0..6 {
            Box::pin(self.deliver_all()).await;
            self.wait(SignedDuration::from_mins(3));
            Box::pin(self.tick()).await;
        }
        Box::pin(self.deliver_all()).await;
        invariants::delivered(self);
        // Windows open, and offers lapse or are accepted.
        for hour in 0..4 * 24 {
            self.wait(SignedDuration::from_hours(1));
            if hour % 4 == 0 {
                Box::pin(self.provider_answers()).await;
            }
            Box::pin(self.tick()).await;
            Box::pin(self.deliver_all()).await;
        }
        self.run_clock_until_idle().await;
        invariants::at_rest(self);
    }

    /// The providers that work finish what they have, and the silent ones are noticed.
    async fn finish_work(&mut self) {
        for day in 0..60 {
            if day < 12 {
                Box::pin(self.every_provider_works()).await;
            }
            if day < 20 {
                Box::pin(self.police_act()).await;
                Box::pin(self.coordinator_decides()).await;
                // The answers are judged before the person changes them again.
                invariants::always(self);
                Box::pin(self.person_acts()).await;
                Box::pin(self.delete_somebody()).await;
                invariants::always(self);
            }
            // The clock runs at every hour of the day, so that every window is open once.
            self.wait(SignedDuration::from_hours(25));
            Box::pin(self.tick()).await;
            Box::pin(self.deliver_all()).await;
        }
        self.run_clock_until_idle().await;
        invariants::in_the_end(self);
    }

    /// The clock also does what the last events made due in this minute.
    async fn run_clock_until_idle(&mut self) {
        for _ in 0..3 {
            Box::pin(self.tick()).await;
            Box::pin(self.deliver_all()).await;
        }
    }

    /// A random thing happens.
    async fn step(&mut self) {
        match self.chance.random_range(0..40) {
            0..=4 => {
                Box::pin(self.deliver_slow()).await;
                Box::pin(self.deliver("react")).await;
            }
            5..=6 => Box::pin(self.deliver("figures")).await,
            7..=8 => Box::pin(self.deliver_update()).await,
            9..=10 => Box::pin(self.provider_answers()).await,
            11..=13 => Box::pin(self.provider_works()).await,
            14 => Box::pin(self.coordinator_acts()).await,
            15 => Box::pin(self.view_page()).await,
            16..=17 => Box::pin(self.police_act()).await,
            18 => Box::pin(self.try_forbidden_reads()).await,
            19..=20 => Box::pin(self.person_acts()).await,
            21 if self.chance.random_bool(0.5) => Box::pin(self.somebody_else_acts()).await,
            21 => Box::pin(self.person_acts()).await,
            22..=24 => Box::pin(self.coordinator_decides()).await,
            25..=26 => Box::pin(self.provider_refers_on()).await,
            27 => Box::pin(self.return_mail()).await,
            28 => Box::pin(self.guess_words()).await,
            29 => self.drop_file(),
            34 => Box::pin(self.use_code()).await,
            35..=36 => Box::pin(self.try_old_words()).await,
            30 => Box::pin(self.read_file()).await,
            37..=38 => Box::pin(self.curious_coordinator_looks()).await,
            31..=32 => Box::pin(self.coordinator_decides_flood()).await,
            39 => Box::pin(self.delete_somebody()).await,
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

    /// Counts that something happened.
    pub(crate) fn count(&mut self, what: &str) {
        *self.happened.entry(what.to_owned()).or_default() += 1;
    }

    /// How often each thing happened: every kind of event, fault and refusal, by name.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let mut all = self.happened.clone();
        for (name, count) in self
            .witness
            .records
            .values()
            .flat_map(|record| &record.events_by_name)
        {
            *all.entry(format!("event: {name}")).or_default() += count;
        }
        let state = self.twin.state();
        let aside = state.cases.values().map(|case| &case.received.set_aside);
        let aside = aside.filter(|mark| mark.is_some()).count() as u64;
        let unsent = state.updates.iter().filter(|(request, (update, _))| {
            update.sent_at.is_none()
                && invariants::had_a_letter(&state, &self.mail.ever, request, update)
        });
        for (what, count) in [
            ("a referral of a flood was set aside", aside),
            (
                "an address had had its letter of the day",
                unsent.count() as u64,
            ),
        ] {
            if count > 0 {
                *all.entry(what.to_owned()).or_default() += count;
            }
        }
        drop(state);
        for (fault, count) in self.twin.faults_that_happened() {
            *all.entry(format!("fault: {fault:?}")).or_default() += count;
        }
        all
    }

    /// Adds a line with the time.
    fn tell(&mut self, line: &str) {
        self.story.tell(format!("{} {line}", self.now));
    }
}
