//! The end of the calendar: an operator is woken where a promise runs past the bank holidays that are known.

use domain::promise::past_the_calendar;
use events::case::Case;

/// Writes one line for each promise that was made after the version `before` and runs past the bank holidays that are known:
/// the data has to be brought up to date. The template's `CalendarFilter` looks for the line.
pub fn warn_of_its_end(after: &Case, before: u32) {
    for promise in past_the_calendar(after, before) {
        let code = &promise.code;
        tracing::error!(case.reference = %after.reference, code, "a promise runs past the bank holidays that are known");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fold::{append, open};
    use events::case::{CaseEvent, What};
    use events::justice::{Agency, Progress, Step};
    use events::referral::SourceKind;
    use jiff::Timestamp;
    use std::fmt::{Debug, Write};
    use std::sync::{Arc, Mutex};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    /// Keeps every line that is logged.
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

    /// What is logged when somebody is arrested at that moment.
    fn logged(at: &str) -> String {
        let sample = include_str!("../../../events/samples/case-event.received.json");
        let event: CaseEvent = serde_json::from_str(sample).expect("the sample");
        let What::Received(mut received) = event.what else { unreachable!("the sample is a received case") };
        received.source = SourceKind::Police;
        let at: Timestamp = at.parse().expect("a moment");
        let (mut case, _) = open(event.reference, *received, at);
        let before = case.version;
        let arrested =
            Progress { id: "one".to_owned(), step: Step::Arrested, at, heard_at: None, recorded_by: Agency::Police };
        append(&mut case, What::Progress(arrested), at).expect("it follows");
        let log = Log::default();
        tracing::subscriber::with_default(log.clone(), || warn_of_its_end(&case, before));
        log.0.lock().expect("the lines").clone()
    }

    #[test]
    fn the_line_is_the_one_that_the_alarm_waits_for() {
        let template = include_str!("../../../infra/template.yaml");
        let (_, filter) = template.split_once("  CalendarFilter:\n").expect("the filter");
        let (_, pattern) = filter.split_once("FilterPattern: '\"").expect("its pattern");
        let (words, _) = pattern.split_once("\"'").expect("its end");
        let line = logged("2028-12-29T10:00:00Z");
        assert!(line.contains(words) && line.contains("arrested."), "{line}");
        assert_eq!(logged("2026-11-23T10:00:00Z"), "");
    }
}
