//! How a command is described: its name, the fields of its body, and what each takes.

use crate::Reference;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The codes of a closed set, as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedSet {
    /// The name of its type.
    pub name: &'static str,
    /// Its codes, in the contract's order.
    pub codes: &'static [&'static str],
    /// Whether these are only some of the codes of the type.
    pub partial: bool,
}

impl ClosedSet {
    /// The same set, for a field that takes only these codes.
    #[must_use]
    pub const fn only(self, codes: &'static [&'static str]) -> Self {
        Self {
            codes,
            partial: true,
            ..self
        }
    }
}

/// One field of a command's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSpec {
    /// Its name in the body.
    pub name: &'static str,
    /// What it takes.
    pub kind: FieldKind,
    /// Whether it must be there.
    pub required: bool,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text of at most so many characters.
    Text {
        /// The most characters.
        max: usize,
    },
    /// The account of a member of staff.
    Account,
    /// The reference of a case.
    Reference,
    /// A UUID that the sender chose, so that sending the same again does nothing twice.
    Id,
    /// One code of something that the area or the case names.
    Code(CodeKind),
    /// Codes of things that the area or the case names.
    Codes(CodeKind),
    /// One code of a closed set.
    Choice(ClosedSet),
    /// Codes of a closed set.
    Choices(ClosedSet),
    /// A moment with its offset.
    Moment,
    /// A day, such as `2026-12-24`.
    Date,
    /// A time of day in London, such as `14:30`.
    Time,
    /// A whole number between these.
    Number {
        /// The least.
        min: u32,
        /// The greatest.
        max: u32,
    },
    /// One of these numbers.
    OneOf(&'static [u32]),
    /// The number of an event of the case: of a task, a complaint, a disclosure.
    EventNumber,
    /// True or false.
    Flag,
    /// The section `contact` of a referral.
    Contact,
    /// An object with these fields.
    Group(&'static [FieldSpec]),
    /// What the answer to the call before said under `next`.
    Next,
}

/// What a code stands for that the area or the case names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// A service of the area.
    Service,
    /// A provider of the area.
    Provider,
    /// A council of the area.
    Council,
    /// A promise of the case.
    Promise,
}

/// What is wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has a field that the command does not have.
    Unknown,
    /// This field is missing, or has a value that it does not take.
    Field(&'static FieldSpec),
}

impl FieldKind {
    /// Whether the field takes the value. What only the case or the area knows is not checked.
    pub fn accepts(self, value: &Value) -> bool {
        let text = || value.as_str();
        let listed = |accepts: fn(&str, &[&str]) -> bool, known: &[&str]| {
            value.as_array().is_some_and(|list| {
                list.iter()
                    .all(|one| one.as_str().is_some_and(|one| accepts(one, known)))
            })
        };
        match self {
            Self::Text { max } => text().is_some_and(|text| text.chars().nth(max).is_none()),
            Self::Account | Self::Code(_) | Self::Next => text().is_some(),
            Self::Reference => text().is_some_and(|text| text.parse::<Reference>().is_ok()),
            Self::Id => text().is_some_and(is_uuid),
            Self::Codes(_) => listed(|_, _| true, &[]),
            Self::Choice(set) => text().is_some_and(|text| set.codes.contains(&text)),
            Self::Choices(set) => listed(|one, known| known.contains(&one), set.codes),
            Self::Moment => text().is_some_and(|text| text.parse::<Timestamp>().is_ok()),
            Self::Date => text().is_some_and(|text| text.parse::<Date>().is_ok()),
            Self::Time => text().is_some_and(|text| text.parse::<jiff::civil::Time>().is_ok()),
            Self::Number { min, max } => {
                number(value).is_some_and(|number| (min..=max).contains(&number))
            }
            Self::OneOf(numbers) => number(value).is_some_and(|number| numbers.contains(&number)),
            Self::EventNumber => number(value).is_some(),
            Self::Flag => value.is_boolean(),
            Self::Contact => value.is_object(),
            Self::Group(fields) => value.as_object().is_some_and(|body| {
                body.keys()
                    .all(|name| fields.iter().any(|field| field.name == name))
                    && fields.iter().all(|field| match body.get(field.name) {
                        Some(value) => field.kind.accepts(value),
                        None => !field.required,
                    })
            }),
        }
    }
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64()?.try_into().ok()
}

/// Whether the text is a UUID in one of its spellings.
fn is_uuid(text: &str) -> bool {
    let digits = text.trim_start_matches("urn:uuid:");
    let digits = digits
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(digits);
    let hexadecimal = digits.chars().filter(char::is_ascii_hexdigit).count();
    let hyphens = digits.matches('-').count();
    hexadecimal == 32 && hexadecimal + hyphens == digits.len() && matches!(hyphens, 0 | 4)
}

/// A type of a field in a command's body.
pub trait FieldType {
    /// What a field of this type takes.
    const KIND: FieldKind;
    /// What a field with a list of this type takes.
    const LIST: FieldKind = Self::KIND;
    /// Whether such a field must be there.
    const REQUIRED: bool = true;
}

impl<T: FieldType> FieldType for Option<T> {
    const KIND: FieldKind = T::KIND;
    const REQUIRED: bool = false;
}

impl<T: FieldType> FieldType for Vec<T> {
    const KIND: FieldKind = T::LIST;
}

/// A text without a meaning that its type knows: such a field says with `as` what it takes.
impl FieldType for String {
    const KIND: FieldKind = FieldKind::Text { max: 0 };
}

impl FieldType for Reference {
    const KIND: FieldKind = FieldKind::Reference;
}

