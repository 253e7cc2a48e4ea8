//! Forms for the work on a case: what waits for a coordinator, who is assigned, new tasks, a higher risk, and whom the
//! case is put to or handed on to.

use crate::field::{Field, Input, Options};
use crate::form::Form;
use crate::json::list;
use crate::wording::{
    basis, choices, codes, complaint_step, is_given, pathway_reason, why_cleared, why_handed_on,
    words,
};
use events::assessment::Risk;
use events::case::{
    ComplaintStep, ConflictClearedReason, Criterion, HandOnBasis, HandOnReason, Pathway, TaskKind,
    TaskOutcome, UpliftReason,
};
use serde_json::{Value, json};

/// What waits for a coordinator: each task, complaint, meeting and reason to look has a separate form.
pub(super) fn waiting(case: &Value) -> Vec<Form> {
    let open = list(case, "/tasks")
        .iter()
        .filter(|task| task["outcome"].is_null() && task["kind"] != "name-coordinator");
    let mut forms: Vec<Form> = open.flat_map(for_task).collect();
    let unanswered = list(case, "/complaints")
        .iter()
        .filter(|one| one["replied_at"].is_null());
    forms.extend(unanswered.map(answer));
    let silent = list(case, "/pathways")
        .iter()
        .filter(|one| one["acknowledged_at"].is_null());
    forms.extend(silent.filter_map(|one| acknowledged(one.pointer("/taken/pathway")?.as_str()?)));
    let flags = list(case, "/assessment/flags");
    if case["conflict_cleared"] != true
        && flags
            .iter()
            .any(|flag| flag == "guardian-conflict" || flag == "conflict-check")
    {
        let reason = Field::choice(
            "reason",
            "Why not?",
            choices(
                ConflictClearedReason::ALL,
                ConflictClearedReason::as_str,
                why_cleared,
            ),
        );
        let form = Form::new(
            "clear-conflict",
            "The conflict does not stand in the way",
            vec![reason],
        );
        forms.push(form.consequence("The hub looks for services, and may offer them the case."));
    }
    // A late provider acts itself, or the case is taken back from it.
    let held = list(case, "/holds")
        .iter()
        .filter_map(|hold| hold["why"].as_str())
        .filter(|why| *why != "overdue");
    forms.extend(held.map(|why| {
        let form = Form::new("look", format!("I have looked: {}", words(why)), Vec::new())
            .sending(json!({"why": why}));
        form.with_id(format!("look-{why}"))
            .consequence("Give a task first, if there is none: it says what comes next.")
    }));
    forms
}

/// A task is done; but sharing without consent is approved or refused, and never just done.
fn for_task(task: &Value) -> Vec<Form> {
    let number = &task["task"];
    if task["kind"] != TaskKind::ApproveDisclosure.as_str() {
        return vec![task_done(task)];
    }
    let approve = Form::new(
        "approve-disclosure",
        "It is to be shared without consent",
        Vec::new(),
    );
    let not_done = TaskOutcome::ALL
        .iter()
        .filter(|one| **one != TaskOutcome::Done);
    let outcome = Field::choice(
        "outcome",
        "Why not?",
        codes(not_done.map(|one| one.as_str())),
    );
    let refuse = Form::new(
        "task-done",
        "It is not to be shared without consent",
        vec![outcome],
    );
    vec![
        approve.for_item("disclosure", number).hard_to_undo(
            "I approve it",
            "Whoever it is for can see it from now on, for as long as the case says. You are named as who approved it.",
        ),
        refuse.for_item("task", number).consequence("Nobody is shown anything."),
    ]
}

fn task_done(task: &Value) -> Form {
    // A death is recorded by another form: this one is only for a mistake.
    if task["kind"] == "check-death" {
        let lives = Form::new(
            "task-done",
            "It was a mistake: the person lives",
            Vec::new(),
        );
        let number = &task["task"];
        let body = json!({"task": number, "outcome": "not-needed"});
        return lives
            .sending(body)
            .with_id(format!("task-done-{number}"))
            .consequence("The hub may tell them things again.");
    }
    let title = format!("Done: {}", words(task["kind"].as_str().unwrap_or_default()));
    let outcome = Field::choice(
        "outcome",
        "What came of it?",
        codes(TaskOutcome::ALL.iter().map(|one| one.as_str())),
    );
    Form::new("task-done", title, vec![outcome]).for_item("task", &task["task"])
}

