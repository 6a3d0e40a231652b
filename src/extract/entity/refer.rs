//! What stands for something said before: *la coalition*, *ces milices*, *le pays*.
//!
//! Precision first: where two things could be meant, nothing is resolved.

use super::lexicon::{Sort, WordClass};
use super::phrase::{Owner, Phrase};
use super::{Finding, Mention, MentionKind};
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::ud::Upos;

/// How many sentences back a description may reach.
pub(super) const REACH: usize = 5;

/// How many mentions back a description may point: more than any article has.
const LATELY: usize = 4096;

impl Finding<'_> {
    /// Resolves what is pending, then pronouns, in the order of the text.
    pub(super) fn refer(&mut self) {
        self.mentions
            .sort_by_key(|(m, _)| (m.sentence, m.tokens.start, m.tokens.end));
        let mut pending = std::mem::take(&mut self.pending);
        pending.sort_by_key(|(s, p)| (*s, p.head));
        for (s, phrase) in pending {
            if self
                .described
                .get(&(s, phrase.head))
                .is_some_and(|e| !e.is_empty())
            {
                continue;
            }
            let meant = self
                .resolve(s, &phrase)
                .or_else(|| self.unspoken_fighters(s, &phrase));
            if let Some(entity) = meant {
                self.described.insert((s, phrase.head), vec![entity]);
                if matches!(phrase.sort, Sort::Branch | Sort::Facility) {
                    let form = self.surface(s, &phrase.noun);
                    self.registry.called(entity, &form);
                }
                self.add_phrase_mention(s, &phrase, MentionKind::Nominal, entity, Vec::new());
                let at = self.mentions.len() - 1;
                let (mention, keys) = self.mentions.remove(at);
                let key = (mention.sentence, mention.tokens.start);
                let place = self
                    .mentions
                    .partition_point(|(m, _)| (m.sentence, m.tokens.start) <= key);
                self.mentions.insert(place, (mention, keys));
            }
        }
        self.pronouns();
        // « six membres des forces de sécurité », whose country only the article tells
        for s in 0..self.views.len() {
            self.members(s);
        }
    }

    /// *les rebelles*, where the article has told of none: fighters of its own, by their kind and the article's
    /// country.
    fn unspoken_fighters(&mut self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let told = phrase.sort == Sort::Fighters
            && phrase.plural
            && phrase.definite
            && phrase.bare()
            && !(phrase.possessive || phrase.ours || phrase.demonstrative)
            && !self.told_apart(s, phrase)
            && (!self.lexicon.has(&phrase.stem, WordClass::AnyGroup)
                || self.lexicon.has(&phrase.stem, WordClass::Attackers));
        told.then(|| self.class_of_things(s, phrase, self.focus.clone()))
    }

    pub(super) fn resolve(&mut self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let start = self.views[s].words[phrase.head].start;
        if phrase.ours || phrase.definite && self.told_apart(s, phrase) {
            return None;
        }
        // « les forces de la coalition »: whose they are says it.
        if matches!(phrase.sort, Sort::Force | Sort::Group | Sort::Fighters)
            && let Some(inner) = phrase.owners.iter().find_map(|o| match o {
                Owner::Phrase(inner) if inner.kind.class.is_actor() => Some(inner.clone()),
                _ => None,
            })
        {
            let owner = self.resolve(s, &inner)?;
            let armed = matches!(
                self.registry.class(owner),
                EntityClass::ArmedGroup | EntityClass::MilitaryForce | EntityClass::Alliance
            );
            return match self.registry.country_of(owner) {
                _ if armed => Some(owner),
                Some(code) if self.registry.class(owner) == EntityClass::GovernmentBody => {
                    Some(self.forces_of(&code, phrase))
                }
                _ => None,
            };
        }
        match phrase.sort {
            Sort::Coalition => {
                // « Viv Ansanm, une alliance de gangs »
                let noun = phrase.kind.lemma.to_lowercase();
                self.nearest(s, start, |f, e| {
                    let entity = &f.registry.entities[e];
                    let called = || {
                        entity
                            .alt_labels
                            .iter()
                            .any(|l| l.to_lowercase().split(' ').any(|w| w == noun))
                    };
                    match f.registry.class(e) {
                        EntityClass::Alliance => true,
                        EntityClass::ArmedGroup => f.registry.named[e] && called(),
                        _ => false,
                    }
                })
            }
            // « les forces karennis » are nobody that was spoken of.
            Sort::Force if phrase.definite && phrase.bare() && self.is_of_strangers(s, phrase) => {
                None
            }
            Sort::Force if phrase.definite && phrase.bare() => {
                match self.antecedent_of(s, phrase) {
                    Some(owner) => self.own_forces(owner, phrase),
                    None => self.army(s, start, phrase),
                }
            }
            // « l'armée, dirigée par X, »
            Sort::Force
                if phrase.definite
                    && !phrase.plural
                    && phrase.origins.is_empty()
                    && phrase.owners.is_empty()
                    && phrase.aligned.is_empty()
                    && phrase.users.is_empty()
                    && self.views[s].low(phrase.noun.end) == "," =>
            {
                self.army(s, start, phrase)
            }
            // « a tué 120 soldats »
            Sort::Force
                if phrase.kind.kind == "soldiers"
                    && phrase.plural
                    && phrase.bare()
                    && !self
                        .lexicon
                        .has(&self.views[s].token(phrase.head).lemma, WordClass::Unit) =>
            {
                self.only_army(phrase)
            }
            Sort::Branch if phrase.definite && phrase.bare() => self.branch(s, start, phrase),
            Sort::Government
                if phrase.definite && phrase.owners.is_empty() && phrase.origins.is_empty() =>
            {
                self.governs(s, start, phrase)
            }
            Sort::Group | Sort::Fighters | Sort::Org if phrase.definite => {
                self.armed(s, start, phrase)
            }
            Sort::Facility if phrase.definite && !self.besieged(s, phrase) => {
                self.built(s, start, phrase)
            }
            Sort::Town if phrase.definite => self.town(s, start, phrase),
            Sort::Area if phrase.definite => self.land(s, start, phrase),
            Sort::Direction => self.side_of(s, phrase),
            Sort::Land if phrase.definite && !phrase.possessive && !phrase.plural => {
                self.country_meant(s, start)
            }
            _ => None,
        }
    }

    /// *X, dont les forces sont présentes à Y*: whose forces a relative clause says.
    fn antecedent_of(&self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let view = &self.views[s];
        let relative = phrase.words.start.checked_sub(1)?;
        if !self
            .lexicon
            .has(view.low(relative), WordClass::RelativeOwner)
        {
            return None;
        }
        let relative = view.words[relative].start;
        let near = self.before(s, relative).take_while(|(back, ..)| *back == 0);
        near.filter(|(_, m, _)| relative - m.tokens.end <= 1)
            .map(|(_, _, e)| e)
            .next()
    }

    /// The forces of a state, or a group or force itself.
    fn own_forces(&mut self, owner: EntityIdx, phrase: &Phrase) -> Option<EntityIdx> {
        match self.registry.class(owner) {
            EntityClass::ArmedGroup | EntityClass::MilitaryForce | EntityClass::Alliance => {
                Some(owner)
            }
            EntityClass::State
            | EntityClass::Country
            | EntityClass::GovernmentBody
            | EntityClass::Person => {
                let code = self.registry.country_of(owner)?;
                Some(self.forces_of(&code, phrase))
            }
            _ => None,
        }
    }

    /// *les forces soutenant X*: a participle that follows tells the forces apart from those spoken of before.
    fn told_apart(&self, s: usize, phrase: &Phrase) -> bool {
        let view = &self.views[s];
        let next = phrase.qualified_end();
        next < view.len() && view.upos(next) == Upos::Verb && {
            let participle = view.token(next);
            participle.feats.has("VerbForm", "Part")
                && participle.feats.has("Tense", "Pres")
                && participle.udeprel() == "acl"
        }
    }

    /// Whether an adjective after the noun says whose forces they are, in a word that no lexicon has.
    fn is_of_strangers(&self, s: usize, phrase: &Phrase) -> bool {
        let view = &self.views[s];
        let next = phrase.qualified_end();
        let noun = view.words[phrase.head].start;
        let other = next < view.len()
            && self.hit_at[s][next].is_none()
            && matches!(view.upos(next), Upos::Noun | Upos::Propn | Upos::X)
            && view.token(next).head == Some(noun)
            && matches!(
                view.token(next).udeprel(),
                "nmod" | "amod" | "appos" | "flat"
            );
        // « les forces de la mission »
        let of_another = (next + 1..(next + 3).min(view.len()))
            .find(|&j| view.upos(j) != Upos::Det)
            .is_some_and(|j| {
                self.lexicon.has(view.low(next), WordClass::Link)
                    && self.hit_at[s][j].is_none()
                    && !self.described.contains_key(&(s, j))
                    && view.upos(j) == Upos::Noun
                    && view.token(j).head == Some(noun)
            });
        other
            || of_another
            || phrase.qualifiers.iter().any(|&q| {
                q >= phrase.noun.end
                    && view.upos(q) == Upos::Adj
                    && !self
                        .lexicon
                        .has(&view.token(q).lemma, WordClass::ArmyAdjective)
                    && !self.lexicon.has(&view.token(q).lemma, WordClass::Loyal)
            })
    }

    /// Mentions before a word, nearest first, and how many sentences back they are.
    pub(super) fn before(
        &self,
        s: usize,
        token: usize,
    ) -> impl Iterator<Item = (usize, &Mention, EntityIdx)> + '_ {
        let end = self
            .mentions
            .partition_point(|(m, _)| (m.sentence, m.tokens.start) < (s, token));
        self.mentions[end.saturating_sub(LATELY)..end]
            .iter()
            .rev()
            .filter_map(move |(m, _)| Some((s.checked_sub(m.sentence)?, m, m.entity?)))
    }

    /// The nearest entity before a word that fits, or the only one of the article.
    fn nearest(
        &self,
        s: usize,
        token: usize,
        fits: impl Fn(&Self, EntityIdx) -> bool,
    ) -> Option<EntityIdx> {
        let found = self
            .before(s, token)
            .find(|(_, _, e)| fits(self, *e))
            .map(|(_, _, e)| e);
        found.or_else(|| self.only(fits))
    }

    /// The only entity that fits among those mentioned lately: in an article, all of them.
    pub(super) fn only(&self, fits: impl Fn(&Self, EntityIdx) -> bool) -> Option<EntityIdx> {
        let lately = self.mentions.len().saturating_sub(LATELY);
        let mut found: Vec<EntityIdx> = self.mentions[lately..]
            .iter()
            .filter_map(|(m, _)| m.entity)
            .filter(|&e| fits(self, e))
            .collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// *l'armée*, *les troupes*: the last force of a state spoken of, or that of the country in question.
    fn army(&mut self, s: usize, token: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let near = self
            .before(s, token)
            .find(|(back, _, e)| *back <= REACH && self.is_army(*e))
            .map(|(_, _, e)| e);
        if near.is_some() {
            return near;
        }
        // « une riposte américaine après que les troupes ont été visées »
        let told = self
            .before(s, token)
            .take_while(|(back, ..)| *back == 0)
            .find(|(_, m, e)| m.kind == MentionKind::Demonym && self.registry.is_country(*e))
            .and_then(|(_, _, e)| self.registry.country_of(e));
        let soldiers = matches!(phrase.kind.kind.as_str(), "forces" | "soldiers" | "army");
        let noun = &self.views[s].token(phrase.head).lemma;
        let soldiers = soldiers && !self.lexicon.has(noun, WordClass::Unit);
        if let Some(code) = told.filter(|_| soldiers) {
            return Some(self.forces_of(&code, phrase));
        }
        if phrase.plural && phrase.kind.kind == "forces" {
            return self.only(Self::is_army);
        }
        self.only_army(phrase)
    }

    /// The army that the article speaks of, if it is one; that of its country where it names none: *Syrie :
    /// l'armée en difficulté*.
    fn only_army(&mut self, phrase: &Phrase) -> Option<EntityIdx> {
        let only = self.only(Self::is_army);
        let any = self
            .mentions
            .iter()
            .any(|(m, _)| m.entity.is_some_and(|e| self.is_army(e)));
        if only.is_some() || any {
            return only;
        }
        let code = self.focus.clone()?;
        // « l'Armée nationale libyenne … l'armée »: the one force so called, where no other is named
        let noun = phrase.kind.lemma.as_str();
        let called = |f: &Self, e: EntityIdx| {
            let label = f.registry.entities[e].label.to_lowercase();
            f.registry.class(e) == EntityClass::MilitaryForce
                && f.registry.named[e]
                && f.registry.country_of(e).as_ref() == Some(&code)
                && label.split(' ').next() == Some(noun)
        };
        if let Some(one) = self.only(called) {
            return Some(one);
        }
        Some(self.forces_of(&code, phrase))
    }

    /// Whether an entity is the armed forces of a country.
    fn is_army(&self, e: EntityIdx) -> bool {
        self.registry.class(e) == EntityClass::MilitaryForce
            && self.registry.country_of(e).is_some_and(|c| {
                self.names.actor_of(&c, "armed-forces").map_or_else(
                    || self.registry.entities[e].id == format!("forces-{}", c.to_lowercase()),
                    |a| self.registry.entities[e].id == a.id.as_str(),
                )
            })
    }

    /// *la police*, *les forces de sécurité*: of the country in question.
    fn branch(&mut self, s: usize, token: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let prefix = format!("{}-", phrase.stem);
        let near = self
            .before(s, token)
            .find(|(_, _, e)| self.registry.entities[*e].id.starts_with(&prefix))
            .map(|(_, _, e)| e);
        if near.is_some() {
            return near;
        }
        let code = self.focus.clone()?;
        Some(self.forces_of(&code, phrase))
    }

    fn governs(&mut self, s: usize, token: usize, phrase: &Phrase) -> Option<EntityIdx> {
        // « la junte » in an article that names one
        let noun = phrase
            .kind
            .lemma
            .split(' ')
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let named = |f: &Self, e: EntityIdx| {
            let entity = &f.registry.entities[e];
            f.registry.named[e]
                && f.registry.class(e) == EntityClass::GovernmentBody
                && entity.label.to_lowercase().split(' ').next() == Some(noun.as_str())
        };
        if let Some(one) = self.only(named) {
            return Some(one);
        }
        let government = |f: &Self, e: EntityIdx| {
            f.registry.country_of(e).is_some_and(|c| {
                f.registry.entities[e].id == format!("gouvernement-{}", c.to_lowercase())
            })
        };
        let near = self
            .before(s, token)
            .find(|(back, _, e)| *back <= 2 && government(self, *e))
            .map(|(_, _, e)| e);
        if near.is_some() {
            return near;
        }
        if let Some(one) = self.only(government) {
            return Some(one);
        }
        let code = self.focus.clone()?;
        Some(self.government_of(&code))
    }
}
