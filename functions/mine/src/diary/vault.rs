//! How a diary is locked.
//!
//! Each diary has its own random key. That key is stored only as the person's words lock it: Argon2id stretches the
//! words, and their own sentence if they set one, and a secret that is in no table makes a key of the result. Neither is
//! kept after the request. What is locked is bound to its case and its version, so that it opens nowhere else.
//!
//! Between two pages the person's own page carries the diary's key, sealed with the hub's secret for the time of the pass.
//! The hub stores no part of it.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use events::Reference;
use platform::keys::{Keys, Pass};
use unicode_normalization::UnicodeNormalization;

/// The memory in KiB and the rounds of the derivation: 0.15 seconds of a whole processor (measured in November 2026).
const MEMORY: u32 = 65_536;
const ROUNDS: u32 = 3;
/// What a stored diary may ask for. More would not fit into the function.
const MOST_ROUNDS: u32 = 12;

/// The format, the version of the hub's secret, the salt, the memory and the rounds.
const PLAIN: usize = 1 + 8 + 16 + 4 + 4;
/// The same, the nonce of the locked key, and the locked key.
const HEAD: usize = PLAIN + NONCE + 48;
const NONCE: usize = 24;
const FORMAT: u8 = 1;

/// What a person types to open their diary.
pub(crate) struct Phrase(Vec<u8>);

impl Phrase {
    /// The three words, in any spelling, and the person's own sentence, which may be empty. Only letters and digits of it
    /// count, so that a comma or a capital locks nobody out.
    pub(crate) fn new(words: &str, own: &str) -> Self {
        let words = words
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|letter| letter.to_ascii_lowercase())
            .take(64);
        Self(
            words
                .chain(['\0'])
                .chain(plain(own))
                .collect::<String>()
                .into_bytes(),
        )
    }
}

/// The letters and digits of a sentence, in lower case and without accents. Another keyboard may write the same letter in
/// another way: as one character, or as a letter and its accent.
fn plain(own: &str) -> impl Iterator<Item = char> {
    own.nfkd()
        .flat_map(char::to_lowercase)
        .filter(|one| one.is_alphanumeric())
        .take(400)
}

/// How many letters and digits a person typed for a sentence.
pub(crate) fn letters(own: &str) -> usize {
    own.nfc().filter(|one| one.is_alphanumeric()).count()
}

/// The key of one diary.
#[derive(Clone)]
pub(crate) struct BookKey([u8; 32]);

/// The key of a diary that was opened, and the number of that opening, which can be ended.
#[derive(Clone)]
pub(crate) struct OpenKey {
    pub(crate) key: BookKey,
    opening: [u8; 16],
}

impl OpenKey {
    /// A new opening.
    pub(crate) fn new(key: BookKey) -> Self {
        Self {
            key,
            opening: rand::random(),
        }
    }

    /// The opening, as text.
    pub(crate) fn opening(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.opening)
    }
}

/// A number for a form that is sent once.
pub(crate) fn once() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>())
}

/// A new diary: its key, and the part of it that the phrase opens.
pub(crate) fn begin(
    keys: &Keys,
    reference: &Reference,
    phrase: &Phrase,
) -> Option<(BookKey, Vec<u8>)> {
    let key = BookKey(rand::random());
    let mut head = vec![FORMAT];
    head.extend(keys.diary_version().to_be_bytes());
    head.extend(rand::random::<[u8; 16]>());
    head.extend(MEMORY.to_be_bytes());
    head.extend(ROUNDS.to_be_bytes());
    let wrapping = wrapping_key(keys, &head, phrase)?;
    head.extend(wrapped(reference, &head, &wrapping, &key)?);
    Some((key, head))
}

/// The key of a diary, if the phrase opens it, and what it was locked with.
pub(crate) fn unlock(
    keys: &Keys,
    reference: &Reference,
    sealed: &[u8],
    phrase: &Phrase,
) -> Option<BookKey> {
    let head = sealed.get(..HEAD)?;
    let (plain, locked) = head.split_at(PLAIN);
    let wrapping = wrapping_key(keys, plain, phrase)?;
    let about = about("diary-key", reference, plain);
    let key = opened(&wrapping, &about, locked)?;
    key.try_into().ok().map(BookKey)
}

/// What is written in a diary of this version.
pub(crate) fn read(
    key: &BookKey,
    reference: &Reference,
    version: u32,
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let (head, body) = sealed.split_at_checked(HEAD)?;
    opened(&key.0, &about_pages(reference, version, head), body)
}

