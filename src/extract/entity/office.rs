//! Persons with their titles and offices: *le commandant du Centcom, le général Michael Kurilla*.

use super::lexicon::WordClass;
use super::phrase::{Owner, PhraseReader, origin};
use super::{Finding, Mention, MentionKind, PersonRole};
use crate::extract::fact::EntityIdx;
use crate::lexicon::{Demonym, EntityClass};
use crate::ud::Upos;
use smol_str::SmolStr;
use std::ops::Range;

/// An office as read: surface words of the title, and of all that completes it.
struct Office {
    title: Range<usize>,
    words: Range<usize>,
    name: SmolStr,
    kind: SmolStr,
    governs: Option<EntityClass>,
    origins: Vec<Demonym>,
    owners: Vec<Owner>,
    former: bool,
}

impl Finding<'_> {
    /// Finds offices, and gives each to the person named beside it.
    pub(super) fn read_offices(&mut self) {
        for s in 0..self.views.len() {
            let mut i = 0;
            while i < self.views[s].len() {
                let Some(office) = self.office(s, i) else {
                    i += 1;
                    continue;
                };
                i = office.title.end;
                self.place_office(s, office);
            }
        }
    }

    /// Whether the word heads an office that was read.
    pub(super) fn office_at(&self, s: usize, head: usize) -> bool {
        self.offices.contains(&(s, head))
    }

    fn office(&self, s: usize, i: usize) -> Option<Office> {
        let view = &self.views[s];
        if self.hit_at[s][i].is_some()
            || !matches!(view.upos(i), Upos::Noun | Upos::Adj | Upos::Propn | Upos::X)
            || !self.names.opens_title(view.low(i))
        {
            return None;
        }
        let forms = view.lows(i..(i + 7).min(view.len()));
        // « le secrétaire américain à la Défense »
        let origin = (forms.get(1))
            .and_then(|low| origin(self.names, low))
            .filter(|_| view.upos(i + 1) == Upos::Adj);
        let parted = origin.and_then(|origin| {
            let joined: Vec<&str> = forms[..1].iter().chain(&forms[2..]).copied().collect();
            let (n, role) = self.names.longest_role(&joined)?;
            (n > 1).then_some((n + 1, role, vec![origin]))
        });
        let whole = || {
            let (n, role) = self.names.longest_role(&forms)?;
            Some((n, role, Vec::new()))
        };
        let (n, role, origins) = parted.or_else(whole)?;
        let mut office = Office {
            title: i..i + n,
            words: i..i + n,
            name: role.title.clone(),
            kind: role.kind.clone(),
            governs: role.governs,
            origins,
            owners: Vec::new(),
            former: i > 0 && self.lexicon.has(view.low(i - 1), WordClass::Former),
        };
        self.complete(s, &mut office);
        Some(office)
    }

    /// Reads what follows a title: adjectives of origin, *de X*, *à la Défense*.
    fn complete(&self, s: usize, office: &mut Office) {
        let view = &self.views[s];
        let reader = PhraseReader {
            view,
            hits: &self.hits[s],
            hit_at: &self.hit_at[s],
            names: self.names,
            lexicon: self.lexicon,
        };
        let mut p = office.title.end;
        while p < view.len() && self.hit_at[s][p].is_none() {
            let upos = view.upos(p);
            if let Some(origin) =
                origin(self.names, view.low(p)).filter(|_| matches!(upos, Upos::Adj | Upos::Noun))
            {
                office.origins.push(origin);
                p += 1;
            } else if upos == Upos::Adj {
                p += 1;
            } else if upos == Upos::Adp
                && office.owners.is_empty()
                && self.lexicon.has(view.low(p), WordClass::Link)
            {
                let Some((owners, end)) = reader.owners(p + 1, 1) else {
                    // « chef de mission », « ministre de la Défense »
                    let Some(next) = self.field_end(s, p) else {
                        break;
                    };
                    p = next;
                    continue;
                };
                office.owners = owners;
                p = end;
            } else if upos == Upos::Adp {
                let known = !office.owners.is_empty() || !office.origins.is_empty();
                let post = known.then(|| self.post_end(s, p)).flatten();
                let Some(next) = post.or_else(|| self.field_end(s, p)) else {
                    break;
                };
                p = next;
            } else {
                break;
            }
        }
        // « un responsable houthi », « un commandant taliban »
        let plain = office.owners.is_empty() && office.origins.is_empty();
        if plain
            && p == office.title.end
            && p < view.len()
            && let Some(hit) = self.hit_at[s][p]
            && self.hits[s][hit].words.start == p
            && !view.capital(p)
        {
            office.owners.push(Owner::Hit(hit));
            p = self.hits[s][hit].words.end;
        }
        office.words.end = p;
    }

    /// The end of the name of a post at `p`, after whoever sent its holder: *l'émissaire de l'ONU pour le Yémen*.
    fn post_end(&self, s: usize, p: usize) -> Option<usize> {
        let view = &self.views[s];
        let start = (p + 1..view.len()).find(|&i| view.upos(i) != Upos::Det)?;
        let hit = self.hit_at[s][start]?;
        let post = self.linked[s][hit].is_some_and(|e| {
            let class = self.registry.class(e);
            class.is_place() || class == EntityClass::State
        });
        let words = &self.hits[s][hit].words;
        (post && words.start == start).then_some(words.end)
    }

    /// The end of a prepositional phrase without names at `p`: *à la Défense*, *des Affaires étrangères*.
    fn field_end(&self, s: usize, p: usize) -> Option<usize> {
        let view = &self.views[s];
        let mut i = p + 1;
        while i < view.len() && view.upos(i) == Upos::Det {
            i += 1;
        }
        let field = i < view.len()
            && self.hit_at[s][i].is_none()
            && matches!(view.upos(i), Upos::Noun | Upos::Propn);
        if !field || self.names.demonym(view.low(i)).is_some() {
            return None;
        }
        i += 1;
        while i < view.len()
            && view.upos(i) == Upos::Adj
            && self.names.demonym(view.low(i)).is_none()
        {
            i += 1;
        }
        Some(i)
    }

    fn place_office(&mut self, s: usize, office: Office) {
        // « cousin du président de X, Y »: another than the president.
        let other = self.is_of_kin(s, office.title.start);
        let person = self
            .person_after(s, office.words.end, 0)
            .or_else(|| self.person_before(s, office.title.start))
            .filter(|&hit| !other || self.hits[s][hit].words.start == office.words.end);
        let of = self
            .governed(s, &office)
            .or_else(|| self.governed_place(s, &office, person))
            .or_else(|| self.home_office(s, &office, person));
        let role = PersonRole {
            title: office.name.clone(),
            kind: office.kind.clone(),
            of,
            span: self.span(s, &office.words),
            former: office.former,
        };
        // « les combattants », « cinq soldats » are forces, unless a name follows.
        if person.is_none() && self.is_force(s, &office) {
            return;
        }
        if office.governs.is_some() {
            self.offices.extend(office.title.clone().map(|i| (s, i)));
        }
        if let Some(hit) = person {
            let own = self.hits[s][hit].words.clone();
            let direct = office.words.end == own.start;
            let entry = self
                .titles
                .entry((s, hit))
                .or_insert((own.clone(), Vec::new()));
            if direct {
                entry.0.start = office.title.start;
            }
            entry.1.push(role);
            if !direct {
                self.add_office(s, &office, self.linked[s][hit], Vec::new());
            }
            return;
        }
        if office.governs.is_some() {
            self.add_office(s, &office, None, vec![role]);
        }
    }

    /// Whether the words before `title` make whoever holds the title somebody's kin: *le frère du président*.
    fn is_of_kin(&self, s: usize, title: usize) -> bool {
        let view = &self.views[s];
        let noun = (title.saturating_sub(3)..title)
            .rev()
            .find(|&i| view.upos(i) == Upos::Noun);
        noun.is_some_and(|i| self.lexicon.has(view.low(i), WordClass::Kin))
    }

    /// Whether the title is a noun for fighters or forces.
    fn is_force(&self, s: usize, office: &Office) -> bool {
        let token = self.views[s].token(office.title.start);
        office.title.len() == 1
            && self.names.noun_kinds(&token.lemma).iter().any(|k| {
                matches!(
                    k.class,
                    EntityClass::MilitaryForce | EntityClass::ArmedGroup | EntityClass::Population
                )
            })
    }

    /// A mention of a person by office alone.
    fn add_office(
        &mut self,
        s: usize,
        office: &Office,
        entity: Option<EntityIdx>,
        roles: Vec<PersonRole>,
    ) {
        let view = &self.views[s];
        let tokens = view.tokens(&office.words);
        let core = view.tokens(&office.title);
        let definite =
            office.title.start.checked_sub(1).is_some_and(|b| {
                view.words[b].len() > 1 || view.token(b).feats.has("Definite", "Def")
            });
        let mention = Mention {
            sentence: s,
            head: view.head(&core),
            span: self.span(s, &office.words),
            tokens,
            kind: MentionKind::Nominal,
            entity,
            others: Vec::new(),
            definite,
            plural: view.plural(office.title.start),
            roles,
        };
        let keys = core.filter(|&t| self.stands(s, t)).collect();
        self.mentions.push((mention, keys));
    }

    /// What the holder of the office governs or speaks for.
    fn governed(&mut self, s: usize, office: &Office) -> Option<EntityIdx> {
        for owner in &office.owners {
            let found = match owner {
                Owner::Hit(hit) => self.linked[s][*hit].into_iter().collect(),
                Owner::Phrase(phrase) => self.describe(s, &phrase.clone()),
                Owner::Origin(origin) => self.origin(origin),
                Owner::Subject => Vec::new(),
            };
            // « le chef de la police de X » is an official of the police, not of the town.
            let of_police = |e| {
                office.governs == Some(EntityClass::MilitaryForce)
                    && self.registry.class(e) == EntityClass::City
            };
            // « le porte-parole de l'armée »: whose army, the article tells.
            if found.is_empty()
                && let Owner::Phrase(phrase) = owner
            {
                self.pending.push((s, (**phrase).clone()));
            }
            if let Some(&first) = found.first()
                && self.registry.class(first) != EntityClass::Person
                && !of_police(first)
            {
                return Some(first);
            }
        }
        let origins: Vec<EntityIdx> = office
            .origins
            .iter()
            .filter(|o| !matches!(o, Demonym::People(_)))
            .flat_map(|o| self.origin(o))
            .collect();
        origins.first().copied()
    }

    /// What *le gouverneur régional, Y* or *le maire, Y* governs: the region or town named last, in the sentence or in the one
    /// before.
    fn governed_place(
        &self,
        s: usize,
        office: &Office,
        person: Option<usize>,
    ) -> Option<EntityIdx> {
        const GOVERNORS: [(&str, EntityClass); 2] = [
            ("governor", EntityClass::Region),
            ("mayor", EntityClass::City),
        ];
        let (_, class) = GOVERNORS
            .into_iter()
            .find(|(kind, _)| office.kind == *kind)?;
        let named = person.is_some() && office.owners.is_empty() && office.origins.is_empty();
        if !named || office.former {
            return None;
        }
        let near = s.saturating_sub(1)..=s;
        let mut places = near.rev().flat_map(|t| {
            let hits = self.hits[t].iter().zip(&self.linked[t]).rev();
            hits.filter(move |(hit, _)| t < s || hit.words.end <= office.title.start)
                .filter_map(|(_, linked)| *linked)
        });
        places.find(|&e| self.registry.class(e) == class)
    }

    /// The state of *le ministre de la Défense, Y*, *le Premier ministre, Y*: the country in question, where its sentence
    /// names no state and nothing of another country.
    fn home_office(
        &mut self,
        s: usize,
        office: &Office,
        person: Option<usize>,
    ) -> Option<EntityIdx> {
        const OF_STATE: [&str; 3] = ["head-of-government", "minister", "president"];
        let view = &self.views[s];
        let definite = office.title.start > 0
            && view
                .token(office.title.start - 1)
                .feats
                .has("Definite", "Def");
        // A minister without a field may be that of anything; so may « le président Dupont », but a president with both
        // his names is that of the country in question.
        let direct = person.is_some_and(|h| {
            let name = &self.hits[s][h].words;
            name.start == office.words.end && name.len() == 1
        });
        let definite =
            definite || person.is_some_and(|h| self.hits[s][h].words.end < office.title.start);
        let fielded = office.kind != "minister" || office.words.len() > 1;
        if !OF_STATE.contains(&office.kind.as_str())
            || !definite
            || !fielded
            || office.kind == "president" && direct
            || office.former
            || !office.owners.is_empty()
            || !office.origins.is_empty()
            || office.words.len() > office.title.len() && office.kind != "minister"
        {
            return None;
        }
        let code = self.focus.clone()?;
        let of_another = |e: EntityIdx| self.registry.country_of(e).is_some_and(|c| c != code);
        let person = person.and_then(|hit| self.linked[s][hit]);
        let elsewhere = self.linked[s].iter().flatten().any(|&e| {
            let known = Some(e) == person && of_another(e);
            let acts = |class| self.registry.class(e) == class;
            let outside = !acts(EntityClass::Person) && !acts(EntityClass::ArmedGroup);
            known || outside && of_another(e)
        });
        if elsewhere
            || self
                .last_land(s, office.title.start)
                .is_some_and(|c| c != code)
        {
            return None;
        }
        self.registry.country(self.names, &code)
    }

    /// The country of what was named last before word `i` of sentence `s`, in it or in the sentence before.
    fn last_land(&self, s: usize, i: usize) -> Option<SmolStr> {
        let near = s.saturating_sub(1)..=s;
        near.rev().find_map(|t| {
            let hits = self.hits[t].iter().zip(&self.linked[t]).rev();
            hits.filter(|(hit, _)| t < s || hit.words.end <= i)
                .filter_map(|(_, linked)| *linked)
                .find(|&e| self.registry.class(e) != EntityClass::Person)
                .and_then(|e| self.registry.country_of(e))
        })
    }

    /// The person named right after position `p`, over a comma and further titles.
    fn person_after(&mut self, s: usize, mut p: usize, depth: usize) -> Option<usize> {
        let view = &self.views[s];
        while p < view.len() && (view.low(p) == "," || view.upos(p) == Upos::Det) {
            p += 1;
        }
        if p >= view.len() || depth > 2 {
            return None;
        }
        if let Some(hit) = self.hit_at[s][p] {
            return self.as_person(s, hit);
        }
        if let Some(end) = self.posting_end(s, p).filter(|_| depth == 0) {
            return self.person_after(s, end, depth + 1);
        }
        let next = self.office(s, p)?;
        self.person_after(s, next.words.end, depth + 1)
    }

    /// The end of where an office is held, before a comma: *l'ambassadeur russe en Turquie, X*.
    fn posting_end(&self, s: usize, p: usize) -> Option<usize> {
        let view = &self.views[s];
        if view.upos(p) != Upos::Adp {
            return None;
        }
        let hit = (p + 1..view.len().min(p + 3)).find_map(|i| self.hit_at[s][i])?;
        let place = self.linked[s][hit].is_some_and(|e| self.registry.class(e).is_place());
        let end = self.hits[s][hit].words.end;
        (place && end < view.len() && view.low(end) == ",").then_some(end)
    }

    /// « Lloyd Austin, secrétaire à la Défense »
    fn person_before(&mut self, s: usize, i: usize) -> Option<usize> {
        let view = &self.views[s];
        let mut j = i;
        while j > 0
            && (view.upos(j - 1) == Upos::Det
                || self.lexicon.has(view.low(j - 1), WordClass::Former))
        {
            j -= 1;
        }
        let comma = j
            .checked_sub(1)
            .filter(|&c| matches!(view.low(c), "," | "(" | "–" | "—"))?;
        let hit = self.hit_at[s][comma.checked_sub(1)?]?;
        self.linked[s][hit]
            .filter(|&e| self.registry.class(e) == EntityClass::Person)
            .map(|_| hit)
            .or_else(|| {
                let long = self.hits[s][hit].words.len() > 1;
                if long && self.linked[s][hit].is_none() {
                    self.as_person(s, hit)
                } else {
                    None
                }
            })
    }

    /// The hit, if it names a person or may do so beside a title.
    fn as_person(&mut self, s: usize, hit: usize) -> Option<usize> {
        match self.linked[s][hit] {
            Some(entity) => (self.registry.class(entity) == EntityClass::Person).then_some(hit),
            None => {
                let name = self.surface(s, &self.hits[s][hit].words.clone());
                let entity = self.make_unknown(&name, EntityClass::Person);
                self.linked[s][hit] = Some(entity);
                Some(hit)
            }
        }
    }
}
