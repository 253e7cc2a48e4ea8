//! Coordinators decide about cases, and wind a service down.

use super::Run;
use super::requests::{answer_of, by_account, get, post, with};
use crate::invariants;
use events::Reference;
use events::assessment::{Flag, Risk, Tier};
use events::case::{
    Answered, Case, ChoiceReason, CloseReason, ComplaintStep, ConflictClearedReason,
    ContactChangeReason, CoordinatorReason, Criterion, DisclosedTo, HandOnBasis, HandOnReason,
    LimitReason, LookMark, Onward, OnwardState, Pathway, ProposedAct, ReassessReason, ReopenReason,
    TaskKind, TaskOutcome, WindDownReason,
};
use events::referral::{
    Basis, ChannelKind, GivenBy, IncidentFlag, NeedCode, RestorativeJusticeWish,
};
use jiff::SignedDuration;
use platform::ports::Look;
use rand::Rng;
use serde_json::{Value, json};

impl Run {
    /// A coordinator clears a conflict, notes what somebody wants, or hands a case on. Some commands are impossible.
    pub(super) async fn coordinator_acts(&mut self) {
        let references: Vec<Reference> = self.twin.state().cases.keys().cloned().collect();
        if references.is_empty() {
            return;
        }
        let reference = references[self.chance.random_range(0..references.len())].clone();
        let services = &self.twin.profile().services;
        let service = services[self.chance.random_range(0..services.len())]
            .code
            .clone();
        let mut other = services[self.chance.random_range(0..services.len())]
            .code
            .clone();
        // A person who has had enough of a service no longer wants it.
        let live: Vec<String> = {
            let state = self.twin.state();
            state.cases[&reference]
                .support
                .live()
                .map(|onward| onward.offered.service.clone())
                .collect()
        };
        if !live.is_empty() && self.chance.random_bool(0.6) {
            other = live[self.chance.random_range(0..live.len())].clone();
        }
        let hub = self.chance.random_bool(0.5);
        // Few people have a conflict.
        let conflict = |case: &Case| {
            let flags = &case.received.assessment;
            let there = flags.has(Flag::ConflictCheck) || flags.has(Flag::GuardianConflict);
            there && !case.support.conflict_cleared && !case.lifecycle.is_closed()
        };
        let few = self
            .any_case_that(conflict)
            .filter(|_| self.chance.random_bool(0.2));
        let choice = match &few {
            Some(_) => 0,
            None => self.chance.random_range(0..6),
        };
        let reference = few.unwrap_or(reference);
        let (what, body) = match choice {
            0 => (
                "clear-conflict",
                json!({"reason": ConflictClearedReason::SpokenAlone}),
            ),
            1 => (
                "choice",
                json!({"wanted": [service], "unwanted": [other], "reason": ChoiceReason::Asked}),
            ),
            2 => (
                "choice",
                json!({"wanted": [], "unwanted": [other], "reason": ChoiceReason::NotReady}),
            ),
            _ => {
                let service = if hub {
                    "next-hub-service"
                } else {
                    "far-national-service"
                };
                let (basis, reason) = (HandOnBasis::Consent, HandOnReason::LivesThere);
                (
                    "hand-on",
                    json!({"service": service, "basis": basis, "reason": reason}),
                )
            }
        };
        let request = post(
            &format!("/hub/cases/{reference}/{what}"),
            &body,
            "coordinator employer-hub",
        );
        let request = with(request, "x-hub-reason", "covering");
        let heard = answer_of(
            &self.twin,
            coordinate::handle(&self.twin, request, self.now),
        )
        .await;
        self.tell(&format!(
            "a coordinator: {what} of {reference} with {body}: {}",
            heard.status
        ));
        let hidden = !self.exists_for(&reference, "someone", false);
        assert!(
            matches!(heard.status, 200 | 409 | 422)
                || heard.is_lost()
                || heard.status == 404 && hidden,
            "{what} was answered with {}",
            heard.status
        );
    }

