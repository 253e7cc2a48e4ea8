//! `reassess`: shows who would be assessed differently by other rules, and why. Changes nothing.

mod cases;

use crate::aws::default_region;
use crate::paths::Instance;
use crate::stack::{self, output};
use crate::status;
use anyhow::{Context, Result, ensure};
use cases::{Kept, Pages};
use clap::Args;
use domain::assess::{Difference, RuleSet, assess, differences, rule_set, rules_for};
use domain::calendar::london_today;
use launcher::say;
use platform::aws::Hub;
use platform::config::Settings;
use platform::ports::ReadDirectory;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The rules, and the cases.
#[derive(Clone, Debug, Args)]
pub struct ReassessArgs {
    /// A version that is shipped, or the path of a rule set in JSON.
    #[arg(long)]
    rules: String,
    /// Only show the differences. There is no other mode.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON: a line for each case that would change, and a summary as the last line.
    #[arg(long)]
    json: bool,
    /// The deployed hub of this area, with the environment's credentials. The local hub by default.
    #[arg(long)]
    area: Option<String>,
    /// The AWS region of the deployed hub.
    #[arg(long, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
}

/// Prints every case that the rules would assess differently: its reference and codes, and nothing personal.
///
/// Each case is assessed as of the day on which it arrived, with the area's own limits. A case that a coordinator had
/// assessed again is assessed as of that day, by both rules: what is stored may be higher than its answers, because
/// nothing is lowered.
///
/// # Errors
/// `--dry-run` is missing, the rules cannot be read, or the hub's tables cannot be read.
pub async fn reassess(instance: &Instance, args: &ReassessArgs) -> Result<()> {
    ensure!(
        args.dry_run,
        "A case keeps the rules that it was assessed with: use --dry-run to see what other rules would change."
    );
    let rules = rules(&args.rules)?;
    let (aws, area) = status::hub(instance, args.area.as_deref(), &args.region).await?;
    let outputs = stack::outputs(&aws, &format!("hub-{area}")).await?;
    let sdk = aws.sdk().await?;
    let directory = Settings::from([("DIRECTORY_TABLE", output(&outputs, "DirectoryTable")?)]);
    let profile = Hub::new(directory, &sdk)
        .profile()
        .await
        .context("The hub's profile cannot be read")?;
    let rules = rules.tightened(&profile.thresholds, &profile.area);

    let mut summary = Summary {
        rules: rules.version.clone(),
        ..Summary::default()
    };
    let mut pages = Pages::new(
        &sdk,
        output(&outputs, "CasesTable")?,
        output(&outputs, "PeopleTable")?,
    );
    while let Some(page) = pages.next().await? {
        for (kept, document) in page {
            let again = kept.assessed_again_at();
            let own = again.and_then(|at| rules_for(&profile, london_today(at)).ok());
            let verdict = judge(&kept, document.as_ref(), &rules, own.as_deref());
            if let Verdict::Changes(differences) = &verdict {
                print(&kept, differences, args.json)?;
            }
            summary.count(&verdict);
        }
    }
    summary.unreadable += pages.unreadable();
    if args.json {
        say::line(serde_json::to_string(&summary)?);
    } else {
        say::line(summary.text());
    }
    Ok(())
}

/// The rule set of that version, or of that file.
fn rules(named: &str) -> Result<RuleSet> {
    if let Some(shipped) = rule_set(named) {
        return Ok(shipped.clone());
    }
    let text = std::fs::read_to_string(Path::new(named)).with_context(|| {
        format!("`{named}` is not a shipped version, and cannot be read as a file")
    })?;
    RuleSet::read(&text).with_context(|| format!("{named} is not a rule set"))
}

/// The outcome for one case.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Same,
    Changes(Vec<Difference>),
    /// The person has had everything deleted, so there is nothing to assess.
    Deleted,
    /// The document was accepted, but can no longer be read.
    Unreadable,
}

