//! Compiled conditions on one token.

use super::ast::{Constraint, Located, Test, Value};
use super::graph::Graph;
use super::path::LabelPattern;
use super::vocabulary::{KeyKind, Vocabulary};
use crate::ud::{Token, Upos};
use regex::Regex;
use smol_str::SmolStr;

/// All that a rule asks of one token.
#[derive(Clone, Debug, Default)]
pub(super) struct NodeTest {
    checks: Vec<Check>,
}

/// One condition.
#[derive(Clone, Debug)]
struct Check {
    source: Source,
    negated: bool,
}

/// Where the condition looks, and what for.
#[derive(Clone, Debug)]
enum Source {
    /// The part of speech is one of these bits, by [`Upos`] as a number.
    Upos(u32),
    Deprel(Vec<LabelPattern>, Vec<Regex>),
    /// Form, lemma or feature; no values at all means that it is present.
    Field(Field, Option<Values>),
    Attribute(SmolStr, Option<Values>),
}

/// A string of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Form,
    Lemma,
    Feature(SmolStr),
}

#[derive(Clone, Debug)]
struct Values {
    words: Vec<SmolStr>,
    regexes: Vec<Regex>,
}

impl Values {
    fn hold(&self, value: &str) -> bool {
        self.words.iter().any(|word| word == value)
            || self.regexes.iter().any(|regex| regex.is_match(value))
    }
}

/// What a token must have for a test to hold: the key under which an index finds the test.
#[derive(Clone, Copy, Debug)]
pub(super) enum Handle<'a> {
    /// One of these lemmas.
    Lemmas(&'a [SmolStr]),
    /// One of these forms.
    Forms(&'a [SmolStr]),
    /// One of these values of an attribute.
    Attribute(&'a str, &'a [SmolStr]),
    /// Any value of an attribute.
    Present(&'a str),
    /// One of these parts of speech, a bit each.
    Upos(u32),
    /// Nothing that an index could use.
    Nothing,
}

impl Handle<'_> {
    /// How many tokens are expected to have it, on an arbitrary scale: few first.
    pub(super) const fn cost(&self) -> usize {
        match self {
            Self::Lemmas(_) | Self::Forms(_) => 1,
            Self::Attribute(..) => 3,
            Self::Present(_) => 6,
            Self::Upos(mask) => 10 + mask.count_ones() as usize,
            Self::Nothing => 40,
        }
    }
}

impl NodeTest {
    pub(super) fn add(&mut self, constraint: &Constraint, vocabulary: &Vocabulary) {
        self.checks.push(check(constraint, vocabulary));
        // Cheap conditions first.
        self.checks.sort_by_key(|check| match check.source {
            Source::Upos(_) => 0,
            Source::Field(Field::Form | Field::Lemma, _) => 1,
            Source::Deprel(..) => 2,
            Source::Attribute(..) => 3,
            Source::Field(Field::Feature(_), _) => 4,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// Whether token `i` passes.
    pub(super) fn holds<G: Graph + ?Sized>(&self, graph: &G, i: usize) -> bool {
        self.checks
            .iter()
            .all(|check| check.source.holds(graph, i) != check.negated)
    }

    /// The most selective thing that the test asks for.
    pub(super) fn handle(&self) -> Handle<'_> {
        let positive = self.checks.iter().filter(|check| !check.negated);
        positive
            .map(|check| check.source.handle())
            .min_by_key(Handle::cost)
            .unwrap_or(Handle::Nothing)
    }
}

impl Source {
    fn holds<G: Graph + ?Sized>(&self, graph: &G, i: usize) -> bool {
        match self {
            Self::Upos(mask) => mask & bit(graph.token(i).upos) != 0,
            Self::Deprel(labels, regexes) => {
                let deprel = &graph.token(i).deprel;
                labels.iter().any(|label| label.matches(deprel))
                    || regexes.iter().any(|r| r.is_match(deprel))
            }
            Self::Field(field, None) => field.get(graph.token(i)).is_some(),
            Self::Field(field, Some(values)) => field
                .get(graph.token(i))
                .is_some_and(|value| values.hold(value)),
            Self::Attribute(key, None) => graph.has_attribute(i, key, None),
            Self::Attribute(key, Some(values)) => {
                values
                    .words
                    .iter()
                    .any(|word| graph.has_attribute(i, key, Some(word)))
                    || !values.regexes.is_empty()
                        && graph
                            .attribute(i, key)
                            .is_some_and(|v| values.regexes.iter().any(|r| r.is_match(v)))
            }
        }
    }

    fn handle(&self) -> Handle<'_> {
        match self {
            Self::Upos(mask) => Handle::Upos(*mask),
            Self::Field(Field::Form, Some(values)) if values.regexes.is_empty() => {
                Handle::Forms(&values.words)
            }
            Self::Field(Field::Lemma, Some(values)) if values.regexes.is_empty() => {
                Handle::Lemmas(&values.words)
            }
            Self::Attribute(key, Some(values)) if values.regexes.is_empty() => {
                Handle::Attribute(key, &values.words)
            }
            Self::Attribute(key, _) => Handle::Present(key),
            _ => Handle::Nothing,
        }
    }
}

impl Field {
    fn get<'a>(&self, token: &'a Token) -> Option<&'a str> {
        match self {
            Self::Form => Some(&token.form),
            Self::Lemma => Some(&token.lemma),
            Self::Feature(name) => token.feats.get(name),
        }
    }
}

