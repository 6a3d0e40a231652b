use super::aliases::Aliases;
use super::entity::{Candidate, Country, Demonym, NounKind, People, Role};
use super::gazetteer::Gazetteer;
use super::index::{Case, Index};
use super::keys::{Value, Walk};
use super::load::{Loaded, Nouns, load_tables};
use super::normalize::{as_exact_key, exact_key, loose_key, push_exact};
use super::table::NamesError;
use crate::data::Data;
use smol_str::SmolStr;

/// All knowledge of names: countries, actors, places, peoples, demonyms, kinds and roles.
pub struct Names {
    loaded: Loaded,
    index: Index,
    gazetteer: Option<Gazetteer>,
    aliases: Aliases,
}

/// The longest name considered, in tokens.
const MAX_TOKENS: usize = 12;

impl Names {
    /// Reads the lexicons of names from `lexicon/` in `data`.
    ///
    /// The compiled gazetteer may be absent: names are then those of the TSV files. Every file under
    /// `aliases/` holds names as the user wants them read (`griot build --help` gives the format).
    ///
    /// # Errors
    /// When a file is missing or a line of one is wrong; the message shows the line.
    pub fn load(data: &Data) -> Result<Self, NamesError> {
        let (loaded, builder) = load_tables(data)?;
        let gazetteer = Gazetteer::open(data)?;
        let mut names = Self {
            loaded,
            index: builder.build(),
            gazetteer,
            aliases: Aliases::default(),
        };
        names.aliases = Aliases::load(data, &names)?;
        Ok(names)
    }

    /// What a name may stand for, however cased and accented, best first by prior rank.
    ///
    /// The exact key is tried first; only when nothing has it, the loose key of transliterations
    /// ([`Candidate::exact`] tells which).
    #[must_use]
    pub fn lookup(&self, surface: &str) -> Vec<Candidate> {
        let key = exact_key(surface);
        if let Some(meaning) = self.aliases.get(&key, Case::written(surface)) {
            return meaning.cloned().into_iter().collect();
        }
        let mut found = Vec::new();
        self.index
            .exact()
            .get(&key, |p| found.extend(self.loaded.candidate(p, true)));
        if let Some(gazetteer) = &self.gazetteer {
            gazetteer.exact(&key, &mut found);
        }
        if found.is_empty() && key.len() > 3 {
            let loose = loose_key(&key);
            self.index
                .loose()
                .get(&loose, |p| found.extend(self.loaded.candidate(p, false)));
            if let Some(gazetteer) = &self.gazetteer {
                gazetteer.loose(&loose, &mut found);
            }
        }
        self.rank(found)
    }

    /// The longest name that starts at the first of `tokens` and ends with one: how many tokens it
    /// spans, and what it may stand for, best first. Exact keys only.
    ///
    /// A name matches as its lexicon writes it: acronyms in capitals, proper names with a capital,
    /// *talibans* any way. A token of no letter or digit ends the name, but for hyphens and
    /// apostrophes.
    #[must_use]
    pub fn longest_match(&self, tokens: &[&str]) -> Option<(usize, Vec<Candidate>)> {
        let mut best: Option<(usize, Option<Value>, Option<Value>)> = None;
        let user = self.user_match(tokens);
        let first = tokens.first()?;
        let places = opens_place(first);
        if !places && user.is_none() && !self.index.exact().opens(&as_exact_key(first)) {
            return None;
        }
        let mut own = Some(self.index.exact().walk());
        let gazetteer = self.gazetteer.as_ref().filter(|_| places);
        let mut bulk = gazetteer.map(Gazetteer::walk);
        let mut key = String::with_capacity(32);
        for (i, token) in tokens.iter().take(MAX_TOKENS).enumerate() {
            let start = key.len();
            if !push_exact(token, &mut key) {
                if i == 0 || !is_joint(token) {
                    break;
                }
                continue;
            }
            step(&mut own, &key[start..]);
            step(&mut bulk, &key[start..]);
            if own.is_none() && bulk.is_none() {
                break;
            }
            let value = |walk: &Option<Walk<'_>>| walk.as_ref().and_then(Walk::value);
            let values = (value(&own), value(&bulk));
            if values != (None, None) && self.allowed(&tokens[..=i], values) {
                best = Some((i + 1, values.0, values.1));
            }
        }
        let known = best.filter(|&(n, ..)| user.as_ref().is_none_or(|(m, _)| *m < n));
        match known {
            Some((n, own, bulk)) => Some((n, self.candidates(&tokens[..n], (own, bulk)))),
            None => user.and_then(|(n, meaning)| Some((n, vec![meaning?.clone()]))),
        }
    }

