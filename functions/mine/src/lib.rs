//! /me: the person's own page, by reference and memorable word.
