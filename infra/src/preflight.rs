//! What would make a deployment fail half-way, found before anything is built.

use crate::aws::Aws;
use crate::stack;
use anyhow::{Context, Result, bail, ensure};
use launcher::say::note;
use platform::schema;
use serde_json::Value;
use std::collections::BTreeMap;

/// Where CloudFront takes certificates and web ACLs from.
pub const EDGE_REGION: &str = "us-east-1";
/// Concurrent functions from which some can be reserved.
const ENOUGH_CONCURRENT: u64 = 500;
/// What a hub reserves of them, and what AWS keeps for functions that reserve none.
const RESERVED: u64 = 67;
const KEPT_FREE: u64 = 100;
/// The response headers policies that an account may have, and those of one hub.
const HEADERS_POLICIES: (u64, u64) = (20, 3);
/// The tables of a hub.
const TABLES: [&str; 11] = [
    "cases",
    "people",
    "notes",
    "diaries",
    "submissions",
    "figures",
    "attempts",
    "looks",
    "feeds",
    "erasures",
    "directory",
];
/// The ends of the names of its secrets.
const SECRETS: [&str; 10] = [
    "words", "passes", "seal", "memory", "rows", "limits", "facts", "diary", "edge-a", "edge-b",
];

/// What will be deployed.
#[derive(Debug)]
pub struct Wanted<'a> {
    pub area: &'a str,
    pub account: &'a str,
    pub mail_domain: &'a str,
    /// The domain of the site; empty to have none any longer; none to leave it unchanged.
    pub site_domain: Option<&'a str>,
    pub certificate: Option<&'a str>,
    pub web_acl: Option<&'a str>,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// The parameters of the deployed hub; none if there is none.
    pub before: BTreeMap<String, String>,
    /// The parameters of what it keeps; none if it keeps nothing yet.
    pub data: BTreeMap<String, String>,
    /// Whether the account allows enough concurrent functions to reserve some.
    pub reserves: bool,
    /// Whether the credentials may look at the account's budgets. Then they can probably make one.
    pub budgets: bool,
}

/// Looks at the account.
///
/// # Errors
/// Something would make the deployment fail: the sentence says what to do.
pub async fn check(aws: &Aws, wanted: &Wanted<'_>) -> Result<Found> {
    let name = format!("hub-{}", wanted.area);
    let kept = format!("{name}-data");
    for part in [name.clone(), format!("{name}-area"), kept.clone()] {
        may_change(&part, stack::state(aws, &part).await?.as_deref())?;
    }
    for part in [&name, &kept] {
        stack::remove_failed_creation(aws, part).await?;
    }
    let before = stack::parameters(aws, &name).await?;
    let data = stack::parameters(aws, &kept).await?;
    edge(aws, wanted, &before).await?;
    if before.is_empty() {
        let left = leftovers(aws, wanted, data.is_empty()).await?;
        ensure!(
            left.is_empty(),
            "There is no stack for it, but the account has {}. They are from an earlier hub, or were made by hand: see docs/deploy.md, \"What is left of an earlier hub\".",
            left.join(", ")
        );
        headers_policies(aws).await?;
    } else {
        let table = before.get("CasesTable");
        indexes(aws, table.context("The hub has no table of cases")?).await?;
    }
    mail(aws).await?;
    let own = before.get("Reserves").is_some_and(|before| before == "yes");
    Ok(Found {
        reserves: reserves(aws, own).await?,
        budgets: budgets(aws, wanted.account).await,
        before,
        data,
    })
}

/// Refuses a table whose indexes this version cannot use. AWS changes no index under the name that it has.
async fn indexes(aws: &Aws, table: &str) -> Result<()> {
    let describe = ["dynamodb", "describe-table", "--table-name", table];
    let what = "The table of cases cannot be described";
    match aws.call(what, describe).await {
        Ok(described) => of_this_version(table, &serde_json::from_str(&described)?),
        // A stack that was prepared and never made.
        Err(error) if error.to_string().contains("NotFound") => Ok(()),
        Err(error) => Err(error),
    }
}

