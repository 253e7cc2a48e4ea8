//! What cannot easily be undone: sharing without consent, and the end of a case. Each says before what will happen.

use crate::field::{Field, Takes};
use crate::form::Form;
use crate::moves::{choice, list};
use crate::wording::{choices, codes, disclosed_scope, disclosed_to, why_closed, why_disclosed};
use events::case::{DisclosedScope, DisclosedTo, WhyClosed, WhyDisclosed, WhyReopened};
use serde_json::{Value, json};

pub(super) fn disclose() -> Form {
    let scope = Takes::Several(choices(
        DisclosedScope::ALL,
        DisclosedScope::as_str,
        disclosed_scope,
    ));
    let fields = vec![
        choice(
            "to",
            "With whom?",
            choices(DisclosedTo::ALL, DisclosedTo::as_str, disclosed_to),
        ),
        choice(
            "reason",
            "What harm does it prevent?",
            choices(WhyDisclosed::ALL, WhyDisclosed::as_str, why_disclosed),
        ),
        Field::new("scope", "What is shared?", scope)
            .needed()
            .hint("No more than it takes."),
        Field::new("approver", "Who is to approve it?", Takes::Account)
            .needed()
            .hint("Their account, as they sign in: another coordinator. Nobody approves what they do themselves."),
    ];
    Form::new("disclose", "Share something without consent", fields).grave(
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
        Takes::Reference,
    )
    .needed()
    .hint(hint);
    Form::new("merge", "This is a second case of the same person", vec![into]).grave(
        "Make the two cases one",
        "This case ends. What the person needs here is added to the other one, which goes on. Services that have this case \
         are told to stop. It cannot be taken apart again.",
    )
}

pub(super) fn close() -> Form {
    let apart = [WhyClosed::Duplicate, WhyClosed::Died];
    let whys: Vec<WhyClosed> = WhyClosed::ALL
        .iter()
        .copied()
        .filter(|why| !apart.contains(why))
        .collect();
    let why = choice(
        "why",
        "Why is it over?",
        choices(&whys, WhyClosed::as_str, why_closed),
    );
    Form::new("close", "The case is over", vec![why]).grave(
        "Close the case",
        "Services that have it are told to stop, and from today it counts how long we keep what we know of the person. What \
         the Victims’ Code promises them goes on. The case can be reopened.",
    )
}

pub(super) fn died() -> Form {
    Form::new("died", "The person has died", Vec::new()).grave(
        "The person has died",
        "The case ends. Nobody rings them or writes to them any more. Whoever mourns them can have a case of their own.",
    )
}

pub(super) fn reopen() -> Form {
    let why = choice(
        "why",
        "Why does it go on?",
        codes(WhyReopened::ALL.iter().map(|why| why.as_str())),
    );
    Form::new("reopen", "The case goes on", vec![why]).then("The hub looks for services again.")
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
    let form = form.sends(json!({"on": !held}));
    if held {
        form.grave(
            "End the legal hold",
            "What we know of the person may be deleted again. If their time is over already, that happens the next night, \
             and nobody can bring it back. Ask whoever asked for the hold first.",
        )
    } else {
        form.then("Nothing of the case is deleted until you end the hold, even if the person asks.")
    }
}

/// Only once it is over, and nothing holds it.
pub(super) fn erase(case: &Value) -> Option<Form> {
    let may =
        case["ended"].is_object() && case["erased_at"].is_null() && case["legal_hold"] != true;
    let again = Field::new(
        "reference",
        "Type the reference of this case once more",
        Takes::Reference,
    )
    .needed();
    let form = Form::new("erase", "Delete who the person is", vec![again]);
    may.then(|| {
        form.grave(
            "Delete it for good",
            "Their name, how to reach them, their own words and all support notes are deleted within minutes. Nobody can bring \
             them back. What stays is what was done, and says nothing about who it was for.",
        )
    })
}
