//! The stored schema: tables, keys and attributes, and the privacy class of each attribute. A test fails if an
//! attribute is written that is not classified here.

use crate::ports::{CoordinatorQueueCursor, EventKey, Lane};
use events::Reference;
use events::case::{Case, OnwardState};
use events::update::{UpdateKind, UpdateRequest};
use jiff::Timestamp;

/// What an attribute reveals about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Says who the person is, or holds text that may.
    Identifying,
    /// Says what happened to someone, but not to whom.
    Sensitive,
    /// Needed to run the hub.
    Operational,
}

/// Partition key of every table.
pub const PK: &str = "pk";
/// Sort key of the tables that have one.
pub const SK: &str = "sk";
/// Version of a case's state, for optimistic concurrency.
pub const VERSION: &str = "version";
/// The state of a case.
pub const CASE: &str = "case";
/// An event of a case.
pub const EVENT: &str = "event";
/// Present in an event to which the hub reacts from the slow lane and not from the stream.
pub const LANE: &str = "lane";
/// The value of [`LANE`].
pub const SLOW: &str = "slow";
/// An onward referral.
pub const ONWARD: &str = "onward";
/// A claimed update.
pub const UPDATE: &str = "update";
/// When the update was sent.
pub const SENT_AT: &str = "sent_at";
/// When the mail service refused the update, so that it can be claimed again.
pub const REFUSED_AT: &str = "refused_at";
/// A timer.
pub const TIMER: &str = "timer";
/// The reader in an entry of the access log.
pub const READER: &str = "reader";
/// Why a coordinator opened a case that was not theirs.
pub const REASON: &str = "reason";
/// A look at a case, by its reader.
pub const LOOK: &str = "look";
/// The cases that an account opened within an hour.
pub const OPENED: &str = "opened";
/// Partition key of [`BY_DESK`], divided into [`SHARDS`]. Present while a coordinator has something to do.
pub const DESK_KEY: &str = "desk_key";
/// Sort key of [`BY_DESK`]: urgency.
pub const DESK_AT: &str = "desk_at";
/// Partition key of [`BY_DUE`], divided into [`SHARDS`]. Present while the clock may have to act.
pub const DUE_KEY: &str = "due_key";
/// Sort key of [`BY_DUE`]: when it is due.
pub const DUE_AT: &str = "due_at";
/// Partition key of [`BY_PROVIDER`]: provider and state.
pub const PROVIDER_KEY: &str = "provider_key";
/// Sort key of [`BY_PROVIDER`]: when the offer expires.
pub const ACCEPT_BY: &str = "accept_by";
/// Partition key of [`BY_KEEP`]. Present while the case has a retention period.
pub const KEEP_KEY: &str = "keep_key";
/// Sort key of [`BY_KEEP`]: the end of the period.
pub const KEEP_UNTIL: &str = "keep_until";
/// Partition key of [`BY_POLICE`]. Present if the police referred the case.
pub const POLICE_KEY: &str = "police_key";
/// Sort key of [`BY_POLICE`]: when the police owe something.
pub const POLICE_DUE: &str = "police_due";
/// Partition key of [`BY_WITNESS_CARE`]. Present if the police referred the case.
pub const WITNESS_KEY: &str = "witness_key";
/// Sort key of [`BY_WITNESS_CARE`]: when witness care owes something.
pub const WITNESS_DUE: &str = "witness_due";
/// The row of a case in the lists of justice agencies.
pub const JUSTICE: &str = "justice";
/// The document as sent.
pub const REFERRAL: &str = "referral";
/// SHA-256 of the canonical document.
pub const CONTENT: &str = "content";
/// The response to a submission.
pub const ANSWER: &str = "answer";
/// When DynamoDB may delete the item, in seconds since 1970.
pub const TTL: &str = "ttl";
/// The area's profile.
pub const PROFILE: &str = "profile";
/// The kind of sender of a client.
pub const KIND: &str = "kind";
/// The code of a client's partner.
pub const CODE: &str = "code";
/// The name of a client's partner.
pub const NAME: &str = "name";
/// The URL of a provider's queue.
pub const QUEUE_URL: &str = "queue_url";
/// Free text from a person.
pub const WORDS: &str = "words";
/// A support note.
pub const NOTE: &str = "note";
/// The number of tries.
pub const WRONG: &str = "wrong";
/// When something happened, in milliseconds since 1970.
pub const MOMENTS: &str = "moments";
/// The number of onward referrals that a service has open.
pub const HELD: &str = "held";
/// The cases under the key of a person or a place.
pub const SEEN: &str = "seen";

