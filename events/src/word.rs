//! The memorable word: three plain words out of 2,048. Together with the reference they open a
//! person's page.

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
        let said = normalise(said);
        let right = normalise(&self.text());
        // The length reveals nothing: the list of words is public.
        said.len() == right.len()
            && said
                .bytes()
                .zip(right.bytes())
                .fold(0_u8, |differs, (a, b)| differs | (a ^ b))
                == 0
    }
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
}
