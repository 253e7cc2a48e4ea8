//! The forms of a coordinator for a case: one or more for each command that the hub takes.

mod contact;

use crate::command_form::COORDINATOR;
use crate::field::{Field, Input, Options};
use crate::form::Form;
use crate::json::{list, text};
use crate::wording::label;
use events::case::{CloseReason, ComplaintStep, CoordinatorReason, TaskKind, TaskOutcome};
use events::commands::{CommandSpec, Commands, CoordinatorCommand};
use serde_json::Value;
use words::{codes, staff};

/// The parts of the page in their order, each with its commands in their order: a form is next to what it changes. A command
/// that is not listed here is in the last part.
pub(crate) const GROUPS: [(&str, &[&str]); 11] = [
    (
        "waiting",
        &[
            "task-done",
            "approve-disclosure",
            "approve-merge",
            "approve-erasure",
            "answer-complaint",
            "acknowledge-pathway",
            "clear-conflict",
            "look",
            "let-through",
            "task",
        ],
    ),
    ("assessment", &["reassess", "uplift"]),
    ("journeys", &[]),
    ("services", &["choice", "home", "hand-on"]),
    ("promises", &[]),
    (
        "contact",
        &["contact", "confirm-contact", "pause", "resume"],
    ),
    ("said", &["complaint"]),
    ("sharing", &["consent", "pathway", "disclose"]),
    (
        "readers",
        &["assign", "restrict", "unrestrict", "exclude", "include"],
    ),
    ("linked", &["confirm-same-person", "merge"]),
    (
        "case",
        &[
            "new-words",
            "close-page",
            "close",
            "died",
            "reopen",
            "legal-hold",
            "erase",
        ],
    ),
];

/// The forms that can be used now, by the state of the case, by the part of the page where they are.
pub fn available(case: &Value) -> Vec<(&'static str, Vec<Form>)> {
    let mut groups: Vec<(&str, Vec<Form>)> =
        GROUPS.iter().map(|(name, _)| (*name, Vec::new())).collect();
    let mut forms: Vec<(usize, usize, Form)> = CoordinatorCommand::COMMANDS
        .iter()
        .flat_map(|spec| {
            let (group, place) = place_of(spec.name);
            forms_of(spec, case)
                .into_iter()
                .map(move |form| (group, place, form))
        })
        .collect();
    forms.sort_by_key(|(group, place, _)| (*group, *place));
    for (group, _, form) in forms {
        groups[group].1.push(form);
    }
    groups
        .into_iter()
        .filter(|(_, forms)| !forms.is_empty())
        .collect()
}

fn place_of(command: &str) -> (usize, usize) {
    let listed = GROUPS
        .iter()
        .enumerate()
        .find_map(|(group, (_, commands))| {
            let place = commands.iter().position(|one| *one == command)?;
            Some((group, place))
        });
    listed.unwrap_or((GROUPS.len() - 1, usize::MAX))
}

