//! JSON Lines: one article a line, for programs that want no RDF.

use crate::article::Article;
use crate::extract::fact::{
    Count, Entity, EntityIdx, Event, Evidence, Extraction, Relation, Slot, Status,
};
use crate::rdf::iri::Base;
use crate::rdf::label::event_label;
use crate::rdf::vocab;
use crate::text::{CharIndex, Span};
use oxigraph::model::NamedNodeRef;
use serde_json::{Map, Value, json};

/// What was extracted from an article as one line of JSON, without the line break.
///
/// `griot import` reads it back. Every span is `{"start", "end", "text"}` in code points; every entity and event has its IRI.
/// Keys and lists come in a fixed order. Denied and hypothetical relations are there too, under
/// their `status`.
#[must_use]
pub fn json_line(article: &Article, extraction: &Extraction, base: &Base) -> String {
    let line = Line {
        article,
        extraction,
        base,
        chars: CharIndex::new(&article.text),
    };
    line.value().to_string()
}

struct Line<'a> {
    article: &'a Article,
    extraction: &'a Extraction,
    base: &'a Base,
    chars: CharIndex,
}

impl Line<'_> {
    fn value(&self) -> Value {
        let Extraction {
            entities,
            events,
            relations,
        } = self.extraction;
        json!({
            "id": self.base.article(&self.article.id).as_str(),
            "title": self.article.title.map(|span| self.span(span)),
            "date": self.article.date.map(|date| date.to_string()),
            "text": self.article.text,
            "language": self.article.language,
            "source": self.article.source,
            "entities": entities.iter().map(|e| self.entity(e)).collect::<Vec<_>>(),
            "events": events.iter().map(|e| self.event(e)).collect::<Vec<_>>(),
            "relations": relations.iter().map(|r| self.relation(r)).collect::<Vec<_>>(),
        })
    }

    fn entity(&self, entity: &Entity) -> Value {
        json!({
            "id": self.base.entity(&entity.id).as_str(),
            "label": entity.label,
            "altLabels": entity.alt_labels,
            "classes": entity.classes.iter().map(|c| c.as_str()).collect::<Vec<_>>(),
            "country": entity.country.as_deref(),
            "latitude": entity.point.map(|p| p.0),
            "longitude": entity.point.map(|p| p.1),
            "links": entity.links,
            "mentions": entity.mentions.iter().map(|&m| self.span(m)).collect::<Vec<_>>(),
        })
    }

    fn relation(&self, relation: &Relation) -> Value {
        json!({
            "subject": self.reference(relation.subject),
            "property": relation.property.as_str(),
            "object": self.reference(relation.object),
            "status": relation.status.as_str(),
            "evidence": self.evidence(&relation.evidence),
        })
    }

    fn event(&self, event: &Event) -> Value {
        let own = NamedNodeRef::new(&event.class).ok();
        let class = vocab::event_class(&event.class).or(own);
        let class = class.unwrap_or(vocab::EVENT);
        let label = event_label(event, class, self.extraction, self.article.language);
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                object.insert(key.to_owned(), value);
            }
        };
        put("id", self.event_iri(event));
        put("class", event.class.as_str().into());
        put("label", label.into());
        put("status", event.status.as_str().into());
        for (key, slots) in [
            ("agent", &event.agents),
            ("target", &event.targets),
            ("place", &event.places),
            ("claimedBy", &event.claimed_by),
            ("attributedTo", &event.attributed_to),
            ("deniedBy", &event.denied_by),
            ("reportedBy", &event.reported_by),
        ] {
            let filled = slots.iter().map(|s| self.slot(s, self.reference(s.value)));
            put(key, Value::Array(filled.collect()));
        }
        put("date", self.optional(&event.date, |d| d.to_string().into()));
        put(
            "weapon",
            self.optional(&event.weapon, |w| w.as_str().into()),
        );
        for (key, slot) in [
            ("killed", &event.killed),
            ("wounded", &event.wounded),
            ("captured", &event.captured),
            ("displaced", &event.displaced),
            ("count", &event.count),
        ] {
            put(key, self.optional(slot, |&count| number(count)));
        }
        put(
            "responseTo",
            self.optional(&event.response_to, |&idx| {
                self.extraction
                    .events
                    .get(idx)
                    .map_or(Value::Null, |e| self.event_iri(e))
            }),
        );
        put("evidence", self.evidence(&event.evidence));
        Value::Object(object)
    }

    fn event_iri(&self, event: &Event) -> Value {
        self.base.event(&self.article.id, &event.id).as_str().into()
    }

    fn reference(&self, idx: EntityIdx) -> Value {
        self.extraction.entities.get(idx).map_or(
            Value::Null,
            |entity| json!({ "id": self.base.entity(&entity.id).as_str(), "label": entity.label }),
        )
    }

    fn optional<T>(&self, slot: &Option<Slot<T>>, value: impl Fn(&T) -> Value) -> Value {
        slot.as_ref()
            .map_or(Value::Null, |slot| self.slot(slot, value(&slot.value)))
    }

    fn slot<T>(&self, slot: &Slot<T>, value: Value) -> Value {
        json!({ "value": value, "rule": slot.rule.as_str(), "span": self.span(slot.span) })
    }

    fn evidence(&self, evidence: &[Evidence]) -> Value {
        evidence.iter().map(|e| self.proof(e)).collect()
    }

    fn proof(&self, evidence: &Evidence) -> Value {
        let status: Status = evidence.status;
        json!({
            "rule": evidence.rule.as_str(),
            "status": status.as_str(),
            "source": evidence.source.map(|idx| self.reference(idx)),
            "span": self.span(evidence.span),
        })
    }

    fn span(&self, span: Span) -> Value {
        let text = &self.article.text;
        text.get(span.start..span.end).map_or(Value::Null, |words| {
            json!({
                "start": self.chars.char_offset(text, span.start),
                "end": self.chars.char_offset(text, span.end),
                "text": words,
            })
        })
    }
}

fn number(count: Count) -> Value {
    json!({ "value": count.value, "min": count.min, "max": count.max })
}
