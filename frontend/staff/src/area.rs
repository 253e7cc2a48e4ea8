//! What coordinators see and do beyond one case: a service that comes to its end, and the needs that nobody meets.

use crate::field::{Field, Input, Options};
use crate::form::Form;
use crate::json::{list, text};
use crate::wording::{choices, why_wound_down, words};
use events::case::WindDownReason;
use serde_json::Value;

/// The form by which a service ends, of the services that the hub says.
pub fn ending(answer: &Value) -> Form {
    let services: Options = list(answer, "/services")
        .iter()
        .map(|one| {
            let ends = one["until"]
                .as_str()
                .map(|day| format!(", until {day}"))
                .unwrap_or_default();
            (
                text(one, "service"),
                format!(
                    "{} ({}{ends})",
                    text(one, "service_name"),
                    text(one, "provider_name")
                ),
            )
        })
        .collect();
    let anybody = std::iter::once((String::new(), "Whoever fits each person best".to_owned()));
    let reasons = choices(WindDownReason::ALL, WindDownReason::as_str, why_wound_down);
    let fields = vec![
        Field::new(
            "service",
            "Which service ends?",
            Input::Choice(services.clone()),
        )
        .required(),
        Field::new(
            "to",
            "Who is asked to take over?",
            Input::Choice(anybody.chain(services).collect()),
        )
        .initial(vec![String::new()]),
        Field::new("reason", "Why does it end?", Input::Choice(reasons)).required(),
    ];
    Form::new("wind-downs", "A service comes to its end", fields).hard_to_undo(
        "Ask others to take over",
        "For everybody whom it supports another service is asked, and each stays where they are until it has said yes. New \
         people still come to it until its last day for them is written into the area’s profile.",
    )
}

/// What became of everybody, in words: the sum of what the hub said batch by batch.
pub fn became(batches: &[Value]) -> String {
    let sum = |name: &str| {
        batches
            .iter()
            .filter_map(|batch| batch[name].as_u64())
            .sum::<u64>()
    };
    let mut said = vec![
        format!("Another service is asked for {}", sum("asked")),
        format!("{} waited for an answer already", sum("waiting")),
        format!(
            "{} had no answer yet and are matched again",
            sum("matched_again")
        ),
        format!(
            "{} are with the coordinators, because nobody else can take over",
            sum("told")
        ),
    ];
    let failed: Vec<&str> = batches
        .iter()
        .flat_map(|batch| list(batch, "/failed"))
        .filter_map(Value::as_str)
        .collect();
    if !failed.is_empty() {
        said.push(format!(
            "these stay where they are, so say it once more: {}",
            failed.join(", ")
        ));
    }
    if batches
        .last()
        .is_some_and(|batch| batch["takes_new"] == true)
    {
        said.push("the area’s profile still sends new people to it".to_owned());
    }
    format!("{}.", said.join("; "))
}

/// The needs that nobody meets, as lines: the need, where, and how many people.
pub fn unmet(answer: &Value) -> Vec<(String, String, String)> {
    let line = |row: &Value| {
        let place = row["council"].as_str().unwrap_or("Not known").to_owned();
        (
            words(&text(row, "need")),
            place,
            row["cases"].as_u64().unwrap_or_default().to_string(),
        )
    };
    list(answer, "/unmet").iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_service_ends_by_its_code_and_whoever_fits_follows_unless_one_is_named() {
        let answer = json!({"services": [
            {"service": "isva", "service_name": "Advisers", "provider_name": "Refuge", "until": "2027-03-31"},
            {"service": "all", "service_name": "Open door", "provider_name": "Door", "until": null}]});
        let form = ending(&answer);
        let said = |to: &'static str| {
            form.body(
                &|name| match name {
                    "service" => vec!["isva".to_owned()],
                    "reason" => vec!["contract-ends".to_owned()],
                    _ => vec![to.to_owned()],
                },
                "2026-11-22T10:45",
            )
        };
        assert_eq!(
            said("").unwrap(),
            json!({"service": "isva", "reason": "contract-ends"})
        );
        assert_eq!(said("all").unwrap()["to"], "all");
        let Input::Choice(services) = &form.fields[0].input else {
            panic!("no services")
        };
        assert_eq!(services[0].1, "Advisers (Refuge, until 2027-03-31)");
    }

    #[test]
    fn what_became_of_everybody_is_the_sum_of_the_batches() {
        let batch = |asked: u8, failed: Value| json!({"asked": asked, "waiting": 1, "matched_again": 0, "told": 0, "failed": failed, "takes_new": false});
        let said = became(&[batch(20, json!([])), batch(3, json!(["22222222"]))]);
        assert!(
            said.starts_with("Another service is asked for 23; 2 waited")
                && said.ends_with("once more: 22222222."),
            "{said}"
        );
    }

    #[test]
    fn a_need_that_nobody_meets_is_a_line() {
        let answer = json!({"year": 2026, "unmet": [{"need": "media-attention", "council": null, "cases": 3}]});
        assert_eq!(
            unmet(&answer),
            [(
                "Media attention".to_owned(),
                "Not known".to_owned(),
                "3".to_owned()
            )]
        );
    }
}
