//! Where everything is kept: tables, keys and attributes, in one place, each attribute with its class.
//! A test fails on an attribute that is written and not classified here.

use crate::ports::{CoordinatorQueueCursor, Gap, Lane};
use events::Reference;
use events::case::{Case, OnwardState};
use events::referral::NeedCode;
use events::update::{UpdateKind, UpdateRequest};
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
/// That the coordinators have something to do: partition key of [`BY_DESK`].
pub const DESK_KEY: &str = "desk_key";
/// How urgent that is: sort key of [`BY_DESK`].
pub const DESK_AT: &str = "desk_at";
/// What the clock looks at: partition key of [`BY_DUE`].
pub const DUE_KEY: &str = "due_key";
/// When: sort key of [`BY_DUE`].
pub const DUE_AT: &str = "due_at";
/// Provider and state: partition key of [`BY_PROVIDER`].
pub const PROVIDER_KEY: &str = "provider_key";
/// When the offer lapses: sort key of [`BY_PROVIDER`].
pub const ACCEPT_BY: &str = "accept_by";
/// That the case is kept for a time and no longer: partition key of [`BY_KEEP`].
pub const KEEP_KEY: &str = "keep_key";
/// Until when: sort key of [`BY_KEEP`].
pub const KEEP_UNTIL: &str = "keep_until";
/// That the police referred the case: partition key of [`BY_POLICE`].
pub const POLICE_KEY: &str = "police_key";
/// By when the police owe something: sort key of [`BY_POLICE`].
pub const POLICE_DUE: &str = "police_due";
/// That the police referred the case: partition key of [`BY_WITNESS_CARE`].
pub const WITNESS_KEY: &str = "witness_key";
/// By when witness care owes something: sort key of [`BY_WITNESS_CARE`].
pub const WITNESS_DUE: &str = "witness_due";
/// What agencies of justice see of a case in their lists.
pub const JUSTICE: &str = "justice";
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

/// How far a dropped file was read.
pub const CHECKPOINT: &str = "checkpoint";

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
    (DESK_KEY, Class::Operational),
    (DESK_AT, Class::Operational),
    (DUE_KEY, Class::Operational),
    (DUE_AT, Class::Operational),
    (PROVIDER_KEY, Class::Operational),
    (ACCEPT_BY, Class::Operational),
    (KEEP_KEY, Class::Operational),
    (KEEP_UNTIL, Class::Operational),
    (POLICE_KEY, Class::Operational),
    (POLICE_DUE, Class::Operational),
    (WITNESS_KEY, Class::Operational),
    (WITNESS_DUE, Class::Operational),
    (JUSTICE, Class::Sensitive),
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
    (CHECKPOINT, Class::Operational),
];

/// Sparse index of the cases in which the coordinators have something to do, by urgency.
pub const BY_DESK: &str = "by-desk";
/// Sparse index of what the clock must look at, by time.
pub const BY_DUE: &str = "by-due";
/// Index of onward referrals by provider and state.
pub const BY_PROVIDER: &str = "by-provider";
/// Sparse index of the cases that are over, by the day from which they are to be forgotten.
pub const BY_KEEP: &str = "by-keep";
/// Sparse index of the cases that the police referred, by what the police owe. It holds nothing of support.
pub const BY_POLICE: &str = "by-police";
/// The same by what witness care owes.
pub const BY_WITNESS_CARE: &str = "by-witness-care";

/// The one partition of [`BY_KEEP`].
pub const KEEP: &str = "KEEP";
/// The one partition of [`BY_POLICE`] and of [`BY_WITNESS_CARE`].
pub const REFERRED_BY_POLICE: &str = "POLICE";
/// Where an agency owes nothing: after every moment.
pub const NOTHING_OWED: &str = "nothing";

/// The usual partition of [`BY_DUE`]. Only what the clock may act on is in it, and leaves it when acted on, so that one
/// partition carries every area's load many times over.
pub const DUE: &str = "DUE";
/// The partition of [`BY_DUE`] for people in danger and at high risk.
pub const DUE_URGENT: &str = "DUE#URGENT";
/// The one partition of [`BY_DESK`]: a case leaves it when nothing is left for a coordinator to do.
pub const DESK: &str = "DESK";
/// Sort key of a case's folded state.
pub const STATE: &str = "STATE";
/// What the sort keys of events begin with: the stream's filter.
pub const EVENT_PREFIX: &str = "EVENT#";
/// What the sort keys of reads begin with.
pub const READ_PREFIX: &str = "READ#";

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
pub fn update_sk(kind: UpdateKind, about: u32) -> String {
    numbered("UPDATE", kind, about)
}

/// Sort key of a timer.
pub fn timer_sk(kind: UpdateKind, about: u32) -> String {
    numbered("TIMER", kind, about)
}

/// What is about the first event has no number: its keys are from before there were several of a kind.
fn numbered(what: &str, kind: UpdateKind, about: u32) -> String {
    match about {
        UpdateRequest::FIRST => format!("{what}#{kind}"),
        about => format!("{what}#{kind}#{about:08}"),
    }
}

/// Sort key of a read that was written down.
pub fn read_sk(at: Timestamp, reader: &str) -> String {
    format!("{READ_PREFIX}{}#{reader}", moment(at))
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
    format!(
        "{}.{}",
        gap.need,
        gap.local_authority.as_deref().unwrap_or(UNKNOWN)
    )
}

/// The gap that a counter of a register counts, or nothing where the name is not such a counter's.
pub fn gap_of(counter: &str) -> Option<Gap> {
    let (need, home) = counter.split_once('.')?;
    let local_authority = (home != UNKNOWN).then(|| home.to_owned());
    Some(Gap {
        need: NeedCode::parse(need)?,
        local_authority,
    })
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

/// Key of how far a dropped file was read.
pub fn file_pk(file: &str) -> String {
    format!("FILE#{file}")
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

/// Where a case lies on the coordinators' desk: the most urgent sorts first, and no two are one. Nothing where they have
/// nothing to do.
pub fn coordinator_queue_position(case: &Case) -> Option<String> {
    let place = domain::coordinator_queue::place(case)?;
    Some(coordinator_queue_key(&CoordinatorQueueCursor {
        band: place.band,
        due: place.due,
        reference: case.reference.clone(),
    }))
}

/// A place on the desk as its index sorts it.
pub fn coordinator_queue_key(mark: &CoordinatorQueueCursor) -> String {
    format!(
        "{}#{}#{}",
        mark.band.place(),
        moment(mark.due),
        mark.reference
    )
}

/// Reads a place on the desk from a key of its index.
pub fn coordinator_queue_cursor(key: &str) -> Option<CoordinatorQueueCursor> {
    key.replace('#', "~").parse().ok()
}

/// The partition of the clock's index in which a lane lies.
pub const fn due_key(lane: Lane) -> &'static str {
    match lane {
        Lane::Urgent => DUE_URGENT,
        Lane::Usual => DUE,
    }
}

/// By when an agency owes something, as an index sorts it: what is owed comes before nothing.
pub fn owed_by(due: Option<Timestamp>) -> String {
    due.map_or_else(|| NOTHING_OWED.to_owned(), moment)
}

/// A moment as an index sorts it: UTC, milliseconds, always as long.
pub fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}
