//! The contact gate: the one place that decides whether the hub may send the person something.
//!
//! The mail port takes only a [`Permitted`], and only [`decide`] creates one. Unknown is never
//! safe.

use crate::assess::automatic_contact;
use events::case::{Case, CloseReason, CoordinatorReason};
use events::referral::{
    Basis, Channel, ChannelKind, Day, Frequency, Referral, Scope, SourceKind, Way,
};
use events::update::UpdateKind;
use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Timestamp, tz::TimeZone};

/// An e-mail that may be sent now. No other module can create or change one.
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

    /// The kind of update that may be sent.
    pub fn kind(&self) -> UpdateKind {
        self.kind
    }
}

/// The gate's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Send it now.
    Send(Permitted),
    /// Wait until this time: it is outside the safe hours, or the person paused contact. Then ask
    /// again.
    Wait(Timestamp),
    /// The hub may not send it.
    Never,
}

/// Whether the hub may contact the person at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactStatus {
    Open,
    /// The person paused contact until then (KE5).
    Quiet(Timestamp),
    /// A provider found that it was not safe to continue, and nobody has confirmed a safe way
    /// since.
    Unsafe,
    /// A provider heard that the person has died, and no coordinator has checked yet.
    PerhapsDied,
    /// The person withdrew consent to updates. The hub does not even acknowledge their referral.
    Unwanted,
    /// Many referrals came from the same connection, and no coordinator has looked at this one yet.
    SetAside,
    /// There is nobody to contact: the person has died, their data is deleted or about to be,
    /// another case continues, or the case should never have been opened.
    Silent,
}

impl ContactStatus {
    /// The contact status of a case.
    pub fn of(case: &Case) -> Self {
        let silent = [
            CloseReason::Died,
            CloseReason::Duplicate,
            CloseReason::EnteredInError,
        ];
        if case.lifecycle.is_forgotten()
            || case
                .lifecycle
                .ended
                .as_ref()
                .is_some_and(|ended| silent.contains(&ended.why))
        {
            return Self::Silent;
        }
        if case.set_aside().is_some() {
            return Self::SetAside;
        }
        if case.coordination.perhaps_died() {
            return Self::PerhapsDied;
        }
        if case.contact.updates_taken_back {
            return Self::Unwanted;
        }
        if is_unsafe(case) {
            return Self::Unsafe;
        }
        case.contact.paused_until.map_or(Self::Open, Self::Quiet)
    }
}

/// Why nobody should use the person's ways of contact now, for the people who would call or write: `unsafe`,
/// `perhaps-died`, `died`, or `over` if the case itself has no contact any more. `None` if nothing is known against it. It
/// says so also if the person wants no updates, which hides the rest from [`ContactStatus`].
pub fn contact_stop(case: &Case) -> Option<&'static str> {
    let ended = case.lifecycle.ended.as_ref().map(|ended| ended.why);
    if ended == Some(CloseReason::Died) {
        Some("died")
    } else if ContactStatus::of(case) == ContactStatus::Silent {
        Some("over")
    } else if case.coordination.perhaps_died() {
        Some("perhaps-died")
    } else {
        is_unsafe(case).then_some("unsafe")
    }
}

/// A hold that has ended shows that the coordinators know of the problem, not that anybody has spoken to the person.
fn is_unsafe(case: &Case) -> bool {
    case.contact.unsafe_since.is_some() || case.coordination.held(CoordinatorReason::Unsafe)
}

/// Decides whether `kind` may be sent at `now`, from the current answers in `referral` and the
/// current state of the case.
///
/// Contract, "What follows a 201": only if the automatic channel is e-mail, to the first safe and
/// confirmed address, within that channel's hours. Never if the person asked for updates only on request, or
/// has not been asked yet. Everything except the acknowledgement also needs consent to `updates`.
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
        | ContactStatus::SetAside
        | ContactStatus::Silent => {
            return Decision::Never;
        }
    };
    let Some((channel, address)) = mail_for(kind, referral)
        .filter(|_| wants(kind, referral))
        .and_then(|channel| Some((channel, channel.address.clone()?)))
    else {
        return Decision::Never;
    };
    match next_opening(channel, earliest) {
        Some(opening) if opening <= now => Decision::Send(Permitted { address, kind }),
        Some(opening) => Decision::Wait(opening),
        None => Decision::Never,
    }
}

