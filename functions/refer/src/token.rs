//! Who sends a referral: the token decides, not the body.

use crate::Ports;
use events::referral::SourceKind;
use lambda_http::Request;
use lambda_http::http::header::AUTHORIZATION;
use platform::PortError;
use serde_json::Value;

/// Who sends a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// The person themselves, without an account.
    Person,
    /// A partner, by the client of its token.
    Partner(String),
}

impl Sender {
    /// The name under which submissions are told apart.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Person => "self",
            Self::Partner(client) => client,
        }
    }
}

/// Why a sender was turned away.
#[derive(Debug)]
pub(crate) enum Refused {
    /// No token, or none of ours.
    Missing,
    /// A token for another kind of sender.
    Other,
    /// The token could not be checked.
    Unavailable(PortError),
}

/// Who sends this document. A token that comes with a `self` referral is ignored.
///
/// A document that names no known kind is let through to be judged by its content: it cannot be accepted.
pub(crate) async fn sender<P: Ports>(
    ports: &P,
    request: &Request,
    document: &Value,
) -> Result<Sender, Refused> {
    let kind = match events::parse::claimed_source(document) {
        None | Some(SourceKind::SelfReferral) => return Ok(Sender::Person),
        Some(kind) => kind,
    };
    let token = bearer(request).ok_or(Refused::Missing)?;
    let client = ports
        .client_of(token)
        .await
        .map_err(Refused::Unavailable)?
        .ok_or(Refused::Missing)?;
    match ports.client(&client).await.map_err(Refused::Unavailable)? {
        Some(partner) if partner.kind == kind => Ok(Sender::Partner(client)),
        _ => Err(Refused::Other),
    }
}

fn bearer(request: &Request) -> Option<&str> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
