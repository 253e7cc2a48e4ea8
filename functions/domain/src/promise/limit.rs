//! A time limit of the Victims' Code in words.

use super::rules::{Limits, Rule, code_edition};
use events::justice::Limit;
use jiff::civil::Date;
use words::expect;

/// The time limit of the duty with this code, in the edition that is in force on `day`. If it is shorter with enhanced
/// rights, it says both. `None` if the edition has no such duty, or the duty has no limit.
pub fn limit_in_words(code: &str, day: Date) -> Option<String> {
    let edition = code_edition(day)?;
    let own = |rule: &Rule| (rule.code == code).then_some(rule.limit);
    let first = |rule: &Rule| {
        let first = rule.first.as_ref().filter(|first| first.code == code)?;
        Some(first.limit)
    };
    let Limits { standard, enhanced } = edition
        .rules
        .iter()
        .find_map(|rule| own(rule).or_else(|| first(rule)))?;
    match (standard, enhanced) {
        (Limit::WorkingDays(days), Limit::WorkingDays(fewer)) if fewer != days => {
            Some(expect::limit_days_both(days, fewer))
        }
        (Limit::WorkingDays(days), _) => Some(expect::limit_days(days.into())),
        (Limit::Months(months), _) => Some(expect::limit_months(months.into())),
        (Limit::Named, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::article::{Block, Span, step_page, steps};

    const DAY: Date = jiff::civil::date(2026, 11, 28);

    #[test]
    fn a_limit_says_what_enhanced_rights_change() {
        for (code, expected) in [
            ("arrested", Some("5 working days (1 with enhanced rights)")),
            ("hearing-set", Some("1 working day")),
            ("ask-police-review", Some("3 months")),
            ("no-such-duty", None),
        ] {
            assert_eq!(limit_in_words(code, DAY).as_deref(), expected, "{code}");
        }
    }

    #[test]
    fn every_limit_that_a_step_names_is_in_the_code() {
        let mut named = 0;
        for step in steps() {
            let page = step_page(step.slug).unwrap();
            for block in page.body {
                let lines: Vec<&[Span]> = match block {
                    Block::Paragraph(line) => vec![line],
                    Block::List { items, .. } => items.to_vec(),
                    _ => Vec::new(),
                };
                for span in lines.into_iter().flatten() {
                    if let Span::Limit(code) = span {
                        named += 1;
                        assert!(limit_in_words(code, DAY).is_some(), "{}: {code}", step.slug);
                    }
                }
            }
        }
        assert!(named > 20, "{named}");
    }
}