    /// A coordinator has a service wound down, batch by batch, and retries lost answers. For everyone it supports
    /// another service is asked, or a coordinator looks. Open questions to it are withdrawn.
    pub(super) async fn wind_down_service(&mut self, service: &str) {
        let services = &self.twin.profile().services;
        let other = services[self.chance.random_range(0..services.len())]
            .code
            .clone();
        let to = Some(other).filter(|other| other != service && self.chance.random_bool(0.5));
        let reason = WindDownReason::ALL[self.chance.random_range(0..WindDownReason::ALL.len())];
        let mut body = json!({"service": service, "to": to, "reason": reason});
        let (mut told, mut clean) = (Vec::new(), true);
        for _ in 0..12 {
            let request = post("/hub/wind-downs", &body, "coordinator employer-hub");
            let heard = answer_of(
                &self.twin,
                coordinate::handle(&self.twin, request, self.now),
            )
            .await;
            assert!(
                heard.status == 200 || heard.is_lost(),
                "a wind-down was answered with {}",
                heard.status
            );
            told.push(heard.status);
            if heard.is_lost() {
                continue;
            }
            clean &= heard.body["failed"] == json!([]);
            body["next"] = heard.body["next"].clone();
            if body["next"].is_null() {
                break;
            }
        }
        self.tell(&format!(
            "a coordinator winds {service} down, to {to:?}: {told:?}"
        ));
        if told.last() != Some(&200) || !body["next"].is_null() {
            return;
        }
        let state = self.twin.state();
        let mut moved = false;
        for case in state.cases.values().filter(|_| clean) {
            for onward in case
                .support
                .live()
                .filter(|onward| onward.offered.service == service)
            {
                let code = &onward.offered.onward;
                assert!(
                    onward.state == OnwardState::Accepted,
                    "{code} is asked by a service that is wound down"
                );
                let asked = case
                    .support
                    .live()
                    .any(|other| other.offered.moved_from.as_ref() == Some(code));
                let seen = asked || case.coordination.held(CoordinatorReason::NoService);
                assert!(
                    seen,
                    "{code} is left with a service that is wound down, and nobody sees it"
                );
                moved |= asked;
            }
        }
        drop(state);
        if moved {
            self.count("a provider winds down");
        }
    }

