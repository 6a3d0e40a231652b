//! Finds again how a statement was read: the trigger and the arguments inside its words.
//!
//! Evidence keeps one span and the name of a rule. To show somebody why, the article is read once more:
//! the rule's match inside the span gives the trigger, the mentions of subject and object the arguments.

use super::Extractor;
use super::entity::{Mention, Mentions};
use super::graph::RuleGraph;
use super::repair::repaired;
use super::syntax::DeepGraph;
use crate::article::Article;
use crate::rule::{Graph as _, Match};
use crate::text::Span;
use crate::ud::Sentence;
use std::borrow::Cow;

/// An article read again, to look into.
pub struct Tracer<'a> {
    extractor: &'a Extractor,
    text: &'a str,
    sentences: Vec<Cow<'a, Sentence>>,
    deep: Vec<DeepGraph>,
    mentions: Mentions,
}

/// What is to be found again. Entities are named by their ids.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// The words of the evidence (bytes).
    pub span: Span,
    /// The name of the rule.
    pub rule: &'a str,
    /// The subject, if it is an entity and no event.
    pub subject: Option<&'a str>,
    /// The local name of the property.
    pub property: &'a str,
    /// The object, if it is an entity.
    pub object: Option<&'a str>,
}

/// Where the parts of a statement stand (bytes), as far as they were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The word that the rule hangs on, such as the verb.
    pub trigger: Option<Span>,
    /// The words for the subject.
    pub subject: Option<Span>,
    /// The words for the object, or for the value.
    pub object: Option<Span>,
}

impl Extractor {
    /// Reads `article`, analyzed into `sentences`, again.
    #[must_use]
    pub fn tracer<'a>(&'a self, article: &'a Article, sentences: &'a [Sentence]) -> Tracer<'a> {
        let mentions = self.finder.find(&article.text, sentences, &self.names);
        let sentences: Vec<_> = sentences
            .iter()
            .enumerate()
            .map(|(index, sentence)| repaired(index, sentence, &mentions, &self.classes))
            .collect();
        let deep = |sentence: &Cow<'_, Sentence>| DeepGraph::new(sentence, &self.classes);
        Tracer {
            extractor: self,
            text: &article.text,
            deep: sentences.iter().map(deep).collect(),
            sentences,
            mentions,
        }
    }
}

impl Tracer<'_> {
    /// The sentences that `span` touches, as one span; `span` itself where there is none.
    #[must_use]
    pub fn sentence(&self, span: Span) -> Span {
        let touched = self.sentences.iter().map(|s| s.span);
        touched.filter(|s| s.overlaps(span)).fold(span, Span::cover)
    }

    /// Where trigger and arguments of `statement` stand.
    #[must_use]
    pub fn trace(&self, statement: &Statement<'_>) -> Trace {
        let mut best: Option<(usize, Trace)> = None;
        for (index, sentence) in self.sentences.iter().enumerate() {
            if !sentence.span.overlaps(statement.span) {
                continue;
            }
            let deep = &self.deep[index];
            let classes = &self.extractor.classes;
            let graph = RuleGraph::new(self.text, index, sentence, deep, &self.mentions, classes);
            for found in self.extractor.rules.matches(&graph) {
                if found.rule().name() != statement.rule {
                    continue;
                }
                let trace = self.matched(index, &graph, &found, statement);
                let n_inside = [trace.trigger, trace.subject, trace.object]
                    .into_iter()
                    .flatten()
                    .filter(|span| statement.span.contains(*span))
                    .count();
                if best.as_ref().is_none_or(|(n, _)| n_inside > *n) {
                    best = Some((n_inside, trace));
                }
            }
        }
        let mut trace = best.map(|(_, trace)| trace).unwrap_or_default();
        // An argument may come from another rule's match, or from another sentence.
        let inside = |id| self.mention_inside(id, statement.span);
        trace.subject = trace.subject.or_else(|| statement.subject.and_then(inside));
        trace.object = trace.object.or_else(|| statement.object.and_then(inside));
        trace
    }

    fn matched(
        &self,
        index: usize,
        graph: &RuleGraph<'_>,
        found: &Match<'_>,
        statement: &Statement<'_>,
    ) -> Trace {
        let span = |token: usize| graph.token(token).span;
        let argument = |id: &str| {
            let mut tokens = found.tokens().iter();
            tokens.find_map(|&token| {
                let mention = self.mentions.at(index, token)?;
                self.means(mention, id).then_some(mention.span)
            })
        };
        // A value that is no entity: the last word that the rule's emission of that name is about.
        let value = || {
            let emission = found.emits().find(|e| e.name == statement.property)?;
            let &last = emission.args.last().filter(|_| emission.args.len() > 1)?;
            Some(span(last))
        };
        Trace {
            trigger: found.tokens().first().map(|&token| span(token)),
            subject: statement.subject.and_then(argument),
            object: match statement.object {
                Some(id) => argument(id),
                None => value(),
            },
        }
    }

    fn means(&self, mention: &Mention, id: &str) -> bool {
        let mut entities = mention.entity.iter().chain(&mention.others);
        entities.any(|&e| self.mentions.entities.get(e).is_some_and(|e| e.id == id))
    }

    /// The first words inside `span` that mean the entity, or else lie across its edge.
    fn mention_inside(&self, id: &str, span: Span) -> Option<Span> {
        let meant = self.mentions.mentions.iter().filter(|m| self.means(m, id));
        let spans: Vec<Span> = meant.map(|m| m.span).collect();
        let first = |fits: &dyn Fn(&Span) -> bool| spans.iter().copied().find(|s| fits(s));
        first(&|s| span.contains(*s)).or_else(|| first(&|s| span.overlaps(*s)))
    }
}
