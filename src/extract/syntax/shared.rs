//! Subjects and agents that one verb shares with another.

use super::{Builder, N0, N1};
use crate::ud::Upos;

/// Relation of a subject.
const NSUBJ: &str = "nsubj";

impl Builder<'_> {
    /// Gives a verb without a subject the one that it shares with the verb above it.
    pub(super) fn shared_subject(&mut self, v: usize) {
        let token = self.token(v);
        let Some(head) = token.head else { return };
        let verbal =
            matches!(token.upos, Upos::Verb | Upos::Aux) || token.feats.has("VerbForm", "Part");
        let head_verbal = matches!(self.token(head).upos, Upos::Verb | Upos::Aux | Upos::Adj)
            || self.child(head, "cop").is_some();
        if !verbal || !head_verbal {
            return;
        }
        let is_conjunct = token.deprel == "conj";
        let passive = self.is_passive(v) || is_conjunct && self.shares_passive(v, head);
        let label = if passive { N1 } else { N0 };
        if self.first(v, label).is_some() || self.child(v, "nsubj").is_some() {
            self.share_agent(v, head, is_conjunct && passive);
            return;
        }
        // « après avoir bombardé la ville »
        let finite = |c: usize| self.token(c).feats.has("VerbForm", "Fin");
        let non_finite = !finite(v) && !self.child(v, "aux:tense").is_some_and(finite);
        let subject = match token.udeprel() {
            // « qu'il accuse de soutenir Y »: whoever he accuses, not he.
            // « a été contrainte d'évacuer la base », parsed as a clause of its own
            "xcomp" | "ccomp"
                if self.class(head, "object-control")
                    && (token.udeprel() == "xcomp" || non_finite) =>
            {
                self.controller(head).or_else(|| {
                    self.subject(head)
                        .filter(|_| !self.class(head, "accuse") || self.is_passive(head))
                })
            }
            // « X accuse Y, qui dément, de soutenir Z »
            "advcl"
                if non_finite
                    && (self.class(head, "accuse") || self.class(head, "accusing"))
                    && head < v =>
            {
                self.controller(head)
            }
            // « des milices armées et financées par l'Iran »
            "conj" if passive && self.token(head).udeprel() == "amod" => self.token(head).head,
            "xcomp" | "conj" => self.subject(head),
            // « est en train d'évacuer »
            "acl"
                if non_finite
                    && self.child(head, "cop").is_some()
                    && self.class(head, "phrasal-noun") =>
            {
                self.subject(head)
            }
            // « tuant dix civils, a affirmé l'ONU »: the speaker is not the subject of what is said.
            "advcl" if non_finite => {
                let inverted = |s: &usize| self.class(head, "speech") && v < head && *s > head;
                self.subject(head).filter(|s| !inverted(s))
            }
            _ => None,
        };
        if let Some(subject) = subject {
            self.graph.add(v, label, subject);
        }
        self.share_agent(v, head, is_conjunct && passive);
    }

    /// *l'attaque pourrait être l'œuvre de X*, *X contrôle Y et est la cible de Z*: a nominal predicate has the subject
    /// of the verb that it stands under or beside.
    pub(super) fn shared_by_predicate(&mut self, v: usize) {
        // « après avoir été la cible d'attaques »
        let bare = || {
            self.graph.children[v]
                .iter()
                .all(|&c| !self.token(c).feats.has("VerbForm", "Fin"))
        };
        let predicate = (matches!(self.token(v).udeprel(), "xcomp" | "conj")
            || self.token(v).udeprel() == "advcl" && bare())
            && self.child(v, "cop").is_some()
            && self.child(v, NSUBJ).is_none();
        let subject = self.token(v).head.and_then(|head| self.subject(head));
        if let Some(subject) = subject.filter(|_| predicate) {
            self.graph.add(v, NSUBJ, subject);
        }
    }

    /// The surface subject of `v`, its own or shared.
    fn subject(&self, v: usize) -> Option<usize> {
        let argument = if self.is_passive(v) {
            self.first(v, N1)
        } else {
            self.first(v, N0)
        };
        argument.or_else(|| self.first(v, "nsubj"))
    }

    /// *a ordonné à l'armée de frapper*, *a convaincu les Américains de retirer*: the object acts.
    fn controller(&self, head: usize) -> Option<usize> {
        let iobj = self.graph.out[head]
            .iter()
            .find(|(l, _)| l == "iobj" || l == "obl:à")
            .map(|&(_, t)| t);
        iobj.or_else(|| self.first(head, N1))
    }

    /// *ont été tués et blessés*: a bare participle after a passive is passive too.
    fn shares_passive(&self, v: usize, head: usize) -> bool {
        let own_aux = self.graph.children[v]
            .iter()
            .any(|&c| self.token(c).udeprel() == "aux");
        let token = self.token(v);
        let bare = token.feats.has("VerbForm", "Part") && !token.feats.has("Tense", "Pres");
        !own_aux && bare && self.is_passive(head)
    }

    /// *armées, équipées et dirigées par l'Iran*: one agent for all the participles.
    fn share_agent(&mut self, v: usize, head: usize, passive_conjunct: bool) {
        if !passive_conjunct || self.first(head, N0).is_some() {
            return;
        }
        for agent in self.graph.targets(v, N0).collect::<Vec<_>>() {
            self.graph.add(head, N0, agent);
        }
    }
}