/// The forms of a command for this case. There are none if the command cannot be used now.
fn forms_of(spec: &CommandSpec, case: &Value) -> Vec<Form> {
    let closed = case.pointer("/ended/said").and_then(Value::as_bool) == Some(true);
    let erased = case["erased_at"].is_string();
    let held = case["legal_hold"] == true;
    let form = || COORDINATOR.form(spec);
    match spec.name {
        // An erased case can still be assigned and held.
        "assign" => assign(form()),
        "legal-hold" => vec![legal_hold(form(), held)],
        "erase" => {
            let may_be_erased = case["ended"].is_object() && !erased && !held;
            may_be_erased.then(form).into_iter().collect()
        }
        "task-done" => open_tasks(case)
            .flat_map(|task| task_done(form(), task))
            .collect(),
        "approve-disclosure" => open_tasks(case)
            .filter(|task| is_approval(task))
            .map(|task| form().for_item("disclosure", &task["task"]))
            .collect(),
        "approve-merge" => approvals(case, TaskKind::ApproveMerge, &form),
        "approve-erasure" => approvals(case, TaskKind::ApproveErasure, &form),
        "restrict" if is_restricted(case) => vec![
            COORDINATOR
                .variant(form(), "restrict-more")
                .with_id("restrict"),
        ],
        "restrict" | "exclude" => vec![form()],
        "unrestrict" => is_restricted(case).then(form).into_iter().collect(),
        "include" => {
            let excluded = !list(case, "/readers/excluded").is_empty();
            excluded.then(form).into_iter().collect()
        }
        "answer-complaint" => unfinished(case, "/complaints", "replied_at")
            .map(|complaint| answer_complaint(form(), complaint))
            .collect(),
        "acknowledge-pathway" => unfinished(case, "/pathways", "acknowledged_at")
            .filter_map(|meeting| meeting.pointer("/taken/pathway")?.as_str())
            .map(|meeting| acknowledge_meeting(form(), meeting))
            .collect(),
        "clear-conflict" => may_conflict(case).then(form).into_iter().collect(),
        "look" => holds(case).map(|reason| look(form(), reason)).collect(),
        _ if erased => Vec::new(),
        "contact" => contact::form(form(), case).into_iter().collect(),
        "confirm-contact" => case["page_changed_at"]
            .is_string()
            .then(form)
            .into_iter()
            .collect(),
        "consent" => consent(form(), case),
        "reopen" => closed.then(form).into_iter().collect(),
        "task" => vec![form().without_codes("kind", &given_by_the_hub())],
        "new-words" => may_get_words(case).then(form).into_iter().collect(),
        "close-page" => case["page_open_since"]
            .is_string()
            .then(form)
            .into_iter()
            .collect(),
        "complaint" | "pathway" | "disclose" => vec![form()],
        _ if closed => Vec::new(),
        "choice" => service_choice(form(), case).into_iter().collect(),
        "home" => home(form(), case),
        "pause" => vec![form().change("until", |until| Field {
            input: Input::Day,
            ..until
        })],
        "let-through" => case["set_aside"]
            .is_string()
            .then(form)
            .into_iter()
            .collect(),
        "resume" => case["paused_until"]
            .is_string()
            .then(form)
            .into_iter()
            .collect(),
        "hand-on" => hand_on(form(), case).into_iter().collect(),
        "reassess" => case["referral"]
            .is_object()
            .then(|| reassess(form(), case))
            .into_iter()
            .collect(),
        "confirm-same-person" => case["earlier"]
            .as_array()
            .is_some_and(|earlier| !earlier.is_empty())
            .then(form)
            .into_iter()
            .collect(),
        "merge" => vec![merge(form(), case)],
        // Other commands close a case for these reasons.
        "close" => vec![form().without_codes(
            "why",
            &[CloseReason::Duplicate.as_str(), CloseReason::Died.as_str()],
        )],
        _ => vec![form()],
    }
}

fn open_tasks(case: &Value) -> impl Iterator<Item = &Value> {
    unfinished(case, "/tasks", "outcome")
        .filter(|task| task["kind"] != TaskKind::NameCoordinator.as_str())
}

fn is_approval(task: &Value) -> bool {
    task["kind"] == TaskKind::ApproveDisclosure.as_str()
}

/// The forms that approve what is proposed.
fn approvals(case: &Value, kind: TaskKind, form: &dyn Fn() -> Form) -> Vec<Form> {
    open_tasks(case)
        .filter(|task| task["kind"] == kind.as_str())
        .map(|task| form().for_item("proposal", &task["task"]))
        .collect()
}

fn is_restricted(case: &Value) -> bool {
    case.pointer("/readers/restricted").and_then(Value::as_bool) == Some(true)
}

/// The form that refuses what the task is about; none for a task that is done otherwise.
fn refusal(task: &Value) -> Option<&'static str> {
    let kind = task["kind"].as_str().and_then(TaskKind::parse)?;
    match kind {
        TaskKind::ApproveDisclosure => Some("refuse-disclosure"),
        TaskKind::ApproveErasure => Some("refuse-erasure"),
        TaskKind::ApproveMerge => Some("refuse-merge"),
        _ => None,
    }
}

