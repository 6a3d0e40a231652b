use super::{Actor, ActorGraph, Tie};
use crate::rdf::vocab::{self, other};
use crate::rdf::{Base, Ontology};
use oxigraph::model::{
    GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple,
};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a class lies under `griot:Actor` in the ontology.
pub(super) fn is_actor(class: &str) -> bool {
    vocab::term(class)
        .and_then(|class| Ontology::embedded().parent(class))
        .is_some_and(|parent| parent == vocab::ACTOR)
}

type Key = (NamedNode, NamedNode, NamedNode);

/// What a store tells of entities and events, as far as graphs and tables of them need it.
#[derive(Debug, Default)]
pub struct World {
    labels: BTreeMap<NamedNode, String>,
    classes: BTreeMap<NamedNode, BTreeSet<String>>,
    countries: BTreeMap<NamedNode, String>,
    shapes: BTreeMap<NamedNode, NamedNode>,
    points: BTreeMap<NamedNode, (f64, f64)>,
    publishers: BTreeMap<NamedNode, NamedNode>,
    ties: BTreeMap<Key, Strength>,
    pub(super) events: BTreeMap<NamedNode, Told>,
}

#[derive(Debug, Default)]
struct Strength {
    plain: bool,
    articles: BTreeSet<NamedNode>,
    evidence: usize,
    days: BTreeSet<(String, String)>,
}

/// An event as told: who did what to whom, where and when.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) slots: BTreeSet<(&'static str, NamedNode)>,
    pub(super) date: Option<String>,
    pub(super) begin: Option<String>,
    pub(super) end: Option<String>,
    pub(super) weapon: Option<String>,
    pub(super) status: Option<String>,
    pub(super) killed: Option<u64>,
    pub(super) wounded: Option<u64>,
    pub(super) articles: BTreeSet<NamedNode>,
    pub(super) evidence: usize,
}

impl Told {
    /// Whether an article asserts or hedges it.
    pub(super) fn happened(&self) -> bool {
        matches!(self.status.as_deref(), Some("Asserted" | "Hedged"))
    }

    /// The first and the last day that its date covers.
    pub(super) fn days(&self) -> Option<(String, String)> {
        Some((self.begin.clone()?, self.end.clone()?))
    }

    /// What fills a slot, in the order of IRIs.
    pub(super) fn fillers<'a>(&'a self, slot: &'a str) -> impl Iterator<Item = &'a NamedNode> {
        let filled = self.slots.iter().filter(move |(name, _)| *name == slot);
        filled.map(|(_, node)| node)
    }
}

