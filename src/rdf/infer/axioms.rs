use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// Terms of RDF Schema and OWL that state an axiom.
mod term {
    use oxigraph::model::NamedNodeRef;

    macro_rules! terms {
        ($($name:ident = $iri:literal;)*) => {
            $(pub(super) const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked($iri);)*
        };
    }
    terms! {
        TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        FIRST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
        REST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
        SUB_CLASS_OF = "http://www.w3.org/2000/01/rdf-schema#subClassOf";
        SUB_PROPERTY_OF = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf";
        DOMAIN = "http://www.w3.org/2000/01/rdf-schema#domain";
        RANGE = "http://www.w3.org/2000/01/rdf-schema#range";
        INVERSE_OF = "http://www.w3.org/2002/07/owl#inverseOf";
        CHAIN = "http://www.w3.org/2002/07/owl#propertyChainAxiom";
        EQUIVALENT_CLASS = "http://www.w3.org/2002/07/owl#equivalentClass";
        EQUIVALENT_PROPERTY = "http://www.w3.org/2002/07/owl#equivalentProperty";
        SYMMETRIC = "http://www.w3.org/2002/07/owl#SymmetricProperty";
        TRANSITIVE = "http://www.w3.org/2002/07/owl#TransitiveProperty";
    }
}

/// Axioms between named classes and properties, by what they are applied to.
#[derive(Debug, Default)]
pub(super) struct Axioms {
    /// By class: the classes right above it (cax-sco).
    pub(super) super_classes: BTreeMap<NamedNode, BTreeSet<NamedNode>>,
    /// By property.
    pub(super) properties: BTreeMap<NamedNode, Property>,
}

/// The axioms on one property; in brackets the names of the rules in OWL 2 Profiles, section 4.3.
#[derive(Debug, Default)]
pub(super) struct Property {
    /// The properties right above it (prp-spo1).
    pub(super) above: BTreeSet<NamedNode>,
    /// Its inverses (prp-inv1, prp-inv2).
    pub(super) inverses: BTreeSet<NamedNode>,
    /// The classes of its subjects (prp-dom).
    pub(super) domains: BTreeSet<NamedNode>,
    /// The classes of its objects (prp-rng).
    pub(super) ranges: BTreeSet<NamedNode>,
    /// Whether it holds both ways (prp-symp).
    pub(super) symmetric: bool,
    /// The chains in which it stands: place, chain, what follows (prp-spo2, prp-trp).
    pub(super) chains: Vec<(usize, Vec<NamedNode>, NamedNode)>,
}

impl Axioms {
    pub(super) fn read(triples: &[Triple]) -> Self {
        let mut axioms = Self::default();
        for triple in triples {
            if let NamedOrBlankNode::NamedNode(subject) = &triple.subject {
                axioms.add(subject, triple.predicate.as_ref(), &triple.object, triples);
            }
        }
        axioms
    }

    fn add(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: &Term,
        all: &[Triple],
    ) {
        match (predicate, object) {
            (term::CHAIN, list) => self.chain(members(list, all), subject),
            (term::TYPE, Term::NamedNode(kind)) if *kind == term::SYMMETRIC => {
                self.property(subject).symmetric = true;
            }
            (term::TYPE, Term::NamedNode(kind)) if *kind == term::TRANSITIVE => {
                self.chain(vec![subject.clone(), subject.clone()], subject);
            }
            (term::SUB_PROPERTY_OF, Term::NamedNode(other)) => {
                self.property(subject).above.insert(other.clone());
            }
            (term::EQUIVALENT_PROPERTY, Term::NamedNode(other)) => {
                self.property(subject).above.insert(other.clone());
                self.property(other).above.insert(subject.clone());
            }
            (term::INVERSE_OF, Term::NamedNode(other)) => {
                self.property(subject).inverses.insert(other.clone());
                self.property(other).inverses.insert(subject.clone());
            }
            (term::DOMAIN, Term::NamedNode(class)) => {
                self.property(subject).domains.insert(class.clone());
            }
            (term::RANGE, Term::NamedNode(class)) if !is_datatype(class) => {
                self.property(subject).ranges.insert(class.clone());
            }
            (term::SUB_CLASS_OF, Term::NamedNode(other)) => self.class(subject, other),
            (term::EQUIVALENT_CLASS, Term::NamedNode(other)) => {
                self.class(subject, other);
                self.class(other, subject);
            }
            _ => {}
        }
    }

    fn property(&mut self, name: &NamedNode) -> &mut Property {
        self.properties.entry(name.clone()).or_default()
    }

    fn class(&mut self, class: &NamedNode, above: &NamedNode) {
        let classes = self.super_classes.entry(class.clone()).or_default();
        classes.insert(above.clone());
    }

    fn chain(&mut self, chain: Vec<NamedNode>, follows: &NamedNode) {
        for (place, link) in chain.iter().enumerate() {
            let property = self.properties.entry(link.clone()).or_default();
            property
                .chains
                .push((place, chain.clone(), follows.clone()));
        }
    }
}

/// The members of an RDF list, as far as they are names.
fn members(list: &Term, triples: &[Triple]) -> Vec<NamedNode> {
    let value = |node: &Term, property| {
        triples
            .iter()
            .find(|t| Term::from(t.subject.clone()) == *node && t.predicate == property)
            .map(|t| t.object.clone())
    };
    let mut names = Vec::new();
    let mut node = list.clone();
    // A list that leads back into itself ends here, too.
    while let Some(Term::NamedNode(first)) = value(&node, term::FIRST) {
        names.push(first);
        match value(&node, term::REST) {
            Some(rest) if names.len() <= triples.len() => node = rest,
            _ => break,
        }
    }
    names
}

fn is_datatype(class: &NamedNode) -> bool {
    let iri = class.as_str();
    iri.starts_with("http://www.w3.org/2001/XMLSchema#")
        || iri == "http://www.w3.org/2000/01/rdf-schema#Literal"
}
