//! The short questions, except the one on safe contact.

use crate::Site;
use crate::parts::fields::{Ask, details, group, line, radios, tick};
use crate::parts::{danger as in_danger, help_list, open_day_and_night};
use crate::view::{FormView, HelpNow};
use crate::words;
use ::words::{form, parts};
use events::referral::{Role, Scope};
use leptos::prelude::*;

/// Danger first; then whether someone else could see the screen.
pub(super) fn danger(site: &Site, values: &FormView) -> AnyView {
    let lines: Vec<_> = open_day_and_night(site.profile)
        .into_iter()
        .map(|line| HelpNow { url: None, ..line })
        .collect();
    let answers = [
        ("true", parts::yes()),
        ("false", parts::no()),
        ("", parts::not_known()),
    ];
    view! {
        {in_danger()}
        {radios(values, "/safety/in_danger_now", form::in_danger(), "", &answers)}
        {radios(
            values,
            "/safety/someone_may_see_device",
            form::someone_may_see(),
            form::someone_may_see_hint(),
            &answers,
        )}
        {details(form::talk_now(), view! { <div class="govuk-details__text">{help_list(&lines)}</div> }.into_any())}
    }
    .into_any()
}

/// A name, real or not, and what the person is to the crime.
pub(super) fn name(_: &Site, values: &FormView) -> AnyView {
    let roles = Role::ALL
        .iter()
        .map(|role| (role.as_str(), words::role(*role)))
        .collect::<Vec<_>>();
    let given_by = radios(
        values,
        "/consent/given_by",
        form::given_by(),
        form::given_by_hint(),
        &[
            ("person", form::given_by_person()),
            ("parent-or-guardian", form::given_by_parent()),
            ("representative", form::given_by_representative()),
        ],
    );
    view! {
        {line(
            values,
            Ask {
                name: "/person/name",
                label: form::name(),
                hint: form::name_hint(),
                // Any name will do, so a browser does not offer the real one.
                fill: "nickname",
                ..Ask::default()
            },
        )}
        {radios(values, "/person/role", form::role(), "", &roles)}
        {details(form::for_someone_else(), given_by)}
    }
    .into_any()
}

/// Whether anything is shared. Nothing is ticked for the person; no answer is no.
pub(super) fn consent(_: &Site, values: &FormView) -> AnyView {
    let scope = |index: usize, scope: Scope| {
        let name = format!("/consent/scope/{index}");
        let ticked = values.ticked("/consent/scope", scope.as_str());
        tick(values, &name, scope.as_str(), words::scope(scope), ticked)
    };
    let more = view! {
        <div class="govuk-checkboxes">
            {scope(2, Scope::Updates)}
            {scope(3, Scope::ShareWithPolice)}
            {scope(4, Scope::Research)}
        </div>
    };
    view! {
        {radios(
            values,
            "/consent/scope/1",
            form::share(),
            form::share_hint(),
            &[(Scope::ShareWithProviders.as_str(), form::share_yes()), ("", form::share_no())],
        )}
        <p class="govuk-body">{form::share_no_what()}</p>
        {group(form::optional_group(), more.into_any())}
    }
    .into_any()
}
