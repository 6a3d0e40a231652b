//! Objects that were hung on a day, an adverb or a number, and days that were taken for objects.

use super::Repair;
use crate::ud::Upos;

/// How far before its complement a verb of taking may stand, in words.
const GRAB: usize = 14;

impl Repair<'_, '_> {
    /// A described thing beside a country: the conjunct of the object between them.
    pub(super) fn second_object(&mut self, i: usize) {
        let token = self.token(i);
        let Some(country) = token
            .head
            .filter(|_| token.deprel == "conj" && token.upos == Upos::Noun)
        else {
            return;
        };
        let indefinite = self.children(i).any(|c| {
            let det = self.token(c);
            det.feats.has("Definite", "Ind") || det.deprel == "nummod"
        });
        if !indefinite || !self.is_country(country) || self.case(i).is_some() {
            return;
        }
        let object = self.token(country).head.and_then(|verb| {
            self.children(verb)
                .find(|&o| o > country && o < i && self.token(o).deprel == "obj")
        });
        if let Some(object) = object {
            self.attach(i, object, "conj");
        }
    }

    /// *que l'armée a bombardé mardi*: a bare day is no object; *a déclenché cette semaine des attaques*: nor is a time
    /// that something else is hung on.
    pub(super) fn day_object(&mut self, i: usize) {
        let bare = self
            .children(i)
            .all(|c| !matches!(self.token(c).udeprel(), "det" | "case"));
        let hung_on = self.children(i).any(|c| {
            let adjoins = self.case(c) == Some(i + 1);
            c > i && adjoins && self.token(c).deprel == "nmod" && !self.is_time(c)
        });
        if self.token(i).udeprel() == "obj"
            && (bare && self.class(i, "day") || hung_on && self.is_time(i))
            && let Some(verb) = self.token(i).head
        {
            self.attach(i, verb, "obl:mod");
        }
    }

    /// *mène de nouveau des offensives*: « de nouveau » is an adverb and no preposition.
    pub(super) fn again(&mut self, i: usize) {
        let fixed = |c: usize| {
            self.children(c)
                .any(|f| self.token(f).deprel == "fixed" && self.class(f, "again"))
        };
        // « mène à nouveau des offensives »: hung on the adverb
        if let Some(again) = self.token(i).head.filter(|&h| h < i && fixed(h))
            && let Some(verb) = self.token(again).head
            && self.token(again).udeprel() == "advmod"
            && self.lacks_object(verb)
        {
            self.attach(i, verb, "obj");
            return;
        }
        let Some(again) = self.case(i).filter(|&c| fixed(c)) else {
            return;
        };
        let Some(verb) = self.token(i).head.filter(|&v| {
            v < again && self.token(v).upos == Upos::Verb && self.token(i).udeprel() == "obl"
        }) else {
            return;
        };
        let lacking = self.lacks_object(verb);
        self.attach(again, verb, "advmod");
        if lacking {
            self.attach(i, verb, "obj");
        }
    }

    /// *le groupe qu'il considère à l'origine de l'attaque*: a relative pronoun is no conjunction.
    pub(super) fn relative_object(&mut self, i: usize) {
        let token = self.token(i);
        let Some(verb) = token.head.filter(|&v| {
            token.upos == Upos::Pron
                && token.deprel == "mark"
                && i < v
                && self.class(i, "relative-object")
                && self.token(v).deprel == "acl:relcl"
        }) else {
            return;
        };
        if self
            .children(verb)
            .all(|c| self.token(c).udeprel() != "obj")
        {
            self.attach(i, verb, "obj");
        }
    }

