use super::passage::Passage;
use super::subject::Names;
use crate::rdf::vocab::{self, other};
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, Triple,
};
use oxigraph::store::{StorageError, Store};
use serde_json::{Value, json};

/// A statement that an article makes, and where.
pub(super) struct Statement {
    triple: Triple,
    article: String,
    /// First code point of the words.
    pub(super) begin: usize,
    /// Code point after the words.
    pub(super) end: usize,
    rule: String,
    status: String,
}

/// The statements for which there is evidence and that `wanted` lets through: those between entities
/// first, then by triple, article and place.
pub(super) fn statements(
    store: &Store,
    wanted: impl Fn(&Triple) -> bool,
) -> Result<Vec<Statement>, StorageError> {
    let mut found = Vec::new();
    for quad in store.quads_for_pattern(None, Some(other::REIFIES), None, None) {
        let quad = quad?;
        if let Term::Triple(triple) = quad.object
            && wanted(&triple)
        {
            let reader = Reader {
                store,
                graph: quad.graph_name,
            };
            found.extend(reader.statement(*triple, &quad.subject)?);
        }
    }
    found.sort_by_cached_key(|s: &Statement| {
        let relation = vocab::local_name(s.triple.predicate.as_str())
            .and_then(vocab::relation)
            .is_some();
        (
            !relation,
            s.triple.to_string(),
            s.article.clone(),
            s.begin,
            s.end,
        )
    });
    Ok(found)
}

struct Reader<'a> {
    store: &'a Store,
    graph: GraphName,
}

impl Reader<'_> {
    fn statement(
        &self,
        triple: Triple,
        node: &NamedOrBlankNode,
    ) -> Result<Option<Statement>, StorageError> {
        let Some(Term::NamedNode(span)) = self.object(node.as_ref(), vocab::SPAN)? else {
            return Ok(None);
        };
        let local = |term: Option<Term>| match term {
            Some(Term::NamedNode(n)) => n
                .as_str()
                .rsplit(['#', '/'])
                .next()
                .unwrap_or_default()
                .to_owned(),
            _ => String::new(),
        };
        let number = |term: Option<Term>| match term {
            Some(Term::Literal(l)) => l.value().parse().unwrap_or(0),
            _ => 0,
        };
        let span = NamedOrBlankNodeRef::from(&span);
        Ok(Some(Statement {
            triple,
            article: match self.object(span, other::IS_PART_OF)? {
                Some(Term::NamedNode(n)) => n.into_string(),
                _ => String::new(),
            },
            begin: number(self.object(span, other::BEGIN_INDEX)?),
            end: number(self.object(span, other::END_INDEX)?),
            rule: local(self.object(node.as_ref(), vocab::RULE_OF)?),
            status: local(self.object(node.as_ref(), vocab::STATUS_OF)?),
        }))
    }

    fn object(
        &self,
        subject: NamedOrBlankNodeRef<'_>,
        property: NamedNodeRef<'_>,
    ) -> Result<Option<Term>, StorageError> {
        let graph = GraphNameRef::from(&self.graph);
        self.store
            .quads_for_pattern(Some(subject), Some(property), None, Some(graph))
            .next()
            .map(|quad| quad.map(|q| q.object))
            .transpose()
    }
}

impl Statement {
    /// The local part of the article's IRI.
    pub(super) fn article_id(&self) -> &str {
        self.article.rsplit('/').next().unwrap_or_default()
    }

    /// The statement in words, with its status unless it is asserted.
    pub(super) fn heading(&self, names: &Names) -> String {
        let property = self.triple.predicate.as_str();
        let property = property.rsplit(['#', '/']).next().unwrap_or(property);
        let status = if self.status == "Asserted" {
            String::new()
        } else {
            format!("   [{}]", self.status)
        };
        format!(
            "{} · {property} · {}{status}",
            names.label(&self.triple.subject.to_string()),
            names.label(&self.triple.object.to_string()),
        )
    }

    /// Where it comes from: article, place, rule.
    pub(super) fn source(&self) -> String {
        format!(
            "— {}, code points {} to {}, rule {}",
            self.article_id(),
            self.begin,
            self.end,
            self.rule
        )
    }

    /// The same for programs.
    pub(super) fn to_json(&self, names: &Names, passage: Option<&Passage>) -> Value {
        let term = |t: &Term| match t {
            Term::NamedNode(n) => {
                json!({ "iri": n.as_str(), "label": names.label(&t.to_string()) })
            }
            Term::Literal(l) => json!({ "value": l.value(), "datatype": l.datatype().as_str() }),
            other => json!(other.to_string()),
        };
        json!({
            "subject": term(&self.triple.subject.clone().into()),
            "property": self.triple.predicate.as_str(),
            "object": term(&self.triple.object),
            "status": self.status,
            "rule": self.rule,
            "article": self.article,
            "start": self.begin,
            "end": self.end,
            "text": passage.map(Passage::words),
            "sentence": passage.map(Passage::sentence),
        })
    }
}
