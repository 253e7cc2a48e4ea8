//! What the police and witness care owe: reviews, complaints, lists of what is nearly due and late. They never get
//! notes.

use crate::test_hub::{TestHub, recognisable_referral};
use events::Reference;
use events::case::{Actor, CaseChange, ComplaintAbout, TaskKind};
use events::justice::PromiseOwner;
use jiff::Timestamp;
use lambda_http::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

async fn record(hub: &TestHub, reference: &Reference, number: u32, step: &str) {
    let body = json!({"id": id(number), "step": step, "at": hub.now});
    let (status, answer) = hub
        .ask(
            "police",
            Method::POST,
            &format!("/police/cases/{reference}/progress"),
            Some(&body),
        )
        .await;
    assert_eq!(status, 201, "{step}: {answer}");
}

async fn tell(hub: &TestHub, reference: &Reference, number: u32, promise: &str) -> u16 {
    let body = json!({"id": id(number), "promise": promise, "how": "phone"});
    hub.ask(
        "police",
        Method::POST,
        &format!("/police/cases/{reference}/told"),
        Some(&body),
    )
    .await
    .0
}

/// What a group owes according to its list: code and standing.
async fn owed(hub: &TestHub, group: &str, list: &str) -> Vec<(String, String)> {
    let (status, answer) = hub.ask(group, Method::GET, list, None).await;
    assert_eq!(status, 200, "{answer}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = answer["cases"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row["owed"].as_array().unwrap());
    rows.map(|promise| (text(&promise["promise"]), text(&promise["standing"])))
        .collect()
}

fn pair(code: &str, standing: &str) -> (String, String) {
    (code.to_owned(), standing.to_owned())
}

#[tokio::test]
async fn a_review_has_separate_clocks_for_acknowledgement_and_decision() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("police", 1)).await;
    hub.deliver().await;
    record(&hub, &reference, 1, "not-prosecuted-by-police").await;
    let of = |rule: &str| {
        let promises = hub.case(&reference).justice.promises;
        promises
            .into_iter()
            .find(|one| one.code.rule.as_str() == rule)
            .unwrap()
    };
    let own = of("ask-police-review");
    assert_eq!(
        (own.owner, own.due),
        (PromiseOwner::Person, at("2027-02-23T17:00:00Z")),
        "three months"
    );
    let told = of("not-prosecuted-by-police").code.to_string();
    assert_eq!(tell(&hub, &reference, 2, &told).await, 201);
    assert_eq!(
        owed(&hub, "police", "/police/cases").await,
        [],
        "the person's own time is nobody's to keep"
    );

    record(&hub, &reference, 3, "police-review-requested").await;
    let promised = |rule: &str| {
        let promises = hub.case(&reference).justice.promises;
        let found = promises
            .into_iter()
            .find(|one| one.code.rule.as_str() == rule)
            .unwrap();
        (found.code.to_string(), found.due)
    };
    let (acknowledged, by) = promised("police-review-acknowledged");
    assert_eq!(by, at("2026-12-07T17:00:00Z"), "10 working days");
    let (decided, by) = promised("police-review-decided");
    assert_eq!(
        by,
        at("2027-01-07T17:00:00Z"),
        "30 working days, over Christmas and New Year"
    );
    assert_eq!(
        owed(&hub, "police", "/police/cases").await,
        [pair(&acknowledged, "open"), pair(&decided, "open")]
    );
    assert_eq!(owed(&hub, "police", "/police/due").await, []);

    hub.now = at("2026-12-04T09:00:00Z");
    hub.minute().await;
    assert_eq!(
        owed(&hub, "police", "/police/due").await,
        [pair(&acknowledged, "due-soon")]
    );
    assert!(
        hub.case(&reference)
            .justice
            .promises
            .iter()
            .any(|one| one.code == *acknowledged && one.warned_at.is_some())
    );
    hub.now = at("2026-12-07T17:01:00Z");
    hub.minute().await;
    assert_eq!(
        owed(&hub, "police", "/police/due").await,
        [pair(&acknowledged, "broken")]
    );
    assert!(
        hub.case(&reference)
            .justice
            .promises
            .iter()
            .any(|one| one.code == *acknowledged && one.broken_at.is_some())
    );
    hub.deliver().await;
    assert_eq!(kept_by_police(&hub, "broken"), 1);
    let kept = kept_by_police(&hub, "kept");
    record(&hub, &reference, 4, "police-review-acknowledged").await;
    record(&hub, &reference, 5, "police-review-decided").await;
    assert_eq!(owed(&hub, "police", "/police/cases").await, []);
    hub.deliver().await;
    assert_eq!(
        ["broken", "kept-late", "kept"].map(|kept| kept_by_police(&hub, kept)),
        [0, 1, kept + 1]
    );
}

/// How many promises of the police are counted as kept in that way.
fn kept_by_police(hub: &TestHub, kept: &str) -> i64 {
    let state = hub.twin.state();
    let cell = format!("area/promises-kept/police/{kept}");
    let months = state.counters.values();
    months.filter_map(|cells| cells.get(&cell)).sum()
}