/// The slots of events that hold entities or events.
pub(super) const SLOTS: [(NamedNodeRef<'static>, &str); 8] = [
    (vocab::AGENT, "agent"),
    (vocab::TARGET, "target"),
    (vocab::PLACE_OF, "place"),
    (vocab::RESPONSE_TO, "responseTo"),
    (vocab::CLAIMED_BY, "claimedBy"),
    (vocab::ATTRIBUTED_TO, "attributedTo"),
    (vocab::DENIED_BY, "deniedBy"),
    (vocab::REPORTED_BY, "reportedBy"),
];

impl World {
    /// Reads the quads of a store in any order: the default graph and the article graphs tell of
    /// entities and events, evidence graphs how often. Other graphs, inferred or imported, do not count.
    pub fn from_quads(quads: impl IntoIterator<Item = Quad>) -> Self {
        let mut world = Self::default();
        for quad in quads {
            world.add(quad);
        }
        world.date();
        world
    }

    fn add(&mut self, quad: Quad) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
            return;
        };
        let article = match quad.graph_name {
            GraphName::DefaultGraph => None,
            GraphName::NamedNode(graph) if Base::is_evidence_graph(graph.as_str()) => {
                if let (true, Term::Triple(statement)) =
                    (quad.predicate == other::REIFIES, quad.object)
                {
                    self.evidence(*statement);
                }
                return;
            }
            GraphName::NamedNode(graph) if Base::is_article_graph(graph.as_str()) => Some(graph),
            _ => return,
        };
        let property = quad.predicate.as_ref();
        match quad.object {
            Term::Literal(literal) => self.literal(subject, property, &literal),
            Term::NamedNode(class) if property == other::TYPE => {
                if let Some(class) = vocab::local_name(class.as_str()) {
                    let classes = self.classes.entry(subject).or_default();
                    classes.insert(class.to_owned());
                }
            }
            Term::NamedNode(shape) if property == other::HAS_GEOMETRY => {
                self.shapes.insert(subject, shape);
            }
            Term::NamedNode(publisher) if property == other::PUBLISHER => {
                self.publishers.insert(subject, publisher);
            }
            Term::NamedNode(object) if vocab::RELATIONS.contains(&property) => {
                let tie = self
                    .ties
                    .entry((subject, quad.predicate, object))
                    .or_default();
                tie.plain = true;
                tie.articles.extend(article);
            }
            Term::NamedNode(object) => self.slot(subject, property, object, article),
            _ => {}
        }
    }

    fn literal(&mut self, subject: NamedNode, property: NamedNodeRef<'_>, literal: &Literal) {
        let value = literal.value().to_owned();
        let number = value.parse().ok();
        match property {
            other::LABEL => {
                // Where articles name a thing differently, the first name in order stands.
                let known = self.labels.entry(subject).or_insert_with(|| value.clone());
                if value < *known {
                    *known = value;
                }
            }
            other::AS_WKT => {
                if let Some(point) = point(&value) {
                    self.points.insert(subject, point);
                }
            }
            vocab::COUNTRY_CODE => {
                let known = self
                    .countries
                    .entry(subject)
                    .or_insert_with(|| value.clone());
                if value < *known {
                    *known = value;
                }
            }
            vocab::DATE => self.events.entry(subject).or_default().date = Some(value),
            vocab::BEGIN_DATE => self.events.entry(subject).or_default().begin = Some(value),
            vocab::END_DATE => self.events.entry(subject).or_default().end = Some(value),
            vocab::KILLED => self.events.entry(subject).or_default().killed = number,
            vocab::WOUNDED => self.events.entry(subject).or_default().wounded = number,
            _ => {}
        }
    }

    fn slot(
        &mut self,
        subject: NamedNode,
        property: NamedNodeRef<'_>,
        object: NamedNode,
        article: Option<NamedNode>,
    ) {
        let local = vocab::local_name(object.as_str()).map(str::to_owned);
        if property == vocab::STATUS_OF {
            let told = self.events.entry(subject).or_default();
            told.status = local;
            told.articles.extend(article);
        } else if property == vocab::WEAPON_OF {
            self.events.entry(subject).or_default().weapon = local;
        } else if let Some((_, slot)) = SLOTS.iter().find(|(slot, _)| *slot == property) {
            let told = self.events.entry(subject).or_default();
            told.slots.insert((slot, object));
        }
    }

    fn evidence(&mut self, statement: Triple) {
        let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) =
            (statement.subject, statement.object)
        else {
            return;
        };
        if vocab::RELATIONS.contains(&statement.predicate.as_ref()) {
            let key = (subject, statement.predicate, object);
            self.ties.entry(key).or_default().evidence += 1;
        } else if statement.predicate == other::TYPE {
            self.events.entry(subject).or_default().evidence += 1;
        }
    }

    /// Gives each `attacked` the days of the events with the same agent and target.
    fn date(&mut self) {
        for told in self.events.values().filter(|told| told.happened()) {
            let Some(days) = told.days() else { continue };
            for agent in told.fillers("agent") {
                for target in told.fillers("target") {
                    let key = (agent.clone(), vocab::ATTACKED.into_owned(), target.clone());
                    if let Some(tie) = self.ties.get_mut(&key) {
                        tie.days.insert(days.clone());
                    }
                }
            }
        }
    }

    /// The graph of actors.
    #[must_use]
    pub fn actors(&self) -> ActorGraph {
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

    pub(super) fn actor(&self, name: &NamedNode) -> Actor {
        Actor {
            iri: name.as_str().to_owned(),
            label: self.label(name),
            classes: self.classes(name).map(str::to_owned).collect(),
        }
    }

    /// The name of a thing, never its IRI.
    pub(super) fn label(&self, name: &NamedNode) -> String {
        let label = self.labels.get(name).cloned();
        label.unwrap_or_else(|| readable(name.as_str()))
    }

    /// Local names of the classes of a thing.
    pub(super) fn classes(&self, name: &NamedNode) -> impl Iterator<Item = &str> {
        self.classes
            .get(name)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// The ISO 3166-1 code of the country of an entity.
    pub(super) fn country(&self, name: &NamedNode) -> Option<&str> {
        self.countries.get(name).map(String::as_str)
    }

    /// Longitude and latitude of an entity.
    pub(super) fn point(&self, name: &NamedNode) -> Option<(f64, f64)> {
        self.points.get(self.shapes.get(name)?).copied()
    }

    /// Who published an article; its own name where nobody is known.
    pub(super) fn publisher(&self, article: &NamedNode) -> String {
        self.label(self.publishers.get(article).unwrap_or(article))
    }
}

impl ActorGraph {
    /// Builds the graph of actors from the quads of a store in any order.
    pub fn from_quads(quads: impl IntoIterator<Item = Quad>) -> Self {
        World::from_quads(quads).actors()
    }
}

impl Strength {
    fn tie(&self, property: NamedNodeRef<'_>) -> Tie {
        let local = vocab::local_name(property.as_str()).unwrap_or(property.as_str());
        Tie {
            relation: local.to_owned(),
            // `killed` has a name for each of its uses, « a tué ; morts »: the first is the relation's.
            label: Ontology::embedded()
                .label(property, "fr")
                .split(" ; ")
                .next()
                .unwrap_or_default()
                .to_owned(),
            articles: self.articles.len().max(1),
            evidence: self.evidence,
            days: self.days.iter().cloned().collect(),
        }
    }
}

/// Longitude and latitude from `POINT(2.35 48.85)`.
fn point(wkt: &str) -> Option<(f64, f64)> {
    let numbers = wkt.strip_prefix("POINT(")?.strip_suffix(')')?;
    let (x, y) = numbers.split_once(' ')?;
    Some((x.parse().ok()?, y.parse().ok()?))
}

/// A name for a thing without label: the end of its IRI, hyphens as blanks.
fn readable(iri: &str) -> String {
    iri.rsplit(['/', '#'])
        .next()
        .unwrap_or(iri)
        .replace('-', " ")
}
