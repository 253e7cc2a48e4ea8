//! Every command has a form in each case where it can be used, and the hub can read what the form sends.

use super::*;
use serde_json::json;

const NOW: &str = "2026-11-22T10:45";

fn forms(case: &Value) -> Vec<Form> {
    available(case)
        .into_iter()
        .flat_map(|(_, forms)| forms)
        .collect()
}

fn ids(case: &Value) -> Vec<String> {
    forms(case).into_iter().map(|form| form.id).collect()
}

/// An open case that has every form of an open case.
fn full() -> Value {
    json!({
        "ended": null, "set_aside": "0f", "page_changed_at": "2026-11-23T10:00:00Z", "paused_until": "2026-12-24T09:00:00Z", "conflict_cleared": false,
        "assessment": {"flags": ["guardian-conflict"]},
        "holds": [{"why": "no-service"}, {"why": "overdue"}],
        "tasks": [
            {"task": 4, "kind": "call"}, {"task": 5, "kind": "letter", "outcome": "done"},
            {"task": 6, "kind": "name-coordinator"}],
        "complaints": [{"complaint": 7, "about": "code"}, {"complaint": 8, "about": "service", "replied_at": "x"}],
        "pathways": [{"taken": {"pathway": "marac"}}, {"taken": {"pathway": "mash"}, "acknowledged_at": "x"}],
        "councils": [{"code": "E06000038", "name": "Reading"}],
        "hand_on_to": [{"service": "next", "service_name": "The next hub"}],
        "onwards": [{"offered": {"service": "isva"}, "service_name": "Advisers"}],
        "left": [{"service": "all", "service_name": "Open door"}, {"service": "gone", "service_name": null}],
        "earlier": ["22222222"],
        "page_open_since": "2026-11-22T10:45:00Z",
        "referral": {
            "consent": {"scope": ["assess"]},
            "contact": {"channels": [
                {"kind": "phone", "safe": true, "address": "07700 900123", "days": ["mon"], "voicemail": false},
                {"kind": "email", "safe": false, "address": "shared@example.org"}]},
        },
    })
}

/// The body that a form sends for the chosen answers, and its initial ones elsewhere.
fn body(case: &Value, id: &str, chosen: &[(&str, &str)]) -> Value {
    let form = forms(case).into_iter().find(|form| form.id == id).unwrap();
    let given = |name: &str| {
        let leaves: Vec<&Field> = form.fields.iter().flat_map(Field::leaves).collect();
        leaves
            .iter()
            .find(|field| field.name == name)
            .map(|field| field.initial.clone())
            .unwrap_or_default()
    };
    let answers = |name: &str| {
        let said: Vec<String> = chosen
            .iter()
            .filter(|(of, _)| *of == name)
            .map(|(_, text)| (*text).to_owned())
            .collect();
        if said.is_empty() { given(name) } else { said }
    };
    form.body(&answers, NOW).unwrap()
}

#[test]
fn every_command_of_a_coordinator_has_a_form() {
    let mut case = full();
    case["tasks"] = json!([
        {"task": 9, "kind": "approve-disclosure"},
        {"task": 10, "kind": "approve-merge"},
        {"task": 11, "kind": "approve-erasure"},
    ]);
    case["readers"] = json!({"restricted": true, "named": ["me"], "excluded": ["officer"]});
    let closed = json!({"ended": {"said": true}});
    let forms: Vec<Form> = [case, full(), closed].iter().flat_map(forms).collect();
    for spec in CoordinatorCommand::COMMANDS {
        assert!(
            forms.iter().any(|form| form.address == spec.name),
            "{}",
            spec.name
        );
    }
    for form in forms {
        assert!(
            CoordinatorCommand::spec_of(form.address).is_some(),
            "{}",
            form.address
        );
    }
}

#[test]
fn every_command_has_one_place_on_the_page() {
    let listed: Vec<&str> = GROUPS
        .iter()
        .flat_map(|(_, commands)| commands.iter().copied())
        .collect();
    let mut expected: Vec<&str> = CoordinatorCommand::COMMANDS
        .iter()
        .map(|spec| spec.name)
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
    for (name, _) in GROUPS {
        assert!(staff::form_group(name).is_some(), "{name}");
    }
}