#[tokio::test]
async fn the_police_answer_complaints_about_the_code() {
    let mut hub = TestHub::of("thames-valley");
    let (known, own) = (
        hub.refer(&recognisable_referral("police", 1)).await,
        hub.refer(&recognisable_referral("self", 2)).await,
    );
    hub.deliver().await;
    for reference in [&known, &own] {
        hub.append(reference, |_| {
            vec![CaseChange::Complained {
                about: ComplaintAbout::Code,
                by: Actor::Person,
            }]
        })
        .await;
    }
    let owner = |hub: &TestHub, reference: &Reference| {
        let case = hub.case(reference);
        let of = case
            .justice
            .promises
            .iter()
            .find(|one| one.code.rule.as_str() == "complaint-replied")
            .unwrap();
        (of.owner, of.code.to_string())
    };
    assert_eq!(
        owner(&hub, &own).0,
        PromiseOwner::Hub,
        "the police do not know of the case"
    );
    let (who, replied) = owner(&hub, &known);
    assert_eq!(who, PromiseOwner::Police);
    let listed = owed(&hub, "police", "/police/cases").await;
    let acknowledged = replied.replace("replied", "acknowledged");
    assert_eq!(
        listed,
        [pair(&acknowledged, "open"), pair(&replied, "open")]
    );
    hub.days(1);
    assert_eq!(tell(&hub, &known, 1, &acknowledged).await, 201);
    assert_eq!(
        hub.case(&known).coordination.complaints[0].acknowledged_at,
        Some(hub.now)
    );
    hub.days(2);
    assert_eq!(tell(&hub, &known, 2, &replied).await, 201);
    let complaint = hub.case(&known).coordination.complaints[0].clone();
    assert_eq!(complaint.replied_at, Some(hub.now));
    assert_eq!(owed(&hub, "police", "/police/cases").await, []);
    assert_eq!(tell(&hub, &own, 3, &owner(&hub, &own).1).await, 404);
}

#[tokio::test]
async fn a_reply_also_counts_as_acknowledgement() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&recognisable_referral("police", 1)).await;
    hub.deliver().await;
    hub.append(&reference, |_| {
        vec![CaseChange::Complained {
            about: ComplaintAbout::Code,
            by: Actor::Person,
        }]
    })
    .await;
    let replied = owed(&hub, "police", "/police/cases").await[1].0.clone();
    assert_eq!(tell(&hub, &reference, 1, &replied).await, 201);
    assert_eq!(owed(&hub, "police", "/police/cases").await, []);
    assert_eq!(
        hub.case(&reference).coordination.complaints[0].acknowledged_at,
        Some(hub.now)
    );
}

#[tokio::test]
async fn the_police_list_has_urgent_cases_first_and_no_support() {
    let mut hub = TestHub::of("thames-valley");
    let mut theirs = BTreeSet::new();
    for number in 0..130 {
        let kind = ["police", "police", "self", "british-transport-police"][number as usize % 4];
        let reference = hub.refer(&recognisable_referral(kind, number)).await;
        if kind == "police" {
            theirs.insert(reference.to_string());
            if number % 8 == 0 {
                record(&hub, &reference, number, "arrested").await;
            }
        }
        hub.wait(jiff::SignedDuration::from_hours(3));
    }
    hub.deliver().await;
    let (mut seen, mut dues, mut path, mut pages) =
        (Vec::new(), Vec::new(), "/police/cases".to_owned(), 0);
    loop {
        let (status, page) = hub.ask("police", Method::GET, &path, None).await;
        assert_eq!(status, 200, "{page}");
        for row in page["cases"].as_array().unwrap() {
            let mut names: Vec<&str> = row
                .as_object()
                .unwrap()
                .keys()
                .map(String::as_str)
                .collect();
            names.sort_unstable();
            assert_eq!(names, ["opened_at", "owed", "reference", "tier"]);
            seen.push(row["reference"].as_str().unwrap().to_owned());
            dues.push(row["owed"][0]["by"].as_str().map(at));
        }
        pages += 1;
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/police/cases?after={next}");
    }
    assert_eq!(
        (
            pages,
            seen.len(),
            seen.iter().cloned().collect::<BTreeSet<_>>()
        ),
        (2, theirs.len(), theirs)
    );
    assert!(
        dues.is_sorted_by_key(|due| (due.is_none(), *due)),
        "{dues:?}"
    );
    assert!(
        dues[0].is_some_and(|due| due < hub.now),
        "what is late comes first"
    );
    assert_eq!(
        hub.ask("police", Method::GET, "/police/cases?after=elsewhere", None)
            .await
            .0,
        400
    );
    assert_eq!(
        owed(&hub, "witness-care", "/police/due").await,
        [],
        "the police owe that"
    );
    for group in ["coordinator", "provider-esas", "oversight"] {
        assert_eq!(
            hub.ask(group, Method::GET, "/police/cases", None).await.0,
            403,
            "{group}"
        );
    }
}

#[tokio::test]
async fn repeated_requests_for_notes_give_one_task() {
    let mut hub = TestHub::of("thames-valley");
    for kind in ["police", "self"] {
        let reference = hub.refer(&recognisable_referral(kind, 1)).await;
        hub.deliver().await;
        let path = format!("/police/cases/{reference}/request-notes");
        for number in 0..3 {
            let body = json!({"id": id(number), "reason": "other"});
            assert_eq!(
                hub.ask("police", Method::POST, &path, Some(&body)).await.0,
                403
            );
        }
        let case = hub.case(&reference);
        let tasks = case
            .coordination
            .open_tasks()
            .filter(|task| task.kind == TaskKind::NotesRequest)
            .count();
        assert_eq!((tasks, case.justice.notes_requests.len()), (1, 3));
        assert!(
            case.justice
                .promises
                .iter()
                .any(|promise| promise.what == words::promises::TASK_NOTES_REQUEST)
        );
    }
}
