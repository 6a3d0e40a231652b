//! Names in a sentence: the longest that the lexicons know, and runs of capitalized words.

use super::lexicon::{Lexicon, WordClass};
use super::recognize::NameClass;
use super::view::View;
use crate::lexicon::{Candidate, Demonym, EntityClass, Names, Source};
use crate::ud::Upos;
use std::ops::Range;

/// A name found in a sentence, not yet an entity.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// Surface words.
    pub(super) words: Range<usize>,
    /// What the lexicons know under it, best first; empty for an unknown name.
    pub(super) candidates: Vec<Candidate>,
    /// What an unknown name looks like, from its own words.
    pub(super) guess: Option<EntityClass>,
    /// Who bears it, as the learned recognizer sees it.
    pub(super) seen: Option<NameClass>,
}

impl Hit {
    /// Whether the user says what the name means.
    pub(super) fn given(&self) -> bool {
        self.candidates.first().is_some_and(|c| c.given)
    }
}

/// Finds the names of a sentence, from left to right, none inside another.
///
/// `seen` is what the learned recognizer sees: it decides how far an unknown name goes and who bears it.
pub(super) fn find(
    view: &View<'_>,
    names: &Names,
    lexicon: &Lexicon,
    seen: &[(Range<usize>, NameClass)],
) -> Vec<Hit> {
    let scan = Scan {
        view,
        names,
        lexicon,
        seen,
    };
    let mut hits: Vec<Hit> = Vec::new();
    let mut i = 0;
    while i < view.len() {
        if let Some(n) = names.silenced(&view.forms[i..]) {
            i += n;
            continue;
        }
        match scan.at(i) {
            Some(hit) => {
                i = hit.words.end;
                hits.push(hit);
            }
            None => i += 1,
        }
    }
    hits
}

struct Scan<'a, 'v> {
    view: &'a View<'v>,
    names: &'a Names,
    lexicon: &'a Lexicon,
    seen: &'a [(Range<usize>, NameClass)],
}

impl Scan<'_, '_> {
    /// The name that starts at surface word `i`.
    fn at(&self, i: usize) -> Option<Hit> {
        if !self.view.forms[i].chars().any(char::is_alphanumeric) {
            return None;
        }
        let known = self.known(i);
        if known.as_ref().is_some_and(Hit::given) {
            return known;
        }
        let end = self.run_end(i);
        let Some(end) = end else {
            return known;
        };
        if let Some(known) = known
            && (known.words.end >= end || self.stands_alone(&known, end))
        {
            return Some(known);
        }
        // « le président syrien Bachar al-Assad »: a known name may close the run.
        let cut = (i + 1..end).find(|&j| {
            self.known(j).is_some_and(|h| {
                h.given()
                    || h.words.end >= end
                        && h.candidates.iter().any(|c| {
                            c.source != Source::Gazetteer
                                && c.exact
                                && (c.class != EntityClass::Person || h.words.len() > 1)
                        })
            })
        });
        let organization = self.organization(i, end);
        if let Some(hit) = organization {
            return Some(hit);
        }
        self.unknown(i..cut.unwrap_or_else(|| self.seen_end(i, end)))
    }

    /// How far an unknown name from `i` goes: as far as its capitals, or as the recognizer sees it beyond
    /// them (*Norte de Santander*) or sees another name begin (*Union africaine* Moussa Faki).
    fn seen_end(&self, i: usize, end: usize) -> usize {
        let starts = |at: usize| self.seen.iter().find(|(words, _)| words.start == at);
        match starts(i) {
            Some((words, _)) if words.end > end || starts(words.end).is_some() => words.end,
            _ => end,
        }
    }

    /// What the recognizer sees in these words.
    fn seen(&self, words: &Range<usize>) -> Option<NameClass> {
        let inside = |w: &Range<usize>| w.start == words.start && w.end <= words.end;
        self.seen.iter().find(|(w, _)| inside(w)).map(|(_, c)| *c)
    }

