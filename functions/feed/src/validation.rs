//! Validates a whole file before anything of it is stored: its encoding, its quotation marks, its header and its
//! size.
//!
//! A file that fails is refused as a whole. Only a valid file is read again, row by row.

use crate::csv::Header;
use crate::object_keys::Format;
use crate::report::{Position, Refusal};
use crate::row_reader::{Next, OpenFile, RowReader, RowSplitter};
use platform::PortError;
use platform::ports::ReadFeed;

/// The maximum size of a file: 64 MB in binary units, as in the contract.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// The maximum number of rows, without the header of a CSV file and without blank lines.
pub const MAX_ROWS: u32 = 100_000;

/// Why a file is refused, and where.
pub(crate) type Refused = (Refusal, Position);

/// Where the rows of a valid file begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileLayout {
    /// The columns of a CSV file.
    pub header: Option<Header>,
    /// The offset of the first row.
    pub at: u64,
    /// The line of the first row.
    pub line: u64,
}

/// Validates a file chunk by chunk.
#[derive(Debug)]
pub(crate) struct FileCheck {
    text: Text,
    lines: RowSplitter,
    first: Option<FileLayout>,
    rows: u32,
}

impl FileCheck {
    fn begin(format: Format) -> Self {
        let first = match format {
            Format::JsonLines => Some(FileLayout {
                header: None,
                at: 0,
                line: 1,
            }),
            Format::Csv => None,
        };
        Self {
            text: Text::default(),
            lines: RowSplitter::from(format, 0, 1),
            first,
            rows: 0,
        }
    }

    /// Validates a file to its end. Returns `None` if the file disappears on the way.
    pub(crate) async fn of<P: ReadFeed>(
        open: &OpenFile<'_, P>,
    ) -> Result<Option<Result<FileLayout, Refused>>, PortError> {
        if open.file.size > MAX_FILE_BYTES {
            return Ok(Some(Err((Refusal::FileTooLarge, Position::default()))));
        }
        let mut survey = Self::begin(open.format);
        let mut at = 0;
        loop {
            let chunk = match open.chunk(at).await? {
                Next::Some(chunk) => chunk,
                Next::End => Vec::new(),
                Next::Gone => return Ok(None),
            };
            if let Err(refused) = survey.push(&chunk) {
                return Ok(Some(Err(refused)));
            }
            if chunk.is_empty() {
                return Ok(Some(survey.end()));
            }
            at += chunk.len() as u64;
        }
    }

    /// The header of a file that was validated before. Returns `None` if it has none or is gone.
    pub(crate) async fn header<P: ReadFeed>(
        open: OpenFile<'_, P>,
    ) -> Result<Option<Header>, PortError> {
        if open.format == Format::JsonLines {
            return Ok(None);
        }
        match RowReader::from(open, 0, 1).next().await? {
            Next::Some(row) => {
                let header = row.bytes.and_then(|bytes| Header::read(&bytes).ok());
                header
                    .map(Some)
                    .ok_or_else(|| PortError::Permanent("a validated file has changed".to_owned()))
            }
            Next::End | Next::Gone => Ok(None),
        }
    }

    /// Checks the next chunk. An empty chunk is the end of the file.
    fn push(&mut self, chunk: &[u8]) -> Result<(), Refused> {
        self.text.check(chunk)?;
        self.lines.push(chunk);
        while let Some(row) = self
            .lines
            .next()
            .map_err(|broken| at_line(Refusal::BrokenQuotes, broken.line))?
        {
            if self.first.is_none() {
                // A header over the size limit must hold a column that the contract does not have, because those
                // names are all short. Or it is the whole file, because no line of it ends as it must.
                let too_long = if self.text.has_returns_alone() {
                    Refusal::CrAlone
                } else {
                    Refusal::UnknownColumn
                };
                let bytes = row.bytes.ok_or_else(|| at_line(too_long, row.line))?;
                let header = Header::read(&bytes).map_err(|(code, column)| {
                    (
                        code,
                        Position {
                            line: Some(row.line),
                            column,
                        },
                    )
                })?;
                self.first = Some(FileLayout {
                    header: Some(header),
                    at: row.end,
                    line: row.next_line,
                });
                continue;
            }
            self.rows += 1;
            if self.rows > MAX_ROWS {
                return Err(at_line(Refusal::TooManyRows, row.line));
            }
        }
        Ok(())
    }

    /// The result, after the end of the file was pushed.
    fn end(self) -> Result<FileLayout, Refused> {
        match self.first {
            Some(layout) if self.rows > 0 => Ok(layout),
            _ => Err((Refusal::Empty, Position::default())),
        }
    }
}

fn at_line(code: Refusal, line: u64) -> Refused {
    (
        code,
        Position {
            line: Some(line),
            column: None,
        },
    )
}

/// Checks that chunks of bytes are UTF-8 without NUL.
#[derive(Debug, Default)]
struct Text {
    /// The start of a character that continues in the next chunk.
    begun: Vec<u8>,
    breaks: u64,
    returns: u64,
}

impl Text {
    /// Whether lines end with a carriage return, and none with a line feed.
    const fn has_returns_alone(&self) -> bool {
        self.breaks == 0 && self.returns > 0
    }

