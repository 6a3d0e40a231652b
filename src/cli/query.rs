use super::output::with_output;
use super::{Location, Outcome, table};
use crate::rdf::{self, Base, Format};
use crate::store::Store;
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use oxigraph::model::{NamedNode, Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, SparqlEvaluator};
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;

/// Prefixes that a query need not declare.
const PREFIXES: [(&str, &str); 9] = [
    ("griot", "https://w3id.org/griot/ontology#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
];

/// Ask a store in SPARQL
///
/// The default graph holds what all articles together say; `GRAPH ?article { … }` asks for what one of
/// them says, and its evidence graph for the words. The usual prefixes (griot, rdf, rdfs, owl, xsd,
/// skos, dcterms, prov, geo) need no declaration. The folder `queries/` of griot's source answers the
/// common questions.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot query -l conflict.griot --file queries/who-attacked-whom.rq
  griot query -l conflict.griot 'SELECT ?who ?whom { ?a griot:attacked ?b . ?a rdfs:label ?who . ?b rdfs:label ?whom }'")]
pub(super) struct Query {
    #[command(flatten)]
    location: Location,
    /// The query; `-` reads it from standard input
    #[arg(
        value_name = "QUERY",
        required_unless_present = "file",
        conflicts_with = "file"
    )]
    query: Option<String>,
    /// File with the query
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Let the default graph hold all graphs: also what was inferred and imported, and the evidence
    #[arg(long)]
    union_default_graph: bool,
    /// How to write the answer [default: table on a terminal, else csv]
    ///
    /// The answer of a CONSTRUCT or DESCRIBE query is a graph, written as Turtle.
    #[arg(long, value_name = "FORMAT")]
    results_format: Option<ResultsFormat>,
    /// Write to this file and not to standard output
    #[arg(short = 'o', long, value_name = "FILE")]
    results_file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ResultsFormat {
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
}

impl ResultsFormat {
    /// The standard format; a table is ours.
    const fn standard(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Table => None,
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
        }
    }
}

impl Query {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let query = self.text()?;
        let mut evaluator = SparqlEvaluator::new();
        for (prefix, iri) in PREFIXES {
            evaluator = evaluator.with_prefix(prefix, iri)?;
        }
        let mut query = evaluator
            .parse_query(&query)
            .with_context(|| match &self.file {
                Some(file) => format!("`{}` is no SPARQL query", file.display()),
                None => "that is no SPARQL query".to_owned(),
            })?;
        if self.union_default_graph {
            query.dataset_mut().set_default_graph_as_union();
        }
        let store = Store::open(&self.location.location)?;
        let results = query
            .on_store(store.dataset())
            .execute()
            .context("the query failed")?;
        let on_terminal = self.results_file.is_none() && io::stdout().is_terminal();
        let format = self.results_format.unwrap_or(if on_terminal {
            ResultsFormat::Table
        } else {
            ResultsFormat::Csv
        });
        with_output(self.results_file.as_deref(), |out| {
            write_results(results, format, out)
        })?;
        Ok(Outcome::Done)
    }

    fn text(&self) -> anyhow::Result<String> {
        match (&self.file, self.query.as_deref()) {
            (Some(file), _) => match std::fs::read_to_string(file) {
                Ok(text) => Ok(text),
                // A question that cannot be read is wrong usage, no failure of the store.
                Err(e) => bail!("cannot read the query `{}`: {e}", file.display()),
            },
            (None, Some("-")) => {
                let mut text = String::new();
                io::stdin().lock().read_to_string(&mut text)?;
                Ok(text)
            }
            (None, text) => Ok(text.unwrap_or_default().to_owned()),
        }
    }
}

fn write_results(
    results: QueryResults<'_>,
    format: ResultsFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match results {
        QueryResults::Graph(triples) => {
            let quads = triples
                .map(|t| t.map(|t: Triple| t.in_graph(oxigraph::model::GraphName::DefaultGraph)))
                .collect::<Result<Vec<_>, _>>()?;
            rdf::write(quads, Format::Turtle, &rdf::Options::default(), out)?;
        }
        QueryResults::Boolean(answer) => match format.standard() {
            Some(QueryResultsFormat::Csv | QueryResultsFormat::Tsv) | None => {
                writeln!(out, "{answer}")?;
            }
            Some(format) => {
                QueryResultsSerializer::from_format(format)
                    .serialize_boolean_to_writer(&mut *out, answer)?;
            }
        },
        QueryResults::Solutions(solutions) => match format.standard() {
            Some(format) => {
                let variables = solutions.variables().to_vec();
                let mut writer = QueryResultsSerializer::from_format(format)
                    .serialize_solutions_to_writer(&mut *out, variables)?;
                for solution in solutions {
                    writer.serialize(&solution?)?;
                }
                writer.finish()?;
            }
            None => write_table(solutions, out)?,
        },
    }
    Ok(())
}

fn write_table(solutions: QuerySolutionIter<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    let header: Vec<String> = solutions
        .variables()
        .iter()
        .map(|v| v.as_str().to_owned())
        .collect();
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution?;
        rows.push(
            solution
                .values()
                .iter()
                .map(|v| v.as_ref().map(cell).unwrap_or_default())
                .collect(),
        );
    }
    table::write(out, &header, &rows)?;
    let n = rows.len();
    writeln!(out, "({n} {})", if n == 1 { "row" } else { "rows" })?;
    Ok(())
}

/// A term for people: literals without quotes, IRIs by their prefix.
fn cell(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => shorten(node),
        Term::BlankNode(node) => node.to_string(),
        Term::Triple(triple) => format!(
            "{} {} {}",
            cell(&triple.subject.clone().into()),
            shorten(&triple.predicate),
            cell(&triple.object)
        ),
    }
}

pub(super) fn shorten(node: &NamedNode) -> String {
    let iri = node.as_str();
    for (prefix, namespace) in PREFIXES {
        if let Some(local) = iri.strip_prefix(namespace) {
            return format!("{prefix}:{local}");
        }
    }
    iri.strip_prefix(Base::default().as_str())
        .unwrap_or(iri)
        .to_owned()
}
