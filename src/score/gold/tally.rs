use serde::Serialize;
use std::ops::AddAssign;

/// How many facts or events the gold has, the graph has, and are in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In the gold.
    pub gold: usize,
    /// Of those, found in the graph.
    pub found: usize,
    /// In the graph.
    pub predicted: usize,
    /// Of those, right by the gold; one may answer to several gold facts, or to an optional one.
    pub right: usize,
}

impl Tally {
    /// Share of the graph that is right; 0 for an empty one.
    #[must_use]
    pub fn precision(self) -> f64 {
        ratio(self.right, self.predicted)
    }

    /// Share of the gold that was found; 0 for an empty one.
    #[must_use]
    pub fn recall(self) -> f64 {
        ratio(self.found, self.gold)
    }

    /// Harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 {
            2.0 * p * r / (p + r)
        } else {
            0.0
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.predicted += other.predicted;
        self.right += other.right;
    }
}

/// How many slots of one name the gold fills, and how many of those the graph fills alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Filled in the gold.
    pub gold: usize,
    /// Of those, filled alike in the graph.
    pub right: usize,
    /// Numbers of killed and wounded in the graph where the gold has none.
    pub invented: usize,
}

impl Share {
    /// Share of the gold's slots that the graph fills alike; 0 where there is none.
    #[must_use]
    pub fn accuracy(self) -> f64 {
        ratio(self.right, self.gold)
    }

    pub(super) fn count(&mut self, right: bool) {
        self.gold += 1;
        self.right += usize::from(right);
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.right += other.right;
        self.invented += other.invented;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// What kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MistakeKind {
    /// A denied or hypothetical fact of the gold that the graph asserts.
    Trap,
    /// A fact of the gold that the graph lacks.
    MissedFact,
    /// A fact of the graph that the gold lacks.
    SpuriousFact,
    /// An event of the gold that the graph lacks.
    MissedEvent,
    /// An event of the graph that the gold lacks.
    SpuriousEvent,
    /// A slot of an event found that the graph fills otherwise, or not at all.
    WrongSlot,
}

impl MistakeKind {
    /// The same for people.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::MissedFact => "missed",
            Self::SpuriousFact => "spurious",
            Self::MissedEvent => "missed event",
            Self::SpuriousEvent => "spurious event",
            Self::WrongSlot => "slot",
        }
    }
}

/// One thing that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// What kind of mistake.
    pub kind: MistakeKind,
    /// The article.
    pub article: String,
    /// The fact, event or slot.
    pub what: String,
    /// The words of the article that the gold or the graph gives for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The rule that read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}
