//! The Rust that shows the messages.

use crate::model::{File, Kind, Language, Message, Piece, Text};
use std::fmt::Write;

/// Writes the enum of languages and a module of functions for each file.
pub fn write(languages: &[Language], stored: &[&str]) -> String {
    let mut out = String::new();
    language_enum(&mut out, languages);
    let base = &languages[0];
    for file in &base.files {
        let translations: Vec<(&Language, &File)> = languages
            .iter()
            .filter_map(|language| {
                Some((
                    language,
                    language.files.iter().find(|one| one.name == file.name)?,
                ))
            })
            .collect();
        module(
            &mut out,
            file,
            &translations,
            stored.contains(&file.name.as_str()),
        );
    }
    look_up(
        &mut out,
        base.files
            .iter()
            .filter(|file| stored.contains(&file.name.as_str())),
        "pub(crate) fn stored",
    );
    out.push_str("#[cfg(test)]\n");
    look_up(&mut out, base.files.iter(), "pub(crate) fn any");
    keys(&mut out, base);
    out
}

fn language_enum(out: &mut String, languages: &[Language]) {
    let mut push = |line: String| {
        out.push_str(&line);
        out.push('\n');
    };
    push("/// A language in which something is written.".to_owned());
    push("#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]".to_owned());
    push("pub enum Language {".to_owned());
    for language in languages {
        push(format!(
            "/// `{0}`.\n{1},",
            language.tag,
            variant(&language.tag)
        ));
    }
    // Tests of what every page does for a second language need one, before there is a translation.
    push(
        "/// For tests: a language that no text is in, so that all are shown in English."
            .to_owned(),
    );
    push("#[doc(hidden)]\nSample,".to_owned());
    push("}\nimpl Language {".to_owned());
    push("/// Every language, the one that has every text first.".to_owned());
    let list =
        |of: &dyn Fn(&Language) -> String| languages.iter().map(of).collect::<Vec<_>>().join(", ");
    push(format!(
        "pub const ALL: &'static [Self] = &[{}];",
        list(&|one| format!("Self::{}", variant(&one.tag)))
    ));
    push("/// Its tag, as `lang` says it.".to_owned());
    push(format!(
        "pub const fn tag(self) -> &'static str {{ match self {{ {}, Self::Sample => \"en-XA\" }} }}",
        list(&|one| format!("Self::{} => {:?}", variant(&one.tag), one.tag))
    ));
    push("}".to_owned());
}

/// `en-GB` as `EnGb`.
pub fn variant(tag: &str) -> String {
    let part = |part: &str| {
        let mut letters = part.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_ascii_uppercase().to_string() + &letters.as_str().to_ascii_lowercase()
        })
    };
    tag.split('-').map(part).collect()
}

fn snake(key: &str) -> String {
    key.replace('-', "_")
}

fn function_name(message: &Message, attribute: Option<&str>) -> String {
    attribute.map_or_else(
        || snake(&message.key),
        |attribute| format!("{}_{}", snake(&message.key), snake(attribute)),
    )
}

fn module(out: &mut String, file: &File, translations: &[(&Language, &File)], stored: bool) {
    let name = snake(&file.name);
    let _ = writeln!(
        out,
        "/// The messages of `{}.ftl`.\npub mod {name} {{\n#[allow(unused_imports)]\nuse super::*;",
        file.name
    );
    let languages: Vec<String> = translations
        .iter()
        .map(|(language, _)| format!("Language::{}", variant(&language.tag)))
        .collect();
    let _ = writeln!(
        out,
        "/// The languages that have this file.\npub const LANGUAGES: &[Language] = &[{}];",
        languages.join(", ")
    );
    for message in &file.messages {
        let same = |file: &'_ File| -> Option<usize> {
            file.messages.iter().position(|one| one.key == message.key)
        };
        let in_each: Vec<(&Language, &Message)> = translations
            .iter()
            .filter_map(|(language, file)| Some((*language, file.messages.get(same(file)?)?)))
            .collect();
        if message.is_set() {
            set(out, message, &in_each);
            continue;
        }
        if stored {
            let _ = writeln!(
                out,
                "/// The key of [`{}`], for a case to keep.\npub const {}: &str = \"{}.{}\";",
                snake(&message.key),
                snake(&message.key).to_ascii_uppercase(),
                file.name,
                message.key
            );
        }
        for (attribute, text) in message.texts() {
            let texts: Vec<(&Language, &Text)> = in_each
                .iter()
                .filter_map(|(language, message)| {
                    let found = message.texts().find(|(name, _)| *name == attribute);
                    Some((*language, found?.1))
                })
                .collect();
            function(out, &function_name(message, attribute), text, &texts);
        }
    }
    out.push_str("}\n");
}

