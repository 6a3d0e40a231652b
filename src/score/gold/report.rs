use super::tally::{Mistake, MistakeKind, Share, Tally};
use super::terms::{CORE, Terms};
use super::{ArticleScore, SLOTS};
use serde_json::{Map, Value, json};
use std::fmt;

/// The scores of several articles together, micro-averaged: every fact weighs the same.
#[derive(Clone, Debug)]
pub struct GoldReport {
    n_articles: usize,
    /// By relation, in the order of the terms.
    facts: Vec<(String, Tally)>,
    events: Tally,
    slots: [Share; SLOTS.len()],
    mistakes: Vec<Mistake>,
}

impl GoldReport {
    /// A report of no article.
    #[must_use]
    pub fn new(terms: &Terms) -> Self {
        let empty = |relation: &str| (relation.to_owned(), Tally::default());
        Self {
            n_articles: 0,
            facts: terms.relations().map(empty).collect(),
            events: Tally::default(),
            slots: Default::default(),
            mistakes: Vec::new(),
        }
    }

    /// Adds the scores of an article.
    pub fn add(&mut self, article: ArticleScore) {
        self.n_articles += 1;
        for ((_, sum), (_, tally)) in self.facts.iter_mut().zip(article.facts) {
            *sum += tally;
        }
        self.events += article.events;
        for (sum, share) in self.slots.iter_mut().zip(article.slots) {
            *sum += share;
        }
        self.mistakes.extend(article.mistakes);
    }

    /// The four relations that the project exists for.
    #[must_use]
    pub fn core(&self) -> Tally {
        self.sum(|relation| CORE.contains(&relation))
    }

    /// All relations.
    #[must_use]
    pub fn all(&self) -> Tally {
        self.sum(|_| true)
    }

    /// Events.
    #[must_use]
    pub const fn events(&self) -> Tally {
        self.events
    }

    /// How many denied or hypothetical facts are asserted.
    #[must_use]
    pub fn n_traps(&self) -> usize {
        self.traps().count()
    }

    /// What went wrong, article by article.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Every figure by its name: `core_p`, `core_r`, `core_f1`, the same for `all` and `event`, and
    /// `slot_agent` and its like.
    #[must_use]
    pub fn metrics(&self) -> Vec<(String, f64)> {
        let mut metrics = Vec::new();
        let averages = [
            ("core", self.core()),
            ("all", self.all()),
            ("event", self.events),
        ];
        for (name, tally) in averages {
            metrics.push((format!("{name}_p"), tally.precision()));
            metrics.push((format!("{name}_r"), tally.recall()));
            metrics.push((format!("{name}_f1"), tally.f1()));
        }
        for (slot, share) in SLOTS.iter().zip(self.slots) {
            metrics.push((format!("slot_{slot}"), share.accuracy()));
        }
        metrics
    }

    /// Everything for programs: the number of articles, of traps, each figure by its name, the counts of
    /// each relation and slot, and all mistakes.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("docs".to_owned(), json!(self.n_articles));
        object.insert("traps".to_owned(), json!(self.n_traps()));
        for (name, figure) in self.metrics() {
            object.insert(name, json!(figure));
        }
        let relation = |(name, tally): &(String, Tally)| (name.clone(), tally_json(*tally));
        let relations: Map<_, _> = self.facts.iter().map(relation).collect();
        object.insert("relations".to_owned(), relations.into());
        object.insert("events".to_owned(), tally_json(self.events));
        let slot = |(name, share): (&&str, &Share)| {
            let counts =
                json!({ "gold": share.gold, "right": share.right, "invented": share.invented });
            ((*name).to_owned(), counts)
        };
        let slots: Map<_, _> = SLOTS.iter().zip(&self.slots).map(slot).collect();
        object.insert("slots".to_owned(), slots.into());
        object.insert("mistakes".to_owned(), json!(self.mistakes));
        object.into()
    }

    fn sum(&self, wanted: impl Fn(&str) -> bool) -> Tally {
        let mut sum = Tally::default();
        for (relation, tally) in &self.facts {
            if wanted(relation) {
                sum += *tally;
            }
        }
        sum
    }

    fn traps(&self) -> impl Iterator<Item = &Mistake> {
        let mistakes = self.mistakes.iter();
        mistakes.filter(|mistake| mistake.kind == MistakeKind::Trap)
    }
}

fn tally_json(tally: Tally) -> Value {
    json!({
        "precision": tally.precision(),
        "recall": tally.recall(),
        "f1": tally.f1(),
        "gold": tally.gold,
        "found": tally.found,
        "predicted": tally.predicted,
        "right": tally.right,
    })
}

impl fmt::Display for GoldReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<20} {:>6} {:>6} {:>6} {:>5} {:>5}",
            format!("{} articles", self.n_articles),
            "P",
            "R",
            "F1",
            "gold",
            "graph"
        )?;
        for (relation, tally) in &self.facts {
            row(f, relation, *tally)?;
        }
        row(f, "core (the first 4)", self.core())?;
        row(f, &format!("all {}", self.facts.len()), self.all())?;
        row(f, "events", self.events)?;
        for (slot, share) in SLOTS.iter().zip(self.slots) {
            let (right, gold) = (share.right, share.gold);
            write!(
                f,
                "  {slot:<32} {:>6.3}  {right} of {gold}",
                share.accuracy()
            )?;
            match share.invented {
                0 => writeln!(f)?,
                n => writeln!(f, ", {n} that the gold does not have")?,
            }
        }
        writeln!(
            f,
            "denied or hypothetical facts asserted: {}",
            self.n_traps()
        )?;
        self.traps().try_for_each(|trap| writeln!(f, "  {trap}"))
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, tally: Tally) -> fmt::Result {
    let (p, r, f1) = (tally.precision(), tally.recall(), tally.f1());
    writeln!(
        f,
        "{name:<20} {p:>6.3} {r:>6.3} {f1:>6.3} {:>5} {:>5}",
        tally.gold, tally.predicted
    )
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<14} {}: {}",
            self.kind.as_str(),
            self.article,
            self.what
        )?;
        if let Some(words) = &self.words {
            let flat: String = words
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            write!(f, "   «{flat}»")?;
        }
        match &self.rule {
            Some(rule) => write!(f, " by {rule}"),
            None => Ok(()),
        }
    }
}
