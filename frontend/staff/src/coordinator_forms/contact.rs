//! The form that changes how the person can be contacted.

use crate::field::{Field, Input, Options};
use crate::form::Form;
use crate::wording::options;
use events::referral::{ChannelKind, Day, Frequency};
use serde_json::Value;
use words::{codes, staff};

/// The most ways to contact a person that a referral has (contract).
const MOST_WAYS: usize = 6;

/// The form of the command with a field for each part of the section `contact`: each way that is known in its place, then
/// one of each kind that is not. None while the case has no such section.
pub(super) fn form(form: Form, case: &Value) -> Option<Form> {
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
    let kinds = options(
        codes::channel_staff,
        ChannelKind::ALL.iter().map(|kind| kind.as_str()),
    );
    let often = options(
        codes::frequency_staff,
        Frequency::ALL.iter().map(|often| often.as_str()),
    );
    let contact = [
        Field::new("ways", staff::contact_ways(), Input::Group(ways))
            .hint(staff::contact_ways_hint()),
        from_referral(
            case,
            "/contact/preferred",
            staff::contact_preferred(),
            Input::Choice(or(staff::contact_preferred_none(), kinds)),
        ),
        from_referral(
            case,
            "/contact/frequency",
            staff::contact_frequency(),
            Input::Choice(or(staff::contact_frequency_none(), often)),
        ),
        trusted_person(case),
    ];
    let fields = contact.into_iter().chain(form.fields).collect();
    Some(Form { fields, ..form })
}

/// One way. Unknown is never safe, so only what someone ticked is ticked.
fn way(case: &Value, at: usize, kind: ChannelKind) -> Vec<Field> {
    let name = |field: &str| format!("/contact/channels/{at}/{field}");
    let of = |field: &str, label, input| from_referral(case, &name(field), label, input);
    let (label, keyboard) = match kind {
        ChannelKind::Email => (staff::contact_email(), Input::Line("email")),
        ChannelKind::Text => (staff::contact_text(), Input::Line("tel")),
        ChannelKind::Phone => (staff::contact_phone(), Input::Line("tel")),
        ChannelKind::Letter | ChannelKind::Online => (staff::contact_address(), Input::Text(320)),
    };
    let days = options(codes::day, Day::ALL.iter().map(|day| day.as_str()));
    let mut times = vec![
        of("from", staff::contact_from(), Input::Time),
        of("until", staff::contact_until(), Input::Time),
        of("days", staff::contact_days(), Input::Several(days)),
    ];
    if kind == ChannelKind::Phone {
        times.push(of(
            "voicemail",
            staff::contact_voicemail(),
            Input::Choice(yes_no_or_not_known()),
        ));
        times.push(of(
            "code_word",
            staff::contact_code_word(),
            Input::Line("text"),
        ));
    }
    let inner = match kind {
        ChannelKind::Online => Vec::new(),
        _ => vec![
            of("address", label, keyboard),
            Field::new(name("times"), staff::contact_times(), Input::Folded(times)),
        ],
    };
    let hidden =
        Field::new(name("kind"), "", Input::Hidden).initial(vec![kind.as_str().to_owned()]);
    let safe = codes::channel_safe_staff(kind.as_str()).unwrap_or_default();
    vec![hidden, of("safe", safe, Input::Tick(inner))]
}

fn trusted_person(case: &Value) -> Field {
    let of = |field: &str, label, input| {
        from_referral(
            case,
            &format!("/contact/trusted_person/{field}"),
            label,
            input,
        )
    };
    let fields = vec![
        of("name", staff::trusted_name(), Input::Line("text")),
        of(
            "relationship",
            staff::trusted_relationship(),
            Input::Line("text"),
        ),
        of("channel", staff::trusted_channel(), Input::Line("text")),
        of(
            "knows",
            staff::trusted_knows(),
            Input::Choice(yes_no_or_not_known()),
        )
        .hint(staff::trusted_knows_hint()),
    ];
    Field::new("trusted", staff::trusted(), Input::Folded(fields))
}

fn yes_no_or_not_known() -> Options {
    [
        ("", staff::not_known()),
        ("true", staff::yes()),
        ("false", staff::no()),
    ]
    .map(|(code, label)| (code.to_owned(), label.to_owned()))
    .to_vec()
}

/// A field of the referral, with its current value.
fn from_referral(case: &Value, name: &str, label: &'static str, input: Input) -> Field {
    let present = match case.pointer(&format!("/referral{name}")) {
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
    Field::new(name, label, input).initial(present)
}

fn or(none: &str, choices: Options) -> Options {
    std::iter::once((String::new(), none.to_owned()))
        .chain(choices)
        .collect()
}
