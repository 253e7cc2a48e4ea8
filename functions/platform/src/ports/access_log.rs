//! Who looked at a case: written down by whoever serves the read, told to the person by organisation.

use super::PortError;
use events::Reference;
use jiff::Timestamp;
use std::future::Future;

/// For whom somebody looked. It names no account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReaderGroup {
    /// The hub's own team.
    Hub,
    /// A provider, by code.
    Provider(String),
    /// The police.
    Police,
    /// Witness care.
    WitnessCare,
    /// Somebody who works with the hub: it was not written down for whom.
    Unknown,
}

impl ReaderGroup {
    /// From what was written down: `coordinator/…`, `provider-CODE/…`, `volunteer-CODE/…`, `police/…`, `witness-care/…`.
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
    /// When.
    pub at: Timestamp,
    /// For whom.
    pub by: ReaderGroup,
}

/// Reads who looked at a case.
pub trait ReadAccessLog {
    /// Every look that was written down, the latest first; at most 100.
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
