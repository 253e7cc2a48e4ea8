//! The four questions that suffice, but for the one on safe contact.

use crate::Site;
use crate::parts::fields::{Ask, group, line, radios, tick};
use crate::parts::{danger as in_danger, help_list, open_day_and_night};
use crate::view::{FormView, HelpNow};
use crate::words;
use events::referral::{Role, Scope};
use leptos::prelude::*;

/// Danger first; then whether someone else could see the screen.
pub(super) fn danger(site: &Site, form: &FormView) -> AnyView {
    let lines: Vec<_> = open_day_and_night(site.profile)
        .into_iter()
        .map(|line| HelpNow { url: None, ..line })
        .collect();
    view! {
        {in_danger()}
        {radios(form, "/safety/in_danger_now", "Are you in danger now?", "", &[("true", "Yes"), ("false", "No"), ("", "I do not know")], "")}
        {radios(
            form,
            "/safety/someone_may_see_device",
            "Could someone else look at this phone or computer?",
            "If yes, we take extra care with what we send.",
            &[("true", "Yes"), ("false", "No"), ("", "I do not know")],
            "",
        )}
        <details class="govuk-details plain">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"I want to talk to someone now"</span>
            </summary>
            <div class="govuk-details__text">{help_list(&lines)}</div>
        </details>
    }
    .into_any()
}

/// A name, real or not, and what the person is to the crime.
pub(super) fn name(_: &Site, form: &FormView) -> AnyView {
    let roles = Role::ALL
        .iter()
        .map(|role| (role.as_str(), words::role(*role)))
        .collect::<Vec<_>>();
    view! {
        {line(
            form,
            Ask {
                name: "/person/name",
                label: "A name",
                hint: "Any name you like. It does not need to be your real one.",
                fill: "name",
                ..Ask::default()
            },
        )}
        {radios(form, "/person/role", "What fits you?", "", &roles, Role::Victim.as_str())}
        <details class="govuk-details plain">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"I fill this in for someone else"</span>
            </summary>
            {radios(
                form,
                "/consent/given_by",
                "Who says yes or no?",
                "Answer the questions about the person it happened to.",
                &[
                    ("person", "The person themselves"),
                    ("parent-or-guardian", "I do: I am their parent or guardian"),
                    ("representative", "I do: they asked me to speak for them"),
                ],
                "person",
            )}
        </details>
    }
    .into_any()
}

/// Whether anything is shared. Nothing is ticked for the person; no answer is no.
pub(super) fn consent(_: &Site, form: &FormView) -> AnyView {
    let asked = |index: usize, scope: Scope| {
        let name = format!("/consent/scope/{index}");
        let ticked = form.ticked("/consent/scope", scope.as_str());
        tick(form, &name, scope.as_str(), words::scope(scope), ticked)
    };
    let more = view! {
        <div class="govuk-checkboxes">
            {asked(2, Scope::Updates)}
            {asked(3, Scope::ShareWithPolice)}
            {asked(4, Scope::Research)}
        </div>
    };
    view! {
        {radios(
            form,
            "/consent/scope/1",
            "May we pass on what you tell us to a service that can help?",
            "Only to a service that fits you, and only what it needs. You can change your mind later.",
            &[(Scope::ShareWithProviders.as_str(), "Yes, you may"), ("", "No, keep it with you")],
            "",
        )}
        <p class="govuk-body">
            "If you say no, or do not answer, no service hears of you. Our team still reads what you send, "
            "and shows you where you can find help yourself."
        </p>
        {group("Only if you want", more.into_any())}
    }
    .into_any()
}
