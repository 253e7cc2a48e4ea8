//! The police and witness care record progress, and people try what they may not do.

use super::requests::{answer_of, by_account, get, post, with};
use super::{HUB, Run};
use events::Reference;
use events::justice::{NotificationMethod, Step};
use events::referral::SourceKind;
use jiff::SignedDuration;
use rand::Rng;
use serde_json::{Value, json};

/// The account of the police.
const OFFICER: &str = "officer";

/// The most frequent steps.
const USUAL: [(&str, Step); 12] = [
    ("police", Step::CrimeReported),
    ("police", Step::NeedsAssessed),
    ("police", Step::Arrested),
    ("police", Step::BailedOrUnderInvestigation),
    ("police", Step::Charged),
    ("police", Step::Charged),
    ("police", Step::NotProsecutedByPolice),
    ("police", Step::PoliceReviewRequested),
    ("police", Step::PoliceReviewDecided),
    ("witness-care", Step::HearingSet),
    ("witness-care", Step::Verdict),
    ("police", Step::Verdict),
];

/// Everything that a police role is shown of a case, except disclosures to the police.
const SHOWN: [&str; 6] = [
    "opened_at",
    "progress",
    "promises",
    "reference",
    "tell",
    "tier",
];

impl Run {
    /// An officer looks at a case and records a step, or that the person was told, or asks for notes.
    pub(super) async fn police_act(&mut self) {
        let Some(reference) = self.random_case(0.8) else {
            return;
        };
        // Something is disclosed so rarely that chance alone would hardly ever lead there.
        let mut records = self.witness.records.iter();
        let disclosed = records
            .find(|(_, record)| record.police_are_shown(OFFICER, self.now))
            .map(|(reference, _)| reference.clone());
        let reference = match disclosed {
            Some(disclosed) if self.chance.random_bool(0.6) => disclosed,
            _ => reference,
        };
        let record = &self.witness.records[&reference];
        let source = record.received.as_ref().expect("a referral").source;
        let kept_out = record.coordinators.kept_out.contains(OFFICER);
        let theirs = source == SourceKind::Police && !kept_out && !record.lifecycle.erased;
        let (usual, step) = USUAL[self.chance.random_range(0..USUAL.len())];
        let group = if self.chance.random_bool(0.9) {
            usual
        } else {
            "witness-care"
        };
        let path = format!("/police/cases/{reference}");
        let heard = answer_of(
            &self.twin,
            police::handle(
                &self.twin,
                by_account(get(&path, group), OFFICER, group),
                self.now,
            ),
        )
        .await;
        self.tell(&format!("{group} looks at {reference}: {}", heard.status));
        let shared = group == "police"
            && !kept_out
            && self.witness.records[&reference].police_are_shown(OFFICER, self.now);
        assert!(
            heard.is_lost() || heard.status == if theirs || shared { 200 } else { 404 },
            "{reference} was shown"
        );
        if heard.status == 200 {
            self.judge_police_view(&reference, &heard.body, theirs, shared);
        }
        let id = uuid::Builder::from_random_bytes(self.chance.random())
            .into_uuid()
            .to_string();
        let to_tell = heard.body["tell"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let (what, body) = match self.chance.random_range(0..10) {
            0..=4 if !to_tell.is_empty() => {
                let promise =
                    to_tell[self.chance.random_range(0..to_tell.len())]["promise"].clone();
                ("told", self.told_report(&id, &promise))
            }
            5 => ("told", self.told_report(&id, &json!("charged.2"))),
            6 => (
                "request-notes",
                json!({"id": id, "reason": "line-of-enquiry"}),
            ),
            _ => ("progress", self.step_report(&id, step)),
        };
        let path = format!("{path}/{what}");
        let mut told = Vec::new();
        // Answers are lost, and machines send everything twice.
        let again = self.chance.random_bool(0.3);
        for _ in 0..4 {
            let heard = answer_of(
                &self.twin,
                police::handle(
                    &self.twin,
                    by_account(post(&path, &body, group), OFFICER, group),
                    self.now,
                ),
            )
            .await;
            told.push(heard.status);
            if !heard.is_lost() && !again {
                break;
            }
        }
        self.tell(&format!(
            "{group}: {what} of {reference} with {body}: {told:?}"
        ));
        for status in told
            .iter()
            .copied()
            .filter(|status| ![502, 503].contains(status))
        {
            let expected = match (what, theirs) {
                ("request-notes", _) => status == 403,
                (_, false) => status == 404,
                (_, true) => matches!(status, 200 | 201 | 403 | 404 | 409 | 422),
            };
            assert!(expected, "{what} was answered with {status}");
        }
        // A recorded report is always answered as recorded, even if it is sent again.
        let known = self.twin.state().cases[&reference]
            .justice
            .progress
            .iter()
            .any(|recorded| recorded.progress.id == id);
        let denied = told
            .last()
            .is_some_and(|status| *status >= 400 && ![502, 503].contains(status));
        assert!(
            !known || !denied,
            "a step that is recorded was answered with {told:?}"
        );
        if told.iter().any(|status| matches!(status, 200 | 201))
            || (what == "request-notes" && told.contains(&403))
        {
            self.actions.recorded.entry(reference).or_default().push(id);
        }
    }

    /// The report of a step: a frequent one or any, now or some days ago.
    fn step_report(&mut self, id: &str, usual: Step) -> Value {
        let any = Step::ALL[self.chance.random_range(0..Step::ALL.len())];
        let step = if self.chance.random_bool(0.75) {
            usual
        } else {
            any
        };
        let hours = if self.chance.random_bool(0.5) {
            0
        } else {
            self.chance.random_range(0..72)
        };
        json!({"id": id, "step": step, "at": self.now - SignedDuration::from_hours(hours)})
    }

    /// The report that somebody was told what was promised, now or some days ago.
    fn told_report(&mut self, id: &str, promise: &Value) -> Value {
        let courts = promise
            .as_str()
            .is_some_and(|code| code.contains("-court."));
        let how = if courts {
            NotificationMethod::CourtNotice
        } else {
            NotificationMethod::Phone
        };
        let mut body = json!({"id": id, "promise": promise, "how": how});
        if self.chance.random_bool(0.3) {
            body["at"] =
                json!(self.now - SignedDuration::from_hours(self.chance.random_range(0..60)));
        }
        body
    }

    /// No support data: no provider, service, care or note, and nothing that the person wrote.
    fn judge_police_view(
        &mut self,
        reference: &Reference,
        body: &Value,
        theirs: bool,
        shared: bool,
    ) {
        let mut names: Vec<&str> = body
            .as_object()
            .expect("a case")
            .keys()
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        let wanted: Vec<&str> = match (theirs, shared) {
            (true, true) => [&["disclosed"], SHOWN.as_slice()].concat(),
            (true, false) => SHOWN.to_vec(),
            (false, _) => vec!["concern", "reference"],
        };
        assert_eq!(
            names, wanted,
            "the police are shown something else of {reference}"
        );
        if shared {
            self.count("the police are shown what was disclosed");
        }
        let text = body.to_string();
        for (code, referral) in &self.witness.records[reference].onwards {
            let told = text.contains(code.as_str()) || text.contains(&referral.offered.service);
            assert!(!told, "the police are shown who supports somebody");
        }
        let state = self.twin.state();
        let person = state.people.get(reference);
        let words = person.and_then(|person| person["wishes"]["own_words"].as_str());
        let words = words.is_some_and(|words| text.contains(words));
        let notes = state.notes.values().any(|note| text.contains(&note.text));
        assert!(
            !words && !notes && !text.contains('@'),
            "the police are shown what somebody said"
        );
    }

    /// Somebody tries what they may not do: another provider, a volunteer, a police role.
    pub(super) async fn try_forbidden_reads(&mut self) {
        let Some(work) = self.random_work() else {
            return;
        };
        let providers = &self.twin.profile().providers;
        let other = &providers[self.chance.random_range(0..providers.len())].code;
        let theirs = work.referral.offered.provider == *other;
        let group = if self.chance.random_bool(0.5) {
            format!("provider-{other}")
        } else {
            format!("volunteer-{other}")
        };
        let path = format!("/provider/onwards/{}", work.code);
        let version = self.twin.state().cases[&work.reference].version.to_string();
        let act = json!({"act": "stage-reached", "stage": "inform"});
        let note = json!({"id": uuid::Uuid::nil().to_string(), "text": "a text"});
        for request in [
            get(&path, &group),
            get(&format!("{path}/notes"), &group),
            post(&format!("{path}/notes"), &note, &group),
            with(
                post(&format!("{path}/acts"), &act, &group),
                "if-match",
                &version,
            ),
        ] {
            if theirs {
                continue;
            }
            let heard = answer_of(
                &self.twin,
                provide::handle(&self.twin, HUB, request, self.now),
            )
            .await;
            assert!(
                heard.is_lost() || heard.status == 404,
                "{group} was answered {} on {}",
                heard.status,
                work.code
            );
        }
        self.tell(&format!("{group} pries into {}", work.code));
        for kind in ["provider", "volunteer"] {
            self.read_notes(&work, kind).await;
        }
    }

    /// A provider's staff read all of its notes and no others. A volunteer reads none.
    async fn read_notes(&mut self, work: &super::providers::Work, kind: &str) {
        let path = format!("/provider/onwards/{}/notes", work.code);
        let heard = answer_of(
            &self.twin,
            provide::handle(&self.twin, HUB, get(&path, &work.group(kind)), self.now),
        )
        .await;
        if heard.is_lost() {
            return;
        }
        let closed = work.referral.outcome().is_some() || work.referral.transferred;
        let expected = match (
            kind,
            work.referral.stage == crate::witness::Stage::Accepted || closed,
        ) {
            ("volunteer", _) => 403,
            (_, true) => 200,
            (_, false) => 404,
        };
        assert_eq!(
            heard.status, expected,
            "a {kind} read the notes of {}",
            work.code
        );
        if heard.status != 200 {
            return;
        }
        let state = self.twin.state();
        let own = state.notes.iter().filter(|((reference, provider, _), _)| {
            *reference == work.reference && *provider == work.referral.offered.provider
        });
        if self.witness.records[&work.reference].lifecycle.ever_erasing {
            return;
        }
        let mut own: Vec<&str> = own.map(|(_, note)| note.text.as_str()).collect();
        let read = heard.body["notes"].as_array().expect("notes");
        let mut read: Vec<&str> = read
            .iter()
            .filter_map(|note| note["text"].as_str())
            .collect();
        own.sort_unstable();
        read.sort_unstable();
        assert_eq!(read, own, "other notes were read than were written");
    }

    /// A random case, often one that the police referred.
    fn random_case(&mut self, often: f64) -> Option<Reference> {
        let police = self.chance.random_bool(often);
        let all = self.witness.records.iter();
        let source = |record: &crate::witness::CaseRecord| {
            record.received.as_ref().map(|received| received.source)
        };
        let theirs =
            all.filter(|(_, record)| !police || source(record) == Some(SourceKind::Police));
        let cases: Vec<Reference> = theirs.map(|(reference, _)| reference.clone()).collect();
        if cases.is_empty() {
            None
        } else {
            Some(cases[self.chance.random_range(0..cases.len())].clone())
        }
    }
}
