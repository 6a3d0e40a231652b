//! How the text stands to what a word tells: asserted, hedged, denied or hypothetical, and whose word it is.
//!
//! The reading climbs from the trigger to the root of its clause and beyond, as long as what governs
//! it decides over its truth (Karttunen 1971; Saurí & Pustejovsky 2009, FactBank). Which words deny,
//! doubt or only plan is told by the lexical classes of `french/lexicon/classes/status.tsv`.

use super::fact::Status;
use super::syntax::DeepGraph;
use crate::lexicon::Classes;
use crate::ud::{Sentence, Token, Upos};

/// What a word's context makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stance {
    /// The status.
    pub status: Status,
    /// The word that names who says so (subject of the verb of speech, complement of *selon*).
    pub source: Option<usize>,
}

/// Classes of verbs that say of an event that it happens: their negation and mood are the event's.
const BEARING: [&str; 13] = [
    "support",
    "occur",
    "attack",
    "strike",
    "kill",
    "wound",
    "launch",
    "make",
    "undergo",
    "perceive",
    "reprisal",
    "claim",
    "take-part",
];

/// Reads the stance of words of one sentence.
pub struct StanceReader<'a> {
    sentence: &'a Sentence,
    graph: &'a DeepGraph,
    classes: &'a Classes,
    contested: bool,
}

impl<'a> StanceReader<'a> {
    /// A reader over `sentence` and its deep graph.
    #[must_use]
    pub const fn new(sentence: &'a Sentence, graph: &'a DeepGraph, classes: &'a Classes) -> Self {
        Self {
            sentence,
            graph,
            classes,
            contested: false,
        }
    }

    /// Whether a sentence soon after rejects what is told as an accusation here.
    #[must_use]
    pub const fn contested(mut self, contested: bool) -> Self {
        self.contested = contested;
        self
    }

    /// The stance of the text to what word `trigger` tells.
    #[must_use]
    pub fn read(&self, trigger: usize) -> Stance {
        let mut stance = Stance {
            status: self.own(trigger, self.is_reported(trigger)),
            source: self.according_to(trigger),
        };
        let mut below = trigger;
        for _ in 0..self.sentence.tokens.len() {
            let Some(above) = self.token(below).head else {
                break;
            };
            if !self.climb(below, above, &mut stance) {
                break;
            }
            below = above;
        }
        if self.is_taken_back(trigger) || self.is_of_denied_report(trigger) {
            stance.status = stance.status.max(Status::Denied);
        }
        if stance.source.is_some_and(|s| self.is_unconfirmed(s)) {
            stance.status = stance.status.max(Status::Hedged);
        }
        if self.is_question() {
            stance.status = stance.status.max(Status::Hypothetical);
        }
        stance
    }

    /// *a affirmé qu'il attaquerait*: the clause of a verb of speech.
    fn is_reported(&self, i: usize) -> bool {
        let token = self.token(i);
        let speech = |h: usize| token.deprel == "ccomp" && self.class(h, "speech");
        token.head.is_some_and(speech)
    }

    /// *selon des informations non confirmées*
    fn is_unconfirmed(&self, source: usize) -> bool {
        self.class(source, "report-noun")
            && self.graph.children(source).iter().any(|&c| {
                self.class(c, "unconfirmed")
                    || self.class(c, "confirm") && self.child_in(c, "negation-adverb")
            })
    }

    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn class(&self, i: usize, class: &str) -> bool {
        let token = self.token(i);
        self.classes.has(&token.lemma, token.upos, class)
    }

    fn child_in(&self, i: usize, class: &str) -> bool {
        self.graph.children(i).iter().any(|&c| self.class(c, class))
    }

    /// What the word itself and its own dependents say; `reported` for a clause under a verb of speech.
    fn own(&self, i: usize, reported: bool) -> Status {
        let token = self.token(i);
        let children = self.graph.children(i);
        let mut status = Status::Asserted;
        let nobody =
            |&c: &usize| self.token(c).udeprel() == "nsubj" && self.class(c, "negation-subject");
        if self.child_in(i, "negation")
            || self.is_over(i)
            || self.child_in(i, "negation-det")
            || self.touches_none(i)
            || children.iter().any(nobody)
        {
            status = status.max(Status::Denied);
        }
        if children
            .iter()
            .any(|&c| self.token(c).deprel == "case" && self.class(c, "without"))
        {
            status = status.max(Status::Denied);
        }
        if self.child_in(i, "doubt") && !matches!(token.upos, Upos::Verb | Upos::Aux)
            || self.adverb_of_doubt(i)
        {
            status = status.max(Status::Hedged);
        }
        let irreal = |&c: &usize| self.irreal_adjective(c) || self.is_any(c);
        if token.upos == Upos::Noun && children.iter().any(irreal) {
            status = status.max(Status::Hypothetical);
        }
        status.max(self.mood(i, reported))
    }

