//! What completes a noun or a name, or is said of it: appositions, attributes, complements.

use super::Repair;
use crate::extract::entity::MentionKind;
use crate::ud::Upos;

impl Repair<'_, '_> {
    /// A noun that is joined to a word inside a name is joined to its head.
    pub(super) fn name(&mut self, i: usize) {
        // « les Forces de soutien rapide du général X »
        let joined = matches!(self.token(i).deprel.as_str(), "conj" | "appos" | "nmod");
        let Some(head) = self.token(i).head.filter(|_| joined && self.is_nominal(i)) else {
            return;
        };
        let Some(mention) = self
            .mentions
            .at(self.index, head)
            .filter(|m| m.kind == MentionKind::Name)
        else {
            return;
        };
        let outside = i >= mention.tokens.end;
        if outside && mention.tokens.contains(&head) && mention.head != head {
            let deprel = self.token(i).deprel.clone();
            self.attach(i, mention.head, &deprel);
        }
    }

    /// *soldats ukrainiens et rebelles*: a noun is no conjunct of an adjective.
    pub(super) fn noun_after_adjective(&mut self, i: usize) {
        let token = self.token(i);
        let adjective = token.head.filter(|&h| {
            token.deprel == "conj"
                && matches!(token.upos, Upos::Noun | Upos::Propn)
                && self.mentions.at(self.index, i).is_some_and(|m| m.head == i)
                && self.token(h).upos == Upos::Adj
                && self.token(h).udeprel() == "amod"
        });
        if let Some(noun) = adjective.and_then(|a| self.token(a).head)
            && self.is_nominal(noun)
        {
            self.attach(i, noun, "conj");
        }
    }

    /// *X, une ville de Y*: a noun that means what was named right before it is an apposition.
    pub(super) fn said_of(&mut self, i: usize) {
        let Some(mention) = self.mentions.at(self.index, i).filter(|m| m.head == i) else {
            return;
        };
        let Some(comma) = mention.tokens.start.checked_sub(1) else {
            return;
        };
        let closed = comma > 0 && self.token(comma - 1).form == ")";
        let last = comma.checked_sub(if closed { 2 } else { 1 });
        let named = last.and_then(|l| self.mentions.at(self.index, l));
        let Some(name) = named.filter(|n| {
            self.token(comma).form == ","
                && n.kind == MentionKind::Name
                && n.entity == mention.entity
                && n.head != i
        }) else {
            return;
        };
        if self.case(i).is_none() && self.token(i).deprel != "conj" {
            self.attach(i, name.head, "appos");
        }
    }

    /// *le chef de X, la branche de Y*, *allié de Y*: a branch is what the group named right before it is, not its chief.
    pub(super) fn component(&mut self, i: usize) {
        let aside = self.class(i, "component") || self.class(i, "ally-noun");
        if self.token(i).deprel != "appos" || !aside {
            return;
        }
        let article = usize::from(i > 0 && self.token(i - 1).upos == Upos::Det);
        let Some(comma) = (i - article).checked_sub(1).filter(|&c| c > 0) else {
            return;
        };
        let last = comma - 1;
        let last = if self.token(last).form == "»" {
            last.saturating_sub(1)
        } else {
            last
        };
        let name = self.mentions.at(self.index, last).filter(|m| {
            self.token(comma).form == ","
                && m.kind == MentionKind::Name
                && m.entity.is_some_and(|e| self.mentions.is_actor(e))
        });
        if let Some(head) = name.map(|m| m.head) {
            self.attach(i, head, "appos");
        }
    }

    /// *un soutien clé du Hamas*: the complement is that of the noun before.
    pub(super) fn after_attribute(&mut self, i: usize) {
        let token = self.token(i).clone();
        let Some(attribute) = token
            .head
            .filter(|&a| a > 0 && a < i && matches!(token.udeprel(), "nmod" | "obl"))
        else {
            return;
        };
        let noun = attribute - 1;
        // « trois membres présumés d'Al-Qaïda »
        let doubted = self.class(attribute, "doubt")
            && matches!(self.token(attribute).udeprel(), "acl" | "amod")
            && self.token(attribute).head == Some(noun);
        let of = self.case(i).is_some_and(|c| self.class(c, "of"));
        // « les assauts répétés de X »: they are X's
        let deed = of
            && self.token(attribute).upos == Upos::Verb
            && self.token(attribute).deprel == "acl"
            && self.token(attribute).head == Some(noun)
            && self.class(noun, "attack")
            && self.class(attribute, "repeated");
        if deed {
            self.attach(i, noun, "nmod");
            return;
        }
        if doubted {
            let above = if of {
                Some(noun)
            } else {
                self.token(noun).head
            };
            if let Some(above) = above {
                let verbal = self.token(above).upos == Upos::Verb;
                self.attach(i, above, if verbal { "obl:mod" } else { "nmod" });
            }
            return;
        }
        let attributive = token.deprel == "nmod"
            && self.token(attribute).upos == Upos::Noun
            && matches!(self.token(attribute).deprel.as_str(), "appos" | "nmod")
            && self.case(attribute).is_none()
            && self.token(attribute).head == Some(noun)
            && self.token(noun).upos == Upos::Noun
            && self.children(attribute).all(|c| c > attribute);
        if attributive {
            self.attach(i, noun, "nmod");
        }
    }
}
