//! What a table says, in a sentence. It says only what the table shows.

use crate::table::Table;
use measures::{Codes, Dimension, NONE, POLICE_OPT_IN, POLICE_TRANSFER};
use suppression::{Cell, Published};
use words::{oversight, oversight_more};

/// Endings that are a loss: the person did not get the support that they might have had.
const LOST: [&str; 5] = [
    "withdrew",
    "not-reached",
    "no-more-needs",
    "moved-on",
    "died",
];

/// The endings that are no loss.
const KEPT: [&str; 2] = ["open", "support-over"];

/// The sentence of a table.
pub(crate) fn of(table: &Table) -> String {
    let said = match table.breakdown.name {
        "losses" => losses(table),
        "stages" => part(
            table,
            Dimension::Stage,
            &["reached", "supported", "completed"],
            oversight::finding_stages,
        ),
        "rights-and-risk" => part(
            table,
            Dimension::Tier,
            &["enhanced-at-first", "enhanced-since"],
            oversight::finding_rights_and_risk,
        ),
        "time-to-offer" => part(
            table,
            Dimension::ToOffer,
            WITHIN_A_DAY,
            oversight::finding_time_to_offer,
        ),
        "time-to-acceptance" => part(
            table,
            Dimension::ToAcceptance,
            WITHIN_A_DAY,
            oversight::finding_time_to_acceptance,
        ),
        "time-to-contact" => part(
            table,
            Dimension::ToContact,
            &[
                "within-1-hour",
                "within-4-hours",
                "within-1-day",
                "within-2-days",
            ],
            oversight::finding_time_to_contact,
        ),
        "needs-met" => part(
            table,
            Dimension::Met,
            &["no-service", "universal-only"],
            oversight::finding_needs_met,
        ),
        "specialists" => part(
            table,
            Dimension::Served,
            &["no-specialist"],
            oversight::finding_specialists,
        ),
        "offers" => part(
            table,
            Dimension::Answer,
            &[
                "expired",
                "declined",
                "no-capacity",
                "out-of-area",
                "not-eligible",
                "conflict-of-interest",
                "duplicate",
                "unsafe",
                "wrong-details",
                "needs-more-specialist-help",
            ],
            oversight::finding_offers,
        ),
        "sessions-held" => table
            .total
            .value()
            .map(|all| oversight::finding_sessions_held(all.to_string())),
        "repeats" => part(
            table,
            Dimension::Repeat,
            &["harmed-again", "same-person", "targeted-before"],
            oversight_more::finding_repeats,
        ),
        "restorative-justice" => restorative(table),
        "touchpoints" => touchpoints(table),
        "contact" => part_of_some(
            table,
            Dimension::FirstContact,
            &["reached-in-time", "tried-in-time"],
            &["waiting"],
            oversight_more::finding_contact,
        ),
        "first-sessions" => table
            .number_of(Dimension::First, "first-session")
            .and_then(Cell::value)
            .map(|all| oversight_more::finding_first_sessions(all.to_string())),
        "outcomes" => part(
            table,
            Dimension::Outcome,
            &["completed"],
            oversight_more::finding_outcomes,
        ),
        name if name.starts_with("distance") => distance(table),
        "full" => table
            .total
            .value()
            .map(|all| oversight_more::finding_full(all.to_string())),
        "session-lengths" => hours(|code| table.number_of(Dimension::Length, code))
            .map(|(from, to)| oversight_more::finding_session_lengths(from, to)),
        "promises-kept" => part(
            table,
            Dimension::Kept,
            &["broken", "kept-late"],
            oversight::finding_promises_kept,
        ),
        _ => None,
    };
    said.unwrap_or_else(|| oversight::too_few().to_owned())
}

/// How many people of those who were offered restorative justice or asked for it took it up.
fn restorative(table: &Table) -> Option<String> {
    let number = |codes: &[&str]| sum_of(table, Dimension::Restorative, codes);
    let asked = number(&[
        "took-part",
        "accepted",
        "offered",
        "told",
        "not-wanted",
        "asked",
    ])?;
    let offered = number(&["took-part", "accepted", "offered"])?;
    let taken = number(&["took-part"])?;
    Some(oversight_more::finding_restorative_justice(
        asked, offered, taken,
    ))
}

/// How many people a touchpoint or a partner sent, if the table shows that it names none for the others.
fn touchpoints(table: &Table) -> Option<String> {
    let all = table.total.value().filter(|all| *all > 0)?;
    let none = table.number_of(Dimension::Touchpoint, NONE)?.value()?;
    let named = all.checked_sub(none)?;
    Some(oversight_more::finding_touchpoints(all, named))
}

