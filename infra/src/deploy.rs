//! `deploy`: deploys the hub of one area to AWS. Nothing that is made for a laptop is deployed.

use crate::accounts::accounts;
use crate::area_stack::{self, Access, logical};
use crate::aws::{Aws, default_region, is_this_machine};
use crate::directory::{self, Entries};
use crate::package::{self, Packages, Profile};
use crate::preflight::{self, EDGE_REGION, Found, Wanted};
use crate::profile::{self, Loaded};
use crate::sign::{self, Signing};
use crate::stack::{self, Outputs, Stack, output};
use crate::tools::{self, Python};
use crate::{binary, paths, provision, restore, sbom, site, wasm};
use anyhow::{Context, Result, ensure};
use clap::Args;
use launcher::say::{self, Step, note};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A letter that is not signed for the domain is refused.
const DMARC: &str = "v=DMARC1; p=reject; adkim=s; aspf=r";

/// What to deploy, and where.
#[derive(Clone, Debug, Args)]
pub struct DeployArgs {
    /// The area: a folder of `infra/areas`.
    #[arg(long)]
    area: String,
    /// The AWS region. Without it, that of the environment or of the command line's profile.
    #[arg(long, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
    /// The neutral domain of the site. It stays until another is named; the distribution's own domain is used before.
    #[arg(long)]
    site_domain: Option<String>,
    /// The certificate of the site's domain, in us-east-1.
    #[arg(long)]
    certificate_arn: Option<String>,
    /// Take the site's domain and certificate away.
    #[arg(long, conflicts_with_all = ["site_domain", "certificate_arn"])]
    without_site_domain: bool,
    /// A web ACL for the site, in us-east-1. A new hub gets one that the command makes, which limits what one address may send.
    #[arg(long)]
    web_acl_arn: Option<String>,
    /// Make a web ACL for a hub that has none or another.
    #[arg(long, conflicts_with = "web_acl_arn")]
    with_web_acl: bool,
    /// For a trial: have no web ACL.
    #[arg(long, conflicts_with_all = ["web_acl_arn", "with_web_acl"])]
    without_web_acl: bool,
    /// A profile of AWS Signer, for Lambda. With it the packages are signed, and Lambda runs no others.
    #[arg(long)]
    signing_profile: Option<String>,
    /// Let Lambda run packages again that nobody signed.
    #[arg(long, conflicts_with = "signing_profile")]
    without_signing: bool,
    /// The mail address of who is woken by an alarm.
    #[arg(long)]
    alarm_email: Option<String>,
    /// The address (https) of a service that wakes somebody.
    #[arg(long)]
    alarm_url: Option<String>,
    /// What the account may cost on a day, in US dollars, before somebody is told; 0 to tell nobody.
    #[arg(long)]
    daily_budget: Option<u32>,
    /// For how many days AWS Backup keeps a daily copy of each table: 1 to 35, or 0 for no copies. The tables can be
    /// restored to any second of 35 days without it.
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=35))]
    backup_days: Option<u8>,
    /// With `--backup-days`: let nobody, not even this account, delete a copy before its time. After three days nobody can
    /// take this back or choose another number of days.
    #[arg(long)]
    lock_backups: bool,
    /// Change also the stack of what the hub keeps: tables, keys, secrets and accounts. No release needs it unless its
    /// notes say so.
    #[arg(long)]
    change_data: bool,
    /// After a restore, for a hub whose stack is gone: the mark at the end of the names of its tables, or `first` for
    /// those that it had before any restore.
    #[arg(long, value_name = "MARK")]
    tables_of: Option<String>,
    /// A provider's AWS account, or the ARN of one role in it, as CODE=ACCOUNT: it may then assume the role that reads that provider's queue.
    #[arg(long = "provider-account", value_name = "CODE=ACCOUNT")]
    provider_accounts: Vec<String>,
    /// The AWS account, or the ARN of one role, of a partner that sends files, as CODE=ACCOUNT: it may then assume the role that drops them.
    #[arg(long = "sender-account", value_name = "CODE=ACCOUNT")]
    sender_accounts: Vec<String>,
    /// For a trial: deploy although some providers of the profile were made up.
    #[arg(long)]
    with_illustrative_providers: bool,
    /// Rehearse: deploy as to AWS, but to an emulator at this address on this machine, and with a laptop's packages.
    #[arg(long, value_name = "ADDRESS")]
    rehearse: Option<String>,
}

