//! One event, however often the article mentions it.
//!
//! A draft joins an earlier event when nothing speaks against it (other kind, other day, other
//! parties, other toll) and something speaks for it: it points back with a definite noun, it gives
//! only a toll, or it shares its parties, its day or its place.

use super::draft::{Draft, Filled, precision};
use super::fact::{Entity, EntityIdx, Status};
use crate::date::Date;

/// Drafts taken for one event, with the place of each in the list that was merged.
#[derive(Debug)]
pub struct Merged {
    /// The event.
    pub draft: Draft,
    /// Every draft that went into it: index in the input, as it was.
    pub parts: Vec<(usize, Draft)>,
}

/// Merges the drafts of one article, given in the order of the text.
///
/// `title` is the number of sentences of the title, `adjacent` tells whether two sentences stand in
/// one paragraph.
#[must_use]
pub fn merge(drafts: Vec<Draft>, entities: &[Entity], title: usize) -> Vec<Merged> {
    let mut merged: Vec<Merged> = Vec::new();
    for (i, draft) in drafts.into_iter().enumerate() {
        let best = merged
            .iter()
            .enumerate()
            .filter(|(_, m)| compatible(&m.draft, &draft, entities))
            .map(|(k, m)| (reasons(m, &draft, entities, title), k))
            .filter(|&(score, _)| score >= THRESHOLD)
            .max();
        match best {
            Some((_, k)) => {
                merged[k].parts.push((i, draft.clone()));
                merged[k].draft.absorb(draft);
            }
            None => merged.push(Merged {
                draft: draft.clone(),
                parts: vec![(i, draft)],
            }),
        }
    }
    merged
}

/// How many reasons it takes.
const THRESHOLD: i32 = 3;

/// Classes that are attacks of some kind.
#[must_use]
pub fn is_violence(class: &str) -> bool {
    matches!(
        class,
        "Attack"
            | "Airstrike"
            | "DroneAttack"
            | "RocketAttack"
            | "Shelling"
            | "GroundAttack"
            | "Bombing"
            | "Assassination"
    )
}

fn compatible(a: &Draft, b: &Draft, entities: &[Entity]) -> bool {
    let kinds = a.class == b.class
        || is_violence(&a.class) && is_violence(&b.class) && (a.class == "Attack" || b.class == "Attack" || related(&a.class, &b.class));
    let plain = a.status.is_plain() == b.status.is_plain();
    kinds
        && plain
        && (a.status == b.status || plain && a.status.is_plain())
        && dates(a.date.as_ref(), b.date.as_ref()) != Some(false)
        && overlap(a, b, "agent", entities) != Some(false)
        && overlap(a, b, "target", entities) != Some(false)
        && overlap(a, b, "place", entities) != Some(false)
        && !other_weapon(a, b)
        && ["killed", "wounded"].iter().all(|role| same_count(a, b, role))
}

/// A drone strike is an air strike to some, an assassination goes by any means.
fn related(a: &str, b: &str) -> bool {
    let pair = |x, y| a == x && b == y || a == y && b == x;
    pair("Airstrike", "DroneAttack")
        || a == "Assassination"
        || b == "Assassination"
        || pair("Bombing", "GroundAttack")
        || pair("Shelling", "RocketAttack")
}

fn other_weapon(a: &Draft, b: &Draft) -> bool {
    matches!((&a.weapon, &b.weapon), (Some(x), Some(y)) if x.value != y.value)
}

fn same_count(a: &Draft, b: &Draft, role: &str) -> bool {
    match (a.counts.get(role), b.counts.get(role)) {
        (Some(x), Some(y)) => x.value.value == y.value.value,
        _ => true,
    }
}

/// Whether the dates agree; `None` where one lacks.
fn dates(a: Option<&Filled<Date>>, b: Option<&Filled<Date>>) -> Option<bool> {
    let (a, b) = (a?.value, b?.value);
    let (coarse, fine) = if precision(a) <= precision(b) { (a, b) } else { (b, a) };
    Some(fine.to_string().starts_with(&coarse.to_string()))
}

/// Whether the entities of a role agree; `None` where one lacks.
fn overlap(a: &Draft, b: &Draft, role: &str, entities: &[Entity]) -> Option<bool> {
    if a.lacks(role) || b.lacks(role) {
        return None;
    }
    Some(a.role(role).any(|x| b.role(role).any(|y| akin(x, y, entities))))
}

/// Whether some entity fills the role in both.
fn shared(a: &Draft, b: &Draft, role: &str) -> bool {
    a.role(role).any(|x| b.role(role).any(|y| x == y))
}

/// The same entity, or one that belongs to the same country (a state and its army, a town and its country).
fn akin(x: EntityIdx, y: EntityIdx, entities: &[Entity]) -> bool {
    if x == y {
        return true;
    }
    let (x, y) = (&entities[x], &entities[y]);
    x.country.is_some() && x.country == y.country
}

fn reasons(m: &Merged, b: &Draft, entities: &[Entity], title: usize) -> i32 {
    let a = &m.draft;
    let distance = b.sentence - m.parts.last().map_or(a.sentence, |(_, p)| p.sentence);
    let mut score = 0;
    score += i32::from(dates(a.date.as_ref(), b.date.as_ref()) == Some(true)) * 2;
    for (role, weight) in [("agent", 2), ("target", 2), ("place", 1)] {
        if shared(a, b, role) {
            score += weight;
        } else if overlap(a, b, role, entities) == Some(true) {
            score += weight - 1;
        }
    }
    if a.plural != b.plural && b.triggers.len() == 1 && !b.toll_only {
        score -= 1;
    }
    if b.definite {
        score += 2;
    }
    if a.class == b.class {
        score += 1;
    }
    if a.lemmas.iter().any(|l| b.lemmas.contains(l)) {
        score += 1;
    }
    if b.toll_only && distance <= 1 {
        score += 3;
    }
    if a.sentence < title && b.sentence >= title && m.parts.len() == 1 {
        score += 2;
    }
    if distance <= 1 && b.definite {
        score += 1;
    }
    if a.status == Status::Hypothetical {
        score -= 1;
    }
    score
}
