//! Forms for what a person says in a call and a coordinator records for them.

use crate::field::{Field, Input, Options};
use crate::form::Form;
use crate::json::list;
use crate::wording::{
    channel_safe, choices, codes, complaint_about, frequency, given_by, scope, why_chosen,
    why_contact,
};
use events::case::{ChoiceReason, ComplaintAbout, ContactChangeReason};
use events::referral::{ChannelKind, Day, Frequency, GivenBy, Scope};
use serde_json::{Value, json};

/// The most ways to reach a person that a referral has (contract).
const MOST_WAYS: usize = 6;
/// The longest complaint, in characters.
const LONGEST: usize = 5_000;

/// How the person may be reached: each way that is known at its place, then one of each kind that is not.
pub(super) fn contact(case: &Value) -> Option<Form> {
    let known = case
        .pointer("/referral/contact")
        .filter(|contact| contact.is_object())?;
    let channels = known
        .get("channels")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let kinds = channels
        .iter()
        .filter_map(|channel| ChannelKind::parse(channel.get("kind")?.as_str()?));
    let mut ways: Vec<ChannelKind> = kinds.take(MOST_WAYS).collect();
    for kind in ChannelKind::ALL {
        if !ways.contains(kind) && ways.len() < MOST_WAYS {
            ways.push(*kind);
        }
    }
    let ways: Vec<Field> = ways
        .iter()
        .enumerate()
        .flat_map(|(at, kind)| way(case, at, *kind))
        .collect();
    let asked = [ContactChangeReason::Asked, ContactChangeReason::FoundOut];
    let often = choices(Frequency::ALL, Frequency::as_str, frequency);
    let best = codes(ChannelKind::ALL.iter().map(|kind| kind.as_str()));
    let fields = vec![
        Field::new("ways", "What is safe?", Input::Group(ways))
            .hint("Tick only what they say is safe: unknown is not safe."),
        from_referral(
            case,
            "/contact/preferred",
            "Best way",
            Input::Choice(or(best, "They do not mind")),
        ),
        from_referral(
            case,
            "/contact/frequency",
            "How often do they want to hear?",
            Input::Choice(or(often, "We decide")),
        ),
        trusted(case),
        Field::choice(
            "why",
            "How do you know?",
            choices(&asked, ContactChangeReason::as_str, why_contact),
        ),
    ];
    let next = "From now on we use only what is ticked. An address without a tick stays, so that nobody uses it by mistake.";
    Some(Form::new("contact", "How they can be reached has changed", fields).consequence(next))
}

/// One way: unknown is never safe, so that nothing is ticked that nobody ticked.
fn way(case: &Value, at: usize, kind: ChannelKind) -> Vec<Field> {
    let name = |field: &str| format!("/contact/channels/{at}/{field}");
    let of = |field: &str, label, input| from_referral(case, &name(field), label, input);
    let (label, keyboard) = match kind {
        ChannelKind::Email => ("Email address", Input::Line("email")),
        ChannelKind::Text => ("Phone number for texts", Input::Line("tel")),
        ChannelKind::Phone => ("Phone number for calls", Input::Line("tel")),
        ChannelKind::Letter | ChannelKind::Online => ("Address for letters", Input::Text(320)),
    };
    let days = codes(Day::ALL.iter().map(|day| day.as_str()));
    let yes_or_no = [("", "Not said"), ("true", "Yes"), ("false", "No")];
    let yes_or_no = yes_or_no
        .map(|(code, words)| (code.to_owned(), words.to_owned()))
        .to_vec();
    let mut times = vec![
        of("from", "From (leave it empty for any time)", Input::Time),
        of("until", "Until", Input::Time),
        of(
            "days",
            "On these days only (none ticked: any day)",
            Input::Several(days),
        ),
    ];
    if kind == ChannelKind::Phone {
        times.push(of(
            "voicemail",
            "May we leave a message?",
            Input::Choice(yes_or_no),
        ));
        times.push(of(
            "code_word",
            "A word that we say first, so that they know it is us",
            Input::Line("text"),
        ));
    }
    let inner = match kind {
        ChannelKind::Online => Vec::new(),
        _ => vec![
            of("address", label, keyboard),
            Field::new(name("times"), "Safe times", Input::Folded(times)),
        ],
    };
    let kept = Field::new(name("kind"), "", Input::Hidden).initial(vec![kind.as_str().to_owned()]);
    vec![kept, of("safe", channel_safe(kind), Input::Tick(inner))]
}

fn trusted(case: &Value) -> Field {
    let of = |field: &str, label, input| {
        from_referral(
            case,
            &format!("/contact/trusted_person/{field}"),
            label,
            input,
        )
    };
    let knows = [("", "Not said"), ("true", "Yes"), ("false", "No")];
    let knows = knows
        .map(|(code, words)| (code.to_owned(), words.to_owned()))
        .to_vec();
    let fields = vec![
        of("name", "Their name", Input::Line("text")),
        of(
            "relationship",
            "What they are to the person",
            Input::Line("text"),
        ),
        of("channel", "How to reach them", Input::Line("text")),
        of("knows", "Do they know what happened?", Input::Choice(knows))
            .hint("We speak with them only if they do."),
    ];
    Field::new("trusted", "Someone they trust", Input::Folded(fields))
}

