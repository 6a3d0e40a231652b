use super::{Actor, ActorGraph, Tie};
use crate::rdf::vocab::{self, other};
use crate::rdf::{Base, Ontology};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a class lies under `griot:Actor` in the ontology.
pub(super) fn is_actor(class: &str) -> bool {
    vocab::term(class)
        .and_then(|class| Ontology::embedded().parent(class))
        .is_some_and(|parent| parent == vocab::ACTOR)
}

type Key = (NamedNode, NamedNode, NamedNode);

#[derive(Default)]
struct Loader {
    labels: BTreeMap<NamedNode, String>,
    classes: BTreeMap<NamedNode, BTreeSet<String>>,
    ties: BTreeMap<Key, Strength>,
    events: BTreeMap<NamedNode, Told>,
}

#[derive(Default)]
struct Strength {
    plain: bool,
    articles: BTreeSet<NamedNode>,
    evidence: usize,
    days: Option<(String, String)>,
}

/// What is needed of an event to date the tie between its agents and targets.
#[derive(Default)]
struct Told {
    agents: BTreeSet<NamedNode>,
    targets: BTreeSet<NamedNode>,
    begin: Option<String>,
    end: Option<String>,
    happened: bool,
}

impl ActorGraph {
    /// Builds the graph from the quads of a store in any order: relations of the default graph and
    /// the article graphs become ties, evidence graphs give their strength, events their days.
    pub fn from_quads(quads: impl IntoIterator<Item = Quad>) -> Self {
        let mut loader = Loader::default();
        for quad in quads {
            loader.add(quad);
        }
        loader.date();
        loader.finish()
    }
}

impl Loader {
    fn add(&mut self, quad: Quad) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
            return;
        };
        let property = quad.predicate.as_ref();
        match quad.object {
            Term::Literal(label) if property == other::LABEL => {
                let label = label.value().to_owned();
                // Where articles name a thing differently, the first name in order stands.
                let known = self.labels.entry(subject).or_insert_with(|| label.clone());
                if label < *known {
                    *known = label;
                }
            }
            Term::NamedNode(class) if property == other::TYPE => {
                if let Some(class) = vocab::local_name(class.as_str()) {
                    self.classes
                        .entry(subject)
                        .or_default()
                        .insert(class.to_owned());
                }
            }
            Term::Triple(statement) if property == other::REIFIES => self.evidence(*statement),
            Term::NamedNode(object) if vocab::RELATIONS.contains(&property) => {
                let key = (subject, quad.predicate, object);
                let tie = self.ties.entry(key).or_default();
                tie.plain = true;
                if let GraphName::NamedNode(graph) = quad.graph_name
                    && !Base::is_evidence_graph(graph.as_str())
                {
                    tie.articles.insert(graph);
                }
            }
            object => self.event(subject, property, object),
        }
    }

    fn evidence(&mut self, statement: Triple) {
        if let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) =
            (statement.subject, statement.object)
            && vocab::RELATIONS.contains(&statement.predicate.as_ref())
        {
            let key = (subject, statement.predicate, object);
            self.ties.entry(key).or_default().evidence += 1;
        }
    }

    fn event(&mut self, subject: NamedNode, property: NamedNodeRef<'_>, object: Term) {
        const SLOTS: [NamedNodeRef<'static>; 5] = [
            vocab::AGENT,
            vocab::TARGET,
            vocab::BEGIN_DATE,
            vocab::END_DATE,
            vocab::STATUS_OF,
        ];
        if !SLOTS.contains(&property) {
            return;
        }
        let told = self.events.entry(subject).or_default();
        match object {
            Term::NamedNode(node) if property == vocab::AGENT => {
                told.agents.insert(node);
            }
            Term::NamedNode(node) if property == vocab::TARGET => {
                told.targets.insert(node);
            }
            Term::NamedNode(node) if property == vocab::STATUS_OF => {
                told.happened = node == vocab::ASSERTED || node == vocab::HEDGED;
            }
            Term::Literal(day) if property == vocab::BEGIN_DATE => {
                told.begin = Some(day.value().to_owned());
            }
            Term::Literal(day) if property == vocab::END_DATE => {
                told.end = Some(day.value().to_owned());
            }
            _ => {}
        }
    }

    /// Gives each `attacked` the days of the events with the same agent and target.
    fn date(&mut self) {
        for told in self.events.values().filter(|told| told.happened) {
            let (Some(begin), Some(end)) = (&told.begin, &told.end) else {
                continue;
            };
            for agent in &told.agents {
                for target in &told.targets {
                    let key = (agent.clone(), vocab::ATTACKED.into_owned(), target.clone());
                    if let Some(tie) = self.ties.get_mut(&key) {
                        tie.cover(begin, end);
                    }
                }
            }
        }
    }

    fn finish(self) -> ActorGraph {
        let ties: Vec<_> = self.ties.iter().filter(|(_, tie)| tie.plain).collect();
        let names: BTreeSet<&NamedNode> = ties
            .iter()
            .flat_map(|((subject, _, object), _)| [subject, object])
            .collect();
        let mut graph = DiGraph::with_capacity(names.len(), ties.len());
        let nodes: BTreeMap<&NamedNode, NodeIndex> = names
            .into_iter()
            .map(|name| (name, graph.add_node(self.actor(name))))
            .collect();
        for ((subject, property, object), strength) in ties {
            graph.add_edge(
                nodes[subject],
                nodes[object],
                strength.tie(property.as_ref()),
            );
        }
        ActorGraph { graph }
    }

    fn actor(&self, name: &NamedNode) -> Actor {
        let iri = name.as_str().to_owned();
        let label = self
            .labels
            .get(name)
            .cloned()
            .unwrap_or_else(|| readable(&iri));
        let classes = self
            .classes
            .get(name)
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        Actor {
            iri,
            label,
            classes,
        }
    }
}

impl Strength {
    fn cover(&mut self, begin: &str, end: &str) {
        let (first, last) = self
            .days
            .get_or_insert_with(|| (begin.to_owned(), end.to_owned()));
        if begin < first.as_str() {
            begin.clone_into(first);
        }
        if end > last.as_str() {
            end.clone_into(last);
        }
    }

    fn tie(&self, property: NamedNodeRef<'_>) -> Tie {
        let local = vocab::local_name(property.as_str()).unwrap_or(property.as_str());
        Tie {
            relation: local.to_owned(),
            label: Ontology::embedded().label(property, "fr").to_owned(),
            articles: self.articles.len().max(1),
            evidence: self.evidence,
            first: self.days.as_ref().map(|(first, _)| first.clone()),
            last: self.days.as_ref().map(|(_, last)| last.clone()),
        }
    }
}

/// A name for a thing without label: the end of its IRI, hyphens as blanks.
fn readable(iri: &str) -> String {
    iri.rsplit(['/', '#'])
        .next()
        .unwrap_or(iri)
        .replace('-', " ")
}
