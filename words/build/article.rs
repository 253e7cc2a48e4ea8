//! Guides and steps: Markdown files with a head in TOML, read, checked and written as Rust.
//!
//! `docs/content.md` describes the format. Only what the pages can show is allowed; anything else stops the build.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// What is wrong, with the file.
type Fault = String;

/// The folders of a language that hold articles, with what each is called in Rust.
pub const KINDS: [(&str, &str); 2] = [("guides", "guide"), ("steps", "step")];

/// What an exercise can be.
const EXERCISES: [(&str, &str); 3] = [("steps", "Steps"), ("write", "Write"), ("record", "Record")];

/// The most columns of a record: more do not fit on paper.
const COLUMNS: usize = 5;

/// An article of one language.
pub struct Article {
    /// Its file's name: the last part of its address.
    pub slug: String,
    /// The Rust of its head.
    head: String,
    /// The Rust of what its page shows.
    page: String,
}

/// The articles of one folder, by slug. A folder that is not there has none.
pub fn read(folder: &Path, shown: &str) -> Result<Vec<Article>, Fault> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
    {
        let slug = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        let place = format!("{shown}/{slug}.md");
        let text = fs::read_to_string(path).map_err(|error| format!("{place}: {error}"))?;
        found.push(article(slug, &text).map_err(|fault| format!("{place}: {fault}"))?);
    }
    Ok(found)
}

fn article(slug: &str, text: &str) -> Result<Article, Fault> {
    let plain =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if slug.is_empty() || !slug.chars().all(plain) {
        return Err("a file's name has small letters, digits and hyphens".to_owned());
    }
    let (head, body) = text
        .strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .ok_or("it begins with a head between two lines of +++")?;
    let mut head: Table = head.parse().map_err(|error| format!("the head: {error}"))?;
    let body = blocks(body)?;
    let order = match head.remove("order") {
        None => 0,
        Some(Value::Integer(order)) => order,
        Some(_) => return Err("order is a number".to_owned()),
    };
    let mut fields = format!("slug: {slug:?}, order: {order},");
    for (field, key) in [
        ("title", "title"),
        ("discreet", "discreet"),
        ("summary", "summary"),
    ] {
        let _ = write!(
            fields,
            "{field}: {:?},",
            typographic(&text_of(&mut head, key)?)
        );
    }
    for field in ["needs", "stages", "crimes", "audience"] {
        let _ = write!(fields, "{field}: &{:?},", list_of(&mut head, field)?);
    }
    let mut page = format!("body: &[{body}],");
    for (field, key) in [("written", "written"), ("review_by", "review-by")] {
        let _ = write!(page, "{field}: {:?},", date_of(&mut head, key)?);
    }
    let reviewed_by = text_of(&mut head, "reviewed-by")?;
    let _ = match reviewed_by.as_str() {
        "not yet" => write!(page, "reviewed_by: None,"),
        name => write!(page, "reviewed_by: Some({name:?}),"),
    };
    let _ = write!(page, "sources: &[{}],", sources(&mut head)?);
    match head.keys().next() {
        Some(key) => Err(format!("the head has no field {key}")),
        None => Ok(Article {
            slug: slug.to_owned(),
            head: fields,
            page,
        }),
    }
}

fn text_of(head: &mut Table, key: &str) -> Result<String, Fault> {
    match head.remove(key) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text),
        _ => Err(format!("the head needs {key}, a text")),
    }
}

/// A list of texts; empty if it is not there.
fn list_of(head: &mut Table, key: &str) -> Result<Vec<String>, Fault> {
    let Some(value) = head.remove(key) else {
        return Ok(Vec::new());
    };
    let texts = |value: &Value| value.as_str().map(ToOwned::to_owned);
    value
        .as_array()
        .and_then(|values| values.iter().map(texts).collect())
        .ok_or_else(|| format!("{key} is a list of texts"))
}

/// A date as `2026-11-28`.
fn date_of(head: &mut Table, key: &str) -> Result<String, Fault> {
    match head.remove(key) {
        Some(Value::Datetime(date)) if date.date.is_some() && date.time.is_none() => {
            Ok(date.to_string())
        }
        _ => Err(format!("the head needs {key}, a date")),
    }
}

fn sources(head: &mut Table) -> Result<String, Fault> {
    let listed = match head.remove("sources") {
        Some(Value::Array(listed)) if !listed.is_empty() => listed,
        _ => return Err("the head needs at least one of [[sources]]".to_owned()),
    };
    let mut out = String::new();
    for source in listed {
        let Value::Table(mut source) = source else {
            return Err("a source is a table".to_owned());
        };
        let url = text_of(&mut source, "url")?;
        if !url.starts_with("https://") {
            return Err(format!("{url} does not begin with https://"));
        }
        let _ = write!(
            out,
            "Source {{ title: {:?}, publisher: {:?}, url: {url:?}, noted: {:?} }},",
            typographic(&text_of(&mut source, "title")?),
            typographic(&text_of(&mut source, "publisher")?),
            date_of(&mut source, "noted")?
        );
        if let Some(key) = source.keys().next() {
            return Err(format!("a source has no field {key}"));
        }
    }
    Ok(out)
}

