//! The lists of a provider: names in words, and the rows that are asked for.

use crate::world::{HUB, World, answer, at, request};
use events::case::OnwardState;
use jiff::Timestamp;
use lambda_http::RequestExt;
use lambda_http::http::Method;
use serde_json::{Value, json};
use std::collections::HashMap;

/// A list of the provider, as the query asks for it.
async fn list(
    world: &World,
    provider: &str,
    query: &[(&str, &str)],
    now: Timestamp,
) -> (u16, Value) {
    let query: HashMap<String, Vec<String>> = query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    let group = format!("provider-{provider}");
    let request = request(Method::GET, "/provider/onwards", None, &group, None)
        .with_query_string_parameters(query);
    answer(provide::handle(&world.twin, HUB, request, now).await)
}

#[tokio::test]
async fn a_row_names_its_service_and_says_if_it_is_late() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.onward(&reference, OnwardState::Offered);
    let provider = &onward.offered.provider;
    let (status, page) = list(&world, provider, &[], at(0)).await;
    assert_eq!(status, 200, "{page}");
    let profile = world.twin.profile();
    let service = profile.service(&onward.offered.service).unwrap();
    let row = &page["onwards"][0];
    assert_eq!(row["service_name"], json!(service.name));
    assert_eq!(
        page["provider_name"],
        json!(profile.provider(provider).unwrap().name)
    );
    assert_eq!((&row["late"], &row["soon"]), (&json!(false), &json!(true)));
    let (_, page) = list(&world, provider, &[], at(24 * 14)).await;
    assert_eq!(page["onwards"][0]["late"], json!(true));
    let seen = world.seen(&onward).await;
    assert_eq!(
        (&seen["service_name"], &seen["council"]),
        (&json!(service.name), &json!("Oxford"))
    );
}

#[tokio::test]
async fn a_list_shows_only_what_is_asked_for() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.accepted(&reference).await;
    let provider = &onward.offered.provider;
    let service = onward.offered.service.as_str();
    for (query, rows) in [
        (&[("state", "accepted")][..], 1),
        (&[("state", "accepted"), ("service", service)], 1),
        (&[("state", "accepted"), ("service", "another")], 0),
        (&[("state", "accepted"), ("due", "late")], 0),
        (&[("state", "closed"), ("due", "soon")], 0),
    ] {
        let (status, page) = list(&world, provider, query, at(0)).await;
        assert_eq!(status, 200, "{page}");
        assert_eq!(page["onwards"].as_array().unwrap().len(), rows, "{query:?}");
    }
    let (status, _) = list(&world, provider, &[("due", "someday")], at(0)).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn what_nobody_said_about_the_phone_is_unknown() {
    let world = World::new();
    let reference = world.person(1).await;
    let onward = world.accepted(&reference).await;
    let seen = world.seen(&onward).await;
    assert_eq!(
        seen["person"]["contact"]["someone_may_see"],
        Value::Null,
        "{seen}"
    );
}
