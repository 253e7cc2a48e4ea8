//! /provider: what a provider may read and do.
