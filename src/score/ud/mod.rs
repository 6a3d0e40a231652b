//! Scores of an analysis against a treebank, as the CoNLL 2018 shared task defines them
//! (<https://universaldependencies.org/conll18/evaluation.html>), and of the arcs that relations rest on.

mod align;
mod report;

pub use report::UdReport;

use crate::analysis::Analyzer;
use crate::ud::{Sentence, Token, Upos};
use align::{Side, Word, align};
use std::collections::BTreeSet;

/// The two texts are not the same.
#[derive(Clone, Debug, thiserror::Error)]
#[error(
    "the analysis is of another text: after `{before}` it has `{system}` where the gold has `{gold}`"
)]
pub struct TextMismatch {
    before: String,
    gold: String,
    system: String,
}

/// How many things gold and system have, and how many of them are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// In the gold standard.
    pub gold: usize,
    /// In the analysis.
    pub system: usize,
    /// In both.
    pub correct: usize,
}

impl Counts {
    /// Share of the analysis that is right; 0 for an empty one.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.correct, self.system)
    }

    /// Share of the gold standard that was found; 0 for an empty one.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.correct, self.gold)
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        ratio(2 * self.correct, self.gold + self.system)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// The metrics of one analysis of one treebank.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct UdScores {
    /// Name and counts: `Tokens`, `Sentences`, `Words`, `UPOS`, `UFeats`, `Lemmas`, `UAS`, `LAS` (universal
    /// labels, as in the shared task), `LAS-full` (labels with their subtype), `CLAS`.
    pub metrics: Vec<(&'static str, Counts)>,
    /// The same for arcs with one label, head and full label right.
    pub arcs: Vec<(&'static str, Counts)>,
    /// Subjects that follow a verb of speech (« a déclaré le ministre »): those of the gold standard, and how many
    /// of them are `nsubj` of the same verb in the analysis. Only recall has a meaning here.
    pub inverted_speech_subjects: Counts,
}

impl UdScores {
    /// The counts of metric or arc label `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Counts> {
        let mut all = self.metrics.iter().chain(&self.arcs);
        all.find(|(n, _)| *n == name).map(|(_, counts)| *counts)
    }
}

/// Labels whose arcs carry relations.
const ARCS: [&str; 9] = [
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl:agent",
    "nmod",
    "acl",
    "acl:relcl",
    "conj",
    "appos",
];

/// Universal relations of content words, by which CLAS is defined.
const CONTENT: [&str; 28] = [
    "nsubj",
    "obj",
    "iobj",
    "csubj",
    "ccomp",
    "xcomp",
    "obl",
    "vocative",
    "expl",
    "dislocated",
    "advcl",
    "advmod",
    "discourse",
    "nmod",
    "appos",
    "nummod",
    "acl",
    "amod",
    "conj",
    "fixed",
    "flat",
    "compound",
    "list",
    "parataxis",
    "orphan",
    "goeswith",
    "reparandum",
    "root",
];

/// Features of the universal inventory, the others being left out of `UFeats`.
const FEATURES: [&str; 21] = [
    "PronType", "NumType", "Poss", "Reflex", "Foreign", "Abbr", "Gender", "Animacy", "Number",
    "Case", "Definite", "Degree", "VerbForm", "Mood", "Tense", "Aspect", "Voice", "Evident",
    "Polarity", "Person", "Polite",
];

/// Scores `system`, sentences of `text`, against `gold`, sentences each with its own text, as
/// [`read_conllu`](crate::ud::read_conllu) returns them. `is_speech_verb` says which lemmas report speech.
///
/// # Errors
/// When the texts differ by more than white space.
pub fn evaluate(
    gold: &[(String, Sentence)],
    text: &str,
    system: &[Sentence],
    is_speech_verb: impl Fn(&str) -> bool,
) -> Result<UdScores, TextMismatch> {
    let system = system.iter().map(|sentence| (text, sentence));
    evaluate_sides(&side(pairs(gold)), &side(system), is_speech_verb)
}

