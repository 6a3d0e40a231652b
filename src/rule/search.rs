//! Finds the tokens of a compiled rule by backtracking.

use super::compile::{Candidates, Program, Step, Var};
use super::graph::Graph;
use super::node::value_of;
use super::path::{Direction, edges};

/// Stands for “no token yet”.
const UNBOUND: usize = usize::MAX;

/// Candidates that one rule may try in one sentence of `n_tokens`: far more than any sensible rule
/// needs, few enough that no rule and no sentence can hold a text up. What was found until then stands.
pub(super) fn budget(n_tokens: usize) -> usize {
    10_000 + 64 * n_tokens.min(1_000)
}

/// A search for one rule in one sentence.
pub(super) struct Search<'a, G: ?Sized> {
    graph: &'a G,
    program: &'a Program,
    tokens: Vec<usize>,
    /// Candidates that may still be tried.
    pub(super) budget: usize,
    /// How far the search got before the pattern failed, if it keeps track.
    trace: Option<Furthest>,
}

/// The furthest point that a search reached.
#[derive(Clone, Debug, Default)]
pub(super) struct Furthest {
    /// The number of steps that succeeded; all of them where only a `without` forbade the match.
    pub(super) n_steps: usize,
    /// The tokens found by then, by name.
    pub(super) tokens: Vec<Option<usize>>,
    /// The index of the `without` that forbade it, if one did.
    pub(super) forbidden_by: Option<usize>,
}

impl<'a, G: Graph + ?Sized> Search<'a, G> {
    pub(super) fn new(graph: &'a G, program: &'a Program) -> Self {
        Self {
            graph,
            program,
            tokens: vec![UNBOUND; program.n_vars],
            budget: budget(graph.len()),
            trace: None,
        }
    }

    pub(super) fn with_trace(mut self) -> Self {
        self.trace = Some(Furthest::default());
        self
    }

    pub(super) fn into_trace(self) -> Option<Furthest> {
        self.trace.filter(|furthest| !furthest.tokens.is_empty())
    }

    /// Calls `found` with the tokens of every match whose pivot is token `pivot`.
    ///
    /// A match may be found more than once, where several edges join the same tokens.
    pub(super) fn run(&mut self, pivot: usize, found: &mut dyn FnMut(&[usize])) {
        if self.spend() && self.program.pivot_test.holds(self.graph, pivot) {
            let program = self.program;
            self.tokens.fill(UNBOUND);
            if let Some(token) = self.tokens.get_mut(program.pivot) {
                *token = pivot;
                self.pattern(&program.steps, found);
            }
        }
    }

    /// Takes one unit of the budget; false if there is none left.
    fn spend(&mut self) -> bool {
        match self.budget.checked_sub(1) {
            Some(left) => self.budget = left,
            None => return false,
        }
        true
    }

    fn pattern(&mut self, steps: &'a [Step], found: &mut dyn FnMut(&[usize])) {
        self.note(steps, None);
        self.solve(steps, &mut |search| {
            let program = search.program;
            for (i, without) in program.without.iter().enumerate() {
                let mut forbidden = false;
                search.solve(without, &mut |_| {
                    forbidden = true;
                    true
                });
                // An exhausted search has not shown that the match is allowed.
                if forbidden || search.budget == 0 {
                    search.note(&[], Some(i));
                    return search.budget == 0;
                }
            }
            found(&search.tokens[..program.names.len()]);
            false
        });
    }

