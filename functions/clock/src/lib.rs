//! Every minute: whose time has passed.