/// Analyzes the treebank `gold` twice, from its raw text and from its own words, and scores both.
///
/// Raw text is the sentences joined by spaces, as the shared task has it for French.
///
/// # Errors
/// Never for what [`read_conllu`](crate::ud::read_conllu) returns: both analyses are of its text.
pub fn score(analyzer: &Analyzer, gold: &[(String, Sentence)]) -> Result<UdReport, TextMismatch> {
    let texts: Vec<&str> = gold.iter().map(|(text, _)| text.as_str()).collect();
    let text = texts.join(" ");
    let is_speech_verb = |lemma: &str| analyzer.lexicon().is_speech_verb(lemma);
    let from_text = evaluate(gold, &text, &analyzer.analyze(&text, &[]), is_speech_verb)?;
    let mut sentences: Vec<Sentence> = gold.iter().map(|(_, sentence)| sentence.clone()).collect();
    analyzer.annotate(&mut sentences);
    let system = texts.iter().copied().zip(&sentences);
    let from_words = evaluate_sides(&side(pairs(gold)), &side(system), is_speech_verb)?;
    Ok(UdReport {
        from_text,
        from_words,
    })
}

fn pairs(gold: &[(String, Sentence)]) -> impl Iterator<Item = (&str, &Sentence)> {
    gold.iter()
        .map(|(text, sentence)| (text.as_str(), sentence))
}

fn side<'a>(sentences: impl Iterator<Item = (&'a str, &'a Sentence)>) -> Side<'a> {
    let mut side = Side::default();
    for (text, sentence) in sentences {
        side.push(text, sentence);
    }
    side
}

fn evaluate_sides(
    gold: &Side<'_>,
    system: &Side<'_>,
    is_speech_verb: impl Fn(&str) -> bool,
) -> Result<UdScores, TextMismatch> {
    check_same_text(gold, system)?;
    let alignment = Alignment::new(gold, system);
    let has_lemma =
        |g: &Word<'_>, s: &Word<'_>| g.token.lemma == "_" || g.token.lemma == s.token.lemma;
    let any = |_: &Token| true;
    let content = |t: &Token| CONTENT.contains(&t.udeprel()) || t.udeprel() == "dep";
    let metrics = vec![
        ("Tokens", common_ranges(&gold.tokens, &system.tokens)),
        (
            "Sentences",
            common_ranges(&gold.sentences, &system.sentences),
        ),
        ("Words", alignment.count(any, |_, _| true)),
        (
            "UPOS",
            alignment.count(any, |g, s| g.token.upos == s.token.upos),
        ),
        (
            "UFeats",
            alignment.count(any, |g, s| features(g.token) == features(s.token)),
        ),
        ("Lemmas", alignment.count(any, has_lemma)),
        (
            "UAS",
            alignment.count(any, |g, s| alignment.same_head(g, s)),
        ),
        (
            "LAS",
            alignment.count(any, |g, s| {
                alignment.same_head(g, s) && g.token.udeprel() == s.token.udeprel()
            }),
        ),
        (
            "LAS-full",
            alignment.count(any, |g, s| {
                alignment.same_head(g, s) && g.token.deprel == s.token.deprel
            }),
        ),
        (
            "CLAS",
            alignment.count(content, |g, s| {
                alignment.same_head(g, s) && g.token.udeprel() == s.token.udeprel()
            }),
        ),
    ];
    let arcs = ARCS.map(|label| (label, alignment.arcs(label))).to_vec();
    Ok(UdScores {
        metrics,
        arcs,
        inverted_speech_subjects: alignment.inverted(is_speech_verb),
    })
}

