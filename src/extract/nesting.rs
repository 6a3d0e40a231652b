//! Places that the text nests: *à Momand Dara, une région rurale dans la province de Nangarhar*.
//!
//! Two places that stand side by side, with a comma, a bracket or a preposition of place between them,
//! lie one in the other: the narrower in the wider, whichever comes first. What the parse made of
//! their attachment does not matter.

use super::entity::{Mention, MentionKind, Mentions};
use super::fact::{EntityIdx, Evidence, Status};
use super::reader::Told;
use crate::lexicon::{Classes, EntityClass};
use crate::ud::{Sentence, Token, Upos};
use smol_str::SmolStr;

/// How many words may stand between the two.
const GAP: usize = 7;

/// Reads the nested places of sentence number `index`.
pub(super) fn nested_places(
    index: usize,
    sentence: &Sentence,
    mentions: &Mentions,
    classes: &Classes,
) -> Vec<Told> {
    let reader = Reader {
        sentence,
        mentions,
        classes,
    };
    let all = &mentions.mentions;
    let start = all.partition_point(|m| m.sentence < index);
    let places: Vec<(&Mention, EntityIdx)> = all[start..]
        .iter()
        .take_while(|m| m.sentence == index)
        .filter(|m| matches!(m.kind, MentionKind::Name | MentionKind::Nominal))
        .filter_map(|m| Some((m, m.entity.filter(|&e| mentions.is_place(e))?)))
        .collect();
    let mut told = Vec::new();
    for (k, pair) in places.windows(2).enumerate() {
        let Some(nested) = reader.nested(pair[0], pair[1]) else {
            continue;
        };
        // « Foua et Kafraya, dans la province d'Idleb »: all that the conjunction joins lie there.
        if nested.subject == pair[0].1 {
            let mut inner = k;
            while inner > 0 && reader.joined(places[inner - 1].0, places[inner].0) {
                inner -= 1;
                let (mention, entity) = places[inner];
                if reader.width(mention, entity) == reader.width(pair[0].0, pair[0].1)
                    && reader.same_country(entity, nested.object)
                    && entity != nested.object
                {
                    told.push(Told {
                        subject: entity,
                        evidence: Evidence {
                            span: mention.span.cover(nested.evidence.span),
                            ..nested.evidence.clone()
                        },
                        ..nested.clone()
                    });
                }
            }
        }
        told.push(nested);
    }
    told
}

struct Reader<'a> {
    sentence: &'a Sentence,
    mentions: &'a Mentions,
    classes: &'a Classes,
}

/// How wide a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Width {
    Site,
    Town,
    Region,
    /// *l'est de la Syrie*
    Part,
    Country,
}

