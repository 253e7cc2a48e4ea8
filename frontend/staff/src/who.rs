//! Who is signed in, from the claims of the token. It decides which pages are shown; the hub decides what they may do.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use words::staff_pages;

/// What somebody who signs in works as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Coordinator,
    /// A coordinator who also approves what colleagues propose.
    DutyManager,
    /// A coordinator whom the police employ.
    PoliceCoordinator,
    /// The commissioner's office.
    Oversight,
    Provider,
    Volunteer,
    Police,
    WitnessCare,
    Touchpoint,
    /// None that has a page here.
    Unknown,
}

impl Role {
    const fn code(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::DutyManager => "duty-manager",
            Self::PoliceCoordinator => "police-coordinator",
            Self::Oversight => "oversight",
            Self::Provider => "provider",
            Self::Volunteer => "volunteer",
            Self::Police => "police",
            Self::WitnessCare => "witness-care",
            Self::Touchpoint => "touchpoint",
            Self::Unknown => "unknown",
        }
    }

    /// What the page calls it. It says who employs a coordinator.
    pub fn label(self) -> &'static str {
        staff_pages::role(self.code()).unwrap_or_default()
    }

    /// Whether they have the coordinators' pages.
    pub const fn coordinates(self) -> bool {
        matches!(
            self,
            Self::Coordinator | Self::DutyManager | Self::PoliceCoordinator
        )
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    pub role: Role,
    /// The name that they sign in with.
    pub name: Option<String>,
}

impl Who {
    /// Whom a token is for. A token that cannot be read is for nobody with a page.
    pub fn of(token: &str) -> Self {
        let claims = claims(token);
        let groups: Vec<&str> = claims["cognito:groups"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let is = |group: &str| groups.contains(&group);
        let any = |prefix: &str| groups.iter().any(|group| group.starts_with(prefix));
        let role = if is("coordinator") {
            match (is("employer-police"), is("duty-manager")) {
                (true, _) => Role::PoliceCoordinator,
                (false, true) => Role::DutyManager,
                (false, false) => Role::Coordinator,
            }
        } else if is("oversight") {
            Role::Oversight
        } else if any("volunteer-") {
            Role::Volunteer
        } else if any("provider-") {
            Role::Provider
        } else if is("police") {
            Role::Police
        } else if is("witness-care") {
            Role::WitnessCare
        } else if is("touchpoint") {
            Role::Touchpoint
        } else {
            Role::Unknown
        };
        let name = claims["username"].as_str().map(str::to_owned);
        Self { role, name }
    }
}

fn claims(token: &str) -> Value {
    let payload = token
        .split('.')
        .nth(1)
        .and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    payload
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn role(groups: &[&str]) -> Role {
        let claims = json!({"cognito:groups": groups, "username": "robin"});
        let token = format!("head.{}.sign", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let who = Who::of(&token);
        assert_eq!(who.name.as_deref(), Some("robin"));
        who.role
    }

    #[test]
    fn every_role_has_a_page_and_a_name() {
        for (groups, expected) in [
            (&["coordinator", "employer-hub"][..], Role::Coordinator),
            (
                &["coordinator", "employer-hub", "duty-manager"],
                Role::DutyManager,
            ),
            (&["coordinator", "employer-police"], Role::PoliceCoordinator),
            (&["oversight"], Role::Oversight),
            (&["provider-open-door"], Role::Provider),
            (
                &["provider-open-door", "volunteer-open-door"],
                Role::Volunteer,
            ),
            (&["police"], Role::Police),
            (&["witness-care"], Role::WitnessCare),
            (&["touchpoint"], Role::Touchpoint),
            (&["provider"], Role::Unknown),
            (&[], Role::Unknown),
        ] {
            assert_eq!(role(groups), expected);
            assert!(!expected.label().is_empty());
        }
    }

    #[test]
    fn a_token_that_cannot_be_read_is_nobodys() {
        for token in ["", "the-token", "a.b.c"] {
            assert_eq!(Who::of(token).role, Role::Unknown, "{token}");
        }
    }
}
