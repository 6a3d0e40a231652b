//! What answers what.
//!
//! A reprisal is told by a word of its own (*riposter*, *une contre-attaque*), by a complement (*en
//! représailles*, *en réponse à une attaque*) or by a clause (*après que des roquettes ont visé la base*).
//! Where the text does not say what it answers, it answers the last attack told before on its side.

use super::draft::Draft;
use super::fact::{Entity, EntityIdx};
use super::governor::Acts;
use super::merge::{Merged, WINDOW, akin, is_violence};
use super::syntax::DeepGraph;
use crate::lexicon::Classes;
use crate::ud::{Sentence, Upos};

/// How many sentences before a reprisal the attack that it answers may be told.
const REACH: usize = 4;

/// How many nouns may stand over the word that tells an act: *la cible d'une vague d'attaques*.
const DEPTH: usize = 4;

/// Finds the reprisals among the events of one sentence.
pub(super) struct AnswerReader<'a> {
    pub sentence: &'a Sentence,
    pub graph: &'a DeepGraph,
    pub classes: &'a Classes,
}

/// What a complement of reprisal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Index of the event that is a reprisal.
    pub event: usize,
    /// The words that name what it answers, an act or whose act; none where it is left to be understood.
    pub to: Vec<usize>,
}

impl AnswerReader<'_> {
    /// The reprisals among `drafts`.
    pub(super) fn read(&self, drafts: &[Draft]) -> Vec<Answer> {
        let acts = Acts::new(self.sentence, self.graph, drafts);
        let words = 0..self.sentence.tokens.len();
        let complements = words
            .clone()
            .filter_map(|w| self.complement(w, drafts, &acts));
        let clauses = words.filter_map(|w| self.after(w, drafts, &acts));
        let own = drafts.iter().enumerate().filter_map(|(event, d)| {
            let reprisal = d
                .triggers
                .iter()
                .any(|&t| self.class(t, "reprisal") || self.is_means_of_answer(t));
            reprisal.then(|| Answer {
                event,
                to: Vec::new(),
            })
        });
        let following = self.following(drafts, &acts);
        (complements.chain(clauses).chain(following).chain(own)).collect()
    }

    /// *des frappes menées à la suite d'une attaque*: an act told by a noun, upon another.
    fn following(&self, drafts: &[Draft], acts: &Acts<'_>) -> Vec<Answer> {
        let mut found = Vec::new();
        for (event, draft) in drafts.iter().enumerate() {
            for &trigger in &draft.triggers {
                if !self.class(trigger, "attack")
                    || self.sentence.tokens[trigger].upos != Upos::Noun
                {
                    continue;
                }
                for (label, to) in self.graph.out_edges(trigger) {
                    let upon = label
                        .split_once(':')
                        .is_some_and(|(_, case)| self.classes.has(case, Upos::Adp, "upon"));
                    let act = acts.told_by(*to).filter(|&other| upon && other != event);
                    if act.is_some() && self.class(*to, "attack") {
                        found.push(Answer {
                            event,
                            to: vec![*to],
                        });
                    }
                }
            }
        }
        found
    }

    /// *a lancé une opération deux jours après le bombardement*: which event came after the one of which word.
    pub(super) fn later(&self, drafts: &[Draft]) -> Vec<(usize, usize)> {
        let acts = Acts::all(self.sentence, self.graph, drafts);
        let tokens = &self.sentence.tokens;
        let later = |word: usize| {
            // « après une attaque », « après avoir été attaquée », « après avoir été la cible d'une attaque »
            let up = |&w: &usize| {
                let above = tokens[w].head?;
                let inside = tokens[above].upos == Upos::Noun && tokens[w].udeprel() == "nmod";
                inside.then_some(above)
            };
            let told = acts.told_by(word)?;
            let mut above = std::iter::successors(Some(word), up).take(DEPTH);
            let top = above.find(|&w| self.is_after(w))?;
            let event = acts.governing(tokens[top].head, top)?;
            (event != told).then_some((event, word))
        };
        (0..tokens.len()).filter_map(later).collect()
    }

    /// Whether word `i` stands after *après*.
    fn is_after(&self, i: usize) -> bool {
        (self.graph.children(i).iter()).any(|&c| {
            let token = &self.sentence.tokens[c];
            c < i && self.class(c, "after") && matches!(token.udeprel(), "case" | "mark")
        })
    }

    fn class(&self, i: usize, class: &str) -> bool {
        let token = &self.sentence.tokens[i];
        self.classes.has(&token.lemma, token.upos, class)
    }

    /// *a répondu par des raids*, *a répondu en bombardant*
    fn is_means_of_answer(&self, word: usize) -> bool {
        let gerund = self.sentence.tokens[word].feats.has("Tense", "Pres");
        self.graph.in_edges(word).iter().any(|(label, verb)| {
            (matches!(label.as_str(), "obl:par" | "obl:agent" | "obl:avec")
                || gerund && label.starts_with("advcl"))
                && self.class(*verb, "answer")
                && self.sentence.tokens[*verb].upos == Upos::Verb
        })
    }

    /// *des frappes en représailles*, *a bombardé, en réponse à une attaque, …*
    fn complement(&self, word: usize, drafts: &[Draft], acts: &Acts<'_>) -> Option<Answer> {
        let noun = self.sentence.tokens[word].upos == Upos::Noun;
        let answers = noun && (self.class(word, "reprisal") || self.class(word, "answer"));
        if !answers || drafts.iter().any(|d| d.triggers.contains(&word)) {
            return None;
        }
        let marked = self
            .graph
            .children(word)
            .iter()
            .any(|&c| self.class(c, "as-reprisal"));
        let above = self.sentence.tokens[word].head;
        let event = acts.governing(above, word).filter(|_| marked)?;
        let to = self
            .graph
            .out_edges(word)
            .iter()
            .filter(|(label, _)| {
                label
                    .split_once(':')
                    .is_some_and(|(_, case)| self.classes.has(case, Upos::Adp, "answered"))
            })
            .map(|&(_, to)| to)
            .collect();
        Some(Answer { event, to })
    }

    /// *après que les troupes ont été attaquées*
    fn after(&self, word: usize, drafts: &[Draft], acts: &Acts<'_>) -> Option<Answer> {
        let answered = &drafts[acts.told_by(word)?];
        let mut clause = word;
        loop {
            let token = &self.sentence.tokens[clause];
            let after = matches!(token.udeprel(), "advcl" | "ccomp" | "acl")
                && self
                    .graph
                    .children(clause)
                    .iter()
                    .any(|&c| self.class(c, "after"));
            let above = token.head?;
            if after {
                let event = acts.governing(Some(above), clause)?;
                // « après que X a attaqué, Y a riposté »: a clause in front is answered by what says so of itself
                let other = !drafts[event].triggers.contains(&word)
                    && (drafts[event].triggers[0] < answered.triggers[0]
                        || self.class(drafts[event].triggers[0], "reprisal"));
                return other.then(|| Answer {
                    event,
                    to: vec![word],
                });
            }
            clause = above;
        }
    }
}

