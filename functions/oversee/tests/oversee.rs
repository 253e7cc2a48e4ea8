//! The commissioner's office over the twins: what it is shown, as page, CSV and JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::case::apply::append;
use events::care::{Act, ContactOutcome};
use events::case::{Actor, Case, CaseChange, CloseReason, Closed, Offered};
use events::profile::{ConsentModel, ContractValue, Profile, Service};
use events::referral::{ChannelKind, Modality, Need, NeedCode, SourceKind};
use jiff::Timestamp;
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt};
use platform::PortError;
use platform::ports::{
    AcceptReferral, AppendEvents, Client, Look, ReadDirectory, ReadLooks, ReadReleases, SideWrites,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use suppression::Release;
use twins::{Faults, Twin, sample};

const AUGUST: &str = "2026-08-03T10:00:00Z";
const NOVEMBER: &str = "2026-11-02T05:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A world with two providers' work in the four quarters of 2025/26. Each supports ten people a quarter, and
/// `victims-first` has a contract worth 120,000 pounds a year. Slough switched to consent on 1 October 2025. It lost five of
/// its fifteen people a quarter before, and none since.
async fn world_of_providers() -> Twin {
    let mut profile = sample::profile("thames-valley");
    let slough = "E06000039";
    for council in &mut profile.local_authorities {
        council.opt_in_from = (council.code == slough).then(|| jiff::civil::date(2025, 10, 1));
    }
    let value = |from, pounds_a_year| ContractValue {
        from,
        pounds_a_year,
    };
    let own = |service: &&mut Service| service.provider == "victims-first";
    for (index, service) in profile.services.iter_mut().filter(own).enumerate() {
        let worth = if index == 0 { 120_000 } else { 0 };
        service.values = vec![
            value(jiff::civil::date(2017, 4, 1), 1),
            value(jiff::civil::date(2025, 4, 1), worth),
        ];
    }
    let twin = Twin::new(profile, Faults::seeded(0, 0));
    let mut number = 0;
    for (quarter, day) in ["2025-05-06", "2025-08-05", "2025-11-04", "2026-02-03"]
        .iter()
        .enumerate()
    {
        for person in 0..30 {
            number += 1;
            let now = at(&format!("{day}T10:00:00Z"));
            let mut new = sample::new_case(number, now);
            let home = Some(slough.to_owned());
            new.case.received.local_authority =
                home.filter(|_| !(10..20).contains(&person) && person < 25);
            new.event.what = CaseChange::Received(Box::new(new.case.received.clone()));
            twin.accept(&new).await.unwrap();
            let mut case = new.case;
            let changes = match person {
                0..10 => story(&case, "victims-first", person % 2 == 0, now),
                10..20 => story(&case, "safe", person % 2 == 0, now),
                25.. => vec![(now, closed(CloseReason::Withdrew))],
                _ if quarter < 2 => vec![(now, closed(CloseReason::Withdrew))],
                _ => vec![(now, closed(CloseReason::SupportOver))],
            };
            for (when, change) in changes {
                let event = append(&mut case, change, when).unwrap();
                twin.append(&case, &[event], SideWrites::default())
                    .await
                    .unwrap();
            }
            figures::handle(&twin, new.event).await.unwrap();
        }
        // Each quarter is published soon after it ended.
        let later = at(&format!("{day}T10:00:00Z")) + jiff::SignedDuration::from_hours(24 * 100);
        figures::publish(&twin, later).await.unwrap();
    }
    twin
}

fn closed(why: CloseReason) -> CaseChange {
    CaseChange::Closed(Closed {
        why,
        into: None,
        by: Actor::coordinator("one"),
    })
}

/// A service of that provider accepts, reaches the person immediately or a day late, and has one session of 40 minutes or two
/// of 20.
fn story(case: &Case, provider: &str, quick: bool, now: Timestamp) -> Vec<(Timestamp, CaseChange)> {
    let onward = format!("{}-1", case.reference);
    let later = now + jiff::SignedDuration::from_hours(24);
    let act = |at, act| {
        let (onward, provider) = (onward.clone(), provider.to_owned());
        let change = CaseChange::Cared {
            onward,
            provider,
            act,
        };
        (at, change)
    };
    let mut story = vec![
        (
            now,
            CaseChange::Offered(Offered {
                onward: onward.clone(),
                provider: provider.to_owned(),
                ..sample::offer(case, "x", now)
            }),
        ),
        (
            now,
            CaseChange::Accepted {
                onward: onward.clone(),
                provider: provider.to_owned(),
                first_contact_by: now,
            },
        ),
    ];
    let reached = Act::ContactTried {
        by: ChannelKind::Phone,
        outcome: ContactOutcome::Reached,
    };
    story.push(act(if quick { now } else { later }, reached));
    let session = |modality, minutes| act(later, Act::SessionHeld { modality, minutes });
    if quick {
        story.push(session(Modality::Phone, 40));
    } else {
        story.push(session(Modality::FaceToFace, 20));
        story.push(session(Modality::FaceToFace, 20));
    }
    story
}

/// A world where 12 people came alone and 3 by the police in August, and its figures were published.
async fn world() -> Twin {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    for number in 1..=15 {
        let mut new = sample::new_case(number, at(AUGUST));
        let received = &mut new.case.received;
        if number > 12 {
            received.source = SourceKind::Police;
            received.consent_model = Some(ConsentModel::OptIn);
        }
        received.needs = vec![Need {
            code: NeedCode::TroubleSleeping,
            weight: None,
        }];
        new.event.what = CaseChange::Received(Box::new(received.clone()));
        twin.accept(&new).await.unwrap();
        figures::handle(&twin, new.event).await.unwrap();
    }
    figures::publish(&twin, at(NOVEMBER)).await.unwrap();
    twin
}

fn signed_in(groups: &str) -> RequestContext {
    let mut jwt = ApiGatewayRequestAuthorizerJwtDescription::default();
    jwt.claims = HashMap::from([
        ("sub".to_owned(), "someone".to_owned()),
        ("cognito:groups".to_owned(), groups.to_owned()),
    ]);
    let mut authorizer = ApiGatewayRequestAuthorizer::default();
    authorizer.jwt = Some(jwt);
    let mut context = ApiGatewayV2httpRequestContext::default();
    context.authorizer = Some(authorizer);
    RequestContext::ApiGatewayV2(context)
}

/// Status and text of a request.
async fn ask<P: oversee::Ports>(
    ports: &P,
    group: Option<&str>,
    path: &str,
    query: &[(&str, &str)],
) -> (u16, String) {
    let query: HashMap<String, Vec<String>> = query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect();
    let mut request: Request = lambda_http::http::Request::builder()
        .uri(format!("https://hub.example.net/oversight/{path}"))
        .body(Body::Empty)
        .unwrap()
        .with_raw_http_path(format!("/oversight/{path}"))
        .with_query_string_parameters(query);
    if let Some(group) = group {
        request = request.with_request_context(signed_in(group));
    }
    let answer = oversee::handle(ports, request, at(NOVEMBER)).await;
    let Body::Text(text) = answer.body() else {
        panic!("no text")
    };
    (answer.status().as_u16(), text.clone())
}

/// The ports of a twin, which count the requests to the store.
struct Counting<'a> {
    twin: &'a Twin,
    requests: AtomicUsize,
}

