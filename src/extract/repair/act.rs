//! Complements of acts of violence: whose they are, whatever the nearer noun is.

use super::Repair;
use crate::ud::Upos;

/// How far before its preposition an event noun may stand, in words.
const REACH: usize = 12;

impl Repair<'_, '_> {
    /// *en représailles à une attaque*: what stands right after a word of reprisal is what it answers.
    pub(super) fn after_reprisal(&mut self, i: usize) {
        let Some(case) = self.case(i).filter(|&c| c > 0 && self.class(c, "answered")) else {
            return;
        };
        let before = case - 1;
        let answer = self.token(before).upos == Upos::Noun
            && (self.class(before, "reprisal") || self.class(before, "answer"));
        if !answer {
            return;
        }
        if self.token(i).head != Some(before) {
            self.attach(i, before, "nmod");
        }
        // « menée en riposte à l'attentat du marché le 22 septembre »: the day is that of what is answered.
        let verb = self.token(before).head.filter(|_| self.class(i, "attack"));
        let day = verb.and_then(|v| {
            let number = |t: usize| self.token(t).upos == Upos::Num;
            self.children(v)
                .find(|&t| t > i && (number(t) || self.is_time(t)) && self.case(t).is_none())
        });
        if let Some(day) = day {
            self.attach(day, i, "nmod");
        }
    }

    /// *pénètrent avec des rebelles dans la ville*: who goes in goes there, whoever comes with him.
    pub(super) fn entered(&mut self, i: usize) {
        let inside = self.case(i).is_some_and(|c| self.class(c, "inside"));
        let nominal = self.token(i).deprel == "nmod" && inside && self.is_place(i);
        let companion = self.token(i).head.filter(|_| nominal);
        let Some(first) = companion.map(|c| self.completed(c)) else {
            return;
        };
        let with = self.case(first).is_some_and(|c| self.class(c, "with"));
        let verb = self.token(first).head.filter(|&v| {
            let goes_in = self.class(v, "go-in") && self.token(v).upos == Upos::Verb;
            let oblique = self.token(first).udeprel() == "obl";
            with && goes_in && oblique && first > v
        });
        if let Some(verb) = verb {
            self.attach(i, verb, "obl:arg");
        }
    }

    /// *une attaque menée par des rebelles à Bria*: a place after an agent is that of the act. Not so with a definite
    /// agent « en » a land, which may stand for a force and where it is: *par les soldats de X en Y*. « près » after an agent goes
    /// with the act as well.
    pub(super) fn after_agent(&mut self, i: usize) {
        // « tendue par X près de Y »
        let near = self.token(i).upos == Upos::Adv
            && self.class(i, "near")
            && self.token(i).udeprel() == "advmod";
        if near
            && let Some(agent) = self.token(i).head
            && self.token(agent).deprel == "obl:agent"
            && let Some(verb) = self.token(agent).head
        {
            self.attach(i, verb, "advmod");
            return;
        }
        let Some(case) = self.case(i).filter(|_| self.is_place(i)) else {
            return;
        };
        let at = self.class(case, "at");
        if !at && !self.class(case, "inside") {
            return;
        }
        let mut agent = self.token(i).head;
        // « par l'armée et les milices alliées dans la poche de X »: allies are allied with somebody, not in a place.
        let mut over_allies = false;
        while let Some(a) = agent {
            if self.case(a).is_some_and(|c| self.class(c, "agent-mark")) {
                break;
            }
            // « par des hommes armés à Djibo », but « par des hommes fidèles à X »
            let armed = self.token(a).udeprel() == "amod" && !self.class(a, "align");
            let allied =
                !at && self.class(a, "align") && matches!(self.token(a).udeprel(), "amod" | "acl");
            over_allies |= allied;
            let inside = matches!(self.token(a).udeprel(), "nmod" | "appos" | "flat")
                || over_allies && self.token(a).udeprel() == "conj";
            let goes_up = armed || allied || inside && self.is_nominal(a);
            agent = self.token(a).head.filter(|_| goes_up);
        }
        let Some(agent) = agent.filter(|&a| self.mentions.at(self.index, a).is_some()) else {
            return;
        };
        let definite = self
            .children(agent)
            .any(|c| self.token(c).feats.has("Definite", "Def"));
        let own = at || !definite || over_allies;
        let Some(act) = self.token(agent).head.filter(|_| own) else {
            return;
        };
        let verbal = self.token(act).upos == Upos::Verb;
        if verbal || self.class(act, "attack") {
            self.attach(i, act, if verbal { "obl:mod" } else { "nmod" });
        }
    }

