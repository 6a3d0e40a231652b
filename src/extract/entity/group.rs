//! Groups: one node for those that a state backs, or that a kind, qualities and a country describe; coalitions.

use super::Finding;
use super::lexicon::{Sort, WordClass};
use super::phrase::{Owner, Phrase, friend};
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Candidate, Demonym, EntityClass};
use smol_str::SmolStr;

impl Finding<'_> {
    /// *des milices soutenues par l'Iran*, *les combattants de Daech*, *rebelles syriens*.
    pub(super) fn group(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        // « le groupe jihadiste des shebab, affilié à Al-Qaïda » is the shebab.
        if phrase.owners.iter().any(|o| matches!(o, Owner::Hit(_))) && phrase.sort != Sort::Proxy {
            let armed = self.armed_owner(s, phrase);
            if !armed.is_empty() {
                return armed;
            }
        }
        // « La formation armée, soutenue par l'Iran, »: what was spoken of before, and something said of it.
        let spoken_of = phrase.definite && !phrase.plural && phrase.sort == Sort::Group;
        if spoken_of && phrase.owners.is_empty() && phrase.origins.is_empty() {
            return Vec::new();
        }
        // « Le groupe somalien, affilié à X, »: the group named before, and something said of it
        let aside = phrase.definite && !phrase.plural && phrase.sort == Sort::Group;
        if aside && phrase.owners.is_empty() && !phrase.origins.is_empty() {
            let codes = self.country_codes(s, phrase);
            if let Some(one) = self.one_group_named(s, phrase, &codes) {
                return vec![one];
            }
        }
        let mut sponsors = phrase.backers.clone();
        sponsors.extend(phrase.aligned.clone());
        let mut backers = self.owned_by(s, &sponsors, phrase.head);
        if phrase.sort == Sort::Proxy {
            backers.extend(self.owned_by(s, &phrase.owners, phrase.head));
            if backers.is_empty() && phrase.possessive {
                backers.extend(self.subject_before(s, phrase.head));
            }
            if backers.is_empty() {
                return Vec::new();
            }
        }
        if let Some(&backer) = backers.iter().find(|&&b| self.sponsors(b)) {
            return vec![self.groups_of(backer)];
        }
        let armed = self.armed_owner(s, phrase);
        if !armed.is_empty() {
            return armed;
        }
        let codes = self.country_codes(s, phrase);
        let view = &self.views[s];
        let qualified = phrase.qualifiers.iter().any(|&q| {
            self.lexicon
                .qualifier(&view.token(q).lemma, view.low(q))
                .is_some()
        }) || phrase
            .origins
            .iter()
            .any(|o| matches!(o.0, Demonym::People(_)));
        // « la guérilla séparatiste », « les insurgés somaliens »: the one group of that kind and country named before.
        let described = !codes.is_empty() || qualified;
        if phrase.definite
            && described
            && phrase.owners.is_empty()
            && !phrase.possessive
            && !phrase.ours
            && let Some(one) = self.one_group_named(s, phrase, &codes)
        {
            return vec![one];
        }
        // « un groupe armé », but not « des groupes armés », which may be any.
        let armed = !phrase.plural && self.qualified(s, phrase, WordClass::Armed);
        if codes.is_empty() && !qualified && !armed && (phrase.definite || phrase.stem == "groupes")
        {
            return Vec::new();
        }
        vec![self.class_of_things(
            s,
            phrase,
            codes.first().cloned().or_else(|| self.focus.clone()),
        )]
    }

    /// The armed group named before a definite description, if it is the only one of its country and kind.
    fn one_group_named(&self, s: usize, phrase: &Phrase, codes: &[SmolStr]) -> Option<EntityIdx> {
        let stem = phrase.stem.as_str();
        let any = phrase.sort == Sort::Group && !phrase.plural;
        // « la rébellion tamoule »: of the country where a people lives; of a persuasion, of any.
        let mut codes = codes.to_vec();
        for (origin, word) in &phrase.origins {
            let Demonym::People(id) = origin else {
                continue;
            };
            let people = self.names.people(id)?;
            if people.kind == "ideology" {
                let loyal = self.views[s].token(*word).lemma.as_str();
                if self.lexicon.has(loyal, WordClass::Loyal) {
                    return None;
                }
            } else {
                codes.push(people.country.clone()?);
            }
        }
        let mut found = (0..=s).flat_map(|t| {
            let hits = self.hits[t].iter().zip(&self.linked[t]);
            hits.filter(move |(hit, _)| t < s || hit.words.end <= phrase.words.start)
                .filter_map(|(_, linked)| *linked)
        });
        let fits = |e: &EntityIdx| {
            let kind = self.registry.kinds[*e].as_str();
            let country = self.registry.country_of(*e);
            self.registry.class(*e) == EntityClass::ArmedGroup
                && self.registry.named[*e]
                && (any || self.lexicon.may_mean(stem, kind))
                && (codes.is_empty() || country.is_some_and(|c| codes.contains(&c)))
        };
        let first = found.find(fits)?;
        found.filter(fits).all(|e| e == first).then_some(first)
    }

    fn sponsors(&self, entity: EntityIdx) -> bool {
        self.registry.is_country(entity)
            || matches!(
                self.registry.class(entity),
                EntityClass::GovernmentBody
                    | EntityClass::MilitaryForce
                    | EntityClass::ArmedGroup
                    | EntityClass::Alliance
                    | EntityClass::State
            )
    }

    /// The groups that a state backs or is close to, whatever the words: one entity.
    fn groups_of(&mut self, backer: EntityIdx) -> EntityIdx {
        let state = match self.registry.class(backer) {
            EntityClass::State
            | EntityClass::Country
            | EntityClass::MilitaryForce
            | EntityClass::GovernmentBody => {
                let code = self.registry.country_of(backer);
                code.and_then(|c| self.registry.country(self.names, &c))
                    .unwrap_or(backer)
            }
            _ => backer,
        };
        let id = format!("groupes-lies-a-{}", self.registry.entities[state].id);
        let name = self.registry.entities[state].label.clone();
        let country = self
            .registry
            .country_of(state)
            .filter(|_| self.registry.is_country(state));
        let article = country
            .and_then(|c| self.names.country(&c).map(|c| c.article.clone()))
            .unwrap_or_default();
        let to = self
            .lexicon
            .contract(&self.lexicon.label("to", ""), &article, &name);
        let label = self.lexicon.label("groupsOf", &to);
        self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::ArmedGroup,
            None,
            false,
        )
    }

    /// *une embuscade djihadiste*, *l'offensive rebelle*: the group that the adjective of an act names, as its plural would.
    pub(super) fn acting_group(&mut self, s: usize, i: usize) -> Option<EntityIdx> {
        let view = &self.views[s];
        let token = view.token(i);
        let head = token.head.filter(|_| token.udeprel() == "amod")?;
        if !self
            .lexicon
            .has(&view.sentence.tokens[head].lemma, WordClass::Act)
        {
            return None;
        }
        // « des bombardements prorusses »: by friends of Russia
        if let Some(Demonym::Country(code)) = friend(self.names, view.low(i)) {
            let state = self.registry.country(self.names, &code)?;
            return Some(self.groups_of(state));
        }
        let kinds = self.names.noun_kinds(&token.lemma);
        let kind = kinds.iter().find(|k| k.class == EntityClass::ArmedGroup)?;
        let sorted = self.lexicon.sort(kind)?;
        // « une attaque terroriste » only says of what sort it is.
        if sorted.stem.is_empty() || self.lexicon.has(&sorted.stem, WordClass::AnyGroup) {
            return None;
        }
        let stem = sorted.stem.clone();
        let country = self.focus.clone();
        let id = match &country {
            Some(code) => format!("{stem}-{}", code.to_lowercase()),
            None => stem.to_string(),
        };
        let class = EntityClass::ArmedGroup;
        let made = self
            .registry
            .made(self.names, (&id, &stem), class, country, false);
        Some(made)
    }

    /// One node for all that the kind, the qualities and the country describe.
    pub(super) fn class_of_things(
        &mut self,
        s: usize,
        phrase: &Phrase,
        country: Option<SmolStr>,
    ) -> EntityIdx {
        let view = &self.views[s];
        let mut id = phrase.stem.to_string();
        for &q in &phrase.qualifiers {
            if let Some(quality) = self.lexicon.qualifier(&view.token(q).lemma, view.low(q))
                && !phrase.stem.contains(quality)
            {
                id = format!("{id}-{quality}");
            }
        }
        for (origin, _) in &phrase.origins {
            if let Demonym::People(people) = origin {
                id = format!("{id}-{people}");
            }
        }
        if let Some(code) = &country {
            id = format!("{id}-{}", code.to_lowercase());
        }
        let end = phrase.qualified_end();
        let label = self.surface(s, &(phrase.noun.start..end)).replace('’', "'");
        let class = match phrase.sort {
            Sort::Town => EntityClass::Place,
            Sort::Ally => EntityClass::ArmedGroup,
            _ => phrase.kind.class,
        };
        self.registry
            .made(self.names, (&id, &label), class, country, false)
    }

    pub(super) fn coalition(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let mut leaders = self.owned_by(s, &phrase.backers.clone(), phrase.head);
        leaders.extend(
            phrase
                .origins
                .iter()
                .flat_map(|o| self.origin(&o.0))
                .collect::<Vec<_>>(),
        );
        let leader = leaders.into_iter().find(|&e| self.registry.is_country(e));
        let code = leader.and_then(|e| self.registry.country_of(e));
        let known: Option<Candidate> = code
            .as_ref()
            .and_then(|c| self.names.actor_of(c, "coalition"));
        if let Some(candidate) = known {
            return vec![self.registry.linked(self.names, &candidate)];
        }
        let Some(leader) = leader else {
            return Vec::new();
        };
        let id = format!("coalition-{}", self.registry.entities[leader].id);
        let label = self.label(s, phrase);
        vec![self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::Alliance,
            None,
            false,
        )]
    }
}
