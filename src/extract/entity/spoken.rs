//! Armed groups spoken of before: *le groupe*, *ces milices*, *les djihadistes*.

use super::lexicon::{Sort, WordClass};
use super::phrase::{Owner, Phrase};
use super::refer::REACH;
use super::{Finding, Mention, MentionKind};
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::ud::Upos;

/// How many mentions further back one in the same sentence outweighs.
const SAME_SENTENCE: usize = 3;

/// How far from each other two arguments of a verb may stand, in words: time stays linear in the sentence.
const WITHIN: usize = 256;

impl Finding<'_> {
    /// *le groupe*, *ces milices*, *les djihadistes*.
    pub(super) fn armed(&mut self, s: usize, token: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let org = phrase.sort == Sort::Org;
        if org && (phrase.plural || !self.lexicon.has(&phrase.kind.lemma, WordClass::GroupNoun)) {
            return None;
        }
        if phrase.plural && !phrase.bare() && !phrase.aligned.is_empty() {
            return None;
        }
        // « la milice de Chibok » is another than the group that attacks the town.
        let of_town = |o: &Owner| matches!(o, Owner::Hit(h) if self.linked[s][*h].is_some_and(|e| self.registry.class(e).is_place()));
        if phrase.sort == Sort::Group && phrase.owners.iter().any(of_town) {
            return None;
        }
        let partners = self.partners(s, token);
        // Those who defend a place are none of the groups that attack it.
        let mut words = phrase.kind.lemma.split([' ', '\'']);
        let guards = words.any(|w| self.lexicon.has(w, WordClass::SelfDefence));
        let stem = phrase.stem.as_str();
        let loose = self.lexicon.has(stem, WordClass::AnyGroup);
        let fits = |f: &Self, e: EntityIdx, m: Option<&Mention>| {
            let class = f.registry.class(e);
            let militia =
                class == EntityClass::MilitaryForce && f.registry.kinds[e].as_str() == "militia";
            let armed = class == EntityClass::ArmedGroup
                || militia && phrase.sort == Sort::Fighters
                || (org && class == EntityClass::Organization && f.registry.named[e]);
            let named = f.registry.named[e];
            let id = f.registry.entities[e].id.as_str();
            let same = id.starts_with(stem) || f.stems.contains(&(phrase.stem.clone(), e));
            let kind = f.registry.kinds[e].as_str();
            if partners.contains(&e) || guards && !same && kind != "militia" {
                return false;
            }
            let sort = match phrase.sort {
                Sort::Fighters if !loose && phrase.plural => {
                    same || named && f.lexicon.may_mean(stem, kind)
                }
                // « l'assaillant » is a man of the group.
                Sort::Fighters if loose => phrase.plural,
                _ if phrase.plural => !named || m.is_some_and(|m| m.plural),
                _ => named || same,
            };
            armed && sort
        };
        // The one most spoken of lately; the nearest of several equals.
        let mut lately: Vec<(EntityIdx, usize)> = Vec::new();
        for (_, m, e) in self
            .before(s, token)
            .take_while(|(back, ..)| *back <= REACH)
            .filter(|(_, m, e)| fits(self, *e, Some(m)) && !self.only_aligned_with(m))
        {
            let mut weight = usize::from(!self.only_in_apposition(m));
            // « X a déclaré la guerre à Y après que les terroristes …»: whom another clause of the sentence has just named
            if m.sentence == s
                && weight > 0
                && self.clause_of(s, m.head) != self.clause_of(s, token)
            {
                weight += SAME_SENTENCE;
            }
            match lately.iter_mut().find(|(known, _)| *known == e) {
                Some((_, n)) => *n += weight,
                None => lately.push((e, weight)),
            }
        }
        let most = lately.iter().map(|(_, n)| *n).max();
        let near = lately
            .iter()
            .find(|(_, n)| Some(*n) == most)
            .map(|(e, _)| *e);
        if near.is_some() {
            return near;
        }
        // « les assaillants » are none that only a later sentence names.
        if loose && phrase.sort == Sort::Fighters {
            return None;
        }
        if let Some(one) = self.only(|f, e| fits(f, e, None)) {
            return Some(one);
        }
        if phrase.sort == Sort::Fighters && !loose {
            return self.generic(s, phrase);
        }
        None
    }

    /// Who is named as another argument of the verb of which `token` is one: nobody acts on himself by a noun.
    fn partners(&self, s: usize, token: usize) -> Vec<EntityIdx> {
        let tokens = &self.views[s].sentence.tokens;
        let argument = |t: usize| matches!(tokens[t].udeprel(), "nsubj" | "obj" | "obl" | "iobj");
        let verb = tokens[token].head.filter(|_| argument(token));
        let until = |word: usize| {
            self.mentions
                .partition_point(|(m, _)| (m.sentence, m.tokens.start) < (s, word))
        };
        let near = until(token.saturating_sub(WITHIN))..until(token.saturating_add(WITHIN));
        self.mentions[near]
            .iter()
            .filter(|(m, _)| m.kind == MentionKind::Name && argument(m.head) && m.head != token)
            .filter(|(m, _)| verb.is_some() && tokens[m.head].head == verb)
            .filter_map(|(m, _)| m.entity)
            .collect()
    }

    /// The verb over a word.
    fn clause_of(&self, s: usize, token: usize) -> Option<usize> {
        let tokens = &self.views[s].sentence.tokens;
        let mut at = token;
        for _ in 0..tokens.len() {
            at = tokens[at].head?;
            if tokens[at].upos == Upos::Verb {
                return Some(at);
            }
        }
        None
    }

    /// *les shebab, affiliés à X*: spoken of only to say who somebody else is.
    fn only_aligned_with(&self, mention: &Mention) -> bool {
        let tokens = &self.views[mention.sentence].sentence.tokens;
        let token = &tokens[mention.head];
        matches!(token.udeprel(), "obl" | "nmod" | "conj")
            && token.head.is_some_and(|h| {
                let above = &tokens[h];
                self.lexicon.has(&above.lemma, WordClass::Aligned)
                    || self
                        .lexicon
                        .has(&above.form.to_lowercase(), WordClass::Aligned)
            })
    }

    /// *X, branche dissidente de Y (Z)*: Y and its short name only say what X is.
    fn only_in_apposition(&self, mention: &Mention) -> bool {
        let tokens = &self.views[mention.sentence].sentence.tokens;
        let mut at = mention.head;
        let mut complement = false;
        for _ in 0..4 {
            let token = &tokens[at];
            match token.udeprel() {
                "nmod" => complement = true,
                "appos" if complement => return true,
                "appos" | "flat" => {}
                _ => return false,
            }
            let Some(head) = token.head else {
                return false;
            };
            at = head;
        }
        false
    }

    /// *les rebelles* of the country in question.
    fn generic(&mut self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let code = self.focus.clone()?;
        let id = format!("{}-{}", phrase.stem, code.to_lowercase());
        let label = self.surface(s, &phrase.noun);
        Some(self.registry.made(
            self.names,
            (&id, &label),
            phrase.kind.class,
            Some(code),
            false,
        ))
    }
}
