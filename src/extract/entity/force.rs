//! Armed forces: of a country, a branch of them, a people, a mission, a numbered unit.

use super::Finding;
use super::lexicon::{Sort, WordClass};
use super::phrase::Phrase;
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Demonym, EntityClass};
use crate::ud::Upos;

impl Finding<'_> {
    /// *l'armée américaine*, *les troupes de la coalition*, *l'aviation syrienne et russe*.
    pub(super) fn forces(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let armed = self.armed_owner(s, phrase);
        if !armed.is_empty() {
            return armed;
        }
        if self.qualified(s, phrase, WordClass::RebelAdjective) {
            return self.group(s, phrase);
        }
        if let Some(led) = self.led_by_owner(s, phrase) {
            return vec![led];
        }
        let sender = self.sender(s, phrase).filter(|_| phrase.origins.is_empty());
        // « les forces kurdes syriennes » are of the people, wherever it lives.
        let people = phrase.origins.iter().find_map(|(origin, _)| match origin {
            Demonym::People(id) => self
                .names
                .people(id)
                .filter(|p| p.kind == "people")
                .map(|p| p.id.clone()),
            _ => None,
        });
        if let Some(id) = people.filter(|_| phrase.origins.len() > 1) {
            return self.peoples_group(&id, s, phrase);
        }
        let codes = self.country_codes(s, phrase);
        if !codes.is_empty() && sender.is_none() {
            return codes
                .iter()
                .map(|code| self.forces_of(code, phrase))
                .collect();
        }
        if let Some((Demonym::People(id), _)) = phrase.origins.first()
            && self.names.people(id).is_some_and(|p| p.kind == "people")
        {
            return self.peoples_group(&id.clone(), s, phrase);
        }
        let loyal = self.qualified(s, phrase, WordClass::Loyal);
        if loyal && let Some(code) = self.focus.clone() {
            return vec![self.forces_of(&code, phrase)];
        }
        if phrase.possessive || sender.is_some() {
            let owner = sender.or_else(|| self.subject_before(s, phrase.head));
            let code = owner
                .filter(|&o| {
                    self.registry.is_country(o)
                        || self.registry.class(o) == EntityClass::GovernmentBody
                })
                .and_then(|o| self.registry.country_of(o));
            return match (code, owner) {
                (Some(code), _) => vec![self.forces_of(&code, phrase)],
                (None, Some(owner))
                    if matches!(
                        self.registry.class(owner),
                        EntityClass::ArmedGroup | EntityClass::MilitaryForce
                    ) =>
                {
                    vec![owner]
                }
                _ => Vec::new(),
            };
        }
        if self.qualified(s, phrase, WordClass::Generic) {
            return vec![self.class_of_things(s, phrase, None)];
        }
        Vec::new()
    }

    /// *les troupes de Y*, of a person who leads a group or force and no state: that group or force.
    fn led_by_owner(&mut self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let owners = self.owned_by(s, &phrase.owners, phrase.head);
        let person = owners
            .into_iter()
            .find(|&e| self.registry.class(e) == EntityClass::Person)?;
        let candidate = self.names.by_id(&self.registry.entities[person].id)?;
        let led = self
            .names
            .belongs_to(&candidate)
            .iter()
            .filter_map(|id| self.names.by_id(id))
            .find(|c| {
                matches!(
                    c.class,
                    EntityClass::ArmedGroup | EntityClass::MilitaryForce
                )
            })?;
        Some(self.registry.linked(self.names, &led))
    }

    /// *X a envoyé dix mille soldats en Y*, *X a perdu huit soldats*: X's own.
    pub(super) fn sender(&self, s: usize, phrase: &Phrase) -> Option<EntityIdx> {
        let soldiers = matches!(phrase.kind.kind.as_str(), "soldiers" | "forces");
        // « a déployé 9 000 hommes »
        let men = phrase.sort == Sort::People
            && self.lexicon.has(&phrase.kind.lemma, WordClass::MemberNoun);
        if phrase.definite || !(soldiers || men) {
            return None;
        }
        let tokens = &self.views[s].sentence.tokens;
        let mut word = self.views[s].words[phrase.head].start;
        // « des milliers de soldats », « plus de dix mille soldats »
        let counted = tokens[word].head.filter(|&q| {
            matches!(tokens[word].udeprel(), "nmod" | "obl") && tokens[q].upos != Upos::Verb
        });
        if let Some(quantity) = counted {
            word = quantity;
        }
        // « quelque 9 000 hommes », where « quelque » is read as a preposition
        let bare = |q: usize| {
            !tokens
                .iter()
                .any(|t| t.head == Some(q) && t.udeprel() == "case" && t.upos == Upos::Adp)
        };
        let verb = tokens[word].head.filter(|&v| {
            let relation = tokens[word].udeprel();
            v < word && (relation == "obj" || relation == "obl" && bare(word))
        })?;
        self.lexicon
            .has(&tokens[verb].lemma, WordClass::Sends)
            .then(|| self.subject_before(s, phrase.head))?
    }

    /// The armed forces of a country, or the branch of them that the phrase says.
    pub(super) fn forces_of(&mut self, code: &str, phrase: &Phrase) -> EntityIdx {
        if phrase.sort == Sort::Branch {
            return self.branch_of(code, &phrase.stem.clone());
        }
        let candidate = self.names.actor_of(code, "armed-forces");
        let label = self.origin_label(code, "forces", true);
        let army = self.origin_label(code, "army", false);
        let entity = match candidate {
            Some(candidate) => self.registry.linked(self.names, &candidate),
            None => self.unlisted_force("forces", code, &label),
        };
        self.registry.called(entity, &label);
        self.registry.called(entity, &army);
        entity
    }

    pub(super) fn branch_of(&mut self, code: &str, stem: &str) -> EntityIdx {
        let known = self
            .lexicon
            .value(stem, WordClass::BranchKind)
            .and_then(|kind| self.names.actor_of(code, kind));
        if let Some(candidate) = known {
            return self.registry.linked(self.names, &candidate);
        }
        let label = self.origin_label(code, &format!("branch-{stem}"), false);
        self.unlisted_force(stem, code, &label)
    }

    /// A force of a country that the lexicon of actors lacks.
    fn unlisted_force(&mut self, kind: &str, code: &str, label: &str) -> EntityIdx {
        let id = format!("{kind}-{}", code.to_lowercase());
        let class = EntityClass::MilitaryForce;
        self.registry
            .made(self.names, (&id, label), class, Some(code.into()), false)
    }

    /// A label template with the feminine adjective of a country.
    pub(super) fn origin_label(&self, code: &str, template: &str, plural: bool) -> String {
        let forms = self
            .names
            .country(code)
            .map(|c| c.demonyms.clone())
            .unwrap_or_default();
        let masculine = forms.first().cloned().unwrap_or_else(|| code.into());
        let feminine = forms
            .get(1)
            .filter(|f| f.ends_with('e'))
            .unwrap_or(&masculine);
        let text = self
            .lexicon
            .value(template, WordClass::Template)
            .unwrap_or_default();
        let plural = plural || text.split(' ').next().is_some_and(|w| w.ends_with('s'));
        let adjective = if plural && !feminine.ends_with('s') {
            format!("{feminine}s")
        } else {
            feminine.to_string()
        };
        let adjective = if self.lexicon.value(template, WordClass::Masculine).is_some() {
            masculine.to_string()
        } else {
            adjective
        };
        self.lexicon.label(template, &adjective)
    }

    /// *forces kurdes*: the force or group of a people.
    fn peoples_group(&mut self, people: &str, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let id = format!("{}-{people}", phrase.stem);
        let label = self.surface(
            s,
            &(phrase.noun.start..phrase.origins.last().map_or(phrase.noun.end, |o| o.1 + 1)),
        );
        vec![self.registry.made(
            self.names,
            (&id, &label),
            EntityClass::ArmedGroup,
            None,
            false,
        )]
    }

    /// The one mission that the article names.
    pub(super) fn mission(&self) -> Option<EntityIdx> {
        let has = |word: &str, class| self.lexicon.has(word, class);
        let mut missions = (0..self.registry.entities.len()).filter(|&e| {
            has(&self.registry.kinds[e], WordClass::MissionKind)
                && !has(&self.registry.entities[e].id, WordClass::AnyMission)
        });
        let first = missions.next()?;
        missions.next().is_none().then_some(first)
    }

    /// *trois Casques bleus* of the one mission that the article names.
    pub(super) fn peacekeepers(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let owners = self.armed_owner(s, phrase);
        if !owners.is_empty() {
            return owners;
        }
        match self.mission() {
            Some(mission) => vec![mission],
            None => {
                let label = self.surface(s, &phrase.noun);
                vec![self.registry.made(
                    self.names,
                    (&phrase.stem, &label),
                    EntityClass::MilitaryForce,
                    None,
                    false,
                )]
            }
        }
    }

    /// *la brigade 137*, *la 36e division*.
    pub(super) fn unit(&mut self, s: usize, phrase: &Phrase) -> Vec<EntityIdx> {
        let view = &self.views[s];
        let digits = |i: usize| {
            i < view.len()
                && view.forms[i]
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_ascii_digit())
        };
        let after = digits(phrase.noun.end).then_some(phrase.noun.start..phrase.noun.end + 1);
        let before = phrase
            .head
            .checked_sub(1)
            .filter(|&b| {
                digits(b) && !phrase.plural && view.forms[b].chars().any(char::is_alphabetic)
            })
            .map(|b| b..phrase.noun.end);
        if let Some(words) = after.or(before) {
            let label = self.surface(s, &words);
            let code = self
                .country_codes(s, phrase)
                .first()
                .cloned()
                .or_else(|| self.focus.clone());
            let id = format!("{label}-{}", code.clone().unwrap_or_default());
            return vec![self.registry.made(
                self.names,
                (&id, &label),
                EntityClass::MilitaryForce,
                code,
                true,
            )];
        }
        let codes = self.country_codes(s, phrase);
        codes.iter().map(|c| self.forces_of(c, phrase)).collect()
    }
}
