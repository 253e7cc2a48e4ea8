//! CSV: a header and rows of cells.
//!
//! The columns have the names of the public form's fields. So a page, a partner's JSON and a row share one set of
//! names: the JSON pointers of the contract.

use crate::report::Refusal;
use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};
use events::form;
use events::parse::trimmed;

/// The column with the sender's name for a row.
pub(crate) const ROW: &str = "/row";

/// More columns than a row of the contract can use.
const MAX_COLUMNS: usize = 500;

/// The columns of a file, in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header(Vec<String>);

impl Header {
    /// Reads the first row of a file.
    ///
    /// # Errors
    /// Why the header cannot be used, and the column (from 1) if one column is the reason.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, (Refusal, Option<usize>)> {
        let columns: Vec<String> = cells(bytes, MAX_COLUMNS + 1)
            .into_iter()
            .map(|name| trimmed(&name).to_owned())
            .collect();
        for (index, name) in columns.iter().enumerate() {
            if index >= MAX_COLUMNS || !is_column(name) {
                return Err(what_is_wrong(&columns, index));
            }
            if columns[..index].contains(name) {
                return Err((Refusal::ColumnTwice, Some(index + 1)));
            }
        }
        if !columns.iter().any(|name| name == ROW || name == "/id") {
            return Err((Refusal::ColumnMissing, None));
        }
        Ok(Self(columns))
    }

    /// The cells of a row with their column names, or `None` if the number of cells is wrong.
    pub(crate) fn named(&self, bytes: &[u8]) -> Option<Vec<(String, String)>> {
        let cells = cells(bytes, self.0.len() + 1);
        (cells.len() == self.0.len()).then(|| self.0.iter().cloned().zip(cells).collect())
    }
}

fn is_column(name: &str) -> bool {
    name == ROW || form::is_field(name)
}

/// Why the column with this index is not a column, with its number (from 1) if it is the reason.
fn what_is_wrong(columns: &[String], index: usize) -> (Refusal, Option<usize>) {
    let Some(name) = columns.get(index) else {
        return (Refusal::UnknownColumn, Some(index + 1));
    };
    let names_separator = index == 0
        && name
            .get(..4)
            .is_some_and(|begin| begin.eq_ignore_ascii_case("sep="));
    // A name that is several columns shows what is between them.
    let is_split_by = |separator: char| {
        name.contains(separator) && name.split(separator).map(trimmed).all(is_column)
    };
    if name.contains('\r') {
        (Refusal::CrAlone, None)
    } else if names_separator || [';', '\t', '|'].into_iter().any(is_split_by) {
        (Refusal::NotCommas, None)
    } else {
        (Refusal::UnknownColumn, Some(index + 1))
    }
}

/// The first `most` cells of a row. Its quotation marks have been checked already.
fn cells(bytes: &[u8], most: usize) -> Vec<String> {
    // The row has been split off already, so any other line ending belongs to a cell.
    let mut reader = ReaderBuilder::new()
        .terminator(Terminator::Any(b'\n'))
        .build();
    // The text of a cell is never longer than its written form.
    let (mut text, mut ends) = (vec![0; bytes.len() + 1], vec![0; most]);
    let (mut read, mut written, mut ended) = (0, 0, 0);
    loop {
        let (result, took, wrote, more) =
            reader.read_record(&bytes[read..], &mut text[written..], &mut ends[ended..]);
        (read, written, ended) = (read + took, written + wrote, ended + more);
        match result {
            // An empty input tells the reader that the row has ended.
            ReadRecordResult::InputEmpty if read >= bytes.len() && took > 0 => continue,
            _ => break,
        }
    }
    let mut from = 0;
    ends[..ended]
        .iter()
        .map(|to| {
            let cell = String::from_utf8_lossy(&text[from..*to]).replace("\r\n", "\n");
            from = *to;
            cell
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_split_at_commas_outside_quotation_marks() {
        let check =
            |row: &str, expected: &[&str]| assert_eq!(cells(row.as_bytes(), 9), expected, "{row}");
        check("a,b", &["a", "b"]);
        check("a,,", &["a", "", ""]);
        check(",", &["", ""]);
        check("\"a, \"\"b\"\"\r\nc\",d", &["a, \"b\"\nc", "d"]);
        check("\"\"", &[""]);
        check("é,€", &["é", "€"]);
    }

    #[test]
    fn a_wrong_number_of_cells_gives_none() {
        let header = Header::read(b"/row, /person/name ").unwrap();
        let named = header.named(b"7,Robin").unwrap();
        assert_eq!(named[1], ("/person/name".to_owned(), "Robin".to_owned()));
        assert_eq!(header.named(b"7"), None);
        assert_eq!(header.named(b"7,Robin,"), None);
    }
}
