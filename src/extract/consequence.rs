//! The relations that follow from events: who attacked, killed and retaliated against whom, and what is where it was hit.

use super::draft::{Draft, Filled};
use super::fact::{Entity, EntityIdx, Evidence};
use super::merge::{Merged, akin, is_violence};
use super::reader::Told;
use super::reprisal::Answers;
use crate::lexicon::EntityClass;
use smol_str::SmolStr;

/// The relations that follow from events: `attacked`, `killed`, `retaliatedAgainst`.
pub(super) fn consequences(merged: &[Merged], answers: &Answers, entities: &[Entity]) -> Vec<Told> {
    let mut told = Vec::new();
    for (i, m) in merged.iter().enumerate() {
        if is_violence(&m.draft.class) {
            let killed = killed(m, entities);
            // Who is murdered is not said to be attacked as well.
            let murdered = |a: EntityIdx, t: EntityIdx| {
                m.draft.class == "Assassination"
                    && killed.iter().any(|(b, u)| a == b.value && t == u.value)
            };
            let mut attacked = attacked(m, entities);
            attacked.retain(|(a, t)| !murdered(a.value, t.value));
            for (property, pairs) in [("attacked", attacked), ("killed", killed)] {
                told.extend(pairs.into_iter().map(|(a, t)| tell(m, property, a, t)));
            }
        }
        if is_violence(&m.draft.class) && m.draft.status.is_plain() {
            told.extend(
                m.parts
                    .iter()
                    .flat_map(|(_, part)| found_there(m, part, entities)),
            );
        }
        // Shooting a missile down is no act against who fired it.
        let Some(agents) = (m.draft.roles.get("agent")).filter(|_| m.draft.class != "Interception")
        else {
            continue;
        };
        let answered = answers
            .get(&i)
            .and_then(|slot| merged[slot.value].draft.roles.get("agent"))
            .into_iter()
            .flatten();
        let answered: Vec<_> = answered
            .filter(|_| is_violence(&m.draft.class))
            .chain(&m.draft.answers_to)
            .collect();
        for object in &answered {
            // A state and its army are one party to answer.
            let is_state = |e: EntityIdx| entities[e].classes.contains(&EntityClass::State);
            let by_state = |other: &EntityIdx| {
                *other != object.value
                    && is_state(*other)
                    && on_one_side(*other, object.value, entities)
            };
            if answered.iter().map(|o| &o.value).any(by_state) && !is_state(object.value) {
                continue;
            }
            told.extend(
                agents
                    .iter()
                    .filter(|a| {
                        can_act(&entities[object.value])
                            && !on_one_side(a.value, object.value, entities)
                    })
                    .map(|a| tell(m, "retaliatedAgainst", a, object)),
            );
        }
    }
    told
}

/// What is hit at a place is at that place: a facility, a town in a region or country, or a force that is not told of
/// as its dead, in the sentence that tells both.
fn found_there(m: &Merged, part: &Draft, entities: &[Entity]) -> Vec<Told> {
    let located = |e: EntityIdx| {
        entities[e].classes.iter().any(|c| {
            matches!(
                c,
                EntityClass::MilitaryForce
                    | EntityClass::ArmedGroup
                    | EntityClass::Alliance
                    | EntityClass::Facility
            )
        })
    };
    let is = |e: EntityIdx, class| entities[e].classes.contains(&class);
    // « plusieurs localités » are no town.
    let is_named = |e: EntityIdx| entities[e].label.starts_with(char::is_uppercase);
    let town_in = |town: EntityIdx, place: EntityIdx| {
        let wide = is(place, EntityClass::Region) || is(place, EntityClass::Country);
        is(town, EntityClass::City) && is_named(town) && wide && !is(place, EntityClass::City)
    };
    let same_land = |a: EntityIdx, b: EntityIdx| match (&entities[a].country, &entities[b].country)
    {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    // « après le massacre de X, dans l'est de Y, l'aviation a bombardé Z, en W »: nothing built stands in two lands.
    let mut lands: Vec<_> = part
        .role("place")
        .filter_map(|p| entities[p].country.as_ref())
        .collect();
    lands.dedup();
    let mut told = Vec::new();
    for target in part.roles.get("target").into_iter().flatten() {
        for place in part.roles.get("place").into_iter().flatten() {
            let hit_too = part.role("target").any(|t| t == place.value);
            // Where soldiers died is not where they are stationed.
            let dead = !entities[target.value]
                .classes
                .contains(&EntityClass::Facility)
                && part.role("slain").any(|t| t == target.value);
            let stands = located(target.value)
                || town_in(target.value, place.value) && same_land(target.value, place.value);
            let built =
                is(target.value, EntityClass::Facility) || is(target.value, EntityClass::City);
            let near = part.beside.contains(&place.value);
            if stands && !near && !hit_too && !dead && !(built && lands.len() > 1) {
                told.push(Told {
                    evidence: Evidence {
                        rule: SmolStr::new_static("target-at-place"),
                        ..tell(m, "locatedIn", target, place).evidence
                    },
                    ..tell(m, "locatedIn", target, place)
                });
            }
        }
    }
    told
}

pub(super) fn can_act(entity: &Entity) -> bool {
    entity.classes.iter().any(|c| c.is_actor())
}

type Pairs<'a> = Vec<(&'a Filled<EntityIdx>, &'a Filled<EntityIdx>)>;

/// Each agent of `draft` with each entity in `role`.
fn pairs<'a>(
    draft: &'a Draft,
    role: &str,
) -> impl Iterator<Item = (&'a Filled<EntityIdx>, &'a Filled<EntityIdx>)> {
    let agents = draft.roles.get("agent").map_or(&[][..], Vec::as_slice);
    let others = draft.roles.get(role).into_iter().flatten();
    others.flat_map(move |other| agents.iter().map(move |agent| (agent, other)))
}