/// `own` are the area's rules of the day on which the person was assessed again, if that is so.
fn judge(kept: &Kept, document: Option<&Value>, rules: &RuleSet, own: Option<&RuleSet>) -> Verdict {
    let Some(document) = document else {
        return Verdict::Deleted;
    };
    let day = london_today(kept.assessed_again_at().unwrap_or(kept.opened_at));
    let Ok(referral) = events::parse::stored(document, day) else {
        return Verdict::Unreadable;
    };
    let by_own = own.map(|own| assess(&referral, own, day));
    let known = by_own.as_ref().unwrap_or(&kept.received.assessment);
    let mut found = differences(known, &assess(&referral, rules, day));
    if kept.contact_changed {
        found = found.into_iter().filter_map(but_for_contact).collect();
    }
    if found.is_empty() {
        Verdict::Same
    } else {
        Verdict::Changes(found)
    }
}

/// The difference without the reasons about ways of contact. If the person has changed those, the stored reasons are
/// about the first contact and not about the rules.
fn but_for_contact(mut difference: Difference) -> Option<Difference> {
    for reasons in [&mut difference.gone, &mut difference.new] {
        reasons.retain(|reason| difference.field != "reasons" || !reason.starts_with("R-CONTACT"));
    }
    (!difference.gone.is_empty() || !difference.new.is_empty()).then_some(difference)
}

fn print(kept: &Kept, differences: &[Difference], as_json: bool) -> Result<()> {
    if as_json {
        let before = &kept.received.assessment.rules;
        let line =
            json!({"reference": kept.reference, "rules": before, "differences": differences});
        say::line(serde_json::to_string(&line)?);
    } else {
        let said: Vec<String> = differences.iter().map(ToString::to_string).collect();
        say::line(format!("{}  {}", kept.reference, said.join("; ")));
    }
    Ok(())
}

/// The summary.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Summary {
    /// The rules, with the area's limits.
    rules: String,
    /// Cases that were assessed again.
    cases: usize,
    /// Cases that would be assessed differently.
    change: usize,
    /// How many would change, by the part of the assessment.
    by_field: BTreeMap<&'static str, usize>,
    /// Cases of people who have had everything deleted.
    deleted: usize,
    /// Cases that cannot be read.
    unreadable: usize,
}

