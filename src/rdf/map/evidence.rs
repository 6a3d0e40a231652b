use super::Mapper;
use crate::extract::fact::{EntityIdx, Evidence, Status};
use crate::rdf::vocab::{self, other};
use crate::text::Span;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Why a statement stands: the words, the rule, the status, the speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) span: Span,
    pub(super) rule: SmolStr,
    pub(super) status: Status,
    pub(super) source: Option<EntityIdx>,
}

impl From<&Evidence> for Proof {
    fn from(evidence: &Evidence) -> Self {
        Self {
            span: evidence.span,
            rule: evidence.rule.clone(),
            status: evidence.status,
            source: evidence.source,
        }
    }
}

/// The evidence of one article: one node per statement and span.
#[derive(Debug, Default)]
pub(super) struct Proofs {
    nodes: BTreeMap<NamedNode, (Triple, Proof)>,
    sources: BTreeSet<(Span, EntityIdx)>,
}

impl Proofs {
    /// Where two rules read the same statement in the same words, the stronger status stands,
    /// then the first rule by name.
    pub(super) fn add(&mut self, node: NamedNode, triple: &Triple, proof: Proof) {
        if let Some(source) = proof.source {
            self.sources.insert((proof.span, source));
        }
        let rank = |p: &Proof| (p.status, p.rule.clone());
        match self.nodes.get_mut(&node) {
            Some((_, old)) if rank(old) <= rank(&proof) => {}
            Some((_, old)) => *old = proof,
            None => {
                self.nodes.insert(node, (triple.clone(), proof));
            }
        }
    }
}

impl Mapper<'_> {
    /// The evidence graph: four quads a statement (the statement, the words, the rule, the
    /// status), for each span its words, offsets, article and speaker, and what each mention means.
    pub(super) fn evidence_quads(&mut self) -> Vec<Quad> {
        let proofs = std::mem::take(&mut self.proofs);
        let graph: GraphName = self.base.evidence_graph(&self.article.id).into();
        let mut quads = Vec::with_capacity(proofs.nodes.len() * 6);
        let mut spans = BTreeSet::new();
        for (node, (triple, proof)) in proofs.nodes {
            let Some(span) = self.span_iri(proof.span) else {
                continue;
            };
            spans.insert(proof.span);
            let mut add = |property: NamedNodeRef<'_>, object: Term| {
                quads.push(Quad::new(node.clone(), property, object, graph.clone()));
            };
            add(other::REIFIES, triple.into());
            add(vocab::SPAN, span.into());
            add(vocab::RULE_OF, self.base.rule(&proof.rule).into());
            add(vocab::STATUS_OF, status(proof.status).into());
        }
        for &(span, source) in &proofs.sources {
            if let (Some(node), Some(entity)) = (self.span_iri(span), self.entity_iri(source)) {
                quads.push(Quad::new(node, vocab::SOURCE, entity, graph.clone()));
            }
        }
        for span in spans {
            self.describe(span, &graph, &mut quads);
        }
        self.mentioned(&graph, &mut quads);
        if let GraphName::NamedNode(evidence) = &graph {
            quads.extend(self.provenance.quads(&self.this, evidence, self.base));
        }
        quads
    }

    /// For each mention, one quad: the entity that its words mean.
    fn mentioned(&self, graph: &GraphName, quads: &mut Vec<Quad>) {
        for entity in &self.extraction.entities {
            let node = self.base.entity(&entity.id);
            for span in &entity.mentions {
                if let Some(words) = self.span_iri(*span) {
                    let quad = Quad::new(words, other::TA_IDENT_REF, node.clone(), graph.clone());
                    quads.push(quad);
                }
            }
        }
    }

    fn span_iri(&self, span: Span) -> Option<NamedNode> {
        let chars = self.chars_of(span)?;
        Some(self.base.span(&self.article.id, chars.start, chars.end))
    }

    fn describe(&self, span: Span, graph: &GraphName, quads: &mut Vec<Quad>) {
        let (Some(node), Some(chars)) = (self.span_iri(span), self.chars_of(span)) else {
            return;
        };
        let words = span.of(&self.article.text);
        let words = Literal::new_language_tagged_literal_unchecked(words, self.article.language);
        let mut add = |property: NamedNodeRef<'_>, object: Term| {
            quads.push(Quad::new(node.clone(), property, object, graph.clone()));
        };
        add(other::ANCHOR_OF, words.into());
        add(other::BEGIN_INDEX, number(chars.start).into());
        add(other::END_INDEX, number(chars.end).into());
        add(other::IS_PART_OF, self.this.clone().into());
    }
}

/// The concept of a status.
pub(super) const fn status(status: Status) -> NamedNodeRef<'static> {
    match status {
        Status::Asserted => vocab::ASSERTED,
        Status::Hedged => vocab::HEDGED,
        Status::Denied => vocab::DENIED,
        Status::Hypothetical => vocab::HYPOTHETICAL,
    }
}

/// A number as the graph writes it.
pub(super) fn number(n: impl ToString) -> Literal {
    Literal::new_typed_literal(n.to_string(), xsd::NON_NEGATIVE_INTEGER)
}
