use crate::ud::{Sentence, Token};
use smol_str::SmolStr;

/// What rules match against: the tokens of a sentence, labelled edges between them, and attributes.
///
/// Tokens are addressed by index from 0, below [`len`](Self::len). Edges may be those of the basic
/// tree or enhanced dependencies, where a token can have several governors.
pub trait Graph {
    /// Number of tokens.
    fn len(&self) -> usize;

    /// Whether there is no token.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Token `i`.
    fn token(&self, i: usize) -> &Token;

    /// The relations that token `i` governs: label and dependent.
    fn out_edges(&self, i: usize) -> &[(SmolStr, usize)];

    /// The relations that govern token `i`: label and governor.
    fn in_edges(&self, i: usize) -> &[(SmolStr, usize)];

    /// Whether token `i` has attribute `key` with `value`, or with any value for `None`.
    fn has_attribute(&self, i: usize, key: &str, value: Option<&str>) -> bool;

    /// The first value of attribute `key` of token `i`, for `A.key = B.key`.
    fn attribute(&self, i: usize, key: &str) -> Option<&str>;

    /// What examples may call token `i` beside its form: the words of the mention it heads.
    fn surface(&self, i: usize) -> &str;
}

/// A sentence with the edges of its basic tree and without attributes.
#[derive(Clone, Debug)]
pub struct BasicGraph {
    sentence: Sentence,
    out_edges: Vec<Vec<(SmolStr, usize)>>,
    in_edges: Vec<Vec<(SmolStr, usize)>>,
    attributes: Vec<Vec<(SmolStr, SmolStr)>>,
}

impl BasicGraph {
    /// The graph of `sentence`.
    #[must_use]
    pub fn new(sentence: Sentence) -> Self {
        let n = sentence.tokens.len();
        let mut graph = Self {
            out_edges: vec![Vec::new(); n],
            in_edges: vec![Vec::new(); n],
            attributes: vec![Vec::new(); n],
            sentence,
        };
        for i in 0..n {
            let token = &graph.sentence.tokens[i];
            if let Some(head) = token.head.filter(|&head| head < n) {
                let label = token.deprel.clone();
                graph.add_edge(head, &label, i);
            }
        }
        graph
    }

    /// Adds an edge beside those of the tree.
    ///
    /// # Panics
    /// When `from` or `to` is not a token of the sentence.
    pub fn add_edge(&mut self, from: usize, label: &str, to: usize) {
        self.out_edges[from].push((SmolStr::new(label), to));
        self.in_edges[to].push((SmolStr::new(label), from));
    }

    /// Gives token `i` a value of attribute `key`, beside those it has.
    ///
    /// # Panics
    /// When `i` is not a token of the sentence.
    pub fn add_attribute(&mut self, i: usize, key: &str, value: &str) {
        self.attributes[i].push((SmolStr::new(key), SmolStr::new(value)));
    }

    /// The sentence.
    #[must_use]
    pub const fn sentence(&self) -> &Sentence {
        &self.sentence
    }
}

impl Graph for BasicGraph {
    fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn out_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        &self.out_edges[i]
    }

    fn in_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        &self.in_edges[i]
    }

    fn has_attribute(&self, i: usize, key: &str, value: Option<&str>) -> bool {
        self.attributes[i]
            .iter()
            .any(|(k, v)| k == key && value.is_none_or(|value| v == value))
    }

    fn attribute(&self, i: usize, key: &str) -> Option<&str> {
        self.attributes[i]
            .iter()
            .find(|(k, _)| k == key)
            .map(|(_, v)| v.as_str())
    }

    fn surface(&self, i: usize) -> &str {
        &self.sentence.tokens[i].form
    }
}
