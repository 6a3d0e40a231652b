//! Deep syntax: who does what, whatever the construction says it in.
//!
//! A basic dependency tree names surface functions. Rules ask for arguments. [`DeepGraph`] adds
//! edges to the tree, in the spirit of Enhanced Universal Dependencies
//! (<https://universaldependencies.org/u/overview/enhanced-syntax.html>):
//!
//! - adpositions in labels: `obl:contre`, `nmod:de`, `advcl:après`;
//! - `N0` and `N1`, the first and second argument of the lexicon-grammar (M. Gross 1975), the same
//!   in active, passive, participle, relative and infinitive clauses;
//! - antecedents in place of relative pronouns;
//! - arguments shared by coordinated and controlled verbs, conjuncts as arguments of their own;
//! - the counted thing in place of the noun of quantity (*une série d'attaques*);
//! - the arguments of support verbs on the event noun (*mener une frappe contre*).

use crate::lexicon::{Classes, Members};
use crate::ud::{Sentence, Token, Upos};
use smol_str::{SmolStr, format_smolstr};

/// A sentence's basic tree with the deep edges beside it.
#[derive(Clone, Debug, Default)]
pub struct DeepGraph {
    out: Vec<Vec<(SmolStr, usize)>>,
    inc: Vec<Vec<(SmolStr, usize)>>,
    children: Vec<Vec<usize>>,
}

/// First argument: who does it.
const N0: &str = "N0";
/// Second argument: to what it is done.
const N1: &str = "N1";
/// How many words the topic of a headline may have, with its colon.
const TOPIC: usize = 7;
/// Classes of verbs that ask for an object.
const TRANSITIVE: [&str; 8] = [
    "attack", "strike", "kill", "wound", "support", "launch", "deploy", "undergo",
];
/// How often the passes that feed one another are run.
const ROUNDS: usize = 3;

impl DeepGraph {
    /// Adds the deep edges of `sentence`. Linear in its words for trees of bounded breadth.
    #[must_use]
    pub fn new(sentence: &Sentence, classes: &Classes) -> Self {
        let n = sentence.tokens.len();
        let mut graph = Self {
            out: vec![Vec::new(); n],
            inc: vec![Vec::new(); n],
            children: vec![Vec::new(); n],
        };
        for (i, token) in sentence.tokens.iter().enumerate() {
            if let Some(head) = token.head.filter(|&h| h < n) {
                graph.children[head].push(i);
            }
        }
        let tokens = sentence.tokens.iter();
        let mut builder = Builder {
            sentence,
            classes,
            members: tokens.map(|t| classes.members(&t.lemma, t.upos)).collect(),
            graph,
        };
        builder.basic();
        builder.relators();
        builder.relatives();
        for v in 0..n {
            builder.voice(v);
        }
        let order = builder.top_down();
        for &v in &order {
            builder.shared_subject(v);
        }
        builder.trailing_obliques();
        for _ in 0..ROUNDS {
            builder.quantities();
            builder.conjuncts();
            builder.supports();
        }
        builder.graph
    }

    /// Labelled edges that leave word `i`.
    #[must_use]
    pub fn out_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        &self.out[i]
    }

    /// Labelled edges that enter word `i`.
    #[must_use]
    pub fn in_edges(&self, i: usize) -> &[(SmolStr, usize)] {
        &self.inc[i]
    }

    /// Dependents of word `i` in the basic tree, in order.
    #[must_use]
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }

    /// The targets of the edges labelled `label` that leave word `i`.
    pub fn targets<'a>(&'a self, i: usize, label: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.out[i]
            .iter()
            .filter(move |(l, _)| l == label)
            .map(|&(_, t)| t)
    }

    fn add(&mut self, from: usize, label: &str, to: usize) {
        if from != to && !self.out[from].iter().any(|(l, t)| l == label && *t == to) {
            let label = SmolStr::new(label);
            self.out[from].push((label.clone(), to));
            self.inc[to].push((label, from));
        }
    }
}

struct Builder<'a> {
    sentence: &'a Sentence,
    classes: &'a Classes,
    /// The classes of each word.
    members: Vec<Members<'a>>,
    graph: DeepGraph,
}

