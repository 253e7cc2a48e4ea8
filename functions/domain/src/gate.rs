//! The safety gate: the one place that decides whether a machine may tell a person something.
//!
//! The mail port takes a [`Permitted`] and nothing else, and only [`decide`] makes one. Unknown is never safe.

use crate::assess::automatic_contact;
use events::case::{Case, CloseReason, CoordinatorReason};
use events::referral::{Basis, Channel, ChannelKind, Day, Frequency, Referral, Scope, SourceKind};
use events::update::UpdateKind;
use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Timestamp, tz::TimeZone};

/// An e-mail that may be sent now. It cannot be made anywhere else, nor changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permitted {
    address: String,
    kind: UpdateKind,
}

impl Permitted {
    /// The address that the person called safe.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What may be said.
    pub fn kind(&self) -> UpdateKind {
        self.kind
    }
}

/// What the gate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Send it, now.
    Send(Permitted),
    /// Not at this hour, or not while the person wants quiet: ask again then.
    Wait(Timestamp),
    /// No machine may say it.
    Never,
}

/// Whether anything may be said of a case at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactStatus {
    /// It may.
    Open,
    /// The person asked for quiet until then (KE5).
    Quiet(Timestamp),
    /// A provider found that it was not safe to go on, and nobody has said since how the person can be reached.
    Unsafe,
    /// A provider heard that the person has died, and no coordinator has found out yet.
    PerhapsDied,
    /// The person took back that they want to be told. Not even that the hub has their referral is said to them.
    Unwanted,
    /// Nobody is there to be told: the person has died, all that says who they are is deleted or about to be, they are told
    /// under another reference, or the case should never have been.
    Silent,
}

impl ContactStatus {
    /// How the case stands.
    pub fn of(case: &Case) -> Self {
        let silent = [
            CloseReason::Died,
            CloseReason::Duplicate,
            CloseReason::EnteredInError,
        ];
        let forgotten = case.erasing.is_some() || case.erased_at.is_some();
        if forgotten
            || case
                .ended
                .as_ref()
                .is_some_and(|ended| silent.contains(&ended.why))
        {
            return Self::Silent;
        }
        if case.perhaps_died() {
            return Self::PerhapsDied;
        }
        if case.updates_taken_back {
            return Self::Unwanted;
        }
        // That the coordinators hold it no more says that they know of it, and not that anybody has spoken to the person.
        if case.unsafe_since.is_some() || case.held(CoordinatorReason::Unsafe) {
            return Self::Unsafe;
        }
        case.paused_until.map_or(Self::Open, Self::Quiet)
    }
}

/// Whether `kind` may be sent at `now`, by the answers that `referral` holds today and as the case stands today.
///
/// Contract, "What follows a 201": only where the automatic channel is e-mail, to the first safe address, within that
/// channel's window; nothing where the person wants to hear only when they ask, or where nobody has asked them yet. Beyond
/// the acknowledgement, only where they agreed to be told (consent, `updates`).
pub fn decide(
    kind: UpdateKind,
    referral: &Referral,
    standing: ContactStatus,
    now: Timestamp,
) -> Decision {
    let earliest = match standing {
        ContactStatus::Open => now,
        ContactStatus::Quiet(until) => until.max(now),
        ContactStatus::Unsafe
        | ContactStatus::PerhapsDied
        | ContactStatus::Unwanted
        | ContactStatus::Silent => {
            return Decision::Never;
        }
    };
    if !wanted(kind, referral) || automatic_contact(referral).automatic != Some(ChannelKind::Email)
    {
        return Decision::Never;
    }
    let first_safe = referral
        .contact
        .channels
        .iter()
        .find(|channel| channel.kind == ChannelKind::Email && channel.safe);
    let Some((channel, address)) =
        first_safe.and_then(|channel| Some((channel, channel.address.clone()?)))
    else {
        return Decision::Never;
    };
    match next_opening(channel, earliest) {
        Some(opening) if opening <= now => Decision::Send(Permitted { address, kind }),
        Some(opening) => Decision::Wait(opening),
        None => Decision::Never,
    }
}

