//! The page about how the hub decides: the area's rules as text and as data, and the scripts to try them.

use crate::files::{Output, without_comments};
use crate::pages::in_each_language;
use crate::wasm::Module;
use anyhow::{Context as _, Result};
use domain::assess::rule_set;
use events::profile::Profile;
use frontend::{Assets, RuleLine, RulesView, Site};
use std::path::Path;

/// Writes the page and everything that it loads.
///
/// # Errors
/// The profile names rules that are not shipped, or a file cannot be read or written.
pub fn write(
    output: &mut Output,
    profile: &Profile,
    assets: &Assets,
    frontend: &Path,
    assess: &Module,
) -> Result<String> {
    let rules = rule_set(&profile.rules)
        .with_context(|| format!("there are no rules `{}`", profile.rules))?;
    let rules = rules.tightened(&profile.thresholds, &profile.area);
    let script = frontend.join("assets/rules.js");
    let script =
        std::fs::read(&script).with_context(|| format!("{} cannot be read", script.display()))?;
    let line = |(code, text): (&str, &domain::assess::RuleText)| RuleLine {
        code: code.to_owned(),
        because: text.because.clone(),
        authority: text.authority.clone(),
        verified: text.verified,
    };
    let view = RulesView {
        version: rules.version.clone(),
        from: rules.effective_from.strftime("%-d %B %Y").to_string(),
        authority: rules.authority.clone(),
        rules: rules.rules().map(line).collect(),
        data: output.write_hashed("rules", "json", &serde_json::to_vec(&*rules)?)?,
        scripts: [
            output.write_hashed("rules", "js", &without_comments(&script))?,
            output.write_hashed("assess", "js", &without_comments(&assess.js))?,
            output.write_hashed("assess", "wasm", &assess.wasm)?,
        ],
    };
    let [script, module, wasm] = &view.scripts;
    let (first, tried) = ("/rules/index.html", [script, module, wasm, &view.data]);
    let site = Site { profile, assets };
    let each = in_each_language("/rules/", words::rules::LANGUAGES, || {
        frontend::rules(&site, &view)
    });
    for (path, html) in each {
        output.write(&path, html.as_bytes())?;
    }
    let tried: usize = tried.iter().map(|path| output.weight(path)).sum();
    Ok(format!(
        "{first}: first paint {} B, tried {tried} B more",
        output.weight(first) + output.weight(&assets.css)
    ))
}
