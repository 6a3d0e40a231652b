//! Clauses and appositions that hang on the wrong clause or noun.

use super::Repair;
use crate::extract::entity::MentionKind;
use crate::ud::{Feats, Token, Upos};

/// How many words may stand over the place before a relative clause, up to the noun that it is of.
const CLIMB: usize = 6;

impl Repair<'_, '_> {
    /// *X l'a annoncé, mais Y a démenti, affirmant que …*: a participle after a comma goes with the nearest clause
    /// that has a subject of its own.
    pub(super) fn nearest_clause(&mut self, i: usize) {
        let token = self.token(i);
        let present = token.feats.has("VerbForm", "Part") && token.feats.has("Tense", "Pres");
        let Some(far) = token.head.filter(|&h| {
            present && token.udeprel() == "advcl" && h < i && self.token(i - 1).form == ","
        }) else {
            return;
        };
        let near = self
            .children(far)
            .filter(|&c| {
                let clause = self.token(c).udeprel() == "conj" && far < c && c < i;
                clause && self.children(c).any(|s| self.token(s).udeprel() == "nsubj")
            })
            .last();
        if let Some(near) = near {
            let deprel = self.token(i).deprel.clone();
            self.attach(i, near, &deprel);
        }
    }

    /// *une tension entre X et Y, accusé par Z de …*: a participle of what is done to an actor goes with the actor
    /// right before its comma, not with a noun that is none.
    pub(super) fn participle_of_actor(&mut self, i: usize) {
        let token = self.token(i);
        let done_to_actors = ["accuse", "accusing", "back", "align"]
            .iter()
            .any(|c| self.class(i, c));
        let past = token.feats.has("VerbForm", "Part") && token.feats.has("Tense", "Past");
        let Some(noun) = token.head.filter(|&noun| {
            // « des frappes qui ont tué X, présenté comme …, »: strikes are not « présenté ».
            let unlike = past && noun < i && !self.agrees(noun, i);
            token.udeprel() == "acl" && (done_to_actors || unlike)
        }) else {
            return;
        };
        let actor = |i: usize| {
            let mention = self.mentions.at(self.index, i)?;
            let entity = mention.entity?;
            (self.mentions.is_actor(entity)).then_some(mention.head)
        };
        let agreeing = actor(noun).is_some_and(|_| self.agrees(noun, i));
        if i < 2 || self.token(i - 1).form != "," || agreeing {
            return;
        }
        if let Some(head) = actor(i - 2).filter(|&h| self.agrees(h, i)) {
            self.attach(i, head, "acl");
        }
    }

    /// *depuis mardi, au moins dix attaques ont eu lieu*: a noun without a preposition before a verb that has no
    /// subject is its subject, unless it is a time.
    pub(super) fn bare_subject(&mut self, i: usize) {
        let token = self.token(i);
        let bare = token.udeprel() == "obl"
            && matches!(token.upos, Upos::Noun | Upos::Propn)
            && !self.is_time(i)
            && self.children(i).all(|c| {
                let token = self.token(c);
                !matches!(token.udeprel(), "case" | "mark" | "fixed")
            });
        let Some(verb) = token.head.filter(|&v| bare && i < v) else {
            return;
        };
        let finite = std::iter::once(verb)
            .chain(self.children(verb))
            .find(|&t| t > i && self.token(t).feats.has("VerbForm", "Fin"));
        let subject = |c: usize| matches!(self.token(c).udeprel(), "nsubj" | "csubj" | "expl");
        let agrees = |f: usize| {
            let feats = &self.token(f).feats;
            feats.get("Number") == self.token(i).feats.get("Number")
                && feats.get("Person") == Some("3")
        };
        if finite.is_some_and(agrees) && !self.children(verb).any(subject) {
            let passive = (self.children(verb)).any(|c| self.token(c).deprel == "aux:pass");
            self.attach(i, verb, if passive { "nsubj:pass" } else { "nsubj" });
        }
    }

