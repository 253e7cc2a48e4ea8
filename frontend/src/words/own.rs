//! The words of the area's profile, in a sentence.

use events::profile::Touchpoint;

/// A label with its article: `a Victim Care Coordinator`, `an Adviser`.
pub fn with_article(label: &str) -> String {
    let vowel = label.starts_with(|first: char| "aeiouAEIOU".contains(first));
    format!("{} {label}", if vowel { "an" } else { "a" })
}

/// Words with a capital letter, for the start of a sentence or a list.
pub fn at_start(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Words with a small letter, for the middle of a sentence.
pub fn in_sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// A touchpoint's name, marked if it is an example.
pub fn name_of(touchpoint: &Touchpoint) -> String {
    if touchpoint.illustrative {
        ::words::parts::example_place(&touchpoint.name)
    } else {
        touchpoint.name.clone()
    }
}

/// The address of a touchpoint's page on the site.
pub fn path_of(touchpoint: &Touchpoint) -> String {
    format!("/at/{}/", touchpoint.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_has_the_article_that_fits() {
        assert_eq!(
            with_article("Victim Care Coordinator"),
            "a Victim Care Coordinator"
        );
        assert_eq!(at_start("a coordinator"), "A coordinator");
        assert_eq!(
            with_article("independent adviser"),
            "an independent adviser"
        );
    }
}