/// Builds for release and deploys to AWS.
///
/// # Errors
/// A setting is made for a laptop, credentials are missing, or something cannot be built or deployed.
pub async fn deploy(args: &DeployArgs) -> Result<()> {
    let loaded = profile::load(&args.area)?;
    let aws = place(args)?;
    refuse_illustrative(&loaded, args)?;
    refuse_lock_without_days(args)?;
    let accounts = accounts(&loaded, &args.provider_accounts, &args.sender_accounts)?;
    tools::debian(&[
        ("python3", "python3"),
        ("strip", "binutils"),
        ("objdump", "binutils"),
    ])
    .await?;
    tools::python(Python::Aws).await?;
    note(format!("region  {}", args.region));
    let account = account(&aws).await?;
    let name = format!("hub-{}", args.area);
    refuse_local_stack(&aws, &name, &loaded).await?;
    let none = args.without_site_domain.then_some("");
    let wanted = Wanted {
        area: &args.area,
        account: &account,
        mail_domain: &loaded.profile.neutral_domain,
        site_domain: args.site_domain.as_deref().or(none),
        certificate: args.certificate_arn.as_deref().or(none),
        web_acl: args.web_acl_arn.as_deref(),
    };
    let found = preflight::check(&aws, &wanted).await?;
    refuse_unsigned(args, &found)?;
    let before = |parameter: &str| found.before.get(parameter).map(String::as_str);
    let domain = wanted.site_domain.or(before("SiteDomain"));

    let Made {
        packages,
        site,
        processor,
    } = make(args, domain.filter(|domain| !domain.is_empty())).await?;
    if !aws.is_emulator() {
        sbom::write(&packages.folder).await?;
    }
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

    let web_acl = web_acl(&aws, args, &account, &found).await?;
    let mut parameters = packages.keys.clone();
    let mut publisher = args.without_signing.then(String::new);
    if let Some(profile) = &args.signing_profile {
        publisher = Some(sign::version(&aws, profile).await?);
        let signing = Signing {
            profile,
            bucket: &bucket,
            account: &account,
        };
        parameters = sign::sign(&aws, &signing, &packages).await?;
    }
    // A parameter that is not given keeps its value.
    let optional = |value: Option<&str>| value.map(str::to_owned);
    let reserves = if found.reserves { "yes" } else { "no" };
    for (name, value) in [
        ("Stage", optional(Some(aws.stage()))),
        ("Area", optional(Some(&args.area))),
        ("CodeBucket", optional(Some(&bucket))),
        ("Architecture", optional(Some(processor))),
        ("MailDomain", optional(Some(wanted.mail_domain))),
        ("ExitUrl", optional(Some(&loaded.profile.exit_url))),
        ("Reserves", optional(Some(reserves))),
        ("SiteDomain", optional(wanted.site_domain)),
        ("CertificateArn", optional(wanted.certificate)),
        ("WebAclArn", web_acl),
        ("SigningProfileVersion", publisher),
        ("AlarmEmail", args.alarm_email.clone()),
        ("AlarmUrl", args.alarm_url.clone()),
        ("DailyBudget", daily_budget(args, &found)),
    ] {
        parameters.extend(value.map(|value| (name.to_owned(), value)));
    }
    let kept = data(&aws, args, &bucket, &found).await?;
    parameters.extend(tables(&aws, args, kept, &found).await?);
    let outputs = hub(&aws, &name, &parameters, &bucket).await?;
    watch_edge(&aws, args, &outputs).await?;
    // Nobody is offered to a provider that leaves, before its queue goes.
    if let Some(former) = area_that_some_leave(&aws, &loaded).await? {
        load_directory(&aws, &loaded, &outputs, &former).await?;
    }
    let area_outputs = area(&aws, &loaded, &outputs, accounts, &bucket).await?;
    load_directory(&aws, &loaded, &outputs, &area_outputs).await?;
    let address = publish(&aws, args, domain, &site, &outputs).await?;
    say::line(format!("The hub of {} is deployed:", loaded.profile.name));
    note(format!("site  {address}"));
    dns_records(&aws, args, domain, wanted.mail_domain, &outputs).await?;
    warn_of_silence(args, &found);
    note(
        "for a partner's secret run `aws cognito-idp describe-user-pool-client`; send it to the partner over a secure channel",
    );
    note(format!(
        "for the accounts of staff run `cargo hub user add NAME --group GROUP --area {}`",
        args.area
    ));
    Ok(())
}

