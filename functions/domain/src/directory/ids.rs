//! Identifiers that stay the same from one publication to the next, and differ between areas.

use sha2::{Digest, Sha256};
use uuid::Builder;

/// The identifier of what `kind` and `code` name in `area`: a version 8 UUID (RFC 9562) over their SHA-256.
///
/// ```
/// use domain::directory::identify;
/// assert_eq!(identify("kent", "service", "all"), identify("kent", "service", "all"));
/// assert_ne!(identify("kent", "service", "all"), identify("kent", "provider", "all"));
/// ```
pub fn identify(area: &str, kind: &str, code: &str) -> String {
    let mut hash = Sha256::new();
    for part in ["open-referral", area, kind, code] {
        // Each part after its length, so that no two lists of parts run together.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid().to_string()
}
