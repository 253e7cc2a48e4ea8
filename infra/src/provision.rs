//! Provisions the emulator with everything that the hub needs. What already exists is left unchanged.

use crate::area_stack::{self, Access, logical};
use crate::aws::Aws;
use crate::credentials::{Credentials, Key, random_mark};
use crate::directory::{self, Entries};
use crate::local_api::LocalApi;
use crate::package::{Packages, hash};
use crate::profile::{self, Loaded};
use crate::stack::{self, Outputs, Stack, output};
use crate::status::{Feed, PartnerClient, Queue, User};
use crate::{paths, site, streams, users};
use anyhow::{Context, Result};
use launcher::say::Step;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// The bucket of the functions' packages. An emulator of one user needs no other name.
const CODE_BUCKET: &str = "hub-code";

/// Where to provision.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The local AWS, by its command line.
    pub aws: &'a Aws,
    /// The local AWS, by signed calls.
    pub api: &'a LocalApi,
    /// The address of the local AWS.
    pub endpoint: &'a str,
    /// The hub's address, without a slash at its end.
    pub address: &'a str,
    /// The ports of the hub and of the local AWS.
    pub ports: (u16, u16),
    /// The folder of the area's state.
    pub folder: &'a Path,
}

/// What has been provisioned.
#[derive(Debug)]
pub struct Provisioned {
    /// Demo users by role.
    pub users: BTreeMap<String, User>,
    /// Partners' clients.
    pub partners: BTreeMap<String, PartnerClient>,
    /// Providers' queues.
    pub queues: BTreeMap<String, Queue>,
    /// Where partners drop files.
    pub feeds: BTreeMap<String, Feed>,
    /// The id of the staff client.
    pub staff_client: String,
    /// The name of the directory table.
    pub directory_table: String,
    /// The host name of the local distribution.
    pub distribution: String,
}

/// Hashes of what was last deployed.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Deployed {
    mark: String,
    data: String,
    kept: Outputs,
    stack: String,
    outputs: Outputs,
    area: String,
    area_outputs: Outputs,
    directory: String,
    users: String,
    site: String,
}

/// Provisions the emulator for this profile, these packages and this site.
///
/// # Errors
/// Something cannot be deployed.
pub async fn provision(
    place: &Place<'_>,
    loaded: &Loaded,
    packages: &Packages,
    site: &Path,
) -> Result<Provisioned> {
    let kept = place.folder.join("deployed.json");
    let mark = place.api.mark().await?;
    let text = std::fs::read(&kept).ok();
    let mut deployed: Deployed = text
        .and_then(|text| serde_json::from_slice(&text).ok())
        .filter(|deployed: &Deployed| mark.as_ref() == Some(&deployed.mark))
        .unwrap_or_default();
    let before = serde_json::to_string(&deployed)?;
    let restarted = !deployed.mark.is_empty();
    let mut credentials = Credentials::read(place.folder);
    if !restarted {
        credentials.providers.clear();
        credentials.senders.clear();
        credentials.partners.clear();
    }

    data(place, loaded, &mut deployed).await?;
    main_stack(place, loaded, packages, &mut deployed).await?;
    area(place, loaded, &mut deployed, &mut credentials).await?;
    load_directory(place, loaded, &mut deployed, &credentials).await?;
    let pool = output(&deployed.outputs, "PoolId")?.to_owned();
    let roles = profile::roles(&loaded.profile);
    let wanted = hash(format!("{pool} {roles:?}").as_bytes());
    if deployed.users != wanted {
        let step = Step::begin("Making the demo users");
        users::create(place.api, &pool, &roles, &mut credentials).await?;
        credentials.write(place.folder)?;
        deployed.users = wanted;
        step.done();
    }
    upload_site(place, site, &mut deployed).await?;
    if restarted {
        streams::renew(place.api).await?;
    }
    if serde_json::to_string(&deployed)? != before {
        deployed.mark = random_mark();
        place.api.set_mark(&deployed.mark).await?;
        std::fs::write(&kept, serde_json::to_vec_pretty(&deployed)?)
            .with_context(|| format!("{} cannot be written", kept.display()))?;
    }
    told(place, loaded, &deployed, &credentials)
}

