//! The entities of an article while it is read.

use crate::extract::fact::{Entity, EntityIdx};
use crate::lexicon::normalize::exact_key;
use crate::lexicon::{Candidate, EntityClass, Names};
use crate::text::WordMap;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The entities, and what later readings need to know of them.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub(super) entities: Vec<Entity>,
    pub(super) named: Vec<bool>,
    /// Kind of each, as the lexicon says: `president`, `militia` …
    pub(super) kinds: Vec<SmolStr>,
    by_id: WordMap<String, EntityIdx>,
}

/// Aliases of the lexicon that an entity keeps beside those met.
const KEPT_ALIASES: usize = 3;
/// Longest alternative label, in characters.
const LONGEST_LABEL: usize = 90;

impl Registry {
    pub(super) fn get(&self, id: &str) -> Option<EntityIdx> {
        self.by_id.get(id).copied()
    }

    pub(super) fn class(&self, entity: EntityIdx) -> EntityClass {
        self.entities[entity]
            .classes
            .first()
            .copied()
            .unwrap_or(EntityClass::Place)
    }

    pub(super) fn is(&self, entity: EntityIdx, class: EntityClass) -> bool {
        self.entities[entity].classes.contains(&class)
    }

    pub(super) fn country_of(&self, entity: EntityIdx) -> Option<SmolStr> {
        self.entities[entity].country.clone()
    }

    /// Whether the entity is a country that acts and is a place.
    pub(super) fn is_country(&self, entity: EntityIdx) -> bool {
        self.is(entity, EntityClass::Country)
    }

    /// The entity of a candidate, made where it is new.
    pub(super) fn linked(&mut self, names: &Names, candidate: &Candidate) -> EntityIdx {
        if let Some(known) = self.get(&candidate.id) {
            return known;
        }
        let mut classes = vec![candidate.class];
        if candidate.class == EntityClass::Country {
            classes.insert(0, EntityClass::State);
        }
        let mut links = BTreeMap::new();
        if let Some(id) = candidate.geonames {
            links.insert("geonames", id.to_string());
        }
        if let Some(id) = &candidate.wikidata {
            links.insert("wikidata", id.to_string());
        }
        for (scheme, id) in names.references(candidate) {
            links.entry(scheme).or_insert_with(|| id.to_string());
        }
        let mut alt_labels = BTreeSet::new();
        if candidate.class.is_actor() {
            let aliases = names.aliases(candidate);
            let acronym =
                |a: &&SmolStr| a.chars().all(|c| c.is_uppercase()) && a.chars().count() <= 6;
            alt_labels.extend(aliases.iter().filter(acronym).map(ToString::to_string));
            alt_labels.extend(aliases.iter().take(KEPT_ALIASES).map(ToString::to_string));
            alt_labels.remove(candidate.label.as_str());
        }
        self.add(
            candidate.kind.clone(),
            true,
            Entity {
                id: candidate.id.to_string(),
                label: candidate.label.to_string(),
                alt_labels,
                classes,
                country: candidate.country.clone(),
                point: candidate.point,
                links,
                mentions: Vec::new(),
            },
        )
    }

    /// The country with a code, as state and place.
    pub(super) fn country(&mut self, names: &Names, code: &str) -> Option<EntityIdx> {
        let country = names.country(code)?;
        if let Some(known) = self.get(&country.id) {
            return Some(known);
        }
        let candidate = names.entity(&country.id)?;
        Some(self.linked(names, &candidate))
    }

    /// An entity that no lexicon knows, under the slug of `id`.
    pub(super) fn made(
        &mut self,
        names: &Names,
        (id, label): (&str, &str),
        class: EntityClass,
        country: Option<SmolStr>,
        named: bool,
    ) -> EntityIdx {
        let mut id = slug(id);
        if names.entity(&id).is_some() {
            id = format!("{id}-{}", class.as_str().to_lowercase());
        }
        if let Some(known) = self.get(&id) {
            if self.is(known, class) || self.named[known] != named {
                return known;
            }
            id = format!("{id}-{}", class.as_str().to_lowercase());
            if let Some(known) = self.get(&id) {
                return known;
            }
        }
        self.add(
            SmolStr::default(),
            named,
            Entity {
                id,
                label: label.to_owned(),
                alt_labels: BTreeSet::new(),
                classes: vec![class],
                country,
                point: None,
                links: BTreeMap::new(),
                mentions: Vec::new(),
            },
        )
    }

    fn add(&mut self, kind: SmolStr, named: bool, entity: Entity) -> EntityIdx {
        let index = self.entities.len();
        self.by_id.insert(entity.id.clone(), index);
        self.entities.push(entity);
        self.named.push(named);
        self.kinds.push(kind);
        index
    }

    /// Adds a form of the entity.
    pub(super) fn called(&mut self, entity: EntityIdx, form: &str) {
        let known = &mut self.entities[entity];
        let form = form
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('’', "'");
        let fits = !form.is_empty()
            && form.chars().count() <= LONGEST_LABEL
            && form.chars().any(char::is_alphabetic);
        if fits && form != known.label {
            known.alt_labels.insert(form);
        }
    }

    /// Puts the entities in the order of their first mention, drops those never mentioned, and returns
    /// where each went.
    pub(super) fn finish(&mut self) -> Vec<Option<EntityIdx>> {
        for entity in &mut self.entities {
            entity.mentions.sort_by_key(|s| (s.start, s.end));
            entity.mentions.dedup();
            entity.alt_labels.remove(&entity.label);
        }
        let mut order: Vec<EntityIdx> = (0..self.entities.len())
            .filter(|&i| !self.entities[i].mentions.is_empty())
            .collect();
        order.sort_by_key(|&i| {
            (
                self.entities[i].mentions[0].start,
                self.entities[i].mentions[0].end,
                i,
            )
        });
        let mut moved = vec![None; self.entities.len()];
        for (new, &old) in order.iter().enumerate() {
            moved[old] = Some(new);
        }
        self.entities = order.iter().map(|&i| self.entities[i].clone()).collect();
        self.named = order.iter().map(|&i| self.named[i]).collect();
        moved
    }
}

/// An ASCII slug: lowercase words joined by hyphens; other letters by their code point.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in exact_key(name).chars() {
        match c {
            ' ' => slug.push('-'),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            c => slug.push_str(&format!("u{:x}", u32::from(c))),
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slug("L'Œuvre d’Abou « Ali »"), "l-oeuvre-d-abou-ali");
        assert!(slug("Киев").is_ascii());
    }
}
