//! What the sender is told about a file: one line about the whole of it, and one for each row, in order.
//!
//! Lines, fields, codes and references: never a value, never a name of a column that the contract does not have.

use events::Reference;
use events::field_error::Code;
use jiff::Timestamp;
use platform::ports::Counts;
use serde::Serialize;

/// The most errors that are named for one row; how many more there are is said beside them.
const MOST_ERRORS: usize = 10;

/// Why a file is refused whole: nothing of it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Refusal {
    /// More than 64 MB.
    FileTooLarge,
    /// More than 100,000 rows.
    TooManyRows,
    /// The name ends neither in `.csv` nor in `.jsonl`.
    UnknownKindOfFile,
    /// The folder is not that of a partner that may send files.
    SenderNotKnown,
    /// Not UTF-8.
    NotUtf8,
    /// A NUL character.
    NulCharacter,
    /// A quotation mark out of place, or a last one missing.
    BrokenQuotes,
    /// No row, or no header.
    Empty,
    /// A column that the contract does not have.
    UnknownColumn,
    /// A column that is there twice.
    ColumnTwice,
    /// A column that has to be there is not: `/row` or `/id`.
    ColumnMissing,
}

/// What is wrong with one field of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Wrong {
    /// A JSON pointer, which in CSV is the column; empty for the whole row.
    pub field: String,
    /// What is wrong with it.
    pub code: RowCode,
}

/// What can be wrong with a row: all that can be with a referral, and what only a row can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum RowCode {
    /// As `POST /referrals` says it.
    Referral(Code),
    /// Only here.
    Row(OnlyRow),
}

/// What only a row can have wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum OnlyRow {
    /// Over 65,536 bytes: 413 there.
    RowTooLarge,
    /// Not I-JSON: 400 there.
    NotIJson,
    /// More or fewer cells than columns.
    WrongNumberOfCells,
    /// This row was sent before with other content: 409 there.
    OtherContent,
}

impl Wrong {
    /// The whole row.
    pub(crate) fn row(code: OnlyRow) -> Self {
        Self {
            field: String::new(),
            code: RowCode::Row(code),
        }
    }

    /// A field of the contract.
    pub(crate) fn field(field: impl Into<String>, code: Code) -> Self {
        Self {
            field: field.into(),
            code: RowCode::Referral(code),
        }
    }
}

/// How a row ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It has become this case.
    New(Reference),
    /// It was this case already.
    Known(Reference),
    /// It was refused.
    Bad(Vec<Wrong>),
}

/// The line about one row.
#[derive(Serialize)]
struct RowLine<'a> {
    line: u64,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a Reference>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Wrong],
    #[serde(skip_serializing_if = "is_none")]
    more_errors: usize,
}

/// Appends the line about one row.
pub(crate) fn tell_row(report: &mut Vec<u8>, line: u64, ended: &Ended) {
    let told = match ended {
        Ended::New(reference) => ("new", Some(reference), &[][..]),
        Ended::Known(reference) => ("known", Some(reference), &[][..]),
        Ended::Bad(wrong) => ("refused", None, wrong.as_slice()),
    };
    let (outcome, reference, wrong) = told;
    let errors = &wrong[..wrong.len().min(MOST_ERRORS)];
    append(
        report,
        &RowLine {
            line,
            outcome,
            reference,
            errors,
            more_errors: wrong.len() - errors.len(),
        },
    );
}

/// Adds one more row to those counted.
pub(crate) fn count(counts: &mut Counts, ended: &Ended) {
    match ended {
        Ended::New(_) => counts.new += 1,
        Ended::Known(_) => counts.known += 1,
        Ended::Bad(_) => counts.bad += 1,
    }
}

/// The line about a file that was read to its end.
#[derive(Serialize)]
struct Read {
    outcome: &'static str,
    begun_at: Timestamp,
    rows: u32,
    #[serde(flatten)]
    counts: Counts,
}

/// Appends the line about a file that was read to its end.
pub(crate) fn tell_read(report: &mut Vec<u8>, begun_at: Timestamp, counts: Counts) {
    let rows = counts.new + counts.known + counts.bad;
    append(
        report,
        &Read {
            outcome: "read",
            begun_at,
            rows,
            counts,
        },
    );
}

