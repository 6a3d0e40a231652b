//! Noun phrases that describe entities, read word after word from their head.

use super::lexicon::{Lexicon, Sort, WordClass};
use super::names::Hit;
use super::view::View;
use crate::lexicon::normalize::{as_exact_key, push_exact};
use crate::lexicon::{Demonym, Names, NounKind, Number};
use crate::ud::Upos;
use smol_str::SmolStr;
use std::ops::Range;

/// What stands in a complement of a phrase.
#[derive(Clone, Debug)]
pub(super) enum Owner {
    /// A name, by its number among the hits of the sentence.
    Hit(usize),
    /// Another description.
    Phrase(Box<Phrase>),
    /// *syrien*, *les Turcs*.
    Origin(Demonym),
    /// Whoever is subject: *ses*, *qu'elle soutient*.
    Subject,
}

/// A description: all positions are surface words.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// The noun.
    pub(super) head: usize,
    /// The noun of kind, which may be several words.
    pub(super) noun: Range<usize>,
    /// From the noun's determiner or number to its last complement.
    pub(super) words: Range<usize>,
    pub(super) kind: NounKind,
    pub(super) sort: Sort,
    pub(super) stem: SmolStr,
    pub(super) origins: Vec<(Demonym, usize)>,
    pub(super) qualifiers: Vec<usize>,
    /// After *de*.
    pub(super) owners: Vec<Owner>,
    /// After *soutenu par*.
    pub(super) backers: Vec<Owner>,
    /// After *lié à*, and *pro-*.
    pub(super) aligned: Vec<Owner>,
    /// After *utilisé par*.
    pub(super) users: Vec<Owner>,
    /// After *à*, *en*, *dans*.
    pub(super) places: Vec<Owner>,
    /// The preposition of the places.
    pub(super) placed_from: Option<usize>,
    /// The name that follows at once.
    pub(super) apposed: Option<usize>,
    pub(super) definite: bool,
    pub(super) demonstrative: bool,
    /// *son*, *leurs*.
    pub(super) possessive: bool,
    /// *nos*: says nothing of whose.
    pub(super) ours: bool,
    pub(super) plural: bool,
}

impl Phrase {
    /// The surface word after the noun and the adjectives that qualify it.
    pub(super) fn qualified_end(&self) -> usize {
        self.qualifiers
            .iter()
            .copied()
            .chain(self.origins.iter().map(|o| o.1))
            .max()
            .map_or(self.noun.end, |last| (last + 1).max(self.noun.end))
    }

    /// Whether nothing but the determiner says which one is meant.
    pub(super) fn bare(&self) -> bool {
        self.origins.is_empty()
            && self.owners.is_empty()
            && self.backers.is_empty()
            && self.aligned.is_empty()
            && self.users.is_empty()
            && self.apposed.is_none()
    }
}

/// Reads the phrases of one sentence.
pub(super) struct PhraseReader<'a, 'v> {
    pub(super) view: &'a View<'v>,
    pub(super) hits: &'a [Hit],
    /// The hit that covers each surface word.
    pub(super) hit_at: &'a [Option<usize>],
    pub(super) names: &'a Names,
    pub(super) lexicon: &'a Lexicon,
}

/// How deep descriptions nest before reading stops.
const DEPTH: usize = 4;

impl PhraseReader<'_, '_> {
    /// The phrase headed by surface word `i`, if it is a noun of a known kind.
    pub(super) fn phrase(&self, i: usize, depth: usize) -> Option<Phrase> {
        if depth > DEPTH || self.hit_at[i].is_some() || !self.heads(i) {
            return None;
        }
        let (length, kind) = self.noun(i)?;
        let sorted = self.lexicon.sort(&kind)?;
        let mut phrase = Phrase {
            head: i,
            noun: i..i + length,
            words: i..i + length,
            sort: sorted.sort,
            stem: if sorted.stem.is_empty() {
                kind.lemma.clone()
            } else {
                sorted.stem.clone()
            },
            kind,
            origins: Vec::new(),
            qualifiers: Vec::new(),
            owners: Vec::new(),
            backers: Vec::new(),
            aligned: Vec::new(),
            users: Vec::new(),
            places: Vec::new(),
            placed_from: None,
            apposed: None,
            definite: false,
            demonstrative: false,
            possessive: false,
            ours: false,
            plural: self.is_plural(i),
        };
        self.before(&mut phrase);
        self.after(&mut phrase, depth);
        Some(phrase)
    }