    /// The longest name of the lexicons at `i` that may be one here.
    fn known(&self, i: usize) -> Option<Hit> {
        let (n, candidates) = self.view.longest_name(i, self.names)?;
        let (n, mut candidates) = (*n, candidates.clone());
        let words = i..i + n;
        let hit = |candidates| Hit {
            words: words.clone(),
            candidates,
            guess: None,
            seen: self.seen(&words),
        };
        if candidates.iter().any(|c| c.given) {
            return Some(hit(candidates));
        }
        let upos = self.view.upos(i);
        let function = upos.is_function() || upos == Upos::Punct;
        if function && !self.view.capital(i) {
            return None;
        }
        // Peoples are read as adjectives and nouns of origin.
        candidates.retain(|c| c.source != Source::Peoples);
        if n == 1 {
            let form = self.view.low(i);
            if self.lexicon.has(self.view.forms[i], WordClass::Never)
                || self.lexicon.has(form, WordClass::Never)
            {
                return None;
            }
            candidates.retain(|c| self.allowed(i, c));
        } else if !self.view.forms[words.clone()]
            .iter()
            .any(|f| f.chars().any(char::is_uppercase))
        {
            candidates.retain(|c| c.source != Source::Gazetteer);
        } else if self.view.opens(i) && upos.is_function() {
            // « Le port de X » at the start of a sentence is no town of that name.
            let lower = |f: &&str| f.chars().next().is_some_and(char::is_lowercase);
            if self.view.forms[i + 1..words.end].iter().all(lower) {
                candidates.retain(|c| c.source != Source::Gazetteer);
            }
        }
        // « le Conseil de sécurité ukrainien » is not that of the UN.
        let origin = (words.end < self.view.len() && n > 1)
            .then(|| self.names.demonym(self.view.low(words.end)))
            .flatten();
        if let Some(Demonym::Country(code)) = origin {
            let body = |c: &Candidate| {
                matches!(
                    c.class,
                    EntityClass::GovernmentBody | EntityClass::Organization
                )
            };
            candidates.retain(|c| !body(c) || c.country.as_ref() == Some(&code));
        }
        (!candidates.is_empty()).then(|| hit(candidates))
    }

    /// Whether a single word may be `candidate`: common words of a sentence's start are not towns.
    fn allowed(&self, i: usize, candidate: &Candidate) -> bool {
        let upos = self.view.upos(i);
        let proper = matches!(upos, Upos::Propn | Upos::X);
        let opens = self.view.opens(i);
        let function = upos.is_function() || upos == Upos::Num;
        if function && (opens || candidate.source == Source::Gazetteer || candidate.ambiguous) {
            return false;
        }
        match candidate.source {
            Source::Countries | Source::Peoples => {
                !candidate.ambiguous || (self.view.capital(i) && proper)
            }
            Source::User => true,
            Source::Actors | Source::Places => {
                !candidate.ambiguous
                    || (self.view.capital(i) && proper && !opens)
                    || !self.view.capital(i)
            }
            Source::Gazetteer => {
                self.view.capital(i)
                    && (proper || (!opens && matches!(upos, Upos::Noun | Upos::Adj)))
                    && !(candidate.ambiguous && (opens || !self.located(i)))
            }
        }
    }

    /// Whether a preposition or a noun of place stands before `i`.
    pub(super) fn located(&self, i: usize) -> bool {
        i > 0
            && (self.lexicon.has(self.view.low(i - 1), WordClass::Locative)
                || matches!(self.view.upos(i - 1), Upos::Adp))
    }

    /// Whether a known name that is shorter than its run of capitals is a name of its own.
    fn stands_alone(&self, hit: &Hit, end: usize) -> bool {
        let Some(best) = hit.candidates.first() else {
            return false;
        };
        if matches!(best.source, Source::Gazetteer)
            || best.class == EntityClass::Person
            || !best.exact
        {
            return false;
        }
        let rest = hit.words.end;
        // « du Hamas Ismaïl Haniyeh », but not « Washington Post ».
        best.class.is_actor()
            && (end - rest >= 2 || self.known(rest).is_some_and(|h| h.words.end >= end))
    }

    /// Whether surface word `i` is written as a name, whatever the lexicons say.
    fn name_like(&self, i: usize) -> bool {
        let Some(form) = self.view.forms.get(i) else {
            return false;
        };
        let written = if self.view.capital(i) {
            form.chars().count() > 1
                || form.ends_with('.')
                || self.view.forms.get(i + 1) == Some(&".")
        } else {
            // « al-Asad », « ez-Zor »
            form.split_once(['-', '‑', '’', '\''])
                .is_some_and(|(before, after)| {
                    self.lexicon.has(before, WordClass::Particle)
                        && after.chars().next().is_some_and(char::is_uppercase)
                })
        };
        written
            && !self.lexicon.has(form, WordClass::Never)
            && !self.lexicon.has(self.view.low(i), WordClass::Never)
    }

    /// Where the run of capitalized words from `i` ends; `None` where none starts.
    fn run_end(&self, i: usize) -> Option<usize> {
        if !self.name_like(i) {
            return None;
        }
        let upos = self.view.upos(i);
        let known_word = upos.is_function() || matches!(upos, Upos::Verb | Upos::Num);
        if self.view.opens(i) && !matches!(upos, Upos::Propn | Upos::X) && !self.name_like(i + 1) {
            return None;
        }
        if known_word {
            return None;
        }
        let title = |j: usize| {
            self.lexicon.has(self.view.low(j), WordClass::Title)
                || self.names.role(self.view.low(j)).is_some()
        };
        if title(i) {
            return None;
        }
        let mut end = i + 1;
        loop {
            if self.name_like(end) && !self.parted(end) {
                end += 1;
            } else if let Some(next) = self.nickname(end) {
                end = next;
            } else if self.name_like(end + 1)
                && (self.particle(end)
                    || self.view.low(end) == "." && self.view.forms[end - 1].chars().count() == 1)
            {
                end += 2;
            } else {
                return Some(end);
            }
        }
    }

