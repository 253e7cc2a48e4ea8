//! The Code's table of time limits, written by hand, compared with the shipped rules and an
//! independent calendar.

use crate::journey::Journey;
use domain::promise::{Edition, code_edition, due, in_force};
use events::assessment::Tier;
use events::justice::{Limit, PromiseOwner, Step};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use workdays::{LAST_YEAR, after_working_days, day_of, five, london_at, within_months, works};

/// One row: the step, the rule, who owes it, and the two limits in working days. Negative limits
/// are months.
type Row = (Step, &'static str, PromiseOwner, i32, i32);

const TABLE: &[Row] = {
    use PromiseOwner::{Court, Cps, Person, Police, Probation, WitnessCare};
    use Step::*;
    &[
        (CrimeReported, "written-confirmation", Police, 5, 5),
        (CrimeReported, "needs-assessment", Police, 0, 0),
        (CrimeReported, "ask-first", Police, 2, 2),
        (CrimeReported, "referral", Police, 2, 2),
        (CrimeReported, "updates", Police, 5, 5),
        (CrimeReported, "compensation-claim", Person, -24, -24),
        (NotInvestigated, "not-investigated", Police, 5, 1),
        (Arrested, "arrested", Police, 5, 1),
        (
            InterviewedUnderCaution,
            "interviewed-under-caution",
            Police,
            5,
            1,
        ),
        (
            ReleasedWithoutCharge,
            "released-without-charge",
            Police,
            5,
            1,
        ),
        (
            BailedOrUnderInvestigation,
            "bailed-or-under-investigation",
            Police,
            5,
            1,
        ),
        (BailChanged, "bail-changed", Police, 5, 1),
        (
            OutOfCourtDisposalConsidered,
            "out-of-court-disposal",
            Police,
            5,
            1,
        ),
        (Charged, "charged", Police, 5, 1),
        (Charged, "vps", Police, 5, 5),
        (
            NotProsecutedByPolice,
            "not-prosecuted-by-police",
            Police,
            5,
            1,
        ),
        (NotProsecutedByPolice, "ask-police-review", Person, -3, -3),
        (NotProsecutedByCps, "not-prosecuted-by-cps", Cps, 5, 1),
        (
            ChargeDroppedOrAltered,
            "charge-dropped-or-altered",
            Cps,
            5,
            1,
        ),
        (
            PoliceReviewRequested,
            "police-review-acknowledged",
            Police,
            10,
            10,
        ),
        (
            PoliceReviewRequested,
            "police-review-decided",
            Police,
            30,
            30,
        ),
        (CpsReviewRequested, "cps-review", Cps, 10, 10),
        (
            CpsIndependentReviewRequested,
            "cps-independent-review",
            Cps,
            30,
            30,
        ),
        (HearingSet, "hearing-set", WitnessCare, 1, 1),
        (CourtBailDecided, "court-bail-decided-court", Court, 5, 5),
        (CourtBailDecided, "court-bail-decided", WitnessCare, 5, 1),
        (CourtBailChanged, "court-bail-changed-court", Court, 5, 5),
        (CourtBailChanged, "court-bail-changed", WitnessCare, 5, 1),
        (WarrantIssued, "warrant-issued-court", Court, 5, 5),
        (WarrantIssued, "warrant-issued", WitnessCare, 5, 1),
        (Rearrested, "re-arrested-court", Court, 5, 5),
        (Rearrested, "re-arrested", WitnessCare, 5, 1),
        (MustGiveEvidence, "must-give-evidence", WitnessCare, 1, 1),
        (Verdict, "verdict-court", Court, 5, 5),
        (Verdict, "verdict", WitnessCare, 1, 1),
        (Sentenced, "sentenced-court", Court, 5, 5),
        (Sentenced, "sentenced", WitnessCare, 1, 1),
        (AppealNotice, "appeal-notice", WitnessCare, 1, 1),
        (AppealDateSet, "appeal-date-set", WitnessCare, 1, 1),
        (AppealChanged, "appeal-changed", WitnessCare, 1, 1),
        (AppealOutcome, "appeal-outcome", WitnessCare, 1, 1),
        (ContactSchemeEligible, "contact-scheme", WitnessCare, 10, 10),
        (ContactSchemeReferred, "liaison-officer", Probation, 20, 20),
        (ComplaintMade, "complaint-acknowledged", Police, 10, 10),
        (ComplaintMade, "complaint-answered", Police, 20, 20),
    ]
};

/// The row where the Code only says "before referral". The two working days are those of the
/// referral itself.
const ASKED_BEFORE_THE_REFERRAL: &str = "ask-first";

fn code() -> &'static Edition {
    code_edition(date(2026, 11, 23)).unwrap()
}