fn of_this_version(table: &str, described: &Value) -> Result<()> {
    let indexes = described["Table"]["GlobalSecondaryIndexes"].as_array();
    let old = indexes.into_iter().flatten().any(|index| {
        index["IndexName"] == schema::BY_DUE && index["Projection"]["ProjectionType"] == "ALL"
    });
    ensure!(
        !old,
        "The table {table} is from before the first release: its index {} has whole cases, and AWS changes no index under the name that it has. Take that hub away (docs/deploy.md, \"What is left of an earlier hub\"), and run this command again.",
        schema::BY_DUE
    );
    Ok(())
}

/// Refuses a stack that cannot be updated now.
fn may_change(name: &str, state: Option<&str>) -> Result<()> {
    match state {
        Some("UPDATE_ROLLBACK_FAILED") => bail!(
            "The stack {name} could not go back to its last state: run `aws cloudformation continue-update-rollback --stack-name {name}`, and then this command again."
        ),
        Some("DELETE_FAILED") => bail!(
            "The stack {name} could not be deleted. Its events say what is in the way: delete that, delete the stack, and run this command again."
        ),
        Some(state) if state.ends_with("_IN_PROGRESS") && state != "REVIEW_IN_PROGRESS" => bail!(
            "The stack {name} is being changed ({state}): wait until that has ended, and run this command again."
        ),
        _ => Ok(()),
    }
}

/// Checks the site's domain with its certificate, and the web ACL.
async fn edge(aws: &Aws, wanted: &Wanted<'_>, before: &BTreeMap<String, String>) -> Result<()> {
    let then = |parameter: &str| before.get(parameter).map_or("", String::as_str);
    let domain = wanted.site_domain.unwrap_or_else(|| then("SiteDomain"));
    let certificate = wanted.certificate.unwrap_or_else(|| then("CertificateArn"));
    fit_together(domain, certificate)?;
    if let Some(arn) = wanted.web_acl {
        ensure!(
            is_of(arn, "wafv2", EDGE_REGION) && arn.contains(":global/webacl/"),
            "{arn} is not a web ACL for CloudFront in {EDGE_REGION}."
        );
    }
    let changes = wanted.certificate.is_some() || wanted.site_domain.is_some();
    if !changes || domain.is_empty() {
        return Ok(());
    }
    let describe = [
        "acm",
        "describe-certificate",
        "--certificate-arn",
        certificate,
    ];
    let found = aws
        .in_region(EDGE_REGION)
        .call("The certificate cannot be read", describe)
        .await?;
    let found: Value = serde_json::from_str(&found)?;
    usable(&found["Certificate"], domain)
}

fn fit_together(domain: &str, certificate: &str) -> Result<()> {
    ensure!(
        domain.is_empty() || !certificate.is_empty(),
        "The site's domain {domain} needs a certificate: add --certificate-arn."
    );
    ensure!(
        certificate.is_empty() || !domain.is_empty(),
        "A certificate is for a domain: add --site-domain."
    );
    ensure!(
        certificate.is_empty() || is_of(certificate, "acm", EDGE_REGION),
        "{certificate} is not a certificate in {EDGE_REGION}, from where CloudFront takes it."
    );
    Ok(())
}

/// Whether an ARN is of that service in that region.
fn is_of(arn: &str, service: &str, region: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", _, its, place, _, _] if *its == service && *place == region)
}

/// Refuses a certificate that is not issued, or is for other domains.
fn usable(certificate: &Value, domain: &str) -> Result<()> {
    let state = certificate["Status"].as_str().unwrap_or_default();
    ensure!(
        state == "ISSUED",
        "The certificate is {state}: add the DNS records that AWS asks for, and wait until it is issued."
    );
    let others = certificate["SubjectAlternativeNames"].as_array();
    let mut names = others
        .into_iter()
        .flatten()
        .chain([&certificate["DomainName"]])
        .filter_map(Value::as_str);
    let fits = |name: &str| {
        let wild = name
            .strip_prefix("*.")
            .zip(domain.split_once('.'))
            .is_some_and(|(of, (_, parent))| of == parent);
        name == domain || wild
    };
    ensure!(names.any(fits), "The certificate is not for {domain}.");
    Ok(())
}

