//! Sets that are asked often: closed sets as bits, a value's bit being its place in its set; and a few codes among many.

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
    values.into_iter().fold(0, |bits, value| {
        bits | 1_u32.checked_shl(bit(value)).unwrap_or_default()
    })
}

/// A few codes, of whom most that are asked for are none: a bit for how each ends spares nearly every comparison.
#[derive(Default)]
pub(super) struct Few<'a> {
    codes: Vec<&'a str>,
    endings: u64,
}

impl<'a> Few<'a> {
    pub(super) fn contains(&self, code: &str) -> bool {
        self.endings & ending(code) != 0 && self.codes.contains(&code)
    }
}

impl<'a> FromIterator<&'a str> for Few<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(codes: I) -> Self {
        let codes: Vec<&str> = codes.into_iter().collect();
        Self {
            endings: codes.iter().fold(0, |endings, code| endings | ending(code)),
            codes,
        }
    }
}

fn ending(code: &str) -> u64 {
    let end = code
        .bytes()
        .rev()
        .take(2)
        .fold(code.len(), |sum, byte| sum * 5 + usize::from(byte));
    1 << (end % 64)
}

/// A place and the first bytes of a code as one number, which orders as the two do and much faster.
pub(super) fn beginning(place: u8, code: &str) -> u128 {
    let mut first = [0; 16];
    first[0] = place;
    let length = code.len().min(15);
    first[1..=length].copy_from_slice(&code.as_bytes()[..length]);
    u128::from_be_bytes(first)
}
