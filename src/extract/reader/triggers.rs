//! The words of a sentence that tell events, and whether they point back to one told before.

use super::SentenceReader;
use crate::extract::draft::{Draft, Emission, Filled, more_precise};
use crate::ud::Upos;
use smol_str::SmolStr;

impl SentenceReader<'_> {
    /// One draft for each word that a rule says tells an event, in the order of the words.
    pub(super) fn triggers(&self, emissions: &[Emission]) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for e in emissions.iter().filter(|e| e.name == "event") {
            let Some(&trigger) = e.args.first() else {
                continue;
            };
            let token = &self.sentence.tokens[trigger];
            let plural = token.upos == Upos::Noun && token.feats.has("Number", "Plur");
            // « des explosions ont retenti », « plusieurs attentats »: by whatever means
            let heard = plural && self.class(trigger, "vague-if-several");
            let class = e
                .option("type")
                .cloned()
                .or_else(|| self.attribute(trigger, "type"))
                .filter(|_| !heard)
                .unwrap_or_else(|| SmolStr::new_static("Attack"));
            if let Some(known) = drafts.iter_mut().find(|d| d.triggers[0] == trigger) {
                // « des raids »: what a rule says of a loose word goes before what the lexicon says.
                if self.attribute(trigger, "loose").is_none() {
                    known.class = more_precise(&known.class, &class);
                } else if e.option("type").is_some() {
                    known.class = class;
                }
                known.toll_only &= e.option("toll").is_some();
                known.point_back(e);
                continue;
            }
            let lemma = self.sentence.tokens[trigger].lemma.clone();
            let mut draft = Draft::new(
                self.index,
                (trigger, lemma),
                class,
                self.span(&e.args),
                e.rule.clone(),
            );
            draft.toll_only = e.option("toll").is_some();
            let stance = self.stance().read(trigger);
            draft.status = stance.status;
            draft.source = stance.source.and_then(|s| self.entity(s));
            draft.definite = self.points_back(trigger)
                || self.by_known_weapon(trigger)
                || self.by_known_attacker(trigger);
            draft.apart = self.is_another(trigger) || self.is_habit(trigger);
            draft.one_of = self.is_one_of_series(trigger);
            draft.counters = self.class(trigger, "counter");
            draft.lasting = self.class(trigger, "lasting");
            draft.besieged = self.class(trigger, "besiege");
            draft.point_back(e);
            draft.plural = plural;
            let weapon = self.attribute(trigger, "weapon").filter(|_| !heard);
            draft.weapon = weapon.map(|value| Filled {
                value,
                status: draft.status,
                span: self.span(&[trigger]),
                rule: e.rule.clone(),
            });
            drafts.push(draft);
        }
        drafts.sort_by_key(|d| d.triggers[0]);
        drafts
    }

    /// Joins the drafts that `same` makes one.
    pub(super) fn join(&self, drafts: &mut Vec<Draft>, emissions: &[Emission]) {
        for e in emissions.iter().filter(|e| e.name == "same") {
            let [a, b] = e.args[..] else { continue };
            let find = |drafts: &[Draft], t| drafts.iter().position(|d| d.triggers.contains(&t));
            let (Some(a), Some(b)) = (find(drafts, a), find(drafts, b)) else {
                continue;
            };
            if a == b {
                continue;
            }
            let (keep, drop) = (a.min(b), a.max(b));
            let other = drafts.remove(drop);
            drafts[keep].join(other);
        }
    }

    /// Whether a noun has a definite or demonstrative determiner: *l'attaque*, *ces frappes*.
    fn points_back(&self, token: usize) -> bool {
        self.sentence.tokens[token].upos == Upos::Noun
            && !self.is_another(token)
            && !self.is_series(token)
            && self.graph.children(token).iter().any(|&c| {
                let feats = &self.sentence.tokens[c].feats;
                self.sentence.tokens[c].upos == Upos::Det
                    && (feats.has("Definite", "Def") || feats.has("PronType", "Dem"))
            })
    }

    /// *a multiplié les attaques*: attacks in general.
    fn is_series(&self, token: usize) -> bool {
        let token = &self.sentence.tokens[token];
        token.udeprel() == "obj" && token.head.is_some_and(|v| self.class(v, "series"))
    }

    /// *le missile a atteint*, *les drones ont visé*: weapons that were told of before.
    fn by_known_weapon(&self, verb: usize) -> bool {
        self.sentence.tokens[verb].upos == Upos::Verb
            && self.graph.targets(verb, "N0").any(|w| {
                self.class(w, "weapon")
                    && self.graph.children(w).iter().all(|&c| {
                        !matches!(
                            self.sentence.tokens[c].udeprel(),
                            "amod" | "acl" | "nmod" | "nummod"
                        )
                    })
                    && self
                        .graph
                        .children(w)
                        .iter()
                        .any(|&c| self.sentence.tokens[c].feats.has("Definite", "Def"))
            })
    }

    /// *les assaillants ont ouvert le feu*: of an attack told before.
    fn by_known_attacker(&self, verb: usize) -> bool {
        let known = |a: usize| {
            let children = self.graph.children(a).iter();
            let mut feats = children.map(|&c| &self.sentence.tokens[c].feats);
            self.class(a, "assailant") && feats.any(|f| f.has("Definite", "Def"))
        };
        self.sentence.tokens[verb].upos == Upos::Verb && self.graph.targets(verb, "N0").any(known)
    }

    /// *une autre attaque*, *la deuxième frappe*
    fn is_another(&self, token: usize) -> bool {
        let children = self.graph.children(token);
        let is = |class| children.iter().any(|&c| self.class(c, class));
        // « une première embuscade avait tué un soldat »
        let indefinite = children
            .iter()
            .any(|&c| self.sentence.tokens[c].feats.has("Definite", "Ind"));
        is("another") || is("ordinal") && indefinite || self.is_repeated(token)
    }

    /// *a de nouveau frappé*, *mène à nouveau des offensives*
    fn is_repeated(&self, token: usize) -> bool {
        let word = &self.sentence.tokens[token];
        let object = matches!(word.udeprel(), "obj" | "nsubj");
        let verb = word.head.filter(|_| object && word.upos == Upos::Noun);
        let again = |adverb: usize| {
            let mut parts = self.graph.children(adverb).iter();
            self.sentence.tokens[adverb].udeprel() == "advmod"
                && parts
                    .any(|&c| self.sentence.tokens[c].deprel == "fixed" && self.class(c, "again"))
        };
        std::iter::once(token).chain(verb).any(|w| {
            let mut children = self.graph.children(w).iter();
            children.any(|&c| again(c))
        })
    }

    /// *ils mènent régulièrement des attentats*: none that was told.
    fn is_habit(&self, token: usize) -> bool {
        let tokens = &self.sentence.tokens;
        let up = |&i: &usize| tokens[i].head.filter(|_| tokens[i].deprel == "conj");
        let first = std::iter::successors(Some(token), up).last();
        let verb = first.and_then(|i| tokens[i].head);
        std::iter::once(token).chain(verb).any(|i| {
            let mut children = self.graph.children(i).iter();
            children.any(|&c| self.class(c, "habitual"))
        })
    }

    /// *la première attaque*, *la seconde explosion*
    fn is_one_of_series(&self, token: usize) -> bool {
        let children = self.graph.children(token);
        children.iter().any(|&c| self.class(c, "ordinal"))
            && children
                .iter()
                .any(|&c| self.sentence.tokens[c].feats.has("Definite", "Def"))
    }
}