/// The anonymous facts of a case.
pub const FACTS: &str = "facts";

/// What was published of a question.
pub const RELEASE: &str = "release";
/// The week in which a case was erased.
pub const ERASED_IN: &str = "erased_in";
/// The only partition of the register of erased cases.
pub const ERASED: &str = "ERASED";

/// A locked diary.
pub const SEALED: &str = "sealed";

/// How far a dropped file has been read.
pub const CHECKPOINT: &str = "checkpoint";

/// Every attribute of every table, with its class.
pub const CLASSES: &[(&str, Class)] = &[
    (PK, Class::Operational),
    (SK, Class::Operational),
    (VERSION, Class::Operational),
    (CASE, Class::Sensitive),
    (EVENT, Class::Sensitive),
    (LANE, Class::Operational),
    (ONWARD, Class::Sensitive),
    (UPDATE, Class::Operational),
    (SENT_AT, Class::Operational),
    (REFUSED_AT, Class::Operational),
    (TIMER, Class::Operational),
    (READER, Class::Operational),
    (REASON, Class::Operational),
    (LOOK, Class::Operational),
    (OPENED, Class::Operational),
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
    (MOMENTS, Class::Operational),
    (HELD, Class::Operational),
    (SEEN, Class::Sensitive),
    (FACTS, Class::Sensitive),
    (RELEASE, Class::Operational),
    (CHECKPOINT, Class::Operational),
    (SEALED, Class::Identifying),
    (ERASED_IN, Class::Operational),
];

/// Sparse index of the cases in which coordinators have something to do, by urgency.
pub const BY_DESK: &str = "by-desk";
/// Sparse index of the clock's agenda, by time.
pub const BY_DUE: &str = "by-due";
/// Index of onward referrals by provider and state.
pub const BY_PROVIDER: &str = "by-provider";
/// Sparse index of closed cases, by the end of their retention period.
pub const BY_KEEP: &str = "by-keep";
/// Sparse index of the cases that the police referred, by what the police owe. It holds nothing about support.
pub const BY_POLICE: &str = "by-police";
/// The same index by what witness care owes.
pub const BY_WITNESS_CARE: &str = "by-witness-care";

/// The only partition of [`BY_KEEP`].
pub const KEEP: &str = "KEEP";
/// The only partition of [`BY_POLICE`] and of [`BY_WITNESS_CARE`].
pub const REFERRED_BY_POLICE: &str = "POLICE";
/// The sort key if an agency owes nothing. It sorts after every time.
pub const NOTHING_OWED: &str = "nothing";

/// Into how many partitions the agenda, the coordinators' queue and each set of counters are divided. A partition takes
/// 1,000 write units in a second, and every change of every case may write there.
pub const SHARDS: u8 = 8;
/// Sort key of a case's state.
pub const STATE: &str = "STATE";
/// Prefix of the sort keys of events. The stream's filter uses it.
pub const EVENT_PREFIX: &str = "EVENT#";
/// Prefix of the sort keys of the access log.
pub const READ_PREFIX: &str = "READ#";

