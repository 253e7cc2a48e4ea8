//! What coordinators see and do beyond one case: a service that ends, and the needs that no service meets.

use crate::command_form::COORDINATOR;
use crate::field::Options;
use crate::form::Form;
use crate::json::{list, text};
use crate::wording::label;
use events::commands::{Commands as _, HubCommand};
use serde_json::Value;
use words::{codes, staff};

/// The form that ends one of the services that the hub lists.
pub fn wind_down_form(answer: &Value) -> Option<Form> {
    let services: Options = list(answer, "/services")
        .iter()
        .map(|one| {
            let (service, provider) = (text(one, "service_name"), text(one, "provider_name"));
            let name = match one["until"].as_str() {
                Some(day) => staff::wind_down_until(day, provider, service),
                None => staff::service_of(provider, service),
            };
            (text(one, "service"), name)
        })
        .collect();
    let anyone = staff::form_none("wind-downs-to").unwrap_or_default();
    let anyone = std::iter::once((String::new(), anyone.to_owned()));
    let form = COORDINATOR.form(HubCommand::spec_of("wind-downs")?);
    Some(
        form.offering("service", services.clone())
            .offering("to", anyone.chain(services).collect()),
    )
}

/// What happened to the people whom the service supported: the sum of the answers to every batch.
pub fn result(batches: &[Value]) -> String {
    let sum = |name: &str| {
        batches
            .iter()
            .filter_map(|batch| batch[name].as_u64())
            .sum::<u64>()
    };
    let mut sentences = vec![staff::wind_down_result(
        sum("asked"),
        sum("matched_again"),
        sum("waiting"),
        sum("told"),
    )];
    let failed: Vec<&str> = batches
        .iter()
        .flat_map(|batch| list(batch, "/failed"))
        .filter_map(Value::as_str)
        .collect();
    if !failed.is_empty() {
        sentences.push(staff::wind_down_failed(failed.join(staff::facts_between())));
    }
    if batches
        .last()
        .is_some_and(|batch| batch["takes_new"] == true)
    {
        sentences.push(staff::wind_down_takes_new().to_owned());
    }
    sentences.join(" ")
}

/// The needs that no service meets: the need, where, and how many people.
pub fn unmet(answer: &Value) -> Vec<(String, String, String)> {
    let line = |row: &Value| {
        let place = row["council"].as_str().unwrap_or(staff::unmet_not_known());
        (
            label(codes::need_staff, &text(row, "need")),
            place.to_owned(),
            row["cases"].as_u64().unwrap_or_default().to_string(),
        )
    };
    list(answer, "/unmet").iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Input;
    use serde_json::json;

    #[test]
    fn a_named_successor_is_sent_by_its_code() {
        let answer = json!({"services": [
            {"service": "isva", "service_name": "Advisers", "provider_name": "Refuge", "until": "2027-03-31"},
            {"service": "all", "service_name": "Open door", "provider_name": "Door", "until": null}]});
        let form = wind_down_form(&answer).unwrap();
        let sent = |to: &'static str| {
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
            sent("").unwrap(),
            json!({"service": "isva", "reason": "contract-ends"})
        );
        assert_eq!(sent("all").unwrap()["to"], "all");
        let Input::Choice(services) = &form.fields[0].input else {
            panic!("no services")
        };
        assert_eq!(services[0].1, "Advisers (Refuge, until 2027-03-31)");
    }

    #[test]
    fn the_result_is_the_sum_of_the_batches() {
        let batch = |asked: u8, failed: Value| json!({"asked": asked, "waiting": 1, "matched_again": 0, "told": 0, "failed": failed, "takes_new": false});
        let shown = result(&[batch(20, json!([])), batch(3, json!(["22222222"]))]);
        assert!(
            shown.starts_with(&staff::wind_down_result(23, 0, 2, 0))
                && shown.ends_with(&staff::wind_down_failed("22222222")),
            "{shown}"
        );
    }

    #[test]
    fn an_unmet_need_is_a_line() {
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
