//! Identifiers that are the same in every publication and differ between areas.

use sha2::{Digest, Sha256};
use uuid::Builder;

/// The identifier of the thing with that `kind` and `code` in `area`: a version 8 UUID (RFC 9562)
/// over their SHA-256.
///
/// ```
/// use domain::directory::identify;
/// assert_eq!(identify("kent", "service", "all"), identify("kent", "service", "all"));
/// assert_ne!(identify("kent", "service", "all"), identify("kent", "provider", "all"));
/// ```
pub fn identify(area: &str, kind: &str, code: &str) -> String {
    let mut hash = Sha256::new();
    for part in ["open-referral", area, kind, code] {
        // Each part follows its length, so that different lists of parts never give the same bytes.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid().to_string()
}
