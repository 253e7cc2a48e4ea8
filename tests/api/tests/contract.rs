//! The AWS adapters keep the ports' contract, on separate tables without consumers.
//!
//! No emulator is AWS, so three things are compared with it. Every request of the adapters is held to AWS's own models of
//! its services, and to what AWS documents and no model says. The same contract holds on moto, which others wrote. And
//! dynalite, written by others again, answers as the local AWS did. Where they differ, AWS's documentation decides:
//! `aws/replay.py` lists what dynalite does otherwise, and why.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

#[path = "contract/others.rs"]
mod others;
#[path = "contract/programs.rs"]
mod programs;

use api::HUB;
use aws_config::SdkConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine;
use platform::aws::Hub;
use platform::config::Settings;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use twins::contract;

/// The tables of the contract, by the end of their names and by their setting.
const TABLES: [(&str, &str); 11] = [
    ("cases", "CASES_TABLE"),
    ("people", "PEOPLE_TABLE"),
    ("notes", "NOTES_TABLE"),
    ("diaries", "DIARIES_TABLE"),
    ("submissions", "SUBMISSIONS_TABLE"),
    ("figures", "FIGURES_TABLE"),
    ("attempts", "ATTEMPTS_TABLE"),
    ("feeds", "FEEDS_TABLE"),
    ("looks", "LOOKS_TABLE"),
    ("erasures", "ERASURES_TABLE"),
    ("directory", "DIRECTORY_TABLE"),
];

/// The contract on the local AWS. Every request and answer is in the file.
static RECORDED: LazyLock<&str> = LazyLock::new(|| {
    let run = std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_all().build().expect("a runtime");
        runtime.block_on(record())
    });
    run.join().expect("the contract holds on the local AWS")
});

/// A local AWS's root key. It may read everything, on a laptop only.
async fn config(endpoint: &str) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .endpoint_url(endpoint)
        .region(Region::new(HUB.region.clone()))
        .credentials_provider(Credentials::new("test", "test", None, None, "local"))
        .load()
        .await
}

/// The adapters on separate, empty tables.
struct Adapters {
    hub: Hub,
    dynamo: Client,
    tables: BTreeMap<&'static str, String>,
}

impl Adapters {
    /// Makes the tables at an address. `more` are the settings that are no tables.
    async fn at(endpoint: &str, run: u64, more: &[(&str, String)]) -> Self {
        let known = Client::new(&config(&HUB.endpoint).await);
        let config = config(endpoint).await;
        let dynamo = Client::new(&config);
        let mut tables = BTreeMap::new();
        let mut settings: BTreeMap<String, String> = BTreeMap::new();
        for (table, setting) in TABLES {
            let name = like(&known, &dynamo, table, run).await;
            settings.insert(setting.to_owned(), name.clone());
            tables.insert(table, name);
        }
        settings.insert("LOOKS_ALERT".to_owned(), "60".to_owned());
        settings.insert("LOOKS_MOST".to_owned(), "5000".to_owned());
        settings.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
        let settings: Vec<(&str, &str)> = settings
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let settings: [_; 40] = std::array::from_fn(|n| settings[n % settings.len()]);
        let hub = Hub::new(Settings::from(settings), &config);
        Self {
            hub,
            dynamo,
            tables,
        }
    }

    /// Runs the whole contract, or all of it that needs no long list.
    async fn hold(&self, run: u64, with_long_lists: bool) {
        if with_long_lists {
            contract::holds(&self.hub, run).await;
        } else {
            contract::holds_for_few(&self.hub, run).await;
        }
        contract::feed::holds(&self.hub, run).await;
        contract::staff::holds(&self.hub).await;
    }
}

/// A number that separates runs.
fn run() -> u64 {
    uuid::Uuid::new_v4().as_u64_pair().0 >> 24
}

/// An empty table with the schema of one of the hub's tables.
async fn like(known: &Client, dynamo: &Client, table: &str, run: u64) -> String {
    let name = format!("contract-{run}-{table}");
    let known = known
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

/// Runs the contract through the recorder, and then the adapters that are not in the contract.
async fn record() -> &'static str {
    let run = run();
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/requests.jsonl");
    let recorder = programs::recorder(&HUB.endpoint, file);
    // A bucket without notifications: reports are not dropped files.
    let mut settings = vec![
        (
            "FEEDS_BUCKET",
            format!("hub-{}-feeds-000000000000", HUB.area),
        ),
        ("STAFF_POOL_ID", user_pool()),
    ];
    settings.extend(others::settings(run));
    let adapters = Adapters::at(&recorder.address, run, &settings).await;
    adapters.hold(run, true).await;
    others::ask_them_all(&adapters, run).await;
    let Adapters {
        hub,
        dynamo,
        tables,
    } = &adapters;
    the_clock_goes_on_past_a_damaged_item(dynamo, &tables["cases"], hub).await;
    // The notes and the directory are written by nobody who stores something else.
    let written = TABLES.map(|(table, _)| table);
    let written = written
        .iter()
        .filter(|table| !["notes", "directory"].contains(table));
    let written: Vec<&String> = written.map(|table| &tables[table]).collect();
    every_stored_attribute_is_classified(dynamo, &written).await;
    drop(recorder);
    file
}

#[test]
fn the_aws_adapters_keep_the_contract_of_the_ports() {
    let text = std::fs::read_to_string(*RECORDED).expect("the requests");
    assert!(text.lines().count() > 500, "{}", text.lines().count());
}

#[test]
fn aws_would_take_every_request_of_the_adapters() {
    let faults = programs::found_by("check.py", &[*RECORDED]);
    assert_eq!(faults, "", "requests that AWS would refuse");
}

/// What is not asked is not checked: every expression of the adapters, and every operation. The roles allow just these.
#[test]
fn every_adapter_was_asked() {
    let code = programs::root().join("functions/platform/src/aws");
    let roles = programs::root().join("infra/template.yaml");
    let [code, roles] = [&code, &roles].map(|path| path.to_str().expect("a path"));
    let missing = programs::found_by("asked.py", &[*RECORDED, code, roles]);
    assert_eq!(missing, "", "the recording lacks");
}

#[test]
fn a_request_that_aws_refuses_is_found() {
    let said = programs::found_by("check.py", &["--itself"]);
    assert!(said.ends_with(" wrong requests were found\n"), "{said}");
}

/// Dynalite has no transactions: their writes are asked one after the other if the local AWS carried them out.
#[test]
fn dynalite_answers_as_the_local_aws_does() {
    let dynalite = programs::dynalite();
    let differences = programs::found_by("replay.py", &[*RECORDED, &dynalite.address]);
    assert_eq!(differences, "", "the two answer differently");
}

/// Moto takes a tenth of a second for a transaction, so that the pages of a long list would take minutes.
#[tokio::test]
async fn the_contract_holds_on_moto_too() {
    let moto = programs::moto();
    let run = run();
    let pool = programs::found_by("accounts.py", &[&moto.address]);
    let settings = [
        ("FEEDS_BUCKET", "feeds".to_owned()),
        ("STAFF_POOL_ID", pool.trim().to_owned()),
    ];
    Adapters::at(&moto.address, run, &settings)
        .await
        .hold(run, false)
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
async fn the_clock_goes_on_past_a_damaged_item(dynamo: &Client, cases: &str, hub: &Hub) {
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
async fn every_stored_attribute_is_classified(dynamo: &Client, tables: &[&String]) {
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
