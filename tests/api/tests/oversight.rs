//! What the commissioner's office sees: figures that are published, and never a case or a small number.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{HUB, person, soon};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// More than the threshold, so that the number is shown.
const MANY: usize = 6;

fn quarter_of(today: jiff::civil::Date) -> (String, Vec<String>) {
    let quarter = (today.month() - 1) / 3;
    let months = (1..=3).map(|month| format!("{}-{:02}", today.year(), quarter * 3 + month));
    (
        format!("{}-Q{}", today.year(), quarter + 1),
        months.collect(),
    )
}

/// The exact counters of a question and edition in those months, by cell. No account can read them.
fn counters(question: &str, months: &[String]) -> BTreeMap<String, i64> {
    let mut all = BTreeMap::new();
    // The counters of a month are divided into eight parts.
    let parts = months
        .iter()
        .flat_map(|month| (0..8).map(move |part| format!("{month}~{part}")));
    let keys: Vec<Value> = parts
        .map(|part| json!({"pk": {"S": format!("COUNT#{question}#{part}")}}))
        .collect();
    let table = format!("hub-{}-figures", HUB.area);
    let wanted = json!({&table: {"Keys": keys}}).to_string();
    let output = HUB.aws(&["dynamodb", "batch-get-item", "--request-items", &wanted]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    for item in answer["Responses"][&table].as_array().into_iter().flatten() {
        for (cell, value) in item.as_object().into_iter().flatten() {
            if let Some(count) = value["N"]
                .as_str()
                .and_then(|count| count.parse::<i64>().ok())
            {
                *all.entry(cell.clone()).or_default() += count;
            }
        }
    }
    all
}

/// The counts of a breakdown's rows in the whole area.
fn rows(counters: &BTreeMap<String, i64>, breakdown: &str) -> BTreeMap<String, i64> {
    let mut rows = BTreeMap::new();
    for (cell, count) in counters {
        let parts: Vec<&str> = cell.split('/').collect();
        if let [_, of, row, ..] = parts.as_slice()
            && *of == breakdown
        {
            *rows.entry((*row).to_owned()).or_default() += count;
        }
    }
    rows
}

fn nearest_five(count: i64) -> i64 {
    (count + 2) / 5 * 5
}

fn table<'a>(view: &'a Value, name: &str) -> &'a Value {
    let tables = view["tables"].as_array().expect("tables");
    let table = tables.iter().find(|table| table["name"] == name);
    table.expect("the table")
}

#[test]
fn the_commissioner_sees_counts_and_no_small_number() {
    let (quarter, months) = quarter_of(jiff::Zoned::now().date());
    let path = format!("/oversight/figures?period={quarter}");
    let needs = |counters: &BTreeMap<String, i64>| {
        let found = rows(counters, "needs-met");
        found.get("immigration-status").copied().unwrap_or_default()
    };
    let before = needs(&counters("needs.1", &months));
    for _ in 0..MANY {
        let referral =
            person(&json!({"needs": [{"code": "immigration-status", "weight": "a-lot"}]}));
        assert_eq!(HUB.post(&referral).status, 201);
    }
    let many = i64::try_from(MANY).expect("a number");
    soon("the facts of each referral", || {
        (needs(&counters("needs.1", &months)) >= before + many).then_some(())
    });

    let oversight = HUB.token("oversight");
    let (earliest, view, latest) = {
        let earliest = [counters("people.1", &months), counters("needs.1", &months)];
        HUB.publish_figures();
        let answer = HUB.ask(&oversight, "GET", &path);
        assert_eq!(answer.status, 200, "{}", answer.text);
        let latest = [counters("people.1", &months), counters("needs.1", &months)];
        (earliest, answer.json(), latest)
    };
    assert_eq!(view["standing"], "provisional");
    let mut shown = 0;
    for (index, name) in [(0, "stages"), (0, "losses"), (1, "needs-met")] {
        let (from, to) = (rows(&earliest[index], name), rows(&latest[index], name));
        for row in table(&view, name)["rows"].as_array().expect("rows") {
            let code = row["code"].as_str().expect("a code");
            let count = |rows: &BTreeMap<String, i64>| rows.get(code).copied().unwrap_or_default();
            let Some(number) = row["total"].as_i64() else {
                assert!(row["total"] == "[c]" || row["total"] == "[low]", "{row}");
                continue;
            };
            let possible = nearest_five(count(&from))..=nearest_five(count(&to));
            assert!(
                possible.contains(&number),
                "{name} {code}: {number} in {possible:?}"
            );
            assert!(number == 0 || number >= 5, "{name} {code}: {number}");
            shown += 1;
        }
    }
    assert!(shown > 0);
    // A district with a small number is hidden.
    let small = rows(&latest[1], "needs-met")
        .into_iter()
        .filter(|(_, count)| (1..5).contains(count))
        .map(|(code, _)| code);
    for code in small {
        let rows = table(&view, "needs-met")["rows"].as_array().expect("rows");
        let row = rows.iter().find(|row| row["code"] == code.as_str());
        assert!(row.is_none_or(|row| row["total"].is_string()), "{code}");
    }

    for table in view["tables"].as_array().expect("tables") {
        let name = table["name"].as_str().expect("a name");
        let csv = HUB.ask(
            &oversight,
            "GET",
            &format!("/oversight/table?name={name}&period={quarter}"),
        );
        assert!(csv.header("content-type").starts_with("text/csv"));
        for row in table["rows"].as_array().expect("rows") {
            let number = row["total"].to_string().replace('"', "");
            let line = format!(
                ",{},all,{number}\r\n",
                row["code"].as_str().expect("a code")
            );
            assert!(csv.text.contains(&line), "{name} {line}");
        }
    }
    let page = HUB.ask(
        &oversight,
        "GET",
        &format!("/oversight/page?period={quarter}"),
    );
    assert!(page.text.contains("<table") && page.text.contains("<svg"));
}

#[test]
fn nobody_else_sees_figures() {
    let paths = ["figures", "page", "table", "dictionary"].map(|path| format!("/oversight/{path}"));
    let provider = HUB.queues.keys().next().expect("a provider");
    let provider = format!("provider-{provider}");
    for path in &paths {
        assert_eq!(HUB.send("GET", path, &[], b"").status, 401, "{path}");
        for role in ["coordinator", "police", "witness-care", provider.as_str()] {
            assert_eq!(
                HUB.ask(&HUB.token(role), "GET", path).status,
                403,
                "{role} {path}"
            );
        }
    }
    // The office of the commissioner reaches nothing else.
    let oversight = HUB.token("oversight");
    for path in ["/hub/queue", "/hub/unmet-needs", "/police/cases"] {
        assert_eq!(HUB.ask(&oversight, "GET", path).status, 403, "{path}");
    }
}
