//! The messages of one language, read from its files and checked.

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern as Parsed, PatternElement, VariantKey,
};
use fluent_syntax::parser::parse;
use std::collections::BTreeMap;

/// What is wrong, with the file and the key.
type Fault = String;

/// One folder.
pub struct Language {
    /// Its tag, such as `en-GB`.
    pub tag: String,
    /// Its files, by name.
    pub files: Vec<File>,
}

/// One file: a subject, such as the form.
pub struct File {
    /// Its name without the ending.
    pub name: String,
    /// Its messages, in the order of the file.
    pub messages: Vec<Message>,
}

impl File {
    /// The message of that key.
    pub fn message(&self, key: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.key == key)
    }
}

/// A message, or a set of labels: attributes without a value.
pub struct Message {
    /// Its key.
    pub key: String,
    /// The text. `None` for a set.
    pub value: Option<Text>,
    /// The attributes, by name.
    pub attributes: Vec<(String, Text)>,
}

impl Message {
    /// Whether it is a set of labels, looked up by code.
    pub const fn is_set(&self) -> bool {
        self.value.is_none()
    }

    /// The value and the attributes, by the names that follow the key.
    pub fn texts(&self) -> impl Iterator<Item = (Option<&str>, &Text)> {
        let value = self.value.iter().map(|text| (None, text));
        value.chain(
            self.attributes
                .iter()
                .map(|(name, text)| (Some(name.as_str()), text)),
        )
    }
}

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something to show.
    Shown,
    /// One of several words, which choose a variant.
    Choice,
    /// A number, which chooses a variant.
    Number,
}

/// One text with its arguments by name.
pub struct Text {
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Its arguments in the order of the alphabet, so that rewording a text never changes what a caller passes where.
    pub arguments: BTreeMap<String, Kind>,
    /// The marks in it, such as `<call>…</call>`, in order.
    pub marks: Vec<String>,
}

/// A piece of a text.
#[derive(Clone)]
pub enum Piece {
    /// Literal text.
    Literal(String),
    /// An argument, shown.
    Argument(String),
    /// One of several variants.
    Select {
        /// The argument that chooses.
        on: String,
        /// What it is.
        kind: Kind,
        /// The variants by key, the other one last.
        variants: Vec<(String, Vec<Piece>)>,
        /// The variant for all other values.
        other: Vec<Piece>,
    },
    /// A mark begins.
    Open(String),
    /// A mark ends.
    Close,
}

/// What Rust keeps for itself, and what a module holds already.
const RESERVED: [&str; 42] = [
    "as",
    "async",
    "await",
    "break",
    "const",
    "continue",
    "crate",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "fn",
    "for",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "match",
    "mod",
    "move",
    "mut",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "type",
    "unsafe",
    "use",
    "where",
    "while",
    "abstract",
    "try",
    "yield",
    "final",
    "languages",
];

const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Terms, such as `-hub`: words that several messages share.
pub type Terms = Vec<(String, Vec<Piece>)>;

/// The terms of a language.
pub fn read_terms(source: &str, shown: &str) -> Result<Terms, Fault> {
    let resource = parse(source).map_err(|(_, errors)| format!("{shown}: {errors:?}"))?;
    let mut terms = Terms::new();
    for entry in &resource.body {
        match entry {
            Entry::Term(term) => {
                let reader = Reader {
                    terms: &terms,
                    messages: &[],
                    place: format!("{shown}: -{}", term.id.name),
                };
                let pieces = reader.pattern(&term.value)?;
                terms.push((term.id.name.to_owned(), pieces));
            }
            Entry::Message(message) => {
                return Err(format!("{shown}: {} is not a term", message.id.name));
            }
            _ => {}
        }
    }
    Ok(terms)
}

