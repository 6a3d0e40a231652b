//! The syntax tree of a rule file. Equality ignores places, so that a tree equals its reprint.

use crate::text::Span;
use smol_str::SmolStr;

/// A value and the bytes of the file that it was read from.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where (bytes of the file).
    pub span: Span,
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// A word of the file: a name, a key, a label.
pub type Name = Located<SmolStr>;

/// One rule: a pattern, what forbids it, what it says, and the sentences that test it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Name, unique in a rule set.
    pub name: Name,
    /// The comment after the name, if there is one.
    pub summary: Option<String>,
    /// What must be there.
    pub pattern: Block,
    /// What must not be there, each block by itself.
    pub without: Vec<Block>,
    /// What a match says.
    pub emits: Vec<Emit>,
    /// Sentences that must match, and that must not.
    pub examples: Vec<Example>,
}

/// The clauses between two braces, all of which must hold.
#[derive(Clone, Debug, Eq)]
pub struct Block {
    /// The clauses, in the order of the file.
    pub clauses: Vec<Clause>,
    /// The whole block, braces included (bytes of the file).
    pub span: Span,
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        self.clauses == other.clauses
    }
}

/// One condition on the tokens that a rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// `V [upos=VERB, lemma=tirer]`
    Node {
        /// The token.
        name: Name,
        /// What it must be.
        constraints: Vec<Constraint>,
    },
    /// `V -[nsubj|obl:agent]-> A`
    Edge {
        /// The governor.
        from: Name,
        /// The relations on the way.
        path: Path,
        /// The dependent.
        to: Name,
    },
    /// `A << B`, or `A < B`
    Order {
        /// The token that comes first.
        left: Name,
        /// The token that comes later.
        right: Name,
        /// Whether nothing may stand between the two.
        immediate: bool,
    },
    /// `A.lemma = B.lemma`, or `A.Number != B.Number`
    Compare {
        /// One token and its key.
        left: (Name, Name),
        /// The other token and its key.
        right: (Name, Name),
        /// Whether the two values must be equal, or different.
        equal: bool,
    },
}

impl Clause {
    /// The names in this clause, in order.
    #[must_use]
    pub fn names(&self) -> [Option<&Name>; 2] {
        match self {
            Self::Node { name, .. } => [Some(name), None],
            Self::Edge { from, to, .. } => [Some(from), Some(to)],
            Self::Order { left, right, .. } => [Some(left), Some(right)],
            Self::Compare { left, right, .. } => [Some(&left.0), Some(&right.0)],
        }
    }
}

/// A condition on one token: `lemma=tirer|viser`, `!class`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// What is asked of: `form`, `lemma`, `upos`, `deprel`, a UD feature, or an attribute of the graph.
    pub key: Name,
    /// What is asked.
    pub test: Test,
}

/// What is asked of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// `key`: it has a value.
    Present,
    /// `!key`: it has none.
    Absent,
    /// `key=a|b`: one of its values is among these.
    In(Vec<Located<Value>>),
    /// `key!=a|b`: none of its values is among these; having no value will do.
    NotIn(Vec<Located<Value>>),
}

/// A value to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// This string.
    Word(SmolStr),
    /// A string that the regular expression matches as a whole: `re"trent.*"`.
    Regex(String),
}

/// Relations on the way from a governor to a dependent: steps, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The steps; never empty.
    pub steps: Vec<PathStep>,
}

/// One step of a path: an alternation of labels, and how often it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// Whether the labels are those that the relation must *not* have. No label at all means any relation.
    pub negated: bool,
    /// Labels; one that ends in `:*` stands for every subtype and for none.
    pub labels: Vec<Name>,
    /// How often.
    pub repeat: Repeat,
}

impl PathStep {
    /// The step of a bare arrow: any one relation.
    #[must_use]
    pub const fn any() -> Self {
        Self {
            negated: true,
            labels: Vec::new(),
            repeat: Repeat::Once,
        }
    }
}

/// How often a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Exactly once.
    Once,
    /// `?`: once or not at all.
    Optional,
    /// `*`: any number of times, or not at all.
    Star,
    /// `+`: once or more.
    Plus,
}

impl Repeat {
    /// Whether the step may be left out.
    #[must_use]
    pub const fn may_skip(self) -> bool {
        matches!(self, Self::Optional | Self::Star)
    }

    /// Whether the step may be taken again.
    #[must_use]
    pub const fn may_loop(self) -> bool {
        matches!(self, Self::Star | Self::Plus)
    }
}

/// What a match says: `emit backedBy(G, B; status=Hedged)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emit {
    /// What kind of statement.
    pub name: Name,
    /// The tokens it is about, by the pattern's names.
    pub args: Vec<Name>,
    /// Further `key=value` pairs, in the order of the file.
    pub options: Vec<(Name, Name)>,
}

/// A sentence that tests a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// `true` for `matches`, `false` for `rejects`.
    pub matches: bool,
    /// The sentence.
    pub text: Located<String>,
    /// Which words the names must be bound to.
    pub bindings: Vec<(Name, Located<String>)>,
}
