//! Where events happened, as far as the article tells it elsewhere: in its headline, or of the building that was hit.

use super::assemble::Head;
use super::draft::Filled;
use super::fact::{Entity, EntityIdx, Status};
use super::merge::{LEAD, Merged, akin, is_violence};
use super::reader::Told;
use crate::lexicon::EntityClass;
use smol_str::SmolStr;

/// « Yémen : des drones tuent trois hommes »: what is told without a place happened where the headline says,
/// unless that is who did it.
pub(super) fn set_in_headline(merged: &mut [Merged], head: &Head, entities: &[Entity]) {
    let Some((place, span)) = head.topic else {
        return;
    };
    for m in merged {
        let lead = m.parts.iter().any(|(_, p)| p.sentence < head.title + LEAD);
        // « Depuis mars, dix mille civils sont morts dans les combats »
        let told = lead || m.draft.lacks("agent") && !m.draft.lacks("target");
        let theirs = m.draft.role("agent").any(|a| akin(a, place, entities));
        let detailed =
            ["agent", "target"].iter().any(|r| !m.draft.lacks(r)) || !m.draft.counts.is_empty();
        if told && detailed && !theirs && is_violence(&m.draft.class) && m.draft.lacks("place") {
            m.draft.fill(
                "place",
                Filled {
                    value: place,
                    status: m.draft.status,
                    span,
                    rule: SmolStr::new_static("headline-topic"),
                },
            );
        }
    }
}

/// What happened in the centre of a town, or in a hospital that lies in it, happened in that town.
pub(super) fn set_in_town(merged: &mut [Merged], told: &[Told], entities: &[Entity]) {
    let built = |e: EntityIdx| entities[e].classes.contains(&EntityClass::Facility);
    for m in merged {
        let sides: Vec<Filled<EntityIdx>> = m.draft.roles.get("place").cloned().unwrap_or_default();
        for side in sides {
            if let Some(value) = town_of_side(side.value, entities) {
                m.draft.fill("place", Filled { value, ..side });
            }
        }
        let sites: Vec<EntityIdx> = m.draft.role("place").filter(|&e| built(e)).collect();
        let town = |e: EntityIdx| entities[e].classes.contains(&EntityClass::City);
        if m.draft.role("place").any(town) {
            continue;
        }
        let around: Vec<Filled<EntityIdx>> = told
            .iter()
            .filter(|t| t.property == "locatedIn" && t.evidence.status == Status::Asserted)
            .filter(|t| sites.contains(&t.subject) && !built(t.object))
            .map(|t| Filled {
                value: t.object,
                status: m.draft.status,
                span: t.evidence.span,
                rule: SmolStr::new_static("place-of-site"),
            })
            .collect();
        for place in around {
            m.draft.fill("place", place);
        }
    }
}

/// Leaves out towns that are said to lie north or south of a town: *à 80 kilomètres au sud de X* is not in it.
pub(super) fn leave_out_neighbours(told: &mut Vec<Told>, entities: &[Entity]) {
    told.retain(|t| {
        let town = entities[t.subject].classes.contains(&EntityClass::City);
        !(t.property == "locatedIn" && town && town_of_side(t.object, entities).is_some())
    });
}

/// The town of which an entity is the centre or another side.
fn town_of_side(side: EntityIdx, entities: &[Entity]) -> Option<EntityIdx> {
    let Entity { id, classes, .. } = &entities[side];
    if *classes != [EntityClass::Place] {
        return None;
    }
    entities.iter().position(|town| {
        let before = id.strip_suffix(town.id.as_str());
        town.classes.contains(&EntityClass::City) && before.is_some_and(|b| b.ends_with('-'))
    })
}
