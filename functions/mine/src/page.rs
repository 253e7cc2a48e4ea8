//! The pages of a person's own.

/// One of a person's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// What is happening.
    Progress,
    /// How they may be reached.
    Contact,
    /// Who sees what.
    Consent,
    /// What they can say and ask for.
    Ask,
    /// Quiet, an end, deletion.
    Stop,
    /// All that is known.
    Export,
}

impl Page {
    /// By the last part of its address.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "progress" => Some(Self::Progress),
            "contact" => Some(Self::Contact),
            "consent" => Some(Self::Consent),
            "ask" => Some(Self::Ask),
            "stop" => Some(Self::Stop),
            "export" => Some(Self::Export),
            _ => None,
        }
    }
}
