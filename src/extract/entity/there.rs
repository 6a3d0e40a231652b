//! Places spoken of before: *la base*, *cette région*, *la ville*, *le pays*.

use super::lexicon::WordClass;
use super::mention::Mention;
use super::phrase::{Owner, Phrase};
use super::refer::REACH;
use super::{Finding, MentionKind};
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::ud::Upos;
use smol_str::SmolStr;

/// How many words may stand between a place and that in which it lies: *X, une petite ville de l'est de Y*.
const NESTING: usize = 6;

impl Finding<'_> {
    /// *le nord de la région*.
    pub(super) fn side_of(&mut self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let inner = phrase.owners.iter().find_map(|o| match o {
            Owner::Phrase(inner) => Some(inner.clone()),
            _ => None,
        })?;
        let whole = self.resolve(s, &inner)?;
        self.registry.entities[whole]
            .classes
            .iter()
            .any(|c| c.is_place())
            .then(|| self.side(whole, &phrase.kind.lemma, None))
    }

    /// *la base*, *l'aéroport*, *l'avant-poste*.
    pub(super) fn built(&mut self, s: usize, token: usize, phrase: &Phrase) -> Option<EntityIdx> {
        if phrase.plural {
            return None;
        }
        // « le siège du gouvernement » is not the palace named before.
        let other = !phrase.bare();
        let noun = self.views[s].token(phrase.head).lemma.to_lowercase();
        let facility = |f: &Self, e: EntityIdx| f.registry.class(e) == EntityClass::Facility;
        let called = |f: &Self, e: EntityIdx| {
            let entity = &f.registry.entities[e];
            facility(f, e)
                && std::iter::once(&entity.label)
                    .chain(&entity.alt_labels)
                    .any(|l| l.to_lowercase().split([' ', '\'']).any(|w| w == noun))
        };
        let same = self
            .before(s, token)
            .find(|(back, m, e)| *back <= 2 * REACH && !m.plural && called(self, *e))
            .map(|(_, _, e)| e);
        if same.is_some() {
            return same;
        }
        // « une attaque contre l'établissement »
        if !other && self.lexicon.has(&noun, WordClass::AnyFacility) {
            return self
                .before(s, token)
                .take_while(|(back, ..)| *back <= 2)
                .find(|(_, m, e)| !m.plural && facility(self, *e))
                .map(|(_, _, e)| e);
        }
        let kind = phrase.kind.kind.clone();
        let of_kind = |f: &Self, e: EntityIdx| {
            !other && facility(f, e) && f.kind_of_label(e).is_some_and(|k| k == kind)
        };
        let near = self
            .before(s, token)
            .find(|(back, m, e)| *back <= REACH && !m.plural && of_kind(self, *e))
            .map(|(_, _, e)| e);
        near.or_else(|| {
            let code = self.focus.clone()?;
            let label = self.label(s, phrase);
            let id = format!("{}-{}", self.surface(s, &phrase.noun), code.to_lowercase());
            Some(self.registry.made(
                self.names,
                (&id, &label),
                EntityClass::Facility,
                Some(code),
                false,
            ))
        })
    }

    /// The kind of the noun that opens an entity's label.
    fn kind_of_label(&self, entity: EntityIdx) -> Option<SmolStr> {
        let label = &self.registry.entities[entity].label;
        let first = label
            .split([' ', '\''])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        self.names
            .noun_kinds(&first)
            .first()
            .map(|k| k.kind.clone())
    }

    pub(super) fn town(&mut self, s: usize, token: usize, phrase: &Phrase) -> Option<EntityIdx> {
        if phrase.plural || phrase.possessive {
            return None;
        }
        if self.lexicon.has(&phrase.kind.lemma, WordClass::CapitalNoun) {
            return None;
        }
        // « à X, à trente kilomètres de la ville »: not X.
        let view = &self.views[s];
        let away = view.token(phrase.head).head.is_some_and(|h| {
            let lemma = &view.sentence.tokens[h].lemma;
            self.lexicon.has(lemma, WordClass::Distance)
        });
        let town = |(back, _, e): &(usize, &Mention, EntityIdx)| {
            *back <= REACH && !(away && *back == 0) && self.registry.class(*e) == EntityClass::City
        };
        // « le port de Marioupol » speaks of the port.
        let spoken_of = |(_, m, _): &(usize, &Mention, EntityIdx)| {
            let mut beside = self
                .before(m.sentence, m.tokens.end)
                .take_while(|(back, ..)| *back == 0);
            !beside.any(|(_, o, site)| {
                o.tokens.start < m.tokens.start
                    && o.tokens.end >= m.tokens.end
                    && self.registry.class(site) == EntityClass::Facility
            })
        };
        let mut towns = self.before(s, token).filter(town);
        let last = towns.next()?;
        if spoken_of(&last) {
            return Some(last.2);
        }
        let found = towns.find(spoken_of);
        Some(found.unwrap_or(last).2)
    }

    /// *la province*, *la frontière*, *la région*.
    pub(super) fn land(&mut self, s: usize, token: usize, phrase: &Phrase) -> Option<EntityIdx> {
        if phrase.plural || phrase.possessive {
            return None;
        }
        let lemma = phrase.kind.lemma.to_lowercase();
        let generic = self.lexicon.has(&lemma, WordClass::VagueArea);
        let class = |f: &Self, e: EntityIdx, class| f.registry.class(e) == class;
        // « cette région séparatiste », « ce territoire »: the one spoken of last
        if phrase.demonstrative && phrase.kind.class == EntityClass::Region {
            let region =
                |f: &Self, e: EntityIdx| class(f, e, EntityClass::Region) && f.registry.named[e];
            let town_too =
                |f: &Self, e: EntityIdx| region(f, e) || generic && class(f, e, EntityClass::City);
            return self
                .before(s, token)
                .find(|(back, _, e)| *back <= 2 && region(self, *e))
                .map(|(_, m, e)| self.spoken_of_there(m, e, town_too));
        }
        if !phrase.owners.is_empty() {
            return None;
        }
        let reach = if generic { 1 } else { 2 * REACH };
        let fits = |f: &Self, e: EntityIdx| {
            let entity = &f.registry.entities[e];
            let named = std::iter::once(&entity.label)
                .chain(&entity.alt_labels)
                .any(|l| l.to_lowercase().split([' ', '\'']).any(|w| w == lemma));
            f.registry.class(e) == phrase.kind.class && (generic || named)
        };
        self.before(s, token)
            .find(|(back, _, e)| *back <= reach && fits(self, *e))
            .map(|(_, m, e)| self.spoken_of_there(m, e, fits))
    }

    /// *X, dans le nord de Y*, *X, ville de l'est de Y*: of places that say where one another lie, the one that is spoken
    /// of stands first.
    fn spoken_of_there(
        &self,
        mention: &Mention,
        entity: EntityIdx,
        fits: impl Fn(&Self, EntityIdx) -> bool,
    ) -> EntityIdx {
        let tokens = &self.views[mention.sentence].sentence.tokens;
        let (mut start, mut found) = (mention.tokens.start, entity);
        for (back, outer, e) in self.before(mention.sentence, start) {
            let place = self.registry.entities[e]
                .classes
                .iter()
                .any(|c| c.is_place());
            let between = outer.tokens.end.min(start)..start;
            let near = between.len() <= NESTING
                && tokens[between].iter().all(|t| {
                    matches!(t.upos, Upos::Adp | Upos::Det | Upos::Adj | Upos::Noun)
                        || matches!(t.form.as_str(), "," | "(")
                });
            if back > 0 || !place || !near {
                break;
            }
            start = outer.tokens.start;
            if fits(self, e) {
                found = e;
            }
        }
        found
    }

    /// *le pays*: the last country that is a place there, or the one in question.
    pub(super) fn country_meant(&mut self, s: usize, token: usize) -> Option<EntityIdx> {
        // « le nord du pays »: the country whose north was meant
        let side = self.views[s].sentence.tokens[token]
            .head
            .and_then(|h| self.mentioned(s, h)?.entity)
            .filter(|&e| self.registry.class(e) == EntityClass::Region);
        if let Some(code) = side.and_then(|e| self.registry.country_of(e)) {
            return self.registry.country(self.names, &code);
        }
        let word = self.views[s].surface[token];
        if let Some(code) = self.land_meant(s, word) {
            return self.registry.country(self.names, &code);
        }
        let country = |f: &Self, e: EntityIdx| f.registry.is_country(e);
        let near = self
            .before(s, token)
            .find(|(back, m, e)| {
                // « les États-Unis, qui maintiennent des soldats dans le pays »: not their own
                let acts = *back == 0 && self.acts_on(s, m.head, token);
                *back <= 2 && m.kind == MentionKind::Name && country(self, *e) && !acts
            })
            .map(|(_, _, e)| e);
        if near.is_some() {
            return near;
        }
        let code = self.focus.clone()?;
        self.registry.country(self.names, &code)
    }

    /// Whether `token` is the complement of place of a verb whose subject is `subject`, in its own or a relative clause.
    fn acts_on(&self, s: usize, subject: usize, token: usize) -> bool {
        let tokens = &self.views[s].sentence.tokens;
        let verb = tokens[token]
            .head
            .filter(|_| tokens[token].udeprel() == "obl");
        verb.is_some_and(|v| {
            let own = tokens[subject].head == Some(v) && tokens[subject].udeprel() == "nsubj";
            own || tokens[v].deprel == "acl:relcl" && tokens[v].head == Some(subject)
        })
    }
}
