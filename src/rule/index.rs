//! Which rules are worth trying at a token, by the lemma, form, attributes or part of speech of their pivots.

use super::compile::Program;
use super::graph::Graph;
use super::node::Handle;
use crate::ud::Upos;
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap};

/// Numbers of rules, in ascending order.
type Rules = Vec<u32>;

/// The rules of a set, by what their pivots ask for.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    lemmas: HashMap<SmolStr, Rules>,
    forms: HashMap<SmolStr, Rules>,
    attributes: Vec<(SmolStr, ByValue)>,
    upos: [Rules; Upos::ALL.len()],
    others: Rules,
}

/// The rules whose pivots ask for one attribute.
#[derive(Clone, Debug, Default)]
struct ByValue {
    values: Vec<(SmolStr, Rules)>,
    present: Rules,
}

impl Index {
    pub(super) fn new(programs: &[Program]) -> Self {
        let mut index = Self::default();
        let mut attributes: BTreeMap<SmolStr, (BTreeMap<SmolStr, Rules>, Rules)> = BTreeMap::new();
        for (rule, program) in (0..).zip(programs) {
            match program.pivot_test.handle() {
                Handle::Lemmas(lemmas) => add(&mut index.lemmas, lemmas, rule),
                Handle::Forms(forms) => add(&mut index.forms, forms, rule),
                Handle::Attribute(key, values) => {
                    let (by_value, _) = attributes.entry(SmolStr::new(key)).or_default();
                    for value in values {
                        by_value.entry(value.clone()).or_default().push(rule);
                    }
                }
                Handle::Present(key) => attributes
                    .entry(SmolStr::new(key))
                    .or_default()
                    .1
                    .push(rule),
                Handle::Upos(mask) => {
                    for (i, rules) in index.upos.iter_mut().enumerate() {
                        if mask & (1 << i) != 0 {
                            rules.push(rule);
                        }
                    }
                }
                Handle::Nothing => index.others.push(rule),
            }
        }
        index.attributes = attributes
            .into_iter()
            .map(|(key, (values, present))| {
                (
                    key,
                    ByValue {
                        values: values.into_iter().collect(),
                        present,
                    },
                )
            })
            .collect();
        index
    }

    /// Calls `visit` with every rule whose pivot token `i` may be, some more than once.
    pub(super) fn candidates<G: Graph + ?Sized>(
        &self,
        graph: &G,
        i: usize,
        mut visit: impl FnMut(u32),
    ) {
        let token = graph.token(i);
        let by_word = [self.lemmas.get(&token.lemma), self.forms.get(&token.form)];
        by_word
            .into_iter()
            .flatten()
            .flatten()
            .for_each(|&rule| visit(rule));
        for (key, rules) in &self.attributes {
            if !graph.has_attribute(i, key, None) {
                continue;
            }
            rules.present.iter().for_each(|&rule| visit(rule));
            for (value, rules) in &rules.values {
                if graph.has_attribute(i, key, Some(value)) {
                    rules.iter().for_each(|&rule| visit(rule));
                }
            }
        }
        self.upos[token.upos as usize]
            .iter()
            .chain(&self.others)
            .for_each(|&rule| visit(rule));
    }
}

fn add(map: &mut HashMap<SmolStr, Rules>, words: &[SmolStr], rule: u32) {
    for word in words {
        map.entry(word.clone()).or_default().push(rule);
    }
}
