//! Each person’s way, step by step, as requests to the handlers that serve them.

use super::referrals::{self, Person, weighted};
use super::{Population, Step};
use crate::run::requests::{Answer, answer_of, by_account, post, with};
use events::care::{Act, ContactOutcome, Outcome, Point, Scores};
use events::case::{
    Case, CaseChange, CoordinatorReason, DeclineReason, OnwardState, ProposedAct, ReopenReason,
    TaskKind,
};
use events::referral::{ChannelKind, Modality, SourceKind};
use events::update::UpdateMessage;
use events::{Reference, care};
use jiff::{SignedDuration, Timestamp};
use platform::keys::Keys;
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};
use twins::SECRET;

/// The address at which providers reach the hub.
const HUB: &str = "https://hub.example.net";
/// The clock runs at these hours, if anything is due. On AWS it runs each minute.
const HOURS: SignedDuration = SignedDuration::from_hours(6);
/// A case that nobody helps in is closed after that time.
const UNHELPED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How a person's way ends. The shares are the published ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    WrongDetails,
    NoSafeMessage,
    Declined,
    NotReached,
    Advice,
    Supported,
}

impl Fate {
    const fn as_str(self) -> &'static str {
        match self {
            Self::WrongDetails => "life: wrong-details",
            Self::NoSafeMessage => "life: no-safe-message",
            Self::Declined => "life: declined",
            Self::NotReached => "life: not-reached",
            Self::Advice => "life: advice",
            Self::Supported => "life: supported",
        }
    }

    /// Why a coordinator closes the case in the end.
    const fn ends(self) -> &'static str {
        match self {
            Self::WrongDetails | Self::NoSafeMessage | Self::NotReached => "not-reached",
            Self::Declined => "withdrew",
            Self::Advice => "no-more-needs",
            Self::Supported => "support-over",
        }
    }
}

/// A person while the hub knows them.
#[derive(Clone, Debug)]
pub(super) struct Life {
    fate: Fate,
    /// Sessions that each service holds.
    sessions: u32,
    has_a_session: bool,
}

impl Population {
    pub(super) async fn happens(&mut self, step: Step) {
        match step {
            Step::Refer(person) => self.refer(*person, None).await,
            Step::Second(person, first) => self.refer(*person, Some(first)).await,
            Step::Again(person) => self.send_again(&person).await,
            Step::Ask(reference) => self.ask(&reference).await,
            Step::Answer(reference, onward) => self.answer(&reference, &onward).await,
            Step::Work(reference, onward) => self.work(&reference, &onward).await,
            Step::Task(reference) => self.do_task(&reference).await,
            Step::Look(reference) => self.look(&reference).await,
            Step::Close(reference) => self.close(&reference).await,
            Step::Reopen(reference) => {
                let why = ReopenReason::HarmedAgain;
                if self.case(&reference).lifecycle.is_closed()
                    && self
                        .command(&reference, "reopen", json!({"why": why}))
                        .await
                {
                    self.count("reopened");
                    self.lives.get_mut(&reference).expect("a life").fate = Fate::Supported;
                    self.plan_in(UNHELPED, Step::Close(reference));
                }
            }
            Step::Merge(from, into) => self.merge(&from, &into).await,
            Step::Erase(reference) => self.erase(&reference).await,
            Step::Tick => {
                clock::handle(&self.twin, HUB, self.now, || true)
                    .await
                    .expect("a clock without faults");
            }
            Step::Day => {
                self.count_events(false).await;
                clock::each_day(&self.twin, self.now)
                    .await
                    .expect("a day without faults");
            }
        }
    }

    pub(super) fn case(&self, reference: &Reference) -> Case {
        self.twin.state().cases[reference].clone()
    }

    /// Some time within a day, more often soon.
    fn soon(&mut self, hours: i64) -> SignedDuration {
        let minutes = hours * 60;
        let one = self.chance.random_range(1..=minutes);
        let other = self.chance.random_range(1..=minutes);
        SignedDuration::from_mins(one.min(other))
    }