impl Counting<'_> {
    fn count(&self, requests: usize) {
        self.requests.fetch_add(requests, Ordering::Relaxed);
    }
}

impl ReadReleases for Counting<'_> {
    async fn releases(&self, keys: &[String]) -> Result<BTreeMap<String, Release>, PortError> {
        self.count(keys.len().div_ceil(100));
        self.twin.releases(keys).await
    }
}

impl ReadDirectory for Counting<'_> {
    async fn profile(&self) -> Result<Arc<Profile>, PortError> {
        self.count(1);
        ReadDirectory::profile(self.twin).await
    }

    async fn client(&self, id: &str) -> Result<Option<Client>, PortError> {
        self.count(1);
        self.twin.client(id).await
    }
}

impl ReadLooks for Counting<'_> {
    async fn looks_of(&self, account: &str, from: Timestamp) -> Result<Vec<Look>, PortError> {
        self.count(1);
        self.twin.looks_of(account, from).await
    }

    async fn marked_looks(&self, from: Timestamp, now: Timestamp) -> Result<Vec<Look>, PortError> {
        self.count(1);
        self.twin.marked_looks(from, now).await
    }
}

#[tokio::test]
async fn a_view_is_at_most_five_requests_to_the_store() {
    for twin in [world().await, world_of_providers().await] {
        for period in ["", "2026-Q3", "2025/26"] {
            for district in ["", "E06000039", "unknown"] {
                for (group, path) in [
                    ("oversight", "page"),
                    ("oversight", "tables"),
                    ("provider-safe", "own/page"),
                ] {
                    let ports = Counting {
                        twin: &twin,
                        requests: AtomicUsize::new(0),
                    };
                    let query = [("period", period), ("district", district)];
                    let (status, text) = ask(&ports, Some(group), path, &query).await;
                    assert_eq!(status, 200, "{text}");
                    let requests = ports.requests.into_inner();
                    assert!(
                        (1..=5).contains(&requests),
                        "{requests} for {path} of {period:?} and {district:?}"
                    );
                }
            }
        }
    }
}

