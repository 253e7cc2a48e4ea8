//! The accounts of those who work with the hub.

use super::PortError;
use crate::http::Staff;
use std::future::Future;

/// Finds an account.
pub trait FindStaff {
    /// The account of which `name` is the identifier or the name that its owner signs in with, as the login has it now;
    /// nothing where there is none that may sign in. Capitals make no difference.
    fn find_staff(
        &self,
        name: &str,
    ) -> impl Future<Output = Result<Option<Staff>, PortError>> + Send;
}
