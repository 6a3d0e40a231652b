//! From a description to the entity that it means: one node per kind, owner, backer and country.

use super::Finding;
use super::lexicon::{Sort, WordClass};
use super::phrase::{Owner, Phrase};
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Candidate, Demonym, EntityClass, Source};
use crate::ud::Upos;
use smol_str::SmolStr;

impl Finding<'_> {
    /// The entities that a phrase of sentence `s` describes; none where only what was said before
    /// can tell, or nothing.
    pub(super) fn describe(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if let Some(known) = self.described.get(&(s, phrase.head)) {
            return known.clone();
        }
        let found = self
            .named_by(s, phrase)
            .or_else(|| self.said_of_group(s, phrase))
            .map_or_else(|| self.described_by(s, phrase), |e| vec![e]);
        self.described.insert((s, phrase.head), found.clone());
        found
    }

    /// « le groupe État islamique », « la ville de Jarablus »: the phrase only introduces a name.
    pub(super) fn named_by(&mut self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
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

    pub(super) fn described_by(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
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
                let candidate = self.names.entity(id);
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

    pub(super) fn is_capital(&self, entity: EntityIdx) -> bool {
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

    /// *l'armée américaine*, *les troupes de la coalition*, *l'aviation syrienne et russe*.
    pub(super) fn forces(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let armed = self.armed_owner(s, phrase);
        if !armed.is_empty() {
            return armed;
        }
        if self.qualified(s, phrase, WordClass::RebelAdjective) {
            return self.group(s, phrase);
        }
        let codes = self.country_codes(s, phrase);
        if !codes.is_empty() {
            return codes
                .iter()
                .map(|code| self.forces_of(code, phrase))
                .collect();
        }
        if let Some((Demonym::People(id), _)) = phrase.origins.first()
            && self.names.people(id).is_some_and(|p| p.kind == "people")
        {
            return self.peoples_group(&id.clone(), s, phrase);
        }
        let loyal = self.qualified(s, phrase, WordClass::Loyal);
        if loyal && let Some(code) = self.focus.clone() {
            return vec![self.forces_of(&code, phrase)];
        }
        if phrase.possessive {
            let owner = self.subject_before(s, phrase.head);
            let code = owner
                .filter(|&o| {
                    self.registry.is_country(o)
                        || self.registry.class(o) == EntityClass::GovernmentBody
                })
                .and_then(|o| self.registry.country_of(o));
            return match (code, owner) {
                (Some(code), _) => vec![self.forces_of(&code, phrase)],
                (None, Some(owner))
                    if matches!(
                        self.registry.class(owner),
                        EntityClass::ArmedGroup | EntityClass::MilitaryForce
                    ) =>
                {
                    vec![owner]
                }
                _ => Vec::new(),
            };
        }
        if self.qualified(s, phrase, WordClass::Generic) {
            return vec![self.class_of_things(s, phrase, None)];
        }
        Vec::new()
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

    /// The armed forces of a country, or the branch of them that the phrase says.
    pub(super) fn forces_of(&mut self, code: &str, phrase: &Phrase) -> EntityIdx {
        if phrase.sort == Sort::Branch {
            return self.branch_of(code, &phrase.stem.clone());
        }
        let candidate = self.names.actor_of(code, "armed-forces");
        let label = self.origin_label(code, "forces", true);
        let army = self.origin_label(code, "army", false);
        let entity = match candidate {
            Some(candidate) => self.registry.linked(self.names, &candidate),
            None => {
                let id = format!("forces-{}", code.to_lowercase());
                self.registry.made(
                    self.names,
                    (&id, &label),
                    EntityClass::MilitaryForce,
                    Some(code.into()),
                    false,
                )
            }
        };
        self.registry.called(entity, &label);
        self.registry.called(entity, &army);
        entity
    }

    pub(super) fn branch_of(&mut self, code: &str, stem: &str) -> EntityIdx {
        let known = self
            .lexicon
            .value(stem, WordClass::BranchKind)
            .and_then(|kind| self.names.actor_of(code, kind));
        if let Some(candidate) = known {
            return self.registry.linked(self.names, &candidate);
        }
        let id = format!("{stem}-{}", code.to_lowercase());
        let label = self.origin_label(code, &format!("branch-{stem}"), false);
        self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::MilitaryForce,
            Some(code.into()),
            false,
        )
    }

    /// A label template with the feminine adjective of a country.
    pub(super) fn origin_label(&self, code: &str, template: &str, plural: bool) -> String {
        let forms = self
            .names
            .country(code)
            .map(|c| c.demonyms.clone())
            .unwrap_or_default();
        let masculine = forms.first().cloned().unwrap_or_else(|| code.into());
        let feminine = forms
            .get(1)
            .filter(|f| f.ends_with('e'))
            .unwrap_or(&masculine);
        let text = self
            .lexicon
            .value(template, WordClass::Template)
            .unwrap_or_default();
        let plural = plural || text.split(' ').next().is_some_and(|w| w.ends_with('s'));
        let adjective = if plural && !feminine.ends_with('s') {
            format!("{feminine}s")
        } else {
            feminine.to_string()
        };
        let adjective = if self.lexicon.value(template, WordClass::Masculine).is_some() {
            masculine.to_string()
        } else {
            adjective
        };
        self.lexicon.label(template, &adjective)
    }

    /// *forces kurdes*: the force or group of a people.
    pub(super) fn peoples_group(
        &mut self,
        people: &str,
        s: usize,
        phrase: &Phrase,
    ) -> Vec<EntityIdx> {
        let id = format!("{}-{people}", phrase.stem);
        let label = self.surface(
            s,
            &(phrase.noun.start..phrase.origins.last().map_or(phrase.noun.end, |o| o.1 + 1)),
        );
        vec![self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::ArmedGroup,
            None,
            false,
        )]
    }

    /// *des milices soutenues par l'Iran*, *les combattants de Daech*, *rebelles syriens*.
    pub(super) fn group(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        // « le groupe jihadiste des shebab, affilié à Al-Qaïda » is the shebab.
        if phrase.owners.iter().any(|o| matches!(o, Owner::Hit(_))) && phrase.sort != Sort::Proxy {
            let armed = self.armed_owner(s, phrase);
            if !armed.is_empty() {
                return armed;
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
        if codes.is_empty() && !qualified && (phrase.definite || phrase.stem == "groupes") {
            return Vec::new();
        }
        vec![self.class_of_things(
            s,
            phrase,
            codes.first().cloned().or_else(|| self.focus.clone()),
        )]
    }

    pub(super) fn sponsors(&self, entity: EntityIdx) -> bool {
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
    pub(super) fn groups_of(&mut self, backer: EntityIdx) -> EntityIdx {
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

    /// *le gouvernement irakien*, *le régime de Bachar al-Assad*, *les autorités*.
    pub(super) fn government(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let codes = self.country_codes(s, phrase);
        codes.iter().map(|code| self.government_of(code)).collect()
    }

    pub(super) fn government_of(&mut self, code: &str) -> EntityIdx {
        let label = self.origin_label(code, "government", false);
        if let Some(known) = self.lexical(&label, EntityClass::GovernmentBody) {
            return known;
        }
        let id = format!("gouvernement-{}", code.to_lowercase());
        self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::GovernmentBody,
            Some(code.into()),
            false,
        )
    }

    /// *le ministère irakien des Affaires étrangères*: its field and its country make it.
    pub(super) fn ministry(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let codes = self.country_codes(s, phrase);
        let view = &self.views[s];
        let mut end = phrase.words.end;
        let mut field = String::new();
        // The field follows: « des Affaires étrangères », « de la Défense ».
        let mut i = phrase.noun.end;
        while i < view.len() && i < phrase.noun.end + 8 {
            let upos = view.upos(i);
            let origin = self.names.demonym(view.low(i)).is_some();
            let function = matches!(upos, Upos::Adp | Upos::Det);
            let inside = origin
                || matches!(upos, Upos::Noun | Upos::Adj | Upos::Propn)
                || function && !self.lexicon.has(view.low(i), WordClass::Locative);
            if !inside || self.hit_at[s][i].is_some_and(|h| self.linked[s][h].is_some()) {
                break;
            }
            if !origin && matches!(upos, Upos::Noun | Upos::Adj | Upos::Propn) {
                field.push('-');
                field.push_str(view.low(i));
                end = end.max(i + 1);
            }
            i += 1;
        }
        let code = codes.first().cloned().or_else(|| {
            self.focus
                .clone()
                .filter(|_| phrase.definite && !field.is_empty())
        });
        let Some(code) = code else { return Vec::new() };
        let head = if phrase.noun.len() > 1 {
            phrase.kind.lemma.clone()
        } else {
            view.token(phrase.head).lemma.clone()
        };
        let id = format!("{head}{field}-{}", code.to_lowercase());
        let label = self
            .surface(s, &(phrase.noun.start..end.max(phrase.words.end)))
            .replace('’', "'");
        if let Some(known) = self.lexical(&label, phrase.kind.class) {
            return vec![known];
        }
        vec![self.registry.made(
            self.names,
            (&id, &label),
            phrase.kind.class,
            Some(code),
            true,
        )]
    }

    /// *deux civils*, *les habitants de Gaza*.
    pub(super) fn people(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if phrase.bare() && (phrase.definite || phrase.possessive) && phrase.stem != "civils" {
            return Vec::new();
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

    /// *trois Casques bleus* of the one mission that the article names.
    pub(super) fn peacekeepers(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let owners = self.armed_owner(s, phrase);
        if !owners.is_empty() {
            return owners;
        }
        let missions: Vec<EntityIdx> = (0..self.registry.entities.len())
            .filter(|&e| {
                self.lexicon
                    .has(&self.registry.kinds[e], WordClass::MissionKind)
                    && !self
                        .lexicon
                        .has(&self.registry.entities[e].id, WordClass::AnyMission)
            })
            .collect();
        match missions[..] {
            [one] => vec![one],
            _ => {
                let label = self.surface(s, &phrase.noun);
                vec![self.registry.made(
                    self.names,
                    (&phrase.stem, &label),
                    EntityClass::MilitaryForce,
                    None,
                    false,
                )]
            }
        }
    }

    /// *des avions russes* act for Russia, *son allié russe* is Russia.
    pub(super) fn countries(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
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

    /// *la brigade 137*, *la 36e division*.
    pub(super) fn unit(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let view = &self.views[s];
        let digits = |i: usize| {
            i < view.len()
                && view.forms[i]
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_ascii_digit())
        };
        let after = digits(phrase.noun.end).then_some(phrase.noun.start..phrase.noun.end + 1);
        let before = phrase
            .head
            .checked_sub(1)
            .filter(|&b| {
                digits(b) && !phrase.plural && view.forms[b].chars().any(char::is_alphabetic)
            })
            .map(|b| b..phrase.noun.end);
        if let Some(words) = after.or(before) {
            let label = self.surface(s, &words);
            let code = self
                .country_codes(s, phrase)
                .first()
                .cloned()
                .or_else(|| self.focus.clone());
            let id = format!("{label}-{}", code.clone().unwrap_or_default());
            return vec![self.registry.made(
                self.names,
                (&id, &label),
                EntityClass::MilitaryForce,
                code,
                true,
            )];
        }
        let codes = self.country_codes(s, phrase);
        codes.iter().map(|c| self.forces_of(c, phrase)).collect()
    }

    /// *la télévision d'État syrienne*; other organizations need a name.
    pub(super) fn organization(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if phrase.kind.kind != "media" {
            return Vec::new();
        }
        let codes = self.country_codes(s, phrase);
        let Some(code) = codes.first().cloned() else {
            return Vec::new();
        };
        let id = format!("{}-{}", phrase.kind.lemma, code.to_lowercase());
        let label = self.label(s, phrase);
        vec![self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::Organization,
            Some(code),
            false,
        )]
    }
}
