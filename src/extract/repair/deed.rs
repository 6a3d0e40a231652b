//! What is said of an act and hangs on another noun: relative clauses, participles, the noun taken up again.

use super::Repair;
use crate::ud::Upos;

/// How far before what is said of it an act may stand, in words.
const TOLD: usize = 48;

impl Repair<'_, '_> {
    /// *a mené des frappes sur une base, frappes qui ont tué dix civils*: the noun is taken up again.
    pub(super) fn taken_up(&mut self, i: usize) {
        let token = self.token(i);
        let bare = token.upos == Upos::Noun
            && matches!(token.udeprel(), "appos" | "conj" | "nmod" | "obl")
            && i > 0
            && self.token(i - 1).form == ","
            && self.class(i, "attack");
        if !bare {
            return;
        }
        let before = i.saturating_sub(TOLD)..i;
        let first = before.rev().find(|&j| {
            self.token(j).upos == Upos::Noun && self.token(j).lemma == self.token(i).lemma
        });
        if let Some(first) = first {
            self.attach(i, first, "appos");
        }
    }

    /// *l'attaque contre la base, menée par X*, *un raid contre Y attribué à X*: the participle is of the act,
    /// with which it agrees, not of what the act hit.
    pub(super) fn participle_of_act(&mut self, i: usize) {
        let token = self.token(i);
        let told = ["support", "claim", "attribute"]
            .iter()
            .any(|c| self.class(i, c));
        let past = token.feats.has("VerbForm", "Part") && !token.feats.has("Tense", "Pres");
        let Some(noun) = token
            .head
            .filter(|&n| token.deprel == "acl" && told && past && n < i && !self.is_act_noun(n))
        else {
            return;
        };
        let above = self.act_above(noun, &["nmod", "appos", "flat", "conj"]);
        if let Some(act) = above.filter(|&a| self.agrees(a, i)) {
            self.attach(i, act, "acl");
        }
    }

    /// *l'attentat devant l'aéroport qui a tué dix soldats*: no place kills; the act under which it stands does. Nor is it
    /// the mortar of *l'attaque au mortier qui a visé une base*.
    pub(super) fn deed_of_place(&mut self, i: usize) {
        let token = self.token(i);
        let harms = self.class(i, "kill") || self.class(i, "wound");
        let subject = self.children(i).any(|q| {
            q < i
                && self.token(q).udeprel() == "nsubj"
                && self.token(q).feats.has("PronType", "Rel")
        });
        let strikes = harms || self.class(i, "strike") || self.class(i, "attack");
        let place = token.head.filter(|&n| {
            let stands = harms && self.is_place(n) || strikes && self.class(n, "weapon");
            token.deprel == "acl:relcl" && subject && n < i && stands
        });
        // « une série d'attentats à la bombe qui ont tué »
        let beside = |n: usize| {
            let above = self.token(n).head?;
            (self.children(above))
                .filter(|&c| c < n && self.token(c).deprel == "nmod" && self.class(c, "attack"))
                .last()
        };
        let act = place.and_then(|n| self.act_above(n, &["nmod", "obl"]).or_else(|| beside(n)));
        if let Some(act) = act {
            self.attach(i, act, "acl:relcl");
        }
    }

    /// *tués dans une attaque près de X, que Y a attribuée à Z*: what is attributed or claimed is the act, to which the
    /// participle agrees.
    pub(super) fn attributed_act(&mut self, i: usize) {
        let told = ["attribute", "claim"].iter().any(|c| self.class(i, c));
        let relative = self.children(i).find(|&q| {
            let relative = self.class(q, "relative-object") || self.class(q, "complementizer");
            q >= 2 && q < i && relative && self.token(q - 1).form == ","
        });
        let Some(relative) = relative.filter(|_| told) else {
            return;
        };
        let before = relative.saturating_sub(TOLD)..relative;
        let act = before.rev().find(|&a| {
            let attack = self.class(a, "attack") || self.class(a, "explosion");
            attack && self.token(a).upos == Upos::Noun && self.agrees(a, i)
        });
        if let Some(act) = act {
            self.attach(i, act, "acl:relcl");
            self.attach(relative, i, "obj");
        }
    }
}
