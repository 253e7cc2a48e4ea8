//! The accounts of those who work with the hub.

use super::PortError;
use crate::http::Staff;
use std::future::Future;

/// Finds an account.
pub trait FindStaff {
    /// Finds an account by its identifier or its sign-in name, as the login has it now. An account that is disabled does not
    /// count. Capitals make no difference.
    fn find_staff(
        &self,
        name: &str,
    ) -> impl Future<Output = Result<Option<Staff>, PortError>> + Send;
}