    /// « États-Unis Iran »: whether word `i` cannot belong to the name before it.
    fn parted(&self, i: usize) -> bool {
        matches!(
            self.view.upos(i),
            Upos::Det | Upos::Adp | Upos::Pron | Upos::Aux | Upos::Sconj
        )
    }

    fn particle(&self, i: usize) -> bool {
        i < self.view.len() && self.lexicon.has(self.view.forms[i], WordClass::Particle)
    }

    /// « Michael “Erik” Kurilla », « Joaquin « El Chapo » Guzman »: the end of a nickname in quotes that a capital
    /// follows.
    fn nickname(&self, i: usize) -> Option<usize> {
        let quote = |j: usize| {
            self.view
                .forms
                .get(j)
                .is_some_and(|f| f.chars().all(|c| "“”\"«»".contains(c)))
        };
        let close = (i + 2..i + 5).find(|&j| quote(j))?;
        let named = (i + 1..close).all(|j| self.name_like(j) || self.particle(j));
        (quote(i) && named && self.name_like(close + 1)).then_some(close + 2)
    }

    /// « le Conseil militaire d'al-Bab », « Front populaire de libération (FPL) »: a capitalized noun of
    /// organization and what completes it.
    fn organization(&self, i: usize, run: usize) -> Option<Hit> {
        let head = self.view.forms[i];
        if !self.lexicon.has(head, WordClass::OrgHead) {
            return None;
        }
        let end = self.complement_end(run);
        // « le Conseil » alone is not a name.
        if end == i + 1 {
            return None;
        }
        let armed = self.lexicon.has(head, WordClass::ArmedHead);
        let guess = if armed {
            EntityClass::ArmedGroup
        } else {
            EntityClass::Organization
        };
        Some(Hit {
            words: i..end,
            candidates: Vec::new(),
            guess: Some(guess),
            seen: self.seen(&(i..end)),
        })
    }

    /// The end of the adjectives and *de* phrases that follow surface word `end - 1`.
    fn complement_end(&self, mut end: usize) -> usize {
        let view = self.view;
        let mut phrases = 0;
        while end < view.len() {
            match view.upos(end) {
                Upos::Adj if end > 0 => end += 1,
                Upos::Propn | Upos::X if self.name_like(end) => end += 1,
                Upos::Adp | Upos::Det
                    if phrases < 2 && self.lexicon.has(view.low(end), WordClass::Link) =>
                {
                    let mut next = end + 1;
                    while next < view.len() && view.upos(next) == Upos::Det {
                        next += 1;
                    }
                    let noun = next < view.len()
                        && matches!(view.upos(next), Upos::Noun | Upos::Propn | Upos::X);
                    if !noun {
                        break;
                    }
                    end = next + 1;
                    phrases += 1;
                }
                _ => break,
            }
        }
        end
    }

    /// A run that no lexicon knows, or knows in another romanization only.
    fn unknown(&self, words: Range<usize>) -> Option<Hit> {
        let view = self.view;
        let single = words.len() == 1;
        let form = view.forms[words.start];
        let upos = view.upos(words.start);
        if single
            && (!matches!(upos, Upos::Propn | Upos::X | Upos::Noun | Upos::Adj)
                || form.chars().any(|c| c.is_ascii_digit()))
        {
            return None;
        }
        if single && self.names.demonym(view.low(words.start)).is_some() {
            return None;
        }
        let text = view.forms[words.clone()].join(" ");
        let mut candidates = if text.chars().count() >= 5 {
            self.names.lookup(&text)
        } else {
            Vec::new()
        };
        candidates.retain(|c| {
            c.source != Source::Peoples
                && !(single && view.opens(words.start) && upos != Upos::Propn)
                && !(c.ambiguous && single)
        });
        let guess = self.guess(&words);
        let seen = self.seen(&words);
        if candidates.is_empty()
            && single
            && guess.is_none()
            && seen.is_none()
            && !matches!(upos, Upos::Propn | Upos::X)
        {
            return None;
        }
        Some(Hit {
            words,
            candidates,
            guess,
            seen,
        })
    }

    /// The class that the words of an unknown name suggest by themselves.
    fn guess(&self, words: &Range<usize>) -> Option<EntityClass> {
        let forms = &self.view.forms[words.clone()];
        if self.lexicon.has(forms[0], WordClass::ShipHead) {
            return Some(EntityClass::MilitaryForce);
        }
        if self.lexicon.has(forms[0], WordClass::ArmedHead) && forms.len() > 1 {
            return Some(EntityClass::ArmedGroup);
        }
        if forms
            .iter()
            .any(|f| self.lexicon.has(f, WordClass::OrgHead))
        {
            return (forms.len() > 1).then_some(EntityClass::Organization);
        }
        let acronym = |f: &str| {
            let n = f.chars().count();
            (2..=6).contains(&n) && f.chars().all(|c| c.is_uppercase() || c == '-') && n > 1
        };
        (forms.len() == 1 && acronym(forms[0])).then_some(EntityClass::Organization)
    }
}
