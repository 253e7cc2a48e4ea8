//! The rows of a dropped file, each with its line number.
//!
//! The file is read in chunks. The reader holds one chunk and one row, however large the file is.
//!
//! The quoting of a CSV file is checked strictly (RFC 4180): after a misplaced quotation mark nobody can tell where a row
//! ends, and the cells of two people would be mixed up.

use crate::object_keys::{Dropped, Format};
use platform::PortError;
use platform::ports::{FeedFile, ReadFeed};

/// The maximum size of a row: the same as for the body of `POST /referrals` (contract).
pub(crate) const MAX_BYTES: usize = 65_536;

/// The byte order mark that some programs write at the start of UTF-8 text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// One row, without its line ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// `None` if the row has more than [`MAX_BYTES`].
    pub bytes: Option<Vec<u8>>,
    /// The offset in the file after the row and its line ending.
    pub end: u64,
    /// The line that begins at `end`.
    pub next_line: u64,
}

/// A quotation mark is misplaced or missing in the row that begins on this line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BrokenQuotes {
    /// Counts from 1.
    pub line: u64,
}

/// The position of the splitter within a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
    ReturnAfterQuote,
}

/// Splits chunks of bytes into rows. It holds the current row and the bytes that it has not read yet.
#[derive(Debug)]
pub(crate) struct RowSplitter {
    format: Format,
    ahead: Vec<u8>,
    consumed: usize,
    row: Vec<u8>,
    too_long: bool,
    begun: bool,
    place: Place,
    at: u64,
    row_line: u64,
    line: u64,
    ended: bool,
}

