//! The text of a guide or a step, with its exercises and sources, and links to guides.

use crate::parts::linked;
use crate::view::GuideLink;
use ::words::article::{Block, Exercise, Page, Source, Span};
use ::words::guides;
use domain::times;
use jiff::civil::Date;
use leptos::prelude::*;

/// For how many days a record has room.
const DAYS: u64 = 7;

/// The text. `limit` puts a time limit of the Victims' Code into words, by the code of its rule.
pub(crate) fn article_text(page: &Page, limit: &dyn Fn(&str) -> String) -> AnyView {
    let blocks = page.body.iter().enumerate();
    blocks
        .map(|(at, part)| block(at, part, limit))
        .collect::<Vec<_>>()
        .into_any()
}

fn block(at: usize, block: &Block, limit: &dyn Fn(&str) -> String) -> AnyView {
    match *block {
        Block::Paragraph(text) => {
            view! { <p class="govuk-body">{spans(text, limit)}</p> }.into_any()
        }
        Block::Heading(text) => view! { <h2 class="govuk-heading-m">{text}</h2> }.into_any(),
        Block::List { ordered, items } => {
            let items: Vec<_> = items
                .iter()
                .map(|item| view! { <li>{spans(item, limit)}</li> })
                .collect();
            if ordered {
                view! { <ol class="govuk-list govuk-list--number">{items}</ol> }.into_any()
            } else {
                view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }.into_any()
            }
        }
        Block::Exercise { kind, title, items } => exercise(at, kind, title, items),
    }
}

/// Whether the text names a time limit of the Victims' Code.
pub(crate) fn has_limit(page: &Page) -> bool {
    let limited = |spans: &[Span]| spans.iter().any(|span| matches!(span, Span::Limit(_)));
    page.body.iter().any(|block| match *block {
        Block::Paragraph(spans) => limited(spans),
        Block::List { items, .. } => items.iter().any(|item| limited(item)),
        Block::Heading(_) | Block::Exercise { .. } => false,
    })
}

fn spans(text: &'static [Span], limit: &dyn Fn(&str) -> String) -> AnyView {
    let span = |span: &Span| match *span {
        Span::Text(text) => text.into_any(),
        Span::Bold(text) => view! { <b>{text}</b> }.into_any(),
        Span::Limit(code) => limit(code).into_any(),
        Span::Link { text, to } => {
            let elsewhere = to.starts_with("https:").then_some("noreferrer");
            view! {
                <a class="govuk-link" href=to rel=elsewhere>
                    {text}
                </a>
            }
            .into_any()
        }
    };
    text.iter().map(span).collect::<Vec<_>>().into_any()
}

/// Something to do. What is typed has no name, so that no form can send it, and no browser restores it.
fn exercise(
    at: usize,
    kind: Exercise,
    title: &'static str,
    items: &'static [&'static str],
) -> AnyView {
    let what = match kind {
        Exercise::Steps => {
            let items: Vec<_> = items
                .iter()
                .map(|item| view! { <li>{*item}</li> })
                .collect();
            view! { <ol class="govuk-list govuk-list--number govuk-list--spaced">{items}</ol> }
                .into_any()
        }
        Exercise::Write => prompts(at, items),
        Exercise::Record => record(at, items),
    };
    let kept = (kind != Exercise::Steps)
        .then(|| view! { <p class="govuk-body screen">{guides::not_kept()}</p> });
    let heading = format!("e{at}");
    let labelled = heading.clone();
    view! {
        <section class="exercise" aria-labelledby=labelled>
            <h2 class="govuk-heading-m" id=heading>
                <span class="govuk-caption-m">{guides::exercise()}</span>
                {title}
            </h2>
            {kept}
            {what}
        </section>
    }
    .into_any()
}

fn prompts(at: usize, items: &'static [&'static str]) -> AnyView {
    let prompt = |(number, item): (usize, &&'static str)| {
        let id = format!("e{at}-{number}");
        let label_for = id.clone();
        view! {
            <div class="govuk-form-group">
                <label class="govuk-label" for=label_for>
                    {*item}
                </label>
                <textarea class="govuk-textarea ruled" id=id rows="4" autocomplete="off" spellcheck="false"></textarea>
            </div>
        }
    };
    let prompts: Vec<_> = items.iter().enumerate().map(prompt).collect();
    prompts.into_any()
}

fn record(at: usize, columns: &'static [&'static str]) -> AnyView {
    let heads: Vec<_> = columns
        .iter()
        .map(|column| view! { <th scope="col">{*column}</th> })
        .collect();
    let row = |day: u64| {
        let cells: Vec<_> = columns
            .iter()
            .map(|column| {
                let label = guides::cell(column, day);
                view! {
                    <td>
                        <textarea class="govuk-textarea" rows="2" autocomplete="off" spellcheck="false" aria-label=label></textarea>
                    </td>
                }
            })
            .collect();
        view! {
            <tr>
                <th scope="row">{guides::day(day)}</th>
                {cells}
            </tr>
        }
    };
    let rows: Vec<_> = (1..=DAYS).map(row).collect();
    let labelled = format!("e{at}");
    view! {
        <div class="wide record">
            <table aria-labelledby=labelled>
                <thead>
                    <tr>
                        <th scope="col">{guides::day_column()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Where the facts come from, since when they are listed, and who has checked the text.
pub(crate) fn provenance(page: &Page) -> AnyView {
    let source = |source: &Source| {
        view! {
            <li>
                <a class="govuk-link" href=source.url rel="noreferrer">
                    {source.title}
                </a>
                <br />
                {guides::source(day(source.noted), source.publisher)}
            </li>
        }
    };
    let sources: Vec<_> = page.sources.iter().map(source).collect();
    let reviewed = page
        .reviewed_by
        .map_or_else(|| guides::not_reviewed().to_owned(), guides::reviewed);
    view! {
        <h2 class="govuk-heading-m">{guides::sources()}</h2>
        <p class="govuk-body screen">{guides::elsewhere()}</p>
        <ul class="govuk-list govuk-list--bullet">{sources}</ul>
        <h2 class="govuk-heading-m">{guides::about()}</h2>
        <p class="govuk-body">{guides::written(day(page.review_by), day(page.written))}</p>
        <p class="govuk-body">
            <b>{reviewed}</b>
        </p>
    }
    .into_any()
}

/// A day such as `2026-11-28` in words.
fn day(text: &str) -> String {
    text.parse::<Date>()
        .map_or_else(|_| text.to_owned(), times::date)
}

/// Guides that fit the person, and the way to all of them.
pub(crate) fn offered_guides(guides: &[GuideLink]) -> AnyView {
    view! {
        <h2 class="govuk-heading-m">{guides::offered()}</h2>
        {guide_list(guides)}
        <p class="govuk-body">
            <a class="govuk-link" href="/guides/">
                {guides::offered_all()}
            </a>
        </p>
    }
    .into_any()
}

/// Links to guides.
pub(crate) fn guide_list(links: &[GuideLink]) -> AnyView {
    let links: Vec<_> = links
        .iter()
        .map(|link| {
            view! {
                <li>
                    <a class="govuk-link" href=link.href.clone()>
                        {link.title}
                    </a>
                </li>
            }
        })
        .collect();
    view! { <ul class="govuk-list govuk-list--spaced">{links}</ul> }.into_any()
}

/// A line on how to leave, for pages that somebody else may see.
pub(crate) fn how_to_leave() -> AnyView {
    view! { <p class="govuk-body">{linked(guides::leave(), &[("leaving", "/leaving/")])}</p> }
        .into_any()
}