    /// Sends a referral as its sender would.
    async fn send(&mut self, person: &Person) -> Answer {
        let mut request = post("/referrals", &person.document, "");
        if person.source != SourceKind::SelfReferral {
            let token = format!("Bearer token-{}", person.source);
            request = with(request, "authorization", &token);
        }
        // Each has another connection.
        let asker = crate::people::home_of(person.document["id"].as_str().expect("an id"));
        request = with(request, "x-hub-asker", &asker);
        let room = refer::Context {
            ports: &self.twin,
            keys: Keys::new(SECRET),
            assets: &self.assets,
            secure: true,
        };
        let chance = self.chance.random();
        answer_of(&self.twin, refer::handle(&room, request, self.now, chance)).await
    }

    /// The sender has lost the answer. It gets the same one, or none any more if the case was erased.
    async fn send_again(&mut self, person: &Person) {
        let heard = self.send(person).await;
        assert!(matches!(heard.status, 200 | 201 | 409), "{}", heard.text);
        self.count("sent again");
    }

    /// Somebody is referred. If it is the second time, a coordinator will find that they are the same person.
    async fn refer(&mut self, person: Person, first: Option<Reference>) {
        let heard = self.send(&person).await;
        assert_eq!(heard.status, 201, "{}", heard.text);
        let reference = heard.body["reference"].as_str().expect("a reference");
        let reference: Reference = reference.parse().expect("a reference");
        let fate = match &first {
            Some(first) => self.lives[first].fate,
            None => self.draw_fate(),
        };
        let life = Life {
            fate,
            sessions: self.chance.random_range(2..9),
            has_a_session: false,
        };
        self.lives.insert(reference.clone(), life);
        self.plan_in(UNHELPED, Step::Close(reference.clone()));
        if let Some(first) = first {
            let found = self.soon(72);
            return self.plan_in(found, Step::Merge(reference, first));
        }
        self.count("referred");
        self.count(fate.as_str());
        if person.under_25 {
            self.count("under 25");
        }
        if person.unasked {
            let asked = self.soon(72);
            self.plan_in(asked, Step::Ask(reference.clone()));
        }
        if person.comes_twice {
            self.count("referred twice");
            let after = SignedDuration::from_hours(self.chance.random_range(24..500));
            let second = referrals::again(&person, &mut self.chance);
            self.plan_in(after, Step::Second(Box::new(second), reference.clone()));
        }
        if self.chance.random_bool(0.1) {
            let again = self.soon(48);
            self.plan_in(again, Step::Again(Box::new(person)));
        }
    }

