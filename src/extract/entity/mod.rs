//! Who and what an article speaks of: mentions found whole, typed, and resolved to one entity each.
//!
//! Three readings in turn. Names: the longest that the lexicons know, and capitalized words that they
//! do not. Descriptions: a noun of a known kind with its origin, owner or backer (*l'armée turque*,
//! *des milices soutenues par l'Iran*). References: *la coalition*, *le groupe*, *ils*, where only one
//! thing can be meant. Words are read mostly in their order, which errs less often than a parse does; the
//! tree says what is subject and what is place.

mod acronym;
mod body;
mod capital;
mod describe;
mod facility;
mod focus;
mod force;
mod group;
mod inside;
mod lexicon;
mod link;
mod listing;
mod mark;
mod mention;
mod modifier;
mod names;
mod nominal;
mod office;
mod owner;
mod phrase;
mod place;
mod pronoun;
pub mod recognize;
mod refer;
mod region;
mod registry;
mod spoken;
mod there;
mod unknown;
mod view;

pub use mention::{Mention, MentionKind, Mentions, PersonRole};

use crate::data::Data;
use crate::extract::fact::{Entity, EntityIdx};
use crate::lexicon::{EntityClass, Names};
use crate::text::{Diagnostic, Span, WordMap};
use crate::ud::{Sentence, Upos};
use inside::InName;
use lexicon::Lexicon;
use names::Hit;
use phrase::Phrase;
use recognize::{NameClass, Recognizer, SeenName};
use registry::Registry;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use view::View;

/// The entity stage, with the words that it knows.
#[derive(Debug)]
pub struct Finder {
    lexicon: Lexicon,
    recognizer: Option<Recognizer>,
}

impl Finder {
    /// Reads `lexicon/entity_sorts.tsv` and `lexicon/entity_words.tsv`.
    ///
    /// # Errors
    /// Every line of them that is wrong, all at once.
    pub fn load(data: &Data) -> Result<Self, Vec<Diagnostic>> {
        let recognizer = Recognizer::load(data).map_err(|e| {
            vec![Diagnostic::error(
                e.file(),
                "",
                Span::default(),
                e.to_string(),
            )]
        })?;
        Ok(Self {
            lexicon: Lexicon::load(data)?,
            recognizer,
        })
    }

    /// The names of persons, places and organizations that the learned recognizer sees, in order; none where
    /// the data holds no model of names. `sentences` are those of `text`.
    #[must_use]
    pub fn seen_names(&self, text: &str, sentences: &[Sentence], names: &Names) -> Vec<SeenName> {
        let views: Vec<View<'_>> = sentences.iter().map(|s| View::new(text, s)).collect();
        let Some(recognizer) = &self.recognizer else {
            return Vec::new();
        };
        let found = recognizer.names(&views, names, &self.lexicon);
        let spans = views.iter().zip(found).flat_map(|(view, found)| {
            found.into_iter().map(|(words, class)| SeenName {
                span: view.span(&words),
                class,
            })
        });
        spans.collect()
    }

