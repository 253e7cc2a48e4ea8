//! What the police and witness care owe: reviews, complaints, lists of what is near and late, and notes that they never get.

use crate::house::{House, somebody};
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

async fn record(house: &House, reference: &Reference, number: u32, step: &str) {
    let body = json!({"id": id(number), "step": step, "at": house.now});
    let (status, answer) = house
        .ask(
            "police",
            Method::POST,
            &format!("/police/cases/{reference}/progress"),
            Some(&body),
        )
        .await;
    assert_eq!(status, 201, "{step}: {answer}");
}

async fn tell(house: &House, reference: &Reference, number: u32, promise: &str) -> u16 {
    let body = json!({"id": id(number), "promise": promise, "how": "phone"});
    house
        .ask(
            "police",
            Method::POST,
            &format!("/police/cases/{reference}/told"),
            Some(&body),
        )
        .await
        .0
}

/// What a group owes, as its list says it: code and standing.
async fn owed(house: &House, group: &str, list: &str) -> Vec<(String, String)> {
    let (status, answer) = house.ask(group, Method::GET, list, None).await;
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
async fn a_review_is_acknowledged_and_decided_each_by_its_own_clock() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("police", 1)).await;
    house.deliver().await;
    record(&house, &reference, 1, "not-prosecuted-by-police").await;
    let of = |rule: &str| {
        let promises = house.case(&reference).promises;
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
    assert_eq!(tell(&house, &reference, 2, &told).await, 201);
    assert_eq!(
        owed(&house, "police", "/police/cases").await,
        [],
        "the person's own time is nobody's to keep"
    );

    record(&house, &reference, 3, "police-review-requested").await;
    let promised = |rule: &str| {
        let promises = house.case(&reference).promises;
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
        owed(&house, "police", "/police/cases").await,
        [pair(&acknowledged, "open"), pair(&decided, "open")]
    );
    assert_eq!(owed(&house, "police", "/police/due").await, []);

    house.now = at("2026-12-04T09:00:00Z");
    house.minute().await;
    assert_eq!(
        owed(&house, "police", "/police/due").await,
        [pair(&acknowledged, "due-soon")]
    );
    assert!(
        house
            .case(&reference)
            .promises
            .iter()
            .any(|one| one.code == *acknowledged && one.warned_at.is_some())
    );
    house.now = at("2026-12-07T17:01:00Z");
    house.minute().await;
    assert_eq!(
        owed(&house, "police", "/police/due").await,
        [pair(&acknowledged, "broken")]
    );
    assert!(
        house
            .case(&reference)
            .promises
            .iter()
            .any(|one| one.code == *acknowledged && one.broken_at.is_some())
    );
    record(&house, &reference, 4, "police-review-acknowledged").await;
    record(&house, &reference, 5, "police-review-decided").await;
    assert_eq!(owed(&house, "police", "/police/cases").await, []);
    let state = house.twin.state();
    let counted = |name: &str| {
        state
            .counters
            .iter()
            .filter(|((_, one), _)| one == name)
            .map(|(_, count)| *count)
            .sum()
    };
    let broken: u64 = counted("promise-broken.rule.police-review-acknowledged");
    assert_eq!(
        (broken, counted("promise-broken.rule.police-review-decided")),
        (1, 0)
    );
}