    /// A coordinator decides about a case as a whole. Some commands are impossible.
    pub(super) async fn coordinator_decides(&mut self) {
        let Some(reference) = self.any_case() else {
            return;
        };
        let k = self.chance.random_range(0..60_usize);
        // A service that took a case on has it for good. That is rare enough to be tried whenever it is possible.
        let taken_on = |onward: &Onward| {
            onward.offered.hand_on.is_some() && onward.state == OnwardState::Accepted
        };
        if let Some(of) = self
            .any_case_that(|case| case.support.live().any(taken_on))
            .filter(|_| k % 3 == 0)
        {
            return self
                .send_coordinator_command(&of, "close", &json!({"why": CloseReason::MovedOn}))
                .await;
        }
        let (of, what, body) = match self.chance.random_range(0..34) {
            0..=1 => (None, "assign", json!({"to": format!("someone-{}", k % 3)})),
            2..=3 => {
                let tier = [None, Some(Tier::Standard), Some(Tier::Enhanced)][k % 3];
                let risk = [
                    None,
                    Some(Risk::Standard),
                    Some(Risk::Medium),
                    Some(Risk::High),
                ][k % 4];
                (
                    None,
                    "uplift",
                    json!({"tier": tier, "risk": risk, "reason": "judgement"}),
                )
            }
            4 => {
                let criterion = Criterion::ALL[k % Criterion::ALL.len()];
                let pathway = Pathway::ALL[k % 2];
                (
                    None,
                    "pathway",
                    json!({"pathway": pathway, "criterion": criterion, "basis": "consent"}),
                )
            }
            5 => {
                let waits = |case: &Case| {
                    case.coordination
                        .pathways
                        .iter()
                        .any(|one| one.acknowledged_at.is_none())
                };
                (
                    self.any_case_that(waits),
                    "acknowledge-pathway",
                    json!({"pathway": Pathway::ALL[k % 2]}),
                )
            }
            6..=8 => {
                let of = self.any_case_that(|case| case.coordination.open_tasks().next().is_some());
                let task = of.as_ref().and_then(|of| {
                    self.twin.state().cases[of]
                        .coordination
                        .open_tasks()
                        .next()
                        .map(|one| one.task)
                });
                let task = if k % 9 == 0 { 1 } else { task.unwrap_or(2) };
                let outcome = TaskOutcome::ALL[k % TaskOutcome::ALL.len()];
                let way = ChannelKind::ALL[k % ChannelKind::ALL.len()];
                (
                    of,
                    "task-done",
                    json!({"task": task, "outcome": outcome, "way": way}),
                )
            }
            9 => (
                None,
                "close",
                json!({"why": CloseReason::ALL[k % CloseReason::ALL.len()]}),
            ),
            10 => {
                let over = self
                    .any_case_that(|case| case.lifecycle.ended.is_some())
                    .filter(|_| k % 4 != 0);
                (
                    over,
                    "reopen",
                    json!({"why": ReopenReason::ALL[k % ReopenReason::ALL.len()]}),
                )
            }
            11 => {
                let Some(into) = self.any_case() else { return };
                let reason = (k % 3 != 0).then_some("person-asked");
                let approver = [None, None, Some("another"), Some("someone")][k % 4];
                let body = json!({"into": into, "reason": reason, "approver": approver});
                (None, "merge", body)
            }
            12 => {
                let to = match self.chance.random_range(0..=DisclosedTo::ALL.len()) {
                    0 => DisclosedTo::Police,
                    any => DisclosedTo::ALL[any - 1],
                };
                let approver = if k % 5 == 0 { "someone" } else { "another" };
                let officer = if k % 3 == 0 { "officer-2" } else { "officer" };
                let reader = (to == DisclosedTo::Police).then_some(officer);
                let body = json!({"to": to, "reason": "danger-to-life", "scope": ["concern"], "approver": approver, "reader": reader});
                (None, "disclose", body)
            }
            24 if k % 5 == 0 => (None, "close-page", json!({})),
            24 => (None, "new-words", json!({})),
            22..=23 | 25 => {
                let asked = |case: &Case| {
                    case.coordination
                        .disclosures
                        .iter()
                        .any(|one| one.approved_at.is_none())
                };
                let of = self.any_case_that(asked);
                let state = self.twin.state();
                let last = of
                    .as_ref()
                    .and_then(|of| state.cases[of].coordination.disclosures.last());
                let number = last.map_or(1, |one| one.disclosure);
                drop(state);
                (of, "approve-disclosure", json!({"disclosure": number}))
            }
            26..=28 => {
                let waits = |case: &Case| case.coordination.open_proposals().next().is_some();
                let Some(of) = self.any_case_that(waits) else {
                    return;
                };
                return self.approve_proposal(&of).await;
            }
            29 => {
                let reason = LimitReason::ALL[k % LimitReason::ALL.len()];
                let named = self.any_case_that(|case| case.coordination.coordinator.is_some());
                if let Some(of) = named.filter(|_| k % 4 == 0) {
                    // Who stays with the person.
                    let account = self.twin.state().cases[&of]
                        .coordination
                        .coordinator
                        .clone();
                    let body = json!({"account": account, "reason": reason});
                    (Some(of), "exclude", body)
                } else {
                    let account = ["curious", "officer", "someone-1"][k % 3];
                    let what = ["exclude", "exclude", "include"][k / 3 % 3];
                    (None, what, json!({"account": account, "reason": reason}))
                }
            }
            30 => {
                let reason = LimitReason::ALL[k % LimitReason::ALL.len()];
                let limited = self.any_case_that(|case| case.coordination.readers.restricted);
                match limited.filter(|_| k % 3 != 0) {
                    Some(of) => (Some(of), "unrestrict", json!({"reason": reason})),
                    None => (None, "restrict", json!({"reason": reason})),
                }
            }
            31..=33 => (None, "reassess", self.learned(k)),
            13 => (None, "legal-hold", json!({"on": k % 2 == 0})),
            14..=15 => {
                let waits = |case: &Case| {
                    case.coordination
                        .complaints
                        .iter()
                        .any(|one| one.replied_at.is_none())
                };
                let of = self.any_case_that(waits);
                let state = self.twin.state();
                let complaint = of
                    .as_ref()
                    .and_then(|of| state.cases[of].coordination.complaints.last())
                    .map_or(1, |one| one.complaint);
                let body = json!({"complaint": complaint, "step": ComplaintStep::ALL[k % 2]});
                drop(state);
                (of, "answer-complaint", body)
            }
            16 => (
                None,
                "task",
                json!({"kind": TaskKind::ALL[k % TaskKind::ALL.len()]}),
            ),
            17 => {
                let of = self.any_case_that(|case| {
                    !case.coordination.holds.is_empty()
                        && case.coordination.open_tasks().count() > 1
                });
                let state = self.twin.state();
                let hold = of
                    .as_ref()
                    .and_then(|of| state.cases[of].coordination.holds.first())
                    .map(|hold| hold.why);
                drop(state);
                (
                    of,
                    "look",
                    json!({"why": hold.unwrap_or(CoordinatorReason::NoService)}),
                )
            }
            18..=19 => {
                let contact = self.otherwise(&reference);
                (
                    None,
                    "contact",
                    json!({"contact": contact, "why": ContactChangeReason::ALL[k % ContactChangeReason::ALL.len()]}),
                )
            }
            20 => {
                let (basis, scope) = (Basis::ALL[k % Basis::ALL.len()], self.agreed_to());
                (
                    None,
                    "consent",
                    json!({"basis": basis, "given_by": GivenBy::Person, "scope": scope}),
                )
            }
            _ => match k % 6 {
                0 => (None, "died", json!({})),
                4 => {
                    let found = |case: &Case| {
                        let triage = case.triage.as_ref();
                        triage.is_some_and(|triage| !triage.earlier.is_empty())
                    };
                    (self.any_case_that(found), "confirm-same-person", json!({}))
                }
                5 => {
                    let waits = |case: &Case| !case.contact.unconfirmed.is_empty();
                    (self.any_case_that(waits), "confirm-contact", json!({}))
                }
                1 => (
                    None,
                    "pause",
                    json!({"until": self.now + SignedDuration::from_hours(40)}),
                ),
                2 => (None, "resume", json!({})),
                _ => (
                    None,
                    "complaint",
                    json!({"about": "service", "words": format!("Own words of {reference}, told.")}),
                ),
            },
        };
        self.send_coordinator_command(&of.unwrap_or(reference), what, &body)
            .await;
    }

