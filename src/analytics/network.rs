//! Nodes and edges with typed attributes: what every format for graphs is written from.

use super::load::{SLOTS, Told, World};
use super::{Actor, Tie};
use crate::rdf::Ontology;
use crate::rdf::vocab;
use oxigraph::model::NamedNode;
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What becomes a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Projection {
    /// Entities; an edge is a relation between two.
    #[default]
    Actors,
    /// Events and entities; an edge is a slot of an event.
    Events,
}

/// Which part of a store is drawn.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What becomes a node.
    pub projection: Projection,
    /// Only edges of these relations or slots; all if empty.
    pub relations: BTreeSet<String>,
    /// Only what happened on this day or later, `YYYY-MM-DD`; what has no date is left out.
    pub since: Option<String>,
    /// Only what happened on this day or earlier; what has no date is left out.
    pub until: Option<String>,
    /// Only what lies within so many steps of this entity, by IRI.
    pub about: Option<(String, usize)>,
    /// Only the nodes with the most edges, so many.
    pub limit: Option<usize>,
}

impl View {
    /// Whether days from `first` to `last` fall into the period; no days only into all time.
    pub(super) fn covers(&self, days: Option<(&str, &str)>) -> bool {
        let Some((first, last)) = days else {
            return self.since.is_none() && self.until.is_none();
        };
        self.since.as_deref().is_none_or(|since| last >= since)
            && self.until.as_deref().is_none_or(|until| first <= until)
    }
}

/// The type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Real,
    Day,
}

/// An attribute that nodes or edges may have.
pub(super) type Column = (&'static str, Kind);

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Integer(u64),
    Real(f64),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Real(number) => number.fmt(f),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) label: String,
    pub(super) class: String,
    pub(super) iri: String,
    pub(super) days: Option<(String, String)>,
    /// By column; `None` where it is not known.
    pub(super) values: Vec<Option<Value>>,
}

#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub(super) source: usize,
    pub(super) target: usize,
    pub(super) relation: String,
    pub(super) label: String,
    pub(super) weight: usize,
    pub(super) days: Option<(String, String)>,
    pub(super) values: Vec<Option<Value>>,
}

/// A directed graph; two nodes may have several edges.
#[derive(Clone, Debug, Default)]
pub(super) struct Network {
    pub(super) node_columns: &'static [Column],
    pub(super) edge_columns: &'static [Column],
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

const ACTOR_COLUMNS: &[Column] = &[
    ("class", Kind::Text),
    ("classes", Kind::Text),
    ("iri", Kind::Text),
    ("country", Kind::Text),
    ("longitude", Kind::Real),
    ("latitude", Kind::Real),
];
const TIE_COLUMNS: &[Column] = &[
    ("relation", Kind::Text),
    ("articles", Kind::Integer),
    ("evidence", Kind::Integer),
    ("first", Kind::Day),
    ("last", Kind::Day),
];
const EVENT_COLUMNS: &[Column] = &[
    ("kind", Kind::Text),
    ("class", Kind::Text),
    ("classes", Kind::Text),
    ("iri", Kind::Text),
    ("country", Kind::Text),
    ("longitude", Kind::Real),
    ("latitude", Kind::Real),
    ("date", Kind::Text),
    ("status", Kind::Text),
    ("weapon", Kind::Text),
    ("killed", Kind::Integer),
    ("wounded", Kind::Integer),
    ("evidence", Kind::Integer),
];
const SLOT_COLUMNS: &[Column] = &[("relation", Kind::Text)];

impl Network {
    /// The part of `world` that `view` shows.
    pub(super) fn new(world: &World, view: &View) -> Self {
        let mut network = match view.projection {
            Projection::Actors => actors(world, view),
            Projection::Events => events(world, view),
        };
        if !view.relations.is_empty() {
            network
                .edges
                .retain(|e| view.relations.contains(&e.relation));
            let ends = network.ends();
            network.keep(&ends);
        }
        if let Some((center, hops)) = &view.about {
            let near = network.near(center, *hops);
            network.keep(&near);
        }
        if let Some(limit) = view.limit {
            let top = network.top(limit);
            network.keep(&top);
            let ends = network.ends();
            network.keep(&ends);
        }
        network
    }

    fn ends(&self) -> BTreeSet<usize> {
        self.edges
            .iter()
            .flat_map(|e| [e.source, e.target])
            .collect()
    }

    /// The nodes within `hops` steps of `center`, whichever way the edges point.
    fn near(&self, center: &str, hops: usize) -> BTreeSet<usize> {
        let start = self.nodes.iter().position(|node| node.iri == center);
        let mut near: BTreeSet<usize> = start.into_iter().collect();
        for _ in 0..hops {
            let before = near.len();
            let reached: Vec<usize> = self
                .edges
                .iter()
                .filter(|e| near.contains(&e.source) || near.contains(&e.target))
                .flat_map(|e| [e.source, e.target])
                .collect();
            near.extend(reached);
            if near.len() == before {
                break;
            }
        }
        near
    }

    /// The `n` nodes whose edges weigh most; of equals the first.
    fn top(&self, n: usize) -> BTreeSet<usize> {
        let mut weights = vec![0; self.nodes.len()];
        for edge in &self.edges {
            weights[edge.source] += edge.weight;
            weights[edge.target] += edge.weight;
        }
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(weights[i]), i));
        order.into_iter().take(n).collect()
    }

    /// Keeps these nodes and the edges between them.
    fn keep(&mut self, kept: &BTreeSet<usize>) {
        let places: BTreeMap<usize, usize> = kept
            .iter()
            .enumerate()
            .map(|(new, &old)| (old, new))
            .collect();
        let mut i = 0;
        self.nodes.retain(|_| {
            i += 1;
            kept.contains(&(i - 1))
        });
        self.edges.retain_mut(
            |edge| match (places.get(&edge.source), places.get(&edge.target)) {
                (Some(&source), Some(&target)) => {
                    (edge.source, edge.target) = (source, target);
                    true
                }
                _ => false,
            },
        );
    }
}

