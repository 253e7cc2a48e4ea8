//! The connections from which so many referrals came that they were set aside, and one decision for all of one connection.

use super::state::{STATUS, State};
use crate::browser::{Content, Refusal, go_to, moment};
use crate::command_form::COORDINATOR;
use crate::form::Form;
use crate::form_view::form_view;
use crate::json::list;
use crate::queue::Group;
use events::commands::{Commands as _, HubCommand};
use leptos::prelude::*;
use serde_json::Value;
use words::staff;

/// The groups, after the filters. Nothing if there are none.
pub(super) fn groups(state: State) -> impl IntoView {
    move || {
        let groups = state.queue.with(|queue| queue.set_aside.clone());
        (!groups.is_empty()).then(|| {
            let groups: Vec<_> = groups.into_iter().map(|one| group(state, &one)).collect();
            view! {
                <section id="set-aside">
                    <h2 class="govuk-heading-m">{staff::set_aside_title()}</h2>
                    {groups}
                </section>
            }
        })
    }
}

fn group(state: State, group: &Group) -> impl IntoView + use<> {
    let danger = (group.in_danger > 0).then(|| {
        view! { <p class="govuk-body">{staff::set_aside_danger(group.in_danger)}</p> }
    });
    let form = HubCommand::spec_of("set-aside").map(|spec| {
        COORDINATOR
            .form(spec)
            .with_title(staff::set_aside_group(group.count, moment(&group.due)))
            .with_id(format!("set-aside-{}", group.mark))
            .sending("mark", group.mark.clone())
    });
    view! {
        {danger}
        {form.map(|form| form_view(form, move |form, body| decide(state, form, body)))}
    }
}

/// Sends the decision once for each batch of cases.
async fn decide(state: State, form: Form, mut body: Value) -> Result<(), Refusal> {
    let (mut done, mut failed) = (0, Vec::new());
    let address = format!("/hub/{}", form.address);
    let Some(ticket) = state.begin() else {
        return Ok(());
    };
    // What was decided is sent for every batch; the outcome is said only here.
    let say = |text: String| {
        let here = state.is_latest(ticket);
        if here {
            state.message.set(text);
        }
        here
    };
    loop {
        say(staff::loading().to_owned());
        let content = Content {
            body: &body,
            version: None,
        };
        let batch = state.session.request("POST", &address, Some(content)).await;
        say(String::new());
        let batch = batch?;
        done += batch["done"].as_u64().unwrap_or_default();
        let left = list(&batch, "/failed").iter();
        failed.extend(left.filter_map(Value::as_str).map(str::to_owned));
        match batch.get("next").filter(|next| next.is_string()) {
            Some(next) => body["next"] = next.clone(),
            None => break,
        }
    }
    if !state.is_latest(ticket) {
        return Ok(());
    }
    state.refresh().await;
    let mut sentences = vec![staff::set_aside_result(done)];
    if !failed.is_empty() {
        sentences.push(staff::set_aside_failed(failed.join(staff::facts_between())));
    }
    if say(sentences.join(" ")) {
        go_to(STATUS.to_owned());
    }
    Ok(())
}
