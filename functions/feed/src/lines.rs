//! From bytes, however they are cut, to the rows of a file, each with its line.
//!
//! The quoting of a CSV file is judged strictly (RFC 4180): behind a quotation mark that is not where it belongs, nobody
//! knows where a row ends, and another person's cells would be read into this one's.

/// The most bytes that a row may have: as many as the body of `POST /referrals` (contract).
pub(crate) const MOST_BYTES: usize = 65_536;

/// What some programmes write before the first character, to say that the text is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How a file writes its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header, and then cells between commas.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

/// One row as it lies in the file, without the end of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line that it begins on, from 1.
    pub line: u64,
    /// Its bytes; `None` where there are more than [`MOST_BYTES`].
    pub bytes: Option<Vec<u8>>,
    /// The byte after it and the end of its line, counted from the start of the file.
    pub end: u64,
    /// The line that begins there.
    pub next_line: u64,
}

/// A quotation mark stands where none belongs, or the last one is missing, in the row that begins on this line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BrokenQuotes {
    /// The line, from 1.
    pub line: u64,
}

/// Where in a row the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
    ReturnAfterQuote,
}

/// Takes rows out of bytes that come piece by piece. Holds the row that it is in, and the bytes it has not looked at.
#[derive(Debug)]
pub(crate) struct Lines {
    format: Format,
    ahead: Vec<u8>,
    looked_at: usize,
    row: Vec<u8>,
    too_long: bool,
    begun: bool,
    place: Place,
    at: u64,
    row_line: u64,
    line: u64,
    ended: bool,
}

impl Lines {
    /// A reader that begins at that byte, which is the first of that line.
    pub(crate) fn from(format: Format, at: u64, line: u64) -> Self {
        Self {
            format,
            ahead: Vec::new(),
            looked_at: 0,
            row: Vec::new(),
            too_long: false,
            begun: false,
            place: Place::CellStart,
            at,
            row_line: line,
            line,
            ended: false,
        }
    }

    /// The next piece; an empty one is the end of the file.
    pub(crate) fn push(&mut self, piece: &[u8]) {
        self.ahead.drain(..self.looked_at);
        self.looked_at = 0;
        self.ahead.extend_from_slice(piece);
        self.ended = piece.is_empty();
    }

    /// Whether the end of the file was pushed.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// The next row that is not blank; `None` where another piece is needed, or the file has ended.
    pub(crate) fn next(&mut self) -> Result<Option<Row>, BrokenQuotes> {
        if self.at == 0 && !self.begun {
            if self.ahead.len() < MARK.len() && !self.ended {
                return Ok(None);
            }
            if self.ahead.starts_with(MARK) {
                self.looked_at = MARK.len();
                self.at = MARK.len() as u64;
            }
        }
        while let Some(&byte) = self.ahead.get(self.looked_at) {
            self.looked_at += 1;
            self.at += 1;
            if byte == b'\n' {
                self.line += 1;
            }
            if self.ends_row(byte)? {
                if let Some(row) = self.row_ended() {
                    return Ok(Some(row));
                }
                continue;
            }
            if self.row.len() < MOST_BYTES + 1 {
                self.row.push(byte);
            } else {
                // The end of a line may be two bytes long: one more than the most may still be its first.
                self.too_long = true;
            }
            self.begun = true;
        }
        if !self.ended || !self.begun {
            return Ok(None);
        }
        if self.place == Place::Quoted {
            return Err(BrokenQuotes {
                line: self.row_line,
            });
        }
        self.line += 1;
        Ok(self.row_ended())
    }

    /// Whether the byte ends the row; else it belongs to it.
    fn ends_row(&mut self, byte: u8) -> Result<bool, BrokenQuotes> {
        if self.format == Format::JsonLines {
            return Ok(byte == b'\n');
        }
        let broken = BrokenQuotes {
            line: self.row_line,
        };
        self.place = match (self.place, byte) {
            (Place::Quoted, b'"') => Place::QuoteInQuoted,
            (Place::Quoted, _) => Place::Quoted,
            (_, b'\n') => return Ok(true),
            (Place::CellStart, b'"') | (Place::QuoteInQuoted, b'"') => Place::Quoted,
            (Place::CellStart | Place::Plain | Place::QuoteInQuoted, b',') => Place::CellStart,
            (Place::QuoteInQuoted, b'\r') => Place::ReturnAfterQuote,
            (Place::Plain, b'"') | (Place::QuoteInQuoted | Place::ReturnAfterQuote, _) => {
                return Err(broken);
            }
            (Place::CellStart | Place::Plain, _) => Place::Plain,
        };
        Ok(false)
    }

