//! What counts as too small to show.

use serde::{Deserialize, Serialize};

/// How small a count must be to be hidden, and how the others are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Counts below this are hidden. At least 2. Every hidden count stays possible in a range at least this wide.
    pub threshold: u64,
    pub zeros: Zeros,
    pub rounding: Rounding,
}

impl Policy {
    /// What the commissioner's office sees: nothing under 5.
    pub const OFFICE: Self = Self {
        threshold: 5,
        zeros: Zeros::HiddenWhereTheyDisclose,
        rounding: Rounding::Exact,
    };

    /// What anybody sees: nothing under 10.
    pub const PUBLIC: Self = Self {
        threshold: 10,
        ..Self::OFFICE
    };
}

impl Default for Policy {
    fn default() -> Self {
        Self::OFFICE
    }
}

/// When nobody is a small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zeros {
    /// Never: each zero is shown.
    Shown,
    /// Where one value holds everybody: the other zeros say something about each of them.
    #[default]
    HiddenWhereTheyDisclose,
    /// Always.
    Hidden,
}

/// How a count that may be shown is shown. Rounding comes last, so it only ever takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    #[default]
    Exact,
    /// To the nearest multiple, halves upwards.
    Nearest(u64),
}

impl Rounding {
    pub(crate) fn of(self, count: u64) -> u64 {
        match self {
            Self::Exact | Self::Nearest(0 | 1) => count,
            Self::Nearest(base) => {
                let below = count - count % base;
                if count % base >= base.div_ceil(2) {
                    below.saturating_add(base)
                } else {
                    below
                }
            }
        }
    }
}
