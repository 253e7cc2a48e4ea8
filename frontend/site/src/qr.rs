//! The code on a touchpoint's poster (TV10), as squares to draw.

use anyhow::{Context as _, Result};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// How many light squares a reader needs around a code (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code as the path of an SVG, in units of one square.
pub struct Code {
    /// The dark squares.
    pub path: String,
    /// How many squares it is wide, quiet border and all.
    pub side: usize,
}

impl Code {
    /// The code that opens `address`. A quarter of it may be torn or dirty.
    ///
    /// # Errors
    /// The address is too long for a code.
    pub fn of(address: &str) -> Result<Self> {
        let code = QrCode::with_error_correction_level(address, EcLevel::Q)
            .with_context(|| format!("{address} does not fit in a code"))?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            // One rectangle for each run of dark squares: a third of the bytes of one for each square.
            for run in row.chunk_by(|one, next| one == next) {
                if run.first() == Some(&Color::Dark) {
                    write!(
                        path,
                        "M{} {}h{}v1h-{}z",
                        x + QUIET,
                        y + QUIET,
                        run.len(),
                        run.len()
                    )?;
                }
                x += run.len();
            }
        }
        Ok(Self {
            path,
            side: width + 2 * QUIET,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_quiet_border() {
        let code = Code::of("https://www.example.net/at/library/").expect("it fits");
        let far = code.side - QUIET - 7;
        for corner in [(QUIET, QUIET), (far, QUIET), (QUIET, far)] {
            assert!(
                code.path
                    .contains(&format!("M{} {}h7v1h-7z", corner.0, corner.1)),
                "{corner:?}"
            );
        }
        assert!(
            !code.path.contains("M0 ") && !code.path.contains(" 3h"),
            "nothing is drawn in the border"
        );
    }

    #[test]
    fn an_address_that_does_not_fit_is_refused() {
        assert!(Code::of(&"a".repeat(3000)).is_err());
    }
}