    /// *des frappes contre ces milices en juin 2021, en Syrie et en Irak*: a place with a preposition of its own is no
    /// conjunct of what stood before the day, but where the act took place.
    pub(super) fn place_after_day(&mut self, i: usize) {
        let placed = self.token(i).deprel == "conj"
            && self.is_place(i)
            && i >= 2
            && self
                .case(i)
                .is_some_and(|c| self.class(c, "inside") || self.class(c, "at"));
        let Some(first) = self.token(i).head.filter(|&f| {
            placed
                && !self.is_place(f)
                && self.is_nominal(f)
                && self.children(i).all(|c| self.token(c).udeprel() != "cc")
        }) else {
            return;
        };
        let mut act = Some(first);
        while let Some(a) = act {
            let told = self.class(a, "attack") || self.class(a, "clash");
            if told || self.token(a).upos == Upos::Verb {
                break;
            }
            act = self.token(a).head;
        }
        if let Some(act) = act {
            let verbal = self.token(act).upos == Upos::Verb;
            self.attach(i, act, if verbal { "obl:mod" } else { "nmod" });
        }
    }

    /// *lors d'affrontements avec X*, *le théâtre de combats entre X et Y*: whom a clash is with stands under it, not
    /// under the word before it.
    pub(super) fn with_side(&mut self, i: usize) {
        let Some(case) = self.case(i).filter(|&c| {
            ["with", "between", "against"]
                .iter()
                .any(|k| self.class(c, k))
        }) else {
            return;
        };
        let is_clash = |e: usize| {
            ["clash", "war", "negotiate"]
                .iter()
                .any(|c| self.class(e, c))
        };
        // « les pourparlers en cours entre X et Y »
        let course = self.token(i).head.filter(|&r| {
            r < case
                && self.class(r, "under-way")
                && self.case(r).is_some_and(|c| self.class(c, "inside"))
        });
        if let Some(course) = course {
            let told = self.token(course).head.filter(|&e| is_clash(e));
            let subject = self
                .children(course)
                .find(|&e| self.token(e).udeprel() == "nsubj" && is_clash(e));
            if let Some(act) = told.or(subject) {
                self.attach(i, act, "nmod");
            }
            return;
        }
        let Some(above) = self.token(i).head.filter(|&r| {
            self.class(r, "relator") || self.token(r).upos == Upos::Noun && r < case && !is_clash(r)
        }) else {
            return;
        };
        let relator = self.class(above, "relator");
        let clash = self
            .children(above)
            .filter(|&e| e < case && is_clash(e) && (relator || self.adjoins(e, case)))
            .last();
        if let Some(clash) = clash {
            self.attach(i, clash, "nmod");
        }
    }

    /// *a revendiqué une frappe de drones sur une usine*: *sur* goes with the act that a verb of saying has as its object.
    pub(super) fn struck(&mut self, i: usize) {
        // « a revendiqué l'attentat devant l'aéroport qui a tué »: what is said after the place is said of the act
        let clause = self
            .children(i)
            .any(|c| self.token(c).deprel == "acl:relcl");
        let claimed = self.token(i).head.filter(|_| clause).is_some_and(|v| {
            self.class(v, "claim")
                && self
                    .case(i)
                    .is_some_and(|c| c > 0 && self.is_place(i) && self.is_act_noun(c - 1))
        });
        let onto = |c: usize| self.class(c, "onto") || claimed;
        let Some(case) = self.case(i).filter(|&c| onto(c)) else {
            return;
        };
        let acts = ["support", "launch", "strike", "attack", "attack-on", "land"];
        let Some(verb) = self.token(i).head.filter(|&v| {
            v < case && self.token(v).upos == Upos::Verb && !acts.iter().any(|c| self.class(v, c))
        }) else {
            return;
        };
        // « répliquer à des raids sur des villages »
        // « sont morts dans un raid sur un village »
        let answers = ["reprisal", "answer", "die", "kill", "wound", "dead-adj"]
            .iter()
            .any(|c| self.class(verb, c));
        let act = self.children(verb).find(|&e| {
            let object =
                self.token(e).udeprel() == "obj" || answers && self.token(e).udeprel() == "obl";
            verb < e && e < case && object && self.is_act_noun(e)
        });
        let aimed = |e: usize| {
            self.children(e).any(|c| {
                self.case(c)
                    .is_some_and(|k| self.class(k, "against") || self.class(k, "onto"))
            })
        };
        // « un raid attribué à l'armée sur un marché »
        let noun = self.token(verb).head.filter(|&e| {
            let said = ["accusing", "claim"].iter().any(|c| self.class(verb, c));
            self.token(verb).udeprel() == "acl" && said && e < verb && self.is_act_noun(e)
        });
        if let Some(act) = act.or(noun).filter(|&e| !aimed(e)) {
            self.attach(i, act, "nmod");
        }
    }

