//! Which date belongs to which event.
//!
//! A date belongs to the event whose word it depends on, to the event that is an argument of the verb
//! it depends on, or to the only event of that verb's clause. The date of a verb of speech is the date
//! of the speech: what is said happened in the days before. So did what a dispatch tells as news
//! without a date, in the present or the perfect.

use super::draft::{Draft, Filled};
use super::merge::is_violence;
use super::syntax::DeepGraph;
use super::time::{TimeKind, TimeMention, before};
use crate::date::Date;
use crate::lexicon::Classes;
use crate::text::Span;
use crate::ud::{Sentence, Upos};
use smol_str::SmolStr;

/// A sentence as far as its dates are concerned.
pub(super) struct Calendar<'a> {
    pub sentence: &'a Sentence,
    pub graph: &'a DeepGraph,
    pub classes: &'a Classes,
    /// The expressions of time in the sentence.
    pub times: &'a [&'a TimeMention],
    /// When what the article tells as news happened, as far as its own date tells that.
    pub recent: Option<Date>,
    /// Whether the sentence is of the title or the first of the body, where news needs no verb.
    pub lead: bool,
}

/// Which event a date is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Event(usize),
    /// Of the speech that tells the event.
    Told(usize),
    Nothing,
}

impl Calendar<'_> {
    /// Gives each of `drafts`, the events of the sentence, its date.
    pub(super) fn date_events(&self, drafts: &mut [Draft]) {
        let owners: Vec<(&TimeMention, Owner)> = self
            .times
            .iter()
            .map(|&t| (t, self.owner(drafts, t)))
            .collect();
        for &(time, owner) in &owners {
            let Some(value) = time.value.day_of_event() else {
                continue;
            };
            match owner {
                Owner::Event(i) if may_date(&drafts[i], time) => {
                    let distance = |span| self.distance(&drafts[i], span);
                    // Of several dates the nearest.
                    let nearer = drafts[i]
                        .date
                        .as_ref()
                        .is_none_or(|d| distance(time.span) < distance(d.span));
                    if nearer {
                        drafts[i].date = Some(filled(&drafts[i], value, time, "date"));
                        drafts[i].day_told_before =
                            drafts[i].definite && time.value.kind == TimeKind::Vague;
                    }
                }
                Owner::Told(i) => {
                    if let Some(value) = before(value) {
                        drafts[i].about = Some(filled(&drafts[i], value, time, "date-of-speech"));
                    }
                }
                _ => {}
            }
        }
        self.share_dates(drafts);
        for draft in drafts {
            if draft.about.is_none()
                && let Some(value) = self.recent.filter(|_| self.is_news(draft))
            {
                draft.about = Some(Filled {
                    value,
                    status: draft.status,
                    span: draft.span,
                    rule: SmolStr::new_static("date-of-news"),
                });
            }
        }
    }

    /// *Jeudi, une base a été attaquée, tandis qu'une autre était touchée*: the day that opens the sentence is that of
    /// what is told beside.
    fn share_dates(&self, drafts: &mut [Draft]) {
        for i in 0..drafts.len() {
            let Some(verb) = self
                .beside(drafts[i].triggers[0])
                .filter(|_| drafts[i].date.is_none() && is_violence(&drafts[i].class))
            else {
                continue;
            };
            let day = drafts
                .iter()
                .find(|d| d.triggers.contains(&verb))
                .and_then(|d| d.date.clone());
            let opens = |span: Span| {
                self.times
                    .iter()
                    .any(|t| t.span == span && t.tokens.start == 0)
            };
            if let Some(day) = day.filter(|d| opens(d.span)) {
                drafts[i].date = Some(day);
            }
        }
    }

    /// The verb beside whose clause the clause of `word` stands: *et …*, *tandis que …*.
    fn beside(&self, word: usize) -> Option<usize> {
        let tokens = &self.sentence.tokens;
        let mut at = word;
        loop {
            let token = &tokens[at];
            let head = token.head?;
            let marked = |class: &str| {
                self.graph
                    .children(at)
                    .iter()
                    .any(|&c| self.class(c, class))
            };
            let coordinate = token.deprel == "conj" && self.is_verb(at)
                || token.udeprel() == "advcl" && marked("meanwhile");
            if coordinate {
                return Some(head);
            }
            if matches!(token.udeprel(), "advcl" | "acl" | "ccomp" | "parataxis") {
                return None;
            }
            at = head;
        }
    }

    /// How far from the word that tells `draft` a date stands, in bytes.
    fn distance(&self, draft: &Draft, date: Span) -> usize {
        self.sentence.tokens[draft.triggers[0]]
            .span
            .start
            .abs_diff(date.start)
    }

    fn class(&self, i: usize, class: &str) -> bool {
        let token = &self.sentence.tokens[i];
        self.classes.has(&token.lemma, token.upos, class)
    }

    fn is_verb(&self, i: usize) -> bool {
        matches!(self.sentence.tokens[i].upos, Upos::Verb | Upos::Aux)
    }

    fn owner(&self, drafts: &[Draft], time: &TimeMention) -> Owner {
        let tokens = &self.sentence.tokens;
        let Some(top) = time.tokens.clone().find(|&i| {
            tokens
                .get(i)
                .is_some_and(|t| t.head.is_some_and(|h| !time.tokens.contains(&h)))
        }) else {
            return undated(drafts);
        };
        let mut at = tokens[top].head;
        while let Some(word) = at {
            if let Some(i) = drafts.iter().position(|d| d.triggers.contains(&word)) {
                return Owner::Event(i);
            }
            if self.is_verb(word) {
                return self.of_clause(drafts, word, time);
            }
            if !self.passes(word, top) {
                return Owner::Nothing;
            }
            at = tokens[word].head;
        }
        undated(drafts)
    }

    /// Whether a date on noun `word` may be the date of what stands above: *une série d'attaques mardi*,
    /// *des frappes contre ces milices en juin*; but *l'accord de 2015* has a date of its own.
    fn passes(&self, word: usize, time: usize) -> bool {
        let own = self
            .graph
            .children(time)
            .iter()
            .any(|&c| self.sentence.tokens[c].deprel == "case" && self.class(c, "partitive"));
        self.class(word, "transparent") || self.class(word, "relator") || !own
    }

    /// The event of the clause of verb `verb`.
    fn of_clause(&self, drafts: &[Draft], verb: usize, time: &TimeMention) -> Owner {
        let argument = |d: &&(usize, &Draft)| {
            self.graph.out_edges(verb).iter().any(|(label, to)| {
                !matches!(label.as_str(), "advcl" | "conj") && d.1.triggers.contains(to)
            })
        };
        let nearest = |(_, d): &(usize, &Draft)| d.triggers[0].abs_diff(time.tokens.start);
        // « ont lancé lundi une attaque »: what is launched is no word.
        let carries =
            self.class(verb, "support") && drafts.iter().enumerate().any(|d| argument(&&d));
        // « a revendiqué lundi un attentat »: when it was said; « le jour même » is the day of both
        let same = time.tokens.clone().any(|t| self.class(t, "same"));
        let says = self.class(verb, "speech") || self.class(verb, "claim") && !same;
        let speech = says && !carries;
        if !speech
            && let Some((i, _)) = drafts
                .iter()
                .enumerate()
                .filter(|d| argument(&d))
                .min_by_key(nearest)
        {
            return Owner::Event(i);
        }
        // Of its clause, or of the clause that the speech is about.
        let mut within = drafts
            .iter()
            .enumerate()
            .filter(|(_, d)| d.date.is_none() && self.is_within(d.triggers[0], verb, speech));
        match (within.next(), within.next()) {
            (Some((i, _)), None) if speech => Owner::Told(i),
            (Some((i, _)), None) => Owner::Event(i),
            _ if speech => Owner::Nothing,
            // « la ville, tombée en août 2020 »: when what is spoken of aside happened
            _ if self.sentence.tokens[verb].udeprel() == "acl" => Owner::Nothing,
            _ => undated(drafts),
        }
    }

    /// Whether `word` stands under `verb` with no clause between them; for `speech`, in the clause that it governs.
    fn is_within(&self, word: usize, verb: usize, speech: bool) -> bool {
        let mut i = word;
        for _ in 0..self.sentence.tokens.len() {
            let token = &self.sentence.tokens[i];
            let Some(head) = token.head else { return false };
            let relation = token.udeprel();
            let clause = matches!(relation, "advcl" | "acl" | "parataxis" | "conj" | "csubj");
            if clause || !speech && relation == "ccomp" {
                return false;
            }
            if head == verb {
                return true;
            }
            i = head;
        }
        false
    }

    /// Whether the sentence tells `draft` as something that has just happened: in the present or the
    /// perfect, with no other time.
    fn is_news(&self, draft: &Draft) -> bool {
        if !draft.status.is_plain() || draft.date.is_some() {
            return false;
        }
        let timeless = self.times.iter().all(|t| {
            matches!(t.value.kind, TimeKind::Vague | TimeKind::Point) && t.value.date.is_some()
        });
        timeless && self.is_told_fresh(draft.triggers[0])
    }

    fn is_told_fresh(&self, trigger: usize) -> bool {
        let tokens = &self.sentence.tokens;
        let mut at = Some(trigger);
        while let Some(i) = at {
            if self
                .graph
                .children(i)
                .iter()
                .any(|&c| self.class(c, "habitual"))
            {
                return false;
            }
            let finite = std::iter::once(i)
                .chain(
                    self.graph
                        .children(i)
                        .iter()
                        .copied()
                        .filter(|&c| matches!(tokens[c].udeprel(), "aux" | "cop")),
                )
                .find(|&t| tokens[t].feats.has("VerbForm", "Fin"));
            if let Some(finite) = finite {
                let feats = &tokens[finite].feats;
                let recent = feats.has("Tense", "Pres") || feats.has("Tense", "Past");
                let aside = tokens[i].deprel == "acl:relcl" && !self.lead;
                return recent && feats.has("Mood", "Ind") && !aside;
            }
            at = tokens[i].head;
        }
        self.lead
    }
}

fn filled(draft: &Draft, value: Date, time: &TimeMention, rule: &'static str) -> Filled<Date> {
    Filled {
        value,
        status: draft.status,
        span: time.span,
        rule: SmolStr::new_static(rule),
    }
}

/// *depuis deux ans*: how long something lasts dates no single attack, but talks and a series of attacks.
fn may_date(draft: &Draft, time: &TimeMention) -> bool {
    let long = matches!(
        time.value.date,
        Some(Date::Year { .. } | Date::Month { .. })
    );
    // « encerclés par X depuis juillet 2014 »: a siege began then.
    let begun = matches!(time.value.date, Some(Date::Month { .. })) && draft.besieged;
    time.value.kind != TimeKind::Since
        || !long
        || draft.plural
        || begun
        || !is_violence(&draft.class)
}

/// The one event of the sentence that has no date.
fn undated(drafts: &[Draft]) -> Owner {
    let mut without = (0..drafts.len()).filter(|&i| drafts[i].date.is_none());
    match (without.next(), without.next()) {
        (Some(i), None) => Owner::Event(i),
        _ => Owner::Nothing,
    }
}