impl RowSplitter {
    /// Starts at byte `at`, which is the first byte of line `line`.
    pub(crate) fn from(format: Format, at: u64, line: u64) -> Self {
        Self {
            format,
            ahead: Vec::new(),
            consumed: 0,
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

    /// Adds the next chunk. An empty chunk is the end of the file.
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.ahead.drain(..self.consumed);
        self.consumed = 0;
        self.ahead.extend_from_slice(chunk);
        self.ended = chunk.is_empty();
    }

    /// Whether the end of the file was pushed.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// The next row that is not blank, or `None` if another chunk is needed or the file has ended.
    pub(crate) fn next(&mut self) -> Result<Option<Row>, BrokenQuotes> {
        if self.at == 0 && !self.begun {
            if self.ahead.len() < MARK.len() && !self.ended {
                return Ok(None);
            }
            if self.ahead.starts_with(MARK) {
                self.consumed = MARK.len();
                self.at = MARK.len() as u64;
            }
        }
        while let Some(&byte) = self.ahead.get(self.consumed) {
            self.consumed += 1;
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
            if self.row.len() < MAX_BYTES + 1 {
                self.row.push(byte);
            } else {
                // The line ending may be two bytes long, so the byte after the maximum may be the first of them.
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

    /// Whether the byte ends the row. Otherwise it belongs to the row.
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

    /// Ends the current row and begins the next. Returns `None` if the row was blank.
    fn row_ended(&mut self) -> Option<Row> {
        let mut bytes = std::mem::take(&mut self.row);
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        let too_long = std::mem::take(&mut self.too_long) || bytes.len() > MAX_BYTES;
        let line = std::mem::replace(&mut self.row_line, self.line);
        self.place = Place::CellStart;
        self.begun = false;
        // A spreadsheet writes a row without any value as commas alone.
        let is_cell_end = |byte: &u8| *byte == b',' && self.format == Format::Csv;
        let blank = |byte: &u8| byte.is_ascii_whitespace() || is_cell_end(byte);
        if !too_long && bytes.iter().all(blank) {
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

/// A dropped file that is being read.
#[derive(Debug)]
pub(crate) struct OpenFile<'a, P> {
    pub ports: &'a P,
    pub dropped: &'a Dropped<'a>,
    pub file: &'a FeedFile,
    pub format: Format,
    pub chunk_bytes: u64,
}

impl<P> Clone for OpenFile<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for OpenFile<'_, P> {}

/// What the next read gives.
#[derive(Debug)]
pub(crate) enum Next<T> {
    Some(T),
    /// The end of the file.
    End,
    /// The file was deleted or replaced.
    Gone,
}

impl<P: ReadFeed> OpenFile<'_, P> {
    /// Reads the chunk that begins at byte `at`.
    pub(crate) async fn chunk(&self, at: u64) -> Result<Next<Vec<u8>>, PortError> {
        if at >= self.file.size {
            return Ok(Next::End);
        }
        match self
            .ports
            .feed_bytes(self.dropped.key, &self.file.tag, at, self.chunk_bytes)
            .await?
        {
            Some(bytes) if bytes.is_empty() => Err(PortError::Transient(
                "a dropped file is shorter than its stated size".to_owned(),
            )),
            Some(bytes) => Ok(Next::Some(bytes)),
            None => Ok(Next::Gone),
        }
    }
}

/// Reads rows from a file.
#[derive(Debug)]
pub(crate) struct RowReader<'a, P> {
    open: OpenFile<'a, P>,
    lines: RowSplitter,
    next_byte: u64,
}

impl<'a, P: ReadFeed> RowReader<'a, P> {
    /// Starts at byte `at`, which is the first byte of line `line`.
    pub(crate) fn from(open: OpenFile<'a, P>, at: u64, line: u64) -> Self {
        let lines = RowSplitter::from(open.format, at, line);
        Self {
            open,
            lines,
            next_byte: at,
        }
    }

    pub(crate) async fn next(&mut self) -> Result<Next<Row>, PortError> {
        loop {
            // The splitter checks quotation marks before it returns a row.
            let row = self
                .lines
                .next()
                .map_err(|_| PortError::Permanent("a validated file has changed".to_owned()))?;
            if let Some(row) = row {
                return Ok(Next::Some(row));
            }
            if self.lines.ended() {
                return Ok(Next::End);
            }
            match self.open.chunk(self.next_byte).await? {
                Next::Some(chunk) => {
                    self.next_byte += chunk.len() as u64;
                    self.lines.push(&chunk);
                }
                Next::End => self.lines.push(&[]),
                Next::Gone => return Ok(Next::Gone),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All rows of a text that arrives in chunks of `chunk` bytes.
    fn rows(format: Format, text: &[u8], chunk: usize) -> Result<Vec<Row>, BrokenQuotes> {
        let mut lines = RowSplitter::from(format, 0, 1);
        let mut rows = Vec::new();
        for chunk in text.chunks(chunk.max(1)).chain([&[][..]]) {
            lines.push(chunk);
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
    fn blank_lines_are_not_rows() {
        let row = |line, text: &str, next| (line, text.to_owned(), next);
        assert_eq!(
            seen("a,b\r\n\r\n  \nc,d"),
            [row(1, "a,b", 2), row(4, "c,d", 5)]
        );
        assert_eq!(
            seen("a,b\n,,,\r\n , \nc,"),
            [row(1, "a,b", 2), row(4, "c,", 5)]
        );
        assert_eq!(seen(""), []);
        assert_eq!(seen("\n\n"), []);
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(seen("\u{feff}\"a\",b\n"), [(1, "\"a\",b".to_owned(), 2)]);
        assert_eq!(seen("\u{feff}"), []);
    }

    #[test]
    fn a_quoted_line_break_belongs_to_its_cell() {
        let row = |line, text: &str, next| (line, text.to_owned(), next);
        assert_eq!(
            seen("a,\"one\ntwo, \"\"three\"\"\"\nb,c\n"),
            [row(1, "a,\"one\ntwo, \"\"three\"\"\"", 3), row(3, "b,c", 4)]
        );
    }

    #[test]
    fn a_misplaced_quotation_mark_is_reported_with_its_line() {
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
    fn a_row_that_is_too_long_is_dropped() {
        let most = "x".repeat(MAX_BYTES);
        let text = format!("{most}\r\n{most}y\nz\n");
        let rows = rows(Format::JsonLines, text.as_bytes(), 1_000).unwrap();
        let kept: Vec<_> = rows
            .iter()
            .map(|row| (row.line, row.bytes.as_ref().map(Vec::len)))
            .collect();
        assert_eq!(kept, [(1, Some(MAX_BYTES)), (2, None), (3, Some(1))]);
    }

    proptest! {
        #[test]
        fn the_chunk_size_does_not_matter(text in "[ab,\"\r\n]{0,60}", chunk in 1_usize..9) {
            for format in [Format::Csv, Format::JsonLines] {
                let whole = rows(format, text.as_bytes(), 1_000);
                prop_assert_eq!(rows(format, text.as_bytes(), chunk), whole);
            }
        }

        #[test]
        fn reading_continues_after_any_row(text in "[ab,\r\n]{0,60}") {
            let whole = rows(Format::Csv, text.as_bytes(), 7).unwrap();
            for (done, row) in whole.iter().enumerate() {
                let mut rest = RowSplitter::from(Format::Csv, row.end, row.next_line);
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
