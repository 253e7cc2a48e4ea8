//! How the command reports a failure: one plain sentence that says how to fix it.

use std::fmt;

/// No stack is running. The exit status is 3.
#[derive(Debug)]
pub struct NotRunning {
    /// The name of the instance.
    pub instance: String,
}

impl fmt::Display for NotRunning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instance.as_str() {
            "local" => f.write_str("The hub is not running: start it with `cargo hub up`."),
            name => write!(
                f,
                "The hub `{name}` is not running: start it with `cargo hub --instance {name} up`."
            ),
        }
    }
}

impl std::error::Error for NotRunning {}

/// The sentence for `error`.
pub fn sentence(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    let is_full = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::StorageFull);
    launcher::failure::sentence(if is_full {
        "No space left on device"
    } else {
        &text
    })
}

/// The exit status for `error`: 3 if nothing is running, otherwise 1.
pub fn exit_status(error: &anyhow::Error) -> u8 {
    if error.downcast_ref::<NotRunning>().is_some() {
        3
    } else {
        1
    }
}