    /// Whether only adjectives stand between a noun and the word `after`.
    fn adjoins(&self, noun: usize, after: usize) -> bool {
        (noun + 1..after).all(|t| matches!(self.token(t).upos, Upos::Adj | Upos::Adv))
    }

    /// *ont péri dans l'attaque d'une base par des rebelles*: « par » somebody after an active verb goes with the act
    /// that has an object.
    pub(super) fn by_whom(&mut self, i: usize) {
        let Some(case) = self.case(i).filter(|&c| self.class(c, "agent-mark")) else {
            return;
        };
        let Some(verb) = self.token(i).head.filter(|&v| {
            let token = self.token(v);
            let passive = token.feats.has("Voice", "Pass")
                || self.children(v).any(|c| self.token(c).deprel == "aux:pass");
            v < case && token.upos == Upos::Verb && !passive && token.udeprel() != "acl"
        }) else {
            return;
        };
        if !self
            .mentions
            .at(self.index, i)
            .is_some_and(|m| m.entity.is_some())
        {
            return;
        }
        let act = self
            .children(verb)
            .filter(|&e| {
                let of = |c: usize| c > e && self.case(c).is_some_and(|k| self.class(k, "of"));
                verb < e && e < case && self.is_act_noun(e) && self.children(e).any(of)
            })
            .last();
        if let Some(act) = act {
            self.attach(i, act, "nmod");
        }
    }

    /// *contre X* on a word that is against nobody goes to the event noun before it.
    pub(super) fn against(&mut self, i: usize) {
        let against = self.case(i).is_some_and(|c| self.class(c, "against"));
        let Some(head) = self.token(i).head.filter(|_| against) else {
            return;
        };
        // « une attaque à la voiture piégée contre un hôtel »
        let trap = self.class(head, "weapon-adj");
        // « lancée par X et Y contre Z »: who does it is not whom it is against.
        if let Some(verb) = self.verb_of_agent(head) {
            self.attach(i, verb, "obl:mod");
            return;
        }
        let verbal = matches!(self.token(head).upos, Upos::Verb | Upos::Aux) && !trap;
        if verbal || self.is_adversary(head) {
            let alliance = self.class(head, "adversarial");
            if let Some(act) = self.act_of(head, i).filter(|_| !alliance) {
                self.attach(i, act, "nmod");
            }
            return;
        }
        let event = (i.saturating_sub(REACH)..i)
            .rev()
            .find(|&e| self.is_act_noun(e) || trap && self.class(e, "explode"));
        if let Some(event) = event.filter(|&e| e != head) {
            let verbal = self.token(event).upos == Upos::Verb;
            self.attach(i, event, if verbal { "obl:mod" } else { "nmod" });
        }
    }

    /// *une offensive depuis X vers Y*, *une offensive de l'armée vers Y*: what goes to Y is the offensive.
    pub(super) fn bound_for(&mut self, i: usize) {
        let marked = |r: &Self, n: usize, class| r.case(n).is_some_and(|c| r.class(c, class));
        let Some(origin) = self
            .token(i)
            .head
            .filter(|&o| o < i && marked(self, i, "towards") && marked(self, o, "away-from"))
        else {
            return;
        };
        let Some(above) = self.token(origin).head else {
            return;
        };
        let act = std::iter::once(above)
            .chain(self.children(above))
            .find(|&a| a < i && self.is_act_noun(a));
        if let Some(act) = act {
            self.attach(i, act, "nmod");
        }
    }

    /// The verb or participle of which a noun is the agent, or a conjunct of the agent.
    fn verb_of_agent(&self, noun: usize) -> Option<usize> {
        let first = self
            .token(noun)
            .head
            .filter(|_| self.token(noun).deprel == "conj")
            .unwrap_or(noun);
        let marked = self
            .case(first)
            .is_some_and(|c| self.class(c, "agent-mark"));
        let actor = self.mentions.at(self.index, noun).is_some_and(|m| {
            m.entity.is_some_and(|e| self.mentions.is_actor(e)) && !self.class(noun, "adversarial")
        });
        self.token(first)
            .head
            .filter(|&v| marked && actor && self.token(v).upos == Upos::Verb && v < first)
    }

    /// Whether a word asks for an adversary: an attack, a war, a reprisal, a coalition.
    fn is_adversary(&self, i: usize) -> bool {
        ["attack", "clash", "war", "reprisal", "operation"]
            .iter()
            .any(|c| self.class(i, c))
            || self
                .mentions
                .at(self.index, i)
                .and_then(|m| m.entity)
                .is_some_and(|e| self.mentions.is_actor(e))
    }

