//! The figures as a part of the page of staff. It has no script: the page that shows it sends the form and
//! fetches the files, because both need the account's token.

use crate::csv::{PROVIDERS, SWITCHES};
use crate::labels::{code_label, district_label};
use crate::table::{Line, Table};
use crate::view::{View, codes};
use leptos::prelude::*;
use measures::{Dimension, QUESTIONS};
use platform::ports::Standing;
use suppression::Cell;
use words::{oversight, oversight_more};

/// The widest bar.
const WIDEST: u64 = 100;

/// The part of the page, as HTML.
pub(crate) fn page(view: &View) -> String {
    let status = match view.standing {
        Some(Standing::Final) => oversight::status_final(),
        Some(Standing::Provisional) => oversight::status_provisional(),
        None if view.is_year => oversight_more::status_year_none(),
        None => oversight::status_none(),
    };
    let owner = Owner::new_root(None);
    let html = owner.with(|| {
        let tables: Vec<AnyView> = if view.standing.is_some() {
            view.tables.iter().map(|table| chart(view, table)).collect()
        } else {
            Vec::new()
        };
        view! {
            <h2 class="govuk-heading-l" id="figures" tabindex="-1">
                {heading(view)}
            </h2>
            {choices(view)}
            <p class="govuk-body">
                <strong>{view.place()} ", " {quarter(&view.period)}</strong>
            </p>
            <p class="govuk-body">{status}</p>
            {summary(view)}
            {switches(view)}
            {providers(view)}
            {tables}
            {marks()}
            {dictionary()}
        }
        .to_html()
    });
    drop(owner);
    html
}

/// The name of the page.
fn heading(view: &View) -> String {
    match &view.own {
        Some(provider) => {
            oversight_more::own_heading(code_label(Dimension::Provider, provider, &view.profile))
        }
        None => oversight::heading(&view.profile.name),
    }
}