/// The e-mail address to which that kind of update goes, if the hub may write to one.
///
/// A way that changed on the person's page and that nobody has confirmed gets one message with a code
/// and nothing else: anyone who opened the page may have put their own address there. If the person said
/// that their address from before is still safe, it is told about the change.
fn mail_for(kind: UpdateKind, referral: &Referral) -> Option<&Channel> {
    let is_mail = |channel: &&Channel| channel.kind == ChannelKind::Email && channel.safe;
    let change = referral.page_change.as_ref();
    match kind {
        UpdateKind::ConfirmContact => {
            let code = change?.code.as_ref()?;
            let way = Way {
                kind: ChannelKind::Email,
                address: Some(code.address.clone()),
            };
            let as_confirmed = Referral {
                page_change: None,
                ..referral.clone()
            };
            let automatic = automatic_contact(&as_confirmed).automatic;
            let mut channels = referral.contact.channels.iter();
            channels
                .find(|channel| is_mail(channel) && channel.is(&way))
                .filter(|channel| referral.is_unconfirmed(channel))
                .filter(|_| automatic == Some(ChannelKind::Email))
        }
        UpdateKind::ContactChanged if change.is_some_and(|change| change.tell_before) => {
            change?.before.iter().find(is_mail)
        }
        _ => referral
            .usable()
            .find(is_mail)
            .filter(|_| automatic_contact(referral).automatic == Some(ChannelKind::Email)),
    }
}

/// When somebody has to tell the person what the hub may not send: by voice or letter if the person
/// called such a channel safe, or by finding a safe way if a provider found that there was none.
/// During a pause it waits for the end of the pause (KE5).
///
/// `None` if the person does not want this update, has not been asked yet, may have died, or looks
/// at their own page for it.
pub fn needs_a_person(
    kind: UpdateKind,
    referral: &Referral,
    standing: ContactStatus,
    now: Timestamp,
) -> Option<Timestamp> {
    let by_hand = [ChannelKind::Phone, ChannelKind::Text, ChannelKind::Letter];
    let has_a_way = referral
        .usable()
        .any(|channel| by_hand.contains(&channel.kind));
    let hears = has_a_way && automatic_contact(referral).automatic != Some(ChannelKind::Online);
    let from = match standing {
        ContactStatus::Open => hears.then_some(now),
        ContactStatus::Quiet(until) => hears.then_some(until.max(now)),
        ContactStatus::Unsafe => Some(now),
        ContactStatus::PerhapsDied
        | ContactStatus::Unwanted
        | ContactStatus::SetAside
        | ContactStatus::Silent => None,
    };
    from.filter(|_| wants(kind, referral))
}

/// Whether the person wants this kind of update, and agreed to it.
fn wants(kind: UpdateKind, referral: &Referral) -> bool {
    let consent = referral.consent.as_ref();
    let agreed = consent.is_some_and(|consent| consent.scope.contains(&Scope::Updates));
    let basis = consent.and_then(|consent| consent.basis);
    // A person whom somebody else referred without consent did not ask to hear from anyone.
    let came_alone = referral.source.kind == SourceKind::SelfReferral;
    referral.contact.frequency != Some(Frequency::OnlyWhenAsked)
        && basis != Some(Basis::AwaitingConsent)
        && (basis.is_some() || came_alone)
        && (agreed || kind == UpdateKind::Acknowledgement)
}

/// The first moment from `now` at which the clock in London is within the channel's hours. This is
/// `now` if it is within them already.
///
/// `None` if the hours cannot be read. Hours that cannot be read are not safe.
pub fn next_opening(channel: &Channel, now: Timestamp) -> Option<Timestamp> {
    let from = read_time(channel.from.as_deref(), Time::midnight())?;
    let until = read_time(channel.until.as_deref(), Time::MAX)?;
    let here = now.to_zoned(london());
    // Each weekday occurs once a week. If the clocks skip the opening hours on that day, the next
    // opening is a week later.
    (0..=14).find_map(|days| {
        let day = here.date().checked_add(Span::new().days(days)).ok()?;
        if !(channel.days.is_empty() || channel.days.contains(&day_of(day.weekday()))) {
            return None;
        }
        opening_on(day, from, until, now)
    })
}

/// The first moment of that day in London, not before `now`, at which the clock shows a time from
/// `from` up to `until`.
///
/// A clock change splits the day into two parts, each with one offset. Hours that the clock skips
/// therefore have no moment, and hours that it shows twice are open twice.
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
    fn mail_waits_for_the_safe_hours_in_london() {
        let contact = serde_json::json!({"channels": [{"kind": "email", "safe": true, "address": "robin@example.org",
            "from": "09:30", "until": "12:00", "days": ["mon", "tue"]}]});
        // Sunday evening in winter: the window opens on Monday at 09:30.
        assert_eq!(
            check(contact.clone(), "2026-11-22T20:00:00Z"),
            Decision::Wait("2026-11-23T09:30:00Z".parse().unwrap())
        );
        // Tuesday at noon: the window has just closed until next Monday.
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
        // In autumn the hour comes twice, and both are safe. 01:50 between them is not.
        for (now, open) in [("00:20", true), ("00:50", false), ("01:20", true)] {
            let said = check(contact.clone(), &format!("2027-10-31T{now}:00Z"));
            assert_eq!(matches!(said, Decision::Send(_)), open, "{now}");
        }
        // The window is on Sundays only, and its hour does not exist next Sunday.
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
