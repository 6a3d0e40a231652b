//! Personal pronouns and possessives: *ils*, *leurs*.

use super::lexicon::WordClass;
use super::{Finding, Mention, MentionKind};
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::ud::{Token, Upos};

/// How far from its verb a subject may stand, in words: time stays linear in the sentence.
const WITHIN: usize = 256;

impl Finding<'_> {
    /// Personal pronouns and possessives.
    pub(super) fn pronouns(&mut self) {
        for s in 0..self.views.len() {
            for i in 0..self.views[s].len() {
                let view = &self.views[s];
                let (token, low) = (view.token(i), view.low(i));
                let word = view.words[i].start;
                let bare = low.trim_start_matches(['-', 't']).trim_start_matches('-');
                let is = |class| token.upos == Upos::Pron && self.lexicon.has(low, class);
                let subject = token.upos == Upos::Pron
                    && self.lexicon.has(bare, WordClass::Pronoun)
                    && token.udeprel() == "nsubj";
                let stressed = is(WordClass::Stressed) && self.has_case(s, word);
                let near = is(WordClass::Nearby) || self.is_latter(s, i);
                let possessive =
                    token.upos == Upos::Det && self.lexicon.has(low, WordClass::Theirs);
                let found = if subject {
                    self.antecedent(s, word)
                } else if stressed {
                    self.other_than_subject(s, word)
                } else if is(WordClass::Clitic) && token.deprel == "obj" {
                    self.object_before(s, word)
                        .or_else(|| self.only_party_before(s, word))
                } else if near {
                    self.nearest_before(s, word)
                } else if possessive {
                    self.possessor(s, word)
                } else {
                    continue;
                };
                let Some((entity, plural)) = found else {
                    continue;
                };
                let pronoun = !possessive;
                let kind = if pronoun {
                    MentionKind::Pronoun
                } else {
                    MentionKind::Possessive
                };
                self.add(s, &(i..i + 1), &[i], kind, entity, (true, plural));
                let at = self.mentions.len() - 1;
                let last = self.mentions.remove(at);
                let key = (last.0.sentence, last.0.tokens.start);
                let place = self
                    .mentions
                    .partition_point(|(m, _)| (m.sentence, m.tokens.start) <= key);
                self.mentions.insert(place, last);
            }
        }
    }

    /// The actor mentioned with head `token`, if the word is part of its keys.
    pub(super) fn mentioned(&self, s: usize, token: usize) -> Option<&Mention> {
        let start = self.mentions.partition_point(|(m, _)| m.sentence < s);
        let end = self.mentions.partition_point(|(m, _)| m.sentence <= s);
        self.mentions[start..end]
            .iter()
            .find(|(m, keys)| {
                m.kind != MentionKind::Possessive && (m.head == token || keys.contains(&token))
            })
            .map(|(m, _)| m)
    }

    /// *ces derniers*, which stands for a noun.
    fn is_latter(&self, s: usize, i: usize) -> bool {
        let view = &self.views[s];
        let noun = matches!(view.token(i).upos, Upos::Noun | Upos::Adj | Upos::Pron)
            && view.token(i).udeprel() != "amod"
            && i > 0
            && self.lexicon.has(view.low(i), WordClass::Latter)
            && self.lexicon.has(view.low(i - 1), WordClass::Demonstrative);
        let next = view.token((i + 1).min(view.len() - 1));
        noun && next.upos != Upos::Noun
    }

    fn has_case(&self, s: usize, word: usize) -> bool {
        let tokens = &self.views[s].sentence.tokens;
        tokens[word.saturating_sub(4)..word]
            .iter()
            .any(|c| c.head == Some(word) && c.udeprel() == "case")
    }

    /// What *contre eux*, *contre elle* means: the main subject of the sentence before, or the subject of the clause above
    /// its own, where that agrees and its own subject does not.
    fn other_than_subject(&self, s: usize, pronoun: usize) -> Option<(EntityIdx, bool)> {
        let tokens = &self.views[s].sentence.tokens;
        let here = &tokens[pronoun];
        let subject_of = |t: usize, head: Option<usize>| {
            let tokens = &self.views[t].sentence.tokens;
            let near = |v: usize| v.saturating_sub(WITHIN)..tokens.len().min(v + WITHIN);
            near(head?).find(|&i| tokens[i].udeprel() == "nsubj" && tokens[i].head == head)
        };
        let mut verbs = Vec::new();
        let mut above = here.head;
        while let Some(v) = above.filter(|_| verbs.len() < 16) {
            verbs.push(v);
            above = tokens[v].head;
        }
        let mut subjects = verbs
            .iter()
            .filter_map(|&v| subject_of(s, Some(v)))
            .filter(|&i| i < pronoun && !tokens[i].feats.has("PronType", "Rel"));
        let own = subjects.next();
        let own_entity = own.and_then(|i| self.mentioned(s, i)?.entity);
        if own.is_some_and(|i| agrees(here, &tokens[i])) {
            return None;
        }
        let before = s.checked_sub(1).and_then(|p| {
            let i = subject_of(p, self.views[p].sentence.root())?;
            Some((p, i))
        });
        let (t, i) = subjects
            .map(|i| (s, i))
            .chain(before)
            .find(|&(t, i)| agrees(here, &self.views[t].sentence.tokens[i]))?;
        let mention = self.mentioned(t, i)?;
        let entity = mention.entity.filter(|&e| Some(e) != own_entity)?;
        Some((entity, mention.plural))
    }

    /// What *entre dans X et la prend* means: what the verb before the conjunction is about, if it agrees.
    fn object_before(&self, s: usize, clitic: usize) -> Option<(EntityIdx, bool)> {
        let tokens = &self.views[s].sentence.tokens;
        let verb = tokens[clitic].head?;
        let first = tokens[verb].head.filter(|&v| {
            tokens[verb].deprel == "conj" && v < clitic && tokens[v].upos == Upos::Verb
        })?;
        let about = |deprel: &str| {
            (first..clitic).rev().find(|&i| {
                tokens[i].head == Some(first)
                    && tokens[i].udeprel() == deprel
                    && agrees(&tokens[clitic], &tokens[i])
            })
        };
        // « entre avec des rebelles dans la ville et la prend »: a place, on whatever the parser hung it
        let place = || {
            (first..clitic).rev().find(|&i| {
                let site = self.mentioned(s, i).filter(|m| m.head == i);
                tokens[i].deprel == "nmod"
                    && agrees(&tokens[clitic], &tokens[i])
                    && self.lexicon.has(&tokens[verb].lemma, WordClass::Hit)
                    && site
                        .and_then(|m| m.entity)
                        .is_some_and(|e| self.registry.class(e) == EntityClass::City)
            })
        };
        let noun = about("obj")
            .or_else(|| about("obl"))
            .filter(|&i| self.mentioned(s, i).is_some())
            .or_else(place)?;
        let mention = self.mentioned(s, noun)?;
        Some((mention.entity?, mention.plural))
    }

    /// What *les* means in *des combats les ont opposés à Y*: the only actor of the sentence before that agrees, where
    /// the clause tells of none before the verb.
    fn only_party_before(&self, s: usize, clitic: usize) -> Option<(EntityIdx, bool)> {
        let here = &self.views[s].sentence.tokens[clitic];
        let several = here.feats.has("Number", "Plur");
        let mut found: Option<(EntityIdx, bool)> = None;
        for (back, mention, entity) in self.before(s, clitic) {
            if back > 1 {
                break;
            }
            let class = self.registry.class(entity);
            if !class.is_actor() || class.is_place() || mention.kind == MentionKind::Possessive {
                continue;
            }
            if back == 0 {
                return None;
            }
            let head = &self.views[mention.sentence].sentence.tokens[mention.head];
            if mention.kind == MentionKind::Demonym
                || !agrees(here, head)
                || is_plural(head, mention) != several
            {
                continue;
            }
            match found {
                Some((known, _)) if known != entity => return None,
                _ => found = Some((entity, mention.plural)),
            }
        }
        found
    }

    /// What *celui-ci*, *ces derniers* means: the last group, force, state or person spoken of that agrees in number.
    fn nearest_before(&self, s: usize, word: usize) -> Option<(EntityIdx, bool)> {
        let here = &self.views[s].sentence.tokens[word];
        let several = here.feats.has("Number", "Plur");
        let (mention, entity) = self
            .before(s, word)
            .take_while(|(back, ..)| *back <= 1)
            .filter(|(_, m, _)| m.kind != MentionKind::Possessive)
            .map(|(_, m, e)| (m, e))
            .find(|(m, e)| {
                let class = self.registry.class(*e);
                let head = &self.views[m.sentence].sentence.tokens[m.head];
                class.is_actor()
                    && !class.is_place()
                    && agrees(here, head)
                    && is_plural(head, m) == several
            })?;
        Some((entity, mention.plural))
    }

    /// What a subject pronoun means: the nearest subject before it that agrees, if it is an actor.
    fn antecedent(&self, s: usize, pronoun: usize) -> Option<(EntityIdx, bool)> {
        let tokens = &self.views[s].sentence.tokens;
        let here = &tokens[pronoun];
        let own_verb = here.head;
        let subjects = (0..pronoun)
            .rev()
            .filter(|&i| tokens[i].udeprel() == "nsubj" && tokens[i].head != own_verb)
            .map(|i| (s, i));
        let above = s.checked_sub(1).into_iter().flat_map(|p| {
            let tokens = &self.views[p].sentence.tokens;
            let root = self.views[p].sentence.root();
            (0..tokens.len())
                .filter(move |&i| tokens[i].udeprel() == "nsubj" && tokens[i].head == root)
                .map(move |i| (p, i))
        });
        for (t, i) in subjects.chain(above) {
            let token = &self.views[t].sentence.tokens[i];
            if matches!(token.upos, Upos::Pron) && self.mentioned(t, i).is_none() {
                if token.feats.has("PronType", "Rel") {
                    continue;
                }
                return None;
            }
            // « Y, le Premier ministre, a accusé X …, qu'elle »: what is said of Y tells its gender.
            let tokens = &self.views[t].sentence.tokens;
            let said = tokens
                .iter()
                .filter(|a| a.head == Some(i) && a.deprel == "appos" && a.upos == Upos::Noun);
            let agree = agrees(here, token) || self.are_men(here, t, i);
            if !agree || said.into_iter().any(|a| !agrees(here, a)) {
                continue;
            }
            let mention = self.mentioned(t, i)?;
            let entity = mention.entity?;
            return (!self.registry.class(entity).is_place()).then_some((entity, mention.plural));
        }
        None
    }

    /// *Les forces kurdes …; ils …*: the men of a force, whatever the gender of its noun.
    fn are_men(&self, pronoun: &Token, s: usize, noun: usize) -> bool {
        let several = |t: &Token| t.feats.has("Number", "Plur");
        let token = &self.views[s].sentence.tokens[noun];
        let entity = self.mentioned(s, noun).and_then(|m| m.entity);
        pronoun.feats.has("Gender", "Masc")
            && several(pronoun)
            && several(token)
            && entity.is_some_and(|e| {
                matches!(
                    self.registry.class(e),
                    EntityClass::MilitaryForce | EntityClass::ArmedGroup
                )
            })
    }

    /// Whose *son*, *leurs* is: the subject of its clause, if that is an actor that agrees in number.
    fn possessor(&self, s: usize, word: usize) -> Option<(EntityIdx, bool)> {
        let tokens = &self.views[s].sentence.tokens;
        let mut at = tokens[word].head?;
        let several = tokens[word].feats.get("Number[psor]").map_or_else(
            || {
                self.lexicon
                    .has(&tokens[word].form.to_lowercase(), WordClass::TheirPlural)
            },
            |n| n == "Plur",
        );
        for _ in 0..12 {
            let subject = (0..tokens.len()).find(|&i| {
                tokens[i].head == Some(at) && tokens[i].udeprel() == "nsubj" && i != word
            });
            // « l'armée a visé leurs positions »: nobody strikes what is his own.
            let struck = tokens[word].head.is_some_and(|noun| {
                tokens[noun].head == Some(at)
                    && tokens[noun].udeprel() == "obj"
                    && self.lexicon.has(&tokens[at].lemma, WordClass::Hit)
            });
            if let Some(subject) = subject.filter(|&i| i < word && !struck) {
                let mention = self.mentioned(s, subject)?;
                let entity = mention.entity?;
                let number = is_plural(&tokens[subject], mention);
                if number == several {
                    return (!self.registry.class(entity).is_place()).then_some((entity, several));
                }
                // « X a dit que l'armée avait bombardé leurs positions »: of whoever says it.
                let said = tokens[at].udeprel() == "ccomp";
                at = tokens[at].head.filter(|_| said)?;
                continue;
            }
            let Some(above) = tokens[at].head else {
                return self.possessor_above(s, several);
            };
            at = above;
        }
        None
    }

    /// *Leur porte-parole a confirmé …*: whose, where the sentence itself has nobody: the subject of the sentence
    /// before, if that is a group, force or state that agrees in number.
    fn possessor_above(&self, s: usize, several: bool) -> Option<(EntityIdx, bool)> {
        let above = s.checked_sub(1)?;
        let sentence = self.views[above].sentence;
        let root = sentence.root();
        let subject = (0..sentence.tokens.len()).find(|&i| {
            sentence.tokens[i].udeprel() == "nsubj" && sentence.tokens[i].head == root
        })?;
        let mention = self.mentioned(above, subject)?;
        let entity = mention.entity?;
        let plural = is_plural(&sentence.tokens[subject], mention);
        let class = self.registry.class(entity);
        let acts = class.is_actor() && !class.is_place() && class != EntityClass::Person;
        (acts && plural == several).then_some((entity, several))
    }
}

/// Whether a noun or its mention is plural.
fn is_plural(noun: &Token, mention: &Mention) -> bool {
    noun.feats.has("Number", "Plur") || mention.plural
}

/// Whether a pronoun and a noun agree, as far as their features say.
fn agrees(pronoun: &Token, noun: &Token) -> bool {
    ["Number", "Gender"]
        .iter()
        .all(|f| match (pronoun.feats.get(f), noun.feats.get(f)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        })
}
