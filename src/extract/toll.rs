//! Tolls: how many were killed and wounded, in whatever construction the sentence counts them.
//!
//! A toll is a word of death or injury (classes `kill`, `wound`, `die`, `dead`, `dead-adj`, `injured`,
//! `casualty` of `french/lexicon/classes`) with the noun that it counts: *dix soldats ont été tués*,
//! *tuant au moins dix personnes*, *dix morts et vingt blessés*, *aucun blessé*, *sans faire de
//! victimes*. Coordinated counts of one word add up (*douze civils et un soldat ont été tués*); a part
//! of a count does not stand for the whole (*dix morts, dont trois enfants*).

use super::fact::Count;
use super::numbers::Numbers;
use super::status::StanceReader;
use super::syntax::DeepGraph;
use crate::lexicon::Classes;
use crate::ud::{Sentence, Token, Upos};

/// What a toll counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Harm {
    /// Deaths.
    Killed,
    /// Injuries.
    Wounded,
    /// Either (*aucune victime*).
    Any,
}

/// A count of casualties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Toll {
    /// What it counts.
    pub harm: Harm,
    /// The word of death or injury.
    pub word: usize,
    /// The first noun that is counted.
    pub counted: usize,
    /// How many.
    pub count: Count,
}

/// Finds the tolls of one sentence.
pub(super) struct TollReader<'a> {
    pub sentence: &'a Sentence,
    pub graph: &'a DeepGraph,
    pub classes: &'a Classes,
    pub numbers: &'a Numbers,
}

/// How many words after *dont* the counted noun may stand.
const PART: usize = 5;

