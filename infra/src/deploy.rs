//! `deploy`: deploys the hub of one area to AWS. Nothing that is made for a laptop is deployed.

use crate::accounts::accounts;
use crate::area_stack::{self, Access, logical};
use crate::aws::{Aws, REGION};
use crate::directory::{self, Entries};
use crate::package::{self, Packages, Profile};
use crate::profile::{self, Loaded};
use crate::sign::{self, Signing};
use crate::stack::{self, Outputs, Stack, output};
use crate::tools::{self, Python};
use crate::{paths, provision, run, sbom, site};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use launcher::say::{self, Step, note};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::process::Command;

/// The version of the C library that the functions' operating system has.
const GLIBC: (u32, u32) = (2, 34);

/// Where CloudFront takes web ACLs from.
const EDGE_REGION: &str = "us-east-1";
/// Concurrent functions from which some can be reserved.
const ENOUGH_CONCURRENT: u64 = 500;
/// A letter that is not signed for the domain is refused.
const DMARC: &str = "v=DMARC1; p=reject; adkim=s; aspf=r";

/// What to deploy, and where.
#[derive(Clone, Debug, Args)]
pub struct DeployArgs {
    /// The area: a folder of `infra/areas`.
    #[arg(long)]
    area: String,
    /// The AWS region.
    #[arg(long, env = "AWS_REGION", default_value = REGION)]
    region: String,
    /// The neutral domain of the site; without it staff cannot log in.
    #[arg(long, default_value = "")]
    site_domain: String,
    /// The certificate of the site's domain, in us-east-1.
    #[arg(long, default_value = "")]
    certificate_arn: String,
    /// A web ACL for the site, in us-east-1. Without it the command makes one, which limits what one address may send.
    #[arg(long, default_value = "")]
    web_acl_arn: String,
    /// For a trial: have no web ACL.
    #[arg(long, conflicts_with = "web_acl_arn")]
    without_web_acl: bool,
    /// A profile of AWS Signer, for Lambda. With it the packages are signed, and Lambda runs no others.
    #[arg(long)]
    signing_profile: Option<String>,
    /// A provider's AWS account, or the ARN of one role in it, as CODE=ACCOUNT: it may then assume the role that reads that provider's queue.
    #[arg(long = "provider-account", value_name = "CODE=ACCOUNT")]
    provider_accounts: Vec<String>,
    /// The AWS account, or the ARN of one role, of a partner that sends files, as CODE=ACCOUNT: it may then assume the role that drops them.
    #[arg(long = "sender-account", value_name = "CODE=ACCOUNT")]
    sender_accounts: Vec<String>,
    /// For a trial: deploy although some providers of the profile were made up.
    #[arg(long)]
    with_illustrative_providers: bool,
}

