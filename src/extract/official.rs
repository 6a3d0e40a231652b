//! Who holds which office, and for which state a head of state acts.

use super::draft::Draft;
use super::entity::Mentions;
use super::fact::{Entity, EntityIdx, Evidence, Status};
use super::reader::Told;
use crate::lexicon::{EntityClass, Names};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// `officialOf`, from the titles and offices that the entity stage read.
pub(super) fn offices(mentions: &Mentions, names: &Names) -> Vec<Told> {
    let is_person = |e: EntityIdx| mentions.entities[e].classes.contains(&EntityClass::Person);
    let mut told = Vec::new();
    for m in &mentions.mentions {
        let Some(subject) = m.entity.filter(|&e| is_person(e)) else {
            continue;
        };
        for role in &m.roles {
            // « le ministre de la Défense, Y », where the lexicon knows Y
            let of_state = names
                .role(&role.title)
                .is_some_and(|r| r.governs == Some(EntityClass::State) || r.kind == "minister");
            let home = || state_of(subject, &mentions.entities).filter(|_| of_state);
            let Some(object) = role.of.or_else(home).filter(|&o| o != subject) else {
                continue;
            };
            told.push(Told {
                subject,
                property: SmolStr::new_static("officialOf"),
                object,
                evidence: Evidence {
                    span: role.span.cover(m.span),
                    rule: SmolStr::new_static("office"),
                    status: Status::Asserted,
                    source: None,
                },
            });
        }
    }
    told
}

/// What names tell of those who bear them: *la Mission des Nations unies au Mali*.
pub(super) fn told_by_names(mentions: &Mentions) -> Vec<Told> {
    let told = mentions.in_names.iter().map(|told| Told {
        subject: told.subject,
        property: SmolStr::new_static(told.property),
        object: told.object,
        evidence: Evidence {
            span: told.span,
            rule: SmolStr::new_static("name-of-mission"),
            status: Status::Asserted,
            source: None,
        },
    });
    told.collect()
}

/// The state that a person known to the lexicon serves, if the article speaks of it.
fn state_of(person: EntityIdx, entities: &[Entity]) -> Option<EntityIdx> {
    let country = entities[person].country.as_ref()?;
    entities.iter().position(|e| {
        e.country.as_ref() == Some(country) && e.classes.contains(&EntityClass::State)
    })
}

/// The states for which the office-holders of the article act.
pub(super) fn states(offices: &[Told], entities: &[Entity]) -> BTreeMap<EntityIdx, EntityIdx> {
    offices
        .iter()
        .filter(|t| entities[t.object].classes.contains(&EntityClass::State))
        .map(|t| (t.subject, t.object))
        .collect()
}

/// The groups and forces for which the office-holders of the article speak.
pub(super) fn spoken_for(told: &[Told], entities: &[Entity]) -> BTreeMap<EntityIdx, EntityIdx> {
    let is = |e: EntityIdx, class| entities[e].classes.contains(&class);
    told.iter()
        .filter(|t| t.property == "officialOf" && is(t.subject, EntityClass::Person))
        .filter(|t| {
            is(t.object, EntityClass::ArmedGroup) || is(t.object, EntityClass::MilitaryForce)
        })
        .map(|t| (t.subject, t.object))
        .collect()
}

/// An act that the spokesman of a group claims is the group's: *le porte-parole des Houthis, Y, a revendiqué le tir*.
/// Of whom nobody knows for whom he speaks tells nothing of who acted.
pub(super) fn claimed_for(
    draft: &mut Draft,
    groups: &BTreeMap<EntityIdx, EntityIdx>,
    entities: &[Entity],
) {
    let is_person = |e: EntityIdx| entities[e].classes.contains(&EntityClass::Person);
    let mut claimants = Vec::new();
    for claim in draft.roles.get_mut("claimedBy").into_iter().flatten() {
        claimants.extend(Some(claim.value).filter(|&e| is_person(e)));
        claim.value = groups.get(&claim.value).copied().unwrap_or(claim.value);
    }
    if let Some(agents) = draft.roles.get_mut("agent") {
        agents.retain(|a| !claimants.contains(&a.value) || groups.contains_key(&a.value));
        for agent in agents.iter_mut().filter(|a| claimants.contains(&a.value)) {
            agent.value = groups[&agent.value];
        }
    }
}

/// A strike that a head of state orders is the state's.
pub(super) fn on_behalf(mut draft: Draft, states: &BTreeMap<EntityIdx, EntityIdx>) -> Draft {
    for agent in draft.roles.get_mut("agent").into_iter().flatten() {
        if let Some(&state) = states.get(&agent.value) {
            agent.value = state;
        }
    }
    draft
}