impl Summary {
    fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Deleted => self.deleted += 1,
            Verdict::Unreadable => self.unreadable += 1,
            Verdict::Same => self.cases += 1,
            Verdict::Changes(differences) => {
                self.cases += 1;
                self.change += 1;
                differences
                    .iter()
                    .for_each(|one| *self.by_field.entry(one.field).or_default() += 1);
            }
        }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "By {}, {} of {} cases would be assessed differently.",
            self.rules, self.change, self.cases
        );
        for (field, count) in &self.by_field {
            text.push_str(&format!("\n  {field:<18} {count}"));
        }
        if self.deleted > 0 {
            text.push_str(&format!(
                "\nLeft out because the person has had everything deleted: {}.",
                self.deleted
            ));
        }
        if self.unreadable > 0 {
            text.push_str(&format!(
                "\nLeft out because they cannot be read: {}.",
                self.unreadable
            ));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stored case of 2026-11-22, with its document.
    fn case(sections: Value) -> (Kept, Value) {
        let mut document = json!({
            "id": "3fd2dfcf-f561-4e4d-868d-9e3640615a78", "source": {"kind": "self"},
            "person": {"role": "victim", "name": "Robin"}, "contact": {"channels": []},
        });
        for (name, section) in sections.as_object().expect("sections") {
            document[name] = section.clone();
        }
        let opened_at = "2026-11-22T00:30:00Z".parse().expect("a moment");
        let referral =
            events::parse::referral(&document, london_today(opened_at)).expect("a referral");
        let assessment = assess(
            &referral,
            rule_set("2021-04.1").expect("shipped"),
            london_today(opened_at),
        );
        let kept = json!({"reference": events::Reference::from_number(7), "opened_at": opened_at,
            "received": {"assessment": assessment, "more": "than is read"}, "owner": {}});
        (serde_json::from_value(kept).expect("a case"), document)
    }

    fn changed(change: impl FnOnce(&mut Value)) -> RuleSet {
        let mut set = serde_json::to_value(rule_set("2021-04.1").expect("shipped")).expect("JSON");
        change(&mut set);
        RuleSet::read(&set.to_string()).expect("a rule set")
    }

    #[test]
    fn no_case_changes_under_its_own_rules() {
        let (kept, document) = case(json!({"incident": {"flags": ["arson-endangering-life"]}}));
        assert_eq!(
            judge(
                &kept,
                Some(&document),
                rule_set("2021-04.1").expect("shipped"),
                None
            ),
            Verdict::Same
        );
    }

    #[test]
    fn a_case_that_changes_says_what_and_why() {
        let (kept, document) = case(json!({"incident": {"flags": ["arson-endangering-life"]}}));
        let without = changed(|set| {
            drop(
                set["rules"]
                    .as_object_mut()
                    .expect("rules")
                    .remove("R-ARSON"),
            )
        });
        let Verdict::Changes(found) = judge(&kept, Some(&document), &without, None) else {
            panic!("nothing changes")
        };
        let said: Vec<String> = found.iter().map(ToString::to_string).collect();
        let expected = [
            "tier enhanced→standard",
            "categories −most-serious-crime",
            "complexity low→self-help",
            "stages −2",
            "reasons +R-STANDARD +R-SELF-HELP −R-ARSON −R-LOW −R-STAGE-2",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_case_is_assessed_as_of_its_arrival() {
        // She was 17 on the day, and is older now.
        let (kept, document) =
            case(json!({"person": {"role": "victim", "name": "R", "date_of_birth": "2008-11-23"}}));
        assert_eq!(
            judge(
                &kept,
                Some(&document),
                rule_set("2021-04.1").expect("shipped"),
                None
            ),
            Verdict::Same
        );
    }

    #[test]
    fn a_case_that_was_assessed_again_is_compared_by_its_answers_and_not_by_its_floor() {
        let (_, document) = case(json!({"incident": {"flags": ["arson-endangering-life"]}}));
        let (kept, _) = case(json!({"safety": {"weapon": true}}));
        let mut kept = json!({"reference": kept.reference, "opened_at": kept.opened_at,
            "received": {"assessment": kept.received.assessment}});
        kept["reassessments"] = json!([{"at": "2026-11-25T09:00:00Z", "number": 3}]);
        let kept: Kept = serde_json::from_value(kept).expect("a case");
        let own = rule_set("2021-04.1").expect("shipped");
        assert_eq!(judge(&kept, Some(&document), own, Some(own)), Verdict::Same);
        let without = changed(|set| {
            drop(
                set["rules"]
                    .as_object_mut()
                    .expect("rules")
                    .remove("R-ARSON"),
            )
        });
        let verdict = judge(&kept, Some(&document), &without, Some(own));
        let Verdict::Changes(found) = verdict else {
            panic!("nothing changes")
        };
        assert_eq!(found[0].to_string(), "tier enhanced→standard");
    }

    #[test]
    fn what_cannot_be_assessed_is_counted_and_left_out() {
        let (kept, _) = case(json!({}));
        let rules = rule_set("2021-04.1").expect("shipped");
        let mut summary = Summary {
            rules: rules.version.clone(),
            ..Summary::default()
        };
        for document in [None, Some(json!({"id": 3}))] {
            summary.count(&judge(&kept, document.as_ref(), rules, None));
        }
        let change = Difference {
            field: "tier",
            gone: vec!["standard".into()],
            new: vec!["enhanced".into()],
        };
        summary.count(&Verdict::Changes(vec![change]));
        summary.count(&Verdict::Same);
        let lines = [
            "By 2021-04.1, 1 of 2 cases would be assessed differently.",
            "  tier               1",
            "Left out because the person has had everything deleted: 1.",
            "Left out because they cannot be read: 1.",
        ];
        assert_eq!(summary.text(), lines.join("\n"));
    }

    #[test]
    fn rules_are_a_shipped_version_or_a_file() {
        assert_eq!(rules("2021-04.1").expect("shipped").version, "2021-04.1");
        let missing = format!("{:#}", rules("2999-01.1").expect_err("no such rules"));
        assert!(
            missing.starts_with("`2999-01.1` is not a shipped version"),
            "{missing}"
        );
    }
}