async fn figures_of(twin: &Twin, query: &[(&str, &str)]) -> Value {
    let (status, text) = ask(twin, Some("oversight"), "figures", query).await;
    assert_eq!(status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn row<'a>(view: &'a Value, table: &str, code: &str) -> &'a Value {
    let tables = view["tables"].as_array().unwrap();
    let table = tables.iter().find(|one| one["name"] == table).unwrap();
    let rows = table["rows"].as_array().unwrap();
    rows.iter().find(|row| row["code"] == code).unwrap()
}

#[tokio::test]
async fn only_the_commissioners_office_sees_figures() {
    let twin = world().await;
    for path in ["figures", "page", "table", "tables", "dictionary"] {
        assert_eq!(ask(&twin, None, path, &[]).await.0, 401, "{path}");
        for group in ["coordinator", "police", "provider-safe", "witness-care"] {
            assert_eq!(ask(&twin, Some(group), path, &[]).await.0, 403, "{path}");
        }
    }
    assert_eq!(
        ask(&twin, Some("oversight"), "dictionary", &[]).await.0,
        200
    );
}

#[tokio::test]
async fn small_numbers_are_hidden_and_cannot_be_worked_out() {
    let twin = world().await;
    let view = figures_of(&twin, &[]).await;
    assert_eq!(
        (&view["period"], &view["standing"]),
        (&json!("2026-Q3"), &json!("final"))
    );
    // With the total and one of two rows, the other could be worked out.
    assert_eq!(row(&view, "stages", "police-opt-in")["total"], "[c]");
    let total = &view["tables"][0]["total"];
    let by_self = &row(&view, "stages", "self")["total"];
    assert!(*total == 15 || *by_self == 12, "{total} {by_self}");
    assert!(*total != 15 || *by_self != 12, "{total} {by_self}");
}

