//! Who can open a case: a person with the reference and the words, or with the pass of a page that these opened.

use crate::input::Input;
use crate::{Context, Ports};
use application::{Decision, Execution, OnConflict, Outcome};
use domain::case::commands::person::{MANY_WRONG_WORDS, check_wrong_words};
use events::Reference;
use events::case::{Case, CaseFile};
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::Submission;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a page can be used.
const OPEN_FOR: SignedDuration = SignedDuration::from_mins(30);
/// The shortest time for a wrong answer, whatever it had to read.
const LEAST: Duration = Duration::from_millis(250);

/// The result of trying to open a case.
pub(crate) enum Opened {
    File(Box<CaseFile>),
    /// The pass has expired, or is not valid.
    Closed,
    /// No case has this reference and these words.
    No,
}

/// What opens the next page of the case.
pub(crate) fn pass<P>(context: &Context<'_, P>, reference: &Reference, now: Timestamp) -> String {
    context.keys.pass(reference, now + OPEN_FOR)
}

/// The file of the case that the pass opens, or the reference and the words together.
///
/// The same reads and the same arithmetic happen whether or not the reference exists. The consequences of a wrong answer
/// happen while the person waits, so that nobody can tell from the time.
pub(crate) async fn open<P: Ports>(
    context: &Context<'_, P>,
    input: &Input,
    asker: &str,
    now: Timestamp,
) -> Result<Opened, PortError> {
    if !input.pass.is_empty() {
        let Some(reference) = context.keys.passed(&input.pass, now) else {
            return Ok(Opened::Closed);
        };
        let file = context.ports.case_file(&reference).await?;
        return Ok(file.map_or(Opened::No, |file| Opened::File(Box::new(file))));
    }
    let named = input.reference.parse::<Reference>();
    let tried = named.clone().unwrap_or_else(|_| Reference::from_number(0));
    let keys = [
        context.keys.name("asker", asker),
        context.keys.name("reference", tried.as_str()),
    ];
    let wrong = context.ports.wrong_answers(&keys, now).await?;
    let for_this = context.ports.wrong_answers(&keys[1..], now).await?;
    let (since, pause) = (Instant::now(), pause(wrong));
    let file = context.ports.case_file(&tried).await?;
    let submission = file.as_ref().map_or_else(
        || Submission {
            sender: String::new(),
            id: String::new(),
        },
        |file| Submission {
            sender: file.case.received.sender.clone(),
            id: file.case.received.submission.clone(),
        },
    );
    let right = context.keys.is_word(&submission, &input.word) & named.is_ok();
    match file {
        Some(file) if right => {
            if !pause.is_zero() {
                context
                    .ports
                    .wait(pause.saturating_sub(since.elapsed()))
                    .await;
            }
            Ok(Opened::File(Box::new(file)))
        }
        file => {
            let noted = context.ports.note_wrong_answer(&keys, now).await;
            if let Some(file) = file.filter(|_| for_this + 1 >= MANY_WRONG_WORDS) {
                alarm(context.ports, file.case, now).await;
            }
            context
                .ports
                .wait(pause.max(LEAST).saturating_sub(since.elapsed()))
                .await;
            noted.map(|()| Opened::No)
        }
    }
}

/// Gives someone the task of looking into it. If the case changes at the same moment, the next wrong answer gives the task.
/// The reply is the same.
async fn alarm<P: Ports>(ports: &P, case: Case, now: Timestamp) {
    let reference = case.reference.clone();
    let execution = Execution {
        ports,
        now,
        action: "many wrong words were sent for it",
        on_conflict: OnConflict::Ignore,
    };
    let decide = |case: Arc<Case>| async move {
        let task = check_wrong_words(&case, now).into_iter().collect();
        Ok::<_, PortError>(Decision::of(task).or_if_illegal(|_| ()))
    };
    let raised = execution
        .run_from(case, || async { Ok(None) }, decide)
        .await;
    match raised {
        Ok(outcome) if outcome.as_ref().is_some_and(Outcome::is_stored) => {
            tracing::warn!(case.reference = %reference, "many wrong words for one case");
        }
        Ok(_) => {}
        Err(error) => {
            tracing::error!(cause = %error, case.reference = %reference, "wrong words raised no task");
        }
    }
}

/// The first three slips cost nothing; then each doubles the wait, up to four seconds. Right words wait as long, and
/// then get in.
fn pause(wrong: u32) -> Duration {
    match wrong.saturating_sub(3) {
        0 => Duration::ZERO,
        more => Duration::from_millis(250_u64 << more.min(4)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_answers_slow_the_asker_and_never_for_longer_than_four_seconds() {
        assert_eq!(pause(0), Duration::ZERO);
        assert_eq!(pause(3), Duration::ZERO);
        assert_eq!(pause(4), Duration::from_millis(500));
        assert_eq!(pause(1_000_000), Duration::from_secs(4));
    }
}
