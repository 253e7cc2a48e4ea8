//! The pages about the site itself: about us, contact, cookies and the accessibility statement.

use crate::Site;
use crate::parts::{Page, danger, document, help_list, hours, linked, open_day_and_night, tel};
use ::words::{parts, standing};
use domain::times;
use events::profile::HubContact;
use jiff::civil::{Date, date};
use leptos::prelude::*;

/// The day on which the pages were last tested as the statement says.
const TESTED: Date = date(2026, 11, 28);

/// Who runs the site, and how it works.
pub fn about(site: &Site) -> String {
    let page = Page::public(standing::about_title(), "/about/", standing::LANGUAGES);
    let profile = site.profile;
    document(site, &page, || {
        let controller = profile.privacy.as_ref().map(|privacy| {
            view! { <p class="govuk-body">{standing::about_controller(&privacy.controller)}</p> }
        });
        view! {
            <h1 class="govuk-heading-l">{standing::about_heading()}</h1>
            <p class="govuk-body">{standing::about_what(&profile.name, &profile.hub_name)}</p>
            <p class="govuk-body">{standing::about_how()}</p>
            <p class="govuk-body">{linked(standing::about_not(), &[("call", "tel:999")])}</p>
            <h2 class="govuk-heading-m">{standing::about_who()}</h2>
            {controller}
            <p class="govuk-body">
                {linked(standing::about_services(), &[("directory", "/directory/")])}
            </p>
            <h2 class="govuk-heading-m">{standing::about_more()}</h2>
            <ul class="govuk-list govuk-list--spaced">
                <li>{linked(standing::about_expect(), &[("expect", "/what-to-expect/")])}</li>
                <li>{linked(standing::about_privacy(), &[("privacy", "/privacy/")])}</li>
                <li>{linked(standing::about_rules(), &[("rules", "/rules/")])}</li>
                <li>{linked(standing::about_contact(), &[("contact", "/contact/")])}</li>
            </ul>
        }
        .into_any()
    })
}

/// How people reach the hub itself.
pub fn contact_us(site: &Site) -> String {
    let page = Page::public(standing::contact_title(), "/contact/", standing::LANGUAGES);
    let profile = site.profile;
    document(site, &page, || {
        let phone = match &profile.contact {
            Some(contact) => by_phone(contact),
            None => view! { <p class="govuk-body">{standing::contact_no_phone()}</p> }.into_any(),
        };
        let officer = profile.privacy.as_ref().map(|privacy| {
            view! {
                <h2 class="govuk-heading-m">{standing::contact_privacy()}</h2>
                <p class="govuk-body">{standing::contact_officer(&privacy.contact)}</p>
            }
        });
        view! {
            <h1 class="govuk-heading-l">{standing::contact_heading()}</h1>
            {danger()}
            {phone}
            <p class="govuk-body">
                {linked(standing::contact_form(), &[("form", "/get-support/")])}
            </p>
            <p class="govuk-body">
                {linked(standing::contact_own(), &[("progress", "/progress/")])}
            </p>
            <p class="govuk-body">
                {linked(standing::contact_sign(), &[("relay", "https://www.relayuk.bt.com/")])}
            </p>
            <h2 class="govuk-heading-m">{parts::talk_now()}</h2>
            {help_list(&open_day_and_night(profile))}
            {officer}
        }
        .into_any()
    })
}

fn by_phone(contact: &HubContact) -> AnyView {
    let rows: Vec<_> = contact
        .opening
        .iter()
        .map(|opening| view! { <li>{hours(opening)}</li> })
        .collect();
    view! {
        <h2 class="govuk-heading-m">{standing::contact_phone()}</h2>
        <p class="govuk-body">
            <a class="govuk-link tel" href=tel(&contact.phone)>
                {parts::call(&contact.phone)}
            </a>
        </p>
        <p class="govuk-body">{standing::contact_hours()}</p>
        <ul class="govuk-list govuk-list--bullet">{rows}</ul>
        <p class="govuk-body">{standing::contact_bill()}</p>
    }
    .into_any()
}

/// Which cookies the site sets.
pub fn cookies(site: &Site) -> String {
    let page = Page::public(standing::cookies_title(), "/cookies/", standing::LANGUAGES);
    document(site, &page, || {
        view! {
            <h1 class="govuk-heading-l">{standing::cookies_heading()}</h1>
            <p class="govuk-body">{standing::cookies_one()}</p>
            <p class="govuk-body">{standing::cookies_what()}</p>
            <p class="govuk-body">{linked(standing::cookies_long(), &[])}</p>
            <p class="govuk-body">{standing::cookies_none()}</p>
            <p class="govuk-body">
                {linked(standing::cookies_storage(), &[("leaving", "/leaving/")])}
            </p>
        }
        .into_any()
    })
}

/// The accessibility statement.
pub fn accessibility(site: &Site) -> String {
    let page = Page::public(
        standing::accessibility_title(),
        "/accessibility/",
        standing::LANGUAGES,
    );
    document(site, &page, || {
        let wcag = [("wcag", "https://www.w3.org/TR/WCAG22/")];
        let advice = [("advice", "https://www.equalityadvisoryservice.com/")];
        let tested = times::date(TESTED);
        view! {
            <h1 class="govuk-heading-l">{standing::accessibility_heading()}</h1>
            <p class="govuk-body">{standing::accessibility_aim()}</p>
            <ul class="govuk-list govuk-list--bullet">
                <li>{standing::accessibility_aim_zoom()}</li>
                <li>{standing::accessibility_aim_keyboard()}</li>
                <li>{standing::accessibility_aim_reader()}</li>
                <li>{standing::accessibility_aim_script()}</li>
                <li>{standing::accessibility_aim_print()}</li>
            </ul>
            <h2 class="govuk-heading-m">{standing::accessibility_standard()}</h2>
            <p class="govuk-body">{linked(standing::accessibility_partly(), &wcag)}</p>
            <ul class="govuk-list govuk-list--bullet">
                <li>{standing::accessibility_limit_people()}</li>
                <li>{standing::accessibility_limit_language()}</li>
                <li>{standing::accessibility_limit_tables()}</li>
                <li>{standing::accessibility_limit_others()}</li>
            </ul>
            <h2 class="govuk-heading-m">{standing::accessibility_tested()}</h2>
            <p class="govuk-body">{standing::accessibility_tested_how(tested)}</p>
            <h2 class="govuk-heading-m">{standing::accessibility_report()}</h2>
            <p class="govuk-body">
                {linked(standing::accessibility_report_how(), &[("contact", "/contact/")])}
            </p>
            <p class="govuk-body">{linked(standing::accessibility_enforce(), &advice)}</p>
            <p class="govuk-body">{standing::accessibility_law()}</p>
        }
        .into_any()
    })
}