/// What has the name of a part of this hub and is in no stack. A creation would fail over it. What a hub keeps is looked at
/// only if there is no stack of it.
async fn leftovers(aws: &Aws, wanted: &Wanted<'_>, keeps_nothing: bool) -> Result<Vec<String>> {
    let (area, what) = (wanted.area, "What the account has cannot be read");
    let named = |answer: &str, list: &str, name: &str| -> Result<Vec<String>> {
        let answer: Value = serde_json::from_str(answer)?;
        let all = answer[list].as_array().into_iter().flatten();
        Ok(all
            .filter_map(|one| one.as_str().or_else(|| one[name].as_str()))
            .map(str::to_owned)
            .collect())
    };
    let mut left = Vec::new();
    let tables = aws.call(what, ["dynamodb", "list-tables"]).await?;
    for table in named(&tables, "TableNames", "")? {
        let own = table.strip_prefix(&format!("hub-{area}-"));
        if keeps_nothing && own.is_some_and(|end| TABLES.contains(&end)) {
            left.push(format!("the table {table}"));
        }
    }
    let filter = format!("Key=name,Values=hub-{area}-");
    let secrets = [
        "secretsmanager",
        "list-secrets",
        "--include-planned-deletion",
        "--filters",
        &filter,
    ];
    let secrets = aws.call(what, secrets).await?;
    for secret in named(&secrets, "SecretList", "Name")? {
        let own = secret.strip_prefix(&format!("hub-{area}-"));
        if keeps_nothing && own.is_some_and(|end| SECRETS.contains(&end)) {
            left.push(format!("the secret {secret}"));
        }
    }
    let buckets = aws.call(what, ["s3api", "list-buckets"]).await?;
    let bucket = format!("hub-{area}-feeds-{}", wanted.account);
    if named(&buckets, "Buckets", "Name")?.contains(&bucket) {
        left.push(format!("the bucket {bucket}"));
    }
    let log = format!("/hub/{area}");
    let groups = [
        "logs",
        "describe-log-groups",
        "--log-group-name-prefix",
        &log,
    ];
    let groups = aws.call(what, groups).await?;
    if keeps_nothing && named(&groups, "logGroups", "logGroupName")?.contains(&log) {
        left.push(format!("the log {log}"));
    }
    let identity = [
        "sesv2",
        "get-email-identity",
        "--email-identity",
        wanted.mail_domain,
    ];
    match aws.call(what, identity).await {
        Ok(_) => left.push(format!("the mail identity {}", wanted.mail_domain)),
        Err(error) if error.to_string().contains("NotFound") => {}
        Err(error) => return Err(error),
    }
    Ok(left)
}

/// An account may have few response headers policies.
async fn headers_policies(aws: &Aws) -> Result<()> {
    let list = [
        "cloudfront",
        "list-response-headers-policies",
        "--type",
        "custom",
    ];
    let listed = aws
        .call("The policies of the edge cannot be listed", list)
        .await?;
    let listed: Value = serde_json::from_str(&listed)?;
    let count = listed["ResponseHeadersPolicyList"]["Quantity"]
        .as_u64()
        .unwrap_or_default();
    let (most, own) = HEADERS_POLICIES;
    ensure!(
        count + own <= most,
        "The account has {count} response headers policies, and a hub needs {own} more. CloudFront allows {most}: use another account for this area."
    );
    Ok(())
}

/// Says if the account cannot send mail yet. The hub can be deployed before.
async fn mail(aws: &Aws) -> Result<()> {
    let account = aws
        .call("The mail service cannot be read", ["sesv2", "get-account"])
        .await?;
    let account: Value = serde_json::from_str(&account)?;
    if account["ProductionAccessEnabled"] != true {
        note(
            "WARNING: the account's mail service is in its sandbox, so nobody gets a letter: ask AWS for production access",
        );
    }
    if account["SendingEnabled"] == false {
        note("WARNING: the account's mail service is paused, so nobody gets a letter");
    }
    Ok(())
}

/// Whether the credentials may look at budgets. Says so if not: then a new hub gets none.
async fn budgets(aws: &Aws, account: &str) -> bool {
    let list = ["budgets", "describe-budgets", "--account-id", account];
    aws.call("The budgets cannot be read", list).await.is_ok()
}

