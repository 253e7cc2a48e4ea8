//! The twin of staff accounts.

use crate::Twin;
use platform::PortError;
use platform::http::Staff;
use platform::ports::FindStaff;

impl FindStaff for Twin {
    async fn find_staff(&self, name: &str) -> Result<Option<Staff>, PortError> {
        self.call("staff", |state| {
            let is = |known: &str| known.eq_ignore_ascii_case(name);
            let found = state.staff.iter().find(|account| {
                is(&account.subject) || account.username.as_deref().is_some_and(is)
            });
            Ok(found.cloned())
        })
        .await
    }
}