/// One file.
pub fn read_file(name: &str, source: &str, terms: &Terms, shown: &str) -> Result<File, Fault> {
    let resource = parse(source).map_err(|(_, errors)| format!("{shown}: {errors:?}"))?;
    let mut messages: Vec<Message> = Vec::new();
    for entry in &resource.body {
        let message = match entry {
            Entry::Message(message) => message,
            Entry::Term(term) => {
                return Err(format!("{shown}: -{} belongs into terms.ftl", term.id.name));
            }
            Entry::Junk { content } => return Err(format!("{shown}: cannot be read: {content}")),
            _ => continue,
        };
        let key = message.id.name;
        if RESERVED.contains(&key) {
            return Err(format!(
                "{shown}: {key} is a word of Rust; choose a longer key"
            ));
        }
        let read = |pattern: &Parsed<&str>, place: String| {
            let reader = Reader {
                terms,
                messages: &messages,
                place,
            };
            Text::of(reader.pattern(pattern)?, &reader.place)
        };
        let value = message
            .value
            .as_ref()
            .map(|pattern| read(pattern, format!("{shown}: {key}")))
            .transpose()?;
        let mut attributes = Vec::new();
        for attribute in &message.attributes {
            let name = attribute.id.name;
            let text = read(&attribute.value, format!("{shown}: {key}.{name}"))?;
            if value.is_none() && !(text.arguments.is_empty() && text.marks.is_empty()) {
                return Err(format!(
                    "{shown}: {key}.{name} is one of a set of labels and cannot have arguments or marks"
                ));
            }
            attributes.push((name.to_owned(), text));
        }
        if messages.iter().any(|one| one.key == key) {
            return Err(format!("{shown}: {key} is there twice"));
        }
        messages.push(Message {
            key: key.to_owned(),
            value,
            attributes,
        });
    }
    Ok(File {
        name: name.to_owned(),
        messages,
    })
}

impl Text {
    fn of(pieces: Vec<Piece>, place: &str) -> Result<Self, Fault> {
        let mut arguments = BTreeMap::new();
        gather(&pieces, &mut arguments, place)?;
        let (pieces, marks) = with_marks(pieces, place)?;
        Ok(Self {
            pieces,
            arguments,
            marks,
        })
    }
}

fn gather(
    pieces: &[Piece],
    arguments: &mut BTreeMap<String, Kind>,
    place: &str,
) -> Result<(), Fault> {
    for piece in pieces {
        match piece {
            Piece::Argument(name) => {
                arguments.entry(name.clone()).or_insert(Kind::Shown);
            }
            Piece::Select {
                on,
                kind,
                variants,
                other,
            } => {
                let known = arguments.insert(on.clone(), *kind);
                if known.is_some_and(|known| known != Kind::Shown && known != *kind) {
                    return Err(format!("{place}: ${on} is a number here and a word there"));
                }
                for (_, variant) in variants {
                    gather(variant, arguments, place)?;
                }
                gather(other, arguments, place)?;
            }
            Piece::Literal(_) | Piece::Open(_) | Piece::Close => {}
        }
    }
    Ok(())
}

/// Finds `<name>` and `</name>` in the text.
fn with_marks(pieces: Vec<Piece>, place: &str) -> Result<(Vec<Piece>, Vec<String>), Fault> {
    let (mut found, mut marks, mut open) = (Vec::new(), Vec::new(), None::<String>);
    for piece in pieces {
        let Piece::Literal(text) = piece else {
            if let Piece::Select {
                variants, other, ..
            } = &piece
            {
                let all = variants.iter().map(|(_, variant)| variant).chain([other]);
                let marked =
                    |piece: &Piece| matches!(piece, Piece::Literal(text) if text.contains('<'));
                if all.flatten().any(marked) {
                    return Err(format!("{place}: a mark cannot be inside a choice"));
                }
            }
            found.push(piece);
            continue;
        };
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('<') {
            let (tag, after) = after
                .split_once('>')
                .ok_or_else(|| format!("{place}: a mark does not end"))?;
            if !before.is_empty() {
                found.push(Piece::Literal(before.to_owned()));
            }
            match (tag.strip_prefix('/'), &open) {
                (Some(name), Some(opened)) if name == opened => {
                    found.push(Piece::Close);
                    open = None;
                }
                (None, None) => {
                    found.push(Piece::Open(tag.to_owned()));
                    marks.push(tag.to_owned());
                    open = Some(tag.to_owned());
                }
                _ => return Err(format!("{place}: the marks do not fit together at <{tag}>")),
            }
            rest = after;
        }
        if !rest.is_empty() {
            found.push(Piece::Literal(rest.to_owned()));
        }
    }
    match open {
        Some(name) => Err(format!("{place}: <{name}> does not end")),
        None => Ok((found, marks)),
    }
}

struct Reader<'a> {
    terms: &'a Terms,
    messages: &'a [Message],
    place: String,
}