/// The steps of the answer that are still to come.
fn answer(complaint: &Value) -> Form {
    let told = complaint["acknowledged_at"].is_string();
    let steps: Vec<ComplaintStep> = ComplaintStep::ALL
        .iter()
        .copied()
        .filter(|step| !(told && *step == ComplaintStep::Acknowledged))
        .collect();
    let title = match complaint["about"].as_str() {
        Some("code") => "Answer the complaint about the Victims’ Code",
        _ => "Answer the complaint about the service",
    };
    let step = Field::choice(
        "step",
        "What did they hear?",
        choices(&steps, ComplaintStep::as_str, complaint_step),
    );
    Form::new("answer-complaint", title, vec![step])
        .for_item("complaint", &complaint["complaint"])
        .consequence("Write it down once they have heard it, not before.")
}

fn acknowledged(pathway: &str) -> Option<Form> {
    let name = words(Pathway::parse(pathway)?.as_str());
    let form = Form::new(
        "acknowledge-pathway",
        format!("The {name} says that it has the case"),
        Vec::new(),
    );
    Some(
        form.sending(json!({"pathway": pathway}))
            .with_id(format!("acknowledge-pathway-{pathway}")),
    )
}

/// Who stays with the person: the coordinator who fills this in, or a colleague.
pub(super) fn assign() -> [Form; 2] {
    let to = Field::new("to", "Your colleague’s account", Input::Account)
        .required()
        .hint("As they sign in here.");
    let other =
        Form::new("assign", "A colleague stays with this person", vec![to]).with_id("assign-to");
    [
        Form::new("assign", "I stay with this person", Vec::new()),
        other.consequence(
            "They find the case under “Mine”. Speak with them first; the person should not have to say it all again.",
        ),
    ]
}

pub(super) fn task() -> Form {
    let kinds = TaskKind::ALL
        .iter()
        .filter(|kind| is_given(**kind))
        .map(|kind| kind.as_str());
    let kind = Field::choice("kind", "What?", codes(kinds));
    let from = Field::new("from", "Not before", Input::Moment).hint("If the person named a time.");
    let due = Field::new("due", "By when", Input::Moment)
        .hint("If you leave it empty: the end of the next working day.");
    Form::new("task", "Something is to be done", vec![kind, from, due])
}

pub(super) fn raise() -> Form {
    let same = |name: &str, label, codes: Options| {
        let stays = std::iter::once((String::new(), "As it is".to_owned()))
            .chain(codes)
            .collect();
        Field::new(name, label, Input::Choice(stays)).initial(vec![String::new()])
    };
    let higher = Risk::ALL
        .iter()
        .filter(|risk| **risk != Risk::Standard)
        .map(|risk| risk.as_str());
    let reason = Field::choice(
        "reason",
        "Why?",
        codes(UpliftReason::ALL.iter().map(|why| why.as_str())),
    );
    let fields = vec![
        same("tier", "Rights", codes(["enhanced"])),
        same("risk", "Risk", codes(higher)),
        reason,
    ];
    Form::new("uplift", "It is more serious than we thought", fields)
        .consequence("The hub looks again which services fit. Nothing can be lowered afterwards.")
}

pub(super) fn meeting() -> Form {
    let fields = vec![
        Field::choice(
            "pathway",
            "To which?",
            codes(Pathway::ALL.iter().map(|one| one.as_str())),
        ),
        Field::choice(
            "criterion",
            "Why?",
            choices(Criterion::ALL, Criterion::as_str, pathway_reason),
        ),
        Field::choice(
            "basis",
            "On what ground?",
            choices(HandOnBasis::ALL, HandOnBasis::as_str, basis),
        ),
    ];
    Form::new("pathway", "Put it to a meeting", fields)
        .consequence("The meeting says within one working day that it has the case. The queue shows it until then.")
}

/// Whom the case can be handed on to: the hub says.
pub(super) fn hand_on(case: &Value) -> Option<Form> {
    let text = |service: &Value, name: &str| service[name].as_str().unwrap_or_default().to_owned();
    let services: Options = list(case, "/hand_on_to")
        .iter()
        .map(|service| (text(service, "service"), text(service, "service_name")))
        .collect();
    let fields = vec![
        Field::choice("service", "To whom?", services.clone()),
        Field::choice(
            "basis",
            "On what ground?",
            choices(HandOnBasis::ALL, HandOnBasis::as_str, basis),
        ),
        Field::choice(
            "reason",
            "Why?",
            choices(HandOnReason::ALL, HandOnReason::as_str, why_handed_on),
        ),
    ];
    let form = Form::new(
        "hand-on",
        "Another hub or a national service should help",
        fields,
    );
    let next = "It is asked at once. The case stays here until it has said yes.";
    (!services.is_empty()).then(|| form.consequence(next))
}
