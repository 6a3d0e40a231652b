//! One event, however often the article mentions it.
//!
//! A draft joins an earlier event when nothing speaks against it (other kind, other day, other
//! parties, other toll) and something speaks for it: it points back with a definite noun, it gives
//! only a toll, or it shares its parties, its day or its place.

use super::draft::{Draft, Filled, precision};
use super::fact::{Count, Entity, EntityIdx};
use super::reasons::reasons;
use crate::date::Date;
use crate::lexicon::EntityClass;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// The entities of an article, and those of which it tells more than what they are.
pub(super) struct Cast<'a> {
    pub entities: &'a [Entity],
    /// Whether each has a name.
    pub named: &'a [bool],
    /// Of which a relation is told: who backs them, to whom they are close.
    pub known: BTreeSet<EntityIdx>,
}

impl Cast<'_> {
    /// Whether nothing could tell an entity from another of its kind: *des hommes armés*.
    fn is_nobody(&self, e: EntityIdx) -> bool {
        let entity = &self.entities[e];
        let is = |class| entity.classes.contains(&class);
        entity.mentions.len() == 1
            && entity.links.is_empty()
            && (is(EntityClass::ArmedGroup) || is(EntityClass::Population))
            && entity.country.is_none()
            && !self.known.contains(&e)
    }

    /// Whether an entity is a group that no name tells: *des djihadistes*.
    fn is_unnamed_group(&self, e: EntityIdx) -> bool {
        let entity = &self.entities[e];
        entity.classes.contains(&EntityClass::ArmedGroup)
            && entity.links.is_empty()
            && !self.named.get(e).copied().unwrap_or(true)
            && !self.known.contains(&e)
    }
}

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
/// `title` is the number of sentences of the title.
#[must_use]
pub(super) fn merge(drafts: Vec<Draft>, cast: &Cast<'_>, title: usize) -> Vec<Merged> {
    let mut merged: Vec<Merged> = Vec::new();
    for (i, mut draft) in drafts.into_iter().enumerate() {
        draft.only_title = draft.sentence < title;
        let best = merged
            .iter()
            .enumerate()
            .skip(merged.len().saturating_sub(WINDOW))
            .filter(|(_, m)| compatible(m, &draft, cast) || is_headline(m, &draft, title, cast))
            .map(|(k, m)| (reasons(m, &draft, cast, title), k))
            .filter(|&(score, _)| score >= THRESHOLD)
            .max();
        match best {
            Some((_, k)) => {
                // « X a frappé Y. Cinq combattants ont été tués »: those of Y
                if !merged[k].draft.lacks("target") && is_toll_of(&merged[k].draft, &draft, cast) {
                    draft.roles.remove("target");
                }
                merged[k].parts.push((i, draft.clone()));
                merged[k].draft.absorb(draft);
            }
            // What points back to nothing says too little.
            None if draft.back && draft.lacks("target") && draft.lacks("place") => {}
            None => {
                inherit_of_series(&merged, &mut draft);
                merged.push(Merged {
                    draft: draft.clone(),
                    parts: vec![(i, draft)],
                });
            }
        }
    }
    merged
}

/// How many events back an event may have been told before: more than any article tells.
pub(super) const WINDOW: usize = 256;

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

/// How far into the body, in sentences, an article tells what its title says.
pub(super) const LEAD: usize = 2;

/// Whether the title alone tells `m` and the lead tells `b` in other words of the same thing.
pub(super) fn is_headline(m: &Merged, b: &Draft, title: usize, cast: &Cast<'_>) -> bool {
    let a = &m.draft;
    let only_title = m.parts.iter().all(|(_, p)| p.sentence < title);
    only_title
        && b.sentence >= title
        && b.sentence < title + LEAD
        && is_violence(&a.class)
        && is_violence(&b.class)
        && a.status.is_plain()
        && b.status.is_plain()
        && !other_weapon(a, b)
        && overlap(a, b, "agent", cast) != Some(false)
}

