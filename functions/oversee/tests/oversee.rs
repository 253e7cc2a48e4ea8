//! The commissioner's office over the twins: what it is shown, as page, CSV and JSON.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use events::case::CaseChange;
use events::profile::ConsentModel;
use events::referral::{Need, NeedCode, SourceKind};
use jiff::Timestamp;
use lambda_http::aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext,
};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt};
use platform::ports::AcceptReferral;
use serde_json::{Value, json};
use std::collections::HashMap;
use twins::{Faults, Twin, sample};

const AUGUST: &str = "2026-08-03T10:00:00Z";
const NOVEMBER: &str = "2026-11-02T05:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
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
async fn ask(
    twin: &Twin,
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
    let answer = oversee::handle(twin, request, at(NOVEMBER)).await;
    let Body::Text(text) = answer.body() else {
        panic!("no text")
    };
    (answer.status().as_u16(), text.clone())
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
    for path in ["figures", "page", "table", "dictionary"] {
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
    assert_eq!(row(&view, "stages", "police")["total"], "[c]");
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

/// Every code of every dimension has words, and no words are left over.
#[test]
fn each_code_has_its_words() {
    use measures::{Codes, Dimension};
    use words::{codes, oversight};
    type Of = (Dimension, &'static [&'static str]);
    let sets: [Of; 16] = [
        (Dimension::Source, oversight::SOURCE),
        (Dimension::ConsentModel, oversight::CONSENT_MODEL),
        (Dimension::Tier, codes::TIER),
        (Dimension::Risk, codes::RISK),
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
        declared.sort_unstable();
        words.sort_unstable();
        assert_eq!(declared, words, "{}", dimension.as_str());
    }
}
