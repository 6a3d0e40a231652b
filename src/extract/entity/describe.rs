//! From a description to the entity that it means: one node per kind, owner, backer and country.

use super::Finding;
use super::lexicon::{Sort, WordClass};
use super::phrase::{Owner, Phrase};
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Demonym, EntityClass, Source};

impl Finding<'_> {
    /// The entities that a phrase of sentence `s` describes; none where only what was said before
    /// can tell, or nothing.
    pub(super) fn describe(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if let Some(known) = self.described.get(&(s, phrase.head)) {
            return known.clone();
        }
        let found = self
            .said_of_name(s, phrase)
            .or_else(|| self.named_by(s, phrase))
            .or_else(|| self.bracketed_after(s, phrase))
            .map(|e| vec![e])
            .or_else(|| self.enumerated(s, phrase))
            .unwrap_or_else(|| self.described_by(s, phrase));
        self.described.insert((s, phrase.head), found.clone());
        found
    }

    /// *les forces de l'Union africaine en Somalie (Amisom)*: the force that the name in brackets means.
    fn bracketed_after(&self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let view = &self.views[s];
        let end = phrase.words.end;
        let place = Some(end)
            .filter(|&p| self.lexicon.has(view.low(p), WordClass::Site))
            .and_then(|p| *self.hit_at[s].get(p + 1)?);
        let open = place.map_or(end, |h| self.hits[s][h].words.end);
        let force = matches!(
            phrase.sort,
            Sort::Force | Sort::Peacekeepers | Sort::Coalition
        );
        self.in_brackets(s, open).filter(|&e| {
            force
                && matches!(
                    self.registry.class(e),
                    EntityClass::MilitaryForce | EntityClass::ArmedGroup | EntityClass::Alliance
                )
        })
    }

    /// « le groupe État islamique », « la ville de Jarablus »: the phrase only introduces a name.
    fn named_by(&mut self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        if phrase.ours {
            return None;
        }
        if matches!(
            phrase.sort,
            Sort::Person
                | Sort::Vehicle
                | Sort::Stronghold
                | Sort::Land
                | Sort::Direction
                | Sort::Ally
        ) {
            return None;
        }
        if let Some(hit) = phrase.apposed {
            if phrase.sort == Sort::Facility || phrase.sort == Sort::Unit {
                return self.facility_named(s, phrase, hit);
            }
            return self.linked[s][hit].or_else(|| {
                let name = self.surface(s, &self.hits[s][hit].words.clone());
                let entity = self.make_unknown(&name, phrase.kind.class);
                self.linked[s][hit] = Some(entity);
                Some(entity)
            });
        }
        let [Owner::Hit(hit)] = phrase.owners[..] else {
            return None;
        };
        match phrase.sort {
            Sort::Town | Sort::Area => self.place_named(s, phrase, hit),
            Sort::Facility if !self.besieged(s, phrase) => self.facility_of(s, phrase, hit),
            _ => None,
        }
    }

    /// The entity of the lexicons under a whole phrase.
    pub(super) fn lexical(&mut self, label: &str, class: EntityClass) -> Option<EntityIdx> {
        let found = self.names.lookup(label);
        let candidate = found.iter().find(|c| {
            c.exact
                && c.source != Source::Gazetteer
                && (c.class == class || c.class.is_place() == class.is_place())
        })?;
        Some(self.registry.linked(self.names, candidate))
    }

    fn described_by(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if phrase.ours {
            return Vec::new();
        }
        match phrase.sort {
            Sort::Force | Sort::Branch => self.forces(s, phrase),
            Sort::Group | Sort::Fighters | Sort::Proxy => self.group(s, phrase),
            Sort::Coalition => self.coalition(s, phrase),
            Sort::Government => self.government(s, phrase),
            Sort::Ministry => self.ministry(s, phrase),
            Sort::People => self.people(s, phrase),
            Sort::Peacekeepers => self.peacekeepers(s, phrase),
            Sort::Facility => self.facility(s, phrase),
            Sort::Town => self.capital(s, phrase),
            Sort::Area => self.area(s, phrase),
            Sort::Direction => self.direction(s, phrase),
            Sort::Vehicle | Sort::Ally => self.countries(s, phrase),
            Sort::Unit => self.unit(s, phrase),
            Sort::Org => self.organization(s, phrase),
            Sort::Person | Sort::Stronghold | Sort::Land | Sort::None => Vec::new(),
        }
    }

    /// The text of a phrase from its noun on, as a label.
    pub(super) fn label(&self, s: usize, phrase: &Phrase) -> String {
        let text = self.surface(s, &(phrase.noun.start..phrase.words.end));
        let text = text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('’', "'");
        text.trim_end_matches([',', ' ', '»', '”', '"']).to_owned()
    }

    pub(super) fn qualified(&self, s: usize, phrase: &Phrase, class: WordClass) -> bool {
        let view = &self.views[s];
        let mut words = phrase.qualifiers.iter().copied().chain(phrase.noun.clone());
        words.any(|i| {
            let (low, lemma) = (view.low(i), view.token(i).lemma.as_str());
            self.lexicon.has(low, class)
                || self.lexicon.has(lemma, class)
                || self
                    .lexicon
                    .qualifier(lemma, low)
                    .is_some_and(|q| self.lexicon.has(q, class))
        })
    }

    /// *deux civils*, *les habitants de Gaza*.
    fn people(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if phrase.bare() && (phrase.definite || phrase.possessive) && phrase.stem != "civils" {
            return Vec::new();
        }
        // « des hommes d'Al-Qaïda »
        if self.lexicon.has(&phrase.kind.lemma, WordClass::MemberNoun) {
            let armed = self.armed_owner(s, phrase);
            if !armed.is_empty() {
                return armed;
            }
        }
        if let Some(sender) = self
            .sender(s, phrase)
            .filter(|&o| self.registry.is_country(o))
            && let Some(code) = self.registry.country_of(sender)
        {
            return vec![self.forces_of(&code, phrase)];
        }
        let codes = self.country_codes(s, phrase);
        let code = codes.first().cloned().or_else(|| self.focus.clone());
        let mut id = phrase.stem.to_string();
        if let Some(code) = &code {
            id = format!("{id}-{}", code.to_lowercase());
        }
        let armed = self.qualified(s, phrase, WordClass::Armed);
        let end = phrase
            .origins
            .iter()
            .map(|o| o.1 + 1)
            .chain(phrase.qualifiers.iter().filter(|_| armed).map(|q| q + 1))
            .max()
            .unwrap_or(phrase.noun.end);
        let label = self.surface(s, &(phrase.noun.start..end)).replace('’', "'");
        if armed {
            id = format!("{id}-arme");
            return vec![self.registry.made(
                self.names,
                (&id, &label),
                EntityClass::ArmedGroup,
                code,
                false,
            )];
        }
        vec![self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::Population,
            code,
            false,
        )]
    }

    /// *des avions russes* act for Russia, *son allié russe* is Russia.
    fn countries(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let mut found = Vec::new();
        if phrase.sort == Sort::Ally
            && phrase
                .origins
                .iter()
                .any(|o| matches!(o.0, Demonym::People(_)))
        {
            return vec![self.class_of_things(s, phrase, None)];
        }
        if phrase.sort == Sort::Vehicle {
            found = self.armed_owner(s, phrase);
        }
        for (origin, _) in &phrase.origins {
            if matches!(origin, Demonym::Country(_) | Demonym::Compound(_)) {
                found.extend(self.origin(origin));
            }
        }
        found
    }
}
