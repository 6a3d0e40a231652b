use super::names::{Keys, NameWords};
use super::terms::Terms;
use crate::rdf::vocab::{self, other};
use oxigraph::model::{Quad, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// SKOS: the preferred name. griot writes `rdfs:label`; other programs may not.
const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
/// The properties of events that are compared.
const PROPERTIES: [&str; 10] = [
    "agent",
    "target",
    "place",
    "date",
    "weapon",
    "killed",
    "wounded",
    "count",
    "responseTo",
    "status",
];

/// What the quads of one article say, in whatever graph.
///
/// Nodes are named as N-Quads writes them: `<iri>`, `_:b0`.
#[derive(Clone, Debug, Default)]
pub struct Predicted {
    names: BTreeMap<String, Keys>,
    labels: BTreeMap<String, (u8, String)>,
    /// Subject, name of the relation, object.
    pub(super) facts: BTreeSet<(String, String, String)>,
    pub(super) events: BTreeMap<String, Event>,
    reasons: BTreeMap<(String, String, String), Reason>,
}

/// An event and its slots.
#[derive(Clone, Debug, Default)]
pub(super) struct Event {
    /// Names of its classes.
    pub(super) classes: BTreeSet<String>,
    /// By name of the property, nodes as N-Quads writes them and the values of literals.
    slots: BTreeMap<&'static str, BTreeSet<String>>,
}

/// Why a graph says something.
#[derive(Clone, Debug, Default)]
pub(super) struct Reason {
    pub(super) words: Option<String>,
    pub(super) rule: Option<String>,
}

impl Event {
    /// The values of `slot`; none if it is not filled.
    pub(super) fn slot(&self, slot: &str) -> impl Iterator<Item = &str> {
        self.slots
            .get(slot)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// Whether the event is said not to have happened, or not to have happened yet.
    pub(super) fn is_plain(&self) -> bool {
        let unreal =
            |status: &str| status.ends_with("#Denied>") || status.ends_with("#Hypothetical>");
        !self.slot("status").any(unreal)
    }
}

impl Predicted {
    /// Looks into `quads`. Triple terms state nothing by themselves; those of evidence tell why the graph
    /// says something.
    #[must_use]
    pub fn new(quads: &[Quad], terms: &Terms, words: &NameWords) -> Self {
        let mut predicted = Self::default();
        for quad in quads {
            predicted.add(quad, terms, words);
        }
        predicted
            .events
            .retain(|_, event| !event.classes.is_empty());
        predicted.reasons = reasons(quads, terms);
        predicted
    }

    fn add(&mut self, quad: &Quad, terms: &Terms, words: &NameWords) {
        let subject = quad.subject.to_string();
        let property = quad.predicate.as_str();
        if let Term::Literal(literal) = &quad.object
            && let Some(rank) = label_rank(property)
        {
            let keys = self.names.entry(subject.clone()).or_default();
            words.add_keys(literal.value(), keys);
            let label = (rank, literal.value().to_owned());
            let best = self.labels.entry(subject).or_insert_with(|| label.clone());
            *best = label.min(best.clone());
            return;
        }
        if quad.predicate == other::TYPE
            && let Term::NamedNode(class) = &quad.object
            && let Some(class) = terms.event_of(class.as_str())
        {
            let event = self.events.entry(subject).or_default();
            event.classes.insert(class.to_owned());
            return;
        }
        if let Some(relation) = terms.relation_of(property)
            && matches!(quad.object, Term::NamedNode(_) | Term::BlankNode(_))
        {
            let fact = (
                subject.clone(),
                relation.to_owned(),
                quad.object.to_string(),
            );
            self.facts.insert(fact);
        }
        let local = vocab::local_name(property);
        if let Some(&slot) = PROPERTIES.iter().find(|p| Some(**p) == local)
            && let Some(value) = value(&quad.object)
        {
            let event = self.events.entry(subject).or_default();
            event.slots.entry(slot).or_default().insert(value);
        }
    }

    /// The forms under which `node` is compared.
    pub(super) fn names(&self, node: &str) -> &Keys {
        static NONE: Keys = Keys::new();
        self.names.get(node).unwrap_or(&NONE)
    }

    /// What `node` is called, else the node itself.
    pub(super) fn label<'a>(&'a self, node: &'a str) -> &'a str {
        self.labels.get(node).map_or(node, |(_, label)| label)
    }

    /// The words and the rule behind a fact, if the graph has evidence for it.
    pub(super) fn reason(&self, fact: &(String, String, String)) -> Reason {
        self.reasons.get(fact).cloned().unwrap_or_default()
    }
}

/// Which name people see: 0 before 1 before 2.
fn label_rank(property: &str) -> Option<u8> {
    match property {
        p if p == other::LABEL.as_str() => Some(0),
        PREF_LABEL => Some(1),
        p if p == other::ALT_LABEL.as_str() => Some(2),
        _ => None,
    }
}

fn value(term: &Term) -> Option<String> {
    match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        Term::NamedNode(_) | Term::BlankNode(_) => Some(term.to_string()),
        Term::Triple(_) => None,
    }
}

/// The first evidence for each fact, by the order of its nodes.
fn reasons(quads: &[Quad], terms: &Terms) -> BTreeMap<(String, String, String), Reason> {
    let mut said: BTreeMap<String, &Triple> = BTreeMap::new();
    let mut spans: BTreeMap<String, String> = BTreeMap::new();
    let mut rules: BTreeMap<String, String> = BTreeMap::new();
    let mut words: BTreeMap<String, &str> = BTreeMap::new();
    for quad in quads {
        let subject = || quad.subject.to_string();
        match &quad.object {
            Term::Triple(triple) if quad.predicate == other::REIFIES => {
                said.insert(subject(), triple);
            }
            Term::NamedNode(span) if quad.predicate == vocab::SPAN => {
                spans.insert(subject(), span.to_string());
            }
            Term::NamedNode(rule) if quad.predicate == vocab::RULE_OF => {
                let name = rule.as_str().rsplit(['#', '/']).next().unwrap_or_default();
                rules.insert(subject(), name.to_owned());
            }
            Term::Literal(literal) if quad.predicate == other::ANCHOR_OF => {
                words.insert(subject(), literal.value());
            }
            _ => {}
        }
    }
    let mut reasons = BTreeMap::new();
    for (node, triple) in said {
        let Some(relation) = terms.relation_of(triple.predicate.as_str()) else {
            continue;
        };
        let fact = (
            triple.subject.to_string(),
            relation.to_owned(),
            triple.object.to_string(),
        );
        let span = spans.get(&node).and_then(|span| words.get(span));
        reasons.entry(fact).or_insert_with(|| Reason {
            words: span.map(|words| (*words).to_owned()),
            rule: rules.get(&node).cloned(),
        });
    }
    reasons
}
