//! A sentence as rules see it: words with their classes, entities at their heads, deep edges.

use super::entity::{Mention, MentionKind, Mentions};
use super::syntax::DeepGraph;
use crate::lexicon::{Classes, EntityClass};
use crate::rule::{Graph, Vocabulary};
use crate::ud::{Sentence, Token, Upos};
use smol_str::SmolStr;

/// Attributes beside those of the lexical classes.
const ENTITY: &str = "entity";
const MENTION: &str = "mention";
const CLASS: &str = "class";

/// A sentence with everything that rules may ask about.
pub struct RuleGraph<'a> {
    sentence: &'a Sentence,
    deep: &'a DeepGraph,
    attributes: Vec<Vec<(&'static str, SmolStr)>>,
    surfaces: Vec<&'a str>,
}

impl<'a> RuleGraph<'a> {
    /// The graph of sentence number `index` of the article `text`.
    #[must_use]
    pub fn new(
        text: &'a str,
        index: usize,
        sentence: &'a Sentence,
        deep: &'a DeepGraph,
        mentions: &Mentions,
        classes: &Classes,
    ) -> Self {
        let n = sentence.tokens.len();
        let mut graph = Self {
            sentence,
            deep,
            attributes: vec![Vec::new(); n],
            surfaces: vec![""; n],
        };
        for (i, token) in sentence.tokens.iter().enumerate() {
            graph.classify(i, token, classes);
            // The parse may hang a clause on another word of a name than its head.
            let stands_for = |m: &&Mention| {
                m.head == i || m.kind == MentionKind::Name && token.upos == Upos::Propn
            };
            if let Some(mention) = mentions.at(index, i).filter(stands_for) {
                graph.surfaces[i] = mention.span.of(text);
                if let Some(entity) = mention.entity {
                    let classes = &mentions.entities[entity].classes;
                    graph.attributes[i].extend(entity_values(classes));
                    graph.attributes[i].push((MENTION, kind_name(mention.kind)));
                }
            }
        }
        graph
    }

    fn classify(&mut self, i: usize, token: &Token, classes: &Classes) {
        for member in classes.of(&token.lemma, token.upos) {
            self.attributes[i].push((CLASS, member.class.clone()));
        }
    }
}

/// The names of an entity's classes and of the wider sets that rules speak of.
fn entity_values(classes: &[EntityClass]) -> Vec<(&'static str, SmolStr)> {
    let mut values: Vec<&'static str> = classes.iter().map(|c| c.as_str()).collect();
    let any = |test: fn(&EntityClass) -> bool| classes.iter().any(test);
    if any(|c| c.is_actor()) {
        values.push("Actor");
    }
    if any(|c| c.is_place()) {
        values.push("Place");
    }
    if any(|c| is_armed(*c)) {
        values.push("Armed");
    }
    values
        .into_iter()
        .map(|v| (ENTITY, SmolStr::new_static(v)))
        .collect()
}

/// States and what fights for them or against them.
const fn is_armed(class: EntityClass) -> bool {
    matches!(
        class,
        EntityClass::State
            | EntityClass::GovernmentBody
            | EntityClass::MilitaryForce
            | EntityClass::ArmedGroup
            | EntityClass::Alliance
    )
}

fn kind_name(kind: MentionKind) -> SmolStr {
    SmolStr::new_static(match kind {
        MentionKind::Name => "Name",
        MentionKind::Nominal => "Nominal",
        MentionKind::Demonym => "Demonym",
        MentionKind::Pronoun => "Pronoun",
        MentionKind::Possessive => "Possessive",
    })
}

impl Graph for RuleGraph<'_> {
    fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn out_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        self.deep.out_edges(i)
    }

    fn in_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        self.deep.in_edges(i)
    }

    fn has_attribute(&self, i: usize, key: &str, value: Option<&str>) -> bool {
        self.attributes[i]
            .iter()
            .any(|(k, v)| *k == key && value.is_none_or(|value| v == value))
    }

    fn attribute(&self, i: usize, key: &str) -> Option<&str> {
        self.attributes[i]
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, v)| v.as_str())
    }

    fn surface(&self, i: usize) -> &str {
        self.surfaces[i]
    }
}

/// Roles that rules emit of an event, with the number of words each is about.
const EMITS: [(&str, usize); 16] = [
    ("event", 1),
    ("same", 2),
    ("agent", 2),
    ("target", 2),
    ("slain", 2),
    ("place", 2),
    ("weapon", 2),
    ("killed", 2),
    ("wounded", 2),
    ("captured", 2),
    ("displaced", 2),
    ("count", 2),
    ("response", 2),
    ("claimedBy", 2),
    ("attributedTo", 2),
    ("deniedBy", 2),
];

/// Relations between entities that rules emit; `killed` is emitted of events.
const RELATIONS: [&str; 11] = [
    "attacked",
    "retaliatedAgainst",
    "backedBy",
    "locatedIn",
    "alignedWith",
    "fights",
    "officialOf",
    "partOf",
    "accused",
    "negotiatesWith",
    "withdrewFrom",
];

/// Classes of events that rules emit; without one, the event is an `Attack`.
const EVENTS: [&str; 12] = [
    "Attack",
    "Airstrike",
    "DroneAttack",
    "RocketAttack",
    "Shelling",
    "GroundAttack",
    "Bombing",
    "Assassination",
    "Interception",
    "Evacuation",
    "Deployment",
    "Negotiation",
];

/// Whether griot's own rules speak of `name`: as a role, a relation or a class of events.
pub(super) fn is_term(name: &str) -> bool {
    EMITS.iter().any(|(role, _)| *role == name)
        || RELATIONS.contains(&name)
        || EVENTS.contains(&name)
}

/// What the rules of extraction may say: labels, attributes, emissions and options.
#[must_use]
pub fn vocabulary(classes: &Classes) -> Vocabulary {
    let entity = EntityClass::ALL
        .iter()
        .map(|c| c.as_str())
        .chain(["Actor", "Place", "Armed"]);
    let kinds = ["Name", "Nominal", "Demonym", "Pronoun", "Possessive"];
    let mut vocabulary = Vocabulary::universal()
        .with_label("N0")
        .with_label("N1")
        .with_attribute(CLASS, classes.names())
        .with_attribute(ENTITY, entity)
        .with_attribute(MENTION, kinds)
        .with_option("type", EVENTS)
        .with_option("toll", ["yes"])
        .with_option("back", ["yes"])
        .with_option("about", ["yes"])
        .with_option("as", ["force"])
        .with_option("status", ["Asserted", "Hedged", "Denied", "Hypothetical"]);
    for (name, arity) in EMITS {
        vocabulary = vocabulary.with_emit(name, arity);
    }
    for name in RELATIONS {
        vocabulary = vocabulary.with_emit(name, 2);
    }
    vocabulary
}
