//! The case event stream: fold events into counters.