/// From when on somebody has to say what the gate lets no machine say: by voice or letter, only where such a way was called
/// safe, or by finding a safe way where a provider found that it was not. In a quiet time it waits for its end (KE5).
///
/// Nothing where the person wants no such word, where nobody asked them yet, where they may have died, or where they look at their
/// own page for it.
pub fn needs_a_person(
    kind: UpdateKind,
    referral: &Referral,
    standing: ContactStatus,
    now: Timestamp,
) -> Option<Timestamp> {
    let by_hand = [ChannelKind::Phone, ChannelKind::Text, ChannelKind::Letter];
    let has_a_way = referral
        .contact
        .channels
        .iter()
        .any(|channel| channel.safe && by_hand.contains(&channel.kind));
    let hears = has_a_way && automatic_contact(referral).automatic != Some(ChannelKind::Online);
    let from = match standing {
        ContactStatus::Open => hears.then_some(now),
        ContactStatus::Quiet(until) => hears.then_some(until.max(now)),
        ContactStatus::Unsafe => Some(now),
        ContactStatus::PerhapsDied | ContactStatus::Unwanted | ContactStatus::Silent => None,
    };
    from.filter(|_| wanted(kind, referral))
}

/// Whether the person wants to be told such a thing, and agreed to it.
fn wanted(kind: UpdateKind, referral: &Referral) -> bool {
    let consent = referral.consent.as_ref();
    let agreed = consent.is_some_and(|consent| consent.scope.contains(&Scope::Updates));
    let basis = consent.and_then(|consent| consent.basis);
    // Whoever was sent by somebody else, and agreed to nothing, did not ask to hear from anyone.
    let came_alone = referral.source.kind == SourceKind::SelfReferral;
    referral.contact.frequency != Some(Frequency::OnlyWhenAsked)
        && basis != Some(Basis::AwaitingConsent)
        && (basis.is_some() || came_alone)
        && (agreed || kind == UpdateKind::Acknowledgement)
}

/// The first moment from `now` on at which the clock in London shows a time within the channel's hours; `now` itself where
/// it does.
///
/// `None` where the hours cannot be read: what cannot be read is not safe.
pub fn next_opening(channel: &Channel, now: Timestamp) -> Option<Timestamp> {
    let from = read_time(channel.from.as_deref(), Time::midnight())?;
    let until = read_time(channel.until.as_deref(), Time::MAX)?;
    let here = now.to_zoned(london());
    // A weekday returns after a week. If the clocks skip its hours on that night, it takes a second week.
    (0..=14).find_map(|days| {
        let day = here.date().checked_add(Span::new().days(days)).ok()?;
        if !(channel.days.is_empty() || channel.days.contains(&day_of(day.weekday()))) {
            return None;
        }
        opening_on(day, from, until, now)
    })
}

/// The first moment of that day in London, from `now` on, at which the clock shows a time from `from` until before `until`.
///
/// A change of the clocks cuts the day in two. Each part has one offset, so hours that the clock skips have no moment, and
/// hours that it shows twice are open twice.
fn opening_on(day: Date, from: Time, until: Time, now: Timestamp) -> Option<Timestamp> {
    let starts = day.to_zoned(london()).ok()?.timestamp();
    let ends = day.tomorrow().ok()?.to_zoned(london()).ok()?.timestamp();
    let zone = london();
    let changes = zone
        .following(starts)
        .map(|change| change.timestamp())
        .take_while(|change| *change < ends);
    let mut part_starts = starts;
    for part_ends in changes.chain([ends]) {
        let offset = zone.to_offset(part_starts);
        let opens = offset.to_timestamp(day.to_datetime(from)).ok()?;
        let closes = offset.to_timestamp(day.to_datetime(until)).ok()?;
        let moment = opens.max(part_starts).max(now);
        if moment < closes.min(part_ends) {
            return Some(moment);
        }
        part_starts = part_ends;
    }
    None
}

fn read_time(text: Option<&str>, absent: Time) -> Option<Time> {
    text.map_or(Some(absent), |text| Time::strptime("%H:%M", text).ok())
}

fn day_of(weekday: Weekday) -> Day {
    match weekday {
        Weekday::Monday => Day::Mon,
        Weekday::Tuesday => Day::Tue,
        Weekday::Wednesday => Day::Wed,
        Weekday::Thursday => Day::Thu,
        Weekday::Friday => Day::Fri,
        Weekday::Saturday => Day::Sat,
        Weekday::Sunday => Day::Sun,
    }
}