    /// How many tokens at the start of `tokens` the user wants to name nothing, if no longer name of the
    /// lexicons starts there.
    #[must_use]
    pub fn silenced(&self, tokens: &[&str]) -> Option<usize> {
        let (n, meaning) = self.user_match(tokens)?;
        let longer = || self.longest_match(tokens).is_some_and(|(m, _)| m > n);
        (meaning.is_none() && !longer()).then_some(n)
    }

    /// The longest of the user's aliases at the start of `tokens`.
    fn user_match(&self, tokens: &[&str]) -> Option<(usize, Option<&Candidate>)> {
        if self.aliases.is_empty() {
            return None;
        }
        let mut key = String::new();
        let mut best = None;
        for (i, token) in tokens.iter().take(MAX_TOKENS).enumerate() {
            if !push_exact(token, &mut key) {
                if i == 0 || !is_joint(token) {
                    break;
                }
                continue;
            }
            if let Some(meaning) = self.aliases.get(&key, written(&tokens[..=i])) {
                best = Some((i + 1, meaning));
            }
        }
        best
    }

    /// Whether any meaning of the values may be written as `tokens` are.
    fn allowed(&self, tokens: &[&str], (own, bulk): (Option<Value>, Option<Value>)) -> bool {
        let written = written(tokens);
        let mut any = false;
        if let Some(value) = own {
            self.index.exact().each(value, |p| any |= p.case <= written);
        }
        any || (bulk.is_some() && is_place_written(tokens, written))
    }

    fn candidates(
        &self,
        tokens: &[&str],
        (own, bulk): (Option<Value>, Option<Value>),
    ) -> Vec<Candidate> {
        let written = written(tokens);
        let mut found = Vec::new();
        if let Some(value) = own {
            self.index.exact().each(value, |p| {
                if p.case <= written {
                    found.extend(self.loaded.candidate(p, true));
                }
            });
        }
        if let (Some(value), Some(gazetteer)) = (bulk, &self.gazetteer)
            && is_place_written(tokens, written)
        {
            gazetteer.each(value, true, &mut found);
        }
        self.rank(found)
    }

