//! The report for the sender: one line about the file, then one line for each row, in file order.
//!
//! A report holds line numbers, field names, codes and references. It never holds a value, or a column name that the
//! contract does not have.

use events::Reference;
use events::field_error::Code;
use jiff::Timestamp;
use platform::ports::Counts;
use serde::Serialize;

/// Errors that the report names for one row. Further ones are only counted.
const MAX_ERRORS: usize = 10;

/// Why a whole file is refused. None of its rows was stored then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Refusal {
    FileTooLarge,
    TooManyRows,
    /// The extension is not `.csv`, `.jsonl` or `.ndjson`.
    UnknownKindOfFile,
    /// The folder does not belong to a partner that may send files.
    SenderNotKnown,
    NotUtf8,
    NulCharacter,
    /// A quotation mark is misplaced or missing.
    BrokenQuotes,
    /// There is no row, or no header.
    Empty,
    /// Its lines end with a carriage return alone.
    CrAlone,
    /// Its cells are between other characters than commas, or a line names the separator.
    NotCommas,
    /// The contract does not have this column.
    UnknownColumn,
    ColumnTwice,
    /// There is no column `/row` and no column `/id`.
    ColumnMissing,
}

/// One error of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct RowError {
    /// A JSON pointer, which is the column name in CSV. Empty for the whole row.
    pub field: String,
    pub code: RowCode,
}

/// The code of an error: one of a referral's, or one that only a row can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum RowCode {
    /// A code of `POST /referrals`.
    Referral(Code),
    Row(RowOnlyCode),
}

/// The codes that only a row can have. `POST /referrals` answers the same faults with a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RowOnlyCode {
    /// Over 65,536 bytes (413).
    RowTooLarge,
    /// Not I-JSON (400).
    NotIJson,
    /// The number of cells differs from the number of columns.
    WrongNumberOfCells,
    /// The row was sent before with other content (409).
    OtherContent,
    /// The hub cannot store this row, whenever it is sent.
    NotStored,
    /// The council of the home takes only people who agreed.
    SwitchedToConsent,
}

impl RowError {
    /// An error of the whole row.
    pub(crate) fn row(code: RowOnlyCode) -> Self {
        Self {
            field: String::new(),
            code: RowCode::Row(code),
        }
    }

    /// An error of one field.
    pub(crate) fn field(field: impl Into<String>, code: Code) -> Self {
        Self {
            field: field.into(),
            code: RowCode::Referral(code),
        }
    }
}

/// The outcome of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowOutcome {
    /// The row is now this case, without the ways of contact that these errors are about.
    New(Reference, Vec<RowError>),
    /// The row was already this case.
    Known(Reference, Vec<RowError>),
    Refused(Vec<RowError>),
}

#[derive(Serialize)]
struct RowLine<'a> {
    line: u64,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a Reference>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [RowError],
    #[serde(skip_serializing_if = "is_zero")]
    more_errors: usize,
}

/// Appends the line about one row.
pub(crate) fn write_row(report: &mut Vec<u8>, line: u64, outcome: &RowOutcome) {
    let fields = match outcome {
        RowOutcome::New(reference, wrong) => ("new", Some(reference), wrong.as_slice()),
        RowOutcome::Known(reference, wrong) => ("known", Some(reference), wrong.as_slice()),
        RowOutcome::Refused(wrong) => ("refused", None, wrong.as_slice()),
    };
    let (outcome, reference, wrong) = fields;
    let errors = &wrong[..wrong.len().min(MAX_ERRORS)];
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

/// Adds one outcome to the counts.
pub(crate) fn count(counts: &mut Counts, outcome: &RowOutcome) {
    match outcome {
        RowOutcome::New(..) => counts.new += 1,
        RowOutcome::Known(..) => counts.known += 1,
        RowOutcome::Refused(_) => counts.bad += 1,
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
pub(crate) fn write_read(report: &mut Vec<u8>, begun_at: Timestamp, counts: Counts) {
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

/// The line about a file that was replaced before its end.
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

/// Appends the line about a replaced file. `line` is the first that was not read.
pub(crate) fn write_replaced(report: &mut Vec<u8>, begun_at: Timestamp, line: u64, counts: Counts) {
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

/// Where a file is wrong, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Counts from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Counts from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

/// The line about a refused file.
#[derive(Serialize)]
struct RefusedFile {
    outcome: &'static str,
    code: Refusal,
    #[serde(flatten)]
    position: Position,
}

/// Appends the line about a refused file.
pub(crate) fn write_refused(report: &mut Vec<u8>, code: Refusal, position: Position) {
    append(
        report,
        &RefusedFile {
            outcome: "refused",
            code,
            position,
        },
    );
}

fn append(report: &mut Vec<u8>, line: &impl Serialize) {
    // Numbers, codes and pointers always serialise.
    if serde_json::to_writer(&mut *report, line).is_ok() {
        report.push(b'\n');
    }
}

fn is_zero(more: &usize) -> bool {
    *more == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut report = Vec::new();
        write(&mut report);
        String::from_utf8(report).unwrap()
    }

    #[test]
    fn a_row_line_has_a_case_or_errors() {
        let reference = Reference::from_number(1);
        assert_eq!(
            written(|report| write_row(report, 2, &RowOutcome::New(reference.clone(), Vec::new()))),
            "{\"line\":2,\"outcome\":\"new\",\"reference\":\"32222223\"}\n"
        );
        let wrong = vec![
            RowError::field("/residence/postcode", Code::NotAPostcode),
            RowError::row(RowOnlyCode::OtherContent),
        ];
        assert_eq!(
            written(|report| write_row(report, 3, &RowOutcome::Refused(wrong.clone()))),
            "{\"line\":3,\"outcome\":\"refused\",\"errors\":[\
             {\"field\":\"/residence/postcode\",\"code\":\"NOT_A_POSTCODE\"},\
             {\"field\":\"\",\"code\":\"OTHER_CONTENT\"}]}\n"
        );
    }

    #[test]
    fn ten_errors_are_named_and_the_rest_counted() {
        let wrong = vec![RowError::field("/needs", Code::TooMany); 13];
        let line: serde_json::Value = serde_json::from_str(&written(|report| {
            write_row(report, 3, &RowOutcome::Refused(wrong.clone()))
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
    fn a_file_line_has_counts_or_a_refusal() {
        let at: Timestamp = "2026-11-22T06:00:00Z".parse().unwrap();
        let counts = Counts {
            new: 3,
            known: 2,
            bad: 1,
        };
        assert_eq!(
            written(|report| write_read(report, at, counts)),
            "{\"outcome\":\"read\",\"begun_at\":\"2026-11-22T06:00:00Z\",\"rows\":6,\"new\":3,\"known\":2,\"bad\":1}\n"
        );
        assert_eq!(
            written(|report| write_replaced(report, at, 8, counts)),
            "{\"outcome\":\"replaced\",\"begun_at\":\"2026-11-22T06:00:00Z\",\"line\":8,\
             \"rows\":6,\"new\":3,\"known\":2,\"bad\":1}\n"
        );
        let position = Position {
            line: Some(1),
            column: Some(7),
        };
        assert_eq!(
            written(|report| write_refused(report, Refusal::UnknownColumn, position)),
            "{\"outcome\":\"refused\",\"code\":\"UNKNOWN_COLUMN\",\"line\":1,\"column\":7}\n"
        );
    }
}
