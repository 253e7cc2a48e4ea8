//! The rows of a file in its bucket, a piece at a time: never more of it is held than a piece and a row.

use crate::lines::{Format, Lines, Row};
use crate::place::Dropped;
use platform::PortError;
use platform::ports::{FeedFile, ReadFeed};

/// A dropped file that is being read.
#[derive(Debug)]
pub(crate) struct Open<'a, P> {
    /// The world.
    pub ports: &'a P,
    /// Where it lies.
    pub dropped: &'a Dropped<'a>,
    /// What lies there.
    pub file: &'a FeedFile,
    /// How it writes its rows.
    pub format: Format,
    /// How many bytes are asked for at once.
    pub piece: u64,
}

impl<P> Clone for Open<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Open<'_, P> {}

/// What comes next of a file.
#[derive(Debug)]
pub(crate) enum Next<T> {
    /// This.
    Some(T),
    /// Nothing: that was the end.
    End,
    /// The file lies there no more, or another one does.
    Gone,
}

impl<P: ReadFeed> Open<'_, P> {
    /// The piece that begins at that byte.
    pub(crate) async fn piece(&self, at: u64) -> Result<Next<Vec<u8>>, PortError> {
        if at >= self.file.size {
            return Ok(Next::End);
        }
        match self
            .ports
            .feed_bytes(self.dropped.key, &self.file.tag, at, self.piece)
            .await?
        {
            Some(bytes) if bytes.is_empty() => Err(PortError::Transient(
                "a dropped file came up short".to_owned(),
            )),
            Some(bytes) => Ok(Next::Some(bytes)),
            None => Ok(Next::Gone),
        }
    }
}

/// The rows from some byte on.
#[derive(Debug)]
pub(crate) struct Source<'a, P> {
    open: Open<'a, P>,
    lines: Lines,
    asked: u64,
}

impl<'a, P: ReadFeed> Source<'a, P> {
    /// The rows from that byte on, which is the first of that line.
    pub(crate) fn from(open: Open<'a, P>, at: u64, line: u64) -> Self {
        let lines = Lines::from(open.format, at, line);
        Self {
            open,
            lines,
            asked: at,
        }
    }

    /// The next row.
    pub(crate) async fn next(&mut self) -> Result<Next<Row>, PortError> {
        loop {
            // Quotation marks are looked at before any row is taken.
            let row = self
                .lines
                .next()
                .map_err(|_| PortError::Permanent("a surveyed file has changed".to_owned()))?;
            if let Some(row) = row {
                return Ok(Next::Some(row));
            }
            if self.lines.ended() {
                return Ok(Next::End);
            }
            match self.open.piece(self.asked).await? {
                Next::Some(piece) => {
                    self.asked += piece.len() as u64;
                    self.lines.push(&piece);
                }
                Next::End => self.lines.push(&[]),
                Next::Gone => return Ok(Next::Gone),
            }
        }
    }
}
