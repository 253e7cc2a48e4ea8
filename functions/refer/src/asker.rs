//! Counts the referrals that a connection sends, under keyed hashes. The connection itself is stored nowhere.

use crate::{Context, Ports};
use application::intake::Connection;
use domain::calendar::london_today;
use domain::flood::{WINDOWS, Window, is_set_aside};
use futures_util::future::{join, join_all};
use jiff::Timestamp;
use platform::ports::{Attempts, TryLimit};

/// What the counts say about a referral.
pub(crate) struct Counted {
    is_counted: bool,
    /// The mark of the connection, if many came from there.
    set_aside: Option<String>,
}

impl Counted {
    pub(crate) fn connection(&self) -> Connection<'_> {
        Connection {
            is_counted: self.is_counted,
            set_aside: self.set_aside.as_deref(),
        }
    }
}

/// Counts one more referral from `asker`. Each is one write for each window, whatever the count is, so that the time of
/// the answer says nothing. If they cannot be counted, the referral is taken all the same.
pub(crate) async fn count<P: Ports>(
    context: &Context<'_, P>,
    asker: Option<&str>,
    now: Timestamp,
) -> Counted {
    let Some(asker) = asker else {
        return Counted {
            is_counted: false,
            set_aside: None,
        };
    };
    let [hour, day] = WINDOWS;
    let numbers = join(
        number(context, asker, hour, now),
        number(context, asker, day, now),
    )
    .await;
    let many = is_set_aside(numbers.into());
    if many {
        // An operator sees that it happens, and not from where.
        tracing::warn!("a referral was set aside: many came from one connection");
    }
    let mark = context.keys.sender_mark(asker, london_today(now));
    Counted {
        is_counted: true,
        set_aside: many.then_some(mark),
    }
}

async fn number<P: Attempts>(
    context: &Context<'_, P>,
    asker: &str,
    window: Window,
    now: Timestamp,
) -> Option<u32> {
    let limit = TryLimit {
        most: u32::MAX,
        lasts: window.lasts,
    };
    let key = context.keys.counted_sender(asker, window.name);
    let counted = context.ports.count_try(&key, limit, now).await;
    counted.unwrap_or_else(|error| {
        tracing::warn!(cause = %error, "a referral could not be counted");
        None
    })
}

/// Takes one back, because it was a repeat or was not stored.
pub(crate) async fn take_back<P: Ports>(
    context: &Context<'_, P>,
    asker: Option<&str>,
    now: Timestamp,
) {
    let Some(asker) = asker else {
        return;
    };
    let keys = WINDOWS.map(|window| context.keys.counted_sender(asker, window.name));
    let all = join_all(keys.iter().map(|key| context.ports.take_back_try(key, now))).await;
    for error in all.into_iter().filter_map(Result::err) {
        tracing::warn!(cause = %error, "a referral that added nothing is counted");
    }
}
