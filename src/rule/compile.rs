//! Turns a checked rule into a plan: where to begin, and in which order to look for its tokens.

use super::ast::{Block, Clause, Rule};
use super::check::names_of;
use super::node::{CompareKey, NodeTest};
use super::path::{Direction, Path};
use super::vocabulary::Vocabulary;
use smol_str::SmolStr;

/// Index of a rule's name for a token: the pattern's names first, then those of one `without`.
pub(super) type Var = usize;

/// A compiled rule.
#[derive(Clone, Debug)]
pub(super) struct Program {
    /// The pattern's names, in the order of the file.
    pub(super) names: Vec<SmolStr>,
    /// The name whose token is found first, by index.
    pub(super) pivot: Var,
    /// What the pivot must be.
    pub(super) pivot_test: NodeTest,
    /// How to find the other tokens.
    pub(super) steps: Vec<Step>,
    /// For each `without`, how to find what it forbids.
    pub(super) without: Vec<Vec<Step>>,
    /// The most names that are in use at a time.
    pub(super) n_vars: usize,
}

/// One step of a plan.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Finds a token for `var`: among `candidates`, passing `test`, other than those of `distinct`.
    Bind {
        var: Var,
        candidates: Candidates,
        test: NodeTest,
        distinct: Vec<Var>,
    },
    /// A name that has a token must pass a further test.
    Test { var: Var, test: NodeTest },
    /// Two names that have tokens must be linked.
    Linked { from: Var, path: Path, to: Var },
    /// One token must come before the other, immediately or not.
    Order {
        left: Var,
        right: Var,
        immediate: bool,
    },
    /// Two values must both be there, and be equal or different.
    Compare {
        left: (Var, CompareKey),
        right: (Var, CompareKey),
        equal: bool,
    },
}

/// Where to look for a token.
#[derive(Clone, Debug)]
pub(super) enum Candidates {
    /// At the other end of a path from the token of a name.
    Along(Var, Path, Direction),
    /// Right after the token of a name.
    After(Var),
    /// Right before it.
    Before(Var),
    /// Anywhere.
    All,
}

/// Compiles a rule that the checker has passed.
pub(super) fn compile(rule: &Rule, vocabulary: &Vocabulary) -> Program {
    let mut names: Vec<SmolStr> = Vec::new();
    let pattern = Conditions::new(&rule.pattern, &mut names, vocabulary);
    let n_pattern = names.len();
    let pivot = (0..n_pattern)
        .min_by_key(|&var| pattern.tests[var].handle().cost())
        .unwrap_or(0);
    let mut bound = vec![false; n_pattern];
    if let Some(pivot) = bound.get_mut(pivot) {
        *pivot = true;
    }
    let mut shared = Shared::default();
    shared.add(&pattern);
    let steps = pattern.plan(&mut bound, &shared, Some(pivot));
    let mut n_vars = n_pattern;
    let mut without = Vec::new();
    for block in &rule.without {
        let mut block_names = names.clone();
        let conditions = Conditions::new(block, &mut block_names, vocabulary);
        let mut bound: Vec<bool> = (0..block_names.len()).map(|var| var < n_pattern).collect();
        let mut shared = shared.clone();
        shared.add(&conditions);
        without.push(conditions.plan(&mut bound, &shared, None));
        n_vars = n_vars.max(block_names.len());
    }
    let pivot_test = pattern.tests.get(pivot).cloned().unwrap_or_default();
    Program {
        names,
        pivot,
        pivot_test,
        steps,
        without,
        n_vars,
    }
}

/// The conditions of a block, by name.
struct Conditions {
    tests: Vec<NodeTest>,
    /// Conditions on two names.
    pairs: Vec<Pair>,
}

enum Pair {
    Edge(Var, Path, Var),
    Order(Var, Var, bool),
    Compare((Var, CompareKey), (Var, CompareKey), bool),
}

impl Pair {
    const fn ends(&self) -> [Var; 2] {
        match self {
            Self::Edge(a, _, b) | Self::Order(a, b, _) | Self::Compare((a, _), (b, _), _) => {
                [*a, *b]
            }
        }
    }

    /// The step that checks the pair once both names have tokens.
    fn check(&self) -> Step {
        match self {
            Self::Edge(from, path, to) => Step::Linked {
                from: *from,
                path: path.clone(),
                to: *to,
            },
            Self::Order(left, right, immediate) => Step::Order {
                left: *left,
                right: *right,
                immediate: *immediate,
            },
            Self::Compare(left, right, equal) => Step::Compare {
                left: left.clone(),
                right: right.clone(),
                equal: *equal,
            },
        }
    }