impl Reader<'_> {
    fn pattern(&self, pattern: &Parsed<&str>) -> Result<Vec<Piece>, Fault> {
        let mut pieces = Vec::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    pieces.push(Piece::Literal((*value).to_owned()));
                }
                PatternElement::Placeable { expression } => {
                    pieces.extend(self.expression(expression)?);
                }
            }
        }
        Ok(joined(pieces))
    }

    fn expression(&self, expression: &Expression<&str>) -> Result<Vec<Piece>, Fault> {
        let place = &self.place;
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let InlineExpression::VariableReference { id } = selector else {
                    return Err(format!("{place}: only an argument can choose"));
                };
                let mut read = Vec::new();
                let mut other = None;
                for variant in variants {
                    let (name, number) = match variant.key {
                        VariantKey::Identifier { name } => (name, false),
                        VariantKey::NumberLiteral { value } => (value, true),
                    };
                    let numeric = number || PLURALS.contains(&name);
                    let pieces = self.pattern(&variant.value)?;
                    if variant.default {
                        other = Some((name, pieces));
                    } else {
                        read.push((name.to_owned(), numeric, pieces));
                    }
                }
                let (name, other) =
                    other.ok_or_else(|| format!("{place}: no variant is the other one"))?;
                let number = PLURALS.contains(&name) && read.iter().all(|(_, numeric, _)| *numeric);
                Ok(vec![Piece::Select {
                    on: id.name.to_owned(),
                    kind: if number { Kind::Number } else { Kind::Choice },
                    variants: read
                        .into_iter()
                        .map(|(name, _, pieces)| (name, pieces))
                        .collect(),
                    other,
                }])
            }
        }
    }

    fn inline(&self, inline: &InlineExpression<&str>) -> Result<Vec<Piece>, Fault> {
        let place = &self.place;
        match inline {
            InlineExpression::StringLiteral { value }
            | InlineExpression::NumberLiteral { value } => {
                Ok(vec![Piece::Literal((*value).to_owned())])
            }
            InlineExpression::VariableReference { id } => {
                Ok(vec![Piece::Argument(id.name.to_owned())])
            }
            InlineExpression::TermReference {
                id,
                attribute: None,
                arguments: None,
            } => {
                let found = self.terms.iter().find(|(name, _)| name == id.name);
                let (_, pieces) =
                    found.ok_or_else(|| format!("{place}: there is no term -{}", id.name))?;
                Ok(pieces.clone())
            }
            InlineExpression::MessageReference {
                id,
                attribute: None,
            } => {
                let found = self.messages.iter().find(|one| one.key == id.name);
                let text = found.and_then(|one| one.value.as_ref());
                let text = text
                    .filter(|text| text.marks.is_empty())
                    .ok_or_else(|| format!("{place}: no message {} above it", id.name))?;
                Ok(text.pieces.clone())
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            _ => Err(format!(
                "{place}: a function or a reference that is not supported"
            )),
        }
    }
}

/// Joins neighbouring literals.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (found.last_mut(), piece) {
            (Some(Piece::Literal(before)), Piece::Literal(after)) => before.push_str(&after),
            (_, piece) => found.push(piece),
        }
    }
    found
}

/// Checks that each file of `other` has exactly the messages of the same file of `base`, with the same arguments and marks.
pub fn matches(base: &Language, other: &Language) -> Result<(), Fault> {
    for file in &other.files {
        let place = format!("words/{}/{}.ftl", other.tag, file.name);
        let Some(original) = base.files.iter().find(|one| one.name == file.name) else {
            return Err(format!("{place}: {} has no such file", base.tag));
        };
        for message in &original.messages {
            let translated = file
                .message(&message.key)
                .ok_or_else(|| format!("{place}: {} is missing", message.key))?;
            for (name, text) in message.texts() {
                let shown = name.map_or_else(
                    || message.key.clone(),
                    |name| format!("{}.{name}", message.key),
                );
                let found = translated.texts().find(|(one, _)| *one == name);
                let (_, found) = found.ok_or_else(|| format!("{place}: {shown} is missing"))?;
                let fits = |(argument, kind): (&String, &Kind)| {
                    text.arguments
                        .get(argument)
                        .is_some_and(|one| one == kind || *kind == Kind::Shown)
                };
                if !found.arguments.iter().all(fits) {
                    return Err(format!(
                        "{place}: {shown} has other arguments than in {}",
                        base.tag
                    ));
                }
                let (mut here, mut there) = (found.marks.clone(), text.marks.clone());
                here.sort();
                there.sort();
                if here != there {
                    return Err(format!(
                        "{place}: {shown} has other marks than in {}",
                        base.tag
                    ));
                }
            }
        }
        for message in &file.messages {
            let known = original.message(&message.key);
            let extra = |name: Option<&str>| {
                !known.is_some_and(|one| one.texts().any(|(known, _)| known == name))
            };
            if message.texts().any(|(name, _)| extra(name)) {
                return Err(format!("{place}: {} is not in {}", message.key, base.tag));
            }
        }
    }
    Ok(())
}
