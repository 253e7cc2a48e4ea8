//! Fast sets: the values of a closed set as bits, and a few codes among many.

use events::assessment::{National, Specialism};
use events::referral::{AccessNeed, Modality, NeedCode};
use std::marker::PhantomData;

/// A value of a closed set with at most 32 values, and its position in that set.
pub(super) trait Member: Copy {
    fn place(self) -> u32;
}

impl Member for AccessNeed {
    fn place(self) -> u32 {
        self as u32
    }
}

impl Member for Modality {
    fn place(self) -> u32 {
        self as u32
    }
}

impl Member for National {
    fn place(self) -> u32 {
        self as u32
    }
}

impl Member for NeedCode {
    fn place(self) -> u32 {
        self as u32
    }
}

impl Member for Specialism {
    fn place(self) -> u32 {
        self as u32
    }
}

/// A stage of support. Its number is its position.
impl Member for u8 {
    fn place(self) -> u32 {
        u32::from(self)
    }
}

/// Some values of a closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Set<T> {
    bits: u32,
    of: PhantomData<T>,
}

impl<T> Set<T> {
    pub(super) const EMPTY: Self = Self::from_bits(0);

    const fn from_bits(bits: u32) -> Self {
        Self {
            bits,
            of: PhantomData,
        }
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self::from_bits(self.bits | other.bits)
    }

    pub(super) const fn without(self, other: Self) -> Self {
        Self::from_bits(self.bits & !other.bits)
    }

    pub(super) const fn shared_with(self, other: Self) -> Self {
        Self::from_bits(self.bits & other.bits)
    }

    pub(super) const fn shares(self, other: Self) -> bool {
        self.bits & other.bits != 0
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.bits == 0
    }

    pub(super) const fn equals(self, other: Self) -> bool {
        self.bits == other.bits
    }

    pub(super) const fn len(self) -> u32 {
        self.bits.count_ones()
    }
}

impl<T: Member> Set<T> {
    /// The set of those values. Values without a position below 32 are in no set.
    pub(super) fn of<'v>(values: impl IntoIterator<Item = &'v T>) -> Self
    where
        T: 'v,
    {
        let bit = |value: &T| 1_u32.checked_shl(value.place()).unwrap_or_default();
        Self::from_bits(values.into_iter().fold(0, |bits, value| bits | bit(value)))
    }

    pub(super) fn contains(self, value: T) -> bool {
        self.bits & 1_u32.checked_shl(value.place()).unwrap_or_default() != 0
    }
}

/// Every need.
pub(super) const ALL_NEEDS: Set<NeedCode> = Set::from_bits((1 << NeedCode::ALL.len()) - 1);
/// Support in general, as if it were one more need. Everybody looks for it, and a person who names
/// no need looks for nothing else.
pub(super) const SUPPORT: Set<NeedCode> = Set::from_bits(1 << NeedCode::ALL.len());
/// The need for restorative justice.
pub(super) const RESTORATIVE_NEED: Set<NeedCode> =
    Set::from_bits(1 << NeedCode::RestorativeJustice as u32);
/// The specialism of restorative justice.
pub(super) const RESTORATIVE: Set<Specialism> =
    Set::from_bits(1 << Specialism::RestorativeJustice as u32);

/// A few codes, for look-ups that mostly fail. A bit for the end of each code avoids nearly every
/// comparison.
#[derive(Default)]
pub(super) struct FewCodes<'a> {
    codes: Vec<&'a str>,
    endings: u64,
}

impl FewCodes<'_> {
    pub(super) fn contains(&self, code: &str) -> bool {
        self.endings & ending(code) != 0 && self.codes.contains(&code)
    }
}

impl<'a> FromIterator<&'a str> for FewCodes<'a> {
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

/// A position and the first bytes of a code as one number, which sorts in the same order and much
/// faster.
pub(super) fn sort_key(place: u8, code: &str) -> u128 {
    let mut first = [0; 16];
    first[0] = place;
    let length = code.len().min(15);
    first[1..=length].copy_from_slice(&code.as_bytes()[..length]);
    u128::from_be_bytes(first)
}
