//! A request for another provider's case is answered as if the case did not exist. The log records who asked.

use crate::world::{World, answer, at, request};
use domain::case::apply::append_all;
use events::case::{CaseChange, LimitReason, LookMark, ReaderStep, ReadersChanged};
use lambda_http::http::Method;
use platform::ports::{AppendEvents, SideWrites};
use serde_json::json;
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

#[tokio::test]
async fn for_an_excluded_worker_the_case_does_not_exist() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.accepted(&reference).await;
    let group = format!("provider-{}", onward.offered.provider);
    let mut nowhere = onward.clone();
    nowhere.offered.onward = "22222222-1".to_owned();
    let list = || async {
        let path = "/provider/onwards";
        let mut asked = request(Method::GET, path, None, &group, None);
        asked = lambda_http::RequestExt::with_query_string_parameters(
            asked,
            std::collections::HashMap::from([("state".to_owned(), vec!["accepted".to_owned()])]),
        );
        answer(provide::handle(&world.twin, "https://hub.example.net", asked, at(0)).await).1
    };
    assert_eq!(list().await["onwards"].as_array().unwrap().len(), 1);
    let out = CaseChange::ReadersChanged(ReadersChanged {
        step: ReaderStep::Excluded,
        account: Some("Someone".to_owned()),
        subject: None,
        reason: LimitReason::KnowsPerson,
        by: "a-coordinator".to_owned(),
    });
    let (after, events) = append_all(&world.case(&reference), vec![out], at(0)).unwrap();
    world
        .twin
        .append(&after, &events, SideWrites::default())
        .await
        .unwrap();
    let reads = world.twin.state().reads.len();
    for what in ["", "/notes", "/refer-on"] {
        let unknown = world.get_as(&group, &nowhere, what).await;
        assert_eq!(world.get_as(&group, &onward, what).await, unknown, "{what}");
    }
    let act = json!({"act": "session-held", "minutes": 30});
    assert_eq!(world.post(&onward, "acts", &act).await.0, 404);
    let note = json!({"id": "00000000-0000-4000-8000-000000000001", "text": "A note."});
    assert_eq!(world.post(&onward, "notes", &note).await.0, 404);
    assert_eq!(list().await["onwards"], json!([]));
    let state = world.twin.state();
    assert_eq!(state.reads.len(), reads, "nothing was read");
    assert!(
        state
            .looks
            .iter()
            .any(|look| look.marks == [LookMark::Denied])
    );
}