/// Builds for release and deploys to AWS.
///
/// # Errors
/// A setting is made for a laptop, credentials are missing, or something cannot be built or deployed.
pub async fn deploy(args: &DeployArgs) -> Result<()> {
    let loaded = profile::load(&args.area)?;
    refuse_local_environment(std::env::vars())?;
    refuse_illustrative(&loaded, args)?;
    let accounts = accounts(&loaded, &args.provider_accounts, &args.sender_accounts)?;
    tools::debian(&[
        ("python3", "python3"),
        ("strip", "binutils"),
        ("objdump", "binutils"),
    ])
    .await?;
    tools::python(Python::Aws).await?;
    let aws = Aws::of_environment(&args.region);
    let account = account(&aws).await?;
    let name = format!("hub-{}", args.area);
    refuse_local_stack(&aws, &name, &loaded).await?;

    let (packages, site) = make(args).await?;
    sbom::write(&packages.folder).await?;
    let step = Step::begin("Uploading the functions");
    let bucket = format!("hub-code-{account}-{}", args.region);
    code_bucket(&aws, &bucket, &account).await?;
    let target = format!("s3://{bucket}");
    let places = [packages.folder.as_os_str(), target.as_ref()];
    let sync = ["s3", "sync", "--only-show-errors", "--size-only"].map(AsRef::as_ref);
    aws.call(
        "The functions cannot be uploaded",
        sync.into_iter().chain(places),
    )
    .await?;
    step.done();

    let web_acl = web_acl(args, &account).await?;
    let reserves = if reserves(&aws).await? { "yes" } else { "no" };
    let mut parameters = packages.keys.clone();
    let mut publisher = String::new();
    if let Some(profile) = &args.signing_profile {
        publisher = sign::version(&aws, profile).await?;
        let signing = Signing {
            profile,
            bucket: &bucket,
            account: &account,
        };
        parameters = sign::sign(&aws, &signing, &packages).await?;
    }
    let step = Step::begin("Deploying the hub");
    for (name, value) in [
        ("Stage", aws.stage()),
        ("Area", &args.area),
        ("CodeBucket", &bucket),
        ("MailDomain", &loaded.profile.neutral_domain),
        ("ExitUrl", &loaded.profile.exit_url),
        ("SiteDomain", &args.site_domain),
        ("CertificateArn", &args.certificate_arn),
        ("WebAclArn", &web_acl),
        ("Reserves", reserves),
        ("SigningProfileVersion", &publisher),
    ] {
        parameters.insert(name.to_owned(), value.to_owned());
    }
    let template = paths::root()?.join("infra/template.yaml");
    let stack = Stack {
        name: &name,
        template: &template,
        parameters: &parameters,
        bucket: &bucket,
    };
    let outputs = stack::deploy(&aws, &stack).await?;
    step.done();

    let area_outputs = area(&aws, &loaded, &outputs, accounts, &bucket).await?;
    load_directory(&aws, &loaded, &outputs, &area_outputs).await?;
    let address = publish(&aws, args, &site, &outputs).await?;
    say::line(format!("The hub of {} is deployed:", loaded.profile.name));
    note(format!("site  {address}"));
    dns_records(args, &loaded.profile.neutral_domain, &outputs)?;
    note(
        "for a partner's secret run `aws cognito-idp describe-user-pool-client`; send it to the partner over a secure channel",
    );
    Ok(())
}

/// The web ACL of the site. CloudFront takes one from us-east-1 only, so it is in a separate stack there.
async fn web_acl(args: &DeployArgs, account: &str) -> Result<String> {
    if args.without_web_acl {
        note("WARNING: without a web ACL nothing stops one address from sending a flood");
        return Ok(String::new());
    }
    if !args.web_acl_arn.is_empty() {
        return Ok(args.web_acl_arn.clone());
    }
    let step = Step::begin("Deploying the web ACL");
    let aws = Aws::of_environment(EDGE_REGION);
    let bucket = format!("hub-code-{account}-{EDGE_REGION}");
    let stack = Stack {
        name: &format!("hub-{}-web-acl", args.area),
        template: &paths::root()?.join("infra/web-acl.yaml"),
        parameters: &BTreeMap::from([("Area".to_owned(), args.area.clone())]),
        bucket: &bucket,
    };
    let outputs = stack::deploy(&aws, &stack).await?;
    step.done();
    Ok(output(&outputs, "Arn")?.to_owned())
}

/// Whether the account allows enough concurrent functions to reserve some for what must always run. A new account may
/// not.
async fn reserves(aws: &Aws) -> Result<bool> {
    let what = "The limits of the account cannot be read";
    let settings = aws.call(what, ["lambda", "get-account-settings"]).await?;
    let settings: Value = serde_json::from_str(&settings)?;
    let most = settings["AccountLimit"]["ConcurrentExecutions"]
        .as_u64()
        .unwrap_or_default();
    if most < ENOUGH_CONCURRENT {
        note(format!(
            "WARNING: the account allows {most} concurrent functions. A flood can stop the clock: ask AWS for {ENOUGH_CONCURRENT} and deploy again"
        ));
    }
    Ok(most >= ENOUGH_CONCURRENT)
}