    /// Whether word `i` may head a phrase: a noun, or an adjective that stands as one (*les blessés*).
    fn heads(&self, i: usize) -> bool {
        let view = self.view;
        match view.upos(i) {
            Upos::Noun | Upos::Propn | Upos::X => true,
            Upos::Adj => {
                let determined = i > 0
                    && (matches!(view.upos(i - 1), Upos::Det | Upos::Num)
                        || view.words[i - 1].len() > 1);
                let before_noun = i + 1 < view.len()
                    && matches!(view.upos(i + 1), Upos::Noun | Upos::Propn | Upos::Adj)
                    // « les rebelles haïtiens », however it was tagged
                    && self.origin(view.low(i + 1)).is_none();
                determined && !before_noun
            }
            _ => false,
        }
    }

    /// The origin that a word says, also in compounds with a first part that no lexicon has: *turquo-syrien*.
    pub(super) fn origin(&self, low: &str) -> Option<Demonym> {
        origin(self.names, low)
    }

    /// Whose friends a word says: *pro-iraniennes*, *prorusses*.
    fn friend(&self, low: &str) -> Option<Demonym> {
        let rest = low.strip_prefix("pro-").map(str::to_owned).or_else(|| {
            match self.names.demonym(low)? {
                Demonym::People(id) => id.strip_prefix("pro-").map(str::to_owned),
                _ => None,
            }
        })?;
        self.origin(&rest)
    }

    fn is_plural(&self, i: usize) -> bool {
        let token = self.view.token(i);
        match token.feats.get("Number") {
            Some(number) => number == "Plur",
            None => token.form.ends_with(['s', 'x']) && !token.lemma.ends_with(['s', 'x']),
        }
    }

    /// The longest noun of a known kind at `i`, in surface words.
    fn noun(&self, i: usize) -> Option<(usize, NounKind)> {
        let token = self.view.token(i);
        let plural = self.is_plural(i);
        let mut best = None;
        let fits = |n: &&NounKind| match n.number {
            Number::Any => true,
            Number::Singular => !plural,
            Number::Plural => plural,
        };
        let heads = [token.lemma.as_str(), self.view.low(i)].map(as_exact_key);
        let n_heads = if heads[0] == heads[1] { 1 } else { 2 };
        for head in &heads[..n_heads] {
            let (kinds, longer) = self.names.nouns_of_key(head);
            if kinds.is_empty() && !longer && !head.is_empty() {
                continue;
            }
            // As in the singular phrase: « bases aériennes », but « dépôts de munitions ».
            let mut keys = [head.to_string(), head.to_string()];
            let mut goes_on = true;
            for end in i + 1..=(i + 5).min(self.view.len()) {
                if end > i + 1 {
                    let word = self.view.low(end - 1);
                    if !word.chars().any(char::is_alphabetic) {
                        break;
                    }
                    let agrees = matches!(self.view.upos(end - 1), Upos::Adj | Upos::Verb);
                    let grows =
                        push_exact(if agrees { singular(word) } else { word }, &mut keys[0]);
                    push_exact(singular(word), &mut keys[1]);
                    if grows && !goes_on {
                        break;
                    }
                }
                let nouns = keys.each_ref().map(|key| self.names.nouns_of_key(key));
                goes_on = head.is_empty() || nouns.iter().any(|(_, longer)| *longer);
                let mut found = nouns.iter().flat_map(|(kinds, _)| *kinds).filter(fits);
                // « le département de Santander » is a region, not a ministry.
                let region = found
                    .clone()
                    .find(|n| n.class == crate::lexicon::EntityClass::Region);
                let found = found.next();
                let found = if region.is_some() && self.place_follows(end) {
                    region
                } else {
                    found
                };
                if let Some(kind) = found
                    && best
                        .as_ref()
                        .is_none_or(|(n, _): &(usize, NounKind)| *n < end - i)
                {
                    best = Some((end - i, kind.clone()));
                }
            }
            if best.is_some() {
                break;
            }
        }
        best
    }

    /// Whether *de* and the name of a place, or an unknown name, follow.
    fn place_follows(&self, end: usize) -> bool {
        let view = self.view;
        let name = (end + 1..(end + 3).min(view.len())).find_map(|i| self.hit_at[i]);
        end < view.len()
            && self.lexicon.has(view.low(end), WordClass::Link)
            && name.is_some_and(|h| {
                self.hits[h].candidates.first().is_none_or(|c| {
                    c.class.is_place() && c.class != crate::lexicon::EntityClass::Country
                })
            })
    }

