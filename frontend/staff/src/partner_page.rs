//! The page of somebody whose role has no cases here: a touchpoint, or an account without a role.

use crate::who::Role;
use leptos::prelude::*;
use words::staff_pages;

pub(crate) fn partner_page(role: Role) -> impl IntoView {
    if role != Role::Touchpoint {
        return view! {
            <h2 class="govuk-heading-m">{staff_pages::no_pages_title()}</h2>
            <p class="govuk-body">{staff_pages::no_pages()}</p>
        }
        .into_any();
    }
    let link = |href: &'static str, text: &'static str| {
        view! {
            <li>
                <a class="govuk-link" href=href>
                    {text}
                </a>
            </li>
        }
    };
    view! {
        <h2 class="govuk-heading-m">{staff_pages::touchpoint_title()}</h2>
        <p class="govuk-body">{staff_pages::touchpoint_what()}</p>
        <ul class="cards" id="touchpoint">
            {link("/get-support/", staff_pages::touchpoint_form())}
            {link("/directory/", staff_pages::touchpoint_directory())}
            {link("/progress/", staff_pages::touchpoint_progress())}
            {link("/leaving/", staff_pages::touchpoint_leaving())}
        </ul>
        <p class="govuk-body">{staff_pages::touchpoint_outcome()}</p>
    }
    .into_any()
}
