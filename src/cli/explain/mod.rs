mod articles;
mod evidence;
mod passage;
pub(super) mod subject;

use super::output::with_output;
use super::{Location, Outcome, RuleArgs};
use crate::extract::trace::Tracer;
use crate::pipeline::Pipeline;
use crate::rdf::Base;
use crate::store::Store;
use anyhow::bail;
use articles::Articles;
use clap::{Args, ValueEnum};
use evidence::Statement;
use passage::Passage;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use subject::Names;

/// Show the words behind what a store says
///
/// For each statement about an entity, or between two: the sentence of each article that makes it, with the
/// words of the statement between ⟦ and ⟧, in them the arguments between [ and ] and the trigger, the word
/// that the rule hangs on, between two * (on a terminal: bold, underlined and reversed); then the article
/// with its date, the place in code points, the rule, the source whose word it is, and the date of the
/// event. Denied and hypothetical statements are shown, too: they have evidence, but are not in the graph.
/// An entity is named by any of its names, in any case and with or without accents, or by IRI.
///
/// Trigger and arguments are found by reading the article again: give the `--data` and `--rules` of the build.
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
    #[command(flatten)]
    data: RuleArgs,
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
        let n_more = statements.len().saturating_sub(self.limit);
        let statements = &statements[..statements.len() - n_more];
        let pipeline = Pipeline::load(&self.data.load()?, Base::default())?;
        let articles = Articles::read(&store, &pipeline, statements)?;
        let explanation = Explanation {
            statements,
            names: &names,
            articles: &articles,
            tracers: articles.tracers(&pipeline),
        };
        with_output(None, |out| match self.format {
            Layout::Text => {
                let colored = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
                explanation.write_text(colored, out)?;
                if n_more > 0 {
                    writeln!(out, "\n… and {n_more} more; see --limit")?;
                }
                Ok(())
            }
            Layout::Json => {
                serde_json::to_writer_pretty(&mut *out, &explanation.to_json())?;
                Ok(writeln!(out)?)
            }
        })?;
        Ok(Outcome::Done)
    }
}

/// The statements that are shown, with what they come from.
struct Explanation<'a> {
    statements: &'a [Statement],
    names: &'a Names,
    articles: &'a Articles,
    tracers: BTreeMap<&'a str, Tracer<'a>>,
}

impl<'a> Explanation<'a> {
    fn passage(&self, statement: &Statement) -> Option<Passage<'a>> {
        let tracer = self.tracers.get(statement.article_id());
        let article = self.articles.get(statement.article_id())?;
        article.passage(statement, tracer)
    }

    fn write_text(&self, colored: bool, out: &mut dyn Write) -> io::Result<()> {
        let mut last = String::new();
        for statement in self.statements {
            let heading = statement.heading(self.names);
            if heading != last {
                writeln!(out, "{}{heading}", if last.is_empty() { "" } else { "\n" })?;
                last = heading;
            }
            if let Some(passage) = self.passage(statement) {
                writeln!(out, "    {}", passage.render(colored))?;
            }
            let article = self.articles.get(statement.article_id());
            writeln!(out, "    {}", statement.source(self.names, article))?;
        }
        Ok(())
    }

    fn to_json(&self) -> Vec<Value> {
        let statements = self.statements.iter();
        let json = |statement: &Statement| {
            let article = self.articles.get(statement.article_id());
            statement.to_json(self.names, article, self.passage(statement).as_ref())
        };
        statements.map(json).collect()
    }
}
