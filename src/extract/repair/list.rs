//! Lists and what is said beside them: conjuncts, appositions and second subjects that hang on the wrong word.

use super::Repair;
use crate::extract::entity::{Mention, MentionKind};
use crate::ud::Upos;
use std::ops::Range;

impl Repair<'_, '_> {
    /// *Selon le chef de la police, X, dix civils ont été tués*: a counted noun after a comma, hung on a name that cannot be the
    /// subject of a verb in the plural, is that subject; the name is said of what stands before it.
    pub(super) fn counted_subject(&mut self, i: usize) {
        let token = self.token(i);
        let counted = token.upos == Upos::Noun
            && matches!(token.udeprel(), "nmod" | "appos" | "conj")
            && self.case(i).is_none()
            && self.number(i).is_some_and(|n| n < i)
            && !self.is_joined(i);
        let Some(name) = token.head.filter(|&n| {
            counted
                && n < i
                && self.token(n).upos == Upos::Propn
                && self.token(n).udeprel() == "nsubj"
        }) else {
            return;
        };
        let Some(verb) = self.token(name).head.filter(|&v| v > i) else {
            return;
        };
        let plural = std::iter::once(verb)
            .chain(self.children(verb))
            .filter(|&t| self.token(t).feats.has("VerbForm", "Fin"))
            .any(|t| self.token(t).feats.has("Number", "Plur"));
        let Some(mention) = self.mentions.at(self.index, name) else {
            return;
        };
        let Some(before) = self.noun_before(&mention.tokens, verb).filter(|_| plural) else {
            return;
        };
        let subject = self.token(name).deprel.clone();
        self.attach(i, verb, &subject);
        self.attach(name, before, "appos");
    }

    /// *selon un officier, Abdulahi Ahmed, cinq assaillants ont été tués*: a verb has one subject; a name between commas
    /// before another is an apposition of what stands before it.
    pub(super) fn second_subject(&mut self, i: usize) {
        let is_subject = |t: usize| self.token(t).udeprel() == "nsubj";
        let Some(verb) = self.token(i).head.filter(|&v| i < v && is_subject(i)) else {
            return;
        };
        let Some(mention) = self.mentions.at(self.index, i) else {
            return;
        };
        let another = self
            .children(verb)
            .any(|s| i < s && s < verb && is_subject(s) && self.token(s).upos != Upos::Pron);
        let before = self.noun_before(&mention.tokens, verb);
        if let Some(before) = before.filter(|&b| another && self.token(b).head == Some(verb)) {
            self.attach(i, before, "appos");
        }
    }

    /// The noun or name before the commas that set `words` off: the uppermost that stands before them, below `verb`.
    fn noun_before(&self, words: &Range<usize>, verb: usize) -> Option<usize> {
        let comma = |t: usize| self.sentence.tokens.get(t).is_some_and(|t| t.form == ",");
        if words.start < 2 || !comma(words.start - 1) || !comma(words.end) {
            return None;
        }
        let above = |&t: &usize| {
            let head = self.token(t).head;
            head.filter(|&h| h < words.start && h != verb)
        };
        std::iter::successors(Some(words.start - 2), above)
            .last()
            .filter(|&t| matches!(self.token(t).upos, Upos::Noun | Upos::Propn))
    }

    /// *Maîtres de X, les rebelles ont avancé*, *Chef de X, Y a démenti*: a bare noun at the head of a sentence, before a
    /// comma and the subject, is an apposition of that subject.
    pub(super) fn fronted_apposition(&mut self, i: usize) {
        let is_subject = |t: usize| self.token(t).udeprel() == "nsubj";
        let Some(verb) = self
            .token(i)
            .head
            .filter(|&v| i == 0 && v > 0 && is_subject(0) && self.token(0).upos == Upos::Noun)
        else {
            return;
        };
        let bare = !self
            .children(i)
            .any(|c| matches!(self.token(c).udeprel(), "det" | "nummod" | "conj"));
        let subject = self
            .children(verb)
            .find(|&q| q > i && q < verb && is_subject(q) && self.token(q).upos != Upos::Pron);
        let Some(subject) = subject.filter(|_| bare) else {
            return;
        };
        let first = self
            .children(subject)
            .chain(std::iter::once(subject))
            .min()
            .unwrap_or(subject);
        if first > 0 && self.token(first - 1).form == "," {
            self.attach(i, subject, "appos");
        }
    }