    /// Goes through `steps`; calls `then` whenever all of them hold. Returns whether to stop,
    /// because `then` says so or the budget is spent.
    fn solve(&mut self, steps: &'a [Step], then: &mut dyn FnMut(&mut Self) -> bool) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return then(self);
        };
        if let Step::Bind {
            var, candidates, ..
        } = step
        {
            let stop = self.bind(step, *var, candidates, rest, then);
            self.tokens[*var] = UNBOUND;
            return stop;
        }
        if !self.holds(step) {
            return self.budget == 0;
        }
        self.note(rest, None);
        self.solve(rest, then)
    }

    fn bind(
        &mut self,
        step: &'a Step,
        var: Var,
        candidates: &'a Candidates,
        rest: &'a [Step],
        then: &mut dyn FnMut(&mut Self) -> bool,
    ) -> bool {
        let graph = self.graph;
        let mut attempt =
            |search: &mut Self, token: usize| search.attempt(step, var, token, rest, then);
        match candidates {
            Candidates::Along(from, path, direction) => {
                let from = self.tokens[*from];
                if let Some(step) = path.single() {
                    let edges = edges(graph, from, *direction);
                    edges
                        .iter()
                        .any(|(label, to)| step.takes(label) && attempt(self, *to))
                } else {
                    let reached = path.reach(graph, from, *direction, &mut self.budget);
                    reached.into_iter().any(|to| attempt(self, to))
                }
            }
            Candidates::After(left) => {
                let next = self.tokens[*left] + 1;
                next < graph.len() && attempt(self, next)
            }
            Candidates::Before(right) => self.tokens[*right]
                .checked_sub(1)
                .is_some_and(|previous| attempt(self, previous)),
            Candidates::All => (0..graph.len()).any(|token| attempt(self, token)),
        }
    }

    /// Tries `token` for `var`, then the other steps.
    fn attempt(
        &mut self,
        step: &'a Step,
        var: Var,
        token: usize,
        rest: &'a [Step],
        then: &mut dyn FnMut(&mut Self) -> bool,
    ) -> bool {
        let Step::Bind { test, distinct, .. } = step else {
            return false;
        };
        if !self.spend() {
            return true;
        }
        if distinct.iter().any(|&other| self.tokens[other] == token)
            || !test.holds(self.graph, token)
        {
            return false;
        }
        self.tokens[var] = token;
        self.note(rest, None);
        self.solve(rest, then)
    }

    /// Whether a step that binds nothing holds.
    fn holds(&mut self, step: &'a Step) -> bool {
        let graph = self.graph;
        match step {
            Step::Bind { .. } => false,
            Step::Test { var, test } => test.holds(graph, self.tokens[*var]),
            Step::Linked { from, path, to } => {
                let (from, to) = (self.tokens[*from], self.tokens[*to]);
                match path.single() {
                    Some(step) => graph
                        .out_edges(from)
                        .iter()
                        .any(|(label, end)| *end == to && step.takes(label)),
                    None => path
                        .reach(graph, from, Direction::Down, &mut self.budget)
                        .binary_search(&to)
                        .is_ok(),
                }
            }
            Step::Order {
                left,
                right,
                immediate,
            } => {
                let (left, right) = (self.tokens[*left], self.tokens[*right]);
                if *immediate {
                    left + 1 == right
                } else {
                    left < right
                }
            }
            Step::Compare { left, right, equal } => {
                let left = value_of(graph, self.tokens[left.0], &left.1);
                let right = value_of(graph, self.tokens[right.0], &right.1);
                left.zip(right).is_some_and(|(a, b)| (a == b) == *equal)
            }
        }
    }

    /// Keeps track of the furthest point, `rest` being the steps still to go.
    fn note(&mut self, rest: &[Step], forbidden_by: Option<usize>) {
        let Some(furthest) = &mut self.trace else {
            return;
        };
        let n_steps = self.program.steps.len() - rest.len().min(self.program.steps.len());
        if n_steps > furthest.n_steps || furthest.tokens.is_empty() || forbidden_by.is_some() {
            let tokens = &self.tokens[..self.program.names.len()];
            *furthest = Furthest {
                n_steps,
                tokens: tokens
                    .iter()
                    .map(|&token| (token != UNBOUND).then_some(token))
                    .collect(),
                forbidden_by,
            };
        }
    }
}
