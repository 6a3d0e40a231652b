//! Leaves out what says nothing: events without parties or place, described entities without a fact.

use super::fact::{EntityIdx, Event, EventIdx, Extraction, Slot};
use std::collections::BTreeMap;

/// Drops empty events and unused entities of `extraction`, and renumbers what refers to them.
///
/// `named` tells which entities the article names; those stay.
pub(super) fn prune(extraction: &mut Extraction, named: &[bool]) {
    let keep: Vec<bool> = extraction.events.iter().map(has_party).collect();
    let renumbered = renumber(&keep);
    retain(&mut extraction.events, &keep);
    for event in &mut extraction.events {
        event.response_to = event.response_to.take().and_then(|slot| {
            Some(Slot {
                value: renumbered[slot.value]?,
                ..slot
            })
        });
    }
    distinct(&mut extraction.events);
    let mut used: Vec<bool> = (0..extraction.entities.len())
        .map(|i| named.get(i).copied().unwrap_or(true))
        .collect();
    entities(extraction, &mut |e| used[*e] = true);
    let renumbered = renumber(&used);
    retain(&mut extraction.entities, &used);
    entities(extraction, &mut |e| {
        *e = renumbered[*e].unwrap_or_default();
    });
}

fn has_party(event: &Event) -> bool {
    !(event.agents.is_empty() && event.targets.is_empty() && event.places.is_empty())
}

/// Two events may start at the same word: the later one's identifier gets a suffix.
fn distinct(events: &mut [Event]) {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for event in events {
        let times = met.entry(event.id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            event.id = format!("{}-{times}", event.id);
        }
    }
}

fn renumber(keep: &[bool]) -> Vec<Option<EventIdx>> {
    let mut next = 0;
    keep.iter()
        .map(|&k| {
            k.then(|| {
                next += 1;
                next - 1
            })
        })
        .collect()
}

fn retain<T>(items: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    items.retain(|_| flags.next().copied().unwrap_or(true));
}

/// Visits every reference to an entity.
fn entities(extraction: &mut Extraction, visit: &mut dyn FnMut(&mut EntityIdx)) {
    for event in &mut extraction.events {
        let slots = [
            &mut event.agents,
            &mut event.targets,
            &mut event.places,
            &mut event.claimed_by,
            &mut event.attributed_to,
            &mut event.denied_by,
            &mut event.reported_by,
        ];
        for slot in slots.into_iter().flatten() {
            visit(&mut slot.value);
        }
        for evidence in &mut event.evidence {
            if let Some(source) = &mut evidence.source {
                visit(source);
            }
        }
    }
    for relation in &mut extraction.relations {
        visit(&mut relation.subject);
        visit(&mut relation.object);
        for evidence in &mut relation.evidence {
            if let Some(source) = &mut evidence.source {
                visit(source);
            }
        }
    }
}