#[tokio::test]
async fn csv_and_json_show_the_same_numbers() {
    let twin = world().await;
    for district in ["", "unknown"] {
        let query = [("period", "2026-Q3"), ("district", district)];
        let view = figures_of(&twin, &query).await;
        for table in view["tables"].as_array().unwrap() {
            let name = table["name"].as_str().unwrap();
            let query = [query.as_slice(), &[("name", name)]].concat();
            let (status, csv) = ask(&twin, Some("oversight"), "table", &query).await;
            assert_eq!(status, 200, "{name}");
            for row in table["rows"].as_array().unwrap() {
                let shown = row["total"].to_string().replace('"', "");
                let line = format!(",{},all,{shown}\r\n", row["code"].as_str().unwrap());
                assert!(csv.contains(&line), "{name}{line}");
            }
        }
    }
}

#[tokio::test]
async fn the_page_says_what_each_table_shows() {
    let twin = world().await;
    let (status, html) = ask(&twin, Some("oversight"), "page", &[]).await;
    assert_eq!(status, 200);
    let view = figures_of(&twin, &[]).await;
    for table in view["tables"].as_array().unwrap() {
        let finding = table["finding"].as_str().unwrap();
        assert!(!finding.is_empty() && html.contains(finding), "{finding}");
    }
    for mark in ["[c]", "[x]", "[z]", "[low]"] {
        assert!(html.contains(mark), "{mark}");
    }
    assert!(!html.contains("style=") && !html.contains("<script"));
}

#[tokio::test]
async fn unknown_choices_are_refused_and_an_empty_quarter_is_none() {
    let twin = world().await;
    for query in [
        ("period", "2026-Q9"),
        ("period", "x"),
        ("district", "E00000000"),
    ] {
        assert_eq!(
            ask(&twin, Some("oversight"), "figures", &[query]).await.0,
            400
        );
    }
    let view = figures_of(&twin, &[("period", "2025-Q4")]).await;
    assert_eq!(view["standing"], "none");
}

#[tokio::test]
async fn the_dictionary_names_every_table_and_its_demand() {
    let twin = world().await;
    let (_, text) = ask(&twin, Some("oversight"), "dictionary", &[]).await;
    let dictionary: Value = serde_json::from_str(&text).unwrap();
    let sources = std::fs::read_to_string(sample::root().join("docs/sources.md")).unwrap();
    for table in dictionary["tables"].as_array().unwrap() {
        for field in ["title", "definition", "counts"] {
            assert!(table[field].is_string(), "{field} of {}", table["name"]);
        }
        let answers = table["answers"].as_str().unwrap();
        assert!(sources.contains(&format!("| {answers} |")), "{answers}");
    }
}

fn provider<'a>(view: &'a Value, code: &str) -> &'a Value {
    let providers = view["providers"].as_array().unwrap();
    let found = providers.iter().find(|one| one["code"] == code);
    &found.unwrap()["columns"]
}

#[tokio::test]
async fn a_financial_year_is_the_sum_of_its_final_quarters() {
    let twin = world_of_providers().await;
    let quarter = figures_of(&twin, &[("period", "2025-Q2")]).await;
    let year = figures_of(&twin, &[("period", "2025/26")]).await;
    assert_eq!(year["standing"], "final");
    let sessions = |view: &Value| row(view, "sessions-held", "safe")["total"].clone();
    assert_eq!(
        (sessions(&quarter), sessions(&year)),
        (json!(15), json!(60))
    );
    assert!(
        year["periods"]
            .as_array()
            .unwrap()
            .contains(&json!("2025/26"))
    );
    // A year with a quarter that is not final shows nothing.
    let year = figures_of(&twin, &[("period", "2024/25")]).await;
    assert_eq!(year["standing"], "none");
}