    /// *n'ont atteint aucun navire*; a toll of none (*n'a tué aucun civil*) denies no act.
    fn touches_none(&self, i: usize) -> bool {
        ["attack", "strike", "launch", "seize", "deploy", "withdraw"]
            .iter()
            .any(|c| self.class(i, c))
            && self.token(i).upos == Upos::Verb
            && self.graph.children(i).iter().any(|&c| {
                matches!(self.token(c).udeprel(), "obj" | "nsubj")
                    && self.token(c).upos == Upos::Noun
                    && self.child_in(c, "negation-det")
            })
    }

    /// *a démenti des informations faisant état de frappes*: denied with the report.
    fn is_of_denied_report(&self, trigger: usize) -> bool {
        let mut below = trigger;
        for _ in 0..self.sentence.tokens.len() {
            let Some(above) = self.token(below).head else {
                return false;
            };
            // « des accusations infondées selon lesquelles »
            if self.class(above, "report-noun") && self.child_in(above, "denial") {
                return true;
            }
            if self.class(below, "report-noun")
                && self.class(above, "denial")
                && matches!(
                    self.token(below).udeprel(),
                    "obj" | "obl" | "nmod" | "nsubj"
                )
                && !self.child_in(above, "negation")
            {
                return true;
            }
            below = above;
        }
        false
    }

    /// *n'appartient plus à X*; but *ne tient plus qu'une ville* still holds it.
    fn is_over(&self, i: usize) -> bool {
        let only = |plus: usize| {
            let mut next = self.sentence.tokens.iter().skip(plus + 1);
            next.next().is_some_and(|t| t.lemma == "que")
        };
        let mut children = self.graph.children(i).iter();
        let over = children.any(|&c| self.class(c, "no-more") && !only(c));
        over && self.child_in(i, "negation-clitic")
    }

    /// *toute attaque*, of which there may be none.
    fn is_any(&self, det: usize) -> bool {
        let token = &self.token(det);
        token.udeprel() == "det" && token.feats.has("Number", "Sing") && self.class(det, "any")
    }

    fn irreal_adjective(&self, i: usize) -> bool {
        self.token(i).upos == Upos::Adj && self.class(i, "irrealis")
    }

    fn adverb_of_doubt(&self, i: usize) -> bool {
        self.graph
            .children(i)
            .iter()
            .any(|&c| self.token(c).upos == Upos::Adv && self.class(c, "doubt"))
    }

    /// Conditional and future, on the verb or its auxiliary.
    fn mood(&self, i: usize, reported: bool) -> Status {
        let finite = std::iter::once(i)
            .chain(
                self.graph
                    .children(i)
                    .iter()
                    .copied()
                    .filter(|&c| matches!(self.token(c).udeprel(), "aux" | "cop")),
            )
            .find(|&t| self.token(t).feats.has("VerbForm", "Fin"));
        let Some(finite) = finite else {
            return Status::Asserted;
        };
        let feats = &self.token(finite).feats;
        let compound = finite != i && self.token(finite).deprel == "aux:tense";
        if feats.has("Mood", "Cnd") {
            // « aurait tiré » hedges; « tirerait » hedges too, but after a verb of speech it is a future.
            if self.is_conditioned(i) {
                Status::Hypothetical
            } else if compound || !reported {
                Status::Hedged
            } else {
                Status::Hypothetical
            }
        } else if feats.has("Tense", "Fut") || feats.has("Mood", "Imp") {
            Status::Hypothetical
        } else {
            Status::Asserted
        }
    }

    /// Takes the step from `below` to its head; false where what is above no longer decides.
    fn climb(&self, below: usize, above: usize, stance: &mut Stance) -> bool {
        let token = self.token(below);
        match token.udeprel() {
            "ccomp" if self.is_adverbial(below) => self.subordinated(below, above, stance),
            "xcomp" | "ccomp" | "csubj" => {
                self.governed(below, above, stance);
                // « se tenir prêt à frapper »
                let ready = |&c: &usize| {
                    c < below && self.token(c).udeprel() == "xcomp" && self.irreal_adjective(c)
                };
                if self.graph.children(above).iter().any(ready) {
                    stance.status = stance.status.max(Status::Hypothetical);
                }
                true
            }
            "advcl" | "acl" if token.deprel != "acl:relcl" => {
                self.subordinated(below, above, stance)
            }
            "acl" => false,
            "conj" => {
                let verbal = matches!(token.upos, Upos::Verb | Upos::Aux);
                stance.status = stance.status.max(if verbal {
                    self.mood(above, false)
                } else {
                    self.own(above, false)
                });
                true
            }
            "parataxis" => {
                self.speech(above, stance);
                false
            }
            "nsubj" | "obj" | "obl" | "iobj" | "nmod" | "appos" | "dislocated" => {
                self.nominal(below, above, stance)
            }
            _ => false,
        }
    }