    fn draw_fate(&mut self) -> Fate {
        let in_ten_thousand = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share"
            )]
            let whole = (share * 10_000.0) as u32;
            whole
        };
        let funnel = self.funnel;
        let wrong = in_ten_thousand(funnel.wrong_details.number);
        let no_safe = in_ten_thousand(funnel.no_safe_message.number);
        let declined = in_ten_thousand(funnel.declined.number);
        let supported = in_ten_thousand(funnel.supported.number);
        // Nobody has published how many are never reached for another reason: one in ten is assumed.
        let not_reached = 1_000;
        let rest = 10_000 - wrong - no_safe - declined - supported - not_reached;
        let fates = [
            (Fate::WrongDetails, wrong),
            (Fate::NoSafeMessage, no_safe),
            (Fate::Declined, declined),
            (Fate::NotReached, not_reached),
            (Fate::Advice, rest),
            (Fate::Supported, supported),
        ];
        *weighted(&fates, &mut self.chance)
    }

    /// What the events of the last step ask for: routing, letters, and what people do next.
    pub(super) async fn react(&mut self) {
        loop {
            let next = self
                .twin
                .state()
                .stream
                .get(self.deliveries.reacted)
                .cloned();
            let Some(event) = next else { break };
            self.deliveries.reacted += 1;
            let twice = self.chance.random_range(0..100) < 3;
            for _ in 0..=u8::from(twice) {
                react::handle(&self.twin, HUB, event.clone(), self.now)
                    .await
                    .expect("a reaction without faults");
            }
            self.plan_after(&event.reference, &event.what);
            self.watch(&event.reference);
            self.deliveries.add(event, &mut self.chance);
        }
        let requests = std::mem::take(&mut self.twin.state().requests);
        for request in requests {
            notify::take(&self.twin, &UpdateMessage::Asked(request), self.now)
                .await
                .expect("an answer without faults");
        }
    }

    /// The clock runs once the case is due.
    fn watch(&mut self, reference: &Reference) {
        let due = self.twin.state().cases[reference].watch_at();
        let Some(due) = due else { return };
        let from = due.max(self.now);
        let seconds = from.as_second();
        let whole = HOURS.as_secs();
        let at = Timestamp::from_second((seconds / whole + 1) * whole).expect("a moment");
        if self.ticks.insert(at) {
            self.plan_at(at, Step::Tick);
        }
    }

    /// Delivers events to `figures`.
    pub(super) async fn count_events(&mut self, all: bool) {
        for event in self.deliveries.next(all, &mut self.chance) {
            figures::handle(&self.twin, event)
                .await
                .expect("facts without faults");
        }
    }

    fn plan_after(&mut self, reference: &Reference, what: &CaseChange) {
        match what {
            CaseChange::Offered(offered) => {
                // Few providers leave an offer until it lapses.
                let silent = self.chance.random_bool(0.03);
                let open = offered.accept_by.duration_since(self.now);
                let minutes = open.as_mins();
                if !silent && minutes > 1 {
                    let one = self.chance.random_range(1..minutes);
                    let other = self.chance.random_range(1..minutes);
                    self.plan_in(
                        SignedDuration::from_mins(one.min(other)),
                        Step::Answer(reference.clone(), offered.onward.clone()),
                    );
                }
            }
            CaseChange::Accepted { onward, .. } => {
                let after = self.soon(60);
                self.plan_in(after, Step::Work(reference.clone(), onward.clone()));
            }
            CaseChange::TaskGiven(task) => {
                let open = task.due.duration_since(self.now).as_mins().max(10);
                // A few are done after their time.
                let minutes = self.chance.random_range(5..open + open / 8 + 2);
                self.plan_in(
                    SignedDuration::from_mins(minutes),
                    Step::Task(reference.clone()),
                );
            }
            CaseChange::GivenToCoordinators { due, .. } => {
                let open = due.duration_since(self.now).as_mins().max(10);
                let minutes = self.chance.random_range(5..open + open / 8 + 2);
                self.plan_in(
                    SignedDuration::from_mins(minutes),
                    Step::Look(reference.clone()),
                );
            }
            _ => {}
        }
    }

    async fn answer(&mut self, reference: &Reference, onward: &str) {
        let Some(provider) = self.provider_of(reference, onward, OnwardState::Offered) else {
            return;
        };
        let (answer, body) = if self.chance.random_bool(0.92) {
            ("accept", json!({}))
        } else {
            let why = DeclineReason::ALL
                .choose(&mut self.chance)
                .expect("a reason");
            ("decline", json!({"why": why}))
        };
        let path = format!("/provider/onwards/{onward}/{answer}");
        let heard = self.as_provider(&provider, &path, &body, None).await;
        // The offer may have lapsed a moment ago.
        assert!(matches!(heard.status, 200 | 409 | 410), "{}", heard.text);
    }

    fn provider_of(
        &self,
        reference: &Reference,
        onward: &str,
        state: OnwardState,
    ) -> Option<String> {
        let world = self.twin.state();
        let found = world.cases[reference].support.onward(onward)?;
        (found.state == state).then(|| found.offered.provider.clone())
    }

    async fn as_provider(
        &self,
        provider: &str,
        path: &str,
        body: &Value,
        version: Option<u32>,
    ) -> Answer {
        let mut request = post(path, body, &format!("provider-{provider}"));
        if let Some(version) = version {
            request = with(request, "if-match", &format!("\"{version}\""));
        }
        answer_of(
            &self.twin,
            provide::handle(&self.twin, HUB, request, self.now),
        )
        .await
    }

    /// The provider's next act for this person.
    async fn work(&mut self, reference: &Reference, onward: &str) {
        let Some(provider) = self.provider_of(reference, onward, OnwardState::Accepted) else {
            return;
        };
        let case = self.case(reference);
        let care = &case
            .support
            .onward(onward)
            .expect("its onward referral")
            .care;
        let (act, next) = self.next_act(reference, care);
        let session = matches!(act, Act::SessionHeld { .. });
        let over = matches!(act, Act::Closed { .. });
        let body = serde_json::to_value(&act).expect("an act");
        let path = format!("/provider/onwards/{onward}/acts");
        let version = Some(case.version);
        let heard = self.as_provider(&provider, &path, &body, version).await;
        assert_eq!(heard.status, 200, "{body}: {}", heard.text);
        if session && !self.lives[reference].has_a_session {
            self.lives.get_mut(reference).expect("a life").has_a_session = true;
            self.count("with a session");
        }
        if !over {
            return self.plan_in(next, Step::Work(reference.clone(), onward.to_owned()));
        }
        self.plan_closing(reference);
    }

    fn next_act(&mut self, reference: &Reference, care: &care::Care) -> (Act, SignedDuration) {
        let life = self.lives[reference].clone();
        let tried = |outcome| Act::ContactTried {
            by: ChannelKind::Phone,
            outcome,
        };
        let closed = |outcome| Act::Closed { outcome };
        let (hour, day) = (
            SignedDuration::from_hours(1),
            SignedDuration::from_hours(24),
        );
        let (reached, tries) = (care.reached_at.is_some(), care.attempts.len());
        let measured = |point| care.measures.iter().any(|measure| measure.point == point);
        let tries_end = |outcome| {
            if tries < 3 {
                tried(outcome)
            } else {
                closed(Outcome::NotReached)
            }
        };
        let act = match life.fate {
            Fate::WrongDetails if tries == 0 => tried(ContactOutcome::WrongNumber),
            Fate::WrongDetails => closed(Outcome::WrongDetails),
            Fate::NoSafeMessage => tries_end(ContactOutcome::NoAnswerNoMessage),
            Fate::NotReached => tries_end(ContactOutcome::NoAnswer),
            Fate::Declined if tries == 0 => tried(ContactOutcome::Declined),
            Fate::Declined => closed(Outcome::Declined),
            Fate::Advice | Fate::Supported if !reached => {
                if tries == 0 && self.chance.random_bool(0.25) {
                    tried(ContactOutcome::NoAnswer)
                } else {
                    tried(ContactOutcome::Reached)
                }
            }
            Fate::Advice | Fate::Supported if !measured(Point::Beginning) => {
                self.measure(Point::Beginning, 3)
            }
            Fate::Supported if care.sessions < life.sessions => {
                let week = SignedDuration::from_hours(self.chance.random_range(5 * 24..12 * 24));
                return (self.session(), week);
            }
            Fate::Advice | Fate::Supported if !measured(Point::End) => self.measure(Point::End, 6),
            Fate::Supported if self.chance.random_bool(0.12) => closed(Outcome::Declined),
            Fate::Advice | Fate::Supported => closed(Outcome::Completed),
        };
        (act, if reached { hour } else { day })
    }

    fn session(&mut self) -> Act {
        let modalities = [
            (Modality::Phone, 5),
            (Modality::FaceToFace, 3),
            (Modality::Group, 1),
            (Modality::Online, 1),
        ];
        Act::SessionHeld {
            modality: *weighted(&modalities, &mut self.chance),
            minutes: self.chance.random_range(3..13) * 5,
        }
    }

    fn measure(&mut self, point: Point, about: u8) -> Act {
        let mut score = || about + self.chance.random_range(0..4);
        let scores = Scores {
            health: score(),
            coping: score(),
            safety: score(),
            reintegration: score(),
            informed: score(),
            justice: score(),
        };
        let scores = self.chance.random_bool(0.8).then_some(scores);
        Act::Measured {
            point,
            scores,
            needs: None,
        }
    }

    /// The hub calls somebody whom a system has sent. Those who agree are offered to services.
    async fn ask(&mut self, reference: &Reference) {
        let agrees = matches!(self.lives[reference].fate, Fate::Advice | Fate::Supported);
        if self.case(reference).lifecycle.ended.is_some() {
            return;
        }
        if agrees {
            let scope = ["assess", "share-with-providers", "updates"];
            let body = json!({"basis": "consent", "given_by": "person", "scope": scope});
            self.command(reference, "consent", body).await;
        } else {
            self.plan_closing(reference);
        }
    }

    fn plan_closing(&mut self, reference: &Reference) {
        let after = SignedDuration::from_hours(self.chance.random_range(20..200));
        self.plan_in(after, Step::Close(reference.clone()));
    }

    async fn do_task(&mut self, reference: &Reference) {
        let case = self.case(reference);
        let Some(task) = case.coordination.open_tasks().next() else {
            return;
        };
        if task.kind == TaskKind::NameCoordinator {
            self.command(reference, "assign", json!({"to": "someone"}))
                .await;
        } else {
            let body = json!({"task": task.task, "outcome": "done", "way": "phone"});
            self.command(reference, "task-done", body).await;
        }
    }

    async fn look(&mut self, reference: &Reference) {
        let case = self.case(reference);
        let held = |why: &&CoordinatorReason| case.coordination.held(**why);
        for why in CoordinatorReason::ALL.iter().filter(held) {
            let body = json!({"why": why});
            if !self.command(reference, "look", body.clone()).await {
                // Somebody has to know what happens next.
                self.command(reference, "task", json!({"kind": TaskKind::Call}))
                    .await;
                self.command(reference, "look", body).await;
            }
        }
    }

    async fn close(&mut self, reference: &Reference) {
        let case = self.case(reference);
        let said = case
            .lifecycle
            .ended
            .as_ref()
            .is_some_and(|ended| ended.said);
        if said || case.support.live().next().is_some() {
            return;
        }
        let fate = self.lives[reference].fate;
        let why = match self.chance.random_range(0..1_000) {
            0..6 => "entered-in-error",
            6..8 => "died",
            _ => fate.ends(),
        };
        if !self.command(reference, "close", json!({"why": why})).await {
            return;
        }
        let weeks = |chance: &mut rand::rngs::StdRng, most: i64| {
            SignedDuration::from_hours(chance.random_range(24..most * 7 * 24))
        };
        if why != "died" && self.chance.random_bool(0.03) {
            let after = weeks(&mut self.chance, 20);
            self.plan_in(after, Step::Reopen(reference.clone()));
        } else if self.chance.random_bool(0.02) {
            let after = weeks(&mut self.chance, 4);
            self.plan_in(after, Step::Erase(reference.clone()));
        }
    }

    /// Two coordinators merge a case into the first one of the same person.
    async fn merge(&mut self, from: &Reference, into: &Reference) {
        let body = json!({"into": into, "reason": "person-asked"});
        if self.command(from, "merge", body).await && self.approve(from, ProposedAct::Merge).await {
            self.count("merged");
        }
    }

    /// Two coordinators delete a closed case.
    async fn erase(&mut self, reference: &Reference) {
        let body = json!({"reference": reference});
        if self.command(reference, "erase", body).await
            && self.approve(reference, ProposedAct::Erase).await
        {
            self.count("erased because somebody asked");
        }
    }

    async fn approve(&mut self, reference: &Reference, act: ProposedAct) -> bool {
        let case = self.case(reference);
        let open = case
            .coordination
            .open_proposals()
            .find(|one| one.act == act);
        let Some(number) = open.map(|one| one.proposal) else {
            return false;
        };
        let what = match act {
            ProposedAct::Merge => "approve-merge",
            ProposedAct::Erase => "approve-erasure",
        };
        let groups = "coordinator employer-hub duty-manager";
        self.command_by(
            reference,
            what,
            &json!({"proposal": number}),
            "another",
            groups,
        )
        .await
    }

    async fn command(&mut self, reference: &Reference, what: &str, body: Value) -> bool {
        self.command_by(
            reference,
            what,
            &body,
            "someone",
            "coordinator employer-hub",
        )
        .await
    }

    /// A coordinator's command. The hub may refuse what a case does not allow any more, and that is counted.
    async fn command_by(
        &mut self,
        reference: &Reference,
        what: &str,
        body: &Value,
        account: &str,
        groups: &str,
    ) -> bool {
        let version = self.twin.state().cases[reference].version;
        let request = by_account(
            post(&format!("/hub/cases/{reference}/{what}"), body, groups),
            account,
            groups,
        );
        let request = with(request, "if-match", &format!("\"{version}\""));
        let request = with(request, "x-hub-reason", "covering");
        let heard = answer_of(
            &self.twin,
            coordinate::handle(&self.twin, request, self.now),
        )
        .await;
        assert!(
            matches!(heard.status, 200 | 202 | 404 | 409 | 422),
            "{what}: {} {}",
            heard.status,
            heard.text
        );
        let done = heard.status < 300;
        let why = heard.body["title"].as_str().unwrap_or_default();
        self.count(&if done {
            format!("{what}: done")
        } else {
            format!("{what}: refused, {why}")
        });
        done
    }
}
