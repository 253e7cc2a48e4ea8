//! What is wrong with a field, in words that say what to do about it.

use events::Code;

/// What to do about `code` at the field that the form calls `name`.
pub fn message(name: &str, code: Code) -> &'static str {
    match code {
        Code::Required | Code::TooShort => missing(name),
        Code::AddressRequired => address_missing(name),
        Code::AddressNotAllowed => "Leave this empty",
        Code::NotAnEmail => "Check the email address. It should look like name@example.org",
        Code::NotAPhoneNumber => "Check the phone number. It should look like 07700 900123",
        Code::NotAPostcode => {
            "Check the postcode. It should look like RG1 1AA. You can leave it empty"
        }
        Code::NotADate => {
            "Type the date like 2026, or 2026-03, or 2026-03-14. You can leave it empty"
        }
        Code::DateInFuture => "This date has not come yet. Check it, or leave it empty",
        Code::NotATime => "Type the time like 09:30. You can leave it empty",
        Code::WindowReversed => "The second time must be later than the first",
        Code::TooLong => too_long(name),
        Code::OutOfRange if name.ends_with("times_in_12_months") => {
            "Type a number from 1 to 999. You can leave it empty"
        }
        Code::WrongType if name.ends_with("times_in_12_months") => {
            "Type a number, like 3. You can leave it empty"
        }
        Code::OutOfRange => {
            "Check this. The number or date does not seem right. You can leave it empty"
        }
        Code::CharacterNotAllowed => {
            "There is a hidden sign here that we cannot take. Delete it and type it again"
        }
        Code::Contradiction if name.ends_with("/safe") => {
            "You gave the same address twice: once as safe, once as not safe. Choose one"
        }
        Code::Contradiction => {
            "Two of your answers do not fit together. Check this one, or leave it empty"
        }
        Code::Duplicate => "You gave this twice. Once is enough",
        Code::TooMany => "There are too many answers here. Take some away",
        Code::NotALanguage => "Choose a language from the list. You can leave it empty",
        Code::UnknownValue
        | Code::WrongType
        | Code::UnknownField
        | Code::NotAUuid
        | Code::NotALocalAuthority
        | Code::ConsentRequired
        | Code::ReasonRequired
        | Code::ApproverRequired
        | Code::PartnerRequired
        | Code::DashNeedsPractitioner => {
            "We could not read this answer. Choose it or type it again"
        }
    }
}

fn missing(name: &str) -> &'static str {
    match name {
        "/person/name" => "Type a name. It can be any name you like",
        "/person/role" => "Choose the answer that fits you best",
        "/contact/trusted_person/name" => {
            "Type the name of the person you trust, or leave all of this empty"
        }
        "/contact/trusted_person/channel" => {
            "Type how we can reach the person you trust, or leave all of this empty"
        }
        _ if name.starts_with("/needs/") => {
            "Tick this too, or choose the empty line for how heavy it is"
        }
        _ => "Type something here",
    }
}

fn address_missing(name: &str) -> &'static str {
    match name {
        "/contact/channels/0/address" => {
            "You said email is safe. Type the address, or take the tick away"
        }
        "/contact/channels/1/address" => {
            "You said a text is safe. Type the number, or take the tick away"
        }
        "/contact/channels/2/address" => {
            "You said a call is safe. Type the number, or take the tick away"
        }
        "/contact/channels/3/address" => {
            "You said a letter is safe. Type the address, or take the tick away"
        }
        _ => "You said this is safe. Type the address, or take the tick away",
    }
}

fn too_long(name: &str) -> &'static str {
    if name == "/wishes/own_words" {
        "This is too long for us to take. Use at most 4,000 letters. You can tell us the rest later"
    } else {
        "This is too long. Use fewer letters"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_says_what_to_do_and_none_blames() {
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
