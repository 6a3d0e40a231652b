//! From surface functions to arguments: active, passive, participle, inverted subject.

use super::{Builder, N0, N1};
use crate::ud::Upos;
use smol_str::SmolStr;

/// How many words the topic of a headline may have, with its colon.
const TOPIC: usize = 7;

impl Builder<'_> {
    /// Turns surface functions into `N0` and `N1`.
    pub(super) fn voice(&mut self, v: usize) {
        if !matches!(self.token(v).upos, Upos::Verb | Upos::Aux | Upos::Adj) {
            return;
        }
        let passive = self.is_passive(v);
        if self.token(v).upos == Upos::Adj && !passive {
            return;
        }
        let edges = self.graph.out[v].clone();
        let inverted = self.inverted_subject(v, &edges);
        for (label, to) in &edges {
            let argument = match label.as_str() {
                _ if self.is_topic(*to, v) => continue,
                "nsubj" | "nsubj:pass" if passive => N1,
                "nsubj" | "nsubj:caus" => N0,
                "nsubj:pass" if self.class(v, "unaccusative") || self.is_active_perfect(v) => N0,
                "nsubj:pass" => N1,
                "obl:agent" if passive => N0,
                _ if passive && self.marked(label, "agent-mark") => N0,
                "obj" if Some(*to) == inverted => N0,
                "obj" | "obj:lvc" => N1,
                _ => continue,
            };
            self.graph.add(v, argument, *to);
        }
        self.participle_argument(v, passive);
        self.object_before(v, passive);
    }

    /// *c'est une attaque que les rebelles ont menée*, *la ville, que l'armée a bombardée*: « que » taken for a
    /// conjunction; what it takes up is the object.
    fn object_before(&mut self, v: usize, passive: bool) {
        let token = self.token(v);
        let cleft = token.deprel == "advcl:cleft";
        let Some(head) = token.head.filter(|_| cleft || token.deprel == "acl:relcl") else {
            return;
        };
        let that =
            |&c: &usize| self.token(c).udeprel() == "mark" && self.class(c, "complementizer");
        let nominal = matches!(self.token(head).upos, Upos::Noun | Upos::Propn);
        if nominal
            && (!cleft || self.child(head, "cop").is_some())
            && !passive
            && self.graph.children[v].iter().any(that)
            && self.child(v, "nsubj").is_some()
            && self.first(v, N1).is_none()
        {
            self.graph.add(v, N1, head);
        }
    }

    /// « Yémen : Washington bombarde… »: what a headline names before a colon is no argument after it.
    fn is_topic(&self, word: usize, verb: usize) -> bool {
        let colon = self
            .sentence
            .tokens
            .iter()
            .take(TOPIC)
            .position(|t| t.form == ":");
        colon.is_some_and(|c| word < c && c < verb)
    }

    /// *les milices soutenues par l'Iran*, *un missile visant la base*: the noun is an argument.
    fn participle_argument(&mut self, v: usize, passive: bool) {
        let token = self.token(v);
        let Some(head) = token
            .head
            .filter(|_| token.udeprel() == "acl" && token.deprel != "acl:relcl")
        else {
            return;
        };
        if !token.feats.has("VerbForm", "Part") && token.upos != Upos::Adj {
            return;
        }
        let argument = if passive { N1 } else { N0 };
        self.graph.add(v, argument, head);
    }

    pub(super) fn is_passive(&self, v: usize) -> bool {
        // « sont entrées »: verbs with « être » in the active.
        if self.class(v, "unaccusative") {
            return false;
        }
        let token = self.token(v);
        let children = &self.graph.children[v];
        // « a répondu par des raids »: « avoir » alone makes no passive.
        if self.is_active_perfect(v) {
            return false;
        }
        if children.iter().any(|&c| {
            matches!(
                self.token(c).deprel.as_str(),
                "aux:pass" | "nsubj:pass" | "obl:agent" | "expl:pass"
            )
        }) {
            return true;
        }
        let past_participle =
            token.feats.has("VerbForm", "Part") && !token.feats.has("Tense", "Pres");
        let auxiliary = children.iter().any(|&c| self.token(c).udeprel() == "aux");
        past_participle && !auxiliary && !self.shares_have(v)
    }

    /// *ont frappé un bus et tué treize civils*: a participle with an object of its own under the auxiliary of the first.
    fn shares_have(&self, v: usize) -> bool {
        let token = self.token(v);
        let first = token.head.filter(|_| token.deprel == "conj");
        let children = &self.graph.children[v];
        let has_object = children
            .iter()
            .any(|&c| c > v && self.token(c).udeprel() == "obj");
        has_object && first.is_some_and(|h| self.is_active_perfect(h))
    }

    /// *a attaqué*: « avoir » as the only auxiliary.
    fn is_active_perfect(&self, v: usize) -> bool {
        let children = &self.graph.children[v];
        let auxiliary = |deprel: &str| children.iter().any(|&c| self.token(c).deprel == deprel);
        let has = |&c: &usize| self.class(c, "have");
        auxiliary("aux:tense") && children.iter().any(has) && !auxiliary("aux:pass")
    }

    /// *a déclaré le ministre*: what stands after a verb of speech that has no subject is its subject.
    fn inverted_subject(&self, v: usize, edges: &[(SmolStr, usize)]) -> Option<usize> {
        if !self.class(v, "speech") || edges.iter().any(|(l, _)| l.starts_with("nsubj")) {
            return None;
        }
        let finite = self.token(v).feats.has("VerbForm", "Fin")
            || self.graph.children[v].iter().any(|&c| {
                let token = self.token(c);
                token.udeprel() == "aux" && token.feats.has("VerbForm", "Fin")
            });
        edges
            .iter()
            .find(|(l, to)| l == "obj" && *to > v && finite)
            .map(|&(_, to)| to)
    }
}
