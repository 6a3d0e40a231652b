use super::ast::Example;
use super::compile::{Program, Step};
use super::graph::Graph;
use super::rule_set::{LoadedRule, RuleSet};
use super::search::{Furthest, Search};
use crate::text::{Diagnostic, Span};
use smol_str::SmolStr;
use std::fmt::{self, Display, Formatter};

/// How the rules of a set did on their own examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestReport {
    /// Number of rules.
    pub n_rules: usize,
    /// Number of examples, of both kinds.
    pub n_examples: usize,
    /// One error for each example that failed, at its place in the file, in the order of the rules.
    pub failures: Vec<Diagnostic>,
}

impl TestReport {
    /// Whether every example passed.
    #[must_use]
    pub const fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

impl Display for TestReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for failure in &self.failures {
            writeln!(f, "{failure}")?;
        }
        let passed = self.n_examples - self.failures.len();
        write!(
            f,
            "{} rules: {passed} of {} examples pass",
            self.n_rules, self.n_examples
        )
    }
}

impl RuleSet {
    /// Runs every example of every rule through `analyze`, which gives the graphs of the sentences of
    /// a text, and through the rule.
    ///
    /// A `matches` passes if the rule has a match in one of the sentences in which every name given is
    /// the token of that form or surface; a `rejects`, if it has none in any of them.
    pub fn test<'g>(&self, analyze: &dyn Fn(&str) -> Vec<Box<dyn Graph + 'g>>) -> TestReport {
        let mut report = TestReport {
            n_rules: self.rules.len(),
            n_examples: 0,
            failures: Vec::new(),
        };
        for (loaded, program) in self.rules.iter().zip(&self.programs) {
            for example in &loaded.syntax().examples {
                let graphs = analyze(&example.text.value);
                let trial = Trial::new(&graphs, program);
                let failure = if example.matches {
                    trial.must_match(example)
                } else {
                    trial.must_reject(example)
                };
                report.n_examples += 1;
                report
                    .failures
                    .extend(failure.map(|failure| self.diagnostic(loaded, failure)));
            }
        }
        report
    }

    fn diagnostic(&self, loaded: &LoadedRule, failure: Failure) -> Diagnostic {
        let (path, text) = self
            .files
            .get(loaded.file)
            .map_or(("", ""), |(path, text)| (path, text));
        let message = format!("rule `{}` {}", loaded.name(), failure.message);
        let error = Diagnostic::error(path, text, failure.span, message);
        match failure.help {
            Some(help) => error.with_help(help),
            None => error,
        }
    }
}

struct Failure {
    span: Span,
    message: String,
    help: Option<String>,
}

/// One rule tried on the sentences of one example.
struct Trial<'a, 'g> {
    graphs: &'a [Box<dyn Graph + 'g>],
    program: &'a Program,
    /// Sentence and tokens of each match.
    matches: Vec<(usize, Vec<usize>)>,
    /// Where the search got furthest, and in which sentence.
    furthest: Option<(usize, Furthest)>,
}