impl Builder<'_> {
    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn child(&self, i: usize, deprel: &str) -> Option<usize> {
        self.graph.children[i]
            .iter()
            .copied()
            .find(|&c| self.token(c).deprel == deprel)
    }

    fn class(&self, i: usize, class: &str) -> bool {
        self.members[i].has(class)
    }

    /// Whether the adposition in an oblique's or nominal modifier's label is in `class`.
    fn marked(&self, label: &str, class: &str) -> bool {
        label.split_once(':').is_some_and(|(relation, adposition)| {
            matches!(relation, "obl" | "nmod") && self.classes.has(adposition, Upos::Adp, class)
        })
    }

    /// The tree, with the adposition or subordinator of a dependent in its label.
    fn basic(&mut self) {
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
    fn adposition(&self, i: usize) -> SmolStr {
        let mut words = vec![self.token(i).lemma.to_lowercase()];
        for &c in &self.graph.children[i] {
            if self.token(c).deprel == "fixed" {
                words.push(self.token(c).lemma.to_lowercase());
            }
        }
        SmolStr::new(words.join("_"))
    }

    /// *lors d'une frappe*, *près de la base*: an adposition of several words, whose first governs the noun.
    fn relators(&mut self) {
        for r in 0..self.sentence.tokens.len() {
            if !self.class(r, "relator") {
                continue;
            }
            let governed: Vec<usize> = self.graph.out[r]
                .iter()
                .filter(|(label, _)| self.marked(label, "partitive"))
                .map(|&(_, to)| to)
                .collect();
            for (label, from) in self.graph.inc[r].clone() {
                let relation = match label.split(':').next() {
                    Some("nmod" | "appos") => "nmod",
                    Some("obl" | "advmod" | "obj") if self.token(from).upos == Upos::Noun => "nmod",
                    Some("obl" | "advmod" | "obj" | "xcomp") => "obl",
                    _ => continue,
                };
                for &noun in &governed {
                    let label =
                        format_smolstr!("{relation}:{}_de", self.token(r).lemma.to_lowercase());
                    self.graph.add(from, &label, noun);
                }
            }
        }
    }

    /// Copies the edges into a relative pronoun to its antecedent.
    fn relatives(&mut self) {
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

    /// Turns surface functions into `N0` and `N1`.
    fn voice(&mut self, v: usize) {
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
                "nsubj:pass" if self.class(v, "unaccusative") => N0,
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

    fn is_passive(&self, v: usize) -> bool {
        // « sont entrées »: verbs with « être » in the active.
        if self.class(v, "unaccusative") {
            return false;
        }
        let token = self.token(v);
        let children = &self.graph.children[v];
        // « a répondu par des raids »: « avoir » alone makes no passive.
        let auxiliary = |deprel: &str| children.iter().any(|&c| self.token(c).deprel == deprel);
        let has = |&c: &usize| self.class(c, "have");
        if auxiliary("aux:tense") && children.iter().any(has) && !auxiliary("aux:pass") {
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
        past_participle && !auxiliary
    }

    /// *a déclaré le ministre*: what stands after a verb of speech that has no subject is its subject.
    fn inverted_subject(&self, v: usize, edges: &[(SmolStr, usize)]) -> Option<usize> {
        if !self.class(v, "speech") || edges.iter().any(|(l, _)| l.starts_with("nsubj")) {
            return None;
        }
        let finite = self.token(v).feats.has("VerbForm", "Fin")
            || self.graph.children[v]
                .iter()
                .any(|&c| self.token(c).udeprel() == "aux");
        edges
            .iter()
            .find(|(l, to)| l == "obj" && *to > v && finite)
            .map(|&(_, to)| to)
    }

    /// Words, each after its head.
    fn top_down(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.sentence.tokens.len())
            .filter(|&i| self.token(i).head.is_none())
            .collect();
        let mut next = 0;
        while let Some(&i) = order.get(next) {
            order.extend_from_slice(&self.graph.children[i]);
            next += 1;
        }
        order
    }

    fn first(&self, v: usize, label: &str) -> Option<usize> {
        self.graph.targets(v, label).next()
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

    /// Gives a verb without a subject the one that it shares with the verb above it.
    fn shared_subject(&mut self, v: usize) {
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
        let non_finite =
            !token.feats.has("VerbForm", "Fin") && self.child(v, "aux:tense").is_none();
        let subject = match token.udeprel() {
            // « qu'il accuse de soutenir Y »: whoever he accuses, not he.
            "xcomp" if self.class(head, "object-control") => self.controller(head).or_else(|| {
                self.subject(head)
                    .filter(|_| !self.class(head, "accuse") || self.is_passive(head))
            }),
            // « des milices armées et financées par l'Iran »
            "conj" if passive && self.token(head).udeprel() == "amod" => self.token(head).head,
            "xcomp" | "conj" => self.subject(head),
            // « tuant dix civils, a affirmé l'ONU »: the speaker is not the subject of what is said.
            "advcl" if non_finite && !(self.class(head, "speech") && v < head) => {
                self.subject(head)
            }
            _ => None,
        };
        if let Some(subject) = subject {
            self.graph.add(v, label, subject);
        }
        self.share_agent(v, head, is_conjunct && passive);
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
        !own_aux && self.token(v).feats.has("VerbForm", "Part") && self.is_passive(head)
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

    /// *a frappé des milices soutenues par l'Iran dans l'est de la Syrie*: what follows the complement of such
    /// a participle completes the noun and its governor as well.
    fn trailing_obliques(&mut self) {
        for v in 0..self.sentence.tokens.len() {
            let token = self.token(v);
            let Some(noun) = token
                .head
                .filter(|_| token.udeprel() == "acl" && self.class(v, "qualifying"))
            else {
                continue;
            };
            let trailing = |(label, _): &&(SmolStr, usize)| {
                label.starts_with("obl:") && !self.completes(label)
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

    /// *soutenus par*, *liés à*: the complement that such a participle asks for.
    fn completes(&self, label: &str) -> bool {
        label == "obl:agent" || self.marked(label, "agent-mark") || self.marked(label, "dative")
    }

    /// *une série d'attaques*: the counted thing takes the place of the noun of quantity.
    fn quantities(&mut self) {
        for q in 0..self.sentence.tokens.len() {
            if !self.class(q, "transparent") {
                continue;
            }
            let counted: Vec<usize> = self.graph.out[q]
                .iter()
                .filter(|(label, _)| self.marked(label, "partitive"))
                .map(|&(_, to)| to)
                .collect();
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
    fn conjuncts(&mut self) {
        for c in 0..self.sentence.tokens.len() {
            let token = self.token(c);
            let Some(head) = token.head.filter(|_| token.deprel == "conj") else {
                continue;
            };
            if matches!(token.upos, Upos::Verb | Upos::Aux) {
                continue;
            }
            let case = self.child(c, "case").map(|m| self.adposition(m));
            for (label, from) in self.graph.inc[head].clone() {
                if from == c || label == "conj" || label == "root" {
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

    /// *mener une frappe contre*, *l'attaque a eu lieu à*: the verb's arguments are the noun's.
    fn supports(&mut self) {
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