    /// *un mois plus tôt, dix soldats ont été tués*: of two subjects the first, which is a time, is none.
    pub(super) fn time_subject(&mut self, i: usize) {
        let is_subject = |t: usize| self.token(t).udeprel() == "nsubj";
        let Some(verb) = self.token(i).head.filter(|&v| {
            i < v && is_subject(i) && self.token(i).upos == Upos::Noun && self.is_time(i)
        }) else {
            return;
        };
        if self.children(verb).any(|s| s > i && is_subject(s)) {
            self.attach(i, verb, "obl:mod");
        }
    }

    /// *Goma, où le M23 et l'armée sont entrés*: « où » goes with the verb, not with its subject.
    pub(super) fn where_of_subject(&mut self, i: usize) {
        let token = self.token(i);
        let clause = |n: usize| {
            let verb = self.token(n).head?;
            let of_noun = self.token(verb).deprel == "acl:relcl";
            (self.token(n).udeprel() == "nsubj" && of_noun && i < n).then_some(verb)
        };
        let verb = token
            .head
            .filter(|_| token.deprel == "nmod" && self.class(i, "where"))
            .and_then(clause);
        if let Some(verb) = verb {
            self.attach(i, verb, "obl:mod");
        }
    }

    /// *la guerre qui oppose depuis mars X à Y continue*: of two subjects without a comma between, the second is the object
    /// that the relative clause before it lacks.
    pub(super) fn object_of_relative(&mut self, i: usize) {
        let is_subject = |t: usize| self.token(t).udeprel() == "nsubj";
        let Some(verb) = self.token(i).head.filter(|&v| {
            i < v && is_subject(i) && matches!(self.token(i).upos, Upos::Noun | Upos::Propn)
        }) else {
            return;
        };
        let Some(first) = self.children(verb).find(|&s| s < i && is_subject(s)) else {
            return;
        };
        let Some(relative) = self
            .children(first)
            .filter(|&r| self.token(r).deprel == "acl:relcl" && r < i)
            .last()
        else {
            return;
        };
        let between = &self.sentence.tokens[first..i];
        let apart = between
            .iter()
            .any(|t| t.form == "," || t.upos == Upos::Cconj);
        let lacks_object = self
            .children(relative)
            .any(|q| is_subject(q) && self.token(q).feats.has("PronType", "Rel"))
            && !self.children(relative).any(|o| {
                matches!(self.token(o).udeprel(), "obj" | "ccomp" | "xcomp" | "cop")
                    || self.token(o).deprel == "aux:pass"
            });
        if apart || !lacks_object {
            return;
        }
        let to = self
            .children(i)
            .find(|&c| c > i && self.case(c).is_some_and(|k| self.class(k, "at")));
        self.attach(i, relative, "obj");
        if let Some(to) = to {
            self.attach(to, relative, "obl:arg");
        }
    }

    /// *accuse X de soutenir Y*: the infinitive is what X is accused of, whatever word of X it was hung on.
    pub(super) fn accused_of(&mut self, i: usize) {
        let token = self.token(i);
        let bare = matches!(token.udeprel(), "acl" | "xcomp" | "conj" | "advcl");
        let of = self.children(i).any(|c| c < i && self.class(c, "of"));
        // « accuse X d'avoir soutenu Y »
        let perfect = self.children(i).any(|c| {
            self.token(c).udeprel() == "aux" && self.token(c).feats.has("VerbForm", "Inf")
        });
        if !(token.feats.has("VerbForm", "Inf") || perfect) || !bare || !of {
            return;
        }
        let mut above = token.head;
        for _ in 0..4 {
            let Some(a) = above.filter(|&a| a < i && !self.class(a, "accusing")) else {
                break;
            };
            let nominal =
                self.is_nominal(a) && matches!(self.token(a).udeprel(), "obj" | "conj" | "nmod");
            let named = self
                .mentions
                .at(self.index, a)
                .is_some_and(|m| m.kind == MentionKind::Name && m.tokens.contains(&a));
            above = self.token(a).head.filter(|_| nominal || named);
        }
        let accusing = above.filter(|&a| a < i && self.class(a, "accusing"));
        let accuses = |v: &usize| self.children(*v).any(|o| self.token(o).deprel == "obj");
        if let Some(verb) = accusing.filter(accuses) {
            self.attach(i, verb, "xcomp");
        }
    }

