//! The closed sets of a person's own pages, as they would say them.

use ::words::codes;
use events::case::{ChoiceReason, ComplaintAbout};
use events::referral::{ChannelKind, Day, Scope};

/// A short name for a way to contact a person.
pub fn channel(kind: ChannelKind) -> &'static str {
    codes::channel(kind.as_str()).unwrap_or(kind.as_str())
}

/// That a way is safe.
pub fn channel_safe(kind: ChannelKind) -> &'static str {
    codes::channel_safe(kind.as_str()).unwrap_or(kind.as_str())
}

pub fn day(day: Day) -> &'static str {
    codes::day(day.as_str()).unwrap_or(day.as_str())
}

/// What a person agrees to.
pub fn scope(scope: Scope) -> &'static str {
    codes::scope(scope.as_str()).unwrap_or(scope.as_str())
}

/// Why a person does not want a service; empty if it is not a reason against one.
pub fn why_not(why: ChoiceReason) -> &'static str {
    codes::why_not(why.as_str()).unwrap_or_default()
}

/// What a complaint is about.
pub fn complaint(about: ComplaintAbout) -> &'static str {
    codes::complaint(about.as_str()).unwrap_or(about.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_label() {
        let sets: Vec<(Vec<&str>, &[&str])> = vec![
            (
                ChannelKind::ALL.iter().map(|one| one.as_str()).collect(),
                codes::CHANNEL,
            ),
            (
                ChannelKind::ALL.iter().map(|one| one.as_str()).collect(),
                codes::CHANNEL_SAFE,
            ),
            (
                Day::ALL.iter().map(|one| one.as_str()).collect(),
                codes::DAY,
            ),
            (
                Scope::ALL.iter().map(|one| one.as_str()).collect(),
                codes::SCOPE,
            ),
            (
                ComplaintAbout::ALL.iter().map(|one| one.as_str()).collect(),
                codes::COMPLAINT,
            ),
        ];
        for (mut values, labels) in sets {
            let mut labels = labels.to_vec();
            values.sort_unstable();
            labels.sort_unstable();
            assert_eq!(labels, values);
        }
    }
}
