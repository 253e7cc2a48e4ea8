//! What wakes an operator.

use domain::promise::calendar_reaches;
use events::case::Case;
use events::justice::Promise;

/// An operator is woken where a promise runs past the bank holidays that are known: the data has to be brought up to date.
pub(crate) fn of_the_calendars_end(before: &Case, after: &Case) {
    if let Some(promise) = past_the_calendar(before, after) {
        let code = &promise.code;
        tracing::error!(case.reference = %after.reference, code, "a promise runs past the bank holidays that are known");
    }
}

/// A promise that runs past the bank holidays that are known, and did not before: it is new, or its clock has begun only
/// now.
fn past_the_calendar<'a>(before: &Case, after: &'a Case) -> Option<&'a Promise> {
    let known =
        |promise: &Promise| before.promises.iter().any(|old| (&old.code, old.due) == (&promise.code, promise.due));
    after.promises.iter().find(|promise| !known(promise) && !calendar_reaches(promise.from, promise.due))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fold::{append_all, open};
    use domain::promise::kept_event;
    use events::Reference;
    use events::case::What;
    use events::justice::{Agency, HowTold, Progress, PromiseOwner, Step};
    use jiff::Timestamp;

    #[test]
    fn a_clock_that_begins_late_and_runs_past_the_calendar_wakes_an_operator_as_a_new_one_does() {
        let day = |text: &str| text.parse::<Timestamp>().expect("a moment");
        let start = day("2028-12-18T10:00:00Z");
        let received = twins::sample::new_case(1, start).case.received;
        let (case, _) = open(Reference::from_number(1), received, start);
        let step = |case: &Case, step, id: &str| {
            let (id, recorded_by) = (id.to_owned(), Agency::Police);
            let what = What::Progress(Progress { id, step, at: start, heard_at: None, recorded_by });
            append_all(case, vec![what], start).expect("a step").0
        };
        let charged = step(&case, Step::Charged, "1");
        let verdict = step(&charged, Step::Verdict, "2");
        assert_eq!(past_the_calendar(&charged, &verdict), None);
        let at = day("2029-01-03T10:00:00Z");
        let court =
            verdict.promises.iter().find(|one| one.code.starts_with("verdict-court")).expect("the court's part");
        let notice = HowTold::CourtNotice;
        let kept = kept_event(&verdict, "3".to_owned(), &court.code, notice, at, Agency::WitnessCare, at);
        let (heard, _) = append_all(&verdict, vec![What::PromiseKept(kept.expect("kept"))], at).expect("a notice");
        assert_eq!(past_the_calendar(&verdict, &heard).map(|one| one.owner), Some(PromiseOwner::WitnessCare));
    }
}
