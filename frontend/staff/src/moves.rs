//! What a coordinator can do to a case on the page: each form is data. The rest is done through the hub's API.

use crate::acts::{Field, Takes, choice, words};
use events::assessment::Risk;
use events::case::{
    ComplaintStep, Criterion, HandOnBasis, Pathway, TaskKind, TaskOutcome, WhyClosed, WhyReopened, WhyUplifted,
};
use serde_json::{Map, Value, json};

/// One form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its name on the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Where it is sent, under the case's own address.
    pub address: &'static str,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What is sent beside them.
    pub fixed: Value,
}

impl Form {
    fn new(address: &'static str, title: &str, fields: Vec<Field>) -> Self {
        Self { id: address.to_owned(), title: title.to_owned(), address, fields, fixed: json!({}) }
    }

    /// The same for one of several, by its number.
    fn of(self, name: &str, number: &Value) -> Self {
        Self { id: format!("{}-{number}", self.id), fixed: json!({name: number}), ..self }
    }

    /// What is sent for those answers. What was left empty is not said.
    pub fn body(&self, answer: &dyn Fn(&str) -> String) -> Value {
        let mut body = self.fixed.as_object().cloned().unwrap_or_else(Map::new);
        for field in &self.fields {
            let text = answer(field.name);
            if !text.is_empty() {
                body.insert(field.name.to_owned(), Value::from(text));
            }
        }
        Value::Object(body)
    }
}

/// What can be done now, by where the case stands.
pub fn now(case: &Value) -> Vec<Form> {
    let list = |name: &str| case.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let over = case.pointer("/ended/said").and_then(Value::as_bool) == Some(true);
    let mut forms = vec![Form::new("assign", "I stay with this person", Vec::new())];
    let open = list("tasks").into_iter().filter(|task| task["outcome"].is_null() && task["kind"] != "name-coordinator");
    forms.extend(open.flat_map(|task| {
        let approval = task["kind"] == TaskKind::ApproveDisclosure.as_str();
        let title = match approval {
            true => "Refuse to share it without consent".to_owned(),
            false => format!("Done: {}", words(task["kind"].as_str().unwrap_or_default())),
        };
        // A disclosure is not approved by calling the task done.
        let outcomes = TaskOutcome::ALL.iter().filter(|one| !approval || **one != TaskOutcome::Done);
        let outcome = choice("outcome", "What came of it?", outcomes.map(|one| one.as_str()));
        let approve = approval.then(|| {
            let title = "I approve that it is shared without consent";
            Form::new("approve-disclosure", title, Vec::new()).of("disclosure", &task["task"])
        });
        approve.into_iter().chain([Form::new("task-done", &title, vec![outcome]).of("task", &task["task"])])
    }));
    let unanswered = list("complaints").into_iter().filter(|one| one["replied_at"].is_null());
    forms.extend(unanswered.map(|complaint| {
        let title = format!("Answer the complaint about the {}", complaint["about"].as_str().unwrap_or_default());
        let step = choice("step", "What did they hear?", ComplaintStep::ALL.iter().map(|one| one.as_str()));
        Form::new("answer-complaint", &title, vec![step]).of("complaint", &complaint["complaint"])
    }));
    forms.push(Form::new("task", "Something is to be done", vec![kinds()]));
    let held: Vec<String> = list("holds").iter().filter_map(|hold| hold["why"].as_str().map(str::to_owned)).collect();
    // A late provider acts itself, or the case is taken back from it.
    forms.extend(held.into_iter().filter(|why| why != "overdue").map(|why| {
        let title = format!("I have looked: {}", words(&why));
        let form = Form::new("look", &title, Vec::new());
        Form { id: format!("look-{why}"), fixed: json!({"why": why}), ..form }
    }));
    if over {
        let why = choice("why", "Why does it go on?", WhyReopened::ALL.iter().map(|why| why.as_str()));
        forms.push(Form::new("reopen", "The case goes on", vec![why]));
    } else {
        forms.extend([raise(), meeting(), close()]);
    }
    forms
}

