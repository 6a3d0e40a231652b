//! What is known of words before any text is read.
//!
//! [`Names`] holds what is known of names: countries, actors, places, peoples, with their kinds and
//! titles; [`forms`] holds the full-form lexicon of French, and [`Readings`] the same knowledge as a set of
//! bits, for the network.

mod aliases;
mod audit;
mod class;
mod classes;
mod entity;
pub mod forms;
mod gazetteer;
mod gazetteer_compile;
mod index;
mod keys;
mod load;
mod names;
pub mod normalize;
mod readings;
mod table;

pub use audit::audit_names;
pub use class::{EntityClass, UnknownClass};
pub use classes::{Classes, Member, Members};
pub use entity::{Candidate, Country, Demonym, NounKind, Number, People, Role, Source};
pub use gazetteer_compile::{GazetteerReport, GazetteerSources, WordUse, compile_gazetteer};
pub use names::Names;
pub use readings::{ReadForms, Readings};
pub use table::{NamesError, Row, Table};
