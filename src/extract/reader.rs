//! Reads one sentence: runs over the rules' emissions and builds draft events and relations.

mod casualties;
mod reprisals;
mod triggers;

use super::draft::{Draft, Emission, Filled, more_precise};
use super::entity::Mentions;
use super::fact::{Count, EntityIdx, Evidence, Status};
use super::numbers::Numbers;
use super::status::StanceReader;
use super::syntax::DeepGraph;
use crate::lexicon::{Classes, EntityClass};
use crate::text::Span;
use crate::ud::{Sentence, Upos};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A relation between entities as one sentence tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Subject.
    pub subject: EntityIdx,
    /// Local name of the property.
    pub property: SmolStr,
    /// Object.
    pub object: EntityIdx,
    /// Its words.
    pub evidence: Evidence,
}

/// Everything that reading a sentence needs.
pub struct SentenceReader<'a> {
    /// Index of the sentence in the article.
    pub index: usize,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Its deep graph.
    pub graph: &'a DeepGraph,
    /// The entities of the article.
    pub mentions: &'a Mentions,
    /// Whether a sentence soon after rejects the accusations of this one.
    pub contested: bool,
    /// Lexical classes.
    pub classes: &'a Classes,
    /// Number words.
    pub numbers: &'a Numbers,
    /// The armed forces of the states of which the article names both.
    pub forces: &'a BTreeMap<EntityIdx, EntityIdx>,
}

/// What a sentence tells.
#[derive(Debug, Default)]
pub struct Reading {
    /// Draft events, by first trigger.
    pub drafts: Vec<Draft>,
    /// Relations.
    pub told: Vec<Told>,
}

const ENTITY_ROLES: [&str; 7] = [
    "agent",
    "target",
    "slain",
    "place",
    "claimedBy",
    "attributedTo",
    "deniedBy",
];
const COUNT_ROLES: [&str; 5] = ["killed", "wounded", "captured", "displaced", "count"];

