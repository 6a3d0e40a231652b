//! What completes the noun of a description: adjectives, complements, names, relative clauses.

use super::lexicon::{Sort, WordClass};
use super::listing::list_after;
use super::phrase::{Owner, Phrase, PhraseReader};
use crate::ud::Upos;

impl PhraseReader<'_, '_> {
    /// Adjectives, complements and names after the noun.
    pub(super) fn after(&self, phrase: &mut Phrase, depth: usize) {
        let mut p = phrase.noun.end;
        while p < self.view.len() {
            let Some(next) = self.modifier(phrase, p, depth) else {
                break;
            };
            p = next;
            if phrase.apposed.is_some() || !phrase.places.is_empty() {
                break;
            }
        }
        phrase.words.end = p;
    }

    /// Reads one modifier at `p`; where the next one starts.
    fn modifier(&self, phrase: &mut Phrase, p: usize, depth: usize) -> Option<usize> {
        let view = self.view;
        if let Some(hit) = self.hit_at[p] {
            return self.apposition(phrase, hit);
        }
        let upos = view.upos(p);
        let low = view.low(p);
        let opening = matches!(low, "«" | "“" | "\"" | "[");
        if opening && p + 1 < view.len() && phrase.owners.is_empty() {
            let hit = self.hit_at[p + 1]?;
            let end = self.apposition(phrase, hit)?;
            return Some(
                end + usize::from(
                    end < view.len() && matches!(view.low(end), "»" | "”" | "\"" | "]"),
                ),
            );
        }
        if matches!(
            upos,
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::X | Upos::Verb
        ) {
            if let Some(origin) = self.friend(low) {
                phrase.aligned.push(Owner::Origin(origin));
                return Some(p + 1);
            }
            if let Some(origin) = self.origin(low).filter(|_| upos != Upos::Verb) {
                phrase.origins.push((origin, p));
                return Some(p + 1);
            }
        }
        let lemma = view.token(p).lemma.as_str();
        if let Some(end) = self.relation(phrase, p, depth) {
            return Some(end);
        }
        if self.lexicon.has(lemma, WordClass::Doubtful) {
            return Some(p + 1);
        }
        // « les quartiers sud de Khartoum »
        let side = p == phrase.noun.end
            && upos == Upos::Noun
            && self.lexicon.is_side(self.names.noun_kinds(low));
        let participle = upos == Upos::Verb && view.token(p).feats.has("VerbForm", "Part");
        if upos == Upos::Adj
            || side
            || (matches!(upos, Upos::Noun | Upos::X) || participle)
                && self.lexicon.qualifier(lemma, low).is_some()
        {
            phrase.qualifiers.push(p);
            return Some(p + 1);
        }
        if matches!(upos, Upos::Cconj) || low == "," {
            return self.coordinated(phrase, p);
        }
        if upos == Upos::Adp {
            return self.complement(phrase, p, depth);
        }
        if upos == Upos::Pron || upos == Upos::Sconj {
            return self.relative(phrase, p);
        }
        None
    }

    /// « groupe État islamique », « ville de l'est Deir ez-Zor »: a name right after the noun.
    fn apposition(&self, phrase: &mut Phrase, hit: usize) -> Option<usize> {
        let taken =
            !phrase.owners.is_empty() || !phrase.backers.is_empty() || !phrase.users.is_empty();
        let person = self.hits[hit]
            .candidates
            .first()
            .is_some_and(|c| c.class == crate::lexicon::EntityClass::Person);
        if taken || phrase.apposed.is_some() || person {
            return None;
        }
        phrase.apposed = Some(hit);
        Some(self.hits[hit].words.end)
    }

    /// « américaines et internationales »: a second adjective of origin.
    fn coordinated(&self, phrase: &mut Phrase, p: usize) -> Option<usize> {
        let next = p + 1;
        if next >= self.view.len()
            || (phrase.origins.is_empty() && phrase.qualifiers.is_empty())
            || self.hit_at[next].is_some()
        {
            return None;
        }
        if self.view.upos(next) != Upos::Adj {
            return None;
        }
        let origin = self.origin(self.view.low(next))?;
        phrase.origins.push((origin, next));
        Some(next + 1)
    }