#[test]
fn every_filled_in_form_is_a_body_of_its_command() {
    let mut approval = full();
    approval["tasks"] = json!([{"task": 9, "kind": "approve-disclosure"}]);
    let closed = json!({"ended": {"said": true, "why": "withdrew"}, "referral": {"contact": {"channels": []}}});
    for case in [full(), approval, closed] {
        for form in forms(&case) {
            let answers = |name: &str| {
                let leaves: Vec<&Field> = form.fields.iter().flat_map(Field::leaves).collect();
                let field = leaves.into_iter().find(|field| field.name == name).unwrap();
                answer(field)
            };
            let Value::Object(body) = form.body(&answers, NOW).unwrap() else {
                panic!("{}", form.id)
            };
            let spec = CoordinatorCommand::spec_of(form.address).unwrap();
            assert_eq!(spec.faults(&body), [], "{}: {body:?}", form.id);
            assert!(
                CoordinatorCommand::from_body(spec, body).is_some(),
                "{}",
                form.id
            );
        }
    }
}

/// The first answer that a field takes.
fn answer(field: &Field) -> Vec<String> {
    if !field.initial.is_empty() && field.initial != [String::new()] {
        return field.initial.clone();
    }
    let one = match &field.input {
        Input::Choice(options) | Input::OptionalChoice(options) | Input::Several(options) => {
            let chosen = options.iter().find(|(code, _)| !code.is_empty());
            chosen.map(|(code, _)| code.clone()).unwrap_or_default()
        }
        Input::Reference => "22222222".to_owned(),
        Input::Day => "2026-12-24".to_owned(),
        Input::Moment if field.name == "from" => "2026-12-01T10:00".to_owned(),
        Input::Moment => "2026-12-01T11:00".to_owned(),
        Input::Account => "colleague".to_owned(),
        Input::Text(_) if !field.name.starts_with('/') => "words".to_owned(),
        _ => return Vec::new(),
    };
    vec![one]
}

#[test]
fn only_possible_commands_have_a_form() {
    let open = ids(&full());
    for id in [
        "task-done-4",
        "answer-complaint-7",
        "acknowledge-pathway-marac",
        "look-no-service",
        "resume",
        "close",
        "merge",
    ] {
        assert!(open.iter().any(|one| one == id), "{id}: {open:?}");
    }
    for id in [
        "task-done-5",
        "task-done-6",
        "answer-complaint-8",
        "acknowledge-pathway-mash",
        "look-overdue",
        "reopen",
        "erase",
    ] {
        assert!(open.iter().all(|one| one != id), "{id}: {open:?}");
    }
    let over = json!({"ended": {"said": true, "why": "withdrew"}, "referral": {"contact": {"channels": []}}});
    let wanted = [
        "task",
        "contact",
        "complaint",
        "consent",
        "consent-none",
        "pathway",
        "disclose",
        "assign",
        "assign-to",
        "restrict",
        "exclude",
        "new-words",
        "reopen",
        "legal-hold",
        "erase",
    ];
    assert_eq!(ids(&over), wanted);
    let elsewhere = json!({"ended": {"said": true, "why": "duplicate"}});
    assert!(!ids(&elsewhere).contains(&"new-words".to_owned()));
    assert!(
        !ids(&over).contains(&"close-page".to_owned()),
        "it is closed"
    );
    let gone =
        json!({"ended": {"said": true}, "erased_at": "2026-11-22T10:45:00Z", "referral": null});
    assert_eq!(
        ids(&gone),
        ["assign", "assign-to", "restrict", "exclude", "legal-hold"]
    );
}