    /// *des milices soutenues par X en Irak et en Syrie, qui ont attaqué Y*: a verb in the plural is not that of one land or
    /// town, but of the nearest plural over it.
    pub(super) fn relative_of_several(&mut self, i: usize) {
        let plural = |t: usize| self.token(t).feats.has("Number", "Plur");
        let subject = self.children(i).find(|&q| {
            let token = self.token(q);
            q < i && token.udeprel() == "nsubj" && token.feats.has("PronType", "Rel")
        });
        let finite = std::iter::once(i)
            .chain(
                self.children(i)
                    .filter(|&c| self.token(c).udeprel() == "aux"),
            )
            .find(|&t| self.token(t).feats.has("VerbForm", "Fin"));
        let place = self.token(i).head.filter(|&p| {
            let relative = self.token(i).deprel == "acl:relcl" && subject.is_some();
            relative && p < i && self.is_place(p) && !plural(p) && finite.is_some_and(plural)
        });
        let up = |&w: &usize| self.token(w).head.filter(|&h| h < w);
        let several = place.and_then(|p| {
            let mut above = std::iter::successors(up(&p), up).take(CLIMB);
            above.find(|&w| self.is_nominal(w) && plural(w))
        });
        if let Some(noun) = several {
            self.attach(i, noun, "acl:relcl");
        }
    }

    /// *accuse les rebelles, que soutient X*, *dans l'est du pays, où une garnison a été attaquée*: a relative pronoun
    /// stands for the noun right before it.
    pub(super) fn relative_of_noun(&mut self, i: usize) {
        let clause = matches!(
            self.token(i).udeprel(),
            "advcl" | "parataxis" | "conj" | "ccomp"
        );
        let relative = self.children(i).find(|&q| {
            q < i
                && self.token(q).upos == Upos::Pron
                && self.token(q).feats.has("PronType", "Rel")
                && (matches!(self.token(q).udeprel(), "obj" | "nsubj") || self.class(q, "where"))
                && self.case(q).is_none()
        });
        // « RDC : tirs à Goma, où X est entré »: Goma, not the topic
        let far = |q: usize| {
            let noun = self.token(i).head;
            self.token(i).deprel == "acl:relcl"
                && self.class(q, "where")
                && noun.is_some_and(|n| (n..q).any(|w| self.token(w).form == ":"))
        };
        let Some(relative) = relative.filter(|&q| q >= 2 && (clause || far(q))) else {
            return;
        };
        let comma = usize::from(self.token(relative - 1).form == ",");
        let last = relative - 1 - comma;
        let act = self.token(last).upos == Upos::Noun && self.class(last, "attack");
        let named = self.mentions.at(self.index, last).map(|m| m.head);
        let Some(mut noun) = named.or_else(|| act.then_some(last)) else {
            return;
        };
        if self.class(relative, "where") {
            if !self.is_place(noun) {
                return;
            }
            // « dans l'est du pays, où »: the east, not the country
            while let Some(whole) = self
                .token(noun)
                .head
                .filter(|&h| h < noun && self.token(noun).deprel == "nmod" && self.is_place(h))
            {
                noun = whole;
            }
        }
        if noun < relative && self.is_nominal(noun) {
            self.attach(i, noun, "acl:relcl");
        }
    }

