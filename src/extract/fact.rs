//! What extraction returns: entities, events and relations of one article, each with its words.

use crate::date::Date;
use crate::lexicon::EntityClass;
use crate::text::Span;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Index into [`Extraction::entities`].
pub type EntityIdx = usize;
/// Index into [`Extraction::events`].
pub type EventIdx = usize;

/// Everything that one article says, as far as griot understands it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// The entities met, each once.
    pub entities: Vec<Entity>,
    /// The events told, each once however often it is mentioned.
    pub events: Vec<Event>,
    /// The relations told between entities, including denied and hypothetical ones.
    pub relations: Vec<Relation>,
}

/// A thing in the world that the article speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Local part of its IRI after `entity/`: stable, readable, ASCII, the same in every article.
    pub id: String,
    /// Its best French name.
    pub label: String,
    /// Every other form met or known.
    pub alt_labels: BTreeSet<String>,
    /// What it is; a state that is also a place has two classes.
    pub classes: Vec<EntityClass>,
    /// ISO 3166-1 alpha-2 code of the country that it is, lies in or belongs to, where known.
    pub country: Option<SmolStr>,
    /// Latitude and longitude in degrees (WGS 84), where a data file gives them.
    pub point: Option<(f64, f64)>,
    /// Identifiers that data files vouch for, by scheme: `geonames`, `wikidata`, `ucdp`, `un`.
    pub links: BTreeMap<&'static str, String>,
    /// Where the article names or describes it, in order (bytes).
    pub mentions: Vec<Span>,
}

/// How the article stands to a fact (`gold/GUIDELINES.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Stated, or reported as the word of a source without distance.
    Asserted,
    /// Conditional mood, *présumé*, unconfirmed.
    Hedged,
    /// Said not to have happened, or denied by somebody.
    Denied,
    /// Future, threat, condition, wish, plan.
    Hypothetical,
}

impl Status {
    /// Whether a fact of this status is a plain triple of the graph.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        matches!(self, Self::Asserted | Self::Hedged)
    }

    /// The local name of its concept in the ontology.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "Asserted",
            Self::Hedged => "Hedged",
            Self::Denied => "Denied",
            Self::Hypothetical => "Hypothetical",
        }
    }
}

/// The words that carry a fact, and how griot read them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The words (bytes of the article).
    pub span: Span,
    /// Name of the rule that fired.
    pub rule: SmolStr,
    /// How the article stands to the fact here.
    pub status: Status,
    /// To whom the article attributes it, if to anyone.
    pub source: Option<EntityIdx>,
}

/// A relation between two entities.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The subject.
    pub subject: EntityIdx,
    /// Local name of the property, `attacked` and its like.
    pub property: SmolStr,
    /// The object.
    pub object: EntityIdx,
    /// The strongest status among its evidence.
    pub status: Status,
    /// Where the article says so; never empty.
    pub evidence: Vec<Evidence>,
}

/// A number as the article gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Count {
    /// The number itself; of a range, its lower end.
    pub value: u64,
    /// Lower bound, for *au moins*, *plus de*, and ranges.
    pub min: Option<u64>,
    /// Upper bound, for *au plus*, *moins de*, and ranges.
    pub max: Option<u64>,
}

/// A value of an event and the words that give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot<T> {
    /// The value.
    pub value: T,
    /// The words (bytes of the article), trigger and argument.
    pub span: Span,
    /// Name of the rule that filled it.
    pub rule: SmolStr,
}

/// Something that happened, is denied, or may happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Local part of its IRI after `event/ARTICLE/`: type and code-point offset of its first trigger.
    pub id: String,
    /// Local name of its class: `Attack`, `Airstrike`, `Interception` and their like.
    pub class: SmolStr,
    /// Who did it.
    pub agents: Vec<Slot<EntityIdx>>,
    /// To whom or what.
    pub targets: Vec<Slot<EntityIdx>>,
    /// Where, the most precise place and the wider ones stated.
    pub places: Vec<Slot<EntityIdx>>,
    /// When, as precise as the text allows; never the publication date by default.
    pub date: Option<Slot<Date>>,
    /// Local name of the weapon's concept: `drone`, `rocket`, `missile`, `artillery`, `mortar`, `aircraft`, `bomb`, `firearm`.
    pub weapon: Option<Slot<SmolStr>>,
    /// Killed.
    pub killed: Option<Slot<Count>>,
    /// Wounded.
    pub wounded: Option<Slot<Count>>,
    /// Captured.
    pub captured: Option<Slot<Count>>,
    /// Displaced.
    pub displaced: Option<Slot<Count>>,
    /// Of how many such events the article speaks, for a series.
    pub count: Option<Slot<Count>>,
    /// The event it answers.
    pub response_to: Option<Slot<EventIdx>>,
    /// Who claimed it.
    pub claimed_by: Vec<Slot<EntityIdx>>,
    /// To whom somebody attributes it.
    pub attributed_to: Vec<Slot<EntityIdx>>,
    /// Who denies it.
    pub denied_by: Vec<Slot<EntityIdx>>,
    /// Who reports it.
    pub reported_by: Vec<Slot<EntityIdx>>,
    /// How the article stands to it.
    pub status: Status,
    /// Where the article mentions it; never empty.
    pub evidence: Vec<Evidence>,
}