#[tokio::test]
async fn what_a_person_cost_is_shown_only_where_the_profile_gives_a_value() {
    let twin = world_of_providers().await;
    let view = figures_of(&twin, &[("period", "2025-Q3")]).await;
    let known = provider(&view, "victims-first");
    // A quarter of 120,000 pounds for ten people; five sessions of 31 to 45 minutes and ten of 16 to 30.
    for (column, number) in [
        ("offers", 10),
        ("contacts-due", 10),
        ("contacts-kept", 5),
        ("people-supported", 10),
        ("hours-at-least", 5),
        ("hours-at-most", 9),
        ("pounds", 30_000),
        ("pounds-a-person", 3_000),
    ] {
        assert_eq!(known[column], number, "{column}");
    }
    let unknown = provider(&view, "safe");
    assert_eq!(unknown["people-supported"], 10);
    assert_eq!(
        (&unknown["pounds"], &unknown["pounds-a-person"]),
        (&json!("[x]"), &json!("[x]"))
    );
    let year = figures_of(&twin, &[("period", "2025/26")]).await;
    assert_eq!(provider(&year, "victims-first")["pounds"], 120_000);
    // The present quarter is not over, so its value is not shared among some of its people.
    let now = figures_of(&twin, &[("period", "2026-Q4")]).await;
    let pounds = |view: &Value| view["providers"].to_string().contains("30000");
    assert!(pounds(&view) && !pounds(&now));
}

#[tokio::test]
async fn a_switch_to_consent_is_compared_before_and_after() {
    let twin = world_of_providers().await;
    let view = figures_of(&twin, &[]).await;
    let switches = view["switches"].as_array().unwrap();
    assert_eq!(switches.len(), 1, "{switches:?}");
    let sides = [&switches[0]["before"], &switches[0]["after"]];
    assert_eq!(sides.map(|side| &side["period"]), ["2025-Q3", "2025-Q4"]);
    assert_eq!(sides.map(|side| &side["lost"]), [5, 0], "{switches:?}");
    assert_eq!(sides.map(|side| &side["percent"]), [33, 0]);
    let finding = switches[0]["finding"].as_str().unwrap();
    assert!(
        finding.contains("fewer") && finding.contains("33%"),
        "{finding}"
    );
    let (_, html) = ask(&twin, Some("oversight"), "page", &[]).await;
    assert!(html.contains(finding));
}

#[tokio::test]
async fn a_providers_staff_see_their_own_rows_and_no_total_of_others() {
    let twin = world_of_providers().await;
    let query = [("period", "2025-Q3"), ("district", "E06000039")];
    let own = Some("provider-victims-first");
    let (status, text) = ask(&twin, own, "own/figures", &query).await;
    assert_eq!(status, 200, "{text}");
    let view: Value = serde_json::from_str(&text).unwrap();
    for table in view["tables"].as_array().unwrap() {
        assert!(!table["rows"].as_array().unwrap().is_empty());
        let name = table["name"].as_str().unwrap();
        assert!(
            [
                "offers",
                "contact",
                "outcomes",
                "distance",
                "full",
                "sessions-held",
                "first-sessions",
                "session-lengths"
            ]
            .contains(&name),
            "{name}"
        );
    }
    let offers = view["tables"].as_array().unwrap().iter();
    let offers = offers
        .clone()
        .find(|table| table["name"] == "offers")
        .unwrap();
    assert_eq!(
        (offers["rows"].as_array().unwrap().len(), &offers["total"]),
        (1, &json!(10))
    );
    assert_eq!(view["providers"].as_array().unwrap().len(), 1);
    assert_eq!(view["switches"], json!([]));
    for path in ["own/page", "own/tables"] {
        let (status, text) = ask(&twin, own, path, &query).await;
        assert_eq!(status, 200, "{path}");
        assert!(
            text.contains("victims-first") || text.contains("Victims First"),
            "{path}"
        );
        assert!(
            !text.contains("SAFE!") && !text.contains(",safe,"),
            "{path}"
        );
        assert!(!text.contains("href=\"/oversight/table"), "{path}");
    }
    for group in [
        "oversight",
        "coordinator",
        "volunteer-victims-first",
        "police",
    ] {
        assert_eq!(
            ask(&twin, Some(group), "own/figures", &[]).await.0,
            403,
            "{group}"
        );
    }
    assert_eq!(ask(&twin, own, "figures", &[]).await.0, 403);
}