/// The line about a file in whose place another came before its end.
#[derive(Serialize)]
struct Replaced {
    outcome: &'static str,
    begun_at: Timestamp,
    /// The first line that was not read.
    line: u64,
    rows: u32,
    #[serde(flatten)]
    counts: Counts,
}

/// Appends the line about a file that was replaced: `line` is the first that was not read.
pub(crate) fn tell_replaced(report: &mut Vec<u8>, begun_at: Timestamp, line: u64, counts: Counts) {
    let rows = counts.new + counts.known + counts.bad;
    append(
        report,
        &Replaced {
            outcome: "replaced",
            begun_at,
            line,
            rows,
            counts,
        },
    );
}

/// Where a file is wrong, as far as there is a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Where {
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// The line about a file of which nothing was taken.
#[derive(Serialize)]
struct RefusedWhole {
    outcome: &'static str,
    code: Refusal,
    #[serde(flatten)]
    place: Where,
}

/// Appends the line about a file of which nothing was taken.
pub(crate) fn tell_refused(report: &mut Vec<u8>, code: Refusal, place: Where) {
    append(
        report,
        &RefusedWhole {
            outcome: "refused",
            code,
            place,
        },
    );
}

fn append(report: &mut Vec<u8>, line: &impl Serialize) {
    // Numbers, codes and pointers: there is nothing in a line that cannot be written.
    if serde_json::to_writer(&mut *report, line).is_ok() {
        report.push(b'\n');
    }
}

fn is_none(more: &usize) -> bool {
    *more == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tell: impl Fn(&mut Vec<u8>)) -> String {
        let mut report = Vec::new();
        tell(&mut report);
        String::from_utf8(report).unwrap()
    }

    #[test]
    fn a_row_is_told_by_its_line_its_case_or_what_is_wrong() {
        let reference = Reference::from_number(1);
        assert_eq!(
            told(|report| tell_row(report, 2, &Ended::New(reference.clone()))),
            "{\"line\":2,\"outcome\":\"new\",\"reference\":\"32222223\"}\n"
        );
        let wrong = vec![
            Wrong::field("/residence/postcode", Code::NotAPostcode),
            Wrong::row(OnlyRow::OtherContent),
        ];
        assert_eq!(
            told(|report| tell_row(report, 3, &Ended::Bad(wrong.clone()))),
            "{\"line\":3,\"outcome\":\"refused\",\"errors\":[\
             {\"field\":\"/residence/postcode\",\"code\":\"NOT_A_POSTCODE\"},\
             {\"field\":\"\",\"code\":\"OTHER_CONTENT\"}]}\n"
        );
    }

    #[test]
    fn a_row_with_very_many_errors_names_ten_and_counts_the_rest() {
        let wrong = vec![Wrong::field("/needs", Code::TooMany); 13];
        let line: serde_json::Value = serde_json::from_str(&told(|report| {
            tell_row(report, 3, &Ended::Bad(wrong.clone()))
        }))
        .unwrap();
        assert_eq!(
            (
                line["errors"].as_array().unwrap().len(),
                &line["more_errors"]
            ),
            (10, &serde_json::json!(3))
        );
    }

    #[test]
    fn a_file_is_told_with_its_counts_or_with_why_and_where_it_is_refused() {
        let at: Timestamp = "2026-11-22T06:00:00Z".parse().unwrap();
        let counts = Counts {
            new: 3,
            known: 2,
            bad: 1,
        };
        assert_eq!(
            told(|report| tell_read(report, at, counts)),
            "{\"outcome\":\"read\",\"begun_at\":\"2026-11-22T06:00:00Z\",\"rows\":6,\"new\":3,\"known\":2,\"bad\":1}\n"
        );
        assert_eq!(
            told(|report| tell_replaced(report, at, 8, counts)),
            "{\"outcome\":\"replaced\",\"begun_at\":\"2026-11-22T06:00:00Z\",\"line\":8,\
             \"rows\":6,\"new\":3,\"known\":2,\"bad\":1}\n"
        );
        let place = Where {
            line: Some(1),
            column: Some(7),
        };
        assert_eq!(
            told(|report| tell_refused(report, Refusal::UnknownColumn, place)),
            "{\"outcome\":\"refused\",\"code\":\"UNKNOWN_COLUMN\",\"line\":1,\"column\":7}\n"
        );
    }
}
