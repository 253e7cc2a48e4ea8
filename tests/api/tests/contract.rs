//! The AWS adapters keep the ports' contract, on separate tables without consumers.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::HUB;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine;
use platform::aws::Hub;
use platform::config::Settings;
use twins::contract;

/// The local stack's root key. It may read everything, on a laptop only.
async fn config() -> aws_config::SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .endpoint_url(&HUB.endpoint)
        .region(Region::new(HUB.region.clone()))
        .credentials_provider(Credentials::new("test", "test", None, None, "local"))
        .load()
        .await
}

/// An empty table with the schema of one of the hub's tables.
async fn like(dynamo: &aws_sdk_dynamodb::Client, table: &str, run: u64) -> String {
    let name = format!("contract-{run}-{table}");
    let known = dynamo
        .describe_table()
        .table_name(format!("hub-{}-{table}", HUB.area))
        .send()
        .await;
    let known = known.expect("the hub's table").table.expect("a table");
    let indexes = known
        .global_secondary_indexes
        .unwrap_or_default()
        .into_iter()
        .map(|index| {
            aws_sdk_dynamodb::types::GlobalSecondaryIndex::builder()
                .set_index_name(index.index_name)
                .set_key_schema(index.key_schema)
                .set_projection(index.projection)
                .build()
                .expect("an index")
        });
    let indexes: Vec<_> = indexes.collect();
    dynamo
        .create_table()
        .table_name(&name)
        .set_attribute_definitions(known.attribute_definitions)
        .set_key_schema(known.key_schema)
        .set_global_secondary_indexes((!indexes.is_empty()).then_some(indexes))
        .billing_mode(aws_sdk_dynamodb::types::BillingMode::PayPerRequest)
        .send()
        .await
        .expect("a table");
    name
}

#[tokio::test]
async fn the_aws_adapters_keep_the_contract_of_the_ports() {
    let config = config().await;
    let dynamo = aws_sdk_dynamodb::Client::new(&config);
    let run = uuid::Uuid::new_v4().as_u64_pair().0 >> 24;
    let cases = like(&dynamo, "cases", run).await;
    let people = like(&dynamo, "people", run).await;
    let notes = like(&dynamo, "notes", run).await;
    let diaries = like(&dynamo, "diaries", run).await;
    let submissions = like(&dynamo, "submissions", run).await;
    let figures = like(&dynamo, "figures", run).await;
    let attempts = like(&dynamo, "attempts", run).await;
    let feeds = like(&dynamo, "feeds", run).await;
    let looks = like(&dynamo, "looks", run).await;
    let erasures = like(&dynamo, "erasures", run).await;
    // A bucket without notifications: reports are not dropped files.
    let feeds_bucket = format!("hub-{}-feeds-000000000000", HUB.area);
    let pool = user_pool();
    let settings = Settings::from([
        ("CASES_TABLE", cases.as_str()),
        ("PEOPLE_TABLE", &people),
        ("NOTES_TABLE", &notes),
        ("DIARIES_TABLE", &diaries),
        ("SUBMISSIONS_TABLE", &submissions),
        ("FIGURES_TABLE", &figures),
        ("ATTEMPTS_TABLE", &attempts),
        ("FEEDS_TABLE", &feeds),
        ("LOOKS_TABLE", &looks),
        ("LOOKS_ALERT", "60"),
        ("LOOKS_MOST", "5000"),
        ("ERASURES_TABLE", &erasures),
        ("FEEDS_BUCKET", &feeds_bucket),
        ("STAFF_POOL_ID", &pool),
    ]);
    let hub = Hub::new(settings, &config);
    contract::holds(&hub, run).await;
    contract::feed::holds(&hub, run).await;
    contract::staff::holds(&hub).await;
    the_clock_goes_on_past_a_damaged_item(&dynamo, &cases, &hub).await;
    every_stored_attribute_is_classified(
        &dynamo,
        &[
            &cases,
            &people,
            &submissions,
            &figures,
            &attempts,
            &feeds,
            &looks,
            &erasures,
            &diaries,
        ],
    )
    .await;
}

/// The pool of the demo users: the last part of the issuer of their tokens.
fn user_pool() -> String {
    let token = HUB.token("coordinator");
    let claims = token.split('.').nth(1).expect("claims");
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims);
    let claims: serde_json::Value = serde_json::from_slice(&claims.expect("base64")).expect("JSON");
    let issuer = claims["iss"].as_str().expect("an issuer");
    issuer.rsplit('/').next().unwrap_or_default().to_owned()
}

/// A broken item on the agenda is skipped, and the due items around it are still found.
async fn the_clock_goes_on_past_a_damaged_item(
    dynamo: &aws_sdk_dynamodb::Client,
    cases: &str,
    hub: &Hub,
) {
    let now: jiff::Timestamp = "2026-11-23T11:00:00Z".parse().expect("a moment");
    let before = contract::agenda::whole(hub, now).await.len();
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let put = dynamo
        .put_item()
        .table_name(cases)
        .item("pk", text("CASE#BROKEN"))
        .item("sk", text("STATE"));
    let put = put
        .item("case", text("no case"))
        .item("due_key", text("DUE#USUAL#3"))
        .item("due_at", text("2026-11-22"));
    put.send().await.expect("stored");
    assert!(before > 0);
    assert_eq!(contract::agenda::whole(hub, now).await.len(), before);
}

/// Every attribute that the adapters have written is classified in the schema. Counters are named after their cells.
async fn every_stored_attribute_is_classified(
    dynamo: &aws_sdk_dynamodb::Client,
    tables: &[&String],
) {
    for table in tables {
        let items = dynamo
            .scan()
            .table_name(*table)
            .send()
            .await
            .expect("a scan")
            .items
            .unwrap_or_default();
        assert!(!items.is_empty(), "{table} was never written");
        for name in items
            .iter()
            .flat_map(|item| item.keys())
            .filter(|name| !is_counter(name))
        {
            let known = platform::schema::CLASSES
                .iter()
                .any(|(classified, _)| classified == name);
            assert!(known, "{name} is stored and not classified");
        }
    }
}

fn is_counter(name: &str) -> bool {
    name.contains('/') || name == "c"
}