    /// *X, épaulé par la Russie, l'Iran et le Hezbollah, a repris Y*: a name between the last of a list and its conjunction
    /// is one of the list and no second subject.
    pub(super) fn middle_of_list(&mut self, i: usize) {
        let token = self.token(i);
        let loose = token.udeprel() == "nsubj" || token.deprel == "conj" && i > 0;
        let Some(mention) = self
            .mentions
            .at(self.index, i)
            .filter(|m| loose && m.kind == MentionKind::Name && m.head == i && m.tokens.start > 1)
        else {
            return;
        };
        let start = mention.tokens.start;
        let article = usize::from(self.token(start - 1).upos == Upos::Det);
        let Some(comma) = (start - article)
            .checked_sub(1)
            .filter(|&c| c > 0 && self.token(c).form == ",")
        else {
            return;
        };
        let Some(first) = self
            .mentions
            .at(self.index, comma - 1)
            .filter(|m| m.kind == MentionKind::Name && m.tokens.end == comma)
            .map(|m| m.head)
        else {
            return;
        };
        let next = mention.tokens.end;
        let joined = (self.sentence.tokens.get(next)).is_some_and(|t| t.upos == Upos::Cconj);
        let last = self
            .children(first)
            .any(|c| c > i && self.token(c).deprel == "conj" && self.is_nominal(c));
        // « appuyés par X, Y, Z et W, ils ont frappé »: the whole rest of the list was hung elsewhere
        let agent = self.token(first).deprel == "obl:agent";
        let apart = agent
            && self.token(i).deprel == "conj"
            && self.token(i).head.is_some_and(|h| h < first)
            && self.closes_list(next);
        if (joined && last && agent || apart) && self.token(i).head != Some(first) {
            self.attach(i, first, "conj");
        }
    }

    /// Whether only commas and names follow from word `at` on, up to a conjunction.
    fn closes_list(&self, mut at: usize) -> bool {
        let tokens = &self.sentence.tokens;
        while tokens.get(at).is_some_and(|t| t.form == ",") {
            let article = tokens.get(at + 1).is_some_and(|t| t.upos == Upos::Det);
            let name = at + 1 + usize::from(article);
            let Some(mention) = self
                .mentions
                .at(self.index, name)
                .filter(|m| m.kind == MentionKind::Name && name < tokens.len())
            else {
                return false;
            };
            at = mention.tokens.end;
        }
        tokens.get(at).is_some_and(|t| t.upos == Upos::Cconj)
    }

    /// *X et Y, deux mouvements qui combattent Z*: after the conjunction a list is closed; what follows is said of it.
    pub(super) fn after_list(&mut self, i: usize) {
        let token = self.token(i);
        let counted = token.upos == Upos::Noun
            && token.deprel == "conj"
            && self.number(i).is_some_and(|n| n < i)
            && !self.is_joined(i);
        let Some(first) = token.head.filter(|&f| counted && f < i) else {
            return;
        };
        let start = self.children(i).next().map_or(i, |c| c.min(i));
        let comma =
            start > 0 && (self.token(start).form == "," || self.token(start - 1).form == ",");
        let closed = self
            .children(first)
            .any(|c| c < i && self.token(c).deprel == "conj" && self.is_joined(c));
        if comma && closed {
            self.attach(i, first, "appos");
        }
    }

    /// *affilié à X et proche de Y*: an adjective is joined to the participle or adjective before it, not to the name that
    /// this one governs; and what follows it is its own.
    pub(super) fn joined_adjective(&mut self, i: usize) {
        let token = self.token(i);
        let adjective = token.upos == Upos::Adj || token.feats.has("VerbForm", "Part");
        let Some(noun) = token
            .head
            .filter(|&n| adjective && token.deprel == "conj" && n < i && self.is_nominal(n))
        else {
            return;
        };
        let governor = self.token(noun).head.filter(|&g| {
            let above = self.token(g);
            let same = above.upos == Upos::Adj || above.feats.has("VerbForm", "Part");
            g < noun && same && matches!(self.token(noun).udeprel(), "obl" | "nmod" | "iobj")
        });
        let Some(governor) = governor else {
            return;
        };
        self.attach(i, governor, "conj");
        // « et proche d'Y »: the complement right after the adjective
        let own = self.children(noun).find(|&c| {
            c > i && self.case(c).is_some_and(|k| k == i + 1) && self.token(c).udeprel() == "nmod"
        });
        if let Some(own) = own {
            self.attach(own, i, "obl:arg");
        }
    }

