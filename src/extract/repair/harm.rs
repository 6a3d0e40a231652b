//! Who was killed and wounded, by which act and where, where the tree tells it of another word.

use super::Repair;
use crate::ud::Upos;

impl Repair<'_, '_> {
    /// *a attaqué une base, tuant dix soldats*: a participle of harm after a comma is the act's.
    pub(super) fn harm(&mut self, i: usize) {
        let token = self.token(i);
        let present = token.feats.has("VerbForm", "Part") && token.feats.has("Tense", "Pres");
        let harm = ["kill", "wound", "make"].iter().any(|c| self.class(i, c));
        let comma = i > 0 && self.token(i - 1).form == ",";
        if !present || !harm || !comma || token.deprel != "acl" {
            return;
        }
        let is_act = |a: usize| {
            ["attack", "strike", "launch", "attack-on", "explode"]
                .iter()
                .chain(&["explosion", "clash", "seize"])
                .any(|c| self.class(a, c))
        };
        let mut above = token.head;
        if above.is_some_and(is_act) {
            return;
        }
        while let Some(a) = above.filter(|&a| !is_act(a)) {
            // « mener des raids dans des villages, tuant dix civils »
            let made = self
                .children(a)
                .find(|&e| e < i && self.token(e).deprel == "obj" && self.is_act_noun(e));
            above = match made.filter(|_| self.class(a, "support")) {
                Some(act) => Some(act),
                None => self.token(a).head,
            };
        }
        if let Some(act) = above {
            let verbal = self.token(act).upos == Upos::Verb;
            self.attach(i, act, if verbal { "advcl" } else { "acl" });
        }
    }

    /// *ont été tués et une vingtaine blessés*: a noun is no conjunct of a passive, but the subject of another.
    pub(super) fn gapped(&mut self, i: usize) {
        let token = self.token(i);
        let harm = |v: usize| self.class(v, "kill") || self.class(v, "wound");
        let noun = matches!(token.upos, Upos::Noun | Upos::Num);
        let hurt = noun && (self.class(i, "injured") || self.class(i, "dead"));
        let Some(passive) = token.head.filter(|&v| {
            // « un soldat a été tué et trois autres blessés, a annoncé X »: no second subject of the first verb
            let joined = token.deprel == "conj" || hurt && token.udeprel() == "nsubj" && v < i;
            joined && noun && self.token(v).upos == Upos::Verb && harm(v)
        }) else {
            return;
        };
        if hurt {
            self.attach(i, passive, "conj");
            self.share_with_hurt(i, passive);
            return;
        }
        let second = self.children(i).find(|&v| {
            let participle = self.token(v);
            v > i && participle.udeprel() == "acl" && participle.feats.has("Tense", "Past")
        });
        if let Some(second) = second.filter(|&v| harm(v)) {
            self.attach(second, passive, "conj");
            self.attach(i, second, "nsubj:pass");
        }
    }

    /// *ont été tués et quatre autres blessés par l'explosion, à X*: by which all were hit, and where.
    fn share_with_hurt(&mut self, hurt: usize, passive: usize) {
        let agentless = self
            .children(passive)
            .all(|c| self.token(c).deprel != "obl:agent");
        let marked = |c: usize, class: &str| self.case(c).is_some_and(|k| self.class(k, class));
        let complements: Vec<(usize, &str)> = self
            .children(hurt)
            .filter(|&c| c > hurt && self.token(c).udeprel() == "nmod")
            .filter_map(|c| {
                if marked(c, "agent-mark") {
                    return agentless.then_some((c, "obl:agent"));
                }
                let there = marked(c, "at") || marked(c, "inside");
                (there && self.is_place(c)).then_some((c, "obl:mod"))
            })
            .collect();
        for (c, deprel) in complements {
            self.attach(c, passive, deprel);
        }
    }
}