#[tokio::test]
async fn each_sentence_of_the_summary_leads_to_its_table() {
    let twin = world_of_providers().await;
    let (_, html) = ask(&twin, Some("oversight"), "page", &[("period", "2025/26")]).await;
    let targets: Vec<&str> = html
        .split("data-go=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(targets.len() > 5, "{targets:?}");
    for target in targets {
        assert!(html.contains(&format!("id=\"{target}\"")), "{target}");
    }
}

#[tokio::test]
async fn one_file_has_every_table_of_a_view() {
    let twin = world_of_providers().await;
    let query = [("period", "2025-Q3")];
    let (status, all) = ask(&twin, Some("oversight"), "tables", &query).await;
    assert_eq!(status, 200);
    let view = figures_of(&twin, &query).await;
    let names = view["tables"].as_array().unwrap().iter();
    let names: Vec<&str> = names.filter_map(|table| table["name"].as_str()).collect();
    for name in names.into_iter().chain(["providers", "switches"]) {
        let query = [query.as_slice(), &[("name", name)]].concat();
        let (_, one) = ask(&twin, Some("oversight"), "table", &query).await;
        let (heading, lines) = one.split_once("\r\n").unwrap();
        assert!(all.starts_with(heading) && all.contains(lines), "{name}");
    }
}

/// Every code of every dimension has words, and no words are left over.
#[test]
fn each_code_has_its_words() {
    use measures::{Codes, Dimension};
    use words::{codes, oversight, oversight_more};
    type Of = (Dimension, &'static [&'static str]);
    let sets: [Of; 28] = [
        (Dimension::Repeat, oversight_more::REPEAT),
        (Dimension::Restorative, oversight_more::RESTORATIVE),
        (Dimension::FirstContact, oversight_more::FIRST_CONTACT),
        (Dimension::Outcome, oversight_more::OUTCOME),
        (Dimension::First, oversight_more::FIRST),
        (Dimension::Length, oversight_more::LENGTH),
        (Dimension::AfterFull, oversight_more::AFTER_FULL),
        (Dimension::Distance, oversight_more::DISTANCE),
        (Dimension::DistanceHealth, &oversight_more::DISTANCE[..9]),
        (Dimension::DistanceCoping, &oversight_more::DISTANCE[..9]),
        (Dimension::DistanceSafety, &oversight_more::DISTANCE[..9]),
        (Dimension::DistanceInformed, &oversight_more::DISTANCE[..9]),
        (Dimension::DistanceJustice, &oversight_more::DISTANCE[..9]),
        (Dimension::Route, oversight::ROUTE),
        (Dimension::Tier, oversight_more::TIER),
        (Dimension::Risk, oversight_more::RISK),
        (Dimension::Stage, oversight::STAGE),
        (Dimension::Ending, oversight::ENDING),
        (Dimension::Need, codes::NEED_STAFF),
        (Dimension::Met, oversight::MET),
        (Dimension::Specialism, codes::SPECIALISM_STAFF),
        (Dimension::Served, oversight::SERVED),
        (Dimension::ToOffer, oversight::TOOK),
        (Dimension::ToAcceptance, oversight::TOOK),
        (Dimension::ToContact, oversight::TOOK),
        (Dimension::Agency, codes::PROMISE_OWNER),
        (Dimension::Kept, oversight::KEPT),
        (Dimension::Modality, codes::MODALITY),
    ];
    for (dimension, words) in sets {
        let Codes::Closed(declared) = dimension.codes() else {
            panic!("{} is not closed", dimension.as_str())
        };
        let mut declared = declared.to_vec();
        let mut words = words.to_vec();
        // Restorative justice has its own table.
        words.retain(|code| dimension != Dimension::Specialism || *code != "restorative-justice");
        declared.sort_unstable();
        words.sort_unstable();
        assert_eq!(declared, words, "{}", dimension.as_str());
    }
}
