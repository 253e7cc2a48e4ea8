//! What follows from what a person does: the events, and what is stored beside them; or why not, in words.

use crate::act::Act;
use crate::{Ports, Visit, asked, contact};
use domain::calendar::{end_of_working_day_after, last_working_day_within_months};
use domain::own;
use domain::routing::case_due;
use domain::whole;
use events::FieldError;
use events::case::{
    By, Case, CaseFile, TaskGiven, TaskKind, What, WhyChosen, WhyClosed, WhyReopened,
};
use events::referral::{ConsentHow, Scope};
use frontend::view::Said;
use jiff::Timestamp;
use platform::PortError;
use serde_json::{Value, json};

/// By when somebody tells the person about restorative justice or the panel, in working days: nobody waits in danger.
const TELL_WITHIN: u32 = 5;

/// What follows.
pub(crate) struct Plan {
    /// The events; none where it is so already.
    pub(crate) whats: Vec<What>,
    /// The person's document from now on, where it changes.
    pub(crate) document: Option<Value>,
    /// Their words, which belong to the first of the events.
    pub(crate) words: Option<String>,
    /// What they hear.
    pub(crate) said: Said,
}

impl Plan {
    /// Events alone; it is so already where there are none.
    pub(crate) fn of(whats: Vec<What>, said: Said) -> Self {
        let said = if whats.is_empty() {
            Said::SameAsBefore
        } else {
            said
        };
        Self {
            whats,
            document: None,
            words: None,
            said,
        }
    }
}

/// What the person hears, and what is wrong with which field.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) said: Said,
    /// By the names of the referral.
    pub(crate) errors: Vec<FieldError>,
}

impl Heard {
    pub(crate) const fn of(said: Said) -> Self {
        Self {
            said,
            errors: Vec::new(),
        }
    }
}

/// What follows from `act` in the case as it stands.
pub(crate) async fn plan<P: Ports>(
    visit: &Visit<'_, P>,
    act: Act,
    file: &CaseFile,
) -> Result<Result<Plan, Heard>, PortError> {
    let (case, now) = (&file.case, visit.now);
    if case.erased_at.is_some() || case.erasing.is_some() {
        return Ok(Err(Heard::of(Said::NotHere)));
    }
    let no = |said| Err(Heard::of(said));
    Ok(match act {
        Act::ChangeContact => contact::change(visit, case).await?,
        Act::Agree => agree(visit, case).await?,
        Act::Call => asked::call(visit, case).await?,
        Act::Refuse => refuse(visit, case).map_or_else(no, Ok),
        Act::Say => asked::say(visit, case).map_or_else(no, Ok),
        Act::Complain => asked::complain(visit, case).map_or_else(no, Ok),
        Act::Feedback => asked::feedback(visit, file).map_or_else(no, Ok),
        Act::RestorativeJustice => {
            let due = end_of_working_day_after(now, TELL_WITHIN);
            Ok(Plan::of(
                once(case, TaskKind::RestorativeJustice, due),
                Said::RestorativeAsked,
            ))
        }
        Act::Panel => {
            let due = end_of_working_day_after(now, TELL_WITHIN);
            Ok(Plan::of(once(case, TaskKind::Panel, due), Said::PanelAsked))
        }
        // "Without undue delay and in any event within one month" (UK GDPR, articles 12 and 17).
        Act::Delete => {
            let due = last_working_day_within_months(now, 1);
            Ok(Plan::of(
                once(case, TaskKind::Deletion, due),
                Said::DeletionAsked,
            ))
        }
        Act::Pause => match visit.ask.number("weeks") {
            Some(weeks @ (1 | 2 | 4 | 12)) => {
                Ok(Plan::of(vec![own::pause(weeks, now)], Said::Paused))
            }
            _ => no(Said::NothingChosen),
        },
        Act::Resume => {
            let resumed = case.paused_until.map(|_| What::Resumed { by: By::Person });
            Ok(Plan::of(resumed.into_iter().collect(), Said::Resumed))
        }
        Act::Withdraw => Ok(Plan::of(withdrawn(case), Said::Withdrawn)),
        Act::Reopen => {
            reopened(case, now).map_or_else(no, |whats| Ok(Plan::of(whats, Said::Reopened)))
        }
    })
}

