//! The access log of a case. Every function that shows a case writes it. The person sees organisations and never
//! accounts.

use super::PortError;
use events::Reference;
use events::case::LookReason;
use jiff::Timestamp;
use std::future::Future;

/// The organisation that read a case. It names no account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReaderGroup {
    /// The hub's own team.
    Hub,
    /// A provider, by its code.
    Provider(String),
    /// The police.
    Police,
    /// Witness care.
    WitnessCare,
    /// Someone who works with the hub. The organisation was not recorded.
    Unknown,
}

impl ReaderGroup {
    /// Reads a stored reader: `coordinator/…`, `provider-CODE/…`, `volunteer-CODE/…`, `police/…`, `witness-care/…`.
    pub fn read(reader: &str) -> Self {
        let Some((role, _)) = reader.split_once('/') else {
            return Self::Unknown;
        };
        let provider = role
            .strip_prefix("provider-")
            .or_else(|| role.strip_prefix("volunteer-"));
        match (role, provider) {
            (_, Some(code)) => Self::Provider(code.to_owned()),
            ("coordinator", None) => Self::Hub,
            ("police", None) => Self::Police,
            ("witness-care", None) => Self::WitnessCare,
            _ => Self::Unknown,
        }
    }
}

/// One read of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRecord {
    /// When the case was read.
    pub at: Timestamp,
    /// The reader's organisation.
    pub by: ReaderGroup,
    /// Why a coordinator opened a case that was not theirs.
    pub reason: Option<LookReason>,
}

/// Reads the access log of a case.
pub trait ReadAccessLog {
    /// All reads of the case, latest first.
    fn access_log(
        &self,
        reference: &Reference,
    ) -> impl Future<Output = Result<Vec<AccessRecord>, PortError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_told_by_organisation_and_names_no_account() {
        for (written, told) in [
            ("coordinator/someone", ReaderGroup::Hub),
            (
                "provider-safe/someone",
                ReaderGroup::Provider("safe".to_owned()),
            ),
            (
                "volunteer-safe/someone",
                ReaderGroup::Provider("safe".to_owned()),
            ),
            ("police/someone", ReaderGroup::Police),
            ("witness-care/someone", ReaderGroup::WitnessCare),
            ("someone", ReaderGroup::Unknown),
            ("oversight/someone", ReaderGroup::Unknown),
        ] {
            assert_eq!(ReaderGroup::read(written), told);
        }
    }
}
