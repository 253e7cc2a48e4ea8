//! Writes a mail with every header and byte, because this decides what a mailbox may show.
//!
//! The hub writes the whole message, and no service adds words to it. Amazon SES adds `Message-ID`, `Date`,
//! `Feedback-ID` and `X-SES-Outgoing` (only numbers), and signs it (`DKIM-Signature`) for the sender's domain and for
//! `amazonses.com`. The return path is in the sender's domain, because the identity has a MAIL FROM domain (see the
//! template). There is no `List-Unsubscribe` and no `Reply-To`: people decide on their own page what they hear.

use crate::PortError;
use crate::ports::Letter;
use domain::gate::Permitted;
use std::fmt::Write;

/// The boundary between the parts. A part cannot contain it, because every `=` in a part is encoded.
const BOUNDARY: &str = "=_next_=";

/// The maximum length of an encoded line (RFC 2045, 6.7).
const LINE: usize = 76;

/// The message with `letter` to the address that the gate permitted, in the format of RFC 5322 with CRLF line
/// endings.
///
/// # Errors
/// [`PortError::Permanent`] if a header is not plain ASCII text on one line. Such a header could inject another.
pub fn message(permitted: &Permitted, letter: &Letter) -> Result<String, PortError> {
    let headers = [
        ("From", letter.from.as_str()),
        ("To", permitted.address()),
        ("Subject", letter.subject.as_str()),
        // Asks for no automatic reply, because it could reveal something to a stranger (RFC 3834).
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
    ];
    let mut message = String::new();
    for (name, value) in headers {
        if value.is_empty() || !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(PortError::Permanent(format!(
                "the header {name} of a letter is not plain text"
            )));
        }
        push(&mut message, &[name, ": ", value]);
    }
    push(
        &mut message,
        &[
            "Content-Type: multipart/alternative; boundary=\"",
            BOUNDARY,
            "\"",
        ],
    );
    for (kind, body) in [("plain", &letter.text), ("html", &letter.html)] {
        push(&mut message, &["\r\n--", BOUNDARY]);
        push(
            &mut message,
            &["Content-Type: text/", kind, "; charset=utf-8"],
        );
        push(
            &mut message,
            &["Content-Transfer-Encoding: quoted-printable\r\n"],
        );
        push(&mut message, &[&coded(body)]);
    }
    push(&mut message, &["--", BOUNDARY, "--"]);
    Ok(message)
}

fn push(message: &mut String, parts: &[&str]) {
    message.extend(parts.iter().copied());
    message.push_str("\r\n");
}

/// Encodes text as quoted-printable (RFC 2045, 6.7). Plain ASCII is unchanged.
fn coded(text: &str) -> String {
    let mut coded = String::new();
    for line in text.lines() {
        let mut length = 0;
        let mut bytes = line.bytes().peekable();
        while let Some(byte) = bytes.next() {
            let last = bytes.peek().is_none();
            let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (byte == b' ' && !last);
            let takes = if plain { 1 } else { 3 };
            // One character is reserved for the `=` of a soft line break.
            if length + takes > LINE - usize::from(!last) {
                coded.push_str("=\r\n");
                length = 0;
            }
            if plain {
                coded.push(char::from(byte));
            } else {
                // Writing to a string cannot fail.
                let _ = write!(coded, "={byte:02X}");
            }
            length += takes;
        }
        coded.push_str("\r\n");
    }
    coded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_unchanged_and_the_rest_encoded() {
        assert_eq!(coded("Hello,\n\nby 5pm"), "Hello,\r\n\r\nby 5pm\r\n");
        assert_eq!(
            coded("lang=\"en\" – é "),
            "lang=3D\"en\" =E2=80=93 =C3=A9=20\r\n"
        );
    }

    #[test]
    fn no_encoded_line_is_too_long() {
        for text in [
            "a".repeat(500),
            "é".repeat(200),
            "=".repeat(76),
            format!("{}=", "a".repeat(75)),
            "a".repeat(76),
        ] {
            let coded = coded(&text);
            assert!(
                coded.split("\r\n").all(|line| line.len() <= LINE),
                "{coded}"
            );
            let joined = coded.replace("=\r\n", "");
            let mut read = Vec::new();
            let mut rest = joined.trim_end().bytes();
            while let Some(byte) = rest.next() {
                let hex = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
                read.push(if byte == b'=' {
                    hex(rest.next().unwrap()) * 16 + hex(rest.next().unwrap())
                } else {
                    byte
                });
            }
            assert_eq!(String::from_utf8(read).unwrap(), text);
        }
    }
}