    /// What a coordinator learned of somebody, or what they find was wrong.
    fn learned(&mut self, k: usize) -> Value {
        let why = ReassessReason::ALL[k % ReassessReason::ALL.len()];
        let spoken = Answered::ALL[k / 3 % 2];
        let mut learned = json!({"why": why, "spoken": spoken});
        let needs = NeedCode::ALL;
        match k % 5 {
            0 => learned["needs"] = json!([needs[k % needs.len()], needs[(k + 7) % needs.len()]]),
            1 => learned["needs_over"] = json!([needs[k % needs.len()]]),
            2 => learned["dash_ticks"] = json!(k % 25),
            3 => {
                learned["restorative_justice"] =
                    json!(RestorativeJusticeWish::ALL[k % RestorativeJusticeWish::ALL.len()]);
            }
            _ => {}
        }
        let questions = [
            "in_danger_now",
            "thoughts_of_suicide",
            "someone_may_see_device",
            "lives_with_suspect",
            "child_at_risk",
            "threats_to_kill",
            "afraid",
            "afraid_to_give_evidence",
            "learning_disability",
        ];
        for question in questions {
            if self.chance.random_bool(0.25) {
                learned[question] = json!(Answered::ALL[self.chance.random_range(0..2)]);
            }
        }
        if k.is_multiple_of(4) {
            learned["happened"] = json!([IncidentFlag::ALL[k % IncidentFlag::ALL.len()]]);
        }
        learned
    }

