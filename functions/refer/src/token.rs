//! Who sends a referral. The token decides, not the body.

use crate::Ports;
use application::intake::SELF;
use events::referral::SourceKind;
use lambda_http::Request;
use lambda_http::http::header::AUTHORIZATION;
use platform::PortError;
use platform::ports::TokenHolder;
use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// The person, without an account.
    Person,
    /// A partner, by the client of its token.
    Partner(String),
}

impl Sender {
    /// The sender's name for idempotency.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Person => SELF,
            Self::Partner(client) => client,
        }
    }
}

/// Why a sender is refused.
#[derive(Debug)]
pub(crate) enum Refused {
    /// There is no token, or none that the hub issued.
    Missing,
    /// The token belongs to another kind of sender, or to a member of staff.
    Other,
    /// The token could not be checked.
    Unavailable(PortError),
}

/// The sender of this document. A token is ignored if the document is a self-referral.
///
/// A document without a known kind of sender is let through, because the check of its content refuses it.
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
    let holder = ports.holder_of(token).await;
    let client = match holder.map_err(Refused::Unavailable)? {
        TokenHolder::Partner(client) => client,
        TokenHolder::NoPartner => return Err(Refused::Other),
        TokenHolder::Nobody => return Err(Refused::Missing),
    };
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
