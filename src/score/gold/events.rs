//! Events: paired with those of the gold by family, participants, date and toll; then compared slot by slot.

use super::file::{self, Gold};
use super::graph::{Event, Predicted};
use super::tally::{Mistake, MistakeKind};
use super::terms::family;
use super::{ArticleScore, SLOTS};
use std::collections::{BTreeMap, BTreeSet};

const ROLES: [&str; 3] = ["agent", "target", "place"];

pub(super) fn score(gold: &Gold, predicted: &Predicted, score: &mut ArticleScore) {
    let comparison = Comparison { gold, predicted };
    let wanted: Vec<&file::Event> = gold
        .events
        .iter()
        .filter(|event| event.status.is_plain())
        .collect();
    let told: BTreeMap<&str, &Event> = predicted
        .events
        .iter()
        .filter(|(_, event)| event.is_plain())
        .map(|(node, event)| (node.as_str(), event))
        .collect();
    let pairs = comparison.pairs(&wanted, &told);
    score.events.gold = wanted.len();
    score.events.predicted = told.len();
    score.events.found = pairs.len();
    score.events.right = pairs.len();
    let node_of = |id: &str| {
        let place = wanted.iter().position(|event| event.id == id)?;
        pairs.get(&place).copied()
    };
    for (i, event) in wanted.iter().enumerate() {
        let found = pairs.get(&i).and_then(|node| told.get(node)).copied();
        comparison.slots(event, found, node_of, score);
        if found.is_none() {
            score.mistakes.push(comparison.missed(event));
        }
    }
    let paired: BTreeSet<&str> = pairs.into_values().collect();
    for (node, event) in told {
        if !paired.contains(node) {
            score.mistakes.push(comparison.spurious(event));
        }
    }
}

struct Comparison<'a> {
    gold: &'a Gold,
    predicted: &'a Predicted,
}