    /// *X et Y, qu'il accuse de soutenir Z*: after a comma and the name of an actor, a *que* whose clause lacks the
    /// object that its verb asks for is a relative pronoun.
    pub(super) fn relative_after_name(&mut self, i: usize) {
        let token = self.token(i);
        let Some(verb) = token.head.filter(|&v| {
            i >= 2
                && token.upos == Upos::Sconj
                && token.deprel == "mark"
                && self.class(i, "complementizer")
                && self.token(i - 1).form == ","
                && i < v
                && matches!(self.token(v).udeprel(), "advcl" | "ccomp" | "parataxis")
                && (self.class(v, "accuse") || self.class(v, "back") || self.class(v, "war-on"))
        }) else {
            return;
        };
        let actor = self.mentions.at(self.index, i - 2).filter(|m| {
            m.kind == MentionKind::Name && m.entity.is_some_and(|e| self.mentions.is_actor(e))
        });
        let Some(name) = actor.map(|m| m.head) else {
            return;
        };
        if self
            .children(verb)
            .any(|c| self.token(c).udeprel() == "obj")
        {
            return;
        }
        self.attach(i, verb, "obj");
        self.attach(verb, name, "acl:relcl");
        let pronoun = &mut self.sentence.to_mut().tokens[i];
        pronoun.upos = Upos::Pron;
        pronoun.feats = Feats::new("PronType=Rel");
    }

    /// *45 personnes au total qui ont perdu la vie*: the total loses nothing.
    pub(super) fn relative_after_total(&mut self, i: usize) {
        let token = self.token(i);
        let total = token
            .head
            .filter(|&t| token.deprel == "acl:relcl" && self.class(t, "sum"));
        let counted = total.and_then(|t| {
            let at = self.case(t).is_some_and(|c| self.class(c, "at"));
            self.token(t)
                .head
                .filter(|&n| at && n < t && self.is_nominal(n))
        });
        if let Some(counted) = counted {
            self.attach(i, counted, "acl:relcl");
        }
    }

    /// *X, soutenu par Y, qui a pris Z*: after an aside between commas the relative clause is that of the noun
    /// before it, unless it denies what the aside says.
    pub(super) fn relative_after_aside(&mut self, i: usize) {
        let token = self.token(i);
        let Some(inner) = token
            .head
            .filter(|_| token.deprel == "acl:relcl" && !self.class(i, "denial"))
        else {
            return;
        };
        let relative = self
            .children(i)
            .find(|&q| q < i && self.token(q).feats.has("PronType", "Rel"));
        let closed = relative.is_some_and(|q| q > inner && self.token(q - 1).form == ",");
        let aside = self.token(inner).head.filter(|&p| {
            closed
                && p > 0
                && p < inner
                && self.token(inner).udeprel() == "obl"
                && self.token(p).deprel == "acl"
                && self.token(p).feats.has("VerbForm", "Part")
                && self.token(p - 1).form == ","
        });
        let Some(noun) = aside.and_then(|p| self.token(p).head) else {
            return;
        };
        if noun < inner && self.is_nominal(noun) {
            self.attach(i, noun, "acl:relcl");
        }
    }

    /// *X, dont les forces sont à Y*: a clause with *dont* is that of the noun before the comma.
    pub(super) fn clause_of_owner(&mut self, i: usize) {
        let Some(subject) = self
            .token(i)
            .head
            .filter(|_| i >= 2 && self.class(i, "relative-owner") && self.token(i - 1).form == ",")
        else {
            return;
        };
        let Some(clause) = self.token(subject).head.filter(|&v| {
            self.token(subject).udeprel() == "nsubj"
                && matches!(
                    self.token(v).udeprel(),
                    "conj" | "advcl" | "ccomp" | "parataxis"
                )
        }) else {
            return;
        };
        let noun = self.mentions.at(self.index, i - 2).map(|m| m.head);
        if let Some(noun) = noun.filter(|&n| self.is_nominal(n)) {
            self.attach(clause, noun, "acl:relcl");
        }
    }