/// What the hub keeps: its tables, keys, secrets and accounts.
async fn data(place: &Place<'_>, loaded: &Loaded, deployed: &mut Deployed) -> Result<()> {
    let area = &loaded.profile.area;
    let template = paths::root()?.join("infra/data.yaml");
    let text = std::fs::read(&template)
        .with_context(|| format!("{} cannot be read", template.display()))?;
    let parameters = BTreeMap::from([
        ("Stage".to_owned(), place.aws.stage().to_owned()),
        ("Area".to_owned(), area.clone()),
    ]);
    let wanted = hash(format!("{}{parameters:?}", hash(&text)).as_bytes());
    if deployed.data == wanted {
        return Ok(());
    }
    let step = Step::begin("Making what the hub keeps");
    let name = format!("hub-{area}-data");
    let stack = Stack {
        name: &name,
        template: &template,
        parameters: &parameters,
        bucket: CODE_BUCKET,
    };
    deployed.kept = stack::deploy(place.aws, &stack).await?;
    deployed.data = wanted;
    step.done();
    Ok(())
}

async fn main_stack(
    place: &Place<'_>,
    loaded: &Loaded,
    packages: &Packages,
    deployed: &mut Deployed,
) -> Result<()> {
    let area = &loaded.profile.area;
    let template = paths::root()?.join("infra/template.yaml");
    let text = std::fs::read(&template)
        .with_context(|| format!("{} cannot be read", template.display()))?;
    let mut parameters = packages.keys.clone();
    parameters.extend(deployed.kept.clone());
    let (port, endpoint_port) = place.ports;
    for (name, value) in [
        ("Stage", place.aws.stage().to_owned()),
        ("Area", area.clone()),
        ("MailDomain", loaded.profile.neutral_domain.clone()),
        ("ExitUrl", loaded.profile.exit_url.clone()),
        ("CodeBucket", CODE_BUCKET.to_owned()),
        ("Port", port.to_string()),
        ("EndpointPort", endpoint_port.to_string()),
    ] {
        parameters.insert(name.to_owned(), value);
    }
    let wanted = hash(format!("{}{parameters:?}", hash(&text)).as_bytes());
    if deployed.stack == wanted {
        return Ok(());
    }
    let step = Step::begin("Deploying the hub");
    let target = format!("s3://{CODE_BUCKET}");
    let made = place
        .aws
        .call("The bucket for code cannot be made", ["s3", "mb", &target])
        .await;
    made.or_else(|error| {
        if error.to_string().contains("BucketAlready") {
            Ok(String::new())
        } else {
            Err(error)
        }
    })?;
    let folder = packages.folder.as_os_str();
    // Packages of earlier builds would fill the disk, and a laptop never goes back to one.
    let arguments = [
        "s3",
        "sync",
        "--only-show-errors",
        "--size-only",
        "--delete",
    ]
    .map(AsRef::as_ref);
    place
        .aws
        .call(
            "The functions cannot be uploaded",
            arguments.into_iter().chain([folder, target.as_ref()]),
        )
        .await?;
    let name = format!("hub-{area}");
    let stack = Stack {
        name: &name,
        template: &template,
        parameters: &parameters,
        bucket: CODE_BUCKET,
    };
    deployed.outputs = stack::deploy(place.aws, &stack).await?;
    deployed.stack = wanted;
    step.done();
    Ok(())
}

async fn area(
    place: &Place<'_>,
    loaded: &Loaded,
    deployed: &mut Deployed,
    credentials: &mut Credentials,
) -> Result<()> {
    let pool = output(&deployed.outputs, "PoolId")?.to_owned();
    let text = serde_json::to_vec(&area_stack::render(&loaded.profile, Access::User))?;
    let wanted = hash(format!("{}{pool}", hash(&text)).as_bytes());
    if deployed.area != wanted {
        let step = Step::begin(format!(
            "Deploying the queues, clients and roles of {}",
            loaded.profile.name
        ));
        let template = place.folder.join("area-template.json");
        std::fs::write(&template, text)?;
        let name = format!("hub-{}-area", loaded.profile.area);
        let parameters = BTreeMap::from([("PoolId".to_owned(), pool.clone())]);
        let stack = Stack {
            name: &name,
            template: &template,
            parameters: &parameters,
            bucket: CODE_BUCKET,
        };
        deployed.area_outputs = stack::deploy(place.aws, &stack).await?;
        credentials.partners.clear();
        for partner in &loaded.profile.partners {
            let id = output(&deployed.area_outputs, &logical("Client", &partner.code))?;
            let request = json!({"UserPoolId": pool, "ClientId": id});
            let client = place.api.cognito("DescribeUserPoolClient", request).await?;
            let secret = client["UserPoolClient"]["ClientSecret"]
                .as_str()
                .context("A partner's client has no secret")?;
            let key = Key {
                id: id.to_owned(),
                secret: secret.to_owned(),
            };
            credentials.partners.insert(partner.code.clone(), key);
        }
        credentials
            .add_provider_keys(place.api, &loaded.profile)
            .await?;
        credentials
            .add_sender_keys(place.api, &loaded.profile)
            .await?;
        credentials.write(place.folder)?;
        deployed.area = wanted;
        step.done();
    }
    Ok(())
}

