//! The tree as edges, with adpositions in their labels and antecedents for relative pronouns.

use super::Builder;
use crate::ud::Upos;
use smol_str::{SmolStr, format_smolstr};

/// Classes of verbs that ask for an object.
const TRANSITIVE: [&str; 8] = [
    "attack", "strike", "kill", "wound", "support", "launch", "deploy", "undergo",
];

impl Builder<'_> {
    /// The tree, with the adposition or subordinator of a dependent in its label.
    pub(super) fn basic(&mut self) {
        for i in 0..self.sentence.tokens.len() {
            let Some(head) = self.token(i).head.filter(|_| i < self.graph.out.len()) else {
                continue;
            };
            let label = self.label(i);
            self.graph.add(head, &label, i);
            if let Some(verb) = self.object_after_day(i, head) {
                self.graph.add(verb, "obj", i);
            }
            if self.is_indefinite_object(i, head) {
                self.graph.add(head, "obj", i);
            }
        }
    }

    /// « a attaqué mercredi matin des positions »: *des* after a verb that asks for an object and has none
    /// is the article, not a preposition with one.
    fn is_indefinite_object(&self, noun: usize, verb: usize) -> bool {
        // Preposition and plural article in one token.
        let contracted = self.child(noun, "case").is_some_and(|case| {
            let article = self.sentence.tokens.get(case + 1);
            self.class(case, "partitive")
                && article.is_some_and(|a| a.feats.has("Number", "Plur"))
                && self
                    .sentence
                    .multiword_tokens
                    .iter()
                    .any(|m| m.words == (case..case + 2))
        });
        contracted
            && noun > verb
            && self.token(noun).udeprel() == "obl"
            && self.token(verb).upos == Upos::Verb
            && TRANSITIVE.iter().any(|c| self.class(verb, c))
            && self.child(verb, "obj").is_none()
            && self.child(verb, "expl:pv").is_none()
            && !self.is_passive(verb)
    }

    /// « a bombardé mercredi Kharkiv »: a bare noun after a bare day is no complement of the day, but the
    /// object of the verb that lacks one.
    fn object_after_day(&self, noun: usize, day: usize) -> Option<usize> {
        let token = self.token(noun);
        let bare = |i: usize| self.child(i, "case").is_none() && self.child(i, "det").is_none();
        let verb = self.token(day).head?;
        let adjoins = matches!(token.udeprel(), "nmod" | "appos" | "flat") && noun > day;
        let transitive = self.token(verb).upos == Upos::Verb
            && self.child(verb, "obj").is_none()
            && !self.is_passive(verb);
        (adjoins
            && self.class(day, "day")
            && !self.class(noun, "day")
            && !self.class(noun, "time-of-day")
            && bare(day)
            && self.child(noun, "case").is_none()
            && matches!(token.upos, Upos::Propn | Upos::Noun)
            && verb < day
            && transitive)
            .then_some(verb)
    }

    fn label(&self, i: usize) -> SmolStr {
        let token = self.token(i);
        let marker = match token.udeprel() {
            "obl" | "nmod" if token.deprel != "obl:agent" => self.child(i, "case"),
            "acl" | "advcl" if token.deprel != "acl:relcl" => self.child(i, "mark"),
            _ => return token.deprel.clone(),
        };
        match marker {
            Some(m) => format_smolstr!("{}:{}", token.udeprel(), self.adposition(m)),
            None => SmolStr::new(token.udeprel()),
        }
    }

    /// The lemma of an adposition, with the words fixed to it: `à_cause_de`.
    pub(super) fn adposition(&self, i: usize) -> SmolStr {
        let token = self.token(i);
        // « de nouvelles frappes »: the article is marked as the preposition
        let own = self
            .classes
            .of(&token.lemma, token.upos)
            .find(|m| m.class == "article-as-case")
            .and_then(|m| m.attributes.iter().find(|(n, _)| n == "as"))
            .map_or_else(|| token.lemma.to_lowercase(), |(_, name)| name.to_string());
        let mut words = vec![own];
        for &c in &self.graph.children[i] {
            if self.token(c).deprel == "fixed" {
                words.push(self.token(c).lemma.to_lowercase());
            }
        }
        SmolStr::new(words.join("_"))
    }

    /// The complements of `i` after *de*.
    pub(super) fn partitives(&self, i: usize) -> Vec<usize> {
        let out = self.graph.out[i].iter();
        out.filter(|(label, _)| self.marked(label, "partitive"))
            .map(|&(_, to)| to)
            .collect()
    }

    /// *lors d'une frappe*, *près de la base*: an adposition of several words, whose first governs the noun.
    pub(super) fn relators(&mut self) {
        for r in 0..self.sentence.tokens.len() {
            if !self.class(r, "relator") {
                continue;
            }
            let governed = self.partitives(r);
            for (label, from) in self.graph.inc[r].clone() {
                let relation = match label.split(':').next() {
                    Some("nmod" | "appos") => "nmod",
                    Some("obl" | "advmod" | "obj") if self.token(from).upos == Upos::Noun => "nmod",
                    Some("obl" | "advmod" | "obj" | "xcomp") => "obl",
                    _ => continue,
                };
                for &noun in &governed {
                    let own = format_smolstr!("{}_de", self.token(r).lemma.to_lowercase());
                    for name in self.stands_for(r).into_iter().chain([own]) {
                        let label = format_smolstr!("{relation}:{name}");
                        self.graph.add(from, &label, noun);
                    }
                }
            }
        }
    }

    /// The adposition for which a relator stands, attribute `as` in its class: *aux abords de*, *non loin de* for *près de*,
    /// *au cœur de* for *dans*.
    fn stands_for(&self, r: usize) -> Option<SmolStr> {
        let token = self.token(r);
        let relator = self
            .classes
            .of(&token.lemma, token.upos)
            .find(|m| m.class == "relator")?;
        let attribute = |name: &str| relator.attributes.iter().find(|(n, _)| n == name);
        let with = attribute("with").is_none_or(|(_, word)| {
            self.graph.children[r]
                .iter()
                .any(|&c| self.token(c).lemma == *word)
        });
        attribute("as")
            .filter(|_| with)
            .map(|(_, name)| name.clone())
    }

    /// Copies the edges into a relative pronoun to its antecedent.
    pub(super) fn relatives(&mut self) {
        for i in 0..self.sentence.tokens.len() {
            if !self.token(i).feats.has("PronType", "Rel") {
                continue;
            }
            let Some(antecedent) = self.antecedent(i) else {
                continue;
            };
            let place = self.class(i, "where");
            for (label, from) in self.graph.inc[i].clone() {
                if from != antecedent {
                    self.graph.add(from, &label, antecedent);
                    if place {
                        self.graph.add(from, "obl:dans", antecedent);
                    }
                }
            }
        }
    }

    fn antecedent(&self, pronoun: usize) -> Option<usize> {
        let mut i = pronoun;
        for _ in 0..self.sentence.tokens.len() {
            let token = self.token(i);
            let head = token.head?;
            if token.deprel == "acl:relcl" {
                return Some(head);
            }
            i = head;
        }
        None
    }
}
