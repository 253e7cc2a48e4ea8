//! What a table says, in a sentence. It says only what the table shows.

use crate::table::Table;
use measures::Dimension;
use suppression::{Cell, Published};
use words::oversight;

/// Endings that are a loss: the person did not get the support that they might have had.
const LOST: [&str; 5] = [
    "withdrew",
    "not-reached",
    "no-more-needs",
    "moved-on",
    "died",
];

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
            &["enhanced"],
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

const WITHIN_A_DAY: &[&str] = &["within-1-hour", "within-4-hours", "within-1-day"];

/// Whether opt-in loses fewer people than automatic transfer (TV3), or how many were lost if that cannot be said.
fn losses(table: &Table) -> Option<String> {
    let share = |model: &str| {
        let line = table.lines.iter().find(|line| line.code == model)?;
        let mut lost = 0;
        for ((code, _), cell) in table.heads.iter().zip(&line.cells) {
            if LOST.contains(&code.as_str()) {
                lost += cell.value()?;
            }
        }
        Published::percent(Cell::Value(lost), line.total).value()
    };
    let both = share("opt-in").zip(share("automatic-transfer"));
    let Some((opt_in, transfer)) = both else {
        return part(
            table,
            Dimension::Ending,
            &LOST,
            oversight::finding_losses_lost,
        );
    };
    Some(match opt_in.cmp(&transfer) {
        std::cmp::Ordering::Less => oversight::finding_losses_fewer(opt_in, transfer),
        std::cmp::Ordering::Greater => oversight::finding_losses_more(opt_in, transfer),
        std::cmp::Ordering::Equal => oversight::finding_losses_same(transfer),
    })
}

/// How many of all have one of those codes, if the table shows each of them.
fn part(
    table: &Table,
    dimension: Dimension,
    codes: &[&str],
    says: impl Fn(u64, u64) -> String,
) -> Option<String> {
    let all = table.total.value().filter(|all| *all > 0)?;
    let mut part = 0;
    for code in codes {
        part += table.number_of(dimension, code)?.value()?;
    }
    Some(says(all, part))
}