/// How many came further, of those whose beginning and end are known.
fn distance(table: &Table) -> Option<String> {
    let dimension = table.columns.unwrap_or(table.rows);
    let number = |codes: &[&str]| sum_of(table, dimension, codes);
    let better = number(&["low-better", "middle-better", "high-better"])?;
    let same = number(&["low-same", "middle-same", "high-same"])?;
    let worse = number(&["low-worse", "middle-worse", "high-worse"])?;
    let all = Some(better + same + worse).filter(|all| *all > 0)?;
    Some(oversight_more::finding_distance(all, better))
}

/// The least and the most hours that sessions of those numbers took, in whole hours outwards.
pub(crate) fn hours(number_of: impl Fn(&str) -> Option<Cell>) -> Option<(u64, u64)> {
    let Codes::Closed(lengths) = Dimension::Length.codes() else {
        return None;
    };
    let (mut least, mut most) = (0, 0);
    for length in lengths {
        let sessions = number_of(length)?.value()?;
        let (from, to) = measures::minutes(length)?;
        least += sessions * from;
        most += sessions * to;
    }
    Some((least / 60, most.div_ceil(60)))
}

/// The sum of those codes, if the table shows each.
fn sum_of(table: &Table, dimension: Dimension, codes: &[&str]) -> Option<u64> {
    let mut sum = 0;
    for code in codes {
        sum += table.number_of(dimension, code)?.value()?;
    }
    Some(sum)
}

/// The same as [`part`], of all without those that have the codes `without`. Rounded numbers may not add up.
fn part_of_some(
    table: &Table,
    dimension: Dimension,
    codes: &[&str],
    without: &[&str],
    says: impl Fn(u64, u64) -> String,
) -> Option<String> {
    let all = table.total.value()?;
    let without = sum_of(table, dimension, without)?;
    let all = all.checked_sub(without).filter(|all| *all > 0)?;
    Some(says(all, sum_of(table, dimension, codes)?.min(all)))
}

const WITHIN_A_DAY: &[&str] = &["within-1-hour", "within-4-hours", "within-1-day"];

/// Whether opt-in loses fewer people than automatic transfer (TV3), or how many were lost if that cannot be said.
fn losses(table: &Table) -> Option<String> {
    let share = |route: &str| {
        let line = table.lines.iter().find(|line| line.code == route)?;
        let of = |code: &str| {
            let position = table.heads.iter().position(|(head, _)| head == code);
            position.map_or(Cell::NotAvailable, |position| line.cells[position])
        };
        Published::percent(lost(line.total, of), line.total).value()
    };
    let both = share(POLICE_OPT_IN).zip(share(POLICE_TRANSFER));
    let Some((opt_in, transfer)) = both else {
        let of = |code: &str| {
            let number = table.number_of(Dimension::Ending, code);
            number.unwrap_or(Cell::NotAvailable)
        };
        let all = table.total.value().filter(|all| *all > 0)?;
        let lost = lost(table.total, of).value()?;
        return Some(oversight::finding_losses_lost(all, lost));
    };
    Some(match opt_in.cmp(&transfer) {
        std::cmp::Ordering::Less => oversight::finding_losses_fewer(opt_in, transfer),
        std::cmp::Ordering::Greater => oversight::finding_losses_more(opt_in, transfer),
        std::cmp::Ordering::Equal => oversight::finding_losses_same(transfer),
    })
}

/// How many were lost, from the published numbers of each ending. Where a kind of loss is hidden, all without the others
/// say the same, and everybody can subtract.
pub(crate) fn lost(all: Cell, of: impl Fn(&str) -> Cell) -> Cell {
    let lost = Cell::sum(LOST.map(&of));
    let kept = Cell::sum(KEPT.map(&of));
    match (lost, all, kept) {
        (Cell::Confidential, Cell::Value(all), Cell::Value(kept)) => {
            all.checked_sub(kept).map_or(lost, Cell::Value)
        }
        _ => lost,
    }
}

/// How many of all have one of those codes, if the table shows each of them.
fn part(
    table: &Table,
    dimension: Dimension,
    codes: &[&str],
    says: impl Fn(u64, u64) -> String,
) -> Option<String> {
    let all = table.total.value().filter(|all| *all > 0)?;
    let part = sum_of(table, dimension, codes)?;
    Some(says(all, part))
}
