//! What the model sees of a word: itself, its neighbours, the lexicons, the tree, the rest of the article.

use super::model::ROW_BITS;
use crate::extract::entity::lexicon::{Lexicon, WordClass};
use crate::extract::entity::view::View;
use crate::lexicon::forms::FormLexicon;
use crate::lexicon::{Candidate, Names, ReadForms, Readings, Source};
use crate::text::WordMap;

/// An article's words with all that does not depend on their place.
pub(super) struct Document<'a, 'v> {
    views: &'a [View<'v>],
    words: Vec<Vec<Word>>,
    uses: WordMap<u32, Uses>,
}

/// One surface word.
#[derive(Clone, Copy, Default)]
struct Word {
    form: u32,
    lower: u32,
    lemma: u32,
    /// Letters of the form as classes: *Xxx-Xx*.
    shape: u32,
    upos: u32,
    /// What the full-form lexicon says: first name, surname, common word.
    reading: u32,
    /// What the lexicons of names say of the name here, and where in it the word stands.
    known: u32,
    /// Title, office, noun of a kind, preposition of place and their like.
    class: u32,
    capital: bool,
    opens: bool,
}

/// How an article uses a capitalized word elsewhere.
#[derive(Clone, Default)]
struct Uses {
    inside: u32,
    lowercase: bool,
    after_first_name: bool,
    ends_run: bool,
    opens_run: bool,
    known: u32,
    /// Classes of the words before it.
    before: Vec<u32>,
    after: Vec<u32>,
}

/// How many different neighbours of a word elsewhere count.
const NEIGHBOURS: usize = 4;

impl<'a, 'v> Document<'a, 'v> {
    pub(super) fn new(
        views: &'a [View<'v>],
        names: &Names,
        lexicon: &Lexicon,
        forms: &FormLexicon,
    ) -> Self {
        let reader = Reader {
            names,
            lexicon,
            forms,
            labels: Labels::default(),
        };
        let mut met = Met::default();
        let words: Vec<Vec<Word>> = views.iter().map(|v| reader.words(v, &mut met)).collect();
        let mut uses: WordMap<u32, Uses> = WordMap::default();
        for sentence in &words {
            for (i, word) in sentence.iter().enumerate() {
                if !word.capital {
                    continue;
                }
                let of = uses.entry(word.lower).or_default();
                let before = i.checked_sub(1).map(|b| sentence[b]).unwrap_or_default();
                let after = sentence.get(i + 1).copied().unwrap_or_default();
                of.inside += u32::from(!word.opens);
                of.after_first_name |= before.reading == FIRST_NAME;
                of.ends_run |= before.capital && !after.capital;
                of.opens_run |= after.capital && !before.capital;
                if of.known == 0 || word.known != 0 && word.known < of.known {
                    of.known = word.known;
                }
                for (list, class) in [(&mut of.before, before), (&mut of.after, after)] {
                    let class = if class.class == 0 {
                        class.lower
                    } else {
                        class.class
                    };
                    if !list.contains(&class) && list.len() < NEIGHBOURS {
                        list.push(class);
                    }
                }
            }
        }
        for word in words.iter().flatten().filter(|w| !w.capital) {
            if let Some(of) = uses.get_mut(&word.lower) {
                of.lowercase = true;
            }
        }
        Self { views, words, uses }
    }

    /// Whether sentence `s` holds a word with a capital or a name of the lexicons.
    pub(super) fn has_capital(&self, s: usize) -> bool {
        self.words[s].iter().any(|w| w.capital || w.known != 0)
    }

    /// Adds to `out` the numbers of the features of surface word `i` of sentence `s`.
    pub(super) fn features(&self, s: usize, i: usize, out: &mut Vec<u32>) {
        let words = &self.words[s];
        let view = &self.views[s];
        let at = |d: isize| -> Word {
            i.checked_add_signed(d)
                .and_then(|j| words.get(j))
                .copied()
                .unwrap_or(EDGE)
        };
        let [far, before, word, after, next] = [at(-2), at(-1), at(0), at(1), at(2)];
        let mut template = 0;
        let mut add = |parts: &[u32]| {
            template += 1;
            out.push(row(template, parts));
        };
        add(&[]);
        add(&[word.form]);
        add(&[word.lemma]);
        for w in [far, before, word, after, next] {
            add(&[w.lower]);
            add(&[w.shape]);
            add(&[w.upos]);
            add(&[w.known]);
            add(&[w.class]);
        }
        for w in [before, word, after] {
            add(&[w.reading]);
        }
        add(&[before.lower, word.lower]);
        add(&[word.lower, after.lower]);
        add(&[far.lower, before.lower]);
        add(&[after.lower, next.lower]);
        add(&[before.lower, word.shape]);
        add(&[after.lower, word.shape]);
        add(&[before.upos, word.upos, after.upos]);
        add(&[before.shape, word.shape, after.shape]);
        add(&[before.reading, word.reading, after.reading]);
        add(&[word.known, word.upos, u32::from(word.opens)]);
        add(&[word.known, before.lower]);
        add(&[word.known, before.shape, after.shape]);
        add(&[word.known, before.known, after.known]);
        add(&[word.known, word.reading]);
        add(&[before.class, word.shape, word.reading]);
        add(&[far.class, before.class, word.shape]);
        add(&[after.class, word.shape, word.reading]);
        add(&[u32::from(word.opens), word.shape, word.reading]);
        add(&[u32::from(s == 0), word.shape, word.reading]);
        let low = view.low(i).as_bytes();
        for n in 1..=4 {
            add(&[bytes_hash(&low[..n.min(low.len())])]);
            add(&[bytes_hash(&low[low.len().saturating_sub(n)..])]);
        }
        add(&[bytes_hash(&low[low.len().saturating_sub(4)..]), word.shape]);
        let token = view.token(i);
        let governor = token.head.map(|h| &view.sentence.tokens[h]);
        let lemma = governor.map_or(0, |g| hash(&g.lemma));
        let deprel = hash(token.udeprel());
        add(&[deprel, word.shape]);
        add(&[deprel, lemma]);
        add(&[lemma, word.shape]);
        let elsewhere = 200;
        if !word.capital {
            return;
        }
        let Some(of) = self.uses.get(&word.lower) else {
            return;
        };
        let mut flags = of.inside.min(3);
        for (bit, flag) in [of.lowercase, of.after_first_name, of.ends_run, of.opens_run]
            .into_iter()
            .enumerate()
        {
            flags |= u32::from(flag) << (2 + bit);
        }
        out.push(row(elsewhere, &[flags]));
        out.push(row(elsewhere + 1, &[flags, u32::from(word.opens)]));
        out.push(row(elsewhere + 2, &[of.known, word.known]));
        for class in &of.before {
            out.push(row(elsewhere + 3, &[*class]));
        }
        for class in &of.after {
            out.push(row(elsewhere + 4, &[*class]));
        }
    }
}