/// A diary of this version with these pages.
pub(crate) fn write(
    key: &BookKey,
    reference: &Reference,
    version: u32,
    head: &[u8],
    pages: &[u8],
) -> Option<Vec<u8>> {
    let head = head.get(..HEAD)?;
    let body = locked(&key.0, &about_pages(reference, version, head), pages)?;
    Some([head, &body].concat())
}

/// What keeps the diary open on the person's next page. It is good only together with a pass of the same opening.
pub(crate) fn pass(keys: &Keys, pass: &Pass, visit: &OpenKey) -> Option<String> {
    let sealing = keys.diary_passes().next()?;
    let both = [visit.key.0.as_slice(), &visit.opening].concat();
    let sealed = locked(&sealing, &about_pass(pass), &both)?;
    Some(URL_SAFE_NO_PAD.encode(sealed))
}

/// The key that a page carries.
pub(crate) fn passed(keys: &Keys, pass: &Pass, carried: &str) -> Option<OpenKey> {
    let sealed = URL_SAFE_NO_PAD.decode(carried).ok()?;
    let about = about_pass(pass);
    let both = keys
        .diary_passes()
        .find_map(|sealing| opened(&sealing, &about, &sealed))?;
    let (key, opening) = both.split_first_chunk::<32>()?;
    Some(OpenKey {
        key: BookKey(*key),
        opening: opening.try_into().ok()?,
    })
}

/// The slow step. It happens once for each phrase that is tried.
fn wrapping_key(keys: &Keys, plain: &[u8], phrase: &Phrase) -> Option<[u8; 32]> {
    let (&format, rest) = plain.split_first()?;
    let (version, rest) = rest.split_first_chunk::<8>()?;
    let (salt, rest) = rest.split_first_chunk::<16>()?;
    let (memory, rest) = rest.split_first_chunk::<4>()?;
    let (rounds, _) = rest.split_first_chunk::<4>()?;
    let (memory, rounds) = (u32::from_be_bytes(*memory), u32::from_be_bytes(*rounds));
    if format != FORMAT || memory > MEMORY || rounds > MOST_ROUNDS {
        return None;
    }
    let params = Params::new(memory, rounds, 1, Some(32)).ok()?;
    let mut stretched = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&phrase.0, salt, &mut stretched)
        .ok()?;
    keys.diary_key(i64::from_be_bytes(*version), &stretched)
}

fn wrapped(
    reference: &Reference,
    plain: &[u8],
    wrapping: &[u8; 32],
    key: &BookKey,
) -> Option<Vec<u8>> {
    locked(wrapping, &about("diary-key", reference, plain), &key.0)
}

fn about_pages(reference: &Reference, version: u32, head: &[u8]) -> Vec<u8> {
    // The salt tells the diary from one that was begun later in the same case.
    let salt = head.get(9..25).unwrap_or_default();
    about(
        "diary-pages",
        reference,
        &[&version.to_be_bytes(), salt].concat(),
    )
}

fn about_pass(pass: &Pass) -> Vec<u8> {
    let opened = pass.opened_at.as_millisecond().to_be_bytes();
    about(
        "diary-pass",
        &pass.reference,
        &[&pass.generation.to_be_bytes()[..], &opened].concat(),
    )
}

/// What a locked text is bound to. No part before the last has a zero byte, so different lists give different bytes.
fn about(what: &str, reference: &Reference, more: &[u8]) -> Vec<u8> {
    [
        what.as_bytes(),
        &[0],
        reference.as_str().as_bytes(),
        &[0],
        more,
    ]
    .concat()
}

fn locked(key: &[u8; 32], about: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = rand::random();
    let payload = Payload {
        msg: text,
        aad: about,
    };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .ok()?;
    Some([nonce.as_slice(), &sealed].concat())
}

