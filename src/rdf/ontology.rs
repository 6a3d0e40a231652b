use super::vocab::{self, other};
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The ontology as published, in Turtle.
pub const ONTOLOGY: &str = include_str!("../../ontology/griot.ttl");

/// Its alignments with other vocabularies, in Turtle.
pub const ALIGNMENTS: &str = include_str!("../../ontology/alignments.ttl");

/// The shapes of a graph, in SHACL.
pub const SHAPES: &str = include_str!("../../ontology/shapes.ttl");

/// What code needs to know of the ontology: labels and the class tree.
///
/// The French words of the graph (« frappe aérienne ») are the ontology's labels, so that they
/// stand in one place.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    triples: Vec<Triple>,
    labels: BTreeMap<(NamedNode, String), String>,
    parents: BTreeMap<NamedNode, NamedNode>,
}

static EMBEDDED: LazyLock<Ontology> =
    LazyLock::new(|| Ontology::read(ONTOLOGY).unwrap_or_default());

impl Ontology {
    /// The ontology that griot was built with, read once.
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads an ontology in Turtle.
    ///
    /// # Errors
    /// When it is no Turtle.
    pub fn read(turtle: &str) -> Result<Self, RdfParseError> {
        let mut ontology = Self::default();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
            ontology.add(quad?.into());
        }
        Ok(ontology)
    }

    fn add(&mut self, triple: Triple) {
        if let NamedOrBlankNode::NamedNode(subject) = &triple.subject {
            match &triple.object {
                Term::Literal(label) if triple.predicate == other::LABEL => {
                    let language = label.language().unwrap_or_default().to_owned();
                    self.labels
                        .insert((subject.clone(), language), label.value().to_owned());
                }
                Term::NamedNode(parent) if triple.predicate == other::SUB_CLASS_OF => {
                    self.parents.insert(subject.clone(), parent.clone());
                }
                _ => {}
            }
        }
        self.triples.push(triple);
    }

    /// Every triple, in the order of the file.
    #[must_use]
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// The label of a term in a language, `fr` or `en`; its local name where it has none.
    #[must_use]
    pub fn label<'a>(&'a self, term: NamedNodeRef<'a>, language: &str) -> &'a str {
        self.labels
            .get(&(term.into_owned(), language.to_owned()))
            .map(String::as_str)
            .unwrap_or_else(|| term.as_str().rsplit(['#', '/']).next().unwrap_or_default())
    }

    /// The class right above a class.
    #[must_use]
    pub fn parent(&self, class: NamedNodeRef<'_>) -> Option<NamedNodeRef<'_>> {
        self.parents
            .get(&class.into_owned())
            .map(NamedNode::as_ref)
            .filter(|parent| vocab::local_name(parent.as_str()).is_some())
    }
}
