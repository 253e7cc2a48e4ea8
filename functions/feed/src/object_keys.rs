//! The keys of dropped files and their reports in the bucket.

use events::profile::{Partner, Profile};
use platform::keys::sha256;
use platform::ports::{FeedFile, Part};

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A header, then rows of cells.
    Csv,
    /// One JSON object on each line.
    JsonLines,
}

/// The folder with a subfolder for each sender's files.
const DROPPED: &str = "in/";

/// A dropped file: `in/CODE/NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dropped<'a> {
    pub key: &'a str,
    /// The sender's code. The bucket's policy decides who may write to which folder.
    pub code: &'a str,
    /// The name comes from the sender, so it is never logged.
    name: &'a str,
}

impl<'a> Dropped<'a> {
    /// Parses a key, or returns `None` if it is not the key of a dropped file.
    pub(crate) fn at(key: &'a str) -> Option<Self> {
        let (code, name) = key.strip_prefix(DROPPED)?.split_once('/')?;
        (!code.is_empty() && !name.is_empty()).then_some(Self { key, code, name })
    }

    /// The partner that sent the file, if it may send files.
    pub(crate) fn sender<'p>(&self, profile: &'p Profile) -> Option<&'p Partner> {
        profile
            .partners
            .iter()
            .find(|partner| partner.code == self.code && partner.sends_files())
    }

    /// The format that the file extension names.
    pub(crate) fn format(&self) -> Option<Format> {
        let (_, ending) = self.name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        }
    }

    /// An identifier of this file that reveals nothing. A file that is dropped again under the same name gets another
    /// one.
    pub(crate) fn id(&self, file: &FeedFile) -> String {
        let mut id = sha256(&format!("{}\n{}\n{}", self.key, file.tag, file.dropped_at));
        id.truncate(32);
        id
    }

    /// The key of the report for the sender.
    pub(crate) fn report(&self) -> String {
        format!("reports/{}/{}.jsonl", self.code, self.name)
    }

    /// The key of the report about the replaced file with this id.
    pub(crate) fn report_of_replaced(&self, id: &str) -> String {
        format!("reports/{}/{}.replaced-{id}.jsonl", self.code, self.name)
    }

    /// The key under which the hub keeps the id of the file that was last started under this name. The name is hashed
    /// because it comes from the sender.
    pub(crate) fn begun(&self) -> String {
        format!("parts/begun/{}", sha256(self.key))
    }
}

/// The key of one batch's part of the report.
pub(crate) fn part_key(file: &str, part: Part) -> String {
    format!("parts/{file}/{}-{}.jsonl", part.from, part.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_gives_the_sender_and_the_report() {
        let dropped = Dropped::at("in/tvp/2026/day.csv").unwrap();
        assert_eq!((dropped.code, dropped.format()), ("tvp", Some(Format::Csv)));
        assert_eq!(dropped.report(), "reports/tvp/2026/day.csv.jsonl");
        assert_eq!(
            dropped.report_of_replaced("0f"),
            "reports/tvp/2026/day.csv.replaced-0f.jsonl"
        );
        assert_eq!(
            Dropped::at("in/tvp/day.JSONL").unwrap().format(),
            Some(Format::JsonLines)
        );
        for key in ["in/tvp/day.xlsx", "in/tvp/csv"] {
            assert_eq!(Dropped::at(key).unwrap().format(), None, "{key}");
        }
        for key in [
            "in/tvp/",
            "in//day.csv",
            "in/day.csv",
            "reports/tvp/day.csv.jsonl",
            "",
        ] {
            assert_eq!(Dropped::at(key), None, "{key}");
        }
    }

    #[test]
    fn the_same_name_dropped_again_is_another_file() {
        let dropped = Dropped::at("in/tvp/day.csv").unwrap();
        let file = |tag: &str, at: i64| FeedFile {
            size: 1,
            tag: tag.to_owned(),
            dropped_at: jiff::Timestamp::from_second(at).unwrap(),
        };
        assert_eq!(dropped.id(&file("a", 1)), dropped.id(&file("a", 1)));
        assert_ne!(dropped.id(&file("a", 1)), dropped.id(&file("b", 1)));
        assert_ne!(dropped.id(&file("a", 1)), dropped.id(&file("a", 2)));
    }
}
