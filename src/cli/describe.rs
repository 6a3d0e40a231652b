use super::output::with_output;
use super::{Location, Outcome};
use crate::rdf::{self, About, Base, Format, describe};
use crate::store::Store;
use clap::Args;
use oxigraph::model::NamedNode;
use std::path::PathBuf;

/// Describe a store as a dataset, for catalogues and crawlers
///
/// In VoID and DCAT: how many triples, things of each class and triples of each property there are, which
/// vocabularies are used, the period of the events, the languages, the licence, where it can be
/// downloaded, and by what it was made. The same store gives the same bytes: no date of today.
#[derive(Args)]
#[command(after_help = "\
Example:
  griot describe -l conflict.griot --license https://creativecommons.org/licenses/by/4.0/ \\
    --dump https://example.org/conflict.nq --file void.ttl")]
pub(super) struct Describe {
    #[command(flatten)]
    location: Location,
    /// Title of the dataset [default: a general one, in French and English]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Licence of the dataset, by IRI; it is yours to choose, and none is assumed
    #[arg(long, value_name = "IRI", value_parser = iri)]
    license: Option<NamedNode>,
    /// Where an export can be downloaded, by IRI; may be given several times
    #[arg(long = "dump", value_name = "IRI", value_parser = iri)]
    dumps: Vec<NamedNode>,
    /// turtle, ntriples, rdfxml, jsonld, nquads or trig
    #[arg(long, value_name = "FORMAT", default_value = "turtle", value_parser = format)]
    format: Format,
    /// Namespace of the resources, under which the dataset gets its IRI, too
    #[arg(long, value_name = "IRI", value_parser = super::base, default_value = "https://w3id.org/griot/id/")]
    base: Base,
    /// Write to this file and not to standard output
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Describe {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let store = Store::open(&self.location.location)?;
        let about = About {
            title: self.title,
            license: self.license,
            dumps: self.dumps,
        };
        let quads = describe(store.dataset(), &self.base, &about)?;
        let options = rdf::Options {
            base: self.base,
            ..rdf::Options::default()
        };
        with_output(self.file.as_deref(), |out| {
            Ok(rdf::write(quads, self.format, &options, out)?)
        })?;
        Ok(Outcome::Done)
    }
}

fn iri(text: &str) -> Result<NamedNode, String> {
    NamedNode::new(text)
        .map_err(|e| format!("`{text}` is no absolute IRI ({e}); write `https://example.org/…`"))
}

fn format(name: &str) -> Result<Format, String> {
    name.parse::<Format>().map_err(|e| e.to_string())
}
