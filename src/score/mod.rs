//! Measures griot against gold standards.

pub mod ud;