    /// Determiner, number and adjectives before the noun.
    fn before(&self, phrase: &mut Phrase) {
        let view = self.view;
        let mut i = phrase.head;
        while i > 0 {
            let token = view.token(i - 1);
            let merged = view.words[i - 1].len() > 1;
            match token.upos {
                _ if self.hit_at[i - 1].is_some() => break,
                _ if merged => {
                    // « du », « des », « aux »: the article stands inside.
                    phrase.definite = true;
                    break;
                }
                Upos::Det => {
                    let theirs = self.lexicon.has(view.low(i - 1), WordClass::Theirs);
                    phrase.possessive |= theirs;
                    phrase.ours |= !theirs && token.feats.has("Poss", "Yes");
                    phrase.demonstrative |= token.feats.has("PronType", "Dem");
                    phrase.definite |= token.feats.has("Definite", "Def")
                        || phrase.possessive
                        || phrase.ours
                        || phrase.demonstrative;
                    i -= 1;
                }
                Upos::Num => i -= 1,
                Upos::Adj if self.names.demonym(view.low(i - 1)).is_none() => i -= 1,
                Upos::Adp
                    if i >= 2
                        && self.lexicon.has(view.low(i - 1), WordClass::Link)
                        && self.quantity(i - 2) =>
                {
                    i -= 2
                }
                _ => break,
            }
        }
        if i > 0 && phrase.definite && view.words[i - 1].len() > 1 && i >= 2 && self.quantity(i - 2)
        {
            i -= 2;
        }
        phrase.words.start = i;
    }

    fn quantity(&self, i: usize) -> bool {
        self.hit_at[i].is_none()
            && self
                .lexicon
                .has(&self.view.token(i).lemma, WordClass::Quantity)
    }

    /// Adjectives, complements and names after the noun.
    fn after(&self, phrase: &mut Phrase, depth: usize) {
        let mut p = phrase.noun.end;
        while p < self.view.len() {
            let Some(next) = self.modifier(phrase, p, depth) else {
                break;
            };
            p = next;
            if phrase.apposed.is_some() || !phrase.places.is_empty() {
                break;
            }
        }
        phrase.words.end = p;
    }

    /// Reads one modifier at `p`; where the next one starts.
    fn modifier(&self, phrase: &mut Phrase, p: usize, depth: usize) -> Option<usize> {
        let view = self.view;
        if let Some(hit) = self.hit_at[p] {
            return self.apposition(phrase, hit);
        }
        let upos = view.upos(p);
        let low = view.low(p);
        let opening = matches!(low, "«" | "“" | "\"" | "[");
        if opening && p + 1 < view.len() && phrase.owners.is_empty() {
            let hit = self.hit_at[p + 1]?;
            let end = self.apposition(phrase, hit)?;
            return Some(
                end + usize::from(
                    end < view.len() && matches!(view.low(end), "»" | "”" | "\"" | "]"),
                ),
            );
        }
        if matches!(
            upos,
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::X | Upos::Verb
        ) {
            if let Some(origin) = self.friend(low) {
                phrase.aligned.push(Owner::Origin(origin));
                return Some(p + 1);
            }
            if let Some(origin) = self.origin(low).filter(|_| upos != Upos::Verb) {
                phrase.origins.push((origin, p));
                return Some(p + 1);
            }
        }
        let lemma = view.token(p).lemma.as_str();
        if let Some(end) = self.relation(phrase, p, depth) {
            return Some(end);
        }
        let participle = upos == Upos::Verb && view.token(p).feats.has("VerbForm", "Part");
        if upos == Upos::Adj
            || (matches!(upos, Upos::Noun | Upos::X) || participle)
                && self.lexicon.qualifier(lemma, low).is_some()
        {
            phrase.qualifiers.push(p);
            return Some(p + 1);
        }
        if matches!(upos, Upos::Cconj) || low == "," {
            return self.coordinated(phrase, p);
        }
        if upos == Upos::Adp {
            return self.complement(phrase, p, depth);
        }
        if upos == Upos::Pron || upos == Upos::Sconj {
            return self.relative(phrase, p);
        }
        None
    }

    /// « groupe État islamique », « ville de l'est Deir ez-Zor »: a name right after the noun.
    fn apposition(&self, phrase: &mut Phrase, hit: usize) -> Option<usize> {
        let taken =
            !phrase.owners.is_empty() || !phrase.backers.is_empty() || !phrase.users.is_empty();
        let person = self.hits[hit]
            .candidates
            .first()
            .is_some_and(|c| c.class == crate::lexicon::EntityClass::Person);
        if taken || phrase.apposed.is_some() || person {
            return None;
        }
        phrase.apposed = Some(hit);
        Some(self.hits[hit].words.end)
    }

