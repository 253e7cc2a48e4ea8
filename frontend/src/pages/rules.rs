//! How the hub decides: every rule in its words, and a place to try them.

use crate::Site;
use crate::parts::{Page, document};
use leptos::prelude::*;

/// The rules as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesView {
    /// Their version.
    pub version: String,
    /// From when they are in force, in words.
    pub from: String,
    /// What they follow.
    pub authority: String,
    /// Each of them.
    pub rules: Vec<RuleLine>,
    /// Where they are as data.
    pub data: String,
    /// The script of the place to try them, the module it loads, and that module's WASM.
    pub scripts: [String; 3],
}

/// One rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleLine {
    /// Its code.
    pub code: String,
    /// Because …
    pub because: String,
    /// Where that is said.
    pub authority: String,
    /// Whether somebody has checked it there.
    pub verified: bool,
}

/// Every rule by which a referral is assessed, where each is from, and a place where partners can try a referral.
///
/// What is tried is assessed in the browser by the functions' own code, and goes nowhere.
pub fn rules(site: &Site, view: &RulesView) -> String {
    let RulesView {
        version,
        from,
        authority,
        rules,
        data,
        scripts: [script, module, wasm],
    } = view.clone();
    document(site, &Page::plain("Our rules"), move || {
        view! {
            <h1 class="govuk-heading-l">"How we decide"</h1>
            <p class="govuk-body">
                "When someone asks for support, a computer reads the answers by these rules. It finds which rights the "
                "person has, how great the risk is, and which kinds of help fit. The same answers always lead to the same "
                "result, and each result comes with its reasons. What a crime is called decides nothing."
            </p>
            <p class="govuk-body">"No rule refuses anyone. What a trained person judges can make a risk higher, never lower."</p>
            <p class="govuk-body">
                {format!("Version {version}, in force from {from}. They follow: {authority}. ")}
                <a class="govuk-link" href=data.clone()>
                    "The rules as data"
                </a>
            </p>
            <h2 class="govuk-heading-m">"The rules"</h2>
            <ul class="govuk-list govuk-list--spaced">{rules.into_iter().map(line).collect_view()}</ul>
            <h2 class="govuk-heading-m">"Try them"</h2>
            <p class="govuk-body">
                "For partners whose systems send referrals. Paste one as you would send it, of a made-up person. "
                "It stays in this browser: nothing is sent."
            </p>
            <noscript>
                <p class="govuk-body">"This needs JavaScript."</p>
            </noscript>
            <form id="try" autocomplete="off" hidden>
                <div class="govuk-form-group">
                    <label class="govuk-label" for="try-referral">
                        "A referral, as JSON"
                    </label>
                    <textarea class="govuk-textarea" id="try-referral" rows="8" spellcheck="false"></textarea>
                </div>
                <div class="govuk-form-group">
                    <label class="govuk-label" for="try-day">
                        "The day on which it comes"
                    </label>
                    <input class="govuk-input govuk-input--width-10" id="try-day" type="date" />
                </div>
                <button class="govuk-button" type="submit">
                    "Assess"
                </button>
                <div aria-live="polite">
                    <ul class="govuk-list govuk-list--bullet" id="try-reasons"></ul>
                    <pre class="data" id="try-assessment"></pre>
                </div>
            </form>
            <script type="module" src=script id="try-script" data-rules=data data-js=module data-wasm=wasm></script>
        }
        .into_any()
    })
}

fn line(rule: RuleLine) -> impl IntoView {
    let checked = if rule.verified {
        "."
    } else {
        "; not checked there yet."
    };
    view! {
        <li>
            <b>{rule.code}</b>
            {format!(": {}. ", rule.because)}
            <span class="govuk-hint">{format!("From {}{checked}", rule.authority)}</span>
        </li>
    }
}
