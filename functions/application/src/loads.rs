//! How many open cases each service has, for a decision about routing.

use domain::case::commands::routing::limited_services;
use domain::matching::Loads;
use events::profile::Profile;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Freshness, ReadLoads};

/// The number of open cases of each service that has a limit. Nothing is read if the area has no such service.
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
