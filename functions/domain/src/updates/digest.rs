//! The digest: all that is new, once a week or once a month.

use super::{News, is_news, kind_of, news};
use crate::calendar::london_today;
use events::case::{Case, CaseFile};
use events::referral::Frequency;
use events::update::{UpdateKind, UpdateRequest};
use jiff::civil::{Date, Time, date};
use jiff::{SignedDuration, Span, Timestamp};

/// When a digest is due: nobody is written to at night by a machine, and mail sent with the first post disturbs least.
const MORNING: Time = Time::constant(9, 0, 0, 0);

/// What is older is no news: longer than the longest time between two digests.
const OLD: SignedDuration = SignedDuration::from_hours(35 * 24);

/// The first day that is counted.
const EPOCH: Date = date(1970, 1, 1);

/// The day in London, counted from 1 January 1970: what makes a digest one and the same. There is at most one a day.
pub fn day_of(at: Timestamp) -> u32 {
    let days = london_today(at).since(EPOCH).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or_default()
}

/// When the next digest is due after `now`; nothing where the person does not want one.
///
/// It comes at 09:00 in London, whatever the clocks do: each week on the weekday on which their case was opened, or each
/// month on its day, or the month's last where it has no such day. So no day is everybody's.
pub fn digest_due(case: &Case, frequency: Option<Frequency>, now: Timestamp) -> Option<Timestamp> {
    let opened = london_today(case.opened_at);
    let today = london_today(now);
    let due =
        |day: Date| day.to_datetime(MORNING).to_zoned(jiff::tz::get!("Europe/London")).ok().map(|at| at.timestamp());
    let mut days: Box<dyn Iterator<Item = Option<Date>>> = match frequency? {
        Frequency::EveryChange | Frequency::OnlyWhenAsked => return None,
        Frequency::Weekly => {
            let since = today.since(opened).map_or(0, |span| span.get_days());
            let next = (7 - since.rem_euclid(7)).rem_euclid(7);
            Box::new([next, next + 7].into_iter().map(move |days| today.checked_add(Span::new().days(days)).ok()))
        }
        Frequency::Monthly => Box::new((0..=1).map(move |months| {
            let month = today.first_of_month().checked_add(Span::new().months(months)).ok()?;
            month.with().day(opened.day().min(month.days_in_month())).build().ok()
        })),
    };
    days.find_map(|day| due(day?).filter(|at| *at > now))
}

/// What is new in a case since the person was last told, and the last event that was looked at; oldest first, nothing
/// twice. What is no longer so is left out.
pub fn digest_of(file: &CaseFile, now: Timestamp) -> (Vec<News>, u32) {
    let case = &file.case;
    let told = file.updates.iter().filter_map(|update| update.through).max().unwrap_or_default();
    let mut found: Vec<News> = Vec::new();
    for event in file.events.iter().filter(|event| event.seq > told && event.at > now - OLD) {
        let Some(kind) = kind_of(&event.what) else { continue };
        let alone = file.updates.iter().any(|update| update.kind == kind && update.about == event.seq);
        if alone || kind == UpdateKind::Acknowledgement || !is_news(case, event, kind) {
            continue;
        }
        let request = UpdateRequest { reference: case.reference.clone(), kind, about: event.seq };
        found.extend(news(file, &request, now).filter(|one| !found.contains(one)));
    }
    (found, file.events.last().map_or(told, |event| event.seq))
}