    /// What the recognizer sees in each sentence; not places and organizations of common words alone, which
    /// are mostly offices (*ministre de la Défense*) or need more than a capital to be told.
    fn seen(&self, views: &[View<'_>], names: &Names) -> Vec<Vec<(Range<usize>, NameClass)>> {
        let Some(recognizer) = &self.recognizer else {
            return vec![Vec::new(); views.len()];
        };
        let mut seen = recognizer.names(views, names, &self.lexicon);
        for (found, view) in seen.iter_mut().zip(views) {
            found.retain(|(words, class)| {
                *class == NameClass::Person || !recognizer.are_common(&view.forms[words.clone()])
            });
        }
        seen
    }

    /// The entities of an article and where it mentions them. Linear in the article.
    ///
    /// `sentences` are those of `text`, in order.
    #[must_use]
    pub fn find(&self, text: &str, sentences: &[Sentence], names: &Names) -> Mentions {
        let mut finding = Finding::new(text, sentences, names, self);
        finding.weigh();
        finding.link_names();
        finding.set_focus();
        finding.read_offices();
        finding.read_phrases();
        finding.settle_regions();
        finding.mention_names();
        finding.mention_origins();
        finding.refer();
        finding.finish()
    }
}

/// An article while its entities are found.
struct Finding<'a> {
    text: &'a str,
    names: &'a Names,
    lexicon: &'a Lexicon,
    views: Vec<View<'a>>,
    hits: Vec<Vec<Hit>>,
    /// Whether the data holds a model of names.
    recognizes: bool,
    /// For each sentence and surface word, the hit that covers it.
    hit_at: Vec<Vec<Option<usize>>>,
    /// The entity of each hit.
    linked: Vec<Vec<Option<EntityIdx>>>,
    registry: Registry,
    /// Surnames of the persons named in full.
    persons: Vec<(String, EntityIdx)>,
    /// Unknown names, by key.
    unknown: WordMap<String, EntityIdx>,
    /// What an acronym that the article spells out means in it, by key; `None` where no entity was found for the long form.
    acronyms: BTreeMap<String, Option<EntityIdx>>,
    /// Regions that the article calls so, and towns, by the key of their name.
    regions: BTreeMap<String, EntityIdx>,
    towns: BTreeSet<String>,
    /// Facilities by noun and the name that tells them apart.
    sites: BTreeMap<(SmolStr, String), EntityIdx>,
    /// By what stems the article calls groups: *rebelles* houthis.
    stems: BTreeSet<(SmolStr, EntityIdx)>,
    /// How often the article speaks of each country.
    weights: BTreeMap<SmolStr, u32>,
    /// The country where most of it happens, if there is one.
    focus: Option<SmolStr>,
    /// The entities of each description, by sentence and head.
    described: BTreeMap<(usize, usize), Vec<EntityIdx>>,
    /// Descriptions that only what was said before can resolve.
    pending: Vec<(usize, Phrase)>,
    /// Mentions, and the words of each that stand for it.
    mentions: Vec<(Mention, Vec<usize>)>,
    /// What names tell of those who bear them.
    in_names: Vec<InName>,
    /// Sentence and surface word of titles that are no description of anything else.
    offices: BTreeSet<(usize, usize)>,
    /// For each sentence, hit and the words before it that belong to the mention, and offices.
    titles: BTreeMap<(usize, usize), (Range<usize>, Vec<PersonRole>)>,
}

impl<'a> Finding<'a> {
    fn new(text: &'a str, sentences: &'a [Sentence], names: &'a Names, finder: &'a Finder) -> Self {
        let lexicon = &finder.lexicon;
        let views: Vec<View<'a>> = sentences.iter().map(|s| View::new(text, s)).collect();
        let seen = finder.seen(&views, names);
        let hits: Vec<Vec<Hit>> = views
            .iter()
            .zip(&seen)
            .map(|(view, seen)| names::find(view, names, lexicon, seen))
            .collect();
        let hit_at = views
            .iter()
            .zip(&hits)
            .map(|(view, hits)| {
                let mut at = vec![None; view.len()];
                for (i, hit) in hits.iter().enumerate() {
                    at[hit.words.clone()].fill(Some(i));
                }
                at
            })
            .collect();
        let linked = hits.iter().map(|h| vec![None; h.len()]).collect();
        Self {
            text,
            names,
            lexicon,
            recognizes: finder.recognizer.is_some(),
            views,
            hits,
            hit_at,
            linked,
            registry: Registry::default(),
            persons: Vec::new(),
            unknown: WordMap::default(),
            acronyms: BTreeMap::new(),
            regions: BTreeMap::new(),
            towns: BTreeSet::new(),
            sites: BTreeMap::new(),
            stems: BTreeSet::new(),
            weights: BTreeMap::new(),
            focus: None,
            described: BTreeMap::new(),
            pending: Vec::new(),
            mentions: Vec::new(),
            in_names: Vec::new(),
            offices: BTreeSet::new(),
            titles: BTreeMap::new(),
        }
    }

