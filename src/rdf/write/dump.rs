//! N-Quads and N-Triples of many articles, one after the other.

use super::{Format, Options, lines, prepare};
use oxigraph::model::{GraphName, Quad};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};

/// Writes quads in parts, each part sorted, each quad once.
///
/// What is in memory is one part, and 16 bytes for each triple of the default graph: several
/// articles may say it, and it must come once.
pub struct Dump<'a> {
    format: Format,
    options: &'a Options,
    written: HashSet<(u64, u64)>,
}

impl<'a> Dump<'a> {
    /// A dump in N-Quads, or in N-Triples where graphs are merged.
    #[must_use]
    pub fn new(graphs: bool, options: &'a Options) -> Self {
        let format = if graphs {
            Format::NQuads
        } else {
            Format::NTriples
        };
        Self {
            format,
            options,
            written: HashSet::new(),
        }
    }

    /// Writes the next part.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, quads: Vec<Quad>, out: &mut dyn Write) -> io::Result<()> {
        let mut quads = prepare(quads, self.format, self.options);
        quads.retain(|quad| quad.graph_name != GraphName::DefaultGraph || self.is_new(quad));
        lines::write(&quads, out)
    }

    /// Two hashes of 64 bits: that two of a billion triples share both is less likely than 10⁻²⁰.
    fn is_new(&mut self, quad: &Quad) -> bool {
        let hash = |seed: u8| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            quad.hash(&mut hasher);
            hasher.finish()
        };
        self.written.insert((hash(0), hash(1)))
    }
}