/// A field of the referral, with its present value.
fn from_referral(case: &Value, name: &str, label: &'static str, input: Input) -> Field {
    let given = match case.pointer(&format!("/referral{name}")) {
        Some(Value::Array(several)) => several
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Bool(yes)) => vec![yes.to_string()],
        _ if matches!(input, Input::Choice(_)) => vec![String::new()],
        _ => Vec::new(),
    };
    Field::new(name, label, input).initial(given)
}

fn or(choices: Options, none: &str) -> Options {
    std::iter::once((String::new(), none.to_owned()))
        .chain(choices)
        .collect()
}

/// What the person agrees to: some of it, or nothing any more.
pub(super) fn consent(case: &Value) -> [Form; 2] {
    let who = Field::choice(
        "given_by",
        "Who says so?",
        choices(GivenBy::ALL, GivenBy::as_str, given_by),
    );
    let what = Input::Several(choices(Scope::ALL, Scope::as_str, scope));
    let given = list(case, "/referral/consent/scope")
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let what = Field::new("scope", "What do they agree to now?", what)
        .required()
        .initial(given);
    let some = Form::new("consent", "What they agree to has changed", vec![who, what])
        .sending(json!({"basis": "consent"}))
        .consequence("What is not ticked ends today. If they no longer want services to know, each of them is told to stop.");
    let none = Form::new("consent", "They agree to nothing any more", Vec::new()).with_id("consent-none").hard_to_undo(
        "They agree to nothing",
        "Every service that has the case with their consent is told to stop, and we send no updates. What the Victims’ Code \
         promises them goes on. They can agree again at any time.",
    );
    [some, none]
}

/// Where the person lives, while nobody knows it.
pub(super) fn home(case: &Value) -> Vec<Form> {
    let text = |council: &Value, name: &str| council[name].as_str().unwrap_or_default().to_owned();
    let councils: Options = list(case, "/councils")
        .iter()
        .map(|council| (text(council, "code"), text(council, "name")))
        .collect();
    if councils.is_empty() {
        return Vec::new();
    }
    let here = Form::new(
        "home",
        "They live in this area",
        vec![Field::choice("local_authority", "Which council?", councils)],
    )
    .consequence("The hub looks again which services fit.");
    let elsewhere = Form::new("home", "They live in another area", Vec::new())
        .with_id("home-elsewhere")
        .consequence(
            "The case comes to the coordinators, who hand it on. The hub offers it to nobody here.",
        );
    vec![here, elsewhere]
}

/// Which service they want or do not want, of those that the hub knew when it last looked.
pub(super) fn service_choice(case: &Value) -> Option<Form> {
    let text = |one: &Value, name: &str| {
        one.pointer(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let asked = list(case, "/onwards")
        .iter()
        .map(|one| (text(one, "/offered/service"), text(one, "/service_name")));
    let left = list(case, "/left")
        .iter()
        .map(|one| (text(one, "/service"), text(one, "/service_name")));
    let mut services: Options = asked
        .chain(left)
        .filter(|(code, name)| !code.is_empty() && !name.is_empty())
        .collect();
    services.sort_by(|(a, one), (b, other)| one.cmp(other).then_with(|| a.cmp(b)));
    services.dedup();
    let among =
        |name: &str, label| Field::new(name, label, Input::OptionalChoice(services.clone()));
    let why = Field::choice(
        "reason",
        "Why?",
        choices(ChoiceReason::ALL, ChoiceReason::as_str, why_chosen),
    );
    let fields = vec![
        among("wanted", "A service that they want"),
        among("unwanted", "A service that they do not want"),
        why,
    ];
    let form = Form::new("choice", "They want a service, or do not want one", fields);
    let next = "What they want comes first when the hub looks again. What they do not want is told to stop.";
    (!services.is_empty()).then(|| form.consequence(next))
}

pub(super) fn complaint() -> Form {
    let about = Field::choice(
        "about",
        "About what?",
        choices(ComplaintAbout::ALL, ComplaintAbout::as_str, complaint_about),
    );
    let words = Field::new("words", "What do they say?", Input::Text(LONGEST))
        .required()
        .hint("In their own words. Only coordinators and the person read this.");
    Form::new("complaint", "They have a complaint", vec![about, words]).consequence(
        "Tell them: within 10 working days they hear that it is here, within 20 they have a reply. What is about the \
         Victims’ Code you pass on by the end of the next working day.",
    )
}

pub(super) fn pause(case: &Value) -> Vec<Form> {
    let until = Field::new("until", "Until which day?", Input::Day)
        .required()
        .hint("Up to a year from today. The quiet ends at nine in the morning.");
    let pause = Form::new("pause", "They want quiet for a while", vec![until]).consequence(
        "Nobody has to get in touch before that day. They can end it themselves at any time.",
    );
    let resume = Form::new("resume", "The quiet is over", Vec::new())
        .consequence("Whoever supports them gets in touch within two working days.");
    let quiet = case["paused_until"].is_string();
    std::iter::once(pause)
        .chain(quiet.then_some(resume))
        .collect()
}
