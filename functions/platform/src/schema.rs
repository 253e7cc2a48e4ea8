//! Where everything is kept: tables, keys and attributes, in one place, each attribute with its class.
//!
//! A test fails on an attribute that is written and not classified here.

use crate::ports::Gap;
use events::Reference;
use events::case::{Case, OnwardState};
use events::referral::NeedCode;
use events::update::UpdateKind;
use jiff::Timestamp;

/// How much an attribute tells about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Says who the person is, or holds words that may.
    Identifying,
    /// Says what happened to someone, without saying to whom.
    Sensitive,
    /// Keeps the hub running.
    Operational,
}

/// Partition key of every table.
pub const PK: &str = "pk";
/// Sort key of the tables that have one.
pub const SK: &str = "sk";
/// Version of a case's state, for optimistic concurrency.
pub const VERSION: &str = "version";
/// The folded state of a case.
pub const CASE: &str = "case";
/// An event of a case.
pub const EVENT: &str = "event";
/// An onward referral.
pub const ONWARD: &str = "onward";
/// An update that was claimed.
pub const UPDATE: &str = "update";
/// When the update was sent.
pub const SENT_AT: &str = "sent_at";
/// A timer.
pub const TIMER: &str = "timer";
/// Who read a case.
pub const READER: &str = "reader";
/// Whose queue: partition key of [`BY_OWNER`].
pub const OWNER_KEY: &str = "owner_key";
/// By when the owner must have acted: sort key of [`BY_OWNER`].
pub const OWNER_DUE: &str = "owner_due";
/// What the clock looks at: partition key of [`BY_DUE`].
pub const DUE_KEY: &str = "due_key";
/// When: sort key of [`BY_DUE`].
pub const DUE_AT: &str = "due_at";
/// Provider and state: partition key of [`BY_PROVIDER`].
pub const PROVIDER_KEY: &str = "provider_key";
/// When the offer lapses: sort key of [`BY_PROVIDER`].
pub const ACCEPT_BY: &str = "accept_by";
/// The document as sent.
pub const REFERRAL: &str = "referral";
/// SHA-256 of the canonical document.
pub const CONTENT: &str = "content";
/// What a submission was answered.
pub const ANSWER: &str = "answer";
/// When DynamoDB may delete the item, in seconds since 1970.
pub const TTL: &str = "ttl";
/// The area's profile.
pub const PROFILE: &str = "profile";
/// A client's kind of sender.
pub const KIND: &str = "kind";
/// A client's code.
pub const CODE: &str = "code";
/// A client's name.
pub const NAME: &str = "name";
/// The address of a provider's queue.
pub const QUEUE_URL: &str = "queue_url";
/// What a person said in words of their own.
pub const WORDS: &str = "words";
/// A support note.
pub const NOTE: &str = "note";
/// How many wrong answers.
pub const WRONG: &str = "wrong";
/// How many onward referrals a service holds open.
pub const HELD: &str = "held";
/// The cases that are remembered under the key of a person or a place.
pub const SEEN: &str = "seen";

/// Every attribute of every table, with its class.
pub const CLASSES: &[(&str, Class)] = &[
    (PK, Class::Operational),
    (SK, Class::Operational),
    (VERSION, Class::Operational),
    (CASE, Class::Sensitive),
    (EVENT, Class::Sensitive),
    (ONWARD, Class::Sensitive),
    (UPDATE, Class::Operational),
    (SENT_AT, Class::Operational),
    (TIMER, Class::Operational),
    (READER, Class::Operational),
    (OWNER_KEY, Class::Operational),
    (OWNER_DUE, Class::Operational),
    (DUE_KEY, Class::Operational),
    (DUE_AT, Class::Operational),
    (PROVIDER_KEY, Class::Operational),
    (ACCEPT_BY, Class::Operational),
    (REFERRAL, Class::Identifying),
    (CONTENT, Class::Operational),
    (ANSWER, Class::Sensitive),
    (TTL, Class::Operational),
    (PROFILE, Class::Operational),
    (KIND, Class::Operational),
    (CODE, Class::Operational),
    (NAME, Class::Operational),
    (QUEUE_URL, Class::Operational),
    (WORDS, Class::Identifying),
    (NOTE, Class::Identifying),
    (WRONG, Class::Operational),
    (HELD, Class::Operational),
    (SEEN, Class::Sensitive),
];

/// Index of cases by owner and due time.
pub const BY_OWNER: &str = "by-owner";
/// Sparse index of what the clock must look at, by time.
pub const BY_DUE: &str = "by-due";
/// Index of onward referrals by provider and state.
pub const BY_PROVIDER: &str = "by-provider";

