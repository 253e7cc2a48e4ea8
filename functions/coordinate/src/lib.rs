//! /hub: the coordinators' view of a case.