    /// The text of surface words.
    fn surface(&self, s: usize, words: &Range<usize>) -> String {
        let span = self.span(s, words);
        self.text.get(span.range()).unwrap_or_default().to_owned()
    }

    fn span(&self, s: usize, words: &Range<usize>) -> Span {
        self.views[s].span(words)
    }

    /// Whether a word of a phrase may stand for it: not determiners and prepositions.
    fn stands(&self, s: usize, token: usize) -> bool {
        !matches!(
            self.views[s].sentence.tokens[token].upos,
            Upos::Det | Upos::Adp | Upos::Punct | Upos::Adv
        )
    }

    /// Adds a mention of surface `words`; those in `keys` stand for it.
    fn add(
        &mut self,
        s: usize,
        words: &Range<usize>,
        keys: &[usize],
        kind: MentionKind,
        entity: EntityIdx,
        (definite, plural): (bool, bool),
    ) {
        let view = &self.views[s];
        let tokens = view.tokens(words);
        let span = self.span(s, words);
        let head = view.head(&tokens);
        let keys = keys.iter().map(|&k| view.words[k].start).collect();
        let mention = Mention {
            sentence: s,
            head,
            tokens,
            span,
            kind,
            entity: Some(entity),
            others: Vec::new(),
            definite,
            plural,
            roles: Vec::new(),
        };
        self.registry.entities[entity].mentions.push(span);
        self.mentions.push((mention, keys));
    }

    /// Orders entities and mentions, and says for each word whose mention it is.
    fn finish(mut self) -> Mentions {
        for (mention, _) in &self.mentions {
            for e in mention.entity.iter().chain(&mention.others) {
                self.registry.entities[*e].mentions.push(mention.span);
            }
        }
        let moved = self.registry.finish();
        let mut mentions = std::mem::take(&mut self.mentions);
        mentions.sort_by_key(|(m, _)| {
            (
                m.sentence,
                m.tokens.start,
                std::cmp::Reverse(m.tokens.end),
                m.kind,
            )
        });
        let mut words: Vec<Vec<u32>> = self
            .views
            .iter()
            .map(|v| vec![0; v.sentence.tokens.len()])
            .collect();
        // Wide mentions first, so that what lies inside them shows; heads last.
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(mentions[i].1.len()), i));
        let number = |i: usize| u32::try_from(i + 1).unwrap_or(0);
        for &i in &order {
            for &token in &mentions[i].1 {
                words[mentions[i].0.sentence][token] = number(i);
            }
        }
        for &i in order.iter().rev() {
            let (mention, keys) = &mentions[i];
            if keys.contains(&mention.head) {
                let slot = &mut words[mention.sentence][mention.head];
                let other = (*slot as usize).checked_sub(1).map(|o| &mentions[o].0);
                if other.is_none_or(|o| o.head != mention.head) {
                    *slot = number(i);
                }
            }
        }
        let place = |e: EntityIdx| moved.get(e).copied().flatten();
        let mentions = mentions
            .into_iter()
            .map(|(mut m, _)| {
                m.entity = m.entity.and_then(place);
                m.others = m.others.into_iter().filter_map(place).collect();
                for role in &mut m.roles {
                    role.of = role.of.and_then(place);
                }
                m
            })
            .collect();
        let in_names = std::mem::take(&mut self.in_names);
        let in_names = in_names.into_iter().filter_map(|told| {
            Some(InName {
                subject: place(told.subject)?,
                object: place(told.object)?,
                ..told
            })
        });
        let in_names = in_names.collect();
        let moving = self.registry.entities.iter();
        let moving = moving.map(|e| is_moving(e, self.names)).collect();
        Mentions {
            in_names,
            moving,
            entities: self.registry.entities,
            named: self.registry.named,
            mentions,
            words,
        }
    }
}

/// *un convoi de ravitaillement*, *un bus*
fn is_moving(entity: &Entity, names: &Names) -> bool {
    let noun = entity.label.split(' ').next().unwrap_or_default();
    let kinds = names.noun_kinds(&noun.to_lowercase());
    entity.classes.contains(&EntityClass::Facility) && kinds.iter().any(|k| k.kind == "convoy")
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
