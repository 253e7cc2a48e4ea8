//! Keys derived from the hub's secret. Each purpose has its own key, so a value made for one cannot be used for
//! another.

use crate::ports::Submission;
use events::Reference;
use events::word::MemorableWord;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt;

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

    /// The memorable word of a submission. It is derived, so that a repeat needs no table that holds a person.
    pub fn word(&self, submission: &Submission) -> MemorableWord {
        MemorableWord::from_hash(
            &self.derive("memorable-word", &[&submission.sender, &submission.id]),
        )
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

    /// A pass that replaces reference and words on the person's later pages until `until`. Anyone who finds such a
    /// page later can do nothing with it. The pass is in no cookie, so it is gone when the page is closed.
    pub fn pass(&self, reference: &Reference, until: Timestamp) -> String {
        let (reference, until) = (reference.as_str(), until.as_second().to_string());
        format!(
            "{reference}.{until}.{}",
            hex(&self.derive("pass", &[reference, &until]))
        )
    }

    /// The case that `pass` opens, if the hub made the pass and it has not expired.
    pub fn passed(&self, pass: &str, now: Timestamp) -> Option<Reference> {
        let mut parts = pass.splitn(3, '.');
        let (reference, until, seal) = (parts.next()?, parts.next()?, parts.next()?);
        let right = hex(&self.derive("pass", &[reference, until]));
        let differs = seal
            .bytes()
            .zip(right.bytes())
            .fold(0_u8, |differs, (a, b)| differs | (a ^ b));
        let ours = seal.len() == right.len() && differs == 0;
        let reference = reference.parse().ok().filter(|_| ours)?;
        (now.as_second() < until.parse().ok()?).then_some(reference)
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

    /// The keyed hash of a name and a date of birth, wherever the home is.
    pub fn person_anywhere(&self, identity: &[String; 3]) -> String {
        let [name, born, _] = identity;
        hex(&self.derive("person-anywhere", &[name, born]))
    }

    /// A mark of how much the person has changed in a case, for their own page. It says nothing
    /// about how many events the case has.
    pub fn page_version(&self, reference: &Reference, last: u32) -> String {
        let mark = self.derive("page-version", &[reference.as_str(), &last.to_string()]);
        hex(&mark[..8])
    }

    /// The code that confirms an address that was entered on the person's page: nine digits, another
    /// for each change.
    pub fn contact_code(&self, reference: &Reference, version: u32, address: &str) -> String {
        let version = version.to_string();
        let chance = self.derive("contact-code", &[reference.as_str(), &version, address]);
        let mut number = [0; 8];
        number.copy_from_slice(&chance[..8]);
        format!("{:09}", u64::from_be_bytes(number) % 1_000_000_000)
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
        for nonsense in ["", ".", "..", "a.b.c", &pass[..pass.len() - 1]] {
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
}
