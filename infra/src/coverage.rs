//! Reports the needs of an area that no service meets, by council, for the commissioner (DC3, DC6).

use crate::profile;
use anyhow::{Result, ensure};
use clap::Args;
use domain::area::{Coverage, Gap, Row, coverage};
use domain::calendar::london_today;
use events::profile::Profile;
use jiff::Timestamp;
use jiff::civil::Date;
use launcher::say;

/// The area and the day.
#[derive(Clone, Debug, Args)]
pub struct CoverageArgs {
    /// The area: a folder of `infra/areas`.
    #[arg(long, default_value = "thames-valley")]
    area: String,
    /// The day, such as 2026-04-01. Today in London by default.
    #[arg(long)]
    on: Option<Date>,
    /// Print JSON, including the services that are available.
    #[arg(long)]
    json: bool,
}

/// Checks an area's profile, and prints the needs that only the universal service meets.
///
/// # Errors
/// The profile has faults: the error lists each with its field and how to fix it.
pub fn report(args: &CoverageArgs) -> Result<()> {
    let profile = profile::load(&args.area)?.profile;
    let report = coverage(
        &profile,
        args.on.unwrap_or_else(|| london_today(Timestamp::now())),
    );
    if args.json {
        say::line(serde_json::to_string_pretty(&report)?);
    } else {
        lines(&profile, &report).iter().for_each(say::line);
    }
    ensure!(
        profile.privacy.is_some(),
        "The privacy page cannot say who is responsible for people's information: fill in /privacy."
    );
    Ok(())
}

/// The report, line by line.
fn lines(profile: &Profile, report: &Coverage) -> Vec<String> {
    let mut lines = vec![format!(
        "{} on {}: needs that only the universal service meets",
        profile.name, report.on
    )];
    for (heading, due_everywhere) in [
        ("Required in every locality (DC3)", true),
        ("Other needs, specialisms and funding", false),
    ] {
        let all = report
            .rows
            .iter()
            .filter(|row| row.due_everywhere == due_everywhere)
            .count();
        let gaps: Vec<&Row> = report
            .gaps()
            .filter(|row| row.due_everywhere == due_everywhere)
            .collect();
        lines.push(String::new());
        lines.push(format!(
            "{heading}: {} of {all} have a service in every council",
            all - gaps.len()
        ));
        lines.extend(
            gaps.iter()
                .map(|row| cells(&row.sought.to_string(), &councils(profile, &row.gaps))),
        );
    }
    let some: Vec<&Row> = report
        .rows
        .iter()
        .filter(|row| !row.only_for_some.is_empty())
        .collect();
    if !some.is_empty() {
        lines.push(String::new());
        lines.push(
            "Met, but not for every age, role, risk or complexity, or not without a specialism"
                .to_owned(),
        );
        lines.extend(some.iter().map(|row| {
            cells(
                &row.sought.to_string(),
                &councils(profile, &row.only_for_some),
            )
        }));
    }
    lines.push(String::new());
    lines.push("Contracts that end within six months and leave a gap (AS24)".to_owned());
    if report.endings.is_empty() {
        lines.push("  none".to_owned());
    }
    for ending in &report.endings {
        let longer = ending
            .extendable_until
            .map_or(String::new(), |day| format!(", may be extended to {day}"));
        lines.push(format!(
            "  {} of {} ends on {}{longer}",
            ending.service, ending.provider, ending.until
        ));
        lines.extend(ending.opens.iter().map(
            |Gap {
                 sought,
                 councils: at,
             }| { format!("  {}", cells(&sought.to_string(), &councils(profile, at))) },
        ));
    }
    lines.push(String::new());
    lines.push(match report.universal_until {
        None => "The universal service takes everyone and has no end date (AS27).".to_owned(),
        Some(last) if last < report.on => {
            "No universal service takes everyone on that day (AS27).".to_owned()
        }
        Some(last) => format!(
            "The universal service takes everyone until {last}, and has no successor yet (AS27)."
        ),
    });
    lines
}

fn cells(what: &str, councils: &str) -> String {
    format!("  {what:<36} {councils}")
}

/// The names of councils, or "every council".
fn councils(profile: &Profile, codes: &[String]) -> String {
    if codes.len() == profile.local_authorities.len() {
        return "every council".to_owned();
    }
    let named = profile
        .local_authorities
        .iter()
        .filter(|council| codes.contains(&council.code));
    named
        .map(|council| council.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::small;
    use serde_json::json;

    #[test]
    fn the_report_names_gaps_by_council_and_contracts_that_end() {
        let mut document = serde_json::to_value(small()).expect("a profile");
        document["local_authorities"] = json!([
            {"code": "E06000038", "name": "Reading", "county": "Berkshire", "csp": "Reading"},
            {"code": "E07000178", "name": "Oxford", "county": "Oxfordshire", "csp": "Oxford"}
        ]);
        document["services"][0]["funding"] = json!(["moj-grant", "pcc-budget"]);
        let mut hate = document["services"][0].clone();
        let of_hate = json!({
            "code": "hate", "universal": false, "specialisms": ["hate-crime"], "needs": ["lack-of-trust"],
            "local_authorities": ["E07000178"], "until": "2027-03-31", "extendable_until": "2029-03-31"
        });
        hate.as_object_mut()
            .expect("a service")
            .extend(of_hate.as_object().expect("fields").clone());
        document["services"]
            .as_array_mut()
            .expect("services")
            .push(hate);
        let profile: Profile = serde_json::from_value(document).expect("a profile");
        let lines = lines(
            &profile,
            &coverage(&profile, "2026-11-22".parse().expect("a day")),
        );
        for line in [
            "Small on 2026-11-22: needs that only the universal service meets",
            "  specialism hate-crime                Reading",
            "  hate crime race                      Reading",
            "  need trouble-sleeping                every council",
            "  need lack-of-trust                   Oxford",
            "  hate of wise ends on 2027-03-31, may be extended to 2029-03-31",
            "    specialism hate-crime                Oxford",
            "The universal service takes everyone and has no end date (AS27).",
        ] {
            assert!(
                lines.iter().any(|found| found == line),
                "{line}\n{}",
                lines.join("\n")
            );
        }
    }
}
