//! `user`: the accounts of staff, on AWS or in the local stack.
//!
//! Nothing is sent by mail. The person who makes an account gives the first password to its owner in person or by phone.

mod leaver;

use crate::aws::{Aws, default_region};
use crate::credentials::random_password;
use crate::paths::Instance;
use crate::{paths, profile, stack, status};
use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};
use launcher::say;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What to do, and on which hub.
#[derive(Clone, Debug, Args)]
pub struct UserArgs {
    #[command(subcommand)]
    what: UserCommand,
    /// The deployed hub of this area, with the environment's credentials. The local hub by default.
    #[arg(long, global = true)]
    area: Option<String>,
    /// The AWS region of the deployed hub.
    #[arg(long, global = true, env = "AWS_REGION", default_value_t = default_region())]
    region: String,
}

#[derive(Clone, Debug, Subcommand)]
enum UserCommand {
    /// Make an account and print its first password, which is valid for three days.
    Add {
        /// The sign-in name.
        name: String,
        /// A group: the role, and for a coordinator also the employer. May be given several times.
        #[arg(long = "group", required = true)]
        groups: Vec<String>,
    },
    /// Close an account, sign it out everywhere, and have somebody else named in each of its cases.
    Disable {
        /// The sign-in name.
        name: String,
    },
    /// Have somebody else named in each case of an account that was closed or deleted elsewhere.
    Release {
        /// The sign-in name, or the identifier that a case shows. Give both of an account that was deleted.
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// List accounts with their groups.
    List {
        /// Only accounts whose sign-in name starts like this.
        #[arg(default_value = "")]
        name: String,
    },
}

/// Does it.
///
/// # Errors
/// The groups do not fit together, or AWS refuses.
pub async fn user(instance: &Instance, args: &UserArgs) -> Result<()> {
    let (aws, area) = status::hub(instance, args.area.as_deref(), &args.region).await?;
    let outputs = stack::outputs(&aws, &format!("hub-{area}")).await?;
    let pool = Pool {
        aws: &aws,
        id: stack::output(&outputs, "PoolId")?,
    };
    match &args.what {
        UserCommand::Add { name, groups } => {
            let known = profile::groups(&profile::load(&area)?.profile);
            check_name(name)?;
            check_groups(groups, &known)?;
            pool.add(name, groups).await
        }
        UserCommand::Disable { name } => {
            let names = pool.names(name).await?;
            pool.disable(name).await?;
            leaver::release(&aws, &area, &outputs, names).await
        }
        UserCommand::Release { names } => {
            let names = pool.names_of_closed(names).await?;
            leaver::release(&aws, &area, &outputs, names).await
        }
        UserCommand::List { name } => pool.list(name).await,
    }
}

/// The accounts of one hub.
struct Pool<'a> {
    aws: &'a Aws,
    id: &'a str,
}