    /// « américaines et internationales »: a second adjective of origin.
    fn coordinated(&self, phrase: &mut Phrase, p: usize) -> Option<usize> {
        let next = p + 1;
        if next >= self.view.len()
            || (phrase.origins.is_empty() && phrase.qualifiers.is_empty())
            || self.hit_at[next].is_some()
        {
            return None;
        }
        if self.view.upos(next) != Upos::Adj {
            return None;
        }
        let origin = self.origin(self.view.low(next))?;
        phrase.origins.push((origin, next));
        Some(next + 1)
    }

    /// « armées, équipées et dirigées par l'Iran », « liées à l'Iran », « utilisé par X ».
    fn relation(&self, phrase: &mut Phrase, p: usize, depth: usize) -> Option<usize> {
        let view = self.view;
        let lemma = |i: usize| view.token(i).lemma.as_str();
        let is = |i: usize, class| {
            self.lexicon.has(lemma(i), class) || self.lexicon.has(view.low(i), class)
        };
        let upos = view.upos(p);
        // « des milices armées et financées par l'Iran »
        let goes_on = upos == Upos::Cconj && p > 0 && is(p - 1, WordClass::Backed);
        let opens = matches!(upos, Upos::Verb | Upos::Adj | Upos::Noun | Upos::Adv);
        if !opens && !goes_on && view.low(p) != "," {
            return None;
        }
        let mut i = p;
        let (mut backed, mut aligned, mut used) = (false, false, false);
        while i < view.len() && i < p + 9 && self.hit_at[i].is_none() {
            let class = |c| is(i, c);
            if class(WordClass::Backed)
                && matches!(view.upos(i), Upos::Verb | Upos::Adj | Upos::Noun)
            {
                backed = true;
            } else if class(WordClass::Aligned) {
                aligned = true;
            } else if class(WordClass::Used) {
                used = true;
            } else if !(matches!(view.upos(i), Upos::Adv | Upos::Cconj) || view.low(i) == ",") {
                break;
            }
            i += 1;
        }
        if i >= view.len() || i == p {
            return None;
        }
        let prep = view.low(i);
        if (backed || used) && self.lexicon.has(prep, WordClass::By) {
            let (owners, end) = self.owners(i + 1, depth)?;
            if backed {
                phrase.backers.extend(owners)
            } else {
                phrase.users.extend(owners)
            }
            return Some(end);
        }
        if aligned && self.lexicon.has(prep, WordClass::AlignedPrep) {
            let (owners, end) = self.owners(i + 1, depth)?;
            phrase.aligned.extend(owners);
            return Some(end);
        }
        None
    }

    /// *de X*, *à X*, *entre X et Y*, *avec X*.
    fn complement(&self, phrase: &mut Phrase, p: usize, depth: usize) -> Option<usize> {
        let low = self.view.low(p);
        let open =
            phrase.backers.is_empty() && phrase.aligned.is_empty() && phrase.users.is_empty();
        if self.lexicon.has(low, WordClass::Link) && low != "pour"
            || self.lexicon.has(low, WordClass::Between)
        {
            if !phrase.owners.is_empty() || !open {
                return None;
            }
            let (owners, end) = self.owners(p + 1, depth)?;
            phrase.owners.extend(owners);
            return Some(end);
        }
        if phrase.sort == Sort::Facility && self.lexicon.has(low, WordClass::Site) {
            let mut next = p + 1;
            while next < self.view.len() && matches!(self.view.upos(next), Upos::Adp) {
                next += 1;
            }
            let (owners, end) = self.owners(next, depth)?;
            let place = |o: &Owner| match o {
                Owner::Hit(h) => self.hits[*h]
                    .candidates
                    .first()
                    .is_none_or(|c| c.class.is_place()),
                Owner::Phrase(q) => {
                    q.kind.class.is_place() && q.kind.class != crate::lexicon::EntityClass::Facility
                }
                _ => false,
            };
            if !owners.iter().all(place) {
                return None;
            }
            phrase.places.extend(owners);
            phrase.placed_from = Some(p);
            return Some(end);
        }
        None
    }

