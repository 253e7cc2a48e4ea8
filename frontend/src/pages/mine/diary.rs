//! The private diary: locked, or open until the person closes it or their page ends.

use super::{key, label, person_page};
use crate::Site;
use crate::parts::fields::{Ask, details, hidden, line, lines, radios, select, tick};
use crate::parts::{help_list, open_day_and_night};
use crate::view::{DiaryDay, DiaryLine, DiaryState, DiaryView, FormView, OpenDiary, PageState};
use leptos::prelude::*;

const FEELINGS: [&str; 5] = ["5", "4", "3", "2", "1"];

/// The page of the diary.
pub fn diary(site: &Site, view: &DiaryView) -> String {
    person_page(site, &view.page, "diary", || match &view.state {
        DiaryState::Locked(once) => locked(view, once),
        DiaryState::Open(open) => opened(site, view, open),
    })
}

fn field(name: &'static str, label: &'static str, hint: &'static str) -> Ask<'static> {
    Ask {
        name,
        label,
        hint,
        fill: "off",
        ..Ask::default()
    }
}

/// What opens it. What was typed for an entry goes along, so that it is not lost.
fn locked(view: &DiaryView, once: &str) -> AnyView {
    let none = FormView::default();
    let typed: Vec<_> = view
        .form
        .values
        .iter()
        .map(|(name, text)| hidden(name, text))
        .collect();
    let carries =
        (!typed.is_empty()).then(|| view! { <p class="box">{::words::diary::carries_typed()}</p> });
    let words = line(
        &none,
        field("word", ::words::diary::word(), ::words::diary::word_hint()),
    );
    let own = line(
        &none,
        field("own", ::words::diary::own(), ::words::diary::own_hint()),
    );
    let old = details(
        ::words::diary::changed(),
        line(
            &none,
            field("old", ::words::diary::old(), ::words::diary::old_hint()),
        ),
    );
    let lost = details(
        ::words::diary::not_open_any_more(),
        view! {
            <p class="govuk-body">{::words::diary::not_open_any_more_hint()}</p>
            <p class="govuk-body">{::words::diary::delete_hint()}</p>
            {sure()}
            <button
                class="govuk-button govuk-button--secondary"
                type="submit"
                id="diary-delete"
                formaction="/me/diary-delete"
            >
                {::words::diary::delete()}
            </button>
        }
        .into_any(),
    );
    let safe = details(
        ::words::diary::how_safe(),
        view! {
            <p class="govuk-body">{::words::diary::how_safe_people()}</p>
            <p class="govuk-body">{::words::diary::how_safe_words()}</p>
            <p class="govuk-body">{::words::diary::how_safe_limits()}</p>
            <p class="govuk-body">{::words::diary::how_safe_phone()}</p>
        }
        .into_any(),
    );
    view! {
        <h1 class="govuk-heading-l">{label("diary")}</h1>
        <p class="govuk-body">{::words::diary::lead()}</p>
        <p class="govuk-body">{::words::diary::locked()}</p>
        <p class="govuk-body">{::words::diary::lost_warning()}</p>
        {carries}
        <form method="post" action="/me/diary-open" novalidate autocomplete="off" data-once="">
            {key(&view.page)}
            {hidden("once", once)}
            {typed}
            {words}
            {own}
            {old}
            <button class="govuk-button" type="submit" id="diary-open">
                {::words::diary::open()}
            </button>
            <p class="govuk-body">{::words::diary::first_time()}</p>
            {safe}
            {lost}
        </form>
    }
    .into_any()
}

/// The tick without which nothing is deleted.
fn sure() -> AnyView {
    view! {
        <div class="govuk-form-group govuk-checkboxes">
            {tick(&FormView::default(), "sure", "true", ::words::diary::delete_sure(), false)}
        </div>
    }
    .into_any()
}

/// The fields that keep the diary open.
fn open_key(page: &PageState, open: &OpenDiary) -> AnyView {
    view! {
        {key(page)}
        {hidden("diary", &open.carried)}
    }
    .into_any()
}

fn opened(site: &Site, view: &DiaryView, open: &OpenDiary) -> AnyView {
    let page = &view.page;
    let delete = details(
        ::words::diary::delete(),
        view! {
            <form method="post" action="/me/diary-delete" autocomplete="off" data-once="">
                {open_key(page, open)}
                <p class="govuk-body">{::words::diary::delete_hint()}</p>
                {sure()}
                <button class="govuk-button govuk-button--secondary" type="submit" id="diary-delete">
                    {::words::diary::delete()}
                </button>
            </form>
        }
        .into_any(),
    );
    view! {
        <h1 class="govuk-heading-l">{label("diary")}</h1>
        {new_entry(view, open)}
        {past(page, open)}
        <p class="govuk-body">{::words::diary::hard_day()}</p>
        {help_list(&open_day_and_night(site.profile))}
        <form class="screen" method="post" action="/me/diary-close" autocomplete="off">
            {open_key(page, open)}
            <p class="govuk-body">{::words::diary::close_hint()}</p>
            <button class="govuk-button" type="submit" id="diary-close">
                {::words::diary::close()}
            </button>
        </form>
        <h2 class="govuk-heading-m">{::words::diary::copy()}</h2>
        <form class="screen" method="post" action="/me/export" autocomplete="off">
            {open_key(page, open)}
            <p class="govuk-body">{::words::diary::copy_hint()}</p>
            <button class="govuk-button govuk-button--secondary" type="submit" id="diary-copy">
                {::words::diary::copy_send()}
            </button>
        </form>
        {delete}
    }
    .into_any()
}

fn new_entry(view: &DiaryView, open: &OpenDiary) -> AnyView {
    let form = &view.form;
    let feelings = FEELINGS.map(|one| (one, ::words::diary::feelings(one).unwrap_or_default()));
    let mut day = form.clone();
    day.values
        .entry("day".to_owned())
        .or_insert_with(|| open.today.clone());
    let ask_day = Ask {
        keyboard: "date",
        ..field("day", ::words::diary::day(), "")
    };
    view! {
        <h2 class="govuk-heading-m">{::words::diary::write()}</h2>
        <p class="govuk-body">{::words::diary::write_hint()}</p>
        <form method="post" action="/me/diary-write" novalidate autocomplete="off" data-once="">
            {open_key(&view.page, open)}
            {hidden("id", &open.id)}
            {lines(form, field("text", ::words::diary::text(), ::words::diary::text_hint()), 5)}
            {radios(form, "feeling", ::words::diary::feeling(), "", &feelings)}
            {line(&day, ask_day)}
            {select(form, "guide", ::words::diary::guide(), ::words::diary::guide_none(), open.guides.iter().copied())}
            <div class="govuk-form-group govuk-checkboxes">
                {tick(form, "exercise", "true", ::words::diary::exercise(), form.value("exercise") == "true")}
            </div>
            <button class="govuk-button" type="submit" id="diary-write">
                {::words::diary::keep()}
            </button>
        </form>
    }
    .into_any()
}

/// What was written before: folded where somebody may see the screen.
fn past(page: &PageState, open: &OpenDiary) -> AnyView {
    if open.lines.is_empty() {
        return view! {
            <h2 class="govuk-heading-m">{::words::diary::entries()}</h2>
            <p class="govuk-body">{::words::diary::nothing()}</p>
        }
        .into_any();
    }
    let entries: Vec<_> = open
        .lines
        .iter()
        .map(|one| {
            view! {
                <li>
                    {entry_text(one)}
                    {removal(one)}
                </li>
            }
        })
        .collect();
    let content = view! {
        {picture(&open.days)}
        <h2 class="govuk-heading-m">{::words::diary::entries()}</h2>
        <form method="post" action="/me/diary-remove" autocomplete="off" data-once="">
            {open_key(page, open)}
            <ul class="govuk-list lines">{entries}</ul>
        </form>
    }
    .into_any();
    if open.quiet {
        details(::words::diary::show(), content)
    } else {
        content
    }
}

/// What removes an entry, with a second press. Both say which entry it is, for a person who cannot see the page.
fn removal(line: &DiaryLine) -> AnyView {
    let which = || {
        view! {
            <span class="govuk-visually-hidden">" "{::words::diary::remove_of(&line.written)}</span>
        }
    };
    view! {
        <details class="govuk-details plain">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">
                    {::words::diary::remove()}
                    {which()}
                </span>
            </summary>
            <button
                class="govuk-button govuk-button--secondary"
                type="submit"
                name="entry"
                value=line.id.clone()
            >
                {::words::diary::remove_sure()}
                {which()}
            </button>
        </details>
    }
    .into_any()
}

/// One entry: its day, how it was, what was tried and what was written.
pub(super) fn entry_text(line: &DiaryLine) -> AnyView {
    let feeling = line
        .feeling
        .and_then(|one| ::words::diary::feelings(&one.to_string()))
        .map(|text| view! { <p class="govuk-body">{text}</p> });
    let guide = line.guide.map(|title| {
        let text = if line.exercise {
            ::words::diary::tried_exercise(title)
        } else {
            ::words::diary::read_guide(title)
        };
        view! { <p class="govuk-body">{text}</p> }
    });
    let text = (!line.text.is_empty()).then(|| {
        view! {
            <p class="govuk-body data" dir="auto">
                {line.text.clone()}
            </p>
        }
    });
    view! {
        <span class="when">{line.day.clone()}</span>
        {feeling}
        {guide}
        {text}
    }
    .into_any()
}

/// The days as a picture, and the same as a table.
fn picture(days: &[DiaryDay]) -> Option<AnyView> {
    let known: Vec<&DiaryDay> = days.iter().filter(|day| day.feeling.is_some()).collect();
    if known.is_empty() {
        return None;
    }
    let rows: Vec<_> = known
        .iter()
        .rev()
        .map(|day| {
            let feeling = day.feeling.unwrap_or_default().to_string();
            view! {
                <tr>
                    <th scope="row">{day.day.clone()}</th>
                    <td>{::words::diary::feelings(&feeling)}</td>
                </tr>
            }
        })
        .collect();
    let (line, dots) = drawn(days);
    let view = view! {
        <h2 class="govuk-heading-m">{::words::diary::picture()}</h2>
        <svg width="100%" height="110" viewBox="0 0 310 110" role="img" aria-label=::words::diary::picture_label()>
            <path d="M5 105h300" fill="none" stroke="currentColor" />
            <path d=line fill="none" stroke="currentColor" stroke-width="2" />
            <path d=dots fill="none" stroke="currentColor" stroke-width="8" stroke-linecap="round" />
        </svg>
        <table class="govuk-body">
            <thead>
                <tr>
                    <th scope="col">{::words::diary::picture_day()}</th>
                    <th scope="col">{::words::diary::picture_feeling()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    Some(view.into_any())
}

/// The line between days that follow each other, and a dot for each day.
fn drawn(days: &[DiaryDay]) -> (String, String) {
    let (mut line, mut dots, mut goes_on) = (String::new(), String::new(), false);
    for (at, day) in days.iter().enumerate() {
        let Some(feeling) = day.feeling else {
            goes_on = false;
            continue;
        };
        let (x, y) = (10 + at * 10, 110 - 20 * usize::from(feeling.clamp(1, 5)));
        let step = if goes_on { "L" } else { "M" };
        line.push_str(&format!("{step}{x} {y}"));
        dots.push_str(&format!("M{x} {y}h0"));
        goes_on = true;
    }
    (line, dots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_a_dot_for_each_day_and_no_line_over_a_gap() {
        let day = |feeling| DiaryDay {
            day: "1 December 2026".to_owned(),
            feeling,
        };
        let (line, dots) = drawn(&[day(Some(1)), day(Some(5)), day(None), day(Some(3))]);
        assert_eq!(line, "M10 90L20 10M40 50");
        assert_eq!(dots.matches('M').count(), 3);
        assert!(picture(&[day(None)]).is_none());
    }
}