/// The text of each language. If there are several, in a `match`.
fn by_language<T>(each: &[(&Language, T)], body: impl Fn(&T) -> String) -> String {
    if let [(_, only)] = each {
        return body(only);
    }
    let mut out = "match Language::current() {".to_owned();
    for (language, one) in each.iter().skip(1) {
        let _ = write!(
            out,
            "Language::{} => {{ {} }}",
            variant(&language.tag),
            body(one)
        );
    }
    let _ = write!(out, "_ => {{ {} }} }}", body(&each[0].1));
    out
}

fn set(out: &mut String, message: &Message, in_each: &[(&Language, &Message)]) {
    let name = snake(&message.key);
    let codes: Vec<String> = message
        .attributes
        .iter()
        .map(|(code, _)| format!("{:?}", code_of(code)))
        .collect();
    let _ = writeln!(
        out,
        "/// The label of `code` in the set `{0}`; `None` if it has none.\npub fn {name}(code: &str) -> Option<&'static str> {{ {1} }}\n\
         /// The codes that have a label in the set `{0}`.\npub const {2}: &[&str] = &[{3}];",
        message.key,
        by_language(in_each, |message: &&Message| {
            let arm = |(code, text): &(String, Text)| {
                format!("{:?} => Some({:?}),", code_of(code), plain(&text.pieces))
            };
            let arms: String = message.attributes.iter().map(arm).collect();
            format!("match code {{ {arms} _ => None }}")
        }),
        name.to_ascii_uppercase(),
        codes.join(", ")
    );
}

/// The code that an attribute of a set is for. An attribute cannot begin with a digit, so `code-12-15` is for `12-15`.
fn code_of(attribute: &str) -> &str {
    attribute.strip_prefix("code-").unwrap_or(attribute)
}

fn plain(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        _ => String::new(),
    };
    pieces.iter().map(text).collect()
}

fn function(out: &mut String, name: &str, text: &Text, texts: &[(&Language, &Text)]) {
    let shown = source(&text.pieces);
    let _ = writeln!(out, "/// ```text");
    for line in shown.lines() {
        let _ = writeln!(out, "/// {line}");
    }
    let _ = writeln!(out, "/// ```");
    let parameter = |(name, kind): (&String, &Kind)| {
        let sort = match kind {
            Kind::Shown => "impl std::fmt::Display",
            Kind::Choice => "&str",
            Kind::Number => "u64",
        };
        format!("{}: {sort}", snake(name))
    };
    let parameters: Vec<String> = text.arguments.iter().map(parameter).collect();
    let parameters = parameters.join(", ");
    let static_text = text.arguments.is_empty();
    let _ = if !text.marks.is_empty() {
        writeln!(
            out,
            "pub fn {name}({parameters}) -> Vec<Part> {{ {} }}",
            by_language(texts, |text| parts(&text.pieces))
        )
    } else if static_text {
        writeln!(
            out,
            "pub fn {name}() -> &'static str {{ {} }}",
            by_language(texts, |text| format!("{:?}", plain(&text.pieces)))
        )
    } else {
        writeln!(
            out,
            "pub fn {name}({parameters}) -> String {{ {} }}",
            by_language(texts, |text| string(&text.pieces))
        )
    };
}

/// An expression that makes a `String`.
fn string(pieces: &[Piece]) -> String {
    let mut body = "{ let mut text = String::new();".to_owned();
    append(&mut body, pieces);
    body.push_str("text }");
    body
}

fn append(body: &mut String, pieces: &[Piece]) {
    for piece in pieces {
        let _ = match piece {
            Piece::Literal(text) => write!(body, "text.push_str({text:?});"),
            Piece::Argument(name) => write!(body, "add(&mut text, &{});", snake(name)),
            Piece::Select {
                on,
                kind,
                variants,
                other,
            } => {
                let on = snake(on);
                let variants: Vec<&(String, Vec<Piece>)> = variants.iter().collect();
                if *kind == Kind::Number {
                    // An exact number is more special than the category that it falls into.
                    let (exact, category): (Vec<_>, Vec<_>) = variants
                        .into_iter()
                        .partition(|(key, _)| key.parse::<u64>().is_ok());
                    for (key, pieces) in exact {
                        let _ = write!(body, "if {on} == {key} {{");
                        append(body, pieces);
                        body.push_str("} else ");
                    }
                    for (key, pieces) in category {
                        let _ = write!(body, "if plural::of({on}) == {key:?} {{");
                        append(body, pieces);
                        body.push_str("} else ");
                    }
                    body.push('{');
                    append(body, other);
                    write!(body, "}}")
                } else {
                    let _ = write!(body, "match {on} {{");
                    for (key, pieces) in variants {
                        let _ = write!(body, "{key:?} => {{");
                        append(body, pieces);
                        body.push('}');
                    }
                    body.push_str("_ => {");
                    append(body, other);
                    write!(body, "}} }}")
                }
            }
            Piece::Open(_) | Piece::Close => Ok(()),
        };
    }
}

