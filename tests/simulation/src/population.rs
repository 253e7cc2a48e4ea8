//! A population that lives for years: people are referred, helped and forgotten, as often as published figures say.
//!
//! It uses the world of the simulation, the twins, without faults, and the handlers of the hub. Nothing in it decides
//! what the hub decides: it sends requests at their times, lets the clock run, and delivers the events. Events reach
//! `figures` in another order than they happened, some of them twice, and some of them only at the end.

mod calibration;
mod deliveries;
mod life;
mod referrals;

pub use calibration::{Comparison, Published};

use calibration::Funnel;
use deliveries::Deliveries;
use domain::calendar::london_today;
use events::Reference;
use events::profile::Profile;
use frontend::Assets;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use life::Life;
use measures::Fact;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use referrals::Person;
use std::collections::{BTreeMap, BTreeSet};
use twins::{Faults, Twin, sample};

/// What to play.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The area: a folder of `infra/areas`.
    pub area: String,
    /// The first day.
    pub from: Date,
    /// The day after the last one.
    pub until: Date,
    /// How many people, as a share of the published number.
    pub scale: f64,
    /// The same seed gives the same population.
    pub seed: u64,
    /// Whether figures are published each month, as the hub does each day.
    pub publishes: bool,
}

/// What happens at a moment.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody is referred.
    Refer(Box<Person>),
    /// The person of that case refers themselves too.
    Second(Box<Person>, Reference),
    /// The same referral is sent again, because the sender lost the answer.
    Again(Box<Person>),
    /// The hub asks somebody whom a system has sent whether they agree.
    Ask(Reference),
    /// A provider answers an offer.
    Answer(Reference, String),
    /// A provider does the next thing for somebody.
    Work(Reference, String),
    /// A coordinator does one open task.
    Task(Reference),
    /// A coordinator looks at a case that was given to them.
    Look(Reference),
    /// A coordinator closes the case if nobody helps in it any more.
    Close(Reference),
    /// Somebody comes back after their case was closed.
    Reopen(Reference),
    /// A coordinator finds that the first case is the same person as the second.
    Merge(Reference, Reference),
    /// Somebody asks that everything is deleted.
    Erase(Reference),
    /// The clock runs.
    Tick,
    /// A day begins.
    Day,
}

/// The world while it is played.
pub struct Population {
    plan: Plan,
    twin: Twin,
    funnel: Funnel,
    chance: StdRng,
    assets: Assets,
    now: Timestamp,
    /// What will happen, in order.
    steps: BTreeMap<(Timestamp, u64), Step>,
    number: u64,
    /// Each person’s way.
    lives: BTreeMap<Reference, Life>,
    /// When the clock has to run.
    ticks: BTreeSet<Timestamp>,
    deliveries: Deliveries,
    /// How often each thing happened.
    happened: BTreeMap<String, u64>,
}

/// What was played.
pub struct Played {
    /// The world at the end.
    pub twin: Twin,
    /// How often each thing happened.
    pub happened: BTreeMap<String, u64>,
    /// The published numbers, and those that were played.
    pub comparisons: Vec<Comparison>,
}

impl Played {
    /// Every fact, in the order of the keys.
    pub fn facts(&self) -> Vec<Fact> {
        let state = self.twin.state();
        state
            .facts
            .values()
            .flat_map(|kept| kept.facts.clone())
            .collect()
    }
}

/// Plays the plan, and tells the progress after each month.
///
/// # Panics
/// A request is answered in a way that the hub does not promise.
pub async fn play(plan: Plan, mut progress: impl FnMut(&str)) -> Played {
    let mut population = Population::new(plan);
    population.draw_referrals();
    let mut month = String::new();
    while let Some(((at, _), step)) = population.steps.pop_first() {
        population.go_to(at);
        let day = london_today(at);
        let now = day.strftime("%Y-%m").to_string();
        if now != month {
            population.each_month().await;
            month = now;
            let cases = population.lives.len();
            progress(&format!("{month}: {cases} cases so far"));
        }
        population.happens(step).await;
        population.react().await;
    }
    population.end().await
}

