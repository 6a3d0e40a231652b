use super::articles::Article;
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
    /// To whom the article attributes the words, as N-Triples writes it.
    source: Option<String>,
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
        let source = self.object(span, vocab::SOURCE)?;
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
            source: source.map(|term| term.to_string()),
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
        let property = self.property();
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

    /// Name of the rule that read it.
    pub(super) fn rule(&self) -> &str {
        &self.rule
    }

    /// Local name of the property.
    pub(super) fn property(&self) -> &str {
        let iri = self.triple.predicate.as_str();
        iri.rsplit(['#', '/']).next().unwrap_or(iri)
    }

    /// The id of the subject, if it is an entity.
    pub(super) fn subject_id(&self) -> Option<&str> {
        match &self.triple.subject {
            NamedOrBlankNode::NamedNode(node) => id_under("/entity/", node.as_str()),
            NamedOrBlankNode::BlankNode(_) => None,
        }
    }

    /// The id of the object, if it is an entity.
    pub(super) fn object_id(&self) -> Option<&str> {
        match &self.triple.object {
            Term::NamedNode(node) => id_under("/entity/", node.as_str()),
            _ => None,
        }
    }

    /// The id of the subject within its article, if it is an event.
    pub(super) fn event_id(&self) -> Option<&str> {
        match &self.triple.subject {
            NamedOrBlankNode::NamedNode(node) => {
                id_under("/event/", node.as_str())?.rsplit('/').next()
            }
            NamedOrBlankNode::BlankNode(_) => None,
        }
    }

    /// Where it comes from: article and its date, place, rule, whose word it is, when it happened.
    pub(super) fn source(&self, names: &Names, article: Option<&Article>) -> String {
        let published = article.and_then(|a| a.info.date.as_deref());
        let published = published.map(|date| format!(" of {date}"));
        let said_by = self.source.as_deref().map(|s| names.label(s));
        let happened = article.and_then(|a| a.date(self));
        format!(
            "— {}{}, code points {} to {}, rule {}{}{}",
            self.article_id(),
            published.unwrap_or_default(),
            self.begin,
            self.end,
            self.rule,
            said_by
                .map(|who| format!(", according to {who}"))
                .unwrap_or_default(),
            happened
                .map(|when| format!(", dated {when}"))
                .unwrap_or_default(),
        )
    }

    /// The same for programs. Places are in code points of the article.
    pub(super) fn to_json(
        &self,
        names: &Names,
        article: Option<&Article>,
        passage: Option<&Passage<'_>>,
    ) -> Value {
        let term = |t: &Term, words: Value| match t {
            Term::NamedNode(n) => {
                json!({ "iri": n.as_str(), "label": names.label(&t.to_string()), "words": words })
            }
            Term::Literal(l) => {
                json!({ "value": l.value(), "datatype": l.datatype().as_str(), "words": words })
            }
            other => json!(other.to_string()),
        };
        let [trigger, subject, object] = passage.map(Passage::places).unwrap_or_default();
        json!({
            "subject": term(&self.triple.subject.clone().into(), subject),
            "property": self.triple.predicate.as_str(),
            "object": term(&self.triple.object, object),
            "trigger": trigger,
            "status": self.status,
            "rule": self.rule,
            "source": self.source.as_deref().map(|s| json!({
                "iri": s.trim_matches(['<', '>']),
                "label": names.label(s),
            })),
            "date": article.and_then(|a| a.date(self)),
            "article": self.article,
            "articleTitle": article.and_then(|a| a.info.title.as_deref()),
            "articleDate": article.and_then(|a| a.info.date.as_deref()),
            "start": self.begin,
            "end": self.end,
            "text": passage.map(Passage::words),
            "sentence": passage.map(Passage::sentence),
        })
    }
}

/// What follows `folder` in an IRI that has it.
fn id_under<'a>(folder: &str, iri: &'a str) -> Option<&'a str> {
    iri.split_once(folder).map(|(_, id)| id)
}
