//! Attachments that the parser gets wrong and that names and event nouns decide.
//!
//! - What is joined to a word inside a name is joined to the name: *les Émirats arabes unis et l'Égypte*.
//! - *l'Ouganda, la RDC et le Soudan*: a list of three; *soldats ukrainiens et rebelles*: a list of two.
//! - *que l'armée a bombardé mardi*: a day is no object.
//! - *se sont emparés, sans livrer combat, de la ville*: they took the town.
//! - *mène de nouveau des offensives*: « de nouveau » is an adverb and no preposition.
//! - *le groupe qu'il considère à l'origine de l'attaque*: a relative pronoun is no conjunction.
//! - *X et Y, qu'il accuse de soutenir Z*: nor is one after a name and a comma.
//! - *45 personnes au total qui ont perdu la vie*: the total has lost nothing.
//! - *a mené des frappes sur une base, frappes qui ont tué*: of the strikes, not of the base.
//! - *contre des milices en juin 2021, en Syrie*: the land is no second milice.
//! - *X, soutenu par Y, qui a pris Z*: X has taken it; *X, dont les forces sont à Y*: X has them.
//! - *X, en guerre contre Y, a attaqué*: who is at war is named before the comma.
//! - *a déployé quelque 9 000 hommes*: « quelque » is no preposition.
//! - *avoir pris, en réponse, un avant-poste*: the object, although a comma parts it from the verb.
//! - *affilié à X et proche de Y*: two adjectives of one noun.
//! - *selon le chef de la police, X, dix civils ont été tués*: the civilians were.
//! - *épaulé par X, Y et Z*: Y is one of the three.
//! - *X et Y, deux mouvements qui combattent Z*: said of both.
//! - *il a déclaré que les frappes …, et répondaient à une attaque*: the frappes did.
//! - *ont pris d'assaut X*: the object.
//! - *l'attentat devant l'aéroport qui a tué dix soldats*: the attack killed them.
//! - *une attaque près de X, que Y a attribuée à Z*: the attack was attributed.
//! - *a annoncé dix morts dans des frappes à X*: the strikes were there.
//! - *a repris, aux côtés de X, la ville*: the town was retaken, and is not X.
//! - *Maîtres de X, les rebelles ont avancé*: a bare noun before the comma is said of the subject.
//! - *tuant au moins 100 personnes*: the object of the verb, although *à* stands before it.
//! - *a tué dix de ses soldats*: *de* goes with the number.
//! - *à X, une ville de Y,*: what is said of a name after a comma is its apposition, whatever it was hung on.
//! - *entre X et Y*: what the preposition asks for, whatever the second noun was hung on.
//! - *a frappé au Yémen un dépôt et un poste*: a described thing is no second country, but a second object.
//! - *s'est emparé jeudi d'une base*, *a frappé, en une semaine, deux villes*: a day takes no complement.
//! - *a frappé en représailles à une attaque*: the attack is what is answered, and a day after it its own.
//! - *…, mais X a démenti, affirmant …*: the participle is that of the nearest clause.
//! - *entre la RDC et le Rwanda, accusé par X*: who is accused is an actor.
//! - *selon un officier, X, dix rebelles ont été tués*: a verb has one subject.
//! - *la guerre qui oppose depuis mars X à Y continue*: the object of the relative clause is no second subject.
//! - *accuse X de soutenir Y*: X is accused of it.
//! - *accuse les rebelles, que soutient X*: a relative clause is that of the noun right before it.
//! - *pénètrent avec des rebelles dans la ville*: they enter it, and the rebels are not those of the town.
//! - *des milices soutenues par X en Syrie, qui ont attaqué*: the milices have, and not the land.
//! - *a lancé dans la nuit 60 drones*: a night has no drones.
//! - *a fourni à Kiev des systèmes*: nor after a name.
//! - *lance presque chaque jour des missiles*: « des » after an adverb is no preposition.
//! - *a revendiqué une frappe sur une usine*: the strike was on it.
//! - *les rebelles, poursuit-il, ont attaqué*: inserted speech governs nothing.
//! - *ont péri dans l'attaque d'une base par des rebelles*: nobody perishes « par » somebody.
//! - *la reprise des combats entre X et Y*: the combats are between them.
//! - *tuant dix rebelles, d'après l'armée*: the army is no conjunct of the rebels.
//! - *les assauts répétés de X*: they are X's.
//! - *un soutien clé du Hamas*: what stands after a noun in the place of an adjective takes no complement.
//! - *a attaqué une base, tuant dix soldats*: the attack killed, not the base.
//! - *dix soldats ont été tués et une vingtaine blessés*: two passives, of which the second lacks its auxiliaries.
//! - *…, dans l'État Shan, ont rapporté des médias*: the place is not the media's.
//! - *tués par des rebelles à Bria*: what stands after an agent is where the act took place.
//! - *l'attaque contre la base, menée par des rebelles*: the attack was carried out, not the base.
//! - *lors d'affrontements avec des rebelles*: *avec* goes with the clash.
//! - *a été prise pour cible par des rebelles*: the agent of a passive stands under it.
//! - *depuis mardi, au moins dix attaques ont eu lieu*: the attacks did.
//! - *un mois plus tôt, dix soldats ont été tués*: a month is no subject beside another.
//! - *X, où les soldats sont entrés*: they went in there.
//! - *en ont tué quatre mercredi*: four of them, not four days.
//! - *une offensive depuis X vers Y*: the offensive goes to Y, not X.
//! - *une attaque mardi soir contre la base*: *contre* goes with the attack, not with the evening.

