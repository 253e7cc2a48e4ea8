//! What the hub does with what a person tells it: the privacy notice (UK GDPR, articles 13 and 14).

use crate::Site;
use crate::parts::{Page, document, linked};
use ::words::privacy;
use domain::retention::{Period, policy};
use events::profile::{Privacy, Profile, ProviderKind};
use leptos::prelude::*;

/// The privacy notice. The profile names the controller and the services. The periods are those of the retention rules.
pub fn privacy(site: &Site) -> String {
    let page = Page::public(privacy::title(), "/privacy/", privacy::LANGUAGES);
    document(site, &page, || {
        view! {
            <h1 class="govuk-heading-l">{privacy::heading()}</h1>
            <p class="govuk-body">{privacy::lead()}</p>
            <h2 class="govuk-heading-m">{privacy::who()}</h2>
            {responsible(site.profile)}
            <h2 class="govuk-heading-m">{privacy::what()}</h2>
            <p class="govuk-body">{privacy::what_answers()}</p>
            <p class="govuk-body">{privacy::what_from_others()}</p>
            <p class="govuk-body">{privacy::what_diary()}</p>
            <p class="govuk-body">{privacy::what_optional()}</p>
            <h2 class="govuk-heading-m">{privacy::why()}</h2>
            <p class="govuk-body">{privacy::why_help()}</p>
            <p class="govuk-body">{privacy::why_figures()}</p>
            <h2 class="govuk-heading-m">{privacy::sees()}</h2>
            <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
                <li>{privacy::sees_team()}</li>
                <li>{privacy::sees_services()}</li>
                <li>{privacy::sees_police()}</li>
                <li>{privacy::sees_harm()}</li>
                <li>{privacy::sees_suppliers()}</li>
            </ul>
            <details class="govuk-details">
                <summary class="govuk-details__summary">{privacy::sees_list()}</summary>
                <ul class="govuk-list govuk-list--bullet">{services(site.profile)}</ul>
            </details>
            <h2 class="govuk-heading-m">{privacy::computer()}</h2>
            <p class="govuk-body">{linked(privacy::computer_how(), &[("rules", "/rules/")])}</p>
            <h2 class="govuk-heading-m">{privacy::long()}</h2>
            <p class="govuk-body">{privacy::long_lead()}</p>
            <table class="govuk-table">
                <thead>
                    <tr>
                        <th scope="col">{privacy::long_how()}</th>
                        <th scope="col">{privacy::long_kept()}</th>
                    </tr>
                </thead>
                <tbody>{periods()}</tbody>
            </table>
            <p class="govuk-body">{privacy::long_then()}</p>
            <p class="govuk-body">{privacy::long_services()}</p>
            <h2 class="govuk-heading-m">{privacy::ask()}</h2>
            <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
                <li>{linked(privacy::ask_see(), &[("page", "/progress/")])}</li>
                <li>{privacy::ask_correct()}</li>
                <li>{privacy::ask_stop()}</li>
                <li>{privacy::ask_delete()}</li>
            </ul>
            <p class="govuk-body">{privacy::ask_how()}</p>
            <h2 class="govuk-heading-m">{privacy::complain()}</h2>
            <p class="govuk-body">{linked(privacy::complain_how(), &[("phone", "tel:03031231113")])}</p>
            <h2 class="govuk-heading-m">{privacy::law()}</h2>
            <p class="govuk-body">{privacy::law_task()}</p>
            <p class="govuk-body">{privacy::law_special()}</p>
            <p class="govuk-body">{privacy::law_consent()}</p>
        }
        .into_any()
    })
}

/// Who is responsible. A profile that does not say so warns people: `cargo hub coverage` and `deploy` refuse it.
fn responsible(profile: &Profile) -> AnyView {
    let Some(Privacy {
        controller,
        address,
        contact,
        register_number,
        illustrative: _,
    }) = &profile.privacy
    else {
        return view! { <p class="govuk-body">{privacy::who_missing()}</p> }.into_any();
    };
    let number = register_number
        .as_ref()
        .map(|number| view! { <p class="govuk-body">{privacy::who_register(number)}</p> });
    view! {
        <p class="govuk-body">{privacy::who_controller(controller, &profile.hub_name)}</p>
        <p class="govuk-body">{privacy::who_address(address)}</p>
        <p class="govuk-body">{privacy::who_officer(contact)}</p>
        {number}
    }
    .into_any()
}

/// The organisations that may get a case. A hub of another area gets one only if the person agrees to a transfer.
fn services(profile: &Profile) -> impl IntoView + use<> {
    let mut names: Vec<String> = profile
        .providers
        .iter()
        .filter(|provider| provider.kind != ProviderKind::Hub)
        .map(|provider| provider.name.clone())
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| view! { <li>{name}</li> })
        .collect_view()
}

fn periods() -> impl IntoView + use<> {
    let rules = policy().map_or_else(Vec::new, |policy| policy.rules.iter().collect());
    let line = |rule: &domain::retention::Rule| {
        let keep = match rule.keep {
            Period::Weeks(n) => privacy::long_weeks(n.into()),
            Period::Months(n) => privacy::long_months(n.into()),
            Period::Years(n) => privacy::long_years(n.into()),
        };
        let class = privacy::long_class(rule.class.as_str()).unwrap_or_default();
        view! {
            <tr>
                <td>{class}</td>
                <td>{keep}</td>
            </tr>
        }
    };
    rules.into_iter().map(line).collect_view()
}
