//! Puts an article's readings together: events once each, relations once each, all with their words.

use super::consequence::consequences;
use super::draft::Filled;
use super::entity::Mentions;
use super::fact::{
    Count, Entity, EntityIdx, Event, EventIdx, Evidence, Extraction, Relation, Slot, Status,
};
use super::merge::{Cast, Merged, is_violence, merge};
use super::official::{claimed_for, offices, on_behalf, spoken_for, states, told_by_names};
use super::reader::{Reading, Told};
use super::reprisal::{answer_at_once, answers, fire_when_shot_down, strike_back};
use super::setting::{leave_out_neighbours, set_in_headline, set_in_town};
use crate::lexicon::{EntityClass, Names};
use crate::text::{CharIndex, Span};
use smol_str::{SmolStr, format_smolstr};
use std::collections::{BTreeMap, BTreeSet};

/// What the head of an article says of all that follows.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The number of sentences in the title.
    pub title: usize,
    /// The place that the headline sets before its colon, with its words: *Yémen : …*.
    pub topic: Option<(EntityIdx, Span)>,
}

/// Builds the extraction from the `readings` of the sentences, in order.
#[must_use]
pub fn assemble(
    text: &str,
    mentions: Mentions,
    readings: Vec<Reading>,
    head: Head,
    names: &Names,
) -> Extraction {
    let offices = offices(&mentions, names);
    let states = states(&offices, &mentions.entities);
    let named_so = told_by_names(&mentions);
    let Mentions {
        entities,
        named,
        moving,
        ..
    } = mentions;
    let mut drafts = Vec::new();
    let mut told = offices;
    told.extend(named_so);
    for reading in readings {
        drafts.extend(reading.drafts.into_iter().map(|d| on_behalf(d, &states)));
        told.extend(reading.told);
    }
    let groups = spoken_for(&told, &entities);
    for draft in &mut drafts {
        claimed_for(draft, &groups, &entities);
    }
    let cast = Cast {
        entities: &entities,
        named: &named,
        known: told.iter().map(|t| t.subject).collect(),
    };
    let mut merged: Vec<Merged> = merge(drafts, &cast, head.title);
    // Deaths and explosions alone may be an accident's.
    if merged
        .iter()
        .all(|m| m.draft.toll_only || !is_violence(&m.draft.class))
    {
        merged.retain(|m| !m.draft.toll_only);
    }
    set_in_headline(&mut merged, &head, &entities);
    let answers = answers(&merged, &entities);
    strike_back(&mut merged, &answers, &entities);
    answer_at_once(&mut merged, &answers, head.title);
    fire_when_shot_down(&mut merged, &answers);
    count_slain(&mut merged, &entities);
    told.extend(consequences(&merged, &answers, &entities));
    told.retain(|t| t.property != "locatedIn" || !moving[t.subject]);
    keep_stated_steps(&mut told, &entities);
    leave_out_neighbours(&mut told, &entities);
    set_in_town(&mut merged, &told, &entities);
    let chars = CharIndex::new(text);
    let events: Vec<Event> = merged
        .into_iter()
        .enumerate()
        .map(|(i, m)| event(m, answers.get(&i), text, &chars))
        .collect();
    let mut extraction = Extraction {
        entities,
        events,
        relations: relations(told),
    };
    super::prune::prune(&mut extraction, &named);
    extraction
}

/// *En X, une attaque contre un hôtel de Y*: whose town the words tell is not placed in the land of the event as well.
fn keep_stated_steps(told: &mut Vec<Told>, entities: &[Entity]) {
    let is = |e: EntityIdx, class| entities[e].classes.contains(&class);
    let inferred = |t: &Told| t.evidence.rule == "target-at-place";
    let in_towns: BTreeSet<EntityIdx> = told
        .iter()
        .filter(|t| t.property == "locatedIn" && !inferred(t) && is(t.object, EntityClass::City))
        .map(|t| t.subject)
        .collect();
    told.retain(|t| {
        let wide = is(t.object, EntityClass::Country) || is(t.object, EntityClass::Region);
        !(inferred(t)
            && wide
            && is(t.subject, EntityClass::Facility)
            && in_towns.contains(&t.subject))
    });
}