/// The sort keys of a case before all others, after the access log, and after all others.
pub const FIRST: &str = "!";
/// See [`FIRST`].
pub const AFTER_READS: &str = "READ$";
/// See [`FIRST`].
pub const LAST: &str = "~";
/// Sort key of the cases that an account opened within an hour.
pub const OPENED_SK: &str = "OPENED";

/// Partition key of the cases that an account opened within that hour.
pub fn hour_pk(account: &str, at: Timestamp) -> String {
    format!("HOUR#{account}#{}", &moment(at)[..13])
}

/// Partition key of the looks of an account.
pub fn reader_pk(account: &str) -> String {
    format!("READER#{account}")
}

/// Sort key of a look under its reader.
pub fn look_sk(at: Timestamp, reference: &Reference) -> String {
    format!("{}#{reference}", moment(at))
}

/// Partition key of the looks with a mark, by month.
pub fn marked_pk(at: Timestamp) -> String {
    format!("MARKED#{}", &moment(at)[..7])
}

/// Sort key of a look with a mark.
pub fn marked_sk(at: Timestamp, account: &str, reference: &Reference) -> String {
    format!("{}#{account}#{reference}", moment(at))
}

/// The partitions of looks with a mark from `from` until `now`, the latest first; at most those of three years.
pub fn marked_months(from: Timestamp, now: Timestamp) -> Vec<String> {
    let first = marked_pk(from);
    let mut day = now
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .first_of_month();
    let mut months = Vec::new();
    while months.len() < 37 {
        let month = format!("MARKED#{:04}-{:02}", day.year(), day.month());
        if month < first {
            break;
        }
        months.push(month);
        let Ok(before) = day.yesterday() else { break };
        day = before.first_of_month();
    }
    months
}

/// Partition key of a case, without the personal data.
pub fn case_pk(reference: &Reference) -> String {
    format!("CASE#{reference}")
}

/// Sort key of an event.
pub fn event_sk(seq: u32) -> String {
    format!("{EVENT_PREFIX}{seq:08}")
}

