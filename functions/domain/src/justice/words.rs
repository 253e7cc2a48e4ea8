//! The steps in plain words, as the person reads them on their page.

use events::justice::Step;

/// What happened, in plain words to the person. It names nobody and no crime.
pub fn describe(step: Step) -> &'static str {
    words::justice::step(step.as_str()).unwrap_or(step.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_words_and_none_are_left_over() {
        let codes: Vec<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
        let (mut expected, mut labelled) = (codes, words::justice::STEP.to_vec());
        expected.sort_unstable();
        labelled.sort_unstable();
        assert_eq!(labelled, expected);
    }
}
