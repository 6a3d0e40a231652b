use super::iri::Base;
use super::vocab::other;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use sha2::{Digest, Sha256};

/// What articles are read with: this version of griot, and its rules, lexicons and model by their
/// hashes.
///
/// The clock has no part in it: the same articles read with the same data give the same graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    parts: Vec<(String, String)>,
}

impl Provenance {
    /// Provenance from parts of the data, each with a name (`rules`) and its SHA-256 in hexadecimal.
    #[must_use]
    pub fn new(mut parts: Vec<(String, String)>) -> Self {
        parts.sort();
        Self { parts }
    }

    /// One hash over all: the name of the activity.
    fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        for (name, digest) in &self.parts {
            hash.update([0]);
            hash.update(name);
            hash.update([0]);
            hash.update(digest);
        }
        hash.finalize()
            .iter()
            .take(8)
            .map(|b| format!("{b:02x}"))
            .collect()
    }

    /// Where the graph `evidence` of `article` comes from, in PROV-O: the article, the activity of
    /// reading, griot as its agent, and the data that it used.
    pub(super) fn quads(
        &self,
        article: &NamedNode,
        evidence: &NamedNode,
        base: &Base,
    ) -> Vec<Quad> {
        let graph = GraphName::from(evidence.clone());
        let mut quads = Vec::with_capacity(10 + 4 * self.parts.len());
        let mut add = |subject: &NamedNode, property: NamedNodeRef<'_>, object: Term| {
            quads.push(Quad::new(subject.clone(), property, object, graph.clone()));
        };
        let software = base.software();
        let reading = base.reading(&self.digest());
        let text = |words: String| Term::from(Literal::new_simple_literal(words));
        let name = concat!("griot ", env!("CARGO_PKG_VERSION"));
        add(evidence, other::WAS_DERIVED_FROM, article.clone().into());
        add(evidence, other::WAS_ATTRIBUTED_TO, software.clone().into());
        add(evidence, other::WAS_GENERATED_BY, reading.clone().into());
        add(&software, other::TYPE, other::SOFTWARE_AGENT.into());
        add(&software, other::LABEL, text(name.to_owned()));
        let version = env!("CARGO_PKG_VERSION").to_owned();
        add(&software, other::SOFTWARE_VERSION, text(version));
        add(&reading, other::TYPE, other::ACTIVITY.into());
        add(&reading, other::LABEL, text(format!("reading by {name}")));
        add(&reading, other::WAS_ASSOCIATED_WITH, software.into());
        for (part, digest) in &self.parts {
            let node = base.data(part, digest.get(..16).unwrap_or(digest));
            add(&reading, other::USED, node.clone().into());
            add(&node, other::TYPE, other::PROV_ENTITY.into());
            add(&node, other::LABEL, text(part.clone()));
            add(&node, other::SHA256, text(digest.clone()));
        }
        quads
    }
}