    /// Drops a second record of the same GeoNames place, and sorts, best first.
    fn rank(&self, mut found: Vec<Candidate>) -> Vec<Candidate> {
        found.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.id.cmp(&b.id)));
        let mut kept: Vec<Candidate> = Vec::with_capacity(found.len());
        for candidate in found {
            let same = kept.iter_mut().find(|k| {
                k.geonames.is_some()
                    && k.geonames == candidate.geonames
                    && k.class == candidate.class
            });
            match same {
                Some(first) => first.fill(&candidate),
                None => kept.push(candidate),
            }
        }
        for candidate in &mut kept {
            if candidate.capital_of.is_none() {
                candidate.capital_of = candidate
                    .geonames
                    .and_then(|id| self.loaded.capitals.get(&id).cloned());
            }
        }
        kept
    }

    /// The country with an ISO 3166 code.
    #[must_use]
    pub fn country(&self, iso2: &str) -> Option<&Country> {
        let i = *self.loaded.country_by_code.get(iso2)?;
        self.loaded.countries.get(i)
    }

    /// Every country, by code.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.loaded.countries
    }

    /// The people, faith or persuasion with an id.
    #[must_use]
    pub fn people(&self, id: &str) -> Option<&People> {
        self.loaded.peoples.iter().find(|p| p.id == id)
    }

    /// What an adjective or noun of origin refers to: *américaines*, *kurde*, *turco-syrienne*.
    #[must_use]
    pub fn demonym(&self, form: &str) -> Option<Demonym> {
        let key = as_exact_key(form);
        if let Some(found) = self.loaded.demonyms.get(&*key) {
            return Some(found.clone());
        }
        if !key.contains(' ') {
            return None;
        }
        let mut parts = Vec::new();
        let words: Vec<&str> = key.split(' ').collect();
        let (last, first) = words.split_last()?;
        for word in first {
            let found = self
                .loaded
                .prefixes
                .get(*word)
                .or_else(|| self.loaded.demonyms.get(*word));
            parts.push(found?.clone());
        }
        parts.push(self.loaded.demonyms.get(*last)?.clone());
        Some(Demonym::Compound(parts))
    }

    /// What a compound's first part refers to: *turco*, *irano*, *pro* gives nothing.
    #[must_use]
    pub fn demonym_prefix(&self, prefix: &str) -> Option<Demonym> {
        self.loaded.prefixes.get(&exact_key(prefix)).cloned()
    }

    /// Everything the candidate is also called, the label first.
    #[must_use]
    pub fn aliases(&self, candidate: &Candidate) -> Vec<SmolStr> {
        match &self.gazetteer {
            Some(gazetteer) if candidate.source == super::Source::Gazetteer => {
                gazetteer.aliases(candidate.record)
            }
            _ => self.loaded.aliases(candidate.record),
        }
    }

    /// Identifiers that data files vouch for, as (scheme, identifier): `ucdp`, `un`.
    #[must_use]
    pub fn references(&self, candidate: &Candidate) -> Vec<(&'static str, SmolStr)> {
        self.loaded.references(candidate)
    }

    /// The entity of the TSV lexicons with an id: `hezbollah`, `iran`.
    #[must_use]
    pub fn entity(&self, id: &str) -> Option<Candidate> {
        self.loaded.by_id(id).or_else(|| self.aliases.entity(id))
    }

    /// The entity with an id, of the TSV lexicons or the gazetteer: `deir-ez-zor-170794`.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Candidate> {
        self.loaded.by_id(id).or_else(|| {
            let gazetteer = self.gazetteer.as_ref()?;
            let mut found = Vec::new();
            for (end, _) in id.rmatch_indices('-') {
                gazetteer.exact(&id[..end].replace('-', " "), &mut found);
            }
            found.into_iter().find(|c| c.id == id)
        })
    }

    /// The actor of a kind that belongs to a country, such as its armed forces (`armed-forces`).
    #[must_use]
    pub fn actor_of(&self, iso2: &str, kind: &str) -> Option<Candidate> {
        self.loaded.actor_of(iso2, kind)
    }

    /// What an actor belongs to or a person leads, as ids of entities: `quds-force` → `cgri`.
    #[must_use]
    pub fn belongs_to(&self, candidate: &Candidate) -> Vec<SmolStr> {
        self.loaded.belongs_to(candidate)
    }

    /// Readings of a common noun (lemma, or lemmas parted by spaces) as the head of an entity.
    #[must_use]
    pub fn noun_kinds(&self, lemma: &str) -> &[NounKind] {
        self.nouns(&as_exact_key(lemma))
            .map_or(&[], |nouns| &nouns.kinds)
    }

    /// The same under an exact key, and whether longer nouns open with it.
    pub(crate) fn nouns_of_key(&self, key: &str) -> (&[NounKind], bool) {
        self.nouns(key)
            .map_or((&[], false), |nouns| (&nouns.kinds, nouns.goes_on))
    }

    fn nouns(&self, key: &str) -> Option<&Nouns> {
        self.loaded.nouns.get(key)
    }

    /// The title or office that a lowercase form names.
    #[must_use]
    pub fn role(&self, form: &str) -> Option<&Role> {
        let title = self.loaded.titles.get(&*as_exact_key(form))?;
        self.loaded.roles.get(title.role?)
    }

    /// Whether a title may open with `token`.
    pub(crate) fn opens_title(&self, token: &str) -> bool {
        self.loaded.titles.contains_key(&*as_exact_key(token))
    }

    /// The longest title at the start of `tokens`, of at most seven: *chef d'état-major*.
    #[must_use]
    pub fn longest_role(&self, tokens: &[&str]) -> Option<(usize, &Role)> {
        let mut key = String::new();
        let mut best = None;
        let mut goes_on = true;
        for (i, token) in tokens.iter().take(7).enumerate() {
            let grows = push_exact(token, &mut key);
            if grows && !goes_on || !grows && (i == 0 || !is_joint(token)) {
                break;
            }
            let title = self.loaded.titles.get(&key);
            goes_on = title.is_some_and(|t| t.goes_on);
            let role = title.and_then(|t| self.loaded.roles.get(t.role?));
            if let Some(role) = role
                && abbreviation_allows(&role.title, token)
            {
                best = Some((i + 1, role));
            }
        }
        best
    }
}

