use super::inside::InName;
use crate::extract::fact::{Entity, EntityIdx};
use crate::text::Span;
use smol_str::SmolStr;
use std::ops::Range;

/// How words come to mean an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// A name, with its title or kind: *le général Kurilla*, *la ville de Homs*.
    Name,
    /// A description: *des milices pro-iraniennes*, *la base*.
    Nominal,
    /// An adjective or noun of origin: *américaines*, *les Turcs*.
    Demonym,
    /// A personal pronoun: *ils*.
    Pronoun,
    /// A possessive: *leurs* bases.
    Possessive,
}

/// An office or title of a person, as the article gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRole {
    /// Masculine singular, lowercase: *commandant*, *premier ministre*.
    pub title: SmolStr,
    /// Its kind in the lexicon of roles: `president`, `commander`, `spokesperson` …
    pub kind: SmolStr,
    /// What the person governs, commands or speaks for, if said or clear from an adjective.
    pub of: Option<EntityIdx>,
    /// The words (bytes): office and what it is of.
    pub span: Span,
    /// Held no longer: *l'ancien président*.
    pub former: bool,
}

/// Some words of a sentence that mean an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Number of the sentence.
    pub sentence: usize,
    /// The word that heads it in the tree.
    pub head: usize,
    /// Its words, from the first to the last.
    pub tokens: Range<usize>,
    /// Its words, in bytes of the article.
    pub span: Span,
    /// How it means the entity.
    pub kind: MentionKind,
    /// The entity; `None` where it stayed open.
    pub entity: Option<EntityIdx>,
    /// Further entities that the same words stand for: *l'aviation syrienne et russe*.
    pub others: Vec<EntityIdx>,
    /// Has a definite, demonstrative or possessive determiner.
    pub definite: bool,
    /// Grammatical plural.
    pub plural: bool,
    /// The offices of the person that it names or describes (*deux responsables du Pentagone*).
    pub roles: Vec<PersonRole>,
}

/// The mentions and entities of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mentions {
    /// The entities, in the order in which the article first mentions them.
    pub entities: Vec<Entity>,
    /// Whether the article names the entity, by its number; otherwise it only describes it, and it is worth
    /// keeping only where it takes part in a fact.
    pub named: Vec<bool>,
    /// Whether the entity is on the move, by its number: a convoy or a bus is hit at a place, but does not lie there.
    pub moving: Vec<bool>,
    /// What names tell of those who bear them.
    pub in_names: Vec<InName>,
    /// The mentions, by sentence and first word.
    pub mentions: Vec<Mention>,
    /// For each sentence, for each word, the number of its mention plus 1, or 0.
    pub(super) words: Vec<Vec<u32>>,
}

impl Mentions {
    /// The mention that word `token` of `sentence` heads, or else the smallest one that it lies in.
    #[must_use]
    pub fn at(&self, sentence: usize, token: usize) -> Option<&Mention> {
        let number = *self.words.get(sentence)?.get(token)?;
        self.mentions.get((number as usize).checked_sub(1)?)
    }

    /// Whether the entity acts: a state, body, force, group, person or people.
    #[must_use]
    pub fn is_actor(&self, entity: EntityIdx) -> bool {
        let classes = self.entities.get(entity).map(|e| e.classes.as_slice());
        classes.unwrap_or_default().iter().any(|c| c.is_actor())
    }

    /// Whether the entity lies on a map: a country, region, town, facility or other place.
    #[must_use]
    pub fn is_place(&self, entity: EntityIdx) -> bool {
        let classes = self.entities.get(entity).map(|e| e.classes.as_slice());
        classes.unwrap_or_default().iter().any(|c| c.is_place())
    }
}
