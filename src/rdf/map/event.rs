use super::entity::{bounds, calendar};
use super::evidence::{Proof, number, status};
use super::{Mapper, term};
use crate::extract::fact::{Count, EntityIdx, Event, Slot};
use crate::rdf::label::event_label;
use crate::rdf::vocab::{self, other};
use crate::text::Span;
use oxigraph::model::{NamedNode, NamedNodeRef, Term, Triple};

type Bounded = (
    NamedNodeRef<'static>,
    NamedNodeRef<'static>,
    NamedNodeRef<'static>,
);
const KILLED: Bounded = (vocab::KILLED, vocab::KILLED_MIN, vocab::KILLED_MAX);
const WOUNDED: Bounded = (vocab::WOUNDED, vocab::WOUNDED_MIN, vocab::WOUNDED_MAX);
const CAPTURED: Bounded = (vocab::CAPTURED, vocab::CAPTURED_MIN, vocab::CAPTURED_MAX);
const DISPLACED: Bounded = (vocab::DISPLACED, vocab::DISPLACED_MIN, vocab::DISPLACED_MAX);
const COUNT: Bounded = (vocab::COUNT, vocab::COUNT_MIN, vocab::COUNT_MAX);

impl Mapper<'_> {
    /// An event node: class, label, status, and every slot with the words that fill it.
    pub(super) fn event(&mut self, event: &Event) {
        let Some(class) = term(vocab::event_class, &event.class) else {
            return;
        };
        let node = self.base.event(&self.article.id, &event.id);
        let triple = Triple::new(node.clone(), other::TYPE, class.clone());
        let mut proved = false;
        for evidence in &event.evidence {
            proved |= self.prove(&triple, evidence.into());
        }
        if !proved {
            return;
        }
        self.quads.push(triple.in_graph(self.graph.clone()));
        let label = event_label(
            event,
            class.as_ref(),
            self.extraction,
            self.article.language,
        );
        self.say_word(&node, other::LABEL, &label);
        self.say(node.clone(), vocab::STATUS_OF, status(event.status));
        self.say(self.this.clone(), other::MENTIONS, node.clone());
        self.participants(event, &node);
        self.circumstances(event, &node);
    }

    fn participants(&mut self, event: &Event, node: &NamedNode) {
        for (property, slots) in [
            (vocab::AGENT, &event.agents),
            (vocab::TARGET, &event.targets),
            (vocab::PLACE_OF, &event.places),
            (vocab::CLAIMED_BY, &event.claimed_by),
            (vocab::ATTRIBUTED_TO, &event.attributed_to),
            (vocab::DENIED_BY, &event.denied_by),
            (vocab::REPORTED_BY, &event.reported_by),
        ] {
            for slot in slots {
                self.participant(event, node, property, slot);
            }
        }
    }

    fn participant(
        &mut self,
        event: &Event,
        node: &NamedNode,
        property: NamedNodeRef<'static>,
        slot: &Slot<EntityIdx>,
    ) {
        if let Some(entity) = self.entity_iri(slot.value) {
            self.fill(event, node, property, entity.into(), slot);
        }
    }

    fn circumstances(&mut self, event: &Event, node: &NamedNode) {
        if let Some(slot) = &event.date
            && let Some(date) = calendar(slot.value)
        {
            self.fill(event, node, vocab::DATE, date.into(), slot);
            self.period(node, slot);
        }
        if let Some(slot) = &event.weapon
            && let Some(weapon) = vocab::weapon(&slot.value)
        {
            self.fill(event, node, vocab::WEAPON_OF, weapon.into(), slot);
        }
        for (properties, slot) in [
            (KILLED, &event.killed),
            (WOUNDED, &event.wounded),
            (CAPTURED, &event.captured),
            (DISPLACED, &event.displaced),
            (COUNT, &event.count),
        ] {
            if let Some(slot) = slot {
                self.count(event, node, properties, slot);
            }
        }
        if let Some(slot) = &event.response_to
            && let Some(answered) = self.extraction.events.get(slot.value)
        {
            let answered = self.base.event(&self.article.id, &answered.id);
            self.fill(event, node, vocab::RESPONSE_TO, answered.into(), slot);
        }
    }

    fn period(&mut self, node: &NamedNode, slot: &Slot<crate::date::Date>) {
        let Some((first, last)) = bounds(slot.value) else {
            return;
        };
        for (property, day) in [(vocab::BEGIN_DATE, first), (vocab::END_DATE, last)] {
            if let Some(day) = calendar(day) {
                self.say(node.clone(), property, day);
            }
        }
    }

    fn count(&mut self, event: &Event, node: &NamedNode, of: Bounded, slot: &Slot<Count>) {
        let (value, min, max) = of;
        self.fill(event, node, value, number(slot.value.value).into(), slot);
        for (property, bound) in [(min, slot.value.min), (max, slot.value.max)] {
            if let Some(bound) = bound {
                self.fill(event, node, property, number(bound).into(), slot);
            }
        }
    }

    /// States a slot together with its evidence; neither without the other.
    fn fill<T>(
        &mut self,
        event: &Event,
        node: &NamedNode,
        property: NamedNodeRef<'static>,
        value: Term,
        slot: &Slot<T>,
    ) {
        let triple = Triple::new(node.clone(), property, value);
        let proof = Proof {
            span: slot.span,
            rule: slot.rule.clone(),
            status: event.status,
            source: speaker(event, slot.span),
        };
        if self.prove(&triple, proof) {
            self.quads.push(triple.in_graph(self.graph.clone()));
        }
    }
}

/// Who speaks these words: the source of the mention of the event that holds them.
fn speaker(event: &Event, span: Span) -> Option<EntityIdx> {
    event
        .evidence
        .iter()
        .find(|evidence| evidence.span.overlaps(span))
        .and_then(|evidence| evidence.source)
}
