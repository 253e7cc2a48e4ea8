//! Texts in which something is marked, such as a link.

use ::words::Part;
use leptos::prelude::*;

/// The text, with `show` for what is marked: it is given the name of the mark and the text.
pub(crate) fn marked(parts: Vec<Part>, show: impl Fn(&'static str, String) -> AnyView) -> AnyView {
    let piece = |part: Part| match part {
        Part::Plain(text) => text.into_owned().into_any(),
        Part::Marked(name, text) => show(name, text.into_owned()),
    };
    parts.into_iter().map(piece).collect::<Vec<_>>().into_any()
}

/// The text. A browser must not translate what is marked: a translated reference opens nothing.
pub(crate) fn untranslated(parts: Vec<Part>) -> AnyView {
    marked(parts, |_, text| {
        view! {
            <span class="notranslate" translate="no">
                {text}
            </span>
        }
        .into_any()
    })
}

/// The text, with a link or bold type for what is marked: `b`, or the name of a link with its address.
pub(crate) fn linked(parts: Vec<Part>, links: &[(&'static str, &'static str)]) -> AnyView {
    marked(parts, |name, text| {
        let address = links.iter().find(|(link, _)| *link == name);
        match address {
            Some((_, address)) => view! {
                <a class="govuk-link" href=*address>
                    {text}
                </a>
            }
            .into_any(),
            None => view! { <b>{text}</b> }.into_any(),
        }
    })
}