/// *Y et Z ont été assassinés*: where no toll is told, those who are named are counted.
fn count_slain(merged: &mut [Merged], entities: &[Entity]) {
    for m in merged {
        let plain = m.draft.status == Status::Asserted && !m.draft.counts.contains_key("killed");
        if !plain || !is_violence(&m.draft.class) {
            continue;
        }
        let person = |e: EntityIdx| entities[e].classes.contains(&EntityClass::Person);
        let murder = m.draft.class == "Assassination";
        let slain: Vec<&Filled<EntityIdx>> = m
            .draft
            .roles
            .get(if murder { "target" } else { "slain" })
            .into_iter()
            .flatten()
            .collect();
        let all_persons = slain.iter().all(|f| person(f.value));
        if let Some(first) = slain.first().filter(|_| all_persons) {
            let count = Filled {
                value: Count {
                    value: slain.len() as u64,
                    min: None,
                    max: None,
                },
                status: first.status,
                span: first.span,
                rule: SmolStr::new_static("named-dead"),
            };
            m.draft.counts.insert("killed", count);
        }
    }
}

/// One relation per subject, property and object, with all its evidence in the order of the text.
fn relations(told: Vec<Told>) -> Vec<Relation> {
    let mut known: BTreeMap<(EntityIdx, SmolStr, EntityIdx), Vec<Evidence>> = BTreeMap::new();
    for t in told {
        known
            .entry((t.subject, t.property, t.object))
            .or_default()
            .push(t.evidence);
    }
    known
        .into_iter()
        .map(|((subject, property, object), mut evidence)| {
            evidence.sort();
            evidence.dedup();
            let status = evidence
                .iter()
                .map(|e| e.status)
                .min()
                .unwrap_or(Status::Asserted);
            Relation {
                subject,
                property,
                object,
                status,
                evidence,
            }
        })
        .collect()
}

fn event(m: Merged, response_to: Option<&Slot<EventIdx>>, text: &str, chars: &CharIndex) -> Event {
    let first = m.parts.first().map_or(m.draft.span, |(_, p)| p.span);
    let evidence = m
        .parts
        .iter()
        .map(|(_, p)| Evidence {
            span: p.span,
            rule: p.rule.clone(),
            status: p.status,
            source: p.source,
        })
        .collect();
    let mut draft = m.draft;
    let mut role = |name: &str| -> Vec<Slot<EntityIdx>> {
        let filled = draft.roles.remove(name).unwrap_or_default();
        filled.into_iter().map(slot).collect()
    };
    Event {
        id: format!(
            "{}-{}",
            draft.class.to_lowercase(),
            chars.char_offset(text, first.start)
        ),
        agents: role("agent"),
        targets: role("target"),
        places: role("place"),
        claimed_by: role("claimedBy"),
        attributed_to: role("attributedTo"),
        denied_by: role("deniedBy"),
        date: draft.date.or(draft.about).map(slot),
        weapon: draft.weapon.map(slot),
        killed: draft.counts.remove("killed").map(slot),
        wounded: draft.counts.remove("wounded").map(slot),
        captured: draft.counts.remove("captured").map(slot),
        displaced: draft.counts.remove("displaced").map(slot),
        count: draft.counts.remove("count").map(slot),
        response_to: response_to.cloned(),
        reported_by: draft
            .source
            .map(|value| Slot {
                value,
                span: draft.span,
                rule: format_smolstr!("{}", draft.rule),
            })
            .into_iter()
            .collect(),
        status: draft.status,
        class: draft.class,
        evidence,
    }
}

fn slot<T>(filled: Filled<T>) -> Slot<T> {
    Slot {
        value: filled.value,
        span: filled.span,
        rule: filled.rule,
    }
}
