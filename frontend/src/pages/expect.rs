//! What to expect: a list of the steps after something happened, and a page for each with the time limits of the Victims'
//! Code.

use crate::Site;
use crate::parts::{
    Page, article_text, danger, document, has_limit, how_to_leave, linked, provenance,
};
use ::words::article::{Article, step_page, steps};
use ::words::expect;
use domain::promise::limit_in_words;
use jiff::civil::Date;
use leptos::prelude::*;

/// The address of the list.
const LIST: &str = "/what-to-expect/";

/// From here on, the pages are not about a point in time.
const GOOD_TO_KNOW: i64 = 10;

/// The address of a step's page.
pub fn step_path(slug: &str) -> String {
    format!("{LIST}{slug}/")
}

/// Every step, in order.
pub fn step_index(site: &Site) -> String {
    let page = Page::public(expect::title(), LIST, expect::LANGUAGES);
    document(site, &page, || {
        let in_order = |step: &Article| step.order < GOOD_TO_KNOW;
        view! {
            <h1 class="govuk-heading-l">{expect::heading()}</h1>
            <p class="govuk-body">{expect::lead()}</p>
            {danger()}
            {how_to_leave()}
            <h2 class="govuk-heading-m">{expect::in_order()}</h2>
            <ol class="govuk-list govuk-list--number govuk-list--spaced">{links(in_order)}</ol>
            <h2 class="govuk-heading-m">{expect::more()}</h2>
            <ul class="govuk-list govuk-list--spaced">{links(|step| !in_order(step))}</ul>
            <p class="govuk-body">{linked(expect::guides(), &[("guides", "/guides/")])}</p>
        }
        .into_any()
    })
}

fn links(fits: impl Fn(&Article) -> bool) -> Vec<AnyView> {
    let link = |step: &&Article| {
        view! {
            <li>
                <a class="govuk-link" href=step_path(step.slug)>
                    {step.title}
                </a>
                <br />
                {step.summary}
            </li>
        }
        .into_any()
    };
    let mut found: Vec<&Article> = steps().iter().filter(|step| fits(step)).collect();
    found.sort_by_key(|step| step.order);
    found.iter().map(link).collect()
}

/// A step, with the time limits in force on `day`. `None` if it has no page.
pub fn step(site: &Site, step: &Article, day: Date) -> Option<String> {
    let text = step_page(step.slug)?;
    let path = step_path(step.slug);
    let page = Page::public(step.discreet, &path, step.languages);
    let limit = |code: &str| limit_in_words(code, day).unwrap_or_default();
    Some(document(site, &page, || {
        let rights = [("rights", "/what-to-expect/your-rights/")];
        let complain = [("complain", "/what-to-expect/complaints/")];
        let times = has_limit(text).then(|| {
            let rights = (step.slug != "your-rights").then(|| linked(expect::rights(), &rights));
            let complain =
                (step.slug != "complaints").then(|| linked(expect::complain(), &complain));
            view! { <p class="govuk-body">{rights} " " {complain}</p> }
        });
        view! {
            <h1 class="govuk-heading-l">{step.title}</h1>
            {article_text(text, &limit)}
            {times}
            <p class="govuk-body screen">
                <a class="govuk-link" href=LIST>
                    {expect::all()}
                </a>
            </p>
            {provenance(text)}
        }
        .into_any()
    }))
}
