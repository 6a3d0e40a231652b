//! Who and what an article speaks of: mentions found whole, typed, and resolved to one entity each.
//!
//! Three readings in turn. Names: the longest that the lexicons know, and capitalized words that they
//! do not. Descriptions: a noun of a known kind with its origin, owner or backer (*l'armée turque*,
//! *des milices soutenues par l'Iran*). References: *la coalition*, *le groupe*, *ils*, where only one
//! thing can be meant. Words are read mostly in their order, which errs less often than a parse does; the
//! tree says what is subject and what is place.

mod describe;
mod lexicon;
mod link;
mod mark;
mod mention;
mod names;
mod office;
mod phrase;
mod place;
pub mod recognize;
mod refer;
mod registry;
mod view;

pub use mention::{Mention, MentionKind, Mentions, PersonRole};

use crate::data::Data;
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Candidate, Demonym, EntityClass, Names, Source};
use crate::text::{Diagnostic, Span, WordMap};
use crate::ud::{Sentence, Upos};
use lexicon::{Lexicon, Sort, WordClass};
use names::Hit;
use phrase::{Phrase, PhraseReader};
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
            regions: BTreeMap::new(),
            towns: BTreeSet::new(),
            sites: BTreeMap::new(),
            stems: BTreeSet::new(),
            weights: BTreeMap::new(),
            focus: None,
            described: BTreeMap::new(),
            pending: Vec::new(),
            mentions: Vec::new(),
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

    /// Counts the countries that the article speaks of, by name and by adjective.
    fn weigh(&mut self) {
        for (s, view) in self.views.iter().enumerate() {
            for hit in &self.hits[s] {
                let sure = hit
                    .candidates
                    .first()
                    .filter(|c| c.source != Source::Gazetteer && !c.ambiguous);
                let code = sure.and_then(|c| c.country.clone().or_else(|| c.capital_of.clone()));
                if let Some(code) = code {
                    *self.weights.entry(code).or_default() += 2;
                }
            }
            for i in 0..view.len() {
                if matches!(view.upos(i), Upos::Adj | Upos::Noun) && self.hit_at[s][i].is_none() {
                    let origin = self.names.demonym(view.low(i));
                    for code in origin.iter().flat_map(Demonym::countries) {
                        *self.weights.entry(code).or_default() += 1;
                    }
                }
            }
        }
    }

    /// The country where most of the article happens: places in it and its name after *en*, *au*.
    fn set_focus(&mut self) {
        let mut places: BTreeMap<SmolStr, u32> = BTreeMap::new();
        for s in 0..self.views.len() {
            for (h, hit) in self.hits[s].iter().enumerate() {
                let Some(entity) = self.linked[s][h] else {
                    continue;
                };
                let Some(code) = self.registry.country_of(entity) else {
                    continue;
                };
                // « Mali : attaque à Tombouctou »
                let heads = hit.words.start == 0 && self.views[s].low(hit.words.end) == ":";
                let country = self.registry.is_country(entity);
                let located =
                    self.located(s, hit.words.start) || self.sided_before(s, hit.words.start);
                let place = self.registry.class(entity).is_place();
                *places.entry(code).or_default() += match (heads, country, located, place) {
                    (true, ..) => 20,
                    (_, true, true, _) => 4,
                    (_, false, _, true) => 3,
                    _ => 0,
                };
            }
        }
        if places.values().all(|w| *w < 3) {
            for (code, weight) in &self.weights {
                *places.entry(code.clone()).or_default() += weight;
            }
        }
        let mut ranked: Vec<(u32, SmolStr)> = places.into_iter().map(|(c, w)| (w, c)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        self.focus = match ranked.as_slice() {
            [(first, code), (second, _), ..] if *first >= 3 && first > second => Some(code.clone()),
            [(first, code)] if *first >= 2 => Some(code.clone()),
            _ => None,
        };
    }

    /// « l'est de la Syrie »: a side or area before the country.
    fn sided_before(&self, s: usize, i: usize) -> bool {
        let view = &self.views[s];
        let noun = (i.saturating_sub(3)..i)
            .rev()
            .find(|&j| view.upos(j) == Upos::Noun);
        noun.and_then(|j| self.names.noun_kinds(&view.token(j).lemma).first())
            .is_some_and(|k| k.class.is_place())
    }

    /// Reads the descriptions of every sentence, from left to right.
    fn read_phrases(&mut self) {
        for s in 0..self.views.len() {
            let phrases: Vec<Phrase> = {
                let reader = PhraseReader {
                    view: &self.views[s],
                    hits: &self.hits[s],
                    hit_at: &self.hit_at[s],
                    names: self.names,
                    lexicon: self.lexicon,
                };
                let mut phrases = Vec::new();
                let mut i = 0;
                while i < self.views[s].len() {
                    let phrase = reader.phrase(i, 0);
                    i = phrase.as_ref().map_or(i + 1, |p| p.noun.end);
                    phrases.extend(phrase);
                }
                phrases
            };
            for phrase in phrases {
                self.mention_phrase(s, phrase);
            }
            self.members(s);
        }
    }

    fn mention_phrase(&mut self, s: usize, phrase: Phrase) {
        if self.office_at(s, phrase.head) {
            return;
        }
        let found = self.describe(s, &phrase);
        let Some((&first, rest)) = found.split_first() else {
            if phrase.sort != Sort::Person {
                self.pending.push((s, phrase));
            }
            return;
        };
        let introduced = phrase.apposed.filter(|&h| self.linked[s][h] == Some(first));
        if matches!(phrase.sort, Sort::Fighters | Sort::Group) {
            self.stems.insert((phrase.stem.clone(), first));
        }
        let kind = if introduced.is_some() || self.registry.named[first] {
            MentionKind::Name
        } else {
            MentionKind::Nominal
        };
        if let Some(hit) = introduced {
            // The name's own mention reaches back over the noun.
            let words = phrase.words.start..self.hits[s][hit].words.end;
            self.titles.entry((s, hit)).or_insert((words, Vec::new()));
            return;
        }
        let own = !matches!(phrase.sort, Sort::Vehicle | Sort::Ally | Sort::Peacekeepers)
            && self.armed_name(s, &phrase).is_none();
        if own && phrase.kind.class.is_place() == self.registry.class(first).is_place() {
            let label = self.label(s, &phrase);
            let owned_by_town = phrase.owners.iter().any(|o| matches!(o, phrase::Owner::Hit(h) if self.linked[s][*h].is_some_and(|e| self.registry.class(e) == EntityClass::City)));
            let force = matches!(phrase.sort, Sort::Force | Sort::Branch | Sort::Government);
            let short = self.surface(
                s,
                &(phrase.noun.start
                    ..phrase
                        .origins
                        .last()
                        .map_or(phrase.noun.end, |o| (o.1 + 1).max(phrase.noun.end))),
            );
            if rest.is_empty() && (!force || !(owned_by_town || phrase.possessive || phrase.bare()))
            {
                self.registry.called(first, &label);
            }
            if phrase.possessive && !force {
                // « ses dernières positions »
                let words = phrase.words.start + 1..phrase.noun.end.max(phrase.words.start + 2);
                let form = self.surface(s, &words);
                self.registry.called(first, &form);
            }
            if !phrase.bare()
                && phrase
                    .origins
                    .iter()
                    .any(|o| matches!(o.0, Demonym::Country(_) | Demonym::People(_)))
                && rest.is_empty()
                && !matches!(phrase.sort, Sort::Ministry | Sort::Town | Sort::Unit)
            {
                self.registry.called(first, &short);
            }
        }
        self.add_phrase_mention(s, &phrase, kind, first, rest.to_vec());
    }

    /// Where an article only ever calls a name a province, the bare name means that.
    fn settle_regions(&mut self) {
        for s in 0..self.views.len() {
            for h in 0..self.hits[s].len() {
                self.called_region(s, h);
            }
            for (h, hit) in self.hits[s].iter().enumerate() {
                // « la bande de Gaza »
                let last = self.views[s].forms[hit.words.end - 1];
                if hit.words.len() > 2
                    && let Some(region) =
                        self.linked[s][h].filter(|&e| self.registry.class(e) == EntityClass::Region)
                {
                    self.regions
                        .entry(crate::lexicon::normalize::exact_key(last))
                        .or_insert(region);
                }
            }
        }
        let missions: Vec<EntityIdx> = (0..self.registry.entities.len())
            .filter(|&e| {
                self.lexicon
                    .has(&self.registry.kinds[e], WordClass::MissionKind)
                    && !self
                        .lexicon
                        .has(&self.registry.entities[e].id, WordClass::AnyMission)
            })
            .collect();
        for s in 0..self.views.len() {
            for h in 0..self.hits[s].len() {
                let Some(entity) = self.linked[s][h].filter(|_| !self.hits[s][h].given()) else {
                    continue;
                };
                // « un Casque bleu » of the one mission that the article names
                if let [mission] = missions[..]
                    && self
                        .lexicon
                        .has(&self.registry.entities[entity].id, WordClass::AnyMission)
                {
                    self.linked[s][h] = Some(mission);
                }
                if self.registry.class(entity) != EntityClass::City {
                    continue;
                }
                let name = self.surface(s, &self.hits[s][h].words.clone());
                let key = crate::lexicon::normalize::exact_key(&name);
                let region = self.regions.get(&key).copied();
                if let Some(region) = region.filter(|_| {
                    !self.towns.contains(&key)
                        && !self.described.values().any(|d| d.contains(&entity))
                }) {
                    self.linked[s][h] = Some(region);
                }
            }
        }
    }

    /// « Deir ez-Zor est une province stratégique »: here the name is that of the region.
    fn called_region(&mut self, s: usize, h: usize) {
        let (view, hit) = (&self.views[s], &self.hits[s][h]);
        let end = hit.words.end;
        let is =
            end + 2 < view.len() && view.upos(end) == Upos::Aux && view.upos(end + 1) == Upos::Det;
        let region = is
            && self
                .names
                .noun_kinds(&view.token(end + 2).lemma)
                .first()
                .is_some_and(|k| k.class == EntityClass::Region && k.kind == "region");
        let city = self.linked[s][h].filter(|&e| self.registry.class(e) == EntityClass::City);
        let Some(city) = city.filter(|_| region) else {
            return;
        };
        let country = self.registry.country_of(city);
        let name = self.surface(s, &hit.words.clone());
        let label = self.registry.entities[city].label.clone();
        let fits = |c: &Candidate| c.class == EntityClass::Region && c.country == country;
        let found = self.hits[s][h].candidates.iter().find(|c| fits(c)).cloned();
        let found = found.or_else(|| self.names.lookup(&label).into_iter().find(|c| fits(c)));
        if let Some(candidate) = found {
            let region = self.registry.linked(self.names, &candidate);
            let key = crate::lexicon::normalize::exact_key(&name);
            self.regions.entry(key).or_insert(region);
            self.linked[s][h] = Some(region);
        }
    }

    /// The armed owner's name in « les combattants de Daech ».
    fn armed_name(&self, s: usize, phrase: &Phrase) -> Option<usize> {
        phrase.owners.iter().find_map(|o| match o {
            phrase::Owner::Hit(h) => self.linked[s][*h]
                .filter(|&e| {
                    matches!(
                        self.registry.class(e),
                        EntityClass::ArmedGroup | EntityClass::Alliance
                    )
                })
                .map(|_| *h),
            _ => None,
        })
    }

    fn add_phrase_mention(
        &mut self,
        s: usize,
        phrase: &Phrase,
        kind: MentionKind,
        entity: EntityIdx,
        others: Vec<EntityIdx>,
    ) {
        let view = &self.views[s];
        let tokens = view.tokens(&phrase.words);
        let core = view.tokens(&(phrase.words.start..phrase.noun.end));
        let head = view.head(&core);
        let span = self.span(s, &phrase.words);
        let mention = Mention {
            sentence: s,
            head,
            tokens,
            span,
            kind,
            entity: Some(entity),
            others: others.clone(),
            definite: phrase.definite,
            plural: phrase.plural,
            roles: Vec::new(),
        };
        let keys = core.filter(|&t| self.stands(s, t)).collect();
        for e in std::iter::once(entity).chain(others) {
            self.registry.entities[e].mentions.push(span);
        }
        self.mentions.push((mention, keys));
    }

    /// Whether a word of a phrase may stand for it: not determiners and prepositions.
    fn stands(&self, s: usize, token: usize) -> bool {
        !matches!(
            self.views[s].sentence.tokens[token].upos,
            Upos::Det | Upos::Adp | Upos::Punct | Upos::Adv
        )
    }

    /// « des membres d'Al-Qaïda », « hommes de Wagner »: members of a named group.
    fn members(&mut self, s: usize) {
        for i in 0..self.views[s].len() {
            let view = &self.views[s];
            if self.hit_at[s][i].is_some()
                || !self
                    .lexicon
                    .has(&view.token(i).lemma, WordClass::MemberNoun)
                || self.described.contains_key(&(s, i))
            {
                continue;
            }
            let Some(link) = (i + 1..(i + 3).min(view.len()))
                .find(|&j| self.lexicon.has(view.low(j), WordClass::Link))
            else {
                continue;
            };
            let next = (link + 1..(link + 3).min(view.len())).find(|&j| view.upos(j) != Upos::Det);
            let Some(hit) = next.and_then(|j| self.hit_at[s][j]) else {
                continue;
            };
            let Some(entity) = self.linked[s][hit] else {
                continue;
            };
            if matches!(
                self.registry.class(entity),
                EntityClass::ArmedGroup | EntityClass::MilitaryForce
            ) {
                self.described.insert((s, i), vec![entity]);
                let words = i..self.hits[s][hit].words.end;
                let plural = self.views[s].plural(i);
                self.add(
                    s,
                    &words,
                    &[i],
                    MentionKind::Nominal,
                    entity,
                    (false, plural),
                );
            }
        }
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
        Mentions {
            entities: self.registry.entities,
            named: self.registry.named,
            mentions,
            words,
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
