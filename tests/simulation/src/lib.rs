//! The real handlers over the twins, seeded.
