//! Mentions of names and of adjectives and nouns of origin.

use super::acronym::is_acronym;
use super::lexicon::{Sort, WordClass};
use super::{Finding, MentionKind, capitalized, phrase};
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Demonym, EntityClass, Source};
use crate::ud::Upos;
use std::ops::Range;

impl Finding<'_> {
    /// One mention for each name that has an entity, over its title or kind.
    pub(super) fn mention_names(&mut self) {
        for s in 0..self.views.len() {
            for h in 0..self.hits[s].len() {
                let Some(entity) = self.linked[s][h] else {
                    continue;
                };
                let own = self.hits[s][h].words.clone();
                let (words, roles) = self
                    .titles
                    .get(&(s, h))
                    .cloned()
                    .unwrap_or_else(|| (self.with_noun(s, h, entity), Vec::new()));
                let name = self.surface(s, &own);
                self.registry.called(entity, &name);
                self.bracketed(s, h, entity);
                self.inside(s, h, entity);
                self.read_mission(s, h, entity);
                let keys: Vec<usize> = words
                    .clone()
                    .filter(|&w| w >= own.start || self.stands(s, self.views[s].words[w].start))
                    .collect();
                let plural = self.views[s].plural(own.start);
                self.add(s, &words, &keys, MentionKind::Name, entity, (true, plural));
                let others = self.coordinated_force(s, h, entity);
                if let Some((mention, _)) = self.mentions.last_mut() {
                    mention.roles = roles;
                    mention.others = others;
                }
            }
        }
    }

    /// « l'activiste X »: the words of a name and of the noun right before it that it completes.
    fn with_noun(&self, s: usize, h: usize, entity: EntityIdx) -> Range<usize> {
        let own = self.hits[s][h].words.clone();
        let view = &self.views[s];
        let Some(before) = own.start.checked_sub(1) else {
            return own;
        };
        let (noun, name) = (view.token(before), view.token(own.start));
        let completes = self.registry.class(entity) == EntityClass::Person
            && self.hit_at[s][before].is_none()
            && noun.upos == Upos::Noun
            && name.head == Some(view.words[before].start)
            && matches!(name.udeprel(), "appos" | "flat" | "nmod")
            && noun.form.starts_with(char::is_lowercase)
            && self.names.noun_kinds(&noun.lemma).is_empty();
        if completes { before..own.end } else { own }
    }

    /// « Al-Qaïda dans la péninsule arabique (AQPA) »: the acronym in brackets is another name.
    pub(super) fn bracketed(&mut self, s: usize, h: usize, entity: EntityIdx) {
        let view = &self.views[s];
        let end = self.hits[s][h].words.end;
        if view.low(end) == "(" && view.low(end + 2) == ")" {
            let acronym = view.forms[end + 1];
            if is_acronym(acronym) {
                self.registry.called(entity, acronym);
            }
        }
    }

    /// « l'aéroport de Bagdad », « la coalition contre l'État islamique »: names inside a name.
    pub(super) fn inside(&mut self, s: usize, h: usize, outer: EntityIdx) {
        let words = self.hits[s][h].words.clone();
        let class = self.registry.class(outer);
        let force = class == EntityClass::MilitaryForce;
        if words.len() < 3
            || !(force
                || matches!(
                    class,
                    EntityClass::Facility | EntityClass::Alliance | EntityClass::GovernmentBody
                ))
        {
            return;
        }
        for j in words.start + 1..words.end {
            let view = &self.views[s];
            if !view.capital(j) {
                continue;
            }
            let Some((n, candidates)) = self.names.longest_match(&view.forms[j..words.end]) else {
                continue;
            };
            let best = candidates.into_iter().find(|c| {
                c.exact && !c.ambiguous && (c.source != Source::Gazetteer || c.capital_of.is_some())
            });
            let Some(best) =
                best.filter(|b| j + n == words.end && (!force || b.class == EntityClass::Person))
            else {
                continue;
            };
            let inner = self.registry.linked(self.names, &best);
            if inner != outer {
                self.add(
                    s,
                    &(j..j + n),
                    &(j..j + n).collect::<Vec<_>>(),
                    MentionKind::Name,
                    inner,
                    (true, false),
                );
            }
            return;
        }
    }

    /// « l'aviation syrienne et russe »: the force of the second country.
    pub(super) fn coordinated_force(
        &mut self,
        s: usize,
        h: usize,
        entity: EntityIdx,
    ) -> Vec<EntityIdx> {
        let view = &self.views[s];
        let words = self.hits[s][h].words.clone();
        let end = words.end;
        let adjective = end + 1 < view.len()
            && view.upos(end) == Upos::Cconj
            && view.upos(end + 1) == Upos::Adj
            && self.names.demonym(view.low(end - 1)).is_some();
        if !adjective || self.registry.class(entity) != EntityClass::MilitaryForce {
            return Vec::new();
        }
        let Some(Demonym::Country(code)) = self.names.demonym(view.low(end + 1)) else {
            return Vec::new();
        };
        let same = self.names.actor_of(&code, &self.registry.kinds[entity]);
        if let Some(candidate) = same {
            return vec![self.registry.linked(self.names, &candidate)];
        }
        let kind = self
            .names
            .noun_kinds(&view.token(words.start).lemma)
            .first();
        let stem = kind
            .and_then(|k| self.lexicon.sort(k))
            .filter(|x| x.sort == Sort::Branch)
            .map(|x| x.stem.clone());
        stem.map(|stem| self.branch_of(&code, &stem))
            .into_iter()
            .collect()
    }

    /// Adjectives and nouns of origin: *frappes américaines*, *les Turcs*.
    pub(super) fn mention_origins(&mut self) {
        for s in 0..self.views.len() {
            for i in 0..self.views[s].len() {
                let view = &self.views[s];
                let upos = view.upos(i);
                let told = || self.described.get(&(s, i)).is_some_and(|e| !e.is_empty());
                // « les séparatistes prorusses », though a name, are friends of Russia.
                let friend = (upos == Upos::Adj)
                    .then(|| phrase::friend(self.names, view.low(i)))
                    .flatten()
                    .filter(|_| !self.substantive(s, i));
                let taken = self.hit_at[s][i].is_some() || told();
                if !matches!(upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::X)
                    || taken && friend.is_none()
                {
                    continue;
                }
                if upos == Upos::Adj
                    && let Some(group) = self.acting_group(s, i)
                {
                    let words = i..i + 1;
                    self.add(s, &words, &[i], MentionKind::Demonym, group, (false, true));
                    continue;
                }
                let view = &self.views[s];
                let low = view.low(i);
                let low = low.strip_prefix("pro-").unwrap_or(low);
                let Some(origin) = friend.or_else(|| phrase::origin(self.names, low)) else {
                    self.sided(s, i);
                    continue;
                };
                // « les séparatistes », « les djihadistes » are groups, not peoples.
                if let Demonym::People(id) = &origin
                    && !self
                        .names
                        .people(id)
                        .is_some_and(|p| self.lexicon.has(&p.kind, WordClass::PeopleKind))
                {
                    continue;
                }
                let noun = upos != Upos::Adj && view.capital(i) || self.substantive(s, i);
                if noun {
                    self.inhabitants(s, i, &origin);
                } else {
                    let mut found = self.origin(&origin);
                    // « des cibles houthies » are of the group; « des villages kurdes » are of no party.
                    if matches!(origin, Demonym::People(_)) {
                        found.retain(|&e| self.registry.class(e) == EntityClass::ArmedGroup);
                    }
                    if let Some((&first, rest)) = found.split_first() {
                        self.add(
                            s,
                            &(i..i + 1),
                            &[i],
                            MentionKind::Demonym,
                            first,
                            (false, false),
                        );
                        if let Some((mention, _)) = self.mentions.last_mut() {
                            mention.others = rest.to_vec();
                        }
                    }
                }
            }
        }
    }

    /// « les américains »: an adjective that stands as a noun.
    pub(super) fn substantive(&self, s: usize, i: usize) -> bool {
        let view = &self.views[s];
        let determined = i > 0 && (view.upos(i - 1) == Upos::Det || view.words[i - 1].len() > 1);
        let noun_after = i + 1 < view.len() && matches!(view.upos(i + 1), Upos::Noun | Upos::Propn);
        determined && !noun_after && view.plural(i)
    }

    /// *les Turcs* as a party are Turkey; *deux Turcs* are people.
    pub(super) fn inhabitants(&mut self, s: usize, i: usize, origin: &Demonym) {
        let view = &self.views[s];
        let token = view.token(i);
        let before = i.checked_sub(1).map(|b| view.token(b));
        let definite = i > 0
            && (view.words[i - 1].len() > 1
                || before.is_some_and(|t| t.feats.has("Definite", "Def")));
        let plural = view.plural(i) || token.form.ends_with('s');
        let start = if before.is_some_and(|t| matches!(t.upos, Upos::Det | Upos::Num))
            && view.words[i - 1].len() == 1
        {
            i - 1
        } else {
            i
        };
        let party = definite && plural && before.is_none_or(|t| t.upos != Upos::Num);
        let entities = match origin {
            Demonym::Country(code) if !party => {
                let Some(country) = self.names.country(code) else {
                    return;
                };
                let form = self.surface(s, &(i..i + 1));
                let id = format!("population-{}", country.id);
                let label = capitalized(&form);
                vec![self.registry.made(
                    self.names,
                    (&id, &label),
                    EntityClass::Population,
                    Some(code.clone()),
                    false,
                )]
            }
            Demonym::People(people) if party => {
                let forces = self.peoples_forces(people);
                if forces.is_empty() {
                    self.origin(origin)
                } else {
                    forces
                }
            }
            _ => self.origin(origin),
        };
        let Some((&first, _)) = entities.split_first() else {
            return;
        };
        let form = self.surface(s, &(i..i + 1));
        self.registry.called(first, &form);
        self.described.insert((s, i), vec![first]);
        self.add(
            s,
            &(start..i + 1),
            &[i],
            MentionKind::Demonym,
            first,
            (definite, plural),
        );
    }

    /// *les Kurdes* beside *les forces kurdes* are those forces.
    pub(super) fn peoples_forces(&self, people: &str) -> Vec<EntityIdx> {
        let end = format!("-{people}");
        (0..self.registry.entities.len())
            .filter(|&e| {
                self.registry.class(e) == EntityClass::ArmedGroup
                    && !self.registry.named[e]
                    && self.registry.entities[e].id.ends_with(&end)
            })
            .take(1)
            .collect()
    }

    /// « le nord-syrien »: a side and an adjective of origin in one word.
    pub(super) fn sided(&mut self, s: usize, i: usize) {
        let low = self.views[s].low(i);
        if !low.contains('-') {
            return;
        }
        let low = low.to_owned();
        let Some((side, rest)) = low.rsplit_once('-') else {
            return;
        };
        let is_side = self.lexicon.is_side(self.names.noun_kinds(side));
        let Some(origin) = self.names.demonym(rest).filter(|_| is_side) else {
            return;
        };
        if let Some(&whole) = self.origin(&origin).first() {
            let entity = self.side(whole, side, None);
            self.registry.called(entity, &low);
            self.described.insert((s, i), vec![entity]);
            self.add(
                s,
                &(i..i + 1),
                &[i],
                MentionKind::Name,
                entity,
                (true, false),
            );
        }
    }
}
