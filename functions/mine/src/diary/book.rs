//! What is in a diary once it is open: its entries, and how much it holds.

use domain::guides::{Screen, title};
use events::form::written;
use frontend::view::Message;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use words::article::guides;

/// The longest note, in characters.
pub(crate) const LONGEST: usize = 2_000;
/// How many entries a diary has room for.
pub(crate) const MOST_ENTRIES: usize = 1_000;
/// How many bytes it may have. An item of the table has room for 400,000.
pub(crate) const MOST_BYTES: usize = 262_144;
/// A diary has a multiple of this many bytes, so that its size says little about what was written.
const STEP: usize = 8_192;
/// How good a day was, from the worst to the best.
pub(crate) const FEELINGS: std::ops::RangeInclusive<u8> = 1..=5;
/// How far back a day can be.
const OLDEST: i64 = 366 * 5;

/// All entries, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Book {
    pub(crate) entries: Vec<Entry>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The page on which it was written, so that a second press adds nothing.
    pub(crate) id: String,
    /// The day that it is about.
    pub(crate) day: Date,
    /// When it was written.
    pub(crate) at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) feeling: Option<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) text: String,
    /// A guide that the person read, by its slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) guide: Option<String>,
    /// Whether they did its exercise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) exercise: bool,
}

/// What a person typed for a new entry.
pub(crate) struct Draft<'a> {
    pub(crate) id: &'a str,
    pub(crate) day: &'a str,
    pub(crate) feeling: &'a str,
    pub(crate) text: &'a str,
    pub(crate) guide: &'a str,
    pub(crate) exercise: bool,
}

impl Draft<'_> {
    /// The entry, or why it is none.
    pub(crate) fn entry(&self, today: Date, now: Timestamp) -> Result<Entry, Message> {
        let text = self.text.trim();
        let empty = text.is_empty() && self.feeling.is_empty() && self.guide.is_empty();
        if !(16..=64).contains(&self.id.len()) || empty {
            return Err(Message::DiaryEmpty);
        }
        if text.chars().count() > LONGEST {
            return Err(Message::MessageTooLong);
        }
        if text
            .chars()
            .any(|one| one.is_control() && one != '\n' && one != '\t')
        {
            return Err(Message::MessageNotAllowed);
        }
        let day = match self.day.trim() {
            "" => today,
            day => written("occurred", day, Some(today))
                .parse()
                .map_err(|_| Message::DiaryDay)?,
        };
        let age = day.until(today).map_or(-1, |age| i64::from(age.get_days()));
        if !(0..=OLDEST).contains(&age) {
            return Err(Message::DiaryDay);
        }
        let feeling = match self.feeling {
            "" => None,
            feeling => {
                let feeling = feeling.parse().ok().filter(|one| FEELINGS.contains(one));
                Some(feeling.ok_or(Message::NothingChosen)?)
            }
        };
        let known = |slug: &str| guides().iter().any(|guide| guide.slug == slug);
        if !self.guide.is_empty() && !known(self.guide) {
            return Err(Message::NothingChosen);
        }
        Ok(Entry {
            id: self.id.to_owned(),
            day,
            at: now,
            feeling,
            text: text.to_owned(),
            guide: Some(self.guide.to_owned()).filter(|guide| !guide.is_empty()),
            exercise: self.exercise && !self.guide.is_empty(),
        })
    }
}

impl Book {
    /// Adds an entry, once.
    pub(crate) fn add(&mut self, entry: Entry) -> Result<Message, Message> {
        if self.entries.iter().any(|known| known.id == entry.id) {
            return Ok(Message::DiaryWritten);
        }
        if self.entries.len() >= MOST_ENTRIES {
            return Err(Message::DiaryFull);
        }
        self.entries.push(entry);
        self.entries.sort_by_key(|entry| (entry.day, entry.at));
        if self.bytes().is_none() {
            return Err(Message::DiaryFull);
        }
        Ok(Message::DiaryWritten)
    }

    /// Removes an entry.
    pub(crate) fn remove(&mut self, id: &str) -> Message {
        self.entries.retain(|entry| entry.id != id);
        Message::DiaryRemoved
    }