/// The page of a case that goes on elsewhere stays closed.
fn may_get_words(case: &Value) -> bool {
    let why = case.pointer("/ended/why").and_then(Value::as_str);
    let for_good = [CloseReason::Duplicate, CloseReason::EnteredInError];
    !for_good.iter().any(|one| why == Some(one.as_str()))
}

/// The items of a list that do not have that member yet.
fn unfinished<'a>(
    case: &'a Value,
    pointer: &str,
    done: &'static str,
) -> impl Iterator<Item = &'a Value> {
    list(case, pointer)
        .iter()
        .filter(move |one| one[done].is_null())
}

fn task_done(form: Form, task: &Value) -> Option<Form> {
    let number = &task["task"];
    // This form refuses. Another one approves.
    if let Some(refusal) = refusal(task) {
        return Some(
            COORDINATOR
                .variant(form, refusal)
                .with_id("task-done")
                .without_codes("outcome", &[TaskOutcome::Done.as_str()])
                .for_item("task", number),
        );
    }
    // This form is for a mistake. Another one records a death.
    if task["kind"] == TaskKind::CheckDeath.as_str() {
        return Some(
            COORDINATOR
                .variant(form, "person-alive")
                .with_id("task-done")
                .sending("outcome", TaskOutcome::NotNeeded.as_str())
                .for_item("task", number),
        );
    }
    let kind = label(codes::task_kind, task["kind"].as_str()?);
    Some(
        form.with_title(staff::task_done_for(kind))
            .for_item("task", number),
    )
}

/// The steps that have not been recorded yet.
fn answer_complaint(form: Form, complaint: &Value) -> Form {
    let form = match complaint["about"].as_str() {
        Some("code") => COORDINATOR.variant(form, "answer-complaint-code"),
        _ => COORDINATOR.variant(form, "answer-complaint-service"),
    };
    let form = if complaint["acknowledged_at"].is_string() {
        form.without_codes("step", &[ComplaintStep::Acknowledged.as_str()])
    } else {
        form
    };
    form.with_id("answer-complaint")
        .for_item("complaint", &complaint["complaint"])
}

fn acknowledge_meeting(form: Form, meeting: &str) -> Form {
    form.with_title(staff::meeting_confirmed(label(codes::pathway, meeting)))
        .sending("pathway", meeting)
        .with_id(format!("acknowledge-pathway-{meeting}"))
}

fn may_conflict(case: &Value) -> bool {
    let flags = list(case, "/assessment/flags");
    case["conflict_cleared"] != true
        && flags
            .iter()
            .any(|flag| flag == "guardian-conflict" || flag == "conflict-check")
}

/// Why a coordinator has to look at the case. They do not review a late provider: it acts, or the hub takes the case back.
/// A case that was set aside goes on, or is closed.
fn holds(case: &Value) -> impl Iterator<Item = &str> {
    list(case, "/holds")
        .iter()
        .filter_map(|hold| hold["why"].as_str())
        .filter(|why| {
            let without_look = [CoordinatorReason::Overdue, CoordinatorReason::SetAside];
            !without_look.iter().any(|reason| reason.as_str() == *why)
        })
}

fn look(form: Form, reason: &str) -> Form {
    form.with_title(staff::looked_at(label(codes::coordinator_reason, reason)))
        .sending("why", reason)
        .with_id(format!("look-{reason}"))
}

/// The coordinator who fills in the form, or a colleague.
fn assign(form: Form) -> Vec<Form> {
    let to_me = COORDINATOR
        .variant(form.clone(), "assign-to-me")
        .with_id("assign")
        .without("to")
        .consequence("");
    let to_colleague = COORDINATOR
        .variant(form, "assign-to")
        .change("to", |to| to.required().hint(staff::account_hint()));
    vec![to_me, to_colleague]
}

/// Starts a legal hold, or ends it.
fn legal_hold(form: Form, held: bool) -> Form {
    let form = form.sending("on", !held);
    let key = if held {
        "legal-hold-end"
    } else {
        "legal-hold-start"
    };
    COORDINATOR.variant(form, key).with_id("legal-hold")
}