fn opened(key: &[u8; 32], about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
    let payload = Payload {
        msg: sealed,
        aad: about,
    };
    XChaCha20Poly1305::new(key.into())
        .decrypt(XNonce::from_slice(nonce), payload)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    const WORDS: &str = "terrapin altitude angler";

    fn case(number: u64) -> Reference {
        Reference::from_number(number)
    }

    #[test]
    fn only_the_words_open_a_diary_and_only_in_its_place() {
        let keys = Keys::new("a secret of the tests");
        let phrase = Phrase::new(WORDS, "");
        let (key, head) = begin(&keys, &case(1), &phrase).unwrap();
        let sealed = write(&key, &case(1), 7, &head, b"the green door").unwrap();
        assert!(!sealed.windows(5).any(|part| part == b"green"));
        // However they are written.
        let again = Phrase::new("Terrapin, ALTITUDE-angler", " ");
        let opened = unlock(&keys, &case(1), &sealed, &again).expect("the words open it");
        let text = |key: &BookKey, reference, version, sealed: &[u8]| {
            read(key, &reference, version, sealed)
        };
        assert_eq!(
            text(&opened, case(1), 7, &sealed).as_deref(),
            Some(&b"the green door"[..])
        );
        // Neither other words, nor the words without the secret, nor another sentence.
        for wrong in [
            Phrase::new("terrapin altitude anger", ""),
            Phrase::new(WORDS, "and my own sentence"),
        ] {
            assert!(unlock(&keys, &case(1), &sealed, &wrong).is_none());
        }
        assert!(unlock(&Keys::new("another secret"), &case(1), &sealed, &phrase).is_none());
        // Not under another case, nor as another version.
        assert!(unlock(&keys, &case(2), &sealed, &phrase).is_none());
        assert!(text(&key, case(2), 7, &sealed).is_none());
        assert!(text(&key, case(1), 8, &sealed).is_none());
        // No part of it can be changed.
        for place in [0, 1, 9, 25, PLAIN, HEAD - 1] {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(
                unlock(&keys, &case(1), &changed, &phrase).is_none(),
                "{place}"
            );
        }
        for place in [9, HEAD, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(text(&key, case(1), 7, &changed).is_none(), "{place}");
        }
        for short in [&[][..], &sealed[..PLAIN], &sealed[..HEAD - 1]] {
            assert!(unlock(&keys, &case(1), short, &phrase).is_none());
            assert!(text(&key, case(1), 7, short).is_none());
        }
    }

    #[test]
    fn new_words_open_what_the_old_ones_locked_and_the_old_ones_no_longer() {
        let keys = Keys::new("a secret of the tests");
        let (old, new) = (
            Phrase::new(WORDS, "my own sentence"),
            Phrase::new("one two three", "my own sentence"),
        );
        let (key, head) = begin(&keys, &case(1), &old).unwrap();
        let sealed = write(&key, &case(1), 1, &head, b"text").unwrap();
        assert!(unlock(&keys, &case(1), &sealed, &old).is_some());
        let (again, head) = begin(&keys, &case(1), &new).unwrap();
        let moved = write(&again, &case(1), 2, &head, b"text").unwrap();
        assert!(unlock(&keys, &case(1), &moved, &old).is_none());
        let former = read(&key, &case(1), 2, &moved);
        assert!(former.is_none(), "the key from before opens nothing");
        let key = unlock(&keys, &case(1), &moved, &new).expect("the new words open it");
        assert_eq!(
            read(&key, &case(1), 2, &moved).as_deref(),
            Some(&b"text"[..])
        );
    }

    #[test]
    fn one_sentence_is_the_same_from_every_keyboard() {
        let letters = |own: &str| plain(own).collect::<String>();
        let one = letters("Zo\u{eb}'s caf\u{e9}, at 7");
        assert_eq!(one, "zoescafeat7");
        for same in [
            "zoe\u{308}s cafe\u{301} at 7",
            "ZO\u{cb}\u{2019}S CAF\u{c9} AT \u{ff17}",
        ] {
            assert_eq!(letters(same), one);
        }
        assert_ne!(letters("zoes cafe at 8"), one);
        assert_eq!(letters(" \u{301}, "), "");
    }

    #[test]
    fn what_a_page_carries_is_good_for_one_opening_only() {
        let keys = Keys::new("a secret of the tests");
        let one = Pass {
            reference: case(1),
            generation: 3,
            opened_at: Timestamp::from_second(1_795_000_000).unwrap(),
        };
        let visit = OpenKey::new(BookKey([7; 32]));
        let carried = pass(&keys, &one, &visit).unwrap();
        let read = passed(&keys, &one, &carried).unwrap();
        assert_eq!((read.key.0, read.opening()), ([7; 32], visit.opening()));
        let others = [
            Pass {
                generation: 4,
                ..one.clone()
            },
            Pass {
                reference: case(2),
                ..one.clone()
            },
            Pass {
                opened_at: Timestamp::from_second(1_795_000_001).unwrap(),
                ..one.clone()
            },
        ];
        for other in others {
            assert!(passed(&keys, &other, &carried).is_none(), "{other:?}");
        }
        assert!(passed(&Keys::new("another secret"), &one, &carried).is_none());
        assert!(passed(&keys, &one, "").is_none());
    }
}