    /// *se sont emparés, sans livrer combat, de la ville*, *s'empare rapidement de la région*: of the town, whatever
    /// stands between.
    pub(super) fn grabbed(&mut self, i: usize) {
        if !self.is_place(i) && !self.class(i, "place-noun") {
            return;
        }
        let Some(case) = self
            .case(i)
            .filter(|&c| c > 0 && self.class(c, "of"))
            .filter(|&c| {
                // « s'empare rapidement de la ville »
                let of_adverb =
                    self.token(i).head == Some(c - 1) && self.token(c - 1).upos == Upos::Adv;
                self.token(c - 1).form == "," || of_adverb
            })
        else {
            return;
        };
        let verb = (case.saturating_sub(GRAB)..case)
            .rev()
            .find(|&v| self.class(v, "grab") && self.token(v).upos == Upos::Verb);
        let Some(verb) = verb.filter(|&v| self.token(i).head != Some(v)) else {
            return;
        };
        let complete = self
            .children(verb)
            .any(|c| c < i && self.case(c).is_some_and(|k| self.class(k, "of")));
        if !complete {
            self.attach(i, verb, "obl:arg");
        }
    }

    /// *a déployé quelque 9 000 hommes*: « quelque » before a number is an adverb of it and no preposition.
    pub(super) fn about_so_many(&mut self, i: usize) {
        let about = self
            .case(i)
            .filter(|&c| self.token(c).upos != Upos::Adp && self.class(c, "about") && c < i);
        let Some(about) = about else {
            return;
        };
        let Some(number) = self.number(i) else {
            return;
        };
        self.attach(about, number, "advmod");
        let verb = self.token(i).head.filter(|&v| {
            self.token(i).udeprel() == "obl"
                && v < i
                && self.token(v).upos == Upos::Verb
                && self.lacks_object(v)
        });
        if let Some(verb) = verb {
            self.attach(i, verb, "obj");
        }
    }

    /// *avoir pris, en réponse, un avant-poste*: a noun with an article and no preposition after a verb that asks for an object
    /// and has none is that object.
    pub(super) fn bare_object(&mut self, i: usize) {
        let token = self.token(i);
        let article = self.children(i).any(|c| {
            self.token(c).udeprel() == "det" && !self.token(c).feats.has("PronType", "Dem")
        });
        // « a lancé, avec l'appui de X, une offensive »: no conjunct of the complement before the comma.
        let aside = self.aside_before(i);
        let bare = (aside.is_some() || token.udeprel() == "obl" && token.deprel != "obl:agent")
            && token.upos == Upos::Noun
            && article
            && self.case(i).is_none()
            && !self.is_time(i)
            && (self.mentions.at(self.index, i).is_some() || self.is_act_noun(i));
        let transitive = ["attack", "strike", "seize", "support", "kill", "undergo"];
        let above = aside.map_or(token.head, |o| self.token(o).head);
        let verb = above.filter(|&v| {
            bare && v < i
                && self.token(v).upos == Upos::Verb
                && transitive.iter().any(|c| self.class(v, c))
                && self.lacks_object(v)
        });
        if let Some(verb) = verb {
            self.attach(i, verb, "obj");
        }
    }

    /// *a repris, aux côtés de X, la ville de Y*: a place after the commas of an aside is no apposition of a party, but the
    /// object that the verb lacks.
    pub(super) fn object_after_aside(&mut self, i: usize) {
        let place = self.is_place(i) && self.token(i).deprel == "appos" && self.case(i).is_none();
        let Some(party) = self
            .token(i)
            .head
            .filter(|&p| place && p < i && !self.is_place(p))
        else {
            return;
        };
        let aside = self.completed(party);
        let set_apart = self
            .case(aside)
            .is_some_and(|c| c > 0 && self.token(c - 1).form == ",");
        let oblique = self.token(aside).udeprel() == "obl";
        let verb = self.token(aside).head.filter(|_| set_apart && oblique);
        let verb = verb.filter(|&v| {
            let transitive = ["attack", "strike", "seize"]
                .iter()
                .any(|c| self.class(v, c));
            v < i && transitive && self.token(v).upos == Upos::Verb && self.lacks_object(v)
        });
        if let Some(verb) = verb {
            self.attach(i, verb, "obj");
        }
    }

