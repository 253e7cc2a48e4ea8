//! The digest: all news, once a week or once a month.

use super::together::says;
use super::{Notification, content_of, is_news, kind_of};
use crate::calendar::london_today;
use events::case::{Case, CaseChange, CaseEvent, CaseFile, Update};
use events::referral::Frequency;
use events::update::{UpdateKind, UpdateRequest};
use jiff::civil::{Date, Time, date};
use jiff::{SignedDuration, Span, Timestamp};

/// The time of day for digests. Nothing is sent at night, and mail that arrives with the morning
/// post attracts least attention.
const MORNING: Time = Time::constant(9, 0, 0, 0);

/// Older events are not news, unless nothing was sent since. This is longer than a month between
/// two digests plus a week of waiting for the person's hours.
const OLD: SignedDuration = SignedDuration::from_hours(39 * 24);

/// Day 0.
const EPOCH: Date = date(1970, 1, 1);

/// The day in London, counted from 1 January 1970. It identifies a digest: there is at most one a
/// day.
pub fn day_of(at: Timestamp) -> u32 {
    let days = london_today(at)
        .since(EPOCH)
        .map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or_default()
}

/// When the next digest is due after `now`. `None` if the person does not want digests.
///
/// Digests come at 09:00 in London: weekly on the weekday on which the case was opened, or monthly
/// on that day of the month or the month's last day. This spreads them over all days.
pub fn digest_due(case: &Case, frequency: Option<Frequency>, now: Timestamp) -> Option<Timestamp> {
    let opened = london_today(case.opened_at);
    let today = london_today(now);
    let due = |day: Date| {
        day.to_datetime(MORNING)
            .to_zoned(jiff::tz::get!("Europe/London"))
            .ok()
            .map(|at| at.timestamp())
    };
    let mut days: Box<dyn Iterator<Item = Option<Date>>> = match frequency? {
        Frequency::EveryChange | Frequency::OnlyWhenAsked => return None,
        Frequency::Weekly => {
            let since = today.since(opened).map_or(0, |span| span.get_days());
            let next = (7 - since.rem_euclid(7)).rem_euclid(7);
            Box::new(
                [next, next + 7]
                    .into_iter()
                    .map(move |days| today.checked_add(Span::new().days(days)).ok()),
            )
        }
        Frequency::Monthly => Box::new((0..=1).map(move |months| {
            let month = today
                .first_of_month()
                .checked_add(Span::new().months(months))
                .ok()?;
            month
                .with()
                .day(opened.day().min(month.days_in_month()))
                .build()
                .ok()
        })),
    };
    days.find_map(|day| due(day?).filter(|at| *at > now))
}

/// The news since the person's last update, oldest first and without repeats, and the last event
/// that was considered. News that no longer holds is left out. So are old events, unless a pause or
/// the wait for this digest kept them back.
pub fn digest_of(file: &CaseFile, now: Timestamp) -> (Vec<Notification>, u32) {
    let before = file
        .updates
        .iter()
        .filter(|update| update.through.is_some())
        .max_by_key(|update| update.through);
    let told = before.and_then(|update| update.through).unwrap_or_default();
    let last = file.events.last().map_or(told, |event| event.seq);
    (between(file, before, last, now, now), last)
}

/// The content of `digest` that still holds, for somebody who gives it by hand.
pub(super) fn said_in(file: &CaseFile, digest: &Update, now: Timestamp) -> Vec<Notification> {
    let earlier = file
        .updates
        .iter()
        .filter(|update| update.through.is_some() && update.through < digest.through);
    let before = earlier.max_by_key(|update| update.through);
    between(
        file,
        before,
        digest.through.unwrap_or_default(),
        digest.claimed_at,
        now,
    )
}

/// The content that still holds at `now` of a digest from `at`, which followed the digest `before`
/// and considered the events up to `last`.
fn between(
    file: &CaseFile,
    before: Option<&Update>,
    last: u32,
    at: Timestamp,
    now: Timestamp,
) -> Vec<Notification> {
    let case = &file.case;
    let told = before.and_then(|update| update.through).unwrap_or_default();
    let recent = quiet_since(&file.events, at).unwrap_or(at) - OLD;
    let since = before.map_or(recent, |update| update.claimed_at.min(recent));
    let mut found: Vec<Notification> = Vec::new();
    let new = |event: &&CaseEvent| event.seq > told && event.seq <= last && event.at > since;
    for event in file.events.iter().filter(new) {
        let Some(kind) = kind_of(&event.what) else {
            continue;
        };
        let alone = file
            .updates
            .iter()
            .any(|update| update.kind == kind && says(file, update, event));
        if alone || kind == UpdateKind::Acknowledgement || !is_news(case, event, kind) {
            continue;
        }
        let request = UpdateRequest {
            reference: case.reference.clone(),
            kind,
            about: event.seq,
        };
        found.extend(content_of(file, &request, now).filter(|one| !found.contains(one)));
    }
    found
}

/// When the pause started that includes `at` or ended shortly before. Pauses in close succession
/// count as one.
fn quiet_since(events: &[CaseEvent], at: Timestamp) -> Option<Timestamp> {
    let mut quiet: Option<(Timestamp, Option<Timestamp>)> = None;
    let lately =
        |ended: Option<Timestamp>, at: Timestamp| ended.is_none_or(|ended| ended > at - OLD);
    for event in events.iter().filter(|event| event.at <= at) {
        match (&event.what, quiet) {
            (CaseChange::Paused(_), Some((began, ended))) if lately(ended, event.at) => {
                quiet = Some((began, None))
            }
            (CaseChange::Paused(_), _) => quiet = Some((event.at, None)),
            (CaseChange::Resumed { .. } | CaseChange::Closed(_), Some((began, None))) => {
                quiet = Some((began, Some(event.at)))
            }
            _ => {}
        }
    }
    quiet
        .filter(|(_, ended)| lately(*ended, at))
        .map(|(began, _)| began)
}