/// The one partition of [`BY_DUE`]. Only what the clock may act on is in it, and leaves it when acted on, so that one
/// partition carries every area's load many times over.
pub const DUE: &str = "DUE";
/// Sort key of a case's folded state.
pub const STATE: &str = "STATE";
/// What the sort keys of events begin with: the stream's filter.
pub const EVENT_PREFIX: &str = "EVENT#";

/// Partition key of all that is known of a case but who it is about.
pub fn case_pk(reference: &Reference) -> String {
    format!("CASE#{reference}")
}

/// Sort key of an event.
pub fn event_sk(seq: u32) -> String {
    format!("{EVENT_PREFIX}{seq:08}")
}

/// Sort key of an onward referral.
pub fn onward_sk(onward: &str) -> String {
    format!("ONWARD#{onward}")
}

/// Sort key of an update.
pub fn update_sk(kind: UpdateKind) -> String {
    format!("UPDATE#{kind}")
}

/// Sort key of a timer.
pub fn timer_sk(kind: UpdateKind) -> String {
    format!("TIMER#{kind}")
}

/// What the sort keys of reads begin with.
pub const READ_PREFIX: &str = "READ#";

/// Sort key of a read that was written down.
pub fn read_sk(at: Timestamp, reader: &str) -> String {
    format!("{READ_PREFIX}{}#{reader}", moment(at))
}

/// When a read was written down, from its sort key.
pub fn read_at(sk: &str) -> Option<Timestamp> {
    sk.strip_prefix(READ_PREFIX)?.split_once('#')?.0.parse().ok()
}

/// Sort key of a provider's note. A provider's code has no `#`, so no provider's key begins with another's.
pub fn note_sk(provider: &str, id: &str) -> String {
    format!("NOTE#{provider}#{id}")
}

/// Partition key of a service's load.
pub fn load_pk(service: &str) -> String {
    format!("LOAD#{service}")
}

/// Sort key of a service's load.
pub const LOAD: &str = "LOAD";

/// What is remembered of a person, under a keyed hash that says nothing.
pub fn person_seen_pk(hash: &str) -> String {
    format!("PERSON#{hash}")
}

/// What is remembered of a place, under a keyed hash that says nothing.
pub fn place_seen_pk(hash: &str) -> String {
    format!("PLACE#{hash}")
}

/// Sort key of what is remembered.
pub const SIGHTINGS: &str = "SIGHTINGS";

/// Key of a year's register of unmet needs.
pub fn gaps_pk(year: i16) -> String {
    format!("UNMET#{year}")
}

/// The counter of one gap in a register.
pub fn gap_counter(gap: &Gap) -> String {
    format!("{}.{}", gap.need, gap.local_authority.as_deref().unwrap_or(UNKNOWN))
}

/// The gap that a counter of a register counts, or nothing where the name is not such a counter's.
pub fn gap_of(counter: &str) -> Option<Gap> {
    let (need, home) = counter.split_once('.')?;
    let local_authority = (home != UNKNOWN).then(|| home.to_owned());
    Some(Gap { need: NeedCode::parse(need)?, local_authority })
}

/// A home that is not known, in the name of a counter.
const UNKNOWN: &str = "unknown";

/// Key of the person a case is about.
pub fn person_pk(reference: &Reference) -> String {
    format!("PERSON#{reference}")
}

/// Key of what the person said, by the place in the case of the event that it belongs to.
pub fn words_pk(reference: &Reference, seq: u32) -> String {
    format!("WORDS#{reference}#{seq}")
}

/// Key of a submission.
pub fn submission_pk(sender: &str, id: &str) -> String {
    format!("SUBMISSION#{sender}#{id}")
}

/// Key of a partner's client.
pub fn client_pk(id: &str) -> String {
    format!("CLIENT#{id}")
}

/// Key of a provider.
pub fn provider_pk(code: &str) -> String {
    format!("PROVIDER#{code}")
}

/// Partition key of a provider's onward referrals in one state.
pub fn provider_key(code: &str, state: OnwardState) -> String {
    format!("{code}#{state}")
}

/// Partition key of an owner's cases.
pub fn owner_key(case: &Case) -> String {
    match &case.owner.provider {
        Some(provider) => format!("{}#{provider}", case.owner.kind),
        None => case.owner.kind.to_string(),
    }
}

/// A moment as an index sorts it: UTC, milliseconds, always as long.
pub fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}
