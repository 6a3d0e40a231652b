//! Puts an article's readings together: events once each, relations once each, all with their words.

use super::answer::understood;
use super::draft::{Draft, Filled};
use super::entity::Mentions;
use super::fact::{
    Count, Entity, EntityIdx, Event, EventIdx, Evidence, Extraction, Relation, Slot, Status,
};
use super::merge::{Cast, LEAD, Merged, akin, is_violence, merge};
use super::reader::{Reading, Told};
use crate::lexicon::{EntityClass, Names};
use crate::text::{CharIndex, Span};
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

/// How many sentences after an act its riposte is told, where it came at once.
const AT_ONCE: usize = 2;

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
    let Mentions {
        entities, named, ..
    } = mentions;
    let mut drafts = Vec::new();
    let mut told = offices;
    for reading in readings {
        drafts.extend(reading.drafts.into_iter().map(|d| on_behalf(d, &states)));
        told.extend(reading.told);
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
    count_slain(&mut merged, &entities);
    told.extend(consequences(&merged, &answers, &entities));
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

/// « Yémen : des drones tuent trois hommes »: what is told without a place happened where the headline says,
/// unless that is who did it.
fn set_in_headline(merged: &mut [Merged], head: &Head, entities: &[Entity]) {
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

/// What happened in a hospital that lies in a town happened in that town.
fn set_in_town(merged: &mut [Merged], told: &[Told], entities: &[Entity]) {
    let built = |e: EntityIdx| entities[e].classes.contains(&EntityClass::Facility);
    for m in merged {
        let sites: Vec<EntityIdx> = m.draft.role("place").collect();
        if sites.is_empty() || !sites.iter().all(|&e| built(e)) {
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

/// *X a riposté*: where nothing says whom a reprisal hit, it hit who carried out what it answers.
fn strike_back(merged: &mut [Merged], answers: &Answers, entities: &[Entity]) {
    for (&i, slot) in answers {
        let reprisal = &merged[i].draft;
        let assailants = reprisal.against_assailants;
        let bare = (assailants || reprisal.lacks("target")) && !reprisal.lacks("agent");
        if !bare || !is_violence(&reprisal.class) || !reprisal.status.is_plain() {
            continue;
        }
        let agents = merged[slot.value].draft.roles.get("agent");
        let others: Vec<Filled<EntityIdx>> = agents
            .into_iter()
            .flatten()
            .filter(|o| {
                can_act(&entities[o.value])
                    && reprisal
                        .role("agent")
                        .all(|a| !on_one_side(a, o.value, entities))
            })
            .map(|o| Filled {
                span: slot.span,
                rule: SmolStr::new_static("strike-back"),
                ..o.clone()
            })
            .collect();
        for other in others {
            merged[i].draft.fill("target", other);
        }
        // Where the assailants were killed is where they attacked.
        if assailants && merged[i].draft.lacks("place") {
            let answered = &merged[slot.value].draft;
            let places = answered.roles.get("place").cloned().unwrap_or_default();
            for place in places {
                merged[i].draft.fill("place", place);
            }
        }
    }
}

/// *La coalition a riposté en tirant*: a riposte without a date, told right after the news that it answers, came in
/// its time.
fn answer_at_once(merged: &mut [Merged], answers: &Answers, title: usize) {
    let told = |m: &Merged| m.parts.iter().map(|(_, p)| p.sentence).collect::<Vec<_>>();
    for (&i, slot) in answers {
        let riposte = &merged[i];
        let acts = told(&merged[slot.value]);
        let first = slot.value == 0 && acts.iter().any(|&act| act < title + LEAD);
        let near = told(riposte).iter().min().is_some_and(|&reply| {
            acts.iter()
                .any(|&act| act <= reply && reply - act <= AT_ONCE)
        });
        let undated = riposte.draft.reprisal && riposte.draft.date.is_none();
        if undated && first && near && riposte.draft.status.is_plain() {
            let date = merged[slot.value].draft.date.clone();
            merged[i].draft.date = date.map(|d| Filled {
                rule: SmolStr::new_static("at-once"),
                ..d
            });
        }
    }
}

/// `officialOf`, from the titles and offices that the entity stage read.
fn offices(mentions: &Mentions, names: &Names) -> Vec<Told> {
    let is_person = |e: EntityIdx| mentions.entities[e].classes.contains(&EntityClass::Person);
    let mut told = Vec::new();
    for m in &mentions.mentions {
        let Some(subject) = m.entity.filter(|&e| is_person(e)) else {
            continue;
        };
        for role in &m.roles {
            let rules_state = names
                .role(&role.title)
                .is_some_and(|r| r.governs == Some(EntityClass::State));
            let home = || state_of(subject, &mentions.entities).filter(|_| rules_state);
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

/// The state that a person known to the lexicon serves, if the article speaks of it.
fn state_of(person: EntityIdx, entities: &[Entity]) -> Option<EntityIdx> {
    let country = entities[person].country.as_ref()?;
    entities.iter().position(|e| {
        e.country.as_ref() == Some(country) && e.classes.contains(&EntityClass::State)
    })
}

/// The states for which the office-holders of the article act.
fn states(offices: &[Told], entities: &[Entity]) -> BTreeMap<EntityIdx, EntityIdx> {
    offices
        .iter()
        .filter(|t| entities[t.object].classes.contains(&EntityClass::State))
        .map(|t| (t.subject, t.object))
        .collect()
}

/// A strike that a head of state orders is the state's.
fn on_behalf(mut draft: Draft, states: &BTreeMap<EntityIdx, EntityIdx>) -> Draft {
    for agent in draft.roles.get_mut("agent").into_iter().flatten() {
        if let Some(&state) = states.get(&agent.value) {
            agent.value = state;
        }
    }
    draft
}

type Answers = BTreeMap<EventIdx, Slot<EventIdx>>;

/// Which event answers which: the event of the word that the rules found, wherever it was merged.
fn answers(merged: &[Merged], entities: &[Entity]) -> Answers {
    let mut found = Answers::new();
    let mut told: BTreeMap<(usize, usize), EventIdx> = BTreeMap::new();
    for (i, m) in merged.iter().enumerate() {
        for (_, part) in &m.parts {
            for &word in &part.triggers {
                told.entry((part.sentence, word)).or_insert(i);
            }
        }
    }
    for (i, m) in merged.iter().enumerate() {
        for (_, part) in &m.parts {
            for (word, rule) in &part.answers {
                let answered = told.get(&(part.sentence, *word)).copied();
                if let Some(value) = answered.filter(|&a| a != i) {
                    found.entry(i).or_insert(Slot {
                        value,
                        span: part.span,
                        rule: rule.clone(),
                    });
                }
            }
        }
        let silent = !found.contains_key(&i) && m.draft.answers_to.is_empty();
        if m.draft.reprisal
            && silent
            && m.draft.status.is_plain()
            && let Some(value) = understood(merged, i, entities)
        {
            let part = m.parts.iter().find(|(_, p)| p.reprisal);
            found.insert(
                i,
                Slot {
                    value,
                    span: part.map_or(m.draft.span, |(_, p)| p.span),
                    rule: SmolStr::new_static("reprisal"),
                },
            );
        }
    }
    found
}

/// The relations that follow from events: `attacked`, `killed`, `retaliatedAgainst`.
fn consequences(merged: &[Merged], answers: &Answers, entities: &[Entity]) -> Vec<Told> {
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
        let Some(agents) = m.draft.roles.get("agent") else {
            continue;
        };
        let answered = answers
            .get(&i)
            .and_then(|slot| merged[slot.value].draft.roles.get("agent"))
            .into_iter()
            .flatten();
        for object in answered.chain(&m.draft.answers_to) {
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
    let town_in = |town: EntityIdx, place: EntityIdx| {
        let wide = is(place, EntityClass::Region) || is(place, EntityClass::Country);
        is(town, EntityClass::City) && wide && !is(place, EntityClass::City)
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
            if stands && !hit_too && !dead && !(built && lands.len() > 1) {
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

fn can_act(entity: &Entity) -> bool {
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
        .collect()
}

/// Whether the two are one, or a state and its forces: they do not attack each other.
fn on_one_side(a: EntityIdx, b: EntityIdx, entities: &[Entity]) -> bool {
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
