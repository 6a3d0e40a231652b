//! Described facilities: *la base d'Incirlik*, *des bases américaines en Syrie*, *une mosquée*.

use super::Finding;
use super::lexicon::WordClass;
use super::phrase::{Owner, Phrase};
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::lexicon::normalize::exact_key;
use crate::ud::Upos;

impl Finding<'_> {
    /// « la base Ain al-Asad », « la brigade 137 ».
    pub(super) fn facility_named(
        &mut self,
        s: usize,
        phrase: &Phrase,
        hit: usize,
    ) -> Option<EntityIdx> {
        let linked = self.linked[s][hit];
        if let Some(entity) = linked
            && (self.registry.class(entity) == phrase.kind.class || !self.registry.named[entity])
        {
            return Some(entity);
        }
        let label = self.label(s, phrase);
        if let Some(known) = self.lexical(&label, phrase.kind.class) {
            return Some(known);
        }
        // « le camp militaire de Sandiani » and « le camp de Sandiani » are one.
        let name = self.surface(s, &self.hits[s][hit].words.clone());
        let key = (
            self.views[s].token(phrase.head).lemma.clone(),
            exact_key(&name),
        );
        if let Some(&known) = self.sites.get(&key) {
            return Some(known);
        }
        let country = linked.and_then(|e| self.registry.country_of(e));
        let made = self.registry.made(
            self.names,
            (&label, &label),
            phrase.kind.class,
            country,
            true,
        );
        self.sites.insert(key, made);
        Some(made)
    }

    /// « l'aéroport de Bagdad » is named so; « une base de la coalition » is described.
    pub(super) fn facility_of(
        &mut self,
        s: usize,
        phrase: &Phrase,
        hit: usize,
    ) -> Option<EntityIdx> {
        let linked = self.linked[s][hit];
        if let Some(entity) = linked {
            if self.registry.class(entity) == EntityClass::Facility {
                return Some(entity);
            }
            let town = matches!(
                self.registry.class(entity),
                EntityClass::City | EntityClass::Place | EntityClass::Region | EntityClass::Person
            );
            if !town || phrase.plural || !phrase.definite {
                return None;
            }
        }
        if phrase.plural {
            return None;
        }
        self.facility_named(s, phrase, hit)
    }

    /// *des bases américaines en Syrie*, *infrastructures utilisées par des milices*, *une mosquée*.
    pub(super) fn facility(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let own = phrase.origins.is_empty()
            && phrase.owners.is_empty()
            && phrase.apposed.is_none()
            && phrase.places.is_empty();
        if phrase.definite && own && !phrase.possessive && !phrase.plural {
            return Vec::new();
        }
        if self.besieged(s, phrase) || self.is_adverbial(s, phrase) {
            return Vec::new();
        }
        if let Some(listed) = self.listed_sites(s, phrase) {
            return listed;
        }
        let mut owners = self.owned_by(s, &phrase.owners, phrase.head);
        let users: Vec<Owner> = phrase
            .users
            .iter()
            .chain(&phrase.backers)
            .chain(&phrase.aligned)
            .cloned()
            .collect();
        owners.extend(self.owned_by(s, &users, phrase.head));
        owners.extend(
            phrase
                .origins
                .iter()
                .flat_map(|o| self.origin(&o.0))
                .collect::<Vec<_>>(),
        );
        if phrase.possessive {
            owners.extend(self.subject_before(s, phrase.head));
        }
        let places = self.owned_by(s, &phrase.places.clone(), phrase.head);
        let mut id = self.surface(s, &phrase.noun);
        for owner in owners.iter().chain(&places) {
            id = format!("{id}-{}", self.registry.entities[*owner].id);
        }
        if owners.is_empty()
            && places.is_empty()
            && let Some(code) = &self.focus
        {
            id = format!("{id}-{}", code.to_lowercase());
        }
        let mut label = self.label(s, phrase);
        // « bases américaines en Syrie »: where they lie is no part of what they are called.
        if let Some(from) = phrase
            .placed_from
            .filter(|_| !owners.is_empty() && !phrase.possessive)
        {
            label = self
                .surface(s, &(phrase.noun.start..from))
                .replace('’', "'");
        }
        if phrase.possessive
            && let Some(&owner) = owners
                .iter()
                .rev()
                .find(|&&o| self.registry.class(o).is_actor())
        {
            // « ses bases »: of whom, the label must say.
            let country = self.registry.entities[owner]
                .country
                .as_deref()
                .and_then(|c| self.names.country(c));
            if let Some(country) = country {
                let end = phrase.qualified_end();
                let noun = self.surface(s, &(phrase.noun.start..end));
                let rest = label.get(noun.len()..).unwrap_or_default().to_owned();
                label = format!(
                    "{noun} {}{rest}",
                    self.lexicon.contract(
                        &self.lexicon.label("of", ""),
                        &country.article,
                        &country.label
                    )
                );
            }
        }
        let country = owners
            .iter()
            .chain(&places)
            .find_map(|&e| self.registry.country_of(e))
            .or_else(|| self.focus.clone());
        let site = self
            .registry
            .made(self.names, (&id, &label), phrase.kind.class, country, false);
        // « un complexe administratif à Tangi » is a « complexe administratif », too.
        let short = self.surface(s, &(phrase.noun.start..phrase.qualified_end()));
        self.registry.called(site, &short);
        vec![site]
    }

    /// « à base de », « à bord de »: a noun without a determiner after *à* is no thing.
    fn is_adverbial(&self, s: usize, phrase: &Phrase) -> bool {
        let view = &self.views[s];
        let start = phrase.words.start;
        start == phrase.noun.start
            && !phrase.plural
            && start > 0
            && view.words[start - 1].len() == 1
            && view.upos(start - 1) == Upos::Adp
            && self.lexicon.has(view.low(start - 1), WordClass::Toward)
    }

    /// « le siège de Deir ez-Zor », « une position stratégique »: nothing built.
    pub(super) fn besieged(&self, s: usize, phrase: &Phrase) -> bool {
        let unowned = phrase.owners.is_empty() && phrase.origins.is_empty() && !phrase.possessive;
        self.lexicon.has(&phrase.kind.lemma, WordClass::OwnedPlace)
            && (unowned || phrase.owners.iter().any(|o| self.is_town(s, o)))
    }

    pub(super) fn is_town(&self, s: usize, owner: &Owner) -> bool {
        match owner {
            Owner::Hit(hit) => self.linked[s][*hit].is_some_and(|e| {
                matches!(
                    self.registry.class(e),
                    EntityClass::City | EntityClass::Region
                )
            }),
            Owner::Phrase(phrase) => phrase.kind.class.is_place(),
            _ => false,
        }
    }
}