fn london() -> TimeZone {
    jiff::tz::get!("Europe/London")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn referral(contact: serde_json::Value) -> Referral {
        serde_json::from_value(serde_json::json!({
            "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10",
            "source": {"kind": "self"},
            "person": {"role": "victim", "name": "Robin"},
            "contact": contact,
        }))
        .unwrap()
    }

    fn check(contact: serde_json::Value, now: &str) -> Decision {
        decide(
            UpdateKind::Acknowledgement,
            &referral(contact),
            ContactStatus::Open,
            now.parse().unwrap(),
        )
    }

    #[test]
    fn a_safe_address_without_hours_is_written_to_at_once() {
        let said = check(
            serde_json::json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}]}),
            "2026-11-22T03:00:00Z",
        );
        assert!(
            matches!(said, Decision::Send(permitted) if permitted.address() == "robin@example.org")
        );
    }

    #[test]
    fn an_address_that_nobody_called_safe_is_never_written_to() {
        for contact in [
            serde_json::json!({"channels": [{"kind": "email", "safe": false, "address": "robin@example.org"}]}),
            serde_json::json!({"channels": [{"kind": "phone", "safe": true, "address": "07700900114"}]}),
            serde_json::json!({"channels": []}),
            serde_json::json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}],
                               "frequency": "only-when-asked"}),
        ] {
            assert_eq!(check(contact, "2026-11-22T12:00:00Z"), Decision::Never);
        }
    }

    #[test]
    fn outside_its_hours_the_mail_waits_for_the_next_opening_in_london() {
        let contact = serde_json::json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org",
            "from": "09:30", "until": "12:00", "days": ["mon", "tue"]}]});
        // Sunday evening in winter: Monday at half past nine.
        assert_eq!(
            check(contact.clone(), "2026-11-22T20:00:00Z"),
            Decision::Wait("2026-11-23T09:30:00Z".parse().unwrap())
        );
        // Tuesday at noon the window has just closed: next Monday.
        assert_eq!(
            check(contact.clone(), "2026-11-24T12:00:00Z"),
            Decision::Wait("2026-11-30T09:30:00Z".parse().unwrap())
        );
        // Summer time is an hour ahead.
        assert_eq!(
            check(contact.clone(), "2027-06-06T20:00:00Z"),
            Decision::Wait("2027-06-07T08:30:00Z".parse().unwrap())
        );
        assert!(matches!(
            check(contact, "2027-06-07T08:30:00Z"),
            Decision::Send(_)
        ));
    }

    #[test]
    fn hours_that_the_clock_skips_wait_for_their_next_night() {
        let contact = serde_json::json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org",
            "from": "01:15", "until": "01:45"}]});
        // 02:20 in London: the clock went from 01:00 to 02:00.
        assert_eq!(
            check(contact.clone(), "2027-03-28T01:20:00Z"),
            Decision::Wait("2027-03-29T00:15:00Z".parse().unwrap())
        );
        // In autumn the hour comes twice, and both times it is safe; 01:50 between them is not.
        for (now, open) in [("00:20", true), ("00:50", false), ("01:20", true)] {
            let said = check(contact.clone(), &format!("2027-10-31T{now}:00Z"));
            assert_eq!(matches!(said, Decision::Send(_)), open, "{now}");
        }
        // An hour of Sundays only, and the next Sunday does not have it.
        let mut sundays = contact;
        sundays["channels"][0]["days"] = serde_json::json!(["sun"]);
        assert_eq!(
            check(sundays, "2027-03-22T12:00:00Z"),
            Decision::Wait("2027-04-04T00:15:00Z".parse().unwrap())
        );
    }

    #[test]
    fn hours_that_cannot_be_read_are_not_safe_hours() {
        let contact = serde_json::json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org",
            "from": "soon"}]});
        assert_eq!(check(contact, "2026-11-22T12:00:00Z"), Decision::Never);
    }

    #[test]
    fn only_the_first_safe_address_counts() {
        let contact = serde_json::json!({"channels": [
            {"kind": "email", "safe": false, "address": "home@example.org"},
            {"kind": "email", "safe": true, "address": "work@example.org", "from": "09:00", "until": "17:00"},
            {"kind": "email", "safe": true, "address": "sister@example.org"}]});
        assert_eq!(
            check(contact, "2026-11-22T20:00:00Z"),
            Decision::Wait("2026-11-23T09:00:00Z".parse().unwrap())
        );
    }
}