    /// A coordinator does something to a case, and retries lost answers. What is answered as done is done once.
    pub(super) async fn send_coordinator_command(
        &mut self,
        reference: &Reference,
        what: &str,
        body: &Value,
    ) {
        let old = self.chance.random_bool(0.1);
        let version = self.twin.state().cases[reference].version;
        let seen = (if old {
            version.saturating_sub(1)
        } else {
            version
        })
        .to_string();
        // The case that takes this one in, once the proposal is approved.
        let into = if what == "approve-merge" {
            let state = self.twin.state();
            let proposals = &state.cases[reference].coordination.proposals;
            let approved = proposals
                .iter()
                .find(|one| body["proposal"] == one.proposal);
            approved.and_then(|one| one.into.clone())
        } else {
            None
        };
        let new = |into: &Reference| {
            !self.twin.state().cases[into]
                .lifecycle
                .joined
                .contains(reference)
        };
        let into = into.filter(new);
        let path = format!("/hub/cases/{reference}/{what}");
        // The named approver approves what somebody else asked for. Sometimes the one who asked tries.
        let named = what.starts_with("approve-") && self.chance.random_bool(0.8);
        let (account, groups) = if named {
            ("another", "coordinator employer-hub duty-manager")
        } else {
            ("someone", "coordinator employer-hub")
        };
        let says_why = self.chance.random_bool(0.9);
        let ask = || {
            let request = by_account(post(&path, body, groups), account, groups);
            let request = with(request, "if-match", &seen);
            if says_why {
                with(request, "x-hub-reason", "covering")
            } else {
                request
            }
        };
        // What the person did a moment ago may have ended what the case waited for.
        invariants::always(self);
        let hidden = !self.exists_for(reference, account, named);
        let may_ask_why = !says_why && self.asks_why(reference, account);
        let mut told = Vec::new();
        for _ in 0..3 {
            let heard =
                answer_of(&self.twin, coordinate::handle(&self.twin, ask(), self.now)).await;
            told.push(heard.status);
            if let Some(words) = heard.body["memorable_word"].as_str() {
                self.learn_words(reference, words);
                self.count("a coordinator gives new words");
            }
            if matches!(heard.status, 409 | 422) {
                let why = heard.body["title"].as_str().unwrap_or_default().to_owned();
                self.count(&format!("refused: {why}"));
            }
            if !heard.is_lost() {
                break;
            }
        }
        self.tell(&format!(
            "{account}, a coordinator: {what} of {reference} with {body} as of {seen}: {told:?}"
        ));
        // The other case of a merge may be hidden, or a colleague's.
        let of_two = matches!(what, "merge" | "approve-merge");
        // A first try whose answer was lost may have closed the case.
        let again = told.len() > 1;
        let expected = |status: &u16| match status {
            200 | 202 | 409 | 412 | 422 | 502 | 503 => !hidden || matches!(status, 502 | 503),
            403 => may_ask_why || !says_why && (of_two || again),
            404 => hidden || of_two,
            _ => false,
        };
        assert!(
            told.iter().all(expected),
            "{what} was answered with {told:?}"
        );
        let now = self.twin.state().cases[reference].version;
        if let Some(into) = into.filter(|_| told == [200]) {
            self.check_joined_safety(reference, &into);
        }
        let denied = told
            .iter()
            .all(|status| matches!(status, 403 | 404 | 409 | 412 | 422));
        assert!(
            !denied || now == version,
            "{what} was refused and changed the case"
        );
        let done = what != "erase" && now != version && told.len() == 1;
        assert!(!old || !done, "{what} was done to a case that had moved on");
    }