    /// *X, en guerre contre Y, …*: a state of war after a comma is that of the actor named before it.
    pub(super) fn at_war(&mut self, i: usize) {
        let in_war = self.class(i, "war")
            && self.token(i).udeprel() == "obl"
            && self.case(i).is_some_and(|c| {
                c >= 2 && c + 1 == i && self.class(c, "inside") && self.token(c - 1).form == ","
            });
        if !in_war {
            return;
        }
        let actor = self.mentions.at(self.index, i - 3).filter(|m| {
            m.kind != MentionKind::Demonym && m.entity.is_some_and(|e| self.mentions.is_actor(e))
        });
        if let Some(name) = actor.map(|m| m.head) {
            self.attach(i, name, "nmod");
        }
    }

    /// *les rebelles, poursuit-il, ont attaqué un camp*: speech inserted between commas governs nothing.
    pub(super) fn inserted_speech(&mut self, speech: usize) {
        if !self.class(speech, "speech") || self.token(speech).udeprel() == "parataxis" {
            return;
        }
        let clitic = self
            .children(speech)
            .find(|&c| self.token(c).upos == Upos::Pron && self.token(c).form.starts_with('-'));
        let Some(clitic) = clitic else {
            return;
        };
        let aux = self
            .children(speech)
            .filter(|&a| self.token(a).udeprel() == "aux");
        let start = aux.fold(speech.min(clitic), usize::min);
        let end = speech.max(clitic);
        let comma = |t: Option<&Token>| t.is_some_and(|t| t.form == ",");
        let tokens = &self.sentence.tokens;
        if start == 0 || !comma(tokens.get(start - 1)) || !comma(tokens.get(end + 1)) {
            return;
        }
        let main = self.children(speech).find(|&v| {
            let finite = self.token(v).feats.has("VerbForm", "Fin")
                || self
                    .children(v)
                    .any(|a| matches!(self.token(a).udeprel(), "aux" | "cop") && a < v);
            v > end && finite && !self.children(v).any(|m| self.token(m).deprel == "mark")
        });
        let Some(main) = main else {
            return;
        };
        let others: Vec<usize> = self
            .children(speech)
            .filter(|&c| c != main && (c + 1 < start || c > end + 1))
            .collect();
        self.promote(main, speech, "parataxis");
        for other in others {
            let deprel = self.token(other).deprel.clone();
            self.attach(other, main, &deprel);
        }
        // « un camp » after a verb whose subject has just come is its object.
        let subject = self
            .children(main)
            .find(|&s| s < start && self.token(s).udeprel() == "nsubj");
        let object = self
            .children(main)
            .find(|&o| o > main && self.token(o).deprel == "nsubj");
        if let (Some(_), Some(object)) = (subject, object) {
            self.attach(object, main, "obj");
        }
    }

    /// Whether two words do not differ in gender or number, as far as they tell.
    pub(super) fn agrees(&self, a: usize, b: usize) -> bool {
        ["Gender", "Number"].iter().all(|feature| {
            let (x, y) = (
                self.token(a).feats.get(feature),
                self.token(b).feats.get(feature),
            );
            x.is_none() || y.is_none() || x == y
        })
    }

    /// *…, dans l'État Shan, ont rapporté des médias*: what stands before an inserted verb of speech is the
    /// main clause's.
    pub(super) fn before_speech(&mut self, i: usize) {
        let token = self.token(i);
        let Some(speech) = token.head.filter(|&v| {
            i < v
                && matches!(
                    token.udeprel(),
                    "obl" | "nmod" | "advmod" | "appos" | "conj" | "advcl"
                )
                && self.class(v, "speech")
                && self.token(v).udeprel() == "parataxis"
        }) else {
            return;
        };
        let start = self
            .children(speech)
            .filter(|&c| self.token(c).udeprel() == "aux")
            .min()
            .unwrap_or(speech);
        let inverted = self
            .children(speech)
            .any(|c| c > speech && self.token(c).udeprel() == "nsubj");
        let main = self.token(speech).head.filter(|&m| m < i);
        if let Some(main) = main.filter(|_| inverted && i < start) {
            let deprel = self.token(i).deprel.clone();
            self.attach(i, main, &deprel);
        }
    }
}
