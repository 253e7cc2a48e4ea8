//! Where files are dropped, and where what is told about them is kept.

use crate::lines::Format;
use events::profile::{Partner, Profile};
use platform::keys::sha256;
use platform::ports::{FeedFile, Part};

/// The folder that senders drop files into, each in a folder named by the sender's own code.
const DROPPED: &str = "in/";
/// A file by where it was dropped: `in/CODE/NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dropped<'a> {
    /// Its key in the bucket.
    pub key: &'a str,
    /// The sender's code: who may drop files into whose folder is the bucket's to decide.
    pub code: &'a str,
    /// Its name: the sender's, so it is never written to a log.
    name: &'a str,
}

impl<'a> Dropped<'a> {
    /// What a key says, or nothing where it is no place for a dropped file.
    pub(crate) fn at(key: &'a str) -> Option<Self> {
        let (code, name) = key.strip_prefix(DROPPED)?.split_once('/')?;
        (!code.is_empty() && !name.is_empty()).then_some(Self { key, code, name })
    }

    /// The partner that sends it, where that partner may send files.
    pub(crate) fn sender<'p>(&self, profile: &'p Profile) -> Option<&'p Partner> {
        profile
            .partners
            .iter()
            .find(|partner| partner.code == self.code && partner.sends_files())
    }

    /// How the ending of its name says that rows are written.
    pub(crate) fn format(&self) -> Option<Format> {
        let (_, ending) = self.name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            _ => None,
        }
    }

    /// What tells this file from every other, the same name dropped again included, and says nothing.
    pub(crate) fn id(&self, file: &FeedFile) -> String {
        let mut id = sha256(&format!("{}\n{}\n{}", self.key, file.tag, file.dropped_at));
        id.truncate(32);
        id
    }

    /// Where its sender finds the report.
    pub(crate) fn report(&self) -> String {
        format!("reports/{}/{}.jsonl", self.code, self.name)
    }

    /// Where its sender finds what was read of the file of that id, in whose place another came.
    pub(crate) fn report_of_replaced(&self, id: &str) -> String {
        format!("reports/{}/{}.replaced-{id}.jsonl", self.code, self.name)
    }

    /// Where it is kept which file of this name was begun last. The name itself is the sender's.
    pub(crate) fn begun(&self) -> String {
        format!("parts/begun/{}", sha256(self.key))
    }
}

/// Where the report of one stretch of a file waits for the others.
pub(crate) fn part_key(file: &str, part: Part) -> String {
    format!("parts/{file}/{}-{}.jsonl", part.from, part.to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_whose_file_it_is_and_where_its_report_will_be() {
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