    /// *alors que*, *tandis que*: a clause that is no complement, whatever the parse calls it.
    fn is_adverbial(&self, clause: usize) -> bool {
        self.graph.children(clause).iter().any(|&c| {
            self.token(c).deprel == "mark"
                && matches!(self.token(c).upos, Upos::Sconj | Upos::Adv)
                && !self.class(c, "complementizer")
                && !self.class(c, "condition")
        })
    }

    /// *ont dû*, *avait dû*: a participle with an auxiliary in the indicative.
    fn is_perfect(&self, verb: usize) -> bool {
        self.graph.children(verb).iter().any(|&c| {
            let feats = &self.token(c).feats;
            self.token(c).udeprel() == "aux"
                && feats.has("Mood", "Ind")
                && (feats.has("Tense", "Pres") || feats.has("Tense", "Imp"))
        })
    }

    /// A clause or infinitive under verb or noun `above`.
    fn governed(&self, below: usize, above: usize, stance: &mut Stance) {
        let speech = self.class(above, "speech");
        let lexical = if self.class(above, "denial") {
            Status::Denied
        } else if self.class(above, "necessity") && self.is_perfect(above) {
            // « ont dû se retirer »: they did.
            Status::Asserted
        } else if ["phrasal-future", "irrealis", "irrealis-infinitive"]
            .iter()
            .any(|c| self.class(above, c))
        {
            Status::Hypothetical
        } else if self.class(above, "accusing") && self.is_contested(above) {
            Status::Denied
        } else if self.class(above, "accusing") || self.class(above, "doubt") {
            Status::Hedged
        } else {
            Status::Asserted
        };
        let own = self.own(above, false);
        // « n'a pas hésité à frapper »
        if own == Status::Denied && self.class(above, "done-if-denied") {
            return;
        }
        stance.status = stance.status.max(lexical);
        stance.status = stance.status.max(match own {
            // « rien n'indique que X ait attaqué »
            Status::Denied if self.is_subjunctive(below) => Status::Denied,
            // « n'a pas confirmé que »
            Status::Denied if self.class(above, "confirm") => Status::Hedged,
            // « n'a pas reconnu que » presupposes; « n'a pas réussi à » denies.
            Status::Denied if speech => Status::Asserted,
            own => own,
        });
        // « aucun élément ne permet d'affirmer que »
        let nothing = self.graph.children(above).iter().any(|&c| {
            self.token(c).udeprel() == "nsubj"
                && self.token(c).upos == Upos::Noun
                && self.child_in(c, "negation-det")
        });
        if nothing {
            stance.status = stance.status.max(Status::Denied);
        }
        if speech {
            self.speech(above, stance);
        }
    }

    /// Whether a verb or its auxiliary is in the subjunctive.
    fn is_subjunctive(&self, verb: usize) -> bool {
        let own = self.token(verb).feats.has("Mood", "Sub");
        own || self
            .graph
            .children(verb)
            .iter()
            .any(|&c| self.token(c).udeprel() == "aux" && self.token(c).feats.has("Mood", "Sub"))
    }

    /// *Si X attaquait, Y frapperait*: a verb with a condition beside it.
    fn is_conditioned(&self, verb: usize) -> bool {
        let children = self.graph.children(verb).iter();
        children
            .filter(|&&c| self.token(c).udeprel() == "advcl")
            .any(|&c| {
                self.graph
                    .children(c)
                    .iter()
                    .any(|&m| self.token(m).udeprel() == "mark" && self.class(m, "condition"))
            })
    }

    /// *X accuse Y, qui dément, de soutenir Z*: who is accused denies it, in the same sentence or soon
    /// after.
    fn is_contested(&self, accusing: usize) -> bool {
        if self.contested {
            return true;
        }
        let accused: Vec<usize> = self.graph.targets(accusing, "N1").collect();
        (0..self.sentence.tokens.len())
            .filter(|&d| self.class(d, "denial"))
            .any(|d| self.graph.targets(d, "N0").any(|by| accused.contains(&by)))
    }

    fn speech(&self, above: usize, stance: &mut Stance) {
        if self.class(above, "speech") && stance.source.is_none() {
            stance.source = self.graph.targets(above, "N0").next();
        }
    }

