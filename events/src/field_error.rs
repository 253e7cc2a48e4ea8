//! What is wrong with a referral: a field and a code, never a sentence.
//!
//! The page, the partner's screen and the log each choose their own words for a code.

use serde::{Deserialize, Serialize};

crate::closed_set::closed_set! {
    /// The closed list of codes that a 422 of `POST /referrals` may carry (`tests/data/README.md`).
    pub enum Code {
        /// A field that must be there is not.
        Required = "REQUIRED",
        /// A field that the contract does not have.
        UnknownField = "UNKNOWN_FIELD",
        /// Another JSON type than the contract's, `null` included.
        WrongType = "WRONG_TYPE",
        /// Not one of the listed values.
        UnknownValue = "UNKNOWN_VALUE",
        /// More Unicode code points than the limit.
        TooLong = "TOO_LONG",
        /// Fewer characters than required, after trimming white space at both ends.
        TooShort = "TOO_SHORT",
        /// More items than allowed.
        TooMany = "TOO_MANY",
        /// An item that equals an earlier one.
        Duplicate = "DUPLICATE",
        /// A number outside its range, or a date of more than 130 years ago.
        OutOfRange = "OUT_OF_RANGE",
        /// A control character in text.
        CharacterNotAllowed = "CHARACTER_NOT_ALLOWED",
        /// Not 8-4-4-4-12 hexadecimal digits.
        NotAUuid = "NOT_A_UUID",
        /// Not one plain ASCII address.
        NotAnEmail = "NOT_AN_EMAIL",
        /// Not 7 to 15 digits.
        NotAPhoneNumber = "NOT_A_PHONE_NUMBER",
        /// Cannot be a UK postcode.
        NotAPostcode = "NOT_A_POSTCODE",
        /// Not a letter of `ENSW` and eight digits.
        NotALocalAuthority = "NOT_A_LOCAL_AUTHORITY",
        /// Not shaped like a BCP 47 tag.
        NotALanguage = "NOT_A_LANGUAGE",
        /// Not a date, year, month or moment in the expected format.
        NotADate = "NOT_A_DATE",
        /// Later than today in London.
        DateInFuture = "DATE_IN_FUTURE",
        /// Not `HH:MM`.
        NotATime = "NOT_A_TIME",
        /// `until` is not later than `from`.
        WindowReversed = "WINDOW_REVERSED",
        /// A safe channel that is not `online` has no address.
        AddressRequired = "ADDRESS_REQUIRED",
        /// `online` with an address.
        AddressNotAllowed = "ADDRESS_NOT_ALLOWED",
        /// Two answers that contradict each other.
        Contradiction = "CONTRADICTION",
        /// A partner's referral without consent, or without its basis.
        ConsentRequired = "CONSENT_REQUIRED",
        /// An override without a reason.
        ReasonRequired = "REASON_REQUIRED",
        /// An override without an approver.
        ApproverRequired = "APPROVER_REQUIRED",
        /// An override from the person themselves.
        PartnerRequired = "PARTNER_REQUIRED",
        /// A DASH from someone who is not a trained practitioner.
        DashNeedsPractitioner = "DASH_NEEDS_PRACTITIONER",
    }
}

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FieldError {
    /// A JSON pointer (RFC 6901) into the document. Empty for the whole document.
    pub field: String,
    /// What is wrong with it.
    pub code: Code,
}

impl FieldError {
    /// Creates an error for `field`.
    pub fn new(field: impl Into<String>, code: Code) -> Self {
        Self {
            field: field.into(),
            code,
        }
    }
}