#[tokio::test]
async fn a_complaint_about_the_code_is_the_polices_to_answer_where_they_know_the_person() {
    let mut house = House::of("thames-valley");
    let (known, own) = (
        house.refer(&somebody("police", 1)).await,
        house.refer(&somebody("self", 2)).await,
    );
    house.deliver().await;
    for reference in [&known, &own] {
        house
            .happens(reference, |_| {
                vec![CaseChange::Complained {
                    about: ComplaintAbout::Code,
                    by: Actor::Person,
                }]
            })
            .await;
    }
    let owner = |house: &House, reference: &Reference| {
        let case = house.case(reference);
        let of = case
            .promises
            .iter()
            .find(|one| one.code.rule.as_str() == "complaint-replied")
            .unwrap();
        (of.owner, of.code.to_string())
    };
    assert_eq!(
        owner(&house, &own).0,
        PromiseOwner::Hub,
        "the police do not know of the case"
    );
    let (who, replied) = owner(&house, &known);
    assert_eq!(who, PromiseOwner::Police);
    let listed = owed(&house, "police", "/police/cases").await;
    let acknowledged = replied.replace("replied", "acknowledged");
    assert_eq!(
        listed,
        [pair(&acknowledged, "open"), pair(&replied, "open")]
    );
    house.days(1);
    assert_eq!(tell(&house, &known, 1, &acknowledged).await, 201);
    assert_eq!(
        house.case(&known).complaints[0].acknowledged_at,
        Some(house.now)
    );
    house.days(2);
    assert_eq!(tell(&house, &known, 2, &replied).await, 201);
    let complaint = house.case(&known).complaints[0].clone();
    assert_eq!(complaint.replied_at, Some(house.now));
    assert_eq!(owed(&house, "police", "/police/cases").await, []);
    assert_eq!(tell(&house, &own, 3, &owner(&house, &own).1).await, 404);
}

#[tokio::test]
async fn who_has_a_reply_knows_that_the_complaint_is_there() {
    let mut house = House::of("thames-valley");
    let reference = house.refer(&somebody("police", 1)).await;
    house.deliver().await;
    house
        .happens(&reference, |_| {
            vec![CaseChange::Complained {
                about: ComplaintAbout::Code,
                by: Actor::Person,
            }]
        })
        .await;
    let replied = owed(&house, "police", "/police/cases").await[1].0.clone();
    assert_eq!(tell(&house, &reference, 1, &replied).await, 201);
    assert_eq!(owed(&house, "police", "/police/cases").await, []);
    assert_eq!(
        house.case(&reference).complaints[0].acknowledged_at,
        Some(house.now)
    );
}

#[tokio::test]
async fn the_list_has_each_case_that_the_police_referred_once_late_and_near_ones_first_and_nothing_of_support()
 {
    let mut house = House::of("thames-valley");
    let mut theirs = BTreeSet::new();
    for number in 0..130 {
        let kind = ["police", "police", "self", "british-transport-police"][number as usize % 4];
        let reference = house.refer(&somebody(kind, number)).await;
        if kind == "police" {
            theirs.insert(reference.to_string());
            if number % 8 == 0 {
                record(&house, &reference, number, "arrested").await;
            }
        }
        house.wait(jiff::SignedDuration::from_hours(3));
    }
    house.deliver().await;
    let (mut seen, mut dues, mut path, mut pages) =
        (Vec::new(), Vec::new(), "/police/cases".to_owned(), 0);
    loop {
        let (status, page) = house.ask("police", Method::GET, &path, None).await;
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
        dues[0].is_some_and(|due| due < house.now),
        "what is late comes first"
    );
    assert_eq!(
        house
            .ask("police", Method::GET, "/police/cases?after=elsewhere", None)
            .await
            .0,
        400
    );
    assert_eq!(
        owed(&house, "witness-care", "/police/due").await,
        [],
        "the police owe that"
    );
    for group in ["coordinator", "provider-esas", "oversight"] {
        assert_eq!(
            house.ask(group, Method::GET, "/police/cases", None).await.0,
            403,
            "{group}"
        );
    }
}

#[tokio::test]
async fn a_request_for_notes_is_one_task_of_a_coordinator_however_often_they_are_asked_for() {
    let mut house = House::of("thames-valley");
    for kind in ["police", "self"] {
        let reference = house.refer(&somebody(kind, 1)).await;
        house.deliver().await;
        let path = format!("/police/cases/{reference}/request-notes");
        for number in 0..3 {
            let body = json!({"id": id(number), "reason": "other"});
            assert_eq!(
                house
                    .ask("police", Method::POST, &path, Some(&body))
                    .await
                    .0,
                403
            );
        }
        let case = house.case(&reference);
        let tasks = case
            .open_tasks()
            .filter(|task| task.kind == TaskKind::NotesRequest)
            .count();
        assert_eq!((tasks, case.notes_requests.len()), (1, 3));
        assert!(
            case.promises
                .iter()
                .any(|promise| promise.what.contains("stay private"))
        );
    }
}