/// Whether a title may be written `token`: *Me*, *M.* and their like need their capital.
fn abbreviation_allows(title: &str, token: &str) -> bool {
    title.len() > 4 || Case::written(title) == Case::Any || Case::written(token) != Case::Any
}

/// The case in which `tokens` are written.
fn written(tokens: &[&str]) -> Case {
    let mut capitals = true;
    let mut capital = false;
    for token in tokens {
        match Case::written(token) {
            Case::Any => capitals &= !token.chars().any(char::is_lowercase),
            Case::Capital => {
                capital = true;
                capitals = false;
            }
            Case::Capitals => capital = true,
        }
    }
    match (capital, capitals) {
        (true, true) => Case::Capitals,
        (true, false) => Case::Capital,
        _ => Case::Any,
    }
}

/// Whether a name of the gazetteer may be written so: the first token has a capital or may be an
/// Arabic article, and a single token in capitals is no short acronym.
fn is_place_written(tokens: &[&str], written: Case) -> bool {
    let first = tokens.first().copied().unwrap_or_default();
    let acronym = tokens.len() == 1 && written == Case::Capitals && first.chars().count() <= 5;
    written >= Case::Capital && opens_place(first) && !acronym
}

/// Whether a name of the gazetteer may open with `token`.
fn opens_place(token: &str) -> bool {
    let article = token.len() == 2 && matches!(token.as_bytes()[0], b'a' | b'e');
    article || Case::written(token) >= Case::Capital
}

fn is_joint(token: &str) -> bool {
    matches!(token, "-" | "'" | "’" | "‑" | "‐")
}

fn step(walk: &mut Option<Walk<'_>>, words: &str) {
    if let Some(w) = walk
        && !w.step(words)
    {
        *walk = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::EntityClass;

    fn names() -> Names {
        Names::load(&Data::embedded()).unwrap()
    }

    #[test]
    fn countries_by_name_code_and_demonym() {
        let names = names();
        let us = &names.lookup("Etats-Unis")[0];
        assert_eq!(
            (us.id.as_str(), us.class),
            ("etats-unis", EntityClass::Country)
        );
        assert_eq!(names.country("IR").unwrap().label, "Iran");
        assert_eq!(
            names.demonym("américaines"),
            Some(Demonym::Country("US".into()))
        );
        assert_eq!(
            names.demonym("kurdes"),
            Some(Demonym::People("kurdes".into()))
        );
        let both = ["TR", "SY"].map(|c| Demonym::Country(c.into())).to_vec();
        assert_eq!(
            names.demonym("turco-syrienne"),
            Some(Demonym::Compound(both))
        );
        assert_eq!(names.demonym("bleu"), None);
    }

    #[test]
    fn longest_match_takes_whole_names_in_their_case() {
        let names = names();
        let tokens = ["Côte", "d'", "Ivoire", "et", "Mali"];
        let (n, found) = names.longest_match(&tokens).unwrap();
        assert_eq!((n, found[0].id.as_str()), (3, "cote-d-ivoire"));
        assert_eq!(names.longest_match(&["rdc"]), None);
        assert!(names.longest_match(&["RDC"]).is_some());
    }

    #[test]
    fn titles_are_found_whole() {
        let names = names();
        let (n, role) = names
            .longest_role(&["chef", "d'", "état-major", "de"])
            .unwrap();
        assert_eq!((n, role.kind.as_str()), (3, "chief-of-staff"));
        assert!(names.longest_role(&["me"]).is_none());
        assert_eq!(names.noun_kinds("milice")[0].class, EntityClass::ArmedGroup);
    }
}
