//! Reads the text of a rule file into [`Rule`]s. Total: every string gives rules or diagnostics.
//!
//! After an error inside a block reading goes on at the next clause, after any other error at the
//! next item of the rule, so that one run reports all of them.

use super::ast::{
    Block, Clause, Constraint, Emit, Example, Located, Path, PathStep, Repeat, Rule, Test, Value,
};
use super::cursor::{ITEMS, Parsed, Parser, Reported};
use super::lexer::{Kind, lex};
use crate::text::{Diagnostic, Span};
use smol_str::SmolStr;

/// Reads every rule of the file at `path` (named in messages only) with text `source`.
///
/// # Errors
/// Every place where the file departs from the grammar.
pub fn read_rules(path: &str, source: &str) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    let (lexemes, errors) = lex(path, source);
    let mut parser = Parser {
        path,
        source,
        lexemes,
        at: 0,
        errors,
    };
    let rules = parser.file();
    if parser.errors.is_empty() {
        Ok(rules)
    } else {
        parser.errors.sort_by_key(Diagnostic::line);
        Err(parser.errors)
    }
}

impl Parser<'_> {
    fn file(&mut self) -> Vec<Rule> {
        let mut rules = Vec::new();
        while self.peek().kind != Kind::End {
            if self.at_item("rule") {
                rules.extend(self.rule());
            } else {
                let _ = self.fail::<()>("`rule`");
                self.bump();
                self.recover(&["rule"]);
            }
        }
        rules
    }

    /// `rule NAME # summary` and the items up to the next `rule`.
    fn rule(&mut self) -> Option<Rule> {
        self.bump();
        let Ok(name) = self.word("the rule's name") else {
            self.recover(&["rule"]);
            return None;
        };
        let summary = self.summary(name.span.end);
        let mut pattern = None;
        let mut rule = Rule {
            pattern: Block {
                clauses: Vec::new(),
                span: name.span,
            },
            name,
            summary,
            without: Vec::new(),
            emits: Vec::new(),
            examples: Vec::new(),
        };
        while self.peek().kind != Kind::End && !self.at_item("rule") {
            let start = self.at;
            if self.item(&mut rule, &mut pattern).is_err() {
                if self.at == start {
                    self.bump();
                }
                self.recover(&ITEMS);
            }
        }
        match pattern {
            Some(pattern) => rule.pattern = pattern,
            None => self.error(
                rule.name.span,
                format!("rule `{}` has no pattern", rule.name.value),
                "add `pattern { … }`",
            ),
        }
        Some(rule)
    }

    fn item(&mut self, rule: &mut Rule, pattern: &mut Option<Block>) -> Parsed<()> {
        let at = self.peek();
        match self.text_of(at) {
            "pattern" if at.kind == Kind::Word => {
                self.bump();
                let block = self.block()?;
                if pattern.is_some() {
                    self.error(
                        at.span,
                        format!("second pattern of rule `{}`", rule.name.value),
                        "put all clauses into one block",
                    );
                }
                *pattern = Some(block);
            }
            "without" if at.kind == Kind::Word => {
                self.bump();
                let block = self.block()?;
                rule.without.push(block);
            }
            "emit" if at.kind == Kind::Word => {
                self.bump();
                let emit = self.emit()?;
                rule.emits.push(emit);
            }
            word @ ("matches" | "rejects") if at.kind == Kind::Word => {
                let matches = word == "matches";
                self.bump();
                let example = self.example(matches)?;
                rule.examples.push(example);
            }
            _ => return self.fail("`pattern`, `without`, `emit`, `matches`, `rejects` or `rule`"),
        }
        Ok(())
    }

    /// The comment on the line of the rule's name, from byte `from`.
    fn summary(&self, from: usize) -> Option<String> {
        let line = self.source[from..].lines().next()?;
        let comment = line.trim_start().strip_prefix('#')?.trim();
        (!comment.is_empty()).then(|| comment.to_owned())
    }

    fn block(&mut self) -> Parsed<Block> {
        let start = self.sign("{")?.start;
        let mut clauses = Vec::new();
        loop {
            while self.at_sign(";") {
                self.bump();
            }
            if self.at_sign("}") || self.peek().kind == Kind::End {
                let end = self.sign("}")?.end;
                return Ok(Block {
                    clauses,
                    span: Span::new(start, end),
                });
            }
            let clause = self.clause().and_then(|clause| {
                if self.at_sign(";") || self.at_sign("}") {
                    Ok(clause)
                } else {
                    self.fail("`;` or `}`")
                }
            });
            match clause {
                Ok(clause) => clauses.push(clause),
                Err(Reported) => self.recover_in_block()?,
            }
        }
    }

    fn clause(&mut self) -> Parsed<Clause> {
        let name = self.word("the name of a token")?;
        let sign = self.peek();
        match sign.kind {
            Kind::Sign("[") => {
                self.bump();
                Ok(Clause::Node {
                    name,
                    constraints: self.constraints()?,
                })
            }
            Kind::Sign("->") => {
                self.bump();
                let path = Path {
                    steps: vec![PathStep::any()],
                };
                Ok(Clause::Edge {
                    from: name,
                    path,
                    to: self.word("the name of the dependent")?,
                })
            }
            Kind::Sign("-[") => {
                self.bump();
                let path = self.edge_path()?;
                Ok(Clause::Edge {
                    from: name,
                    path,
                    to: self.word("the name of the dependent")?,
                })
            }
            Kind::Sign(sign @ ("<" | "<<")) => {
                self.bump();
                let right = self.word("the name of the token that comes later")?;
                Ok(Clause::Order {
                    left: name,
                    right,
                    immediate: sign == "<",
                })
            }
            Kind::Sign(".") => {
                self.bump();
                let left = (name, self.word("a key")?);
                let equal = match self.peek().kind {
                    Kind::Sign("=") => true,
                    Kind::Sign("!=") => false,
                    _ => return self.fail("`=` or `!=`"),
                };
                self.bump();
                let right = self.word("the name of a token")?;
                self.sign(".")?;
                let right = (right, self.word("a key")?);
                Ok(Clause::Compare { left, right, equal })
            }
            _ => self.fail("`[…]`, `-[…]->`, `->`, `<<`, `<` or `.key` after the name"),
        }
    }

    fn constraints(&mut self) -> Parsed<Vec<Constraint>> {
        let mut constraints = Vec::new();
        if self.at_sign("]") {
            self.bump();
            return Ok(constraints);
        }
        loop {
            constraints.push(self.constraint()?);
            match self.peek().kind {
                Kind::Sign(",") => self.bump(),
                Kind::Sign("]") => {
                    self.bump();
                    return Ok(constraints);
                }
                _ => return self.fail("`,`, `|` or `]`"),
            }
        }
    }

    fn constraint(&mut self) -> Parsed<Constraint> {
        if self.at_sign("!") {
            self.bump();
            return Ok(Constraint {
                key: self.word("a key")?,
                test: Test::Absent,
            });
        }
        let key = self.word("a key")?;
        let test = match self.peek().kind {
            Kind::Sign("=") => {
                self.bump();
                Test::In(self.values()?)
            }
            Kind::Sign("!=") => {
                self.bump();
                Test::NotIn(self.values()?)
            }
            _ => Test::Present,
        };
        Ok(Constraint { key, test })
    }

    fn values(&mut self) -> Parsed<Vec<Located<Value>>> {
        let mut values = Vec::new();
        loop {
            let at = self.peek();
            let value = match at.kind {
                Kind::Word => Value::Word(SmolStr::new(self.text_of(at))),
                Kind::Text => Value::Word(SmolStr::new(self.unquote(at)?)),
                Kind::Regex => {
                    Value::Regex(self.source[at.span.start + 3..at.span.end - 1].to_owned())
                }
                _ => return self.fail("a value"),
            };
            self.bump();
            values.push(Located {
                value,
                span: at.span,
            });
            if !self.at_sign("|") {
                return Ok(values);
            }
            self.bump();
        }
    }

    /// `step / step … ]->`, the opening `-[` being read.
    fn edge_path(&mut self) -> Parsed<Path> {
        let mut steps = Vec::new();
        loop {
            steps.push(self.step()?);
            if !self.at_sign("/") {
                break;
            }
            self.bump();
        }
        self.sign("]->")?;
        Ok(Path { steps })
    }

    fn step(&mut self) -> Parsed<PathStep> {
        let negated = self.at_sign("^");
        if negated {
            self.bump();
        }
        let mut labels = vec![self.word("a relation")?];
        while self.at_sign("|") {
            self.bump();
            labels.push(self.word("a relation")?);
        }
        let repeat = match self.peek().kind {
            Kind::Sign("*") => Repeat::Star,
            Kind::Sign("+") => Repeat::Plus,
            Kind::Sign("?") => Repeat::Optional,
            _ => {
                return Ok(PathStep {
                    negated,
                    labels,
                    repeat: Repeat::Once,
                });
            }
        };
        self.bump();
        Ok(PathStep {
            negated,
            labels,
            repeat,
        })
    }

    fn emit(&mut self) -> Parsed<Emit> {
        let name = self.word("what to emit")?;
        self.sign("(")?;
        let mut args = Vec::new();
        while self.peek().kind == Kind::Word {
            args.push(self.word("a name")?);
            if self.at_sign(",") {
                self.bump();
            } else {
                break;
            }
        }
        let mut options = Vec::new();
        if self.at_sign(";") {
            self.bump();
            while self.peek().kind == Kind::Word {
                let key = self.word("a key")?;
                self.sign("=")?;
                let at = self.peek();
                let value = match at.kind {
                    Kind::Word => SmolStr::new(self.text_of(at)),
                    Kind::Text => SmolStr::new(self.unquote(at)?),
                    _ => return self.fail("a value"),
                };
                self.bump();
                options.push((
                    key,
                    Located {
                        value,
                        span: at.span,
                    },
                ));
                if self.at_sign(",") {
                    self.bump();
                }
            }
        }
        self.sign(")")?;
        Ok(Emit {
            name,
            args,
            options,
        })
    }

    fn example(&mut self, matches: bool) -> Parsed<Example> {
        let text = self.quoted("a sentence between `\"`")?;
        let mut bindings = Vec::new();
        while self.peek().kind == Kind::Word && self.peek_second() == Kind::Sign("=") {
            let name = self.word("a name")?;
            self.bump();
            bindings.push((name, self.quoted("a word between `\"`")?));
        }
        Ok(Example {
            matches,
            text,
            bindings,
        })
    }
}
