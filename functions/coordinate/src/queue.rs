//! The triage queue: every case in which a coordinator has something to do, the most urgent first.

use crate::{Ports, StaffRequest, limits, set_aside};
use application::Refusal;
use domain::case::readers::{coordinator_left, needs_reason, nobody_stays, waits_for};
use domain::coordinator_queue::place;
use domain::promise::standing;
use events::case::{Case, TaskKind};
use events::justice::PromiseStatus;
use events::profile::Profile;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::json;
use platform::ports::CoordinatorQueueCursor;
use serde_json::{Value, json};

/// How many rows are enough for one answer.
const ENOUGH: usize = 25;
/// How many pages are read for one answer, even if few of their rows match.
const MOST_PAGES: usize = 10;

/// The rows that the request asks for.
#[derive(Default)]
struct Wanted {
    /// Those assigned to the coordinator, and those that wait for their approval.
    mine: bool,
    /// Those without a named coordinator, or whose coordinator's account is closed.
    unnamed: bool,
    /// Those that are overdue.
    overdue: bool,
    /// Those that were set aside, or only the others.
    set_aside: Option<bool>,
    /// Those with an open task of that kind.
    task: Option<TaskKind>,
    /// Those after that place.
    after: Option<CoordinatorQueueCursor>,
}

/// `GET /hub/queue?mine=true&unnamed=true&overdue=true&set_aside=false&task=call&after=…`: rows by priority, then by time,
/// and the place where the next page starts. Cases that were set aside follow after all others. A row does not identify
/// the person, so only reading a case is recorded.
pub(crate) async fn queue<P: Ports>(
    desk: &StaffRequest<'_, P>,
    request: &Request,
) -> Result<Response<Body>, Refusal> {
    let wanted = wanted(request).map_err(Refusal::unreadable)?;
    let profile = desk.ports.profile().await?;
    let aside = CoordinatorQueueCursor::before_set_aside();
    let from = match wanted.set_aside {
        Some(true) => wanted.after.clone().max(Some(aside)),
        _ => wanted.after.clone(),
    };
    let (mut rows, mut next) = (Vec::new(), from);
    for _ in 0..MOST_PAGES {
        let page = desk.ports.coordinator_queue(next.as_ref()).await?;
        for case in page.cases.into_iter().filter(|case| desk.may_see(case)) {
            let case = limits::of_case(desk, case).await?;
            if wanted.has(&case, desk) {
                rows.extend(row(desk, &case, &profile));
            }
        }
        next = page.next;
        // All others come before those that were set aside.
        next = next.filter(|mark| !(mark.set_aside && wanted.set_aside == Some(false)));
        if next.is_none() || rows.len() >= ENOUGH {
            break;
        }
    }
    tracing::info!(
        by = desk.who.subject,
        rows = rows.len(),
        "a coordinator read the queue"
    );
    let next = next.map(|mark| mark.to_string());
    let mut answer = json!({"rows": rows, "next": next});
    // The first page says how many there are under each mark.
    if wanted.after.is_none() && wanted.set_aside != Some(false) {
        answer["set_aside"] = json!(set_aside::groups(desk).await?);
    }
    Ok(json(StatusCode::OK, &answer))
}

impl Wanted {
    fn has<P>(&self, case: &Case, desk: &StaffRequest<'_, P>) -> bool {
        let late = || place(case).is_some_and(|place| place.due <= desk.now);
        (!self.mine || is_theirs(case, desk))
            && (!self.unnamed || nobody_stays(case))
            && (!self.overdue || late())
            && self
                .set_aside
                .is_none_or(|aside| case.set_aside().is_some() == aside)
            && self
                .task
                .is_none_or(|kind| case.coordination.has_open_task(kind))
    }
}

/// Whether the case is assigned to the account, or waits for its approval.
fn is_theirs<P>(case: &Case, desk: &StaffRequest<'_, P>) -> bool {
    desk.is_theirs(case) || waits_for(case, &desk.names())
}

fn wanted(request: &Request) -> Result<Wanted, &'static str> {
    let mut wanted = Wanted::default();
    let query = request.query_string_parameters_ref();
    for (name, value) in query.into_iter().flat_map(|query| query.iter()) {
        let yes = || match value {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(words::coordinator::queue_flags()),
        };
        match name {
            "mine" => wanted.mine = yes()?,
            "unnamed" => wanted.unnamed = yes()?,
            "overdue" => wanted.overdue = yes()?,
            "set_aside" => wanted.set_aside = Some(yes()?),
            "task" => {
                wanted.task = Some(TaskKind::parse(value).ok_or(words::coordinator::queue_task())?)
            }
            "after" => {
                let mark = value.parse();
                wanted.after = Some(mark.map_err(|_| words::coordinator::queue_after())?);
            }
            _ => return Err(words::coordinator::queue_parameters()),
        }
    }
    Ok(wanted)
}

fn row<P>(desk: &StaffRequest<'_, P>, case: &Case, profile: &Profile) -> Option<Value> {
    let place = place(case)?;
    let home = case.received.local_authority.as_deref();
    let council = profile
        .local_authorities
        .iter()
        .find(|one| Some(one.code.as_str()) == home);
    let pressing = case.justice.promises.iter().filter_map(|promise| {
        let standing = standing(promise, desk.now);
        let shown = matches!(standing, PromiseStatus::DueSoon | PromiseStatus::Broken);
        shown.then(|| json!({"what": domain::promise::text(promise), "owner": promise.owner, "by": promise.due, "standing": standing}))
    });
    Some(json!({
        "reference": case.reference,
        "version": case.version,
        "priority": place.rank(),
        "set_aside": case.set_aside(),
        "due": place.due,
        "overdue": place.due <= desk.now,
        "tier": case.tier(),
        "risk": case.risk(),
        "flags": case.received.assessment.flags,
        "why": case.coordination.holds.iter().map(|hold| json!({"why": hold.why, "due": hold.due})).collect::<Vec<_>>(),
        "tasks": case.coordination.open_tasks().map(|task| json!({
            "task": task.task, "kind": task.kind, "from": task.from, "due": task.due,
        })).collect::<Vec<_>>(),
        "meetings": case.coordination.pathways.iter().filter(|one| one.acknowledged_at.is_none()).map(|one| json!({
            "pathway": one.taken.pathway, "due": one.taken.acknowledge_by,
        })).collect::<Vec<_>>(),
        "complaints": case.coordination.complaints.iter().filter(|one| one.replied_at.is_none()).count(),
        "promises": pressing.collect::<Vec<_>>(),
        "coordinator": case.coordination.coordinator,
        "coordinator_left": coordinator_left(case),
        "mine": is_theirs(case, desk),
        "asks_why": needs_reason(case, &desk.names()),
        "owner": case.owner.kind,
        "over": case.lifecycle.ended.is_some(),
        "opened_at": case.opened_at,
        "council": council.map(|council| council.name.as_str()),
    }))
}