mod act;
mod clause;
mod deed;
mod harm;
mod list;
mod noun;
mod object;

use super::entity::Mentions;
use crate::lexicon::{Classes, EntityClass, Members};
use crate::ud::{Sentence, Token, Upos};
use std::borrow::Cow;

/// Sentence number `index` with better heads; borrowed where nothing had to be mended.
pub(super) fn repaired<'a>(
    index: usize,
    sentence: &'a Sentence,
    mentions: &Mentions,
    classes: &Classes,
) -> Cow<'a, Sentence> {
    let mut children = vec![Vec::new(); sentence.tokens.len()];
    for (i, token) in sentence.tokens.iter().enumerate() {
        if let Some(of_head) = token.head.and_then(|h| children.get_mut(h)) {
            of_head.push(i);
        }
    }
    let mut repair = Repair {
        index,
        children,
        sentence: Cow::Borrowed(sentence),
        mentions,
        members: (sentence.tokens.iter())
            .map(|t| classes.members(&t.lemma, t.upos))
            .collect(),
    };
    for i in 0..sentence.tokens.len() {
        repair.name(i);
        repair.inserted_speech(i);
        repair.listed(i);
        repair.noun_after_adjective(i);
    }
    for i in 0..sentence.tokens.len() {
        repair.number_before_day(i);
        repair.day_object(i);
        repair.again(i);
        repair.grabbed(i);
        repair.relative_object(i);
        repair.relative_after_name(i);
        repair.relative_after_aside(i);
        repair.relative_after_total(i);
        repair.place_after_day(i);
        repair.taken_up(i);
        repair.clause_of_owner(i);
        repair.at_war(i);
        repair.about_so_many(i);
        repair.bare_object(i);
        repair.object_after_aside(i);
        repair.joined_adjective(i);
        repair.middle_of_list(i);
        repair.after_list(i);
        repair.joined_in_number(i);
        repair.name_after_idiom(i);
        repair.deed_of_place(i);
        repair.attributed_act(i);
        repair.place_of_told_act(i);
        repair.counted_object(i);
        repair.partitive(i);
        repair.said_of(i);
        repair.component(i);
        repair.set_apart(i);
        repair.counted_subject(i);
        repair.bare_subject(i);
        repair.time_subject(i);
        repair.where_of_subject(i);
        repair.second_subject(i);
        repair.fronted_apposition(i);
        repair.object_of_relative(i);
        repair.accused_of(i);
        repair.relative_of_noun(i);
        repair.relative_of_several(i);
        repair.nearest_clause(i);
        repair.participle_of_actor(i);
        repair.between(i);
        repair.second_object(i);
        repair.participle_of_act(i);
        repair.with_side(i);
        repair.by_whom(i);
        repair.struck(i);
        repair.after_adverb(i);
        repair.some_after_name(i);
        repair.counted_after_time(i);
        repair.against(i);
        repair.bound_for(i);
        repair.agent_of_passive(i);
        repair.after_day(i);
        repair.after_reprisal(i);
        repair.after_attribute(i);
        repair.harm(i);
        repair.after_agent(i);
        repair.entered(i);
        repair.gapped(i);
        repair.before_speech(i);
    }
    repair.sentence
}

/// How many complements of complements may follow one another: more than any noun phrase of news has.
const CHAIN: usize = 16;

