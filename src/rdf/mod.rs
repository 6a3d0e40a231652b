//! Facts as linked data: the vocabulary, the IRIs, the mapping to quads, and the serializations.
//!
//! What an article says goes to its own named graph, the words behind each statement to its
//! evidence graph ([`to_quads`]); the default graph is the union of what all articles say.
//! Writing is our own because it must give the same bytes every time ([`serialize`]).

pub mod checks;
pub mod vocab;

mod describe;
mod infer;
mod iri;
mod label;
mod map;
mod ontology;
mod order;
mod provenance;
mod reference;
mod write;

pub use describe::{About, describe};
pub use infer::{InferError, infer, inferred_description};
pub use iri::{Base, InvalidBase};
pub use map::{ArticleQuads, to_quads};
pub use ontology::{ALIGNMENTS, ONTOLOGY, Ontology, SHAPES};
pub use order::{compare, relabel_blank_nodes, sort};
pub use provenance::Provenance;
pub use reference::reference_page;
pub use write::{
    CONTEXT, Dump, EvidenceLevel, Format, Options, RdfVersion, json_line, serialize,
    with_triple_terms, without_triple_terms, write, write_canonical,
};
