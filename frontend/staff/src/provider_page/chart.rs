//! Distance travelled as a chart with its table.

use crate::travelled::{BEST, Line, lines};
use crate::worklist::measures;
use leptos::prelude::*;
use serde_json::Value;
use words::{staff, staff_pages};

/// Where the scale begins and how far apart two scores are, in the units of the drawing.
const LEFT: i64 = 12;
const STEP: i64 = 29;
/// The height of the line of one area.
const ROW: i64 = 40;

/// Where a number of the scale stands on its mark.
const ANCHOR: &str = "middle";

/// The chart and its table; nothing if nothing was measured.
pub(super) fn travelled(details: &Value) -> Option<AnyView> {
    let table = table(details)?;
    let lines = lines(&details["care"]);
    let height = ROW * i64::try_from(lines.len()).unwrap_or_default() + 24;
    let summary: Vec<String> = lines.iter().map(Line::summary).collect();
    let rows: Vec<_> = lines
        .iter()
        .zip(0_i64..)
        .map(|(line, at)| row(line, at * ROW))
        .collect();
    let scale: Vec<_> = (0..=BEST)
        .step_by(5)
        .map(|score| {
            let x = x(score);
            view! { <text x=x y=height - 6 text-anchor=ANCHOR>{score}</text> }
        })
        .collect();
    let frame = format!("0 0 320 {height}");
    Some(
        view! {
            <figure class="travelled">
                <svg
                    viewBox=frame
                    role="img"
                    aria-labelledby="travelled-name travelled-summary"
                >
                    <title id="travelled-name">{staff_pages::travelled_title()}</title>
                    <desc id="travelled-summary">{summary.join(" ")}</desc>
                    {rows}
                    {scale}
                </svg>
                <figcaption class="govuk-body-s">{staff_pages::travelled_key()}</figcaption>
            </figure>
            {table}
        }
        .into_any(),
    )
}

const fn x(score: i64) -> i64 {
    LEFT + score * STEP
}

fn row(line: &Line, top: i64) -> impl IntoView + use<> {
    let middle = top + 28;
    let dot = |score: Option<i64>, class: &'static str| {
        score.map(|score| view! { <circle class=class cx=x(score) cy=middle r="6" /> })
    };
    let way = line.first.zip(line.last).map(|(first, last)| {
        view! { <line class="way-travelled" x1=x(first) y1=middle x2=x(last) y2=middle /> }
    });
    view! {
        <text x=LEFT y=top + 14>{line.area.clone()}</text>
        <line class="scale" x1=x(0) y1=middle x2=x(BEST) y2=middle />
        {way}
        {dot(line.first, "first")}
        {dot(line.last, "last")}
    }
}

fn table(details: &Value) -> Option<AnyView> {
    let table = measures(details)?;
    let head: Vec<_> = table
        .columns
        .iter()
        .map(|column| view! { <th scope="col">{*column}</th> })
        .collect();
    let rows: Vec<_> = table
        .areas
        .into_iter()
        .map(|(area, scores)| {
            let cells: Vec<_> = scores
                .into_iter()
                .map(|score| view! { <td>{score}</td> })
                .collect();
            view! {
                <tr>
                    <th scope="row">{area}</th>
                    {cells}
                </tr>
            }
        })
        .collect();
    Some(
        view! {
            <table class="table" id="travelled">
                <caption>{staff::measures()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{staff::measures_area()}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any(),
    )
}
