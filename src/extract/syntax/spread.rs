//! What a noun or a verb passes on: to what it counts, to its conjuncts, to the event that it supports.

use super::{Builder, N0, N1};
use crate::ud::Upos;
use smol_str::SmolStr;

impl Builder<'_> {
    /// *a frappé des milices soutenues par l'Iran dans l'est de la Syrie*: what follows the complement of such
    /// a participle completes the noun and its governor as well.
    pub(super) fn trailing_obliques(&mut self) {
        for v in 0..self.sentence.tokens.len() {
            let token = self.token(v);
            let Some(noun) = token
                .head
                .filter(|_| token.udeprel() == "acl" && self.class(v, "qualifying"))
            else {
                continue;
            };
            // « des milices liées à l'Iran à un poste frontière »
            let first = self.graph.out[v]
                .iter()
                .filter(|(l, _)| self.marked(l, "dative"))
                .map(|&(_, to)| to)
                .min();
            let trailing = |(label, to): &&(SmolStr, usize)| {
                let second = self.marked(label, "dative") && first.is_some_and(|f| f < *to);
                label.starts_with("obl:") && (second || !self.completes(v, label))
            };
            let obliques: Vec<_> = self.graph.out[v].iter().filter(trailing).cloned().collect();
            for (label, to) in &obliques {
                let Some((_, case)) = label.split_once(':') else {
                    continue;
                };
                self.graph.add(noun, &format!("nmod:{case}"), *to);
                for (above, from) in self.graph.inc[noun].clone() {
                    let verbal = matches!(self.token(from).upos, Upos::Verb | Upos::Aux);
                    if from != v
                        && (above == N1 || above.starts_with("obl") || above.starts_with("nmod"))
                    {
                        let relation = if verbal { "obl" } else { "nmod" };
                        self.graph.add(from, &format!("{relation}:{case}"), *to);
                    }
                }
            }
        }
    }

    /// *l'Amisom, la force de l'Union africaine, déployée en Somalie*: what is said of an apposition is said of the name.
    pub(super) fn appositions(&mut self) {
        for a in 0..self.sentence.tokens.len() {
            let token = self.token(a);
            // « X et Y, deux mouvements qui …»: said of both
            let several = self.child(a, "nummod").is_some();
            let Some(name) = token.head.filter(|&h| {
                token.deprel == "appos"
                    && h < a
                    && token.upos == Upos::Noun
                    && (self.token(h).upos == Upos::Propn
                        || several && self.token(h).upos == Upos::Noun)
            }) else {
                continue;
            };
            let first = self
                .token(name)
                .head
                .filter(|_| self.token(name).deprel == "conj")
                .unwrap_or(name);
            let joined = self.graph.children[first]
                .iter()
                .copied()
                .filter(|&c| c < a && self.token(c).deprel == "conj");
            let others: Vec<usize> = std::iter::once(first)
                .chain(joined)
                .filter(|&o| several && o != name)
                .collect();
            for (label, from) in self.graph.inc[a].clone() {
                let said = self.token(from).head == Some(a)
                    && self.token(from).udeprel() == "acl"
                    && (label == N0 || label == N1);
                if said {
                    self.graph.add(from, &label, name);
                    for &other in &others {
                        self.graph.add(from, &label, other);
                    }
                }
            }
        }
    }

    /// *onze personnes, dont sept soldats*, *parmi lesquelles trois enfants*: what is said of all is said of a part.
    pub(super) fn parts(&mut self) {
        for d in 0..self.sentence.tokens.len() {
            let token = self.token(d);
            let partitive = token.upos == Upos::Pron
                && (self.class(d, "part-of-count")
                    || self
                        .child(d, "case")
                        .is_some_and(|c| self.class(c, "part-of-count")));
            let Some(part) = token.head.filter(|&h| {
                partitive
                    && d < h
                    && h - d <= 4
                    && matches!(self.token(h).upos, Upos::Noun | Upos::Propn)
                    && self.token(h).udeprel() != "nsubj"
                    && !self.class(h, "bystander")
            }) else {
                continue;
            };
            let above = self
                .token(part)
                .head
                .filter(|&h| h < d && matches!(self.token(h).upos, Upos::Noun | Upos::Propn));
            let whole = above.or_else(|| {
                (0..d).rev().take(6).find(|&i| {
                    matches!(self.token(i).upos, Upos::Noun | Upos::Propn)
                        && self.token(i).udeprel() != "amod"
                })
            });
            let Some(whole) = whole else { continue };
            for (label, from) in self.graph.inc[whole].clone() {
                if from != part && (label == N0 || label == N1) {
                    self.graph.add(from, &label, part);
                }
            }
        }
    }

    /// *soutenus par*, *liés à*: the complement that such a participle asks for.
    fn completes(&self, participle: usize, label: &str) -> bool {
        let backed = self.class(participle, "back");
        label == "obl:agent"
            || self.marked(label, "agent-mark")
            || !backed && self.marked(label, "dative")
    }

    /// *une série d'attaques*: the counted thing takes the place of the noun of quantity.
    pub(super) fn quantities(&mut self) {
        for q in 0..self.sentence.tokens.len() {
            // « a abattu 80 de ces drones »
            let number = self.token(q).upos == Upos::Num
                && matches!(self.token(q).udeprel(), "obj" | "nsubj" | "obl" | "conj");
            if !self.class(q, "transparent") && !number {
                continue;
            }
            let counted = self.partitives(q);
            for &c in &counted {
                for (label, from) in self.graph.inc[q].clone() {
                    self.graph.add(from, &label, c);
                }
                for (label, to) in self.graph.out[q].clone() {
                    let argument = label.starts_with("acl")
                        || label.starts_with("nmod:") && !self.marked(&label, "partitive");
                    if argument && to != c {
                        self.graph.add(c, &label, to);
                    }
                }
            }
        }
    }

    /// Each conjunct is an argument of its own: *en Irak et en Syrie*.
    pub(super) fn conjuncts(&mut self) {
        for c in 0..self.sentence.tokens.len() {
            let token = self.token(c);
            let Some(head) = token.head.filter(|_| token.deprel == "conj") else {
                continue;
            };
            if matches!(token.upos, Upos::Verb | Upos::Aux) || self.is_excepted(c) {
                continue;
            }
            let case = self.child(c, "case").map(|m| self.adposition(m));
            for (label, from) in self.graph.inc[head].clone() {
                // « l'armée, dirigée par X, et les FSR »: what is said of the first before the second is named
                let aside = from > head
                    && from < c
                    && self.token(from).head == Some(head)
                    && self.token(from).deprel == "acl";
                if from == c || label == "conj" || label == "root" || aside {
                    continue;
                }
                match (&case, label.split_once(':')) {
                    (Some(case), Some(("obl", _))) => {
                        self.graph.add(from, &format!("obl:{case}"), c);
                    }
                    // « le nord de la Syrie et en Irak »: another preposition, another noun's complement.
                    (Some(case), Some(("nmod", own))) if case != own => {}
                    _ => self.graph.add(from, &label, c),
                }
            }
        }
    }

    /// *les bombardements et largages de X*: two nouns under one determiner share what stands after both.
    pub(super) fn shared_complements(&mut self) {
        for c in 0..self.sentence.tokens.len() {
            let token = self.token(c);
            let Some(first) = token.head.filter(|_| token.deprel == "conj") else {
                continue;
            };
            let bare = |n: usize| {
                ["det", "case", "nummod"]
                    .iter()
                    .all(|l| self.child(n, l).is_none())
            };
            let completed = |n: usize| self.child(n, "nmod").is_some();
            let tight = token.upos == Upos::Noun
                && self.class(first, "attack")
                && self.child(first, "det").is_some()
                && bare(c)
                && !completed(first);
            if !tight {
                continue;
            }
            for (label, to) in self.graph.out[c].clone() {
                if to > c && label == "nmod:de" {
                    self.graph.add(first, &label, to);
                }
            }
        }
    }

    /// *soutient X, et non Y*, *mais pas Y*: a conjunct of which the opposite is said.
    fn is_excepted(&self, conjunct: usize) -> bool {
        // It stands right before, whatever the length of the sentence.
        (conjunct.saturating_sub(4)..conjunct).any(|n| {
            let token = self.token(n);
            token.head == Some(conjunct)
                && token.udeprel() == "advmod"
                && self.class(n, "excepting")
                && !self.class(n + 1, "only")
        })
    }

    /// *mener une frappe contre*, *l'attaque a eu lieu à*: the verb's arguments are the noun's.
    pub(super) fn supports(&mut self) {
        for v in 0..self.sentence.tokens.len() {
            if self.class(v, "support") {
                for e in self.graph.targets(v, N1).collect::<Vec<_>>() {
                    self.lend(v, e, true);
                }
            }
            if self.class(v, "undergo") {
                for e in self.graph.targets(v, N1).collect::<Vec<_>>() {
                    self.lend(v, e, false);
                }
            }
            if self.class(v, "support-oblique") {
                for e in self.graph.targets(v, "obl:à").collect::<Vec<_>>() {
                    self.lend(v, e, true);
                }
            }
            if self.class(v, "make") {
                for e in self.graph.targets(v, N0).collect::<Vec<_>>() {
                    self.lend(v, e, false);
                }
            }
            if self.class(v, "phase") {
                for e in self.graph.targets(v, N0).collect::<Vec<_>>() {
                    if self.class(e, "attack") || self.class(e, "clash") {
                        self.lend(v, e, false);
                    }
                }
            }
            self.lend_to_agent(v);
            if self.class(v, "occur") || self.is_take_place(v) {
                for e in self
                    .graph
                    .targets(v, N0)
                    .chain(self.graph.targets(v, N1))
                    .collect::<Vec<_>>()
                {
                    self.lend(v, e, false);
                }
            }
        }
    }

    /// *a été déclenchée par l'attaque de X dans le sud de Y*: what stands after an act that is the agent completes the act.
    fn lend_to_agent(&mut self, v: usize) {
        let act = self.graph.targets(v, "obl:agent").next().filter(|&e| {
            self.token(e).upos == Upos::Noun && (self.class(e, "attack") || self.class(e, "clash"))
        });
        let Some(act) = act else { return };
        for (label, to) in self.graph.out[v].clone() {
            if to > act && label.starts_with("obl:") && label != "obl:agent" {
                self.graph.add(act, &label, to);
            }
        }
    }

    /// A verb with a bare noun of the same set as object, both listed in class `occur-with`.
    fn is_take_place(&self, v: usize) -> bool {
        self.class(v, "occur-verb")
            && self
                .graph
                .targets(v, N1)
                .any(|o| self.class(o, "occur-noun"))
    }

    fn lend(&mut self, v: usize, event: usize, with_agent: bool) {
        if !matches!(
            self.token(event).upos,
            Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj
        ) {
            return;
        }
        for (label, to) in self.graph.out[v].clone() {
            if to == event {
                continue;
            }
            if with_agent && label == N0 {
                self.graph.add(event, N0, to);
            } else if label.starts_with("obl:")
                && label != "obl:agent"
                && !self.marked(&label, "agent-mark")
            {
                self.graph.add(event, &label, to);
            }
        }
    }
}
