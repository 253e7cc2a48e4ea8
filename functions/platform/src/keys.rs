//! Keys derived from the hub's secret. Each purpose has its own key, so a value made for one cannot be used for
//! another.

use crate::ports::Submission;
use events::Reference;
use events::word::{MemorableWord, OpeningCode};
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::fmt;

/// What a page carries in place of the reference and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    /// The case that it opens.
    pub reference: Reference,
    /// The number of the access (see [`events::case::Access`]) at that time.
    pub generation: u32,
    /// When the words were entered. No pass outlives that by more than two hours.
    pub opened_at: Timestamp,
}

/// How long a page can be open after the words were entered, whatever happens on it.
const OPEN_FOR: SignedDuration = SignedDuration::from_hours(2);
/// How long a page can be open without anything happening on it.
const IDLE_FOR: SignedDuration = SignedDuration::from_mins(30);

/// The hub's secret, held in memory only.
#[derive(Clone)]
pub struct Keys {
    /// One block of SHA-256, so that a secret of any length is a key.
    block: [u8; 64],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Derives keys from the text of the secret.
    pub fn new(secret: &str) -> Self {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest(secret.as_bytes()));
        Self { block }
    }

    /// The memorable word of a submission. It is derived, so that a repeat needs no table that holds a person. Each
    /// `generation` of the access to the page has its own; the first is older than the number.
    pub fn word(&self, submission: &Submission, generation: u32) -> MemorableWord {
        let (sender, id) = (submission.sender.as_str(), submission.id.as_str());
        let hash = match generation {
            0 => self.derive("memorable-word", &[sender, id]),
            later => self.derive("memorable-word", &[sender, id, &later.to_string()]),
        };
        MemorableWord::from_hash(&hash)
    }

    /// The code that a partner hands to the person, to open the page once. It is derived for the same reason.
    pub fn opening_code(&self, submission: &Submission) -> OpeningCode {
        OpeningCode::from_hash(&self.derive("opening-code", &[&submission.sender, &submission.id]))
    }

    /// The key that seals the cookie of the confirmation page.
    pub fn seal(&self) -> [u8; 32] {
        self.derive("seal", &[])
    }

    /// A keyed hash of something that must be recognised and never read, such as a client's address or a reference
    /// that was tried. 32 hexadecimal characters.
    pub fn name(&self, purpose: &str, what: &str) -> String {
        hex(&self.derive(purpose, &[what])[..16])
    }

    /// A pass that replaces reference and words on the person's later pages: for half an hour, and never longer than two
    /// hours after the words were entered. Anyone who finds such a page later can do nothing with it. The pass is in no
    /// cookie, so it is gone when the page is closed.
    pub fn pass(&self, pass: &Pass, now: Timestamp) -> String {
        let until = (now + IDLE_FOR).min(pass.opened_at + OPEN_FOR);
        let parts = [
            pass.reference.as_str().to_owned(),
            pass.generation.to_string(),
            pass.opened_at.as_millisecond().to_string(),
            until.as_second().to_string(),
        ];
        let seal = hex(&self.derive("pass", &parts.each_ref().map(String::as_str)));
        format!("{}.{seal}", parts.join("."))
    }

    /// What `pass` opens, if the hub made it and it has not expired.
    pub fn passed(&self, pass: &str, now: Timestamp) -> Option<Pass> {
        let (parts, seal) = pass.rsplit_once('.')?;
        let parts: [&str; 4] = parts.split('.').collect::<Vec<_>>().try_into().ok()?;
        let right = hex(&self.derive("pass", &parts));
        let differs = seal
            .bytes()
            .zip(right.bytes())
            .fold(0_u8, |differs, (a, b)| differs | (a ^ b));
        let ours = seal.len() == right.len() && differs == 0;
        let [reference, generation, opened_at, until] = parts;
        let pass = Pass {
            reference: reference.parse().ok().filter(|_| ours)?,
            generation: generation.parse().ok()?,
            opened_at: Timestamp::from_millisecond(opened_at.parse().ok()?).ok()?,
        };
        (now.as_second() < until.parse().ok()?).then_some(pass)
    }

    /// The id of a row, from the sender's name for it. The same row gets the same id, and the name cannot be
    /// recovered.
    pub fn row(&self, sender: &str, row: &str) -> [u8; 16] {
        let mut id = [0; 16];
        id.copy_from_slice(&self.derive("feed-row", &[sender, row])[..16]);
        id
    }

    /// The random number for the reference of a row, from the file and the line. It is the same when the row is read
    /// again.
    pub fn row_chance(&self, file: &str, line: u64) -> u64 {
        let mut chance = [0; 8];
        chance.copy_from_slice(&self.derive("feed-reference", &[file, &line.to_string()])[..8]);
        u64::from_be_bytes(chance)
    }

    /// The keyed hash of a person, from the attributes that recognise them.
    pub fn person(&self, identity: &[String; 3]) -> String {
        let [name, born, home] = identity;
        hex(&self.derive("person", &[name, born, home]))
    }

    /// The keyed hash of a place.
    pub fn place(&self, place: &str) -> String {
        hex(&self.derive("place", &[place]))
    }

    /// HMAC-SHA256 over purpose and parts. Each is preceded by its length, so that different lists give different
    /// input.
    fn derive(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new((&self.block).into());
        for part in [purpose].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(number: u64, generation: u32) -> Pass {
        Pass {
            reference: Reference::from_number(number),
            generation,
            opened_at: at("2026-11-22T10:00:00.5Z"),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_pass_opens_only_its_case_until_it_expires() {
        let keys = Keys::new("secret");
        let (mine, other) = (pass(1, 3), pass(2, 3));
        let text = keys.pass(&mine, at("2026-11-22T10:00:00Z"));
        let before = at("2026-11-22T10:29:59Z");
        assert_eq!(keys.passed(&text, before), Some(mine.clone()));
        assert_eq!(keys.passed(&text, at("2026-11-22T10:30:00Z")), None);
        assert_eq!(Keys::new("other").passed(&text, before), None);
        for (from, to) in [
            (mine.reference.as_str(), other.reference.as_str()),
            (".3.", ".4."),
            ("500.", "501."),
            (".1795343400.", ".9999999999."),
        ] {
            assert!(text.contains(from), "{from} is not in {text}");
            assert_eq!(keys.passed(&text.replace(from, to), before), None);
        }
        for nonsense in ["", ".", "..", "a.b.c", "a.b.c.d.e", &text[..text.len() - 1]] {
            assert_eq!(keys.passed(nonsense, before), None, "{nonsense}");
        }
    }

    #[test]
    fn no_pass_outlives_two_hours_however_often_it_is_made_again() {
        let (keys, mut now) = (Keys::new("secret"), pass(1, 0).opened_at);
        let mut text = keys.pass(&pass(1, 0), now);
        for _ in 0..100 {
            let Some(still) = keys.passed(&text, now + SignedDuration::from_mins(10)) else {
                break;
            };
            now += SignedDuration::from_mins(10);
            text = keys.pass(&still, now);
        }
        assert_eq!(now, pass(1, 0).opened_at + SignedDuration::from_mins(110));
    }

    #[test]
    fn each_submission_has_one_word() {
        let keys = Keys::new("secret");
        let one = Submission {
            sender: "self".to_owned(),
            id: "a".to_owned(),
        };
        let other = Submission {
            sender: "sel".to_owned(),
            id: "fa".to_owned(),
        };
        assert!(keys.word(&one, 0) == keys.word(&one, 0));
        assert!(keys.word(&one, 0) != keys.word(&other, 0));
        assert!(keys.word(&one, 0) != Keys::new("other").word(&one, 0));
        let all: Vec<String> = (0..100).map(|n| keys.word(&one, n).text()).collect();
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), 100, "each generation has its own");
        // People have these words on paper.
        assert_eq!(all[0], "terrapin altitude angler");
        assert_ne!(keys.opening_code(&one), keys.opening_code(&other));
    }
}
