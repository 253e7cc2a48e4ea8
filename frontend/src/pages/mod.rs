//! The public pages. Each function returns a whole HTML document.

mod directory;
mod expect;
mod form;
mod guides;
mod home;
mod leaving;
mod mine;
mod privacy;
mod problem;
mod progress;
mod rules;
mod sent;
mod staff;
mod standing;
mod touchpoint;

pub use directory::{directory, directory_results};
pub use expect::{step, step_index, step_path};
pub use form::support_form;
pub use guides::{guide, guide_index};
pub use home::home;
pub use leaving::leaving;
pub use mine::{access, ask, consent, contact, diary, export, page_closed, progress, stop};
pub use privacy::privacy;
pub use problem::problem;
pub use progress::progress_form;
pub use rules::{RuleLine, RulesView, rules};
pub use sent::sent;
pub use staff::staff;
pub use standing::{about, accessibility, contact_us, cookies};
pub use touchpoint::{poster, touchpoint, touchpoint_form};