/// What is being read in the body.
enum Open {
    Paragraph,
    Heading,
    List { ordered: bool, items: Vec<String> },
    Exercise(String),
}

/// The body's blocks as Rust.
fn blocks(body: &str) -> Result<String, Fault> {
    let mut out = String::new();
    let mut open: Option<Open> = None;
    let mut line = Line::default();
    for event in Parser::new_ext(body, Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(Tag::Paragraph) if open.is_none() => open = Some(Open::Paragraph),
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                ..
            }) if open.is_none() => open = Some(Open::Heading),
            Event::Start(Tag::List(start)) if open.is_none() => {
                open = Some(Open::List {
                    ordered: start.is_some(),
                    items: Vec::new(),
                });
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if open.is_none() => {
                open = Some(Open::Exercise(info.to_string()));
            }
            // A list with empty lines between its items has paragraphs in them.
            Event::Start(Tag::Item | Tag::Paragraph) | Event::End(TagEnd::Paragraph)
                if matches!(open, Some(Open::List { .. })) => {}
            Event::End(TagEnd::Item) => {
                if let Some(Open::List { items, .. }) = &mut open {
                    items.push(line.take()?);
                }
            }
            Event::Start(Tag::Strong) => line.begin("Bold", None)?,
            Event::Start(Tag::Link { dest_url, .. }) => {
                check_address(&dest_url)?;
                line.begin("Link", Some(dest_url.to_string()))?;
            }
            Event::End(TagEnd::Strong | TagEnd::Link) => line.end()?,
            Event::Text(text) => line.text.push_str(&text),
            Event::SoftBreak => line.text.push(' '),
            Event::End(TagEnd::Paragraph) => {
                let _ = write!(out, "Block::Paragraph(&[{}]),", line.take()?);
                open = None;
            }
            Event::End(TagEnd::Heading(_)) => {
                if !line.spans.is_empty() || line.text.contains("{{") {
                    return Err("a heading is plain text".to_owned());
                }
                let _ = write!(out, "Block::Heading({:?}),", std::mem::take(&mut line.text));
                open = None;
            }
            Event::End(TagEnd::List(_)) => {
                if let Some(Open::List { ordered, items }) = open.take() {
                    let items: String = items.iter().map(|item| format!("&[{item}],")).collect();
                    let _ = write!(
                        out,
                        "Block::List {{ ordered: {ordered}, items: &[{items}] }},"
                    );
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(Open::Exercise(info)) = open.take() {
                    out.push_str(&exercise(&info, &std::mem::take(&mut line.text))?);
                }
            }
            other => return Err(format!("a page cannot show this: {other:?}")),
        }
    }
    if out.is_empty() {
        Err("it has no text".to_owned())
    } else {
        Ok(out)
    }
}

/// A link leads to another page of the site, to an official page, or calls a number.
fn check_address(address: &str) -> Result<(), Fault> {
    let own = address.starts_with('/') && address.ends_with('/');
    if own || address.starts_with("https://") || address.starts_with("tel:") {
        Ok(())
    } else {
        Err(format!(
            "{address} is no address of the site, no https:// address and no tel: number"
        ))
    }
}

/// A line of text with what is marked in it.
#[derive(Default)]
struct Line {
    /// The Rust of the spans before.
    spans: String,
    text: String,
    /// What the text is, if it is not plain.
    mark: Option<(&'static str, Option<String>)>,
}

impl Line {
    fn begin(&mut self, mark: &'static str, to: Option<String>) -> Result<(), Fault> {
        if self.mark.is_some() {
            return Err("a mark is inside another".to_owned());
        }
        self.plain()?;
        self.mark = Some((mark, to));
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        let text = std::mem::take(&mut self.text);
        let _ = match self.mark.take() {
            Some((mark, None)) => write!(self.spans, "Span::{mark}({text:?}),"),
            Some((mark, Some(to))) => {
                write!(self.spans, "Span::{mark} {{ text: {text:?}, to: {to:?} }},")
            }
            None => return Err("a mark ends that did not begin".to_owned()),
        };
        Ok(())
    }