/// Who attacked what: the targets, or else the narrow places where it happened (*une attaque à Kaboul
/// revendiquée par X*).
fn attacked<'a>(m: &'a Merged, entities: &[Entity]) -> Pairs<'a> {
    let narrow = |e: EntityIdx| {
        let is = |c| entities[e].classes.contains(&c);
        (is(EntityClass::City) || is(EntityClass::Facility)) && !is(EntityClass::Country)
    };
    let placed = m.draft.lacks("target");
    pairs(&m.draft, if placed { "place" } else { "target" })
        .filter(|(a, t)| (!placed || narrow(t.value)) && !on_one_side(a.value, t.value, entities))
        .filter(|(a, t)| !own_dead(m, a.value, t.value, entities))
        .collect()
}

/// *X a attaqué …; quarante rebelles ont été tués dans les combats*: fighters of no name who fell where a group
/// attacked may be its own.
fn own_dead(m: &Merged, agent: EntityIdx, target: EntityIdx, entities: &[Entity]) -> bool {
    let armed = |e: EntityIdx| entities[e].classes.contains(&EntityClass::ArmedGroup);
    let nameless = entities[target].label.starts_with(char::is_lowercase);
    let apart = |(_, part): &(_, Draft)| {
        part.role("target").any(|t| t == target) && part.role("agent").all(|a| a != agent)
    };
    let slain = m.draft.role("slain").any(|s| s == target);
    // « 247 Palestiniens et 40 Israéliens ont perdu la vie dans les attaques palestiniennes »
    let people = |e: EntityIdx| entities[e].classes.contains(&EntityClass::Population);
    let own = |s: EntityIdx| s != agent && people(s) && akin(agent, s, entities);
    let others = |s: EntityIdx| people(s) && entities[s].country != entities[agent].country;
    if slain && m.draft.role("slain").any(own) && m.draft.role("slain").any(others) {
        return true;
    }
    nameless && slain && armed(agent) && armed(target) && m.parts.iter().any(apart)
}

/// Whether the two are one, or a state and its forces: they do not attack each other.
pub(super) fn on_one_side(a: EntityIdx, b: EntityIdx, entities: &[Entity]) -> bool {
    let official = |e: EntityIdx| {
        entities[e].classes.iter().any(|c| {
            matches!(
                c,
                EntityClass::State | EntityClass::GovernmentBody | EntityClass::MilitaryForce
            )
        })
    };
    a == b || official(a) && official(b) && akin(a, b, entities)
}

fn killed<'a>(m: &'a Merged, entities: &[Entity]) -> Pairs<'a> {
    let person = |e: EntityIdx| entities[e].classes.contains(&EntityClass::Person);
    let lethal = m.draft.class == "Assassination"
        || m.draft
            .counts
            .get("killed")
            .is_some_and(|k| k.value.value == 1);
    let slain = |e: EntityIdx| lethal || m.draft.role("slain").any(|s| s == e);
    pairs(&m.draft, "target")
        .filter(|(a, t)| person(t.value) && slain(t.value) && a.value != t.value)
        .collect()
}

fn tell(m: &Merged, property: &str, a: &Filled<EntityIdx>, t: &Filled<EntityIdx>) -> Told {
    let near = a.span.start.abs_diff(t.span.start) < 400;
    Told {
        subject: a.value,
        property: SmolStr::new(property),
        object: t.value,
        evidence: Evidence {
            span: if near { a.span.cover(t.span) } else { t.span },
            rule: a.rule.clone(),
            status: m.draft.status.max(a.status).max(t.status),
            source: m.draft.source,
        },
    }
}
