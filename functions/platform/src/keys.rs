//! Keys derived from the hub's secrets: one secret for each purpose, so a function that holds one cannot make what
//! another is for. A secret has versions, so that it can be renewed and what was made before still opens.

mod secret;

pub use secret::{NotASecret, Purpose, Secret};

use crate::ports::Submission;
use events::Reference;
use events::word::MemorableWord;
use jiff::Timestamp;
use secret::Version;
pub(crate) use secret::same;
use sha2::{Digest, Sha256};

/// The secrets that a function may read. It cannot use the others: what it makes for their purposes opens nothing.
#[derive(Clone, Debug)]
pub struct Keys {
    words: Secret,
    passes: Secret,
    seal: Secret,
    memory: Secret,
    rows: Secret,
}

impl Keys {
    /// Keys from one text for every purpose. Only tests have such a text.
    pub fn new(secret: &str) -> Self {
        Self::from_secrets(|_| Some(Secret::new(secret)))
    }

    /// Keys from the secret of each purpose.
    pub fn from_secrets(mut of: impl FnMut(Purpose) -> Option<Secret>) -> Self {
        let mut secret = |purpose| of(purpose).unwrap_or_else(Secret::unusable);
        Self {
            words: secret(Purpose::Words),
            passes: secret(Purpose::Passes),
            seal: secret(Purpose::Seal),
            memory: secret(Purpose::Memory),
            rows: secret(Purpose::Rows),
        }
    }

    /// The memorable word of a submission. It is derived, so that a repeat needs no table that holds a person.
    pub fn word(&self, submission: &Submission) -> MemorableWord {
        word_with(self.words.current(), submission)
    }

    /// Whether these are the words of a submission. Words of an older version of the secret keep opening.
    pub fn is_word(&self, submission: &Submission, typed: &str) -> bool {
        // Each version is tried, so that the time says nothing.
        self.words.versions().fold(false, |opens, version| {
            opens | word_with(version, submission).is(typed)
        })
    }

    /// The key that seals the cookie of the confirmation page.
    pub fn seal(&self) -> [u8; 32] {
        self.seal.current().derive("seal", &[])
    }

    /// The keys that open the cookie of the confirmation page.
    pub fn seals(&self) -> impl Iterator<Item = [u8; 32]> {
        self.seal
            .versions()
            .map(|version| version.derive("seal", &[]))
    }

    /// A keyed hash of something that must be recognised and never read, such as a client's address or a reference
    /// that was tried. 32 hexadecimal characters.
    pub fn name(&self, purpose: &str, what: &str) -> String {
        hex(&self.passes.current().derive(purpose, &[what])[..16])
    }

    /// A pass that replaces reference and words on the person's later pages until `until`. Anyone who finds such a
    /// page later can do nothing with it. The pass is in no cookie, so it is gone when the page is closed. It names the
    /// version of its key.
    pub fn pass(&self, reference: &Reference, until: Timestamp) -> String {
        let (reference, until) = (reference.as_str(), until.as_second().to_string());
        let version = self.passes.current();
        format!(
            "{reference}.{until}.{}.{}",
            version.id(),
            hex(&version.derive("pass", &[reference, &until]))
        )
    }

    /// The case that `pass` opens, if the hub made the pass and it has not expired.
    pub fn passed(&self, pass: &str, now: Timestamp) -> Option<Reference> {
        let mut parts = pass.splitn(4, '.');
        let (reference, until) = (parts.next()?, parts.next()?);
        let (id, seal) = (parts.next()?.parse::<i64>().ok()?, parts.next()?);
        let version = self.passes.versions().find(|version| version.id() == id)?;
        let ours = same(seal, &hex(&version.derive("pass", &[reference, until])));
        let reference = reference.parse().ok().filter(|_| ours)?;
        (now.as_second() < until.parse().ok()?).then_some(reference)
    }

    /// The id of a row, from the sender's name for it. The same row gets the same id, and the name cannot be
    /// recovered.
    pub fn row(&self, sender: &str, row: &str) -> [u8; 16] {
        let mut id = [0; 16];
        id.copy_from_slice(&self.rows.current().derive("feed-row", &[sender, row])[..16]);
        id
    }

    /// The random number for the reference of a row, from the file and the line. It is the same when the row is read
    /// again.
    pub fn row_chance(&self, file: &str, line: u64) -> u64 {
        let mut chance = [0; 8];
        let derived = self
            .rows
            .current()
            .derive("feed-reference", &[file, &line.to_string()]);
        chance.copy_from_slice(&derived[..8]);
        u64::from_be_bytes(chance)
    }

    /// The keyed hashes of a person, from the attributes that recognise them: one for each version, the newest first.
    pub fn person(&self, identity: &[String; 3]) -> Vec<String> {
        let [name, born, home] = identity;
        self.remembered("person", &[name, born, home])
    }