    /// « armées, équipées et dirigées par l'Iran », « liées à l'Iran », « utilisé par X ».
    fn relation(&self, phrase: &mut Phrase, p: usize, depth: usize) -> Option<usize> {
        let view = self.view;
        let lemma = |i: usize| view.token(i).lemma.as_str();
        let is = |i: usize, class| {
            self.lexicon.has(lemma(i), class) || self.lexicon.has(view.low(i), class)
        };
        let upos = view.upos(p);
        // « des milices armées et financées par l'Iran »
        let goes_on = upos == Upos::Cconj && p > 0 && is(p - 1, WordClass::Backed);
        let opens = matches!(upos, Upos::Verb | Upos::Adj | Upos::Noun | Upos::Adv);
        if !opens && !goes_on && view.low(p) != "," {
            return None;
        }
        let mut i = p;
        let (mut backed, mut aligned, mut used) = (false, false, false);
        while i < view.len() && i < p + 9 && self.hit_at[i].is_none() {
            let class = |c| is(i, c);
            if class(WordClass::Backed)
                && matches!(view.upos(i), Upos::Verb | Upos::Adj | Upos::Noun)
            {
                backed = true;
            } else if class(WordClass::Aligned) {
                aligned = true;
            } else if class(WordClass::Used) {
                used = true;
            } else if !(matches!(view.upos(i), Upos::Adv | Upos::Cconj) || view.low(i) == ",") {
                break;
            }
            i += 1;
        }
        if i >= view.len() || i == p {
            return None;
        }
        let prep = view.low(i);
        if (backed || used) && self.lexicon.has(prep, WordClass::By) {
            let (owners, end) = self.owners(i + 1, depth)?;
            if backed {
                phrase.backers.extend(owners)
            } else {
                phrase.users.extend(owners)
            }
            return Some(end);
        }
        if aligned && self.lexicon.has(prep, WordClass::AlignedPrep) {
            let (owners, end) = self.owners(i + 1, depth)?;
            phrase.aligned.extend(owners);
            return Some(end);
        }
        None
    }

    /// *de X*, *à X*, *entre X et Y*, *avec X*.
    fn complement(&self, phrase: &mut Phrase, p: usize, depth: usize) -> Option<usize> {
        let low = self.view.low(p);
        let open =
            phrase.backers.is_empty() && phrase.aligned.is_empty() && phrase.users.is_empty();
        if self.lexicon.has(low, WordClass::Link) && low != "pour"
            || self.lexicon.has(low, WordClass::Between)
        {
            if !phrase.owners.is_empty() || !open {
                return None;
            }
            let Some((owners, end)) = self.owners(p + 1, depth) else {
                // « sites de lancement de roquettes »: what the site is for.
                let purpose = phrase.sort == Sort::Facility
                    && self.view.words[p].len() == 1
                    && p + 1 < self.view.len()
                    && self.view.upos(p + 1) == Upos::Noun
                    && self.hit_at[p + 1].is_none();
                return purpose.then_some(p + 2);
            };
            phrase.owners.extend(owners);
            return Some(end);
        }
        if phrase.sort == Sort::Facility && self.lexicon.has(low, WordClass::Site) {
            let mut next = p + 1;
            while next < self.view.len() && matches!(self.view.upos(next), Upos::Adp) {
                next += 1;
            }
            let (owners, end) = self.owners(next, depth)?;
            let place = |o: &Owner| match o {
                Owner::Hit(h) => self.hits[*h]
                    .candidates
                    .first()
                    .is_none_or(|c| c.class.is_place()),
                Owner::Phrase(q) => {
                    q.kind.class.is_place() && q.kind.class != crate::lexicon::EntityClass::Facility
                }
                _ => false,
            };
            if !owners.iter().all(place) {
                return None;
            }
            phrase.places.extend(owners);
            phrase.placed_from = Some(p);
            return Some(end);
        }
        None
    }

