//! Described places: towns, areas and sides of countries.

use super::Finding;
use super::lexicon::Sort;
use super::lexicon::WordClass;
use super::phrase::{Owner, Phrase};
use crate::extract::fact::EntityIdx;
use crate::lexicon::normalize::exact_key;
use crate::lexicon::{Candidate, Demonym, EntityClass};
use crate::ud::Upos;
use smol_str::SmolStr;

/// How many words may stand between a town and *le pays* that it lies in.
const CLOSE: usize = 6;

impl Finding<'_> {
    /// « la ville de X » is X; « la province de X » is the province of that name.
    pub(super) fn place_named(
        &mut self,
        s: usize,
        phrase: &Phrase,
        hit: usize,
    ) -> Option<EntityIdx> {
        let linked = self.linked[s][hit];
        if phrase.sort == Sort::Town && self.is_some_town(s, phrase) {
            return None;
        }
        if phrase.sort == Sort::Town && phrase.kind.class == EntityClass::City {
            let name = self.surface(s, &self.hits[s][hit].words.clone());
            self.towns.insert(exact_key(&name));
            let place = linked.filter(|&e| {
                !self.registry.is_country(e) && self.registry.entities[e].classes[0].is_place()
            });
            if linked.is_some() && place.is_none() {
                return None;
            }
            return place.or_else(|| {
                let name = self.surface(s, &self.hits[s][hit].words.clone());
                let entity = self.make_unknown(&name, EntityClass::City);
                self.linked[s][hit] = Some(entity);
                Some(entity)
            });
        }
        if linked.is_some_and(|e| self.registry.is_country(e)) {
            return None;
        }
        if linked.is_some_and(|e| {
            self.registry.class(e) == phrase.kind.class && phrase.kind.kind == "region"
        }) {
            return linked;
        }
        let country = linked
            .and_then(|e| self.registry.country_of(e))
            .or_else(|| self.country_codes(s, phrase).first().cloned());
        let fits = |c: &&Candidate| {
            c.class == EntityClass::Region
                && phrase.kind.kind == "region"
                && (country.is_none() || c.country == country)
        };
        let candidates = &self.hits[s][hit].candidates;
        let mut region = candidates.iter().find(fits).cloned();
        if region.is_none()
            && phrase.kind.kind == "region"
            && let Some(town) = linked
        {
            // « la province d'Idleb », which the gazetteer calls as other aliases of the town.
            let mut others = vec![SmolStr::from(self.registry.entities[town].label.as_str())];
            others.extend(
                candidates
                    .first()
                    .map(|c| self.names.aliases(c))
                    .unwrap_or_default(),
            );
            region = others
                .iter()
                .find_map(|name| self.names.lookup(name).iter().find(fits).cloned());
        }
        let name = self.surface(s, &self.hits[s][hit].words.clone());
        let entity = match region {
            Some(region) => self.registry.linked(self.names, &region),
            None => {
                let noun = self.surface(s, &phrase.noun);
                let id = format!("{noun}-{name}");
                let label = self.label(s, phrase);
                self.registry
                    .made(self.names, (&id, &label), phrase.kind.class, country, true)
            }
        };
        if phrase.kind.kind == "region" {
            self.regions.insert(exact_key(&name), entity);
            self.linked[s][hit] = Some(entity);
        }
        // « le quartier de X » is called X, too; « un quartier de X » lies in the town of X.
        if phrase.kind.kind == "neighborhood" && phrase.definite && !phrase.plural {
            self.registry.called(entity, &name);
            self.linked[s][hit] = Some(entity);
        }
        Some(entity)
    }

    /// Whether a phrase speaks of a town or of towns that it does not name: *un village de l'île de Jolo*,
    /// *des villages du Darfour*.
    fn is_some_town(&self, s: usize, phrase: &Phrase) -> bool {
        if phrase.definite {
            // « les villes de X et Y » are X and Y.
            let named = phrase.owners.iter().any(|o| match o {
                Owner::Hit(hit) => {
                    self.linked[s][*hit].is_none_or(|e| self.registry.class(e) == EntityClass::City)
                }
                _ => false,
            });
            return phrase.plural && !named;
        }
        phrase.plural || phrase.words.start < phrase.noun.start
    }

    /// *Dernière capitale du Darfour, X est assiégée*: what it is said of comes after it.
    fn is_fronted(&self, s: usize, phrase: &Phrase) -> bool {
        let view = &self.views[s];
        phrase.words.start == 0
            && !phrase.definite
            && !phrase.plural
            && (0..phrase.noun.start).all(|i| view.upos(i) == Upos::Adj)
    }

    /// *la capitale somalienne*, *un village kosovar*.
    pub(super) fn capital(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if self.is_fronted(s, phrase) {
            return Vec::new();
        }
        let placed =
            !(phrase.owners.is_empty() && phrase.origins.is_empty() && phrase.places.is_empty());
        if self.is_some_town(s, phrase) && placed {
            return self.facility(s, phrase);
        }
        // « les villes de X et Y » are X and Y.
        if let Some(listed) = self.listed(s, phrase) {
            return listed;
        }
        if phrase.plural && !phrase.definite {
            return vec![self.class_of_things(s, phrase, self.focus.clone())];
        }
        if !self.lexicon.has(&phrase.kind.lemma, WordClass::CapitalNoun) {
            return Vec::new();
        }
        let Some((Demonym::Country(code), _)) = phrase.origins.first() else {
            return Vec::new();
        };
        let Some(capital) = self.names.country(code).map(|c| c.capital.clone()) else {
            return Vec::new();
        };
        let found = self.names.lookup(&capital);
        let city = found.iter().find(|c| c.capital_of.as_ref() == Some(code));
        city.map(|c| self.registry.linked(self.names, c))
            .into_iter()
            .collect()
    }

    /// *le désert syrien*, *la frontière entre l'Irak et la Syrie*.
    pub(super) fn area(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        // « les provinces de X et de Y » are X and Y.
        if matches!(&*phrase.kind.kind, "region" | "neighborhood")
            && let Some(listed) = self.listed(s, phrase)
        {
            return listed;
        }
        // « deux districts de la province de X » are none in particular.
        let some = phrase.plural && !phrase.definite && phrase.kind.kind == "region"
            // « une zone du Yémen contrôlée par X »
            || !phrase.plural && !phrase.definite && phrase.kind.kind == "area";
        if phrase.bare()
            || some
            || phrase.possessive
            || phrase.demonstrative
            || phrase
                .qualifiers
                .iter()
                .any(|&q| q < phrase.origins.first().map_or(usize::MAX, |o| o.1))
                && phrase.kind.kind == "frontier"
        {
            return Vec::new();
        }
        let of = self.owners_and_origins(s, phrase);
        if of.is_empty() {
            return Vec::new();
        }
        let mut ids: Vec<String> = of
            .iter()
            .map(|&e| self.registry.entities[e].id.clone())
            .collect();
        ids.sort();
        ids.dedup();
        let label = self.label(s, phrase);
        if let Some(known) = self.lexical(&label, phrase.kind.class) {
            return vec![known];
        }
        // « la frontière avec la Syrie », in an article on Iraq
        let home = self
            .focus
            .as_ref()
            .and_then(|c| self.names.country(c))
            .map(|c| c.id.to_string());
        if phrase.kind.kind == "frontier"
            && let [other] = ids.as_slice()
            && let Some(home) = home.filter(|h| h != other)
        {
            ids.push(home);
            ids.sort();
        }
        let id = format!("{}-{}", phrase.kind.lemma, ids.join("-"));
        let country = of
            .iter()
            .find_map(|&e| self.registry.country_of(e))
            .filter(|_| of.len() == 1);
        vec![
            self.registry
                .made(self.names, (&id, &label), phrase.kind.class, country, true),
        ]
    }

    /// Whom a place is of, by complement or by adjective: *la frontière de la Syrie*, *la frontière syrienne*.
    fn owners_and_origins(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let mut of = self.owned_by(s, &phrase.owners, phrase.head);
        for (origin, _) in &phrase.origins {
            of.extend(self.origin(origin));
        }
        of
    }

    /// *l'est de la Syrie*, *le nord-est syrien*, *au sud d'al-Bab*.
    pub(super) fn direction(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let mut of = self.owners_and_origins(s, phrase);
        if of.is_empty()
            && phrase
                .owners
                .iter()
                .any(|o| matches!(o, Owner::Phrase(p) if p.sort == Sort::Land))
        {
            let code = self
                .land_meant(s, phrase.head)
                .or_else(|| self.focus.clone());
            of.extend(code.and_then(|c| self.registry.country(self.names, &c)));
        }
        if of.is_empty() && phrase.owners.is_empty() && self.is_side_alone(s, phrase) {
            let code = self
                .land_meant(s, phrase.head)
                .or_else(|| self.focus.clone());
            of.extend(code.and_then(|c| self.registry.country(self.names, &c)));
        }
        // « l'hôpital Sud »
        let view = &self.views[s];
        if view.capital(phrase.head) && phrase.head > 0 && view.upos(phrase.head - 1) == Upos::Noun
        {
            return Vec::new();
        }
        let Some(&whole) = of.iter().find(|&&e| {
            self.registry.is(e, EntityClass::Country) || self.registry.class(e).is_place()
        }) else {
            return Vec::new();
        };
        let text = match phrase.owners[..] {
            [Owner::Hit(hit)] if !self.registry.is_country(whole) => Some(
                self.surface(s, &(phrase.noun.start..self.hits[s][hit].words.end))
                    .replace('’', "'"),
            ),
            _ => None,
        };
        vec![self.side(whole, &phrase.kind.lemma, text)]
    }

    /// *à Kidal (nord)*, *dans le nord-est*: a side with no word of what it is a side of.
    fn is_side_alone(&self, s: usize, phrase: &Phrase) -> bool {
        let view = &self.views[s];
        let (before, after) = (phrase.words.start.checked_sub(1), phrase.noun.end);
        let Some(before) = before else { return false };
        let closed = after < view.len() && view.low(after) == ")";
        let bracketed = view.low(before) == "(" && closed;
        let ends = after >= view.len()
            || matches!(
                view.upos(after),
                Upos::Punct | Upos::Cconj | Upos::Verb | Upos::Aux
            );
        bracketed
            || phrase.definite
                && ends
                && phrase.qualifiers.is_empty()
                && phrase.origins.is_empty()
                && self.lexicon.has(view.low(before), WordClass::Within)
                && self.lexicon.has(&phrase.kind.lemma, WordClass::Compass)
    }

    /// The country that *le pays* means at word `i`, as far as its sentence tells: that of a town or region named
    /// just before (*à Kidal, dans le nord du pays*), or a country named as a place (*Au Liban, …*).
    pub(super) fn land_meant(&self, s: usize, i: usize) -> Option<SmolStr> {
        let hits = self.hits[s].iter().enumerate().rev();
        hits.filter(|(_, hit)| hit.words.end <= i)
            .find_map(|(h, hit)| {
                let entity = self.linked[s][h]?;
                let country = self.registry.is_country(entity);
                let close = i - hit.words.end <= CLOSE && self.registry.class(entity).is_place();
                let meant = if country {
                    self.located(s, hit.words.start)
                } else {
                    close
                };
                self.registry.country_of(entity).filter(|_| meant)
            })
    }

    /// A side of a country, region or town: *nord* of Syria.
    pub(super) fn side(&mut self, whole: EntityIdx, side: &str, text: Option<String>) -> EntityIdx {
        let of = &self.registry.entities[whole];
        let id = format!("{side}-{}", of.id);
        let country = of.country.clone();
        let is_country = self.registry.is_country(whole);
        let article = country
            .as_ref()
            .filter(|_| is_country)
            .and_then(|c| self.names.country(c))
            .map(|c| c.article.clone())
            .unwrap_or_default();
        let name = of.label.clone();
        let vowel = article.is_empty()
            && name
                .chars()
                .next()
                .is_some_and(|c| "AEIOUYÉÈÊÎÔHaeiouh".contains(c));
        let template = if vowel { "ofVowel" } else { "of" };
        let label = if vowel {
            format!("{side} {}{name}", self.lexicon.label(template, ""))
        } else {
            format!(
                "{side} {}",
                self.lexicon
                    .contract(&self.lexicon.label(template, ""), &article, &name)
            )
        };
        let class = if is_country || self.registry.class(whole) == EntityClass::Region {
            EntityClass::Region
        } else {
            EntityClass::Place
        };
        let label = text.unwrap_or(label);
        self.registry
            .made(self.names, (&id, &label), class, country, true)
    }
}