/// A task, where it is not to be done already.
fn once(case: &Case, kind: TaskKind, due: Timestamp) -> Vec<What> {
    let open = case.open_tasks().any(|task| task.kind == kind);
    let given = What::TaskGiven(TaskGiven {
        kind,
        from: None,
        due,
    });
    if open { Vec::new() } else { vec![given] }
}

fn withdrawn(case: &Case) -> Vec<What> {
    let over = case.ended.as_ref().is_some_and(|ended| ended.said);
    if over {
        Vec::new()
    } else {
        whole::close(case, WhyClosed::Withdrew, None, By::Person)
    }
}

/// A case that is over goes on, where it is this one that should.
fn reopened(case: &Case, now: Timestamp) -> Result<Vec<What>, Said> {
    let Some(ended) = &case.ended else {
        return Ok(Vec::new());
    };
    if matches!(
        ended.why,
        WhyClosed::Duplicate | WhyClosed::Died | WhyClosed::EnteredInError
    ) {
        return Err(Said::NotToReopen);
    }
    Ok(whole::reopen(case, WhyReopened::Asked, By::Person, now))
}

fn refuse<P: Ports>(visit: &Visit<'_, P>, case: &Case) -> Result<Plan, Said> {
    let provider = visit.ask.text("provider");
    let known = case
        .onwards
        .iter()
        .any(|onward| onward.offered.provider == provider);
    if !known {
        return Err(Said::NothingChosen);
    }
    let form_name = format!("reason-{provider}");
    let reason = [visit.ask.text(&form_name), visit.ask.text("reason")]
        .into_iter()
        .find_map(WhyChosen::parse);
    let whats = own::refuse(
        case,
        visit.profile,
        provider,
        reason.unwrap_or(WhyChosen::Asked),
    );
    let new = whats.iter().any(|what| match what {
        What::Chosen(chosen) => chosen
            .unwanted
            .iter()
            .any(|code| !case.unwanted.contains(code)),
        _ => true,
    });
    Ok(Plan::of(
        if new { whats } else { Vec::new() },
        Said::Refused,
    ))
}

/// What the person agrees to. Who does not agree to be told any more is told nothing from then on, by the gate's own rule;
/// how often they want to hear stays as they chose it, for when they agree again.
async fn agree<P: Ports>(
    visit: &Visit<'_, P>,
    case: &Case,
) -> Result<Result<Plan, Heard>, PortError> {
    let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    let scope: Option<Vec<Scope>> = visit
        .ask
        .list("scope", &names)
        .and_then(|list| list.iter().map(|one| Scope::parse(one)).collect());
    let Some(mut scope) = scope else {
        return Ok(Err(Heard::of(Said::NothingChosen)));
    };
    let mut named = Vec::new();
    scope.retain(|one| {
        let new = !named.contains(one);
        named.push(*one);
        new
    });
    let only_assess = scope == [Scope::Assess];
    let scope: &[Scope] = if only_assess { &[] } else { &scope };
    let Some(whats) = own::agree(case, visit.profile, scope) else {
        return Ok(Err(Heard::of(Said::NotHere)));
    };
    let Some(agreed) = own::agreed(&whats).cloned() else {
        return Ok(Ok(Plan::of(whats, Said::Agreed)));
    };
    let Some(mut document) = visit.room.ports.person(&case.reference).await? else {
        return Ok(Err(Heard::of(Said::NotHere)));
    };
    document["consent"] = json!({
        "basis": agreed.basis, "given_by": agreed.given_by, "how": ConsentHow::Form, "scope": agreed.scope,
        "given_at": format!("{:.0}", visit.now),
    });
    let said = if agreed.scope.is_empty() {
        Said::AgreedToNothing
    } else {
        Said::Agreed
    };
    Ok(Ok(Plan {
        document: Some(document),
        ..Plan::of(whats, said)
    }))
}

/// A task with its usual time.
pub(crate) fn task(case: &Case, kind: TaskKind, now: Timestamp) -> What {
    What::TaskGiven(TaskGiven {
        kind,
        from: None,
        due: case_due(case, now),
    })
}
