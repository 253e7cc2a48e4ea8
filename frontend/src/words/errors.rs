//! What to do about an answer.

use ::words::errors;
use events::Code;

/// What to do about `code` at the field that the form calls `name`.
pub fn message(name: &str, code: Code) -> &'static str {
    match code {
        Code::Required | Code::TooShort => missing(name),
        Code::AddressRequired => address_missing(name),
        Code::AddressNotAllowed => errors::leave_blank(),
        Code::NotAnEmail => errors::email(),
        Code::NotAPhoneNumber => errors::phone(),
        Code::NotAPostcode => errors::postcode(),
        Code::NotADate => errors::date(),
        Code::DateInFuture => errors::date_in_future(),
        Code::NotATime => errors::time(),
        Code::WindowReversed => errors::second_time(),
        Code::TooLong if name == "/wishes/own_words" => errors::too_long_words(),
        Code::TooLong => errors::too_long(),
        Code::OutOfRange if name.ends_with("times_in_12_months") => errors::times_out_of_range(),
        Code::WrongType if name.ends_with("times_in_12_months") => errors::times_not_a_number(),
        Code::OutOfRange => errors::out_of_range(),
        Code::CharacterNotAllowed => errors::character(),
        Code::Contradiction if name.ends_with("/safe") => errors::same_address(),
        Code::Contradiction => errors::contradiction(),
        Code::Duplicate => errors::duplicate(),
        Code::TooMany => errors::too_many(),
        Code::NotALanguage => errors::language(),
        Code::UnknownValue
        | Code::WrongType
        | Code::UnknownField
        | Code::NotAUuid
        | Code::NotALocalAuthority
        | Code::ConsentRequired
        | Code::ReasonRequired
        | Code::ApproverRequired
        | Code::PartnerRequired
        | Code::DashNeedsPractitioner => errors::unreadable(),
    }
}

fn missing(name: &str) -> &'static str {
    match name {
        "/person/name" => errors::required_name(),
        "/consent/scope/1" => errors::required_share(),
        "/person/role" => errors::required_role(),
        "/contact/trusted_person/name" => errors::required_trusted_name(),
        "/contact/trusted_person/channel" => errors::required_trusted_channel(),
        _ if name.starts_with("/needs/") => errors::required_need(),
        _ => errors::required(),
    }
}

fn address_missing(name: &str) -> &'static str {
    match name {
        "/contact/channels/0/address" => errors::required_email(),
        "/contact/channels/1/address" => errors::required_text(),
        "/contact/channels/2/address" => errors::required_call(),
        "/contact/channels/3/address" => errors::required_letter(),
        _ => errors::required_address(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_what_to_do_without_blame() {
        for name in [
            "/person/name",
            "/contact/channels/0/address",
            "/needs/3/code",
            "/wishes/own_words",
            "/x",
        ] {
            for code in Code::ALL {
                let text = message(name, *code);
                assert!(text.len() > 10 && !text.ends_with('.'), "{text}");
                for blame in ["invalid", "wrong", "must not", "failed", "illegal", "error"] {
                    assert!(!text.to_lowercase().contains(blame), "{text}");
                }
            }
        }
    }
}