/// What stands before the first word and after the last.
const EDGE: Word = Word {
    form: 1,
    lower: 1,
    lemma: 1,
    shape: 1,
    upos: 99,
    reading: 99,
    known: 0,
    class: 1,
    capital: false,
    opens: false,
};

const FIRST_NAME: u32 = 1;

struct Reader<'a> {
    names: &'a Names,
    lexicon: &'a Lexicon,
    forms: &'a FormLexicon,
    labels: Labels,
}

/// Readings of the full-form lexicon.
struct Labels {
    first_name: Readings,
    surname: Readings,
    name: Readings,
    noun: Readings,
    adjective: Readings,
}

impl Default for Labels {
    fn default() -> Self {
        let of = |label| Readings::of_labels(label, "");
        Self {
            first_name: of("prn"),
            surname: of("patr"),
            name: of("npr"),
            noun: of("nom"),
            adjective: of("adj"),
        }
    }
}

/// What was read of words elsewhere in the article, by form and lemma.
type Met<'v> = WordMap<(&'v str, &'v str), Word>;

impl Reader<'_> {
    fn words<'v>(&self, view: &'v View<'_>, met: &mut Met<'v>) -> Vec<Word> {
        let mut words: Vec<Word> = (0..view.len())
            .map(|i| {
                let token = view.token(i);
                let word = met
                    .entry((view.forms[i], token.lemma.as_str()))
                    .or_insert_with(|| self.word(view, i));
                Word {
                    upos: token.upos as u32 + 2,
                    opens: view.opens(i),
                    ..*word
                }
            })
            .collect();
        let mut i = 0;
        while i < view.len() {
            let found = (words[i].capital || view.forms[i].len() == 2)
                .then(|| view.longest_name(i, self.names))
                .flatten();
            let Some(&(n, ref candidates)) =
                found.filter(|(n, _)| words[i..i + n].iter().any(|w| w.capital))
            else {
                i += 1;
                continue;
            };
            let kind = meaning(candidates);
            for (j, word) in words[i..i + n].iter_mut().enumerate() {
                let place = match (j, n) {
                    (0, 1) => 3,
                    (0, _) => 0,
                    (j, n) if j + 1 == n => 2,
                    _ => 1,
                };
                word.known = 4 + kind * 4 + place;
            }
            i += n;
        }
        words
    }

    /// What the form and the lemma of a word say, wherever it stands.
    fn word(&self, view: &View<'_>, i: usize) -> Word {
        let form = view.forms[i];
        let letters = form.chars().any(char::is_alphabetic);
        Word {
            form: hash(form),
            lower: hash(view.low(i)),
            lemma: hash(&view.token(i).lemma),
            shape: shape(form),
            reading: if letters { self.reading(form) } else { 98 },
            class: self.class(view, i),
            capital: form.chars().any(char::is_uppercase),
            ..Word::default()
        }
    }

    /// What the full-form lexicon says of a form, in one number.
    fn reading(&self, form: &str) -> u32 {
        let readings = self.forms.readings(form);
        let is = |label: Readings| readings.contains(label);
        if readings.is_empty() {
            0
        } else if is(self.labels.first_name) {
            FIRST_NAME
        } else if is(self.labels.surname) {
            2
        } else if is(self.labels.name) {
            3
        } else if is(self.labels.noun) {
            4 + u32::from(is(self.labels.adjective))
        } else if is(self.labels.adjective) {
            6
        } else {
            7
        }
    }

    /// What the words of the entity stage say of a word.
    fn class(&self, view: &View<'_>, i: usize) -> u32 {
        let (low, form) = (view.low(i), view.forms[i]);
        let (of_form, of_low) = (self.lexicon.classes(form), self.lexicon.classes(low));
        let classes = [
            WordClass::Title,
            WordClass::OrgHead,
            WordClass::Particle,
            WordClass::Locative,
            WordClass::Link,
        ];
        if let Some(n) = classes
            .iter()
            .position(|c| of_form.iter().chain(of_low).any(|(of, _)| of == c))
        {
            return 10 + n as u32;
        }
        if let Some(role) = self.names.role(low) {
            return 20 + role.governs.map_or(0, |c| 1 + c as u32);
        }
        if let Some(kind) = self.names.noun_kinds(&view.token(i).lemma).first() {
            return 50 + kind.class as u32;
        }
        u32::from(self.names.demonym(low).is_some()) * 2
    }
}

