//! What a person does to their own case: once, however often they press.

use crate::page::Page;
use crate::plan::{Heard, Plan, plan};
use crate::{Ports, Visit};
use domain::case::apply::{IllegalMove, append_all};
use events::case::{CaseEvent, CaseFile, TaskKind, What};
use frontend::view::Said;
use jiff::SignedDuration;
use platform::PortError;
use platform::ports::{Appended, Beside, People, Words};

/// How often it is tried again when the case moves under it.
const TRIES: usize = 4;
/// How much one person does within a day at most. Beyond it only what makes them safer is taken.
const MOST_A_DAY: usize = 60;

/// Something that a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// How they may be reached.
    ChangeContact,
    /// What they agree to, all of it.
    Agree,
    /// A provider that they do not want.
    Refuse,
    /// Their own words.
    Say,
    /// A call at a time.
    Call,
    /// To hear of restorative justice (AS16).
    RestorativeJustice,
    /// A complaint about a service, or about the Code (CA18).
    Complain,
    /// How it was for them (AS30).
    Feedback,
    /// To hear of the panel (DC8).
    Panel,
    /// Quiet for some weeks.
    Pause,
    /// The end of the quiet.
    Resume,
    /// The end of all of it.
    Withdraw,
    /// The way back.
    Reopen,
    /// Deletion.
    Delete,
}

const NAMES: [(&str, Act); 14] = [
    ("change-contact", Act::ChangeContact),
    ("agree", Act::Agree),
    ("refuse", Act::Refuse),
    ("say", Act::Say),
    ("call", Act::Call),
    ("restorative-justice", Act::RestorativeJustice),
    ("complain", Act::Complain),
    ("feedback", Act::Feedback),
    ("panel", Act::Panel),
    ("pause", Act::Pause),
    ("resume", Act::Resume),
    ("withdraw", Act::Withdraw),
    ("reopen", Act::Reopen),
    ("delete", Act::Delete),
];

impl Act {
    /// By the last part of its address.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, act)| *act)
    }

    /// The page on which it is done, and which shows what came of it.
    pub(crate) const fn page(self) -> Page {
        match self {
            Self::ChangeContact => Page::Contact,
            Self::Agree | Self::Refuse => Page::Consent,
            Self::Say
            | Self::Call
            | Self::RestorativeJustice
            | Self::Complain
            | Self::Feedback
            | Self::Panel => Page::Ask,
            Self::Pause | Self::Resume | Self::Withdraw | Self::Reopen | Self::Delete => Page::Stop,
        }
    }

    /// Whether doing it a second time would add to it, so that it needs the version which it was done from.
    const fn adds(self) -> bool {
        matches!(
            self,
            Self::Say | Self::Call | Self::Complain | Self::Feedback
        )
    }

    /// Whether it only takes back or quietens.
    const fn makes_safer(self) -> bool {
        matches!(
            self,
            Self::ChangeContact | Self::Agree | Self::Refuse | Self::Pause | Self::Withdraw
        )
    }
}

/// Does it, and says what came of it: the file as it is then.
///
/// What the machine or a service did to the case meanwhile stands in nobody's way; what the person themselves did since
/// they opened the page does, so that a second tap, or a repeat after a lost answer, adds nothing.
pub(crate) async fn done<P: Ports>(
    visit: &Visit<'_, P>,
    act: Act,
    mut file: CaseFile,
) -> Result<(CaseFile, Heard), PortError> {
    for _ in 0..TRIES {
        if moved(&file, act, visit.ask.version) {
            return Ok((file, Heard::of(Said::Moved)));
        }
        if !act.makes_safer() && today(&file, visit) >= MOST_A_DAY {
            return Ok((file, Heard::of(Said::TooMuchWaiting)));
        }
        let plan = match plan(visit, act, &file).await? {
            Ok(plan) => plan,
            Err(heard) => return Ok((file, heard)),
        };
        let Plan {
            whats,
            document,
            words,
            said,
        } = plan;
        if whats.is_empty() {
            return Ok((file, Heard::of(said)));
        }
        let (after, events) = match append_all(&file.case, whats, visit.now) {
            Ok(moved) => moved,
            Err(IllegalMove::Ended) => return Ok((file, Heard::of(Said::Over))),
            Err(IllegalMove::NotEnded) => return Ok((file, Heard::of(Said::NotToReopen))),
            Err(_) => return Ok((file, Heard::of(Said::Moved))),
        };
        // What was said belongs to the event that says so: the first.
        let seq = file.case.version + 1;
        let words = words.map(|text| Words {
            seq,
            at: visit.now,
            text,
        });
        let people = document.as_ref().map_or(People::Same, People::Rewritten);
        let beside = Beside {
            people,
            words: words.as_ref(),
            ..Beside::default()
        };
        if visit.room.ports.append(&after, &events, beside).await? == Appended::Done {
            tracing::info!(case.reference = %after.reference, ?act, "a person did something on their own page");
            file.case = after;
            file.events.extend(events);
            return Ok((file, Heard::of(said)));
        }
        let again = visit.room.ports.case_file(&file.case.reference).await?;
        file = again.ok_or_else(|| PortError::Lasting("the case is gone".to_owned()))?;
    }
    Err(PortError::Passing(
        "a case kept moving while a person did something on their own page".to_owned(),
    ))
}

/// Whether the person has done something since they saw `seen`. Where they did not say what they saw, what adds something
/// is not done; what is the same done twice is.
fn moved(file: &CaseFile, act: Act, seen: Option<u32>) -> bool {
    let Some(seen) = seen else { return act.adds() };
    seen > file.case.version
        || file
            .events
            .iter()
            .any(|event| event.seq > seen && by_person(event))
}

/// How much the person did within the last day.
fn today<P>(file: &CaseFile, visit: &Visit<'_, P>) -> usize {
    let since = visit.now - SignedDuration::from_hours(24);
    file.events
        .iter()
        .filter(|event| event.at > since && by_person(event))
        .count()
}

/// Whether an event is, or may be, of a person's own doing on these pages.
fn by_person(event: &CaseEvent) -> bool {
    match &event.what {
        What::TaskGiven(given) => matches!(
            given.kind,
            TaskKind::Call
                | TaskKind::ReadWords
                | TaskKind::RestorativeJustice
                | TaskKind::Panel
                | TaskKind::Deletion
        ),
        What::HomeTold { .. }
        | What::Chosen(_)
        | What::Paused(_)
        | What::Resumed { .. }
        | What::Closed(_)
        | What::Reopened { .. }
        | What::ContactChanged(_)
        | What::ConsentChanged(_)
        | What::Complained { .. }
        | What::FeedbackGiven(_) => true,
        _ => false,
    }
}
