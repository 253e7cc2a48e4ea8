//! The pages: components, and the pages rendered from them.