fn check_same_text(gold: &Side<'_>, system: &Side<'_>) -> Result<(), TextMismatch> {
    if gold.characters == system.characters {
        return Ok(());
    }
    let mut both = gold.characters.iter().zip(&system.characters);
    let at = both
        .position(|(g, s)| g != s)
        .unwrap_or(gold.characters.len().min(system.characters.len()));
    let excerpt = |characters: &[char]| characters.iter().skip(at).take(20).collect();
    Err(TextMismatch {
        before: gold.characters[at.saturating_sub(20)..at].iter().collect(),
        gold: excerpt(&gold.characters),
        system: excerpt(&system.characters),
    })
}

/// How many ranges two ordered lists share.
fn common_ranges(gold: &[std::ops::Range<usize>], system: &[std::ops::Range<usize>]) -> Counts {
    let known: BTreeSet<(usize, usize)> = gold.iter().map(|r| (r.start, r.end)).collect();
    Counts {
        gold: gold.len(),
        system: system.len(),
        correct: system
            .iter()
            .filter(|r| known.contains(&(r.start, r.end)))
            .count(),
    }
}

/// The universal features of a word, sorted.
fn features(token: &Token) -> BTreeSet<(&str, &str)> {
    let universal = |(name, _): &(&str, &str)| FEATURES.contains(name);
    token.feats.iter().filter(universal).collect()
}

struct Alignment<'a> {
    gold: &'a [Word<'a>],
    system: &'a [Word<'a>],
    pairs: Vec<(usize, usize)>,
    /// Gold word of each system word.
    gold_of: Vec<Option<usize>>,
}

impl<'a> Alignment<'a> {
    fn new(gold: &'a Side<'_>, system: &'a Side<'_>) -> Self {
        let pairs = align(&gold.words, &system.words);
        let mut gold_of = vec![None; system.words.len()];
        for &(g, s) in &pairs {
            gold_of[s] = Some(g);
        }
        Self {
            gold: &gold.words,
            system: &system.words,
            pairs,
            gold_of,
        }
    }

    /// Counts the words that `takes` holds for, and the aligned pairs that `agree`.
    fn count(
        &self,
        takes: impl Fn(&Token) -> bool,
        agree: impl Fn(&Word<'_>, &Word<'_>) -> bool,
    ) -> Counts {
        let pairs = self
            .pairs
            .iter()
            .map(|&(g, s)| (&self.gold[g], &self.system[s]));
        Counts {
            gold: self.gold.iter().filter(|w| takes(w.token)).count(),
            system: self.system.iter().filter(|w| takes(w.token)).count(),
            correct: pairs.filter(|(g, s)| takes(g.token) && agree(g, s)).count(),
        }
    }

    fn same_head(&self, gold: &Word<'_>, system: &Word<'_>) -> bool {
        match (gold.parent, system.parent) {
            (None, None) => true,
            (Some(g), Some(s)) => self.gold_of[s] == Some(g),
            _ => false,
        }
    }

    fn arcs(&self, label: &str) -> Counts {
        self.count(
            |t| t.deprel == label,
            |g, s| s.token.deprel == label && self.same_head(g, s),
        )
    }

    /// Nouns and names that are gold subjects of a verb of speech before them.
    fn inverted(&self, is_speech_verb: impl Fn(&str) -> bool) -> Counts {
        let is_inverted = |words: &[Word<'_>], i: usize| {
            let word = &words[i];
            word.token.deprel == "nsubj"
                && !word.token.form.starts_with('-')
                && word.parent.is_some_and(|head| {
                    let verb = words[head].token;
                    head < i && verb.upos == Upos::Verb && is_speech_verb(&verb.lemma)
                })
        };
        let correct = self.pairs.iter().filter(|&&(g, s)| {
            let (gold, system) = (&self.gold[g], &self.system[s]);
            is_inverted(self.gold, g)
                && system.token.deprel == "nsubj"
                && self.same_head(gold, system)
        });
        let correct = correct.count();
        Counts {
            gold: (0..self.gold.len())
                .filter(|&i| is_inverted(self.gold, i))
                .count(),
            system: correct,
            correct,
        }
    }
}

#[cfg(test)]
mod tests;