impl<'a> Comparison<'a> {
    /// Which event of the graph is which of the gold, by place in `wanted`: the best fit first, each
    /// event once.
    fn pairs(
        &self,
        wanted: &[&file::Event],
        told: &BTreeMap<&'a str, &'a Event>,
    ) -> BTreeMap<usize, &'a str> {
        let mut fits: Vec<(i32, usize, &str)> = Vec::new();
        for (i, event) in wanted.iter().enumerate() {
            for (&node, candidate) in told {
                if let Some(fit) = self.fit(event, candidate) {
                    fits.push((-fit, i, node));
                }
            }
        }
        fits.sort_unstable();
        let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for (_, i, node) in fits {
            if !pairs.contains_key(&i) && taken.insert(node) {
                pairs.insert(i, node);
            }
        }
        pairs
    }

    /// How well `told` fits `wanted`; `None` if it is of another family or shares no participant.
    fn fit(&self, wanted: &file::Event, told: &Event) -> Option<i32> {
        let of_family = |class: &String| family(class) == family(&wanted.class);
        if !told.classes.iter().any(of_family) {
            return None;
        }
        let shared = ROLES.iter().filter(|role| self.shares(wanted, told, role));
        let n_shared = i32::try_from(shared.count()).unwrap_or(0);
        if n_shared == 0 {
            return None;
        }
        let mut fit = 2 * n_shared + i32::from(told.classes.contains(&wanted.class));
        if let Some(date) = &wanted.date {
            if date_fits(date, told) {
                fit += 2;
            } else if told.slot("date").next().is_some() {
                fit -= 2;
            }
        }
        for slot in ["killed", "wounded"] {
            let number = wanted.number(slot);
            if number.is_some_and(|number| number_fits(slot, number, told)) {
                fit += 2;
            }
        }
        Some(fit)
    }

    fn shares(&self, wanted: &file::Event, told: &Event, role: &str) -> bool {
        told.slot(role).any(|node| {
            let names = self.predicted.names(node);
            self.gold.is_one_of(names, wanted.participants(role))
        })
    }

    /// Counts the slots of `wanted` in what was found for it.
    fn slots(
        &self,
        wanted: &file::Event,
        found: Option<&'a Event>,
        node_of: impl Fn(&str) -> Option<&'a str>,
        score: &mut ArticleScore,
    ) {
        for (i, slot) in SLOTS.iter().enumerate() {
            let Some(expected) = self.expected(wanted, slot) else {
                let is_toll = matches!(*slot, "killed" | "wounded");
                let filled = found.is_some_and(|event| event.slot(slot).next().is_some());
                score.slots[i].invented += usize::from(is_toll && filled);
                continue;
            };
            // An answer to an event that the graph lacks cannot be right: that loss is counted once.
            let answered = wanted.response_to.as_deref().and_then(&node_of);
            if *slot == "responseTo" && answered.is_none() {
                continue;
            }
            let right = found.is_some_and(|event| match *slot {
                "type" => event.classes.contains(&wanted.class),
                "agent" | "target" | "place" => self.shares(wanted, event, slot),
                "date" => date_fits(&expected, event),
                "weapon" => weapon_fits(&expected, event),
                "responseTo" => answered.is_some_and(|node| event.slot(slot).any(|n| n == node)),
                _ => event.slot(slot).any(|value| value == expected),
            });
            score.slots[i].count(right);
            if let Some(event) = found.filter(|_| !right) {
                let mistake = self.wrong_slot(wanted, slot, &expected, event);
                score.mistakes.push(mistake);
            }
        }
    }

    /// What the gold has in `slot`, of participants the first.
    fn expected(&self, wanted: &file::Event, slot: &str) -> Option<String> {
        match slot {
            "type" => Some(wanted.class.clone()),
            "agent" | "target" | "place" => wanted.participants(slot).first().cloned(),
            "date" => wanted.date.clone(),
            "weapon" => wanted.weapon.clone(),
            "responseTo" => wanted.response_to.clone(),
            _ => wanted.number(slot).map(|number| number.to_string()),
        }
    }

    fn missed(&self, event: &file::Event) -> Mistake {
        let of = |role: &str| event.participants(role).join(", ");
        let date = event.date.as_deref().unwrap_or_default();
        self.mistake(
            MistakeKind::MissedEvent,
            format!(
                "{} {} by [{}] on [{}] at [{}] {date}",
                event.id,
                event.class,
                of("agent"),
                of("target"),
                of("place")
            ),
        )
    }

    fn spurious(&self, event: &Event) -> Mistake {
        let classes: Vec<&str> = event.classes.iter().map(String::as_str).collect();
        self.mistake(
            MistakeKind::SpuriousEvent,
            format!(
                "{} by [{}] on [{}] at [{}] {}",
                classes.join("/"),
                self.values(event, "agent"),
                self.values(event, "target"),
                self.values(event, "place"),
                self.values(event, "date")
            ),
        )
    }

    fn wrong_slot(
        &self,
        wanted: &file::Event,
        slot: &str,
        expected: &str,
        event: &Event,
    ) -> Mistake {
        let got = match slot {
            "type" => event.classes.iter().cloned().collect::<Vec<_>>().join("/"),
            _ => self.values(event, slot),
        };
        let got = if got.is_empty() { "nothing" } else { &got };
        self.mistake(
            MistakeKind::WrongSlot,
            format!("{} {slot}: {expected} expected, {got} found", wanted.id),
        )
    }

    fn values(&self, event: &'a Event, slot: &str) -> String {
        let mut values: Vec<&str> = event.slot(slot).map(|v| self.predicted.label(v)).collect();
        values.sort_unstable();
        values.join(", ")
    }

    fn mistake(&self, kind: MistakeKind, what: String) -> Mistake {
        Mistake {
            kind,
            article: self.gold.article.clone(),
            what: what.trim_end().to_owned(),
            words: None,
            rule: None,
        }
    }
}

/// Whether the event has this date, or one that is the same as far as both go.
fn date_fits(date: &str, event: &Event) -> bool {
    let fits = |told: &str| told.starts_with(date) || date.starts_with(told);
    event.slot("date").any(fits)
}

fn number_fits(slot: &str, number: u64, event: &Event) -> bool {
    let number = number.to_string();
    event.slot(slot).any(|value| value == number)
}

/// Whether the event has the concept of this local name.
fn weapon_fits(weapon: &str, event: &Event) -> bool {
    event.slot("weapon").any(|node| {
        let iri = node.trim_start_matches('<').trim_end_matches('>');
        let local = iri.rsplit(['#', '/']).next().unwrap_or(iri);
        local.to_lowercase() == weapon
    })
}