/// Moments from the first day of the edition. The longest journey from each ends before the
/// calendar does.
fn moment() -> impl Strategy<Value = Timestamp> {
    let seconds = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
    (seconds("2021-03-31T23:00:00Z")..seconds("2028-12-20T00:00:00Z"))
        .prop_map(|at| Timestamp::from_second(at).unwrap())
}

fn tier() -> impl Strategy<Value = Tier> {
    prop::sample::select(Tier::ALL.to_vec())
}

/// The due time, counted by hand.
fn counted(row: &Row, tier: Tier, from: Timestamp) -> Timestamp {
    let limit = if tier == Tier::Enhanced { row.4 } else { row.3 };
    let n = limit.unsigned_abs();
    if limit < 0 {
        within_months(from, n)
    } else {
        after_working_days(from, n)
    }
}

#[test]
fn every_shipped_rule_has_its_words() {
    for rule in &code().rules {
        let first = rule.first.iter().map(|first| &first.what);
        for key in first.chain([&rule.what]) {
            let sentence = words::render(key, &[]).unwrap_or_else(|| panic!("{key} has no words"));
            assert!(sentence.ends_with('.'), "{key}: {sentence}");
        }
    }
}

#[test]
fn the_shipped_rules_equal_the_table() {
    let mut shipped = BTreeSet::new();
    for rule in &code().rules {
        shipped.extend(
            rule.first
                .iter()
                .map(|first| (rule.step, first.code.as_str())),
        );
        shipped.insert((rule.step, rule.code.as_str()));
        assert!(
            !rule.code.contains('.') && !rule.what.is_empty() && !rule.authority.is_empty(),
            "{}",
            rule.code
        );
    }
    let table: BTreeSet<_> = TABLE.iter().map(|row| (row.0, row.1)).collect();
    assert_eq!(shipped, table);
    assert_eq!(table.len(), TABLE.len(), "a row is twice in the table");
}

#[test]
fn only_operative_editions_apply_from_their_day() {
    let mut text = serde_json::to_value(code()).unwrap();
    text["edition"] = "2027".into();
    text["effective_from"] = "2027-04-01".into();
    text["status"] = "draft".into();
    let draft: Edition = serde_json::from_value(text.clone()).unwrap();
    text["status"] = "operative".into();
    let next: Edition = serde_json::from_value(text).unwrap();
    let named =
        |editions: &[Edition], day| in_force(editions, day).map(|edition| edition.edition.clone());
    let with_draft = [code().clone(), draft];
    assert_eq!(
        named(&with_draft, date(2030, 1, 1)).as_deref(),
        Some("2020")
    );
    let with_next = [next, code().clone()];
    assert_eq!(
        named(&with_next, date(2027, 3, 31)).as_deref(),
        Some("2020")
    );
    assert_eq!(named(&with_next, date(2027, 4, 1)).as_deref(), Some("2027"));
    assert_eq!(named(&with_next, date(2021, 3, 31)), None);
}

#[test]
fn the_shipped_bank_holidays_equal_the_computed_ones() {
    let mut day = date(2012, 1, 1);
    while day <= date(LAST_YEAR, 12, 31) {
        assert_eq!(domain::calendar::is_working_day(day), works(day), "{day}");
        day = day.tomorrow().unwrap();
    }
    assert_eq!(domain::calendar::calendar_ends(), date(LAST_YEAR, 12, 31));
}

#[test]
fn every_limit_equals_the_hand_count() {
    let limits: BTreeSet<i32> = TABLE.iter().flat_map(|row| [row.3, row.4]).collect();
    let mut day = date(2021, 4, 1);
    // The latest start of a journey: its longest promise still ends in the last known year.
    while day <= date(LAST_YEAR, 12, 22) {
        // Before and after office hours, and in the last half hour, when the date in summer differs
        // from UTC.
        for from in [(0, 15), (8, 59), (17, 0), (17, 1), (23, 45)]
            .map(|(hour, minute)| london_at(day, hour, minute))
        {
            for limit in &limits {
                let n = limit.unsigned_abs();
                let (shipped, counted) = match limit {
                    ..0 => (due(Limit::Months(n), from), within_months(from, n)),
                    0.. => (
                        due(Limit::WorkingDays(n), from),
                        after_working_days(from, n),
                    ),
                };
                assert!(
                    shipped == counted || shipped.max(counted) > five(date(LAST_YEAR, 12, 31)),
                    "{limit} from {from}: {shipped}"
                );
            }
        }
        day = day.tomorrow().unwrap();
    }
}

