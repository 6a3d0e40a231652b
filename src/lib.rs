//! griot reads French news about armed conflict and keeps who did what to whom.
//!
//! An article goes through the modules from top to bottom: [`article`] reads it, [`analysis`] cuts
//! and parses its sentences, [`extract`] reads facts off them by rules, [`rdf`] writes the facts as
//! quads with the words they come from, [`store`] keeps them for SPARQL; [`pipeline`] is the one
//! place where the stages meet. A module imports only from those below it; `tests/architecture.rs`
//! holds the order.
//!
//! ```
//! use griot::{data::Data, pipeline::{Pipeline, Source}, rdf::Base};
//!
//! let pipeline = Pipeline::load(&Data::embedded(), Base::default())?;
//! let source = Source { path: "gao.txt".into(), id: "gao".to_owned() };
//! let reading = pipeline.read(&source, "Les rebelles ont attaqué Gao.".as_bytes(), None)?;
//! assert_eq!(reading.sentences.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod text;

pub mod data;
pub mod date;

pub mod article;
pub mod ud;

pub mod lexicon;
pub mod rule;

pub mod analysis;
pub mod extract;

pub mod rdf;

pub mod store;

pub mod analytics;
pub mod import;
pub mod pipeline;
pub mod score;

pub mod cli;
