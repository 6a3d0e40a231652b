//! Governments, ministries and other bodies of a country.

use super::Finding;
use super::lexicon::WordClass;
use super::phrase::Phrase;
use crate::extract::fact::EntityIdx;
use crate::lexicon::EntityClass;
use crate::ud::Upos;

impl Finding<'_> {
    /// *le gouvernement irakien*, *le régime de Bachar al-Assad*, *les autorités*.
    pub(super) fn government(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let codes = self.country_codes(s, phrase);
        codes.iter().map(|code| self.government_of(code)).collect()
    }

    pub(super) fn government_of(&mut self, code: &str) -> EntityIdx {
        let label = self.origin_label(code, "government", false);
        if let Some(known) = self.lexical(&label, EntityClass::GovernmentBody) {
            return known;
        }
        let id = format!("gouvernement-{}", code.to_lowercase());
        self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::GovernmentBody,
            Some(code.into()),
            false,
        )
    }

    /// *le ministère irakien des Affaires étrangères*: its field and its country make it.
    pub(super) fn ministry(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let codes = self.country_codes(s, phrase);
        let view = &self.views[s];
        let mut end = phrase.words.end;
        let mut field = String::new();
        // The field follows: « des Affaires étrangères », « de la Défense ».
        let mut i = phrase.noun.end;
        while i < view.len() && i < phrase.noun.end + 8 {
            let upos = view.upos(i);
            let origin = self.names.demonym(view.low(i)).is_some();
            let function = matches!(upos, Upos::Adp | Upos::Det);
            let inside = origin
                || matches!(upos, Upos::Noun | Upos::Adj | Upos::Propn)
                || function && !self.lexicon.has(view.low(i), WordClass::Locative);
            if !inside || self.hit_at[s][i].is_some_and(|h| self.linked[s][h].is_some()) {
                break;
            }
            if !origin && matches!(upos, Upos::Noun | Upos::Adj | Upos::Propn) {
                field.push('-');
                field.push_str(view.low(i));
                end = end.max(i + 1);
            }
            i += 1;
        }
        let code = codes.first().cloned().or_else(|| {
            self.focus
                .clone()
                .filter(|_| phrase.definite && !field.is_empty())
        });
        let Some(code) = code else { return Vec::new() };
        let head = if phrase.noun.len() > 1 {
            phrase.kind.lemma.clone()
        } else {
            view.token(phrase.head).lemma.clone()
        };
        let id = format!("{head}{field}-{}", code.to_lowercase());
        let label = self
            .surface(s, &(phrase.noun.start..end.max(phrase.words.end)))
            .replace('’', "'");
        if let Some(known) = self.lexical(&label, phrase.kind.class) {
            return vec![known];
        }
        vec![self.registry.made(
            self.names,
            (&id, &label),
            phrase.kind.class,
            Some(code),
            true,
        )]
    }

    /// *la télévision d'État syrienne*; other organizations need a name.
    pub(super) fn organization(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        if phrase.kind.kind != "media" {
            return Vec::new();
        }
        let codes = self.country_codes(s, phrase);
        let Some(code) = codes.first().cloned() else {
            return Vec::new();
        };
        let id = format!("{}-{}", phrase.kind.lemma, code.to_lowercase());
        let label = self.label(s, phrase);
        vec![self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::Organization,
            Some(code),
            false,
        )]
    }
}