    /// « qu'elle soutient », « que soutient l'Iran ».
    fn relative(&self, phrase: &mut Phrase, p: usize) -> Option<usize> {
        let view = self.view;
        if !self.lexicon.has(view.low(p), WordClass::RelativeObject) {
            return None;
        }
        let verb = (p + 1..(p + 6).min(view.len())).find(|&i| {
            let lemma = &view.token(i).lemma;
            let leads = phrase.sort == Sort::Coalition && self.lexicon.has(lemma, WordClass::Lead);
            (leads || self.lexicon.has(lemma, WordClass::Support))
                && matches!(view.upos(i), Upos::Verb | Upos::Noun | Upos::Adj)
        })?;
        let owner = (p + 1..(verb + 4).min(view.len())).find_map(|i| {
            if let Some(hit) = self.hit_at[i] {
                return Some((Owner::Hit(hit), self.hits[hit].words.end));
            }
            self.lexicon
                .has(view.low(i), WordClass::Pronoun)
                .then_some((Owner::Subject, i + 1))
        })?;
        phrase.backers.push(owner.0);
        Some(owner.1.max(verb + 1))
    }

    /// One or several owners at `p`, joined by *et*.
    pub(super) fn owners(&self, p: usize, depth: usize) -> Option<(Vec<Owner>, usize)> {
        let (first, mut end) = self.owner(p, depth)?;
        let mut owners = vec![first];
        let mut closed = false;
        while end + 1 < self.view.len()
            && (self.view.upos(end) == Upos::Cconj
                || !closed
                    && self.view.low(end) == ","
                    && (owners.len() > 1
                        || self.lexicon.has(self.view.low(end + 1), WordClass::Link)
                        || list_after(self.view, self.hits, self.hit_at, end).is_some()))
        {
            let mut next = end + 1;
            while next < self.view.len()
                && matches!(self.view.upos(next), Upos::Adp | Upos::Det)
                && self.hit_at[next].is_none()
                && self.goes_on(next)
            {
                next += 1;
            }
            // Only names are joined: what else follows « et » may open a new phrase.
            let Some(hit) = self.hit_at.get(next).copied().flatten() else {
                break;
            };
            // « les départements de X et de Y, l'armée … »: the conjunction closes the list.
            closed |= self.view.upos(end) == Upos::Cconj;
            owners.push(Owner::Hit(hit));
            end = self.hits[hit].words.end;
        }
        Some((owners, end))
    }

    /// « le nord de la Syrie et en Irak »: a preposition of place opens something new.
    fn goes_on(&self, p: usize) -> bool {
        let low = self.view.low(p);
        let taken_up = self.lexicon.has(low, WordClass::Link)
            || self.lexicon.has(low, WordClass::AlignedPrep)
            || self.lexicon.has(low, WordClass::By);
        self.view.upos(p) != Upos::Adp || taken_up || !self.lexicon.has(low, WordClass::Locative)
    }

    fn owner(&self, mut p: usize, depth: usize) -> Option<(Owner, usize)> {
        let view = self.view;
        while p < view.len()
            && self.hit_at[p].is_none()
            && matches!(view.upos(p), Upos::Det | Upos::Num | Upos::Adv)
        {
            p += 1;
        }
        if p >= view.len() {
            return None;
        }
        if let Some(hit) = self.hit_at[p] {
            return Some((Owner::Hit(hit), self.hits[hit].words.end));
        }
        let adjective =
            view.upos(p) == Upos::Adj && p + 1 < view.len() && view.upos(p + 1) == Upos::Noun;
        let head = p + usize::from(adjective);
        if let Some(phrase) = self.phrase(head, depth + 1) {
            let end = phrase.words.end;
            return Some((Owner::Phrase(Box::new(phrase)), end));
        }
        let origin = self
            .origin(view.low(p))
            .filter(|_| matches!(view.upos(p), Upos::Noun | Upos::Propn | Upos::Adj));
        if let Some(origin) = origin {
            return Some((Owner::Origin(origin), p + 1));
        }
        // « du président Bachar al-Assad », « de l'allié syrien »
        let titled = (p + 1..(p + 4).min(view.len())).find(|&i| self.hit_at[i].is_some());
        let hit = titled
            .filter(|_| self.names.role(view.low(p)).is_some())
            .and_then(|i| self.hit_at[i])?;
        Some((Owner::Hit(hit), self.hits[hit].words.end))
    }
}
