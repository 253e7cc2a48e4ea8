//! A mail as it leaves the hub, every header and byte of it: what the person's mailbox may show is decided here.
//!
//! The hub writes the whole message and no service adds words to it. Amazon SES adds what carries it: `Message-ID`, `Date`,
//! `Feedback-ID` and `X-SES-Outgoing` (numbers alone), and signs it (`DKIM-Signature`) for the sender's own domain and for
//! `amazonses.com`. The return path lies in the sender's domain by the identity's own MAIL FROM domain (see the template).
//! There is no `List-Unsubscribe` and no `Reply-To`: whoever is told decides on their own page what they hear.

use crate::PortError;
use crate::ports::Letter;
use domain::gate::Permitted;
use std::fmt::Write;

/// What stands between the parts. It cannot be in one: there every `=` is coded.
const BOUNDARY: &str = "=_next_=";

/// The longest line of a coded part (RFC 2045, 6.7).
const LINE: usize = 76;

/// The message of `letter` to the address that the gate permitted, in the form of RFC 5322, lines ending in CRLF.
///
/// # Errors
/// [`PortError::Permanent`] where a header holds what is no plain ASCII text on one line: such a header could hold another.
pub fn message(permitted: &Permitted, letter: &Letter) -> Result<String, PortError> {
    let headers = [
        ("From", letter.from.as_str()),
        ("To", permitted.address()),
        ("Subject", letter.subject.as_str()),
        // No automatic answer is wanted: it would say that somebody is away, and to whom nobody knows (RFC 3834).
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

/// Text as quoted-printable (RFC 2045, 6.7): plain ASCII stays as it reads.
fn coded(text: &str) -> String {
    let mut coded = String::new();
    for line in text.lines() {
        let mut length = 0;
        let mut bytes = line.bytes().peekable();
        while let Some(byte) = bytes.next() {
            let last = bytes.peek().is_none();
            let plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (byte == b' ' && !last);
            let takes = if plain { 1 } else { 3 };
            // One place is kept for the `=` that says that the line goes on.
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
    fn plain_text_stays_as_it_reads_and_the_rest_is_coded() {
        assert_eq!(coded("Hello,\n\nby 5pm"), "Hello,\r\n\r\nby 5pm\r\n");
        assert_eq!(
            coded("lang=\"en\" – é "),
            "lang=3D\"en\" =E2=80=93 =C3=A9=20\r\n"
        );
    }

    #[test]
    fn no_line_is_longer_than_a_mailbox_takes() {
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