/// An expression that makes a `Vec<Part>`.
fn parts(pieces: &[Piece]) -> String {
    let mut body = "vec![".to_owned();
    let (mut mark, mut run): (Option<&str>, Vec<Piece>) = (None, Vec::new());
    for piece in pieces {
        match piece {
            Piece::Open(name) => {
                part(&mut body, None, &mut run);
                mark = Some(name);
            }
            Piece::Close => {
                part(&mut body, mark.take(), &mut run);
            }
            other => run.push(other.clone()),
        }
    }
    part(&mut body, None, &mut run);
    body.push(']');
    body
}

fn part(body: &mut String, mark: Option<&str>, run: &mut Vec<Piece>) {
    if run.is_empty() {
        return;
    }
    let text = match run.as_slice() {
        [Piece::Literal(text)] => format!("std::borrow::Cow::Borrowed({text:?})"),
        pieces => format!("std::borrow::Cow::Owned({})", string(pieces)),
    };
    let _ = match mark {
        Some(mark) => write!(body, "Part::Marked({mark:?}, {text}),"),
        None => write!(body, "Part::Plain({text}),"),
    };
    run.clear();
}

/// The source text, slightly shortened, for the documentation.
fn source(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Argument(name) => format!("{{ ${name} }}"),
        Piece::Select { on, other, .. } => format!("{{ ${on} -> {} }}", source(other)),
        Piece::Open(name) => format!("<{name}>"),
        Piece::Close => "</>".to_owned(),
    };
    pieces.iter().map(text).collect()
}

/// A function that finds a message by its key and fills in its arguments by name.
fn look_up<'a>(out: &mut String, files: impl Iterator<Item = &'a File>, name: &str) {
    let _ = writeln!(
        out,
        "#[allow(unused_variables)]\n{name}(key: &str, arguments: &[(&str, &str)]) -> Option<Text> {{ Some(match key {{"
    );
    for file in files {
        for message in &file.messages {
            if message.is_set() {
                for (code, _) in &message.attributes {
                    let _ = writeln!(
                        out,
                        "\"{0}.{1}.{code}\" => Text::Borrowed({2}::{3}({4:?})?),",
                        file.name,
                        message.key,
                        snake(&file.name),
                        snake(&message.key),
                        code_of(code)
                    );
                }
                continue;
            }
            for (attribute, text) in message.texts() {
                let attribute_key = attribute.map_or_else(String::new, |name| format!(".{name}"));
                let value = |(name, kind): (&String, &Kind)| match kind {
                    Kind::Number => format!("number(arguments, {name:?})?"),
                    Kind::Shown | Kind::Choice => format!("argument(arguments, {name:?})?"),
                };
                let values: Vec<String> = text.arguments.iter().map(value).collect();
                let call = format!(
                    "{}::{}({})",
                    snake(&file.name),
                    function_name(message, attribute),
                    values.join(", ")
                );
                let made = if !text.marks.is_empty() {
                    format!("Text::Owned(plain(&{call}))")
                } else if text.arguments.is_empty() {
                    format!("Text::Borrowed({call})")
                } else {
                    format!("Text::Owned({call})")
                };
                let _ = writeln!(
                    out,
                    "\"{}.{}{attribute_key}\" => {made},",
                    file.name, message.key
                );
            }
        }
    }
    out.push_str("_ => return None }) }\n");
}

/// What the checks need to know of the files.
fn keys(out: &mut String, base: &Language) {
    out.push_str("#[cfg(test)]\npub(crate) const FUNCTIONS: &[(&str, &str, bool)] = &[\n");
    for file in &base.files {
        for message in &file.messages {
            let module = snake(&file.name);
            if message.is_set() {
                let _ = writeln!(
                    out,
                    "({:?}, \"{module}::{}\", true),",
                    format!("{}.{}", file.name, message.key),
                    snake(&message.key)
                );
                continue;
            }
            for (attribute, _) in message.texts() {
                let shown = attribute.map_or_else(String::new, |name| format!(".{name}"));
                let _ = writeln!(
                    out,
                    "(\"{}.{}{shown}\", \"{module}::{}\", false),",
                    file.name,
                    message.key,
                    function_name(message, attribute)
                );
            }
        }
    }
    out.push_str("];\n");
}
