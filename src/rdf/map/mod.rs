//! The mapping from what was extracted to quads.

mod article;
mod entity;
mod event;
mod evidence;

use super::iri::Base;
use super::order;
use super::provenance::Provenance;
use crate::article::Article;
use crate::extract::fact::{Extraction, Relation};
use crate::rdf::vocab;
use crate::text::{CharIndex, Span};
use evidence::{Proof, Proofs};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

/// What one article says, and the words that say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleQuads {
    /// The named graph of the article: its facts, events, entities and metadata, sorted.
    pub article: Vec<Quad>,
    /// Its evidence graph, sorted.
    pub evidence: Vec<Quad>,
}

impl ArticleQuads {
    /// What the article adds to the default graph: all it says, without the evidence.
    pub fn default_graph(&self) -> impl Iterator<Item = Quad> + '_ {
        self.article.iter().map(|quad| Quad {
            graph_name: GraphName::DefaultGraph,
            ..quad.clone()
        })
    }

    /// The quads of both graphs, the article's first.
    pub fn iter(&self) -> impl Iterator<Item = &Quad> {
        self.article.iter().chain(&self.evidence)
    }
}

/// Maps what was extracted from an article to its two graphs.
///
/// A statement whose words do not lie on character boundaries of the text, or whose terms the
/// ontology does not know, is left out: no triple without evidence, no term without definition.
/// The same input gives the same quads in the same order.
#[must_use]
pub fn to_quads(
    article: &Article,
    extraction: &Extraction,
    base: &Base,
    provenance: &Provenance,
) -> ArticleQuads {
    let mut mapper = Mapper::new(article, extraction, base, provenance);
    mapper.article();
    for entity in &extraction.entities {
        mapper.entity(entity);
    }
    for relation in &extraction.relations {
        mapper.relation(relation);
    }
    for event in &extraction.events {
        mapper.event(event);
    }
    mapper.finish()
}

struct Mapper<'a> {
    article: &'a Article,
    extraction: &'a Extraction,
    base: &'a Base,
    provenance: &'a Provenance,
    chars: CharIndex,
    this: NamedNode,
    graph: GraphName,
    quads: Vec<Quad>,
    proofs: Proofs,
}

impl<'a> Mapper<'a> {
    fn new(
        article: &'a Article,
        extraction: &'a Extraction,
        base: &'a Base,
        provenance: &'a Provenance,
    ) -> Self {
        let this = base.article(&article.id);
        Self {
            article,
            extraction,
            base,
            provenance,
            chars: CharIndex::new(&article.text),
            graph: this.clone().into(),
            this,
            quads: Vec::new(),
            proofs: Proofs::default(),
        }
    }

    fn finish(mut self) -> ArticleQuads {
        self.terms_used();
        let mut article = std::mem::take(&mut self.quads);
        order::sort(&mut article);
        let mut evidence = self.evidence_quads();
        order::sort(&mut evidence);
        ArticleQuads { article, evidence }
    }

    /// Adds a triple to the graph of the article.
    fn say(
        &mut self,
        subject: impl Into<NamedOrBlankNode>,
        property: NamedNodeRef<'_>,
        object: impl Into<Term>,
    ) {
        self.quads.push(Quad {
            subject: subject.into(),
            predicate: property.into_owned(),
            object: object.into(),
            graph_name: self.graph.clone(),
        });
    }

    /// Adds the evidence for a triple; whether its words lie in the text.
    fn prove(&mut self, triple: &Triple, proof: Proof) -> bool {
        let Some(chars) = self.chars_of(proof.span) else {
            return false;
        };
        let node = self.base.evidence(&self.article.id, chars, triple);
        self.proofs.add(node, triple, proof);
        true
    }

    /// A span of bytes in code points, when it lies on character boundaries and is not empty.
    fn chars_of(&self, span: Span) -> Option<Span> {
        let text = &self.article.text;
        text.get(span.start..span.end).filter(|s| !s.is_empty())?;
        Some(Span::new(
            self.chars.char_offset(text, span.start),
            self.chars.char_offset(text, span.end),
        ))
    }

    fn entity_iri(&self, idx: usize) -> Option<NamedNode> {
        let entity = self.extraction.entities.get(idx)?;
        Some(self.base.entity(&entity.id))
    }

    fn relation(&mut self, relation: &Relation) {
        let (Some(subject), Some(property), Some(object)) = (
            self.entity_iri(relation.subject),
            term(vocab::relation, &relation.property),
            self.entity_iri(relation.object),
        ) else {
            return;
        };
        let triple = Triple::new(subject, property, object);
        let mut proved = false;
        for evidence in &relation.evidence {
            proved |= self.prove(&triple, evidence.into());
        }
        if proved && relation.status.is_plain() {
            self.quads.push(triple.in_graph(self.graph.clone()));
        }
    }
}

/// The IRI of a relation or class: that of griot's term with this name, or the name itself where it
/// is one already, of a term of the user's own.
fn term(griots: fn(&str) -> Option<NamedNodeRef<'static>>, name: &str) -> Option<NamedNode> {
    griots(name)
        .map(NamedNodeRef::into_owned)
        .or_else(|| NamedNode::new(name).ok())
}
