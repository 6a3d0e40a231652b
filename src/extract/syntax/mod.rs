//! Deep syntax: who does what, whatever the construction says it in.
//!
//! A basic dependency tree names surface functions. Rules ask for arguments. [`DeepGraph`] adds
//! edges to the tree, in the spirit of Enhanced Universal Dependencies
//! (<https://universaldependencies.org/u/overview/enhanced-syntax.html>):
//!
//! - adpositions in labels: `obl:contre`, `nmod:de`, `advcl:après`;
//! - `N0` and `N1`, the first and second argument of the lexicon-grammar (M. Gross 1975), the same
//!   in active, passive, participle, relative and infinitive clauses;
//! - antecedents in place of relative pronouns;
//! - arguments shared by coordinated and controlled verbs, conjuncts as arguments of their own;
//! - the counted thing in place of the noun of quantity (*une série d'attaques*);
//! - the arguments of support verbs on the event noun (*mener une frappe contre*).

mod basic;
mod shared;
mod spread;
mod voice;

use crate::lexicon::{Classes, Members};
use crate::ud::{Sentence, Token, Upos};
use smol_str::SmolStr;

/// A sentence's basic tree with the deep edges beside it.
#[derive(Clone, Debug, Default)]
pub struct DeepGraph {
    out: Vec<Vec<(SmolStr, usize)>>,
    inc: Vec<Vec<(SmolStr, usize)>>,
    children: Vec<Vec<usize>>,
}

/// First argument: who does it.
const N0: &str = "N0";
/// Second argument: to what it is done.
const N1: &str = "N1";
/// How often the passes that feed one another are run.
const ROUNDS: usize = 3;

impl DeepGraph {
    /// Adds the deep edges of `sentence`. Linear in its words for trees of bounded breadth.
    #[must_use]
    pub fn new(sentence: &Sentence, classes: &Classes) -> Self {
        let n = sentence.tokens.len();
        let mut graph = Self {
            out: vec![Vec::new(); n],
            inc: vec![Vec::new(); n],
            children: vec![Vec::new(); n],
        };
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|&h| h < n) {
                graph.children[head].push(i);
            }
        }
        let tokens = sentence.tokens.iter();
        let mut builder = Builder {
            sentence,
            classes,
            members: tokens.map(|t| classes.members(&t.lemma, t.upos)).collect(),
            graph,
        };
        builder.basic();
        builder.relators();
        builder.relatives();
        for v in 0..n {
            builder.voice(v);
        }
        let order = builder.top_down();
        for &v in &order {
            builder.shared_subject(v);
            builder.shared_by_predicate(v);
        }
        builder.trailing_obliques();
        builder.appositions();
        builder.shared_complements();
        for _ in 0..ROUNDS {
            builder.quantities();
            builder.parts();
            builder.conjuncts();
            builder.supports();
        }
        builder.graph
    }

    /// Labelled edges that leave word `i`.
    #[must_use]
    pub fn out_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        &self.out[i]
    }

    /// Labelled edges that enter word `i`.
    #[must_use]
    pub fn in_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        &self.inc[i]
    }

    /// Dependents of word `i` in the basic tree, in order.
    #[must_use]
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }

    /// The targets of the edges labelled `label` that leave word `i`.
    pub fn targets<'a>(&'a self, i: usize, label: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.out[i]
            .iter()
            .filter(move |(l, _)| l == label)
            .map(|&(_, t)| t)
    }

    fn add(&mut self, from: usize, label: &str, to: usize) {
        if from != to && !self.out[from].iter().any(|(l, t)| l == label && *t == to) {
            let label = SmolStr::new(label);
            self.out[from].push((label.clone(), to));
            self.inc[to].push((label, from));
        }
    }
}

struct Builder<'a> {
    sentence: &'a Sentence,
    classes: &'a Classes,
    /// The classes of each word.
    members: Vec<Members<'a>>,
    graph: DeepGraph,
}

impl Builder<'_> {
    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn child(&self, i: usize, deprel: &str) -> Option<usize> {
        self.graph.children[i]
            .iter()
            .copied()
            .find(|&c| self.token(c).deprel == deprel)
    }

    fn class(&self, i: usize, class: &str) -> bool {
        self.members[i].has(class)
    }

    /// Whether the adposition in an oblique's or nominal modifier's label is in `class`.
    fn marked(&self, label: &str, class: &str) -> bool {
        label.split_once(':').is_some_and(|(relation, adposition)| {
            matches!(relation, "obl" | "nmod") && self.classes.has(adposition, Upos::Adp, class)
        })
    }

    /// Words, each after its head.
    fn top_down(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.sentence.tokens.len())
            .filter(|&i| self.token(i).head.is_none())
            .collect();
        let mut next = 0;
        while let Some(&i) = order.get(next) {
            order.extend_from_slice(&self.graph.children[i]);
            next += 1;
        }
        order
    }

    fn first(&self, v: usize, label: &str) -> Option<usize> {
        self.graph.targets(v, label).next()
    }
}
