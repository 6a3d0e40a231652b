//! The canonical form of RDFC-1.0 (W3C Recommendation, 2024): blank nodes by Oxigraph's
//! implementation, lines as canonical N-Quads have them, in the order of code points.

use super::{Format, Options, RdfVersion, prepare};
use oxigraph::model::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
use oxigraph::model::{Dataset, GraphName, Quad};
use std::io::{self, Write};

/// Writes N-Quads or N-Triples in canonical form: the same bytes for the same dataset, whoever wrote
/// it and however its blank nodes are called.
///
/// The algorithm knows no triple terms, so that evidence is written as `rdf:Statement`.
///
/// # Errors
/// When `out` fails.
pub fn write_canonical(
    quads: Vec<Quad>,
    format: Format,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let classic = Options {
        rdf: RdfVersion::V11,
        ..options.clone()
    };
    let mut dataset: Dataset = prepare(quads, format, &classic).into_iter().collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let line = |quad: oxigraph::model::QuadRef<'_>| match quad.graph_name.into_owned() {
        GraphName::DefaultGraph => {
            format!("{} {} {} .", quad.subject, quad.predicate, quad.object)
        }
        graph => format!(
            "{} {} {} {graph} .",
            quad.subject, quad.predicate, quad.object
        ),
    };
    let mut lines: Vec<String> = dataset.iter().map(line).collect();
    lines.sort_unstable();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}
