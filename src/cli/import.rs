use super::{Location, Outcome, output};
use crate::import::{self, Imported};
use crate::rdf::checks::{Severity, validate};
use crate::rdf::{Base, Provenance, relabel_blank_nodes, to_quads};
use crate::store::{ArticleInfo, Fingerprint, StoredArticle, Writer};
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, Quad, Triple};
use oxigraph::store::Store as Dataset;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Take over what others wrote or found: RDF, JSON Lines, brat
///
/// RDF (`.ttl`, `.nt`, `.nq`, `.trig`, `.rdf`, `.jsonld`: a graph made by hand, an export of another griot) goes into a
/// named graph of its own, beside what the articles say and never mixed with it.
///
/// What another extractor or annotator found in an article becomes an article of the store, with the
/// same IRIs and evidence as griot's own: JSON Lines (`.jsonl`), one article a line, as `griot extract
/// --format jsonl` writes it; or brat standoff, `depeche.ann` with `depeche.txt` beside it. Types and relations
/// are named as in griot's ontology, offsets count code points. An article must pass the checks of
/// `griot validate`, or nothing is taken over. `ontology/README.md` in griot's source describes the formats.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot import background.ttl --graph https://example.org/background -l conflict.griot
  griot import --drop https://example.org/background -l conflict.griot
  griot extract examples --format jsonl | griot import - --format jsonl -l conflict.griot
  griot import annotated/*.ann -l conflict.griot")]
pub(super) struct Import {
    /// Files; `-` is standard input
    #[arg(required_unless_present = "drop", value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    location: Location,
    /// What the files hold [default: by their extension]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Graph that RDF goes into; what was there before is replaced [default: made from the file's name]
    #[arg(long, value_name = "IRI", value_parser = iri)]
    graph: Option<NamedNode>,
    /// Remove the graph of an earlier import
    #[arg(long, value_name = "IRI", value_parser = iri, conflicts_with_all = ["files", "graph", "format"])]
    drop: Option<NamedNode>,
    /// Namespace under which resources get their IRIs
    #[arg(long, value_name = "IRI", value_parser = super::base, default_value = "https://w3id.org/griot/id/")]
    base: Base,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Turtle,
    Ntriples,
    Nquads,
    Trig,
    Rdfxml,
    Jsonld,
    /// One article a line, with what was found in it
    Jsonl,
    /// Annotations of brat, with the text beside them
    Brat,
}

impl Format {
    fn of(file: &Path) -> anyhow::Result<Self> {
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        Ok(match extension.to_ascii_lowercase().as_str() {
            "ttl" | "turtle" => Self::Turtle,
            "nt" => Self::Ntriples,
            "nq" => Self::Nquads,
            "trig" => Self::Trig,
            "rdf" | "owl" | "xml" => Self::Rdfxml,
            "jsonld" => Self::Jsonld,
            "jsonl" | "ndjson" => Self::Jsonl,
            "ann" => Self::Brat,
            _ => bail!(
                "`{}`: nothing says what it holds; name it by `--format`, or give it the extension .ttl, .nt, .nq, .trig, .rdf, .jsonld, .jsonl or .ann",
                file.display()
            ),
        })
    }

    /// The syntax, if it is RDF.
    const fn syntax(self) -> Option<RdfFormat> {
        Some(match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::Ntriples => RdfFormat::NTriples,
            Self::Nquads => RdfFormat::NQuads,
            Self::Trig => RdfFormat::TriG,
            Self::Rdfxml => RdfFormat::RdfXml,
            Self::Jsonld => RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            },
            Self::Jsonl | Self::Brat => return None,
        })
    }
}

impl Import {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        if let Some(graph) = &self.drop {
            if !Writer::open_existing(&self.location.location)?.remove_graph(graph)? {
                bail!(
                    "there is no graph {graph} that was imported; `SELECT DISTINCT ?g {{ GRAPH ?g {{}} }}` lists the graphs"
                );
            }
            output::message(&format!("the graph {graph} is removed"));
            return Ok(Outcome::Done);
        }
        let mut graphs: Vec<(NamedNode, Vec<Triple>)> = Vec::new();
        let mut articles = Vec::new();
        for file in &self.files {
            let format = self.format.map_or_else(|| Format::of(file), Ok)?;
            match format.syntax() {
                Some(syntax) => {
                    let graph = self.graph_of(file);
                    let mut triples = read_rdf(file, syntax, &graph)?;
                    match graphs.iter_mut().find(|(name, _)| *name == graph) {
                        Some((_, all)) => all.append(&mut triples),
                        None => graphs.push((graph, triples)),
                    }
                }
                None => articles.extend(read_articles(file, format)?),
            }
        }
        let articles = self.map(articles)?;
        let mut writer = Writer::open(&self.location.location)?;
        writer.put(&articles)?;
        for (graph, triples) in graphs {
            let triples = relabel_blank_nodes(triples, &graph);
            writer.put_graph(&graph, &triples)?;
            output::message(&format!(
                "{} triples are in the graph {graph}",
                triples.len()
            ));
        }
        if !articles.is_empty() {
            output::message(&format!("articles: {} taken over", articles.len()));
        }
        Ok(Outcome::Done)
    }

    fn graph_of(&self, file: &Path) -> NamedNode {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = self.graph.clone();
        name.unwrap_or_else(|| self.base.imported_graph(&crate::article::slug(&stem)))
    }

    /// The quads of the articles, checked as a whole: all or nothing.
    fn map(&self, imported: Vec<Imported>) -> anyhow::Result<Vec<StoredArticle>> {
        let dataset = Dataset::new()?;
        let mut seen = BTreeSet::new();
        let mut stored = Vec::new();
        for Imported {
            article,
            extraction,
        } in imported
        {
            if !seen.insert(article.id.clone()) {
                bail!(
                    "two articles are called `{}`; give each an id of its own",
                    article.id
                );
            }
            let quads = to_quads(&article, &extraction, &self.base, &Provenance::default());
            let quads: Vec<Quad> = quads.default_graph().chain(quads.iter().cloned()).collect();
            dataset.extend(quads.iter().cloned())?;
            let words = quads
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n");
            stored.push(StoredArticle {
                info: ArticleInfo {
                    fingerprint: Fingerprint::of(&[b"import", words.as_bytes()]),
                    path: format!("import:{}", article.id),
                    title: article
                        .title
                        .map(|title| title.of(&article.text).to_owned()),
                    date: article.date.map(|date| date.to_string()),
                    source: article.source,
                    id: article.id,
                },
                text: article.text,
                quads,
            });
        }
        let violations = validate(&dataset)?;
        for violation in &violations {
            output::message(&violation.to_string());
        }
        if violations.iter().any(|v| v.severity == Severity::Error) {
            bail!("the articles break the constraints above; nothing was taken over");
        }
        Ok(stored)
    }
}

fn read_rdf(file: &Path, syntax: RdfFormat, graph: &NamedNode) -> anyhow::Result<Vec<Triple>> {
    let text = read(file)?;
    let parser = RdfParser::from_format(syntax).with_base_iri(graph.as_str())?;
    let mut triples = Vec::new();
    for quad in parser.for_slice(&text) {
        triples.push(
            quad.map_err(|e| anyhow::anyhow!("`{}`: {e}", file.display()))?
                .into(),
        );
    }
    Ok(triples)
}

fn read_articles(file: &Path, format: Format) -> anyhow::Result<Vec<Imported>> {
    let name = file.display().to_string();
    let text = read(file)?;
    if format == Format::Jsonl {
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        let articles = lines.map(|(n, line)| import::json_line(&name, n + 1, line));
        return Ok(articles.collect::<Result<_, _>>()?);
    }
    let beside = file.with_extension("txt");
    let article = read(&beside).with_context(|| format!("`{name}` needs its text beside it"))?;
    let stem = beside.file_stem().unwrap_or_default().to_string_lossy();
    Ok(vec![import::brat(&name, &stem, article, &text)?])
}

/// A file in UTF-8; that it cannot be read is wrong usage, no failure of the store.
fn read(file: &Path) -> anyhow::Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text)?;
        return Ok(text);
    }
    let bytes = std::fs::read(file)
        .map_err(|e| anyhow::anyhow!("cannot read `{}`: {e}", file.display()))?;
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        anyhow::anyhow!("`{}` is not in UTF-8: byte {at} begins no character; convert it, for instance with iconv", file.display())
    })
}

fn iri(text: &str) -> Result<NamedNode, String> {
    let node = NamedNode::new(text)
        .map_err(|e| format!("`{text}` is no absolute IRI ({e}); write `https://example.org/…`"))?;
    if Base::is_inferred_graph(text) || text.contains("/article/") {
        return Err(format!(
            "`{text}` is a graph that griot writes itself; name another"
        ));
    }
    Ok(node)
}
