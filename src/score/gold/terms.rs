use crate::rdf::vocab;

/// The relations and classes of events that a gold file may use and a score counts: griot's, and those
/// of another domain.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Local name and IRI.
    relations: Vec<(String, String)>,
    events: Vec<(String, String)>,
}

/// The relations that the first row of averages is over.
pub(super) const CORE: [&str; 4] = ["attacked", "retaliatedAgainst", "backedBy", "locatedIn"];
/// The relations that hold in either direction.
const SYMMETRIC: [&str; 3] = ["alignedWith", "fights", "negotiatesWith"];
/// The family of all classes of attacks: a strike read as a shelling is found, if not exactly.
const VIOLENCE: &str = "Attack";

impl Default for Terms {
    /// Those of griot's ontology.
    fn default() -> Self {
        let named = |term: &oxigraph::model::NamedNodeRef<'_>| {
            let local = vocab::local_name(term.as_str()).unwrap_or_default();
            (local.to_owned(), term.as_str().to_owned())
        };
        Self {
            relations: vocab::RELATIONS.iter().map(named).collect(),
            events: vocab::EVENT_CLASSES.iter().skip(1).map(named).collect(),
        }
    }
}

impl Terms {
    /// Adds a relation of another domain by its name in gold files and its IRI.
    #[must_use]
    pub fn with_relation(mut self, name: &str, iri: &str) -> Self {
        self.relations.push((name.to_owned(), iri.to_owned()));
        self
    }

    /// Adds a class of events of another domain by its name in gold files and its IRI.
    #[must_use]
    pub fn with_event(mut self, name: &str, iri: &str) -> Self {
        self.events.push((name.to_owned(), iri.to_owned()));
        self
    }

    /// The relations by name, griot's first.
    pub(super) fn relations(&self) -> impl Iterator<Item = &str> {
        self.relations.iter().map(|(name, _)| name.as_str())
    }

    /// The classes of events by name, griot's first.
    pub(super) fn events(&self) -> impl Iterator<Item = &str> {
        self.events.iter().map(|(name, _)| name.as_str())
    }

    pub(super) fn relation_of(&self, iri: &str) -> Option<&str> {
        named(&self.relations, iri)
    }

    pub(super) fn event_of(&self, iri: &str) -> Option<&str> {
        named(&self.events, iri)
    }
}

fn named<'a>(terms: &'a [(String, String)], iri: &str) -> Option<&'a str> {
    let found = terms.iter().find(|(_, known)| known == iri);
    found.map(|(name, _)| name.as_str())
}

/// Whether `relation` holds in either direction.
pub(super) fn is_symmetric(relation: &str) -> bool {
    SYMMETRIC.contains(&relation)
}

/// What classes of events are taken for the same kind of event when they are paired.
pub(super) fn family(class: &str) -> &str {
    match class {
        "Airstrike" | "DroneAttack" | "RocketAttack" | "Shelling" | "GroundAttack" | "Bombing"
        | "Assassination" => VIOLENCE,
        other => other,
    }
}
