//! A request for another provider's case is answered as if the case did not exist. The log records who asked.

use crate::world::World;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The lines that are logged, each with its fields.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.push_str(&format!(" {field}={value:?}"));
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
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn who_asks_for_another_providers_case_is_named_by_their_account_and_provider() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.accepted(&reference).await;
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    assert_eq!(world.get_as("provider-another", &onward, "").await.0, 404);
    drop(guard);
    let lines = log.0.lock().unwrap().clone();
    let denied: Vec<&String> = lines
        .iter()
        .filter(|line| line.contains("not theirs"))
        .collect();
    assert_eq!(denied.len(), 1, "{lines:?}");
    for word in [
        "WARN",
        &format!("case.reference={reference}"),
        "provider=\"another\"",
        "by=\"someone\"",
    ] {
        assert!(denied[0].contains(word), "{word}: {}", denied[0]);
    }
}