    /// Two joined cases: what is unsafe in either is unsafe, the higher danger holds, a legal hold is kept, and no words
    /// from before open a page.
    fn check_joined_safety(&self, from: &Reference, into: &Reference) {
        let state = self.twin.state();
        let (one, other) = (&state.cases[into], &state.cases[from]);
        assert!(
            one.tier() >= other.tier() && one.risk() >= other.risk(),
            "{into} is lower than {from}, which it took in"
        );
        assert!(
            one.lifecycle.legal_hold || !other.lifecycle.legal_hold,
            "{into} may be deleted, and {from}, which it took in, may not"
        );
        assert!(
            !one.has_open_page() && !other.has_open_page(),
            "a page is open after {into} took in {from}"
        );
        let ways = |of: &Reference| {
            state.people[of]["contact"]["channels"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        };
        for way in ways(into).iter().filter(|way| way["safe"] == true) {
            let same = |other: &&Value| other["kind"] == way["kind"];
            let safe = ways(from)
                .iter()
                .filter(same)
                .any(|other| other["safe"] == true);
            let denied = ways(from)
                .iter()
                .any(|other| other["address"] == way["address"] && other["safe"] != true);
            assert!(
                safe && (!denied || way["address"].is_null()),
                "{into} calls safe what {from} does not"
            );
        }
    }

    /// A closed case is deleted, not an open one; or a day's clock finds the cases that have expired.
    pub(super) async fn delete_somebody(&mut self) {
        let over = self.any_case_that(|case| {
            case.lifecycle.ended.is_some() && !case.lifecycle.erasure.is_done()
        });
        let often = self.chance.random_bool(0.6);
        let Some(reference) = over.filter(|_| often).or_else(|| self.any_case()) else {
            return;
        };
        self.send_coordinator_command(&reference, "erase", &json!({"reference": reference}))
            .await;
        if self.chance.random_bool(0.8) {
            self.approve_proposal(&reference).await;
        }
        let outcome = self
            .twin
            .outlive(clock::each_day(&self.twin, self.now))
            .await;
        let told = outcome.map_or_else(|| "dies".to_owned(), |done| format!("{done:?}"));
        self.tell(&format!("the day begins: {told}"));
    }

    /// A coordinator approves what waits for it in the case: mostly a colleague of the one who proposed it.
    async fn approve_proposal(&mut self, reference: &Reference) {
        let open = {
            let state = self.twin.state();
            let mut open = state.cases[reference].coordination.open_proposals();
            open.next().map(|one| (one.act, one.proposal))
        };
        let Some((act, number)) = open else { return };
        let what = match act {
            ProposedAct::Erase => "approve-erasure",
            ProposedAct::Merge => "approve-merge",
        };
        self.send_coordinator_command(reference, what, &json!({"proposal": number}))
            .await;
        let ordered = self.twin.state().cases[reference].lifecycle.is_forgotten();
        if act == ProposedAct::Erase && ordered {
            self.count("two people erase somebody");
        }
    }

    /// A curious coordinator opens one case after the other. What is not theirs opens only with a reason, and what is
    /// closed to them does not exist. Every look is listed under their account.
    pub(super) async fn curious_coordinator_looks(&mut self) {
        const CURIOUS: &str = "curious";
        let groups = "coordinator employer-hub";
        for _ in 0..self.chance.random_range(1..6) {
            let Some(reference) = self.any_case() else {
                return;
            };
            let says_why = self.chance.random_bool(0.5);
            let path = format!("/hub/cases/{reference}");
            let request = by_account(get(&path, groups), CURIOUS, groups);
            let request = if says_why {
                with(request, "x-hub-reason", "quality-check")
            } else {
                request
            };
            let before = self.looks_of(CURIOUS, &reference).len();
            let heard = answer_of(
                &self.twin,
                coordinate::handle(&self.twin, request, self.now),
            )
            .await;
            self.tell(&format!("{CURIOUS} looks at {reference}: {}", heard.status));
            if heard.is_lost() {
                continue;
            }
            invariants::always(self);
            let exists = self.exists_for(&reference, CURIOUS, false);
            let asks_why = self.asks_why(&reference, CURIOUS);
            let expected = match (exists, asks_why && !says_why) {
                (false, _) => 404,
                (true, true) => 403,
                (true, false) => 200,
            };
            assert_eq!(heard.status, expected, "{CURIOUS} opened {reference}");
            let looks = self.looks_of(CURIOUS, &reference);
            let recorded = expected != 403;
            assert_eq!(
                looks.len() > before,
                recorded,
                "a look at {reference} is not listed"
            );
            let Some(last) = looks.last().filter(|_| recorded) else {
                self.count("a case asks why it is opened");
                continue;
            };
            let denied = last.marks.contains(&LookMark::Denied);
            assert_eq!(denied, !exists, "{reference}: another mark");
            assert_eq!(
                last.reason.is_some(),
                asks_why && says_why,
                "{reference}: another reason"
            );
            self.count(if exists {
                "a curious coordinator looks"
            } else {
                "a case does not exist for a curious coordinator"
            });
        }
    }

    /// Whether the case exists for that coordinator. What stays of an erased case says nothing, so it exists for all.
    pub(super) fn exists_for(
        &self,
        reference: &Reference,
        account: &str,
        duty_manager: bool,
    ) -> bool {
        self.has_only_remains(reference)
            || self.witness.records[reference].exists_for(account, duty_manager)
    }

    /// Whether that coordinator must say why they open the case.
    pub(super) fn asks_why(&self, reference: &Reference, account: &str) -> bool {
        self.has_only_remains(reference) || self.witness.records[reference].asks_why(account)
    }

    fn has_only_remains(&self, reference: &Reference) -> bool {
        self.twin.state().cases[reference].has_only_remains()
    }

    fn looks_of(&self, account: &str, reference: &Reference) -> Vec<Look> {
        let state = self.twin.state();
        let looks = state.looks.iter();
        looks
            .filter(|look| look.account == account && look.reference == *reference)
            .cloned()
            .collect()
    }
}
