//! Compiled paths over labelled edges.

use super::ast::{self, Repeat};
use super::graph::Graph;
use smol_str::SmolStr;

/// A label, or a label with every subtype.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LabelPattern {
    Exact(SmolStr),
    /// The label itself or any subtype of it; the empty label stands for all.
    Subtypes(SmolStr),
}

impl LabelPattern {
    pub(super) fn new(label: &str) -> Self {
        match label.strip_suffix(":*") {
            Some(universal) => Self::Subtypes(SmolStr::new(universal)),
            None => Self::Exact(SmolStr::new(label)),
        }
    }

    pub(super) const fn any() -> Self {
        Self::Subtypes(SmolStr::new_static(""))
    }

    pub(super) fn matches(&self, label: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == label,
            Self::Subtypes(universal) => {
                universal.is_empty()
                    || label
                        .strip_prefix(universal.as_str())
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
            }
        }
    }
}

/// How often a compiled step is taken; `x+` is compiled to `x/x*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Times {
    Once,
    AtMostOnce,
    Any,
}

/// A compiled step.
#[derive(Clone, Debug)]
pub(super) struct Step {
    negated: bool,
    labels: Vec<LabelPattern>,
    times: Times,
}

impl Step {
    /// Whether an edge with `label` is a way to take this step.
    pub(super) fn takes(&self, label: &str) -> bool {
        self.labels.iter().any(|pattern| pattern.matches(label)) != self.negated
    }
}

/// A compiled path.
#[derive(Clone, Debug)]
pub(super) struct Path {
    steps: Vec<Step>,
}

/// With or against the direction of edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From governor to dependent.
    Down,
    /// From dependent to governor.
    Up,
}

impl Path {
    pub(super) fn new(path: &ast::Path) -> Self {
        let mut steps = Vec::new();
        for step in &path.steps {
            let labels: Vec<_> = step
                .labels
                .iter()
                .map(|label| LabelPattern::new(&label.value))
                .collect();
            let compiled = |times| Step {
                negated: step.negated,
                labels: labels.clone(),
                times,
            };
            match step.repeat {
                Repeat::Once => steps.push(compiled(Times::Once)),
                Repeat::Optional => steps.push(compiled(Times::AtMostOnce)),
                Repeat::Star => steps.push(compiled(Times::Any)),
                Repeat::Plus => steps.extend([compiled(Times::Once), compiled(Times::Any)]),
            }
        }
        Self { steps }
    }

    /// The only step of a path that is one edge.
    pub(super) fn single(&self) -> Option<&Step> {
        match self.steps.as_slice() {
            [step] if step.times == Times::Once => Some(step),
            _ => None,
        }
    }

    /// Whether the path may lead from a token to itself by no edge at all.
    pub(super) fn may_be_empty(&self) -> bool {
        self.steps.iter().all(|step| step.times != Times::Once)
    }

    /// Every token that the path leads to from `start`, in ascending order.
    ///
    /// Takes one unit of `budget` for each edge looked at, and one for each 256 places of the table of
    /// what has been seen, which costs time in very long sentences; ends early when the budget is spent.
    pub(super) fn reach<G: Graph + ?Sized>(
        &self,
        graph: &G,
        start: usize,
        direction: Direction,
        budget: &mut usize,
    ) -> Vec<usize> {
        let n = graph.len();
        let n_steps = self.steps.len();
        let mut seen = vec![false; (n_steps + 1) * n];
        *budget = budget.saturating_sub(seen.len() / 256);
        let mut open = vec![(0, start)];
        let mut reached = Vec::new();
        while let Some((done, token)) = open.pop() {
            if std::mem::replace(&mut seen[done * n + token], true) {
                continue;
            }
            let Some(step) = self.step(done, direction) else {
                reached.push(token);
                continue;
            };
            if step.times != Times::Once {
                open.push((done + 1, token));
            }
            let next = if step.times == Times::Any {
                done
            } else {
                done + 1
            };
            for (label, to) in edges(graph, token, direction) {
                let Some(left) = budget.checked_sub(1) else {
                    break;
                };
                *budget = left;
                if step.takes(label) {
                    open.push((next, *to));
                }
            }
        }
        reached.sort_unstable();
        reached
    }

    fn step(&self, done: usize, direction: Direction) -> Option<&Step> {
        match direction {
            Direction::Down => self.steps.get(done),
            Direction::Up => self
                .steps
                .len()
                .checked_sub(done + 1)
                .map(|i| &self.steps[i]),
        }
    }
}

/// The edges of token `i` in one direction.
pub(super) fn edges<G: Graph + ?Sized>(
    graph: &G,
    i: usize,
    direction: Direction,
) -> &[(SmolStr, usize)] {
    match direction {
        Direction::Down => graph.out_edges(i),
        Direction::Up => graph.in_edges(i),
    }
}