    /// As bytes, up to the next step. `None` if it is too large.
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self).ok()?;
        let size = bytes.len().next_multiple_of(STEP);
        bytes.resize(size, b' ');
        (size <= MOST_BYTES).then_some(bytes)
    }

    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The last feeling of each of the days until today, with the days that have none.
    pub(crate) fn feelings(&self, today: Date, days: i32) -> Vec<(Date, Option<u8>)> {
        let feeling = |day: Date| {
            let of_day = self.entries.iter().rev().filter(|entry| entry.day == day);
            of_day.filter_map(|entry| entry.feeling).next()
        };
        let mut all: Vec<_> = std::iter::successors(Some(today), |day| day.yesterday().ok())
            .take(usize::try_from(days).unwrap_or(0))
            .map(|day| (day, feeling(day)))
            .collect();
        all.reverse();
        all
    }
}

impl Entry {
    /// The title of the guide that it names, as it may be shown.
    pub(crate) fn guide_title(&self, screen: Screen) -> Option<&'static str> {
        let slug = self.guide.as_deref()?;
        let guide = guides().iter().find(|guide| guide.slug == slug)?;
        Some(title(guide, screen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-29";

    fn draft(text: &str) -> Draft<'_> {
        Draft {
            id: "0123456789abcdef",
            day: "",
            feeling: "",
            text,
            guide: "",
            exercise: false,
        }
    }

    fn entry(draft: &Draft<'_>) -> Result<Entry, Message> {
        let now = "2026-11-29T10:00:00Z".parse().unwrap();
        draft.entry(TODAY.parse().unwrap(), now)
    }

    #[test]
    fn an_entry_has_something_in_it_and_a_day_that_has_come() {
        assert_eq!(entry(&draft(" \n")), Err(Message::DiaryEmpty));
        let long = "ü".repeat(LONGEST);
        assert_eq!(entry(&draft(&long)).unwrap().text, long);
        assert_eq!(
            entry(&draft(&format!("{long}!"))),
            Err(Message::MessageTooLong)
        );
        assert_eq!(entry(&draft("a\u{0}b")), Err(Message::MessageNotAllowed));
        for day in ["2026-11-30", "2019-11-29", "yesterday"] {
            let of_day = Draft {
                day,
                ..draft("text")
            };
            assert_eq!(entry(&of_day), Err(Message::DiaryDay), "{day}");
        }
        for day in ["2026-11-28", "28/11/2026", "28 November 2026"] {
            let of_day = Draft {
                day,
                ..draft("text")
            };
            let before: Date = "2026-11-28".parse().unwrap();
            assert_eq!(entry(&of_day).map(|entry| entry.day), Ok(before), "{day}");
        }
        for feeling in ["0", "6", "good"] {
            let felt = Draft {
                feeling,
                ..draft("")
            };
            assert_eq!(entry(&felt), Err(Message::NothingChosen), "{feeling}");
        }
        let tried = Draft {
            guide: "sleep",
            exercise: true,
            feeling: "4",
            ..draft("")
        };
        let tried = entry(&tried).unwrap();
        assert!(tried.exercise && tried.feeling == Some(4));
        assert!(tried.guide_title(Screen::MayBeSeen).is_some());
        let unknown = Draft {
            guide: "nowhere",
            ..draft("")
        };
        assert_eq!(entry(&unknown), Err(Message::NothingChosen));
    }

    #[test]
    fn a_diary_has_room_for_so_much_and_its_size_says_little() {
        let mut book = Book::default();
        let empty = book.bytes().unwrap().len();
        let one = entry(&draft("a few words")).unwrap();
        assert_eq!(book.add(one.clone()), Ok(Message::DiaryWritten));
        assert_eq!(book.add(one.clone()), Ok(Message::DiaryWritten));
        assert_eq!(book.entries.len(), 1, "a second press adds nothing");
        assert_eq!(book.bytes().unwrap().len(), empty);
        assert_eq!(Book::of(&book.bytes().unwrap()), Some(book.clone()));
        let long = "x".repeat(LONGEST);
        let full = (0..MOST_ENTRIES).find_map(|number| {
            let more = Entry {
                id: format!("{number:016}"),
                text: long.clone(),
                ..one.clone()
            };
            book.add(more).err()
        });
        assert_eq!(full, Some(Message::DiaryFull));
    }
}