    /// *Il a déclaré : « Les frappes étaient nécessaires », et répondaient à une attaque*: a verb in the plural is joined to
    /// the clause whose subject is in the plural.
    pub(super) fn joined_in_number(&mut self, i: usize) {
        let plural = |t: usize| self.token(t).feats.has("Number", "Plur");
        let own = self.children(i).any(|c| self.token(c).udeprel() == "nsubj");
        let Some(verb) = self.token(i).head.filter(|&v| {
            self.token(i).deprel == "conj"
                && !own
                && self.token(i).feats.has("VerbForm", "Fin")
                && plural(i)
                && self.token(v).upos == Upos::Verb
        }) else {
            return;
        };
        let subject = |v: usize| {
            self.children(v)
                .find(|&c| self.token(c).udeprel() == "nsubj" && c < i)
        };
        let alone = subject(verb).is_some_and(|s| {
            // « le porte-parole » may be of either number, but not his verb
            !plural(s) && !self.children(s).any(|c| self.token(c).deprel == "conj")
        });
        let clause = self.children(verb).find(|&c| {
            let quoted = matches!(self.token(c).udeprel(), "ccomp" | "parataxis");
            c < i && quoted && subject(c).is_some_and(plural)
        });
        if let Some(clause) = clause.filter(|_| alone) {
            self.attach(i, clause, "conj");
        }
    }

    /// *tuant dix rebelles, d'après l'armée*: what a comma and a preposition set apart is no conjunct of a bare
    /// object.
    pub(super) fn set_apart(&mut self, i: usize) {
        let token = self.token(i);
        let Some(first) = token.head.filter(|_| token.deprel == "conj") else {
            return;
        };
        let joined = self.is_joined(i);
        let Some(case) = self.case(i).filter(|&c| c > 0 && !joined) else {
            return;
        };
        let bare =
            self.case(first).is_none() && matches!(self.token(first).udeprel(), "obj" | "nsubj");
        if bare
            && self.token(case - 1).form == ","
            && let Some(verb) = self.token(first).head
            && self.token(verb).upos == Upos::Verb
        {
            self.attach(i, verb, "obl:mod");
        }
    }

    /// *l'Ouganda, la RDC et le Soudan*: another name after a comma is the next of a list that a conjunction closes.
    pub(super) fn listed(&mut self, i: usize) {
        let Some(first) = self.token(i).head.filter(|&h| {
            let loose = matches!(self.token(i).deprel.as_str(), "appos" | "nmod");
            loose && h < i && self.case(i).is_none()
        }) else {
            return;
        };
        let name = |t: usize| {
            self.mentions
                .at(self.index, t)
                .filter(|m| m.kind == MentionKind::Name && m.head == t)
        };
        let (Some(a), Some(b)) = (name(first), name(i)) else {
            return;
        };
        let sort = |m: &Mention| {
            m.entity
                .map(|e| (self.mentions.is_actor(e), self.mentions.is_place(e)))
        };
        let closed = self
            .children(first)
            .any(|c| c > b.tokens.end - 1 && self.token(c).deprel == "conj" && self.is_joined(c));
        let comma = b
            .tokens
            .start
            .checked_sub(1)
            .is_some_and(|c| c >= a.tokens.end && c - a.tokens.end <= 1);
        if closed && comma && a.entity != b.entity && sort(a) == sort(b) {
            self.attach(i, first, "conj");
        }
    }

    /// *entre X et Y*
    pub(super) fn between(&mut self, first: usize) {
        let between = self.case(first).is_some_and(|c| self.class(c, "between"));
        let paired = self
            .children(first)
            .any(|c| self.token(c).deprel == "conj" && self.is_nominal(c));
        if !between || paired {
            return;
        }
        let second = (first + 1..self.sentence.tokens.len())
            .take_while(|&i| !self.token(i).feats.has("VerbForm", "Fin"))
            .find(|&i| self.token(i).deprel == "conj" && self.is_nominal(i) && self.is_joined(i));
        if let Some(second) = second {
            self.attach(second, first, "conj");
        }
    }
}