/// The daily budget; none to leave it unchanged. The emulator has no budgets. A new hub whose deployment may not look at budgets
/// gets none, because making it would fail.
fn daily_budget(args: &DeployArgs, found: &Found) -> Option<String> {
    if args.rehearse.is_some() {
        return Some("0".to_owned());
    }
    let unasked = args.daily_budget.is_none() && found.before.is_empty();
    if unasked && !found.budgets {
        note(
            "WARNING: these credentials may not look at budgets, so nobody is told what the account costs. Allow budgets:ViewBudget and budgets:ModifyBudget, and deploy again with --daily-budget",
        );
        return Some("0".to_owned());
    }
    args.daily_budget.map(|dollars| dollars.to_string())
}

/// Says if no alarm reaches anybody.
fn warn_of_silence(args: &DeployArgs, found: &Found) {
    let before = |name: &str| {
        found
            .before
            .get(name)
            .is_some_and(|value| !value.is_empty())
    };
    let by_email = args
        .alarm_email
        .as_deref()
        .map_or(before("AlarmEmail"), |address| !address.is_empty());
    let by_url = args
        .alarm_url
        .as_deref()
        .map_or(before("AlarmUrl"), |address| !address.is_empty());
    if !by_email && !by_url {
        note("WARNING: no alarm wakes anybody: deploy again with --alarm-email or --alarm-url");
    } else if args.alarm_email.is_some() {
        note(
            "AWS asks the mail address to confirm that it wants the alarms: no alarm reaches it before",
        );
    }
}

/// The AWS of the environment, or the emulator of a rehearsal.
fn place(args: &DeployArgs) -> Result<Aws> {
    match &args.rehearse {
        Some(address) => {
            ensure!(
                is_this_machine(address),
                "{address} is not on this machine: a rehearsal is for an emulator here."
            );
            Ok(Aws::rehearsal(address, &args.region))
        }
        None => {
            refuse_local_environment(std::env::vars())?;
            Ok(Aws::of_environment(&args.region))
        }
    }
}

/// A lock cannot be changed after three days, so the number of days is never one that nobody chose.
fn refuse_lock_without_days(args: &DeployArgs) -> Result<()> {
    ensure!(
        !args.lock_backups || args.backup_days.is_some_and(|days| days > 0),
        "--lock-backups is for ever: say with --backup-days for how many days copies are kept."
    );
    Ok(())
}

/// A hub that runs only signed packages does not silently run others.
fn refuse_unsigned(args: &DeployArgs, found: &Found) -> Result<()> {
    let signs = found
        .before
        .get("SigningProfileVersion")
        .is_some_and(|version| !version.is_empty());
    ensure!(
        !signs || args.signing_profile.is_some() || args.without_signing,
        "This hub runs only signed packages: name the profile with --signing-profile, or use --without-signing."
    );
    Ok(())
}

/// Makes what the hub keeps, once: no release changes it. Afterwards nobody can delete the stack, or what it holds, by
/// mistake. A creation that fails has to be able to, so that is a second step.
async fn data(aws: &Aws, args: &DeployArgs, bucket: &str, found: &Found) -> Result<Outputs> {
    let step = Step::begin("Making what the hub keeps");
    let infra = paths::root()?.join("infra");
    let template = infra.join("data.yaml");
    let name = format!("hub-{}-data", args.area);
    let copies = args.backup_days.map(|days| days.to_string());
    let lock = args.lock_backups.then(|| "yes".to_owned());
    let asked = args.change_data || copies.is_some() || lock.is_some();
    let parameters = [
        ("Stage", Some(aws.stage().to_owned())),
        ("Area", Some(args.area.clone())),
        ("BackupDays", copies),
        ("BackupLock", lock),
    ];
    let parameters = parameters
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    let mut stack = Stack {
        name: &name,
        template: &template,
        parameters: &parameters,
        bucket,
    };
    let outputs = if asked {
        stack::change(aws, &stack).await?
    } else {
        stack::create_only(aws, &stack, "--change-data").await?
    };
    step.done();
    let step = Step::begin("Protecting it");
    if found.data.get("Protected").map(String::as_str) != Some("yes") {
        let on = BTreeMap::from([("Protected".to_owned(), "yes".to_owned())]);
        stack.parameters = &on;
        stack::change(aws, &stack).await?;
    }
    stack::protect(aws, &name, Some(&infra.join("stack-policy.json"))).await?;
    step.done();
    Ok(outputs)
}