impl SentenceReader<'_> {
    /// Builds what `emissions`, in the order of the rules, tell.
    #[must_use]
    pub fn read(&self, emissions: &[Emission]) -> Reading {
        let mut drafts = self.triggers(emissions);
        self.join(&mut drafts, emissions);
        self.count_casualties(&mut drafts);
        for emission in emissions {
            self.fill(&mut drafts, emission);
        }
        self.find_reprisals(&mut drafts);
        for draft in &mut drafts {
            self.settle(draft);
        }
        let told = emissions.iter().flat_map(|e| self.relations(e)).collect();
        Reading { drafts, told }
    }

    fn stance(&self) -> StanceReader<'_> {
        StanceReader::new(self.sentence, self.graph, self.classes).contested(self.contested)
    }

    fn span(&self, tokens: &[usize]) -> Span {
        tokens
            .iter()
            .map(|&t| self.span_of(t))
            .reduce(Span::cover)
            .unwrap_or_default()
    }

    /// The words of a mention, or the word itself.
    fn span_of(&self, token: usize) -> Span {
        let own = self.sentence.tokens[token].span;
        match self.mentions.at(self.index, token) {
            Some(m) if m.head == token && m.span.contains(own) => m.span,
            _ => own,
        }
    }

    fn attribute(&self, token: usize, name: &str) -> Option<SmolStr> {
        let t = &self.sentence.tokens[token];
        self.classes
            .of(&t.lemma, t.upos)
            .flat_map(|m| &m.attributes)
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.clone())
    }

    fn class(&self, token: usize, class: &str) -> bool {
        let t = &self.sentence.tokens[token];
        self.classes.has(&t.lemma, t.upos, class)
    }

    /// A target that is a site is also the place: a base, a town, a region, but not a country.
    fn is_site(&self, entity: EntityIdx) -> bool {
        let classes = &self.mentions.entities[entity].classes;
        !self.mentions.moving[entity]
            && classes.iter().any(|c| {
                matches!(
                    c,
                    EntityClass::Facility
                        | EntityClass::City
                        | EntityClass::Region
                        | EntityClass::Place
                )
            })
            && !classes.contains(&EntityClass::Country)
    }

    /// *une soixantaine de personnes*: nobody whom an event could be told apart by.
    fn is_anybody(&self, token: usize) -> bool {
        let generic = |t: usize| self.class(t, "generic-people");
        let counted = self.graph.targets(token, "nmod:de").any(generic);
        let described = self.graph.targets(token, "nmod:de").any(|t| !generic(t))
            || self
                .graph
                .children(token)
                .iter()
                .any(|&c| matches!(self.sentence.tokens[c].udeprel(), "amod" | "acl"));
        (generic(token) || counted) && !described
    }

    /// The entity that word `token` names, describes or stands for.
    fn entity(&self, token: usize) -> Option<EntityIdx> {
        self.mentions.at(self.index, token).and_then(|m| m.entity)
    }

    /// The same, with those that share its words (*l'aviation syrienne et russe*).
    fn entities(&self, token: usize) -> impl Iterator<Item = EntityIdx> + '_ {
        let mention = self.mentions.at(self.index, token);
        mention
            .into_iter()
            .flat_map(|m| m.entity.into_iter().chain(m.others.iter().copied()))
    }

    /// *près de X*, *aux abords de X*: not in it.
    fn is_beside(&self, token: usize) -> bool {
        let mut labels = self.graph.in_edges(token).iter();
        labels.any(|(label, _)| {
            let case = label.split_once(':').map(|(_, case)| case);
            case.is_some_and(|case| self.classes.has(case, Upos::Adp, "near"))
        })
    }

    fn fill(&self, drafts: &mut [Draft], e: &Emission) {
        let Some(&trigger) = e.args.first() else {
            return;
        };
        let Some(draft) = drafts.iter_mut().find(|d| d.triggers.contains(&trigger)) else {
            return;
        };
        let argument = e.args.get(1).copied();
        let name = e.name.as_str();
        if let Some(role) = ENTITY_ROLES.into_iter().find(|r| *r == name) {
            let Some(argument) = argument else { return };
            if role == "target" && self.is_anybody(argument) {
                return;
            }
            if role == "target" && self.class(argument, "assailant") {
                draft.against_assailants = true;
                draft.reprisal = true;
            }
            for value in self.entities(argument) {
                let place = self.mentions.is_place(value) && !self.mentions.moving[value];
                if role == "place" && !place {
                    continue;
                }
                // « les frappes américaines » are those of the American forces.
                let force = self.forces.get(&value).filter(|_| e.option("as").is_some());
                let value = force.copied().unwrap_or(value);
                let status = match e.option("status") {
                    Some(s) if s == "Hedged" => Status::Hedged,
                    _ => self.argument_status(trigger, argument),
                };
                let span = self.span(&[trigger, argument]);
                // « depuis son intervention en Z »: about there, but what was hit need not lie in it.
                let about = e.option("about").is_some();
                if role == "place" && (about || self.is_beside(argument)) {
                    draft.beside.push(value);
                }
                draft.fill(
                    role,
                    Filled {
                        value,
                        status,
                        span,
                        rule: e.rule.clone(),
                    },
                );
            }
        } else if let Some(role) = COUNT_ROLES.into_iter().find(|r| *r == name) {
            let value = argument.and_then(|a| self.count(a));
            if let (Some(value), Some(argument)) = (value, argument) {
                let span = self.span(&[trigger, argument]);
                let status = draft.status;
                draft.counts.entry(role).or_insert(Filled {
                    value,
                    status,
                    span,
                    rule: e.rule.clone(),
                });
            }
        } else if name == "weapon" {
            self.fill_weapon(draft, argument.unwrap_or(trigger), e);
        } else if name == "response"
            && let Some(a) = argument
        {
            draft.answers.push((a, e.rule.clone()));
            if let Some(value) = self.entity(a) {
                let span = self.span(&[trigger, a]);
                draft.answers_to.push(Filled {
                    value,
                    status: draft.status,
                    span,
                    rule: e.rule.clone(),
                });
            }
        }
    }

    /// An argument under a clause of its own (*des drones prétendument lancés par X*) has its own stance.
    fn argument_status(&self, trigger: usize, argument: usize) -> Status {
        let own = self.stance().read(trigger).status;
        // « des combattants présumés de X »
        let doubted = |&c: &usize| {
            matches!(self.sentence.tokens[c].udeprel(), "amod" | "acl") && self.class(c, "doubt")
        };
        if self.graph.children(argument).iter().any(doubted) {
            return own.max(Status::Hedged);
        }
        let mut i = argument;
        for _ in 0..self.sentence.tokens.len() {
            let Some(head) = self.sentence.tokens[i].head else {
                break;
            };
            if head == trigger {
                break;
            }
            if self.sentence.tokens[i].udeprel() == "acl" {
                let clause = self.stance().read(i).status;
                if clause == Status::Hedged {
                    return own.max(clause);
                }
            }
            i = head;
        }
        own
    }

    fn fill_weapon(&self, draft: &mut Draft, word: usize, e: &Emission) {
        // « larguer des bombes »: what the verb says itself goes before what it is done with.
        let verb = draft.triggers.iter().any(|&t| {
            self.sentence.tokens[t].upos == Upos::Verb && self.attribute(t, "weapon").is_some()
        });
        // « un drone a largué une bombe »: what is dropped comes from the air, and here from a drone
        let drone = draft.class == "DroneAttack"
            && self.attribute(word, "weapon").as_deref() == Some("drone");
        if verb && !drone && !draft.triggers.contains(&word) {
            return;
        }
        // « à l'aide de drones et de missiles »: of no one kind.
        let kind = |w: usize| self.attribute(w, "type");
        let joined = |c: usize| self.sentence.tokens[c].deprel == "conj";
        let first = self.sentence.tokens[word].head.filter(|_| joined(word));
        let mut beside = (self.graph.children(word).iter().copied())
            .filter(|&c| joined(c))
            .chain(first);
        if beside.any(|c| kind(c).is_some() && kind(c) != kind(word)) {
            if draft.triggers.iter().all(|&t| self.class(t, "launch")) {
                draft.class = SmolStr::new_static("Attack");
            }
            return;
        }
        if let Some(class) = self.attribute(word, "type") {
            // « des tirs de roquettes », « une frappe de drone »: the weapon says more than the word.
            let loose = |&t: &usize| {
                let vague = draft.class == "Attack"
                    || self.attribute(t, "type").is_none_or(|c| c == "Attack");
                vague && !self.class(t, "intercept") || self.attribute(t, "loose").is_some()
            };
            let first = draft.weapon.is_none() && draft.triggers.iter().all(loose);
            draft.class = if first {
                class
            } else {
                more_precise(&draft.class, &class)
            };
        }
        let open = draft.weapon.is_none() || drone;
        if let Some(value) = self.attribute(word, "weapon").filter(|_| open) {
            let span = self.span(&[e.args[0], word]);
            draft.weapon = Some(Filled {
                value,
                status: draft.status,
                span,
                rule: e.rule.clone(),
            });
        }
    }

    /// How many: the number before a noun, the noun of quantity above it, or none at all.
    fn count(&self, token: usize) -> Option<Count> {
        self.numbers
            .count(self.sentence, self.graph.children(token), token)
    }

    fn settle(&self, draft: &mut Draft) {
        let sites: Vec<Filled<EntityIdx>> = draft
            .roles
            .get("target")
            .into_iter()
            .flatten()
            .filter(|t| self.is_site(t.value))
            .cloned()
            .collect();
        for site in sites {
            draft.fill("place", site);
        }
        // « des hommes ont ouvert le feu sur leur patrouille »: whoever it is, nobody attacks himself, unless all
        // fought all.
        let both = |e: EntityIdx| draft.role("target").any(|t| t == e);
        let mutual = draft.role("agent").filter(|&a| both(a)).count() > 1;
        let agents: Vec<EntityIdx> = draft.role("agent").collect();
        if !mutual && let Some(targets) = draft.roles.get_mut("target") {
            targets.retain(|t| !agents.contains(&t.value));
        }
        draft.toll_only &= draft.lacks("agent");
        if draft.status == Status::Denied
            && draft.triggers.iter().all(|&t| self.class(t, "casualty"))
        {
            draft.status = Status::Asserted;
        }
    }

    /// The relations that an emission tells; several where words stand for several entities.
    fn relations(&self, e: &Emission) -> Vec<Told> {
        let name = e.name.as_str();
        let role = ENTITY_ROLES.contains(&name) || COUNT_ROLES.contains(&name);
        if role || matches!(name, "event" | "same" | "weapon" | "response") {
            return Vec::new();
        }
        let &[subject_word, object_word] = &e.args[..] else {
            return Vec::new();
        };
        let stance = self.stance().read(e.trigger);
        let status = match e.option("status").map(SmolStr::as_str) {
            Some("Asserted") => Status::Asserted,
            Some("Hedged") => stance.status.max(Status::Hedged),
            Some("Denied") => Status::Denied,
            Some("Hypothetical") => Status::Hypothetical,
            _ => stance.status,
        };
        let evidence = Evidence {
            span: self.span(&[subject_word, object_word, e.trigger]),
            rule: e.rule.clone(),
            status,
            source: stance.source.and_then(|s| self.entity(s)),
        };
        let mut told = Vec::new();
        // « les provinces de X et de Y »: nothing is told of X and Y by their list.
        let listed = |e: EntityIdx| self.entities(object_word).any(|o| o == e);
        if self.entities(subject_word).nth(1).is_some() && self.entities(subject_word).any(listed) {
            return told;
        }
        for subject in self.entities(subject_word) {
            let force = self
                .forces
                .get(&subject)
                .filter(|_| e.option("as").is_some());
            // Whose soldiers are somewhere is not there himself.
            if force.is_none() && e.option("as").is_some() && e.name == "locatedIn" {
                continue;
            }
            let subject = force.copied().unwrap_or(subject);
            for object in self.entities(object_word).filter(|&o| o != subject) {
                told.push(Told {
                    subject,
                    property: e.name.clone(),
                    object,
                    evidence: evidence.clone(),
                });
            }
        }
        told
    }
}
