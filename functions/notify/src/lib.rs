//! The updates queue: tell people what was promised, only where it is safe.
