//! The generated functions show what Fluent's reference implementation shows.

use super::{message_files, message_files_in};
use crate::{Language, Text, messages, plural, samples};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use std::collections::BTreeMap;
use std::path::Path;
use unic_langid::LanguageIdentifier;

/// For each argument the values to try.
type Values = BTreeMap<String, Vec<String>>;

#[test]
fn every_message_reads_as_the_reference_implementation_reads_it() {
    let compared = compare(&message_files(), |tag, key, arguments| {
        let language = Language::from_tag(tag).unwrap();
        language.show(|| messages::any(key, arguments).unwrap())
    });
    assert!(compared > 20, "only {compared} were compared");
}

#[test]
fn every_kind_of_message_reads_so_in_two_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("build/samples");
    let compared = compare(&message_files_in(&root), |tag, key, arguments| {
        let language = samples::Language::from_tag(tag).unwrap();
        language.show(|| samples::any(key, arguments).unwrap())
    });
    assert!(compared > 40, "only {compared} were compared");
}

#[test]
fn a_file_that_a_language_does_not_have_is_shown_in_english() {
    use samples::{Language, english, sample};
    let shown = Language::Cy.show(|| (english::only(), sample::plain()));
    assert_eq!(shown, ("Only in English", "Testun"));
    assert_eq!(english::LANGUAGES, [Language::EnGb]);
    assert_eq!(sample::LANGUAGES, [Language::EnGb, Language::Cy]);
}

/// Compares what `show` makes of each message, by language, key and arguments; says how many there were.
fn compare(
    files: &[(String, String, String)],
    show: impl Fn(&str, &str, &[(&str, &str)]) -> Text,
) -> usize {
    let mut compared = 0;
    for (tag, name, text) in files.iter().filter(|(_, name, _)| name != "terms") {
        let mut bundle = FluentBundle::new(vec![tag.parse::<LanguageIdentifier>().unwrap()]);
        bundle.set_use_isolating(false);
        let terms = files
            .iter()
            .find(|(other, name, _)| other == tag && name == "terms");
        for text in terms.map(|(_, _, text)| text).into_iter().chain([text]) {
            bundle
                .add_resource(FluentResource::try_new(text.clone()).unwrap())
                .unwrap();
        }
        let resource = fluent_syntax::parser::parse(text.as_str()).unwrap();
        let english = files
            .iter()
            .find(|(other, one, _)| other == Language::EnGb.tag() && one == name);
        let named: Vec<&str> = english
            .map(|(_, _, text)| arguments_named(text))
            .unwrap_or_default();
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let found = bundle.get_message(message.id.name).unwrap();
            let value = message
                .value
                .iter()
                .map(|pattern| (String::new(), pattern, found.value().unwrap()));
            let attributes = message.attributes.iter().map(|attribute| {
                let pattern = found.get_attribute(attribute.id.name).unwrap().value();
                (format!(".{}", attribute.id.name), &attribute.value, pattern)
            });
            for (suffix, parsed, pattern) in value.chain(attributes) {
                let key = format!("{name}.{}{suffix}", message.id.name);
                for arguments in combinations(parsed) {
                    let mut errors = Vec::new();
                    let mut given = FluentArgs::new();
                    let mut shown = Vec::new();
                    for (name, value) in &arguments {
                        match value.parse::<u64>() {
                            Ok(number) => given.set(name.as_str(), number),
                            Err(_) => given.set(name.as_str(), value.as_str()),
                        }
                        shown.push((name.as_str(), value.as_str()));
                    }
                    // What only the English text shows.
                    shown.extend(named.iter().map(|name| (*name, "unused")));
                    let expected =
                        without_marks(&bundle.format_pattern(pattern, Some(&given), &mut errors));
                    assert!(errors.is_empty(), "{key}: {errors:?}");
                    let generated = show(tag, &key, &shown);
                    assert_eq!(generated, expected, "{key} in {tag} with {shown:?}");
                    let isolated = |letter| ('\u{2066}'..='\u{2069}').contains(&letter);
                    assert!(!generated.contains(isolated), "{key}");
                    compared += 1;
                }
            }
        }
    }
    compared
}

#[test]
fn languages_count_as_the_reference_implementation_counts() {
    for language in ["en-GB", "cy", "pl", "de"] {
        let identifier: LanguageIdentifier = language.parse().unwrap();
        let mut bundle = FluentBundle::new(vec![identifier]);
        bundle.set_use_isolating(false);
        let text = "it = { $n ->\n    [zero] zero\n    [one] one\n    [two] two\n    [few] few\n    [many] many\n   *[other] other\n }\n";
        bundle
            .add_resource(FluentResource::try_new(text.to_owned()).unwrap())
            .unwrap();
        let pattern = bundle.get_message("it").unwrap().value().unwrap();
        for number in 0..=250_u64 {
            let mut arguments = FluentArgs::new();
            arguments.set("n", number);
            let expected = bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new());
            assert_eq!(
                plural::in_language(language, number),
                expected,
                "{number} in {language}"
            );
        }
    }
}

/// The names that follow a `$`.
fn arguments_named(text: &str) -> Vec<&str> {
    text.split('$')
        .skip(1)
        .filter_map(|rest| {
            rest.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')
                .next()
        })
        .collect()
}

fn without_marks(text: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for letter in text.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => kept.push(letter),
            _ => {}
        }
    }
    kept
}

fn combinations(pattern: &Pattern<&str>) -> Vec<Vec<(String, String)>> {
    let mut values = Values::new();
    gather(pattern, &mut values);
    let mut all = vec![Vec::new()];
    for (name, choices) in values {
        all = all
            .into_iter()
            .flat_map(|before: Vec<(String, String)>| {
                let name = name.clone();
                choices.iter().map(move |choice| {
                    let mut next = before.clone();
                    next.push((name.clone(), choice.clone()));
                    next
                })
            })
            .collect();
    }
    all
}

fn gather(pattern: &Pattern<&str>, values: &mut Values) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                values
                    .entry(id.name.to_owned())
                    .or_insert_with(|| vec![format!("the {}", id.name)]);
            }
            Expression::Inline(_) => {}
            Expression::Select { selector, variants } => {
                let InlineExpression::VariableReference { id } = selector else {
                    panic!("only an argument can choose");
                };
                let key = |key: &VariantKey<&str>| match key {
                    VariantKey::Identifier { name } => (*name).to_owned(),
                    VariantKey::NumberLiteral { value } => (*value).to_owned(),
                };
                let keys: Vec<String> = variants.iter().map(|one| key(&one.key)).collect();
                let counts = variants
                    .iter()
                    .any(|one| one.default && key(&one.key) == "other")
                    && keys.iter().all(|key| {
                        key.parse::<u64>().is_ok()
                            || ["zero", "one", "two", "few", "many", "other"]
                                .contains(&key.as_str())
                    });
                let choices = if counts {
                    (0..=12_u64).map(|number| number.to_string()).collect()
                } else {
                    keys.into_iter().chain(["unknown".to_owned()]).collect()
                };
                values.insert(id.name.to_owned(), choices);
                for variant in variants {
                    gather(&variant.value, values);
                }
            }
        }
    }
}
