use super::ast::{Emit, Rule};
use super::check::{check, has_errors};
use super::compile::{Program, compile};
use super::graph::Graph;
use super::index::Index;
use super::parser::read_rules;
use super::search::{Search, budget};
use super::vocabulary::Vocabulary;
use crate::text::Diagnostic;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Rules that have been read, checked and compiled, ready to match.
#[derive(Clone, Debug)]
pub struct RuleSet {
    pub(super) files: Vec<(String, String)>,
    pub(super) rules: Vec<LoadedRule>,
    pub(super) programs: Vec<Program>,
    index: Index,
    warnings: Vec<Diagnostic>,
}

/// A rule, and the file that it comes from.
#[derive(Clone, Debug)]
pub struct LoadedRule {
    pub(super) file: usize,
    rule: Rule,
    emits: Vec<CompiledEmit>,
}

#[derive(Clone, Debug)]
struct CompiledEmit {
    name: SmolStr,
    args: Vec<usize>,
    options: Vec<(SmolStr, SmolStr)>,
}

impl RuleSet {
    /// Reads, checks and compiles the rules of `files`, pairs of path and text.
    ///
    /// Rules are ordered by path, then by their place in the file, whatever the order of `files`.
    /// What is suspect, but no error, is in [`Self::warnings`].
    ///
    /// # Errors
    /// Everything that is wrong in any of the files, and the warnings, in the order of the files.
    pub fn load<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut files: Vec<_> = files
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect();
        files.sort();
        let mut diagnostics = Vec::new();
        let mut rules: Vec<(usize, Rule)> = Vec::new();
        for (file, (path, text)) in files.iter().enumerate() {
            match read_rules(path, text) {
                Ok(read) => {
                    diagnostics.extend(check(path, text, &read, vocabulary));
                    rules.extend(read.into_iter().map(|rule| (file, rule)));
                }
                Err(errors) => diagnostics.extend(errors),
            }
        }
        diagnostics.extend(duplicates(&files, &rules));
        if has_errors(&diagnostics) {
            return Err(diagnostics);
        }
        let programs: Vec<_> = rules
            .iter()
            .map(|(_, rule)| compile(rule, vocabulary))
            .collect();
        let rules = rules
            .into_iter()
            .zip(&programs)
            .map(|((file, rule), program)| LoadedRule::new(file, rule, program));
        Ok(Self {
            files,
            rules: rules.collect(),
            index: Index::new(&programs),
            programs,
            warnings: diagnostics,
        })
    }

    /// What is suspect in the rules, in the order of the files.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The rules, by path, then by their place in the file.
    #[must_use]
    pub fn rules(&self) -> &[LoadedRule] {
        &self.rules
    }

    /// The path of the file that `rule` comes from.
    #[must_use]
    pub fn path_of(&self, rule: &LoadedRule) -> &str {
        self.files.get(rule.file).map_or("", |(path, _)| path)
    }

    /// Every match of every rule in `graph`, each once: by rule, then by the tokens of the pattern's
    /// names in the order in which the rule brings them up.
    ///
    /// Linear in the sentence for rules whose names are joined by edges. A rule is cut short in a
    /// sentence where it tries more than 10,000 candidates and 64 for each of the first 1,000 tokens.
    #[must_use]
    pub fn matches<G: Graph + ?Sized>(&self, graph: &G) -> Vec<Match<'_>> {
        let mut budgets = vec![budget(graph.len()); self.rules.len()];
        let mut found: Vec<(u32, Vec<usize>)> = Vec::new();
        for i in 0..graph.len() {
            self.index.candidates(graph, i, |rule| {
                let Some(program) = self.programs.get(rule as usize) else {
                    return;
                };
                let mut search = Search::new(graph, program);
                search.budget = budgets[rule as usize];
                search.run(i, &mut |tokens| found.push((rule, tokens.to_vec())));
                budgets[rule as usize] = search.budget;
            });
        }
        found.sort_unstable();
        found.dedup();
        let matches = found.into_iter();
        matches
            .map(|(rule, tokens)| Match {
                rule: &self.rules[rule as usize],
                tokens,
            })
            .collect()
    }
}