/// What the tables say, each sentence with the way to its table, and the file of all tables.
fn summary(view: &View) -> AnyView {
    if view.standing.is_none() {
        return ().into_any();
    }
    let too_few = oversight::too_few();
    let sentences: Vec<_> = view
        .tables
        .iter()
        .filter(|table| table.finding != too_few)
        .map(|table| {
            let id = finding_id(table);
            view! {
                <li>
                    <a class="govuk-link" href=format!("#{id}") data-go=id>
                        {table.finding.clone()}
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <h3 class="govuk-heading-m">{oversight_more::summary()}</h3>
        <ul class="govuk-list govuk-list--bullet">{sentences}</ul>
        {file_link(address(view, "tables", None), "figures", oversight_more::download_all(), "")}
    }
    .into_any()
}

/// Before and after the switch to consent, in each district that has switched.
fn switches(view: &View) -> AnyView {
    if view.switches.is_empty() {
        return ().into_any();
    }
    let sentences: Vec<_> = view
        .switches
        .iter()
        .map(|switch| view! { <li>{switch.finding()}</li> })
        .collect();
    let lines: Vec<_> = view
        .switches
        .iter()
        .map(|switch| {
            let sides: Vec<_> = switch
                .sides
                .iter()
                .map(|side| {
                    view! {
                        <td class="govuk-table__cell">{quarter(&side.period.to_string())}</td>
                        {number(side.people)}
                        {number(side.lost)}
                    }
                })
                .collect();
            view! {
                <tr class="govuk-table__row">
                    <th class="govuk-table__header" scope="row">
                        {switch.label.clone()}
                    </th>
                    <td class="govuk-table__cell">{domain::times::date(switch.from)}</td>
                    {sides}
                </tr>
            }
        })
        .collect();
    let heads = [
        oversight_more::switch_from(),
        oversight_more::switch_before(),
        oversight_more::switch_people(),
        oversight_more::switch_lost(),
        oversight_more::switch_after(),
        oversight_more::switch_people(),
        oversight_more::switch_lost(),
    ];
    view! {
        <div class="figure">
            <h3 class="govuk-heading-m" id="switches-name">
                {oversight_more::switches()}
            </h3>
            <ul class="govuk-list govuk-list--bullet">{sentences}</ul>
            <div class="wide" role="region" tabindex="0" aria-labelledby="switches-name">
                <table class="govuk-table" id="switches">
                    {head_row(label(Dimension::District), &heads)}
                    <tbody class="govuk-table__body">{lines}</tbody>
                </table>
            </div>
            {definition(oversight_more::switches_about())}
            {file_link(
                address(view, "table", Some(SWITCHES)),
                SWITCHES,
                oversight::download(),
                oversight_more::switches(),
            )}
        </div>
    }
    .into_any()
}

/// What providers did and cost.
fn providers(view: &View) -> AnyView {
    if view.standing.is_none() || view.providers.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = view
        .providers
        .iter()
        .map(|provider| {
            let cells: Vec<_> = provider
                .columns()
                .map(|(_, cell)| number(cell))
                .into_iter()
                .collect();
            view! {
                <tr class="govuk-table__row">
                    <th class="govuk-table__header" scope="row">
                        {provider.label.clone()}
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect();
    let heads = [
        oversight_more::provider_offers(),
        oversight_more::provider_no_answer(),
        oversight_more::provider_contacts(),
        oversight_more::provider_contacts_kept(),
        oversight_more::provider_supported(),
        oversight_more::provider_sessions(),
        oversight_more::provider_hours_least(),
        oversight_more::provider_hours_most(),
        oversight_more::provider_pounds(),
        oversight_more::provider_pounds_a_person(),
    ];
    view! {
        <div class="figure">
            <h3 class="govuk-heading-m" id="providers-name">
                {oversight_more::providers()}
            </h3>
            <div class="wide" role="region" tabindex="0" aria-labelledby="providers-name">
                <table class="govuk-table" id="providers">
                    {head_row(label(Dimension::Provider), &heads)}
                    <tbody class="govuk-table__body">{lines}</tbody>
                </table>
            </div>
            {definition(oversight_more::providers_about())}
            {file_link(
                address(view, "table", Some(PROVIDERS)),
                PROVIDERS,
                oversight::download(),
                oversight_more::providers(),
            )}
        </div>
    }
    .into_any()
}

fn head_row(first: &'static str, heads: &[&'static str]) -> AnyView {
    let heads: Vec<_> = heads
        .iter()
        .map(|head| {
            view! {
                <th class="govuk-table__header" scope="col">
                    {*head}
                </th>
            }
        })
        .collect();
    view! {
        <thead class="govuk-table__head">
            <tr class="govuk-table__row">
                <th class="govuk-table__header" scope="col">
                    {first}
                </th>
                {heads}
            </tr>
        </thead>
    }
    .into_any()
}

fn definition(about: &'static str) -> AnyView {
    view! {
        <details class="govuk-details">
            <summary class="govuk-details__summary">{oversight::definition()}</summary>
            <div class="govuk-details__text">{about}</div>
        </details>
    }
    .into_any()
}

/// A link that the page follows with the account's token, and keeps what it gets as a file.
fn file_link(address: String, name: &str, text: &'static str, of: &'static str) -> AnyView {
    let of = (!of.is_empty()).then(|| {
        view! { <span class="govuk-visually-hidden">": " {of}</span> }
    });
    view! {
        <p class="govuk-body screen">
            <a class="govuk-link" href=address data-file=format!("{name}.csv")>
                {text}
                {of}
            </a>
        </p>
    }
    .into_any()
}

fn finding_id(table: &Table) -> String {
    format!("{}-finding", table.name.replace('.', "-"))
}

/// A quarter or a financial year in words.
fn quarter(period: &str) -> String {
    if let Some((from, to)) = period.split_once('/') {
        return oversight_more::financial_year(from, to);
    }
    let (year, quarter) = period.split_once('-').unwrap_or((period, ""));
    oversight::quarter(oversight::quarter_months(quarter), year)
}

fn choices(view: &View) -> AnyView {
    let periods: Vec<_> = view
        .periods
        .iter()
        .map(|period| {
            view! {
                <option value=period.clone() selected=*period == view.period>
                    {quarter(period)}
                </option>
            }
        })
        .collect();
    let districts: Vec<_> = codes(Dimension::District, &view.profile)
        .into_iter()
        .map(|code| {
            let chosen = view.district.as_deref() == Some(&code);
            let label = district_label(&code, &view.profile);
            view! {
                <option value=code selected=chosen>
                    {label}
                </option>
            }
        })
        .collect();
    let district = view.own.is_none().then(|| {
        view! {
            <div class="govuk-form-group">
                <label class="govuk-label" for="district">
                    {oversight::district()}
                </label>
                <select class="govuk-select" id="district" name="district">
                    <option value="">{oversight::whole_area()}</option>
                    {districts}
                </select>
            </div>
        }
    });
    view! {
        <form class="screen" id="choices" aria-label=oversight::choose()>
            <div class="govuk-form-group">
                <label class="govuk-label" for="period">
                    {oversight::period()}
                </label>
                <select class="govuk-select" id="period" name="period">
                    {periods}
                </select>
            </div>
            {district}
            <button class="govuk-button" type="submit">
                {oversight::show()}
            </button>
        </form>
    }
    .into_any()
}

/// A table with its sentence, its definition and its file. Each row has a bar.
fn chart(view: &View, table: &Table) -> AnyView {
    let title = oversight::title(table.breakdown.name).unwrap_or(table.breakdown.name);
    let about = oversight::about(table.breakdown.name).unwrap_or_default();
    let id = table.name.replace('.', "-");
    let caption = match table.columns {
        Some(columns) => oversight::table_of(label(columns), label(table.rows)),
        None => label(table.rows).to_owned(),
    };
    let shown: Vec<usize> = (0..table.heads.len())
        .filter(|index| is_something(table, *index))
        .collect();
    let most = table
        .lines
        .iter()
        .filter_map(|line| line.total.value())
        .max();
    let heads: Vec<_> = shown
        .iter()
        .map(|index| {
            let label = table.heads[*index].1.clone();
            view! {
                <th class="govuk-table__header govuk-table__header--numeric" scope="col">
                    {label}
                </th>
            }
        })
        .collect();
    let all = if table.columns.is_some() {
        oversight::column_total()
    } else {
        oversight::column_number()
    };
    let lines: Vec<_> = table
        .lines
        .iter()
        .filter(|line| !is_nothing(line))
        .map(|line| row(line, &shown, most.unwrap_or_default()))
        .collect();
    let totals: Vec<_> = shown
        .iter()
        .map(|index| number(table.totals[*index]))
        .collect();
    let address = address(view, "table", Some(&table.name));
    // Two tables may say the same, and their regions still need different names.
    let (name_id, caption_id) = (format!("{id}-name"), format!("{id}-caption"));
    let named = format!("{name_id} {caption_id}");
    view! {
        <div class="figure">
            <h3 class="govuk-heading-m" id=finding_id(table) tabindex="-1">
                {table.finding.clone()}
            </h3>
            <p class="govuk-body" id=name_id>
                {title}
            </p>
            <div class="wide" role="region" tabindex="0" aria-labelledby=named>
                <table class="govuk-table" id=id>
                    <caption class="govuk-table__caption govuk-table__caption--s" id=caption_id>
                        {caption}
                    </caption>
                    <thead class="govuk-table__head">
                        <tr class="govuk-table__row">
                            <th class="govuk-table__header" scope="col">
                                {label(table.rows)}
                            </th>
                            <th class="govuk-table__header govuk-table__header--numeric" scope="col">
                                {all}
                            </th>
                            <td class="govuk-table__cell" aria-hidden="true"></td>
                            {heads}
                        </tr>
                    </thead>
                    <tbody class="govuk-table__body">
                        {lines} <tr class="govuk-table__row">
                            <th class="govuk-table__header" scope="row">
                                {oversight::row_total()}
                            </th>
                            {number(table.total)}
                            <td class="govuk-table__cell" aria-hidden="true"></td>
                            {totals}
                        </tr>
                    </tbody>
                </table>
            </div>
            {definition(about)}
            {file_link(address, &table.name, oversight::download(), title)}
        </div>
    }
    .into_any()
}

fn row(line: &Line, shown: &[usize], most: u64) -> AnyView {
    let cells: Vec<_> = shown
        .iter()
        .map(|index| number(line.cells[*index]))
        .collect();
    view! {
        <tr class="govuk-table__row">
            <th class="govuk-table__header" scope="row">
                {line.label.clone()}
            </th>
            {number(line.total)}
            <td class="govuk-table__cell" aria-hidden="true">
                {bar(line.total, most)}
            </td>
            {cells}
        </tr>
    }
    .into_any()
}

fn number(cell: Cell) -> AnyView {
    view! { <td class="govuk-table__cell govuk-table__cell--numeric">{cell.to_string()}</td> }
        .into_any()
}

/// A bar in the colour of the text. A number that is not shown has an outline only.
fn bar(cell: Cell, most: u64) -> AnyView {
    let wide = match cell.value() {
        Some(value) if most > 0 => value * WIDEST / most,
        _ => 0,
    };
    let inside = match cell {
        Cell::Confidential => {
            view! { <rect class="hidden" x="0.5" y="2.5" width="99" height="11" /> }.into_any()
        }
        _ => view! { <rect x="0" y="2" width=wide.to_string() height="12" /> }.into_any(),
    };
    view! {
        <svg class="bar" width="100" height="16" viewBox="0 0 100 16" focusable="false">
            {inside}
        </svg>
    }
    .into_any()
}

/// Whether a column has anything but zeros.
fn is_something(table: &Table, index: usize) -> bool {
    let mut cells = table.lines.iter().map(|line| line.cells[index]);
    table.totals[index] != Cell::Value(0) || cells.any(|cell| cell != Cell::Value(0))
}

/// Whether a row has only zeros.
fn is_nothing(line: &Line) -> bool {
    line.total == Cell::Value(0) && line.cells.iter().all(|cell| *cell == Cell::Value(0))
}

/// The address of a file, with the same choices.
fn address(view: &View, form: &str, table: Option<&str>) -> String {
    let whose = if view.own.is_some() { "own/" } else { "" };
    let mut address = format!("/oversight/{whose}{form}?period={}", view.period);
    if let Some(table) = table {
        address.push_str("&name=");
        address.push_str(table);
    }
    if let Some(district) = &view.district {
        address.push_str("&district=");
        address.push_str(district);
    }
    address
}

fn label(dimension: Dimension) -> &'static str {
    oversight::dimension(dimension.as_str()).unwrap_or(dimension.as_str())
}

fn marks() -> AnyView {
    let marks = [
        oversight::mark_c(),
        oversight::mark_x(),
        oversight::mark_z(),
        oversight::mark_low(),
    ]
    .map(|mark| view! { <li>{mark}</li> });
    view! {
        <h3 class="govuk-heading-m">{oversight::marks()}</h3>
        <ul class="govuk-list govuk-list--bullet">{marks.into_iter().collect_view()}</ul>
    }
    .into_any()
}

fn dictionary() -> AnyView {
    let entries: Vec<_> = QUESTIONS
        .iter()
        .flat_map(|question| {
            question.breakdowns.iter().map(|breakdown| {
                let title = oversight::title(breakdown.name).unwrap_or(breakdown.name);
                let columns = breakdown.columns.map(|columns| {
                    view! {
                        <dt>{oversight::dictionary_columns()}</dt>
                        <dd>{label(columns)}</dd>
                    }
                });
                view! {
                    <h4 class="govuk-heading-s">{title}</h4>
                    <p class="govuk-body">{oversight::about(breakdown.name)}</p>
                    <dl class="govuk-body">
                        <dt>{oversight::dictionary_measure()}</dt>
                        <dd>{oversight::measure(question.measure.as_str())}</dd>
                        <dt>{oversight::dictionary_rows()}</dt>
                        <dd>{label(breakdown.rows)}</dd>
                        {columns}
                        <dt>{oversight::dictionary_answers()}</dt>
                        <dd>{breakdown.answers}</dd>
                    </dl>
                }
            })
        })
        .collect();
    view! {
        <details class="govuk-details" id="dictionary">
            <summary class="govuk-details__summary">{oversight::dictionary()}</summary>
            <div class="govuk-details__text">
                <p class="govuk-body">{oversight::dictionary_about()}</p>
                {entries}
            </div>
        </details>
    }
    .into_any()
}
