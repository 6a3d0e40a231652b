//! Names of towns that are also regions: which of the two an article means.

use super::Finding;
use super::lexicon::WordClass;
use crate::lexicon::{Candidate, EntityClass};
use crate::ud::Upos;

impl Finding<'_> {
    /// Where an article only ever calls a name a province, the bare name means that.
    pub(super) fn settle_regions(&mut self) {
        for s in 0..self.views.len() {
            for h in 0..self.hits[s].len() {
                self.called_region(s, h);
            }
            for (h, hit) in self.hits[s].iter().enumerate() {
                // « la bande de Gaza »
                let last = self.views[s].forms[hit.words.end - 1];
                if hit.words.len() > 2
                    && let Some(region) =
                        self.linked[s][h].filter(|&e| self.registry.class(e) == EntityClass::Region)
                {
                    self.regions
                        .entry(crate::lexicon::normalize::exact_key(last))
                        .or_insert(region);
                }
            }
        }
        let mission = self.mission();
        for s in 0..self.views.len() {
            for h in 0..self.hits[s].len() {
                let Some(entity) = self.linked[s][h].filter(|_| !self.hits[s][h].given()) else {
                    continue;
                };
                // « un Casque bleu » of the one mission that the article names
                if let Some(mission) = mission
                    && self
                        .lexicon
                        .has(&self.registry.entities[entity].id, WordClass::AnyMission)
                {
                    self.linked[s][h] = Some(mission);
                }
                if self.registry.class(entity) != EntityClass::City {
                    continue;
                }
                let name = self.surface(s, &self.hits[s][h].words.clone());
                let key = crate::lexicon::normalize::exact_key(&name);
                let region = self.regions.get(&key).copied();
                if let Some(region) = region.filter(|_| {
                    !self.towns.contains(&key)
                        && !self.described.values().any(|d| d.contains(&entity))
                }) {
                    self.linked[s][h] = Some(region);
                }
            }
        }
    }

    /// « Deir ez-Zor est une province stratégique »: here the name is that of the region.
    fn called_region(&mut self, s: usize, h: usize) {
        let (view, hit) = (&self.views[s], &self.hits[s][h]);
        let end = hit.words.end;
        let is =
            end + 2 < view.len() && view.upos(end) == Upos::Aux && view.upos(end + 1) == Upos::Det;
        let region = is
            && self
                .names
                .noun_kinds(&view.token(end + 2).lemma)
                .first()
                .is_some_and(|k| k.class == EntityClass::Region && k.kind == "region");
        let city = self.linked[s][h].filter(|&e| self.registry.class(e) == EntityClass::City);
        let Some(city) = city.filter(|_| region) else {
            return;
        };
        let country = self.registry.country_of(city);
        let name = self.surface(s, &hit.words.clone());
        let label = self.registry.entities[city].label.clone();
        let fits = |c: &Candidate| c.class == EntityClass::Region && c.country == country;
        let found = self.hits[s][h].candidates.iter().find(|c| fits(c)).cloned();
        let found = found.or_else(|| self.names.lookup(&label).into_iter().find(|c| fits(c)));
        if let Some(candidate) = found {
            let region = self.registry.linked(self.names, &candidate);
            let key = crate::lexicon::normalize::exact_key(&name);
            self.regions.entry(key).or_insert(region);
            self.linked[s][h] = Some(region);
        }
    }
}