#[test]
fn ids_are_unique_and_irreversible_forms_warn() {
    let all = forms(&full());
    for (at, form) in all.iter().enumerate() {
        assert!(
            all.iter().skip(at + 1).all(|other| other.id != form.id),
            "{}",
            form.id
        );
        let mut fields: Vec<String> = form
            .fields
            .iter()
            .flat_map(Field::leaves)
            .map(|field| field.id(&form.id))
            .collect();
        fields.sort();
        let count = fields.len();
        fields.dedup();
        assert_eq!(fields.len(), count, "{}", form.id);
        assert!(
            !form.hard_to_undo || form.consequence.len() > 60,
            "{}",
            form.id
        );
    }
    let warned: Vec<&str> = all
        .iter()
        .filter(|form| form.hard_to_undo)
        .map(|form| form.id.as_str())
        .collect();
    assert_eq!(
        warned,
        ["consent-none", "disclose", "merge", "close", "died"]
    );
    let held = json!({"legal_hold": true, "ended": {"said": true}});
    let hold = forms(&held)
        .into_iter()
        .find(|form| form.id == "legal-hold")
        .unwrap();
    assert!(hold.hard_to_undo && hold.fixed == json!({"on": false}));
    assert!(
        !ids(&held).contains(&"erase".to_owned()),
        "what is held is not deleted"
    );
}

#[test]
fn empty_answers_are_left_out_of_a_body() {
    let case = full();
    let check = |id: &str, chosen: &[(&str, &str)], sent: Value| {
        assert_eq!(body(&case, id, chosen), sent, "{id}")
    };
    check("assign", &[], json!({}));
    check("assign-to", &[("to", "boss")], json!({"to": "boss"}));
    check(
        "task-done-4",
        &[("outcome", "done")],
        json!({"task": 4, "outcome": "done"}),
    );
    check(
        "answer-complaint-7",
        &[("step", "replied")],
        json!({"complaint": 7, "step": "replied"}),
    );
    check(
        "uplift",
        &[("risk", "high"), ("reason", "judgement")],
        json!({"risk": "high", "reason": "judgement"}),
    );
    check(
        "acknowledge-pathway-marac",
        &[],
        json!({"pathway": "marac"}),
    );
    check("look-no-service", &[], json!({"why": "no-service"}));
    check(
        "task",
        &[
            ("kind", "call"),
            ("from", "2026-12-01T10:00"),
            ("due", "2026-12-01T11:00"),
        ],
        json!({"kind": "call", "from": "2026-12-01T10:00:00Z", "due": "2026-12-01T11:00:00Z"}),
    );
    check(
        "disclose",
        &[
            ("to", "police"),
            ("reason", "danger-to-life"),
            ("scope", "concern"),
            ("scope", "identity"),
            ("approver", "boss"),
            ("reader", "officer"),
        ],
        json!({"to": "police", "reason": "danger-to-life", "scope": ["concern", "identity"], "approver": "boss", "reader": "officer"}),
    );
    check(
        "complaint",
        &[("about", "code"), ("words", "Nobody told me.")],
        json!({"about": "code", "words": "Nobody told me."}),
    );
    check(
        "consent",
        &[("given_by", "person")],
        json!({"basis": "consent", "given_by": "person", "scope": ["assess"]}),
    );
    check("consent-none", &[], json!({}));
    check(
        "home",
        &[("local_authority", "E06000038")],
        json!({"local_authority": "E06000038"}),
    );
    check("home-elsewhere", &[], json!({}));
    check(
        "choice",
        &[("unwanted", "isva"), ("reason", "not-ready")],
        json!({"unwanted": ["isva"], "reason": "not-ready"}),
    );
    check(
        "pause",
        &[("until", "2026-12-24")],
        json!({"until": "2026-12-24T09:00:00Z"}),
    );
    check("resume", &[], json!({}));
    check(
        "merge",
        &[("into", "2222 2222")],
        json!({"into": "22222222"}),
    );
    check("legal-hold", &[], json!({"on": true}));
}

#[test]
fn unchanged_contact_details_are_sent_as_they_are() {
    let sent = body(
        &full(),
        "contact",
        &[("why", "asked"), ("/contact/channels/1/safe", "true")],
    );
    assert_eq!(
        sent["contact"]["channels"],
        json!([
            {"kind": "phone", "safe": true, "address": "07700 900123", "days": ["mon"], "voicemail": false},
            {"kind": "email", "safe": true, "address": "shared@example.org"},
            {"kind": "text", "safe": false}, {"kind": "letter", "safe": false}, {"kind": "online", "safe": false},
        ])
    );
    assert_eq!(
        (&sent["why"], sent["contact"].get("trusted_person")),
        (&json!("asked"), None)
    );
}

