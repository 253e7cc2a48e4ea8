//! The end of the calendar: alerts an operator if a promise runs past the last known bank holiday.

use domain::promise::past_the_calendar;
use events::case::Case;

/// Logs one line for each promise that runs past the last known bank holiday and was made or moved after version
/// `before`. The list of holidays has to be updated then. The template's `CalendarFilter` looks for this line.
pub fn warn_of_its_end(after: &Case, before: u32) {
    for promise in past_the_calendar(after, before) {
        let code = &promise.code;
        tracing::error!(case.reference = %after.reference, %code, "a promise runs past the bank holidays that are known");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::case::apply::{append, open};
    use domain::promise::kept_event;
    use events::case::{Actor, CaseChange, CaseEvent, Offered, Paused};
    use events::justice::{Agency, NotificationMethod, Progress, RuleCode, Step};
    use events::referral::SourceKind;
    use jiff::Timestamp;
    use std::fmt::{Debug, Write};
    use std::sync::{Arc, Mutex};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    /// Records every log line.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<String>>);

    struct Line<'a>(&'a mut String);

    impl Visit for Line<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            let _ = write!(self.0, "{field}={value:?} ");
        }
    }

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            if let Ok(mut lines) = self.0.lock() {
                event.record(&mut Line(&mut lines));
                lines.push('\n');
            }
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    fn opened(at: Timestamp) -> Case {
        let sample = include_str!("../../../events/samples/case-event.received.json");
        let event: CaseEvent = serde_json::from_str(sample).expect("the sample");
        let CaseChange::Received(mut received) = event.what else {
            unreachable!("the sample is a received event")
        };
        received.source = SourceKind::Police;
        open(event.reference, *received, at).0
    }

    fn offer(accept_by: Timestamp) -> Offered {
        let sample = include_str!("../../../events/samples/case-event.offered.json");
        let event: CaseEvent = serde_json::from_str(sample).expect("the sample");
        let CaseChange::Offered(offered) = event.what else {
            unreachable!("the sample is an offer")
        };
        let (onward, provider) = ("one".to_owned(), "one".to_owned());
        Offered {
            onward,
            provider,
            accept_by,
            hand_on: None,
            referred_on: None,
            moved_from: None,
            ..offered
        }
    }

    fn step(step: Step, at: Timestamp) -> CaseChange {
        CaseChange::Progress(Progress {
            id: format!("{step}"),
            step,
            at,
            heard_at: None,
            recorded_by: Agency::Police,
        })
    }

    /// The log lines when a change happens to the case.
    fn then(case: &mut Case, what: CaseChange, at: Timestamp) -> String {
        let before = case.version;
        append(case, what, at).expect("it follows");
        let log = Log::default();
        tracing::subscriber::with_default(log.clone(), || warn_of_its_end(case, before));
        log.0.lock().expect("the lines").clone()
    }

    /// The log lines when somebody is arrested at this moment.
    fn logged(moment: &str) -> String {
        then(
            &mut opened(at(moment)),
            step(Step::Arrested, at(moment)),
            at(moment),
        )
    }

    #[test]
    fn the_line_matches_the_alarm() {
        let template = include_str!("../../../infra/template.yaml");
        let (_, filter) = template
            .split_once("  CalendarFilter:\n")
            .expect("the filter");
        let (_, pattern) = filter
            .split_once("FilterPattern: '\"")
            .expect("its pattern");
        let (words, _) = pattern.split_once("\"'").expect("its end");
        let line = logged("2028-12-29T10:00:00Z");
        assert!(line.contains(words) && line.contains("arrested."), "{line}");
        assert_eq!(logged("2026-11-23T10:00:00Z"), "");
    }

    #[test]
    fn a_first_contact_is_due_after_acceptance() {
        let (offered, accepted) = (at("2028-12-28T10:00:00Z"), at("2028-12-29T10:00:00Z"));
        let mut case = opened(offered);
        assert_eq!(
            then(
                &mut case,
                CaseChange::Offered(offer(at("2028-12-28T14:00:00Z"))),
                offered
            ),
            ""
        );
        let first_contact_by = at("2029-01-03T17:00:00Z");
        let yes = CaseChange::Accepted {
            onward: "one".to_owned(),
            provider: "one".to_owned(),
            first_contact_by,
        };
        let line = then(&mut case, yes, accepted);
        assert!(line.contains("first-contact."), "{line}");
    }

    #[test]
    fn a_late_court_moves_the_next_duty() {
        let start = at("2028-12-18T10:00:00Z");
        let mut case = opened(start);
        assert_eq!(then(&mut case, step(Step::Charged, start), start), "");
        assert_eq!(then(&mut case, step(Step::Verdict, start), start), "");
        let court = case
            .justice
            .promises
            .iter()
            .find(|one| one.code.rule.as_str() == "verdict-court")
            .expect("the court's part");
        let late = at("2029-01-03T10:00:00Z");
        let notice = NotificationMethod::CourtNotice;
        let id = "notice".to_owned();
        let kept = kept_event(
            &case,
            id,
            &court.code.to_string(),
            notice,
            late,
            Agency::WitnessCare,
            late,
        )
        .expect("a notice");
        let line = then(&mut case, CaseChange::PromiseKept(kept), late);
        assert!(
            line.contains("verdict.") && !line.contains("verdict-court."),
            "{line}"
        );
    }

    #[test]
    fn a_pause_past_the_calendar_is_logged_and_marked() {
        let start = at("2028-11-20T10:00:00Z");
        let mut case = opened(start);
        assert_eq!(
            then(
                &mut case,
                CaseChange::Offered(offer(at("2028-11-20T14:00:00Z"))),
                start
            ),
            ""
        );
        let first_contact_by = at("2028-11-22T17:00:00Z");
        let yes = CaseChange::Accepted {
            onward: "one".to_owned(),
            provider: "one".to_owned(),
            first_contact_by,
        };
        assert_eq!(then(&mut case, yes, start), "");
        let quiet = CaseChange::Paused(Paused {
            until: at("2029-02-01T10:00:00Z"),
            by: Actor::Person,
        });
        let line = then(&mut case, quiet, start);
        assert!(line.contains("first-contact."), "{line}");
        let moved = case
            .justice
            .promises
            .iter()
            .find(|one| one.code.rule == RuleCode::FIRST_CONTACT)
            .expect("a promise");
        assert!(!moved.verified, "the bank holidays are unknown until then");
        // The pause ends sooner than planned, so the new time is known again.
        let line = then(
            &mut case,
            CaseChange::Resumed { by: Actor::Person },
            at("2028-11-27T10:00:00Z"),
        );
        assert_eq!(line, "");
        let moved = case
            .justice
            .promises
            .iter()
            .find(|one| one.code.rule == RuleCode::FIRST_CONTACT)
            .expect("a promise");
        assert!(moved.verified, "{}", moved.due);
    }
}
