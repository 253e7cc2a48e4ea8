//! The AWS accounts of partners and providers that use the hub from a separate account. They are arguments of `deploy`.

use crate::area_stack::{logical, senders};
use crate::profile::Loaded;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// Turns each `CODE=ACCOUNT`, of a provider or of a partner that sends files, into a parameter of the area's template.
///
/// # Errors
/// An argument has another form, or its code is not in the profile.
pub fn accounts(
    loaded: &Loaded,
    providers: &[String],
    files_from: &[String],
) -> Result<BTreeMap<String, String>> {
    let mut accounts = BTreeMap::new();
    for pair in providers {
        let (code, account) = read(pair)?;
        let known = loaded
            .profile
            .providers
            .iter()
            .any(|provider| provider.code == code);
        ensure!(known, "There is no provider `{code}` in the profile.");
        accounts.insert(logical("Account", code), account);
    }
    for pair in files_from {
        let (code, account) = read(pair)?;
        let known = senders(&loaded.profile).any(|partner| partner.code == code);
        ensure!(
            known,
            "There is no partner `{code}` in the profile that may send files."
        );
        accounts.insert(logical("SenderAccount", code), account);
    }
    Ok(accounts)
}

fn read(pair: &str) -> Result<(&str, String)> {
    let (code, account) = pair
        .split_once('=')
        .with_context(|| format!("`{pair}` is not CODE=ACCOUNT"))?;
    let is_account =
        |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = account.splitn(6, ':').collect();
    let is_role = matches!(parts.as_slice(), ["arn", _, "iam", "", owner, role]
        if is_account(owner) && role.starts_with("role/"));
    ensure!(
        is_account(account) || is_role,
        "`{account}` is not an AWS account, which has twelve digits, nor the ARN of a role."
    );
    Ok((code, account.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::small;

    #[test]
    fn an_account_belongs_to_a_known_provider_or_sender() {
        let loaded = Loaded {
            profile: small(),
            document: String::new(),
        };
        let told = |providers: &[&str], senders: &[&str]| {
            let owned = |pairs: &[&str]| {
                pairs
                    .iter()
                    .map(|pair| (*pair).to_owned())
                    .collect::<Vec<_>>()
            };
            accounts(&loaded, &owned(providers), &owned(senders)).map_err(|error| error.to_string())
        };
        let both = told(&["open-door=111122223333"], &["force=444455556666"]).expect("accounts");
        assert_eq!(
            both.keys().collect::<Vec<_>>(),
            ["AccountOpenDoor", "SenderAccountForce"]
        );
        assert_eq!(
            told(&["force=111122223333"], &[]),
            Err("There is no provider `force` in the profile.".to_owned())
        );
        assert!(told(&[], &["wise=111122223333"]).is_err());
        assert!(told(&["wise=arn:aws:iam::111122223333:role/reader"], &[]).is_ok());
        assert!(told(&["wise=arn:aws:iam::111122223333:root"], &[]).is_err());
        assert!(told(&["wise=12"], &[]).is_err() && told(&["wise"], &[]).is_err());
    }
}
