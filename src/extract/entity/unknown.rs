//! What a name of no lexicon is: from its words, the recognizer, and what stands around it.

use super::Finding;
use super::lexicon::WordClass;
use super::names::Hit;
use super::recognize::NameClass;
use crate::lexicon::EntityClass;
use crate::ud::Upos;
use std::ops::Range;

/// How far before a name its article or preposition stands, in words.
const BEFORE: usize = 4;

impl Finding<'_> {
    /// What an unknown name is, from its words and its neighbours; `None` where nothing tells.
    pub(super) fn unknown_class(
        &self,
        s: usize,
        hit: &Hit,
        wanted: Option<EntityClass>,
        titled: bool,
        located: bool,
    ) -> Option<EntityClass> {
        let view = &self.views[s];
        let (start, end) = (hit.words.start, hit.words.end);
        let single = hit.words.len() == 1;
        if let Some(wanted) = wanted
            && !titled
        {
            return Some(if wanted == EntityClass::Country {
                EntityClass::Region
            } else {
                wanted
            });
        }
        if titled {
            return Some(EntityClass::Person);
        }
        if let Some(said) = self.said_after(s, end) {
            return Some(said);
        }
        if self.is_taken(s, hit) {
            return Some(EntityClass::City);
        }
        if let Some(guess) = hit.guess {
            return Some(guess);
        }
        if let Some(seen) = hit.seen {
            let person = seen == NameClass::Person;
            return Some(if person && located && self.place_follows(s, end) {
                EntityClass::City
            } else {
                self.class_of_seen(s, hit, seen)
            });
        }
        let before = start.checked_sub(1);
        let article = before.is_some_and(|b| view.upos(b) == Upos::Det || view.words[b].len() > 1);
        let of_place = before.is_some_and(|b| self.lexicon.has(view.low(b), WordClass::Link))
            && self.owned_kind(s, start).is_some_and(|c| {
                matches!(
                    c,
                    EntityClass::Facility | EntityClass::City | EntityClass::Region
                )
            });
        if (located || of_place) && !article {
            return Some(EntityClass::City);
        }
        let speaks = self.speaks(s, &hit.words);
        if single {
            return (speaks && !article).then_some(EntityClass::Person);
        }
        if article {
            return Some(if located {
                EntityClass::Place
            } else {
                EntityClass::Organization
            });
        }
        let proper = view.forms[hit.words.clone()]
            .iter()
            .all(|f| f.chars().count() > 1 || f.ends_with('.') || "“”\"«».".contains(f));
        let role_after = view.low(end) == "," && end + 1 < view.len();
        (proper && !self.recognizes || role_after || speaks).then_some(EntityClass::Person)
    }

    /// *a bombardé X*, *X a été reprise*: a name without an article that is the object of what is done to towns.
    fn is_taken(&self, s: usize, hit: &Hit) -> bool {
        let view = &self.views[s];
        let head = view.head(&view.tokens(&hit.words));
        let tokens = &view.sentence.tokens;
        let first = tokens[head].head.filter(|_| tokens[head].deprel == "conj");
        let token = &tokens[first.unwrap_or(head)];
        let near = &tokens[head.saturating_sub(BEFORE)..=head];
        let bare = near
            .iter()
            .all(|t| t.head != Some(head) || !matches!(t.udeprel(), "det" | "case" | "cop"));
        let undergoes = matches!(token.deprel.as_str(), "obj" | "nsubj:pass");
        bare && undergoes
            && token.head.is_some_and(|v| {
                let verb = &view.sentence.tokens[v].lemma;
                self.lexicon.has(verb, WordClass::TakesTown)
                    || hit.seen != Some(NameClass::Person)
                        && self.lexicon.has(verb, WordClass::HitsTown)
            })
    }

    /// *X, bourgade de Y*, *X, un village de Y*: the class of an unknown name that the noun after its comma tells.
    fn said_after(&self, s: usize, end: usize) -> Option<EntityClass> {
        let view = &self.views[s];
        if view.low(end) != "," || end + 1 >= view.len() {
            return None;
        }
        let article = view.upos(end + 1) == Upos::Det;
        let noun = if article { end + 2 } else { end + 1 };
        if noun >= view.len()
            || article && view.token(end + 1).feats.has("Definite", "Def")
            || view.upos(noun) != Upos::Noun
            || view.plural(noun)
            || self.hit_at[s][noun].is_some()
        {
            return None;
        }
        let kinds = self.names.noun_kinds(&view.token(noun).lemma);
        let class = kinds.first()?.class;
        matches!(class, EntityClass::City).then_some(class)
    }

    /// *à X, dans le nord de Y*, *à X (Y)*: another place follows the comma after the name.
    fn place_follows(&self, s: usize, end: usize) -> bool {
        let view = &self.views[s];
        let after = end + 1;
        after < view.len()
            && view.low(end) == ","
            && view.upos(after) == Upos::Adp
            && self.lexicon.has(view.low(after), WordClass::Site)
    }

    /// The class of an unknown name that the recognizer sees.
    fn class_of_seen(&self, s: usize, hit: &Hit, seen: NameClass) -> EntityClass {
        let first = self.views[s].token(hit.words.start);
        let kind = self.names.noun_kinds(&first.lemma.to_lowercase()).first();
        match (seen, kind) {
            (NameClass::Person, _) => EntityClass::Person,
            // « Grande Mosquée de Valence », « Mont Hermon »
            (_, Some(kind)) if hit.words.len() > 1 && kind.class != EntityClass::Person => {
                kind.class
            }
            (NameClass::Location, _) if hit.words.len() > 2 => EntityClass::Place,
            (NameClass::Location, _) => EntityClass::City,
            (NameClass::Organization, _) => EntityClass::Organization,
        }
    }

    /// Whether the words are subject of a verb of speech.
    fn speaks(&self, s: usize, words: &Range<usize>) -> bool {
        let view = &self.views[s];
        let head = view.head(&view.tokens(words));
        let token = &view.sentence.tokens[head];
        token.udeprel() == "nsubj"
            && token.head.is_some_and(|v| {
                self.lexicon
                    .has(&view.sentence.tokens[v].lemma, WordClass::SpeechVerb)
            })
    }

    /// The class of the noun before « de » and a name.
    fn owned_kind(&self, s: usize, i: usize) -> Option<EntityClass> {
        let view = &self.views[s];
        let noun = (i.saturating_sub(4)..i)
            .rev()
            .find(|&j| view.upos(j) == Upos::Noun)?;
        self.names
            .noun_kinds(&view.token(noun).lemma)
            .first()
            .map(|k| k.class)
    }
}
