//! Checks rules against a [`Vocabulary`]: every unknown word, unbound name and missing part at once.

use super::ast::{Block, Clause, Constraint, Located, Name, Rule, Test, Value};
use super::vocabulary::Vocabulary;
use crate::text::{Diagnostic, Severity, Span, did_you_mean, nearest_within};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Clauses of a block, and names of a rule, at most: rules are read by people.
pub(super) const MAX_CLAUSES: usize = 64;

/// Everything wrong, and everything suspect, in the rules of one file.
pub(super) fn check(
    path: &str,
    source: &str,
    rules: &[Rule],
    vocabulary: &Vocabulary,
) -> Vec<Diagnostic> {
    let mut checker = Checker {
        path,
        source,
        vocabulary,
        found: Vec::new(),
    };
    for rule in rules {
        checker.rule(rule);
    }
    checker.found.sort_by_key(Diagnostic::line);
    checker.found
}

struct Checker<'a> {
    path: &'a str,
    source: &'a str,
    vocabulary: &'a Vocabulary,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn rule(&mut self, rule: &Rule) {
        let name = &rule.name;
        let names = names_of(&rule.pattern);
        if rule.pattern.clauses.is_empty() {
            self.error(
                rule.pattern.span,
                format!("the pattern of rule `{}` is empty", name.value),
                None,
            );
        }
        self.block(&rule.pattern);
        for block in &rule.without {
            if block.clauses.is_empty() {
                self.error(
                    block.span,
                    "an empty `without` forbids every match".to_owned(),
                    None,
                );
            }
            self.block(block);
        }
        let all: BTreeSet<&str> = rule
            .without
            .iter()
            .flat_map(names_of)
            .chain(names.iter().copied())
            .collect();
        if all.len() > MAX_CLAUSES {
            self.error(
                name.span,
                format!(
                    "rule `{}` names {} tokens; {MAX_CLAUSES} is the most",
                    name.value,
                    all.len()
                ),
                None,
            );
        }
        self.connected(&rule.pattern, &names);
        self.emits(rule, &names);
        self.examples(rule, &names);
    }

    fn emits(&mut self, rule: &Rule, names: &[&str]) {
        if rule.emits.is_empty() {
            let help = Some("add `emit name(…)`".to_owned());
            self.error(
                rule.name.span,
                format!("rule `{}` emits nothing", rule.name.value),
                help,
            );
        }
        for emit in &rule.emits {
            match self.vocabulary.emit_arity(&emit.name.value) {
                None => self.unknown("emission", &emit.name, self.vocabulary.emits()),
                Some(n) if n != emit.args.len() => {
                    let (s, found) = (if n == 1 { "" } else { "s" }, emit.args.len());
                    self.error(
                        emit.name.span,
                        format!("`{}` is about {n} token{s}, found {found}", emit.name.value),
                        None,
                    );
                }
                Some(_) => {}
            }
            for arg in &emit.args {
                self.bound(arg, names);
            }
            for (key, value) in &emit.options {
                match self.vocabulary.option(&key.value) {
                    None => self.unknown("option", key, self.vocabulary.options()),
                    Some(values) => self.one_of(&key.value, value, values),
                }
            }
        }
    }

    fn examples(&mut self, rule: &Rule, names: &[&str]) {
        for (word, wanted) in [("matches", true), ("rejects", false)] {
            if !rule
                .examples
                .iter()
                .any(|example| example.matches == wanted)
            {
                let help = format!(
                    "add a sentence that it {}: `{word} \"…\"`",
                    if wanted {
                        "must match"
                    } else {
                        "must not match"
                    }
                );
                self.error(
                    rule.name.span,
                    format!("rule `{}` has no `{word}`", rule.name.value),
                    Some(help),
                );
            }
        }
        for example in &rule.examples {
            for (name, _) in &example.bindings {
                self.bound(name, names);
            }
            if let (false, Some((name, _))) = (example.matches, example.bindings.first()) {
                self.error(
                    name.span,
                    "`rejects` takes no bindings: the rule must not match at all".to_owned(),
                    None,
                );
            }
            if example.text.value.trim().is_empty() {
                self.error(example.text.span, "empty example".to_owned(), None);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        if block.clauses.len() > MAX_CLAUSES {
            self.error(
                block.span,
                format!(
                    "{} clauses in one block; {MAX_CLAUSES} is the most",
                    block.clauses.len()
                ),
                None,
            );
        }
        for clause in &block.clauses {
            match clause {
                Clause::Node { constraints, .. } => {
                    constraints.iter().for_each(|c| self.constraint(c))
                }
                Clause::Edge { path, .. } => {
                    path.steps
                        .iter()
                        .flat_map(|step| &step.labels)
                        .for_each(|label| self.label(label));
                }
                Clause::Compare { left, right, .. } => {
                    self.key(&left.1);
                    self.key(&right.1);
                }
                Clause::Order { .. } => {}
            }
            if let [Some(a), Some(b)] = clause.names()
                && a == b
                && !matches!(clause, Clause::Compare { .. })
            {
                self.error(b.span, format!("`{}` on both sides", b.value), None);
            }
        }
    }

    fn constraint(&mut self, constraint: &Constraint) {
        let key = &constraint.key;
        if !self.key(key) {
            return;
        }
        let (Test::In(values) | Test::NotIn(values)) = &constraint.test else {
            return;
        };
        let known = self.vocabulary.key(&key.value).map(|(_, values)| values);
        for value in values {
            match &value.value {
                Value::Regex(source) => {
                    if let Err(error) = super::node::anchored(source) {
                        let why = error.to_string();
                        let why = why
                            .lines()
                            .last()
                            .unwrap_or_default()
                            .trim_start_matches("error: ");
                        self.error(
                            value.span,
                            format!("invalid regular expression: {why}"),
                            None,
                        );
                    }
                }
                Value::Word(word) if key.value == "deprel" => {
                    self.label(&Located {
                        value: word.clone(),
                        span: value.span,
                    });
                }
                Value::Word(word) => {
                    let word = Located {
                        value: word.clone(),
                        span: value.span,
                    };
                    known
                        .into_iter()
                        .for_each(|known| self.one_of(&key.value, &word, known));
                }
            }
        }
    }

    /// Reports an unknown key; returns whether it is known.
    fn key(&mut self, key: &Name) -> bool {
        let known = self.vocabulary.key(&key.value).is_some();
        if !known {
            self.unknown("attribute", key, self.vocabulary.keys());
        }
        known
    }

    fn label(&mut self, label: &Name) {
        if !self.vocabulary.knows_label(&label.value) {
            self.unknown("relation", label, self.vocabulary.labels());
        } else if !self.vocabulary.lists_label(&label.value)
            && let Some(near) = nearest_within(
                &label.value,
                1,
                self.vocabulary.labels().filter(|l| l.contains(':')),
            )
        {
            let warning = Diagnostic::warning(
                self.path,
                self.source,
                label.span,
                format!("unusual subtype `{}`", label.value),
            );
            self.found
                .push(warning.with_help(format!("did you mean `{near}`?")));
        }
    }

    fn one_of(&mut self, key: &str, value: &Name, known: &BTreeSet<SmolStr>) {
        if known.is_empty() || known.contains(&value.value) {
            return;
        }
        let help = did_you_mean(&value.value, known.iter().map(SmolStr::as_str)).or_else(|| {
            (known.len() <= 12)
                .then(|| format!("known are {}", list(known.iter().map(SmolStr::as_str))))
        });
        self.error(
            value.span,
            format!("unknown value `{}` of `{key}`", value.value),
            help,
        );
    }

    fn bound(&mut self, name: &Name, names: &[&str]) {
        if !names.contains(&name.value.as_str()) {
            let help = did_you_mean(&name.value, names.iter().copied())
                .unwrap_or_else(|| format!("it names {}", list(names.iter().copied())));
            self.error(
                name.span,
                format!("`{}` is not in the pattern", name.value),
                Some(help),
            );
        }
    }

    /// Warns of a pattern that falls apart: every pair of matches of its parts would be a match.
    fn connected(&mut self, pattern: &Block, names: &[&str]) {
        let mut reached: BTreeSet<&str> = names.first().copied().into_iter().collect();
        for _ in 0..names.len() {
            for clause in &pattern.clauses {
                if let [Some(a), Some(b)] = clause.names() {
                    let (a, b) = (a.value.as_str(), b.value.as_str());
                    if reached.contains(a) || reached.contains(b) {
                        reached.extend([a, b]);
                    }
                }
            }
        }
        let Some(apart) = pattern
            .clauses
            .iter()
            .flat_map(Clause::names)
            .flatten()
            .find(|name| !reached.contains(name.value.as_str()))
        else {
            return;
        };
        let message = format!(
            "no edge or order connects `{}` to `{}`",
            apart.value, names[0]
        );
        let warning = Diagnostic::warning(self.path, self.source, apart.span, message);
        self.found
            .push(warning.with_help("every pair in the sentence would match"));
    }

    fn unknown<'v>(&mut self, what: &str, word: &Name, known: impl Iterator<Item = &'v str>) {
        let help = did_you_mean(&word.value, known);
        self.error(word.span, format!("unknown {what} `{}`", word.value), help);
    }

    fn error(&mut self, span: Span, message: String, help: Option<String>) {
        let error = Diagnostic::error(self.path, self.source, span, message);
        self.found.push(match help {
            Some(help) => error.with_help(help),
            None => error,
        });
    }
}

/// Whether any of `diagnostics` is an error.
pub(super) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity() == Severity::Error)
}

/// The names of a block, each once, in the order of the file.
pub(super) fn names_of(block: &Block) -> Vec<&str> {
    let mut names = Vec::new();
    for name in block.clauses.iter().flat_map(Clause::names).flatten() {
        if !names.contains(&name.value.as_str()) {
            names.push(name.value.as_str());
        }
    }
    names
}

fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
