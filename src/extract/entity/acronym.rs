//! Acronyms that an article spells out.

use super::Finding;
use super::view::View;
use crate::extract::fact::EntityIdx;
use crate::lexicon::normalize::exact_key;
use crate::lexicon::{Candidate, EntityClass};
use crate::ud::Upos;

impl Finding<'_> {
    /// *les Forces de soutien rapide (RSF)*: in this article the acronym means them, whatever it means elsewhere.
    pub(super) fn define_acronyms(&mut self) {
        for s in 0..self.views.len() {
            for h in 0..self.hits[s].len() {
                let words = self.hits[s][h].words.clone();
                let view = &self.views[s];
                let Some(open) = words.start.checked_sub(1).filter(|&o| {
                    words.len() == 1 && view.low(o) == "(" && view.low(words.end) == ")"
                }) else {
                    continue;
                };
                let acronym = view.forms[words.start];
                if !is_acronym(acronym) {
                    continue;
                }
                let key = exact_key(acronym);
                let long = open
                    .checked_sub(1)
                    .and_then(|last| self.hit_at[s][last])
                    .filter(|&l| self.hits[s][l].words.len() > 1);
                let meant = long.and_then(|l| self.linked[s][l]);
                // « les forces de l'Union africaine (Amisom) »: of the Union, but not the Union
                let force = |c: &Candidate| c.exact && c.class == EntityClass::MilitaryForce;
                let known = self.hits[s][h].candidates.iter().any(force);
                if meant.is_some() && known && spelled_out(view, acronym, open).is_none() {
                    continue;
                }
                if meant.is_some() {
                    self.acronyms.entry(key).or_insert(meant);
                } else if let Some(start) = spelled_out(view, acronym, open) {
                    // « les Forces de défense et de sécurité (FDS) » are not those that the lexicon knows under it.
                    let full = exact_key(&self.surface(s, &(start..open)));
                    let listed = self.hits[s][h].candidates.iter().any(|c| {
                        let aliases = self.names.aliases(c);
                        exact_key(&c.label) == full || aliases.iter().any(|a| exact_key(a) == full)
                    });
                    if !listed {
                        self.acronyms.entry(key).or_insert(None);
                    }
                }
            }
        }
    }
}

impl Finding<'_> {
    /// The entity of the name that brackets alone hold, the first of them word `open`.
    pub(super) fn in_brackets(&self, s: usize, open: usize) -> Option<EntityIdx> {
        let view = &self.views[s];
        let hit = (*self.hit_at[s].get(open + 1)?)?;
        let closed = view.low(open) == "(" && view.low(self.hits[s][hit].words.end) == ")";
        self.linked[s][hit].filter(|_| closed)
    }
}

/// Whether a word is written as an acronym: *RSF*, *M23*.
pub(super) fn is_acronym(word: &str) -> bool {
    word.chars().count() <= 8 && word.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// Where the words start whose first letters make up `acronym`, right before word `end`: articles and prepositions count
/// for nothing.
fn spelled_out(view: &View<'_>, acronym: &str, end: usize) -> Option<usize> {
    let mut letters = acronym.chars().rev().peekable();
    let mut start = end;
    while let Some(&letter) = letters.peek() {
        start = start.checked_sub(1)?;
        if matches!(view.upos(start), Upos::Det | Upos::Adp | Upos::Cconj) {
            continue;
        }
        let first = view.forms[start].chars().next()?;
        if !first.to_uppercase().eq(letter.to_uppercase()) {
            return None;
        }
        letters.next();
    }
    Some(start)
}
