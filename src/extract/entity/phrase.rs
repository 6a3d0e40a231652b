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
        let (length, mut kind) = self.noun(i)?;
        if let Some(compound) = self.compound(i, length) {
            kind = compound;
        }
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
        if self.lexicon.has(&view.token(i).lemma, WordClass::Never) {
            return false;
        }
        match view.upos(i) {
            Upos::Noun | Upos::Propn | Upos::X => true,
            Upos::Adj => {
                let determined = i > 0
                    && (matches!(view.upos(i - 1), Upos::Det | Upos::Num)
                        || view.words[i - 1].len() > 1
                        || self.lexicon.has(view.low(i - 1), WordClass::Presumed));
                let before_noun = i + 1 < view.len()
                    && matches!(view.upos(i + 1), Upos::Noun | Upos::Propn | Upos::Adj)
                    // « a tué dix civils mardi »
                    && (view.upos(i + 1) == Upos::Adj
                        || view.token(i).head == Some(view.words[i + 1].start))
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
    pub(super) fn friend(&self, low: &str) -> Option<Demonym> {
        friend(self.names, low)
    }

    fn is_plural(&self, i: usize) -> bool {
        let token = self.view.token(i);
        match token.feats.get("Number") {
            Some(number) => number == "Plur",
            None => token.form.ends_with(['s', 'x']) && !token.lemma.ends_with(['s', 'x']),
        }
    }

    /// The kind of a compound whose first part was taken for an adjective: *l'extrême nord* is the « extrême-nord ».
    fn compound(&self, i: usize, length: usize) -> Option<NounKind> {
        let before = i.checked_sub(1)?;
        let first = self.view.token(before);
        if length != 1 || first.upos != Upos::Adj || self.hit_at[before].is_some() {
            return None;
        }
        let whole = format!("{}-{}", first.lemma, self.view.token(i).lemma);
        self.names.noun_kinds(&whole).first().cloned()
    }

    /// The longest noun of a known kind at `i`, in surface words.
    fn noun(&self, i: usize) -> Option<(usize, NounKind)> {
        let token = self.view.token(i);
        let mut best = None;
        let fits = |n: &&NounKind| match n.number {
            Number::Any => true,
            Number::Singular => !self.is_plural(i),
            Number::Plural => self.is_plural(i),
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
                    // « hommes lourdement armés »
                    if self.view.upos(end - 1) == Upos::Adv {
                        continue;
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
                // « des journalistes » are a population, « un journaliste » is a person.
                let of_number = found.clone().find(|n| n.number != Number::Any);
                let found = of_number.or_else(|| found.next());
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
    pub(super) fn before(&self, phrase: &mut Phrase) {
        let view = self.view;
        let mut i = phrase.head;
        // « a bombardé à l'arme lourde la ville »: an adjective before the article is of another noun.
        let mut article = false;
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
                    article = true;
                    i -= 1;
                }
                Upos::Num => i -= 1,
                // « de présumés jihadistes », however it was tagged
                _ if self.lexicon.has(view.low(i - 1), WordClass::Presumed) => i -= 1,
                // « la plus importante ville »
                Upos::Adv if i >= 2 && view.upos(i - 2) == Upos::Det => i -= 1,
                Upos::Adj if !article && self.names.demonym(view.low(i - 1)).is_none() => i -= 1,
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

/// Whose friends a lowercase word says.
pub(super) fn friend(names: &Names, low: &str) -> Option<Demonym> {
    let rest =
        low.strip_prefix("pro-")
            .map(str::to_owned)
            .or_else(|| match names.demonym(low)? {
                Demonym::People(id) => id.strip_prefix("pro-").map(str::to_owned),
                _ => None,
            })?;
    origin(names, &rest)
}

/// A word without its plural ending, as lexicons write phrases.
fn singular(word: &str) -> &str {
    word.strip_suffix(['s', 'x'])
        .filter(|w| w.chars().count() > 3)
        .unwrap_or(word)
}