impl Reader<'_> {
    fn nested(
        &self,
        (a, first): (&Mention, EntityIdx),
        (b, second): (&Mention, EntityIdx),
    ) -> Option<Told> {
        if first == second || !self.adjoins(a, b) || !self.same_country(first, second) {
            return None;
        }
        let (x, y) = (self.width(a, first)?, self.width(b, second)?);
        let wide = |w| matches!(w, Width::Region | Width::Part);
        // « à Bagdad à l'aéroport »: without a comma only a site in a town.
        if !self.has_comma(a, b) && x > y && (x, y) != (Width::Town, Width::Site) {
            return None;
        }
        let (inner, outer) = match x.cmp(&y) {
            std::cmp::Ordering::Less => (first, second),
            std::cmp::Ordering::Greater => (second, first),
            std::cmp::Ordering::Equal if wide(x) => (first, second),
            std::cmp::Ordering::Equal => return None,
        };
        Some(Told {
            subject: inner,
            property: SmolStr::new_static("locatedIn"),
            object: outer,
            evidence: Evidence {
                span: a.span.cover(b.span),
                rule: SmolStr::new_static("nested-places"),
                status: Status::Asserted,
                source: None,
            },
        })
    }

    /// *X et Y*, *X, Y et Z*: nothing but a conjunction or comma stands between.
    fn joined(&self, a: &Mention, b: &Mention) -> bool {
        let (from, to) = (a.tokens.end, b.tokens.start);
        let gap = from..to;
        from < to
            && to - from <= 4
            && gap
                .clone()
                .any(|i| self.token(i).upos == Upos::Cconj || self.token(i).form == ",")
            && gap.into_iter().all(|i| {
                matches!(self.token(i).upos, Upos::Cconj | Upos::Det | Upos::Adp)
                    || self.token(i).form == ","
            })
    }

    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn class(&self, i: usize, class: &str) -> bool {
        let token = self.token(i);
        self.classes.has(&token.lemma, token.upos, class)
    }

    fn has_comma(&self, a: &Mention, b: &Mention) -> bool {
        (a.tokens.end..b.tokens.start).any(|i| matches!(self.token(i).form.as_str(), "," | "("))
    }

    /// Whether nothing but a comma or bracket, the noun of an apposition and a preposition of place stands between.
    fn adjoins(&self, a: &Mention, b: &Mention) -> bool {
        let (from, to) = (a.tokens.end, b.tokens.start);
        if to < from || to - from > GAP {
            return false;
        }
        let comma = self.has_comma(a, b);
        // The preposition may stand within the words of the mention: « dans l'est de ».
        let preposition = (from..b.head)
            .find(|&i| self.token(i).upos == Upos::Adp)
            .map(|i| (self.class(i, "inside"), self.class(i, "at")));
        let linked = match preposition {
            Some((inside, at)) => inside || at && (comma || self.is_placed(a)),
            // « Haut-Karabakh, Bakou perd dix soldats »: a subject is no place there.
            None => {
                let subject = self.token(b.head).udeprel() == "nsubj";
                let bracketed = self.token(from).form == "(";
                comma && (bracketed || b.kind == MentionKind::Name) && to - from == 1 && !subject
            }
        };
        // « expulsé de X dans Y », but « à l'extérieur de X dans Y »
        let of_noun = self.token(a.head).udeprel() == "nmod";
        let moving = !comma
            && !of_noun
            && a.tokens
                .start
                .checked_sub(1)
                .is_some_and(|i| self.class(i, "away-from"));
        let nouns = (from..to)
            .filter(|&i| self.token(i).upos == Upos::Noun)
            .count();
        linked && !moving && nouns <= 1 && (from..to).all(|i| self.may_stand_between(i))
    }

    /// *au Caire à l'église*: the first place has a preposition of place, too.
    fn is_placed(&self, a: &Mention) -> bool {
        (a.tokens.start.saturating_sub(2)..=a.tokens.start).any(|i| {
            self.token(i).upos == Upos::Adp && (self.class(i, "at") || self.class(i, "inside"))
        })
    }

    fn may_stand_between(&self, i: usize) -> bool {
        match self.token(i).upos {
            Upos::Punct => matches!(self.token(i).form.as_str(), "," | "("),
            Upos::Adp => self.class(i, "inside") || self.class(i, "at"),
            Upos::Det | Upos::Adj => true,
            Upos::Noun => self.class(i, "place-noun"),
            _ => false,
        }
    }

    fn same_country(&self, a: EntityIdx, b: EntityIdx) -> bool {
        let country = |e: EntityIdx| self.mentions.entities[e].country.as_ref();
        match (country(a), country(b)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }

    fn width(&self, mention: &Mention, entity: EntityIdx) -> Option<Width> {
        let classes = &self.mentions.entities[entity].classes;
        let is = |c| classes.contains(&c);
        if is(EntityClass::Country) {
            return Some(Width::Country);
        }
        if is(EntityClass::Region) {
            let part = self.class(mention.head, "quarter");
            return Some(if part { Width::Part } else { Width::Region });
        }
        if is(EntityClass::City) {
            return Some(Width::Town);
        }
        is(EntityClass::Facility).then_some(Width::Site)
    }
}