impl TollReader<'_> {
    /// The tolls, in the order of their words.
    pub(super) fn read(&self) -> Vec<Toll> {
        (0..self.sentence.tokens.len())
            .filter_map(|i| self.neither(i).or_else(|| self.toll(i)))
            .collect()
    }

    /// *ni victime ni dégât*, *ni mort ni blessé*, whatever the parse makes of it.
    fn neither(&self, word: usize) -> Option<Toll> {
        let lemma = &self.token(word).lemma;
        let is = |class| self.classes.has(lemma, Upos::Noun, class);
        let harm = if is("casualty") {
            Harm::Any
        } else if is("dead") {
            Harm::Killed
        } else if is("injured") {
            Harm::Wounded
        } else {
            return None;
        };
        let before = word.checked_sub(1)?;
        let neither = self
            .classes
            .has(&self.token(before).lemma, Upos::Cconj, "neither");
        neither.then_some(Toll {
            harm,
            word,
            counted: word,
            count: NONE,
        })
    }

    /// *alors que le premier bilan annonçait 18 morts*: a toll that another has replaced.
    fn is_outdated(&self, word: usize) -> bool {
        let mut above = Some(word);
        while let Some(v) = above {
            if self.token(v).upos == Upos::Verb {
                let toll = self.graph.targets(v, "N0").any(|b| {
                    self.class(b, "toll")
                        && self
                            .graph
                            .children(b)
                            .iter()
                            .any(|&c| self.class(c, "former"))
                });
                return toll && self.token(v).feats.has("Tense", "Imp");
            }
            above = self.token(v).head;
        }
        false
    }

    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn class(&self, i: usize, class: &str) -> bool {
        let token = self.token(i);
        self.classes.has(&token.lemma, token.upos, class)
    }

    fn toll(&self, word: usize) -> Option<Toll> {
        let (harm, counted) = self.counted(word)?;
        if self.is_outdated(word) {
            return None;
        }
        let stance = StanceReader::new(self.sentence, self.graph, self.classes).read(word);
        let counts: Vec<(usize, Count)> = counted
            .iter()
            .filter(|&&c| !self.is_part(c) && !self.is_counted_by(c, &counted))
            .filter(|&&c| !self.is_thing(c))
            .filter_map(|&c| Some((c, self.count(c)?)))
            // « un grand nombre de civils » is no number.
            .filter(|&(c, count)| count.value != 1 || !self.class(c, "transparent"))
            .collect();
        let &(first, _) = counts.first()?;
        let count = counts.iter().map(|&(_, c)| c).reduce(add)?;
        let named = matches!(harm, Harm::Any);
        // A number of people of whom it is said that they were not, or might be, killed counts nobody.
        if count.value > 0 && !stance.status.is_plain() || named && count.value > 0 {
            return None;
        }
        Some(Toll {
            harm,
            word,
            counted: first,
            count,
        })
    }

    /// What `word` counts, with the nouns that carry the numbers.
    fn counted(&self, word: usize) -> Option<(Harm, Vec<usize>)> {
        let is = |class| self.class(word, class);
        match self.token(word).upos {
            Upos::Noun if is("dead") && self.count(word).is_some() => {
                Some((Harm::Killed, vec![word]))
            }
            // « la mort de dix personnes »
            Upos::Noun if is("death") => Some((Harm::Killed, self.sorted(word, &["nmod:de"]))),
            Upos::Noun if is("injured") => Some((Harm::Wounded, vec![word])),
            Upos::Noun if is("casualty") => Some((Harm::Any, vec![word])),
            Upos::Verb | Upos::Adj if is("wound") || is("injured") => {
                Some((Harm::Wounded, self.patients(word)))
            }
            Upos::Verb | Upos::Adj if is("kill") || is("dead-adj") => {
                Some((Harm::Killed, self.patients(word)))
            }
            Upos::Verb if is("die") => Some((Harm::Killed, self.patients(word))),
            // « l'armée a perdu huit soldats »
            Upos::Verb if is("lose") && self.loses_people(word) => {
                Some((Harm::Killed, self.sorted(word, &["N1"])))
            }
            Upos::Verb if is("find") || is("lose") => {
                let death = |&o: &usize| self.class(o, "death") || self.class(o, "life");
                let dies = self.graph.targets(word, "N1").any(|o| death(&o));
                dies.then(|| (Harm::Killed, self.sorted(word, &["N0"])))
            }
            // « a coûté la vie à dix personnes »
            Upos::Verb if is("cost") => {
                let life = self
                    .graph
                    .targets(word, "N1")
                    .any(|o| self.class(o, "life"));
                life.then(|| (Harm::Killed, self.sorted(word, &["obl:à", "iobj"])))
            }
            _ => None,
        }
    }

    fn loses_people(&self, verb: usize) -> bool {
        let mut lost = self.graph.targets(verb, "N1").peekable();
        lost.peek().is_some() && lost.all(|p| self.class(p, "troops") || self.class(p, "people"))
    }

    /// Those of whom verb or participle `word` says it.
    fn patients(&self, word: usize) -> Vec<usize> {
        // « et sept autres blessés »: the number stands right by the participle.
        let own = self.graph.children(word).iter().copied().find(|&c| {
            c < word
                && self.token(c).udeprel() == "nummod"
                && self.token(word).deprel == "conj"
                && self.count(c).is_some()
        });
        if let Some(number) = own {
            return vec![number];
        }
        let labels: &[&str] = if self.class(word, "die") || self.class(word, "dead-adj") {
            &["N0", "N1", "nsubj"]
        } else if self.token(word).upos == Upos::Adj {
            &["N1", "nsubj"]
        } else {
            &["N1"]
        };
        let mut patients = self.sorted(word, labels);
        let head = self.token(word).head;
        if patients.is_empty()
            && let Some(noun) = head.filter(|_| self.token(word).udeprel() == "amod")
        {
            patients.push(noun);
        }
        // « quatorze soldats et quatre volontaires tués »: the participle agrees with both.
        let mut i = 0;
        while let Some(&p) = patients.get(i) {
            let above = self
                .token(p)
                .head
                .filter(|_| self.token(p).deprel == "conj");
            if let Some(first) = above.filter(|f| !patients.contains(f) && head == Some(p)) {
                patients.push(first);
            }
            i += 1;
        }
        patients.sort_unstable();
        patients
    }

    /// *une vingtaine de terroristes*: one count, though both nouns are arguments.
    fn is_counted_by(&self, noun: usize, counted: &[usize]) -> bool {
        let token = self.token(noun);
        token.udeprel() == "nmod" && token.head.is_some_and(|h| counted.contains(&h))
    }

    fn sorted(&self, word: usize, labels: &[&str]) -> Vec<usize> {
        let mut words: Vec<usize> = labels
            .iter()
            .flat_map(|l| self.graph.targets(word, l))
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// *dix drones*, *trente des quarante drones*: shot down, not killed.
    fn is_thing(&self, noun: usize) -> bool {
        let thing = |i: usize| self.class(i, "weapon") || self.class(i, "vehicle");
        // « onze passagers d'un autocar »
        let people = self.class(noun, "people") || self.class(noun, "profession");
        thing(noun) || !people && self.graph.targets(noun, "nmod:de").any(thing)
    }

    /// *dont trois enfants*, *parmi lesquels dix civils*: a part of those counted before.
    fn is_part(&self, noun: usize) -> bool {
        let near = (noun.saturating_sub(PART)..noun)
            .any(|i| self.class(i, "part-of-count") && self.clause_goes_on(i, noun));
        // « dont une dizaine de femmes et trois enfants »
        let token = self.token(noun);
        let first = token.head.filter(|&h| token.deprel == "conj" && h < noun);
        near || first.is_some_and(|h| self.is_part(h))
    }

    fn clause_goes_on(&self, from: usize, to: usize) -> bool {
        (from..to).all(|i| !matches!(self.token(i).form.as_str(), "," | ";" | ":"))
    }

    fn count(&self, noun: usize) -> Option<Count> {
        let casualty = ["dead", "injured", "casualty"]
            .iter()
            .any(|c| self.class(noun, c));
        self.numbers
            .count(self.sentence, self.graph.children(noun), noun)
            .or_else(|| (casualty && self.is_denied(noun)).then_some(NONE))
    }

    /// *n'a pas fait de blessés*, *sans faire de victimes*, *ni mort ni blessé*.
    fn is_denied(&self, noun: usize) -> bool {
        let without = |i: usize| {
            self.graph
                .children(i)
                .iter()
                .any(|&c| self.class(c, "without") || self.class(c, "negation"))
        };
        let governor = self.token(noun).head;
        let conjunct = self.token(noun).deprel == "conj";
        without(noun)
            || governor.is_some_and(|v| {
                let verb = self.token(v).upos == Upos::Verb
                    && (self.class(v, "make") || self.class(v, "report"));
                verb && without(v) || conjunct && self.is_denied(v)
            })
    }
}

/// Nobody.
const NONE: Count = Count {
    value: 0,
    min: None,
    max: None,
};

fn add(a: Count, b: Count) -> Count {
    let bound = |x: Option<u64>, y: Option<u64>| {
        (x.is_some() || y.is_some())
            .then(|| x.unwrap_or(a.value).saturating_add(y.unwrap_or(b.value)))
    };
    Count {
        value: a.value.saturating_add(b.value),
        min: bound(a.min, b.min),
        max: bound(a.max, b.max),
    }
}
