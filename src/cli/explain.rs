mod evidence;
mod passage;
mod subject;

use super::output::with_output;
use super::{Location, Outcome};
use crate::store::Store;
use anyhow::bail;
use clap::{Args, ValueEnum};
use evidence::Statement;
use passage::Passage;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use subject::Names;

/// Show the words behind what a store says
///
/// For each statement about an entity, or between two: the sentence of each article that makes it, the
/// words marked, with the rule that read them, its status (denied and hypothetical statements are shown
/// too: they have evidence, but are not in the graph), and where they stand in the article, in code
/// points. An entity is named by any of its names, in any case and with or without accents, or by IRI.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot explain -l conflict.griot Hezbollah
  griot explain -l conflict.griot Hezbollah Israël --property attacked
  griot explain -l conflict.griot Iran --format json")]
pub(super) struct Explain {
    #[command(flatten)]
    location: Location,
    /// An entity, or an event by IRI
    entity: String,
    /// Another one: only statements between the two, in either direction
    other: Option<String>,
    /// Only statements of this property, such as `attacked`
    #[arg(long, value_name = "NAME")]
    property: Option<String>,
    /// Show at most so many statements
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t = Layout::Text)]
    format: Layout,
}

#[derive(Clone, Copy, ValueEnum)]
enum Layout {
    /// For people
    Text,
    /// One JSON array
    Json,
}

impl Explain {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let store = Store::open(&self.location.location)?;
        let names = Names::load(store.dataset())?;
        let entity = names.find(&self.entity)?;
        let other = self.other.as_deref().map(|o| names.find(o)).transpose()?;
        let statements = evidence::statements(store.dataset(), |triple| {
            let (s, o) = (triple.subject.to_string(), triple.object.to_string());
            let about = |iri: &str| s == iri || o == iri;
            let property = triple.predicate.as_str();
            about(&entity)
                && other.as_deref().is_none_or(about)
                && self
                    .property
                    .as_deref()
                    .is_none_or(|p| property.rsplit(['#', '/']).next() == Some(p) || property == p)
        })?;
        if statements.is_empty() {
            bail!(
                "no article says anything {} {}",
                if other.is_some() { "between" } else { "about" },
                [Some(names.label(&entity)), other.map(|o| names.label(&o))]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" and ")
            );
        }
        let mut texts = Texts::new(&store);
        with_output(None, |out| match self.format {
            Layout::Text => {
                let colored = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
                write_text(&statements, self.limit, &names, &mut texts, colored, out)
            }
            Layout::Json => {
                let mut all = Vec::new();
                for statement in statements.iter().take(self.limit) {
                    all.push(statement.to_json(&names, texts.passage(statement)?.as_ref()));
                }
                serde_json::to_writer_pretty(&mut *out, &all)?;
                Ok(writeln!(out)?)
            }
        })?;
        Ok(Outcome::Done)
    }
}

fn write_text(
    statements: &[Statement],
    limit: usize,
    names: &Names,
    texts: &mut Texts<'_>,
    colored: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut last = String::new();
    for statement in statements.iter().take(limit) {
        let heading = statement.heading(names);
        if heading != last {
            writeln!(out, "{}{heading}", if last.is_empty() { "" } else { "\n" })?;
            last = heading;
        }
        if let Some(passage) = texts.passage(statement)? {
            writeln!(out, "    {}", passage.render(colored))?;
        }
        writeln!(out, "    {}", statement.source())?;
    }
    if statements.len() > limit {
        writeln!(
            out,
            "\n… and {} more; see --limit",
            statements.len() - limit
        )?;
    }
    Ok(())
}

/// The texts of articles, each read once.
struct Texts<'a> {
    store: &'a Store,
    read: BTreeMap<String, Option<String>>,
}

impl<'a> Texts<'a> {
    const fn new(store: &'a Store) -> Self {
        Self {
            store,
            read: BTreeMap::new(),
        }
    }

    fn passage(&mut self, statement: &Statement) -> anyhow::Result<Option<Passage>> {
        let id = statement.article_id();
        if !self.read.contains_key(id) {
            self.read.insert(id.to_owned(), self.store.text(id)?);
        }
        let text = self.read.get(id).and_then(Option::as_deref);
        Ok(text.and_then(|text| Passage::new(text, statement.begin, statement.end)))
    }
}