/// The attack that reprisal `i` answers where the text leaves it to be understood: the last one told
/// before that hit its side, or else that another party carried out.
pub(super) fn understood(merged: &[Merged], i: usize, entities: &[Entity]) -> Option<usize> {
    let reprisal = &merged[i].draft;
    let first = merged[i].parts.iter().find(|(_, p)| p.reprisal)?;
    let earlier = |j: usize, m: &Merged| {
        j != i
            && is_violence(&m.draft.class)
            && m.draft.status.is_plain()
            && m.parts.iter().any(|(k, p)| {
                *k < first.0
                    && p.sentence + REACH >= first.1.sentence
                    && p.sentence <= first.1.sentence
            })
    };
    let hits = |d: &Draft, e: EntityIdx| d.role("target").any(|t| akin(t, e, entities));
    let score = |d: &Draft| {
        // A siege is no blow that could be answered.
        if d.besieged && d.lacks("agent") {
            return 0;
        }
        let struck = reprisal.role("agent").any(|a| hits(d, a));
        let struck_back = d.role("agent").any(|a| hits(reprisal, a));
        let same = d
            .role("agent")
            .any(|a| reprisal.role("agent").any(|b| akin(a, b, entities)));
        match (same, struck || struck_back) {
            (true, _) => 0,
            (false, true) => 2,
            // « Les assaillants ont été abattus »: of an attack, by whomever.
            (false, false) => i32::from(reprisal.against_assailants || !d.lacks("agent")),
        }
    };
    merged
        .iter()
        .enumerate()
        .skip(i.saturating_sub(WINDOW))
        .take(2 * WINDOW)
        .filter(|&(j, m)| earlier(j, m))
        .map(|(j, m)| (score(&m.draft), m.parts.last().map(|(k, _)| *k), j))
        .filter(|&(score, ..)| score > 0)
        .max()
        .map(|(.., j)| j)
}