    /// Plain text, in which `{{limit:CODE}}` stands for a time limit of the Victims' Code.
    fn plain(&mut self) -> Result<(), Fault> {
        let text = std::mem::take(&mut self.text);
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").ok_or("{{ is not closed")?;
            let code = name
                .strip_prefix("limit:")
                .ok_or_else(|| format!("{{{{{name}}}}} is not known"))?;
            if !before.is_empty() {
                let _ = write!(self.spans, "Span::Text({before:?}),");
            }
            let _ = write!(self.spans, "Span::Limit({:?}),", code.trim());
            rest = after;
        }
        if !rest.is_empty() {
            let _ = write!(self.spans, "Span::Text({rest:?}),");
        }
        Ok(())
    }

    /// The Rust of its spans.
    fn take(&mut self) -> Result<String, Fault> {
        self.plain()?;
        Ok(std::mem::take(&mut self.spans))
    }
}

/// An exercise: a fenced block whose first line is `exercise KIND: TITLE`.
fn exercise(info: &str, text: &str) -> Result<String, Fault> {
    let (kind, title) = info
        .strip_prefix("exercise ")
        .and_then(|rest| rest.split_once(':'))
        .ok_or_else(|| format!("a fenced block is an exercise, not `{info}`"))?;
    let (_, variant) = EXERCISES
        .iter()
        .find(|(name, _)| *name == kind.trim())
        .ok_or_else(|| format!("there is no exercise `{kind}`"))?;
    let mut items: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let numbered = line
            .split_once(". ")
            .filter(|(number, _)| number.parse::<u8>().is_ok());
        let item = line.strip_prefix("- ").or(numbered.map(|(_, item)| item));
        match (item, items.last_mut()) {
            (Some(item), _) => items.push(typographic(item.trim())),
            (None, Some(last)) if line.starts_with(' ') => {
                last.push(' ');
                last.push_str(&typographic(line.trim()));
            }
            _ => return Err(format!("an exercise is a list: {line}")),
        }
    }
    if items.is_empty() || (kind == "record" && items.len() > COLUMNS) {
        return Err(format!("the exercise{title} has no items, or too many"));
    }
    Ok(format!(
        "Block::Exercise {{ kind: Exercise::{variant}, title: {:?}, items: &{items:?} }},",
        typographic(title.trim())
    ))
}

/// Typographic apostrophes and quotation marks, as in the body.
fn typographic(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\'' => out.push('’'),
            '"' if out.is_empty() || out.ends_with([' ', '(']) => out.push('“'),
            '"' => out.push('”'),
            other => out.push(other),
        }
    }
    out
}

/// The articles of a kind, by the language's tag and its variant of `Language`; the base comes first.
pub type ByLanguage = Vec<(String, Vec<Article>)>;

/// Writes, for each kind, the list of the articles and the function that finds a page.
///
/// An article that a language does not have is shown in the base. One that only another language has is a fault.
pub fn write(kinds: &[(&str, ByLanguage)]) -> Result<String, Fault> {
    let mut out = String::from(
        "/// The guides and steps.\npub mod article {\nuse super::Language;\nuse crate::article::*;\n",
    );
    for (kind, languages) in kinds {
        let [(_, base), others @ ..] = languages.as_slice() else {
            continue;
        };
        let known: BTreeSet<&str> = base.iter().map(|one| one.slug.as_str()).collect();
        for (variant, articles) in others {
            if let Some(new) = articles
                .iter()
                .find(|one| !known.contains(one.slug.as_str()))
            {
                return Err(format!(
                    "{variant} has the {kind} {}, which the base does not have",
                    new.slug
                ));
            }
        }
        let name = |variant: &str| format!("{}S_{}", kind.to_uppercase(), variant.to_uppercase());
        let mut lists = String::new();
        let mut pages = String::new();
        for (variant, articles) in languages {
            let _ = writeln!(out, "static {}: &[Article] = &[", name(variant));
            for one in base {
                let shown = articles
                    .iter()
                    .find(|own| own.slug == one.slug)
                    .unwrap_or(one);
                let has = |(_, articles): &&(String, Vec<Article>)| {
                    articles.iter().any(|own| own.slug == one.slug)
                };
                let tags: Vec<String> = languages
                    .iter()
                    .filter(has)
                    .map(|(variant, _)| format!("Language::{variant}"))
                    .collect();
                let _ = writeln!(
                    out,
                    "Article {{ {} languages: &[{}] }},",
                    shown.head,
                    tags.join(", ")
                );
            }
            out.push_str("];\n");
            let arms: String = articles
                .iter()
                .map(|one| {
                    format!(
                        "{:?} => Some(&const {{ Page {{ {} }} }}),\n",
                        one.slug, one.page
                    )
                })
                .collect();
            let _ = writeln!(
                out,
                "fn {kind}_page_{}(slug: &str) -> Option<&'static Page> {{ match slug {{ {arms} _ => None }} }}",
                variant.to_lowercase()
            );
            let arm = format!("Language::{variant} =>");
            if *variant != languages[0].0 {
                let _ = write!(lists, "{arm} {},", name(variant));
                let _ = write!(
                    pages,
                    "{arm} {kind}_page_{}(slug).or_else(|| {kind}_page_{}(slug)),",
                    variant.to_lowercase(),
                    languages[0].0.to_lowercase()
                );
            }
        }
        let base_name = &languages[0].0;
        let _ = writeln!(
            out,
            "/// Every {kind}, by its name in addresses, in the current language.\n\
             pub fn {kind}s() -> &'static [Article] {{ match Language::current() {{ {lists} _ => {} }} }}\n\
             /// What the page of the {kind} shows, in the current language. Programs that only offer {kind}s do not hold it.\n\
             pub fn {kind}_page(slug: &str) -> Option<&'static Page> {{ match Language::current() {{ {pages} _ => {kind}_page_{}(slug) }} }}",
            name(base_name),
            base_name.to_lowercase()
        );
    }
    out.push_str("}\n");
    Ok(out)
}
