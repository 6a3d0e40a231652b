use super::vocab;
use crate::text::Span;
use oxigraph::model::{NamedNode, NamedNodeRef, Triple};
use std::fmt::Write as _;

/// The namespace under which resources get their IRIs.
///
/// This file is the only one that mints IRIs. Each is made from names and offsets alone, never
/// from a counter or a clock, so that an article read again names the same things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

/// A base that is not an absolute IRI without query and fragment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the base `{0}` is no absolute IRI that ends in `/`; try `https://example.org/id/`")]
pub struct InvalidBase(String);

impl Default for Base {
    fn default() -> Self {
        Self("https://w3id.org/griot/id/".to_owned())
    }
}

impl Base {
    /// A base of one's own; it must be an absolute IRI that ends in `/`.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(iri: &str) -> Result<Self, InvalidBase> {
        let valid = iri.ends_with('/') && !iri.contains(['?', '#']) && NamedNode::new(iri).is_ok();
        if valid {
            Ok(Self(iri.to_owned()))
        } else {
            Err(InvalidBase(iri.to_owned()))
        }
    }

    /// The base itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An article, and the named graph of what it says: `article/ID`.
    #[must_use]
    pub fn article(&self, id: &str) -> NamedNode {
        self.mint("article/", id, "")
    }

    /// The evidence graph of an article: `article/ID/evidence`.
    #[must_use]
    pub fn evidence_graph(&self, article_id: &str) -> NamedNode {
        self.mint("article/", article_id, "/evidence")
    }

    /// An entity: `entity/ID`, the same in every article.
    #[must_use]
    pub fn entity(&self, id: &str) -> NamedNode {
        self.mint("entity/", id, "")
    }

    /// The shape of an entity on the map: `entity/ID#geometry`.
    #[must_use]
    pub fn geometry(&self, entity_id: &str) -> NamedNode {
        self.mint("entity/", entity_id, "#geometry")
    }

    /// An event of an article: `event/ARTICLE/ID`.
    #[must_use]
    pub fn event(&self, article_id: &str, event_id: &str) -> NamedNode {
        let mut iri = self.start("event/", article_id);
        iri.push('/');
        push_encoded(&mut iri, event_id);
        NamedNode::new_unchecked(iri)
    }

    /// An extraction rule: `rule/NAME`.
    #[must_use]
    pub fn rule(&self, name: &str) -> NamedNode {
        self.mint("rule/", name, "")
    }

    /// Who published an article: `publisher/NAME`.
    #[must_use]
    pub fn publisher(&self, name: &str) -> NamedNode {
        self.mint("publisher/", name, "")
    }

    /// A part of the language data, by its name and hash: `data/rules-9f86d081884c7d65`.
    #[must_use]
    pub fn data(&self, part: &str, hash: &str) -> NamedNode {
        self.mint("data/", &format!("{part}-{hash}"), "")
    }

    /// The reading of articles with one version of griot and its data: `reading/9f86d081884c7d65`.
    #[must_use]
    pub fn reading(&self, hash: &str) -> NamedNode {
        self.mint("reading/", hash, "")
    }

    /// The graph of what follows from the others by the ontology: `graph/inferred`.
    #[must_use]
    pub fn inferred_graph(&self) -> NamedNode {
        self.mint("graph/", "inferred", "")
    }

    /// The graph of what was imported under a name: `graph/NAME`.
    #[must_use]
    pub fn imported_graph(&self, name: &str) -> NamedNode {
        self.mint("graph/", name, "")
    }

    /// The dataset itself, or a part of it: `dataset`, `dataset#period`.
    #[must_use]
    pub fn dataset(&self, fragment: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}dataset{fragment}", self.0))
    }

    /// This version of griot, as the agent that made the graph.
    #[must_use]
    pub fn software(&self) -> NamedNode {
        self.mint("software/griot-", env!("CARGO_PKG_VERSION"), "")
    }

    /// Words of an article by RFC 5147: `article/ID#char=START,END`, in code points.
    #[must_use]
    pub fn span(&self, article_id: &str, start: usize, end: usize) -> NamedNode {
        let mut iri = self.start("article/", article_id);
        // Writing to a string cannot fail.
        let _ = write!(iri, "#char={start},{end}");
        NamedNode::new_unchecked(iri)
    }

    /// The evidence for `statement` in the words `chars` (code points) of an article.
    ///
    /// `article/ID/evidence#120,245-attacked-9f86d081884c7d65`: the words, the property, and a
    /// hash of the statement, since the same words may carry several.
    #[must_use]
    pub fn evidence(&self, article_id: &str, chars: Span, statement: &Triple) -> NamedNode {
        let mut iri = self.start("article/", article_id);
        let property = local_name(statement.predicate.as_ref());
        let hash = fnv1a(&statement.to_string());
        let _ = write!(
            iri,
            "/evidence#{},{}-{property}-{hash:016x}",
            chars.start, chars.end
        );
        NamedNode::new_unchecked(iri)
    }

    /// Whether `iri` names the evidence graph of an article, under this base or any other.
    #[must_use]
    pub fn is_evidence_graph(iri: &str) -> bool {
        iri.ends_with("/evidence") && iri.contains("/article/")
    }

    /// Whether `iri` names the graph of what an article says, under this base or any other.
    #[must_use]
    pub fn is_article_graph(iri: &str) -> bool {
        iri.contains("/article/") && !Self::is_evidence_graph(iri)
    }

    /// Whether `iri` names the graph of what was inferred, under this base or any other.
    #[must_use]
    pub fn is_inferred_graph(iri: &str) -> bool {
        iri.ends_with("/graph/inferred")
    }

    fn mint(&self, kind: &str, id: &str, tail: &str) -> NamedNode {
        let mut iri = self.start(kind, id);
        iri.push_str(tail);
        NamedNode::new_unchecked(iri)
    }

    fn start(&self, kind: &str, id: &str) -> String {
        let mut iri = String::with_capacity(self.0.len() + kind.len() + id.len() + 48);
        iri.push_str(&self.0);
        iri.push_str(kind);
        push_encoded(&mut iri, id);
        iri
    }
}

