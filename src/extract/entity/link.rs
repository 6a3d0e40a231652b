//! From a name to the entity that it means here.

use super::Finding;
use super::acronym::is_acronym;
use super::lexicon::{Sort, WordClass};
use super::names::Hit;
use super::phrase::{Owner, Phrase};
use super::recognize::NameClass;
use crate::extract::fact::EntityIdx;
use crate::lexicon::normalize::exact_key;
use crate::lexicon::{Candidate, EntityClass, Source};
use crate::ud::Upos;
use smol_str::SmolStr;

impl Finding<'_> {
    /// Links every name: long ones first, since they say whom the short ones mean.
    pub(super) fn link_names(&mut self) {
        for long in [true, false] {
            for s in 0..self.views.len() {
                for h in 0..self.hits[s].len() {
                    let words = self.hits[s][h].words.clone();
                    if (words.len() > 1) == long && self.linked[s][h].is_none() {
                        self.linked[s][h] = self.link(s, h);
                    }
                }
            }
            if long {
                self.define_acronyms();
            }
        }
        self.prefer_bracketed();
    }

    /// *la force de l'Union africaine en Somalie (Atmis)*: the force in brackets is the one that is meant.
    fn prefer_bracketed(&mut self) {
        for s in 0..self.views.len() {
            for h in 0..self.hits[s].len() {
                let meant = self.in_brackets(s, self.hits[s][h].words.end);
                let (Some(outer), Some(inner)) = (self.linked[s][h], meant) else {
                    continue;
                };
                let force = |e| self.registry.class(e) == EntityClass::MilitaryForce;
                if outer != inner && force(outer) && force(inner) {
                    self.linked[s][h] = Some(inner);
                }
            }
        }
    }

    fn link(&mut self, s: usize, h: usize) -> Option<EntityIdx> {
        let hit = self.hits[s][h].clone();
        let name = self.surface(s, &hit.words);
        let single = hit.words.len() == 1;
        if let Some(candidate) = hit.candidates.first().filter(|c| c.given) {
            let entity = self.registry.linked(self.names, candidate);
            if candidate.class == EntityClass::Person && !single {
                self.persons.push((surname_key(&name), entity));
            }
            return Some(entity);
        }
        if single
            && is_acronym(&name)
            && let Some(&meant) = self.acronyms.get(&exact_key(&name))
        {
            return meant;
        }
        let titled = self.titled(s, hit.words.start);
        let located = self.located(s, hit.words.start);
        if single && let Some(person) = self.surname(&name, titled || !located) {
            return Some(person);
        }
        let wanted = self.wanted(s, hit.words.start);
        let best = self.best(&hit, s, wanted, titled, located);
        if let Some(candidate) = best {
            if let Some(code) = &candidate.capital_of
                && candidate.class == EntityClass::City
                && wanted.is_none()
                && self.means_state(s, &hit)
            {
                return self.registry.country(self.names, code);
            }
            let entity = self.registry.linked(self.names, &candidate);
            if candidate.class == EntityClass::Person && !single {
                self.persons.push((surname_key(&name), entity));
            }
            return Some(entity);
        }
        if let Some(known) = self.unknown.get(&exact_key(&name)) {
            return Some(*known);
        }
        let class = self.unknown_class(s, &hit, wanted, titled, located)?;
        // « l'usine X » is called so.
        let noun = hit.words.start.checked_sub(1).filter(|&n| {
            let kinds = self.names.noun_kinds(&self.views[s].token(n).lemma);
            class == EntityClass::Facility && kinds.iter().any(|k| k.class == class)
        });
        let Some(noun) = noun else {
            return Some(self.make_unknown(&name, class));
        };
        let full = self.surface(s, &(noun..hit.words.end));
        let entity = self.make_unknown(&full, class);
        self.unknown.insert(exact_key(&name), entity);
        Some(entity)
    }

    /// *X, un groupe armé affilié à Y,*, *X, une ville du nord de Y,*: what is named right before.
    pub(super) fn said_of_name(&self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let view = &self.views[s];
        let end = phrase.words.end;
        // « X, un groupe armé combattant Y »
        let clause = end < view.len() && {
            let feats = &view.token(end).feats;
            feats.has("VerbForm", "Part")
                || feats.has("PronType", "Rel")
                || matches!(view.upos(end), Upos::Sconj | Upos::Adp)
                // « soutenue par X et que Y accuse »
                || view.upos(end) == Upos::Cconj
                    && end + 1 < view.len()
                    && (view.upos(end + 1) == Upos::Sconj
                        || view.token(end + 1).feats.has("PronType", "Rel"))
        };
        let closed = clause
            || matches!(
                view.forms.get(end).copied(),
                None | Some("," | "." | ")" | "–" | "-")
            );
        if phrase.plural || phrase.possessive || !closed {
            return None;
        }
        let comma = phrase
            .words
            .start
            .checked_sub(1)
            .filter(|&c| view.low(c) == ",")?;
        // « les Forces démocratiques alliées (ADF), un groupe … »
        let last = comma.checked_sub(1).map(|l| {
            if view.low(l) == ")" {
                l.saturating_sub(1)
            } else {
                l
            }
        })?;
        let hit = self.hit_at[s][last]?;
        let entity = self.linked[s][hit]?;
        let class = self.registry.class(entity);
        let fits = match phrase.sort {
            Sort::Town => self.is_town_of(s, phrase) && class == EntityClass::City,
            // « le Haut-Karabakh, la région séparatiste »
            Sort::Area => {
                class == EntityClass::Region
                    && phrase.kind.class == EntityClass::Region
                    && (!phrase.definite || phrase.owners.is_empty() && phrase.origins.is_empty())
            }
            Sort::Land => !phrase.definite && class == EntityClass::Country,
            Sort::Facility => {
                !phrase.definite && matches!(class, EntityClass::Facility | EntityClass::Place)
            }
            _ => {
                let force = matches!(phrase.sort, Sort::Force | Sort::Branch | Sort::Coalition);
                let group = matches!(phrase.sort, Sort::Group | Sort::Fighters | Sort::Org);
                let armed = matches!(class, EntityClass::ArmedGroup | EntityClass::MilitaryForce);
                !phrase.definite
                    && (group && class == EntityClass::ArmedGroup || (force || group) && armed)
            }
        };
        fits.then_some(entity)
    }

    /// *une ville du nord de Y*, *la plus grande ville de Y*, *la capitale de Y*: a town that is not called Y.
    fn is_town_of(&self, s: usize, phrase: &Phrase) -> bool {
        let capital = self.lexicon.has(&phrase.kind.lemma, WordClass::CapitalNoun);
        let town = phrase.owners.iter().any(|o| match o {
            Owner::Hit(hit) => {
                self.linked[s][*hit].is_none_or(|e| self.registry.class(e) == EntityClass::City)
            }
            _ => false,
        });
        !phrase.definite || capital || !town && !phrase.owners.is_empty()
    }

    /// An entity for a name of no lexicon.
    pub(super) fn make_unknown(&mut self, name: &str, class: EntityClass) -> EntityIdx {
        let label = name.replace(['“', '”'], "\"").replace('’', "'");
        let entity = self
            .registry
            .made(self.names, (name, &label), class, None, true);
        self.unknown.insert(exact_key(name), entity);
        if class == EntityClass::Person && name.contains(' ') {
            self.persons.push((surname_key(name), entity));
        }
        entity
    }

    /// The person of the article with this surname, if there is just one.
    fn surname(&self, name: &str, likely: bool) -> Option<EntityIdx> {
        if !likely {
            return None;
        }
        let key = surname_key(name);
        let mut found: Vec<EntityIdx> = self
            .persons
            .iter()
            .filter(|(k, _)| *k == key)
            .map(|(_, e)| *e)
            .collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Whether a title or office stands right before word `i`.
    fn titled(&self, s: usize, i: usize) -> bool {
        let view = &self.views[s];
        (1..=3).any(|back| {
            i.checked_sub(back).is_some_and(|j| {
                let between_fits = (j + 1..i).all(|k| {
                    view.low(k) == ","
                        || view.upos(k) == Upos::Adj
                        || self.names.demonym(view.low(k)).is_some()
                });
                between_fits
                    && (self.lexicon.has(view.low(j), WordClass::Title)
                        || self.names.role(view.low(j)).is_some())
            })
        })
    }

    /// Whether a preposition of place stands before word `i`, over an article.
    pub(super) fn located(&self, s: usize, i: usize) -> bool {
        let view = &self.views[s];
        let mut j = i;
        while j > 0 && view.upos(j - 1) == Upos::Det && view.words[j - 1].len() == 1 {
            j -= 1;
        }
        j > 0 && self.lexicon.has(view.low(j - 1), WordClass::Locative)
    }

    /// The class that a noun before the name asks for: *la ville de*, *le groupe*.
    fn wanted(&self, s: usize, i: usize) -> Option<EntityClass> {
        let view = &self.views[s];
        let mut j = i;
        while j > 0 && i - j < 4 {
            let low = view.low(j - 1);
            let noun = matches!(view.upos(j - 1), Upos::Noun | Upos::Propn)
                && self.hit_at[s][j - 1].is_none();
            if noun && self.names.demonym(low).is_none() {
                let kinds = self.names.noun_kinds(&view.token(j - 1).lemma);
                return kinds.first().map(|k| k.class).filter(|c| {
                    let joined = i - j > 0 && (j..i).any(|k| view.upos(k) == Upos::Adp);
                    // « les bases de Daech »: owned, not named so.
                    !joined || matches!(c, EntityClass::City | EntityClass::Region)
                });
            }
            let inside = self.lexicon.has(low, WordClass::Link)
                || matches!(view.upos(j - 1), Upos::Adj | Upos::Det)
                || "«“\"".contains(low);
            if !inside {
                return None;
            }
            j -= 1;
        }
        None
    }

    /// The most likely candidate, or none that is likely enough.
    fn best(
        &self,
        hit: &Hit,
        s: usize,
        wanted: Option<EntityClass>,
        titled: bool,
        located: bool,
    ) -> Option<Candidate> {
        let single = hit.words.len() == 1;
        let opens = self.views[s].opens(hit.words.start);
        let mut best: Option<(i64, &Candidate)> = None;
        for candidate in &hit.candidates {
            let near = candidate
                .country
                .as_ref()
                .is_some_and(|c| self.weights.contains_key(c));
            let place = candidate.class.is_place();
            let weak =
                candidate.source == Source::Gazetteer && (!near || single && candidate.ambiguous);
            if !candidate.exact && single && (weak || opens) {
                continue;
            }
            if weak
                && candidate.population < 20_000
                && candidate.capital_of.is_none()
                && !(located && candidate.exact && wanted.is_none_or(|w| w.is_place()))
            {
                continue;
            }
            // « Pierre », « Martin »: also towns.
            let person = titled || hit.seen == Some(NameClass::Person) && !located;
            if person && single && candidate.source == Source::Gazetteer {
                continue;
            }
            let mut score = i64::from(candidate.rank);
            if near {
                score += 1_500_000;
            }
            if self.at_home(s, hit, candidate) {
                score += 6_000_000;
            }
            if !candidate.exact {
                score -= 2_000_000;
            }
            if titled && candidate.class == EntityClass::Person {
                score += 4_000_000;
            }
            if located && place {
                score += 1_000_000;
            }
            if let Some(wanted) = wanted {
                score += if candidate.class == wanted {
                    4_000_000
                } else if candidate.class.is_place() != wanted.is_place() {
                    -3_000_000
                } else {
                    0
                };
            }
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, candidate));
            }
        }
        best.map(|(_, c)| c.clone())
    }

    /// Whether the article says that a town is the one of a country that another, better known, does not
    /// lie in: *Tripoli* in a sentence that names Lebanon, or an article that names it often, and not Libya.
    fn at_home(&self, s: usize, hit: &Hit, candidate: &Candidate) -> bool {
        let weight = |c: &SmolStr| self.weights.get(c).copied().unwrap_or(0);
        let view = &self.views[s];
        let here = |c: &SmolStr| {
            let named = self.hits[s].iter().any(|h| {
                h.candidates.first().is_some_and(|f| {
                    f.class == EntityClass::Country && f.country.as_ref() == Some(c)
                })
            });
            // « l'armée libanaise »
            let told = |i: usize| {
                let origin = (view.upos(i) == Upos::Adj).then(|| self.names.demonym(view.low(i)));
                origin
                    .flatten()
                    .iter()
                    .flat_map(|d| d.countries())
                    .any(|o| o == *c)
            };
            named || (0..view.len()).any(told)
        };
        let Some(country) = &candidate.country else {
            return false;
        };
        // What the lexicon of places lists is well known.
        let large = candidate.population >= 100_000
            || candidate.kind == "PPLA"
            || candidate.source != Source::Gazetteer;
        let first = hit.candidates.first().and_then(|c| c.country.as_ref());
        let Some(rival) = first.filter(|r| *r != country) else {
            return false;
        };
        let spelled = || exact_key(&candidate.label) == exact_key(&self.surface(s, &hit.words));
        let said = here(country) && !here(rival) || weight(country) >= 6 && weight(rival) == 0;
        large && candidate.class == EntityClass::City && said && spelled()
    }
}

/// The last word of a name, as a key: *Kurilla*, *al-Asad*.
fn surname_key(name: &str) -> String {
    let last = name
        .trim_end_matches([' ', '.'])
        .rsplit([' ', '\u{a0}'])
        .find(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2);
    exact_key(last.unwrap_or(name))
}
