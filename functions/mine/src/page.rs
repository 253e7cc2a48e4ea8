//! The pages of a person.

/// One of a person's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// What is happening.
    Progress,
    Contact,
    /// Who sees what.
    Consent,
    /// What they can say and ask for.
    Ask,
    /// Pause, stop and deletion.
    Stop,
    /// All that we know.
    Export,
    /// Who can open it, and who did.
    Access,
}

impl Page {
    /// The page with this last part of its address.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "progress" => Some(Self::Progress),
            "contact" => Some(Self::Contact),
            "consent" => Some(Self::Consent),
            "ask" => Some(Self::Ask),
            "stop" => Some(Self::Stop),
            "export" => Some(Self::Export),
            "access" => Some(Self::Access),
            _ => None,
        }
    }
}
