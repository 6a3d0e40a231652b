//! Whose a described thing is: owners, backers and origins, and the subject that a possessive means.

use super::Finding;
use super::lexicon::WordClass;
use super::phrase::{Owner, Phrase};
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Demonym, EntityClass};
use crate::ud::Upos;
use smol_str::SmolStr;

impl Finding<'_> {
    /// The entities of the owners in `list`, a capital standing for its state.
    pub(super) fn owned_by(&mut self, s: usize, list: &[Owner], head: usize) -> Vec<EntityIdx> {
        let mut found = Vec::new();
        for owner in list {
            match owner {
                Owner::Hit(hit) => found.extend(self.linked[s][*hit]),
                Owner::Phrase(inner) => {
                    let inner = inner.clone();
                    found.extend(self.describe(s, &inner));
                }
                Owner::Origin(origin) => found.extend(self.origin(origin)),
                Owner::Subject => found.extend(self.subject_before(s, head)),
            }
        }
        found
    }

    /// The entities of adjectives of origin.
    pub(super) fn origin(&mut self, origin: &Demonym) -> Vec<EntityIdx> {
        match origin {
            Demonym::Country(code) => self
                .registry
                .country(self.names, code)
                .into_iter()
                .collect(),
            Demonym::People(id) => {
                // A people that is also the name of a group: the Houthis.
                let group = || {
                    let people = self.names.people(id)?;
                    let named = self.names.lookup(&people.label);
                    named
                        .into_iter()
                        .find(|c| c.exact && c.class == EntityClass::ArmedGroup)
                };
                let candidate = group().or_else(|| self.names.entity(id));
                candidate
                    .map(|c| self.registry.linked(self.names, &c))
                    .into_iter()
                    .collect()
            }
            Demonym::Compound(parts) => parts.iter().flat_map(|p| self.origin(p)).collect(),
        }
    }

    /// The nearest actor named or described before word `head`, that is subject; where a possessive stands
    /// before `head`, only if it agrees with it in number: *leurs troupes* are not Iran's.
    pub(super) fn subject_before(&self, s: usize, head: usize) -> Option<EntityIdx> {
        let view = &self.views[s];
        let several = (head.saturating_sub(3)..head)
            .rev()
            .find(|&i| self.lexicon.has(view.low(i), WordClass::Theirs))
            .map(|i| self.lexicon.has(view.low(i), WordClass::TheirPlural));
        let agrees = |i: usize| {
            let joined = view
                .sentence
                .tokens
                .iter()
                .any(|t| t.head == Some(i) && t.udeprel() == "conj");
            let plural = joined
                || match view.sentence.tokens[i].feats.get("Number") {
                    Some(number) => number == "Plur",
                    // A name alone does not tell; its article does: « les États-Unis ».
                    None => view.sentence.tokens.iter().any(|t| {
                        t.head == Some(i) && t.upos == Upos::Det && t.feats.has("Number", "Plur")
                    }),
                };
            several.is_none_or(|s| s == plural)
        };
        let subject = |i: usize| {
            let token = &view.sentence.tokens[i];
            let of = if token.udeprel() == "conj" {
                token.head.map_or(token, |h| &view.sentence.tokens[h])
            } else {
                token
            };
            of.udeprel() == "nsubj"
        };
        let subject = |i: usize| subject(i) && agrees(i);
        let hits = self.hits[s]
            .iter()
            .enumerate()
            .filter(|(_, h)| h.words.end <= head && subject(view.head(&view.tokens(&h.words))));
        let named = hits.filter_map(|(i, h)| Some((h.words.start, self.linked[s][i]?)));
        let told = self
            .described
            .range((s, 0)..(s, head))
            .filter(|((_, at), e)| !e.is_empty() && subject(view.words[*at].start))
            .map(|((_, at), e)| (*at, e[0]));
        let acts = |e: EntityIdx| {
            matches!(
                self.registry.class(e),
                EntityClass::State
                    | EntityClass::ArmedGroup
                    | EntityClass::MilitaryForce
                    | EntityClass::GovernmentBody
                    | EntityClass::Alliance
            )
        };
        named
            .chain(told)
            .filter(|(_, e)| acts(*e))
            .max_by_key(|(at, _)| *at)
            .map(|(_, e)| e)
    }

    /// The countries that the origins and owners of a phrase say.
    pub(super) fn country_codes(&mut self, s: usize, phrase: &Phrase) -> Vec<SmolStr> {
        let origins = phrase.origins.iter();
        let mut codes: Vec<SmolStr> = origins.flat_map(|(o, _)| o.countries()).collect();
        if codes.is_empty() {
            for entity in self.owned_by(s, &phrase.owners, phrase.head) {
                let class = self.registry.class(entity);
                let state = self.registry.is_country(entity)
                    || matches!(class, EntityClass::GovernmentBody | EntityClass::Person)
                    || self.is_capital(entity);
                if state {
                    codes.extend(self.registry.country_of(entity));
                }
            }
        }
        codes
    }

    fn is_capital(&self, entity: EntityIdx) -> bool {
        let entity = &self.registry.entities[entity];
        let Some(country) = entity.country.as_ref().and_then(|c| self.names.country(c)) else {
            return false;
        };
        country.capital_geonames.is_some_and(|id| {
            entity
                .links
                .get("geonames")
                .is_some_and(|g| *g == id.to_string())
        })
    }

    /// Owners that are armed themselves: *les combattants de Daech* are Daech.
    pub(super) fn armed_owner(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let owners = self.owned_by(s, &phrase.owners, phrase.head);
        owners
            .into_iter()
            .filter(|&e| {
                let class = self.registry.class(e);
                matches!(
                    class,
                    EntityClass::ArmedGroup | EntityClass::MilitaryForce | EntityClass::Alliance
                ) || class == EntityClass::Organization
            })
            .collect()
    }
}