/// The likeliest meaning of a name in the lexicons, in one number, and whether another is near.
fn meaning(candidates: &[Candidate]) -> u32 {
    let of = |c: &Candidate| {
        let gazetteer = c.source == Source::Gazetteer;
        let size = match c.population {
            _ if !gazetteer => 0,
            0..20_000 => 1,
            20_000..200_000 => 2,
            _ => 3,
        };
        (c.class as u32 * 4 + size) * 2 + u32::from(c.ambiguous)
    };
    let Some(first) = candidates.first() else {
        return 0;
    };
    let other = candidates
        .iter()
        .any(|c| c.class.is_place() != first.class.is_place());
    of(first) * 2 + u32::from(other)
}

/// The letters of a form as classes, repeated ones once: *Xx-Xx*, *X.*, *d*.
fn shape(form: &str) -> u32 {
    let mut shape: u32 = 7;
    let mut last = 0;
    let mut n = 0;
    for c in form.chars() {
        let class = match c {
            c if c.is_uppercase() => 1,
            c if c.is_lowercase() => 2,
            c if c.is_numeric() => 3,
            '-' | '‑' => 4,
            '\'' | '’' => 5,
            '.' => 6,
            _ => 8,
        };
        n = if class == last { n + 1 } else { 1 };
        last = class;
        if n <= 2 && shape < 1 << 26 {
            shape = shape * 9 + class;
        }
    }
    shape
}

fn hash(text: &str) -> u32 {
    bytes_hash(text.as_bytes())
}

/// FNV-1a, folded to 32 bits.
fn bytes_hash(bytes: &[u8]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (hash ^ hash >> 32) as u32
}

/// The row of a feature: its template and what it saw.
fn row(template: u32, parts: &[u32]) -> u32 {
    let mut hash = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in parts {
        hash = (hash ^ u64::from(*part)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    (hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53) >> (64 - ROW_BITS)) as u32
}