    /// The keyed hashes of a place, as those of a person.
    pub fn place(&self, place: &str) -> Vec<String> {
        self.remembered("place", &[place])
    }

    fn remembered(&self, what: &str, parts: &[&str]) -> Vec<String> {
        self.memory
            .versions()
            .map(|version| hex(&version.derive(what, parts)))
            .collect()
    }
}

fn word_with(version: &Version, submission: &Submission) -> MemorableWord {
    MemorableWord::from_hash(
        &version.derive("memorable-word", &[&submission.sender, &submission.id]),
    )
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

    #[test]
    fn a_pass_opens_only_its_case_until_it_expires() {
        let (keys, at): (_, Timestamp) =
            (Keys::new("secret"), "2026-11-22T10:00:00Z".parse().unwrap());
        let (mine, other) = (Reference::from_number(1), Reference::from_number(2));
        let pass = keys.pass(&mine, at);
        let before = at - jiff::SignedDuration::from_secs(1);
        assert_eq!(keys.passed(&pass, before), Some(mine.clone()));
        assert_eq!(keys.passed(&pass, at), None);
        assert_eq!(Keys::new("other").passed(&pass, before), None);
        assert_eq!(
            keys.passed(&pass.replace(mine.as_str(), other.as_str()), before),
            None
        );
        assert_eq!(
            keys.passed(
                &pass.replace(&at.as_second().to_string(), "9999999999"),
                before
            ),
            None
        );
        for nonsense in ["", ".", "..", "a.b.c", "a.b.0.d", &pass[..pass.len() - 1]] {
            assert_eq!(keys.passed(nonsense, before), None, "{nonsense}");
        }
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
        assert!(keys.word(&one) == keys.word(&one));
        assert!(keys.word(&one) != keys.word(&other));
        assert!(keys.word(&one) != Keys::new("other").word(&one));
    }

    /// Keys of the versions that the store has now.
    fn renewed(versions: &str, now: Timestamp) -> Keys {
        Keys::from_secrets(|_| Some(Secret::parse(versions, now).expect("a secret")))
    }

    const FIRST: &str = r#"{"0": "a first key that is long enough for a secret"}"#;
    /// Renewed at ten o'clock on 22 November 2026.
    const RENEWED: &str = r#"{"0": "a first key that is long enough for a secret",
        "1795341600": "a second key that is long enough for a secret"}"#;

    #[test]
    fn old_words_and_passes_open_after_a_secret_is_renewed() {
        let now: Timestamp = "2026-11-22T10:20:00Z".parse().unwrap();
        let (before, after) = (renewed(FIRST, now), renewed(RENEWED, now));
        let submission = Submission {
            sender: "self".to_owned(),
            id: "a".to_owned(),
        };
        let mine = Reference::from_number(1);
        let (old, new) = (
            before.word(&submission).text(),
            after.word(&submission).text(),
        );
        assert_ne!(old, new);
        assert!(after.is_word(&submission, &old) && after.is_word(&submission, &new));
        assert!(!before.is_word(&submission, &new));
        let until = now + jiff::SignedDuration::from_mins(30);
        let pass = before.pass(&mine, until);
        assert_eq!(after.passed(&pass, now), Some(mine.clone()));
        assert_eq!(after.passed(&pass, until), None);
        assert_eq!(before.passed(&after.pass(&mine, until), now), None);
        // The number of another version does not make a pass of it.
        assert_eq!(
            after.passed(&pass.replace(".0.", ".1795341600."), now),
            None
        );
        let identity = ["robin", "1990-01-01", "rg11aa"].map(str::to_owned);
        assert_eq!(after.person(&identity).len(), 2);
        assert!(
            after
                .person(&identity)
                .contains(&before.person(&identity)[0])
        );
        assert_eq!(after.seals().count(), 2);
    }

    #[test]
    fn a_new_key_is_used_when_every_function_knows_it() {
        let soon: Timestamp = "2026-11-22T10:05:00Z".parse().unwrap();
        let (before, after) = (renewed(FIRST, soon), renewed(RENEWED, soon));
        assert_eq!(before.seal(), after.seal());
        let later = soon + jiff::SignedDuration::from_mins(5);
        assert_ne!(before.seal(), renewed(RENEWED, later).seal());
    }

    #[test]
    fn what_a_function_makes_without_its_secret_opens_nothing() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let words = |purpose| (purpose == Purpose::Words).then(|| Secret::new("secret"));
        let refer = Keys::from_secrets(words);
        let pass = refer.pass(
            &Reference::from_number(1),
            now + jiff::SignedDuration::from_mins(1),
        );
        assert_eq!(Keys::new("secret").passed(&pass, now), None);
        assert_ne!(refer.seal(), Keys::from_secrets(words).seal());
    }
}