/// Says which records the domains need. Without DMARC anybody can write to a person as the neutral domain.
fn dns_records(args: &DeployArgs, domain: &str, outputs: &Outputs) -> Result<()> {
    say::line("DNS records:");
    for number in 1..=3 {
        let name = output(outputs, &format!("DkimName{number}"))?;
        let value = output(outputs, &format!("DkimValue{number}"))?;
        note(format!("{name} CNAME {value}"));
    }
    let region = &args.region;
    note(format!(
        "post.{domain} MX 10 feedback-smtp.{region}.amazonses.com"
    ));
    note(format!(
        "post.{domain} TXT \"v=spf1 include:amazonses.com ~all\""
    ));
    note(format!("_dmarc.{domain} TXT \"{DMARC}\""));
    if !args.site_domain.is_empty() {
        let site = output(outputs, "CdnDomain")?;
        note(format!("{} CNAME {site}", args.site_domain));
    }
    Ok(())
}

/// Builds the functions for release, and the site.
async fn make(args: &DeployArgs) -> Result<(Packages, PathBuf)> {
    let binaries = package::build_for_aws().await?;
    for (name, binary) in &binaries {
        check_library(name, binary).await?;
    }
    let address = (!args.site_domain.is_empty()).then(|| format!("https://{}", args.site_domain));
    let wanted = site::Wanted {
        area: &args.area,
        address: address.as_deref(),
        modules: site::Modules::Deployed,
        weighs: true,
    };
    let site = site::build_deployed(&wanted).await?;
    let packages = package::pack(Profile::Release, &binaries, &site).await?;
    Ok((packages, site))
}

async fn area(
    aws: &Aws,
    loaded: &Loaded,
    outputs: &Outputs,
    accounts: BTreeMap<String, String>,
    bucket: &str,
) -> Result<Outputs> {
    let step = Step::begin(format!(
        "Deploying the queues, clients and roles of {}",
        loaded.profile.name
    ));
    let template = paths::dot_hub()?.join(format!("{}-area-template.json", loaded.profile.area));
    std::fs::write(
        &template,
        serde_json::to_vec(&area_stack::render(&loaded.profile, Access::Role))?,
    )?;
    let mut parameters = accounts;
    parameters.insert("PoolId".to_owned(), output(outputs, "PoolId")?.to_owned());
    let name = format!("hub-{}-area", loaded.profile.area);
    let stack = Stack {
        name: &name,
        template: &template,
        parameters: &parameters,
        bucket,
    };
    let area_outputs = stack::deploy(aws, &stack).await?;
    step.done();
    Ok(area_outputs)
}

async fn load_directory(
    aws: &Aws,
    loaded: &Loaded,
    outputs: &Outputs,
    area_outputs: &Outputs,
) -> Result<()> {
    let step = Step::begin("Loading the profile");
    let partners = loaded.profile.partners.iter();
    let clients = partners
        .map(|partner| {
            Ok((
                partner.code.clone(),
                output(area_outputs, &logical("Client", &partner.code))?.to_owned(),
            ))
        })
        .collect::<Result<_>>()?;
    let queues = provision::queue_urls(loaded, area_outputs)?;
    let entries = Entries {
        clients: &clients,
        queues: &queues,
    };
    directory::load(aws, output(outputs, "DirectoryTable")?, loaded, &entries).await?;
    step.done();
    Ok(())
}

