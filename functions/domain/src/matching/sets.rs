//! Closed sets as bits: a value's bit is its place in its set.

use events::assessment::Specialism;
use events::referral::NeedCode;

/// Every need.
pub(super) const ALL_NEEDS: u32 = (1 << NeedCode::ALL.len()) - 1;
/// Support as such, which everybody looks for, and all that somebody looks for who names no need.
pub(super) const SUPPORT: u32 = 1 << NeedCode::ALL.len();
/// The need for restorative justice.
pub(super) const RESTORATIVE_NEED: u32 = 1 << NeedCode::RestorativeJustice as u32;
/// The specialism of restorative justice.
pub(super) const RESTORATIVE: u32 = 1 << Specialism::RestorativeJustice as u32;

/// The bits of some values. What has no bit of 32 is in no set.
pub(super) fn set<T>(values: impl IntoIterator<Item = T>, bit: impl Fn(T) -> u32) -> u32 {
    values.into_iter().fold(0, |bits, value| bits | 1_u32.checked_shl(bit(value)).unwrap_or_default())
}
