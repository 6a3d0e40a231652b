//! Clauses and appositions that hang on the wrong clause or noun.

use super::Repair;
use crate::ud::Upos;

impl Repair<'_, '_> {
    /// *X l'a annoncé, mais Y a démenti, affirmant que …*: a participle after a comma goes with the nearest clause
    /// that has a subject of its own.
    pub(super) fn nearest_clause(&mut self, i: usize) {
        let token = self.token(i);
        let present = token.feats.has("VerbForm", "Part") && token.feats.has("Tense", "Pres");
        let Some(far) = token.head.filter(|&h| {
            present && token.udeprel() == "advcl" && h < i && self.token(i - 1).form == ","
        }) else {
            return;
        };
        let near = self
            .children(far)
            .filter(|&c| {
                let clause = self.token(c).udeprel() == "conj" && far < c && c < i;
                clause && self.children(c).any(|s| self.token(s).udeprel() == "nsubj")
            })
            .last();
        if let Some(near) = near {
            let deprel = self.token(i).deprel.clone();
            self.attach(i, near, &deprel);
        }
    }

    /// *une tension entre X et Y, accusé par Z de …*: a participle of what is done to an actor goes with the actor
    /// right before its comma, not with a noun that is none.
    pub(super) fn participle_of_actor(&mut self, i: usize) {
        let token = self.token(i);
        let done_to_actors = ["accuse", "accusing", "back", "align"]
            .iter()
            .any(|c| self.class(i, c));
        let Some(noun) = token
            .head
            .filter(|_| token.udeprel() == "acl" && done_to_actors)
        else {
            return;
        };
        let actor = |i: usize| {
            let mention = self.mentions.at(self.index, i)?;
            let entity = mention.entity?;
            (self.mentions.is_actor(entity)).then_some(mention.head)
        };
        if i < 2 || self.token(i - 1).form != "," || actor(noun).is_some() {
            return;
        }
        if let Some(head) = actor(i - 2).filter(|&h| self.agrees(h, i)) {
            self.attach(i, head, "acl");
        }
    }

    /// *tuant dix rebelles, d'après l'armée*: what a comma and a preposition set apart is no conjunct of a bare
    /// object.
    pub(super) fn set_apart(&mut self, i: usize) {
        let token = self.token(i);
        let Some(first) = token.head.filter(|_| token.deprel == "conj") else {
            return;
        };
        let joined = self.children(i).any(|c| self.token(c).deprel == "cc");
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
        let (start, end) = (mention.tokens.start, mention.tokens.end);
        let set_off = start > 1
            && self.token(start - 1).form == ","
            && self.sentence.tokens.get(end).is_some_and(|t| t.form == ",");
        let another = self
            .children(verb)
            .any(|s| i < s && s < verb && is_subject(s) && self.token(s).upos != Upos::Pron);
        if !set_off || !another {
            return;
        }
        let mut before = start - 2;
        while let Some(head) = self.token(before).head.filter(|&h| h < start && h != verb) {
            before = head;
        }
        let nominal = matches!(self.token(before).upos, Upos::Noun | Upos::Propn);
        if nominal && self.token(before).head == Some(verb) {
            self.attach(i, before, "appos");
        }
    }

    /// Whether two words do not differ in gender or number, as far as they tell.
    pub(super) fn agrees(&self, a: usize, b: usize) -> bool {
        ["Gender", "Number"].iter().all(|feature| {
            let (x, y) = (
                self.token(a).feats.get(feature),
                self.token(b).feats.get(feature),
            );
            x.is_none() || y.is_none() || x == y
        })
    }
}
