//! From what the rules emit on one sentence to draft events: triggers with their roles.

use super::fact::{Count, EntityIdx, Status};
use crate::date::Date;
use crate::text::Span;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// One emission of a rule: `agent(V, A)` with the words bound to its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emission {
    /// What is emitted: a role, a relation, `event` or `same`.
    pub name: SmolStr,
    /// Indices of the words.
    pub args: Vec<usize>,
    /// Further options, name and value.
    pub options: Vec<(SmolStr, SmolStr)>,
    /// The first word of the rule's pattern, whose stance is the stance of what is emitted.
    pub trigger: usize,
    /// The rule.
    pub rule: SmolStr,
}

impl Emission {
    /// The value of option `name`.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&SmolStr> {
        self.options.iter().find(|(n, _)| n == name).map(|(_, v)| v)
    }
}

/// A filled role of a draft: the value, how surely, and the words.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled<T> {
    /// The value.
    pub value: T,
    /// The stance where it was read.
    pub status: Status,
    /// Trigger and argument (bytes).
    pub span: Span,
    /// The rule.
    pub rule: SmolStr,
}

/// An event as one sentence tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The sentence.
    pub sentence: usize,
    /// The words that tell it, in order; never empty.
    pub triggers: Vec<usize>,
    /// The lemmas of those words.
    pub lemmas: Vec<SmolStr>,
    /// Local name of the event's class, as precise as trigger, weapon and adjectives make it.
    pub class: SmolStr,
    /// Entities by role: `agent`, `target`, `place`, `claimedBy`, `attributedTo`, `deniedBy`.
    pub roles: BTreeMap<&'static str, Vec<Filled<EntityIdx>>>,
    /// Numbers by role: `killed`, `wounded`, `captured`, `displaced`, `count`.
    pub counts: BTreeMap<&'static str, Filled<Count>>,
    /// Date.
    pub date: Option<Filled<Date>>,
    /// Where no mention has a date: when, more or less, as the context tells.
    pub about: Option<Filled<Date>>,
    /// Weapon.
    pub weapon: Option<Filled<SmolStr>>,
    /// The words of this sentence whose event it answers.
    pub answers: Vec<(usize, SmolStr)>,
    /// Whether it is told as a reprisal.
    pub reprisal: bool,
    /// Whether it is an act against those who attack, where they do: *une contre-attaque*.
    pub counters: bool,
    /// The words of this sentence whose event came before it.
    pub after: Vec<usize>,
    /// Entities to whose act it answers.
    pub answers_to: Vec<Filled<EntityIdx>>,
    /// The stance to it.
    pub status: Status,
    /// Whose word it is.
    pub source: Option<EntityIdx>,
    /// The words (bytes).
    pub span: Span,
    /// The rule that found its first trigger.
    pub rule: SmolStr,
    /// Whether its noun points back (*l'attaque*, *ces frappes*).
    pub definite: bool,
    /// Whether a rule says that it is what was told before: *il s'agit d'une attaque*.
    pub back: bool,
    /// Whether its noun says that it is another than those told before (*une autre attaque*).
    pub apart: bool,
    /// Whether its noun tells it as one of a series: *la première explosion*, *la seconde attaque*.
    pub one_of: bool,
    /// Whether its noun tells what lasts: *l'offensive*, *l'invasion*.
    pub lasting: bool,
    /// Whether a verb tells it as a siege.
    pub besieged: bool,
    /// Of its places those near which it happened, and not in them.
    pub beside: Vec<EntityIdx>,
    /// Whether its target is told as assailants, who attacked before.
    pub against_assailants: bool,
    /// Whether no sentence but the title tells it.
    pub only_title: bool,
    /// Roles whose number comes from the title alone, which rounds.
    pub rounded: Vec<&'static str>,
    /// Whether its noun is plural.
    pub plural: bool,
    /// Whether it only tells a toll.
    pub toll_only: bool,
    /// Whether its day is that of whatever was told before: *l'attaque, menée à l'aube*.
    pub day_told_before: bool,
}

impl Draft {
    /// A draft with nothing but its trigger.
    #[must_use]
    pub fn new(
        sentence: usize,
        (trigger, lemma): (usize, SmolStr),
        class: SmolStr,
        span: Span,
        rule: SmolStr,
    ) -> Self {
        Self {
            sentence,
            triggers: vec![trigger],
            lemmas: vec![lemma],
            class,
            roles: BTreeMap::new(),
            counts: BTreeMap::new(),
            date: None,
            about: None,
            weapon: None,
            answers: Vec::new(),
            after: Vec::new(),
            reprisal: false,
            counters: false,
            answers_to: Vec::new(),
            status: Status::Asserted,
            source: None,
            span,
            rule,
            definite: false,
            back: false,
            apart: false,
            one_of: false,
            lasting: false,
            besieged: false,
            beside: Vec::new(),
            against_assailants: false,
            only_title: false,
            rounded: Vec::new(),
            plural: false,
            toll_only: false,
            day_told_before: false,
        }
    }

