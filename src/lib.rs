//! griot reads French news about armed conflict and keeps who did what to whom.

pub mod analysis;
pub mod article;
pub mod data;
pub mod date;
pub mod lexicon;
pub mod rule;
pub mod store;
pub mod text;
pub mod ud;
