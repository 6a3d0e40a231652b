use super::Outcome;
use super::output::with_output;
use crate::rdf::checks::{CHECKS, validate};
use crate::rdf::{Format, with_triple_terms};
use crate::store::Store;
use anyhow::{Context as _, bail};
use clap::Args;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::Quad;
use oxigraph::store::Store as Dataset;
use std::path::{Path, PathBuf};

/// Check a store or a file against the constraints of the ontology
///
/// Each constraint is a SPARQL query of `ontology/checks/` that must find nothing: every plain relation has
/// evidence, every denied one is absent, every date and number is well-formed, and so on. Exit code
/// 1 if one finds something. The same constraints, as far as they need no named graphs, are in SHACL:
/// `griot ontology --shapes`.
///
/// A file is an export of griot or any other RDF. In one of a single graph (Turtle, N-Triples, RDF/XML)
/// nothing says what each article says, so that constraints on their graphs find nothing.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot validate -l conflict.griot
  griot validate conflict.trig")]
pub(super) struct Validate {
    /// Files of RDF, checked together
    #[arg(value_name = "FILE", required_unless_present = "location")]
    files: Vec<PathBuf>,
    /// Folder of a store
    #[arg(short, long, value_name = "DIR", conflicts_with = "files")]
    location: Option<PathBuf>,
}

impl Validate {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let violations = match &self.location {
            Some(location) => validate(Store::open(location)?.dataset())?,
            None => {
                let dataset = Dataset::new()?;
                for file in &self.files {
                    dataset.extend(read(file)?)?;
                }
                validate(&dataset)?
            }
        };
        with_output(None, |out| {
            for violation in &violations {
                writeln!(out, "{violation}")?;
            }
            writeln!(
                out,
                "{} checks, {} violations",
                CHECKS.len(),
                violations.len()
            )?;
            Ok(())
        })?;
        Ok(Outcome::incomplete_if(!violations.is_empty()))
    }
}

/// The quads of a file; evidence in RDF 1.1 is read as what it stands for.
fn read(file: &Path) -> anyhow::Result<Vec<Quad>> {
    let name = file.display();
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    let syntax = match extension.parse::<Format>() {
        Ok(Format::Turtle) => RdfFormat::Turtle,
        Ok(Format::NTriples) => RdfFormat::NTriples,
        Ok(Format::NQuads) => RdfFormat::NQuads,
        Ok(Format::TriG) => RdfFormat::TriG,
        Ok(Format::RdfXml) => RdfFormat::RdfXml,
        Ok(Format::JsonLd) => RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
        Err(_) => bail!(
            "`{name}`: expected a file of RDF with the extension .ttl, .nt, .nq, .trig, .rdf or .jsonld"
        ),
    };
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(e) => bail!("cannot read `{name}`: {e}"),
    };
    let quads = RdfParser::from_format(syntax).for_slice(&bytes);
    let quads: Vec<Quad> = quads
        .collect::<Result<_, _>>()
        .with_context(|| format!("`{name}` is no {}", syntax.name()))?;
    Ok(with_triple_terms(quads))
}
