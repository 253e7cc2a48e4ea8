//! How busy services are, as a decision needs it.

use domain::case::commands::routing::limited_services;
use domain::matching::Loads;
use events::profile::Profile;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Freshness, ReadLoads};

/// The loads of the services that can hold only so many people. Nothing is read where the area has no such service.
///
/// # Errors
/// [`PortError`] of the port that failed.
pub async fn current_loads<P: ReadLoads>(
    ports: &P,
    profile: &Profile,
    age: Freshness,
    now: Timestamp,
) -> Result<Loads, PortError> {
    let limited = limited_services(profile, now);
    if limited.is_empty() {
        Ok(Loads::default())
    } else {
        ports.loads(&limited, age).await
    }
}
