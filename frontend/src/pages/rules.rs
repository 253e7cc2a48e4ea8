//! How the hub decides: every rule, and a place to try them.

use crate::Site;
use crate::parts::{Page, document, marked};
use ::words::rules;
use leptos::prelude::*;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesView {
    pub version: String,
    /// From when they are in force, in words.
    pub from: String,
    /// What they follow.
    pub authority: String,
    pub rules: Vec<RuleLine>,
    /// Where they are as data.
    pub data: String,
    /// The script of the place to try them, the module it loads, and that module's WASM.
    pub scripts: [String; 3],
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleLine {
    pub code: String,
    /// Its reason.
    pub because: String,
    /// Its source.
    pub authority: String,
    /// Whether someone has checked it in its source.
    pub verified: bool,
}

/// Every rule that the hub assesses a referral by, its source, and a place where partners can try a referral.
///
/// The browser assesses that referral with the code of the functions, and sends it nowhere.
pub fn rules(site: &Site, view: &RulesView) -> String {
    let RulesView {
        version,
        from,
        authority,
        rules: lines,
        data,
        scripts: [script, module, wasm],
    } = view.clone();
    document(
        site,
        &Page::public(rules::title(), "/rules/", rules::LANGUAGES),
        move || {
            view! {
            <h1 class="govuk-heading-l">{rules::heading()}</h1>
            <p class="govuk-body">{rules::lead()}</p>
            <p class="govuk-body">{rules::people_decide()}</p>
            <p class="govuk-body">
                {marked(
                    rules::version(authority, from, version),
                    |_, text| view! { <a class="govuk-link" href=data.clone()>{text}</a> }.into_any(),
                )}
            </p>
            <h2 class="govuk-heading-m">{rules::rules()}</h2>
            <ul class="govuk-list govuk-list--spaced">{lines.into_iter().map(line).collect_view()}</ul>
            <h2 class="govuk-heading-m">{rules::try_out()}</h2>
            <p class="govuk-body">{rules::try_out_hint()}</p>
            <noscript>
                <p class="govuk-body">{rules::try_out_script()}</p>
            </noscript>
            <form id="try" autocomplete="off" hidden>
                <div class="govuk-form-group">
                    <label class="govuk-label" for="try-referral">
                        {rules::try_out_referral()}
                    </label>
                    <textarea class="govuk-textarea" id="try-referral" rows="8" spellcheck="false"></textarea>
                </div>
                <div class="govuk-form-group">
                    <label class="govuk-label" for="try-day">
                        {rules::try_out_day()}
                    </label>
                    <input class="govuk-input govuk-input--width-10" id="try-day" type="date" />
                </div>
                <button class="govuk-button" type="submit">
                    {rules::try_out_assess()}
                </button>
                <div aria-live="polite">
                    <ul class="govuk-list govuk-list--bullet" id="try-reasons"></ul>
                    <pre class="data" id="try-assessment"></pre>
                </div>
            </form>
            <script type="module" src=script id="try-script" data-rules=data data-js=module data-wasm=wasm data-unavailable=rules::try_out_unavailable()></script>
        }
        .into_any()
        },
    )
}

fn line(rule: RuleLine) -> impl IntoView {
    let parts = if rule.verified {
        rules::rule(rule.authority, rule.because, rule.code)
    } else {
        rules::rule_not_checked(rule.authority, rule.because, rule.code)
    };
    let shown = marked(parts, |name, text| {
        if name == "source" {
            view! { <span class="govuk-hint">{text}</span> }.into_any()
        } else {
            view! { <b>{text}</b> }.into_any()
        }
    });
    view! { <li>{shown}</li> }
}
