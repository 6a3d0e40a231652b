//! Descriptions read from left to right, and their mentions.

use super::lexicon::{Sort, WordClass};
use super::phrase::{Owner, Phrase, PhraseReader};
use super::{Finding, Mention, MentionKind};
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Demonym, EntityClass};
use crate::ud::Upos;

impl Finding<'_> {
    /// Reads the descriptions of every sentence, from left to right.
    pub(super) fn read_phrases(&mut self) {
        for s in 0..self.views.len() {
            let phrases: Vec<Phrase> = {
                let reader = PhraseReader {
                    view: &self.views[s],
                    hits: &self.hits[s],
                    hit_at: &self.hit_at[s],
                    names: self.names,
                    lexicon: self.lexicon,
                };
                let mut phrases = Vec::new();
                let mut i = 0;
                while i < self.views[s].len() {
                    let phrase = reader.phrase(i, 0);
                    i = phrase.as_ref().map_or(i + 1, |p| p.noun.end);
                    phrases.extend(phrase);
                }
                phrases
            };
            for phrase in phrases {
                self.mention_phrase(s, phrase);
            }
            self.members(s);
        }
    }

    fn mention_phrase(&mut self, s: usize, phrase: Phrase) {
        if self.office_at(s, phrase.head) {
            return;
        }
        let found = self.describe(s, &phrase);
        let Some((&first, rest)) = found.split_first() else {
            if phrase.sort != Sort::Person {
                self.pending.push((s, phrase));
            }
            return;
        };
        let introduced = phrase.apposed.filter(|&h| self.linked[s][h] == Some(first));
        if matches!(phrase.sort, Sort::Fighters | Sort::Group) {
            self.stems.insert((phrase.stem.clone(), first));
        }
        let kind = if introduced.is_some() || self.registry.named[first] {
            MentionKind::Name
        } else {
            MentionKind::Nominal
        };
        if let Some(hit) = introduced {
            // The name's own mention reaches back over the noun.
            let words = phrase.words.start..self.hits[s][hit].words.end;
            self.titles.entry((s, hit)).or_insert((words, Vec::new()));
            return;
        }
        let said_of_town = phrase.sort == Sort::Town && self.said_of_name(s, &phrase).is_some();
        let own = !matches!(phrase.sort, Sort::Vehicle | Sort::Ally | Sort::Peacekeepers)
            && !said_of_town
            && self.armed_name(s, &phrase).is_none();
        if own && phrase.kind.class.is_place() == self.registry.class(first).is_place() {
            let label = self.label(s, &phrase);
            let owned_by_town = phrase.owners.iter().any(|o| matches!(o, Owner::Hit(h) if self.linked[s][*h].is_some_and(|e| self.registry.class(e) == EntityClass::City)));
            let force = matches!(phrase.sort, Sort::Force | Sort::Branch | Sort::Government);
            let short = self.surface(s, &(phrase.noun.start..short_end(&phrase)));
            if rest.is_empty() && (!force || !(owned_by_town || phrase.possessive || phrase.bare()))
            {
                self.registry.called(first, &label);
            }
            // « vingt-trois civils »
            let number = (phrase.words.start..phrase.noun.start)
                .find(|&n| self.views[s].upos(n) == Upos::Num);
            if let Some(number) = number.filter(|_| !self.registry.named[first] && !phrase.definite)
            {
                let end = short_end(&phrase);
                let form = self.surface(s, &(number..end));
                // « Vingt-trois civils » at the start of a sentence
                self.registry.called(first, &form.to_lowercase());
            }
            if phrase.possessive && !force {
                // « ses dernières positions »
                let words = phrase.words.start + 1..phrase.noun.end.max(phrase.words.start + 2);
                let form = self.surface(s, &words);
                self.registry.called(first, &form);
            }
            if !phrase.bare()
                && phrase
                    .origins
                    .iter()
                    .any(|o| matches!(o.0, Demonym::Country(_) | Demonym::People(_)))
                && rest.is_empty()
                && !matches!(phrase.sort, Sort::Ministry | Sort::Town | Sort::Unit)
            {
                self.registry.called(first, &short);
            }
        }
        self.add_phrase_mention(s, &phrase, kind, first, rest.to_vec());
    }

    /// The armed owner's name in « les combattants de Daech ».
    fn armed_name(&self, s: usize, phrase: &Phrase) -> Option<usize> {
        phrase.owners.iter().find_map(|o| match o {
            Owner::Hit(h) => self.linked[s][*h]
                .filter(|&e| {
                    matches!(
                        self.registry.class(e),
                        EntityClass::ArmedGroup | EntityClass::Alliance
                    )
                })
                .map(|_| *h),
            _ => None,
        })
    }

    pub(super) fn add_phrase_mention(
        &mut self,
        s: usize,
        phrase: &Phrase,
        kind: MentionKind,
        entity: EntityIdx,
        others: Vec<EntityIdx>,
    ) {
        let view = &self.views[s];
        let tokens = view.tokens(&phrase.words);
        let core = view.tokens(&(phrase.words.start..phrase.noun.end));
        let head = view.head(&core);
        let span = self.span(s, &phrase.words);
        let mention = Mention {
            sentence: s,
            head,
            tokens,
            span,
            kind,
            entity: Some(entity),
            others: others.clone(),
            definite: phrase.definite,
            plural: phrase.plural,
            roles: Vec::new(),
        };
        let keys = core.filter(|&t| self.stands(s, t)).collect();
        for e in std::iter::once(entity).chain(others) {
            self.registry.entities[e].mentions.push(span);
        }
        self.mentions.push((mention, keys));
    }

    /// Whom the name or the description at word `j` means, if it is one, and where it ends.
    fn group_at(&self, s: usize, j: usize) -> Option<(EntityIdx, usize)> {
        if let Some(hit) = self.hit_at[s][j] {
            return Some((self.linked[s][hit]?, self.hits[s][hit].words.end));
        }
        let [entity] = self.described.get(&(s, j))?[..] else {
            return None;
        };
        Some((entity, j + 1))
    }

    /// « des membres d'Al-Qaïda », « six membres des forces de sécurité »: members of a group or force.
    pub(super) fn members(&mut self, s: usize) {
        for i in 0..self.views[s].len() {
            let view = &self.views[s];
            if self.hit_at[s][i].is_some()
                || !self
                    .lexicon
                    .has(&view.token(i).lemma, WordClass::MemberNoun)
                || self.described.get(&(s, i)).is_some_and(|e| !e.is_empty())
            {
                continue;
            }
            let Some(link) = (i + 1..(i + 3).min(view.len()))
                .find(|&j| self.lexicon.has(view.low(j), WordClass::Link))
            else {
                continue;
            };
            let next = (link + 1..(link + 3).min(view.len())).find(|&j| view.upos(j) != Upos::Det);
            let Some((entity, end)) = next.and_then(|j| self.group_at(s, j)) else {
                continue;
            };
            if matches!(
                self.registry.class(entity),
                EntityClass::ArmedGroup | EntityClass::MilitaryForce
            ) {
                self.described.insert((s, i), vec![entity]);
                let words = i..end;
                let plural = self.views[s].plural(i);
                self.add(
                    s,
                    &words,
                    &[i],
                    MentionKind::Nominal,
                    entity,
                    (false, plural),
                );
            }
        }
    }
}

/// The surface word after the noun of a phrase and its adjectives of origin.
fn short_end(phrase: &Phrase) -> usize {
    let origin = phrase.origins.last().map_or(0, |o| o.1 + 1);
    origin.max(phrase.noun.end)
}