async fn load_directory(
    place: &Place<'_>,
    loaded: &Loaded,
    deployed: &mut Deployed,
    credentials: &Credentials,
) -> Result<()> {
    let table = output(&deployed.outputs, "DirectoryTable")?.to_owned();
    let clients = credentials
        .partners
        .iter()
        .map(|(code, key)| (code.clone(), key.id.clone()))
        .collect();
    let queues = queue_urls(loaded, &deployed.area_outputs)?;
    let wanted = hash(format!("{table}{}{clients:?}{queues:?}", loaded.document).as_bytes());
    if deployed.directory != wanted {
        let step = Step::begin("Loading the profile");
        directory::load(
            place.aws,
            &table,
            loaded,
            &Entries {
                clients: &clients,
                queues: &queues,
            },
        )
        .await?;
        deployed.directory = wanted;
        step.done();
    }
    Ok(())
}

async fn upload_site(place: &Place<'_>, site: &Path, deployed: &mut Deployed) -> Result<()> {
    let bucket = output(&deployed.outputs, "SiteBucket")?.to_owned();
    let client_id = output(&deployed.outputs, "StaffClientId")?;
    let address = format!("{}/", place.address);
    site::write_login(
        site,
        &site::Login {
            origin: place.endpoint,
            client_id,
            site: &address,
        },
    )?;
    site::write_openapi_url(site, &address)?;
    let wanted = format!("{bucket} {}", site::fingerprint(site)?);
    if deployed.site != wanted {
        let step = Step::begin("Uploading the site");
        site::upload(place.aws, site, &bucket).await?;
        deployed.site = wanted;
        step.done();
    }
    Ok(())
}

/// Queue addresses by provider code.
pub fn queue_urls(loaded: &Loaded, area_outputs: &Outputs) -> Result<BTreeMap<String, String>> {
    let providers = loaded.profile.providers.iter();
    providers
        .map(|provider| {
            let url = output(area_outputs, &logical("Queue", &provider.code))?;
            Ok((provider.code.clone(), url.to_owned()))
        })
        .collect()
}

fn told(
    place: &Place<'_>,
    loaded: &Loaded,
    deployed: &Deployed,
    credentials: &Credentials,
) -> Result<Provisioned> {
    let (_, endpoint_port) = place.ports;
    let domain = output(&deployed.outputs, "CdnDomain")?;
    let label = domain.split('.').next().unwrap_or_default();
    let users = credentials.users.iter().map(|(role, password)| {
        (
            role.clone(),
            User {
                username: role.clone(),
                password: password.clone(),
            },
        )
    });
    let partners = loaded.profile.partners.iter().map(|partner| {
        let key = credentials
            .partners
            .get(&partner.code)
            .context("A partner has no client")?;
        let client = PartnerClient {
            client_id: key.id.clone(),
            client_secret: key.secret.clone(),
            token_url: format!("{}/oauth2/token", place.endpoint),
            scope: area_stack::SCOPE.to_owned(),
        };
        Ok((profile::listed_as(&loaded.profile, partner), client))
    });
    let queues = queue_urls(loaded, &deployed.area_outputs)?
        .into_iter()
        .map(|(code, url)| {
            let key = credentials
                .providers
                .get(&code)
                .context("A provider has no key")?;
            let queue = Queue {
                url,
                access_key_id: key.id.clone(),
                secret_access_key: key.secret.clone(),
            };
            Ok((code, queue))
        });
    let bucket = output(&deployed.outputs, "FeedsBucket")?;
    let feeds = area_stack::senders(&loaded.profile).map(|partner| {
        let key = credentials
            .senders
            .get(&partner.code)
            .context("A sender has no key")?;
        let feed = Feed {
            bucket: bucket.to_owned(),
            folder: format!("in/{}/", partner.code),
            reports: format!("reports/{}/", partner.code),
            access_key_id: key.id.clone(),
            secret_access_key: key.secret.clone(),
        };
        Ok((profile::listed_as(&loaded.profile, partner), feed))
    });
    Ok(Provisioned {
        users: users.collect(),
        partners: partners.collect::<Result<_>>()?,
        queues: queues.collect::<Result<_>>()?,
        feeds: feeds.collect::<Result<_>>()?,
        staff_client: output(&deployed.outputs, "StaffClientId")?.to_owned(),
        directory_table: output(&deployed.outputs, "DirectoryTable")?.to_owned(),
        distribution: format!("{label}.cloudfront.localhost:{endpoint_port}"),
    })
}
