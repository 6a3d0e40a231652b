//! The act of violence that a word of its sentence belongs to.

use super::draft::Draft;
use super::merge::is_violence;
use super::syntax::DeepGraph;
use crate::ud::Sentence;
use std::collections::HashMap;

/// Relations that open a clause of their own.
const CLAUSES: [&str; 5] = ["advcl", "ccomp", "conj", "parataxis", "acl"];

/// The acts of violence of one sentence, by the words that tell them.
pub(super) struct Acts<'a> {
    sentence: &'a Sentence,
    graph: &'a DeepGraph,
    told_by: HashMap<usize, usize>,
}

impl<'a> Acts<'a> {
    /// The acts of violence among `drafts`, those of `sentence`.
    pub(super) fn new(sentence: &'a Sentence, graph: &'a DeepGraph, drafts: &[Draft]) -> Self {
        Self::of(sentence, graph, drafts, |draft| is_violence(&draft.class))
    }

    /// All events of one sentence, withdrawals and deployments as well.
    pub(super) fn all(sentence: &'a Sentence, graph: &'a DeepGraph, drafts: &[Draft]) -> Self {
        Self::of(sentence, graph, drafts, |_| true)
    }

    fn of(
        sentence: &'a Sentence,
        graph: &'a DeepGraph,
        drafts: &[Draft],
        wanted: impl Fn(&Draft) -> bool,
    ) -> Self {
        let mut told_by = HashMap::new();
        for (event, draft) in drafts.iter().enumerate().filter(|(_, d)| wanted(d)) {
            for &word in &draft.triggers {
                told_by.entry(word).or_insert(event);
            }
        }
        Self {
            sentence,
            graph,
            told_by,
        }
    }

    /// The act that word `word` tells, as its number among the drafts.
    pub(super) fn told_by(&self, word: usize) -> Option<usize> {
        self.told_by.get(&word).copied()
    }

    /// The nearest act at `word` or above it: told there, or by an argument of what stands there, among the
    /// words before number `end`.
    pub(super) fn governing(&self, word: Option<usize>, end: usize) -> Option<usize> {
        let mut at = word;
        while let Some(i) = at {
            let told = self.told_by(i).or_else(|| {
                self.graph.out_edges(i).iter().find_map(|(label, to)| {
                    let own = !CLAUSES.iter().any(|c| label.starts_with(c)) && *to < end;
                    own.then(|| self.told_by(*to)).flatten()
                })
            });
            if told.is_some() {
                return told;
            }
            at = self.sentence.tokens[i].head;
        }
        None
    }

    /// The only act of the sentence.
    pub(super) fn only(&self) -> Option<usize> {
        let mut acts = self.told_by.values();
        let first = *acts.next()?;
        acts.all(|&a| a == first).then_some(first)
    }
}