fn kinds() -> Field {
    let given = |kind: &&TaskKind| {
        !matches!(kind, TaskKind::TellPerson | TaskKind::NameCoordinator | TaskKind::ApproveDisclosure)
    };
    choice("kind", "What?", TaskKind::ALL.iter().filter(given).map(|kind| kind.as_str()))
}

fn raise() -> Form {
    let tier = maybe("tier", "Rights", &["enhanced"]);
    let higher: Vec<&'static str> =
        Risk::ALL.iter().filter(|risk| **risk != Risk::Standard).map(|risk| risk.as_str()).collect();
    let reason = choice("reason", "Why?", WhyUplifted::ALL.iter().map(|why| why.as_str()));
    Form::new("uplift", "It is more serious than we thought", vec![tier, maybe("risk", "Risk", &higher), reason])
}

fn meeting() -> Form {
    let fields = vec![
        choice("pathway", "To which?", Pathway::ALL.iter().map(|one| one.as_str())),
        choice("criterion", "Why?", Criterion::ALL.iter().map(|one| one.as_str())),
        choice("basis", "On what ground?", HandOnBasis::ALL.iter().map(|one| one.as_str())),
    ];
    Form::new("pathway", "Put it to a meeting", fields)
}

fn close() -> Form {
    let whys = WhyClosed::ALL.iter().filter(|why| **why != WhyClosed::Duplicate);
    let why = choice("why", "Why is it over?", whys.map(|why| why.as_str()));
    Form::new("close", "The case is over", vec![why])
}

/// A choice that can be left as it is.
fn maybe(name: &'static str, label: &'static str, codes: &[&'static str]) -> Field {
    let stays = std::iter::once(("", "As it is".to_owned()));
    let choices = stays.chain(codes.iter().map(|code| (*code, words(code)))).collect();
    Field { name, label, takes: Takes::Choice(choices) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(case: &Value) -> Vec<String> {
        now(case).into_iter().map(|form| form.id).collect()
    }

    #[test]
    fn what_is_to_be_shared_without_consent_is_approved_or_refused_and_never_just_done() {
        let case = json!({"tasks": [{"task": 4, "kind": "approve-disclosure"}]});
        let forms = now(&case);
        let approve = forms.iter().find(|form| form.id == "approve-disclosure-4").unwrap();
        assert_eq!(approve.body(&|_| String::new()), json!({"disclosure": 4}));
        let refuse = forms.iter().find(|form| form.id == "task-done-4").unwrap();
        let Takes::Choice(choices) = &refuse.fields[0].takes else { panic!("a choice") };
        assert!(choices.iter().all(|(code, _)| *code != "done"), "{choices:?}");
    }

    #[test]
    fn only_what_can_be_done_is_asked() {
        let case = json!({
            "ended": null,
            "holds": [{"why": "no-service"}, {"why": "overdue"}],
            "tasks": [
                {"task": 4, "kind": "call"}, {"task": 5, "kind": "letter", "outcome": "done"},
                {"task": 6, "kind": "name-coordinator"}],
            "complaints": [{"complaint": 7, "about": "code"}, {"complaint": 8, "about": "service", "replied_at": "x"}],
        });
        let wanted =
            ["assign", "task-done-4", "answer-complaint-7", "task", "look-no-service", "uplift", "pathway", "close"];
        assert_eq!(ids(&case), wanted);
        let over = json!({"ended": {"said": true, "why": "withdrew"}});
        assert_eq!(ids(&over), ["assign", "task", "reopen"]);
    }

    #[test]
    fn what_is_sent_says_what_was_chosen_and_nothing_that_was_left() {
        let case = json!({"tasks": [{"task": 4, "kind": "call"}]});
        let forms = now(&case);
        let body = |id: &str, chosen: &[(&str, &str)]| {
            let form = forms.iter().find(|form| form.id == id).expect("a form");
            form.body(&|name| chosen.iter().find(|(of, _)| *of == name).map_or("", |(_, text)| text).to_owned())
        };
        assert_eq!(body("task-done-4", &[("outcome", "done")]), json!({"task": 4, "outcome": "done"}));
        let raised = body("uplift", &[("risk", "high"), ("reason", "judgement")]);
        assert_eq!(raised, json!({"risk": "high", "reason": "judgement"}));
        assert_eq!(body("assign", &[]), json!({}));
    }
}