struct Repair<'s, 'm> {
    index: usize,
    sentence: Cow<'s, Sentence>,
    /// The dependents of each word, in order.
    children: Vec<Vec<usize>>,
    mentions: &'m Mentions,
    /// The classes of each word.
    members: Vec<Members<'m>>,
}

impl Repair<'_, '_> {
    fn token(&self, i: usize) -> &Token {
        &self.sentence.tokens[i]
    }

    fn class(&self, i: usize, class: &str) -> bool {
        self.members[i].has(class)
    }

    fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.children[head].iter().copied()
    }

    fn case(&self, i: usize) -> Option<usize> {
        self.children(i)
            .find(|&c| c < i && self.token(c).deprel == "case")
    }

    /// The noun that noun `i` completes in the end, through other complements: *les côtés* of *aux côtés des forces de X*.
    fn completed(&self, i: usize) -> usize {
        let up = |&n: &usize| {
            let token = self.token(n);
            token.head.filter(|_| token.deprel == "nmod")
        };
        std::iter::successors(Some(i), up)
            .take(CHAIN)
            .last()
            .unwrap_or(i)
    }

    /// The number that counts word `i`.
    fn number(&self, i: usize) -> Option<usize> {
        self.children(i).find(|&c| self.token(c).deprel == "nummod")
    }

    /// Whether a conjunction joins word `i` to what stands before it.
    fn is_joined(&self, i: usize) -> bool {
        self.children(i).any(|c| self.token(c).deprel == "cc")
    }

    /// Whether verb `i` has neither an object nor what stands for one: a clause, a reflexive pronoun, the passive.
    fn lacks_object(&self, i: usize) -> bool {
        self.children(i).all(|c| {
            let token = self.token(c);
            !matches!(token.udeprel(), "obj" | "expl" | "ccomp" | "xcomp")
                && token.deprel != "aux:pass"
        })
    }

    /// Hangs word `i` on `head`, unless that would make a circle.
    fn attach(&mut self, i: usize, head: usize, deprel: &str) {
        let mut above = Some(head);
        while let Some(a) = above {
            if a == i {
                return;
            }
            above = self.token(a).head;
        }
        if let Some(old) = self.token(i).head {
            self.children[old].retain(|&c| c != i);
        }
        let at = self.children[head].partition_point(|&c| c < i);
        self.children[head].insert(at, i);
        let token = &mut self.sentence.to_mut().tokens[i];
        token.head = Some(head);
        token.deprel = deprel.into();
    }

    /// Puts word `i`, which hangs on `head`, in the place of `head`, which comes to hang on it.
    fn promote(&mut self, i: usize, head: usize, deprel: &str) {
        let above = (self.token(head).head, self.token(head).deprel.clone());
        self.children[head].retain(|&c| c != i);
        if let Some(above) = above.0 {
            self.children[above].retain(|&c| c != head);
            let at = self.children[above].partition_point(|&c| c < i);
            self.children[above].insert(at, i);
        }
        let token = &mut self.sentence.to_mut().tokens[i];
        (token.head, token.deprel) = above;
        let at = self.children[i].partition_point(|&c| c < head);
        self.children[i].insert(at, head);
        let token = &mut self.sentence.to_mut().tokens[head];
        (token.head, token.deprel) = (Some(i), deprel.into());
    }

    fn is_nominal(&self, i: usize) -> bool {
        matches!(self.token(i).upos, Upos::Noun | Upos::Propn | Upos::Pron)
    }

    /// *de son côté*
    fn is_own_side(&self, i: usize) -> bool {
        self.class(i, "own-side")
            && self
                .children(i)
                .any(|c| self.token(c).feats.has("Poss", "Yes"))
    }

    fn is_time(&self, i: usize) -> bool {
        // « le 13 juin dernier »
        let date = self.token(i).upos == Upos::Num
            && self
                .children(i)
                .any(|c| c == i + 1 && self.class(c, "month"));
        date || ["day", "time-of-day", "time-noun"]
            .iter()
            .any(|c| self.class(i, c))
    }

    fn is_place(&self, i: usize) -> bool {
        let mention = self.mentions.at(self.index, i);
        mention
            .and_then(|m| m.entity)
            .is_some_and(|e| self.mentions.is_place(e))
    }

    fn is_country(&self, i: usize) -> bool {
        self.mentions
            .at(self.index, i)
            .and_then(|m| m.entity)
            .is_some_and(|e| {
                self.mentions.entities[e]
                    .classes
                    .contains(&EntityClass::Country)
            })
    }
}
