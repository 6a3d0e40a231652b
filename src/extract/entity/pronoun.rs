//! Personal pronouns and possessives: *ils*, *leurs*.

use super::lexicon::WordClass;
use super::{Finding, Mention, MentionKind};
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::ud::{Token, Upos};

impl Finding<'_> {
    /// Personal pronouns and possessives.
    pub(super) fn pronouns(&mut self) {
        for s in 0..self.views.len() {
            for i in 0..self.views[s].len() {
                let view = &self.views[s];
                let token = view.token(i);
                let pronoun = token.upos == Upos::Pron
                    && self.lexicon.has(
                        view.low(i)
                            .trim_start_matches(['-', 't'])
                            .trim_start_matches('-'),
                        WordClass::Pronoun,
                    )
                    && token.udeprel() == "nsubj";
                let possessive =
                    token.upos == Upos::Det && self.lexicon.has(view.low(i), WordClass::Theirs);
                if !pronoun && !possessive {
                    continue;
                }
                let word = view.words[i].start;
                let found = if pronoun {
                    self.antecedent(s, word)
                } else {
                    self.possessor(s, word)
                };
                let Some((entity, plural)) = found else {
                    continue;
                };
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
            if !agrees(here, token) || said.into_iter().any(|a| !agrees(here, a)) {
                continue;
            }
            let mention = self.mentioned(t, i)?;
            let entity = mention.entity?;
            return (!self.registry.class(entity).is_place()).then_some((entity, mention.plural));
        }
        None
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
            if let Some(subject) = subject.filter(|&i| i < word) {
                let mention = self.mentioned(s, subject)?;
                let entity = mention.entity?;
                let number = is_plural(&tokens[subject], mention);
                return (number == several && !self.registry.class(entity).is_place())
                    .then_some((entity, several));
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