/// Uploads the site and invalidates the edge's cache.
async fn publish(aws: &Aws, args: &DeployArgs, folder: &Path, outputs: &Outputs) -> Result<String> {
    let step = Step::begin("Uploading the site");
    let domain = if args.site_domain.is_empty() {
        output(outputs, "CdnDomain")?
    } else {
        &args.site_domain
    };
    let address = format!("https://{domain}/");
    let pool_domain = output(outputs, "PoolDomain")?;
    let origin = format!(
        "https://{pool_domain}.auth.{}.amazoncognito.com",
        args.region
    );
    let client_id = output(outputs, "StaffClientId")?;
    site::write_login(
        folder,
        &site::Login {
            origin: &origin,
            client_id,
            site: &address,
        },
    )?;
    site::write_openapi_url(folder, &address)?;
    site::upload(aws, folder, output(outputs, "SiteBucket")?).await?;
    let distribution = output(outputs, "CdnId")?;
    let invalidate = [
        "cloudfront",
        "create-invalidation",
        "--distribution-id",
        distribution,
        "--paths",
        "/*",
    ];
    aws.call("The edge's cache cannot be invalidated", invalidate)
        .await?;
    step.done();
    Ok(address)
}

/// Refuses endpoints and keys that are made for a laptop.
fn refuse_local_environment(environment: impl Iterator<Item = (String, String)>) -> Result<()> {
    let loopback = ["127.", "localhost", "[::1]", "0.0.0.0"];
    for (name, value) in environment {
        let to_this_machine = value
            .split_once("://")
            .is_some_and(|(_, rest)| loopback.iter().any(|here| rest.starts_with(here)));
        ensure!(
            !(name.starts_with("AWS_ENDPOINT_URL") && to_this_machine),
            "{name} points to this machine, not to AWS: unset it and run the command again."
        );
        ensure!(
            !(name == "AWS_ACCESS_KEY_ID" && value == crate::aws::LOCAL_KEY),
            "AWS_ACCESS_KEY_ID is the local stack's key: set the credentials of an AWS account."
        );
    }
    Ok(())
}

/// Nobody must be referred to a provider that does not exist.
fn refuse_illustrative(loaded: &Loaded, args: &DeployArgs) -> Result<()> {
    let made_up: Vec<&str> = loaded
        .profile
        .providers
        .iter()
        .filter(|provider| provider.illustrative)
        .map(|provider| provider.name.as_str())
        .collect();
    ensure!(
        made_up.is_empty() || args.with_illustrative_providers,
        "The profile has made-up providers ({}): replace them, or use --with-illustrative-providers for a trial.",
        made_up.join(", ")
    );
    let privacy = loaded.profile.privacy.as_ref();
    ensure!(
        privacy.is_some(),
        "The profile does not say who is responsible for people's information: fill in /privacy."
    );
    ensure!(
        args.with_illustrative_providers || privacy.is_some_and(|privacy| !privacy.illustrative),
        "The profile names a made-up office at /privacy: replace it, or use --with-illustrative-providers for a trial."
    );
    Ok(())
}

async fn account(aws: &Aws) -> Result<String> {
    let missing = "There are no AWS credentials that work: set them as for the AWS command line, and run the command again";
    let identity = aws.call(missing, ["sts", "get-caller-identity"]).await?;
    let identity: Value = serde_json::from_str(&identity)?;
    let account = identity["Account"]
        .as_str()
        .context("AWS does not say which account these credentials belong to")?;
    ensure!(
        account.bytes().any(|byte| byte != b'0'),
        "These credentials belong to an emulator, not to an AWS account."
    );
    Ok(account.to_owned())
}

