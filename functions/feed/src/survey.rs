//! The whole of a file, before anything of it is stored: is it text, can its rows be told apart, are they too many?
//!
//! A file that is wrong as a whole is refused as a whole. Only what passes here is read again, row by row.

use crate::cells::Header;
use crate::lines::{Format, Lines};
use crate::report::{Refusal, Where};
use crate::source::{Next, Open, Source};
use platform::PortError;
use platform::ports::ReadFeed;

/// The most bytes of a file: 64 MB, counted in binary as the contract counts.
pub const MOST_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// The most rows of a file. The header of a CSV file and blank lines are none.
pub const MOST_ROWS: u32 = 100_000;

/// Why a file is refused, and where.
pub(crate) type Refused = (Refusal, Where);

/// What a survey has found: where the first row begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Surveyed {
    /// The columns, in CSV.
    pub header: Option<Header>,
    /// The byte that the rows begin at.
    pub at: u64,
    /// The line that they begin on.
    pub line: u64,
}

/// A survey while pieces of the file come.
#[derive(Debug)]
pub(crate) struct Survey {
    text: Text,
    lines: Lines,
    first: Option<Surveyed>,
    rows: u32,
}

impl Survey {
    /// A survey of a file that writes its rows like that.
    fn begin(format: Format) -> Self {
        let first = match format {
            Format::JsonLines => Some(Surveyed {
                header: None,
                at: 0,
                line: 1,
            }),
            Format::Csv => None,
        };
        Self {
            text: Text::default(),
            lines: Lines::from(format, 0, 1),
            first,
            rows: 0,
        }
    }

    /// Surveys a file to its end; nothing where it is gone on the way.
    pub(crate) async fn of<P: ReadFeed>(
        open: &Open<'_, P>,
    ) -> Result<Option<Result<Surveyed, Refused>>, PortError> {
        if open.file.size > MOST_FILE_BYTES {
            return Ok(Some(Err((Refusal::FileTooLarge, Where::default()))));
        }
        let mut survey = Self::begin(open.format);
        let mut at = 0;
        loop {
            let piece = match open.piece(at).await? {
                Next::Some(piece) => piece,
                Next::End => Vec::new(),
                Next::Gone => return Ok(None),
            };
            if let Err(refused) = survey.push(&piece) {
                return Ok(Some(Err(refused)));
            }
            if piece.is_empty() {
                return Ok(Some(survey.end()));
            }
            at += piece.len() as u64;
        }
    }

    /// The header of a file that was surveyed before; nothing where it has none, or is gone.
    pub(crate) async fn header<P: ReadFeed>(
        open: Open<'_, P>,
    ) -> Result<Option<Header>, PortError> {
        if open.format == Format::JsonLines {
            return Ok(None);
        }
        match Source::from(open, 0, 1).next().await? {
            Next::Some(row) => {
                let header = row.bytes.and_then(|bytes| Header::read(&bytes).ok());
                header
                    .map(Some)
                    .ok_or_else(|| PortError::Permanent("a surveyed file has changed".to_owned()))
            }
            Next::End | Next::Gone => Ok(None),
        }
    }

    /// The next piece; an empty one is the end of the file.
    fn push(&mut self, piece: &[u8]) -> Result<(), Refused> {
        self.text.check(piece)?;
        self.lines.push(piece);
        while let Some(row) = self
            .lines
            .next()
            .map_err(|broken| at_line(Refusal::BrokenQuotes, broken.line))?
        {
            if self.first.is_none() {
                // A header that is too long has a column that the contract does not have: all of its names are shorter.
                let bytes = row
                    .bytes
                    .ok_or_else(|| at_line(Refusal::UnknownColumn, row.line))?;
                let header = Header::read(&bytes).map_err(|(code, column)| {
                    (
                        code,
                        Where {
                            line: Some(row.line),
                            column,
                        },
                    )
                })?;
                self.first = Some(Surveyed {
                    header: Some(header),
                    at: row.end,
                    line: row.next_line,
                });
                continue;
            }
            self.rows += 1;
            if self.rows > MOST_ROWS {
                return Err(at_line(Refusal::TooManyRows, row.line));
            }
        }
        Ok(())
    }

    /// What was found, once the end of the file was pushed.
    fn end(self) -> Result<Surveyed, Refused> {
        match self.first {
            Some(surveyed) if self.rows > 0 => Ok(surveyed),
            _ => Err((Refusal::Empty, Where::default())),
        }
    }
}

fn at_line(code: Refusal, line: u64) -> Refused {
    (
        code,
        Where {
            line: Some(line),
            column: None,
        },
    )
}

/// Whether bytes that come piece by piece are UTF-8 without NUL.
#[derive(Debug, Default)]
struct Text {
    /// A character that the last piece broke off in.
    begun: Vec<u8>,
    breaks: u64,
}

impl Text {
    fn check(&mut self, piece: &[u8]) -> Result<(), Refused> {
        self.begun.extend_from_slice(piece);
        let (valid, broken) = match std::str::from_utf8(&self.begun) {
            Ok(_) => (self.begun.len(), false),
            // What breaks off may go on in the next piece, unless there is none.
            Err(error) => (
                error.valid_up_to(),
                error.error_len().is_some() || piece.is_empty(),
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

    fn survey(format: Format, text: &[u8], piece: usize) -> Result<Surveyed, Refused> {
        let mut survey = Survey::begin(format);
        for piece in text.chunks(piece).chain([&[][..]]) {
            survey.push(piece)?;
        }
        survey.end()
    }

    fn refused(format: Format, text: &[u8]) -> (Refusal, Option<u64>, Option<usize>) {
        let refusals: Vec<Refused> = [1, 2, 3, 1_000]
            .map(|piece| survey(format, text, piece).unwrap_err())
            .to_vec();
        assert!(
            refusals.iter().all(|refused| *refused == refusals[0]),
            "{refusals:?}"
        );
        let (code, place) = refusals[0];
        (code, place.line, place.column)
    }

    #[test]
    fn a_file_that_is_not_utf_8_is_refused_with_the_line_wherever_it_is_cut() {
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
        assert!(survey(Format::JsonLines, "{\"a\": \"€\"}".as_bytes(), 1).is_ok());
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
    fn a_header_that_is_not_the_contracts_is_refused_by_the_column_and_never_by_its_name() {
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
        let (code, place) = survey(Format::Csv, long.as_bytes(), 1_000).unwrap_err();
        assert_eq!((code, place.line), (Refusal::UnknownColumn, Some(1)));
    }

    #[test]
    fn as_many_rows_as_are_allowed_pass_and_one_more_refuses_them_all() {
        let rows = |count: u32| format!("/row\n{}", "1\n".repeat(count as usize));
        assert!(survey(Format::Csv, rows(MOST_ROWS).as_bytes(), 100_000).is_ok());
        let (code, place) =
            survey(Format::Csv, rows(MOST_ROWS + 1).as_bytes(), 100_000).unwrap_err();
        assert_eq!(
            (code, place.line),
            (Refusal::TooManyRows, Some(u64::from(MOST_ROWS) + 2))
        );
    }

    #[test]
    fn the_rows_begin_behind_the_header() {
        let surveyed = survey(
            Format::Csv,
            "\u{feff}/row,/person/name\r\n1,Robin\r\n".as_bytes(),
            4,
        )
        .unwrap();
        assert_eq!((surveyed.at, surveyed.line), (22, 2));
    }
}
