//! Which event answers which, and what follows for the answer: whom it hit, and when.

use super::answer::understood;
use super::consequence::{can_act, on_one_side};
use super::draft::Filled;
use super::fact::{Entity, EntityIdx, EventIdx, Slot};
use super::merge::{LEAD, Merged, is_violence};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// How many sentences after an act its riposte is told, where it came at once.
const AT_ONCE: usize = 2;

pub(super) type Answers = BTreeMap<EventIdx, Slot<EventIdx>>;

/// Which event answers which: the event of the word that the rules found, wherever it was merged.
pub(super) fn answers(merged: &[Merged], entities: &[Entity]) -> Answers {
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
        for (_, part) in &m.parts {
            for word in &part.after {
                let before = told.get(&(part.sentence, *word)).copied();
                let before = before.filter(|&j| j != i && reacts(m, &merged[j], entities));
                if let Some(value) = before {
                    found.entry(i).or_insert(Slot {
                        value,
                        span: part.span,
                        rule: SmolStr::new_static("after-act"),
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

/// *X a évacué la base après une attaque de Y contre X*: who was hit acts, or acts against who hit.
fn reacts(m: &Merged, before: &Merged, entities: &[Entity]) -> bool {
    let (act, cause) = (&m.draft, &before.draft);
    let meets = |x: &str, a: &super::draft::Draft, y: &str, b: &super::draft::Draft| {
        a.role(x)
            .any(|p| b.role(y).any(|q| on_one_side(p, q, entities)))
    };
    let struck = meets("agent", act, "target", cause) || meets("target", act, "target", cause);
    let strikes_back = is_violence(&act.class) && meets("target", act, "agent", cause);
    let places = act
        .role("place")
        .any(|p| cause.role("place").any(|q| p == q));
    let moves = !is_violence(&act.class) && (struck || places || cause.lacks("target"));
    is_violence(&cause.class)
        && act.status.is_plain()
        && cause.status.is_plain()
        && !meets("agent", act, "agent", cause)
        && (moves
            || strikes_back
            || struck && is_violence(&act.class) && !meets("target", act, "target", cause))
}

/// *X a riposté*: where nothing says whom a reprisal hit, it hit who carried out what it answers.
pub(super) fn strike_back(merged: &mut [Merged], answers: &Answers, entities: &[Entity]) {
    for (&i, slot) in answers {
        let reprisal = &merged[i].draft;
        let assailants = reprisal.against_assailants;
        let told = !reprisal.lacks("agent") || reprisal.counters;
        let bare = (assailants || reprisal.lacks("target")) && told;
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
        // Where the assailants were killed, or an assault was countered, is where they attacked.
        let there = assailants || merged[i].draft.counters;
        if there && merged[i].draft.lacks("place") {
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
pub(super) fn answer_at_once(merged: &mut [Merged], answers: &Answers, title: usize) {
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
        // Whenever the assailants came, they were killed then.
        let first = first || riposte.draft.against_assailants;
        if undated && first && near && riposte.draft.status.is_plain() {
            let date = merged[slot.value].draft.date.clone();
            merged[i].draft.date = date.map(|d| Filled {
                rule: SmolStr::new_static("at-once"),
                ..d
            });
        }
    }
}

/// *X a abattu mardi un missile lancé par Y*: what is shot down was fired then.
pub(super) fn fire_when_shot_down(merged: &mut [Merged], answers: &Answers) {
    for (&i, slot) in answers {
        let intercepted = merged[i].draft.class == "Interception";
        if intercepted && merged[slot.value].draft.date.is_none() {
            let date = merged[i].draft.date.clone();
            merged[slot.value].draft.date = date.map(|d| Filled {
                rule: SmolStr::new_static("shot-down-then"),
                ..d
            });
        }
    }
}