fn compatible(m: &Merged, b: &Draft, cast: &Cast<'_>) -> bool {
    let a = &m.draft;
    // « ont bombardé des positions de X. Les frappes ont touché les monts Qandil »: the same, in more places.
    let goes_on = b.definite && b.plural && distance(m, b) == 1
        || is_part(m, b, cast)
        || b.back && only_facilities(b, cast);
    let kinds = a.class == b.class
        || is_violence(&a.class)
            && is_violence(&b.class)
            && (a.leaves_means_open()
                || b.leaves_means_open()
                || related(&a.class, &b.class)
                || same_weapon(a, b)
                || b.definite && says_nothing(b));
    let plain = a.status.is_plain() && b.status.is_plain();
    kinds
        && (a.status == b.status || plain)
        && (b.day_told_before || dates(a.date.as_ref(), b.date.as_ref()) != Some(false))
        && !out_of_news(a, b)
        && !of_other_scale(a, b)
        && overlap(a, b, "agent", cast) != Some(false)
        && !other_targets(a, b, cast, goes_on)
        && !answers(a, b)
        && !strikes_back(a, b)
        && !passing_reprisal(a, b)
        && !opposed(a, b)
        && !opposed(b, a)
        && (goes_on && !is_part(m, b, cast) && !b.back
            || places(a, b, cast.entities) != Some(false))
        && !other_weapon(a, b)
        && ["killed", "wounded"]
            .iter()
            .all(|role| same_count(a, b, role) || is_partial_toll(m, b, role))
}

/// *La première explosion a visé X, la seconde Y*: one of several told at once just before.
pub(super) fn is_part(m: &Merged, b: &Draft, cast: &Cast<'_>) -> bool {
    let a = &m.draft;
    // « deux bombes ont explosé à X, une autre à Y », right after « trois attentats ont fait vingt morts »
    let detail = a.class == b.class
        && same_weapon(a, b)
        && (b.date.is_none() || a.date.is_some())
        && b.lacks("agent")
        && !b.apart
        && distance(m, b) <= 1;
    is_several(a) && (detail || b.one_of && distance(m, b) <= 2 && !elsewhere(a, b, cast))
}

/// *deux explosions*, *une double attaque*
fn is_several(d: &Draft) -> bool {
    d.counts.get("count").is_some_and(|n| n.value.value > 1)
}

/// Whether `b` is told of a land, region or town of which `a` is not.
fn elsewhere(a: &Draft, b: &Draft, cast: &Cast<'_>) -> bool {
    let entities = cast.entities;
    let wide = |e: EntityIdx| {
        let is = |c| entities[e].classes.contains(&c);
        is(EntityClass::Country) || is(EntityClass::Region) || is(EntityClass::City)
    };
    b.role("place")
        .filter(|&p| wide(p))
        .any(|p| !a.role("place").any(|q| akin(p, q, entities)))
}