    pub(super) fn is_act_noun(&self, i: usize) -> bool {
        self.token(i).upos == Upos::Noun
            && ["attack", "operation", "explosion"]
                .iter()
                .any(|c| self.class(i, c))
    }

    /// The nearest noun of an act above word `i`, over these relations only.
    pub(super) fn act_above(&self, i: usize, within: &[&str]) -> Option<usize> {
        let up = |i: usize| {
            let token = self.token(i);
            token.head.filter(|_| within.contains(&token.udeprel()))
        };
        std::iter::successors(up(i), |&a| up(a)).find(|&a| self.is_act_noun(a))
    }

    /// The act that a complement with *contre* on the verb `v` or on the actor `v` belongs to.
    ///
    /// - *revendiquée par X contre Y*, *attribuée à X contre Y*: the noun of the participle;
    /// - *a condamné l'attaque de X contre Y*, *tués dans un raid de X contre Y*: the noun under the verb;
    /// - *l'attaque menée par X contre Y*: the noun under which the actor stands.
    fn act_of(&self, v: usize, i: usize) -> Option<usize> {
        if self.token(v).upos != Upos::Verb {
            return self.act_above(v, &["nmod", "obl", "appos", "flat", "acl"]);
        }
        let against = [
            "attack",
            "strike",
            "launch",
            "attack-on",
            "support",
            "fight",
            "war-on",
        ];
        let hostile = ["reprisal", "answer", "send", "deploy", "explode", "accuse"];
        // « riposter à des raids contre X »
        let answered = (self.class(v, "reprisal") || self.class(v, "answer")).then(|| {
            self.children(v)
                .find(|&e| v < e && e < i && self.is_act_noun(e) && self.case(e).is_some())
        });
        if let Some(act) = answered.flatten() {
            return Some(act);
        }
        // « a frappé X en réponse à des attaques de Y contre Z »
        let response = (self.children(v))
            .filter(|&r| v < r && r < i && self.token(r).upos == Upos::Noun)
            .filter(|&r| self.class(r, "answer") || self.class(r, "reprisal"))
            .find_map(|r| {
                self.children(r)
                    .find(|&e| r < e && e < i && self.is_act_noun(e) && self.case(e).is_some())
            });
        if response.is_some() {
            return response;
        }
        let token = self.token(v);
        let participle = token.head.filter(|_| token.udeprel() == "acl");
        if let Some(noun) = participle.filter(|&n| self.is_act_noun(n)) {
            let told = ["claim", "attribute"].iter().any(|c| self.class(v, c));
            return told.then_some(noun);
        }
        if against.iter().chain(&hostile).any(|c| self.class(v, c)) {
            return None;
        }
        self.children(v)
            .filter(|&e| v < e && e < i && self.is_act_noun(e))
            .last()
    }

    /// *a annoncé dix morts dans des bombardements dans la ville de X*: nobody announces in the town; the act before it was
    /// there.
    pub(super) fn place_of_told_act(&mut self, i: usize) {
        let place = self.is_place(i) && self.token(i).udeprel() == "obl" && self.case(i).is_some();
        let Some(speech) = self
            .token(i)
            .head
            .filter(|&v| place && v < i && self.class(v, "speech"))
        else {
            return;
        };
        let last = self.children(speech).filter(|&c| c < i).last();
        if let Some(act) = last.filter(|&c| {
            let complement = matches!(self.token(c).udeprel(), "obl" | "obj");
            complement && c > speech && self.is_act_noun(c)
        }) {
            self.attach(i, act, "nmod");
        }
    }

    /// *a été prise pour cible par X*: an agent under an oblique of a passive verb is the verb's.
    pub(super) fn agent_of_passive(&mut self, i: usize) {
        let marked = self.case(i).is_some_and(|c| self.class(c, "agent-mark"));
        let actor = self.mentions.at(self.index, i).and_then(|m| m.entity);
        let Some(noun) = self.token(i).head.filter(|&n| {
            marked
                && actor.is_some_and(|e| self.mentions.is_actor(e))
                && self.token(n).upos == Upos::Noun
        }) else {
            return;
        };
        let deed = ["clash", "capture", "withdraw", "support", "back"]
            .iter()
            .any(|c| self.class(noun, c));
        if deed || self.is_act_noun(noun) || self.token(noun).udeprel() != "obl" {
            return;
        }
        let passive = self.token(noun).head.filter(|&v| {
            let agent = |c: usize| self.token(c).deprel == "obl:agent";
            self.children(v).any(|c| self.token(c).deprel == "aux:pass")
                && !self.children(v).any(agent)
        });
        if let Some(verb) = passive {
            self.attach(i, verb, "obl:agent");
        }
    }
}