    /// « qu'elle soutient », « que soutient l'Iran ».
    fn relative(&self, phrase: &mut Phrase, p: usize) -> Option<usize> {
        let view = self.view;
        if !self.lexicon.has(view.low(p), WordClass::RelativeObject) {
            return None;
        }
        let verb = (p + 1..(p + 6).min(view.len())).find(|&i| {
            self.lexicon.has(&view.token(i).lemma, WordClass::Support)
                && matches!(view.upos(i), Upos::Verb | Upos::Noun | Upos::Adj)
        })?;
        let owner = (p + 1..(verb + 4).min(view.len())).find_map(|i| {
            if let Some(hit) = self.hit_at[i] {
                return Some((Owner::Hit(hit), self.hits[hit].words.end));
            }
            self.lexicon
                .has(view.low(i), WordClass::Pronoun)
                .then_some((Owner::Subject, i + 1))
        })?;
        phrase.backers.push(owner.0);
        Some(owner.1.max(verb + 1))
    }

    /// One or several owners at `p`, joined by *et*.
    pub(super) fn owners(&self, p: usize, depth: usize) -> Option<(Vec<Owner>, usize)> {
        let (first, mut end) = self.owner(p, depth)?;
        let mut owners = vec![first];
        while end + 1 < self.view.len()
            && (self.view.upos(end) == Upos::Cconj
                || (self.view.low(end) == "," && owners.len() > 1))
        {
            let mut next = end + 1;
            while next < self.view.len()
                && matches!(self.view.upos(next), Upos::Adp | Upos::Det)
                && self.hit_at[next].is_none()
                && self.goes_on(next)
            {
                next += 1;
            }
            // Only names are joined: what else follows « et » may open a new phrase.
            let Some(hit) = self.hit_at.get(next).copied().flatten() else {
                break;
            };
            owners.push(Owner::Hit(hit));
            end = self.hits[hit].words.end;
        }
        Some((owners, end))
    }

    /// « le nord de la Syrie et en Irak »: a preposition of place opens something new.
    fn goes_on(&self, p: usize) -> bool {
        let low = self.view.low(p);
        let taken_up = self.lexicon.has(low, WordClass::Link)
            || self.lexicon.has(low, WordClass::AlignedPrep)
            || self.lexicon.has(low, WordClass::By);
        self.view.upos(p) != Upos::Adp || taken_up || !self.lexicon.has(low, WordClass::Locative)
    }

    fn owner(&self, mut p: usize, depth: usize) -> Option<(Owner, usize)> {
        let view = self.view;
        while p < view.len()
            && self.hit_at[p].is_none()
            && matches!(view.upos(p), Upos::Det | Upos::Num | Upos::Adv)
        {
            p += 1;
        }
        if p >= view.len() {
            return None;
        }
        if let Some(hit) = self.hit_at[p] {
            return Some((Owner::Hit(hit), self.hits[hit].words.end));
        }
        let adjective =
            view.upos(p) == Upos::Adj && p + 1 < view.len() && view.upos(p + 1) == Upos::Noun;
        let head = p + usize::from(adjective);
        if let Some(phrase) = self.phrase(head, depth + 1) {
            let end = phrase.words.end;
            return Some((Owner::Phrase(Box::new(phrase)), end));
        }
        let origin = self
            .origin(view.low(p))
            .filter(|_| matches!(view.upos(p), Upos::Noun | Upos::Propn | Upos::Adj));
        if let Some(origin) = origin {
            return Some((Owner::Origin(origin), p + 1));
        }
        // « du président Bachar al-Assad », « de l'allié syrien »
        let titled = (p + 1..(p + 4).min(view.len())).find(|&i| self.hit_at[i].is_some());
        let hit = titled
            .filter(|_| self.names.role(view.low(p)).is_some())
            .and_then(|i| self.hit_at[i])?;
        Some((Owner::Hit(hit), self.hits[hit].words.end))
    }
}

/// The origin that a lowercase word says.
pub(super) fn origin(names: &Names, low: &str) -> Option<Demonym> {
    names.demonym(low).or_else(|| {
        let (first, last) = low.rsplit_once('-')?;
        if first.len() < 4 || !first.ends_with('o') {
            return None;
        }
        // « turquo- » for « turco- »
        let first = names.demonym_prefix(&first.replace("qu", "c"));
        let last = names.demonym(last)?;
        Some(first.map_or_else(
            || last.clone(),
            |f| Demonym::Compound(vec![f, last.clone()]),
        ))
    })
}

/// A word without its plural ending, as lexicons write phrases.
fn singular(word: &str) -> &str {
    word.strip_suffix(['s', 'x'])
        .filter(|w| w.chars().count() > 3)
        .unwrap_or(word)
}