/// Whether the stack of what the hub keeps makes copies. It names no resource, and the alarms of the hub's own stack follow
/// it.
const COPIES: &str = "HasCopies";

/// The names of what the hub keeps, for the hub's own stack. What that has already stays: after a restore it uses other
/// tables than the stack of what it keeps made.
async fn tables(aws: &Aws, args: &DeployArgs, mut kept: Outputs, found: &Found) -> Result<Outputs> {
    kept.retain(|name, _| name == COPIES || !found.before.contains_key(name));
    if !found.before.is_empty() {
        return Ok(kept);
    }
    let marks = restore::marks(aws, &args.area).await?;
    match args.tables_of.as_deref() {
        Some("first") => {}
        Some(mark) => kept.extend(restore::tables(aws, &args.area, mark).await?),
        None => ensure!(
            marks.is_empty(),
            "There are tables of a restore ({}). Name one of these with --tables-of, or `first` for the tables from before any restore.",
            marks.join(", ")
        ),
    }
    Ok(kept)
}

/// Deploys the hub's own stack. Nobody can delete it by mistake: it knows which tables are in use.
async fn hub(
    aws: &Aws,
    name: &str,
    parameters: &BTreeMap<String, String>,
    bucket: &str,
) -> Result<Outputs> {
    let step = Step::begin("Deploying the hub");
    let stack = Stack {
        name,
        template: &paths::root()?.join("infra/template.yaml"),
        parameters,
        bucket,
    };
    let outputs = stack::change(aws, &stack).await?;
    stack::protect(aws, name, None).await?;
    step.done();
    Ok(outputs)
}

/// The web ACL of the site; none to leave it unchanged. CloudFront takes one from us-east-1 only, so it is in a separate
/// stack there.
async fn web_acl(
    aws: &Aws,
    args: &DeployArgs,
    account: &str,
    found: &Found,
) -> Result<Option<String>> {
    let without = "WARNING: without a web ACL nothing stops one address from sending a flood";
    if args.without_web_acl {
        note(without);
        return Ok(Some(String::new()));
    }
    if args.web_acl_arn.is_some() {
        return Ok(args.web_acl_arn.clone());
    }
    let aws = aws.in_region(EDGE_REGION);
    let name = format!("hub-{}-web-acl", args.area);
    if let Some(before) = found.before.get("WebAclArn").filter(|_| !args.with_web_acl) {
        if before.is_empty() {
            note(without);
            return Ok(None);
        }
        let own = stack::state(&aws, &name).await?.is_some()
            && stack::outputs(&aws, &name).await?.get("Arn") == Some(before);
        if !own {
            return Ok(None);
        }
    }
    let step = Step::begin("Deploying the web ACL");
    let bucket = format!("hub-code-{account}-{EDGE_REGION}");
    let mut parameters = BTreeMap::from([("Area".to_owned(), args.area.clone())]);
    // The edge wakes the same people as the hub.
    for (name, given) in [
        ("AlarmEmail", &args.alarm_email),
        ("AlarmUrl", &args.alarm_url),
    ] {
        let value = given.as_ref().or_else(|| found.before.get(name));
        parameters.extend(value.map(|value| (name.to_owned(), value.clone())));
    }
    let stack = Stack {
        name: &name,
        template: &paths::root()?.join("infra/web-acl.yaml"),
        parameters: &parameters,
        bucket: &bucket,
    };
    let outputs = stack::change(&aws, &stack).await?;
    step.done();
    Ok(Some(output(&outputs, "Arn")?.to_owned()))
}

/// Watches the distribution, from the region in which CloudFront counts. The stack is that of the web ACL; a hub with
/// another web ACL, or none, has no such alarm.
async fn watch_edge(aws: &Aws, args: &DeployArgs, outputs: &Outputs) -> Result<()> {
    let aws = aws.in_region(EDGE_REGION);
    let name = format!("hub-{}-web-acl", args.area);
    if stack::state(&aws, &name).await?.is_none() {
        return Ok(());
    }
    let distribution = output(outputs, "CdnId")?.to_owned();
    let parameters = BTreeMap::from([("DistributionId".to_owned(), distribution)]);
    stack::set_parameters(&aws, &name, &parameters).await
}