/// A stack that was deployed for a laptop, or holds its demo users, must not go into service.
async fn refuse_local_stack(aws: &Aws, name: &str, loaded: &Loaded) -> Result<()> {
    let what = "The stack cannot be read";
    let Ok(text) = aws
        .call(
            what,
            ["cloudformation", "describe-stacks", "--stack-name", name],
        )
        .await
    else {
        return Ok(());
    };
    let described: Value = serde_json::from_str(&text)?;
    let parameters = described["Stacks"][0]["Parameters"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let is_local = parameters
        .iter()
        .any(|one| one["ParameterKey"] == "Stage" && one["ParameterValue"] == "local");
    ensure!(
        !is_local,
        "The stack {name} was deployed with Stage=local: delete it first."
    );
    let outputs = stack::outputs(aws, name).await?;
    let Some(pool) = outputs.get("PoolId") else {
        return Ok(());
    };
    let listed = aws
        .call(
            "The users cannot be listed",
            ["cognito-idp", "list-users", "--user-pool-id", pool],
        )
        .await?;
    let listed: Value = serde_json::from_str(&listed)?;
    let roles = profile::roles(&loaded.profile);
    for user in listed["Users"].as_array().into_iter().flatten() {
        let name = user["Username"].as_str().unwrap_or_default();
        ensure!(
            !roles.iter().any(|role| role == name),
            "The user pool has the demo user `{name}`: remove it first."
        );
    }
    Ok(())
}

/// Makes the bucket of the functions, if there is none. Its name can be guessed, so another account may have made it:
/// then the functions would be that account's.
async fn code_bucket(aws: &Aws, bucket: &str, account: &str) -> Result<()> {
    let what = "The bucket for the functions cannot be made";
    let own = [
        "s3api",
        "head-bucket",
        "--bucket",
        bucket,
        "--expected-bucket-owner",
        account,
    ];
    if aws.call(what, own).await.is_err() {
        // It fails if somebody else has the name.
        aws.call(what, ["s3", "mb", &format!("s3://{bucket}")])
            .await?;
        aws.call(what, own).await?;
    }
    let closed = "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true";
    let block = [
        "s3api",
        "put-public-access-block",
        "--bucket",
        bucket,
        "--public-access-block-configuration",
        closed,
    ];
    aws.call(what, block).await?;
    Ok(())
}

/// Finds a binary that needs a newer C library than Lambda has, because it would fail only there.
async fn check_library(name: &str, binary: &Path) -> Result<()> {
    let what = format!("The function `{name}` cannot be inspected");
    let symbols = run::output(Command::new("objdump").arg("-T").arg(binary), &what).await?;
    match newest_glibc(&symbols) {
        Some(needed) if needed > GLIBC => bail!(
            "The function `{name}` needs GLIBC {}.{}, and Lambda has {}.{}: build it on an older system.",
            needed.0,
            needed.1,
            GLIBC.0,
            GLIBC.1
        ),
        _ => Ok(()),
    }
}

fn newest_glibc(symbols: &str) -> Option<(u32, u32)> {
    let versions = symbols.split("GLIBC_").skip(1).filter_map(|rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let mut parts = rest[..end].split('.').map(str::parse);
        Some((parts.next()?.ok()?, parts.next()?.ok()?))
    });
    versions.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_library_version_is_found() {
        let symbols = "0 DF *UND* 0 (GLIBC_2.2.5) memcpy\n0 DF *UND* 0 (GLIBC_2.34) pthread_create\n0 (GLIBC_2.9) x";
        assert_eq!(newest_glibc(symbols), Some((2, 34)));
        assert_eq!(newest_glibc("nothing"), None);
    }

    #[test]
    fn an_endpoint_on_this_machine_is_refused_by_name() {
        let environment =
            |name: &str, value: &str| std::iter::once((name.to_owned(), value.to_owned()));
        for value in [
            "http://127.0.0.1:4566",
            "http://localhost:4566",
            "http://[::1]:4566",
        ] {
            let error = refuse_local_environment(environment("AWS_ENDPOINT_URL_S3", value))
                .expect_err("refused");
            assert!(
                error
                    .to_string()
                    .starts_with("AWS_ENDPOINT_URL_S3 points to this machine"),
                "{error}"
            );
        }
        refuse_local_environment(environment(
            "AWS_ENDPOINT_URL",
            "https://vpce-1.eu-west-2.vpce.amazonaws.com",
        ))
        .expect("fine");
        assert!(refuse_local_environment(environment("AWS_ACCESS_KEY_ID", "test")).is_err());
    }
}
