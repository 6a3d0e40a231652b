use super::axioms::{Axioms, Property};
use crate::rdf::vocab::other;
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple};
use std::collections::{HashMap, HashSet, VecDeque};

/// What follows from `given` and `more` by `axioms` and is not `given`, sorted.
///
/// Forward chaining: every triple is taken up once, together with all that are known by then, so
/// that a pair of premises is met when the later of the two is taken up.
pub(super) fn closure(given: &[Triple], more: &[Triple], axioms: &Axioms) -> Vec<Triple> {
    let mut facts = Facts::default();
    for triple in given.iter().chain(more) {
        facts.add(triple.clone());
    }
    while let Some(triple) = facts.queue.pop_front() {
        facts.apply(&triple, axioms);
    }
    let given: HashSet<&Triple> = given.iter().collect();
    let mut derived: Vec<Triple> = facts
        .known
        .into_iter()
        .filter(|triple| !given.contains(triple))
        .collect();
    derived.sort_by_cached_key(ToString::to_string);
    derived
}

#[derive(Default)]
struct Facts {
    known: HashSet<Triple>,
    queue: VecDeque<Triple>,
    /// Objects by property and subject.
    objects: HashMap<(NamedNode, NamedOrBlankNode), Vec<Term>>,
    /// Subjects by property and object.
    subjects: HashMap<(NamedNode, Term), Vec<NamedOrBlankNode>>,
}

impl Facts {
    fn add(&mut self, triple: Triple) {
        if !self.known.insert(triple.clone()) {
            return;
        }
        let Triple {
            subject,
            predicate,
            object,
        } = triple.clone();
        let by_subject = (predicate.clone(), subject.clone());
        self.objects
            .entry(by_subject)
            .or_default()
            .push(object.clone());
        self.subjects
            .entry((predicate, object))
            .or_default()
            .push(subject);
        self.queue.push_back(triple);
    }

    fn apply(&mut self, triple: &Triple, axioms: &Axioms) {
        let subject = &triple.subject;
        if let (true, Term::NamedNode(class)) = (triple.predicate == other::TYPE, &triple.object) {
            for above in axioms.super_classes.get(class).into_iter().flatten() {
                self.add(Triple::new(subject.clone(), other::TYPE, above.clone()));
            }
        }
        if let Some(property) = axioms.properties.get(&triple.predicate) {
            self.property(triple, property);
        }
    }

    fn property(&mut self, triple: &Triple, property: &Property) {
        let Triple {
            subject, object, ..
        } = triple;
        for above in &property.above {
            self.add(Triple::new(subject.clone(), above.clone(), object.clone()));
        }
        for class in &property.domains {
            self.add(Triple::new(subject.clone(), other::TYPE, class.clone()));
        }
        if let Some(node) = resource(object) {
            for inverse in &property.inverses {
                self.add(Triple::new(node.clone(), inverse.clone(), subject.clone()));
            }
            if property.symmetric {
                let predicate = triple.predicate.clone();
                self.add(Triple::new(node.clone(), predicate, subject.clone()));
            }
            for class in &property.ranges {
                self.add(Triple::new(node.clone(), other::TYPE, class.clone()));
            }
        }
        for (place, chain, follows) in &property.chains {
            let (before, after) = (&chain[..*place], &chain[place + 1..]);
            let starts = self.starts(subject, before);
            for end in self.ends(object, after) {
                for start in &starts {
                    self.add(Triple::new(start.clone(), follows.clone(), end.clone()));
                }
            }
        }
    }

    /// Where a way of properties that ends at `node` may begin.
    fn starts(&self, node: &NamedOrBlankNode, way: &[NamedNode]) -> Vec<NamedOrBlankNode> {
        let mut nodes = vec![node.clone()];
        for property in way.iter().rev() {
            let key = |node: NamedOrBlankNode| (property.clone(), Term::from(node));
            let before = nodes.into_iter().filter_map(|n| self.subjects.get(&key(n)));
            nodes = before.flatten().cloned().collect();
        }
        nodes
    }

    /// Where a way of properties that begins at `node` may end.
    fn ends(&self, node: &Term, way: &[NamedNode]) -> Vec<Term> {
        let mut nodes = vec![node.clone()];
        for property in way {
            let after = nodes
                .iter()
                .filter_map(resource)
                .filter_map(|node| self.objects.get(&(property.clone(), node)));
            nodes = after.flatten().cloned().collect();
        }
        nodes
    }
}

fn resource(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        Term::Literal(_) | Term::Triple(_) => None,
    }
}