impl<'a, 'g> Trial<'a, 'g> {
    fn new(graphs: &'a [Box<dyn Graph + 'g>], program: &'a Program) -> Self {
        let mut trial = Self {
            graphs,
            program,
            matches: Vec::new(),
            furthest: None,
        };
        for (sentence, graph) in graphs.iter().enumerate() {
            let mut search = Search::new(&**graph, program).with_trace();
            for pivot in 0..graph.len() {
                search.run(pivot, &mut |tokens| {
                    trial.matches.push((sentence, tokens.to_vec()))
                });
            }
            if let Some(furthest) = search.into_trace()
                && trial
                    .furthest
                    .as_ref()
                    .is_none_or(|(_, best)| furthest.is_beyond(best))
            {
                trial.furthest = Some((sentence, furthest));
            }
        }
        trial.matches.sort_unstable();
        trial.matches.dedup();
        trial
    }

    fn must_match(&self, example: &Example) -> Option<Failure> {
        let fits = |(sentence, tokens): &(usize, Vec<usize>)| {
            example.bindings.iter().all(|(name, word)| {
                let var = self.program.names.iter().position(|n| *n == name.value);
                var.is_some_and(|var| self.is_called(*sentence, tokens[var], &word.value))
            })
        };
        if self.matches.iter().any(fits) {
            return None;
        }
        if self.matches.is_empty() {
            let help = Some(self.why_not());
            return Some(Failure {
                span: example.text.span,
                message: "does not match".to_owned(),
                help,
            });
        }
        let help = format!("it does with {}", self.list_matches());
        let unknown = example.bindings.iter().find(|(_, word)| {
            let all = self
                .graphs
                .iter()
                .enumerate()
                .flat_map(|(s, graph)| (0..graph.len()).map(move |i| (s, i)));
            !all.into_iter()
                .any(|(sentence, token)| self.is_called(sentence, token, &word.value))
        });
        let (span, message) = match unknown {
            Some((_, word)) => (
                word.span,
                "matches, but no token or mention is called so".to_owned(),
            ),
            None => (
                example.text.span,
                "does not match with these words".to_owned(),
            ),
        };
        Some(Failure {
            span,
            message,
            help: Some(help),
        })
    }

    fn must_reject(&self, example: &Example) -> Option<Failure> {
        let help = (!self.matches.is_empty()).then(|| format!("found {}", self.list_matches()))?;
        Some(Failure {
            span: example.text.span,
            message: "matches".to_owned(),
            help: Some(help),
        })
    }

    fn is_called(&self, sentence: usize, token: usize, word: &str) -> bool {
        let graph = &self.graphs[sentence];
        graph.token(token).form == word || graph.surface(token) == word
    }

    /// The first matches, `V="attaqué" A="rebelles" or V=…`.
    fn list_matches(&self) -> String {
        let shown = self.matches.iter().take(3).map(|(sentence, tokens)| {
            self.words(*sentence, tokens.iter().map(|&token| Some(token)))
        });
        let more = if self.matches.len() > 3 { " …" } else { "" };
        shown.collect::<Vec<_>>().join(" or ") + more
    }

    fn words(&self, sentence: usize, tokens: impl Iterator<Item = Option<usize>>) -> String {
        let named = self
            .program
            .names
            .iter()
            .zip(tokens)
            .filter_map(|(name, token)| Some((name, token?)));
        let words = named
            .map(|(name, token)| format!("{name}={:?}", self.graphs[sentence].token(token).form));
        words.collect::<Vec<_>>().join(" ")
    }

    /// How far the rule got in a sentence that it should match.
    fn why_not(&self) -> String {
        let name = |var: &usize| self.program.names.get(*var).map_or("", SmolStr::as_str);
        let Some((sentence, furthest)) = &self.furthest else {
            return format!("no token will do for `{}`", name(&self.program.pivot));
        };
        let found = self.words(*sentence, furthest.tokens.iter().copied());
        if let Some(i) = furthest.forbidden_by {
            return format!("`without` number {} forbids {found}", i + 1);
        }
        let missing = match self.program.steps.get(furthest.n_steps) {
            Some(Step::Bind { var, .. }) => format!("no token will do for `{}`", name(var)),
            Some(Step::Test { var, .. }) => format!("`{}` is not what it must be", name(var)),
            Some(Step::Linked { from, to, .. }) => {
                format!("`{}` is not linked to `{}`", name(from), name(to))
            }
            Some(Step::Order { left, right, .. }) => {
                format!("`{}` is not before `{}`", name(left), name(right))
            }
            Some(Step::Compare { left, right, .. }) => {
                format!(
                    "`{}` and `{}` do not compare",
                    name(&left.0),
                    name(&right.0)
                )
            }
            None => "the search was cut short".to_owned(),
        };
        format!("with {found}, {missing}")
    }
}

impl Furthest {
    fn is_beyond(&self, other: &Self) -> bool {
        (self.n_steps, self.forbidden_by.is_some()) > (other.n_steps, other.forbidden_by.is_some())
    }
}