/// Says which records the domains need. Without DMARC anybody can write to a person as the neutral domain.
async fn dns_records(
    aws: &Aws,
    args: &DeployArgs,
    site_domain: Option<&str>,
    domain: &str,
    outputs: &Outputs,
) -> Result<()> {
    let read = ["sesv2", "get-email-identity", "--email-identity", domain];
    let identity = aws.call("The mail identity cannot be read", read).await?;
    say::line("DNS records:");
    for record in dkim_records(domain, &serde_json::from_str(&identity)?) {
        note(record);
    }
    let region = &args.region;
    note(format!(
        "post.{domain} MX 10 feedback-smtp.{region}.amazonses.com"
    ));
    note(format!(
        "post.{domain} TXT \"v=spf1 include:amazonses.com ~all\""
    ));
    note(format!("_dmarc.{domain} TXT \"{DMARC}\""));
    if let Some(site_domain) = site_domain.filter(|domain| !domain.is_empty()) {
        let site = output(outputs, "CdnDomain")?;
        note(format!("{site_domain} CNAME {site}"));
    }
    Ok(())
}

/// The records with which the mail service signs letters as the domain.
fn dkim_records(domain: &str, identity: &Value) -> Vec<String> {
    let signing = &identity["DkimAttributes"];
    let zone = signing["SigningHostedZone"]
        .as_str()
        .unwrap_or("dkim.amazonses.com");
    let tokens = signing["Tokens"].as_array().into_iter().flatten();
    tokens
        .filter_map(Value::as_str)
        .map(|token| format!("{token}._domainkey.{domain} CNAME {token}.{zone}"))
        .collect()
}

/// What was built.
struct Made {
    packages: Packages,
    site: PathBuf,
    /// The processor of the packages.
    processor: &'static str,
}

/// Builds the functions and the site: for release, or for a rehearsal as for a laptop.
async fn make(args: &DeployArgs, domain: Option<&str>) -> Result<Made> {
    let address = domain.map(|domain| format!("https://{domain}"));
    let rehearses = args.rehearse.is_some();
    let wanted = site::Wanted {
        area: &args.area,
        address: address.as_deref(),
        modules: if rehearses {
            site::Modules::Laptop
        } else {
            site::Modules::Deployed
        },
        weighs: !rehearses,
    };
    let (binaries, site, profile) = if rehearses {
        let (binaries, builder) = package::build_for_laptop().await?;
        let wasm = wasm::cargo(wasm::Choice::Auto).await?;
        let site = site::build(&builder, &wasm, &wanted).await?;
        (binaries, site, Profile::Dev)
    } else {
        let binaries = package::build_for_aws().await?;
        binary::check_libraries(&binaries).await?;
        let site = site::build_deployed(&wanted).await?;
        (binaries, site, Profile::Release)
    };
    Ok(Made {
        processor: binary::processor(&binaries)?,
        packages: package::pack(profile, &binaries, &site).await?,
        site,
    })
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
    for name in ["PoolId", "OperatorsTopic"] {
        parameters.insert(name.to_owned(), output(outputs, name)?.to_owned());
    }
    let name = format!("hub-{}-area", loaded.profile.area);
    let stack = Stack {
        name: &name,
        template: &template,
        parameters: &parameters,
        bucket,
    };
    let area_outputs = stack::change(aws, &stack).await?;
    step.done();
    Ok(area_outputs)
}

/// The outputs of the area's stack, if somebody in it is no longer in the profile, and nobody in the profile is new.
async fn area_that_some_leave(aws: &Aws, loaded: &Loaded) -> Result<Option<Outputs>> {
    let name = format!("hub-{}-area", loaded.profile.area);
    if stack::state(aws, &name).await?.is_none() {
        return Ok(None);
    }
    let former = stack::outputs(aws, &name).await?;
    Ok(some_leave(&former, loaded).then_some(former))
}