#[test]
fn after_known_holidays_due_times_are_unverified() {
    for (from, until, verified) in [
        ("2028-12-22T10:00:00Z", "2029-01-02T17:00:00Z", false),
        // New Year's Day in a year without known holidays: a Monday that counts as a working day.
        ("2028-12-20T10:00:00Z", "2028-12-29T17:00:00Z", true),
        ("2029-12-21T10:00:00Z", "2029-12-28T17:00:00Z", false),
    ] {
        let mut journey = Journey::begin(Tier::Standard, from.parse().unwrap());
        journey.step(Step::Arrested, 0);
        let promise = journey.promise("arrested");
        assert_eq!(
            (promise.due, promise.verified),
            (until.parse().unwrap(), verified),
            "{from}"
        );
    }
}

#[test]
fn an_unchecked_rule_makes_an_unverified_promise() {
    let mut journey = Journey::begin(Tier::Standard, "2026-11-23T10:00:00Z".parse().unwrap());
    journey.step(Step::Charged, 0);
    assert!(!journey.promise("charged").verified);
    journey.step(Step::Arrested, 0);
    assert!(journey.promise("arrested").verified);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn due_times_equal_the_independent_calendar(
        from in moment(), days in 0_u32..=30, months in 0_u32..=24
    ) {
        let counted_days = after_working_days(from, days);
        let counted_months = within_months(from, months);
        if counted_days < five(date(LAST_YEAR, 12, 31)) {
            prop_assert_eq!(due(Limit::WorkingDays(days), from), counted_days);
            prop_assert!(works(day_of(counted_days)));
            prop_assert!(counted_days >= from);
        }
        // A month that ends after the known holidays has holidays that only the other calendar
        // knows.
        if day_of(from).checked_add(jiff::Span::new().months(months)).unwrap() <= date(LAST_YEAR, 12, 31) {
            prop_assert_eq!(due(Limit::Months(months), from), counted_months);
            prop_assert!(works(day_of(counted_months)));
        }
    }

    #[test]
    fn enhanced_rights_never_come_later(from in moment()) {
        for rule in &code().rules {
            let limits = [Some(rule.limit), rule.first.as_ref().map(|first| first.limit)];
            for limit in limits.into_iter().flatten() {
                prop_assert!(due(limit.of(Tier::Enhanced), from) <= due(limit.of(Tier::Standard), from), "{}", rule.code);
            }
        }
    }

    /// From the report to the last appeal, with every step once: every row of the table applies,
    /// each with its time.
    #[test]
    fn every_row_of_the_code_applies(
        start in moment(),
        gaps in prop::collection::vec(0_i64..500, Step::ALL.len() * 2),
        tier in tier(),
    ) {
        let mut journey = Journey::begin(tier, start);
        let mut gaps = gaps.into_iter();
        for step in Step::ALL {
            journey.step(*step, gaps.next().unwrap());
            journey.hear_and_tell(gaps.next().unwrap());
        }
        prop_assume!(journey.now() < "2028-12-22T00:00:00Z".parse().unwrap());
        let known_until = five(date(LAST_YEAR, 12, 31));
        let mut fired = BTreeSet::new();
        for promise in &journey.case().justice.promises {
            let (rule, seq) = (promise.code.rule.as_str(), promise.code.event_number);
            let row = TABLE.iter().find(|row| row.1 == rule).unwrap();
            let made = journey.recorded(seq);
            prop_assert_eq!(made.progress.step, row.0);
            prop_assert_eq!(promise.owner, row.2, "{}", promise.code);
            // The clock of witness care starts when it hears, that of the contact scheme with the
            // sentence.
            let from = match rule {
                "contact-scheme" => journey.when(Step::Sentenced),
                _ => journey.heard(rule).unwrap_or(made.progress.at),
            };
            prop_assert_eq!(promise.from, from, "{}", promise.code);
            let by_hand = counted(row, tier, from);
            // "Asked first" means before the referral, which the police made at the start.
            let by_hand = if rule == ASKED_BEFORE_THE_REFERRAL { by_hand.min(start) } else { by_hand };
            // If either ends after the known holidays, only one of the calendars knows the holidays
            // in between.
            let known = by_hand.max(promise.due) <= known_until;
            if known {
                prop_assert_eq!(promise.due, by_hand, "{}", promise.code);
            }
            prop_assert_eq!(promise.verified, known && rule_is_checked(rule));
            prop_assert_eq!(promise.waits_for.as_ref(), None, "everything was heard");
            fired.insert(row.1);
        }
        let all: BTreeSet<_> = TABLE.iter().map(|row| row.1).collect();
        prop_assert_eq!(fired, all);
    }
}

fn rule_is_checked(code_of_rule: &str) -> bool {
    let is = |code: &str| code == code_of_rule;
    let rule = code()
        .rules
        .iter()
        .find(|rule| is(&rule.code) || rule.first.as_ref().is_some_and(|f| is(&f.code)));
    rule.unwrap().verified
}
