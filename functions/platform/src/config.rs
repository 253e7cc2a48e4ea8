//! Settings from the environment. An error names a missing setting, and no setting has a default.

use crate::PortError;
use std::collections::BTreeMap;

/// The settings of a function.
#[derive(Clone, Debug, Default)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// The current environment variables.
    pub fn from_env() -> Self {
        Self(std::env::vars().collect())
    }

    /// The value of a setting.
    ///
    /// # Errors
    /// [`PortError::Permanent`] with the setting's name if it is missing or empty.
    pub fn get(&self, name: &str) -> Result<&str, PortError> {
        match self.0.get(name) {
            Some(value) if !value.is_empty() => Ok(value),
            _ => Err(PortError::Permanent(format!(
                "the setting {name} is missing"
            ))),
        }
    }

    /// The text of a file in the function's package.
    ///
    /// # Errors
    /// The file does not exist or is not UTF-8.
    pub fn read_beside(&self, file: &str) -> std::io::Result<String> {
        let folder = self.get("LAMBDA_TASK_ROOT").unwrap_or(".");
        std::fs::read_to_string(std::path::Path::new(folder).join(file))
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Settings {
    fn from(settings: [(&str, &str); N]) -> Self {
        Self(
            settings
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    }
}
