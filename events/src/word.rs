//! What opens a person's page together with the reference: the memorable word, three plain words out
//! of 2,048, or once the code that a partner hands over.

use crate::reference::ALPHABET;
use std::{fmt, sync::LazyLock};

/// 2,048 short, concrete, gentle English words, one on each line, sorted.
static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("words.txt").lines().collect());

/// Three words with 33 bits. They are derived and never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct MemorableWord([u16; 3]);

impl MemorableWord {
    /// The words for the first 33 bits of `hash`.
    pub fn from_hash(hash: &[u8; 32]) -> Self {
        let bits = u64::from_be_bytes([
            hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7],
        ]);
        let pick = |shift: u32| ((bits >> shift) & 0x7ff) as u16;
        Self([pick(53), pick(42), pick(31)])
    }

    /// The three words in lower case, separated by spaces.
    pub fn text(&self) -> String {
        self.0.map(|i| WORDS[usize::from(i)]).join(" ")
    }

    /// Whether `said` is this word, in any case and with any separators. The comparison takes
    /// constant time.
    pub fn is(&self, said: &str) -> bool {
        // The length reveals nothing: the list of words is public.
        same(&normalise(said), &normalise(&self.text()))
    }
}

/// How many characters an opening code has.
const CODE_LENGTH: usize = 10;

/// The code that a partner hands to a person: ten letters and digits without look-alikes, with more
/// than 49 bits. It opens the page once. Like the words it is derived and never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct OpeningCode([u8; CODE_LENGTH]);

impl OpeningCode {
    /// The code for the first bytes of `hash`.
    pub fn from_hash(hash: &[u8; 32]) -> Self {
        let mut rest = u128::from_be_bytes(std::array::from_fn(|place| hash[place]));
        Self(std::array::from_fn(|_| {
            let digit = (rest % ALPHABET.len() as u128) as usize;
            rest /= ALPHABET.len() as u128;
            ALPHABET[digit]
        }))
    }

    /// Two groups of five, as people say and write it.
    pub fn text(&self) -> String {
        let all: String = self.0.iter().copied().map(char::from).collect();
        let (first, last) = all.split_at(CODE_LENGTH / 2);
        format!("{first}-{last}")
    }

    /// Whether `said` is this code, in any case and with any separators. The comparison takes
    /// constant time.
    pub fn is(&self, said: &str) -> bool {
        let plain = |text: &str| -> String {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_uppercase())
                .take(64)
                .collect()
        };
        same(&plain(said), &plain(&self.text()))
    }
}

impl fmt::Debug for OpeningCode {
    /// Keeps the secret out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningCode(…)")
    }
}

fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one
            .bytes()
            .zip(other.bytes())
            .fold(0_u8, |differs, (a, b)| differs | (a ^ b))
            == 0
}

/// Letters only, lower case: people add commas, hyphens and capitals.
fn normalise(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphabetic())
        .map(|c| c.to_ascii_lowercase())
        .take(64)
        .collect()
}

impl fmt::Debug for MemorableWord {
    /// Keeps the secret out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemorableWord(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_list_is_unambiguous() {
        assert_eq!(WORDS.len(), 2048);
        assert!(
            WORDS.windows(2).all(|pair| pair[0] < pair[1]),
            "sorted, each once"
        );
        assert!(
            WORDS
                .iter()
                .all(|w| (3..=8).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn it_is_known_however_it_is_written() {
        let word = MemorableWord::from_hash(&[0x5a; 32]);
        assert!(word.is(&word.text().to_uppercase().replace(' ', "-")));
        assert!(!word.is(""));
        assert!(!word.is(&MemorableWord::from_hash(&[0xa5; 32]).text()));
    }

    #[test]
    fn a_code_is_known_however_it_is_written() {
        let code = OpeningCode::from_hash(&[0x5a; 32]);
        let text = code.text();
        assert_eq!((text.len(), text.find('-')), (11, Some(5)));
        assert!(!text.contains(['0', 'O', '1', 'I', 'L']));
        assert!(code.is(&text.to_lowercase().replace('-', " ")));
        assert!(!code.is(&text[1..]));
        assert!(!code.is(""));
        assert!(!code.is(&OpeningCode::from_hash(&[0xa5; 32]).text()));
    }
}
