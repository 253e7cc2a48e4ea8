//! A secret with its versions, and what is derived from one version.

use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// How long a new version only opens and makes nothing. Each function reads the secrets again in less time, so that
/// what one function makes with a new version opens in the others.
const KNOWN_EVERYWHERE_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// A shorter key could be guessed.
const SHORTEST: usize = 32;

/// What a secret is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The memorable words.
    Words,
    /// The passes of the person's page, and the names under which wrong words are counted.
    Passes,
    /// The cookie of the confirmation page.
    Seal,
    /// The hashes of persons and places.
    Memory,
    /// The ids of rows in daily files.
    Rows,
    /// The names under which referrals of a connection and letters to an address are counted.
    Limits,
    /// The names under which the facts of cases are kept.
    Facts,
    /// The keys of diaries, and what keeps a diary open between two pages.
    Diary,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Words,
        Self::Passes,
        Self::Seal,
        Self::Memory,
        Self::Rows,
        Self::Limits,
        Self::Facts,
        Self::Diary,
    ];

    /// The setting that names its secret. A function has the settings of the secrets that it may read.
    pub fn setting(self) -> &'static str {
        match self {
            Self::Words => "WORDS_SECRET_ID",
            Self::Passes => "PASSES_SECRET_ID",
            Self::Seal => "SEAL_SECRET_ID",
            Self::Memory => "MEMORY_SECRET_ID",
            Self::Rows => "ROWS_SECRET_ID",
            Self::Limits => "LIMITS_SECRET_ID",
            Self::Facts => "FACTS_SECRET_ID",
            Self::Diary => "DIARY_SECRET_ID",
        }
    }
}

/// The stored text is not a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret needs a key of at least {SHORTEST} characters in each version")]
pub struct NotASecret;

/// A secret with its versions, held in memory only.
#[derive(Clone)]
pub struct Secret {
    /// The newest first.
    versions: Vec<Version>,
    /// The version that makes new values.
    current: Version,
}

/// One version of a secret.
#[derive(Clone, Copy)]
pub(super) struct Version {
    /// When it was made, in seconds. The first one is 0.
    id: i64,
    /// One block of SHA-256, so that a key of any length fits.
    block: [u8; 64],
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A secret with one version.
    pub fn new(key: &str) -> Self {
        Self::of_one(Version::new(0, key.as_bytes()))
    }

    /// A secret that nobody else has.
    pub(super) fn unusable() -> Self {
        Self::of_one(Version::new(0, &rand::random::<[u8; 32]>()))
    }

    fn of_one(version: Version) -> Self {
        Self {
            versions: vec![version],
            current: version,
        }
    }

    /// Reads a stored secret: a JSON object with a key for each version, under the second in which it was made.
    ///
    /// # Errors
    /// It is something else, has no version, or has a short key.
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, NotASecret> {
        let stored: BTreeMap<i64, String> = serde_json::from_str(text).map_err(|_| NotASecret)?;
        if stored.values().any(|key| key.len() < SHORTEST) {
            return Err(NotASecret);
        }
        let versions: Vec<Version> = stored
            .iter()
            .rev()
            .map(|(id, key)| Version::new(*id, key.as_bytes()))
            .collect();
        let known_since = (now - KNOWN_EVERYWHERE_AFTER).as_second();
        let current = versions
            .iter()
            .find(|version| version.id <= known_since)
            .or(versions.last())
            .copied()
            .ok_or(NotASecret)?;
        Ok(Self { versions, current })
    }

    pub(super) fn current(&self) -> &Version {
        &self.current
    }

    /// The first version. What must have one name for ever is named with it.
    pub(super) fn first(&self) -> &Version {
        self.versions.last().unwrap_or(&self.current)
    }

    pub(super) fn versions(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter()
    }
}

impl Version {
    fn new(id: i64, key: &[u8]) -> Self {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest(key));
        Self { id, block }
    }

    pub(super) fn id(&self) -> i64 {
        self.id
    }

    /// HMAC-SHA256 over purpose and parts. Each is preceded by its length, so that different lists give different
    /// input.
    pub(super) fn derive(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new((&self.block).into());
        for part in [purpose].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

/// Whether two texts are the same. The time does not depend on where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let differs = one
        .bytes()
        .zip(other.bytes())
        .fold(0_u8, |differs, (a, b)| differs | (a ^ b));
    one.len() == other.len() && differs == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_secret_needs_long_keys_under_numbers() {
        let now = Timestamp::UNIX_EPOCH;
        let long = "k".repeat(SHORTEST);
        assert!(Secret::parse(&format!(r#"{{"0": "{long}"}}"#), now).is_ok());
        for wrong in [
            "",
            "{}",
            "[]",
            r#"{"0": "short"}"#,
            &format!(r#"{{"first": "{long}"}}"#),
        ] {
            assert_eq!(Secret::parse(wrong, now).err(), Some(NotASecret), "{wrong}");
        }
    }
}