/// Whether the account allows enough concurrent functions to reserve some for what must always run. A new account may
/// not. `own` says that this hub has reserved its own before.
async fn reserves(aws: &Aws, own: bool) -> Result<bool> {
    let what = "The limits of the account cannot be read";
    let settings = aws.call(what, ["lambda", "get-account-settings"]).await?;
    let settings: Value = serde_json::from_str(&settings)?;
    let limit = |name: &str| settings["AccountLimit"][name].as_u64().context(what);
    let most = limit("ConcurrentExecutions")?;
    let free = limit("UnreservedConcurrentExecutions")?;
    let enough = may_reserve(most, free, own);
    if !enough {
        note(format!(
            "WARNING: the account allows {most} concurrent functions, and {free} of them are not reserved. A flood can stop the clock: ask AWS for more than {ENOUGH_CONCURRENT} and deploy again"
        ));
    }
    Ok(enough)
}

/// Whether a hub may reserve its places. `free` are those that no function has reserved, and `own` whether this hub has
/// its own already.
const fn may_reserve(most: u64, free: u64, own: bool) -> bool {
    most >= ENOUGH_CONCURRENT && (own || free >= RESERVED + KEPT_FREE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ARN: &str = "arn:aws:acm:us-east-1:111122223333:certificate/1";

    #[test]
    fn a_domain_needs_an_issued_certificate_of_its_own() {
        let certificate = |state: &str, name: &str| json!({"Status": state, "DomainName": name, "SubjectAlternativeNames": [name]});
        for (state, name, fits) in [
            ("ISSUED", "www.example.net", true),
            ("ISSUED", "*.example.net", true),
            ("ISSUED", "*.net", false),
            ("ISSUED", "example.net", false),
            ("PENDING_VALIDATION", "www.example.net", false),
        ] {
            let found = usable(&certificate(state, name), "www.example.net");
            assert_eq!(found.is_ok(), fits, "{state} {name}");
        }
        assert!(fit_together("www.example.net", ARN).is_ok() && fit_together("", "").is_ok());
        assert!(fit_together("www.example.net", "").is_err() && fit_together("", ARN).is_err());
        let elsewhere = ARN.replace("us-east-1", "eu-west-2");
        assert!(fit_together("www.example.net", &elsewhere).is_err());
    }

    #[test]
    fn places_are_reserved_if_others_have_left_enough() {
        for (most, free, own, may) in [
            (10, 10, false, false),
            (500, 500, false, true),
            (1_000, 166, false, false),
            (1_000, 167, false, true),
            (1_000, 100, true, true),
        ] {
            assert_eq!(may_reserve(most, free, own), may, "{most} {free} {own}");
        }
        // What the template reserves.
        let template = include_str!("../template.yaml");
        let reserved = template.split("!If [ReservesConcurrency, ").skip(1);
        let places = reserved.filter_map(|rest| rest.split_once(',')?.0.parse::<u64>().ok());
        assert_eq!(places.sum::<u64>(), RESERVED);
    }

    #[test]
    fn a_table_whose_index_cannot_be_changed_is_refused() {
        let table = |projection: &str| {
            json!({"Table": {"GlobalSecondaryIndexes": [
                {"IndexName": "by-desk", "Projection": {"ProjectionType": "ALL"}},
                {"IndexName": "by-due", "Projection": {"ProjectionType": projection}},
            ]}})
        };
        assert!(of_this_version("hub-x-cases", &table("INCLUDE")).is_ok());
        let refused = of_this_version("hub-x-cases", &table("ALL"));
        assert!(refused.is_err_and(|error| error.to_string().contains("by-due")));
    }

    #[test]
    fn a_stack_that_cannot_be_updated_says_what_to_do() {
        let refusal = |state| may_change("hub-x", Some(state)).map_err(|error| error.to_string());
        assert!(
            refusal("UPDATE_ROLLBACK_FAILED")
                .is_err_and(|said| said.contains("continue-update-rollback"))
        );
        assert!(refusal("UPDATE_IN_PROGRESS").is_err_and(|said| said.contains("wait")));
        assert!(refusal("DELETE_FAILED").is_err());
        for state in [
            "CREATE_COMPLETE",
            "UPDATE_ROLLBACK_COMPLETE",
            "ROLLBACK_COMPLETE",
            // Like the one before, it is removed. What its removal leaves is named before anything is built.
            "ROLLBACK_FAILED",
            "REVIEW_IN_PROGRESS",
        ] {
            assert!(refusal(state).is_ok(), "{state}");
        }
        assert!(may_change("hub-x", None).is_ok());
    }
}