    /// If one name has a token and the pair leads to the other: that name, where to look, and what that costs.
    fn lead(&self, bound: &[bool]) -> Option<(Var, Candidates, usize)> {
        let [a, b] = self.ends();
        match self {
            _ if bound[a] == bound[b] => None,
            Self::Edge(_, path, _) => {
                let cost = if path.single().is_some() { 0 } else { 100 };
                Some(if bound[a] {
                    (b, Candidates::Along(a, path.clone(), Direction::Down), cost)
                } else {
                    (a, Candidates::Along(b, path.clone(), Direction::Up), cost)
                })
            }
            Self::Order(_, _, true) if bound[a] => Some((b, Candidates::After(a), 0)),
            Self::Order(_, _, true) => Some((a, Candidates::Before(b), 0)),
            _ => None,
        }
    }
}

impl Conditions {
    fn new(block: &Block, names: &mut Vec<SmolStr>, vocabulary: &Vocabulary) -> Self {
        for name in names_of(block) {
            if !names.iter().any(|n| n == name) {
                names.push(SmolStr::new(name));
            }
        }
        let var = |name: &str| names.iter().position(|n| n == name).unwrap_or(0);
        let mut conditions = Self {
            tests: vec![NodeTest::default(); names.len()],
            pairs: Vec::new(),
        };
        for clause in &block.clauses {
            match clause {
                Clause::Node { name, constraints } => {
                    let test = &mut conditions.tests[var(&name.value)];
                    constraints
                        .iter()
                        .for_each(|constraint| test.add(constraint, vocabulary));
                }
                Clause::Edge { from, path, to } => {
                    conditions.pairs.push(Pair::Edge(
                        var(&from.value),
                        Path::new(path),
                        var(&to.value),
                    ));
                }
                Clause::Order {
                    left,
                    right,
                    immediate,
                } => {
                    conditions.pairs.push(Pair::Order(
                        var(&left.value),
                        var(&right.value),
                        *immediate,
                    ));
                }
                Clause::Compare { left, right, equal } => {
                    let side = |(name, key): &(super::ast::Name, super::ast::Name)| {
                        (var(&name.value), CompareKey::new(&key.value, vocabulary))
                    };
                    conditions
                        .pairs
                        .push(Pair::Compare(side(left), side(right), *equal));
                }
            }
        }
        conditions
    }

    /// Steps that find a token for every name without one, checking each condition as soon as it can be.
    /// The pivot's own test is not repeated.
    fn plan(&self, bound: &mut [bool], shared: &Shared, pivot: Option<Var>) -> Vec<Step> {
        let mut steps = Vec::new();
        for (var, test) in self.tests.iter().enumerate() {
            if bound[var] && pivot != Some(var) && !test.is_empty() {
                let test = test.clone();
                steps.push(Step::Test { var, test });
            }
        }
        let mut open: Vec<&Pair> = self.pairs.iter().collect();
        loop {
            open.retain(|pair| {
                let ready = pair.ends().into_iter().all(|var| bound[var]);
                if ready {
                    steps.push(pair.check());
                }
                !ready
            });
            let leads = open.iter().enumerate().filter_map(|(i, pair)| {
                let (var, candidates, cost) = pair.lead(bound)?;
                Some((cost + self.tests[var].handle().cost(), i, var, candidates))
            });
            let (var, candidates) = match leads.min_by_key(|(cost, i, ..)| (*cost, *i)) {
                Some((_, i, var, candidates)) => {
                    open.remove(i);
                    (var, candidates)
                }
                None => {
                    let free = (0..bound.len()).filter(|&var| !bound[var]);
                    match free.min_by_key(|&var| self.tests[var].handle().cost()) {
                        Some(var) => (var, Candidates::All),
                        None => return steps,
                    }
                }
            };
            let distinct = (0..bound.len())
                .filter(|&other| bound[other] && !shared.may_share(var, other))
                .collect();
            bound[var] = true;
            steps.push(Step::Bind {
                var,
                candidates,
                test: self.tests[var].clone(),
                distinct,
            });
        }
    }
}

/// Which names may have the same token: those joined by paths that can be empty.
#[derive(Clone, Default)]
struct Shared {
    pairs: Vec<[Var; 2]>,
}

impl Shared {
    fn add(&mut self, conditions: &Conditions) {
        for pair in &conditions.pairs {
            if let Pair::Edge(a, path, b) = pair
                && path.may_be_empty()
            {
                self.pairs.push([*a, *b]);
            }
        }
    }

    fn may_share(&self, a: Var, b: Var) -> bool {
        let mut reached = vec![a];
        let mut next = 0;
        while let Some(&var) = reached.get(next) {
            next += 1;
            for pair in &self.pairs {
                for (here, there) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                    if here == var && !reached.contains(&there) {
                        reached.push(there);
                    }
                }
            }
        }
        reached.contains(&b)
    }
}