fn actors(world: &World, view: &View) -> Network {
    let graph = world.actors().graph;
    let named = |actor: &Actor| NamedNode::new_unchecked(&actor.iri);
    let nodes = graph.node_weights().map(|actor| Node {
        label: actor.label.clone(),
        class: actor.class().to_owned(),
        iri: actor.iri.clone(),
        days: None,
        values: description(world, &named(actor), actor),
    });
    let mut network = Network {
        node_columns: ACTOR_COLUMNS,
        edge_columns: TIE_COLUMNS,
        nodes: nodes.collect(),
        edges: Vec::new(),
    };
    for edge in graph.edge_references() {
        let tie: &Tie = edge.weight();
        let mut days = tie.days.clone();
        days.retain(|(first, last)| view.covers(Some((first, last))));
        if days.is_empty() && !view.covers(None) {
            continue;
        }
        let first = days.iter().map(|(first, _)| first).min().cloned();
        let last = days.iter().map(|(_, last)| last).max().cloned();
        network.edges.push(Edge {
            source: edge.source().index(),
            target: edge.target().index(),
            relation: tie.relation.clone(),
            label: tie.label.clone(),
            weight: tie.articles,
            values: vec![
                Some(Value::Text(tie.relation.clone())),
                Some(Value::Integer(tie.articles as u64)),
                Some(Value::Integer(tie.evidence as u64)),
                first.clone().map(Value::Text),
                last.clone().map(Value::Text),
            ],
            days: first.zip(last),
        });
    }
    let ends = network.ends();
    network.keep(&ends);
    network
}

/// Class, classes, IRI, country and place of an entity.
fn description(world: &World, name: &NamedNode, actor: &Actor) -> Vec<Option<Value>> {
    let point = world.point(name);
    vec![
        Some(Value::Text(actor.class().to_owned())),
        Some(Value::Text(actor.classes.join(" "))),
        Some(Value::Text(actor.iri.clone())),
        world.country(name).map(|code| Value::Text(code.to_owned())),
        point.map(|(longitude, _)| Value::Real(longitude)),
        point.map(|(_, latitude)| Value::Real(latitude)),
    ]
}

/// Events that an article asserts or hedges, and what fills their slots.
fn events(world: &World, view: &View) -> Network {
    let shown: BTreeMap<&NamedNode, &Told> = world
        .events
        .iter()
        .filter(|(_, told)| told.happened())
        .filter(|(_, told)| {
            let days = told.days();
            view.covers(days.as_ref().map(|(a, b)| (a.as_str(), b.as_str())))
        })
        .collect();
    let mut places: BTreeMap<&NamedNode, usize> = BTreeMap::new();
    let mut network = Network {
        node_columns: EVENT_COLUMNS,
        edge_columns: SLOT_COLUMNS,
        ..Network::default()
    };
    for (name, told) in &shown {
        places.insert(name, network.nodes.len());
        network.nodes.push(event_node(world, name, told));
    }
    let fillers = shown.values().flat_map(|told| &told.slots);
    let entities: BTreeSet<&NamedNode> = fillers
        .map(|(_, node)| node)
        .filter(|node| !world.events.contains_key(*node))
        .collect();
    for name in entities {
        let actor = world.actor(name);
        let mut values = vec![Some(Value::Text("entity".to_owned()))];
        values.extend(description(world, name, &actor));
        values.resize(EVENT_COLUMNS.len(), None);
        places.insert(name, network.nodes.len());
        network.nodes.push(Node {
            class: actor.class().to_owned(),
            label: actor.label,
            iri: actor.iri,
            days: None,
            values,
        });
    }
    for (name, told) in &shown {
        for (slot, filler) in &told.slots {
            let Some(&target) = places.get(filler) else {
                continue;
            };
            let property = SLOTS.iter().find(|(_, local)| local == slot);
            let label = property.map_or(*slot, |&(p, _)| Ontology::embedded().label(p, "fr"));
            network.edges.push(Edge {
                source: places[name],
                target,
                relation: (*slot).to_owned(),
                label: label.to_owned(),
                weight: 1,
                days: told.days(),
                values: vec![Some(Value::Text((*slot).to_owned()))],
            });
        }
    }
    network
}

fn event_node(world: &World, name: &NamedNode, told: &Told) -> Node {
    let classes: Vec<&str> = world.classes(name).collect();
    let class = classes.first().copied().unwrap_or("Event").to_owned();
    let text = |value: &Option<String>| value.clone().map(Value::Text);
    let point = told.fillers("place").find_map(|place| world.point(place));
    let country = told.fillers("place").find_map(|place| world.country(place));
    let weapon = told.weapon.as_deref().and_then(vocab::term);
    Node {
        label: world.label(name),
        iri: name.as_str().to_owned(),
        days: told.days(),
        values: vec![
            Some(Value::Text("event".to_owned())),
            Some(Value::Text(class.clone())),
            Some(Value::Text(classes.join(" "))),
            Some(Value::Text(name.as_str().to_owned())),
            country.map(|code| Value::Text(code.to_owned())),
            point.map(|(longitude, _)| Value::Real(longitude)),
            point.map(|(_, latitude)| Value::Real(latitude)),
            text(&told.date),
            text(&told.status),
            weapon.map(|w| Value::Text(Ontology::embedded().label(w, "fr").to_owned())),
            told.killed.map(Value::Integer),
            told.wounded.map(Value::Integer),
            Some(Value::Integer(told.evidence as u64)),
        ],
        class,
    }
}
