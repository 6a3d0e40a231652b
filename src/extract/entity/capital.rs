//! Whether the name of a capital means the state that governs from there: *Washington a promis*.

use super::Finding;
use super::lexicon::WordClass;
use super::names::Hit;
use crate::lexicon::EntityClass;
use crate::ud::Upos;

impl Finding<'_> {
    /// Whether the name of a capital stands for its state here: *Washington a promis*, not *à Washington*.
    pub(super) fn means_state(&self, s: usize, hit: &Hit) -> bool {
        let view = &self.views[s];
        let tokens = view.tokens(&hit.words);
        if self.acts_here(s, hit) {
            return true;
        }
        let before = tokens
            .start
            .checked_sub(1)
            .map(|i| &view.sentence.tokens[i]);
        let lower = before.map(|t| t.form.to_lowercase()).unwrap_or_default();
        let head = view.head(&tokens);
        let token = &view.sentence.tokens[head];
        let governor = token.head.map(|h| &view.sentence.tokens[h]);
        let verb_is = |class| governor.is_some_and(|g| self.lexicon.has(&g.lemma, class));
        if before.is_some_and(|t| t.upos == Upos::Adp) {
            if self.lexicon.has(&lower, WordClass::Toward) {
                // « impute la crise à Pristina », whichever of the two the name hangs on
                let above = governor
                    .filter(|g| g.udeprel() == "obj")
                    .and_then(|g| g.head)
                    .map(|h| &view.sentence.tokens[h]);
                return verb_is(WordClass::AddressVerb)
                    || above.is_some_and(|v| self.lexicon.has(&v.lemma, WordClass::AddressVerb));
            }
            if self.lexicon.has(&lower, WordClass::Locative) {
                return false;
            }
            if self.lexicon.has(&lower, WordClass::Link) {
                // « les attaques de Kiev contre des raffineries »
                let next = view.low(hit.words.end);
                let against = self.lexicon.has(next, WordClass::Against);
                return verb_is(WordClass::Political) || against && verb_is(WordClass::Act);
            }
            // « des missiles contre Damas »
            if verb_is(WordClass::Strike) && !self.lexicon.has(&lower, WordClass::By) {
                return false;
            }
            // « entre Washington et Téhéran », but « entre Bagdad et Kirkouk ».
            let next = view.low(hit.words.end);
            let other = hit.words.end + 1;
            if !next.is_empty() && other < view.len() && view.upos(hit.words.end) == Upos::Cconj {
                // « entre Kaboul et les talibans »
                let party = (other..(other + 2).min(view.len())).find_map(|i| self.hit_at[s][i]);
                let armed = party
                    .and_then(|h| self.linked[s][h])
                    .is_some_and(|e| self.registry.class(e) == EntityClass::ArmedGroup);
                return armed || self.hit_at[s][other].is_some_and(|h| self.state_name(s, h));
            }
            return true;
        }
        match token.udeprel() {
            "nsubj" => true,
            "obj" => verb_is(WordClass::StateVerb),
            "appos" | "root" | "vocative" => false,
            // « entre Washington et Téhéran »
            "conj" => governor.is_some_and(|g| {
                let capital = g.form.chars().next().is_some_and(char::is_uppercase);
                capital
                    && !self.lexicon.has(&lower, WordClass::Locative)
                    && !self.place_before(s, token.head)
                    && token
                        .head
                        .and_then(|h| self.hit_at[s][view.surface[h]])
                        .is_some_and(|h| self.state_name(s, h))
            }),
            "nmod" | "flat" | "dep" => false,
            _ => {
                !view.opens(hit.words.start)
                    || view.token(hit.words.end.min(view.len() - 1)).upos != Upos::Punct
            }
        }
    }

    /// « ce que Paris dément », « Washington et Londres bombardent »: no preposition before, a verb after.
    fn acts_here(&self, s: usize, hit: &Hit) -> bool {
        let view = &self.views[s];
        let mut first = hit.words.start;
        while first >= 2
            && view.upos(first - 1) == Upos::Cconj
            && self.hit_at[s][first - 2].is_some_and(|h| self.state_name(s, h))
        {
            first = self.hit_at[s][first - 2].map_or(first, |h| self.hits[s][h].words.start);
        }
        let preposition = first.checked_sub(1).is_some_and(|b| {
            view.upos(b) == Upos::Adp
                || view.words[b].len() > 1
                || self.lexicon.has(view.low(b), WordClass::Locative)
                || self.lexicon.has(view.low(b), WordClass::Link)
        });
        let mut end = hit.words.end;
        while end + 1 < view.len() && view.upos(end) == Upos::Cconj {
            let Some(next) = self.hit_at[s][end + 1].filter(|&h| self.state_name(s, h)) else {
                break;
            };
            end = self.hits[s][next].words.end;
        }
        let finite = |i: usize| {
            i < view.len()
                && matches!(view.upos(i), Upos::Verb | Upos::Aux)
                && view.token(i).feats.has("VerbForm", "Fin")
        };
        let clitic = end < view.len() && matches!(view.upos(end), Upos::Pron | Upos::Adv);
        !preposition && (finite(end) || clitic && (finite(end + 1) || finite(end + 2)))
    }

    /// Whether a name may mean a state: a country, or a capital.
    fn state_name(&self, s: usize, hit: usize) -> bool {
        self.hits[s][hit]
            .candidates
            .first()
            .is_some_and(|c| c.class == EntityClass::Country || c.capital_of.is_some())
    }

    fn place_before(&self, s: usize, word: Option<usize>) -> bool {
        let view = &self.views[s];
        word.and_then(|w| w.checked_sub(1)).is_some_and(|i| {
            self.lexicon.has(
                &view.sentence.tokens[i].form.to_lowercase(),
                WordClass::Locative,
            )
        })
    }
}
