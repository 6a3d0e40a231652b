use super::output::with_output;
use super::{DataArgs, Location, Outcome, table};
use crate::lexicon::Names;
use crate::lexicon::normalize::exact_key;
use crate::rdf::vocab::{self, other};
use crate::store::Store;
use clap::{Args, ValueEnum};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::StorageError;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};

/// List the entities of a store, the most mentioned first
///
/// For each entity its label, classes, how often it is mentioned and in how many articles, and the identifiers
/// of other data sets that it is linked to. `--unlinked` keeps the names that griot's lexicons lack: what an alias
/// file or a lexicon could say better.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot entities -l conflict.griot --class ArmedGroup
  griot entities -l conflict.griot --unlinked --format csv")]
pub(super) struct Entities {
    #[command(flatten)]
    location: Location,
    /// Only names that neither griot's lexicons nor its gazetteer know
    #[arg(long)]
    unlinked: bool,
    /// Only entities of this class of the ontology, such as `City`
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// How many entities to list [default: all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// How to write the list [default: table on a terminal, else csv]
    #[arg(long, value_name = "FORMAT")]
    format: Option<ListFormat>,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum ListFormat {
    Table,
    Json,
    Csv,
}

/// An entity as the list shows it.
#[derive(Default)]
struct Listed {
    id: String,
    label: String,
    classes: Vec<String>,
    mentions: usize,
    articles: usize,
    links: Vec<String>,
}

impl Entities {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let store = Store::open(&self.location.location)?;
        let mut listed = collect(store.dataset())?;
        if let Some(class) = &self.class {
            listed.retain(|e| e.classes.contains(class));
        }
        if self.unlinked {
            let names = Names::load(&self.data.load()?)?;
            listed.retain(|e| is_lacking(e, &names));
        }
        listed.sort_by(|a, b| {
            (b.mentions, b.articles)
                .cmp(&(a.mentions, a.articles))
                .then_with(|| a.id.cmp(&b.id))
        });
        listed.truncate(self.limit.unwrap_or(usize::MAX));
        let format = self.format.unwrap_or(if io::stdout().is_terminal() {
            ListFormat::Table
        } else {
            ListFormat::Csv
        });
        with_output(None, |out| Ok(write(&listed, format, out)?))?;
        Ok(Outcome::Done)
    }
}

/// Everything that some article of the store mentions, by IRI.
fn collect(store: &oxigraph::store::Store) -> Result<Vec<Listed>, StorageError> {
    let mut entities: BTreeMap<NamedNode, Listed> = BTreeMap::new();
    for quad in store.quads_for_pattern(None, Some(other::TA_IDENT_REF), None, None) {
        if let Term::NamedNode(entity) = quad?.object {
            entities.entry(entity).or_default().mentions += 1;
        }
    }
    for (node, entity) in &mut entities {
        let iri = node.as_str();
        entity.id = iri.rsplit('/').next().unwrap_or(iri).to_owned();
        let default = Some(GraphNameRef::DefaultGraph);
        for quad in store.quads_for_pattern(Some(node.as_ref().into()), None, None, default) {
            let quad = quad?;
            match (quad.predicate.as_ref(), quad.object) {
                (other::LABEL, Term::Literal(label)) => {
                    keep_first(&mut entity.label, label.value())
                }
                (other::TYPE, Term::NamedNode(class)) => {
                    entity
                        .classes
                        .extend(vocab::local_name(class.as_str()).map(str::to_owned));
                }
                (other::SAME_AS, Term::NamedNode(page)) => entity.links.push(page.into_string()),
                (other::IDENTIFIER, Term::Literal(id)) => entity.links.push(id.value().to_owned()),
                _ => {}
            }
        }
        let mentioned: NamedNodeRef<'_> = node.as_ref();
        for quad in
            store.quads_for_pattern(None, Some(other::MENTIONS), Some(mentioned.into()), default)
        {
            entity.articles += usize::from(matches!(quad?.subject, NamedOrBlankNode::NamedNode(_)));
        }
        entity.classes.sort();
        entity.links.sort();
    }
    Ok(entities.into_values().collect())
}

/// Of several labels, the first in the alphabet, so that the list does not depend on the order of reading.
fn keep_first(kept: &mut String, label: &str) {
    if kept.is_empty() || label < kept.as_str() {
        label.clone_into(kept);
    }
}

/// Whether the lexicons lack the name: they do not hold it, and the IRI comes from the label itself, as
/// that of a name does and that of a description does not.
fn is_lacking(entity: &Listed, names: &Names) -> bool {
    let named = entity.label.chars().any(char::is_uppercase)
        && entity
            .id
            .starts_with(&exact_key(&entity.label).replace(' ', "-"));
    named && entity.links.is_empty() && names.by_id(&entity.id).is_none()
}

fn write(listed: &[Listed], format: ListFormat, out: &mut dyn Write) -> io::Result<()> {
    let cells = |e: &Listed| {
        vec![
            e.label.clone(),
            e.classes.join(" "),
            e.mentions.to_string(),
            e.articles.to_string(),
            e.links.join(" "),
            e.id.clone(),
        ]
    };
    let header = ["label", "type", "mentions", "articles", "links", "id"].map(str::to_owned);
    match format {
        ListFormat::Table => {
            let rows: Vec<Vec<String>> = listed.iter().map(cells).collect();
            table::write(out, &header, &rows)
        }
        ListFormat::Csv => {
            writeln!(out, "{}\r", header.join(","))?;
            listed.iter().try_for_each(|e| {
                let row: Vec<String> = cells(e).iter().map(|c| csv(c)).collect();
                writeln!(out, "{}\r", row.join(","))
            })
        }
        ListFormat::Json => {
            let rows: Vec<serde_json::Value> = listed
                .iter()
                .map(|e| {
                    serde_json::json!({
                        "id": e.id,
                        "label": e.label,
                        "types": e.classes,
                        "mentions": e.mentions,
                        "articles": e.articles,
                        "links": e.links,
                    })
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &rows)?;
            writeln!(out)
        }
    }
}

/// A cell as RFC 4180 wants it.
fn csv(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