impl Population {
    fn new(plan: Plan) -> Self {
        let profile = contracts_from(sample::profile(&plan.area), plan.from);
        let twin = Twin::new(profile, Faults::seeded(0, 0));
        for kind in events::referral::SourceKind::ALL {
            let mut state = twin.state();
            state
                .tokens
                .insert(format!("token-{kind}"), format!("client-{kind}"));
            state.clients.insert(format!("client-{kind}"), *kind);
        }
        twin.state().staff = ["someone", "another"]
            .map(|name| sample::staff(name, &["coordinator", "employer-hub"]))
            .into();
        // One account stands for all coordinators.
        twin.state().look_budget.most = u32::MAX;
        Self {
            funnel: Funnel::of(&plan.area),
            chance: StdRng::seed_from_u64(plan.seed),
            twin,
            assets: Assets::unhashed(),
            now: Timestamp::UNIX_EPOCH,
            steps: BTreeMap::new(),
            number: 0,
            lives: BTreeMap::new(),
            ticks: BTreeSet::new(),
            deliveries: Deliveries::default(),
            happened: BTreeMap::new(),
            plan,
        }
    }

    fn go_to(&mut self, at: Timestamp) {
        self.now = at;
        self.twin.state().now = at;
    }

    /// Plans a step. Nothing is planned after the end.
    fn plan_at(&mut self, at: Timestamp, step: Step) {
        if at < self.end_of_play() {
            self.number += 1;
            self.steps.insert((at, self.number), step);
        }
    }

    fn plan_in(&mut self, after: SignedDuration, step: Step) {
        self.plan_at(self.now + after, step);
    }

    fn end_of_play(&self) -> Timestamp {
        start_of(self.plan.until)
    }

    fn count(&mut self, what: &str) {
        *self.happened.entry(what.to_owned()).or_default() += 1;
    }

    /// Draws who is referred on each day, and plans the day.
    fn draw_referrals(&mut self) {
        let mut day = self.plan.from;
        let mut number = 0;
        while day < self.plan.until {
            let begins = start_of(day);
            self.plan_at(begins + SignedDuration::from_hours(5), Step::Day);
            let expected = self.funnel.on(day, self.plan.from) * self.plan.scale;
            for _ in 0..how_many(expected, &mut self.chance) {
                number += 1;
                let after = SignedDuration::from_mins(self.chance.random_range(7 * 60..22 * 60));
                let person = referrals::draw(
                    number,
                    day,
                    self.twin.profile(),
                    &self.funnel,
                    &mut self.chance,
                );
                self.plan_at(begins + after, Step::Refer(Box::new(person)));
            }
            day = day.tomorrow().expect("a day of this century");
        }
    }

    /// Publishes, and forgets what nobody reads any more.
    async fn each_month(&mut self) {
        {
            let mut state = self.twin.state();
            state.mails.clear();
            state.looks.clear();
            state.reads.clear();
            state.opened.clear();
        }
        if self.plan.publishes {
            self.count_events(false).await;
            figures::publish(&self.twin, self.now)
                .await
                .expect("figures that fit the declared questions");
            self.count("published");
        }
    }

    /// What was late is counted, and everything is published once more.
    async fn end(mut self) -> Played {
        self.go_to(self.end_of_play());
        self.react().await;
        self.count_events(true).await;
        self.each_month().await;
        for (name, count) in self.deliveries.counts() {
            self.happened.insert(name.to_owned(), count);
        }
        let events: Vec<&'static str> = {
            let state = self.twin.state();
            state.stream.iter().map(|event| event.what.name()).collect()
        };
        for name in events {
            self.count(&format!("event: {name}"));
        }
        let mut played = Played {
            twin: self.twin,
            happened: self.happened,
            comparisons: Vec::new(),
        };
        played.comparisons = calibration::compare(&self.funnel, &self.plan, &played);
        played
    }
}

/// The profile as if its present contracts had begun before that day. Its own dates are those of the newest contracts, and
/// nobody could be helped in the years before them.
fn contracts_from(mut profile: Profile, day: Date) -> Profile {
    for service in &mut profile.services {
        if service.until.is_none_or(|until| until > day) {
            service.from = service.from.min(day);
        }
    }
    profile
}

/// The beginning of the day in London.
fn start_of(day: Date) -> Timestamp {
    day.to_zoned(jiff::tz::get!("Europe/London"))
        .expect("midnight")
        .timestamp()
}

/// A number with that mean (a Poisson draw).
fn how_many(mean: f64, chance: &mut StdRng) -> u32 {
    let (limit, mut product, mut many) = ((-mean).exp(), chance.random::<f64>(), 0);
    while product > limit {
        product *= chance.random::<f64>();
        many += 1;
    }
    many
}