/// The event of such a record: its partition key, a slash and its sort key.
pub fn event_key(record: &str) -> Option<EventKey> {
    let (pk, sk) = record.split_once('/')?;
    Some(EventKey {
        reference: pk.strip_prefix("CASE#")?.parse().ok()?,
        seq: sk.strip_prefix(EVENT_PREFIX)?.parse().ok()?,
    })
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

/// Keys about the first event have no number, because they are older than the numbers.
fn numbered(what: &str, kind: UpdateKind, about: u32) -> String {
    match about {
        UpdateRequest::FIRST => format!("{what}#{kind}"),
        about => format!("{what}#{kind}#{about:08}"),
    }
}

/// Sort key of an entry in the access log.
pub fn read_sk(at: Timestamp, reader: &str) -> String {
    format!("{READ_PREFIX}{}#{reader}", moment(at))
}

/// Sort key of a provider's note. A provider's code has no `#`, so the key of one provider is never a prefix of
/// another's.
pub fn note_sk(provider: &str, id: &str) -> String {
    format!("NOTE#{provider}#{id}")
}

/// Sort key of a diary.
pub const DIARY_SK: &str = "DIARY";

/// Partition key of a service's load.
pub fn load_pk(service: &str) -> String {
    format!("LOAD#{service}")
}

/// Sort key of a service's load.
pub const LOAD: &str = "LOAD";

/// Partition key of the memory of a person, from a keyed hash.
pub fn person_seen_pk(hash: &str) -> String {
    format!("PERSON#{hash}")
}

/// Partition key of the memory of a place, from a keyed hash.
pub fn place_seen_pk(hash: &str) -> String {
    format!("PLACE#{hash}")
}

/// Sort key of the memory.
pub const SIGHTINGS: &str = "SIGHTINGS";

/// What the keys of counters begin with.
const COUNTERS: &str = "COUNT#";

/// What the keys of releases begin with. The role of the function that shows figures can read nothing else of the table.
const RELEASES: &str = "RELEASE#";

/// Key of a release.
pub fn release_pk(key: &str) -> String {
    format!("{RELEASES}{key}")
}

/// The release of such a key.
pub fn release_key(pk: &str) -> Option<&str> {
    pk.strip_prefix(RELEASES)
}

/// Key of the facts of a case, from a keyed hash of its reference.
pub fn facts_pk(key: &str) -> String {
    format!("FACTS#{key}")
}

/// Key of one part of the counters of a question and a period. Their sum counts.
pub fn counters_pk(key: &str, shard: u8) -> String {
    format!("{COUNTERS}{key}~{shard}")
}

/// The question and period of such a key.
pub fn counters_key(pk: &str) -> Option<&str> {
    Some(pk.strip_prefix(COUNTERS)?.rsplit_once('~')?.0)
}

/// Key of the document about a person.
pub fn person_pk(reference: &Reference) -> String {
    format!("PERSON#{reference}")
}

/// Key of what the person said, with the number of its event.
pub fn words_pk(reference: &Reference, seq: u32) -> String {
    format!("WORDS#{reference}#{seq}")
}

/// Key of a submission.
pub fn submission_pk(sender: &str, id: &str) -> String {
    format!("SUBMISSION#{sender}#{id}")
}

/// Key of a file's checkpoint.
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

/// The sort key of a case in the coordinators' queue, or `None` if they have nothing to do. The most urgent sorts
/// first, and each key is unique.
pub fn coordinator_queue_position(case: &Case) -> Option<String> {
    let place = domain::coordinator_queue::place(case)?;
    Some(coordinator_queue_key(&CoordinatorQueueCursor::of(
        place,
        &case.reference,
    )))
}

/// The sort key of a position in the queue.
pub fn coordinator_queue_key(mark: &CoordinatorQueueCursor) -> String {
    format!(
        "{}#{}#{}",
        domain::coordinator_queue::rank(mark.set_aside, mark.band),
        moment(mark.due),
        mark.reference
    )
}

/// Reads a position in the queue from its sort key.
pub fn coordinator_queue_cursor(key: &str) -> Option<CoordinatorQueueCursor> {
    key.replace('#', "~").parse().ok()
}

/// Which of the partitions a key belongs to. The same key always belongs to the same one.
pub fn shard(key: &str) -> u8 {
    // FNV-1a: short, the same everywhere, and even for keys that differ in one character.
    let hash = key.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let shard = (hash ^ (hash >> 16)) % u32::from(SHARDS);
    u8::try_from(shard).unwrap_or(0)
}

/// One of the partitions of the agenda for a lane. Items leave it when the clock has acted on them.
pub fn due_key(lane: Lane, shard: u8) -> String {
    let lane = match lane {
        Lane::Urgent => "URGENT",
        Lane::Usual => "USUAL",
        Lane::SetAside => "ASIDE",
    };
    format!("DUE#{lane}#{shard}")
}

/// The sort key of an item of the agenda: no other item has the same. So a page can begin after it in every partition.
pub fn due_at(at: Timestamp, reference: &Reference, sk: &str) -> String {
    format!("{}#{reference}#{sk}", moment(at))
}

/// What sorts after every item of the agenda that is due at that time.
pub fn due_until(now: Timestamp) -> String {
    format!("{}~", moment(now))
}

/// One of the partitions of the coordinators' queue. A case leaves it when coordinators have nothing left to do.
pub fn desk_key(shard: u8) -> String {
    format!("DESK#{shard}")
}

/// The sort key for when an agency owes something. Without anything owed it sorts last.
pub fn owed_by(due: Option<Timestamp>) -> String {
    due.map_or_else(|| NOTHING_OWED.to_owned(), moment)
}

/// A time that sorts as text: UTC with milliseconds, always of the same length.
pub fn moment(at: Timestamp) -> String {
    format!("{at:.3}")
}