    fn check(&mut self, chunk: &[u8]) -> Result<(), Refused> {
        self.begun.extend_from_slice(chunk);
        let (valid, broken) = match std::str::from_utf8(&self.begun) {
            Ok(_) => (self.begun.len(), false),
            // An incomplete character may continue in the next chunk, if there is one.
            Err(error) => (
                error.valid_up_to(),
                error.error_len().is_some() || chunk.is_empty(),
            ),
        };
        let breaks = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        if let Some(nul) = self.begun[..valid].iter().position(|byte| *byte == 0) {
            return Err(at_line(
                Refusal::NulCharacter,
                self.breaks + breaks(&self.begun[..nul]) + 1,
            ));
        }
        self.breaks += breaks(&self.begun[..valid]);
        let is_return = |byte: &&u8| **byte == b'\r';
        self.returns += self.begun[..valid].iter().filter(is_return).count() as u64;
        if broken {
            return Err(at_line(Refusal::NotUtf8, self.breaks + 1));
        }
        self.begun.drain(..valid);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn validate(format: Format, text: &[u8], chunk: usize) -> Result<FileLayout, Refused> {
        let mut survey = FileCheck::begin(format);
        for chunk in text.chunks(chunk).chain([&[][..]]) {
            survey.push(chunk)?;
        }
        survey.end()
    }

    fn refused(format: Format, text: &[u8]) -> (Refusal, Option<u64>, Option<usize>) {
        let refusals: Vec<Refused> = [1, 2, 3, 1_000]
            .map(|chunk| validate(format, text, chunk).unwrap_err())
            .to_vec();
        assert!(
            refusals.iter().all(|refused| *refused == refusals[0]),
            "{refusals:?}"
        );
        let (code, place) = refusals[0];
        (code, place.line, place.column)
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_refused_with_its_line() {
        let latin = b"/row,/person/name\n1,Ren\xe9e\n2,Robin\n";
        assert_eq!(
            refused(Format::Csv, latin),
            (Refusal::NotUtf8, Some(2), None)
        );
        assert_eq!(
            refused(Format::JsonLines, b"\xff\xfe{\x00}\x00"),
            (Refusal::NotUtf8, Some(1), None)
        );
        assert_eq!(
            refused(Format::JsonLines, b"{}\n{}\xe2\x82"),
            (Refusal::NotUtf8, Some(2), None)
        );
        assert!(validate(Format::JsonLines, "{\"a\": \"€\"}".as_bytes(), 1).is_ok());
    }

    #[test]
    fn a_file_with_a_nul_or_broken_quotes_is_refused_with_the_line() {
        assert_eq!(
            refused(Format::Csv, b"/row\n1\n\x002\n"),
            (Refusal::NulCharacter, Some(3), None)
        );
        assert_eq!(
            refused(Format::Csv, b"/row\n1\n\"2\n3\n4\n"),
            (Refusal::BrokenQuotes, Some(3), None)
        );
    }

    #[test]
    fn a_file_without_a_row_is_refused() {
        for (format, text) in [
            (Format::Csv, ""),
            (Format::Csv, "/row\n\n"),
            (Format::JsonLines, "\n \n"),
        ] {
            assert_eq!(
                refused(format, text.as_bytes()).0,
                Refusal::Empty,
                "{text:?}"
            );
        }
    }

    #[test]
    fn an_unknown_column_is_reported_by_its_number() {
        assert_eq!(
            refused(Format::Csv, b"/row,Robin Fielding\n1,2\n"),
            (Refusal::UnknownColumn, Some(1), Some(2))
        );
        assert_eq!(
            refused(Format::Csv, b"\n/row,/id,/row\n1,2,3\n"),
            (Refusal::ColumnTwice, Some(2), Some(3))
        );
        assert_eq!(
            refused(Format::Csv, b"/person/name\nRobin\n"),
            (Refusal::ColumnMissing, Some(1), None)
        );
        let long = format!("/row,{}\n1,2\n", "x".repeat(70_000));
        let (code, place) = validate(Format::Csv, long.as_bytes(), 1_000).unwrap_err();
        assert_eq!((code, place.line), (Refusal::UnknownColumn, Some(1)));
    }

    #[test]
    fn another_separator_or_line_end_has_a_code_of_its_own() {
        for text in [
            "/row;/person/name\n1;Robin\n",
            "/row\t/person/name\n1\tRobin\n",
            "/row|/person/name\n1|Robin\n",
            "sep=;\n/row;/person/name\n1;Robin\n",
            "\u{feff}SEP=,\r\n/row,/person/name\r\n1,Robin\r\n",
        ] {
            assert_eq!(
                refused(Format::Csv, text.as_bytes()),
                (Refusal::NotCommas, Some(1), None),
                "{text:?}"
            );
        }
        for text in ["/row,/person/name\r1,Robin\r", "/row\r1\r2"] {
            assert_eq!(
                refused(Format::Csv, text.as_bytes()),
                (Refusal::CrAlone, Some(1), None),
                "{text:?}"
            );
        }
        let long = format!("/row,/person/name\r{}", "1,Robin\r".repeat(10_000));
        let (code, place) = validate(Format::Csv, long.as_bytes(), 1_000).unwrap_err();
        assert_eq!((code, place.line), (Refusal::CrAlone, Some(1)));
        assert_eq!(
            refused(Format::Csv, b"/row,name; first\n1,2\n"),
            (Refusal::UnknownColumn, Some(1), Some(2))
        );
    }

    #[test]
    fn one_row_over_the_limit_refuses_the_file() {
        let rows = |count: u32| format!("/row\n{}", "1\n".repeat(count as usize));
        assert!(validate(Format::Csv, rows(MAX_ROWS).as_bytes(), 100_000).is_ok());
        let (code, place) =
            validate(Format::Csv, rows(MAX_ROWS + 1).as_bytes(), 100_000).unwrap_err();
        assert_eq!(
            (code, place.line),
            (Refusal::TooManyRows, Some(u64::from(MAX_ROWS) + 2))
        );
    }

    #[test]
    fn the_rows_begin_after_the_header() {
        let layout = validate(
            Format::Csv,
            "\u{feff}/row,/person/name\r\n1,Robin\r\n".as_bytes(),
            4,
        )
        .unwrap();
        assert_eq!((layout.at, layout.line), (22, 2));
    }
}
