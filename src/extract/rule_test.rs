//! Runs the rules on their own examples, through the same stages as an article.

use super::Extractor;
use super::entity::Mentions;
use super::graph::RuleGraph;
use super::repair::repaired;
use super::syntax::DeepGraph;
use crate::rule::{Graph, TestReport};
use crate::ud::Sentence;
use std::collections::BTreeMap;

/// An example with all that its graphs look into.
struct Analyzed {
    sentences: Vec<Sentence>,
    deep: Vec<DeepGraph>,
    mentions: Mentions,
}

impl Extractor {
    /// Runs every rule on its own examples, which `analyze` turns into sentences.
    #[must_use]
    pub fn test_rules(&self, analyze: &dyn Fn(&str) -> Vec<Sentence>) -> TestReport {
        let examples = self.rules.rules().iter().flat_map(|r| &r.syntax().examples);
        let texts: BTreeMap<&str, Analyzed> = examples
            .map(|example| example.text.value.as_str())
            .map(|text| (text, self.analyzed(text, analyze(text))))
            .collect();
        self.rules.test(&|text| {
            let Some((&text, analyzed)) = texts.get_key_value(text) else {
                return Vec::new();
            };
            let sentences = analyzed.sentences.iter().zip(&analyzed.deep).enumerate();
            sentences
                .map(|(i, (sentence, deep))| {
                    let mentions = &analyzed.mentions;
                    let graph = RuleGraph::new(text, i, sentence, deep, mentions, &self.classes);
                    Box::new(graph) as Box<dyn Graph>
                })
                .collect()
        })
    }

    fn analyzed(&self, text: &str, sentences: Vec<Sentence>) -> Analyzed {
        let mentions = self.finder.find(text, &sentences, &self.names);
        let repaired =
            |(index, sentence)| repaired(index, sentence, &mentions, &self.classes).into_owned();
        let sentences: Vec<Sentence> = sentences.iter().enumerate().map(repaired).collect();
        Analyzed {
            deep: sentences
                .iter()
                .map(|sentence| DeepGraph::new(sentence, &self.classes))
                .collect(),
            mentions,
            sentences,
        }
    }
}