/// *Une double attaque de X*; *la deuxième attaque a eu lieu ailleurs*: an event of its own, and X carried it out, on
/// the same day.
fn inherit_of_series(merged: &[Merged], draft: &mut Draft) {
    if !draft.one_of {
        return;
    }
    let series =
        merged.iter().rev().take(WINDOW).find(|m| {
            is_several(&m.draft) && is_violence(&m.draft.class) && distance(m, draft) <= 3
        });
    let Some(series) = series.map(|m| &m.draft) else {
        return;
    };
    let rule = SmolStr::new_static("one-of-series");
    if draft.date.is_none() {
        let date = series.date.clone();
        draft.date = date.map(|date| Filled {
            rule: rule.clone(),
            ..date
        });
    }
    if !draft.lacks("agent") {
        return;
    }
    for agent in series.roles.get("agent").into_iter().flatten() {
        draft.fill(
            "agent",
            Filled {
                span: draft.span,
                rule: rule.clone(),
                ..agent.clone()
            },
        );
    }
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

/// *a décrit l'assaut comme n'ayant causé aucune perte*: a word for what was told, and no more.
fn says_nothing(d: &Draft) -> bool {
    ["agent", "target", "place"].iter().all(|r| d.lacks(r)) && d.weapon.is_none() && !d.lasting
}

fn same_weapon(a: &Draft, b: &Draft) -> bool {
    matches!((&a.weapon, &b.weapon), (Some(x), Some(y)) if x.value == y.value)
}

fn other_weapon(a: &Draft, b: &Draft) -> bool {
    matches!((&a.weapon, &b.weapon), (Some(x), Some(y)) if x.value != y.value)
}

fn same_count(a: &Draft, b: &Draft, role: &str) -> bool {
    match (a.counts.get(role), b.counts.get(role)) {
        (Some(x), Some(y)) => {
            let (x, y) = (x.value, y.value);
            let rounded = a.only_title || a.rounded.contains(&role);
            let within = |low: Count, n: Count| {
                low.min
                    .is_some_and(|min| n.value >= min && n.value <= min.saturating_mul(2))
            };
            rounded || x.value == y.value || within(x, y) || within(y, x)
        }
        _ => true,
    }
}

/// *Ils ont tué dix-huit civils*, of an attack in which twenty died: fewer, told soon after, by the same party and
/// of no place of their own.
fn is_partial_toll(m: &Merged, b: &Draft, role: &str) -> bool {
    let a = &m.draft;
    let (Some(x), Some(y)) = (a.counts.get(role), b.counts.get(role)) else {
        return false;
    };
    y.value.value > 0
        && y.value.value < x.value.value
        && b.lacks("place")
        && b.date.is_none()
        && distance(m, b) <= 2
        && shared(a, b, "agent")
        && shared(a, b, "target")
}

/// Whether one is an offensive and the other a strike with one kind of weapon.
fn of_other_scale(a: &Draft, b: &Draft) -> bool {
    let strike = |d: &Draft| !d.lasting && d.weapon.is_some();
    let dated = |d: &Draft| d.date.as_ref().is_some_and(|d| precision(d.value) >= 1);
    a.lasting && strike(b)
        || b.lasting && strike(a)
        || a.besieged && !a.lacks("target") && dated(b) && a.date.is_none() && !b.besieged
}

/// Whether one has a date that is not that of the news which the other is told as.
fn out_of_news(a: &Draft, b: &Draft) -> bool {
    let other = |dated: &Draft, fresh: &Draft| {
        fresh.date.is_none()
            && dated
                .date
                .as_ref()
                .is_some_and(|d| matches!(precision(d.value), 1 | 3))
            && dates(dated.date.as_ref(), fresh.about.as_ref()) == Some(false)
    };
    other(a, b) || other(b, a)
}

/// Whether the dates agree; `None` where one lacks.
pub(super) fn dates(a: Option<&Filled<Date>>, b: Option<&Filled<Date>>) -> Option<bool> {
    let (a, b) = (a?.value, b?.value);
    let (coarse, fine) = if precision(a) <= precision(b) {
        (a, b)
    } else {
        (b, a)
    };
    Some(fine.to_string().starts_with(&coarse.to_string()))
}

/// Whether the entities of a role agree; `None` where one lacks.
pub(super) fn overlap(a: &Draft, b: &Draft, role: &str, cast: &Cast<'_>) -> Option<bool> {
    if a.lacks(role) || b.lacks(role) {
        return None;
    }
    let akin = a
        .role(role)
        .any(|x| b.role(role).any(|y| akin(x, y, cast.entities)));
    // « des hommes armés ont attaqué …; X a revendiqué l'attaque »
    let nobody = |d: &Draft| d.role(role).all(|e| cast.is_nobody(e));
    // « des djihadistes ont attaqué …; l'attaque a été revendiquée par X »
    let unnamed = |d: &Draft| d.role(role).all(|e| cast.is_unnamed_group(e));
    let claimed = |d: &Draft| (d.definite || d.back) && !d.lacks("claimedBy");
    if !akin && (nobody(a) || nobody(b) || unnamed(a) && claimed(b)) {
        return None;
    }
    Some(akin)
}

/// Whether the targets are others: other parties, or other sites. A party and a site, or a party and its
/// people, may be hit at once.
fn other_targets(a: &Draft, b: &Draft, cast: &Cast<'_>, goes_on: bool) -> bool {
    let entities = cast.entities;
    let toll = is_toll_of(a, b, cast);
    let differ = |sort: fn(&EntityClass) -> bool| {
        let of = |d: &Draft| -> Vec<EntityIdx> {
            d.role("target")
                .filter(|&t| entities[t].classes.iter().any(sort))
                // « cinq miliciens ont été tués dans ces frappes »: of whoever was said to be hit
                .filter(|&t| !((d.definite || d.back) && cast.is_unnamed_group(t)))
                .filter(|_| !toll)
                .collect()
        };
        let (x, y) = (of(a), of(b));
        let agree = |&p: &EntityIdx| y.iter().any(|&q| akin(p, q, entities));
        !x.is_empty() && !y.is_empty() && !x.iter().any(agree)
    };
    differ(|c| c.is_actor() && !matches!(c, EntityClass::Population | EntityClass::Person))
        || !goes_on
            && !(a.class == "Evacuation" && unnamed_sites(a, cast) && unnamed_sites(b, cast))
            && differ(|c| c.is_place() && *c != EntityClass::Country)
}

/// *X a frappé Y. Cinq combattants ont été tués*: how many died, of whom nothing else is told, by nobody's hand.
pub(super) fn is_toll_of(a: &Draft, b: &Draft, cast: &Cast<'_>) -> bool {
    let anybody = |t: EntityIdx| {
        let people = cast.entities[t].classes.contains(&EntityClass::Population);
        cast.is_unnamed_group(t) || people && !cast.named.get(t).copied().unwrap_or(true)
    };
    !a.lacks("agent")
        && !a.counts.contains_key("killed")
        && b.counts.contains_key("killed")
        && !b.lacks("slain")
        && b.lacks("agent")
        && b.date.is_none()
        && b.role("target").all(anybody)
}

/// *il s'agit d'une attaque contre une structure de santé*: in other words of what was named before.
fn only_facilities(d: &Draft, cast: &Cast<'_>) -> bool {
    d.role("target")
        .all(|t| cast.entities[t].classes.contains(&EntityClass::Facility))
}

/// *une douzaine de bases*: sites that no name tells apart.
fn unnamed_sites(d: &Draft, cast: &Cast<'_>) -> bool {
    d.role("target")
        .all(|t| !cast.named.get(t).copied().unwrap_or(true))
}

/// Whether who acts in `a` is hit in `b`.
fn opposed(a: &Draft, b: &Draft) -> bool {
    a.role("agent").any(|x| b.role("target").any(|y| x == y))
}

/// *X a attaqué, avant une contre-offensive … l'offensive vers Y*: of the reprisal nothing is told but that it was one, and
/// so it is not what is told next with parties of its own.
fn passing_reprisal(a: &Draft, b: &Draft) -> bool {
    a.reprisal && says_nothing(a) && !b.reprisal && !says_nothing(b)
}

/// *X a attaqué Y. Z a contre-attaqué*: a reprisal by another, even by one of the same country, is no part of what it answers.
fn strikes_back(a: &Draft, b: &Draft) -> bool {
    let acts = |d: &Draft| !d.lacks("agent");
    b.reprisal && !a.reprisal && acts(a) && acts(b) && !shared(a, b, "agent")
}

/// Whether one answers the other, or came after it.
fn answers(a: &Draft, b: &Draft) -> bool {
    let to = |x: &Draft, y: &Draft| {
        let named = |w: &usize| y.triggers.contains(w);
        x.sentence == y.sentence
            && (x.answers.iter().any(|(w, _)| named(w)) || x.after.iter().any(named))
    };
    to(a, b) || to(b, a)
}

/// Whether the places agree, apart from those that are places only because they were hit.
fn places(a: &Draft, b: &Draft, entities: &[Entity]) -> Option<bool> {
    let own = |d: &Draft| -> Vec<EntityIdx> {
        d.role("place")
            .filter(|&p| !d.role("target").any(|t| t == p))
            .collect()
    };
    let (x, y) = (own(a), own(b));
    if x.is_empty() || y.is_empty() {
        return None;
    }
    // A border, a side or a province may hold the town.
    let level = |e: EntityIdx| {
        let is = |c| entities[e].classes.contains(&c);
        [EntityClass::Country, EntityClass::City]
            .into_iter()
            .find(|&c| is(c))
    };
    let agree = |&p: &EntityIdx| y.iter().any(|&q| akin(p, q, entities));
    let comparable = |&p: &EntityIdx| level(p).is_some() && y.iter().any(|&q| level(p) == level(q));
    if x.iter().any(agree) {
        return Some(true);
    }
    x.iter().any(comparable).then_some(false)
}

/// Whether some entity fills the role in both.
pub(super) fn shared(a: &Draft, b: &Draft, role: &str) -> bool {
    a.role(role).any(|x| b.role(role).any(|y| x == y))
}

/// The same entity, or one that belongs to the same country (a state and its army, a town and its country).
pub(super) fn akin(x: EntityIdx, y: EntityIdx, entities: &[Entity]) -> bool {
    if x == y {
        return true;
    }
    let (x, y) = (&entities[x], &entities[y]);
    let is = |e: &Entity, class| e.classes.contains(&class);
    // A rebel group is in the country of the army that it fights.
    let rebel = |e: &Entity| is(e, EntityClass::ArmedGroup);
    let acts = |e: &Entity| e.classes.iter().any(|c| c.is_actor());
    let whole = is(x, EntityClass::Country) || is(y, EntityClass::Country);
    x.country.is_some()
        && x.country == y.country
        && !rebel(x)
        && !rebel(y)
        && (whole || acts(x) && acts(y))
}

/// How many sentences after the last mention of an event a draft stands.
pub(super) fn distance(m: &Merged, b: &Draft) -> usize {
    b.sentence - m.parts.last().map_or(m.draft.sentence, |(_, p)| p.sentence)
}