/// The page of a data file's identifier on the web, where its scheme has one.
pub(super) fn external(scheme: &str, id: &str) -> Option<NamedNode> {
    let mut iri = match scheme {
        "geonames" => "https://sws.geonames.org/".to_owned(),
        "wikidata" => "http://www.wikidata.org/entity/".to_owned(),
        _ => return None,
    };
    push_encoded(&mut iri, id);
    if scheme == "geonames" {
        iri.push('/');
    }
    Some(NamedNode::new_unchecked(iri))
}

fn local_name(property: NamedNodeRef<'_>) -> &str {
    let iri = property.as_str();
    vocab::local_name(iri).unwrap_or_else(|| iri.rsplit(['#', '/']).next().unwrap_or(iri))
}

/// Percent-encodes all but the unreserved characters of RFC 3986, section 2.3.
fn push_encoded(iri: &mut String, name: &str) {
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            let _ = write!(iri, "%{byte:02X}");
        }
    }
}

/// FNV-1a, 64 bits: stable across versions and machines, which the standard library's is not.
pub(super) fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minted_iris_are_valid_whatever_the_name() {
        let base = Base::default();
        for name in [
            "forces-americaines",
            "L’été à <Gaza>",
            "a/b#c?d%",
            "🙂",
            "..",
        ] {
            for node in [
                base.article(name),
                base.entity(name),
                base.event(name, name),
                base.rule(name),
                base.span(name, 0, 9),
            ] {
                assert_eq!(NamedNode::new(node.as_str()).ok().as_ref(), Some(&node));
            }
        }
        assert_eq!(
            base.entity("L’été").as_str(),
            "https://w3id.org/griot/id/entity/L%E2%80%99%C3%A9t%C3%A9"
        );
        assert!(Base::is_evidence_graph(base.evidence_graph("x").as_str()));
    }

    #[test]
    fn a_base_is_an_absolute_iri() {
        assert!(Base::new("https://example.org/").is_ok());
        for bad in [
            "",
            "example/",
            "https://example.org",
            "https://e.org/?q/",
            "http://a b/",
        ] {
            assert!(Base::new(bad).is_err(), "{bad}");
        }
    }
}