    /// An adverbial or adnominal clause: its subordinator decides, then it stands by itself.
    fn subordinated(&self, below: usize, above: usize, stance: &mut Stance) -> bool {
        let marker = self
            .graph
            .children(below)
            .iter()
            .copied()
            .find(|&c| matches!(self.token(c).udeprel(), "mark" | "case"));
        let status = match marker {
            // « en profite pour frapper »: and does.
            Some(m) if self.class(m, "purpose") && self.class(above, "seize-chance") => {
                Status::Asserted
            }
            Some(m) if self.class(m, "condition") || self.class(m, "purpose") => {
                Status::Hypothetical
            }
            Some(m) if self.class(m, "without") => Status::Denied,
            _ => Status::Asserted,
        };
        stance.status = stance.status.max(status);
        let noun_above = self.token(above).upos == Upos::Noun;
        if noun_above
            && self.class(above, "irrealis")
            && !self.token(below).feats.has("VerbForm", "Part")
        {
            stance.status = stance.status.max(Status::Hypothetical);
        }
        false
    }

    /// An event noun under a verb or noun.
    fn nominal(&self, below: usize, above: usize, stance: &mut Stance) -> bool {
        let token = self.token(above);
        // « une tentative d'assassinat » has taken place, whether or not anybody died.
        let attempt = self.class(below, "attempted") && self.class(above, "attempt");
        if attempt || self.class(below, "transparent") || self.class(above, "transparent") {
            stance.status = stance.status.max(self.own(above, false));
            return true;
        }
        let argument = matches!(
            self.token(below).udeprel(),
            "obj" | "nsubj" | "obl" | "iobj"
        );
        if matches!(token.upos, Upos::Verb | Upos::Aux) {
            // « l'attaque n'a pas fait de blessé »: there was an attack.
            if self.token(below).udeprel() == "nsubj" && self.class(above, "make") {
                return false;
            }
            // « pour venger une attaque »: it took place, whatever becomes of the revenge.
            let answered = self.class(above, "reprisal") && self.token(below).udeprel() != "nsubj";
            if answered && token.upos == Upos::Verb {
                return false;
            }
            if BEARING.iter().any(|c| self.class(above, c)) {
                stance.status = stance.status.max(self.own(above, false));
                return true;
            }
            let object = match self.token(below).udeprel() {
                "obj" | "iobj" => true,
                // « après l'attaque, X a promis de riposter »: no argument of the promise.
                "obl" => self
                    .graph
                    .children(below)
                    .iter()
                    .all(|&c| self.token(c).deprel != "case" || self.class(c, "argument-mark")),
                // « une attaque a été déjouée »
                _ => self.token(below).deprel == "nsubj:pass",
            };
            if object && self.class(above, "denial") {
                stance.status = stance.status.max(Status::Denied);
            } else if object && self.class(above, "irrealis") {
                stance.status = stance.status.max(Status::Hypothetical);
            }
            if self.hangs_on_plan(below) {
                stance.status = stance.status.max(Status::Hypothetical);
            }
            return self.class(above, "speech") && argument && {
                self.speech(above, stance);
                false
            };
        }
        // « en cas d'attaque »
        let supposed = self.class(above, "case") && self.child_in(above, "inside");
        if token.upos == Upos::Noun && (self.class(above, "irrealis") || supposed) {
            stance.status = stance.status.max(Status::Hypothetical);
        }
        false
    }

    /// *selon X*, *d'après X* on the word or on the clause that holds it.
    fn according_to(&self, trigger: usize) -> Option<usize> {
        let mut i = trigger;
        for _ in 0..self.sentence.tokens.len() {
            let source = self.graph.out_edges(i).iter().find(|(label, _)| {
                label
                    .split_once(':')
                    .is_some_and(|(_, case)| self.classes.has(case, Upos::Adp, "according-to"))
            });
            if let Some(&(_, source)) = source {
                return Some(source);
            }
            i = self.token(i).head?;
        }
        None
    }

    /// *…, ce que Paris dément*: a clause that takes up what stands before it and denies it.
    fn is_taken_back(&self, trigger: usize) -> bool {
        let tokens = &self.sentence.tokens;
        let takes_up =
            |i: usize| tokens[i].feats.has("PronType", "Rel") || self.class(i, "complementizer");
        let resumes =
            |i: usize| self.class(i, "resumptive") && i + 1 < tokens.len() && takes_up(i + 1);
        (trigger + 1..tokens.len())
            .find(|&i| resumes(i))
            .is_some_and(|i| (i + 2..tokens.len().min(i + 12)).any(|v| self.class(v, "denial")))
    }

    /// *a levé le moratoire sur les frappes*: the noun right before the preposition, wherever the parse hangs it.
    fn hangs_on_plan(&self, noun: usize) -> bool {
        let case = self.graph.children(noun).iter().copied().find(|&c| {
            c < noun && self.token(c).deprel == "case" && self.class(c, "argument-mark")
        });
        case.and_then(|c| c.checked_sub(1)).is_some_and(|before| {
            self.token(before).upos == Upos::Noun && self.class(before, "irrealis")
        })
    }

    fn is_question(&self) -> bool {
        self.sentence.tokens.last().is_some_and(|t| t.form == "?")
    }
}
