//! Nested parts with labels, as a page shows them.

use crate::browser::moment;
use crate::queue::is_moment;
use crate::shown::Shown;
use leptos::prelude::*;

pub(crate) fn shown_view(shown: &Shown) -> AnyView {
    match shown {
        Shown::Text(text) => {
            let text = if is_moment(text) {
                moment(text)
            } else {
                text.clone()
            };
            view! { <span dir="auto">{text}</span> }.into_any()
        }
        Shown::Parts(parts) => {
            let lines: Vec<_> = parts
                .iter()
                .map(|(name, value)| {
                    view! {
                        <div>
                            <dt>{name.clone()}</dt>
                            <dd>{shown_view(value)}</dd>
                        </div>
                    }
                })
                .collect();
            view! { <dl class="summary">{lines}</dl> }.into_any()
        }
    }
}
