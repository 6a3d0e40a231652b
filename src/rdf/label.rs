use super::ontology::Ontology;
use crate::extract::fact::{EntityIdx, Event, Extraction, Slot};
use oxigraph::model::NamedNodeRef;

/// A name for an event that people can read: what, who, to whom, where, when.
///
/// « frappe aérienne : forces américaines → milices (2023-10-27) »; the place stands in when the
/// target is not known. The word for the class is its label in the ontology.
pub(super) fn event_label(
    event: &Event,
    class: NamedNodeRef<'_>,
    extraction: &Extraction,
    language: &str,
) -> String {
    let mut label = Ontology::embedded().label(class, language).to_owned();
    let agents = names(&event.agents, extraction);
    let targets = names(&event.targets, extraction);
    let places = names(&event.places, extraction);
    let mut add = |mark: &str, words: &str| {
        if !words.is_empty() {
            label.push_str(mark);
            label.push_str(words);
        }
    };
    add(" : ", &agents);
    add(" → ", &targets);
    if targets.is_empty() {
        add(if agents.is_empty() { " : " } else { ", " }, &places);
    }
    if let Some(date) = &event.date {
        add(" ", &format!("({})", date.value));
    }
    label
}

fn names(slots: &[Slot<EntityIdx>], extraction: &Extraction) -> String {
    let mut names: Vec<&str> = Vec::with_capacity(slots.len());
    for slot in slots {
        if let Some(entity) = extraction.entities.get(slot.value)
            && !names.contains(&entity.label.as_str())
        {
            names.push(&entity.label);
        }
    }
    names.join(", ")
}