#[test]
fn no_decisive_answer_is_chosen_beforehand() {
    for form in forms(&full()) {
        for field in form.fields.iter().flat_map(Field::leaves) {
            let open = field.initial.is_empty()
                || field.initial == [String::new()]
                || form.id == "contact";
            assert!(
                !matches!(field.input, Input::Choice(_)) || open,
                "{}: {}",
                form.id,
                field.name
            );
        }
    }
}

#[test]
fn nothing_is_shared_before_approval() {
    let all = forms(&full());
    let disclose = all.iter().find(|form| form.id == "disclose").unwrap();
    assert!(disclose.fields.iter().any(|field| field.name == "approver"));
    assert!(disclose.consequence.starts_with("Nothing is shared yet."));
    assert_eq!(Some(disclose.button), staff::form_button("disclose"));
}

#[test]
fn an_approval_is_refused_but_never_just_done() {
    let case = json!({"tasks": [{"task": 9, "kind": "approve-disclosure"}]});
    let waiting: Vec<String> = ids(&case).into_iter().take(2).collect();
    assert_eq!(waiting, ["task-done-9", "approve-disclosure-9"]);
    let all = forms(&case);
    let Input::Choice(outcomes) = &all[0].fields[0].input else {
        panic!("a choice")
    };
    assert!(outcomes.iter().all(|(code, _)| code != "done"));
    assert!(all[1].hard_to_undo && all[1].fixed == json!({"disclosure": 9}));
}

#[test]
fn a_mistaken_death_is_recorded_without_a_question() {
    let case = json!({"tasks": [{"task": 3, "kind": "check-death"}]});
    assert_eq!(
        body(&case, "task-done-3", &[]),
        json!({"task": 3, "outcome": "not-needed"})
    );
}

#[test]
fn what_a_colleague_proposed_is_approved_or_refused() {
    for (kind, command) in [
        ("approve-merge", "approve-merge-7"),
        ("approve-erasure", "approve-erasure-7"),
    ] {
        let case = json!({"ended": {"said": true}, "tasks": [{"task": 7, "kind": kind}]});
        let all = forms(&case);
        let approve = all.iter().find(|form| form.id == command).unwrap();
        assert!(approve.hard_to_undo && approve.fixed == json!({"proposal": 7}));
        let refuse = all.iter().find(|form| form.id == "task-done-7").unwrap();
        let Input::Choice(outcomes) = &refuse.fields[0].input else {
            panic!("a choice")
        };
        assert!(outcomes.iter().all(|(code, _)| code != "done"));
    }
}

#[test]
fn what_was_learned_is_asked_with_the_answer_of_today_and_none_chosen() {
    let mut case = full();
    case["answers_now"] = json!({"in_danger_now": "No", "needs": "Trouble sleeping"});
    let form = forms(&case)
        .into_iter()
        .find(|form| form.id == "reassess")
        .unwrap();
    let field = |name: &str| form.fields.iter().find(|field| field.name == name).unwrap();
    assert_eq!(field("in_danger_now").hint, staff::answer_now("No"));
    assert_eq!(field("needs").hint, staff::answer_now("Trouble sleeping"));
    assert_eq!(
        field("weapon").hint,
        staff::answer_not_known(),
        "unknown is not no"
    );
    for field in &form.fields {
        let chosen = field.initial.iter().any(|answer| !answer.is_empty());
        assert!(!chosen, "{}", field.name);
    }
    let chosen = [("why", "person-told"), ("spoken", "yes"), ("weapon", "yes")];
    assert_eq!(
        body(&case, "reassess", &chosen),
        json!({"why": "person-told", "spoken": "yes", "weapon": "yes"}),
        "what is not answered is not sent"
    );
}