impl FieldType for Timestamp {
    const KIND: FieldKind = FieldKind::Moment;
}

impl FieldType for Date {
    const KIND: FieldKind = FieldKind::Date;
}

impl FieldType for bool {
    const KIND: FieldKind = FieldKind::Flag;
}

/// The number of an event, unless a field says otherwise.
impl FieldType for u32 {
    const KIND: FieldKind = FieldKind::EventNumber;
}

impl FieldType for u16 {
    const KIND: FieldKind = FieldKind::Number {
        min: 0,
        max: u16::MAX as u32,
    };
}

impl FieldType for u8 {
    const KIND: FieldKind = FieldKind::Number {
        min: 0,
        max: u8::MAX as u32,
    };
}

/// The section `contact` of a referral, which is checked with the whole referral.
impl FieldType for Value {
    const KIND: FieldKind = FieldKind::Contact;
}

/// One command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandSpec {
    /// Its name: the last part of the address, or the code that tells it from others at the same address.
    pub name: &'static str,
    /// Whether it applies only to the version of the case that its writer has seen. This protects commands that a
    /// repeat would do twice, that replace the person's answers, or that end the case.
    pub needs_version: bool,
    /// The fields of its body.
    pub fields: &'static [FieldSpec],
}

impl CommandSpec {
    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The key of a field's label among the words: `home-local-authority`.
    pub fn key_of(&self, field: &FieldSpec) -> String {
        format!("{}-{}", self.name, field.name).replace('_', "-")
    }

    /// What is wrong with a body, field by field: what is unknown, what is missing, and what cannot be read.
    pub fn faults(&self, body: &Map<String, Value>) -> Vec<Fault> {
        let unknown = body
            .keys()
            .filter(|name| self.field(name).is_none())
            .map(|_| Fault::Unknown);
        let faulty = self.fields.iter().filter(|field| {
            let value = body.get(field.name).filter(|value| !value.is_null());
            value.map_or(field.required, |value| !field.kind.accepts(value))
        });
        unknown.take(1).chain(faulty.map(Fault::Field)).collect()
    }
}

/// The commands of one group of people.
pub trait Commands: DeserializeOwned {
    /// The member of a body that tells commands of one address apart; `None` where the address does.
    const TAG: Option<&'static str>;
    /// Each command.
    const COMMANDS: &'static [CommandSpec];

    /// The description of this command.
    fn spec(&self) -> &'static CommandSpec;

    /// The description of the command of that name.
    fn spec_of(name: &str) -> Option<&'static CommandSpec> {
        Self::COMMANDS.iter().find(|spec| spec.name == name)
    }

    /// The command in a body. `None` if it is not the body of that command.
    fn from_body(spec: &CommandSpec, body: Map<String, Value>) -> Option<Self> {
        let named = match Self::TAG {
            None => Map::from_iter([(spec.name.to_owned(), Value::Object(body))]),
            Some(tag) => {
                let mut tagged = body;
                tagged.insert(tag.to_owned(), Value::from(spec.name));
                tagged
            }
        };
        serde_json::from_value(Value::Object(named)).ok()
    }
}

/// Declares an enum of commands. Each item has the command's name in requests, `if_match` if the command needs the
/// version that its writer has seen, and the fields of its body. A field's type says what it takes. If the type is not
/// enough, `as` says it. If several commands have one address, `by` names the member of the body that tells them apart.
macro_rules! commands {
    (
        $(#[$meta:meta])*
        pub enum $set:ident $(by $tag:literal)? {
            $(
                $(#[$command_meta:meta])*
                $name:literal $($if_match:ident)? => $command:ident {
                    $($(#[$field_meta:meta])* $field:ident: $type:ty $(as $kind:expr)?),* $(,)?
                }
            )+
        }
    ) => {
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs, reason = "each command says what its fields are")]
        $(#[$meta])*
        pub enum $set {
            $(
                $(#[$command_meta])*
                #[serde(rename = $name)]
                $command { $($(#[$field_meta])* $field: $type,)* },
            )+
        }

        impl $crate::command_spec::Commands for $set {
            const TAG: Option<&'static str> = $crate::command_spec::commands!(@tag $($tag)?);
            const COMMANDS: &'static [$crate::command_spec::CommandSpec] = &[
                $($crate::command_spec::commands!(@spec $name ($($if_match)?) $($field: $type [$($kind)?]),*),)+
            ];

            fn spec(&self) -> &'static $crate::command_spec::CommandSpec {
                match self {
                    $(Self::$command { .. } => {
                        const SPEC: $crate::command_spec::CommandSpec =
                            $crate::command_spec::commands!(@spec $name ($($if_match)?) $($field: $type [$($kind)?]),*);
                        &SPEC
                    })+
                }
            }
        }
    };
    (@spec $name:literal ($($if_match:ident)?) $($field:ident: $type:ty [$($kind:expr)?]),*) => {
        $crate::command_spec::CommandSpec {
            name: $name,
            needs_version: $crate::command_spec::commands!(@needs_version $($if_match)?),
            fields: &[$(
                $crate::command_spec::FieldSpec {
                    name: stringify!($field),
                    kind: $crate::command_spec::commands!(@kind $type [$($kind)?]),
                    required: <$type as $crate::command_spec::FieldType>::REQUIRED,
                },
            )*],
        }
    };
    (@tag) => { None };
    (@tag $tag:literal) => { Some($tag) };
    (@needs_version) => { false };
    (@needs_version if_match) => { true };
    (@kind $type:ty []) => { <$type as $crate::command_spec::FieldType>::KIND };
    (@kind $type:ty [$kind:expr]) => { $kind };
}
pub(crate) use commands;