/// Changes the person's consent, or withdraws all of it.
fn consent(form: Form, case: &Value) -> Vec<Form> {
    let none = COORDINATOR.variant(form.clone(), "consent-none");
    let none = none.without("basis").without("given_by").without("scope");
    let given = list(case, "/referral/consent/scope")
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let some = form
        .sending("basis", "consent")
        .change("given_by", |field| {
            let mut field = field.required().initial(Vec::new());
            if let Input::Choice(options) = &mut field.input {
                options.retain(|(code, _)| !code.is_empty());
            }
            field
        })
        .change("scope", |field| field.required().initial(given));
    vec![some, none]
}

/// What was learned: each question with the answer of today, and none answered.
fn reassess(mut form: Form, case: &Value) -> Form {
    let asked = |name: &str| name != "why" && name != "spoken" && name != "weight";
    for field in form.fields.iter_mut().filter(|field| asked(&field.name)) {
        field.hint = match case["answers_now"][field.name.as_str()].as_str() {
            Some(answer) => staff::answer_now(answer),
            None => staff::answer_not_known().to_owned(),
        };
    }
    for field in &mut form.fields {
        if let Input::Choice(options) = &mut field.input {
            let stays = options.iter_mut().filter(|(code, _)| code.is_empty());
            stays.for_each(|(_, label)| *label = staff::answer_stays().to_owned());
        }
    }
    form
}

/// The services that the hub asked, or left out when it last matched the case.
fn service_choice(form: Form, case: &Value) -> Option<Form> {
    let text = |one: &Value, name: &str| {
        one.pointer(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let asked = list(case, "/onwards")
        .iter()
        .map(|one| (text(one, "/offered/service"), text(one, "/service_name")));
    let left_out = list(case, "/left")
        .iter()
        .map(|one| (text(one, "/service"), text(one, "/service_name")));
    let mut services: Options = asked
        .chain(left_out)
        .filter(|(code, name)| !code.is_empty() && !name.is_empty())
        .collect();
    services.sort_by(|(a, one), (b, other)| one.cmp(other).then_with(|| a.cmp(b)));
    services.dedup();
    (!services.is_empty()).then(|| {
        form.offering("wanted", services.clone())
            .offering("unwanted", services)
    })
}

/// Where the person lives. None once that is known.
fn home(form: Form, case: &Value) -> Vec<Form> {
    let councils: Options = list(case, "/councils")
        .iter()
        .map(|council| (text(council, "code"), text(council, "name")))
        .collect();
    if councils.is_empty() {
        return Vec::new();
    }
    let elsewhere = COORDINATOR
        .variant(form.clone(), "home-elsewhere")
        .without("local_authority");
    let here = COORDINATOR
        .variant(form, "home-here")
        .with_id("home")
        .offering("local_authority", councils)
        .change("local_authority", |field| {
            field.required().initial(Vec::new()).hint("")
        });
    vec![here, elsewhere]
}

/// The hubs and national services that the case can be handed on to.
fn hand_on(form: Form, case: &Value) -> Option<Form> {
    let services: Options = list(case, "/hand_on_to")
        .iter()
        .map(|service| (text(service, "service"), text(service, "service_name")))
        .collect();
    (!services.is_empty()).then(|| form.offering("service", services))
}

fn merge(form: Form, case: &Value) -> Form {
    let earlier: Vec<&str> = list(case, "/earlier")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if earlier.is_empty() {
        return form;
    }
    let hint = staff::merge_earlier(earlier.join(staff::facts_between()));
    form.change("into", |into| into.hint(hint))
}

/// The tasks that only the hub gives.
fn given_by_the_hub() -> [&'static str; 6] {
    [
        TaskKind::TellPerson,
        TaskKind::NameCoordinator,
        TaskKind::LookAtDanger,
        TaskKind::ApproveDisclosure,
        TaskKind::ApproveErasure,
        TaskKind::ApproveMerge,
    ]
    .map(TaskKind::as_str)
}

#[cfg(test)]
mod tests;