impl Pool<'_> {
    async fn add(&self, name: &str, groups: &[String]) -> Result<()> {
        let password = random_password();
        let request = json!({
            "UserPoolId": self.id, "Username": name, "TemporaryPassword": password, "MessageAction": "SUPPRESS"
        });
        // Arguments of a command can be seen by every user of this machine.
        let file = paths::dot_hub()?.join(format!("request-{}.json", std::process::id()));
        status::write_private(&file, request.to_string().as_bytes())?;
        let input = format!("file://{}", file.display());
        let made = self
            .call("admin-create-user", &["--cli-input-json", &input])
            .await;
        let _ = std::fs::remove_file(&file);
        made?;
        for group in groups {
            self.of(name, "admin-add-user-to-group", &["--group-name", group])
                .await?;
        }
        say::line(format!("The account {name} is made: {}", groups.join(", ")));
        say::note(format!("first password  {password}"));
        say::note(
            "Give it to its owner in person or by phone. They choose another one and set up an authenticator when they sign in.",
        );
        Ok(())
    }

    async fn disable(&self, name: &str) -> Result<()> {
        self.of(name, "admin-disable-user", &[]).await?;
        self.of(name, "admin-user-global-sign-out", &[]).await?;
        say::line(format!("The account {name} is closed and signed out."));
        say::note("a page that is open now may still work for up to an hour");
        Ok(())
    }

    /// The sign-in name and the identifier, as a case may have either.
    async fn names(&self, name: &str) -> Result<Vec<String>> {
        let user = self.of(name, "admin-get-user", &[]).await?;
        let attributes = user["UserAttributes"].as_array().into_iter().flatten();
        let identifier = attributes
            .filter(|one| one["Name"] == "sub")
            .find_map(|one| one["Value"].as_str());
        Ok([user["Username"].as_str(), identifier]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect())
    }

    /// All names of accounts that are closed or deleted, as a case may have either. Of a deleted account, these are only
    /// the `given` ones.
    ///
    /// # Errors
    /// One of them can sign in.
    async fn names_of_closed(&self, given: &[String]) -> Result<Vec<String>> {
        let mut names = given.to_vec();
        let mut is_known = given.len() > 1;
        for name in given {
            check_name(name)?;
            for user in self.with_name(name).await? {
                ensure!(
                    user["Enabled"] == false,
                    "The account {name} is open: use disable."
                );
                let username = user["Username"]
                    .as_str()
                    .context("An account has no name")?;
                names.extend(self.names(username).await?);
                is_known = true;
            }
        }
        if !is_known {
            say::line(format!(
                "There is no account {} any more. A case that its owner took has the identifier instead of the sign-in name: give both.",
                names.join(", ")
            ));
        }
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    /// The accounts with that sign-in name, or that identifier.
    async fn with_name(&self, name: &str) -> Result<Vec<Value>> {
        let mut users = Vec::new();
        for attribute in ["username", "sub"] {
            let filter = format!("{attribute} = \"{name}\"");
            let arguments = ["--user-pool-id", self.id, "--filter", &filter];
            let mut found = self.call("list-users", &arguments).await?;
            if let Value::Array(more) = found["Users"].take() {
                users.extend(more);
            }
        }
        Ok(users)
    }

    async fn list(&self, start: &str) -> Result<()> {
        let filter = format!("username ^= \"{start}\"");
        let mut arguments = vec!["--user-pool-id", self.id];
        if !start.is_empty() {
            check_name(start)?;
            arguments.extend(["--filter", &filter]);
        }
        let listed = self.call("list-users", &arguments).await?;
        for user in listed["Users"].as_array().into_iter().flatten() {
            let name = user["Username"]
                .as_str()
                .context("An account has no name")?;
            let groups = self.of(name, "admin-list-groups-for-user", &[]).await?;
            let groups: Vec<&str> = groups["Groups"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|group| group["GroupName"].as_str())
                .collect();
            let state = if user["Enabled"] == false {
                "closed"
            } else {
                user["UserStatus"].as_str().unwrap_or_default()
            };
            say::line(format!("{name}  {state}  {}", groups.join(", ")));
        }
        Ok(())
    }

    async fn of(&self, name: &str, action: &str, more: &[&str]) -> Result<Value> {
        let named = ["--user-pool-id", self.id, "--username", name];
        self.call(action, &[&named[..], more].concat()).await
    }

    async fn call(&self, action: &str, arguments: &[&str]) -> Result<Value> {
        let what = "The accounts cannot be read or changed";
        let all = [&["cognito-idp", action], arguments].concat();
        let text = self.aws.call(what, all).await?;
        Ok(serde_json::from_str(&text).unwrap_or_default())
    }
}

fn check_name(name: &str) -> Result<()> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte);
    let starts = name
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphanumeric());
    ensure!(
        starts && name.len() <= 100 && name.bytes().all(fits),
        "A sign-in name has letters, digits, and . _ @ -"
    );
    Ok(())
}

/// Refuses groups that the hub itself would refuse, or that would give a narrower view than meant.
fn check_groups(groups: &[String], known: &[String]) -> Result<()> {
    for group in groups {
        ensure!(
            known.contains(group),
            "There is no group `{group}`: choose from {}.",
            known.join(", ")
        );
    }
    let has = |group: &str| groups.iter().any(|one| one == group);
    let employers = groups.iter().filter(|group| group.starts_with("employer-"));
    ensure!(
        !has("coordinator") || employers.count() == 1,
        "A coordinator has one employer: add employer-hub or employer-police."
    );
    let code = |group: &'static str| move |one: &String| one.strip_prefix(group).map(str::to_owned);
    let employed: BTreeSet<String> = groups.iter().filter_map(code("provider-")).collect();
    let volunteers: BTreeSet<String> = groups.iter().filter_map(code("volunteer-")).collect();
    ensure!(
        employed.len() + volunteers.len() <= 1,
        "An account is for one provider, as staff or as a volunteer."
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_gets_only_groups_that_the_hub_accepts() {
        let known = [
            "coordinator",
            "employer-hub",
            "employer-police",
            "police",
            "provider-x",
            "provider-y",
            "volunteer-x",
        ]
        .map(str::to_owned);
        let fits = |groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
            check_groups(&groups, &known).is_ok()
        };
        assert!(fits(&["coordinator", "employer-hub"]));
        assert!(fits(&["provider-x"]) && fits(&["volunteer-x"]) && fits(&["police"]));
        assert!(!fits(&["coordinator"]));
        assert!(!fits(&["coordinator", "employer-hub", "employer-police"]));
        assert!(!fits(&["provider-x", "provider-y"]) && !fits(&["provider-x", "volunteer-x"]));
        assert!(!fits(&["provider-z"]));
        assert!(check_name("ann.lee@example.org").is_ok());
        assert!(
            check_name("").is_err() && check_name("--x").is_err() && check_name("a b").is_err()
        );
    }
}
