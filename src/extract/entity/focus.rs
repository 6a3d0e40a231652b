//! Which countries an article speaks of, and where most of it happens.

use super::Finding;
use crate::lexicon::{Demonym, Source};
use crate::ud::Upos;
use smol_str::SmolStr;
use std::collections::BTreeMap;

impl Finding<'_> {
    /// Counts the countries that the article speaks of, by name and by adjective.
    pub(super) fn weigh(&mut self) {
        for (s, view) in self.views.iter().enumerate() {
            for hit in &self.hits[s] {
                let sure = hit
                    .candidates
                    .first()
                    .filter(|c| c.source != Source::Gazetteer && !c.ambiguous);
                let code = sure.and_then(|c| c.country.clone().or_else(|| c.capital_of.clone()));
                if let Some(code) = code {
                    *self.weights.entry(code).or_default() += 2;
                }
            }
            for i in 0..view.len() {
                if matches!(view.upos(i), Upos::Adj | Upos::Noun) && self.hit_at[s][i].is_none() {
                    let origin = self.names.demonym(view.low(i));
                    for code in origin.iter().flat_map(Demonym::countries) {
                        *self.weights.entry(code).or_default() += 1;
                    }
                }
            }
        }
    }

    /// The country where most of the article happens: places in it and its name after *en*, *au*.
    pub(super) fn set_focus(&mut self) {
        let mut places: BTreeMap<SmolStr, u32> = BTreeMap::new();
        for s in 0..self.views.len() {
            for (h, hit) in self.hits[s].iter().enumerate() {
                let Some(entity) = self.linked[s][h] else {
                    continue;
                };
                let Some(code) = self.registry.country_of(entity) else {
                    continue;
                };
                // « Mali : attaque à Tombouctou »
                let heads = hit.words.start == 0 && self.views[s].low(hit.words.end) == ":";
                let country = self.registry.is_country(entity);
                let located =
                    self.located(s, hit.words.start) || self.sided_before(s, hit.words.start);
                let place = self.registry.class(entity).is_place();
                *places.entry(code).or_default() += match (heads, country, located, place) {
                    (true, ..) => 20,
                    (_, true, true, _) => 4,
                    (_, false, _, true) => 3,
                    _ => 0,
                };
            }
        }
        if places.values().all(|w| *w < 3) {
            for (code, weight) in &self.weights {
                *places.entry(code.clone()).or_default() += weight;
            }
        }
        let mut ranked: Vec<(u32, SmolStr)> = places.into_iter().map(|(c, w)| (w, c)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        self.focus = match ranked.as_slice() {
            [(first, code), (second, _), ..] if *first >= 3 && first > second => Some(code.clone()),
            [(first, code)] if *first >= 2 => Some(code.clone()),
            _ => None,
        };
    }

    /// « l'est de la Syrie »: a side or area before the country.
    fn sided_before(&self, s: usize, i: usize) -> bool {
        let view = &self.views[s];
        let noun = (i.saturating_sub(3)..i)
            .rev()
            .find(|&j| view.upos(j) == Upos::Noun);
        noun.and_then(|j| self.names.noun_kinds(&view.token(j).lemma).first())
            .is_some_and(|k| k.class.is_place())
    }
}