    /// *il s'agit d'une attaque*, *a également été visé*: where emission `e` says so, the words are of an event
    /// told before.
    pub fn point_back(&mut self, e: &Emission) {
        if e.option("back").is_some() {
            self.back = true;
            self.apart = false;
        }
    }

    /// Whether no weapon is told, and the word left the means open: *frapper*, *bombarder*.
    #[must_use]
    pub fn leaves_means_open(&self) -> bool {
        self.weapon.is_none() && matches!(self.class.as_str(), "Attack" | "Airstrike" | "Shelling")
    }

    /// The entities in `role`.
    pub fn role(&self, role: &str) -> impl Iterator<Item = EntityIdx> + '_ {
        self.roles.get(role).into_iter().flatten().map(|f| f.value)
    }

    /// Whether `role` is empty.
    #[must_use]
    pub fn lacks(&self, role: &str) -> bool {
        self.roles.get(role).is_none_or(Vec::is_empty)
    }

    /// Adds `filled` to `role` unless the entity is there already.
    pub fn fill(&mut self, role: &'static str, filled: Filled<EntityIdx>) {
        let slot = self.roles.entry(role).or_default();
        match slot.iter_mut().find(|f| f.value == filled.value) {
            Some(known) => {
                if filled.status < known.status {
                    *known = filled;
                }
            }
            None => slot.push(filled),
        }
    }

    /// Takes over `other`, told by another word of the same clause: what either word says of the telling holds for both.
    pub fn join(&mut self, mut other: Self) {
        self.triggers.append(&mut other.triggers);
        self.triggers.sort_unstable();
        self.span = self.span.cover(other.span);
        self.definite |= other.definite;
        self.plural |= other.plural;
        self.one_of |= other.one_of;
        self.back |= other.back;
        let status = self.status.max(other.status);
        self.absorb(other);
        self.status = status;
    }

    /// Takes over everything that `other`, another mention of the same event, tells.
    pub fn absorb(&mut self, other: Self) {
        // « un bombardement », told elsewhere as « des frappes de drones »: the means says what it was.
        let informed = self.leaves_means_open() && other.weapon.is_some();
        // « un attentat » in a title may be any attack; the body says which.
        let reworded = self.only_title
            && !other.only_title
            && self.class == "Bombing"
            && other.class == "GroundAttack"
            && other.weapon.is_none();
        if reworded {
            self.weapon = None;
        }
        self.class = if informed || reworded {
            other.class
        } else {
            more_precise(&self.class, &other.class)
        };
        self.lemmas.extend(other.lemmas);
        for (role, filled) in other.roles {
            for f in filled {
                self.fill(role, f);
            }
        }
        // What the body tells is more exact than its title.
        let rounded: Vec<&'static str> = if self.only_title {
            self.counts.keys().copied().collect()
        } else {
            std::mem::take(&mut self.rounded)
        };
        for (&role, count) in &other.counts {
            if rounded.contains(&role) && !other.only_title {
                self.counts.insert(role, count.clone());
            } else {
                self.counts.entry(role).or_insert_with(|| count.clone());
            }
        }
        let still = |role: &&'static str| other.only_title || !other.counts.contains_key(role);
        self.rounded = rounded.into_iter().filter(still).collect();
        self.only_title &= other.only_title;
        self.date = match (self.date.take(), other.date) {
            (Some(a), Some(b)) if precision(b.value) > precision(a.value) => Some(b),
            (a, b) => a.or(b),
        };
        self.about = self.about.take().or(other.about);
        self.weapon = self.weapon.take().or(other.weapon);
        self.reprisal |= other.reprisal;
        self.counters |= other.counters;
        self.lasting |= other.lasting;
        self.against_assailants |= other.against_assailants;
        self.answers_to.extend(other.answers_to);
        self.status = self.status.min(other.status);
        self.source = self.source.or(other.source);
        self.toll_only &= other.toll_only;
    }
}

/// How precise a date is, for choosing between two.
#[must_use]
pub const fn precision(date: Date) -> u8 {
    match date {
        Date::Year { .. } => 0,
        Date::Month { .. } => 1,
        Date::MonthDay { .. } => 2,
        Date::Day { .. } => 3,
    }
}

/// The class that says more: anything before the general `Attack`, the means before the way it came
/// (`DroneAttack` before `Airstrike`), the first before the second.
#[must_use]
pub fn more_precise(a: &SmolStr, b: &SmolStr) -> SmolStr {
    let rank = |class: &SmolStr| match class.as_str() {
        "Attack" => 0,
        "Airstrike" | "Shelling" => 1,
        _ => 2,
    };
    if rank(b) > rank(a) {
        b.clone()
    } else {
        a.clone()
    }
}
