//! Signs the packages of the functions with AWS Signer, so that Lambda runs no code that somebody else put into the
//! bucket. It is for deployments that name a signing profile.

use crate::aws::Aws;
use crate::package::Packages;
use anyhow::{Context, Result};
use launcher::say::Step;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The signing profile, and where the packages are.
#[derive(Debug)]
pub struct Signing<'a> {
    pub profile: &'a str,
    pub bucket: &'a str,
    /// The account that must own the bucket.
    pub account: &'a str,
}

/// The version of the profile, which the template trusts.
///
/// # Errors
/// There is no such profile.
pub async fn version(aws: &Aws, profile: &str) -> Result<String> {
    let get = ["signer", "get-signing-profile", "--profile-name", profile];
    let answer = aws.call("The signing profile cannot be read", get).await?;
    let answer: Value = serde_json::from_str(&answer)?;
    let version = answer["profileVersionArn"].as_str();
    Ok(version
        .context("The signing profile has no version")?
        .to_owned())
}

/// Signs every package, and returns the template's parameters with the keys of the signed ones.
///
/// # Errors
/// AWS refuses, or a package cannot be signed.
pub async fn sign(
    aws: &Aws,
    signing: &Signing<'_>,
    packages: &Packages,
) -> Result<BTreeMap<String, String>> {
    let step = Step::begin("Signing the functions");
    // The service signs a version of an object.
    let versioning = [
        "s3api",
        "put-bucket-versioning",
        "--bucket",
        signing.bucket,
        "--expected-bucket-owner",
        signing.account,
        "--versioning-configuration",
        "Status=Enabled",
    ];
    aws.call(
        "The bucket of the functions cannot keep versions",
        versioning,
    )
    .await?;
    let mut signed = BTreeMap::new();
    for (at, (parameter, key)) in packages.keys.iter().enumerate() {
        step.progress(format!("{} of {}", at + 1, packages.keys.len()));
        let body = packages.folder.join(key).display().to_string();
        signed.insert(parameter.clone(), one(aws, signing, key, &body).await?);
    }
    step.done();
    Ok(signed)
}

/// Signs one package, and returns the key of the signed one.
async fn one(aws: &Aws, signing: &Signing<'_>, key: &str, body: &str) -> Result<String> {
    let what = "A function cannot be signed";
    let unsigned = format!("unsigned/{key}");
    let put = [
        "s3api",
        "put-object",
        "--bucket",
        signing.bucket,
        "--expected-bucket-owner",
        signing.account,
        "--key",
        &unsigned,
        "--body",
        body,
    ];
    let put: Value = serde_json::from_str(&aws.call(what, put).await?)?;
    let version = put["VersionId"]
        .as_str()
        .context("The bucket keeps no versions")?;
    let (source, destination) = places(signing.bucket, &unsigned, version);
    let start = [
        "signer",
        "start-signing-job",
        "--profile-name",
        signing.profile,
        "--source",
        &source,
        "--destination",
        &destination,
    ];
    let started: Value = serde_json::from_str(&aws.call(what, start).await?)?;
    let job = started["jobId"]
        .as_str()
        .context("A signing job has no id")?;
    let wait = ["signer", "wait", "successful-signing-job", "--job-id", job];
    aws.call(what, wait).await?;
    let told = ["signer", "describe-signing-job", "--job-id", job];
    let told: Value = serde_json::from_str(&aws.call(what, told).await?)?;
    let key = told["signedObject"]["s3"]["key"].as_str();
    Ok(key.context("A signed function has no key")?.to_owned())
}

/// What is signed, and where the result goes, as the command line takes them.
fn places(bucket: &str, key: &str, version: &str) -> (String, String) {
    let source = json!({"s3": {"bucketName": bucket, "key": key, "version": version}});
    let destination = json!({"s3": {"bucketName": bucket, "prefix": "signed/"}});
    (source.to_string(), destination.to_string())
}
