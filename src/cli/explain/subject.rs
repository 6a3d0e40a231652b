use super::super::query::shorten;
use crate::rdf::vocab::other;
use anyhow::bail;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, Term};
use oxigraph::store::{StorageError, Store};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What things are called.
pub(in crate::cli) struct Names {
    /// Label by term, as N-Triples writes it.
    labels: BTreeMap<String, String>,
    /// Terms by folded name.
    by_name: BTreeMap<String, BTreeSet<String>>,
}

impl Names {
    /// The labels of the default graph.
    pub(in crate::cli) fn load(store: &Store) -> Result<Self, StorageError> {
        let mut names = Self {
            labels: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for property in [other::LABEL, other::ALT_LABEL] {
            names.add(store, property)?;
        }
        Ok(names)
    }

    fn add(&mut self, store: &Store, property: NamedNodeRef<'_>) -> Result<(), StorageError> {
        let default = GraphNameRef::DefaultGraph;
        for quad in store.quads_for_pattern(None, Some(property), None, Some(default)) {
            let quad = quad?;
            let Term::Literal(name) = quad.object else {
                continue;
            };
            let term = quad.subject.to_string();
            self.by_name
                .entry(fold(name.value()))
                .or_default()
                .insert(term.clone());
            if property == other::LABEL {
                let label = self
                    .labels
                    .entry(term)
                    .or_insert_with(|| name.value().to_owned());
                // Two articles may label a thing differently: the same one wins in every run.
                if name.value() < label.as_str() {
                    *label = name.value().to_owned();
                }
            }
        }
        Ok(())
    }

    /// What `term` is called, else its shortened IRI or its value.
    pub(super) fn label(&self, term: &str) -> String {
        if let Some(label) = self.labels.get(term) {
            return label.clone();
        }
        match term.parse::<Term>() {
            Ok(Term::NamedNode(node)) => shorten(&node),
            Ok(Term::Literal(literal)) => literal.value().to_owned(),
            _ => term.to_owned(),
        }
    }

    /// The thing that `name` names.
    pub(in crate::cli) fn find(&self, name: &str) -> anyhow::Result<String> {
        if let Ok(node) = NamedNode::new(name.trim_matches(['<', '>'])) {
            return Ok(node.to_string());
        }
        let name_folded = fold(name);
        if let Some(exact) = self.by_name.get(&name_folded) {
            let mut things = exact.iter();
            if let (Some(thing), None) = (things.next(), things.next()) {
                return Ok(thing.clone());
            }
        }
        let candidates: BTreeSet<&String> = match self.by_name.get(&name_folded) {
            Some(exact) => exact.iter().collect(),
            None => self
                .by_name
                .iter()
                .filter(|(known, _)| known.contains(&name_folded))
                .flat_map(|(_, things)| things)
                .collect(),
        };
        let shown: Vec<String> = candidates
            .iter()
            .take(8)
            .map(|thing| format!("{} {thing}", self.label(thing)))
            .collect();
        match (candidates.len(), candidates.first()) {
            (1, Some(thing)) => Ok((*thing).clone()),
            (0, _) => bail!("nothing in the store is called `{name}`"),
            (n, _) => bail!(
                "`{name}` may be {n} things; name one by its IRI: {}",
                shown.join(", ")
            ),
        }
    }
}

/// Without case and accents, so that `israel` finds `Israël`.
fn fold(name: &str) -> String {
    let plain = name.nfd().filter(|&c| !is_combining_mark(c));
    plain
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .trim()
        .to_owned()
}
