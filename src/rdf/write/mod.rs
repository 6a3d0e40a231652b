//! Writing quads, in every RDF syntax, with the same bytes every time.
//!
//! Oxigraph's writers group and order by the store's hash order and declare prefixes at random;
//! these sort first, use fixed prefixes, and leave a blank line between subjects.

mod canonical;
mod dump;
mod jsonl;
mod jsonld;
mod lines;
mod rdfxml;
mod select;
mod term;
mod turtle;

pub use canonical::write_canonical;
pub use dump::Dump;
pub(super) use rdfxml::escape;

pub use jsonl::json_line;
pub use jsonld::CONTEXT;
pub use select::{EvidenceLevel, RdfVersion, with_triple_terms, without_triple_terms};

use super::iri::Base;
use super::order;
use oxigraph::model::{GraphName, Quad};
use std::io::{self, Write};
use std::str::FromStr;

/// A syntax for RDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Turtle: one graph, for people.
    Turtle,
    /// N-Triples: one graph, one triple a line.
    NTriples,
    /// N-Quads: all graphs, one quad a line.
    NQuads,
    /// TriG: all graphs, for people.
    TriG,
    /// RDF/XML: one graph, RDF 1.1.
    RdfXml,
    /// JSON-LD 1.1: all graphs, RDF 1.1, compacted.
    JsonLd,
}

/// A word that names no RDF syntax.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown RDF format `{0}`; expected one of turtle, ntriples, nquads, trig, rdfxml, jsonld")]
pub struct UnknownFormat(String);

impl Format {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Turtle,
        Self::NTriples,
        Self::NQuads,
        Self::TriG,
        Self::RdfXml,
        Self::JsonLd,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Turtle => "turtle",
            Self::NTriples => "ntriples",
            Self::NQuads => "nquads",
            Self::TriG => "trig",
            Self::RdfXml => "rdfxml",
            Self::JsonLd => "jsonld",
        }
    }

    /// The extension of its files, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::NTriples => "nt",
            Self::NQuads => "nq",
            Self::TriG => "trig",
            Self::RdfXml => "rdf",
            Self::JsonLd => "jsonld",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle",
            Self::NTriples => "application/n-triples",
            Self::NQuads => "application/n-quads",
            Self::TriG => "application/trig",
            Self::RdfXml => "application/rdf+xml",
            Self::JsonLd => "application/ld+json",
        }
    }

    /// Whether it keeps named graphs apart; the others merge all graphs into one.
    #[must_use]
    pub const fn has_graphs(self) -> bool {
        matches!(self, Self::NQuads | Self::TriG | Self::JsonLd)
    }

    /// Whether it can write triple terms (RDF 1.2); the others get `rdf:Statement`.
    #[must_use]
    pub const fn has_triple_terms(self) -> bool {
        !matches!(self, Self::RdfXml | Self::JsonLd)
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// Reads a name or a file extension, in any case.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let lower = name.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| lower == format.as_str() || lower == format.extension())
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// IRIs under this base are shortened where the syntax can.
    pub base: Base,
    /// How much of the evidence graphs to keep.
    pub evidence: EvidenceLevel,
    /// Whether triple terms may be written.
    pub rdf: RdfVersion,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base: Base::default(),
            evidence: EvidenceLevel::Full,
            rdf: RdfVersion::V12,
        }
    }
}

/// Writes quads sorted, each once.
///
/// Holds them all in memory to sort them. A format without graphs gets the union of all graphs.
///
/// # Errors
/// When `out` fails, or when RDF/XML cannot name a property.
pub fn write(
    mut quads: Vec<Quad>,
    format: Format,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    quads = prepare(quads, format, options);
    match format {
        Format::NTriples | Format::NQuads => lines::write(&quads, out),
        Format::Turtle | Format::TriG => turtle::write(&quads, &options.base, out),
        Format::RdfXml => rdfxml::write(&quads, out),
        Format::JsonLd => jsonld::write(&quads, &options.base, out),
    }
}

/// What `format` writes of `quads`, in the order in which it does.
fn prepare(mut quads: Vec<Quad>, format: Format, options: &Options) -> Vec<Quad> {
    options.evidence.retain(&mut quads);
    quads.iter_mut().for_each(select::restore_datatype);
    if options.rdf == RdfVersion::V11 || !format.has_triple_terms() {
        quads = without_triple_terms(quads);
    }
    if !format.has_graphs() {
        for quad in &mut quads {
            quad.graph_name = GraphName::DefaultGraph;
        }
    }
    order::sort(&mut quads);
    quads
}

/// The same as [`write()`], into a string.
///
/// # Errors
/// When RDF/XML cannot name a property.
pub fn serialize(quads: Vec<Quad>, format: Format, options: &Options) -> io::Result<String> {
    let mut bytes = Vec::new();
    write(quads, format, options, &mut bytes)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests;
