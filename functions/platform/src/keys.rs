//! Keys derived from the hub's secrets: one secret for each purpose, so a function that holds one cannot make what
//! another is for. A secret has versions, so that it can be renewed and what was made before still opens.

mod secret;

pub use secret::{NotASecret, Purpose, Secret};

use crate::ports::Submission;
use events::Reference;
use events::word::{MemorableWord, OpeningCode};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use secret::Version;
pub(crate) use secret::same;
use sha2::{Digest, Sha256};

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
pub const OPEN_FOR: SignedDuration = SignedDuration::from_hours(2);
/// How long a page can be open without anything happening on it.
const IDLE_FOR: SignedDuration = SignedDuration::from_mins(30);

/// The secrets that a function may read. It cannot use the others: what it makes for their purposes opens nothing.
#[derive(Clone, Debug)]
pub struct Keys {
    words: Secret,
    passes: Secret,
    seal: Secret,
    memory: Secret,
    rows: Secret,
    limits: Secret,
    facts: Secret,
    diary: Secret,
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
            limits: secret(Purpose::Limits),
            facts: secret(Purpose::Facts),
            diary: secret(Purpose::Diary),
        }
    }

    /// The memorable word of a submission. It is derived, so that a repeat needs no table that holds a person. Each
    /// `generation` of the access to the page has its own; the first is older than the number.
    pub fn word(&self, submission: &Submission, generation: u32) -> MemorableWord {
        word_with(self.words.current(), submission, generation)
    }

    /// Whether these are the words of a submission. Words of an older version of the secret keep opening.
    pub fn is_word(&self, submission: &Submission, generation: u32, typed: &str) -> bool {
        // Each version is tried, so that the time says nothing.
        self.words.versions().fold(false, |opens, version| {
            opens | word_with(version, submission, generation).is(typed)
        })
    }

    /// The code that a partner hands to the person, to open the page once. It is derived for the same reason.
    pub fn opening_code(&self, submission: &Submission) -> OpeningCode {
        code_with(self.words.current(), submission)
    }

    /// Whether this is the opening code of a submission, in any version of the secret.
    pub fn is_opening_code(&self, submission: &Submission, typed: &str) -> bool {
        self.words.versions().fold(false, |opens, version| {
            opens | code_with(version, submission).is(typed)
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

    /// The name under which referrals from a connection are counted in a window of time.
    pub fn counted_sender(&self, asker: &str, window: &str) -> String {
        hex(&self
            .limits
            .current()
            .derive("counted-sender", &[asker, window])[..16])
    }

    /// The mark of a connection in the cases that were set aside. It changes each day, so that cases of
    /// different days cannot be connected.
    pub fn sender_mark(&self, asker: &str, day: Date) -> String {
        hex(&self
            .limits
            .current()
            .derive("sender-mark", &[asker, &day.to_string()])[..8])
    }

    /// The name under which letters to a mailbox are counted.
    pub fn counted_mailbox(&self, mailbox: &str) -> String {
        hex(&self.limits.current().derive("counted-mailbox", &[mailbox])[..16])
    }

    /// A pass that replaces reference and words on the person's later pages: for half an hour, and never longer than two
    /// hours after the words were entered. Anyone who finds such a page later can do nothing with it. The pass is in no
    /// cookie, so it is gone when the page is closed. It names the version of its key.
    pub fn pass(&self, pass: &Pass, now: Timestamp) -> String {
        let until = (now + IDLE_FOR).min(pass.opened_at + OPEN_FOR);
        let version = self.passes.current();
        let parts = [
            pass.reference.as_str().to_owned(),
            pass.generation.to_string(),
            pass.opened_at.as_millisecond().to_string(),
            until.as_second().to_string(),
            version.id().to_string(),
        ];
        let seal = hex(&version.derive("pass", &parts.each_ref().map(String::as_str)));
        format!("{}.{seal}", parts.join("."))
    }

    /// What `pass` opens, if the hub made it and it has not expired.
    pub fn passed(&self, pass: &str, now: Timestamp) -> Option<Pass> {
        let (parts, seal) = pass.rsplit_once('.')?;
        let parts: [&str; 5] = parts.split('.').collect::<Vec<_>>().try_into().ok()?;
        let [reference, generation, opened_at, until, id] = parts;
        let id: i64 = id.parse().ok()?;
        let version = self.passes.versions().find(|version| version.id() == id)?;
        let ours = same(seal, &hex(&version.derive("pass", &parts)));
        let pass = Pass {
            reference: reference.parse().ok().filter(|_| ours)?,
            generation: generation.parse().ok()?,
            opened_at: Timestamp::from_millisecond(opened_at.parse().ok()?).ok()?,
        };
        (now.as_second() < until.parse().ok()?).then_some(pass)
    }

    /// The name of a visit to the person's page, under which it is remembered that the visit has ended. A visit begins when
    /// the words are entered, and all its passes share it. Renewing the secret does not change it.
    pub fn visit(&self, reference: &Reference, opened_at: Timestamp) -> String {
        let opened_at = opened_at.as_millisecond().to_string();
        let parts = [reference.as_str(), opened_at.as_str()];
        hex(&self.passes.first().derive("visit", &parts)[..16])
    }

    /// What ends a visit and opens nothing: it may be part of an address. Nobody can make one.
    pub fn visit_end(&self, visit: &str) -> String {
        let mark = self.passes.first().derive("visit-end", &[visit]);
        format!("{visit}{}", hex(&mark[..16]))
    }

    /// The visit that `end` ends, if the hub made it.
    pub fn ended_visit<'a>(&self, end: &'a str) -> Option<&'a str> {
        let (visit, _) = end.split_at_checked(32)?;
        same(end, &self.visit_end(visit)).then_some(visit)
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

    /// The keyed hashes of a name and a date of birth, wherever the home is.
    pub fn person_anywhere(&self, identity: &[String; 3]) -> Vec<String> {
        let [name, born, _] = identity;
        self.remembered("person-anywhere", &[name, born])
    }

    /// A mark of how much the person has changed in a case, for their own page. It says nothing
    /// about how many events the case has.
    pub fn page_version(&self, reference: &Reference, last: u32) -> String {
        let mark = self
            .passes
            .current()
            .derive("page-version", &[reference.as_str(), &last.to_string()]);
        hex(&mark[..8])
    }

    /// The code that confirms an address that was entered on the person's page: nine digits, another
    /// for each change.
    pub fn contact_code(&self, reference: &Reference, version: u32, address: &str) -> String {
        let version = version.to_string();
        let chance = self
            .passes
            .current()
            .derive("contact-code", &[reference.as_str(), &version, address]);
        let mut number = [0; 8];
        number.copy_from_slice(&chance[..8]);
        format!("{:09}", u64::from_be_bytes(number) % 1_000_000_000)
    }

    /// The keyed hashes of a place, as those of a person.
    pub fn place(&self, place: &str) -> Vec<String> {
        self.remembered("place", &[place])
    }

    /// The name under which the facts of a case are kept, so that nobody finds them by the reference. Renewing the secret
    /// does not change it: otherwise a case would be counted twice.
    pub fn facts(&self, reference: &Reference) -> String {
        hex(&self.facts.first().derive("facts", &[reference.as_str()])[..16])
    }

    /// The version of the secret that locks a diary from now on.
    pub fn diary_version(&self) -> i64 {
        self.diary.current().id()
    }

    /// The key that locks a diary, from what the person's words were stretched to. Without this version of the secret,
    /// nobody can even begin to guess words. `None` if the version is gone.
    pub fn diary_key(&self, version: i64, stretched: &[u8; 32]) -> Option<[u8; 32]> {
        let version = self.diary.versions().find(|one| one.id() == version)?;
        Some(version.derive("diary-key", &[&hex(stretched)]))
    }

    /// The keys that keep a diary open between two pages of a person, the one that makes new ones first.
    pub fn diary_passes(&self) -> impl Iterator<Item = [u8; 32]> {
        let current = std::iter::once(self.diary.current());
        current
            .chain(self.diary.versions())
            .map(|version| version.derive("diary-pass", &[]))
    }

    fn remembered(&self, what: &str, parts: &[&str]) -> Vec<String> {
        self.memory
            .versions()
            .map(|version| hex(&version.derive(what, parts)))
            .collect()
    }
}

fn word_with(version: &Version, submission: &Submission, generation: u32) -> MemorableWord {
    let (sender, id) = (submission.sender.as_str(), submission.id.as_str());
    let hash = match generation {
        0 => version.derive("memorable-word", &[sender, id]),
        later => version.derive("memorable-word", &[sender, id, &later.to_string()]),
    };
    MemorableWord::from_hash(&hash)
}

fn code_with(version: &Version, submission: &Submission) -> OpeningCode {
    OpeningCode::from_hash(&version.derive("opening-code", &[&submission.sender, &submission.id]))
}

/// SHA-256 in hexadecimal.
pub fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.map(digit).collect()
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

    fn pass_opened(number: u64, opened_at: Timestamp) -> Pass {
        Pass {
            opened_at,
            ..pass(number, 1)
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
    fn what_ends_a_visit_is_made_by_the_hub_and_ends_no_other() {
        let keys = Keys::new("secret");
        let (mine, later) = (pass(1, 3), pass_opened(1, at("2026-11-22T10:00:00.501Z")));
        let visit = |keys: &Keys, pass: &Pass| keys.visit(&pass.reference, pass.opened_at);
        let (visit_1, visit_2) = (visit(&keys, &mine), visit(&keys, &later));
        assert_ne!(visit_1, visit_2);
        assert_ne!(visit_1, visit(&keys, &pass(2, 3)));
        let end = keys.visit_end(&visit_1);
        assert!(!end.contains(mine.reference.as_str()));
        assert_eq!(keys.ended_visit(&end), Some(visit_1.as_str()));
        assert_eq!(keys.passed(&end, mine.opened_at), None);
        for nonsense in [
            "",
            visit_1.as_str(),
            &end[..63],
            &end.replace(&visit_1, &visit_2),
            &Keys::new("other").visit_end(&visit_1),
            "\u{e9}",
        ] {
            assert_eq!(keys.ended_visit(nonsense), None, "{nonsense}");
        }
        let now: Timestamp = "2026-11-22T10:20:00Z".parse().unwrap();
        let (before, after) = (renewed(FIRST, now), renewed(RENEWED, now));
        let end = before.visit_end(&visit(&before, &mine));
        assert_eq!(after.ended_visit(&end), Some(&*visit(&after, &mine)));
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
        let (old, new) = (
            before.word(&submission, 0).text(),
            after.word(&submission, 0).text(),
        );
        assert_ne!(old, new);
        assert!(after.is_word(&submission, 0, &old) && after.is_word(&submission, 0, &new));
        assert!(!before.is_word(&submission, 0, &new));
        let mine = pass_opened(1, now);
        let until = now + SignedDuration::from_mins(30);
        let pass = before.pass(&mine, now);
        assert_eq!(after.passed(&pass, now), Some(mine.clone()));
        assert_eq!(after.passed(&pass, until), None);
        assert_eq!(before.passed(&after.pass(&mine, now), now), None);
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
        let reference = &mine.reference;
        assert_eq!(after.facts(reference), before.facts(reference));
    }

    #[test]
    fn a_new_key_is_used_when_every_function_knows_it() {
        let soon: Timestamp = "2026-11-22T10:05:00Z".parse().unwrap();
        let (before, after) = (renewed(FIRST, soon), renewed(RENEWED, soon));
        assert_eq!(before.seal(), after.seal());
        let later = soon + SignedDuration::from_mins(5);
        assert_ne!(before.seal(), renewed(RENEWED, later).seal());
    }

    #[test]
    fn what_a_function_makes_without_its_secret_opens_nothing() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let words = |purpose| (purpose == Purpose::Words).then(|| Secret::new("secret"));
        let refer = Keys::from_secrets(words);
        let pass = refer.pass(&pass_opened(1, now), now);
        assert_eq!(Keys::new("secret").passed(&pass, now), None);
        assert_ne!(refer.seal(), Keys::from_secrets(words).seal());
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
}
