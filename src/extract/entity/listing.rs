//! Places that a list names after one noun for all of them: *les villages de X, Y et Z*, *deux villages, X et Y*.

use super::Finding;
use super::lexicon::{Sort, WordClass};
use super::names::Hit;
use super::phrase::{Owner, Phrase};
use super::view::View;
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::lexicon::normalize::exact_key;
use crate::ud::Upos;

/// How many words may stand between the noun and its list: *deux villages de la région de Mopti, X et Y*.
const REACH: usize = 8;

/// The names of a list after the comma or other mark at word `mark`, the last of them after a conjunction: *: X, Y et Z*.
pub(super) fn list_after(
    view: &View<'_>,
    hits: &[Hit],
    hit_at: &[Option<usize>],
    mark: usize,
) -> Option<Vec<usize>> {
    let mut names = Vec::new();
    let mut at = mark;
    while at < view.len() {
        let closing = view.upos(at) == Upos::Cconj;
        if !names.is_empty() && !closing && view.low(at) != "," {
            return None;
        }
        let start =
            (at + 1..view.len()).find(|&i| view.upos(i) != Upos::Det || hit_at[i].is_some())?;
        let name = hit_at[start]?;
        names.push(name);
        at = hits[name].words.end;
        if closing {
            return Some(names);
        }
    }
    None
}

impl Finding<'_> {
    /// The places in `owners`, all of them names, as *les villages de X, Y et Z* tells them: what no lexicon knows is of the
    /// class of the noun.
    pub(super) fn listed(&mut self, s: usize, phrase: &Phrase) -> Option<Vec<EntityIdx>> {
        let hits = named_owners(phrase).filter(|h| h.len() > 1 && phrase.plural)?;
        self.places_of(s, &hits, phrase.kind.class)
    }

    /// The places that a counted noun introduces: *deux villages, X et Y*, *trois bases de l'armée : X, Y et Z*.
    pub(super) fn enumerated(&mut self, s: usize, phrase: &Phrase) -> Option<Vec<EntityIdx>> {
        let places = matches!(phrase.sort, Sort::Town | Sort::Area | Sort::Facility);
        let view = &self.views[s];
        let counted = (phrase.words.start..phrase.noun.start).any(|i| view.upos(i) == Upos::Num);
        if !places || !phrase.plural || !counted {
            return None;
        }
        let end = phrase.qualified_end();
        let mark = (end..view.len().min(end + REACH))
            .take_while(|&i| !view.token(i).feats.has("VerbForm", "Fin"))
            .find(|&i| matches!(view.low(i), "," | ":" | "("))?;
        let hits = list_after(view, &self.hits[s], &self.hit_at[s], mark)?;
        self.places_of(s, &hits, phrase.kind.class)
    }

    /// The sites of *les camps de X et de Y*: one at each, of the noun in the singular.
    pub(super) fn listed_sites(&mut self, s: usize, phrase: &Phrase) -> Option<Vec<EntityIdx>> {
        let at_place = |&h: &usize| {
            self.linked[s][h]
                .is_none_or(|e| self.registry.class(e).is_place() && !self.registry.is_country(e))
        };
        let names = named_owners(phrase).filter(|names| names.iter().all(at_place));
        let several = phrase.plural && phrase.definite && phrase.origins.is_empty();
        let names = names.filter(|n| several && n.len() > 1)?;
        let found = names.into_iter().map(|hit| {
            let name = self.surface(s, &self.hits[s][hit].words.clone());
            // « de », « du », « d' », as the text has it
            let before = self.hits[s][hit].words.start - 1;
            let link =
                Some(before).filter(|&b| self.lexicon.has(self.views[s].low(b), WordClass::Link));
            let start = link.unwrap_or(self.hits[s][hit].words.start);
            let of = if link.is_some() {
                String::new()
            } else {
                self.lexicon.label("of", "") + " "
            };
            let name_with_link = self.surface(s, &(start..self.hits[s][hit].words.end));
            let label = format!("{} {of}{name_with_link}", phrase.kind.lemma).replace('’', "'");
            let known = self.lexical(&label, phrase.kind.class);
            known.unwrap_or_else(|| {
                let key = (phrase.kind.lemma.clone(), exact_key(&name));
                if let Some(&known) = self.sites.get(&key) {
                    return known;
                }
                let country = self.linked[s][hit].and_then(|e| self.registry.country_of(e));
                let class = phrase.kind.class;
                let made = (self.registry).made(self.names, (&label, &label), class, country, true);
                self.sites.insert(key, made);
                made
            })
        });
        Some(found.collect())
    }

    /// What the names `hits` mean as places, an unknown one of `class`; nothing where one of them is none.
    fn places_of(
        &mut self,
        s: usize,
        hits: &[usize],
        class: EntityClass,
    ) -> Option<Vec<EntityIdx>> {
        let is_place = |e: EntityIdx| self.registry.class(e).is_place();
        let known = |e: EntityIdx| !self.registry.entities[e].links.is_empty();
        let other = |&h: &usize| self.linked[s][h].is_some_and(|e| !is_place(e) && known(e));
        if hits.iter().any(other) {
            return None;
        }
        let found = hits.iter().map(|&h| {
            let name = self.surface(s, &self.hits[s][h].words.clone());
            let entity = match self.linked[s][h] {
                Some(e) if self.registry.class(e).is_place() => return e,
                // A name that looked like somebody's, before the noun said what it is.
                Some(_) => {
                    let id = format!("{class:?}-{name}");
                    (self.registry).made(self.names, (&id, &name), class, None, true)
                }
                None => self.make_unknown(&name, class),
            };
            self.linked[s][h] = Some(entity);
            entity
        });
        Some(found.collect())
    }
}

/// The owners of a phrase, if all of them are names.
fn named_owners(phrase: &Phrase) -> Option<Vec<usize>> {
    let owners = phrase.owners.iter();
    let names = owners.map(|o| match o {
        Owner::Hit(hit) => Some(*hit),
        _ => None,
    });
    names.collect()
}
