//! From analyzed sentences to facts: entities, events and relations, each with its words.
//!
//! [`Extractor::extract`] reads like this: find the entities ([`entity`]) and the dates ([`time`]);
//! for each sentence, mend its attachments (`repair`), deepen the syntax ([`syntax`]), run the rules,
//! and read what they emit ([`reader`]) with the stance of the text to it ([`status`]), its tolls
//! (`toll`), dates (`when`), reprisals (`answer`) and nested places (`nesting`); then put the
//! readings together, one event and one relation each ([`merge`], [`assemble`]).

mod answer;
pub mod assemble;
mod consequence;
mod denial;
pub mod draft;
pub mod entity;
pub mod fact;
mod governor;
pub mod graph;
pub mod merge;
mod nesting;
pub mod numbers;
mod official;
mod prune;
pub mod reader;
mod reasons;
mod repair;
mod reprisal;
mod rule_test;
mod setting;
pub mod status;
pub mod syntax;
pub mod terms;
pub mod time;
mod toll;
mod topic;
pub mod trace;
mod when;

pub use fact::Extraction;

use crate::article::Article;
use crate::data::Data;
use crate::lexicon::{Classes, EntityClass, Names, NamesError};
use crate::rule::RuleSet;
use crate::text::{Diagnostic, Span};
use crate::ud::Sentence;
use draft::Emission;
use entity::Mentions;
use graph::RuleGraph;
use numbers::Numbers;
use reader::{Reading, SentenceReader};
use smol_str::SmolStr;
use std::collections::BTreeMap;
use syntax::DeepGraph;
use terms::OwnTerms;

/// Why the data of extraction cannot be used: everything that is wrong in it.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// Lexical classes, entity words, times, numbers or rules.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Files(Vec<Diagnostic>),
    /// Names of countries, actors and places.
    #[error(transparent)]
    Names(#[from] NamesError),
}

/// Everything that extraction knows before it reads an article.
pub struct Extractor {
    names: Names,
    finder: entity::Finder,
    classes: Classes,
    numbers: Numbers,
    times: time::TimeTables,
    rules: RuleSet,
    terms: OwnTerms,
}

impl Extractor {
    /// Loads lexicons and rules from `data`.
    ///
    /// # Errors
    /// Everything that is wrong in the files, with file, line and column.
    pub fn load(data: &Data) -> Result<Self, ExtractError> {
        let terms = OwnTerms::load(data).map_err(ExtractError::Files)?;
        let classes = Classes::load(data).map_err(ExtractError::Files)?;
        let files: Vec<(&str, &str)> = data
            .rules()
            .map(|(path, bytes)| Ok((path, utf8(path, bytes)?)))
            .collect::<Result<_, ExtractError>>()?;
        let rules = RuleSet::load(files, &terms.extend(graph::vocabulary(&classes)))
            .map_err(ExtractError::Files)?;
        Ok(Self {
            finder: entity::Finder::load(data).map_err(ExtractError::Files)?,
            names: Names::load(data)?,
            numbers: Numbers::load(data).map_err(ExtractError::Files)?,
            times: time::TimeTables::load(data).map_err(|e| ExtractError::Files(vec![e]))?,
            rules,
            classes,
            terms,
        })
    }

    /// The rules, for listing and testing.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// The terms that the rules of the user's own speak of.
    #[must_use]
    pub const fn terms(&self) -> &OwnTerms {
        &self.terms
    }

    /// What `article`, analyzed into `sentences`, says.
    #[must_use]
    pub fn extract(&self, article: &Article, sentences: &[Sentence]) -> Extraction {
        let mentions = self.finder.find(&article.text, sentences, &self.names);
        let times = self.times.resolve(sentences, article.date);
        let forces = self.forces(&mentions);
        let title = sentences
            .iter()
            .take_while(|s| article.title.is_some_and(|t| t.contains(s.span)))
            .count();
        let mut readings: Vec<Reading> = Vec::with_capacity(sentences.len());
        for (index, sentence) in sentences.iter().enumerate() {
            let sentence = &repair::repaired(index, sentence, &mentions, &self.classes);
            let deep = DeepGraph::new(sentence, &self.classes);
            // Words may be quoted between the accusation and its rejection.
            let contested = (sentences.iter().skip(index + 1).take(2).enumerate())
                .any(|(i, next)| denial::rejects_accusation(next, &self.classes, i == 0));
            let known = (&mentions, &forces, contested);
            let mut reading = self.read(&article.text, index, sentence, &deep, known);
            let nested = nesting::nested_places(index, sentence, &mentions, &self.classes);
            reading.told.extend(nested);
            let first = times.mentions.partition_point(|t| t.sentence < index);
            let here: Vec<_> = times.mentions[first..]
                .iter()
                .take_while(|t| t.sentence == index)
                .collect();
            when::Calendar {
                sentence,
                graph: &deep,
                classes: &self.classes,
                times: &here,
                recent: times.recent,
                lead: index <= title,
            }
            .date_events(&mut reading.drafts);
            readings.push(reading);
        }
        let topic = sentences
            .first()
            .and_then(|s| topic::headline_place(s, &mentions));
        let head = assemble::Head { title, topic };
        let extraction = assemble::assemble(&article.text, mentions, readings, head, &self.names);
        self.terms.name(extraction)
    }

    /// The army of each state, where the article speaks of both.
    fn forces(&self, mentions: &Mentions) -> BTreeMap<usize, usize> {
        let states = mentions.entities.iter().enumerate();
        states
            .filter(|(_, e)| e.classes.contains(&EntityClass::State))
            .filter_map(|(state, e)| {
                let army = self.names.actor_of(e.country.as_deref()?, "armed-forces")?;
                let force = mentions.entities.iter().position(|f| f.id == army.id)?;
                Some((state, force))
            })
            .collect()
    }

    fn read(
        &self,
        text: &str,
        index: usize,
        sentence: &Sentence,
        deep: &DeepGraph,
        (mentions, forces, contested): (&Mentions, &BTreeMap<usize, usize>, bool),
    ) -> Reading {
        let graph = RuleGraph::new(text, index, sentence, deep, mentions, &self.classes);
        let emissions: Vec<Emission> = self.emissions(&graph);
        SentenceReader {
            index,
            sentence,
            graph: deep,
            mentions,
            contested,
            classes: &self.classes,
            numbers: &self.numbers,
            forces,
        }
        .read(&emissions)
    }

    fn emissions(&self, graph: &RuleGraph<'_>) -> Vec<Emission> {
        let mut emissions = Vec::new();
        for found in self.rules.matches(graph) {
            let trigger = found.tokens().first().copied().unwrap_or_default();
            emissions.extend(found.emits().map(|e| Emission {
                name: SmolStr::new(e.name),
                args: e.args.clone(),
                options: e.options.to_vec(),
                trigger,
                rule: SmolStr::new(found.rule().name()),
            }));
        }
        emissions
    }
}

fn utf8<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, ExtractError> {
    std::str::from_utf8(bytes).map_err(|_| {
        ExtractError::Files(vec![Diagnostic::error(
            path,
            "",
            Span::default(),
            "not UTF-8",
        )])
    })
}