    /// The complement of a verb under which a noun hangs that completes nothing in it: *a bombardé à l'aide d'un drone un
    /// marché*.
    fn aside_before(&self, i: usize) -> Option<usize> {
        let token = self.token(i);
        let loose = match token.deprel.as_str() {
            "conj" => !self.is_joined(i),
            "nmod" => self.case(i).is_none(),
            // « a frappé, à deux reprises, le quartier général »
            "appos" => token.head.is_some_and(|o| {
                self.case(o).is_some() && self.mentions.at(self.index, o).is_none()
            }),
            _ => false,
        };
        let above = |&o: &usize| {
            let inside = self.token(o).deprel == "nmod";
            self.token(o).head.filter(|_| inside)
        };
        let mut chain = std::iter::successors(token.head.filter(|_| loose), above).take(3);
        chain.find(|&o| o < i && self.token(o).udeprel() == "obl")
    }

    /// *en ont tué quatre mercredi*: a number before a day in the singular counts no days, but is the object.
    pub(super) fn number_before_day(&mut self, i: usize) {
        let token = self.token(i);
        let singular = !token.feats.has("Number", "Plur");
        let number = self.number(i).filter(|&n| {
            singular
                && n + 1 == i
                && token.deprel == "obj"
                && self.class(i, "day")
                && self.children(i).all(|c| c == n)
        });
        if let (Some(number), Some(verb)) = (number, token.head) {
            self.attach(number, verb, "obj");
            self.attach(i, verb, "obl:mod");
        }
    }

    /// *ont pris d'assaut Kaboul*: a name right after a bare complement is the object that the verb lacks.
    pub(super) fn name_after_idiom(&mut self, i: usize) {
        let token = self.token(i);
        let Some(noun) = token.head.filter(|&n| {
            n + 1 == i
                && token.upos == Upos::Propn
                && matches!(token.udeprel(), "nmod" | "appos" | "flat")
                && self.case(i).is_none()
                && self.token(n).upos == Upos::Noun
                && self.token(n).udeprel() == "obl"
        }) else {
            return;
        };
        let bare = self.case(noun).is_some()
            && !self
                .children(noun)
                .any(|c| self.token(c).udeprel() == "det")
            && self.mentions.at(self.index, noun).is_none();
        let verb = self.token(noun).head.filter(|&v| {
            bare && v < noun && self.token(v).upos == Upos::Verb && self.lacks_object(v)
        });
        if let Some(verb) = verb {
            self.attach(i, verb, "obj");
        }
    }

    /// *tuant au moins 100 personnes*: a number of people without a preposition is the object of a verb of harm.
    pub(super) fn counted_object(&mut self, i: usize) {
        let token = self.token(i);
        // « et en a blessé quarante »
        let number = token.upos == Upos::Num && token.head.is_some_and(|v| v + 1 == i);
        let counted = token.udeprel() == "obl"
            && self.case(i).is_none()
            && (number || token.upos == Upos::Noun && !self.is_time(i) && self.number(i).is_some());
        let Some(verb) = token
            .head
            .filter(|&v| counted && v < i && (self.class(v, "kill") || self.class(v, "wound")))
        else {
            return;
        };
        // « un attentat a tué dimanche au moins 23 civils »: who kills in the active is no object
        let has = |relation: &str| {
            self.children(verb)
                .any(|c| self.token(c).udeprel() == relation)
        };
        let active = self.children(verb).any(|c| {
            self.token(c).deprel == "aux:tense" && self.token(c).feats.has("VerbForm", "Fin")
        });
        let lacking = if active {
            self.lacks_object(verb)
        } else {
            !has("obj") && !has("nsubj")
        };
        if lacking {
            self.attach(i, verb, "obj");
        }
    }

    /// *a tué dix de ses soldats*: what stands right after a number and *de* is what it counts.
    pub(super) fn partitive(&mut self, i: usize) {
        let Some(case) = self
            .case(i)
            .filter(|&c| c > 0 && self.class(c, "partitive"))
        else {
            return;
        };
        let number = self.token(case - 1);
        let counted = number.upos == Upos::Num
            && matches!(number.udeprel(), "obj" | "nsubj")
            && number.head == self.token(i).head;
        if counted {
            self.attach(i, case - 1, "nmod");
        }
    }