impl LoadedRule {
    fn new(file: usize, rule: Rule, program: &Program) -> Self {
        let var = |name: &str| program.names.iter().position(|n| n == name);
        let compile = |emit: &Emit| CompiledEmit {
            name: emit.name.value.clone(),
            args: emit.args.iter().filter_map(|arg| var(&arg.value)).collect(),
            options: emit
                .options
                .iter()
                .map(|(key, value)| (key.value.clone(), value.value.clone()))
                .collect(),
        };
        Self {
            file,
            emits: rule.emits.iter().map(compile).collect(),
            rule,
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.rule.name.value
    }

    /// The comment after the name, if there is one.
    #[must_use]
    pub fn summary(&self) -> Option<&str> {
        self.rule.summary.as_deref()
    }

    /// The rule as it was read; displays as the canonical form of the file.
    #[must_use]
    pub const fn syntax(&self) -> &Rule {
        &self.rule
    }
}

/// A place where a rule holds.
#[derive(Clone, Debug)]
pub struct Match<'r> {
    rule: &'r LoadedRule,
    tokens: Vec<usize>,
}

impl<'r> Match<'r> {
    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> &'r LoadedRule {
        self.rule
    }

    /// The tokens of the pattern's names, in the order in which the rule brings them up.
    #[must_use]
    pub fn tokens(&self) -> &[usize] {
        &self.tokens
    }

    /// The pattern's names and their tokens.
    pub fn bindings(&self) -> impl Iterator<Item = (&'r str, usize)> {
        super::check::names_of(&self.rule.rule.pattern)
            .into_iter()
            .zip(self.tokens.iter().copied())
    }

    /// The token of `name`, if the pattern has that name.
    #[must_use]
    pub fn token(&self, name: &str) -> Option<usize> {
        self.bindings()
            .find(|(n, _)| *n == name)
            .map(|(_, token)| token)
    }

    /// What the rule says here, in the order of its `emit` lines.
    pub fn emits(&self) -> impl Iterator<Item = Emission<'r>> {
        self.rule.emits.iter().map(|emit| Emission {
            name: &emit.name,
            args: emit.args.iter().map(|&arg| self.tokens[arg]).collect(),
            options: &emit.options,
        })
    }
}

/// What a rule says of some tokens: `agent(V, A)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emission<'r> {
    /// What kind of statement.
    pub name: &'r str,
    /// The tokens that it is about.
    pub args: Vec<usize>,
    /// Further `key=value` pairs, in the order of the file.
    pub options: &'r [(SmolStr, SmolStr)],
}

impl<'r> Emission<'r> {
    /// The value of option `key`, if the rule gives it.
    #[must_use]
    pub fn option(&self, key: &str) -> Option<&'r str> {
        self.options
            .iter()
            .find(|(k, _)| k == key)
            .map(|(_, value)| value.as_str())
    }
}

/// An error for each rule whose name another rule has before it.
fn duplicates(files: &[(String, String)], rules: &[(usize, Rule)]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, (usize, &Rule)> = BTreeMap::new();
    let mut errors = Vec::new();
    for (file, rule) in rules {
        let name = &rule.name;
        let Some((other, earlier)) = first.get(name.value.as_str()) else {
            first.insert(&name.value, (*file, rule));
            continue;
        };
        let (path, text) = &files[*file];
        let (other_path, other_text) = &files[*other];
        let line = crate::text::LineIndex::new(other_text)
            .line_column(other_text, earlier.name.span.start)
            .line;
        let message = format!("second rule named `{}`", name.value);
        let error = Diagnostic::error(path, text, name.span, message);
        errors.push(error.with_help(format!("the first is at {other_path}:{line}")));
    }
    errors
}