/// The value of `key` of token `i`, for comparisons between tokens.
pub(super) fn value_of<'a, G: Graph + ?Sized>(
    graph: &'a G,
    i: usize,
    key: &CompareKey,
) -> Option<&'a str> {
    match key {
        CompareKey::Upos => Some(graph.token(i).upos.as_str()),
        CompareKey::Deprel => Some(&graph.token(i).deprel),
        CompareKey::Field(field) => field.get(graph.token(i)),
        CompareKey::Attribute(key) => graph.attribute(i, key),
    }
}

/// A key that two tokens are compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CompareKey {
    Upos,
    Deprel,
    Field(Field),
    Attribute(SmolStr),
}

impl CompareKey {
    pub(super) fn new(key: &str, vocabulary: &Vocabulary) -> Self {
        match key {
            "upos" => Self::Upos,
            "deprel" => Self::Deprel,
            "form" => Self::Field(Field::Form),
            "lemma" => Self::Field(Field::Lemma),
            _ if vocabulary
                .key(key)
                .is_some_and(|(kind, _)| kind == KeyKind::Attribute) =>
            {
                Self::Attribute(SmolStr::new(key))
            }
            _ => Self::Field(Field::Feature(SmolStr::new(key))),
        }
    }
}

fn check(constraint: &Constraint, vocabulary: &Vocabulary) -> Check {
    let (values, negated) = match &constraint.test {
        Test::Present => (None, false),
        Test::Absent => (None, true),
        Test::In(values) => (Some(values), false),
        Test::NotIn(values) => (Some(values), true),
    };
    let known = |value: &str| match vocabulary.key(&constraint.key.value) {
        Some((_, values)) if !values.is_empty() => values
            .iter()
            .filter(|v| anchored(value).is_ok_and(|r| r.is_match(v)))
            .cloned()
            .collect(),
        _ => Vec::new(),
    };
    let values = values.map(|values| compile_values(values, known));
    let source = match (CompareKey::new(&constraint.key.value, vocabulary), values) {
        (CompareKey::Upos, None) => Source::Upos(u32::MAX),
        (CompareKey::Upos, Some(values)) => Source::Upos(
            Upos::ALL
                .iter()
                .filter(|upos| values.hold(upos.as_str()))
                .fold(0, |mask, &upos| mask | bit(upos)),
        ),
        (CompareKey::Deprel, None) => Source::Deprel(vec![LabelPattern::any()], Vec::new()),
        (CompareKey::Deprel, Some(values)) => Source::Deprel(
            values
                .words
                .iter()
                .map(|word| LabelPattern::new(word))
                .collect(),
            values.regexes,
        ),
        (CompareKey::Field(field), values) => Source::Field(field, values),
        (CompareKey::Attribute(key), values) => Source::Attribute(key, values),
    };
    Check { source, negated }
}

/// A regular expression over a closed set of values becomes the values that it matches.
fn compile_values(values: &[Located<Value>], known: impl Fn(&str) -> Vec<SmolStr>) -> Values {
    let mut compiled = Values {
        words: Vec::new(),
        regexes: Vec::new(),
    };
    for value in values {
        match &value.value {
            Value::Word(word) => compiled.words.push(word.clone()),
            Value::Regex(source) => {
                let expanded = known(source);
                if expanded.is_empty() {
                    compiled.regexes.extend(anchored(source));
                } else {
                    compiled.words.extend(expanded);
                }
            }
        }
    }
    compiled
}

/// The regular expression that matches whole values.
pub(super) fn anchored(source: &str) -> Result<Regex, regex::Error> {
    Regex::new(source)?;
    Regex::new(&format!(r"\A(?:{source})\z"))
}

const fn bit(upos: Upos) -> u32 {
    1 << upos as u32
}