    /// *a lancé dans la nuit 60 drones*: a number of things on a time is the object that the verb lacks.
    pub(super) fn counted_after_time(&mut self, i: usize) {
        let counted = self.token(i).deprel == "nmod"
            && self.case(i).is_none()
            && self.number(i).is_some()
            && !self.is_time(i);
        let Some(time) = self
            .token(i)
            .head
            .filter(|&t| counted && t < i && self.is_time(t))
        else {
            return;
        };
        let Some(verb) = self.verb_before(time) else {
            return;
        };
        if self.lacks_object(verb) {
            self.attach(i, verb, "obj");
        }
    }

    /// The verb before word `i` on which it hangs.
    fn verb_before(&self, i: usize) -> Option<usize> {
        let verb = self.token(i).head?;
        (verb < i && self.token(verb).upos == Upos::Verb).then_some(verb)
    }

    /// *lance régulièrement des missiles*: a noun that hangs on an adverb after a verb without an object is its object;
    /// *se retire peu à peu de la province*: other complements are the verb's, too.
    pub(super) fn after_adverb(&mut self, i: usize) {
        let Some(adverb) = self.token(i).head.filter(|&a| {
            let token = self.token(a);
            a < i && matches!(token.upos, Upos::Adv | Upos::Adp) && token.udeprel() == "advmod"
        }) else {
            return;
        };
        let Some(verb) = self.verb_before(adverb) else {
            return;
        };
        let Some(case) = self.case(i).filter(|&c| c > adverb) else {
            return;
        };
        let some = self.is_some(case);
        let of_manner = self.class(adverb, "manner")
            || self
                .children(adverb)
                .any(|c| self.token(c).deprel == "fixed");
        if some && case == adverb + 1 && self.lacks_object(verb) {
            self.attach(i, verb, "obj");
        } else if !some && of_manner && !self.class(adverb, "relator") {
            self.attach(i, verb, "obl:mod");
        }
    }

    /// *a fourni à Kiev des systèmes*, *a mené dans la foulée des frappes*: « des » after a name, or after what says no more
    /// than when, is the article of the object that the verb lacks.
    pub(super) fn some_after_name(&mut self, i: usize) {
        let token = self.token(i);
        let Some(name) = token.head.filter(|&n| {
            n < i
                && token.upos == Upos::Noun
                && token.deprel == "nmod"
                && (self.token(n).upos == Upos::Propn
                    || self.is_time(n)
                    || self.class(n, "meantime"))
                && self.token(n).udeprel() == "obl"
        }) else {
            return;
        };
        let some = self
            .case(i)
            .is_some_and(|c| c == name + 1 && self.is_some(c));
        if let Some(verb) = self.verb_before(name)
            && some
            && self.lacks_object(verb)
        {
            self.attach(i, verb, "obj");
        }
    }

    /// « des »: a preposition and an article by its form, which may be an article alone.
    fn is_some(&self, case: usize) -> bool {
        let article = &self.sentence.tokens[case + 1];
        self.class(case, "of") && article.upos == Upos::Det && article.feats.has("Number", "Plur")
    }

    /// *s'est emparé jeudi d'une base*: a day takes no complement; what stands after it is the verb's.
    pub(super) fn after_day(&mut self, i: usize) {
        let token = self.token(i);
        let joined = self.is_joined(i);
        let Some(day) = token.head.filter(|&d| {
            let loose = token.deprel == "conj" && !joined;
            let under = loose || matches!(token.deprel.as_str(), "nmod" | "appos");
            d < i && under && (self.is_time(d) || self.is_own_side(d))
        }) else {
            return;
        };
        let bare = self.case(i).is_none();
        let named = bare && token.deprel != "nmod" && self.mentions.at(self.index, i).is_some();
        if self.is_time(i) || token.upos == Upos::Num || bare && !named {
            return;
        }
        let mut above = self.token(day).head;
        while let Some(a) = above.filter(|&a| self.is_time(a)) {
            above = self.token(a).head;
        }
        let Some(verb) = above.filter(|&v| self.token(v).upos == Upos::Verb) else {
            return;
        };
        if !named {
            self.attach(i, verb, "obl");
        } else if !self
            .children(verb)
            .any(|c| self.token(c).udeprel() == "obj")
        {
            // « a bombardé, pour la deuxième fois en une semaine, la ville »
            self.attach(i, verb, "obj");
        }
    }
}