    /// The row that has just ended, unless it is blank; the next begins.
    fn row_ended(&mut self) -> Option<Row> {
        let mut bytes = std::mem::take(&mut self.row);
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        let too_long = std::mem::take(&mut self.too_long) || bytes.len() > MOST_BYTES;
        let line = std::mem::replace(&mut self.row_line, self.line);
        self.place = Place::CellStart;
        self.begun = false;
        if !too_long && bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        Some(Row {
            line,
            bytes: (!too_long).then_some(bytes),
            end: self.at,
            next_line: self.line,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every row of a text that comes in pieces of that size.
    fn rows(format: Format, text: &[u8], piece: usize) -> Result<Vec<Row>, BrokenQuotes> {
        let mut lines = Lines::from(format, 0, 1);
        let mut rows = Vec::new();
        for piece in text.chunks(piece.max(1)).chain([&[][..]]) {
            lines.push(piece);
            while let Some(row) = lines.next()? {
                rows.push(row);
            }
        }
        Ok(rows)
    }

    fn seen(text: &str) -> Vec<(u64, String, u64)> {
        let rows = rows(Format::Csv, text.as_bytes(), 3).unwrap();
        rows.into_iter()
            .map(|row| {
                (
                    row.line,
                    String::from_utf8(row.bytes.unwrap()).unwrap(),
                    row.next_line,
                )
            })
            .collect()
    }

    #[test]
    fn a_row_ends_with_its_line_and_blank_lines_are_none() {
        let row = |line, text: &str, next| (line, text.to_owned(), next);
        assert_eq!(
            seen("a,b\r\n\r\n  \nc,d"),
            [row(1, "a,b", 2), row(4, "c,d", 5)]
        );
        assert_eq!(seen(""), []);
        assert_eq!(seen("\n\n"), []);
    }

    #[test]
    fn a_mark_of_utf_8_before_the_first_row_is_no_part_of_it() {
        assert_eq!(seen("\u{feff}\"a\",b\n"), [(1, "\"a\",b".to_owned(), 2)]);
        assert_eq!(seen("\u{feff}"), []);
    }

    #[test]
    fn a_line_break_between_quotation_marks_belongs_to_its_cell() {
        let row = |line, text: &str, next| (line, text.to_owned(), next);
        assert_eq!(
            seen("a,\"one\ntwo, \"\"three\"\"\"\nb,c\n"),
            [row(1, "a,\"one\ntwo, \"\"three\"\"\"", 3), row(3, "b,c", 4)]
        );
    }

    #[test]
    fn a_quotation_mark_out_of_place_is_broken_by_the_line_of_its_row() {
        for text in [
            "a,b\n\"c",
            "a,b\nc\"d\n",
            "a,b\n\"c\"d\n",
            "a,b\n\"c\"\rd\n",
            "a,b\nc,\"d\n\n\n",
        ] {
            assert_eq!(
                rows(Format::Csv, text.as_bytes(), 2),
                Err(BrokenQuotes { line: 2 }),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_row_that_is_too_long_is_not_kept_and_the_next_one_is() {
        let most = "x".repeat(MOST_BYTES);
        let text = format!("{most}\r\n{most}y\nz\n");
        let rows = rows(Format::JsonLines, text.as_bytes(), 1_000).unwrap();
        let kept: Vec<_> = rows
            .iter()
            .map(|row| (row.line, row.bytes.as_ref().map(Vec::len)))
            .collect();
        assert_eq!(kept, [(1, Some(MOST_BYTES)), (2, None), (3, Some(1))]);
    }

    proptest! {
        #[test]
        fn it_does_not_matter_how_the_bytes_are_cut(text in "[ab,\"\r\n]{0,60}", piece in 1_usize..9) {
            for format in [Format::Csv, Format::JsonLines] {
                let whole = rows(format, text.as_bytes(), 1_000);
                prop_assert_eq!(rows(format, text.as_bytes(), piece), whole);
            }
        }

        #[test]
        fn reading_goes_on_from_the_end_of_any_row_as_if_it_had_never_stopped(text in "[ab,\r\n]{0,60}") {
            let whole = rows(Format::Csv, text.as_bytes(), 7).unwrap();
            for (done, row) in whole.iter().enumerate() {
                let mut rest = Lines::from(Format::Csv, row.end, row.next_line);
                rest.push(&text.as_bytes()[usize::try_from(row.end).unwrap()..]);
                let mut rows = Vec::new();
                while let Some(row) = rest.next().unwrap() { rows.push(row); }
                rest.push(&[]);
                while let Some(row) = rest.next().unwrap() { rows.push(row); }
                prop_assert_eq!(&rows[..], &whole[done + 1..]);
            }
        }
    }
}
