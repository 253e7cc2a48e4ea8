//! The case event stream: route cases to providers or to the coordinators.
