//! Forms that are hard to undo: sharing without consent, and the end of a case. Each says first what will happen.

use crate::field::{Field, Input};
use crate::form::Form;
use crate::json::list;
use crate::wording::{choices, codes, disclosed_scope, disclosed_to, why_closed, why_disclosed};
use events::case::{CloseReason, DisclosedScope, DisclosedTo, DisclosureReason, ReopenReason};
use serde_json::{Value, json};

pub(super) fn disclose() -> Form {
    let scope = Input::Several(choices(
        DisclosedScope::ALL,
        DisclosedScope::as_str,
        disclosed_scope,
    ));
    let fields = vec![
        Field::choice(
            "to",
            "With whom?",
            choices(DisclosedTo::ALL, DisclosedTo::as_str, disclosed_to),
        ),
        Field::choice(
            "reason",
            "What harm does it prevent?",
            choices(DisclosureReason::ALL, DisclosureReason::as_str, why_disclosed),
        ),
        Field::new("scope", "What is shared?", scope)
            .required()
            .hint("No more than it takes."),
        Field::new("approver", "Who is to approve it?", Input::Account)
            .required()
            .hint("Their account, as they sign in: another coordinator. Nobody approves what they do themselves."),
    ];
    Form::new("disclose", "Share something without consent", fields).hard_to_undo(
        "Ask for approval",
        "Nothing is shared yet. The approver has an hour to say yes or no. Only after a yes can the police read in the hub what \
         you ticked; anybody else you tell yourself, after the yes, and no more than that. It is written down for good, with \
         your account and the approver’s. The person’s own page does not show it, as somebody may read over their shoulder: \
         tell them, if that is safe.",
    )
}

pub(super) fn merge(case: &Value) -> Form {
    let earlier: Vec<&str> = list(case, "/earlier")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let hint = match earlier.as_slice() {
        [] => "Eight letters and numbers. Look at both cases first.".to_owned(),
        known => {
            format!(
                "Eight letters and numbers. Earlier cases of theirs: {}. Look at both first.",
                known.join(", ")
            )
        }
    };
    let into = Field::new(
        "into",
        "Reference of the case that goes on",
        Input::Reference,
    )
    .required()
    .hint(hint);
    Form::new("merge", "This is a second case of the same person", vec![into]).hard_to_undo(
        "Make the two cases one",
        "This case ends. What the person needs here is added to the other one, which goes on. Services that have this case \
         are told to stop. It cannot be taken apart again.",
    )
}

pub(super) fn close() -> Form {
    let apart = [CloseReason::Duplicate, CloseReason::Died];
    let whys: Vec<CloseReason> = CloseReason::ALL
        .iter()
        .copied()
        .filter(|why| !apart.contains(why))
        .collect();
    let why = Field::choice(
        "why",
        "Why is it over?",
        choices(&whys, CloseReason::as_str, why_closed),
    );
    Form::new("close", "The case is over", vec![why]).hard_to_undo(
        "Close the case",
        "Services that have it are told to stop, and from today it counts how long we keep what we know of the person. What \
         the Victims’ Code promises them goes on. The case can be reopened.",
    )
}

pub(super) fn died() -> Form {
    Form::new("died", "The person has died", Vec::new()).hard_to_undo(
        "The person has died",
        "The case ends. Nobody rings them or writes to them any more. Whoever mourns them can have a case of their own.",
    )
}

pub(super) fn reopen() -> Form {
    let why = Field::choice(
        "why",
        "Why does it go on?",
        codes(ReopenReason::ALL.iter().map(|why| why.as_str())),
    );
    Form::new("reopen", "The case goes on", vec![why])
        .consequence("The hub looks for services again.")
}

/// That nothing may be deleted, or may be again.
pub(super) fn hold(case: &Value) -> Form {
    let held = case["legal_hold"] == true;
    let form = Form::new(
        "legal-hold",
        if held {
            "The legal hold ends"
        } else {
            "A legal hold: nothing may be deleted"
        },
        Vec::new(),
    );
    let form = form.sending(json!({"on": !held}));
    if held {
        form.hard_to_undo(
            "End the legal hold",
            "What we know of the person may be deleted again. If their time is over already, that happens the next night, \
             and nobody can bring it back. Ask whoever asked for the hold first.",
        )
    } else {
        form.consequence(
            "Nothing of the case is deleted until you end the hold, even if the person asks.",
        )
    }
}

/// Only once it is over, and nothing holds it.
pub(super) fn erase(case: &Value) -> Option<Form> {
    let may =
        case["ended"].is_object() && case["erased_at"].is_null() && case["legal_hold"] != true;
    let again = Field::new(
        "reference",
        "Type the reference of this case once more",
        Input::Reference,
    )
    .required();
    let form = Form::new("erase", "Delete who the person is", vec![again]);
    may.then(|| {
        form.hard_to_undo(
            "Delete it for good",
            "Their name, how to reach them, their own words and all support notes are deleted within minutes. Nobody can bring \
             them back. What stays is what was done, and says nothing about who it was for.",
        )
    })
}