fn some_leave(former: &Outputs, loaded: &Loaded) -> bool {
    let providers = loaded.profile.providers.iter();
    let queues = providers.map(|provider| logical("Queue", &provider.code));
    let partners = loaded.profile.partners.iter();
    let needed: BTreeSet<String> = queues
        .chain(partners.map(|partner| logical("Client", &partner.code)))
        .collect();
    let known: BTreeSet<String> = former.keys().cloned().collect();
    needed.is_subset(&known) && needed != known
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
async fn publish(
    aws: &Aws,
    args: &DeployArgs,
    site_domain: Option<&str>,
    folder: &Path,
    outputs: &Outputs,
) -> Result<String> {
    let step = Step::begin("Uploading the site");
    let domain = match site_domain {
        Some(domain) if !domain.is_empty() => domain,
        _ => output(outputs, "CdnDomain")?,
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
    for (name, value) in environment {
        ensure!(
            !(name.starts_with("AWS_ENDPOINT_URL") && is_this_machine(&value)),
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
        aws.is_emulator() || account.bytes().any(|byte| byte != b'0'),
        "These credentials belong to an emulator, not to an AWS account."
    );
    Ok(account.to_owned())
}

/// A stack that was deployed for a laptop, or holds its demo users, must not go into service.
async fn refuse_local_stack(aws: &Aws, name: &str, loaded: &Loaded) -> Result<()> {
    let parameters = stack::parameters(aws, name).await?;
    if parameters.is_empty() {
        return Ok(());
    }
    let is_local = parameters
        .get("Stage")
        .is_some_and(|stage| stage == "local");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        args: DeployArgs,
    }

    #[test]
    fn a_new_hub_has_a_budget_only_if_budgets_may_be_looked_at() {
        let budget = |more: &[&str], is_new: bool, budgets: bool| {
            let line = ["hub", "--area", "kent"].iter().chain(more);
            let before = (!is_new).then(|| ("Area".to_owned(), "kent".to_owned()));
            let found = Found {
                before: before.into_iter().collect(),
                data: BTreeMap::new(),
                reserves: false,
                budgets,
            };
            daily_budget(&<Line as clap::Parser>::parse_from(line).args, &found)
        };
        assert_eq!(budget(&[], true, true), None);
        assert_eq!(budget(&[], true, false).as_deref(), Some("0"));
        assert_eq!(budget(&[], false, false), None);
        let asked = budget(&["--daily-budget", "40"], true, false);
        assert_eq!(asked.as_deref(), Some("40"));
    }

    #[test]
    fn copies_are_locked_only_with_a_number_of_days() {
        let may = |more: &[&str]| {
            let line = ["hub", "--area", "kent"].iter().chain(more);
            refuse_lock_without_days(&<Line as clap::Parser>::parse_from(line).args).is_ok()
        };
        assert!(may(&[]) && may(&["--backup-days", "0"]));
        assert!(may(&["--lock-backups", "--backup-days", "35"]));
        assert!(!may(&["--lock-backups"]));
        assert!(!may(&["--lock-backups", "--backup-days", "0"]));
    }

    #[test]
    fn a_provider_leaves_the_directory_before_its_queue_goes() {
        let loaded = profile::load("kent").expect("a profile");
        let rendered = area_stack::render(&loaded.profile, Access::Role);
        let outputs = rendered["Outputs"].as_object().expect("outputs");
        let mut former: Outputs = outputs
            .keys()
            .map(|name| (name.clone(), "x".to_owned()))
            .collect();
        assert!(!some_leave(&former, &loaded), "nobody leaves");
        former.insert("QueueGone".to_owned(), "x".to_owned());
        assert!(some_leave(&former, &loaded));
        // A new provider has no queue yet.
        let new = logical("Queue", &loaded.profile.providers[0].code);
        former.remove(&new);
        assert!(!some_leave(&former, &loaded));
    }

    #[test]
    fn the_mail_service_says_where_its_signatures_are() {
        let identity = |zone: Value| serde_json::json!({"DkimAttributes": {"Tokens": ["a"], "SigningHostedZone": zone}});
        assert_eq!(
            dkim_records("mail.example.net", &identity("dkim.x.example".into())),
            ["a._domainkey.mail.example.net CNAME a.dkim.x.example"]
        );
        assert_eq!(
            dkim_records("mail.example.net", &identity(Value::Null)),
            ["a._domainkey.mail.example.net CNAME a.dkim.amazonses.com"]
        );
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
